/*
 * What happens around a callback, over and over, for callgrind: `callbacks NAME COUNT OPEN`.
 * `refuse`: COUNT closes of the application inside one callback, each refused, with OPEN applications beside it.
 * `deliver`: COUNT asynchronous enumerations, one after the other, with OPEN sessions beside them; prints how many
 * instances were delivered.
 */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "mi.h"

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session;
static sem_t done;
static unsigned refusals;
static unsigned long delivered;

static void MI_CALL result(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                           MI_Result code, const MI_Char *text, const MI_Instance *details,
                           MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)context, (void)code, (void)text, (void)details, (void)acknowledge;
    if (instance != NULL) delivered++;
    while (refusals > 0) {
        refusals--;
        if (application.ft->Close(&application) != MI_RESULT_FAILED) {
            fprintf(stderr, "a close inside a callback was not refused\n");
            exit(1);
        }
    }
    if (!more) sem_post(&done);
}

static void enumerate(const MI_Char *class_name) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    callbacks.instanceResult = result;
    session.ft->EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), class_name, MI_FALSE, &callbacks, &operation);
    while (sem_wait(&done) != 0) {
    }
    CHECK(operation.ft->Close(&operation));
}

static void open_session(MI_Session *to) {
    CHECK(application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, to));
}

static void *all(unsigned open, size_t size) {
    void *memory = calloc(open + 1, size);
    if (memory == NULL) exit(1);
    return memory;
}

static void refuse(unsigned count, unsigned open) {
    MI_Application *others = (MI_Application *)all(open, sizeof *others);
    unsigned i;
    for (i = 0; i < open; i++) CHECK(MI_Application_InitializeV1(0, NULL, NULL, &others[i]));
    refusals = count;
    enumerate(MI_T("Linux_OperatingSystem"));
    for (i = 0; i < open; i++) CHECK(others[i].ft->Close(&others[i]));
    free(others);
}

static void deliver(unsigned count, unsigned open) {
    MI_Session *others = (MI_Session *)all(open, sizeof *others);
    unsigned i;
    for (i = 0; i < open; i++) open_session(&others[i]);
    for (i = 0; i < count; i++) enumerate(MI_T("Linux_UnixProcess"));
    for (i = 0; i < open; i++) CHECK(others[i].ft->Close(&others[i], NULL, NULL));
    free(others);
    printf("%lu\n", delivered);
}

int main(int argc, char **argv) {
    void (*run)(unsigned count, unsigned open) = NULL;
    if (argc == 4 && strcmp(argv[1], "refuse") == 0) run = refuse;
    if (argc == 4 && strcmp(argv[1], "deliver") == 0) run = deliver;
    if (run == NULL) {
        fprintf(stderr, "usage: callbacks refuse|deliver COUNT OPEN\n");
        return 2;
    }
    if (sem_init(&done, 0, 0) != 0) return 1;
    CHECK(MI_Application_InitializeV1(0, NULL, NULL, &application));
    open_session(&session);
    run((unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]));
    CHECK(session.ft->Close(&session, NULL, NULL));
    CHECK(application.ft->Close(&application));
    sem_destroy(&done);
    return 0;
}
