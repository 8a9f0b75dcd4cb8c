/* SetCustomOption: values of every type are copied, and given back as they are by GetOption. */
#include "report.h"

static MI_OperationOptions options = MI_OPERATIONOPTIONS_NULL;

static MI_Value get(const MI_Char *name, MI_Type expected) {
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 flags = 7;
    MI_Result result;
    memset(&value, 0, sizeof value);
    result = MI_OperationOptions_GetOption(&options, name, &value, &type, NULL, &flags);
    printf("GetOption(%s): %s, its own type: %s\n", SHOWN(name), result_name(result), type == expected ? "yes" : "NO");
    return value;
}

/* A field's name as an option's. */
#define TEXT_OF(TEXT) MI_T(TEXT)
#define NAME_OF(FIELD) TEXT_OF(#FIELD)

#define SCALAR(TYPE, FIELD, VALUE)                                                                     \
    do {                                                                                               \
        MI_Value given;                                                                                \
        memset(&given, 0, sizeof given);                                                               \
        given.FIELD = VALUE;                                                                           \
        REPORT(MI_OperationOptions_SetCustomOption(&options, NAME_OF(FIELD), TYPE, &given, MI_FALSE));         \
        SHOW_HOLDS(get(NAME_OF(FIELD), TYPE).FIELD == VALUE);                                                  \
    } while (0)

#define ARRAY(TYPE, FIELD, ELEMENT, A, B)                                                              \
    do {                                                                                               \
        MI_Value given, found;                                                                         \
        ELEMENT elements[2];                                                                           \
        elements[0] = A;                                                                               \
        elements[1] = B;                                                                               \
        given.FIELD.data = elements;                                                                   \
        given.FIELD.size = 2;                                                                          \
        REPORT(MI_OperationOptions_SetCustomOption(&options, NAME_OF(FIELD), TYPE, &given, MI_TRUE));          \
        memset(elements, 0, sizeof elements);                                                          \
        found = get(NAME_OF(FIELD), TYPE);                                                                     \
        SHOW_HOLDS(found.FIELD.size == 2 && found.FIELD.data[0] == A && found.FIELD.data[1] == B);     \
    } while (0)

static void strings(void) {
    MI_Value given, found;
    MI_Char text[] = MI_T("text");
    MI_Char *elements[2];

    given.string = text;
    REPORT(MI_OperationOptions_SetCustomOption(&options, MI_T("string"), MI_STRING, &given, MI_FALSE));
    text[0] = 'T';
    SHOW_HOLDS(SAME(get(MI_T("string"), MI_STRING).string, MI_T("text")));
    elements[0] = elements[1] = text;
    given.stringa.data = elements;
    given.stringa.size = 2;
    REPORT(MI_OperationOptions_SetCustomOption(&options, MI_T("stringa"), MI_STRINGA, &given, MI_FALSE));
    elements[0] = NULL;
    text[0] = 'x';
    found = get(MI_T("stringa"), MI_STRINGA);
    SHOW_HOLDS(found.stringa.size == 2 && SAME(found.stringa.data[1], MI_T("Text")));
}

static void datetimes(void) {
    MI_Value given, found;
    memset(&given, 0, sizeof given);
    given.datetime.isTimestamp = MI_TRUE;
    given.datetime.u.timestamp.year = 2024;
    given.datetime.u.timestamp.month = 2;
    given.datetime.u.timestamp.day = 29;
    REPORT(MI_OperationOptions_SetCustomOption(&options, MI_T("datetime"), MI_DATETIME, &given, MI_FALSE));
    found = get(MI_T("datetime"), MI_DATETIME);
    SHOW_HOLDS(found.datetime.isTimestamp && found.datetime.u.timestamp.day == 29);
}

static void instances(MI_Application *application) {
    MI_Instance *instance = NULL;
    MI_Value given, found, element;

    NEED(MI_Application_NewInstance(application, MI_T("Thing"), NULL, &instance));
    element.uint32 = 5;
    NEED(MI_Instance_AddElement(instance, MI_T("P"), &element, MI_UINT32, 0));
    given.instance = instance;
    REPORT(MI_OperationOptions_SetCustomOption(&options, MI_T("instance"), MI_INSTANCE, &given, MI_FALSE));
    REPORT(MI_Instance_Delete(instance));
    found = get(MI_T("instance"), MI_INSTANCE);
    memset(&element, 0, sizeof element);
    REPORT(MI_Instance_GetElement(found.instance, MI_T("p"), &element, NULL, NULL, NULL));
    SHOW_NUMBER(element.uint32);
}

static void refusals(void) {
    MI_Value value;
    MI_Uint32 number = 0;
    memset(&value, 0, sizeof value);
    value.uint8 = 1;
    REPORT_AS("the same type again", MI_OperationOptions_SetCustomOption(&options, MI_T("UINT8"), MI_UINT8, &value, MI_TRUE));
    SHOW_NUMBER(get(MI_T("uint8"), MI_UINT8).uint8);
    REPORT_AS("another type", MI_OperationOptions_SetCustomOption(&options, MI_T("uint8"), MI_UINT16, &value, MI_TRUE));
    REPORT_AS("no type at all", MI_OperationOptions_SetCustomOption(&options, MI_T("none"), (MI_Type)99, &value, MI_TRUE));
    REPORT_AS("no name", MI_OperationOptions_SetCustomOption(&options, NULL, MI_UINT8, &value, MI_TRUE));
    REPORT_AS("no value", MI_OperationOptions_SetCustomOption(&options, MI_T("v"), MI_UINT8, NULL, MI_TRUE));
    REPORT_AS("flags", options.ft->SetCustomOption(&options, MI_T("v"), MI_UINT8, &value, MI_TRUE, 1));
    REPORT(MI_OperationOptions_SetNumber(&options, MI_T("number"), 1, 0));
    REPORT_AS("custom over a number", MI_OperationOptions_SetCustomOption(&options, MI_T("number"), MI_UINT32, &value, 0));
    REPORT_AS("a number over custom", MI_OperationOptions_SetNumber(&options, MI_T("uint32"), 1, 0));
    REPORT_AS("custom read as a number", MI_OperationOptions_GetNumber(&options, MI_T("uint32"), &number, NULL, NULL));
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_OperationOptions copy = MI_OPERATIONOPTIONS_NULL;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewOperationOptions(&application, MI_TRUE, &options));
    SCALAR(MI_BOOLEAN, boolean, MI_TRUE);
    SCALAR(MI_UINT8, uint8, 200);
    SCALAR(MI_SINT8, sint8, -100);
    SCALAR(MI_UINT16, uint16, 60000);
    SCALAR(MI_SINT16, sint16, -30000);
    SCALAR(MI_UINT32, uint32, 4000000000u);
    SCALAR(MI_SINT32, sint32, -2000000000);
    SCALAR(MI_UINT64, uint64, 0xFFFFFFFFFFFFFFFFull);
    SCALAR(MI_SINT64, sint64, -9000000000000000000ll);
    SCALAR(MI_REAL32, real32, 1.5f);
    SCALAR(MI_REAL64, real64, -2.25);
    SCALAR(MI_CHAR16, char16, 0x20AC);
    ARRAY(MI_BOOLEANA, booleana, MI_Boolean, MI_TRUE, MI_FALSE);
    ARRAY(MI_UINT8A, uint8a, MI_Uint8, 1, 2);
    ARRAY(MI_SINT8A, sint8a, MI_Sint8, -1, 2);
    ARRAY(MI_UINT16A, uint16a, MI_Uint16, 1, 2);
    ARRAY(MI_SINT16A, sint16a, MI_Sint16, -1, 2);
    ARRAY(MI_UINT32A, uint32a, MI_Uint32, 1, 2);
    ARRAY(MI_SINT32A, sint32a, MI_Sint32, -1, 2);
    ARRAY(MI_UINT64A, uint64a, MI_Uint64, 1, 2);
    ARRAY(MI_SINT64A, sint64a, MI_Sint64, -1, 2);
    ARRAY(MI_REAL32A, real32a, MI_Real32, 1.5f, 2.5f);
    ARRAY(MI_REAL64A, real64a, MI_Real64, 1.5, 2.5);
    ARRAY(MI_CHAR16A, char16a, MI_Char16, 1, 2);
    strings();
    datetimes();
    instances(&application);
    refusals();
    /* A clone keeps the values when the first is gone. */
    REPORT(MI_OperationOptions_Clone(&options, &copy));
    MI_OperationOptions_Delete(&options);
    options = copy;
    SHOW_HOLDS(SAME(get(MI_T("string"), MI_STRING).string, MI_T("text")));
    MI_OperationOptions_Delete(&options);
    REPORT(MI_Application_Close(&application));
    return 0;
}
