/*
 * Operations that could not start: nobody's children, with a key and an error of their own.
 */
#include "close.h"

static void show(const char *name, MI_Operation *operation) {
    const MI_Char *text = NULL;
    const MI_Instance *details = NULL, *instance = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    MI_Session session;
    MI_Operation copy = *operation;
    MI_Result got = MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details);
    printf("%s: get %s, %s, more %d, text %s, details %s\n", name, result_name(got), result_name(result), more,
           text != NULL ? "yes" : "NO", details != NULL ? "yes" : "NO");
    got = MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details);
    printf("again: get %s, %s, more %d\n", result_name(got), result_name(result), more);
    printf("its session: %s\n", result_name(MI_Operation_GetSession(operation, &session)));
    printf("close: %s\n", result_name(MI_Operation_Close(operation)));
    printf("zeroed: %s\n", all_zero(operation, sizeof *operation) ? "yes" : "NO");
    printf("close again: %s\n", result_name(MI_Operation_Close(&copy)));
    printf("get after close: %s\n", result_name(MI_Operation_GetInstance(&copy, NULL, NULL, NULL, NULL, NULL)));
}

static void closes_inline(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)more;
    self->seen[0] = MI_Operation_Close(operation);
    self->seen[1] = self->acknowledge == NULL ? MI_RESULT_OK : MI_RESULT_FAILED;
    self->seen[2] = MI_Operation_Close(operation);
}

int main(void) {
    MI_Application application;
    MI_Session session, forged;
    MI_Operation operation;
    Async async;
    int i;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    forged = session;
    forged.reserved1 += 12345;

    enumerate_few(&forged, NULL, 0, &operation);
    show("a session that is not", &operation);
    MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), NULL, MI_FALSE, NULL, &operation);
    show("no class", &operation);
    MI_Session_TestConnection(&session, 0x40000000, NULL, &operation);
    show("flags", &operation);

    async_init(&async);
    async.inside = closes_inline;
    enumerate_few(&forged, &async, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &operation);
    SHOW_NUMBER(async.inline_calls);
    SHOW_NUMBER(gate_count(&async.finals));
    printf("result: %s\n", result_name(async.final_result));
    printf("close inside: %s\n", result_name(async.seen[0]));
    printf("no acknowledgement: %s\n", async.seen[1] == MI_RESULT_OK ? "yes" : "NO");
    printf("close again: %s\n", result_name(async.seen[2]));
    REPORT(MI_Operation_Close(&operation));

    /* No place for a handle. */
    async_init(&async);
    enumerate_few(&session, &async, 0, NULL);
    SHOW_NUMBER(async.inline_calls);
    printf("result: %s\n", result_name(async.final_result));
    enumerate_few(&session, NULL, 0, NULL);

    /* While the session closes. */
    {
        MI_Operation open;
        Gate done;
        gate_init(&done);
        enumerate_few(&session, NULL, 0, &open);
        REPORT(MI_Session_Close(&session, &done, completion_counts));
        enumerate_few(&session, NULL, 0, &operation);
        show("a session that closes", &operation);
        async_init(&async);
        enumerate_few(&session, &async, 0, &operation);
        SHOW_NUMBER(async.inline_calls);
        REPORT(MI_Operation_Close(&operation));
        REPORT(MI_Operation_Close(&open));
        gate_wait(&done, 1);
    }
    enumerate_few(&session, NULL, 0, &operation);
    show("a session that is closed", &operation);

    /* Dropped without a Close: nobody waits for them. */
    for (i = 0; i < 20000; i++) {
        MI_Operation dropped;
        enumerate_few(&session, NULL, 0, &dropped);
    }
    enumerate_few(&session, NULL, 0, &operation);
    for (i = 0; i < 20000; i++) {
        MI_Operation closed;
        enumerate_few(&session, NULL, 0, &closed);
        MI_Operation_Close(&closed);
    }
    printf("after as many that were closed, the error: %s\n", result_name(drain(&operation)));
    REPORT(MI_Application_Close(&application));
    REPORT(MI_Operation_Close(&operation));
    return 0;
}
