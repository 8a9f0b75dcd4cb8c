/*
 * Row 7: nobody is left who could end the wait. At entry: refused. Found out while waiting: the last to enter gives up,
 * the others go on.
 */
#include "close.h"

static void nothing_open(MI_Application *application) {
    MI_Session session;
    MI_Operation operation;
    open_session(application, &session);
    printf("-- at entry\n");
    {
        MI_Application before = *application;
        REPORT(MI_Application_Close(application));
        printf("because: %s\n", last_reason());
        SHOW_HOLDS(SAME_BITS(*application, before));
    }
    enumerate(&session, NULL, 0, &operation);
    {
        MI_Session before = session;
        REPORT(close_session(&session));
        printf("because: %s\n", last_reason());
        SHOW_HOLDS(SAME_BITS(session, before));
    }
    printf("nothing was cancelled: %s\n", result_name(drain(&operation)));
    REPORT(close_session(&session));
    REPORT(MI_Operation_Close(&operation));
    REPORT(close_session(&session));
}

/* An unacknowledged result is the client's to end. */
static void unacknowledged(MI_Application *application) {
    MI_Session session;
    MI_Operation operation;
    Async async;
    printf("-- unacknowledged\n");
    open_session(application, &session);
    async_init(&async);
    subscribe(&session, &async, MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, &operation);
    MI_Operation_Cancel(&operation, MI_REASON_NONE);
    gate_wait(&async.left, 1);
    REPORT(MI_Operation_Close(&operation));
    /* The callback may be returning still: found out at once, or while waiting. */
    printf("close_session(&session): %s\n", result_name(close_session(&session)));
    printf("acknowledge: %s\n", result_name(async.acknowledge(&async.copy)));
    REPORT(close_session(&session));
}

typedef struct Leaver {
    Gate inside, go;
} Leaver;

static void *leaves(void *argument) {
    Leaver *leaver = (Leaver *)argument;
    gate_add(&leaver->inside);
    gate_wait(&leaver->go, 1);
    return NULL;
}

static void opens_gate(Async *self, MI_Operation *operation, MI_Boolean more) {
    (void)operation, (void)more;
    gate_add((Gate *)self->extra);
}

/* A thread could close the operation; it leaves without doing so, while the close waits. */
static void found_out(MI_Application *application) {
    MI_Session session;
    MI_Operation waiting, leaked;
    Async async;
    Leaver leaver;
    pthread_t thread;
    printf("-- found out while waiting\n");
    memset(&leaver, 0, sizeof leaver);
    gate_init(&leaver.inside);
    gate_init(&leaver.go);
    open_session(application, &session);
    pthread_create(&thread, NULL, leaves, &leaver);
    gate_wait(&leaver.inside, 1);
    /* The final result that the close's own cancel brings lets the thread go. */
    async_init(&async);
    async.extra = &leaver.go;
    async.inside = opens_gate;
    subscribe(&session, &async, 0, &waiting);
    enumerate(&session, NULL, 0, &leaked);
    REPORT(close_session(&session));
    printf("because: %s\n", last_reason());
    pthread_join(thread, NULL);
    /* It stays closing: nothing can be started, a later close goes on. */
    {
        MI_Operation late;
        enumerate(&session, NULL, 0, &late);
        SHOW_HOLDS(drain(&late) != MI_RESULT_OK);
        REPORT(MI_Operation_Close(&late));
    }
    REPORT(MI_Operation_Close(&waiting));
    REPORT(MI_Operation_Close(&leaked));
    REPORT(close_session(&session));
    REPORT(close_session(&session));
}

/* Two threads that close two sessions, an operation of each open: whoever came last is told, and ends both waits. */
typedef struct Stuck {
    MI_Session session;
    MI_Operation *all[2];
    MI_Result answer;
    const char *why;
} Stuck;

static void *closes_one(void *argument) {
    Stuck *stuck = (Stuck *)argument;
    stuck->answer = close_session(&stuck->session);
    stuck->why = last_reason();
    if (stuck->answer == MI_RESULT_FAILED) {
        MI_Operation_Close(stuck->all[0]);
        MI_Operation_Close(stuck->all[1]);
    }
    return NULL;
}

static void two_stuck(MI_Application *application) {
    Stuck stuck[2];
    MI_Operation operations[2];
    pthread_t thread;
    int round, told, bad = 0;
    printf("-- two stuck threads\n");
    for (round = 0; round < 20; round++) {
        int i;
        for (i = 0; i < 2; i++) {
            open_session(application, &stuck[i].session);
            enumerate_few(&stuck[i].session, NULL, 0, &operations[i]);
            stuck[i].all[0] = &operations[0];
            stuck[i].all[1] = &operations[1];
        }
        pthread_create(&thread, NULL, closes_one, &stuck[0]);
        closes_one(&stuck[1]);
        pthread_join(thread, NULL);
        told = stuck[0].answer == MI_RESULT_FAILED ? 0 : 1;
        bad += stuck[told].answer != MI_RESULT_FAILED || strstr(stuck[told].why, "nobody left") == NULL;
        bad += stuck[1 - told].answer != MI_RESULT_OK;
        bad += close_session(&stuck[told].session) != MI_RESULT_OK;
    }
    printf("not exactly one told: %d of 20\n", bad);
}

/* An application's close and its only session's: each is told or served, and both are closed in the end. */
typedef struct Whole {
    MI_Application application;
    MI_Session session;
    MI_Operation operation;
    MI_Result answer;
} Whole;

static void *closes_application(void *argument) {
    Whole *whole = (Whole *)argument;
    whole->answer = MI_Application_Close(&whole->application);
    return NULL;
}

static void application_and_session(void) {
    Whole whole;
    pthread_t thread;
    MI_Result answer;
    int round, bad = 0;
    printf("-- an application's close and a session's\n");
    for (round = 0; round < 20; round++) {
        open_application(&whole.application);
        open_session(&whole.application, &whole.session);
        enumerate_few(&whole.session, NULL, 0, &whole.operation);
        pthread_create(&thread, NULL, closes_application, &whole);
        answer = close_session(&whole.session);
        /* The session's close is stuck with the application's, or alone: the latter may have been told first. */
        bad += answer == MI_RESULT_OK;
        MI_Operation_Close(&whole.operation);
        bad += close_session(&whole.session) != MI_RESULT_OK;
        pthread_join(thread, NULL);
        if (whole.answer != MI_RESULT_OK) bad += MI_Application_Close(&whole.application) != MI_RESULT_OK;
    }
    printf("not closed: %d of 20\n", bad);
}

int main(void) {
    MI_Application application;
    quiet_log();
    open_application(&application);
    nothing_open(&application);
    unacknowledged(&application);
    found_out(&application);
    two_stuck(&application);
    REPORT(MI_Application_Close(&application));
    application_and_session();
    return 0;
}
