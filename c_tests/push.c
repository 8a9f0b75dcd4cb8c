/*
 * Push delivery in a C program: the server here posts two indications to where the subscription asked for them; the
 * close of the session ends the subscription at the server. After the closes nobody listens there, and no thread and no
 * descriptor of the library's is left.
 */
/* Not on Windows: its server is made of sockets of POSIX. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "close.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int listener;
static int sink_port;
static int acknowledged;
static Gate unsubscribed;

static int connect_to(int port) {
    struct sockaddr_in address;
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(peer, (struct sockaddr *)&address, sizeof address) == 0) return peer;
    close(peer);
    return -1;
}

/* Reads a request whole: its head, then as many bytes as the head says. 0: the client went. */
static int take_request(int peer, char *bytes, size_t size) {
    size_t filled = 0;
    while (filled < size - 1) {
        ssize_t got = recv(peer, bytes + filled, size - 1 - filled, 0);
        char *body, *length;
        if (got <= 0) return 0;
        filled += (size_t)got;
        bytes[filled] = '\0';
        body = strstr(bytes, "\r\n\r\n");
        length = strcasestr(bytes, "content-length:");
        if (body && length && filled >= (size_t)(body + 4 - bytes) + strtoul(length + 15, NULL, 10)) return 1;
    }
    return 0;
}

#define ENVELOPE(HEADER, BODY)                                                                                         \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "                                                 \
    "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "                                                    \
    "xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\" "                                                      \
    "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header>" HEADER "</s:Header><s:Body>" BODY          \
    "</s:Body></s:Envelope>"

static void send_text(int peer, const char *first_line, const char *body) {
    char head[600];
    int length = snprintf(head, sizeof head, "%s\r\nHost: x\r\nContent-Type: application/soap+xml\r\nContent-Length: %zu\r\n\r\n",
                          first_line, strlen(body));
    send(peer, head, (size_t)length, MSG_NOSIGNAL);
    send(peer, body, strlen(body), MSG_NOSIGNAL);
}

static const char event_text[] =
    ENVELOPE("<a:Action>urn:alarm</a:Action><w:AckRequested/>",
             "<p:Alarm xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Alarm\"><p:Id>7</p:Id></p:Alarm>");

/* Posts to where the client listens; waits for the acknowledgement. */
static void post_event(const char *path) {
    char line[300], answer[4000];
    int peer = connect_to(sink_port);
    snprintf(line, sizeof line, "POST %s HTTP/1.1", path);
    send_text(peer, line, event_text);
    acknowledged += take_request(peer, answer, sizeof answer) && strstr(answer, "wsman/1/wsman/Ack<") != NULL;
    close(peer);
}

static void serve_connection(int peer) {
    static char bytes[65536];
    static const char granted[] = ENVELOPE(
        "", "<e:SubscribeResponse><e:SubscriptionManager><a:Address>http://x</a:Address></e:SubscriptionManager>"
            "<e:Expires>PT600S</e:Expires></e:SubscribeResponse>");
    while (take_request(peer, bytes, sizeof bytes)) {
        char path[200];
        const char *address = strstr(bytes, "<e:NotifyTo><a:Address>http://127.0.0.1:");
        if (strstr(bytes, "eventing/Unsubscribe<") != NULL) {
            gate_add(&unsubscribed);
            send_text(peer, "HTTP/1.1 200 OK", ENVELOPE("", ""));
            continue;
        }
        if (address == NULL) {
            send_text(peer, "HTTP/1.1 500 X", ENVELOPE("", "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>"));
            continue;
        }
        address += strlen("<e:NotifyTo><a:Address>http://127.0.0.1:");
        if (sscanf(address, "%d%199[^<]", &sink_port, path) != 2) exit(2);
        send_text(peer, "HTTP/1.1 200 OK", granted);
        /* A child posts: this thread goes on serving, for the class of the events is asked for. */
        if (fork() == 0) {
            post_event(path);
            post_event(path);
            _exit(acknowledged);
        }
    }
}

static void *serve(void *nothing) {
    (void)nothing;
    for (;;) {
        int peer = accept(listener, NULL, NULL);
        if (peer < 0) return NULL;
        serve_connection(peer);
        close(peer);
    }
}

static unsigned short listen_on_loopback(void) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 8) != 0) exit(2);
    getsockname(listener, (struct sockaddr *)&address, &size);
    return ntohs(address.sin_port);
}

static void closes_at_the_end(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)self;
    if (!more) MI_Operation_Close(operation);
}

static void subscribe_by_push(MI_Application *application, MI_Session *session, Async *async, unsigned short port,
                              MI_Operation *operation) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    MI_SubscriptionDeliveryOptions push = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    MI_OperationCallbacks callbacks = callbacks_of(async);
    MI_UserCredentials nobody;
    memset(&nobody, 0, sizeof nobody);
    nobody.authenticationType = MI_AUTH_TYPE_NONE;
    NEED(MI_Application_NewDestinationOptions(application, &options));
    NEED(MI_DestinationOptions_AddDestinationCredentials(&options, &nobody));
    NEED(MI_DestinationOptions_SetDestinationPort(&options, port));
    NEED(MI_Application_NewSession(application, MI_T("WINRM"), MI_T("127.0.0.1"), &options, NULL, NULL, session));
    MI_DestinationOptions_Delete(&options);
    NEED(MI_Application_NewSubscriptionDeliveryOptions(application, MI_SubscriptionDeliveryType_Push, &push));
    MI_Session_Subscribe(session, 0, NULL, MI_T("root/test"), MI_T("WQL"), MI_T("SELECT * FROM Alarm"), &push,
                         &callbacks, operation);
    MI_SubscriptionDeliveryOptions_Delete(&push);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    Async async;
    pthread_t server;
    int status = 0, threads, descriptors, open;
    unsigned short port = listen_on_loopback();
    gate_init(&unsubscribed);
    pthread_create(&server, NULL, serve, NULL);
    threads = count_entries("/proc/self/task");
    descriptors = count_entries("/proc/self/fd");
    async_init(&async);
    async.inside = closes_at_the_end;
    NEED(MI_Application_InitializeV1(0, NULL, NULL, &application));
    subscribe_by_push(&application, &session, &async, port, &operation);
    gate_wait(&async.results, 2);
    /* The child has both acknowledgements before the subscription ends. */
    while (waitpid(-1, &status, 0) < 0) {}
    acknowledged = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    SHOW_NUMBER(acknowledged);
    open = connect_to(sink_port);
    SHOW_HOLDS(open >= 0);
    close(open);
    REPORT(close_session(&session));
    SHOW_NUMBER(gate_count(&async.finals));
    /* The close did not wait for it. */
    gate_wait(&unsubscribed, 1);
    SHOW_NUMBER(gate_count(&unsubscribed));
    REPORT(MI_Application_Close(&application));
    SHOW_HOLDS(connect_to(sink_port) < 0);
    SHOW_HOLDS(count_entries("/proc/self/task") == threads);
    shutdown(listener, SHUT_RDWR);
    pthread_join(server, NULL);
    SHOW_HOLDS(count_entries("/proc/self/fd") == descriptors);
    close(listener);
    return 0;
}
