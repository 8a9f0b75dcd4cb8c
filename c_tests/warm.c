/*
 * Requests on a connection that is open: the thread that asks sends, waits and reads itself, and no other is woken. On a
 * small stack a callback thread does it; and where there are callbacks, one that waits for the answer. They can be ended
 * like any others: by a cancel, by a close of the session, by their time limit; a connection that its server has closed
 * meanwhile is replaced.
 */
/* Not on Windows: how often a thread was woken is not told there. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "identify.h"
#include "remote.h"

#define WARM 50

/* What the server does with a request. */
enum { ANSWER, HOLD, ANSWER_AND_CLOSE };

static int listener, how = ANSWER, connections;
static Gate held, finals_called;
static MI_Session session = MI_SESSION_NULL;
static MI_Operation operation = MI_OPERATION_NULL;

static void *serve_one(void *argument) {
    int peer = (int)(long)argument;
    while (take_request(peer)) {
        int now = __atomic_load_n(&how, __ATOMIC_SEQ_CST);
        if (now == HOLD) {
            char byte;
            gate_add(&held);
            /* Until the client goes. */
            if (recv(peer, &byte, 1, 0) <= 0) break;
        }
        answer(peer);
        if (now == ANSWER_AND_CLOSE) break;
    }
    close(peer);
    return NULL;
}

static void *serve(void *nothing) {
    int peer;
    while ((peer = accept(listener, NULL, NULL)) >= 0) {
        pthread_t thread;
        connections++;
        pthread_create(&thread, NULL, serve_one, (void *)(long)peer);
        pthread_detach(thread);
    }
    return nothing;
}

/* How often threads of this name went to sleep, and how many of them are awake. */
static long sleeps_of(const char *name, int *awake) {
    struct dirent *entry;
    long all = 0;
    DIR *tasks = opendir("/proc/self/task");
    *awake = 0;
    while ((entry = readdir(tasks)) != NULL) {
        char path[300], line[200];
        int named = 0;
        long count;
        FILE *status;
        snprintf(path, sizeof path, "/proc/self/task/%s/status", entry->d_name);
        status = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        while (status != NULL && fgets(line, sizeof line, status) != NULL) {
            named |= strncmp(line, "Name:", 5) == 0 && strstr(line, name) != NULL;
            if (named && strncmp(line, "State:", 6) == 0) *awake += strstr(line, "sleeping") == NULL;
            if (named && sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1) all += count;
        }
        if (status != NULL) fclose(status);
    }
    closedir(tasks);
    return all;
}

static long sleeps(const char *name) {
    int awake;
    return sleeps_of(name, &awake);
}

static void MI_CALL called(MI_Operation *same, void *good, const MI_Instance *instance, MI_Boolean more,
                           MI_Result result, const MI_Char *text, const MI_Instance *details,
                           MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)same, (void)instance, (void)text, (void)details, (void)acknowledge;
    if (more) return;
    *(int *)good += result == MI_RESULT_OK;
    gate_add(&finals_called);
}

/* Each is begun when all callback threads have gone to sleep: one of them waits for the next answer. */
static void test_by_callbacks(int *good) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    int round, awake;
    callbacks.callbackContext = good;
    callbacks.instanceResult = called;
    for (round = 1; round <= WARM; round++) {
        MI_Session_TestConnection(&session, 0, &callbacks, &operation);
        gate_wait(&finals_called, round);
        MI_Operation_Close(&operation);
        do sleeps_of("mi-callback", &awake);
        while (awake > 0 && sched_yield() == 0);
    }
}

/* What the operation ends with, and how often it ended. */
static MI_Result ended(int *finals) {
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more) {
        const MI_Instance *instance;
        if (MI_Operation_GetInstance(&operation, &instance, &more, &result, NULL, NULL) != MI_RESULT_OK) break;
        *finals += !more;
    }
    return result;
}

static MI_Result test(void) {
    int finals = 0;
    MI_Result result;
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    result = ended(&finals);
    MI_Operation_Close(&operation);
    return finals == 1 ? result : MI_RESULT_FAILED;
}

/* A stack that is too small for what a server may send: a callback thread does the work. */
static void *with_little_stack(void *good) {
    int round;
    for (round = 0; round < WARM; round++) *(int *)good += test() == MI_RESULT_OK;
    return NULL;
}

/* Begins one that the server holds, on a connection that is open. */
static void begin_held(void) {
    static int so_far;
    NEED(test());
    __atomic_store_n(&how, HOLD, __ATOMIC_SEQ_CST);
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    gate_wait(&held, ++so_far);
    __atomic_store_n(&how, ANSWER, __ATOMIC_SEQ_CST);
}

static void *cancel(void *result) {
    *(MI_Result *)result = MI_Operation_Cancel(&operation, MI_REASON_NONE);
    return NULL;
}

static void *close_session_meanwhile(void *result) {
    *(MI_Result *)result = MI_Session_Close(&session, NULL, NULL);
    return NULL;
}

/* While this thread waits for the result, another one does this. */
static void end_by(const char *what, void *(*body)(void *)) {
    pthread_t thread;
    int finals = 0;
    MI_Result result, meanwhile = MI_RESULT_FAILED;
    begin_held();
    pthread_create(&thread, NULL, body, &meanwhile);
    result = ended(&finals);
    REPORT(MI_Operation_Close(&operation));
    pthread_join(thread, NULL);
    REPORT_AS(what, meanwhile);
    printf("it ended: %s, finals %d\n", result_name(result), finals);
}

/* Nobody but the clock ends it. */
static void end_by_time(MI_Application *application, unsigned short port) {
    MI_Session other = session;
    MI_Interval limit;
    int finals = 0;
    MI_Result result;
    memset(&limit, 0, sizeof limit);
    limit.seconds = 2;
    open_remote(application, &session, port, MI_AUTH_TYPE_BASIC, "", &limit);
    begin_held();
    result = ended(&finals);
    REPORT(MI_Operation_Close(&operation));
    printf("it ended: %s, finals %d\n", result_name(result), finals);
    REPORT(MI_Session_Close(&session, NULL, NULL));
    session = other;
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    pthread_t server, thread;
    pthread_attr_t little;
    unsigned short port;
    long callback, network;
    int round, good = 0, before;
    gate_init(&held);
    gate_init(&finals_called);
    listener = listen_on_loopback(&port);
    pthread_create(&server, NULL, serve, NULL);
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    open_remote(&application, &session, port, MI_AUTH_TYPE_BASIC, "", NULL);
    NEED(test());
    callback = sleeps("mi-callback");
    network = sleeps("mi-network");
    for (round = 0; round < WARM; round++) good += test() == MI_RESULT_OK;
    callback = sleeps("mi-callback") - callback;
    network = sleeps("mi-network") - network;
    SHOW_HOLDS(good == WARM);
    SHOW_NUMBER(connections);
    /* They may only just have been made. */
    SHOW_HOLDS(callback < WARM / 5);
    SHOW_HOLDS(network < WARM / 5);

    pthread_attr_init(&little);
    pthread_attr_setstacksize(&little, 96 * 1024);
    good = 0;
    callback = sleeps("mi-callback");
    pthread_create(&thread, &little, with_little_stack, &good);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&little);
    SHOW_HOLDS(good == WARM);
    SHOW_HOLDS(sleeps("mi-callback") > callback);

    good = 0;
    network = sleeps("mi-network");
    test_by_callbacks(&good);
    network = sleeps("mi-network") - network;
    SHOW_HOLDS(good == WARM);
    SHOW_HOLDS(network < WARM / 5);

    end_by("MI_Operation_Cancel", cancel);
    end_by_time(&application, port);
    __atomic_store_n(&how, ANSWER_AND_CLOSE, __ATOMIC_SEQ_CST);
    before = connections;
    for (round = good = 0; round < WARM; round++) good += test() == MI_RESULT_OK;
    SHOW_HOLDS(good == WARM);
    SHOW_HOLDS(connections - before >= WARM - 1);
    __atomic_store_n(&how, ANSWER, __ATOMIC_SEQ_CST);
    end_by("MI_Session_Close", close_session_meanwhile);
    REPORT(MI_Application_Close(&application));
    shutdown(listener, SHUT_RDWR);
    pthread_join(server, NULL);
    close(listener);
    return 0;
}
