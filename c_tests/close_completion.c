/*
 * MI_Session_Close with a completion: inside and outside of callbacks, exactly one completion where it answers OK, and
 * none otherwise, but for zeroed handles, which are called back inline.
 */
#include "close.h"

static Gate completions;

static void closes_session_too(Async *self, MI_Operation *operation, MI_Boolean more) {
    if (more) return;
    self->seen[0] = MI_Session_Close(self->session, &completions, completion_counts);
    self->seen[1] = MI_Session_Close(self->session, &completions, completion_counts);
    self->seen[2] = close_session(self->session);
    self->seen[3] = MI_Operation_Close(operation);
}

typedef struct Chain {
    MI_Application *application;
    MI_Session session, next;
    MI_Operation operation;
    MI_Result closed, started, drained, blocking;
    Gate done;
} Chain;

/* Inside a completion everything but waiting for itself is allowed. */
static void MI_CALL goes_on(void *context) {
    Chain *chain = (Chain *)context;
    MI_Operation operation;
    chain->closed = close_session(&chain->session);
    enumerate_few(&chain->session, NULL, 0, &operation);
    chain->started = drain(&operation);
    MI_Operation_Close(&operation);
    enumerate_few(&chain->next, NULL, 0, &operation);
    chain->drained = drain(&operation);
    MI_Operation_Close(&operation);
    chain->blocking = close_session(&chain->next);
    gate_add(&chain->done);
}

int main(void) {
    MI_Application application;
    MI_Session session, copy;
    MI_Operation operation;
    Async async;
    Chain chain;
    int round, accepted = 0;
    quiet_log();
    gate_init(&completions);
    open_application(&application);

    for (round = 0; round < 100; round++) {
        open_session(&application, &session);
        async_init(&async);
        async.session = &session;
        async.inside = closes_session_too;
        enumerate_few(&session, &async, 0, &operation);
        gate_wait(&async.finals, 1);
        gate_wait(&async.left, gate_count(&async.results));
        accepted += async.seen[0] == MI_RESULT_OK && async.seen[1] == MI_RESULT_INVALID_PARAMETER &&
                    async.seen[2] == MI_RESULT_INVALID_PARAMETER && async.seen[3] == MI_RESULT_OK;
    }
    gate_wait(&completions, 100);
    printf("inside its own callback, accepted: %d of 100\n", accepted);

    open_session(&application, &session);
    copy = session;
    REPORT(MI_Session_Close(&session, &completions, completion_counts));
    gate_wait(&completions, 101);
    REPORT(MI_Session_Close(&copy, &completions, completion_counts));
    REPORT(close_session(&copy));
    SHOW_NUMBER(gate_count(&completions));
    copy.reserved1 = 0;
    copy.reserved2 = 0;
    REPORT(MI_Session_Close(&copy, &completions, completion_counts));
    SHOW_NUMBER(gate_count(&completions));
    REPORT(MI_Session_Close(NULL, &completions, completion_counts));
    SHOW_NUMBER(gate_count(&completions));

    /* An operation that stays open keeps the completion back; the application's close fails for it. */
    {
        MI_Application held;
        open_application(&held);
        open_session(&held, &session);
        enumerate_few(&session, NULL, 0, &operation);
        REPORT(MI_Session_Close(&session, &completions, completion_counts));
        drain(&operation);
        REPORT(MI_Application_Close(&held));
        SHOW_NUMBER(gate_count(&completions));
        REPORT(MI_Operation_Close(&operation));
        gate_wait(&completions, 104);
        REPORT(MI_Application_Close(&held));
    }

    memset(&chain, 0, sizeof chain);
    gate_init(&chain.done);
    chain.application = &application;
    open_session(&application, &chain.session);
    open_session(&application, &chain.next);
    REPORT(MI_Session_Close(&chain.session, &chain, goes_on));
    gate_wait(&chain.done, 1);
    printf("its own session: %s\n", result_name(chain.closed));
    printf("an operation of its own session: %s\n", result_name(chain.started));
    printf("an operation of another: %s\n", result_name(chain.drained));
    printf("the other session: %s\n", result_name(chain.blocking));
    REPORT(MI_Application_Close(&application));
    SHOW_NUMBER(gate_count(&completions));
    return 0;
}
