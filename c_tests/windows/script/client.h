/* The client's side of the tests with a scripted WMI: a session, and operations whose results are printed to the last
   element. */
#ifndef C_TESTS_SCRIPT_CLIENT_H
#define C_TESTS_SCRIPT_CLIENT_H

#include "services.h"

static MI_Application application;
static MI_Session session;

static void show_instance(const MI_Instance *instance);

static inline void show_datetime(const MI_Datetime *value) {
    if (value->isTimestamp)
        printf("%04u-%02u-%02uT%02u:%02u:%02u.%06u%+d", value->u.timestamp.year, value->u.timestamp.month, value->u.timestamp.day,
               value->u.timestamp.hour, value->u.timestamp.minute, value->u.timestamp.second, value->u.timestamp.microseconds,
               value->u.timestamp.utc);
    else
        printf("P%uDT%uH%uM%u.%06uS", value->u.interval.days, value->u.interval.hours, value->u.interval.minutes,
               value->u.interval.seconds, value->u.interval.microseconds);
}

static inline void show_scalar(MI_Type type, const MI_Value *value) {
    switch (type) {
    case MI_BOOLEAN: printf("boolean %s", value->boolean ? "true" : "false"); break;
    case MI_UINT8: printf("uint8 %u", value->uint8); break;
    case MI_SINT8: printf("sint8 %d", value->sint8); break;
    case MI_UINT16: printf("uint16 %u", value->uint16); break;
    case MI_SINT16: printf("sint16 %d", value->sint16); break;
    case MI_UINT32: printf("uint32 %u", value->uint32); break;
    case MI_SINT32: printf("sint32 %d", value->sint32); break;
    case MI_UINT64: printf("uint64 %llu", (unsigned long long)value->uint64); break;
    case MI_SINT64: printf("sint64 %lld", (long long)value->sint64); break;
    case MI_REAL32: printf("real32 %.9g", (double)value->real32); break;
    case MI_REAL64: printf("real64 %.17g", value->real64); break;
    case MI_CHAR16: printf("char16 %u", value->char16); break;
    case MI_DATETIME: printf("datetime "), show_datetime(&value->datetime); break;
    case MI_STRING: printf("string '%s'", SHOWN(value->string)); break;
    case MI_REFERENCE: printf("reference "), show_instance(value->reference); break;
    case MI_INSTANCE: printf("instance "), show_instance(value->instance); break;
    default: printf("no type");
    }
}

static inline void show_array(MI_Type type, const MI_Value *value) {
    static const size_t sizes[] = {1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 2, sizeof(MI_Datetime), sizeof(void *), sizeof(void *),
                                   sizeof(void *)};
    MI_Uint32 i, size = value->array.size;
    printf("[");
    for (i = 0; i < size; i++) {
        MI_Value one;
        memset(&one, 0, sizeof one);
        memcpy(&one, (const char *)value->array.data + i * sizes[type & ~MI_ARRAY], sizes[type & ~MI_ARRAY]);
        if (i > 0) printf(", ");
        show_scalar(type & ~MI_ARRAY, &one);
    }
    printf("]");
}

/* `//server/namespace:class {name = type value; *key = ...}` */
static void show_instance(const MI_Instance *instance) {
    const MI_Char *text = NULL;
    MI_Uint32 count = 0, i;
    if (MI_Instance_GetServerName(instance, &text) == MI_RESULT_OK && text != NULL) printf("//%s/", SHOWN(text));
    if (MI_Instance_GetNameSpace(instance, &text) == MI_RESULT_OK && text != NULL) printf("%s:", SHOWN(text));
    if (MI_Instance_GetClassName(instance, &text) == MI_RESULT_OK) printf("%s {", SHOWN(text));
    MI_Instance_GetElementCount(instance, &count);
    for (i = 0; i < count; i++) {
        MI_Value value;
        MI_Type type = MI_BOOLEAN;
        MI_Uint32 flags = 0;
        if (MI_Instance_GetElementAt(instance, i, &text, &value, &type, &flags) != MI_RESULT_OK) printf("NO ELEMENT");
        printf("%s%s%s = ", i > 0 ? "; " : "", flags & MI_FLAG_KEY ? "*" : "", SHOWN(text));
        if (flags & MI_FLAG_NULL) printf("NULL of %d", (int)type);
        else if (type & MI_ARRAY) show_array(type, &value);
        else show_scalar(type, &value);
    }
    printf("}");
}

/* ` [name(flavor) = value]` of each. */
static inline void show_qualifiers(const MI_QualifierSet *set) {
    MI_Uint32 count = 0, i;
    MI_QualifierSet_GetQualifierCount(set, &count);
    for (i = 0; i < count; i++) {
        const MI_Char *name = NULL;
        MI_Type type = MI_BOOLEAN;
        MI_Uint32 flags = 0;
        MI_Value value;
        memset(&value, 0, sizeof value);
        if (MI_QualifierSet_GetQualifierAt(set, i, &name, &type, &flags, &value) != MI_RESULT_OK) printf("NO QUALIFIER");
        printf(" [%s(%s%s%s%s%s) = ", SHOWN(name), flags & MI_FLAG_TOSUBCLASS ? " tosubclass" : "",
               flags & MI_FLAG_RESTRICTED ? " restricted" : "", flags & MI_FLAG_ENABLEOVERRIDE ? " enableoverride" : "",
               flags & MI_FLAG_DISABLEOVERRIDE ? " disableoverride" : "", flags & MI_FLAG_TRANSLATABLE ? " translatable" : "");
        if (type & MI_ARRAY) show_array(type, &value);
        else show_scalar(type, &value);
        printf("]");
    }
}

static inline void show_flags(MI_Uint32 flags) {
    static const struct { MI_Uint32 flag; const char *name; } all[] = {
        {MI_FLAG_KEY, "key"}, {MI_FLAG_IN, "in"}, {MI_FLAG_OUT, "out"}, {MI_FLAG_REQUIRED, "required"},
        {MI_FLAG_STATIC, "static"}, {MI_FLAG_ABSTRACT, "abstract"}, {MI_FLAG_READONLY, "readonly"},
        {MI_FLAG_ASSOCIATION, "association"}, {MI_FLAG_INDICATION, "indication"}, {MI_FLAG_NULL, "NULL"}};
    size_t i;
    for (i = 0; i < sizeof all / sizeof *all; i++)
        if (flags & all[i].flag) printf(" %s", all[i].name);
}

static inline void show_method(const MI_Class *class, MI_Uint32 at) {
    const MI_Char *name = NULL;
    MI_Char *reference = NULL;
    MI_QualifierSet qualifiers, own;
    MI_ParameterSet parameters;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 count = 0, i;
    NEED(MI_Class_GetMethodAt(class, at, &name, &qualifiers, &parameters));
    printf("    %s", SHOWN(name));
    if (MI_ParameterSet_GetMethodReturnType(&parameters, &type, &own) == MI_RESULT_OK) printf(" returns %d", (int)type);
    show_qualifiers(&qualifiers);
    printf("\n");
    NEED(MI_ParameterSet_GetParameterCount(&parameters, &count));
    for (i = 0; i < count; i++) {
        NEED(MI_ParameterSet_GetParameterAt(&parameters, i, &name, &type, &reference, &own));
        printf("      %s of %d%s%s", SHOWN(name), (int)type, reference == NULL ? "" : " to ", reference == NULL ? "" : SHOWN(reference));
        show_qualifiers(&own);
        printf("\n");
    }
}

/* A class with all that it declares. */
static inline void show_class(const MI_Class *class) {
    const MI_Char *name = NULL, *parent = NULL, *space = NULL, *server = NULL;
    MI_Char *reference = NULL;
    MI_QualifierSet qualifiers;
    MI_Uint32 count = 0, i;
    NEED(MI_Class_GetClassName(class, &name));
    printf("  class %s", SHOWN(name));
    if (MI_Class_GetParentClassName(class, &parent) == MI_RESULT_OK && parent != NULL) printf(" : %s", SHOWN(parent));
    if (MI_Class_GetNameSpace(class, &space) == MI_RESULT_OK && space != NULL) printf(" in %s", SHOWN(space));
    if (MI_Class_GetServerName(class, &server) == MI_RESULT_OK && server != NULL) printf(" on %s", SHOWN(server));
    if (MI_Class_GetClassQualifierSet(class, &qualifiers) == MI_RESULT_OK) show_qualifiers(&qualifiers);
    printf("\n");
    NEED(MI_Class_GetElementCount(class, &count));
    for (i = 0; i < count; i++) {
        MI_Value value;
        MI_Boolean there = MI_FALSE;
        MI_Type type = MI_BOOLEAN;
        MI_Uint32 flags = 0;
        NEED(MI_Class_GetElementAt(class, i, &name, &value, &there, &type, &reference, &qualifiers, &flags));
        printf("    %s of %d%s%s", SHOWN(name), (int)type, reference == NULL ? "" : " to ", reference == NULL ? "" : SHOWN(reference));
        show_flags(flags);
        if (there) {
            printf(" = ");
            if (type & MI_ARRAY) show_array(type, &value);
            else show_scalar(type, &value);
        }
        show_qualifiers(&qualifiers);
        printf("\n");
    }
    NEED(MI_Class_GetMethodCount(class, &count));
    for (i = 0; i < count; i++) show_method(class, i);
}

/* The same for operations on classes. */
static inline void finish_classes(MI_Operation *operation) {
    MI_Boolean more = MI_TRUE;
    while (more) {
        const MI_Class *class = NULL;
        const MI_Char *text = NULL;
        MI_Result result = MI_RESULT_FAILED;
        NEED(MI_Operation_GetClass(operation, &class, &more, &result, &text, NULL));
        if (class != NULL) show_class(class);
        if (!more) printf("  %s%s%s\n", result_name(result), text == NULL ? "" : ", ", text == NULL ? "" : SHOWN(text));
    }
    if (MI_Operation_Close(operation) != MI_RESULT_OK) printf("CLOSE FAILED\n");
}

/* Runs an operation to its end, closes it, and prints each result. */
static inline void finish(MI_Operation *operation) {
    MI_Boolean more = MI_TRUE;
    while (more) {
        const MI_Instance *instance = NULL, *details = NULL;
        const MI_Char *text = NULL;
        MI_Result result = MI_RESULT_FAILED;
        NEED(MI_Operation_GetInstance(operation, &instance, &more, &result, &text, &details));
        if (instance != NULL) {
            printf("  ");
            show_instance(instance);
            printf("\n");
        }
        if (!more) printf("  %s%s%s\n", result_name(result), text == NULL ? "" : ", ", text == NULL ? "" : SHOWN(text));
    }
    if (MI_Operation_Close(operation) != MI_RESULT_OK) printf("CLOSE FAILED\n");
}

#define OPERATION(NAME, START)   \
    do {                         \
        MI_Operation operation;  \
        printf("%s\n", NAME);    \
        START;                   \
        finish(&operation);      \
    } while (0)

static inline void add(MI_Instance *instance, const MI_Char *name, MI_Type type, MI_Value value, MI_Uint32 flags) {
    NEED(MI_Instance_AddElement(instance, name, (flags & MI_FLAG_NULL) ? NULL : &value, type, flags & ~MI_FLAG_NULL));
}

static inline MI_Value m_text(const MI_Char *text) {
    MI_Value value;
    value.string = (MI_Char *)text;
    return value;
}

static inline MI_Instance *instance_new(const MI_Char *class_name) {
    MI_Instance *made = NULL;
    NEED(MI_Application_NewInstance(&application, class_name, NULL, &made));
    return made;
}

static inline void client_begin(void) {
    script_begin();
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
}

/* All is closed, and nothing of WMI's is held any more. */
static inline void client_end(void) {
    REPORT(MI_Session_Close(&session, NULL, NULL));
    REPORT(MI_Application_Close(&application));
    script_clear();
    SHOW_NUMBER(living);
    CoUninitialize();
}

#endif
