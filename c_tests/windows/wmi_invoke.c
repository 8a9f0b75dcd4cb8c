/* Methods in a scripted WMI: parameters of every kind in and out, what the method is called on, what goes wrong. */
#include "script/client.h"

#define PLACE MI_T("root/cimv2")

static Object *parameters(void) {
    return object_new(1, L"__PARAMETERS");
}

/* A class with methods with and without parameters and results. */
static Object *service_class(void) {
    Object *class = object_new(1, L"Test_Service"), *input = parameters(), *output = parameters();
    key(property(class, L"Name", CIM_STRING, v_null()));
    property(input, L"Count", CIM_UINT16, v_i4(7));
    property(input, L"Big", CIM_UINT64, v_null());
    property(input, L"Names", CIM_STRING | CIM_FLAG_ARRAY, v_null());
    property(input, L"Bytes", CIM_UINT8 | CIM_FLAG_ARRAY, v_null());
    property(input, L"When", CIM_DATETIME, v_null());
    property(input, L"Target", CIM_REFERENCE, v_null());
    property(input, L"Part", CIM_OBJECT, v_null());
    property(input, L"Parts", CIM_OBJECT | CIM_FLAG_ARRAY, v_null());
    property(input, L"Force", CIM_BOOLEAN, v_null());
    property(output, L"ReturnValue", CIM_UINT32, v_null());
    method(class, L"Everything", input, output);
    method(class, L"Nothing", NULL, NULL);
    return class;
}

static Object *part_class(void) {
    Object *class = object_new(1, L"Test_Part");
    key(property(class, L"Id", CIM_UINT32, v_null()));
    return class;
}

/* What Everything answers. */
static Object *results(Object *inner) {
    Object *made = object_new(0, L"__PARAMETERS");
    property(made, L"ReturnValue", CIM_UINT32, v_i4(-2147217406));
    property(made, L"Names", CIM_STRING | CIM_FLAG_ARRAY, v_array(VT_BSTR, 2, v_text(L"a"), v_text(L"b")));
    property(made, L"Sizes", CIM_UINT64 | CIM_FLAG_ARRAY, v_array(VT_BSTR, 1, v_text(L"18446744073709551615")));
    property(made, L"None", CIM_SINT32 | CIM_FLAG_ARRAY, v_null());
    property(made, L"Empty", CIM_SINT32 | CIM_FLAG_ARRAY, v_array(VT_I4, 0));
    property(made, L"Job", CIM_REFERENCE, v_text(L"\\\\SCRIPTED\\root\\cimv2:Test_Job.Id=\"7\""));
    property(made, L"Part", CIM_OBJECT, v_object(inner));
    property(made, L"When", CIM_DATETIME, v_text(L"20260101000000.000000+000"));
    return made;
}

static MI_Instance *part(MI_Uint32 id) {
    MI_Instance *made = instance_new(MI_T("Test_Part"));
    MI_Value value;
    value.uint32 = id;
    add(made, MI_T("Id"), MI_UINT32, value, MI_FLAG_KEY);
    return made;
}

static MI_Instance *given(void) {
    static const MI_Char *names[] = {MI_T("one"), MI_T(""), MI_T("three")};
    static const MI_Datetime when = {0, {{1, 2, 3, 4, 5, 0, 0, 0}}};
    MI_Instance *made = instance_new(MI_T("__PARAMETERS")), *parts[2];
    MI_Value value;
    value.uint64 = 18446744073709551615ull;
    add(made, MI_T("big"), MI_UINT64, value, 0);
    value.stringa.data = (MI_Char **)names;
    value.stringa.size = 3;
    add(made, MI_T("Names"), MI_STRINGA, value, 0);
    value.uint8a.data = NULL;
    value.uint8a.size = 0;
    add(made, MI_T("Bytes"), MI_UINT8A, value, 0);
    value.datetime = when;
    add(made, MI_T("When"), MI_DATETIME, value, 0);
    parts[0] = part(1);
    parts[1] = part(2);
    value.instance = parts[0];
    add(made, MI_T("Target"), MI_REFERENCE, value, 0);
    value.instance = parts[1];
    add(made, MI_T("Part"), MI_INSTANCE, value, 0);
    value.instancea.data = parts;
    value.instancea.size = 2;
    add(made, MI_T("Parts"), MI_INSTANCEA, value, 0);
    add(made, MI_T("Force"), MI_BOOLEAN, value, MI_FLAG_NULL);
    MI_Instance_Delete(parts[0]);
    MI_Instance_Delete(parts[1]);
    return made;
}

#define INVOKE(NAME, CLASS, METHOD, INSTANCE, PARAMETERS) \
    OPERATION(NAME, MI_Session_Invoke(&session, 0, NULL, PLACE, CLASS, METHOD, INSTANCE, PARAMETERS, NULL, &operation))

int main(void) {
    MI_Instance *all, *which, *wrong;
    MI_Value value;
    Object *inner;
    client_begin();
    store(service_class());
    store(part_class());
    inner = spawn(script.stored[1]);
    set(inner, L"Id", v_i4(9));
    script.output = results(inner);
    object_drop(inner);
    all = given();
    which = instance_new(MI_T("Test_Service"));
    add(which, MI_T("Name"), MI_STRING, m_text(MI_T("x")), MI_FLAG_KEY);
    INVOKE("on an instance", NULL, MI_T("Everything"), which, all);
    INVOKE("on a class", MI_T("Test_Service"), MI_T("Everything"), NULL, all);
    INVOKE("class and instance", MI_T("Test_Service"), MI_T("Everything"), which, NULL);
    object_drop(script.output);
    script.output = NULL;
    INVOKE("without results", NULL, MI_T("Nothing"), which, NULL);
    INVOKE("parameters for a method that has none", NULL, MI_T("Nothing"), which, all);
    INVOKE("no such method", NULL, MI_T("Missing"), which, NULL);
    INVOKE("no such class", MI_T("Test_Missing"), MI_T("Nothing"), NULL, NULL);
    INVOKE("neither class nor instance", NULL, MI_T("Nothing"), NULL, NULL);
    wrong = instance_new(MI_T("__PARAMETERS"));
    add(wrong, MI_T("Missing"), MI_STRING, m_text(MI_T("x")), 0);
    INVOKE("no such parameter", NULL, MI_T("Everything"), which, wrong);
    MI_Instance_Delete(wrong);
    wrong = instance_new(MI_T("__PARAMETERS"));
    value.sint32 = 65536;
    add(wrong, MI_T("Count"), MI_SINT32, value, 0);
    INVOKE("too large a number", NULL, MI_T("Everything"), which, wrong);
    MI_Instance_Delete(wrong);
    MI_Instance_Delete(all);
    MI_Instance_Delete(which);
    client_end();
    return 0;
}
