/* WMI of this machine through COM: what the classes of every Windows, and of wine, answer. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;
static MI_Session session = MI_SESSION_NULL;

/* Whether the caller's thread stays outside of every apartment. */
typedef HRESULT(WINAPI *get_apartment)(int *type, int *qualifier);

static int has_no_apartment(void) {
    get_apartment get = (get_apartment)(void *)GetProcAddress(LoadLibraryA("ole32.dll"), "CoGetApartmentType");
    int type = 0, qualifier = 0;
    return get != NULL && (get(&type, &qualifier) == (HRESULT)0x800401F0L /* CO_E_NOTINITIALIZED */ || qualifier == 1);
}

/* Without what all elements have that came from WMI. */
static MI_Uint32 element_flags(const MI_Instance *instance, const MI_Char *name, MI_Value *value, MI_Type *type) {
    const MI_Uint32 all = MI_FLAG_PROPERTY | MI_FLAG_NOT_MODIFIED;
    MI_Uint32 flags = 0;
    if (MI_Instance_GetElement(instance, name, value, type, &flags, NULL) != MI_RESULT_OK) return 0xFFFFFFFF;
    return (flags & all) == all ? flags & ~all : 0xFFFFFFFF;
}

static int is_text(const MI_Instance *instance, const MI_Char *name) {
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 flags = element_flags(instance, name, &value, &type);
    return flags != 0xFFFFFFFF && !(flags & MI_FLAG_NULL) && type == MI_STRING && value.string[0] != 0;
}

/* Gets everything; how many instances there were. */
static int drain(MI_Operation *operation, MI_Result *result, const MI_Instance **kept, MI_Instance **copy) {
    MI_Boolean more = MI_TRUE;
    const MI_Instance *instance = NULL, *details = NULL;
    const MI_Char *text = NULL;
    int count = 0;
    while (more) {
        if (MI_Operation_GetInstance(operation, &instance, &more, result, &text, &details) != MI_RESULT_OK) return -1;
        if (instance != NULL && count++ == 0 && copy != NULL) MI_Instance_Clone(instance, copy);
    }
    if (*result != MI_RESULT_OK) printf("  text: %s, details: %s\n", text == NULL ? "none" : SHOWN(text), details == NULL ? "none" : "some");
    (void)kept;
    return count;
}

#define OPERATION(NAME, START)                                                       \
    do {                                                                             \
        START;                                                                       \
        count = drain(&operation, &result, NULL, &found);                            \
        printf("%s: %s, %s\n", NAME, result_name(result),                            \
               count == 0 ? "none" : count == 1 ? "one" : "several");                \
        if (MI_Operation_Close(&operation) != MI_RESULT_OK) printf("  CLOSE FAILED\n"); \
    } while (0)

static void reading(void) {
    MI_Operation operation;
    MI_Instance *found = NULL, *process = NULL;
    MI_Result result = MI_RESULT_OK;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    const MI_Char *text = NULL;
    int count;

    OPERATION("TestConnection", MI_Session_TestConnection(&session, 0, NULL, &operation));
    OPERATION("EnumerateInstances", MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_OperatingSystem"),
                                                                   MI_FALSE, NULL, &operation));
    NEED(MI_Instance_GetClassName(found, &text));
    SHOW_TEXT(text);
    NEED(MI_Instance_GetNameSpace(found, &text));
    SHOW_HOLDS(CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, (const wchar_t *)text, -1, L"root/cimv2", -1) == CSTR_EQUAL);
    SHOW_HOLDS(is_text(found, MI_T("Caption")) && is_text(found, MI_T("version")));
    SHOW_HOLDS(element_flags(found, MI_T("LastBootUpTime"), &value, &type) == 0 && type == MI_DATETIME && value.datetime.isTimestamp);
    SHOW_HOLDS(element_flags(found, MI_T("FreePhysicalMemory"), &value, &type) == 0 && type == MI_UINT64 && value.uint64 > 0);
    SHOW_HOLDS(element_flags(found, MI_T("ProductType"), &value, &type) == 0 && type == MI_UINT32);
    MI_Instance_Delete(found);
    found = NULL;

    OPERATION("QueryInstances", MI_Session_QueryInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("WQL"),
                                                          MI_T("SELECT * FROM Win32_Process"), NULL, &operation));
    SHOW_HOLDS(element_flags(found, MI_T("Handle"), &value, &type) == MI_FLAG_KEY && type == MI_STRING);
    SHOW_HOLDS(element_flags(found, MI_T("ProcessId"), &value, &type) == 0 && type == MI_UINT32);
    NEED(MI_Application_NewInstance(&application, MI_T("Win32_Process"), NULL, &process));
    (void)element_flags(found, MI_T("Handle"), &value, &type);
    NEED(MI_Instance_AddElement(process, MI_T("Handle"), &value, MI_STRING, MI_FLAG_KEY));
    MI_Instance_Delete(found);
    found = NULL;
    OPERATION("GetInstance", MI_Session_GetInstance(&session, 0, NULL, MI_T("root/cimv2"), process, NULL, &operation));
    SHOW_HOLDS(is_text(found, MI_T("Caption")));
    MI_Instance_Delete(found);
    found = NULL;
    MI_Instance_Delete(process);

    OPERATION("EnumerateInstances, keys", MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_Process"),
                                                                         MI_TRUE, NULL, &operation));
    SHOW_HOLDS((element_flags(found, MI_T("Handle"), &value, &type) & MI_FLAG_KEY) && type == MI_STRING);
    MI_Instance_Delete(found);
}

static void failing(void) {
    MI_Operation operation;
    MI_Instance *found = NULL;
    MI_Result result = MI_RESULT_OK;
    int count;
    OPERATION("no such class", MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_NoSuchClass"), MI_FALSE,
                                                              NULL, &operation));
    OPERATION("no such namespace", MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/nowhere"), MI_T("Win32_Process"), MI_FALSE,
                                                                  NULL, &operation));
    OPERATION("no query", MI_Session_QueryInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("WQL"), MI_T("no query"), NULL,
                                                    &operation));
}

static void classes(void) {
    MI_Operation operation;
    const MI_Class *found = NULL;
    MI_Boolean more = MI_TRUE;
    MI_Result result = MI_RESULT_FAILED;
    const MI_Char *name = NULL;
    MI_Uint32 count = 0;
    MI_Type type = MI_BOOLEAN;
    MI_Value value;
    MI_Session_GetClass(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_Process"), NULL, &operation);
    REPORT(MI_Operation_GetClass(&operation, &found, &more, &result, NULL, NULL));
    printf("GetClass: %s\n", result_name(result));
    if (found != NULL) {
        NEED(MI_Class_GetClassName(found, &name));
        SHOW_TEXT(name);
        NEED(MI_Class_GetElementCount(found, &count));
        SHOW_HOLDS(count > 5);
        NEED(MI_Class_GetElement(found, MI_T("ProcessId"), &value, NULL, &type, NULL, NULL, NULL, NULL));
        SHOW_HOLDS(type == MI_UINT32);
        NEED(MI_Class_GetMethodCount(found, &count));
        SHOW_HOLDS(count > 0);
    }
    REPORT(MI_Operation_Close(&operation));
}

static void method(void) {
    MI_Operation operation;
    MI_Instance *parameters = NULL, *found = NULL;
    MI_Result result = MI_RESULT_OK;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    int count;
    /* HKEY_LOCAL_MACHINE\Software has keys. */
    NEED(MI_Application_NewInstance(&application, MI_T("__PARAMETERS"), NULL, &parameters));
    value.uint32 = 0x80000002u;
    NEED(MI_Instance_AddElement(parameters, MI_T("hDefKey"), &value, MI_UINT32, 0));
    value.string = (MI_Char *)MI_T("Software");
    NEED(MI_Instance_AddElement(parameters, MI_T("sSubKeyName"), &value, MI_STRING, 0));
    OPERATION("Invoke", MI_Session_Invoke(&session, 0, NULL, MI_T("root/default"), MI_T("StdRegProv"), MI_T("EnumKey"), NULL, parameters,
                                          NULL, &operation));
    SHOW_HOLDS(found != NULL && element_flags(found, MI_T("ReturnValue"), &value, &type) == 0 && type == MI_UINT32 && value.uint32 == 0);
    SHOW_HOLDS(found != NULL && element_flags(found, MI_T("sNames"), &value, &type) == 0 && type == MI_STRINGA &&
               value.stringa.size > 0);
    if (found != NULL) MI_Instance_Delete(found);
    MI_Instance_Delete(parameters);
}

/* A closed operation that was not drained, and one that was cancelled, keep nobody. */
static void undrained(void) {
    MI_Operation operation;
    MI_Boolean more = MI_FALSE;
    int round;
    for (round = 0; round < 20; round++) {
        MI_Session_EnumerateInstances(&session, 0, NULL, MI_T("root/cimv2"), MI_T("Win32_Process"), MI_FALSE, NULL, &operation);
        if (round % 2) MI_Operation_GetInstance(&operation, NULL, &more, NULL, NULL, NULL);
        if (round % 3 == 0) MI_Operation_Cancel(&operation, MI_REASON_NONE);
        if (MI_Operation_Close(&operation) != MI_RESULT_OK) printf("CLOSE FAILED\n");
    }
}

int main(void) {
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    reading();
    failing();
    classes();
    method();
    undrained();
    SHOW_HOLDS(has_no_apartment());
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_NewSession(&application, MI_T("WMIDCOM"), MI_T("localhost"), NULL, NULL, NULL, &session));
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));
    return 0;
}
