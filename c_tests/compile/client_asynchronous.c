/* A client with callbacks: every kind of them, static initialisers, preprocessor conditions on the macros. */
#include <MI.h>

#if MI_API_VERSION < 1 || MI_FLAG_ADOPT <= MI_FLAG_BORROW || MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS != 1
#error "the constants cannot be compared"
#endif
#if MI_CHAR_TYPE != 1 && MI_CHAR_TYPE != 2
#error "unknown character"
#endif

typedef struct Search {
    MI_Session session;
    MI_Operation operation;
    MI_Uint32 found;
    MI_Result result;
} Search;

static const struct {
    MI_Result result;
    const char *text;
} texts[] = {{MI_RESULT_OK, "ok"}, {MI_RESULT_ACCESS_DENIED, "access denied"}, {MI_RESULT_NOT_FOUND, "not found"}};

static const MI_Uint32 rtti_flags[3] = {MI_OPERATIONFLAGS_NO_RTTI, MI_OPERATIONFLAGS_BASIC_RTTI,
                                        MI_OPERATIONFLAGS_FULL_RTTI};

static void MI_CALL on_instance(_In_opt_ MI_Operation *operation, _In_ void *callbackContext,
                                _In_opt_ const MI_Instance *instance, MI_Boolean moreResults, _In_ MI_Result resultCode,
                                _In_opt_z_ const MI_Char *errorString, _In_opt_ const MI_Instance *errorDetails,
                                _In_opt_ MI_Result(MI_CALL *resultAcknowledgement)(_In_ MI_Operation *operation)) {
    Search *search = (Search *)callbackContext;
    size_t i;
    if (instance != NULL) search->found++;
    if (!moreResults) search->result = resultCode;
    for (i = 0; i < MI_COUNT(texts); i++) {
        if (texts[i].result == resultCode && errorString != NULL) printf("%s\n", texts[i].text);
    }
    (void)errorDetails;
    if (resultAcknowledgement != NULL) resultAcknowledgement(operation);
}

static void MI_CALL on_indication(MI_Operation *operation, void *callbackContext, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machineID, MI_Boolean moreResults,
                                  MI_Result resultCode, const MI_Char *errorString, const MI_Instance *errorDetails,
                                  MI_Result(MI_CALL *resultAcknowledgement)(MI_Operation *operation)) {
    (void)bookmark;
    (void)machineID;
    on_instance(operation, callbackContext, instance, moreResults, resultCode, errorString, errorDetails,
                resultAcknowledgement);
}

static void MI_CALL on_message(MI_Operation *operation, void *callbackContext, MI_Uint32 channel,
                               const MI_Char *message) {
    (void)operation;
    (void)callbackContext;
    switch (channel) {
        case MI_WRITEMESSAGE_CHANNEL_WARNING: printf("warning %p\n", (const void *)message); break;
        case MI_WRITEMESSAGE_CHANNEL_VERBOSE:
        case MI_WRITEMESSAGE_CHANNEL_DEBUG: break;
        default: break;
    }
}

static void MI_CALL on_error(MI_Operation *operation, void *callbackContext, MI_Instance *instance,
                             MI_Result(MI_CALL *writeErrorResult)(MI_Operation *operation,
                                                                  MI_OperationCallback_ResponseType responseType)) {
    (void)callbackContext;
    (void)instance;
    if (writeErrorResult) writeErrorResult(operation, MI_OperationCallback_ResponseType_Yes);
}

static void MI_CALL on_prompt(MI_Operation *operation, void *callbackContext, const MI_Char *message,
                              MI_PromptType promptType,
                              MI_Result(MI_CALL *promptUserResult)(MI_Operation *operation,
                                                                   MI_OperationCallback_ResponseType responseType)) {
    (void)callbackContext;
    (void)message;
    if (promptUserResult) {
        promptUserResult(operation, promptType == MI_PROMPTTYPE_CRITICAL ? MI_OperationCallback_ResponseType_No
                                                                         : MI_OperationCallback_ResponseType_YesToAll);
    }
}

static void MI_CALL on_closed(void *context) {
    (void)context;
}

static MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
static MI_SessionCallbacks session_callbacks = MI_SESSIONCALLBACKS_NULL;
static MI_SubscriptionDeliveryOptions delivery = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
static MI_HostedProvider hosted = MI_HOSTEDPROVIDER_NULL;

static MI_CancelationReason reason = MI_REASON_SHUTDOWN;

void search_start(Search *search, MI_Application *application);
void search_stop(Search *search);

void search_start(Search *search, MI_Application *application) {
    callbacks.callbackContext = search;
    callbacks.instanceResult = on_instance;
    callbacks.indicationResult = on_indication;
    callbacks.writeMessage = on_message;
    callbacks.writeError = on_error;
    callbacks.promptUser = on_prompt;
    MI_Application_NewSession(application, MI_T("WINRM"), MI_T("localhost"), NULL, &session_callbacks, NULL,
                              &search->session);
    MI_Session_EnumerateInstances(&search->session, rtti_flags[2] | MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, NULL,
                                  MI_T("root/cimv2"), MI_T("CIM_ComputerSystem"), MI_FALSE, &callbacks,
                                  &search->operation);
    MI_Application_NewSubscriptionDeliveryOptions(application, MI_SubscriptionDeliveryType_Pull, &delivery);
    MI_SubscriptionDeliveryOptions_SetBookmark(&delivery, NULL);
    MI_Session_Subscribe(&search->session, 0, NULL, MI_T("root/cimv2"), MI_QUERY_DIALECT_CQL,
                         MI_T("SELECT * FROM CIM_InstCreation"), &delivery, &callbacks, &search->operation);
    MI_HostedProvider_Close(&hosted);
    printf("%d\n", (int)sizeof(MI_SUBSCRIBE_BOOKMARK_OLDEST));
}

void search_stop(Search *search) {
    MI_Operation_Cancel(&search->operation, reason);
    MI_Session_Close(&search->session, search, on_closed);
}
