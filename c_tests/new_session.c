/*
 * MI_Application_NewSession and MI_Application_InitializeV1: every protocol with every kind of destination, the error
 * instance, and what a failed handle answers.
 */
/* Not on Windows: the protocols have other rules there. */
#include "close.h"

static MI_Application application = MI_APPLICATION_NULL;

static const MI_Char *shown(const MI_Char *text) {
    return text == NULL ? MI_T("NULL") : text;
}

/* An error instance that says what went wrong; it is the caller's. */
static void show_error(MI_Result result, MI_Instance *error) {
    MI_Value value;
    MI_Type type;
    if (error == NULL) {
        printf("  %s\n", result == MI_RESULT_OK ? "no error" : "NO ERROR INSTANCE");
        return;
    }
    NEED(MI_Instance_GetElement(error, MI_T("CIMStatusCode"), &value, &type, NULL, NULL));
    if (value.uint32 != (MI_Uint32)result) printf("  ANOTHER CODE\n");
    NEED(MI_Instance_GetElement(error, MI_T("Message"), &value, &type, NULL, NULL));
    printf("  %s", SHOWN(value.string));
    NEED(MI_Instance_GetElement(error, MI_T("ErrorSource"), &value, &type, NULL, NULL));
    printf("; %s\n", SHOWN(value.string));
    NEED(MI_Instance_Delete(error));
}

/* The handle of what was not opened answers everything with an error. */
static void failed_handle(MI_Session *session) {
    MI_Session copy = *session;
    MI_Application found;
    MI_Operation operation;
    const MI_Instance *details = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = 9;
    MI_Result result = MI_RESULT_OK;
    REPORT(MI_Session_GetApplication(session, &found));
    MI_Session_TestConnection(session, 0, NULL, &operation);
    REPORT(MI_Operation_GetInstance(&operation, NULL, &more, &result, &text, &details));
    printf("  %s, %s, more %d\n", result_name(result), text == NULL ? "NO TEXT" : text, more);
    REPORT(MI_Operation_Close(&operation));
    REPORT(close_session(session));
    REPORT_AS("again", close_session(&copy));
}

static void protocols(void) {
    static const MI_Char *const local[][2] = {
        {NULL, NULL},
        {NULL, MI_T("")},
        {MI_T("LOCAL"), NULL},
        {MI_T("local"), MI_T("localhost")},
        {MI_T("LOCAL"), MI_T("127.0.0.1")},
        {MI_T("LOCAL"), MI_T("far.example")},
        {MI_T("WMIDCOM"), NULL},
        {MI_T("WmiDcom"), MI_T(".")},
        {MI_T("WMIDCOM"), MI_T("::1")},
        {MI_T("WMIDCOM"), MI_T("far.example")},
        {MI_T("NoSuch"), NULL},
        {MI_T("NoSuch"), MI_T("localhost")},
        {MI_T(""), NULL},
    };
    size_t i;
    for (i = 0; i < sizeof local / sizeof *local; i++) {
        MI_Session session;
        MI_Instance *error = (MI_Instance *)&session; /* written, whatever happens */
        MI_Operation operation;
        MI_Result result =
            MI_Application_NewSession(&application, local[i][0], local[i][1], NULL, NULL, &error, &session);
        printf("protocol %s to %s: %s\n", SHOWN(shown(local[i][0])), SHOWN(shown(local[i][1])), result_name(result));
        show_error(result, error);
        if (result == MI_RESULT_OK) {
            MI_Session_TestConnection(&session, 0, NULL, &operation);
            printf("  the connection: %s\n", result_name(drain(&operation)));
            NEED(MI_Operation_Close(&operation));
            NEED(close_session(&session));
        } else if (i == 5) {
            failed_handle(&session);
        }
    }
}

static void bad_arguments(void) {
    MI_Application closed;
    MI_DestinationOptions options;
    MI_Session session;
    MI_Instance *error = NULL;
    MI_Result result;
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    MI_DestinationOptions_Delete(&options);
    memset(&options, 0x55, offsetof(MI_DestinationOptions, ft));
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    {
        MI_DestinationOptions stale = options;
        MI_DestinationOptions_Delete(&options);
        result = MI_Application_NewSession(&application, NULL, NULL, &stale, NULL, &error, &session);
    }
    REPORT_AS("deleted options", result);
    show_error(result, error);
    error = NULL;
    result = MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, &error, NULL);
    REPORT_AS("no place for the handle", result);
    show_error(result, error);
    open_application(&closed);
    {
        MI_Application copy = closed;
        NEED(MI_Application_Close(&closed));
        error = NULL;
        memset(&session, 0x55, sizeof session);
        result = MI_Application_NewSession(&copy, NULL, NULL, NULL, NULL, &error, &session);
    }
    REPORT_AS("a closed application", result);
    show_error(result, error);
    SHOW_HOLDS(session.reserved1 == 0 && session.reserved2 == 0 && session.ft != NULL);
    REPORT(close_session(&session));
}

/* A failed MI_Application_InitializeV1 hands out a handle whose every call answers. */
static void initialize(void) {
    MI_Application failed;
    MI_Instance *error = NULL, *made = NULL;
    MI_Session session;
    MI_OperationOptions options;
    MI_Result result;
    memset(&failed, 0x55, sizeof failed);
    result = MI_Application_InitializeV1(1, NULL, &error, &failed);
    REPORT_AS("flags", result);
    show_error(result, error);
    SHOW_HOLDS(failed.reserved1 == 0 && failed.reserved2 == 0 && failed.ft != NULL);
    REPORT(MI_Application_NewSession(&failed, NULL, NULL, NULL, NULL, NULL, &session));
    REPORT(MI_Application_NewInstance(&failed, MI_T("C"), NULL, &made));
    REPORT(MI_Application_NewOperationOptions(&failed, MI_FALSE, &options));
    REPORT(MI_Application_Close(&failed));
    error = NULL;
    result = MI_Application_InitializeV1(0, NULL, &error, NULL);
    REPORT_AS("no place for the handle", result);
    show_error(result, error);
    error = (MI_Instance *)&failed;
    NEED(MI_Application_InitializeV1(0, NULL, &error, &failed));
    SHOW_HOLDS(error == NULL);
    REPORT(MI_Application_Close(&failed));
    REPORT_AS("again", MI_Application_Close(&failed));
}

int main(void) {
    open_application(&application);
    protocols();
    bad_arguments();
    initialize();
    REPORT(MI_Application_Close(&application));
    return 0;
}
