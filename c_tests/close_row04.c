/*
 * Row 4: MI_Operation_Close never waits and is never refused; a getter blocked in the operation returns at once with
 * the final, cancelled result.
 */
#include "close.h"

typedef struct Getter {
    MI_Operation copy;
    Gate began;
    MI_Result answer, result;
    MI_Boolean more;
    int has_text, has_details, indication;
} Getter;

static void *get(void *argument) {
    Getter *getter = (Getter *)argument;
    const MI_Char *text = NULL;
    const MI_Instance *details = NULL, *instance = NULL;
    getter->more = MI_TRUE;
    gate_add(&getter->began);
    getter->answer = getter->indication
                         ? MI_Operation_GetIndication(&getter->copy, &instance, NULL, NULL, &getter->more,
                                                      &getter->result, &text, &details)
                         : MI_Operation_GetInstance(&getter->copy, &instance, &getter->more, &getter->result, &text,
                                                    &details);
    /* What it points to may be gone with the operation that somebody else closes. */
    getter->has_text = text != NULL;
    getter->has_details = details != NULL;
    return NULL;
}

static void closes(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)more;
    if (gate_count(&self->results) > 1) return;
    self->seen[0] = MI_Operation_Close(operation);
    self->seen[1] = all_zero(operation, sizeof *operation) ? MI_RESULT_FAILED : MI_RESULT_OK;
    self->seen[2] = MI_Operation_Close(operation);
    self->seen[3] = MI_Operation_Cancel(operation, MI_REASON_NONE);
    {
        MI_Session session;
        self->seen[4] = MI_Operation_GetSession(operation, &session);
    }
}

int main(void) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, copy;
    Async async;
    Getter getter;
    pthread_t thread;
    int round;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);

    /* Undrained: nothing was taken, one result was taken, all but the last were. */
    enumerate(&session, NULL, 0, &operation);
    copy = operation;
    REPORT(MI_Operation_Close(&operation));
    SHOW_HOLDS(all_zero(&operation, sizeof operation));
    REPORT(MI_Operation_Close(&copy));
    enumerate(&session, NULL, 0, &operation);
    REPORT(MI_Operation_GetInstance(&operation, NULL, NULL, NULL, NULL, NULL));
    REPORT(MI_Operation_Close(&operation));
    subscribe(&session, NULL, 0, &operation);
    REPORT(MI_Operation_Close(&operation));

    /* A getter blocked on another thread. Whether it blocks before or after the Close is a matter of luck. */
    for (round = 0; round < 50; round++) {
        memset(&getter, 0, sizeof getter);
        gate_init(&getter.began);
        getter.indication = 1;
        subscribe(&session, NULL, 0, &operation);
        getter.copy = operation;
        pthread_create(&thread, NULL, get, &getter);
        gate_wait(&getter.began, 1);
        if (round % 2 == 0) {
            int yields;
            for (yields = 0; yields < 50; yields++) sched_yield();
        }
        NEED(MI_Operation_Close(&operation));
        pthread_join(thread, NULL);
        if (getter.answer == MI_RESULT_OK) {
            if (getter.more || getter.result == MI_RESULT_OK || !getter.has_text || !getter.has_details)
                printf("round %d: more %d, result %s\n", round, getter.more, result_name(getter.result));
        } else if (getter.answer != MI_RESULT_INVALID_PARAMETER || getter.more) {
            printf("round %d: %s\n", round, result_name(getter.answer));
        }
    }
    printf("50 getters returned\n");

    /* Inside its own callback, with results still to come. */
    async_init(&async);
    async.inside = closes;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("inside its own callback: %s\n", result_name(async.seen[0]));
    printf("the lent handle stays readable: %s\n", async.seen[1] == MI_RESULT_OK ? "yes" : "NO");
    printf("again: %s\n", result_name(async.seen[2]));
    printf("cancel: %s\n", result_name(async.seen[3]));
    printf("session of it: %s\n", result_name(async.seen[4]));
    SHOW_NUMBER(gate_count(&async.finals));
    REPORT(MI_Operation_Close(&operation));

    /* A waiting subscription, closed at once. */
    async_init(&async);
    subscribe(&session, &async, 0, &operation);
    REPORT(MI_Operation_Close(&operation));
    gate_wait(&async.left, 1);
    SHOW_NUMBER(gate_count(&async.results));
    SHOW_NUMBER(gate_count(&async.finals));
    SHOW_HOLDS(async.final_result != MI_RESULT_OK);

    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
