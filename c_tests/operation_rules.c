/*
 * What the API promises of an operation: how long results last, what Cancel does and when, time limits, custom options,
 * flags, and operations that are started inside callbacks.
 */
/* Not on Windows: it looks at processes as Linux shows them. */
#include "close.h"
#include <signal.h>

#define SPACE MI_T("root/cimv2")

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;

/* ---- results ---------------------------------------------------------------------------------------------------- */

/* Microsoft's own sample: one GetClass, then the Close. The session must close after it. */
static void one_get_then_close(void) {
    MI_Application own = MI_APPLICATION_NULL;
    MI_Session of_own;
    MI_Operation operation;
    const MI_Class *found = NULL;
    MI_Instance *made = NULL;
    const MI_Char *name = NULL;
    MI_Boolean more = 9;
    MI_Result result = (MI_Result)99;
    open_application(&own);
    open_session(&own, &of_own);
    MI_Session_GetClass(&of_own, 0, NULL, SPACE, MI_T("Linux_UnixProcess"), NULL, &operation);
    REPORT(MI_Operation_GetClass(&operation, &found, &more, &result, NULL, NULL));
    SHOW_HOLDS(found != NULL && !more && result == MI_RESULT_OK);
    REPORT(MI_Application_NewInstanceFromClass(&own, MI_T("Linux_UnixProcess"), found, &made));
    REPORT(MI_Operation_Close(&operation));
    REPORT(close_session(&of_own));
    REPORT(MI_Application_Close(&own));
    /* It borrows nothing of the class, and outlives the application. */
    REPORT(MI_Instance_GetClassName(made, &name));
    SHOW_TEXT(name);
    REPORT(MI_Instance_Delete(made));
}

/* A result is there until the next Get; what it holds is not moved by whatever else happens. */
static void results_last(void) {
    MI_Operation operation, other;
    const MI_Instance *instance = NULL;
    const MI_Char *name = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result;
    int bad = 0, count = 0;
    enumerate(&session, NULL, 0, &operation);
    while (more) {
        NEED(MI_Operation_GetInstance(&operation, &instance, &more, &result, NULL, NULL));
        enumerate_few(&session, NULL, 0, &other);
        bad += drain(&other) != MI_RESULT_OK;
        MI_Operation_Close(&other);
        bad += MI_Instance_GetClassName(instance, &name) != MI_RESULT_OK || strcmp(name, "Linux_UnixProcess") != 0;
        if (++count == 20) break;
    }
    SHOW_NUMBER(bad);
    REPORT_AS("Close, undrained", MI_Operation_Close(&operation));
}

static void final_error_is_repeated(void) {
    MI_Operation operation;
    const MI_Char *text = NULL;
    const MI_Instance *details = NULL;
    MI_Boolean more = 9;
    MI_Result result = MI_RESULT_OK;
    int i;
    enumerate_class(&session, MI_T("No_Class"), NULL, 0, &operation);
    for (i = 0; i < 3; i++) {
        text = NULL;
        REPORT(MI_Operation_GetInstance(&operation, NULL, &more, &result, &text, &details));
        printf("%s, more %d, %s, %s\n", result_name(result), more, text == NULL ? "NO TEXT" : text,
               details == NULL ? "NO DETAILS" : "details");
    }
    REPORT(MI_Operation_Close(&operation));
}

/* ---- cancel ------------------------------------------------------------------------------------------------------ */

static const MI_Char *source_of(const MI_Instance *instance) {
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    if (instance == NULL || MI_Instance_GetElement(instance, MI_T("ErrorSource"), &value, &type, NULL, NULL)) return NULL;
    return type == MI_STRING ? value.string : NULL;
}

static void cancels(void) {
    static const MI_CancellationReason reasons[] = {MI_REASON_NONE, MI_REASON_TIMEOUT, MI_REASON_SHUTDOWN,
                                                    MI_REASON_SERVICESTOP, (MI_CancellationReason)17};
    MI_Operation operation;
    Async async;
    size_t i;
    for (i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        subscribe(&session, NULL, 0, &operation);
        printf("reason %d: %s", (int)reasons[i], result_name(MI_Operation_Cancel(&operation, reasons[i])));
        MI_Operation_Cancel(&operation, MI_REASON_NONE);
        printf(", then %s\n", result_name(drain_indications(&operation)));
        NEED(MI_Operation_Close(&operation));
    }
    enumerate(&session, NULL, 0, &operation);
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    REPORT_AS("again", MI_Operation_Cancel(&operation, MI_REASON_NONE));
    REPORT_AS("drained after a cancel", drain(&operation));
    {
        const MI_Instance *details = NULL;
        NEED(MI_Operation_GetInstance(&operation, NULL, NULL, NULL, NULL, &details));
        SHOW_TEXT(source_of(details));
    }
    REPORT(MI_Operation_Close(&operation));
    enumerate_few(&session, NULL, 0, &operation);
    NEED(drain(&operation));
    REPORT_AS("after the final result", MI_Operation_Cancel(&operation, MI_REASON_NONE));
    REPORT_AS("which stays", drain(&operation));
    REPORT(MI_Operation_Close(&operation));
    async_init(&async);
    subscribe(&session, &async, 0, &operation);
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    gate_wait(&async.left, 1);
    REPORT_AS("a cancelled subscription", async.final_result);
    REPORT_AS("after its final result", MI_Operation_Cancel(&operation, MI_REASON_NONE));
    REPORT(MI_Operation_Close(&operation));
    SHOW_NUMBER(gate_count(&async.results));
}

/* ---- time limits ------------------------------------------------------------------------------------------------- */

static const MI_Interval tenth = {0, 0, 0, 0, 100000, 0, 0, 0};
static const MI_Interval hour = {0, 1, 0, 0, 0, 0, 0, 0};

static void subscribe_with(MI_Session *on, MI_OperationOptions *options, Async *async, MI_Operation *operation) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    if (async != NULL) callbacks = callbacks_of(async);
    MI_Session_Subscribe(on, 0, options, SPACE, MI_T("WQL"),
                         MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA "
                              "'Linux_UnixProcess'"),
                         NULL, async == NULL ? NULL : &callbacks, operation);
}

static MI_Uint32 number_of(const MI_Instance *instance, const MI_Char *name) {
    MI_Value value;
    MI_Type type;
    value.uint64 = 0;
    if (instance == NULL || MI_Instance_GetElement(instance, name, &value, &type, NULL, NULL) != MI_RESULT_OK)
        return 999;
    return type == MI_UINT16 ? value.uint16 : value.uint32;
}

static void times_out(const char *what, MI_Operation *operation) {
    const MI_Char *text = NULL;
    const MI_Instance *details = NULL;
    MI_Boolean more = 9;
    MI_Result result = MI_RESULT_OK;
    NEED(MI_Operation_GetIndication(operation, NULL, NULL, NULL, &more, &result, &text, &details));
    printf("%s: %s, more %d, %s a text, CIMStatusCode %u, category of time-outs: %s\n", what, result_name(result), more,
           text == NULL ? "WITHOUT" : "with", number_of(details, MI_T("CIMStatusCode")),
           number_of(details, MI_T("OMI_Category")) == MI_ERRORCATEGORY_OPERATION_TIMEOUT ? "yes" : "NO");
    NEED(MI_Operation_Close(operation));
}

typedef MI_Result(MI_CALL *Respond)(MI_Operation *, MI_OperationCallback_ResponseType);

typedef struct Prompted {
    Respond respond;
    Gate gate;
} Prompted;

static void MI_CALL asked(MI_Operation *operation, void *context, const MI_Char *message, MI_PromptType type,
                          Respond respond) {
    Prompted *to = (Prompted *)context;
    (void)operation, (void)message, (void)type;
    to->respond = respond;
    gate_add(&to->gate);
}

/* A tenth of a second and more goes by: told by another operation's time-out, which is the clock. */
static void a_while(void) {
    MI_OperationOptions options;
    MI_Operation operation;
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    NEED(MI_OperationOptions_SetTimeout(&options, &tenth));
    subscribe_with(&session, &options, NULL, &operation);
    drain_indications(&operation);
    MI_Operation_Close(&operation);
    MI_OperationOptions_Delete(&options);
}

/* The clock stands still while the client is the one who is waited for. */
static void clock_stands_still(MI_OperationOptions *options) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation, found;
    const MI_Instance *instance = NULL;
    Prompted prompted;
    char text[100];
    Async async;
    pid_t pid = fork();
    if (pid == 0)
        for (;;) pause();
    gate_init(&prompted.gate);
    callbacks.callbackContext = &prompted;
    callbacks.promptUser = asked;
    snprintf(text, sizeof text, "SELECT * FROM Linux_UnixProcess WHERE Handle = '%d'", (int)pid);
    MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("WQL"), text, NULL, &found);
    NEED(MI_Operation_GetInstance(&found, &instance, NULL, NULL, NULL, NULL));
    MI_Session_Invoke(&session, 0, options, SPACE, NULL, MI_T("Terminate"), instance, NULL, &callbacks, &operation);
    gate_wait(&prompted.gate, 1);
    a_while();
    a_while();
    REPORT_AS("an answer after the time limit", prompted.respond(&operation, MI_OperationCallback_ResponseType_No));
    REPORT_AS("and what was asked about", drain(&operation));
    NEED(MI_Operation_Close(&operation));
    NEED(MI_Operation_Close(&found));
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0) {}

    async_init(&async);
    callbacks = callbacks_of(&async);
    MI_Session_EnumerateInstances(&session, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, options, SPACE,
                                  MI_T("Linux_OperatingSystem"), MI_FALSE, &callbacks, &operation);
    gate_wait(&async.left, 1);
    a_while();
    a_while();
    REPORT_AS("an acknowledgement after the time limit", async.acknowledge(&operation));
    REPORT_AS("and what it acknowledges", async.final_result);
    NEED(MI_Operation_Close(&operation));
    /* A result that nobody gets: as long as one likes. */
    MI_Session_EnumerateInstances(&session, 0, options, SPACE, MI_T("Linux_UnixProcess"), MI_FALSE, NULL, &operation);
    a_while();
    a_while();
    REPORT_AS("a Get after the time limit", drain(&operation));
    NEED(MI_Operation_Close(&operation));
}

static void time_limits(void) {
    MI_DestinationOptions destination;
    MI_OperationOptions options;
    MI_Session limited;
    MI_Operation operation, longer;
    Async async;
    NEED(MI_Application_NewDestinationOptions(&application, &destination));
    NEED(MI_DestinationOptions_SetTimeout(&destination, &tenth));
    NEED(MI_Application_NewSession(&application, NULL, NULL, &destination, NULL, NULL, &limited));
    MI_DestinationOptions_Delete(&destination);
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &options));
    REPORT(MI_OperationOptions_SetTimeout(&options, &hour));
    async_init(&async);
    subscribe_with(&limited, &options, &async, &longer);
    subscribe_with(&limited, NULL, NULL, &operation);
    times_out("of the destination", &operation);
    subscribe_with(&limited, NULL, NULL, &operation);
    times_out("of the destination, later", &operation);
    printf("the operation's own goes before it: %s\n", gate_count(&async.results) == 0 ? "yes" : "NO");
    MI_Operation_Cancel(&longer, MI_REASON_NONE);
    gate_wait(&async.left, 1);
    NEED(MI_Operation_Close(&longer));
    REPORT(close_session(&limited));
    REPORT(MI_OperationOptions_SetTimeout(&options, &tenth));
    subscribe_with(&session, &options, NULL, &operation);
    times_out("of the operation", &operation);
    clock_stands_still(&options);
    MI_OperationOptions_Delete(&options);
}

/* ---- options and flags -------------------------------------------------------------------------------------------- */

static void custom(const char *what, MI_Boolean all, MI_Boolean this_one) {
    MI_OperationOptions options;
    MI_Operation operation;
    MI_Value value;
    value.uint32 = 7;
    NEED(MI_Application_NewOperationOptions(&application, all, &options));
    NEED(MI_OperationOptions_SetCustomOption(&options, MI_T("Unheard-of"), MI_UINT32, &value, this_one));
    MI_Session_EnumerateInstances(&session, 0, &options, SPACE, MI_T("Linux_OperatingSystem"), MI_FALSE, NULL,
                                  &operation);
    MI_OperationOptions_Delete(&options); /* read at the call */
    printf("%s: %s\n", what, result_name(drain(&operation)));
    NEED(MI_Operation_Close(&operation));
}

/* How many instances, of which classes, with how many values that are not NULL in the first. */
static void shape(const char *what, MI_Uint32 flags, const MI_Char *class_name, MI_Boolean keys_only) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    const MI_Char *name = NULL;
    MI_Char first[64] = "";
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    int count = 0, others = 0;
    MI_Uint32 values = 0, keys = 0, elements = 0, i, element_flags;
    MI_Session_EnumerateInstances(&session, flags, NULL, SPACE, class_name, keys_only, NULL, &operation);
    while (more) {
        NEED(MI_Operation_GetInstance(&operation, &instance, &more, &result, NULL, NULL));
        if (instance == NULL) continue;
        NEED(MI_Instance_GetClassName(instance, &name));
        if (count++ == 0) {
            snprintf(first, sizeof first, "%s", SHOWN(name));
            NEED(MI_Instance_GetElementCount(instance, &elements));
            for (i = 0; i < elements; i++) {
                NEED(MI_Instance_GetElementAt(instance, i, NULL, NULL, NULL, &element_flags));
                values += (element_flags & MI_FLAG_NULL) == 0;
                keys += (element_flags & MI_FLAG_KEY) != 0;
            }
        }
        others += strcmp(first, name) != 0;
    }
    printf("%s: %s, %s of %s%s, %s\n", what, result_name(result), count == 0 ? "none" : "some", SHOWN(first),
           others ? " and others" : "",
           count == 0 ? "nothing" : values == keys ? "keys only" : "more than keys");
    NEED(MI_Operation_Close(&operation));
}

static int count_classes(MI_Uint32 flags, const MI_Char *name, MI_Boolean names_only, MI_Uint32 *properties) {
    MI_Operation operation;
    const MI_Class *found = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result;
    int count = 0;
    MI_Session_EnumerateClasses(&session, flags, NULL, SPACE, name, names_only, NULL, &operation);
    while (more) {
        NEED(MI_Operation_GetClass(&operation, &found, &more, &result, NULL, NULL));
        if (found != NULL && count++ == 0) NEED(MI_Class_GetElementCount(found, properties));
    }
    NEED(MI_Operation_Close(&operation));
    return count;
}

static void flags(void) {
    MI_Operation operation, found;
    const MI_Instance *instance = NULL;
    MI_Uint32 properties = 0;
    shape("deep by default", 0, MI_T("CIM_Process"), MI_FALSE);
    shape("shallow", MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, MI_T("CIM_Process"), MI_FALSE);
    shape("shallow, of the class itself", MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, MI_T("Linux_UnixProcess"), MI_FALSE);
    shape("base properties only", MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY, MI_T("CIM_Process"), MI_FALSE);
    shape("keys only", 0, MI_T("Linux_UnixProcess"), MI_TRUE);
    shape("of several classes", 0, MI_T("CIM_LogicalElement"), MI_FALSE);
    shape("no, basic and full type information", MI_OPERATIONFLAGS_FULL_RTTI, MI_T("Linux_OperatingSystem"), MI_FALSE);
    shape("report the start", MI_OPERATIONFLAGS_REPORT_OPERATION_STARTED, MI_T("Linux_OperatingSystem"), MI_FALSE);
    SHOW_NUMBER(count_classes(0, MI_T("CIM_Process"), MI_FALSE, &properties));
    SHOW_HOLDS(properties > 0);
    SHOW_NUMBER(count_classes(MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, MI_T("CIM_Process"), MI_FALSE, &properties));
    SHOW_NUMBER(count_classes(0, MI_T("CIM_Process"), MI_TRUE, &properties));
    SHOW_NUMBER(properties);
    SHOW_HOLDS(count_classes(0, NULL, MI_FALSE, &properties) > 20);
    enumerate_few(&session, NULL, 0, &found);
    NEED(MI_Operation_GetInstance(&found, &instance, NULL, NULL, NULL, NULL));
    MI_Session_DeleteInstance(&session, MI_OPERATIONFLAGS_FULL_RTTI, NULL, SPACE, instance, NULL, &operation);
    REPORT_AS("DeleteInstance with flags", drain(&operation));
    NEED(MI_Operation_Close(&operation));
    MI_Session_TestConnection(&session, MI_OPERATIONFLAGS_FULL_RTTI, NULL, &operation);
    REPORT_AS("TestConnection with flags", drain(&operation));
    NEED(MI_Operation_Close(&operation));
    NEED(MI_Operation_Close(&found));
}

/* ---- identity ----------------------------------------------------------------------------------------------------- */

/* Another user may not start anything on a session, but may end and close what is there. */
static void another_user(void) {
    MI_Operation before, operation;
    MI_Result started, last, cancelled, closed;
    if (geteuid() != 0) {
        printf("another user: as it must be\n"); /* nobody else can become another user */
        return;
    }
    subscribe(&session, NULL, 0, &before);
    if (seteuid(65534) != 0) return;
    enumerate_few(&session, NULL, 0, &operation);
    started = drain(&operation);
    MI_Operation_Close(&operation);
    cancelled = MI_Operation_Cancel(&before, MI_REASON_NONE);
    last = drain_indications(&before);
    closed = MI_Operation_Close(&before);
    if (seteuid(0) != 0) return;
    printf("another user: %s\n", started == MI_RESULT_ACCESS_DENIED && cancelled == MI_RESULT_OK &&
                                         last == MI_RESULT_FAILED && closed == MI_RESULT_OK
                                     ? "as it must be"
                                     : "NOT AS IT MUST BE");
}

/* ---- inside callbacks --------------------------------------------------------------------------------------------- */

/* Each final result starts the next operation on the session that it reaches by itself, six deep; the last closes. */
typedef struct Chain {
    Async async[6];
    MI_Operation operations[6];
    MI_Result reached, same, opened;
    int next;
    Gate done;
} Chain;

static void start_next(Async *self, MI_Operation *operation, MI_Boolean more) {
    Chain *chain = (Chain *)self->extra;
    MI_Session copy, other;
    MI_Application of_copy;
    if (more) return;
    chain->reached = MI_Operation_GetSession(operation, &copy);
    if (chain->reached == MI_RESULT_OK) chain->reached = MI_Session_GetApplication(&copy, &of_copy);
    chain->same = SAME_BITS(of_copy, application) && SAME_BITS(copy, session) ? MI_RESULT_OK : MI_RESULT_FAILED;
    chain->opened = MI_Application_NewSession(&of_copy, NULL, NULL, NULL, NULL, NULL, &other);
    if (chain->opened == MI_RESULT_OK) chain->opened = close_session(&other);
    if (chain->next < 6) {
        int at = chain->next++;
        async_init(&chain->async[at]);
        chain->async[at].extra = chain;
        chain->async[at].inside = start_next;
        enumerate_few(&copy, &chain->async[at], 0, &chain->operations[at]);
    }
    NEED(MI_Operation_Close(operation)); /* through the handle it was given, before the callback returns */
    gate_add(&chain->done);
}

static void chain_of_callbacks(void) {
    static Chain chain;
    gate_init(&chain.done);
    chain.next = 1;
    async_init(&chain.async[0]);
    chain.async[0].extra = &chain;
    chain.async[0].inside = start_next;
    enumerate_few(&session, &chain.async[0], 0, &chain.operations[0]);
    gate_wait(&chain.done, 6);
    REPORT(chain.reached);
    REPORT(chain.same);
    REPORT(chain.opened);
    SHOW_HOLDS(chain.async[5].final_result == MI_RESULT_OK && gate_count(&chain.async[5].results) == 1);
}

/* ---- events ------------------------------------------------------------------------------------------------------- */

/* A process that is born, and that ends, by Get and by callback. */
static void events(void) {
    static const MI_Char *const queries[] = {
        MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 0.1 WHERE TargetInstance ISA 'Linux_UnixProcess'"),
        MI_T("SELECT * FROM __InstanceDeletionEvent WITHIN 0.1 WHERE TargetInstance ISA 'Linux_UnixProcess'")};
    MI_OperationCallbacks callbacks;
    MI_Operation created, deleted;
    const MI_Instance *instance = NULL;
    const MI_Char *name = NULL;
    MI_Boolean more = 9;
    MI_Result result = (MI_Result)99;
    Async async;
    pid_t pid;
    async_init(&async);
    callbacks = callbacks_of(&async);
    MI_Session_Subscribe(&session, 0, NULL, SPACE, MI_T("WQL"), queries[0], NULL, NULL, &created);
    MI_Session_Subscribe(&session, 0, NULL, SPACE, MI_T("WQL"), queries[1], NULL, &callbacks, &deleted);
    pid = fork();
    if (pid == 0)
        for (;;) pause();
    REPORT(MI_Operation_GetIndication(&created, &instance, NULL, NULL, &more, &result, NULL, NULL));
    SHOW_HOLDS(more && result == MI_RESULT_OK && instance != NULL); /* not held back */
    REPORT(MI_Instance_GetClassName(instance, &name));
    SHOW_TEXT(name);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0) {}
    gate_wait(&async.results, 1);
    SHOW_NUMBER(gate_count(&async.finals));
    REPORT(MI_Operation_Close(&created));
    REPORT(MI_Operation_Close(&deleted));
    gate_wait(&async.finals, 1);
    gate_wait(&async.left, gate_count(&async.results));
    REPORT_AS("the end of a subscription", async.final_result);
}

int main(void) {
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    one_get_then_close();
    results_last();
    final_error_is_repeated();
    cancels();
    time_limits();
    custom("an option that may be passed over", MI_FALSE, MI_FALSE);
    custom("one that must be complied with", MI_FALSE, MI_TRUE);
    custom("all must be understood", MI_TRUE, MI_FALSE);
    flags();
    another_user();
    chain_of_callbacks();
    events();
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
