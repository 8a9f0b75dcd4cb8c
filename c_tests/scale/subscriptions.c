/*
 * `subscriptions COUNT`: so many waiting subscriptions open at once; how many threads and how much memory they take;
 * then MI_Application_Close, which cancels them, while their final callbacks close them and the last one the session.
 */
#include <stdatomic.h>
#include <semaphore.h>

#include "figures.h"

#define QUERY "SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA 'Linux_UnixProcess'"

struct Waiting {
    MI_Operation operation;
    atomic_int finals;
    atomic_int others;
    MI_Result result;
};

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session;
static atomic_long open_operations;
static atomic_int sessions_closed;
static sem_t passed;

static void MI_CALL session_closed(void *context) {
    (void)context;
    atomic_fetch_add(&sessions_closed, 1);
}

static void MI_CALL indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                               const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                               const MI_Char *text, const MI_Instance *details,
                               MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    struct Waiting *waiting = (struct Waiting *)context;
    (void)operation, (void)instance, (void)bookmark, (void)machine, (void)text, (void)details, (void)acknowledge;
    if (more) {
        atomic_fetch_add(&waiting->others, 1);
        return;
    }
    waiting->result = result;
    atomic_fetch_add(&waiting->finals, 1);
    CHECK(MI_Operation_Close(&waiting->operation));
    if (atomic_fetch_sub(&open_operations, 1) == 1) CHECK(MI_Session_Close(&session, NULL, session_closed));
}

static void subscribe(struct Waiting *waiting) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = waiting;
    callbacks.indicationResult = indication;
    MI_Session_Subscribe(&session, 0, NULL, MI_T("root/cimv2"), MI_T("WQL"), MI_T(QUERY), NULL, &callbacks,
                         &waiting->operation);
}

static void MI_CALL last(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                         MI_Result result, const MI_Char *text, const MI_Instance *details,
                         MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)context, (void)instance, (void)result, (void)text, (void)details, (void)acknowledge;
    if (!more) sem_post(&passed);
}

/* Work is taken in its order: when this is through, whatever was started before it has been begun. */
static void pass_the_queue(void) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    callbacks.instanceResult = last;
    MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Linux_OperatingSystem"), MI_FALSE,
                                  &callbacks, &operation);
    while (sem_wait(&passed) != 0) {
    }
    CHECK(MI_Operation_Close(&operation));
}

int main(int argc, char **argv) {
    long count = argc == 2 ? atol(argv[1]) : 0, i, before, beginning, wrong = 0, delivered = 0;
    struct Waiting *all = (struct Waiting *)calloc((size_t)count + 1, sizeof *all);
    if (all == NULL || count == 0 || sem_init(&passed, 0, 0) != 0) return 2;
    figure("subscriptions", count);
    beginning = bytes_in_use();
    CHECK(MI_Application_Initialize(0, NULL, NULL, &application));
    CHECK(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    atomic_store(&open_operations, count + 1);
    subscribe(&all[count]);
    pass_the_queue();
    before = bytes_in_use();
    for (i = 0; i < count; i++) subscribe(&all[i]);
    pass_the_queue();
    figure("threads", threads() - 1);
    figure("bytes_each", (bytes_in_use() - before) / count);
    CHECK(MI_Application_Close(&application));
    for (i = 0; i <= count; i++) {
        delivered += atomic_load(&all[i].others);
        if (atomic_load(&all[i].finals) != 1 || all[i].result == MI_RESULT_OK) wrong++;
    }
    figure("without_one_final_result", wrong);
    figure("indications", delivered);
    figure("sessions_closed", atomic_load(&sessions_closed));
    figure("threads_left", threads() - 1);
    figure("bytes_left", bytes_in_use() - beginning);
    free(all);
    return 0;
}
