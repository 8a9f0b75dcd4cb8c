/* A destination from the environment, and operations run to their end, by getters and by callbacks. */
#ifndef C_TESTS_REMOTE_H
#define C_TESTS_REMOTE_H

#include "../report.h"
#include <pthread.h>

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value != NULL && *value != 0 ? value : NULL;
}

static int is(const char *value, const char *expected) {
    return value != NULL && strcmp(value, expected) == 0;
}

/* MI_AUTH's names in small letters, as on the command line of make. */
static const char *authentication(const char *name) {
    static const char *const known[][2] = {
        {"basic", MI_AUTH_TYPE_BASIC},         {"negotiate", MI_AUTH_TYPE_NEGO_WITH_CREDS},
        {"kerberos", MI_AUTH_TYPE_KERBEROS},   {"ntlm", MI_AUTH_TYPE_NTLM},
        {"credssp", MI_AUTH_TYPE_CREDSSP},     {"digest", MI_AUTH_TYPE_DIGEST},
        {"default", MI_AUTH_TYPE_DEFAULT},     {"certificate", MI_AUTH_TYPE_CLIENT_CERTS},
    };
    size_t at;
    for (at = 0; at < sizeof known / sizeof *known; at++) {
        if (is(name, known[at][0])) {
            return known[at][1];
        }
    }
    return name;
}

static void set_credentials(MI_DestinationOptions *options, const char *kind) {
    MI_UserCredentials credentials;
    memset(&credentials, 0, sizeof credentials);
    credentials.authenticationType = authentication(kind);
    if (is(kind, "certificate")) {
        credentials.credentials.certificateThumbprint = variable("MI_CERTIFICATE");
    } else {
        credentials.credentials.usernamePassword.domain = variable("MI_DOMAIN");
        credentials.credentials.usernamePassword.username = variable("MI_USER");
        credentials.credentials.usernamePassword.password = variable("MI_PASSWORD");
    }
    NEED(MI_DestinationOptions_AddDestinationCredentials(options, &credentials));
}

/* Opens the session that MI_HOST and the other variables describe. */
static void connect_to_destination(void) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    const char *transport = variable("MI_TRANSPORT"), *kind = variable("MI_AUTH");
    kind = kind != NULL ? kind : "basic";
    NEED(MI_Application_Initialize(0, "interop", NULL, &application));
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    if (transport != NULL) {
        int secure = is(transport, "https") || is(transport, "HTTPS");
        NEED(MI_DestinationOptions_SetTransport(
            &options, secure ? MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS : MI_DESTINATIONOPTIONS_TRANSPORT_HTTP));
    }
    if (variable("MI_PORT") != NULL) {
        NEED(MI_DestinationOptions_SetDestinationPort(&options, (MI_Uint32)atoi(variable("MI_PORT"))));
    }
    if (variable("MI_PREFIX") != NULL) {
        NEED(MI_DestinationOptions_SetHttpUrlPrefix(&options, variable("MI_PREFIX")));
    }
    if (is(variable("MI_CHECKS"), "no")) {
        NEED(MI_DestinationOptions_SetCertCACheck(&options, MI_FALSE));
        NEED(MI_DestinationOptions_SetCertCNCheck(&options, MI_FALSE));
    }
    /* Whoever asks for Basic over HTTP gets it. */
    NEED(MI_DestinationOptions_SetPacketPrivacy(&options, !is(kind, "basic")));
    if (variable("MI_USER") != NULL || is(kind, "certificate")) {
        set_credentials(&options, kind);
    }
    NEED(MI_Application_NewSession(&application, MI_T("WINRM"), variable("MI_HOST"), &options, NULL, NULL, &session));
    MI_DestinationOptions_Delete(&options);
}

static void disconnect(void) {
    NEED(MI_Session_Close(&session, NULL, NULL));
    NEED(MI_Application_Close(&application));
}

/* ---- one operation --------------------------------------------------------------------------------------------- */

typedef enum Verb {
    TEST, GET, ENUMERATE, NAMES, QUERY, ASSOCIATORS, REFERENCES, CREATE, MODIFY, DELETE, INVOKE, CLASS, CLASSES,
    SUBSCRIBE
} Verb;

/* What is asked for. */
typedef struct Call {
    Verb verb;
    const char *space, *of, *method, *text; /* of: a class; text: a query or an association class */
    const MI_Instance *instance, *parameters;
    MI_SubscriptionDeliveryOptions *delivery;
    int talkative; /* with the callbacks besides the result's */
    int enough;    /* of a subscription: cancelled after so many */
} Call;

/* What came. */
typedef struct Outcome {
    MI_Result result;
    int objects, messages, progress, streamed, asked, finals, cancelled;
    char text[400];
    MI_Instance *first;
    MI_Operation operation;
    pthread_mutex_t lock;
    pthread_cond_t ended;
} Outcome;

static void outcome_init(Outcome *outcome) {
    MI_Operation none = MI_OPERATION_NULL;
    memset(outcome, 0, sizeof *outcome);
    outcome->operation = none;
    outcome->result = (MI_Result)99;
    pthread_mutex_init(&outcome->lock, NULL);
    pthread_cond_init(&outcome->ended, NULL);
}

static void outcome_clear(Outcome *outcome) {
    if (outcome->first != NULL) {
        MI_Instance_Delete(outcome->first);
    }
    pthread_mutex_destroy(&outcome->lock);
    pthread_cond_destroy(&outcome->ended);
}

/* Takes one result. Whether the operation is to be cancelled. */
static int outcome_add(Outcome *outcome, const MI_Instance *instance, int object, MI_Boolean more, MI_Result result,
                       const MI_Char *text, int enough) {
    int cancel;
    pthread_mutex_lock(&outcome->lock);
    outcome->objects += object;
    if (instance != NULL && outcome->first == NULL && MI_Instance_Clone(instance, &outcome->first) != MI_RESULT_OK) {
        outcome->first = NULL;
    }
    cancel = enough != 0 && outcome->objects >= enough && !outcome->cancelled;
    outcome->cancelled |= cancel;
    if (!more) {
        outcome->finals++;
        outcome->result = result;
        snprintf(outcome->text, sizeof outcome->text, "%s", text != NULL ? text : "");
        pthread_cond_signal(&outcome->ended);
    }
    pthread_mutex_unlock(&outcome->lock);
    return cancel;
}

typedef struct Waiter {
    Outcome *outcome;
    int enough;
} Waiter;

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    Waiter *waiter = (Waiter *)context;
    (void)operation, (void)details, (void)acknowledge;
    outcome_add(waiter->outcome, instance, instance != NULL, more, result, text, 0);
}

static void MI_CALL on_class(MI_Operation *operation, void *context, const MI_Class *class_result, MI_Boolean more,
                             MI_Result result, const MI_Char *text, const MI_Instance *details,
                             MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    Waiter *waiter = (Waiter *)context;
    (void)operation, (void)details, (void)acknowledge;
    outcome_add(waiter->outcome, NULL, class_result != NULL, more, result, text, 0);
}

static void MI_CALL on_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                                  const MI_Char *text, const MI_Instance *details,
                                  MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    Waiter *waiter = (Waiter *)context;
    (void)bookmark, (void)machine, (void)details, (void)acknowledge;
    if (outcome_add(waiter->outcome, instance, instance != NULL, more, result, text, waiter->enough)) {
        MI_Operation_Cancel(operation, MI_REASON_NONE);
    }
}

static void MI_CALL on_message(MI_Operation *operation, void *context, MI_Uint32 channel, const MI_Char *text) {
    (void)operation, (void)channel;
    ((Waiter *)context)->outcome->messages += text != NULL;
}

static void MI_CALL on_progress(MI_Operation *operation, void *context, const MI_Char *activity,
                                const MI_Char *current, const MI_Char *status, MI_Uint32 percent, MI_Uint32 seconds) {
    (void)operation, (void)activity, (void)current, (void)status, (void)percent, (void)seconds;
    ((Waiter *)context)->outcome->progress++;
}

static void MI_CALL on_stream(MI_Operation *operation, void *context, const MI_Char *name, MI_Type type,
                              const MI_Value *value, MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    (void)operation, (void)type, (void)acknowledge;
    ((Waiter *)context)->outcome->streamed += name != NULL && value != NULL;
}

static void MI_CALL on_prompt(MI_Operation *operation, void *context, const MI_Char *message, MI_PromptType type,
                              MI_Result(MI_CALL *respond)(MI_Operation *, MI_OperationCallback_ResponseType)) {
    (void)message, (void)type;
    ((Waiter *)context)->outcome->asked++;
    if (respond != NULL) {
        respond(operation, MI_OperationCallback_ResponseType_Yes);
    }
}

static void MI_CALL on_error(MI_Operation *operation, void *context, MI_Instance *error,
                             MI_Result(MI_CALL *respond)(MI_Operation *, MI_OperationCallback_ResponseType)) {
    (void)error;
    ((Waiter *)context)->outcome->asked++;
    if (respond != NULL) {
        respond(operation, MI_OperationCallback_ResponseType_Yes);
    }
}

static void start(const Call *call, MI_OperationCallbacks *callbacks, MI_Operation *operation) {
    const MI_Char *wql = MI_T("WQL");
    switch (call->verb) {
    case TEST: MI_Session_TestConnection(&session, 0, callbacks, operation); break;
    case GET:
        MI_Session_GetInstance(&session, 0, NULL, call->space, call->instance, callbacks, operation);
        break;
    case ENUMERATE:
    case NAMES:
        MI_Session_EnumerateInstances(&session, 0, NULL, call->space, call->of, call->verb == NAMES, callbacks,
                                      operation);
        break;
    case QUERY:
        MI_Session_QueryInstances(&session, 0, NULL, call->space, wql, call->text, callbacks, operation);
        break;
    case ASSOCIATORS:
        MI_Session_AssociatorInstances(&session, 0, NULL, call->space, call->instance, call->text, NULL, NULL, NULL,
                                       MI_FALSE, callbacks, operation);
        break;
    case REFERENCES:
        MI_Session_ReferenceInstances(&session, 0, NULL, call->space, call->instance, call->text, NULL, MI_FALSE,
                                      callbacks, operation);
        break;
    case CREATE:
        MI_Session_CreateInstance(&session, 0, NULL, call->space, call->instance, callbacks, operation);
        break;
    case MODIFY:
        MI_Session_ModifyInstance(&session, 0, NULL, call->space, call->instance, callbacks, operation);
        break;
    case DELETE:
        MI_Session_DeleteInstance(&session, 0, NULL, call->space, call->instance, callbacks, operation);
        break;
    case INVOKE:
        MI_Session_Invoke(&session, 0, NULL, call->space, call->of, call->method, call->instance, call->parameters,
                          callbacks, operation);
        break;
    case CLASS: MI_Session_GetClass(&session, 0, NULL, call->space, call->of, callbacks, operation); break;
    case CLASSES:
        MI_Session_EnumerateClasses(&session, 0, NULL, call->space, call->of, MI_FALSE, callbacks, operation);
        break;
    case SUBSCRIBE:
        MI_Session_Subscribe(&session, 0, NULL, call->space, wql, call->text, call->delivery, callbacks, operation);
        break;
    }
}

static int has_classes(const Call *call) {
    return call->verb == CLASS || call->verb == CLASSES;
}

static MI_OperationCallbacks callbacks_for(const Call *call, Waiter *waiter, int asynchronous) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    callbacks.callbackContext = waiter;
    if (asynchronous && has_classes(call)) {
        callbacks.classResult = on_class;
    } else if (asynchronous && call->verb == SUBSCRIBE) {
        callbacks.indicationResult = on_indication;
    } else if (asynchronous) {
        callbacks.instanceResult = on_instance;
    }
    if (call->talkative) {
        callbacks.writeMessage = on_message;
        callbacks.writeProgress = on_progress;
        callbacks.streamedParameterResult = on_stream;
        callbacks.promptUser = on_prompt;
        callbacks.writeError = on_error;
    }
    return callbacks;
}

/* By getters. */
static void run_synchronous(const Call *call, Outcome *outcome) {
    Waiter waiter;
    MI_OperationCallbacks callbacks;
    MI_Boolean more = MI_TRUE;
    waiter.outcome = outcome;
    waiter.enough = call->enough;
    callbacks = callbacks_for(call, &waiter, 0);
    start(call, call->talkative ? &callbacks : NULL, &outcome->operation);
    while (more) {
        const MI_Instance *instance = NULL, *details = NULL;
        const MI_Class *class_result = NULL;
        const MI_Char *text = NULL, *bookmark = NULL, *machine = NULL;
        MI_Result result = MI_RESULT_OK, got;
        if (has_classes(call)) {
            got = MI_Operation_GetClass(&outcome->operation, &class_result, &more, &result, &text, &details);
        } else if (call->verb == SUBSCRIBE) {
            got = MI_Operation_GetIndication(&outcome->operation, &instance, &bookmark, &machine, &more, &result,
                                             &text, &details);
        } else {
            got = MI_Operation_GetInstance(&outcome->operation, &instance, &more, &result, &text, &details);
        }
        if (got != MI_RESULT_OK) {
            outcome_add(outcome, NULL, 0, MI_FALSE, got, "the getter failed", 0);
            break;
        }
        if (outcome_add(outcome, instance, instance != NULL || class_result != NULL, more, result, text,
                        call->enough)) {
            MI_Operation_Cancel(&outcome->operation, MI_REASON_NONE);
        }
    }
    MI_Operation_Close(&outcome->operation);
}

/* By callbacks. */
static void run_asynchronous(const Call *call, Outcome *outcome) {
    Waiter waiter;
    MI_OperationCallbacks callbacks;
    waiter.outcome = outcome;
    waiter.enough = call->enough;
    callbacks = callbacks_for(call, &waiter, 1);
    start(call, &callbacks, &outcome->operation);
    pthread_mutex_lock(&outcome->lock);
    while (outcome->finals == 0) {
        pthread_cond_wait(&outcome->ended, &outcome->lock);
    }
    pthread_mutex_unlock(&outcome->lock);
    MI_Operation_Close(&outcome->operation);
}

#endif
