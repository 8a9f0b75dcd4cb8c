/* Every status of WMI's, wherever it comes from: the MI result, the category, and what WMI says with it. */
#include "script/client.h"

/* `result, category, text` of what a delete and a list end with. */
static void show_end(MI_Operation *operation) {
    const MI_Instance *details = NULL;
    const MI_Char *text = NULL;
    MI_Result result = MI_RESULT_OK;
    MI_Boolean more = MI_TRUE;
    MI_Value value;
    MI_Type type;
    int count = 0;
    while (more) {
        const MI_Instance *instance = NULL;
        NEED(MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details));
        count += instance != NULL;
    }
    printf("%d objects, result %d, %s", count, (int)result, text == NULL ? "no text" : SHOWN(text));
    if (details != NULL && MI_Instance_GetElement(details, MI_T("CIMStatusCode"), &value, &type, NULL, NULL) == MI_RESULT_OK)
        printf(", CIM %u", value.uint32);
    if (details != NULL && MI_Instance_GetElement(details, MI_T("OMI_Category"), &value, &type, NULL, NULL) == MI_RESULT_OK)
        printf(", category %u", value.uint16);
    if (details != NULL && MI_Instance_GetElement(details, MI_T("OMI_Code"), &value, &type, NULL, NULL) == MI_RESULT_OK)
        printf(", code %08x", value.uint32);
    if (details != NULL && MI_Instance_GetElement(details, MI_T("OMI_Type"), &value, &type, NULL, NULL) == MI_RESULT_OK)
        printf(" of %s", SHOWN(value.string));
    printf("\n");
    if (MI_Operation_Close(operation) != MI_RESULT_OK) printf("CLOSE FAILED\n");
}

static MI_Instance *which;

static void one_delete(const char *name) {
    MI_Operation operation;
    printf("%s: ", name);
    MI_Session_DeleteInstance(&session, 0, NULL, NULL, which, NULL, &operation);
    show_end(&operation);
}

static void one_get(const char *name) {
    MI_Operation operation;
    printf("%s: ", name);
    MI_Session_GetInstance(&session, 0, NULL, NULL, which, NULL, &operation);
    show_end(&operation);
}

static void one_list(const char *name) {
    MI_Operation operation;
    printf("%s: ", name);
    MI_Session_EnumerateInstances(&session, 0, NULL, NULL, MI_T("Test_Single"), MI_FALSE, NULL, &operation);
    show_end(&operation);
}

/* The codes of WMI ([MS-WMI] 2.2.11, and the SDK's), of COM and of RPC. */
static void codes(void) {
    static const HRESULT others[] = {E_NOTIMPL, E_NOINTERFACE, E_FAIL, E_UNEXPECTED, E_ACCESSDENIED, E_OUTOFMEMORY, E_INVALIDARG,
                                     (HRESULT)0x800706ba, (HRESULT)0x800706be, (HRESULT)0x800706bf, (HRESULT)0x800706d9,
                                     (HRESULT)0x80070569, (HRESULT)0x8007052e, (HRESULT)0x80010108, (HRESULT)0x80010117,
                                     (HRESULT)0x80041064, (HRESULT)0x80042001, (HRESULT)0x80044001};
    char name[32];
    HRESULT code;
    size_t i;
    for (code = (HRESULT)0x80041001; code <= (HRESULT)0x8004106c; code++) {
        snprintf(name, sizeof name, "%08lx", code);
        script.later = code;
        one_delete(name);
    }
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(name, sizeof name, "%08lx", others[i]);
        script.later = others[i];
        one_delete(name);
    }
}

/* The sentence reaches the client wherever WMI leaves it. */
static void sentences(void) {
    Object *status = object_new(0, L"__ExtendedStatus");
    script.at_connect = WBEM_E_ACCESS_DENIED;
    script.said = L"Not you.\r\n";
    one_delete("said by ConnectServer");
    script.at_once = WBEM_E_FAILED;
    script.said = L"No.";
    one_delete("said at once");
    script.later = WBEM_E_FAILED;
    one_delete("said later, without a result");
    script.later = WBEM_E_NOT_FOUND;
    one_get("said later, with a result");
    script.at_once = WBEM_E_INVALID_QUERY;
    one_list("said by a list at once");
    script.later = WBEM_E_INVALID_CLASS;
    one_list("said by a list later");
    script.said = NULL;
    property(status, L"Description", CIM_STRING, v_text(L"The provider's own words"));
    property(status, L"StatusCode", CIM_UINT32, v_i4(5));
    script.said_object = status;
    script.later = WBEM_E_PROVIDER_FAILURE;
    one_delete("said as an object");
    script.later = WBEM_E_FAILED;
    one_get("said as an object, with a result");
    set(status, L"Description", v_null());
    script.later = WBEM_E_FAILED;
    one_delete("an object that says nothing");
    script.said_object = NULL;
    object_drop(status);
    script.later = WBEM_E_FAILED;
    one_delete("nothing said");
}

/* What was sent before a list failed is delivered. */
static void lists(void) {
    int i;
    for (i = 0; i < 20; i++) list(object_new(0, L"Test_Single"));
    script.later = WBEM_E_QUOTA_VIOLATION;
    one_list("after twenty");
    script.page = 7;
    script.later = (HRESULT)0x800706be;
    one_list("after twenty in pages");
    one_list("twenty");
}

int main(void) {
    client_begin();
    script.silent = 1;
    which = instance_new(MI_T("Test_Single"));
    codes();
    sentences();
    lists();
    MI_Instance_Delete(which);
    client_end();
    return 0;
}
