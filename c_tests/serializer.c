/* MI_SerializerFT, format MI_XML: every type, arrays, nulls, embedded instances, references, the buffer protocol. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;
static MI_Serializer serializer;

/* Is this the size of the text, as told twice? */
static const char *sizes(MI_Uint32 one, MI_Uint32 two, const MI_Char *text) {
    size_t units = 0;
    while (text[units] != 0) units++;
    return one == two && one == units * sizeof *text ? "sizes right" : "sizes WRONG";
}

static void show(const char *what, MI_Uint32 flags, const MI_Instance *instance) {
    MI_Uint32 needed = 7, again = 7;
    MI_Result result = MI_Serializer_SerializeInstance(&serializer, flags, instance, NULL, 0, &needed);
    MI_Char *text = (MI_Char *)calloc(1, needed + sizeof *text);
    printf("%s, size: %s\n", what, result_name(result));
    result = MI_Serializer_SerializeInstance(&serializer, flags, instance, (MI_Uint8 *)text, needed, &again);
    printf("%s: %s, %s, %s\n", what, result_name(result), sizes(needed, again, text), SHOWN(text));
    free(text);
}

static MI_Instance *instance_of(const MI_Char *name) {
    MI_Instance *instance = NULL;
    NEED(MI_Application_NewInstance(&application, name, NULL, &instance));
    return instance;
}

static void add(MI_Instance *instance, const MI_Char *name, MI_Value value, MI_Type type, MI_Uint32 flags) {
    NEED(MI_Instance_AddElement(instance, name, &value, type, flags));
}

#define ADD(MEMBER, NAME, TYPE, VALUE)              \
    do {                                            \
        MI_Value value;                             \
        memset(&value, 0, sizeof value);            \
        value.MEMBER = VALUE;                       \
        add(instance, MI_T(NAME), value, TYPE, 0);  \
    } while (0)

static MI_Datetime timestamp(MI_Sint32 utc) {
    MI_Datetime datetime;
    memset(&datetime, 0, sizeof datetime);
    datetime.isTimestamp = MI_TRUE;
    datetime.u.timestamp.year = 2024;
    datetime.u.timestamp.month = 2;
    datetime.u.timestamp.day = 29;
    datetime.u.timestamp.hour = 23;
    datetime.u.timestamp.minute = 59;
    datetime.u.timestamp.second = 1;
    datetime.u.timestamp.microseconds = 42;
    datetime.u.timestamp.utc = utc;
    return datetime;
}

static MI_Datetime interval(void) {
    MI_Datetime datetime;
    memset(&datetime, 0, sizeof datetime);
    datetime.u.interval.days = 12345678;
    datetime.u.interval.hours = 1;
    datetime.u.interval.minutes = 2;
    datetime.u.interval.seconds = 3;
    datetime.u.interval.microseconds = 123456;
    return datetime;
}

static MI_Instance *scalars(void) {
    MI_Instance *instance = instance_of(MI_T("T_Scalars"));
    ADD(boolean, "B1", MI_BOOLEAN, MI_TRUE);
    ADD(boolean, "B0", MI_BOOLEAN, MI_FALSE);
    ADD(uint8, "U8", MI_UINT8, 255);
    ADD(sint8, "S8", MI_SINT8, -128);
    ADD(uint16, "U16", MI_UINT16, 65535);
    ADD(sint16, "S16", MI_SINT16, -32768);
    ADD(uint32, "U32", MI_UINT32, 4294967295u);
    ADD(sint32, "S32", MI_SINT32, -2147483647 - 1);
    ADD(uint64, "U64", MI_UINT64, 18446744073709551615ull);
    ADD(sint64, "S64", MI_SINT64, -9223372036854775807ll - 1);
    ADD(real32, "R32", MI_REAL32, 1.5f);
    ADD(real32, "R32Small", MI_REAL32, 1.17549435e-38f);
    ADD(real64, "R64", MI_REAL64, -0.1);
    ADD(real64, "R64Large", MI_REAL64, 1.7976931348623157e308);
    ADD(real64, "R64Zero", MI_REAL64, 0.0);
    ADD(char16, "C", MI_CHAR16, 'A');
    ADD(char16, "CEuro", MI_CHAR16, 0x20AC);
    ADD(datetime, "D", MI_DATETIME, timestamp(60));
    ADD(datetime, "DWest", MI_DATETIME, timestamp(-330));
    ADD(datetime, "DInterval", MI_DATETIME, interval());
    ADD(string, "S", MI_STRING, (MI_Char *)MI_T("plain"));
    ADD(string, "SEmpty", MI_STRING, (MI_Char *)MI_T(""));
    ADD(string, "SMarkup", MI_STRING, (MI_Char *)MI_T("<a b='c' d=\"e\">&amp;\t\r\n\001</a> \u00e9\u20ac"));
    NEED(MI_Instance_AddElement(instance, MI_T("Null"), NULL, MI_UINT32, MI_FLAG_NULL));
    NEED(MI_Instance_AddElement(instance, MI_T("NullText"), NULL, MI_STRING, MI_FLAG_NULL));
    NEED(MI_Instance_AddElement(instance, MI_T("NullArray"), NULL, MI_STRINGA, MI_FLAG_NULL));
    return instance;
}

#define ADD_ARRAY(MEMBER, NAME, TYPE, DATA)                        \
    do {                                                           \
        MI_Value value;                                            \
        memset(&value, 0, sizeof value);                           \
        value.MEMBER.data = DATA;                                  \
        value.MEMBER.size = sizeof(DATA) / sizeof((DATA)[0]);      \
        add(instance, MI_T(NAME), value, TYPE, 0);                 \
    } while (0)

static MI_Instance *arrays(void) {
    MI_Instance *instance = instance_of(MI_T("T_Arrays"));
    MI_Boolean booleans[] = {MI_TRUE, MI_FALSE};
    MI_Uint8 uint8s[] = {0, 255};
    MI_Sint8 sint8s[] = {-128, 127};
    MI_Uint16 uint16s[] = {0, 65535};
    MI_Sint16 sint16s[] = {-32768, 32767};
    MI_Uint32 uint32s[] = {0, 4294967295u};
    MI_Sint32 sint32s[] = {-1, 1};
    MI_Uint64 uint64s[] = {0, 18446744073709551615ull};
    MI_Sint64 sint64s[] = {-1, 1};
    MI_Real32 real32s[] = {0.5f, -2.0f};
    MI_Real64 real64s[] = {0.5, -1e-300};
    MI_Char16 char16s[] = {'x', 0xE9};
    MI_Datetime datetimes[2];
    MI_Char *strings[] = {(MI_Char *)MI_T("one"), (MI_Char *)MI_T(""), (MI_Char *)MI_T("<3>")};
    MI_Value empty;
    datetimes[0] = timestamp(0);
    datetimes[1] = interval();
    ADD_ARRAY(booleana, "Booleans", MI_BOOLEANA, booleans);
    ADD_ARRAY(uint8a, "Uint8s", MI_UINT8A, uint8s);
    ADD_ARRAY(sint8a, "Sint8s", MI_SINT8A, sint8s);
    ADD_ARRAY(uint16a, "Uint16s", MI_UINT16A, uint16s);
    ADD_ARRAY(sint16a, "Sint16s", MI_SINT16A, sint16s);
    ADD_ARRAY(uint32a, "Uint32s", MI_UINT32A, uint32s);
    ADD_ARRAY(sint32a, "Sint32s", MI_SINT32A, sint32s);
    ADD_ARRAY(uint64a, "Uint64s", MI_UINT64A, uint64s);
    ADD_ARRAY(sint64a, "Sint64s", MI_SINT64A, sint64s);
    ADD_ARRAY(real32a, "Real32s", MI_REAL32A, real32s);
    ADD_ARRAY(real64a, "Real64s", MI_REAL64A, real64s);
    ADD_ARRAY(char16a, "Char16s", MI_CHAR16A, char16s);
    ADD_ARRAY(datetimea, "Datetimes", MI_DATETIMEA, datetimes);
    ADD_ARRAY(stringa, "Strings", MI_STRINGA, strings);
    memset(&empty, 0, sizeof empty);
    add(instance, MI_T("Empty"), empty, MI_UINT32A, 0);
    return instance;
}

static MI_Instance *key(const MI_Char *name, const MI_Char *one, const MI_Char *space, const MI_Char *server) {
    MI_Instance *instance = instance_of(name);
    MI_Value value;
    value.string = (MI_Char *)one;
    add(instance, MI_T("Name"), value, MI_STRING, MI_FLAG_KEY);
    if (space != NULL)
        NEED(MI_Instance_SetNameSpace(instance, space));
    if (server != NULL)
        NEED(MI_Instance_SetServerName(instance, server));
    return instance;
}

static MI_Instance *nested(void) {
    MI_Instance *instance = instance_of(MI_T("T_Inner"));
    MI_Instance *middle = NULL;
    MI_Instance *both[2];
    ADD(string, "Text", MI_STRING, (MI_Char *)MI_T("<&>\"'"));
    ADD(uint32, "Number", MI_UINT32, 7);
    ADD(char16, "Letter", MI_CHAR16, 'z');
    NEED(MI_Instance_AddElement(instance, MI_T("Nothing"), NULL, MI_STRING, MI_FLAG_NULL));
    middle = instance;
    instance = instance_of(MI_T("T_Middle"));
    ADD(instance, "Inner", MI_INSTANCE, middle);
    both[0] = instance;
    both[1] = middle;
    instance = instance_of(MI_T("T_Outer"));
    ADD(instance, "Middle", MI_INSTANCE, both[0]);
    ADD_ARRAY(instancea, "Both", MI_INSTANCEA, both);
    MI_Instance_Delete(both[0]);
    MI_Instance_Delete(both[1]);
    return instance;
}

static MI_Instance *references(void) {
    MI_Instance *plain = key(MI_T("T_Plain"), MI_T("a&b"), NULL, NULL);
    MI_Instance *local = key(MI_T("T_Local"), MI_T("x"), MI_T("root/other\\deep"), NULL);
    MI_Instance *remote = key(MI_T("T_Remote"), MI_T("y"), MI_T("root/other"), MI_T("host.example"));
    MI_Instance *same = key(MI_T("T_Same"), MI_T("z"), MI_T("ROOT/cimv2"), NULL);
    MI_Instance *many = key(MI_T("T_Many"), MI_T("n"), NULL, NULL);
    MI_Instance *instance = many;
    MI_Value value;
    value.uint16 = 9;
    add(instance, MI_T("Index"), value, MI_UINT16, MI_FLAG_KEY);
    value.boolean = MI_TRUE;
    add(instance, MI_T("Flag"), value, MI_BOOLEAN, MI_FLAG_KEY);
    value.string = (MI_Char *)MI_T("not a key");
    add(instance, MI_T("Other"), value, MI_STRING, 0);
    instance = instance_of(MI_T("T_References"));
    NEED(MI_Instance_SetNameSpace(instance, MI_T("root/cimv2")));
    ADD(reference, "Plain", MI_REFERENCE, plain);
    ADD(reference, "Local", MI_REFERENCE, local);
    ADD(reference, "Remote", MI_REFERENCE, remote);
    ADD(reference, "Same", MI_REFERENCE, same);
    ADD(reference, "Many", MI_REFERENCE, many);
    MI_Instance_Delete(plain);
    MI_Instance_Delete(local);
    MI_Instance_Delete(remote);
    MI_Instance_Delete(same);
    MI_Instance_Delete(many);
    return instance;
}

static void protocol(const MI_Instance *instance) {
    MI_Uint8 buffer[2 * 4096];
    MI_Uint32 needed = 0, whole = 0;
    MI_Serializer *none = NULL;
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, instance, NULL, 0, &whole));
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, instance, buffer, whole - 1, &needed));
    SHOW_HOLDS(needed == whole);
    needed = 0;
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, instance, buffer, 1, &needed));
    SHOW_HOLDS(needed == whole);
    memset(buffer, 0x55, sizeof buffer);
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, instance, buffer, sizeof buffer, &needed));
    SHOW_HOLDS(needed == whole && buffer[whole] == 0x55);
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, NULL, buffer, sizeof buffer, &needed));
    REPORT(MI_Serializer_SerializeInstance(&serializer, 0, instance, buffer, sizeof buffer, NULL));
    REPORT(MI_Serializer_SerializeInstance(&serializer, 2, instance, buffer, sizeof buffer, &needed));
    REPORT(MI_Serializer_SerializeInstance(none, 0, instance, buffer, sizeof buffer, &needed));
    REPORT(MI_Serializer_SerializeClass(&serializer, 0, NULL, buffer, sizeof buffer, &needed));
}

static void making(void) {
    MI_Serializer other;
    REPORT(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &other));
    REPORT(MI_Serializer_Close(&other));
    SHOW_HOLDS(other.reserved1 == 0 && other.reserved2 == 0);
    REPORT(MI_Application_NewSerializer(&application, 1, (MI_Char *)MI_T("MI_XML"), &other));
    REPORT(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("NOPE"), &other));
    REPORT(MI_Application_NewSerializer(&application, 0, NULL, &other));
    REPORT(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), NULL));
    REPORT(MI_Application_NewSerializer(NULL, 0, (MI_Char *)MI_T("MI_XML"), &other));
}

static void show_class(const MI_Instance *instance) {
    MI_Class *class_object = NULL;
    MI_Uint32 needed = 0, flags = 0, again = 0;
    const MI_Uint32 all[] = {0, 1, 0x800, 0xF01};
    NEED(MI_Instance_GetClass(instance, &class_object));
    for (flags = 0; flags < 4; flags++) {
        MI_Char *text;
        (void)MI_Serializer_SerializeClass(&serializer, all[flags], class_object, NULL, 0, &needed);
        text = (MI_Char *)calloc(1, needed + sizeof *text);
        (void)MI_Serializer_SerializeClass(&serializer, all[flags], class_object, (MI_Uint8 *)text, needed, &again);
        printf("class, flags %x: %s, %s\n", (unsigned)all[flags], sizes(needed, again, text), SHOWN(text));
        free(text);
    }
    MI_Class_Delete(class_object);
}

int main(void) {
    MI_Instance *instances[4];
    int index;
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    making();
    instances[0] = scalars();
    instances[1] = arrays();
    instances[2] = nested();
    instances[3] = references();
    for (index = 0; index < 4; index++) {
        show("instance", 0, instances[index]);
        show("with class", MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instances[index]);
        show("with qualifiers", 0xF01, instances[index]);
        show_class(instances[index]);
    }
    protocol(instances[0]);
    for (index = 0; index < 4; index++)
        MI_Instance_Delete(instances[index]);
    REPORT(MI_Serializer_Close(&serializer));
    REPORT(MI_Application_Close(&application));
    return 0;
}
