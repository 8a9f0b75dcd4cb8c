/*
 * Row 6: the blocking getters work inside callbacks, but for operations whose own callback is on this thread's stack:
 * those are refused, and nothing is consumed.
 */
#include "close.h"

static int count_instances(MI_Operation *operation, MI_Result *result) {
    MI_Boolean more = MI_TRUE;
    int count = 0;
    while (more) {
        const MI_Instance *instance = NULL;
        if (MI_Operation_GetInstance(operation, &instance, &more, result, NULL, NULL) != MI_RESULT_OK) return -1;
        count += instance != NULL;
    }
    return count;
}

/* A synchronous operation, started, drained and closed inside a callback. */
static void nested(Async *self, MI_Operation *operation, MI_Boolean more) {
    MI_Operation inner;
    MI_Session session;
    MI_Result result;
    if (gate_count(&self->results) > 1 && more) return;
    self->seen[0] = MI_Operation_GetSession(operation, &session);
    enumerate(&session, NULL, 0, &inner);
    self->seen[1] = count_instances(&inner, &result) > 0 ? result : MI_RESULT_FAILED;
    self->seen[2] = MI_Operation_Close(&inner);
    /* An asynchronous operation has no getters, its own callback or not. */
    self->seen[3] = MI_Operation_GetInstance(operation, NULL, NULL, NULL, NULL, NULL);
}

#ifndef _WIN32 /* Methods of WMI send nothing on their way. */
typedef struct Own {
    MI_Operation *operation;
    MI_Result answers[8];
    const char *why;
    int calls;
} Own;

static void MI_CALL gets_own(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    Own *own = (Own *)context;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    (void)channel, (void)text;
    if (own->calls++ > 0) return;
    own->answers[0] = MI_Operation_GetInstance(operation, NULL, &more, &result, NULL, NULL);
    own->answers[1] = result;
    own->answers[2] = more ? MI_RESULT_FAILED : MI_RESULT_OK;
    own->why = last_reason();
}

/* A getter inside the operation's own message. */
static void inside_its_own(MI_Session *session) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    MI_Result result = MI_RESULT_FAILED;
    Own own;
    int count;
    memset(&own, 0, sizeof own);
    callbacks.callbackContext = &own;
    callbacks.writeMessage = gets_own;
    invoke_load(session, NULL, &callbacks, &operation);
    count = count_instances(&operation, &result);
    printf("inside its own message: %s, %s, more results: %s\n", result_name(own.answers[0]), result_name(own.answers[1]),
           own.answers[2] == MI_RESULT_OK ? "no" : "yes");
    printf("because: %s\n", own.why);
    printf("nothing was consumed: %s, %d result\n", result_name(result), count);
    REPORT(MI_Operation_Close(&operation));
}
#endif

#define WIDE 24

/* More callbacks than the library has threads, each blocked in a getter until all are inside. */
static void blocked(Async *self, MI_Operation *operation, MI_Boolean more) {
    MI_Operation inner;
    if (more) return;
    gate_add(self->wait_at);
    gate_wait(self->wait_at, WIDE);
    enumerate_few(self->session, NULL, 0, &inner);
    self->seen[0] = drain(&inner);
    self->seen[1] = MI_Operation_Close(&inner);
    MI_Operation_Close(operation);
}

int main(void) {
    static Async many[WIDE];
    static MI_Operation operations[WIDE];
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    Async async;
    Gate all;
    int i, good = 0;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);

    async_init(&async);
    async.inside = nested;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    printf("MI_Operation_GetSession: %s\n", result_name(async.seen[0]));
    printf("another operation's results: %s\n", result_name(async.seen[1]));
    printf("MI_Operation_Close: %s\n", result_name(async.seen[2]));
    printf("getter of an asynchronous operation: %s\n", result_name(async.seen[3]));
    REPORT(MI_Operation_Close(&operation));

#ifndef _WIN32
    inside_its_own(&session);
#endif
    gate_init(&all);
    for (i = 0; i < WIDE; i++) {
        async_init(&many[i]);
        many[i].session = &session;
        many[i].wait_at = &all;
        many[i].inside = blocked;
        enumerate_few(&session, &many[i], 0, &operations[i]);
    }
    for (i = 0; i < WIDE; i++) {
        gate_wait(&many[i].finals, 1);
        gate_wait(&many[i].left, gate_count(&many[i].results));
        good += many[i].seen[0] == MI_RESULT_OK && many[i].seen[1] == MI_RESULT_OK;
    }
    printf("blocked at once, and all served: %d\n", good);
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
