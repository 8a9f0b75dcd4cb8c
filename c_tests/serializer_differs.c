/* MI_XML where the original's text cannot be read back, or is read back as another value: what this library writes
 * instead (docs/codecs.md has the table). `make differential OTHER=...` shows both sides. */
#include "report.h"
#include <stddef.h>

static MI_Application application = MI_APPLICATION_NULL;
static MI_Serializer serializer;

static void show(const char *what, MI_Uint32 flags, MI_Instance *instance) {
    static MI_Char text[65536];
    MI_Uint32 alone = 7, needed = 7;
    MI_Result first = MI_Serializer_SerializeInstance(&serializer, flags, instance, NULL, 0, &alone), result;
    memset(text, 0, sizeof text);
    needed = alone;
    result = MI_Serializer_SerializeInstance(&serializer, flags, instance, (MI_Uint8 *)text, sizeof text - sizeof *text, &needed);
    printf("%s: %s, %u; %s, %s\n", what, result_name(first), size_shown(alone, text), result_name(result),
           result == MI_RESULT_OK ? SHOWN(text) : "-");
    MI_Instance_Delete(instance);
}

static MI_Instance *instance_of(const MI_Char *name) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, name, NULL, &instance));
    return instance;
}

static void add(MI_Instance *instance, const MI_Char *name, MI_Value value, MI_Type type, MI_Uint32 flags) {
    NEED(MI_Instance_AddElement(instance, name, &value, type, flags));
}

static MI_Value text_value(const MI_Char *text) {
    MI_Value value;
    value.string = (MI_Char *)text;
    return value;
}

/* An instance of one property. */
static MI_Instance *one(MI_Type type, MI_Value value) {
    MI_Instance *instance = instance_of(MI_T("T_One"));
    add(instance, MI_T("A"), value, type, 0);
    return instance;
}

/* An instance in which another is embedded, which is deleted. */
static MI_Instance *around(MI_Instance *inner) {
    MI_Value value;
    MI_Instance *outer;
    value.instance = inner;
    outer = one(MI_INSTANCE, value);
    MI_Instance_Delete(inner);
    return outer;
}

/* References to what XML has no character for; in an embedded instance, to what means something else once decoded. */
static void characters(void) {
    static const MI_Char16 plain[] = {0, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF};
    static const MI_Char16 embedded[] = {1, 9, 10, 13, 31, '&', '<', '>', '"', '\'', ' '};
    MI_Value value;
    char what[40];
    size_t at;
    for (at = 0; at < sizeof plain / sizeof plain[0]; at++) {
        value.char16 = plain[at];
        (void)snprintf(what, sizeof what, "char16 %04X", (unsigned)plain[at]);
        show(what, 0, one(MI_CHAR16, value));
    }
    for (at = 0; at < sizeof embedded / sizeof embedded[0]; at++) {
        value.char16 = embedded[at];
        (void)snprintf(what, sizeof what, "embedded char16 %04X", (unsigned)embedded[at]);
        show(what, 0, around(one(MI_CHAR16, value)));
    }
}

/* The first and the last are told apart from their neighbours by eight digits, the others are not. */
static void reals(void) {
    static const MI_Uint32 bits[] = {0x3DCCCCCD, 0x4E737000, 0x47E1B402, 0x3F800001, 0x7F7FFFFF};
    size_t at;
    for (at = 0; at < sizeof bits / sizeof bits[0]; at++) {
        MI_Value value;
        memset(&value, 0, sizeof value);
        value.uint32 = bits[at];
        show("real32", 0, one(MI_REAL32, value));
    }
}

/* Components too large for their places: the original cuts at 25 characters. */
static void datetimes(void) {
    MI_Value value;
    memset(&value, 0, sizeof value);
    value.datetime.isTimestamp = MI_TRUE;
    value.datetime.u.timestamp.year = 10000;
    value.datetime.u.timestamp.utc = 60;
    show("year 10000", 0, one(MI_DATETIME, value));
    value.datetime.u.timestamp.year = 0xFFFFFFFF;
    show("unspecified year", 0, one(MI_DATETIME, value));
}

static void texts(void) {
    MI_Instance *instance = instance_of(MI_T("T_One"));
    MI_Char long_name[1025];
    size_t at;
    NEED(MI_Instance_SetNameSpace(instance, MI_T("a&b/<c>/'d'/\"e\"")));
    NEED(MI_Instance_SetServerName(instance, MI_T("h<&")));
    add(instance, MI_T("A"), text_value(NULL), MI_UINT8A, 0);
    show("bytes that are not UTF-8", 0, one(MI_STRING, text_value(MI_T("a") WHERE_WINDOWS(L"\xdc00" L"b\xd800", "\200b\303"))));
    show("names with markup", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instance);
    for (at = 0; at < 1024; at++) long_name[at] = 'n';
    long_name[1024] = 0;
    instance = instance_of(MI_T("T_One"));
    NEED(MI_Instance_SetNameSpace(instance, long_name));
    add(instance, MI_T("A"), text_value(NULL), MI_UINT8A, 0);
    show("a namespace of 1024 bytes", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instance);
    instance = one(MI_UINT8A, text_value(NULL));
    NEED(MI_Instance_SetNameSpace(instance, MI_T("root/late")));
    show("a namespace that came after the elements", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instance);
}

/* The place of a key that is a reference. */
static void keys(void) {
    static const MI_Char *const places[] = {NULL, MI_T("root/a"), MI_T("root/b")};
    int inner, outer;
    for (outer = 0; outer < 3; outer++) {
        for (inner = 0; inner < 3; inner++) {
            MI_Instance *key = instance_of(MI_T("T_Key"));
            MI_Instance *target = instance_of(MI_T("T_Target"));
            MI_Value value;
            char what[80];
            NEED(MI_Instance_SetNameSpace(key, places[inner]));
            NEED(MI_Instance_SetNameSpace(target, places[outer]));
            add(key, MI_T("Id"), text_value(MI_T("1")), MI_STRING, MI_FLAG_KEY);
            value.reference = key;
            add(target, MI_T("Of"), value, MI_REFERENCE, MI_FLAG_KEY);
            value.reference = target;
            (void)snprintf(what, sizeof what, "key in %s of target in %s", places[inner] ? SHOWN(places[inner]) : "-",
                           places[outer] ? SHOWN(places[outer]) : "-");
            show(what, 0, one(MI_REFERENCE, value));
            MI_Instance_Delete(key);
            MI_Instance_Delete(target);
        }
    }
}

/* Nothing is told of the size of what cannot be written. */
static void limits(void) {
    MI_Value value;
    MI_Instance *instance = instance_of(MI_T("T_Many"));
    int count;
    memset(&value, 0, sizeof value);
    show("references in an array", 0, one(MI_REFERENCEA, value));
    for (count = 0; count < 51; count++) {
        MI_Char name[64];
        MI_Instance *inner;
        print_name(name, "T_%d", count);
        inner = instance_of(name);
        value.instance = inner;
        add(instance, name, value, MI_INSTANCE, 0);
        MI_Instance_Delete(inner);
    }
    show("fifty-two classes", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instance);
    value.uint8 = 1;
    instance = one(MI_UINT8, value);
    for (count = 0; count < 33; count++)
        instance = around(instance);
    show("thirty-three levels", 0, instance);
}

typedef struct _Declared {
    MI_Instance __instance;
    MI_ConstUint32Field A;
} Declared;

static const MI_Boolean true_value = MI_TRUE;
static const MI_Qualifier no_number = {MI_T("Number"), MI_UINT8, 0, NULL};
static const MI_Qualifier no_numbers = {MI_T("Numbers"), MI_UINT8A, MI_FLAG_RESTRICTED, NULL};
static const MI_Qualifier kept = {MI_T("Kept"), MI_BOOLEAN, 0, &true_value};
static const MI_Qualifier *const qualifiers[] = {&no_number, &no_numbers, &kept};
static const MI_PropertyDecl a_decl = {MI_FLAG_KEY, 0x616101, MI_T("A"), qualifiers, 3, MI_UINT32, NULL, 0,
                                       offsetof(Declared, A), MI_T("T_Declared"), MI_T("T_Declared"), NULL};
static const MI_PropertyDecl *const properties[] = {&a_decl};
static const MI_ClassDecl declared = {MI_FLAG_CLASS, 0, MI_T("T_Declared"), qualifiers, 3, properties, 1,
                                      sizeof(Declared), MI_T("T_Elsewhere"), NULL, NULL, 0, NULL, NULL, NULL};

/* Qualifiers without a value, and those of a property without MI_FLAG_PROPERTY; a mark that a property was modified;
 * a superclass of which no more is known than the name, which ends the original. */
static void declarations(void) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, declared.name, &declared, &instance));
    ((Declared *)instance)->A.exists = MI_TRUE;
    ((Declared *)instance)->A.flags = 2;
    show("a property that is marked", 0, instance);
    NEED(MI_Application_NewInstance(&application, declared.name, &declared, &instance));
    show("a class that is declared", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS | 0xA00, instance);
}

int main(void) {
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    characters();
    reals();
    datetimes();
    texts();
    keys();
    limits();
    declarations();
    NEED(MI_Serializer_Close(&serializer));
    NEED(MI_Application_Close(&application));
    return 0;
}
