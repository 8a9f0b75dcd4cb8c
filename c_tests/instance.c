/* MI_InstanceFT on dynamic instances: elements of every type, flags, namespaces, clones, and what is refused. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

static const char *type_name(MI_Type type) {
    static const char *const names[] = {"boolean", "uint8", "sint8", "uint16", "sint16", "uint32", "sint32", "uint64",
                                        "sint64", "real32", "real64", "char16", "datetime", "string", "reference",
                                        "instance"};
    return (unsigned)type < 16 ? names[(unsigned)type] : (unsigned)type < 32 ? "array" : "no type";
}

static void show_elements(const MI_Instance *instance) {
    MI_Uint32 count = 0, index, flags;
    const MI_Char *name;
    MI_Value value;
    MI_Type type;

    REPORT(MI_Instance_GetElementCount(instance, &count));
    for (index = 0; index < count; index++) {
        memset(&value, 0, sizeof value);
        if (MI_Instance_GetElementAt(instance, index, &name, &value, &type, &flags) != MI_RESULT_OK) {
            printf("GetElementAt(%u) failed\n", index);
            continue;
        }
        printf("%u %s: %s%s%s%s", index, SHOWN(name), type_name(type), flags & MI_FLAG_KEY ? ", key" : "",
               flags & MI_FLAG_NULL ? ", null" : "", flags & MI_FLAG_NOT_MODIFIED ? ", not modified" : "");
        if (type == MI_STRING && !(flags & MI_FLAG_NULL)) printf(" = %s", SHOWN(value.string));
        if (type == MI_UINT32 && !(flags & MI_FLAG_NULL)) printf(" = %u", value.uint32);
        printf("\n");
    }
}

/* A field's name as a property's. */
#define TEXT_OF(TEXT) MI_T(TEXT)
#define NAME_OF(FIELD) TEXT_OF(#FIELD)

#define SCALAR(TYPE, FIELD, VALUE)                                                       \
    do {                                                                                 \
        MI_Value given, found;                                                           \
        MI_Type type = MI_BOOLEAN;                                                       \
        memset(&given, 0, sizeof given);                                                 \
        memset(&found, 0, sizeof found);                                                 \
        given.FIELD = VALUE;                                                             \
        REPORT(MI_Instance_AddElement(instance, NAME_OF(FIELD), &given, TYPE, 0));               \
        REPORT(MI_Instance_GetElement(instance, NAME_OF(FIELD), &found, &type, NULL, NULL));     \
        SHOW_HOLDS(type == TYPE && found.FIELD == VALUE);                                \
    } while (0)

#define ARRAY(TYPE, FIELD, ELEMENT, A, B)                                                \
    do {                                                                                 \
        MI_Value given, found;                                                           \
        ELEMENT elements[2];                                                             \
        elements[0] = A;                                                                 \
        elements[1] = B;                                                                 \
        memset(&found, 0, sizeof found);                                                 \
        given.FIELD.data = elements;                                                     \
        given.FIELD.size = 2;                                                            \
        REPORT(MI_Instance_AddElement(instance, NAME_OF(FIELD), &given, TYPE, 0));               \
        memset(elements, 0, sizeof elements);                                            \
        REPORT(MI_Instance_GetElement(instance, NAME_OF(FIELD), &found, NULL, NULL, NULL));      \
        SHOW_HOLDS(found.FIELD.size == 2 && found.FIELD.data[0] == A && found.FIELD.data[1] == B); \
    } while (0)

static void every_type(void) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, MI_T("Types"), NULL, &instance));
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
    show_elements(instance);
    REPORT(MI_Instance_Delete(instance));
}

static void texts_and_times(void) {
    MI_Instance *instance = NULL;
    MI_Value given, found;
    MI_Char text[] = MI_T("text");
    MI_Char *texts[2];

    NEED(MI_Application_NewInstance(&application, MI_T("Texts"), NULL, &instance));
    given.string = text;
    REPORT_AS("a string", MI_Instance_AddElement(instance, MI_T("s"), &given, MI_STRING, 0));
    text[0] = 'T';
    REPORT(MI_Instance_GetElement(instance, MI_T("S"), &found, NULL, NULL, NULL));
    SHOW_TEXT(found.string);
    texts[0] = text;
    texts[1] = text;
    given.stringa.data = texts;
    given.stringa.size = 2;
    REPORT_AS("strings", MI_Instance_AddElement(instance, MI_T("sa"), &given, MI_STRINGA, 0));
    texts[0] = texts[1] = NULL;
    text[0] = 'x';
    REPORT(MI_Instance_GetElement(instance, MI_T("sa"), &found, NULL, NULL, NULL));
    SHOW_TEXT(found.stringa.data[1]);
    memset(&given, 0, sizeof given);
    given.datetime.isTimestamp = MI_TRUE;
    given.datetime.u.timestamp.year = 2026;
    given.datetime.u.timestamp.utc = -60;
    REPORT_AS("a datetime", MI_Instance_AddElement(instance, MI_T("d"), &given, MI_DATETIME, 0));
    REPORT(MI_Instance_GetElement(instance, MI_T("d"), &found, NULL, NULL, NULL));
    SHOW_HOLDS(found.datetime.isTimestamp && found.datetime.u.timestamp.year == 2026 &&
               found.datetime.u.timestamp.utc == -60);
    given.uint32a.data = NULL;
    given.uint32a.size = 0;
    REPORT_AS("an empty array", MI_Instance_AddElement(instance, MI_T("e"), &given, MI_UINT32A, 0));
    REPORT(MI_Instance_GetElement(instance, MI_T("e"), &found, NULL, NULL, NULL));
    SHOW_NUMBER(found.uint32a.size);
    REPORT(MI_Instance_Delete(instance));
}

static void embedded(void) {
    MI_Instance *outer = NULL, *inner = NULL, *copy = NULL;
    MI_Value given, found;

    NEED(MI_Application_NewInstance(&application, MI_T("Outer"), NULL, &outer));
    NEED(MI_Application_NewInstance(&application, MI_T("Inner"), NULL, &inner));
    given.uint32 = 5;
    NEED(MI_Instance_AddElement(inner, MI_T("n"), &given, MI_UINT32, MI_FLAG_KEY));
    given.instance = inner;
    REPORT_AS("an instance", MI_Instance_AddElement(outer, MI_T("i"), &given, MI_INSTANCE, 0));
    REPORT_AS("a reference", MI_Instance_AddElement(outer, MI_T("r"), &given, MI_REFERENCE, MI_FLAG_KEY));
    given.instancea.data = &inner;
    given.instancea.size = 1;
    REPORT_AS("instances", MI_Instance_AddElement(outer, MI_T("ia"), &given, MI_INSTANCEA, 0));
    REPORT(MI_Instance_Delete(inner));
    REPORT(MI_Instance_Clone(outer, &copy));
    REPORT(MI_Instance_Delete(outer));
    REPORT(MI_Instance_GetElement(copy, MI_T("ia"), &found, NULL, NULL, NULL));
    inner = found.instancea.data[0];
    REPORT(MI_Instance_GetElement(inner, MI_T("n"), &found, NULL, NULL, NULL));
    SHOW_NUMBER(found.uint32);
    REPORT(MI_Instance_GetElement(copy, MI_T("r"), &found, NULL, NULL, NULL));
    show_elements(found.reference);
    show_elements(copy);
    REPORT(MI_Instance_Delete(copy));
}

static void changes(void) {
    MI_Instance *instance = NULL, *copy = NULL;
    MI_Value value;
    MI_Uint32 index = 99, flags = 0;
    const MI_Char *name = NULL;
    MI_Type type;

    NEED(MI_Application_NewInstance(&application, MI_T("Changes"), NULL, &instance));
    value.uint32 = 1;
    REPORT(MI_Instance_AddElement(instance, MI_T("One"), &value, MI_UINT32, MI_FLAG_KEY));
    REPORT_AS("the same again", MI_Instance_AddElement(instance, MI_T("oNE"), &value, MI_UINT32, 0));
    REPORT_AS("null", MI_Instance_AddElement(instance, MI_T("Two"), NULL, MI_STRING, MI_FLAG_NULL));
    REPORT_AS("no value", MI_Instance_AddElement(instance, MI_T("Three"), NULL, MI_STRING, 0));
    REPORT_AS("no name", MI_Instance_AddElement(instance, NULL, &value, MI_UINT32, 0));
    value.uint32 = 2;
    REPORT(MI_Instance_SetElement(instance, MI_T("ONE"), &value, MI_UINT32, 0));
    REPORT(MI_Instance_GetElement(instance, MI_T("one"), &value, &type, &flags, &index));
    SHOW_HOLDS(value.uint32 == 2 && index == 0 && (flags & MI_FLAG_KEY));
    REPORT_AS("another type", MI_Instance_SetElement(instance, MI_T("One"), &value, MI_UINT64, 0));
    REPORT_AS("an unknown name", MI_Instance_SetElement(instance, MI_T("Nothing"), &value, MI_UINT32, 0));
    REPORT_AS("an unknown name", MI_Instance_GetElement(instance, MI_T("Nothing"), &value, NULL, NULL, NULL));
    value.string = (MI_Char *)MI_T("two");
    REPORT(MI_Instance_SetElementAt(instance, 1, &value, MI_STRING, 0));
    REPORT_AS("another type", MI_Instance_SetElementAt(instance, 0, &value, MI_STRING, 0));
    REPORT_AS("past the end", MI_Instance_SetElementAt(instance, 9, &value, MI_STRING, 0));
    REPORT_AS("past the end", MI_Instance_GetElementAt(instance, 9, &name, &value, &type, &flags));
    REPORT(MI_Instance_Clone(instance, &copy));
    REPORT(MI_Instance_ClearElement(instance, MI_T("one")));
    REPORT(MI_Instance_ClearElementAt(instance, 1));
    REPORT_AS("past the end", MI_Instance_ClearElementAt(instance, 9));
    REPORT_AS("an unknown name", MI_Instance_ClearElement(instance, MI_T("Nothing")));
    show_elements(instance);
    REPORT(MI_Instance_Delete(instance));
    show_elements(copy);
    REPORT(MI_Instance_Delete(copy));
}

static void borrowed_and_adopted(void) {
    MI_Instance *instance = NULL, *inner = NULL;
    MI_Value value, found;
    static MI_Char text[] = MI_T("borrowed");
    static MI_Uint32 numbers[] = {1, 2, 3};

    NEED(MI_Application_NewInstance(&application, MI_T("Borrows"), NULL, &instance));
    value.string = text;
    REPORT_AS("a borrowed string", MI_Instance_AddElement(instance, MI_T("s"), &value, MI_STRING, MI_FLAG_BORROW));
    REPORT(MI_Instance_GetElement(instance, MI_T("s"), &found, NULL, NULL, NULL));
    SHOW_HOLDS(found.string == text);
    value.uint32a.data = numbers;
    value.uint32a.size = 3;
    REPORT_AS("a borrowed array", MI_Instance_AddElement(instance, MI_T("a"), &value, MI_UINT32A, MI_FLAG_BORROW));
    REPORT(MI_Instance_GetElement(instance, MI_T("a"), &found, NULL, NULL, NULL));
    SHOW_HOLDS(found.uint32a.data == numbers);
    NEED(MI_Application_NewInstance(&application, MI_T("Adopted"), NULL, &inner));
    value.instance = inner;
    REPORT_AS("an adopted instance", MI_Instance_AddElement(instance, MI_T("i"), &value, MI_INSTANCE, MI_FLAG_ADOPT));
    REPORT(MI_Instance_GetElement(instance, MI_T("i"), &found, NULL, NULL, NULL));
    show_elements(found.instance);
    REPORT(MI_Instance_Delete(instance));
}

static void names(void) {
    MI_Instance *instance = NULL;
    MI_Class *declared = NULL;
    const MI_Char *text = NULL;

    REPORT(MI_Application_NewInstance(&application, MI_T("Named"), NULL, &instance));
    REPORT(MI_Instance_GetClassName(instance, &text));
    SHOW_TEXT(text);
    REPORT(MI_Instance_GetNameSpace(instance, &text));
    SHOW_TEXT(text);
    REPORT(MI_Instance_SetNameSpace(instance, MI_T("root/cimv2")));
    REPORT(MI_Instance_GetNameSpace(instance, &text));
    SHOW_TEXT(text);
    REPORT(MI_Instance_GetServerName(instance, &text));
    REPORT(MI_Instance_SetServerName(instance, MI_T("server")));
    REPORT(MI_Instance_GetServerName(instance, &text));
    SHOW_TEXT(text);
    REPORT(MI_Instance_GetClass(instance, &declared));
    if (declared != NULL) {
        REPORT(MI_Class_GetClassName(declared, &text));
        SHOW_TEXT(text);
        REPORT(MI_Class_Delete(declared));
    }
    REPORT(MI_Instance_GetClassName(instance, NULL));
    REPORT(MI_Instance_GetElementCount(instance, NULL));
    REPORT(MI_Instance_Clone(instance, NULL));
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Application_NewInstance(&application, NULL, NULL, &instance));
    REPORT(MI_Application_NewInstance(&application, MI_T("Named"), NULL, NULL));
}

int main(void) {
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    every_type();
    texts_and_times();
    embedded();
    changes();
    borrowed_and_adopted();
    names();
    REPORT(MI_Application_Close(&application));
    return 0;
}
