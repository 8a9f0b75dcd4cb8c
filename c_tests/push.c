/*
 * Push delivery in a C program: the server here posts two indications to where the subscription asked for them; the
 * close of the session ends the subscription at the server. After the closes nobody listens there, and no thread and no
 * descriptor of the library's is left.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "sockets.h"

static int listener;
static int sink_port;
static int acknowledged;
static Gate unsubscribed;

/* The value of a header of a small name, whatever its case. */
static unsigned long length_of(const char *head) {
    static const char name[] = "content-length:";
    for (; *head != '\0'; head++)
        if (strncasecmp(head, name, sizeof name - 1) == 0) return strtoul(head + sizeof name - 1, NULL, 10);
    return 0;
}

/* Reads a request whole: its head, then as many bytes as the head says. 0: the client went. */
static int take_request(int peer, char *bytes, size_t size) {
    size_t filled = 0;
    while (filled < size - 1) {
        int got = (int)recv(peer, bytes + filled, (int)(size - 1 - filled), 0);
        char *body;
        if (got <= 0) return 0;
        filled += (size_t)got;
        bytes[filled] = '\0';
        body = strstr(bytes, "\r\n\r\n");
        if (body && filled >= (size_t)(body + 4 - bytes) + length_of(bytes)) return 1;
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
    send(peer, head, length, MSG_NOSIGNAL);
    send(peer, body, (int)strlen(body), MSG_NOSIGNAL);
}

static const char event_text[] =
    ENVELOPE("<a:Action>urn:alarm</a:Action><w:AckRequested/>",
             "<p:Alarm xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Alarm\"><p:Id>7</p:Id></p:Alarm>");

static char sink_path[200];
static pthread_t poster;

/* Posts to where the client listens; waits for the acknowledgement. */
static void post_event(void) {
    char line[300], answer[4000];
    int peer = connect_to(sink_port);
    snprintf(line, sizeof line, "POST %s HTTP/1.1", sink_path);
    send_text(peer, line, event_text);
    acknowledged += take_request(peer, answer, sizeof answer) && strstr(answer, "wsman/1/wsman/Ack<") != NULL;
    close_socket(peer);
}

static void *post_two(void *nothing) {
    (void)nothing;
    post_event();
    post_event();
    return NULL;
}

static void serve_connection(int peer) {
    static char bytes[65536];
    static const char granted[] = ENVELOPE(
        "", "<e:SubscribeResponse><e:SubscriptionManager><a:Address>http://x</a:Address></e:SubscriptionManager>"
            "<e:Expires>PT600S</e:Expires></e:SubscribeResponse>");
    while (take_request(peer, bytes, sizeof bytes)) {
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
        if (sscanf(address, "%d%199[^<]", &sink_port, sink_path) != 2) exit(2);
        send_text(peer, "HTTP/1.1 200 OK", granted);
        /* Another thread posts: this one goes on serving, for the class of the events is asked for. */
        pthread_create(&poster, NULL, post_two, NULL);
    }
}

static void *serve(void *nothing) {
    (void)nothing;
    for (;;) {
        int peer = (int)accept(listener, NULL, NULL);
        if (peer < 0) return NULL;
        serve_connection(peer);
        close_socket(peer);
    }
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
    int threads, open;
    unsigned short port;
#ifndef _WIN32
    int descriptors;
#endif
    sockets_begin();
    listener = listen_on_loopback(&port);
    gate_init(&unsubscribed);
    pthread_create(&server, NULL, serve, NULL);
    threads = count_threads();
#ifndef _WIN32
    descriptors = count_entries("/proc/self/fd");
#endif
    async_init(&async);
    async.inside = closes_at_the_end;
    NEED(MI_Application_InitializeV1(0, NULL, NULL, &application));
    subscribe_by_push(&application, &session, &async, port, &operation);
    gate_wait(&async.results, 2);
    /* Both are acknowledged before the subscription ends. */
    pthread_join(poster, NULL);
    SHOW_NUMBER(acknowledged);
    open = connect_to(sink_port);
    SHOW_HOLDS(open >= 0);
    close_socket(open);
    REPORT(close_session(&session));
    SHOW_NUMBER(gate_count(&async.finals));
    /* The close did not wait for it. */
    gate_wait(&unsubscribed, 1);
    SHOW_NUMBER(gate_count(&unsubscribed));
    REPORT(MI_Application_Close(&application));
    SHOW_HOLDS(connect_to(sink_port) < 0);
    SHOW_HOLDS(count_threads() == threads);
    stop_listening(listener);
    pthread_join(server, NULL);
#ifndef _WIN32
    SHOW_HOLDS(count_entries("/proc/self/fd") == descriptors);
    close(listener);
#endif
    return 0;
}
