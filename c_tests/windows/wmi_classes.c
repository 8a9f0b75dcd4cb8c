/* Classes of a scripted WMI: declarations with qualifiers and methods, lists of classes, and the classes of instances. */
#include "script/client.h"

#define PLACE MI_T("root/cimv2")
#define TO_ALL (WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE | WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS)

static Object *parameters(void) {
    return object_new(1, L"__PARAMETERS");
}

static Named *parameter(Object *side, const WCHAR *name, CIMTYPE cim, int id, const WCHAR *direction) {
    return qualify(qualify(property(side, name, cim, v_null()), L"ID", v_i4(id), WBEM_FLAVOR_NOT_OVERRIDABLE), direction, v_bool(1), 0);
}

/* A class with everything that a class has. */
static Object *thing_class(void) {
    Object *class = object_new(1, L"Test_Thing"), *input = parameters(), *output = parameters();
    class->place = L"ROOT\\cimv2";
    class->superclasses[0] = L"Test_Parent";
    class->superclasses[1] = L"Test_Root";
    qualify_class(class, L"dynamic", v_bool(1), WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE);
    qualify_class(class, L"provider", v_text(L"Scripted"), 0);
    qualify_class(class, L"Description", v_text(L"A thing"), TO_ALL | WBEM_FLAVOR_AMENDED);
    qualify_class(class, L"Version", v_r8(1.5), WBEM_FLAVOR_NOT_OVERRIDABLE);
    key(property(class, L"Name", CIM_STRING, v_null()))->origin = L"Test_Root";
    qualify(property(class, L"Size", CIM_UINT32, v_i4(5)), L"read", v_bool(1), TO_ALL);
    qualify(property(class, L"State", CIM_UINT16, v_null()), L"Values", v_array(VT_BSTR, 2, v_text(L"off"), v_text(L"on")), TO_ALL);
    qualify(property(class, L"Limits", CIM_SINT32 | CIM_FLAG_ARRAY, v_array(VT_I4, 2, v_i4(1), v_i4(2))), L"MaxLen", v_i4(-1), TO_ALL);
    qualify(property(class, L"Owner", CIM_REFERENCE, v_null()), L"CIMTYPE", v_text(L"ref:Test_Owner"), TO_ALL);
    qualify(property(class, L"Part", CIM_OBJECT, v_null()), L"cimtype", v_text(L"object:Test_Part"), TO_ALL);
    qualify(property(class, L"Any", CIM_OBJECT | CIM_FLAG_ARRAY, v_null()), L"CIMTYPE", v_text(L"object"), TO_ALL);
    /* Parameters come in the order of their names; their numbers say which they have. */
    qualify(parameter(input, L"Amount", CIM_UINT8, 1, L"in"), L"optional", v_bool(1), TO_ALL);
    parameter(input, L"Both", CIM_STRING | CIM_FLAG_ARRAY, 2, L"In");
    qualify(parameter(input, L"Where", CIM_REFERENCE, 0, L"in"), L"CIMTYPE", v_text(L"ref:Test_Owner"), TO_ALL);
    parameter(output, L"Both", CIM_STRING | CIM_FLAG_ARRAY, 2, L"Out");
    property(output, L"ReturnValue", CIM_SINT32, v_null());
    qualify(method(class, L"Move", input, output), L"Implemented", v_bool(1), 0)->origin = L"Test_Root";
    qualify(method(class, L"Reset", NULL, NULL), L"static", v_bool(1), 0);
    return class;
}

static Object *association_class(void) {
    Object *class = object_new(1, L"Test_Association");
    qualify_class(class, L"Association", v_bool(1), TO_ALL);
    qualify_class(class, L"abstract", v_bool(1), 0);
    key(qualify(property(class, L"Left", CIM_REFERENCE, v_null()), L"CIMTYPE", v_text(L"ref:Test_Thing"), TO_ALL));
    return class;
}

static Object *thing(Object *class, const WCHAR *name) {
    Object *made = spawn(class);
    made->place = L"root\\CIMV2";
    set(made, L"Name", v_text(name));
    set(made, L"Owner", v_text(L"Test_Owner.Id=1"));
    return made;
}

#define CLASSES(NAME, START)       \
    do {                           \
        MI_Operation operation;    \
        printf("%s\n", NAME);      \
        START;                     \
        finish_classes(&operation); \
    } while (0)

static void declarations(void) {
    CLASSES("get", MI_Session_GetClass(&session, 0, NULL, PLACE, MI_T("Test_Thing"), NULL, &operation));
    CLASSES("get, in the client's language",
            MI_Session_GetClass(&session, MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS, NULL, PLACE, MI_T("Test_Association"), NULL,
                                &operation));
    CLASSES("get, what is not there", MI_Session_GetClass(&session, 0, NULL, PLACE, MI_T("Test_Missing"), NULL, &operation));
    list(thing_class());
    list(association_class());
    CLASSES("all", MI_Session_EnumerateClasses(&session, 0, NULL, PLACE, NULL, MI_FALSE, NULL, &operation));
    CLASSES("names below one", MI_Session_EnumerateClasses(&session, MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, NULL, PLACE,
                                                           MI_T("Test_Parent"), MI_TRUE, NULL, &operation));
    script.later = WBEM_E_INVALID_CLASS;
    CLASSES("below none", MI_Session_EnumerateClasses(&session, MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS, NULL, PLACE,
                                                      MI_T("Test_Missing"), MI_FALSE, NULL, &operation));
    script_listed(0);
}

#define MOST 8

/* What instances say of their classes. Kept first and shown then: calls of the library's threads are printed as they come. */
static void of_instances(const char *name, MI_Uint32 flags) {
    MI_Operation operation;
    MI_Boolean more = MI_TRUE;
    MI_Instance *kept[MOST];
    int count = 0, index;
    printf("%s\n", name);
    MI_Session_EnumerateInstances(&session, flags, NULL, PLACE, MI_T("Test_Thing"), MI_FALSE, NULL, &operation);
    while (more) {
        const MI_Instance *instance = NULL;
        NEED(MI_Operation_GetInstance(&operation, &instance, &more, NULL, NULL, NULL));
        if (instance != NULL && count < MOST) NEED(MI_Instance_Clone(instance, &kept[count++]));
    }
    for (index = 0; index < count; index++) {
        MI_Class *class = NULL;
        printf("  ");
        show_instance(kept[index]);
        printf("\n");
        if (MI_Instance_GetClass(kept[index], &class) == MI_RESULT_OK) {
            show_class(class);
            MI_Class_Delete(class);
        }
        MI_Instance_Delete(kept[index]);
    }
    REPORT(MI_Operation_Close(&operation));
}

int main(void) {
    client_begin();
    store(thing_class());
    store(association_class());
    declarations();
    list(thing(script.stored[0], L"one"));
    list(thing(script.stored[0], L"two"));
    list(object_new(0, L"Test_Unknown"));
    of_instances("instances as they come", 0);
    of_instances("instances with their classes", MI_OPERATIONFLAGS_FULL_RTTI);
    client_end();
    return 0;
}
