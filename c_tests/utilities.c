/* MI_UtilitiesFT: categories and error instances of foreign error codes, through the client's tables. */
#include "report.h"

static void category(const MI_Char *type, MI_Uint32 code) {
    printf("%s %u: %d\n", type == NULL ? "NULL" : SHOWN(type), code,
           (int)mi_clientFT_V1->utilitiesFT->MapErrorToMiErrorCategory((MI_Char *)type, code));
}

/* MI's own results: as the original. */
static void mi_results(void) {
    MI_Uint32 code;
    for (code = 0; code < 30; code++) category(MI_RESULT_TYPE_MI, code);
    category(MI_T("bogus"), 1);
}

static void other_codes(void) {
    category(MI_RESULT_TYPE_ERRNO, 2);
    category(MI_RESULT_TYPE_ERRNO, 13);
    category(MI_RESULT_TYPE_ERRNO, 22);
    category(MI_RESULT_TYPE_ERRNO, 110);
    category(MI_RESULT_TYPE_WIN32, 2);
    category(MI_RESULT_TYPE_WIN32, 5);
    category(MI_RESULT_TYPE_WIN32, 1326);
    category(MI_RESULT_TYPE_HRESULT, 0x80070005u);
    category(MI_RESULT_TYPE_HRESULT, 0x80041002u);
    category(MI_RESULT_TYPE_HRESULT, 0);
    category(MI_RESULT_TYPE_WINRM, 0x80338029u);
    category(MI_T("HTTP"), 401);
    category(MI_T("http"), 404);
    category(MI_T("MOFPARSER"), 7);
}

static void show_error(const char *what, MI_Uint32 code, const MI_Char *type, const MI_Char *message) {
    static const MI_Char *const names[] = {MI_T("MessageID"), MI_T("Message"), MI_T("OMI_Type"), MI_T("OwningEntity"),
                                           MI_T("ProbableCauseDescription")};
    MI_Instance *error = NULL;
    const MI_Char *text = NULL;
    MI_Value value;
    MI_Type type_found;
    MI_Uint32 flags, index;

    printf("%s: %s\n", what,
           result_name(mi_clientFT_V1->utilitiesFT->CimErrorFromErrorCode(code, type, message, &error)));
    if (error == NULL) {
        printf("no instance\n");
        return;
    }
    REPORT(MI_Instance_GetClassName(error, &text));
    SHOW_TEXT(text);
    for (index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (MI_Instance_GetElement(error, names[index], &value, &type_found, &flags, NULL) != MI_RESULT_OK) {
            printf("%s is missing\n", SHOWN(names[index]));
        } else {
            printf("%s = %s\n", SHOWN(names[index]), flags & MI_FLAG_NULL ? "NULL" : SHOWN(value.string));
        }
    }
    REPORT(MI_Instance_GetElement(error, MI_T("OMI_Code"), &value, NULL, NULL, NULL));
    SHOW_NUMBER(value.uint32);
    REPORT(MI_Instance_GetElement(error, MI_T("OMI_Category"), &value, NULL, NULL, NULL));
    SHOW_NUMBER(value.uint16);
    REPORT(MI_Instance_GetElement(error, MI_T("CIMStatusCode"), &value, NULL, NULL, NULL));
    SHOW_NUMBER(value.uint32);
    REPORT(MI_Instance_GetElement(error, MI_T("PerceivedSeverity"), &value, NULL, NULL, NULL));
    SHOW_NUMBER(value.uint16);
    REPORT(MI_Instance_Delete(error));
}

int main(void) {
    mi_results();
    other_codes();
    show_error("an MI result", MI_RESULT_INVALID_CLASS, MI_RESULT_TYPE_MI, MI_T("what happened"));
    show_error("an errno", 13, MI_RESULT_TYPE_ERRNO, MI_T("what happened"));
    show_error("success", 0, MI_RESULT_TYPE_MI, MI_T("what happened"));
    show_error("an unknown type", 1, MI_T("bogus"), MI_T("what happened"));
    show_error("a Windows error", 5, MI_RESULT_TYPE_WIN32, MI_T("what happened"));
    /* The original does not come back from these. */
    category(NULL, 7);
    show_error("no type", 1, NULL, MI_T("what happened"));
    return 0;
}
