/*
 * Every function of a session on this machine's own data: synchronous, by callback, and with acknowledgements by hand.
 */
/* Not on Windows: it looks at processes as Linux shows them. */
#include "close.h"
#include <signal.h>
#include <sys/resource.h>

#define SPACE MI_T("root/cimv2")

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;
static MI_Instance *os_keys, *process;

/* ---- the verbs ------------------------------------------------------------------------------------------------- */

typedef void (*Start)(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation);

static void get(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_GetInstance(&session, flags, NULL, SPACE, os_keys, callbacks, operation);
}

static void modify(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_ModifyInstance(&session, flags, NULL, SPACE, process, callbacks, operation);
}

static void create(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_CreateInstance(&session, flags, NULL, SPACE, process, callbacks, operation);
}

static void delete_it(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_DeleteInstance(&session, flags, NULL, SPACE, process, callbacks, operation);
}

static void invoke(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_Invoke(&session, flags, NULL, SPACE, MI_T("Linux_OperatingSystem"), MI_T("GetLoad"), os_keys, NULL,
                      callbacks, operation);
}

static void enumerate_all(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_EnumerateInstances(&session, flags, NULL, SPACE, MI_T("Linux_UnixProcess"), MI_FALSE, callbacks,
                                  operation);
}

static void enumerate_none(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_EnumerateInstances(&session, flags, NULL, SPACE, MI_T("__Namespace"), MI_FALSE, callbacks, operation);
}

static void query(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_QueryInstances(&session, flags, NULL, SPACE, MI_T("WQL"),
                              MI_T("SELECT Name FROM Linux_OperatingSystem"), callbacks, operation);
}

static void associators(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_AssociatorInstances(&session, flags, NULL, SPACE, os_keys, MI_T("Linux_RunningOS"),
                                   MI_T("Linux_ComputerSystem"), NULL, NULL, MI_FALSE, callbacks, operation);
}

static void references(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_ReferenceInstances(&session, flags, NULL, SPACE, os_keys, MI_T("Linux_RunningOS"), NULL, MI_FALSE,
                                  callbacks, operation);
}

static void test(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_TestConnection(&session, flags, callbacks, operation);
}

static void get_class(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_GetClass(&session, flags, NULL, SPACE, MI_T("Linux_UnixProcess"), callbacks, operation);
}

static void enumerate_classes(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_EnumerateClasses(&session, flags, NULL, SPACE, MI_T("CIM_Process"), MI_FALSE, callbacks, operation);
}

static void await_event(MI_Uint32 flags, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    MI_Session_Subscribe(&session, flags, NULL, SPACE, MI_T("WQL"),
                         MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA "
                              "'Linux_UnixProcess'"),
                         NULL, callbacks, operation);
}

typedef enum Gets { INSTANCES, CLASSES, INDICATIONS } Gets;

static const struct Verb {
    const char *name;
    Start start;
    Gets gets;
} verbs[] = {
    {"GetInstance", get, INSTANCES},
    {"ModifyInstance", modify, INSTANCES},
    {"CreateInstance", create, INSTANCES},
    {"DeleteInstance", delete_it, INSTANCES},
    {"Invoke", invoke, INSTANCES},
    {"EnumerateInstances", enumerate_all, INSTANCES},
    {"EnumerateInstances of none", enumerate_none, INSTANCES},
    {"QueryInstances", query, INSTANCES},
    {"AssociatorInstances", associators, INSTANCES},
    {"ReferenceInstances", references, INSTANCES},
    {"TestConnection", test, INSTANCES},
    {"GetClass", get_class, CLASSES},
    {"EnumerateClasses", enumerate_classes, CLASSES},
    {"Subscribe", await_event, INDICATIONS},
};

static const char *number_name(int number) {
    static const char *const names[] = {"no object", "one object", "two objects"};
    return number < 3 ? names[number] : "several objects";
}

/* ---- synchronously --------------------------------------------------------------------------------------------- */

typedef struct Result {
    const MI_Instance *instance, *details;
    const MI_Class *found;
    const MI_Char *text;
    MI_Boolean more;
    MI_Result result;
} Result;

static MI_Result next(Gets gets, MI_Operation *operation, Result *to) {
    memset(to, 0, sizeof *to);
    to->more = 9;
    switch (gets) {
    case INSTANCES:
        return MI_Operation_GetInstance(operation, &to->instance, &to->more, &to->result, &to->text, &to->details);
    case CLASSES:
        return MI_Operation_GetClass(operation, &to->found, &to->more, &to->result, &to->text, &to->details);
    default:
        return MI_Operation_GetIndication(operation, &to->instance, NULL, NULL, &to->more, &to->result, &to->text,
                                          &to->details);
    }
}

static void synchronous(const struct Verb *verb, MI_Uint32 flags) {
    MI_Operation operation;
    Result one, again;
    Gets other = verb->gets == CLASSES ? INSTANCES : CLASSES;
    int objects = 0, empty = 0, odd = 0;
    verb->start(flags, NULL, &operation);
    if (verb->gets == INDICATIONS) NEED(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    /* The getter of another kind takes nothing. */
    odd += next(other, &operation, &one) != MI_RESULT_INVALID_PARAMETER || one.more != MI_FALSE;
    do {
        if (next(verb->gets, &operation, &one) != MI_RESULT_OK) {
            printf("%s: the getter failed\n", verb->name);
            break;
        }
        objects += one.instance != NULL || one.found != NULL;
        empty += one.more && one.instance == NULL && one.found == NULL;
        odd += one.more && one.result != MI_RESULT_OK;
        odd += one.result != MI_RESULT_OK && (one.text == NULL || one.details == NULL);
        odd += one.result == MI_RESULT_OK && (one.text != NULL || one.details != NULL);
    } while (one.more);
    /* And again, as often as one likes. */
    odd += next(verb->gets, &operation, &again) != MI_RESULT_OK || again.more || again.result != one.result;
    odd += again.instance != NULL || again.found != NULL || (again.text == NULL) != (one.text == NULL);
    NEED(MI_Operation_Cancel(&operation, MI_REASON_NONE)); /* too late, and no error */
    odd += next(verb->gets, &operation, &again) != MI_RESULT_OK || again.more || again.result != one.result;
    printf("%s%s: %s, %s, the last %s its object%s%s\n", verb->name, flags == 0 ? "" : ", flag of acknowledgement",
           result_name(one.result), number_name(objects),
           one.instance != NULL || one.found != NULL ? "with" : "without", empty ? ", AND EMPTY ONES" : "",
           odd ? ", AND SOMETHING ODD" : "");
    REPORT(MI_Operation_Close(&operation));
}

/* ---- by callback ----------------------------------------------------------------------------------------------- */

typedef struct Seen {
    Async async; /* first: its gates; close.h's callbacks are not used here */
    MI_Operation *operation;
    int objects, odd, last_with_object, acknowledged;
    MI_Result result;
    int own_thread;
    pthread_t here;
    /* The one that is to be acknowledged by the main thread. */
    MI_Operation *lent;
    const MI_Instance *instance;
    const MI_Class *found;
} Seen;

static void seen(Seen *to, MI_Operation *operation, int object, MI_Boolean more, MI_Result result,
                 const MI_Char *text, const MI_Instance *details, Acknowledge acknowledge) {
    MI_Session own;
    /* The handle is where the client looks for it, and it is the one that is lent. */
    to->odd += !SAME_BITS(*to->operation, *operation);
    to->odd += MI_Operation_GetSession(operation, &own) != MI_RESULT_OK || !SAME_BITS(own, session);
    to->odd += gate_count(&to->async.finals) != 0; /* nothing after the final result */
    to->odd += more && result != MI_RESULT_OK;
    to->odd += (result != MI_RESULT_OK) != (text != NULL) || (result != MI_RESULT_OK) != (details != NULL);
    to->odd += pthread_equal(to->here, pthread_self()) != 0;
    to->odd += MI_Operation_GetInstance(operation, NULL, NULL, NULL, NULL, NULL) != MI_RESULT_INVALID_PARAMETER;
    to->objects += object;
    to->lent = operation;
    to->async.acknowledge = acknowledge;
    if (!more) {
        to->last_with_object = object;
        to->result = result;
    }
    if (!more) gate_add(&to->async.finals);
    gate_add(&to->async.results); /* last: whoever waits for it finds the rest */
}

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                Acknowledge acknowledge) {
    Seen *to = (Seen *)context;
    to->instance = instance;
    seen(to, operation, instance != NULL, more, result, text, details, acknowledge);
}

static void MI_CALL on_class(MI_Operation *operation, void *context, const MI_Class *found, MI_Boolean more,
                             MI_Result result, const MI_Char *text, const MI_Instance *details,
                             Acknowledge acknowledge) {
    Seen *to = (Seen *)context;
    to->found = found;
    seen(to, operation, found != NULL, more, result, text, details, acknowledge);
}

static void MI_CALL on_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                                  const MI_Char *text, const MI_Instance *details, Acknowledge acknowledge) {
    Seen *to = (Seen *)context;
    (void)bookmark, (void)machine;
    to->instance = instance;
    seen(to, operation, instance != NULL, more, result, text, details, acknowledge);
}

/* The main thread acknowledges each result after it has looked at it, through the handle the callback was lent. */
static void acknowledge_all(Seen *to) {
    int number = 1, last = 0;
    while (!last) {
        const MI_Char *name = NULL;
        gate_wait(&to->async.results, number);
        last = gate_count(&to->async.finals) > 0;
        if (to->instance != NULL) NEED(MI_Instance_GetClassName(to->instance, &name));
        if (to->found != NULL) NEED(MI_Class_GetClassName(to->found, &name));
        to->odd += gate_count(&to->async.results) != number; /* no result before the one before is acknowledged */
        to->acknowledged += to->async.acknowledge(to->lent) == MI_RESULT_OK;
        number++;
    }
    to->odd += to->acknowledged != gate_count(&to->async.results);
    to->odd += to->async.acknowledge(to->operation) != MI_RESULT_INVALID_PARAMETER;
}

static void asynchronous(const struct Verb *verb, MI_Uint32 flags) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation = MI_OPERATION_NULL;
    /* Each has its own: the last callback may still be on its way out when the main thread goes on. */
    static Seen all[2 * sizeof verbs / sizeof *verbs];
    static size_t used;
    Seen *to = &all[used++];
    async_init(&to->async);
    to->operation = &operation;
    to->here = pthread_self();
    callbacks.callbackContext = to;
    callbacks.instanceResult = verb->gets == INSTANCES ? on_instance : NULL;
    callbacks.classResult = verb->gets == CLASSES ? on_class : NULL;
    callbacks.indicationResult = verb->gets == INDICATIONS ? on_indication : NULL;
    verb->start(flags, &callbacks, &operation);
    memset(&callbacks, 0xEE, sizeof callbacks); /* the struct was the call's */
    if (verb->gets == INDICATIONS) NEED(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    if (flags != 0) acknowledge_all(to);
    gate_wait(&to->async.finals, 1);
    gate_wait(&to->async.results, 1);
    if (MI_Operation_Cancel(&operation, MI_REASON_NONE) != MI_RESULT_OK) to->odd++;
    NEED(MI_Operation_Close(&operation));
    printf("%s, %s: %s, %s, the last %s its object, %d final%s\n", verb->name, flags == 0 ? "called back" : "by hand",
           result_name(to->result), number_name(to->objects), to->last_with_object ? "with" : "without",
           gate_count(&to->async.finals), to->odd ? ", AND SOMETHING ODD" : "");
    if ((to->async.acknowledge != NULL) != (flags != 0)) printf("THE WRONG ACKNOWLEDGEMENT\n");
}

/* ---- modify, seen from outside ---------------------------------------------------------------------------------- */

static MI_Instance *find(const char *text) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    MI_Instance *kept = NULL;
    MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("WQL"), text, NULL, &operation);
    NEED(MI_Operation_GetInstance(&operation, &instance, NULL, NULL, NULL, NULL));
    NEED(MI_Instance_Clone(instance, &kept));
    NEED(MI_Operation_Close(&operation));
    return kept;
}

static void priority(pid_t pid) {
    MI_Operation operation;
    MI_Value value;
    value.uint32 = 25;
    REPORT(MI_Instance_SetElement(process, MI_T("Priority"), &value, MI_UINT32, 0));
    modify(0, NULL, &operation);
    printf("Priority 25: %s\n", result_name(drain(&operation)));
    REPORT(MI_Operation_Close(&operation));
    SHOW_NUMBER(getpriority(PRIO_PROCESS, (id_t)pid));
}

int main(void) {
    char text[100];
    size_t i;
    pid_t pid = fork();
    if (pid == 0)
        for (;;) pause();
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    os_keys = find("SELECT * FROM Linux_OperatingSystem");
    snprintf(text, sizeof text, "SELECT * FROM Linux_UnixProcess WHERE Handle = '%d'", (int)pid);
    process = find(text);
    for (i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        synchronous(&verbs[i], 0);
        synchronous(&verbs[i], MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS);
        asynchronous(&verbs[i], 0);
        asynchronous(&verbs[i], MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS);
    }
    priority(pid);
    MI_Instance_Delete(process);
    MI_Instance_Delete(os_keys);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0) {}
    REPORT(close_session(&session));
    REPORT(MI_Application_Close(&application));
    return 0;
}
