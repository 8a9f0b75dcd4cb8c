/*
 * Every failure of an operation carries a text and a CIM error: result, message, category, the operation, the class.
 * All verbs, with everything that can be wrong with each.
 */
/* Not on Windows: it looks at processes as Linux shows them. */
#include "close.h"

#define SPACE MI_T("root/cimv2")

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;

static const char *category_name(MI_Uint32 category) {
    switch (category) {
    case MI_ERRORCATEGORY_NOT_SPECIFIED: return "NOT_SPECIFIED";
    case MI_ERRORCATEGORY_INVALID_ARGUMENT: return "INVALID_ARGUMENT";
    case MI_ERRORCATEGORY_INVALID_TYPE: return "INVALID_TYPE";
    case MI_ERRORCATEGORY_INVALID_OPERATION: return "INVALID_OPERATION";
    case MI_ERRORCATEGORY_METADATA_ERROR: return "METADATA_ERROR";
    case MI_ERRORCATEGORY_NOT_IMPLEMENTED: return "NOT_IMPLEMENTED";
    case MI_ERRORCATEGORY_OBJECT_NOT_FOUND: return "OBJECT_NOT_FOUND";
    case MI_ERRORCATEGORY_OPERATION_STOPPED: return "OPERATION_STOPPED";
    case MI_ERRORCATEGORY_SYNTAX_ERROR: return "SYNTAX_ERROR";
    case MI_ERRORCATEGORY_PARSER_ERROR: return "PARSER_ERROR";
    case MI_ERRORCATEGORY_ACCESS_DENIED: return "ACCESS_DENIED";
    default: return "another category";
    }
}

static MI_Value value_of(const MI_Instance *instance, const MI_Char *name, MI_Type *type) {
    MI_Value value;
    MI_Uint32 flags = 0;
    memset(&value, 0, sizeof value);
    *type = MI_BOOLEAN;
    if (MI_Instance_GetElement(instance, name, &value, type, &flags, NULL) != MI_RESULT_OK) *type = MI_BOOLEAN;
    if (flags & MI_FLAG_NULL) *type = MI_BOOLEAN;
    return value;
}

static const MI_Char *text_of(const MI_Instance *instance, const MI_Char *name) {
    MI_Type type;
    MI_Value value = value_of(instance, name, &type);
    return type == MI_STRING ? value.string : MI_T("NOTHING");
}

static MI_Uint32 number_of(const MI_Instance *instance, const MI_Char *name) {
    MI_Type type;
    MI_Value value = value_of(instance, name, &type);
    return type == MI_UINT32 ? value.uint32 : type == MI_UINT16 ? value.uint16 : 9999;
}

/* One line for the final result; a text and an instance must be there, and agree. */
static void show(const char *what, MI_Result result, const MI_Char *text, const MI_Instance *details) {
    printf("%s: %s, %s\n", what, result_name(result), text == NULL ? "NO TEXT" : text);
    if (details == NULL) {
        printf("  NO DETAILS\n");
        return;
    }
    printf("  %s; %s%s\n", SHOWN(text_of(details, MI_T("ErrorSource"))), category_name(number_of(details, MI_T("OMI_Category"))),
           number_of(details, MI_T("CIMStatusCode")) == (MI_Uint32)result ? "" : "; ANOTHER CODE");
    if (text == NULL || strcmp(text_of(details, MI_T("Message")), text) != 0) printf("  ANOTHER MESSAGE\n");
    if (strcmp(text_of(details, MI_T("CIMStatusCodeDescription")), "NOTHING") == 0) printf("  NO DESCRIPTION\n");
}

static void final_of(const char *what, MI_Operation *operation) {
    const MI_Instance *instance = NULL, *details = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more)
        NEED(MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details));
    show(what, result, text, details);
    NEED(MI_Operation_Close(operation));
}

static void final_class(const char *what, MI_Operation *operation) {
    const MI_Instance *details = NULL;
    const MI_Class *found = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more)
        NEED(MI_Operation_GetClass(operation, &found, &more, &result, &text, &details));
    show(what, result, text, details);
    NEED(MI_Operation_Close(operation));
}

static void final_indication(const char *what, MI_Operation *operation) {
    const MI_Instance *details = NULL;
    const MI_Char *text = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_OK;
    while (more)
        NEED(MI_Operation_GetIndication(operation, NULL, NULL, NULL, &more, &result, &text, &details));
    show(what, result, text, details);
    NEED(MI_Operation_Close(operation));
}

static MI_Instance *named(const MI_Char *class_name) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, class_name, NULL, &instance));
    return instance;
}

/* All the keys that a process has, and a Handle that none has. */
static MI_Instance *no_process(void) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    MI_Instance *missing = NULL;
    MI_Char handle[] = "99999999", host[] = "host";
    MI_Value value;
    MI_Session_QueryInstances(&session, 0, NULL, SPACE, MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess"), NULL,
                              &operation);
    NEED(MI_Operation_GetInstance(&operation, &instance, NULL, NULL, NULL, NULL));
    NEED(MI_Instance_Clone(instance, &missing));
    NEED(MI_Operation_Close(&operation));
    value.string = handle;
    NEED(MI_Instance_SetElement(missing, MI_T("Handle"), &value, MI_STRING, 0));
    value.string = host;
    NEED(MI_Instance_SetElement(missing, MI_T("CSName"), &value, MI_STRING, 0));
    return missing;
}

/* All verbs that have a subject, with one subject and one namespace. */
static void all_verbs(const char *what, const MI_Char *space, const MI_Char *class_name, const MI_Instance *instance) {
    MI_Operation operation;
    printf("---- %s\n", what);
    MI_Session_GetInstance(&session, 0, NULL, space, instance, NULL, &operation);
    final_of("GetInstance", &operation);
    MI_Session_ModifyInstance(&session, 0, NULL, space, instance, NULL, &operation);
    final_of("ModifyInstance", &operation);
    MI_Session_CreateInstance(&session, 0, NULL, space, instance, NULL, &operation);
    final_of("CreateInstance", &operation);
    MI_Session_DeleteInstance(&session, 0, NULL, space, instance, NULL, &operation);
    final_of("DeleteInstance", &operation);
    MI_Session_Invoke(&session, 0, NULL, space, class_name, MI_T("Terminate"), instance, NULL, NULL, &operation);
    final_of("Invoke", &operation);
    MI_Session_AssociatorInstances(&session, 0, NULL, space, instance, NULL, NULL, NULL, NULL, MI_FALSE, NULL,
                                   &operation);
    final_of("AssociatorInstances", &operation);
    MI_Session_ReferenceInstances(&session, 0, NULL, space, instance, NULL, NULL, MI_FALSE, NULL, &operation);
    final_of("ReferenceInstances", &operation);
}

static void by_name(const char *what, const MI_Char *space, const MI_Char *class_name) {
    MI_Operation operation;
    char text[300];
    printf("---- %s\n", what);
    MI_Session_EnumerateInstances(&session, 0, NULL, space, class_name, MI_FALSE, NULL, &operation);
    final_of("EnumerateInstances", &operation);
    MI_Session_GetClass(&session, 0, NULL, space, class_name, NULL, &operation);
    final_class("GetClass", &operation);
    MI_Session_EnumerateClasses(&session, 0, NULL, space, class_name, MI_FALSE, NULL, &operation);
    final_class("EnumerateClasses", &operation);
    snprintf(text, sizeof text, "SELECT * FROM %s", class_name == NULL ? "" : class_name);
    MI_Session_QueryInstances(&session, 0, NULL, space, MI_T("WQL"), text, NULL, &operation);
    final_of("QueryInstances", &operation);
    snprintf(text, sizeof text, "SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA '%s'",
             class_name == NULL ? "" : class_name);
    MI_Session_Subscribe(&session, 0, NULL, space, MI_T("WQL"), text, NULL, NULL, &operation);
    final_indication("Subscribe", &operation);
}

static void queries(void) {
    static const MI_Char *const bad[][2] = {
        {MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess WHERE Handle = ")},
        {MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess WHERE NoSuch = 1")},
        {MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess WHERE Handle LIKE 5")},
        {MI_T("WQL"), MI_T("DROP TABLE Linux_UnixProcess")},
        {MI_T("SQL"), MI_T("SELECT * FROM Linux_UnixProcess")},
        {MI_T("WQL"), MI_T("ASSOCIATORS OF {Linux_UnixProcess.Handle='x'} WHERE NoSuch = 1")},
        {MI_T("WQL"), NULL},
        {NULL, MI_T("SELECT * FROM Linux_UnixProcess")},
    };
    MI_Operation operation;
    size_t i;
    printf("---- queries\n");
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        MI_Session_QueryInstances(&session, 0, NULL, SPACE, bad[i][0], bad[i][1], NULL, &operation);
        final_of("QueryInstances", &operation);
    }
    MI_Session_Subscribe(&session, 0, NULL, SPACE, MI_T("WQL"), MI_T("SELECT * FROM Linux_UnixProcess"), NULL, NULL,
                         &operation);
    final_indication("Subscribe", &operation);
    MI_Session_Subscribe(&session, 0, NULL, SPACE, MI_T("WQL"), NULL, NULL, NULL, &operation);
    final_indication("Subscribe", &operation);
}

static void methods(const MI_Instance *system) {
    MI_Instance *parameters = NULL;
    MI_Operation operation;
    MI_Value value;
    printf("---- methods\n");
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, MI_T("NoSuch"), system, NULL, NULL, &operation);
    final_of("no such method", &operation);
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, MI_T("Reboot"), system, NULL, NULL, &operation);
    final_of("one that nobody carries out", &operation);
    MI_Session_Invoke(&session, 0, NULL, SPACE, MI_T("Linux_OperatingSystem"), MI_T("GetLoad"), NULL, NULL, NULL,
                      &operation);
    final_of("not static", &operation);
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, NULL, system, NULL, NULL, &operation);
    final_of("no name", &operation);
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, MI_T("TerminateProcesses"), system, NULL, NULL, &operation);
    final_of("a parameter is missing", &operation);
    NEED(MI_Application_NewInstance(&application, MI_T("Parameters"), NULL, &parameters));
    value.uint32 = 1;
    NEED(MI_Instance_AddElement(parameters, MI_T("Handles"), &value, MI_UINT32, 0));
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, MI_T("TerminateProcesses"), system, parameters, NULL, &operation);
    final_of("a parameter of another type", &operation);
    MI_Session_Invoke(&session, 0, NULL, SPACE, NULL, MI_T("GetLoad"), system, parameters, NULL, &operation);
    final_of("a parameter too many", &operation);
    MI_Instance_Delete(parameters);
}

static void MI_CALL on_final(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                             MI_Result result, const MI_Char *text, const MI_Instance *details,
                             Acknowledge acknowledge) {
    (void)operation, (void)instance, (void)acknowledge;
    if (!more) show((const char *)((void **)context)[0], result, text, details);
    gate_add((Gate *)((void **)context)[1]);
}

/* What could not be started tells it inline; what could, by its last result. */
static void by_callback(void) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    MI_Session closed = session;
    Gate gate;
    void *context[2];
    printf("---- by callback\n");
    gate_init(&gate);
    context[1] = &gate;
    callbacks.callbackContext = context;
    callbacks.instanceResult = on_final;
    context[0] = (void *)"no class name";
    MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, NULL, MI_FALSE, &callbacks, &operation);
    gate_wait(&gate, 1);
    NEED(MI_Operation_Close(&operation));
    context[0] = (void *)"no place for the handle";
    MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, MI_T("Linux_UnixProcess"), MI_FALSE, &callbacks, NULL);
    gate_wait(&gate, 2);
    context[0] = (void *)"no such class";
    MI_Session_EnumerateInstances(&session, 0, NULL, SPACE, MI_T("No_Class"), MI_FALSE, &callbacks, &operation);
    gate_wait(&gate, 3);
    NEED(MI_Operation_Close(&operation));
    NEED(close_session(&session));
    context[0] = (void *)"a closed session";
    MI_Session_EnumerateInstances(&closed, 0, NULL, SPACE, MI_T("Linux_UnixProcess"), MI_FALSE, &callbacks, &operation);
    gate_wait(&gate, 4);
    NEED(MI_Operation_Close(&operation));
}

int main(void) {
    MI_Operation operation;
    const MI_Instance *system = NULL;
    MI_Instance *unknown, *missing, *keyless, *abstract;
    quiet_log();
    open_application(&application);
    open_session(&application, &session);
    unknown = named(MI_T("No_Class"));
    missing = no_process();
    keyless = named(MI_T("Linux_UnixProcess"));
    abstract = named(MI_T("CIM_Process"));
    all_verbs("an unknown namespace", MI_T("root/none"), MI_T("Linux_UnixProcess"), missing);
    by_name("an unknown namespace", MI_T("root/none"), MI_T("Linux_UnixProcess"));
    all_verbs("an unknown class", SPACE, NULL, unknown);
    by_name("an unknown class", SPACE, MI_T("No_Class"));
    by_name("a class that is elsewhere", MI_T("root/interop"), MI_T("Linux_UnixProcess"));
    all_verbs("a missing instance", SPACE, NULL, missing);
    all_verbs("no keys", SPACE, NULL, keyless);
    all_verbs("no keys, of a superclass", SPACE, NULL, abstract);
    all_verbs("no instance", SPACE, NULL, NULL);
    by_name("an empty name", SPACE, MI_T(""));
    queries();
    enumerate_few(&session, NULL, 0, &operation);
    NEED(MI_Operation_GetInstance(&operation, &system, NULL, NULL, NULL, NULL));
    methods(system);
    NEED(MI_Operation_Close(&operation));
    by_callback();
    MI_Instance_Delete(unknown);
    MI_Instance_Delete(missing);
    MI_Instance_Delete(keyless);
    MI_Instance_Delete(abstract);
    REPORT(MI_Application_Close(&application));
    return 0;
}
