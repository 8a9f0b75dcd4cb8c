/*
 * A random life: several threads call everything on shared handles, on closed ones and on garbage, and so do their
 * callbacks; then everything is closed in order. It must not crash, hang or leak, every operation that calls back must
 * have had exactly one final result, and every close that promised a completion must have called it.
 *
 * Arguments: a seed, and how many steps each thread makes.
 */
/* Not on Windows: it looks at processes as Linux shows them. */
#include "close.h"

#define THREADS 4
#define APPLICATIONS 2
#define SESSIONS 6
#define OPERATIONS 24
#define RECORDS 20000
#define DEBTS 512
#define SPACE MI_T("root/cimv2")

typedef MI_Result(MI_CALL *Respond)(MI_Operation *, MI_OperationCallback_ResponseType);

/* ---- chance ----------------------------------------------------------------------------------------------------- */

typedef struct Chance {
    unsigned long long state;
} Chance;

static unsigned next_of(Chance *chance, unsigned below) {
    chance->state = chance->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(chance->state >> 33) % below;
}

/* ---- what is shared --------------------------------------------------------------------------------------------- */

typedef enum Kind { INSTANCES, CLASSES, INDICATIONS } Kind;

/* An operation that calls back. */
typedef struct Record {
    Chance chance;
    int finals, results, after_final, started;
    int depth;
} Record;

typedef struct Slot {
    MI_Operation operation;
    Kind kind;
    int synchronous;
} Slot;

typedef struct Debt {
    MI_Operation operation;
    Acknowledge acknowledge;
    Respond respond;
} Debt;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static MI_Application applications[APPLICATIONS];
static MI_Session sessions[SESSIONS];
static Slot operations[OPERATIONS];
static Debt debts[DEBTS];
static int debt_count;
static Record records[RECORDS];
static int record_count, stop, running, promised, kept;
static const MI_OperationFT *operation_table;
static const MI_SessionFT *session_table;

#define COUNT(VALUE) __atomic_load_n(&(VALUE), __ATOMIC_SEQ_CST)
#define ADD(VALUE, BY) __atomic_fetch_add(&(VALUE), (BY), __ATOMIC_SEQ_CST)

static Slot operation_at(unsigned at) {
    Slot slot;
    pthread_mutex_lock(&lock);
    slot = operations[at];
    pthread_mutex_unlock(&lock);
    return slot;
}

/* What was there before is closed. */
static void put_operation(unsigned at, Slot slot) {
    Slot before;
    pthread_mutex_lock(&lock);
    before = operations[at];
    operations[at] = slot;
    pthread_mutex_unlock(&lock);
    MI_Operation_Close(&before.operation);
}

static MI_Session session_at(unsigned at) {
    MI_Session session;
    pthread_mutex_lock(&lock);
    session = sessions[at];
    pthread_mutex_unlock(&lock);
    return session;
}

static MI_Application application_at(unsigned at) {
    MI_Application application;
    pthread_mutex_lock(&lock);
    application = applications[at];
    pthread_mutex_unlock(&lock);
    return application;
}

static int owe(const MI_Operation *operation, Acknowledge acknowledge, Respond respond) {
    int owed = 0;
    pthread_mutex_lock(&lock);
    if (debt_count < DEBTS && !COUNT(stop)) {
        Debt debt;
        debt.operation = *operation;
        debt.acknowledge = acknowledge;
        debt.respond = respond;
        debts[debt_count++] = debt;
        owed = 1;
    }
    pthread_mutex_unlock(&lock);
    return owed;
}

static int pay_one(void) {
    Debt debt;
    int found;
    pthread_mutex_lock(&lock);
    found = debt_count > 0;
    if (found) debt = debts[--debt_count];
    pthread_mutex_unlock(&lock);
    if (!found) return 0;
    if (debt.acknowledge != NULL) debt.acknowledge(&debt.operation);
    if (debt.respond != NULL) debt.respond(&debt.operation, MI_OperationCallback_ResponseType_Yes);
    return 1;
}

/* Three words that are no handle, or were one, with a table as the inline functions of a client need it. */
static MI_Operation garbage_operation(Chance *chance) {
    MI_Operation garbage = operation_at(next_of(chance, OPERATIONS)).operation;
    if (next_of(chance, 2)) garbage.reserved1 ^= 1ULL << next_of(chance, 64);
    if (next_of(chance, 2)) garbage.reserved2 ^= 1LL << next_of(chance, 62);
    garbage.ft = next_of(chance, 4) ? operation_table : NULL;
    return garbage;
}

static MI_Session garbage_session(Chance *chance) {
    MI_Session garbage = session_at(next_of(chance, SESSIONS));
    if (next_of(chance, 2)) garbage.reserved1 ^= 1ULL << next_of(chance, 64);
    if (next_of(chance, 2)) garbage.reserved2 ^= 1LL << next_of(chance, 62);
    garbage.ft = next_of(chance, 4) ? session_table : NULL;
    return garbage;
}

/* ---- callbacks -------------------------------------------------------------------------------------------------- */

static void start(Chance *chance, int depth);

static void MI_CALL completed(void *context) {
    (void)context;
    ADD(kept, 1);
}

static void in_callback(Record *record, MI_Operation *operation) {
    Chance *chance = &record->chance;
    MI_Session session;
    MI_Application application;
    if (operation == NULL) return;
    switch (next_of(chance, 24)) {
    case 0: MI_Operation_Close(operation); break;
    case 1: MI_Operation_Cancel(operation, MI_REASON_NONE); break;
    case 2:
        if (MI_Operation_GetSession(operation, &session) == MI_RESULT_OK) MI_Session_Close(&session, NULL, NULL);
        break;
    case 3:
        application = application_at(next_of(chance, APPLICATIONS));
        MI_Application_Close(&application);
        break;
    case 4: MI_Operation_GetInstance(operation, NULL, NULL, NULL, NULL, NULL); break;
    case 5:
        if (record->depth < 3) start(chance, record->depth + 1);
        break;
    case 6: {
        MI_Operation other = operation_at(next_of(chance, OPERATIONS)).operation;
        MI_Operation_Close(&other);
        break;
    }
    case 7: pay_one(); break;
    default: break;
    }
}

static void seen(Record *record, MI_Operation *operation, MI_Boolean more, Acknowledge acknowledge) {
    if (COUNT(record->finals) > 0) ADD(record->after_final, 1);
    ADD(record->results, 1);
    in_callback(record, operation);
    if (acknowledge != NULL) {
        int late = next_of(&record->chance, 4) == 0;
        if (!late || !owe(operation, acknowledge, NULL)) acknowledge(operation);
        if (next_of(&record->chance, 8) == 0 && !late) acknowledge(operation);
    }
    if (!more) ADD(record->finals, 1);
}

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                Acknowledge acknowledge) {
    const MI_Char *name;
    (void)result, (void)text;
    if (instance != NULL) MI_Instance_GetClassName(instance, &name);
    if (details != NULL) MI_Instance_GetClassName(details, &name);
    seen((Record *)context, operation, more, acknowledge);
}

static void MI_CALL on_class(MI_Operation *operation, void *context, const MI_Class *found, MI_Boolean more,
                             MI_Result result, const MI_Char *text, const MI_Instance *details,
                             Acknowledge acknowledge) {
    const MI_Char *name;
    (void)result, (void)text, (void)details;
    if (found != NULL) MI_Class_GetClassName(found, &name);
    seen((Record *)context, operation, more, acknowledge);
}

static void MI_CALL on_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                                  const MI_Char *text, const MI_Instance *details, Acknowledge acknowledge) {
    (void)instance, (void)bookmark, (void)machine, (void)result, (void)text, (void)details;
    seen((Record *)context, operation, more, acknowledge);
}

static void MI_CALL on_message(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    (void)channel, (void)text;
    if (context != NULL) in_callback((Record *)context, operation);
}

static void MI_CALL on_error(MI_Operation *operation, void *context, MI_Instance *error, Respond respond) {
    Record *record = (Record *)context;
    (void)error;
    in_callback(record, operation);
    if (respond == NULL) return;
    if (next_of(&record->chance, 3) == 0 && owe(operation, NULL, respond)) return;
    respond(operation, (MI_OperationCallback_ResponseType)next_of(&record->chance, 4));
}

static void MI_CALL on_streamed(MI_Operation *operation, void *context, const MI_Char *name, MI_Type type,
                                const MI_Value *value, Acknowledge acknowledge) {
    Record *record = (Record *)context;
    (void)name, (void)type, (void)value;
    in_callback(record, operation);
    if (acknowledge != NULL && !owe(operation, acknowledge, NULL)) acknowledge(operation);
}

/* ---- starting --------------------------------------------------------------------------------------------------- */

static const MI_Char *const classes[] = {MI_T("Linux_OperatingSystem"), MI_T("Linux_Processor"), MI_T("CIM_Process"),
                                         MI_T("Linux_ComputerSystem"), MI_T("No_Class"), NULL, MI_T(""),
                                         MI_T("__Namespace")};
static const MI_Char *const spaces[] = {SPACE, SPACE, SPACE, NULL, MI_T("root"), MI_T("no/such"), MI_T("")};
static const MI_Char *const queries[] = {
    MI_T("SELECT * FROM Linux_OperatingSystem"), MI_T("SELECT Name FROM Linux_UnixProcess WHERE Handle = '1'"),
    MI_T("REFERENCES OF {Linux_OperatingSystem}"), MI_T("SELECT"), NULL};

#define ONE_OF(ARRAY) ARRAY[next_of(chance, sizeof ARRAY / sizeof *ARRAY)]

static MI_Instance *random_instance(Chance *chance) {
    MI_Application application = application_at(next_of(chance, APPLICATIONS));
    MI_Instance *instance = NULL;
    MI_Value value;
    MI_Char text[] = "1", missing[] = "99999999";
    MI_Char *handles[2];
    if (next_of(chance, 4) == 0) return NULL;
    if (MI_Application_NewInstance(&application, ONE_OF(classes), NULL, &instance) != MI_RESULT_OK) return NULL;
    value.string = text;
    if (next_of(chance, 2)) MI_Instance_AddElement(instance, MI_T("Handle"), &value, MI_STRING, MI_FLAG_KEY);
    handles[0] = handles[1] = missing;
    value.stringa.data = handles;
    value.stringa.size = 2;
    if (next_of(chance, 2)) MI_Instance_AddElement(instance, MI_T("Handles"), &value, MI_STRINGA, 0);
    value.boolean = MI_TRUE;
    if (next_of(chance, 2)) MI_Instance_AddElement(instance, MI_T("Stream"), &value, MI_BOOLEAN, 0);
    return instance;
}

/* The operating system itself, so that its methods can be called. */
static MI_Instance *the_system(MI_Session *session) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    MI_Instance *kept_instance = NULL;
    MI_Session_EnumerateInstances(session, 0, NULL, SPACE, MI_T("Linux_OperatingSystem"), MI_TRUE, NULL, &operation);
    if (MI_Operation_GetInstance(&operation, &instance, NULL, NULL, NULL, NULL) == MI_RESULT_OK && instance != NULL)
        MI_Instance_Clone(instance, &kept_instance);
    MI_Operation_Close(&operation);
    return kept_instance;
}

static MI_OperationOptions random_options(Chance *chance) {
    static const MI_Interval soon = {0, 0, 0, 0, 2000, 0, 0, 0};
    MI_Application application = application_at(next_of(chance, APPLICATIONS));
    MI_OperationOptions options = MI_OPERATIONOPTIONS_NULL;
    MI_Value value;
    value.uint32 = 1;
    if (MI_Application_NewOperationOptions(&application, (MI_Boolean)(next_of(chance, 8) == 0), &options)) return options;
    if (next_of(chance, 2)) MI_OperationOptions_SetTimeout(&options, &soon);
    if (next_of(chance, 2)) MI_OperationOptions_SetWriteErrorMode(&options, (MI_CallbackMode)next_of(chance, 4));
    if (next_of(chance, 4) == 0) MI_OperationOptions_DisableChannel(&options, next_of(chance, 4));
    if (next_of(chance, 8) == 0) MI_OperationOptions_SetCustomOption(&options, MI_T("X"), MI_UINT32, &value, MI_FALSE);
    return options;
}

static Kind call(Chance *chance, MI_Session *session, MI_Uint32 flags, MI_OperationOptions *options,
                 MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    const MI_Char *space = ONE_OF(spaces), *name = ONE_OF(classes);
    MI_Instance *instance = random_instance(chance), *other = NULL;
    MI_Boolean keys = (MI_Boolean)next_of(chance, 2);
    Kind kind = INSTANCES;
    switch (next_of(chance, 14)) {
    case 0: MI_Session_GetInstance(session, flags, options, space, instance, callbacks, operation); break;
    case 1: MI_Session_ModifyInstance(session, flags, options, space, instance, callbacks, operation); break;
    case 2: MI_Session_CreateInstance(session, flags, options, space, instance, callbacks, operation); break;
    case 3: MI_Session_DeleteInstance(session, flags, options, space, instance, callbacks, operation); break;
    case 4:
    case 5:
        other = the_system(session);
        MI_Session_Invoke(session, flags, options, space, name,
                          next_of(chance, 2) ? MI_T("GetLoad") : MI_T("TerminateProcesses"), other, instance, callbacks,
                          operation);
        break;
    case 6:
    case 7: MI_Session_EnumerateInstances(session, flags, options, space, name, keys, callbacks, operation); break;
    case 8:
        MI_Session_QueryInstances(session, flags, options, space, next_of(chance, 8) ? MI_T("WQL") : MI_T("?"),
                                  ONE_OF(queries), callbacks, operation);
        break;
    case 9:
        MI_Session_AssociatorInstances(session, flags, options, space, instance, NULL, NULL, NULL, NULL, keys, callbacks,
                                       operation);
        break;
    case 10: MI_Session_ReferenceInstances(session, flags, options, space, instance, NULL, NULL, keys, callbacks, operation); break;
    case 11:
        kind = CLASSES;
        if (keys) {
            MI_Session_GetClass(session, flags, options, space, name, callbacks, operation);
        } else {
            MI_Session_EnumerateClasses(session, flags, options, space, name, keys, callbacks, operation);
        }
        break;
    case 12:
        kind = INDICATIONS;
        MI_Session_Subscribe(session, flags, options, space, MI_T("WQL"),
                             MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 0.05 WHERE TargetInstance ISA "
                                  "'Linux_UnixProcess'"),
                             NULL, callbacks, operation);
        break;
    default: MI_Session_TestConnection(session, next_of(chance, 4) ? 0 : flags, callbacks, operation); break;
    }
    if (instance != NULL) MI_Instance_Delete(instance);
    if (other != NULL) MI_Instance_Delete(other);
    return kind;
}

static void start(Chance *chance, int depth) {
    MI_Session session = next_of(chance, 10) ? session_at(next_of(chance, SESSIONS)) : garbage_session(chance);
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_OperationOptions options = MI_OPERATIONOPTIONS_NULL;
    MI_Uint32 flags = next_of(chance, 4) ? next_of(chance, 2) : next_of(chance, 0x10000);
    int asynchronous = next_of(chance, 3) > 0, at = ADD(record_count, 1), nowhere = next_of(chance, 40) == 0;
    Slot slot;
    if (at >= RECORDS) return;
    memset(&slot, 0, sizeof slot);
    records[at].chance.state = chance->state ^ (unsigned long long)at;
    records[at].depth = depth;
    if (asynchronous) {
        callbacks.callbackContext = &records[at];
        callbacks.instanceResult = on_instance;
        callbacks.classResult = on_class;
        callbacks.indicationResult = on_indication;
        callbacks.writeMessage = on_message;
        callbacks.writeError = on_error;
        callbacks.streamedParameterResult = on_streamed;
        ADD(records[at].started, 1);
    } else if (next_of(chance, 2)) {
        callbacks.callbackContext = NULL;
        callbacks.writeMessage = on_message;
    }
    if (next_of(chance, 3) == 0) options = random_options(chance);
    slot.synchronous = !asynchronous;
    slot.kind = call(chance, &session, flags, options.ft == NULL ? NULL : &options, &callbacks,
                     nowhere ? NULL : &slot.operation);
    if (options.ft != NULL) MI_OperationOptions_Delete(&options);
    /* Of one that is waited for without an end, nobody may wait. */
    if (!asynchronous && slot.kind == INDICATIONS) MI_Operation_Cancel(&slot.operation, MI_REASON_NONE);
    put_operation(next_of(chance, OPERATIONS), slot);
}

/* ---- steps ------------------------------------------------------------------------------------------------------ */

static void get(Chance *chance) {
    Slot slot = operation_at(next_of(chance, OPERATIONS));
    Kind kind = next_of(chance, 6) ? slot.kind : (Kind)next_of(chance, 3);
    MI_Operation *operation = next_of(chance, 40) ? &slot.operation : NULL;
    const MI_Instance *instance;
    const MI_Class *found;
    MI_Boolean more;
    MI_Result result;
    switch (kind) {
    case INSTANCES: MI_Operation_GetInstance(operation, &instance, &more, &result, NULL, NULL); break;
    case CLASSES: MI_Operation_GetClass(operation, &found, &more, &result, NULL, NULL); break;
    default: MI_Operation_GetIndication(operation, &instance, NULL, NULL, &more, &result, NULL, NULL); break;
    }
}

static void reopen(Chance *chance) {
    MI_Application application = application_at(next_of(chance, APPLICATIONS));
    MI_Instance *error = NULL;
    MI_Session session, before;
    unsigned at = next_of(chance, SESSIONS);
    if (MI_Application_NewSession(&application, next_of(chance, 8) ? NULL : MI_T("No protocol"), NULL, NULL, NULL,
                                  &error, &session) != MI_RESULT_OK) {
        if (error != NULL) MI_Instance_Delete(error);
        return;
    }
    pthread_mutex_lock(&lock);
    before = sessions[at];
    sessions[at] = session;
    pthread_mutex_unlock(&lock);
    if (MI_Session_Close(&before, NULL, completed) == MI_RESULT_OK) ADD(promised, 1);
}

static void garbage(Chance *chance) {
    MI_Operation operation = garbage_operation(chance);
    MI_Session session = garbage_session(chance), copy;
    MI_Application application;
    switch (next_of(chance, 7)) {
    case 0: MI_Operation_Close(&operation); break;
    case 1: MI_Operation_Cancel(&operation, (MI_CancellationReason)next_of(chance, 9)); break;
    case 2: MI_Operation_GetSession(&operation, next_of(chance, 4) ? &copy : NULL); break;
    case 3: MI_Session_GetApplication(&session, next_of(chance, 4) ? &application : NULL); break;
    case 4: MI_Operation_Close(NULL); break;
    case 5: MI_Operation_GetIndication(&operation, NULL, NULL, NULL, NULL, NULL, NULL, NULL); break;
    default:
        application = application_at(next_of(chance, APPLICATIONS));
        application.reserved2 ^= 1LL << next_of(chance, 62);
        MI_Application_Close(&application);
        break;
    }
}

static void step(Chance *chance) {
    MI_Session session;
    Slot slot;
    switch (next_of(chance, 20)) {
    case 0: case 1: case 2: case 3: case 4: case 5: case 6: start(chance, 0); break;
    case 7: case 8: case 9: case 10: get(chance); break;
    case 11: case 12:
        slot = operation_at(next_of(chance, OPERATIONS));
        MI_Operation_Close(&slot.operation);
        break;
    case 13:
        slot = operation_at(next_of(chance, OPERATIONS));
        MI_Operation_Cancel(&slot.operation, (MI_CancellationReason)next_of(chance, 5));
        break;
    case 14: case 15: pay_one(); break;
    case 16: garbage(chance); break;
    case 17: reopen(chance); break;
    case 18:
        session = session_at(next_of(chance, SESSIONS));
        if (next_of(chance, 8) == 0 && MI_Session_Close(&session, NULL, completed) == MI_RESULT_OK) ADD(promised, 1);
        break;
    default:
        session = session_at(next_of(chance, SESSIONS));
        if (next_of(chance, 30) == 0) MI_Session_Close(&session, NULL, NULL);
        break;
    }
}

typedef struct Worker {
    pthread_t thread;
    Chance chance;
    int steps;
} Worker;

static void *work(void *argument) {
    Worker *worker = (Worker *)argument;
    while (worker->steps-- > 0 && !COUNT(stop)) step(&worker->chance);
    ADD(running, -1);
    return NULL;
}

/* ---- the end ---------------------------------------------------------------------------------------------------- */

static int unfinished(void) {
    int i, count = 0, used = COUNT(record_count);
    for (i = 0; i < used && i < RECORDS; i++)
        count += COUNT(records[i].started) && COUNT(records[i].finals) == 0;
    return count;
}

/* Pays and closes what is there, whoever is waiting for it. */
static void tidy(void) {
    Slot none;
    unsigned i;
    memset(&none, 0, sizeof none);
    while (pay_one()) {}
    for (i = 0; i < OPERATIONS; i++) put_operation(i, none);
    sched_yield();
}

int main(int argc, char **argv) {
    unsigned long long seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    int steps = argc > 2 ? atoi(argv[2]) : 300, i, used, twice = 0, after = 0;
    static Worker workers[THREADS];
    quiet_log();
    for (i = 0; i < APPLICATIONS; i++) open_application(&applications[i]);
    for (i = 0; i < SESSIONS; i++) open_session(&applications[i % APPLICATIONS], &sessions[i]);
    {
        MI_Operation operation;
        enumerate_few(&sessions[0], NULL, 0, &operation);
        operation_table = operation.ft;
        session_table = sessions[0].ft;
        MI_Operation_Close(&operation);
    }
    running = THREADS;
    for (i = 0; i < THREADS; i++) {
        workers[i].chance.state = seed * 1000003ULL + (unsigned long long)i;
        workers[i].steps = steps;
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    /* A thread that waits in a close of a session waits for what is in the slots. */
    for (i = 0; COUNT(running) > 0; i = (i + 1) % 10000) {
        if (COUNT(running) < THREADS) __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
        if (COUNT(stop) || i == 0) tidy();
        else sched_yield();
    }
    for (i = 0; i < THREADS; i++) pthread_join(workers[i].thread, NULL);
    __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
    while (unfinished() > 0) tidy();
    tidy(); /* what the last callbacks have left */
    for (i = 0; i < SESSIONS; i++) {
        MI_Result result = close_session(&sessions[i]);
        int tries;
        /* A callback that was still running may have left an operation in a slot: nobody but us would close it. */
        for (tries = 0; result == MI_RESULT_FAILED && tries < 100; tries++) {
            tidy();
            result = close_session(&sessions[i]);
        }
        if (result != MI_RESULT_OK && result != MI_RESULT_INVALID_PARAMETER)
            printf("session: %s, %s\n", result_name(result), last_reason());
    }
    for (i = 0; i < APPLICATIONS; i++) REPORT(MI_Application_Close(&applications[i]));
    used = COUNT(record_count) < RECORDS ? COUNT(record_count) : RECORDS;
    for (i = 0; i < used; i++) {
        twice += records[i].finals > 1;
        after += records[i].after_final;
    }
    printf("more than one final result: %d\n", twice);
    printf("results after it: %d\n", after);
    SHOW_HOLDS(used > 10);
    SHOW_HOLDS(promised == kept);
    SHOW_NUMBER(count_entries("/proc/self/task"));
    return 0;
}
