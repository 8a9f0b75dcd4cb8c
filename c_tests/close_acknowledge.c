/*
 * Acknowledgements and closes: exactly once, from any thread, before and after the callback has returned, also after
 * the Close.
 */
#include "close.h"

#define MANUAL MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS

static int acknowledged_all(Async *async) {
    int calls, last = 0;
    for (calls = 1; !last; calls++) {
        gate_wait(&async->left, calls);
        last = gate_count(&async->finals) > 0;
        if (async->acknowledge(&async->copy) != MI_RESULT_OK) return -1;
    }
    return calls - 1;
}

/* Acknowledges inside, twice. */
static void inside_twice(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)more;
    self->seen[0] = self->acknowledge(operation);
    self->seen[1] = self->acknowledge(operation);
    self->seen[2] = self->acknowledge(&self->copy);
}

/* As a client that lets go of the operation before it acknowledges its last result. */
static void closes_first(Async *self, MI_Operation *operation, MI_Boolean more) {
    if (more) {
        self->acknowledge(operation);
        return;
    }
    self->seen[0] = MI_Operation_Close(operation);
    self->seen[1] = self->acknowledge(operation);
    self->seen[2] = self->acknowledge(operation);
    self->seen[3] = self->acknowledge(&self->copy);
}

static void *acknowledges(void *argument) {
    Async *async = (Async *)argument;
    gate_wait(&async->results, 1);
    async->seen[0] = async->acknowledge(&async->copy);
    async->seen[1] = async->acknowledge(&async->copy);
    gate_add(async->wait_at);
    return NULL;
}

/* Another thread acknowledges before this callback returns. */
static void waits_for_other(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation;
    if (!more) gate_wait(self->wait_at, 1);
}

/* Stays inside until the handle is closed on another thread. */
static void waits(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)more;
    gate_wait(self->wait_at, 1);
    /* Lent, so good until this returns. */
    self->seen[0] = self->acknowledge(operation);
}

int main(void) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, copy;
    Async async;
    Gate gate;
    pthread_t thread;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);

    printf("-- after the callback has returned\n");
    async_init(&async);
    enumerate_few(&session, &async, MANUAL, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    REPORT(async.acknowledge(&operation));
    REPORT(async.acknowledge(&operation));
    REPORT(MI_Operation_Close(&operation));
    REPORT(async.acknowledge(&async.copy));

    printf("-- inside, twice\n");
    async_init(&async);
    async.inside = inside_twice;
    enumerate(&session, &async, MANUAL, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("first: %s\n", result_name(async.seen[0]));
    printf("second: %s\n", result_name(async.seen[1]));
    printf("through a copy: %s\n", result_name(async.seen[2]));
    REPORT(MI_Operation_Close(&operation));

    printf("-- closed first, acknowledged through a copy\n");
    async_init(&async);
    enumerate(&session, &async, MANUAL, &operation);
    gate_wait(&async.left, 1);
    copy = operation;
    REPORT(MI_Operation_Close(&operation));
    REPORT(MI_Operation_Close(&copy));
    REPORT(MI_Operation_Cancel(&copy, MI_REASON_NONE));
    REPORT(async.acknowledge(&copy));
    /* What is left of it is the final result, which is owed an acknowledgement like any other. */
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    SHOW_HOLDS(async.final_result != MI_RESULT_OK);
    REPORT(async.acknowledge(&copy));
    REPORT(async.acknowledge(&copy));
    SHOW_NUMBER(gate_count(&async.finals));

    printf("-- closed inside, before the acknowledgement of the final result\n");
    async_init(&async);
    async.inside = closes_first;
    enumerate_few(&session, &async, MANUAL, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("close: %s\n", result_name(async.seen[0]));
    printf("acknowledgement: %s\n", result_name(async.seen[1]));
    printf("again: %s\n", result_name(async.seen[2]));
    printf("through a copy: %s\n", result_name(async.seen[3]));
    REPORT(MI_Operation_Close(&operation));

    printf("-- on another thread, before the callback has returned\n");
    async_init(&async);
    gate_init(&gate);
    async.wait_at = &gate;
    async.inside = waits_for_other;
    subscribe(&session, &async, MANUAL, &operation);
    pthread_create(&thread, NULL, acknowledges, &async);
    MI_Operation_Cancel(&operation, MI_REASON_NONE);
    gate_wait(&async.left, 1);
    pthread_join(thread, NULL);
    printf("first: %s\n", result_name(async.seen[0]));
    printf("second: %s\n", result_name(async.seen[1]));
    REPORT(MI_Operation_Close(&operation));
    REPORT(async.acknowledge(&async.copy));

    printf("-- closed on another thread while the callback runs\n");
    async_init(&async);
    gate_init(&gate);
    async.wait_at = &gate;
    async.inside = waits;
    subscribe(&session, &async, MANUAL, &operation);
    MI_Operation_Cancel(&operation, MI_REASON_NONE);
    gate_wait(&async.results, 1);
    REPORT(MI_Operation_Close(&operation));
    gate_add(&gate);
    gate_wait(&async.left, 1);
    printf("acknowledgement: %s\n", result_name(async.seen[0]));

    printf("-- all results, one by one\n");
    async_init(&async);
    enumerate(&session, &async, MANUAL, &operation);
    SHOW_HOLDS(acknowledged_all(&async) > 1);
    SHOW_NUMBER(gate_count(&async.finals));
    REPORT(MI_Operation_Close(&operation));

    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    REPORT(async.acknowledge(&async.copy));
    return 0;
}
