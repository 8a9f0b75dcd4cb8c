/* MI_XML of declared classes: inheritance, qualifiers of every type and flavour, flags that stand for qualifiers,
 * default values of every kind, methods. The original's library prints the same. */
#include "report.h"
#include <stddef.h>

typedef struct _Derived {
    MI_Instance __instance;
    MI_ConstStringField Id;
    MI_ConstUint8AField Bytes;
    MI_ConstReferenceField Of;
    MI_ConstInstanceField In;
    MI_ConstInstanceAField All;
} Derived;

static const MI_Boolean no = MI_FALSE;
static const MI_Boolean yes = MI_TRUE;
static const MI_Sint8 minus = -7;
static const MI_Uint64 most = 18446744073709551615ull;
static const MI_Real32 half = 0.5f;
static const MI_Real64 tenth = 0.1;
static const MI_Char16 euro = 0x20AC;
static const MI_Datetime day = {MI_FALSE, {{1, 2, 3, 4, 5, 0, 0, 0}}};
static MI_CONST MI_Char *const text = MI_T("<a & 'b'> \"c\"\n") WHERE_WINDOWS(L"\xe9", "\303\251");
static MI_CONST MI_Char *const name = MI_T("T_Target");
static MI_Char *strings[] = {(MI_Char *)MI_T("x"), (MI_Char *)MI_T(""), (MI_Char *)MI_T("<y>")};
static MI_Uint8 bytes[] = {0, 255};
static const MI_StringA many_strings = {strings, 3};
static const MI_Uint8A two_bytes = {bytes, 2};
static const MI_Uint8A no_bytes = {NULL, 0};

#define QUALIFIER(ID, NAME, TYPE, FLAVOUR, VALUE) static const MI_Qualifier ID = {MI_T(NAME), TYPE, FLAVOUR, VALUE}

QUALIFIER(q_text, "Description", MI_STRING, MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS | MI_FLAG_TRANSLATABLE, &text);
QUALIFIER(q_key, "KEY", MI_BOOLEAN, MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TOSUBCLASS, &yes);
QUALIFIER(q_abstract, "Abstract", MI_BOOLEAN, MI_FLAG_ENABLEOVERRIDE | MI_FLAG_RESTRICTED, &no);
QUALIFIER(q_minus, "Minus", MI_SINT8, 0, &minus);
QUALIFIER(q_most, "Most", MI_UINT64, MI_FLAG_RESTRICTED, &most);
QUALIFIER(q_half, "Half", MI_REAL32, MI_FLAG_TOSUBCLASS, &half);
QUALIFIER(q_tenth, "Tenth", MI_REAL64, MI_FLAG_DISABLEOVERRIDE | MI_FLAG_RESTRICTED | MI_FLAG_TRANSLATABLE, &tenth);
QUALIFIER(q_euro, "Euro", MI_CHAR16, 0, &euro);
QUALIFIER(q_day, "Day", MI_DATETIME, 0, &day);
QUALIFIER(q_values, "Values", MI_STRINGA, MI_FLAG_TRANSLATABLE, &many_strings);
QUALIFIER(q_bytes, "Bytes", MI_UINT8A, 0, &two_bytes);
QUALIFIER(q_none, "None", MI_UINT8A, 0, &no_bytes);
QUALIFIER(q_in, "in", MI_BOOLEAN, 0, &yes);
QUALIFIER(q_embedded, "embeddedinstance", MI_STRING, 0, &name);

static const MI_Qualifier *const on_class[] = {&q_text, &q_abstract, &q_minus, &q_most, &q_half, &q_tenth,
                                               &q_euro, &q_day, &q_values, &q_bytes, &q_none};
static const MI_Qualifier *const on_key[] = {&q_key, &q_most, &q_text};
static const MI_Qualifier *const on_in[] = {&q_in};
static const MI_Qualifier *const on_embedded[] = {&q_embedded};

#define T_BASE MI_T("T_Base")
#define T_DERIVED MI_T("T_Derived")
#define T_TARGET MI_T("T_Target")

static const MI_PropertyDecl p_id = {MI_FLAG_PROPERTY | MI_FLAG_KEY | MI_FLAG_READONLY, 0x696402, MI_T("Id"), on_key, 3,
                                     MI_STRING, NULL, 0, offsetof(Derived, Id), T_BASE, T_BASE, &text};
static const MI_PropertyDecl p_bytes = {MI_FLAG_PROPERTY | MI_FLAG_REQUIRED | MI_FLAG_STATIC | MI_FLAG_EXPENSIVE, 0x627305,
                                        MI_T("Bytes"), NULL, 0, MI_UINT8A, NULL, 3, offsetof(Derived, Bytes), T_BASE,
                                        T_DERIVED, &two_bytes};

/* Their default values are set when there is a library that can make them. */
static MI_Instance *target;
static MI_Instance *targets[2];
static MI_InstanceA all_targets = {targets, 2};
static const MI_PropertyDecl p_of = {MI_FLAG_PROPERTY, 0x6f6602, MI_T("Of"), NULL, 0, MI_REFERENCE, T_TARGET, 0,
                                     offsetof(Derived, Of), NULL, NULL, &target};
static const MI_PropertyDecl p_in = {MI_FLAG_PROPERTY, 0x696e02, MI_T("In"), NULL, 0, MI_INSTANCE, NULL, 0,
                                     offsetof(Derived, In), T_DERIVED, T_DERIVED, &target};
static const MI_PropertyDecl p_all = {MI_FLAG_PROPERTY, 0x616c03, MI_T("All"), on_embedded, 1, MI_INSTANCEA, T_TARGET, 0,
                                      offsetof(Derived, All), T_DERIVED, T_DERIVED, &all_targets};
static const MI_PropertyDecl *const base_properties[] = {&p_id};
static const MI_PropertyDecl *const properties[] = {&p_id, &p_bytes, &p_of, &p_in, &p_all};

#define PARAMETER(ID, NAME, FLAGS, QUALIFIERS, COUNT, TYPE, CLASS, SIZE)                                              \
    static const MI_ParameterDecl ID = {MI_FLAG_PARAMETER | (FLAGS), 0, MI_T(NAME), QUALIFIERS, COUNT, TYPE, CLASS, SIZE, 0}

PARAMETER(a_return, "MIReturn", MI_FLAG_OUT, NULL, 0, MI_UINT32, NULL, 0);
PARAMETER(a_in, "By", MI_FLAG_IN, on_in, 1, MI_SINT64, NULL, 0);
PARAMETER(a_both, "Times", MI_FLAG_IN | MI_FLAG_OUT, NULL, 0, MI_DATETIMEA, NULL, 4);
PARAMETER(a_ref, "Whom", MI_FLAG_OUT, NULL, 0, MI_REFERENCE, T_TARGET, 0);
PARAMETER(a_any, "Any", 0, NULL, 0, MI_REFERENCE, NULL, 0);
PARAMETER(a_refs, "Those", 0, NULL, 0, MI_REFERENCEA, T_TARGET, 2);
PARAMETER(a_object, "Object", 0, NULL, 0, MI_INSTANCE, NULL, 0);
PARAMETER(a_objects, "Objects", 0, NULL, 0, MI_INSTANCEA, T_TARGET, 0);
static const MI_ParameterDecl *const go_parameters[] = {&a_return, &a_in, &a_both, &a_ref, &a_any, &a_refs, &a_object, &a_objects};
static const MI_ParameterDecl *const stop_parameters[] = {&a_return};
static const MI_MethodDecl m_go = {MI_FLAG_METHOD | MI_FLAG_STATIC, 0x676f02, MI_T("Go"), on_class, 11, go_parameters, 8, 0,
                                   MI_UINT32, T_BASE, T_BASE, NULL, NULL};
static const MI_MethodDecl m_stop = {MI_FLAG_METHOD, 0x737004, MI_T("Stop"), NULL, 0, stop_parameters, 1, 0, MI_UINT32,
                                     T_DERIVED, T_DERIVED, NULL, NULL};
static const MI_MethodDecl *const base_methods[] = {&m_go};
static const MI_MethodDecl *const methods[] = {&m_go, &m_stop};

static const MI_ClassDecl base = {MI_FLAG_CLASS | MI_FLAG_ABSTRACT | MI_FLAG_ASSOCIATION, 0, T_BASE, on_class, 11,
                                  base_properties, 1, sizeof(Derived), NULL, NULL, base_methods, 1, NULL, NULL, NULL};
static const MI_ClassDecl derived = {MI_FLAG_CLASS | MI_FLAG_TERMINAL | MI_FLAG_INDICATION, 0, T_DERIVED, NULL, 0,
                                     properties, 5, sizeof(Derived), T_BASE, &base, methods, 2, NULL, NULL, NULL};

static MI_Application application = MI_APPLICATION_NULL;
static MI_Serializer serializer;
static MI_Char out[32768];

static MI_Instance *new_target(const MI_Char *id) {
    MI_Instance *instance = NULL;
    MI_Value value;
    NEED(MI_Application_NewInstance(&application, T_TARGET, NULL, &instance));
    NEED(MI_Instance_SetNameSpace(instance, MI_T("root/a")));
    value.string = (MI_Char *)id;
    NEED(MI_Instance_AddElement(instance, MI_T("Id"), &value, MI_STRING, MI_FLAG_KEY));
    return instance;
}

static MI_Instance *new_of(const MI_ClassDecl *declaration, const MI_Char *name_space) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, declaration->name, declaration, &instance));
    NEED(MI_Instance_SetNameSpace(instance, name_space));
    return instance;
}

static void show_class(const MI_ClassDecl *declaration, const MI_Char *name_space) {
    static const MI_Uint32 flags[] = {0, MI_SERIALIZER_FLAGS_CLASS_DEEP, 0x100, 0x200, 0x400, 0x800, 0x801, 0xF01};
    MI_Instance *instance = new_of(declaration, name_space);
    MI_Class *found = NULL;
    size_t at;
    NEED(MI_Instance_GetClass(instance, &found));
    for (at = 0; at < sizeof flags / sizeof flags[0]; at++) {
        MI_Uint32 needed = 0;
        MI_Result result;
        memset(out, 0, sizeof out);
        result = MI_Serializer_SerializeClass(&serializer, flags[at], found, (MI_Uint8 *)out, sizeof out - sizeof *out, &needed);
        printf("%s, %X: %s, %u, %s\n", SHOWN(declaration->name), (unsigned)flags[at], result_name(result),
               size_shown(needed, out), SHOWN(out));
    }
    NEED(MI_Class_Delete(found));
    NEED(MI_Instance_Delete(instance));
}

static void show_instance(MI_Uint32 flags) {
    MI_Instance *instance = new_of(&derived, MI_T("root/a"));
    MI_Uint32 needed = 0;
    MI_Value value;
    MI_Result result;
    memset(out, 0, sizeof out);
    value.instance = target;
    NEED(MI_Instance_SetElement(instance, MI_T("In"), &value, MI_INSTANCE, 0));
    NEED(MI_Instance_SetElement(instance, MI_T("Of"), &value, MI_REFERENCE, 0));
    result = MI_Serializer_SerializeInstance(&serializer, flags, instance, (MI_Uint8 *)out, sizeof out - sizeof *out, &needed);
    printf("instance, %X: %s, %u, %s\n", (unsigned)flags, result_name(result), size_shown(needed, out), SHOWN(out));
    NEED(MI_Instance_Delete(instance));
}

int main(void) {
    int index;
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    target = new_target(MI_T("<one>"));
    targets[0] = new_target(MI_T("two"));
    targets[1] = new_target(MI_T(""));
    show_class(&base, NULL);
    show_class(&derived, NULL);
    show_class(&derived, MI_T("ROOT/A"));
    show_instance(0);
    show_instance(MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS);
    show_instance(0xF01);
    NEED(MI_Instance_Delete(target));
    for (index = 0; index < 2; index++)
        NEED(MI_Instance_Delete(targets[index]));
    NEED(MI_Serializer_Close(&serializer));
    NEED(MI_Application_Close(&application));
    return 0;
}
