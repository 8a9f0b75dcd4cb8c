/*
 * Row 9: a forked child. Inherited handles answer FAILED and never wait; objects work; a new application works. Also
 * where the fork happens inside a callback, or while other threads are busy inside the library.
 */
/* Not on Windows: nothing is forked there. */
#include "close.h"

static MI_Application application;
static MI_Session session;
static MI_Operation operation, synchronous;
static MI_Instance *instance;

static int failed(const char *what, int line) {
    fprintf(stderr, "line %d: %s\n", line, what);
    return line % 255 + 1;
}

#define MUST(CONDITION)                                            \
    do {                                                           \
        if (!(CONDITION)) return failed(#CONDITION, __LINE__);     \
    } while (0)

static int whole_life(void) {
    MI_Application own;
    MI_Session fresh;
    MI_Operation work;
    Async async;
    MUST(MI_Application_InitializeV1(0, NULL, NULL, &own) == MI_RESULT_OK);
    MUST(MI_Application_NewSession(&own, NULL, NULL, NULL, NULL, NULL, &fresh) == MI_RESULT_OK);
    enumerate_few(&fresh, NULL, 0, &work);
    MUST(drain(&work) == MI_RESULT_OK);
    MUST(MI_Operation_Close(&work) == MI_RESULT_OK);
    async_init(&async);
    enumerate_few(&fresh, &async, 0, &work);
    gate_wait(&async.finals, 1);
    MUST(async.final_result == MI_RESULT_OK);
    MUST(MI_Operation_Close(&work) == MI_RESULT_OK);
    async_init(&async);
    subscribe(&fresh, &async, 0, &work);
    MUST(MI_Operation_Close(&work) == MI_RESULT_OK);
    gate_wait(&async.finals, 1);
    MUST(MI_Session_Close(&fresh, NULL, NULL) == MI_RESULT_OK);
    MUST(MI_Application_Close(&own) == MI_RESULT_OK);
    return 0;
}

/* Everything that a child may do with what it inherited. */
static int child(void *nothing) {
    MI_Application application_before = application;
    MI_Session session_before = session, other_session;
    MI_Operation operation_before = operation, late;
    MI_Application got;
    MI_OperationOptions options;
    MI_Instance *made = NULL, *copy = NULL;
    const MI_Char *class_name = NULL;
    Async async;
    Gate gate;
    (void)nothing;
    gate_init(&gate);
    MUST(MI_Application_Close(&application) == MI_RESULT_FAILED);
    MUST(MIX_Application_CloseAsync(&application, NULL, NULL) != MI_RESULT_OK);
    MUST(MI_Session_Close(&session, NULL, NULL) == MI_RESULT_FAILED);
    MUST(MI_Session_Close(&session, &gate, completion_counts) == MI_RESULT_FAILED);
    MUST(gate.count == 0);
    MUST(MI_Session_GetApplication(&session, &got) == MI_RESULT_FAILED);
    MUST(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &other_session) == MI_RESULT_FAILED);
    MUST(MI_Operation_Close(&operation) == MI_RESULT_FAILED);
    MUST(MI_Operation_Cancel(&operation, MI_REASON_NONE) == MI_RESULT_FAILED);
    MUST(MI_Operation_GetSession(&operation, &other_session) == MI_RESULT_FAILED);
    MUST(MI_Operation_GetInstance(&synchronous, NULL, NULL, NULL, NULL, NULL) == MI_RESULT_FAILED);
    MUST(MI_Operation_GetIndication(&synchronous, NULL, NULL, NULL, NULL, NULL, NULL, NULL) == MI_RESULT_FAILED);
    MUST(SAME_BITS(application, application_before) && SAME_BITS(session, session_before));
    MUST(SAME_BITS(operation, operation_before));

    async_init(&async);
    enumerate_few(&session, &async, 0, &late);
    MUST(async.inline_calls == 1 && async.final_result == MI_RESULT_FAILED && gate_count(&async.finals) == 1);
    MUST(MI_Operation_Close(&late) == MI_RESULT_OK);
    subscribe(&session, NULL, 0, &late);
    MUST(drain_indications(&late) == MI_RESULT_FAILED);
    MUST(MI_Operation_Close(&late) == MI_RESULT_OK);

    MUST(MI_Application_NewInstance(&application, MI_T("Made"), NULL, &made) == MI_RESULT_OK);
    MUST(MI_Instance_Clone(instance, &copy) == MI_RESULT_OK);
    MUST(MI_Instance_GetClassName(copy, &class_name) == MI_RESULT_OK && class_name != NULL);
    MUST(MI_Instance_Delete(copy) == MI_RESULT_OK && MI_Instance_Delete(made) == MI_RESULT_OK);
    MUST(MI_Application_NewOperationOptions(&application, MI_FALSE, &options) == MI_RESULT_OK);
    MI_OperationOptions_Delete(&options);
    {
        int code = whole_life();
        if (code != 0) return code;
    }
    /* And a child of the child. */
    return whole_life();
}

static int grandchild(void *nothing) {
    int code = child(nothing);
    return code != 0 ? code : in_child(child, NULL);
}

static void forks(Async *self, MI_Operation *lent, MI_Boolean more) {
    (void)lent;
    if (gate_count(&self->results) == 1 || !more) {
        int code = in_child(child, NULL);
        if (code != 0) self->seen[0] = (MI_Result)code;
    }
}

/* A callback that returns in the child: its thread has nothing to return to, and the child ends. */
static void returns(Async *self, MI_Operation *lent, MI_Boolean more) {
    pid_t pid;
    int status = 0;
    (void)lent;
    if (more) return;
    fflush(NULL);
    pid = fork();
    if (pid == 0) return;
    while (waitpid(pid, &status, 0) < 0) {}
    self->seen[1] = WIFEXITED(status) ? (MI_Result)WEXITSTATUS(status) : MI_RESULT_FAILED;
}

static volatile int stop;

static void *load(void *argument) {
    Gate *running = (Gate *)argument;
    int first = 1;
    while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
        MI_Application own;
        MI_Session fresh;
        MI_Operation work;
        Async async;
        NEED(MI_Application_InitializeV1(0, NULL, NULL, &own));
        open_session(&own, &fresh);
        async_init(&async);
        enumerate_few(&fresh, &async, 0, &work);
        enumerate_few(&session, NULL, 0, &work);
        MI_Operation_Close(&work);
        {
            MI_Session none = session;
            none.reserved1 ^= 1;
            enumerate_few(&none, NULL, 0, &work);
            MI_Operation_Close(&work);
        }
        gate_wait(&async.finals, 1);
        MI_Operation_Close(&async.copy);
        close_session(&fresh);
        MI_Application_Close(&own);
        if (first) gate_add(running);
        first = 0;
    }
    return NULL;
}

int main(void) {
    pthread_t threads[2];
    Async async;
    Gate running;
    const MI_Instance *found = NULL;
    int i, bad = 0;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    subscribe(&session, NULL, 0, &synchronous);
    async_init(&async);
    enumerate_few(&session, NULL, 0, &operation);
    NEED(MI_Operation_GetInstance(&operation, &found, NULL, NULL, NULL, NULL));
    NEED(MI_Instance_Clone(found, &instance));
    drain(&operation);
    NEED(MI_Operation_Close(&operation));
    subscribe(&session, &async, 0, &operation);

    printf("a child: %d\n", in_child(child, NULL));
    printf("a child of a child: %d\n", in_child(grandchild, NULL));
    {
        Async inside;
        MI_Operation work;
        async_init(&inside);
        inside.inside = forks;
        enumerate_few(&session, &inside, 0, &work);
        gate_wait(&inside.finals, 1);
        gate_wait(&inside.left, gate_count(&inside.results));
        printf("forked inside a callback: %d\n", (int)inside.seen[0]);
        REPORT(MI_Operation_Close(&work));
        async_init(&inside);
        inside.inside = returns;
        enumerate_few(&session, &inside, 0, &work);
        gate_wait(&inside.finals, 1);
        gate_wait(&inside.left, gate_count(&inside.results));
        printf("returned from a callback in the child: %d\n", (int)inside.seen[1]);
        REPORT(MI_Operation_Close(&work));
    }
    gate_init(&running);
    for (i = 0; i < 2; i++) pthread_create(&threads[i], NULL, load, &running);
    gate_wait(&running, 2);
    for (i = 0; i < 60; i++) bad += in_child(child, NULL) != 0;
    __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
    for (i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    printf("forked under load, failed: %d of 60\n", bad);

    /* The parent has not noticed. */
    REPORT(MI_Operation_Close(&synchronous));
    REPORT(MI_Operation_Close(&operation));
    gate_wait(&async.finals, 1);
    REPORT(close_session(&session));
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Application_Close(&application));
    return 0;
}
