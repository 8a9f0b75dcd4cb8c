/* MI_SessionFT and MI_OperationFT without any data: errors, closed sessions, handles, completion callbacks. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;
static int completions;

static void MI_CALL completed(void *context) {
    completions += context == &completions;
}

static void drain(const char *what, MI_Operation *operation) {
    const MI_Instance *instance = NULL, *details = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = 9;
    MI_Result result = (MI_Result)99, call;

    call = MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details);
    printf("%s: %s, %s, more %d, instance %s\n", what, result_name(call), result_name(result), more,
           instance == NULL ? "none" : "some");
}

static void on_instance_of_closed(void) {
    MI_Session session = MI_SESSION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;

    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT_AS("Close again", MI_Session_Close(&session, NULL, NULL));
    MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("C"), MI_FALSE, NULL, &operation);
    SHOW_HOLDS(operation.ft != NULL);
    drain("an operation of a closed session", &operation);
    drain("once more", &operation);
    REPORT(MI_Operation_Close(&operation));
    SHOW_HOLDS(operation.reserved1 == 0 && operation.reserved2 == 0 && operation.ft == NULL);
    REPORT_AS("Close of the operation again", MI_Operation_Close(&operation));
}

static void copies(void) {
    MI_Session session = MI_SESSION_NULL, again = MI_SESSION_NULL;
    MI_Application found = MI_APPLICATION_NULL;
    MI_Operation operation = MI_OPERATION_NULL;

    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    REPORT(MI_Session_GetApplication(&session, &found));
    SHOW_HOLDS(memcmp(&found, &application, sizeof found) == 0);
    REPORT(MI_Session_GetApplication(&session, NULL));
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    REPORT(MI_Operation_GetSession(&operation, &again));
    SHOW_HOLDS(memcmp(&again, &session, sizeof again) == 0);
    REPORT(MI_Operation_GetSession(&operation, NULL));
    REPORT(MI_Operation_Close(&operation));
    REPORT(MI_Session_Close(&session, NULL, NULL));
}

static void refusals(void) {
    MI_Session session;
    MI_Instance *error = NULL;

    memset(&session, 0x55, sizeof session);
    REPORT(MI_Application_NewSession(&application, MI_T("No protocol"), NULL, NULL, NULL, &error, &session));
    SHOW_HOLDS(session.ft != NULL);
    REPORT_AS("Close of what failed", MI_Session_Close(&session, NULL, NULL));
    if (error != NULL) MI_Instance_Delete(error);
    completions = 0;
    REPORT(MI_Session_Close(NULL, &completions, completed));
    SHOW_NUMBER(completions);
    memset(&session, 0, sizeof session);
    REPORT_AS("Close of nothing", MI_Session_Close(&session, &completions, completed));
    SHOW_NUMBER(completions);
}

int main(void) {
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    on_instance_of_closed();
    copies();
    refusals();
    REPORT(MI_Application_Close(&application));
    return 0;
}
