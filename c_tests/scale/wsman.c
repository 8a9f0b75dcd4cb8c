/*
 * A client of a WS-Management server on loopback, for its figures: `wsman NAME PORT COUNT`.
 * `enumerate`: COUNT enumerations of Test_Bulk, one after the other, each instance released at once.
 * `get`: COUNT gets of one Test_Bulk on a warm connection, each waited for; `get_async`: by callbacks.
 * `bare`: what such a get costs whoever only sends the bytes and receives the answer's, without this library.
 * `getters`: one enumeration, COUNT threads that take one result each.
 * `connections`: a session each, COUNT of them, each with one operation under way at the same time as all others.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "figures.h"

#define NAMESPACE MI_T("root/test")
#define CLASS MI_T("Test_Bulk")

static MI_Application application = MI_APPLICATION_NULL;
static MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
static char destination[64];
static int port;
static sem_t done;
static unsigned long delivered, failed, finals;

static long nanoseconds(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) exit(1);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void MI_CALL result(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                           MI_Result code, const MI_Char *text, const MI_Instance *details,
                           MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)context, (void)details, (void)acknowledge;
    if (instance != NULL) __atomic_fetch_add(&delivered, 1, __ATOMIC_RELAXED);
    if (more) return;
    if (code != MI_RESULT_OK && __atomic_fetch_add(&failed, 1, __ATOMIC_RELAXED) == 0) {
        fprintf(stderr, "%u: %s\n", (unsigned)code, text ? text : "");
    }
    __atomic_fetch_add(&finals, 1, __ATOMIC_RELAXED);
    sem_post(&done);
}

static void wait_for(unsigned count) {
    while (count > 0) {
        if (sem_wait(&done) == 0) count--;
    }
}

static void open_session(MI_Session *session) {
    CHECK(MI_Application_NewSession(&application, MI_T("WINRM"), destination, &options, NULL, NULL, session));
}

static void begin_enumeration(MI_Session *session, MI_Operation *operation) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.instanceResult = result;
    MI_Session_EnumerateInstances(session, 0, NULL, NAMESPACE, CLASS, MI_FALSE, &callbacks, operation);
}

static void enumerate_once(MI_Session *session) {
    MI_Operation operation;
    begin_enumeration(session, &operation);
    wait_for(1);
    CHECK(MI_Operation_Close(&operation));
}

static long most_resident_bytes(void) {
    char line[128];
    long kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL) exit(1);
    while (fgets(line, sizeof line, file) != NULL) sscanf(line, "VmHWM: %ld", &kilobytes);
    fclose(file);
    return kilobytes * 1024;
}

static void run_enumerate(unsigned count) {
    MI_Session session;
    long idle, started;
    open_session(&session);
    idle = resident_bytes();
    started = nanoseconds(CLOCK_MONOTONIC);
    while (count-- > 0) enumerate_once(&session);
    figure("nanoseconds", nanoseconds(CLOCK_MONOTONIC) - started);
    figure("most_bytes_above_idle", most_resident_bytes() - idle);
    CHECK(MI_Session_Close(&session, NULL, NULL));
}

static void get_and_wait(MI_Session *session, const MI_Instance *key) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    MI_Boolean more;
    MI_Result code;
    MI_Session_GetInstance(session, 0, NULL, NAMESPACE, key, NULL, &operation);
    CHECK(MI_Operation_GetInstance(&operation, &instance, &more, &code, NULL, NULL));
    CHECK(code);
    if (instance != NULL && !more) delivered++;
    CHECK(MI_Operation_Close(&operation));
}

static void get_by_callback(MI_Session *session, const MI_Instance *key) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    callbacks.instanceResult = result;
    MI_Session_GetInstance(session, 0, NULL, NAMESPACE, key, &callbacks, &operation);
    wait_for(1);
    CHECK(MI_Operation_Close(&operation));
}

static void run_gets(unsigned count, void (*get_once)(MI_Session *session, const MI_Instance *key)) {
    MI_Session session;
    MI_Instance *key;
    MI_Value value;
    long started;
    unsigned i;
    open_session(&session);
    CHECK(MI_Application_NewInstance(&application, CLASS, NULL, &key));
    value.uint32 = 1;
    CHECK(MI_Instance_AddElement(key, MI_T("Id"), &value, MI_UINT32, MI_FLAG_KEY));
    get_once(&session, key);
    started = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (i = 0; i < count; i++) get_once(&session, key);
    figure("nanoseconds", nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - started);
    CHECK(MI_Instance_Delete(key));
    CHECK(MI_Session_Close(&session, NULL, NULL));
}

static void run_get(unsigned count) {
    run_gets(count, get_and_wait);
}

static void run_get_async(unsigned count) {
    run_gets(count, get_by_callback);
}

/* As long as the library's requests, headers included. */
static size_t write_request(char *out, size_t room) {
    static char envelope[1400];
    int length = snprintf(envelope, sizeof envelope,
                          "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>"
                          "<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action>"
                          "<a:MessageID>uuid:00000000-0000-4000-8000-000000000000</a:MessageID>"
                          "<w:ResourceURI>http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Test_Bulk"
                          "</w:ResourceURI></s:Header><s:Body/></s:Envelope>");
    memset(envelope + length, ' ', sizeof envelope - (size_t)length);
    length = snprintf(out, room,
                      "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: "
                      "application/soap+xml;charset=UTF-8\r\nContent-Length: %d\r\n\r\n%.*s",
                      port, (int)sizeof envelope, (int)sizeof envelope, envelope);
    return (size_t)length;
}

/* Until the body is as long as its head says. */
static void receive_answer(int peer) {
    static char answer[1 << 16];
    size_t have = 0;
    for (;;) {
        ssize_t came = recv(peer, answer + have, sizeof answer - 1 - have, 0);
        const char *length, *body;
        if (came <= 0) exit(1);
        have += (size_t)came;
        answer[have] = 0;
        body = strstr(answer, "\r\n\r\n");
        length = strstr(answer, "Content-Length: ");
        if (body != NULL && length != NULL && have >= (size_t)(body + 4 - answer) + strtoul(length + 16, NULL, 10)) return;
    }
}

static void run_bare(unsigned count) {
    static char request[2048];
    struct sockaddr_in to;
    size_t length = write_request(request, sizeof request);
    int peer = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    long started = 0;
    unsigned i;
    memset(&to, 0, sizeof to);
    to.sin_family = AF_INET;
    to.sin_port = htons((unsigned short)port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(peer, (struct sockaddr *)&to, sizeof to) != 0) exit(1);
    if (setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) exit(1);
    for (i = 0; i <= count; i++) {
        if (i == 1) started = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
        if (send(peer, request, length, MSG_NOSIGNAL) != (ssize_t)length) exit(1);
        receive_answer(peer);
    }
    figure("nanoseconds", nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - started);
    close(peer);
}

static void *take_one(void *operation) {
    const MI_Instance *instance = NULL;
    MI_Boolean more;
    MI_Result code;
    CHECK(MI_Operation_GetInstance((MI_Operation *)operation, &instance, &more, &code, NULL, NULL));
    CHECK(code);
    if (instance != NULL) __atomic_fetch_add(&delivered, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void run_getters(unsigned count) {
    pthread_t *threads = (pthread_t *)calloc(count, sizeof *threads);
    MI_Session session;
    MI_Operation operation;
    unsigned i;
    if (threads == NULL) exit(1);
    open_session(&session);
    MI_Session_EnumerateInstances(&session, 0, NULL, NAMESPACE, CLASS, MI_FALSE, NULL, &operation);
    for (i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, take_one, &operation) != 0) exit(1);
    }
    for (i = 0; i < count; i++) pthread_join(threads[i], NULL);
    CHECK(MI_Operation_Close(&operation));
    CHECK(MI_Session_Close(&session, NULL, NULL));
    free(threads);
}

/* The server answers none of them before the last one has come. One get before makes room for what all have in
   common: threads, code. */
static void run_connections(unsigned count) {
    MI_Session *sessions = (MI_Session *)calloc(count, sizeof *sessions);
    MI_Operation *operations = (MI_Operation *)calloc(count, sizeof *operations);
    struct rlimit files;
    long idle;
    unsigned i;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) exit(1);
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) exit(1);
    if (sessions == NULL || operations == NULL) exit(1);
    run_get(0);
    delivered = finals = 0;
    idle = resident_bytes();
    for (i = 0; i < count; i++) open_session(&sessions[i]);
    for (i = 0; i < count; i++) begin_enumeration(&sessions[i], &operations[i]);
    wait_for(count);
    figure("threads", threads());
    figure("descriptors", descriptors());
    figure("bytes_each", (most_resident_bytes() - idle) / (long)count);
    for (i = 0; i < count; i++) CHECK(MI_Operation_Close(&operations[i]));
    for (i = 0; i < count; i++) CHECK(MI_Session_Close(&sessions[i], NULL, NULL));
    free(operations);
    free(sessions);
}

static void log_on(void) {
    MI_UserCredentials credentials;
    memset(&credentials, 0, sizeof credentials);
    credentials.authenticationType = MI_AUTH_TYPE_BASIC;
    credentials.credentials.usernamePassword.username = MI_T("peeruser");
    credentials.credentials.usernamePassword.password = MI_T("Peer-Pass1");
    CHECK(MI_DestinationOptions_AddDestinationCredentials(&options, &credentials));
    CHECK(MI_DestinationOptions_SetPacketPrivacy(&options, MI_FALSE));
}

int main(int argc, char **argv) {
    void (*run)(unsigned count) = NULL;
    if (argc == 4 && strcmp(argv[1], "enumerate") == 0) run = run_enumerate;
    if (argc == 4 && strcmp(argv[1], "get") == 0) run = run_get;
    if (argc == 4 && strcmp(argv[1], "get_async") == 0) run = run_get_async;
    if (argc == 4 && strcmp(argv[1], "bare") == 0) run = run_bare;
    if (argc == 4 && strcmp(argv[1], "getters") == 0) run = run_getters;
    if (argc == 4 && strcmp(argv[1], "connections") == 0) run = run_connections;
    if (run == NULL) {
        fprintf(stderr, "usage: wsman enumerate|get|get_async|bare|getters|connections PORT COUNT\n");
        return 2;
    }
    port = atoi(argv[2]);
    snprintf(destination, sizeof destination, "http://127.0.0.1:%d", port);
    if (sem_init(&done, 0, 0) != 0) return 1;
    CHECK(MI_Application_InitializeV1(0, NULL, NULL, &application));
    CHECK(MI_Application_NewDestinationOptions(&application, &options));
    log_on();
    run((unsigned)atoi(argv[3]));
    MI_DestinationOptions_Delete(&options);
    CHECK(MI_Application_Close(&application));
    figure("delivered", (long)delivered);
    figure("finals", (long)finals);
    figure("failed", (long)failed);
    return failed != 0;
}
