/*
 * Row 3: MI_Session_Close without a completion inside a callback of another session works.
 */
#include "close.h"

static void in_other(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation;
    if (more) return;
    self->seen[0] = MI_Operation_Close((MI_Operation *)self->extra);
    self->seen[1] = close_session(self->session);
    self->seen[2] = close_session(self->session);
}

/* Waits for an operation that still runs there: its final result comes on another thread meanwhile. */
static void with_work(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation;
    if (more) return;
    self->seen[0] = close_session(self->session);
}

static void closes_itself(Async *self, MI_Operation *operation, MI_Boolean more) {
    if (!more) self->seen[0] = MI_Operation_Close(operation);
}

int main(void) {
    MI_Application application, elsewhere;
    MI_Session session, other, far_away;
    MI_Operation operation, waiting;
    Async async, subscription;
    quiet_log();
    open_application(&application);
    open_application(&elsewhere);
    open_session(&application, &session);

    open_session(&application, &other);
    subscribe(&other, NULL, 0, &waiting);
    async_init(&async);
    async.session = &other;
    async.extra = &waiting;
    async.inside = in_other;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("operation of the other session: %s\n", result_name(async.seen[0]));
    printf("the other session: %s\n", result_name(async.seen[1]));
    printf("once more: %s\n", result_name(async.seen[2]));
    REPORT(MI_Operation_Close(&operation));

    open_session(&elsewhere, &far_away);
    async_init(&subscription);
    subscription.inside = closes_itself;
    subscribe(&far_away, &subscription, 0, &waiting);
    async_init(&async);
    async.session = &far_away;
    async.inside = with_work;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("a session of another application, with work: %s\n", result_name(async.seen[0]));
    SHOW_NUMBER(gate_count(&subscription.finals));
    SHOW_HOLDS(subscription.final_result != MI_RESULT_OK);
    REPORT(MI_Application_Close(&elsewhere));
    REPORT(MI_Operation_Close(&operation));
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
