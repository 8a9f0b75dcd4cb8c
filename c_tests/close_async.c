/*
 * MIX_Application_CloseAsync: from inside a callback, where a close is refused; exactly one completion, with the result
 * of the close; and what runs in it counts as somebody who may still end a wait.
 */
#include "close.h"

typedef struct Outcome {
    Gate completions;
    MI_Result results[8];
    MI_Operation *closes;
} Outcome;

static void MI_CALL completed(void *context, MI_Result result) {
    Outcome *outcome = (Outcome *)context;
    outcome->results[gate_count(&outcome->completions)] = result;
    if (outcome->closes != NULL) MI_Operation_Close(outcome->closes);
    gate_add(&outcome->completions);
}

static void outcome_init(Outcome *outcome) {
    memset(outcome, 0, sizeof *outcome);
    gate_init(&outcome->completions);
}

/* Ends everything of its own application from within its own callback. */
static void ends_all(Async *self, MI_Operation *operation, MI_Boolean more) {
    Outcome *outcome = (Outcome *)self->extra;
    if (more) return;
    self->seen[0] = MI_Application_Close(self->application);
    self->seen[1] = MIX_Application_CloseAsync(self->application, outcome, completed);
    self->seen[2] = MI_Session_Close(self->session, &self->left, completion_counts);
    self->seen[3] = MI_Operation_Close(operation);
}

/* An application of the callback's own. */
static void own_application(Async *self, MI_Operation *operation, MI_Boolean more) {
    MI_Application own;
    MI_Session session;
    MI_Operation inner;
    (void)operation;
    if (more) return;
    open_application(&own);
    open_session(&own, &session);
    enumerate_few(&session, NULL, 0, &inner);
    self->seen[0] = drain(&inner);
    MI_Operation_Close(&inner);
    self->seen[1] = close_session(&session);
    self->seen[2] = MI_Application_Close(&own);
    self->seen[3] = MIX_Application_CloseAsync(&own, self->extra, completed);
}

int main(void) {
    MI_Application application, other;
    MI_Session session;
    MI_Operation operation, held;
    Async async;
    Outcome outcome;
    int round, bad = 0;
    quiet_log();

    for (round = 0; round < 50; round++) {
        open_application(&application);
        open_session(&application, &session);
        async_init(&async);
        outcome_init(&outcome);
        async.application = &application;
        async.session = &session;
        async.extra = &outcome;
        async.inside = ends_all;
        enumerate_few(&session, &async, 0, &operation);
        gate_wait(&outcome.completions, 1);
        bad += async.seen[0] != MI_RESULT_FAILED || async.seen[1] != MI_RESULT_OK || async.seen[2] != MI_RESULT_OK ||
               async.seen[3] != MI_RESULT_OK || outcome.results[0] != MI_RESULT_OK;
        bad += MI_Application_Close(&application) != MI_RESULT_INVALID_PARAMETER;
        bad += gate_count(&outcome.completions) != 1;
    }
    printf("everything ended inside its own callback, wrong: %d of 50\n", bad);

    open_application(&application);
    open_session(&application, &session);
    async_init(&async);
    outcome_init(&outcome);
    async.extra = &outcome;
    async.inside = own_application;
    enumerate_few(&session, &async, 0, &operation);
    gate_wait(&outcome.completions, 1);
    gate_wait(&async.left, 1);
    printf("inside: %s, %s, %s, %s\n", result_name(async.seen[0]), result_name(async.seen[1]),
           result_name(async.seen[2]), result_name(async.seen[3]));
    printf("completed: %s\n", result_name(outcome.results[0]));
    REPORT(MI_Operation_Close(&operation));

    /* The completion closes what the waiting close waits for: nobody else could. */
    for (bad = 0, round = 0; round < 50; round++) {
        MI_Session waiting;
        open_application(&other);
        open_session(&application, &waiting);
        enumerate_few(&waiting, NULL, 0, &held);
        outcome_init(&outcome);
        outcome.closes = &held;
        if (MIX_Application_CloseAsync(&other, &outcome, completed) != MI_RESULT_OK) bad++;
        bad += close_session(&waiting) != MI_RESULT_OK;
        gate_wait(&outcome.completions, 1);
        bad += outcome.results[0] != MI_RESULT_OK;
    }
    printf("a completion ends a wait, wrong: %d of 50\n", bad);

    /* With nobody left it is told so, like any other close. */
    {
        MI_Session leaked;
        open_application(&other);
        open_session(&other, &leaked);
        outcome_init(&outcome);
        REPORT(MIX_Application_CloseAsync(&other, NULL, NULL));
        REPORT(MIX_Application_CloseAsync(&other, &outcome, completed));
        REPORT(close_session(&leaked));
        gate_wait(&outcome.completions, 1);
        printf("completed: %s\n", result_name(outcome.results[0]));
    }
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
