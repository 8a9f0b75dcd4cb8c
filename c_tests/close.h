/* What the tests of closing share: gates to wait at, and operations whose callbacks can be looked into. */
#ifndef C_TESTS_CLOSE_H
#define C_TESTS_CLOSE_H

#include "report.h"
#include "mi_ext.h"
#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>
#ifndef _WIN32
#include <sys/wait.h>
#endif

/* A class with several instances and one with few, and a notification that is an hour away. */
#ifdef _WIN32
#define SEVERAL MI_T("Win32_Process")
#define FEW MI_T("Win32_OperatingSystem")
#define IN_AN_HOUR MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA 'Win32_Process'")
#else
#define SEVERAL MI_T("Linux_UnixProcess")
#define FEW MI_T("Linux_OperatingSystem")
#define IN_AN_HOUR MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA 'Linux_UnixProcess'")
#endif

/* Counts what has happened; threads wait for the count. */
typedef struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
} Gate;

static inline void gate_init(Gate *gate) {
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->changed, NULL);
    gate->count = 0;
}

static inline void gate_add(Gate *gate) {
    pthread_mutex_lock(&gate->lock);
    gate->count++;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

static inline void gate_wait(Gate *gate, int count) {
    pthread_mutex_lock(&gate->lock);
    while (gate->count < count) pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static inline int gate_count(Gate *gate) {
    int count;
    pthread_mutex_lock(&gate->lock);
    count = gate->count;
    pthread_mutex_unlock(&gate->lock);
    return count;
}

typedef MI_Result(MI_CALL *Acknowledge)(MI_Operation *);

/* An asynchronous operation, and what its callbacks saw. */
typedef struct Async Async;
struct Async {
    Gate results; /* every callback, as it begins */
    Gate finals;  /* every final callback, as it begins */
    Gate left;    /* every callback, as it ends */
    MI_Result final_result;
    int inline_calls;
    pthread_t started_by;
    Acknowledge acknowledge;
    MI_Operation copy; /* of the handle that the last callback was given */
    void (*inside)(Async *self, MI_Operation *operation, MI_Boolean more);
    MI_Application *application;
    MI_Session *session;
    Gate *wait_at;
    void *extra;
    MI_Result seen[8];
};

static inline void async_init(Async *async) {
    memset(async, 0, sizeof *async);
    gate_init(&async->results);
    gate_init(&async->finals);
    gate_init(&async->left);
    async->final_result = (MI_Result)99;
    async->started_by = pthread_self();
}

static inline void async_called(Async *async, MI_Operation *operation, MI_Boolean more, MI_Result result,
                                Acknowledge acknowledge) {
    async->acknowledge = acknowledge;
    if (pthread_equal(async->started_by, pthread_self())) async->inline_calls++;
    if (operation != NULL) async->copy = *operation;
    if (!more) async->final_result = result;
    gate_add(&async->results);
    if (!more) gate_add(&async->finals);
    if (async->inside != NULL) async->inside(async, operation, more);
    gate_add(&async->left);
}

static inline void MI_CALL async_instance(MI_Operation *operation, void *context, const MI_Instance *instance,
                                          MI_Boolean more, MI_Result result, const MI_Char *text,
                                          const MI_Instance *details, Acknowledge acknowledge) {
    (void)instance, (void)text, (void)details;
    async_called((Async *)context, operation, more, result, acknowledge);
}

static inline void MI_CALL async_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                            const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more,
                                            MI_Result result, const MI_Char *text, const MI_Instance *details,
                                            Acknowledge acknowledge) {
    (void)instance, (void)text, (void)details, (void)bookmark, (void)machine;
    async_called((Async *)context, operation, more, result, acknowledge);
}

static inline void MI_CALL async_class(MI_Operation *operation, void *context, const MI_Class *found, MI_Boolean more,
                                       MI_Result result, const MI_Char *text, const MI_Instance *details,
                                       Acknowledge acknowledge) {
    (void)found, (void)text, (void)details;
    async_called((Async *)context, operation, more, result, acknowledge);
}

static inline MI_OperationCallbacks callbacks_of(Async *async) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = async;
    callbacks.instanceResult = async_instance;
    callbacks.indicationResult = async_indication;
    callbacks.classResult = async_class;
    return callbacks;
}

static inline void open_application(MI_Application *application) {
    NEED(MI_Application_InitializeV1(0, MI_T("close"), NULL, application));
}

static inline void open_session(MI_Application *application, MI_Session *session) {
    NEED(MI_Application_NewSession(application, NULL, NULL, NULL, NULL, NULL, session));
}

static inline void enumerate_class(MI_Session *session, const MI_Char *class_name, Async *async, MI_Uint32 flags,
                                   MI_Operation *operation) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    if (async != NULL) callbacks = callbacks_of(async);
    MI_Session_EnumerateInstances(session, flags, NULL, MI_T("root/cimv2"), class_name, MI_FALSE,
                                  async == NULL ? NULL : &callbacks, operation);
}

/* Several instances; synchronous where `async` is NULL, as for all below. */
static inline void enumerate(MI_Session *session, Async *async, MI_Uint32 flags, MI_Operation *operation) {
    enumerate_class(session, SEVERAL, async, flags, operation);
}

/* Few instances, soon. */
static inline void enumerate_few(MI_Session *session, Async *async, MI_Uint32 flags, MI_Operation *operation) {
    enumerate_class(session, FEW, async, flags, operation);
}

/* Waits until it is cancelled: the first look at the machine is an hour away. */
static inline void subscribe(MI_Session *session, Async *async, MI_Uint32 flags, MI_Operation *operation) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    if (async != NULL) callbacks = callbacks_of(async);
    MI_Session_Subscribe(session, flags, NULL, MI_T("root/cimv2"), MI_T("WQL"), IN_AN_HOUR, NULL,
                         async == NULL ? NULL : &callbacks, operation);
}

/* Gets a synchronous operation's results to the end; what the final one said. */
static inline MI_Result drain(MI_Operation *operation) {
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more) {
        MI_Result got = MI_Operation_GetInstance(operation, NULL, &more, &result, NULL, NULL);
        if (got != MI_RESULT_OK) return got;
    }
    return result;
}

static inline MI_Result drain_indications(MI_Operation *operation) {
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more) {
        MI_Result got = MI_Operation_GetIndication(operation, NULL, NULL, NULL, &more, &result, NULL, NULL);
        if (got != MI_RESULT_OK) return got;
    }
    return result;
}

/* Calls a method of the operating system: GetLoad sends messages and progress on its way, and streams its results
   where its parameters say so; TerminateProcesses asks, and reports errors. */
static inline void invoke_with(MI_Session *session, MI_OperationOptions *options, const MI_Char *method,
                               const MI_Instance *parameters, MI_OperationCallbacks *callbacks,
                               MI_Operation *operation) {
    MI_Operation system;
    const MI_Instance *instance = NULL;
    enumerate_few(session, NULL, 0, &system);
    NEED(MI_Operation_GetInstance(&system, &instance, NULL, NULL, NULL, NULL));
    MI_Session_Invoke(session, 0, options, MI_T("root/cimv2"), NULL, method, instance, parameters, callbacks,
                      operation);
    drain(&system);
    MI_Operation_Close(&system);
}

static inline void invoke_load(MI_Session *session, const MI_Instance *parameters, MI_OperationCallbacks *callbacks,
                               MI_Operation *operation) {
    invoke_with(session, NULL, MI_T("GetLoad"), parameters, callbacks, operation);
}

static inline MI_Result close_session(MI_Session *session) {
    return MI_Session_Close(session, NULL, NULL);
}

/* Counts completions of closes. */
static inline void MI_CALL completion_counts(void *gate) {
    gate_add((Gate *)gate);
}

/* Why the calling thread's last close did not happen. */
static inline const char *last_reason(void) {
    MIX_Diagnostic diagnostic;
    if (MIX_GetLastDiagnostic(&diagnostic) != MI_RESULT_OK) return "none";
    switch ((int)diagnostic.outcome) {
    case MIX_OUTCOME_TIMED_OUT: return "timed out";
    case MIX_OUTCOME_NOBODY_LEFT: return "gave up, nobody left";
    default: break;
    }
    if (diagnostic.category != MI_ERRORCATEGORY_DEADLOCK_DETECTED) return "another category";
    switch ((int)diagnostic.reason) {
    case MIX_REASON_IN_CALLBACK: return "refused, in callback";
    case MIX_REASON_IN_OWN_CALLBACK: return "refused, in own callback";
    case MIX_REASON_CYCLE: return "refused, cycle";
    case MIX_REASON_NO_THREAD: return "refused, no thread";
    case MIX_REASON_NOBODY_LEFT: return "refused, nobody left";
    default: return "another reason";
    }
}

#define SAME_BITS(A, B) (memcmp(&(A), &(B), sizeof(A)) == 0)

static inline int all_zero(const void *memory, size_t size) {
    const unsigned char *bytes = (const unsigned char *)memory;
    size_t i;
    for (i = 0; i < size; i++)
        if (bytes[i] != 0) return 0;
    return 1;
}

#ifndef _WIN32
/* How many entries a folder of /proc has. */
static inline int count_entries(const char *folder) {
    int count = 0;
    struct dirent *entry;
    DIR *all = opendir(folder);
    if (all == NULL) return -1;
    while ((entry = readdir(all)) != NULL) count += entry->d_name[0] != '.';
    closedir(all);
    return count;
}

/* Runs `body` in a forked child: its exit code, or 256 + the signal that ended it. */
static inline int in_child(int (*body)(void *), void *argument) {
    int status = 0;
    pid_t child;
    fflush(NULL);
    child = fork();
    if (child == 0) _exit(body(argument));
    while (waitpid(child, &status, 0) < 0) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}
#endif

/* Lines on stderr are the library's; a test that provokes them by the hundred keeps them off. Before the first
   application: the variable is read once. */
static inline void quiet_log(void) {
#ifdef _WIN32
    _putenv_s("MI_LOG", "off");
#else
    setenv("MI_LOG", "off", 1);
#endif
}

#endif
