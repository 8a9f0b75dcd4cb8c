/* MI_OperationFT on this machine's own data: synchronous and asynchronous, with acknowledgements, and its errors. */
/* Not on Windows: it looks at processes as Linux shows them. */
#include "report.h"
#include <pthread.h>

#define SPACE MI_T("root/cimv2")
#define ONE MI_T("Linux_OperatingSystem")

static MI_Session session = MI_SESSION_NULL;

/* Reads a synchronous operation to its end. */
static MI_Uint32 read_all(const char *what, MI_Operation *operation) {
    const MI_Instance *instance, *details;
    const MI_Char *text;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    MI_Uint32 count = 0;

    while (more) {
        if (MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details) != MI_RESULT_OK) break;
        count += instance != NULL;
    }
    printf("%s: %s%s%s\n", what, result_name(result), text == NULL ? "" : ", with a text",
           details == NULL ? "" : ", with details");
    return count;
}

static void synchronous(void) {
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Instance *kept = NULL;
    const MI_Instance *instance = NULL, *details = NULL;
    const MI_Class *declared = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = 9;
    MI_Result result = (MI_Result)99;

    MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, ONE, MI_FALSE, NULL, &operation);
    REPORT(MI_Operation_GetInstance(&operation, &instance, &more, &result, &text, &details));
    SHOW_HOLDS(instance != NULL && !more && result == MI_RESULT_OK);
    REPORT(MI_Instance_Clone(instance, &kept));
    REPORT_AS("once more", MI_Operation_GetInstance(&operation, &instance, &more, &result, &text, &details));
    SHOW_HOLDS(instance == NULL && !more);
    REPORT(MI_Operation_Close(&operation));
    MI_Session_GetInstance(&session, 0, NULL, SPACE, kept, NULL, &operation);
    SHOW_NUMBER(read_all("GetInstance", &operation));
    REPORT(MI_Operation_Close(&operation));
    REPORT(MI_Instance_Delete(kept));
    MI_Session_GetClass(&session, 0, NULL, SPACE, ONE, NULL, &operation);
    REPORT_AS("a class read as an instance", MI_Operation_GetInstance(&operation, &instance, &more, &result, &text, &details));
    REPORT(MI_Operation_GetClass(&operation, &declared, &more, &result, &text, &details));
    SHOW_HOLDS(declared != NULL && !more && result == MI_RESULT_OK);
    REPORT(MI_Class_GetClassName(declared, &text));
    SHOW_TEXT(text);
    REPORT(MI_Class_GetNameSpace(declared, &text));
    SHOW_TEXT(text);
    REPORT(MI_Operation_Close(&operation));
    MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess"), NULL, &operation);
    SHOW_HOLDS(read_all("QueryInstances", &operation) > 0);
    REPORT(MI_Operation_Close(&operation));
    MI_Session_TestConnection(&session, 0, NULL, &operation);
    SHOW_NUMBER(read_all("TestConnection", &operation));
    REPORT(MI_Operation_Close(&operation));
}

static void errors(void) {
    MI_Operation operation = MI_OPERATION_NULL;
#define FAILS(WHAT, CALL)                 \
    CALL;                                 \
    read_all(WHAT, &operation);           \
    REPORT(MI_Operation_Close(&operation))
    FAILS("an unknown class", MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, MI_T("No_Class"), MI_FALSE, NULL,
                                                            &operation));
    FAILS("an unknown namespace", MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("no/space"), ONE, MI_FALSE, NULL,
                                                                &operation));
    FAILS("a malformed query", MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("WQL"), MI_T("SELECT FROM"), NULL,
                                                         &operation));
    FAILS("an unknown dialect", MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("SQL"), MI_T("SELECT * FROM C"),
                                                          NULL, &operation));
    FAILS("no instance", MI_Session_GetInstance(&session, 0, NULL, SPACE, NULL, NULL, &operation));
    FAILS("no class name", MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, NULL, MI_FALSE, NULL, &operation));
}

/* What an asynchronous operation tells, and when it ends. */
struct heard {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int results, finals, acknowledged;
    MI_Result result;
    MI_Result(MI_CALL *acknowledge)(MI_Operation *);
};

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    struct heard *heard = (struct heard *)context;
    (void)operation, (void)text, (void)details;
    pthread_mutex_lock(&heard->lock);
    heard->results += instance != NULL;
    heard->acknowledged += acknowledge != NULL && acknowledge(operation) == MI_RESULT_OK;
    if (!more) {
        heard->finals++;
        heard->result = result;
        pthread_cond_signal(&heard->changed);
    }
    pthread_mutex_unlock(&heard->lock);
}

static void asynchronous(const char *what, MI_Uint32 flags, const MI_Char *name) {
    struct heard heard;
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation = MI_OPERATION_NULL;

    memset(&heard, 0, sizeof heard);
    pthread_mutex_init(&heard.lock, NULL);
    pthread_cond_init(&heard.changed, NULL);
    callbacks.callbackContext = &heard;
    callbacks.instanceResult = on_instance;
    MI_Session_EnumerateInstances(&session, flags, NULL, SPACE, name, MI_FALSE, &callbacks, &operation);
    pthread_mutex_lock(&heard.lock);
    while (heard.finals == 0) pthread_cond_wait(&heard.changed, &heard.lock);
    pthread_mutex_unlock(&heard.lock);
    REPORT(MI_Operation_Close(&operation));
    printf("%s: %s, %s, %d final, acknowledged by hand: %s\n", what, result_name(heard.result),
           heard.results > 0 ? "with instances" : "without instances", heard.finals,
           heard.acknowledged > 0 ? "yes" : "no");
    pthread_cond_destroy(&heard.changed);
    pthread_mutex_destroy(&heard.lock);
}

static void cancelled(void) {
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Session_Subscribe(&session, 0, NULL, SPACE, MI_T("WQL"),
                         MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'Linux_UnixProcess' "
                              "AND TargetInstance.Name = 'no such process'"),
                         NULL, NULL, &operation);
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    REPORT_AS("Cancel again", MI_Operation_Cancel(&operation, MI_REASON_NONE));
    {
        const MI_Instance *instance, *details;
        const MI_Char *bookmark, *machine, *text;
        MI_Boolean more = MI_TRUE;
        MI_Result result = MI_RESULT_OK;
        while (more && MI_Operation_GetIndication(&operation, &instance, &bookmark, &machine, &more, &result, &text,
                                                  &details) == MI_RESULT_OK) {
        }
        SHOW_HOLDS(!more && result != MI_RESULT_OK);
    }
    REPORT(MI_Operation_Close(&operation));
    REPORT_AS("Cancel of what is closed", MI_Operation_Cancel(&operation, MI_REASON_NONE));
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    synchronous();
    errors();
    asynchronous("automatic", 0, MI_T("Linux_UnixProcess"));
    asynchronous("manual", MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS, MI_T("Linux_UnixProcess"));
    asynchronous("an unknown class", 0, MI_T("No_Class"));
    cancelled();
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));
    return 0;
}
