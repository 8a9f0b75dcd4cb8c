/*
 * MI_SessionCallbacks: what a session tells besides results. Its callback is a callback like every other: rows 1 and 2
 * hold in it.
 */
/* Not on Windows: it waits to be told that WMIDCOM is served in the process. */
#include "close.h"

static MI_Application application = MI_APPLICATION_NULL;

typedef struct Told {
    Gate calls, entered, let;
    pthread_t opened_by;
    int own_thread, channel, has_text, same_application, wait;
    MI_Session *session;
    MI_Result application_closed, session_closed, session_closed_with, started, got, closed;
    int application_unchanged;
    const char *why_application, *why_session;
    Gate completed;
} Told;

static void told_init(Told *told, MI_Session *session) {
    memset(told, 0, sizeof *told);
    gate_init(&told->calls);
    gate_init(&told->entered);
    gate_init(&told->let);
    gate_init(&told->completed);
    told->session = session;
    told->opened_by = pthread_self();
}

static void MI_CALL on_message(MI_Application *lent, void *context, MI_Uint32 channel, const MI_Char *text) {
    Told *told = (Told *)context;
    MI_Application before = *lent;
    MI_Operation operation;
    told->own_thread = !pthread_equal(told->opened_by, pthread_self());
    told->channel = (int)channel;
    told->has_text = text != NULL && *text != 0;
    told->same_application = SAME_BITS(*lent, application);
    gate_add(&told->entered);
    gate_wait(&told->let, 1); /* NewSession has returned: the handle is there */
    told->application_closed = MI_Application_Close(lent);
    told->why_application = last_reason();
    told->application_unchanged = SAME_BITS(before, *lent);
    told->session_closed = close_session(told->session);
    told->why_session = last_reason();
    enumerate_few(told->session, NULL, 0, &operation);
    told->got = drain(&operation);
    told->closed = MI_Operation_Close(&operation);
    told->session_closed_with = MI_Session_Close(told->session, &told->completed, completion_counts);
    gate_add(&told->calls);
}

static void MI_CALL never(MI_Application *lent, void *context, MI_Instance *error) {
    (void)lent, (void)context, (void)error;
    printf("writeError was called\n");
}

static void MI_CALL counts(MI_Application *lent, void *context, MI_Uint32 channel, const MI_Char *text) {
    (void)lent, (void)channel, (void)text;
    gate_add((Gate *)context);
}

static MI_Result open_as(const MI_Char *protocol, const MI_Char *destination, MI_SessionCallbacks *callbacks,
                         MI_Session *session) {
    return MI_Application_NewSession(&application, protocol, destination, NULL, callbacks, NULL, session);
}

static void inside(void) {
    MI_SessionCallbacks callbacks = MI_SESSIONCALLBACKS_NULL;
    MI_Session session;
    Told told;
    told_init(&told, &session);
    callbacks.callbackContext = &told;
    callbacks.writeMessage = on_message;
    callbacks.writeError = never;
    REPORT(open_as(MI_T("WMIDCOM"), NULL, &callbacks, &session));
    memset(&callbacks, 0xEE, sizeof callbacks); /* the struct was the call's */
    gate_wait(&told.entered, 1);
    gate_add(&told.let);
    gate_wait(&told.calls, 1);
    SHOW_HOLDS(told.own_thread);
    SHOW_HOLDS(told.channel == MI_WRITEMESSAGE_CHANNEL_VERBOSE);
    SHOW_HOLDS(told.has_text);
    SHOW_HOLDS(told.same_application);
    printf("MI_Application_Close inside: %s, %s\n", result_name(told.application_closed), told.why_application);
    SHOW_HOLDS(told.application_unchanged);
    printf("MI_Session_Close inside: %s, %s\n", result_name(told.session_closed), told.why_session);
    printf("a synchronous operation inside: %s, %s\n", result_name(told.got), result_name(told.closed));
    printf("MI_Session_Close inside, with a completion: %s\n", result_name(told.session_closed_with));
    gate_wait(&told.completed, 1);
    SHOW_NUMBER(gate_count(&told.completed));
    REPORT(close_session(&session));
}

/* Who is told at all: a client that asked for another protocol than the one it gets. */
static void who_is_told(void) {
    static const MI_Char *const protocols[] = {NULL, MI_T("LOCAL"), MI_T("WMIDCOM")};
    MI_SessionCallbacks callbacks = MI_SESSIONCALLBACKS_NULL;
    MI_Session session;
    Gate calls;
    size_t i;
    for (i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        gate_init(&calls);
        callbacks.callbackContext = &calls;
        callbacks.writeMessage = counts;
        NEED(open_as(protocols[i], NULL, &callbacks, &session));
        /* The close waits for the message, so that what it reads is there. */
        NEED(close_session(&session));
        printf("%s: told %d times\n", protocols[i] == NULL ? "no protocol" : SHOWN(protocols[i]), gate_count(&calls));
    }
    callbacks.writeMessage = NULL;
    callbacks.writeError = never;
    NEED(open_as(MI_T("WMIDCOM"), NULL, &callbacks, &session));
    REPORT(close_session(&session));
    callbacks.writeError = NULL;
    NEED(open_as(MI_T("WMIDCOM"), NULL, &callbacks, &session));
    REPORT(close_session(&session));
}

typedef struct Closing {
    MI_Session session;
    Gate begun;
    MI_Result result;
} Closing;

static void *closes(void *argument) {
    Closing *closing = (Closing *)argument;
    gate_add(&closing->begun);
    closing->result = close_session(&closing->session);
    return NULL;
}

static void MI_CALL waits(MI_Application *lent, void *context, MI_Uint32 channel, const MI_Char *text) {
    Told *told = (Told *)context;
    (void)lent, (void)channel;
    gate_add(&told->entered);
    gate_wait(&told->let, 1);
    told->has_text = *text != 0; /* still there, though the session is closing */
    gate_add(&told->calls);
}

/* A close on another thread waits for the callback, and does not give up as long as somebody can end that. */
static void close_waits(void) {
    MI_SessionCallbacks callbacks = MI_SESSIONCALLBACKS_NULL;
    Closing closing;
    pthread_t thread;
    Told told;
    int yields;
    told_init(&told, NULL);
    gate_init(&closing.begun);
    callbacks.callbackContext = &told;
    callbacks.writeMessage = waits;
    NEED(open_as(MI_T("WMIDCOM"), MI_T("localhost"), &callbacks, &closing.session));
    gate_wait(&told.entered, 1);
    pthread_create(&thread, NULL, closes, &closing);
    gate_wait(&closing.begun, 1);
    for (yields = 0; yields < 100; yields++) sched_yield();
    gate_add(&told.let);
    pthread_join(thread, NULL);
    printf("a close beside it: %s, callback returned %s, text %s\n", result_name(closing.result),
           gate_count(&told.calls) == 1 ? "before" : "AFTER", told.has_text ? "readable" : "GONE");
}

int main(void) {
    quiet_log();
    open_application(&application);
    inside();
    who_is_told();
    close_waits();
    REPORT(MI_Application_Close(&application));
    return 0;
}
