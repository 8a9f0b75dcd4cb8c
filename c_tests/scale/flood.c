/*
 * 200 asynchronous enumerations at once on one session. The callbacks of every fourth block until all of the others
 * have ended: only a pool that grows with blocked callbacks gets through.
 */
#include <pthread.h>

#include "figures.h"

#define ALL 200
#define EVERY 4

struct Enumeration {
    MI_Operation operation;
    int number, blocked, finals, instances;
    MI_Result result;
};

static struct Enumeration enumerations[ALL];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ended, others_ended;

static void MI_CALL result(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                           MI_Result code, const MI_Char *text, const MI_Instance *details,
                           MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    struct Enumeration *own = (struct Enumeration *)context;
    int blocks = own->number % EVERY == 0;
    (void)operation, (void)text, (void)details, (void)acknowledge;
    pthread_mutex_lock(&mutex);
    own->instances += instance != NULL;
    if (blocks && !own->blocked) {
        own->blocked = 1;
        while (others_ended < ALL - ALL / EVERY) pthread_cond_wait(&changed, &mutex);
    }
    if (!more) {
        own->finals++;
        own->result = code;
        ended++;
        if (!blocks) others_ended++;
        pthread_cond_broadcast(&changed);
    }
    pthread_mutex_unlock(&mutex);
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_Session session;
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    int i, good = 0;
    CHECK(MI_Application_Initialize(0, NULL, NULL, &application));
    CHECK(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    callbacks.instanceResult = result;
    for (i = 0; i < ALL; i++) {
        enumerations[i].number = i;
        callbacks.callbackContext = &enumerations[i];
        MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Linux_OperatingSystem"), MI_FALSE,
                                      &callbacks, &enumerations[i].operation);
    }
    pthread_mutex_lock(&mutex);
    while (ended < ALL) pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    for (i = 0; i < ALL; i++) {
        CHECK(MI_Operation_Close(&enumerations[i].operation));
        good += enumerations[i].finals == 1 && enumerations[i].instances > 0 && enumerations[i].result == MI_RESULT_OK;
    }
    CHECK(MI_Session_Close(&session, NULL, NULL));
    CHECK(MI_Application_Close(&application));
    figure("enumerations", good);
    figure("threads_left", threads() - 1);
    return 0;
}
