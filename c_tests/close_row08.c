/*
 * Row 8: a close waits as long as somebody may end the wait; it reports what it waits for, gives up when
 * MI_CLOSE_TIMEOUT_MS is over, and a later close goes on waiting and succeeds.
 */
/* Not on Windows: it reads the log through a pipe of a forked child. */
#include "close.h"

static int ends[2];

/* Reads the report until a line holds `wanted`; everything that was read is in `text`. */
static char text[65536];
static size_t length;

static int read_until(const char *wanted) {
    while (strstr(text, wanted) == NULL) {
        ssize_t got = read(ends[0], text + length, sizeof text - 1 - length);
        if (got <= 0) return 0;
        length += (size_t)got;
        text[length] = 0;
    }
    return 1;
}

static void told(const char *what) {
    printf("the report tells \"%s\": %s\n", what, strstr(text, what) != NULL ? "yes" : "NO");
}

typedef struct Closer {
    MI_Session *session;
    MI_Result answer;
} Closer;

static void *closes(void *argument) {
    Closer *closer = (Closer *)argument;
    closer->answer = close_session(closer->session);
    return NULL;
}

/* A close on another thread waits; this thread reads its report and then ends the wait. */
static int reports(void *nothing) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, stalled;
    Async async;
    Closer closer;
    pthread_t thread;
    (void)nothing;
    if (pipe(ends) != 0 || dup2(ends[1], 2) != 2) return 1;
    setenv("MI_CLOSE_REPORT_MS", "20", 1);
    open_application(&application);
    open_session(&application, &session);
    enumerate(&session, NULL, 0, &operation);
    async_init(&async);
    enumerate(&session, &async, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &stalled);
    gate_wait(&async.left, 1);
    closer.session = &session;
    pthread_create(&thread, NULL, closes, &closer);
    printf("a first report: %d\n", read_until("What would end the wait"));
    told("MI_Session_Close has been waiting for");
    told("application \"close\"");
    told("session LOCAL to this machine, opened");
    told("operation MI_Session_EnumerateInstances root/cimv2 Linux_UnixProcess");
    told("waiting for an acknowledgement since");
    text[0] = 0;
    length = 0;
    printf("a second one: %d\n", read_until("What would end the wait"));
    MI_Operation_Close(&operation);
    printf("acknowledged: %s\n", result_name(async.acknowledge(&async.copy)));
    gate_wait(&async.finals, 1);
    MI_Operation_Close(&stalled);
    async.acknowledge(&async.copy);
    pthread_join(thread, NULL);
    printf("then: %s\n", result_name(closer.answer));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

static void *keeps(void *gate) {
    gate_wait((Gate *)gate, 1);
    return NULL;
}

/* Somebody may be left, so nothing but the time-out ends it. */
static int times_out(void *nothing) {
    MI_Application application;
    MI_Session session, before;
    MI_Operation operation, late;
    pthread_t thread;
    Gate gate;
    (void)nothing;
    quiet_log();
    setenv("MI_CLOSE_TIMEOUT_MS", "30", 1);
    gate_init(&gate);
    pthread_create(&thread, NULL, keeps, &gate);
    open_application(&application);
    open_session(&application, &session);
    subscribe(&session, NULL, 0, &operation);
    before = session;
    printf("close_session: %s\n", result_name(close_session(&session)));
    printf("because: %s\n", last_reason());
    printf("handle unchanged: %s\n", SAME_BITS(session, before) ? "yes" : "NO");
    enumerate_few(&session, NULL, 0, &late);
    printf("nothing starts any more: %s\n", drain(&late) != MI_RESULT_OK ? "yes" : "NO");
    MI_Operation_Close(&late);
    printf("once more: %s\n", result_name(close_session(&session)));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    printf("because: %s\n", last_reason());
    MI_Operation_Close(&operation);
    printf("a later close: %s\n", result_name(close_session(&session)));
    printf("handle unchanged: %s\n", SAME_BITS(session, before) ? "yes" : "NO");
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    printf("its handle is zeroed: %s\n", all_zero(&application, sizeof application) ? "yes" : "NO");
    gate_add(&gate);
    pthread_join(thread, NULL);
    fflush(stdout);
    return 0;
}

/* One close waits; it is ended by another thread, and a second close of the same object has lost at once. */
static int waits(void *nothing) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    Closer closer;
    pthread_t thread;
    MI_Result answer;
    (void)nothing;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    enumerate_few(&session, NULL, 0, &operation);
    closer.session = &session;
    pthread_create(&thread, NULL, closes, &closer);
    /* The operation ends as cancelled once the close is accepted. */
    do {
        MI_Operation probe;
        enumerate_few(&session, NULL, 0, &probe);
        answer = drain(&probe);
        MI_Operation_Close(&probe);
    } while (answer == MI_RESULT_OK);
    printf("a second close: %s\n", result_name(close_session(&session)));
    MI_Operation_Close(&operation);
    pthread_join(thread, NULL);
    printf("the first: %s\n", result_name(closer.answer));
    printf("the application: %s\n", result_name(MI_Application_Close(&application)));
    fflush(stdout);
    return 0;
}

int main(void) {
    printf("-- reports\n");
    SHOW_NUMBER(in_child(reports, NULL));
    printf("-- times out\n");
    SHOW_NUMBER(in_child(times_out, NULL));
    printf("-- waits\n");
    SHOW_NUMBER(in_child(waits, NULL));
    return 0;
}
