/*
 * Closing while subscriptions wait: each gets one final result, which is not OK, and the close returns once they are
 * closed.
 */
#include "close.h"

#define MANY 50

static void closes_itself(Async *self, MI_Operation *operation, MI_Boolean more) {
    if (!more) self->seen[0] = MI_Operation_Close(operation);
}

static void check(const char *name, Async *all, int count) {
    int i, good = 0;
    for (i = 0; i < count; i++) {
        good += gate_count(&all[i].results) == 1 && gate_count(&all[i].finals) == 1 && all[i].final_result != MI_RESULT_OK &&
                all[i].seen[0] == MI_RESULT_OK;
    }
    printf("%s: one final result each, not OK: %d of %d\n", name, good, count);
}

typedef struct Reader {
    MI_Operation operation;
    MI_Result result, closed;
} Reader;

static void *reads(void *argument) {
    Reader *reader = (Reader *)argument;
    reader->result = drain_indications(&reader->operation);
    reader->closed = MI_Operation_Close(&reader->operation);
    return NULL;
}

int main(void) {
    static Async all[MANY];
    MI_Application application;
    MI_Session session, other;
    MI_Operation operation;
    Reader readers[4];
    pthread_t threads[4];
    Gate done;
    int i;
    quiet_log();
    open_application(&application);

    /* By the application's close, over two sessions that nobody can close but the callbacks' sessions' own. */
    open_session(&application, &session);
    for (i = 0; i < MANY; i++) {
        async_init(&all[i]);
        all[i].inside = closes_itself;
        subscribe(&session, &all[i], 0, &operation);
    }
    REPORT(close_session(&session));
    check("the session's close", all, MANY);

    open_session(&application, &session);
    for (i = 0; i < MANY; i++) {
        async_init(&all[i]);
        all[i].inside = closes_itself;
        subscribe(&session, &all[i], 0, &operation);
    }
    gate_init(&done);
    REPORT(MI_Session_Close(&session, &done, completion_counts));
    gate_wait(&done, 1);
    check("the session's close with a completion", all, MANY);

    open_session(&application, &session);
    open_session(&application, &other);
    for (i = 0; i < MANY; i++) {
        async_init(&all[i]);
        all[i].inside = closes_itself;
        subscribe(i % 2 ? &session : &other, &all[i], 0, &operation);
    }
    /* The sessions end by themselves with their last operation; the application's close waits for them. */
    gate_init(&done);
    REPORT(MI_Session_Close(&session, &done, completion_counts));
    REPORT(MI_Session_Close(&other, &done, completion_counts));
    REPORT(MI_Application_Close(&application));
    check("the application's close", all, MANY);
    SHOW_NUMBER(gate_count(&done));

    /* Synchronous ones, read by threads of their own. */
    open_application(&application);
    open_session(&application, &session);
    for (i = 0; i < 4; i++) {
        subscribe(&session, NULL, 0, &readers[i].operation);
        pthread_create(&threads[i], NULL, reads, &readers[i]);
    }
    REPORT(close_session(&session));
    for (i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        printf("a reader: %s, %s\n", readers[i].result == MI_RESULT_OK ? "OK" : "not OK", result_name(readers[i].closed));
    }
    REPORT(MI_Application_Close(&application));
    return 0;
}
