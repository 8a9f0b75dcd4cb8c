/* A whole life through the tables alone, for programs that load the library themselves. */
#ifndef C_TESTS_LOADED_LIFE_H
#define C_TESTS_LOADED_LIFE_H

#include "mi.h"
#include "mi_ext.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef MI_Result(MI_CALL *Initialize)(MI_Uint32, const MI_Char *, MI_Instance **, MI_Application *);

typedef struct Finals {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
} Finals;

static inline void finals_add(Finals *finals) {
    pthread_mutex_lock(&finals->lock);
    finals->count++;
    pthread_cond_broadcast(&finals->changed);
    pthread_mutex_unlock(&finals->lock);
}

static inline void finals_wait(Finals *finals, int count) {
    pthread_mutex_lock(&finals->lock);
    while (finals->count < count) pthread_cond_wait(&finals->changed, &finals->lock);
    pthread_mutex_unlock(&finals->lock);
}

static inline void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)instance, (void)result, (void)text, (void)details, (void)acknowledge;
    if (!more) finals_add((Finals *)context);
}

static inline void MI_CALL on_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                                  const MI_Char *text, const MI_Instance *details,
                                  MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)instance, (void)bookmark, (void)machine, (void)result, (void)text, (void)details;
    (void)acknowledge;
    if (!more) finals_add((Finals *)context);
}

/* Synchronous, asynchronous and waiting work, a refused close, an orderly end. 0, or the line that went wrong. */
static inline int life(Initialize initialize) {
    MI_Application application;
    MI_Session session;
    MI_Operation operation, waiting;
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_FAILED;
    Finals finals;
    pthread_mutex_init(&finals.lock, NULL);
    pthread_cond_init(&finals.changed, NULL);
    finals.count = 0;
    callbacks.callbackContext = &finals;
    callbacks.instanceResult = on_instance;
    callbacks.indicationResult = on_indication;
    if (initialize(0, MI_T("life"), NULL, &application) != MI_RESULT_OK) return __LINE__;
    if (application.ft->NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session) != MI_RESULT_OK) return __LINE__;
    session.ft->EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Linux_OperatingSystem"), MI_FALSE, NULL,
                                   &operation);
    while (more) {
        const MI_Instance *instance;
        const MI_Char *text;
        const MI_Instance *details;
        if (operation.ft->GetInstance(&operation, &instance, &more, &result, &text, &details) != MI_RESULT_OK)
            return __LINE__;
    }
    if (result != MI_RESULT_OK || operation.ft->Close(&operation) != MI_RESULT_OK) return __LINE__;
    session.ft->EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Linux_OperatingSystem"), MI_FALSE,
                                   &callbacks, &operation);
    finals_wait(&finals, 1);
    session.ft->Subscribe(&session, 0, NULL, MI_T("root/cimv2"), MI_T("WQL"),
                          MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 3600 "
                               "WHERE TargetInstance ISA 'Linux_UnixProcess'"),
                          NULL, &callbacks, &waiting);
    if (operation.ft->Close(&operation) != MI_RESULT_OK) return __LINE__;
    if (waiting.ft->Close(&waiting) != MI_RESULT_OK) return __LINE__;
    finals_wait(&finals, 2);
    if (session.ft->Close(&session, NULL, NULL) != MI_RESULT_OK) return __LINE__;
    if (application.ft->Close(&application) != MI_RESULT_OK) return __LINE__;
    return 0;
}

/* How many lines of the process's memory map name the library; all lines for NULL. */
static inline int mapped(const char *name) {
    char line[4096];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) count += name == NULL || strstr(line, name) != NULL;
    if (maps != NULL) fclose(maps);
    return count;
}

static inline void *load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        printf("%s\n", dlerror());
        exit(1);
    }
    return library;
}

static inline Initialize find_initialize(void *library) {
    Initialize found;
    *(void **)&found = dlsym(library, "MI_Application_InitializeV1");
    if (found == NULL) exit(1);
    return found;
}

#endif
