/*
 * Row 2: MI_Session_Close without a completion inside a callback of that session is refused, and changes nothing.
 */
#include "close.h"

static void in_own(Async *self, MI_Operation *operation, MI_Boolean more) {
    MI_Session before = *self->session, copy;
    (void)more;
    self->seen[0] = close_session(self->session);
    self->extra = (void *)last_reason();
    self->seen[1] = SAME_BITS(before, *self->session) ? MI_RESULT_OK : MI_RESULT_FAILED;
    /* The handle that the callback reaches by itself is the same session. */
    self->seen[2] = MI_Operation_GetSession(operation, &copy);
    self->seen[3] = close_session(&copy);
}

static void MI_CALL in_completion_of(void *context) {
    Async *async = (Async *)context;
    /* The session is closed but for the return of this call: its key is dead. */
    async->seen[4] = close_session(async->session);
    gate_add(&async->left);
}

int main(void) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, after;
    Async async;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);

    async_init(&async);
    async.session = &session;
    async.inside = in_own;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("in its own callback: %s\n", result_name(async.seen[0]));
    printf("because: %s\n", (const char *)async.extra);
    printf("handle unchanged: %s\n", async.seen[1] == MI_RESULT_OK ? "yes" : "NO");
    printf("MI_Operation_GetSession: %s\n", result_name(async.seen[2]));
    printf("through the session of the operation: %s\n", result_name(async.seen[3]));
    printf("nothing was cancelled: %s\n", result_name(async.final_result));
    REPORT(MI_Operation_Close(&operation));

    /* The session is as good as before. */
    enumerate(&session, NULL, 0, &after);
    printf("a later operation: %s\n", result_name(drain(&after)));
    REPORT(MI_Operation_Close(&after));

    /* A callback that was called after the cancel of an accepted close is its own, too. */
    async_init(&async);
    async.session = &session;
    async.inside = in_own;
    subscribe(&session, &async, 0, &operation);
    MI_Operation_Cancel(&operation, MI_REASON_NONE);
    gate_wait(&async.left, 1);
    printf("in its final callback: %s\n", result_name(async.seen[0]));
    REPORT(MI_Operation_Close(&operation));

    async_init(&async);
    async.session = &session;
    REPORT(MI_Session_Close(&session, &async, in_completion_of));
    gate_wait(&async.left, 1);
    printf("in its own completion: %s\n", result_name(async.seen[4]));
    REPORT(MI_Application_Close(&application));
    return 0;
}
