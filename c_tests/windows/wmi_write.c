/* Instances are created, modified and deleted in a scripted WMI: every call with its arguments, every type in both
   directions. */
#include "script/client.h"

#define PLACE MI_T("root/cimv2")

static const CIMTYPE types[] = {CIM_BOOLEAN, CIM_UINT8, CIM_SINT8, CIM_UINT16, CIM_SINT16, CIM_UINT32, CIM_SINT32, CIM_UINT64,
                                CIM_SINT64, CIM_REAL32, CIM_REAL64, CIM_CHAR16, CIM_DATETIME, CIM_STRING, CIM_REFERENCE, CIM_OBJECT};
#define TYPES 16

static Object *part_class(void) {
    Object *class = object_new(1, L"Test_Part");
    key(property(class, L"Id", CIM_UINT32, v_null()));
    property(class, L"Label", CIM_STRING, v_text(L"a part"));
    return class;
}

/* A class with a property of every type, and one with an array of every type; NULL but for a default. */
static Object *every_class(const WCHAR *class_name, CIMTYPE array) {
    Object *class = object_new(1, class_name);
    size_t i;
    key(property(class, L"Name", CIM_STRING, v_null()));
    for (i = 0; i < TYPES; i++) {
        WCHAR name[64];
        wsprintfW(name, L"%S_", cim_name(types[i]));
        property(class, name, types[i] | array, v_null());
    }
    property(class, L"Default", CIM_STRING, v_text(L"as it was"));
    return class;
}

static MI_Value largest(MI_Type type) {
    static const MI_Datetime when = {1, {{2026, 11, 29, 23, 59, 58, 123456, -330}}};
    MI_Value value;
    memset(&value, 0, sizeof value);
    switch (type) {
    case MI_BOOLEAN: value.boolean = MI_TRUE; break;
    case MI_UINT8: value.uint8 = 255; break;
    case MI_SINT8: value.sint8 = 127; break;
    case MI_UINT16: value.uint16 = 65535; break;
    case MI_SINT16: value.sint16 = 32767; break;
    case MI_UINT32: value.uint32 = 4294967295u; break;
    case MI_SINT32: value.sint32 = 2147483647; break;
    case MI_UINT64: value.uint64 = 18446744073709551615ull; break;
    case MI_SINT64: value.sint64 = 9223372036854775807ll; break;
    case MI_REAL32: value.real32 = 3.40282347e38f; break;
    case MI_REAL64: value.real64 = 1.7976931348623157e308; break;
    case MI_CHAR16: value.char16 = 0xfffd; break;
    case MI_DATETIME: value.datetime = when; break;
    default: value.string = (MI_Char *)MI_T("\x00e4 \"quoted\" \\ text"); break;
    }
    return value;
}

static MI_Value smallest(MI_Type type) {
    static const MI_Datetime how_long = {0, {{0, 0, 0, 0, 0, 0, 0, 0}}};
    MI_Value value;
    memset(&value, 0, sizeof value);
    switch (type) {
    case MI_SINT8: value.sint8 = -128; break;
    case MI_SINT16: value.sint16 = -32768; break;
    case MI_SINT32: value.sint32 = -2147483647 - 1; break;
    case MI_SINT64: value.sint64 = -9223372036854775807ll - 1; break;
    case MI_REAL32: value.real32 = -1.17549435e-38f; break;
    case MI_REAL64: value.real64 = -2.2250738585072014e-308; break;
    case MI_DATETIME:
        value.datetime = how_long;
        value.datetime.u.interval.days = 99999999;
        value.datetime.u.interval.hours = 23;
        value.datetime.u.interval.microseconds = 1;
        break;
    case MI_STRING: value.string = (MI_Char *)MI_T(""); break;
    default: break;
    }
    return value;
}

static MI_Instance *part(MI_Uint32 id, const MI_Char *label) {
    MI_Instance *made = instance_new(MI_T("Test_Part"));
    MI_Value value;
    value.uint32 = id;
    add(made, MI_T("Id"), MI_UINT32, value, MI_FLAG_KEY);
    if (label != NULL) add(made, MI_T("Label"), MI_STRING, m_text(label), 0);
    return made;
}

/* `type_` as its property is called. */
static const MI_Char *property_of(MI_Type type, MI_Char *name) {
    const char *from = cim_name(types[type]);
    size_t i;
    for (i = 0; from[i] != 0; i++) name[i] = (MI_Char)from[i];
    name[i] = '_';
    name[i + 1] = 0;
    return name;
}

static const MI_Type in_order[TYPES] = {MI_BOOLEAN, MI_UINT8, MI_SINT8, MI_UINT16, MI_SINT16, MI_UINT32, MI_SINT32, MI_UINT64,
                                        MI_SINT64, MI_REAL32, MI_REAL64, MI_CHAR16, MI_DATETIME, MI_STRING, MI_REFERENCE,
                                        MI_INSTANCE};

static MI_Instance *scalars(MI_Value (*of)(MI_Type), MI_Instance *other) {
    MI_Instance *made = instance_new(MI_T("Test_Every"));
    MI_Char name[64];
    int i;
    add(made, MI_T("Name"), MI_STRING, m_text(MI_T("a \"name\" with \\ in it")), MI_FLAG_KEY);
    for (i = 0; i < TYPES; i++) {
        MI_Value value = of(in_order[i]);
        if (in_order[i] == MI_REFERENCE || in_order[i] == MI_INSTANCE) value.instance = other;
        add(made, property_of(i, name), in_order[i], value, 0);
    }
    return made;
}

static MI_Instance *arrays(MI_Instance *other) {
    MI_Instance *made = instance_new(MI_T("Test_Arrays"));
    MI_Char name[64];
    int i;
    add(made, MI_T("Name"), MI_STRING, m_text(MI_T("arrays")), MI_FLAG_KEY);
    for (i = 0; i < TYPES; i++) {
        static const size_t sizes[] = {1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 2, sizeof(MI_Datetime), sizeof(void *), sizeof(void *),
                                       sizeof(void *)};
        char data[3 * sizeof(MI_Datetime)];
        MI_Value value, one = largest(in_order[i]), two = smallest(in_order[i]);
        MI_Type type = in_order[i];
        if (type == MI_REFERENCE || type == MI_INSTANCE) one.instance = two.instance = other;
        memcpy(data, &one, sizes[type]);
        memcpy(data + sizes[type], &two, sizes[type]);
        memcpy(data + 2 * sizes[type], &one, sizes[type]);
        value.array.data = data;
        value.array.size = type == MI_BOOLEAN ? 0 : 3;
        add(made, property_of(i, name), type | MI_ARRAY, value, 0);
    }
    return made;
}

static void creating(void) {
    MI_Instance *other = part(4000000000u, NULL), *made;
    made = scalars(largest, other);
    script.path = L"\\\\SCRIPTED\\root\\cimv2:Test_Every.Name=\"a \\\"name\\\" with \\\\ in it\"";
    OPERATION("create, the largest", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    NEED(MI_Instance_SetNameSpace(other, PLACE));
    made = scalars(smallest, other);
    script.path = NULL;
    OPERATION("create, the smallest; WMI does not say what was made",
              MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    NEED(MI_Instance_SetServerName(other, MI_T("elsewhere")));
    made = arrays(other);
    script.path = L"Test_Arrays.Name=\"arrays\"";
    OPERATION("create, arrays", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Part"));
    add(made, MI_T("Label"), MI_STRING, m_text(NULL), MI_FLAG_NULL);
    script.path = L"Test_Part.Id=18446744073709551615,Other=-5,Third=9223372036854775807,Fourth=TRUE,"
                  L"Fifth=\"\\\\\\\\S\\\\root\\\\cimv2:Test_Part.Id=1\"";
    OPERATION("create, NULL instead of the default",
              MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);
    MI_Instance_Delete(other);
    script.path = NULL;
}

/* What does not fit. Nothing is written then. */
static void refused(void) {
    MI_Instance *made = instance_new(MI_T("Test_Nothing"));
    MI_Value value;
    const MI_Char *texts[1] = {MI_T("text")};
    OPERATION("no such class", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = part(1, NULL);
    add(made, MI_T("Nothing"), MI_STRING, m_text(MI_T("x")), 0);
    OPERATION("no such property", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Every"));
    value.uint32 = 256;
    add(made, MI_T("uint8_"), MI_UINT32, value, 0);
    OPERATION("too large a number", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Every"));
    value.sint64 = -1;
    add(made, MI_T("uint64_"), MI_SINT64, value, 0);
    OPERATION("too small a number", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Every"));
    value.uint8 = 200;
    add(made, MI_T("sint16_"), MI_UINT8, value, 0);
    add(made, MI_T("real64_"), MI_UINT8, value, 0);
    value.real64 = 0.1;
    add(made, MI_T("real32_"), MI_REAL64, value, 0);
    OPERATION("other types that fit", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Arrays"));
    value.stringa.data = (MI_Char **)texts;
    value.stringa.size = 1;
    add(made, MI_T("uint32_"), MI_STRINGA, value, 0);
    OPERATION("texts for numbers", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);

    made = instance_new(MI_T("Test_Arrays"));
    value.uint8a.data = (MI_Uint8 *)"\1\2";
    value.uint8a.size = 2;
    add(made, MI_T("string_"), MI_UINT8A, value, 0);
    OPERATION("numbers for texts", MI_Session_CreateInstance(&session, 0, NULL, PLACE, made, NULL, &operation));
    MI_Instance_Delete(made);
}

/* An instance in WMI with what every type holds at its ends. */
static Object *largest_object(Object *class, Object *inner) {
    static const WCHAR *const others[] = {L"20261129235958.123456-330", L"\x00e4 text",
                                          L"\\\\SCRIPTED\\root\\cimv2:Test_Part.Id=4000000000"};
    Object *made = spawn(class);
    made->place = L"ROOT\\CIMV2";
    set(made, L"Name", v_text(L"largest"));
    set(made, L"boolean_", v_bool(1));
    set(made, L"uint8_", v_ui1(255));
    set(made, L"sint8_", v_i2(-128));
    set(made, L"uint16_", v_i4(65535));
    set(made, L"sint16_", v_i2(-32768));
    set(made, L"uint32_", v_i4(-1));
    set(made, L"sint32_", v_i4(-2147483647 - 1));
    set(made, L"uint64_", v_text(L"18446744073709551615"));
    set(made, L"sint64_", v_text(L"-9223372036854775808"));
    set(made, L"real32_", v_r4(3.40282347e38f));
    set(made, L"real64_", v_r8(1.7976931348623157e308));
    set(made, L"char16_", v_i2(-3));
    set(made, L"datetime_", v_text(others[0]));
    set(made, L"string_", v_text(others[1]));
    set(made, L"reference_", v_text(others[2]));
    set(made, L"object_", v_object(inner));
    return made;
}

static Object *array_object(Object *class, Object *inner) {
    Object *made = spawn(class);
    set(made, L"Name", v_text(L"arrays"));
    set(made, L"boolean_", v_array(VT_BOOL, 3, v_bool(1), v_bool(0), v_bool(1)));
    set(made, L"uint8_", v_array(VT_UI1, 2, v_ui1(0), v_ui1(255)));
    set(made, L"sint8_", v_array(VT_I2, 2, v_i2(-128), v_i2(127)));
    set(made, L"uint16_", v_array(VT_I4, 2, v_i4(0), v_i4(65535)));
    set(made, L"sint16_", v_array(VT_I2, 2, v_i2(-32768), v_i2(32767)));
    set(made, L"uint32_", v_array(VT_I4, 2, v_i4(-1), v_i4(1)));
    set(made, L"sint32_", v_array(VT_I4, 2, v_i4(-1), v_i4(1)));
    set(made, L"uint64_", v_array(VT_BSTR, 2, v_text(L"18446744073709551615"), v_text(L"0")));
    set(made, L"sint64_", v_array(VT_BSTR, 2, v_text(L"-9223372036854775808"), v_text(L"9223372036854775807")));
    set(made, L"real32_", v_array(VT_R4, 2, v_r4(-0.5f), v_r4(1e-30f)));
    set(made, L"real64_", v_array(VT_R8, 2, v_r8(-0.1), v_r8(1e-300)));
    set(made, L"char16_", v_array(VT_I2, 2, v_i2('a'), v_i2(-1)));
    set(made, L"datetime_", v_array(VT_BSTR, 2, v_text(L"20260101000000.000000+000"), v_text(L"00000001020304.000005:000")));
    set(made, L"string_", v_array(VT_BSTR, 3, v_text(L""), v_text(NULL), v_text(L"text")));
    set(made, L"reference_", v_array(VT_BSTR, 2, v_text(L"Test_Part.Id=1"), v_text(L"Test_Part=\"unnamed\"")));
    set(made, L"object_", v_array(VT_UNKNOWN, 2, v_object(inner), v_object(inner)));
    return made;
}

static MI_Instance *named(const MI_Char *class_name, const MI_Char *name) {
    MI_Instance *made = instance_new(class_name);
    add(made, MI_T("Name"), MI_STRING, m_text(name), MI_FLAG_KEY);
    return made;
}

static void reading(void) {
    MI_Instance *which = named(MI_T("Test_Every"), MI_T("largest"));
    OPERATION("get, the largest", MI_Session_GetInstance(&session, 0, NULL, PLACE, which, NULL, &operation));
    MI_Instance_Delete(which);
    which = named(MI_T("Test_Every"), MI_T("nothing"));
    OPERATION("get, NULLs", MI_Session_GetInstance(&session, 0, NULL, PLACE, which, NULL, &operation));
    MI_Instance_Delete(which);
    which = named(MI_T("Test_Arrays"), MI_T("arrays"));
    OPERATION("get, arrays", MI_Session_GetInstance(&session, 0, NULL, PLACE, which, NULL, &operation));
    MI_Instance_Delete(which);
    which = named(MI_T("Test_Every"), MI_T("missing"));
    OPERATION("get, what is not there", MI_Session_GetInstance(&session, 0, NULL, PLACE, which, NULL, &operation));
    MI_Instance_Delete(which);
}

/* What was got is sent back with a change: only that is written, whatever else WMI has. */
static void modifying(void) {
    MI_Instance *which = named(MI_T("Test_Every"), MI_T("nothing")), *copy = NULL;
    const MI_Instance *got = NULL;
    MI_Operation operation;
    MI_Value value = m_text(MI_T("changed"));
    script.silent = 1;
    MI_Session_GetInstance(&session, 0, NULL, PLACE, which, NULL, &operation);
    NEED(MI_Operation_GetInstance(&operation, &got, NULL, NULL, NULL, NULL));
    NEED(MI_Instance_Clone(got, &copy));
    MI_Operation_Close(&operation);
    script.silent = 0;
    say_puts = 1;
    NEED(MI_Instance_SetElement(copy, MI_T("string_"), &value, MI_STRING, 0));
    OPERATION("modify", MI_Session_ModifyInstance(&session, 0, NULL, PLACE, copy, NULL, &operation));
    say_puts = 0;
    MI_Instance_Delete(copy);
    MI_Instance_Delete(which);

    which = named(MI_T("Test_Every"), MI_T("missing"));
    OPERATION("modify, what is not there", MI_Session_ModifyInstance(&session, 0, NULL, PLACE, which, NULL, &operation));
    MI_Instance_Delete(which);
}

/* In the namespace that the instance says, where it is given one. */
static void delete_of(const MI_Char *space, MI_Instance *which) {
    if (space != NULL) NEED(MI_Instance_SetNameSpace(which, space));
    OPERATION("delete", MI_Session_DeleteInstance(&session, 0, NULL, space == NULL ? PLACE : NULL, which, NULL, &operation));
    MI_Instance_Delete(which);
}

static void deleting(void) {
    MI_Instance *which = named(MI_T("Test_Every"), MI_T("a \"name\" with \\ in it")), *inner;
    MI_Value value;
    MI_Type i;
    MI_Char name[64];
    delete_of(NULL, which);
    delete_of(NULL, instance_new(MI_T("Test_Single")));
    /* Every type that a key can have; no element says that it is one. */
    which = instance_new(MI_T("Test_Keys"));
    for (i = 0; i < TYPES; i++) {
        if (in_order[i] == MI_REAL32 || in_order[i] == MI_REAL64 || in_order[i] == MI_REFERENCE || in_order[i] == MI_INSTANCE)
            continue;
        add(which, property_of(i, name), in_order[i], largest(in_order[i]), 0);
    }
    delete_of(NULL, which);
    which = instance_new(MI_T("Test_Association"));
    inner = named(MI_T("Test_Every"), MI_T("\"x\""));
    NEED(MI_Instance_SetServerName(inner, MI_T("elsewhere")));
    NEED(MI_Instance_SetNameSpace(inner, MI_T("root/other")));
    value.reference = inner;
    add(which, MI_T("Left"), MI_REFERENCE, value, MI_FLAG_KEY);
    MI_Instance_Delete(inner);
    inner = part(7, NULL);
    value.reference = inner;
    add(which, MI_T("Right"), MI_REFERENCE, value, MI_FLAG_KEY);
    add(which, MI_T("Weight"), MI_STRING, m_text(MI_T("no key")), 0);
    MI_Instance_Delete(inner);
    delete_of(MI_T("root\\third"), which);
    script.later = WBEM_E_ACCESS_DENIED;
    delete_of(NULL, named(MI_T("Test_Every"), MI_T("x")));
    script.at_once = WBEM_E_PROVIDER_NOT_CAPABLE;
    delete_of(NULL, named(MI_T("Test_Every"), MI_T("x")));
}

int main(void) {
    Object *every, *array, *inner, *nothing;
    client_begin();
    store(part_class());
    store(every = every_class(L"Test_Every", 0));
    store(array = every_class(L"Test_Arrays", CIM_FLAG_ARRAY));
    nothing = spawn(every);
    set(nothing, L"Name", v_text(L"nothing"));
    store(nothing);
    inner = spawn(script.stored[0]);
    set(inner, L"Id", v_i4(-2));
    store(largest_object(every, inner));
    store(array_object(array, inner));
    object_drop(inner);
    creating();
    refused();
    reading();
    modifying();
    deleting();
    client_end();
    return 0;
}
