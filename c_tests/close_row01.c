/*
 * Row 1: MI_Application_Close inside any callback, of any application, is refused and changes nothing.
 */
#include "close.h"

static MI_Application own, other;
static MI_Result closed_own, closed_other, closed_async;
static const char *why;
static int unchanged;

static void try_both(void) {
    MI_Application own_before = own, other_before = other;
    closed_own = MI_Application_Close(&own);
    why = last_reason();
    closed_other = MI_Application_Close(&other);
    unchanged = SAME_BITS(own, own_before) && SAME_BITS(other, other_before);
}

static void told(const char *where) {
    printf("own application, inside %s: %s\n", where, result_name(closed_own));
    printf("other application, inside %s: %s\n", where, result_name(closed_other));
    printf("because: %s\n", why);
    printf("handles unchanged: %s\n", unchanged ? "yes" : "NO");
    closed_own = closed_other = MI_RESULT_OK;
    why = "not called";
    unchanged = 0;
}

static void in_result(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation;
    /* The first, which is not the last, and the last. */
    if (gate_count(&self->results) == 1 || !more) try_both();
    if (more && gate_count(&self->results) == 1) told("the first instance");
}

static void in_any(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)self, (void)operation, (void)more;
    try_both();
}

static void MI_CALL on_closed(void *gate) {
    try_both();
    gate_add((Gate *)gate);
}

static void MI_CALL on_closed_async(void *gate, MI_Result result) {
    closed_async = result;
    closed_other = MI_Application_Close(&other);
    closed_own = MI_Application_Close(&own);
    why = last_reason();
    gate_add((Gate *)gate);
}

#ifndef _WIN32 /* Methods of WMI send nothing on their way. */
/* Every callback of a method that asks, tells, reports and streams. */
static int side_calls, side_refused;

static void side(void) {
    side_calls++;
    side_refused += MI_Application_Close(&own) == MI_RESULT_FAILED;
}

static void MI_CALL on_message(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    (void)operation, (void)context, (void)channel, (void)text;
    side();
}

static void MI_CALL on_progress(MI_Operation *operation, void *context, const MI_Char *activity,
                                const MI_Char *current, const MI_Char *status, MI_Uint32 percent, MI_Uint32 seconds) {
    (void)operation, (void)context, (void)activity, (void)current, (void)status, (void)percent, (void)seconds;
    side();
}

static void MI_CALL on_streamed(MI_Operation *operation, void *context, const MI_Char *name, MI_Type type,
                                const MI_Value *value, Acknowledge acknowledge) {
    (void)operation, (void)context, (void)name, (void)type, (void)value, (void)acknowledge;
    side();
}

static void MI_CALL on_error(MI_Operation *operation, void *context, MI_Instance *error,
                             MI_Result(MI_CALL *respond)(MI_Operation *, MI_OperationCallback_ResponseType)) {
    (void)context, (void)error;
    side();
    if (respond != NULL) respond(operation, MI_OperationCallback_ResponseType_Yes);
}

static void MI_CALL on_prompt(MI_Operation *operation, void *context, const MI_Char *message, MI_PromptType type,
                              MI_Result(MI_CALL *respond)(MI_Operation *, MI_OperationCallback_ResponseType)) {
    (void)context, (void)message, (void)type;
    side();
    if (respond != NULL) respond(operation, MI_OperationCallback_ResponseType_No);
}

static MI_OperationCallbacks side_callbacks(void) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.writeMessage = on_message;
    callbacks.writeProgress = on_progress;
    callbacks.streamedParameterResult = on_streamed;
    callbacks.writeError = on_error;
    callbacks.promptUser = on_prompt;
    return callbacks;
}

static void told_side(const char *where) {
    printf("%s: calls refused: %s\n", where, side_calls > 0 && side_calls == side_refused ? "all" : "NOT ALL");
    side_calls = side_refused = 0;
}

/* Messages, progress and streamed parameters. */
static void loads(MI_Session *session) {
    MI_OperationCallbacks callbacks = side_callbacks();
    MI_Instance *parameters = NULL;
    MI_Operation operation;
    MI_Value value;
    value.boolean = MI_TRUE;
    NEED(MI_Application_NewInstance(&own, MI_T("Parameters"), NULL, &parameters));
    NEED(MI_Instance_AddElement(parameters, MI_T("Stream"), &value, MI_BOOLEAN, 0));
    invoke_load(session, parameters, &callbacks, &operation);
    printf("GetLoad: %s\n", result_name(drain(&operation)));
    MI_Operation_Close(&operation);
    MI_Instance_Delete(parameters);
    told_side("messages, progress, streamed parameters");
}

/* Questions and errors: of two processes one is not there, and the other, a child of ours, is left alone. */
static void terminates(MI_Session *session) {
    MI_OperationCallbacks callbacks = side_callbacks();
    MI_Instance *parameters = NULL;
    MI_OperationOptions options;
    MI_Operation operation;
    MI_Value value;
    MI_Char child_name[32], none[] = MI_T("4194305");
    MI_Char *handles[2];
    int ends[2];
    pid_t child;
    char byte;
    if (pipe(ends) != 0) exit(1);
    child = fork();
    if (child == 0) {
        close(ends[1]);
        _exit((int)read(ends[0], &byte, 1));
    }
    snprintf(child_name, sizeof child_name, "%ld", (long)child);
    handles[0] = none;
    handles[1] = child_name;
    value.stringa.data = handles;
    value.stringa.size = 2;
    NEED(MI_Application_NewInstance(&own, MI_T("Parameters"), NULL, &parameters));
    NEED(MI_Instance_AddElement(parameters, MI_T("Handles"), &value, MI_STRINGA, 0));
    NEED(MI_Application_NewOperationOptions(&own, MI_FALSE, &options));
    NEED(MI_OperationOptions_SetWriteErrorMode(&options, MI_CALLBACKMODE_INQUIRE));
    invoke_with(session, &options, MI_T("TerminateProcesses"), parameters, &callbacks, &operation);
    printf("TerminateProcesses: %s\n", result_name(drain(&operation)));
    MI_Operation_Close(&operation);
    MI_OperationOptions_Delete(&options);
    MI_Instance_Delete(parameters);
    close(ends[1]);
    while (waitpid(child, NULL, 0) < 0) {}
    close(ends[0]);
    told_side("questions, errors");
}
#endif

int main(void) {
    MI_Session session, second;
    MI_Operation operation;
    Async async;
    Gate done;
    quiet_log();
    open_application(&own);
    open_application(&other);
    open_session(&own, &session);
    gate_init(&done);

    async_init(&async);
    async.inside = in_result;
    enumerate(&session, &async, 0, &operation);
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    told("the last instance");
    printf("the operation ends: %s\n", result_name(async.final_result));
    REPORT(MI_Operation_Close(&operation));

    async_init(&async);
    async.inside = in_any;
    subscribe(&session, &async, 0, &operation);
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    gate_wait(&async.left, 1);
    told("the end of a subscription");
    REPORT(MI_Operation_Close(&operation));

    {
        MI_OperationCallbacks callbacks;
        async_init(&async);
        async.inside = in_any;
        callbacks = callbacks_of(&async);
        MI_Session_GetClass(&session, 0, NULL, MI_T("root/cimv2"), SEVERAL, &callbacks, &operation);
        gate_wait(&async.finals, 1);
        gate_wait(&async.left, gate_count(&async.results));
        told("a class");
        REPORT(MI_Operation_Close(&operation));
    }

    /* Cannot start: called back inline, on this thread. */
    async_init(&async);
    async.inside = in_any;
    {
        MI_Session none = session;
        none.reserved1 ^= 1;
        enumerate(&none, &async, 0, &operation);
    }
    SHOW_NUMBER(async.inline_calls);
    told("the inline call of an operation that could not start");
    REPORT(MI_Operation_Close(&operation));

#ifndef _WIN32
    loads(&session);
    terminates(&session);
#endif

    open_session(&own, &second);
    REPORT(MI_Session_Close(&second, &done, on_closed));
    gate_wait(&done, 1);
    told("the completion of a session's close");

    /* Nothing to complete: called inline. */
    {
        MI_Session zeroed = session;
        zeroed.reserved1 = 0;
        zeroed.reserved2 = 0;
        REPORT(MI_Session_Close(&zeroed, &done, on_closed));
        told("the inline completion of a zeroed session");
    }

    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&own));
    REPORT(MI_Application_Close(&own));

    open_application(&own);
    {
        MI_Application third;
        open_application(&third);
        gate_init(&done);
        REPORT(MIX_Application_CloseAsync(&third, &done, on_closed_async));
        gate_wait(&done, 1);
        printf("asynchronous close: %s\n", result_name(closed_async));
        printf("own application, inside its completion: %s\n", result_name(closed_own));
        printf("other application, inside its completion: %s\n", result_name(closed_other));
        printf("because: %s\n", why);
        REPORT(MI_Application_Close(&third));
    }
    REPORT(MI_Application_Close(&other));
    REPORT(MI_Application_Close(&own));
    return 0;
}
