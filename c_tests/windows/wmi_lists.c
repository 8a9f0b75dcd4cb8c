/* Lists, queries, associations and notifications of a scripted WMI; operations that are cancelled and closed while WMI has
   not answered. */
#include "script/client.h"
#include "close.h"


#define PLACE MI_T("root/cimv2")
#define ENUMERATE(FLAGS, KEYS) \
    MI_Session_EnumerateInstances(&session, FLAGS, NULL, PLACE, MI_T("Test_Base"), KEYS, NULL, &operation)

static Object *base_class(void) {
    Object *class = object_new(1, L"Test_Base");
    key(property(class, L"Id", CIM_UINT32, v_null()));
    return class;
}

static Object *derived_class(void) {
    Object *class = object_new(1, L"Test_Derived");
    class->superclasses[0] = L"Test_Base";
    key(property(class, L"Id", CIM_UINT32, v_null()));
    property(class, L"More", CIM_STRING, v_text(L"of it"));
    return class;
}

static Object *numbered(Object *class, int id) {
    Object *made = spawn(class);
    made->place = L"ROOT\\CIMV2";
    set(made, L"Id", v_i4(id));
    return made;
}

static void lists(void) {
    Object *class = script.stored[1];
    int i;
    OPERATION("nothing", ENUMERATE(0, MI_FALSE));
    for (i = 0; i < 3; i++) list(numbered(class, i));
    OPERATION("deep", ENUMERATE(0, MI_FALSE));
    OPERATION("shallow", ENUMERATE(MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, MI_FALSE));
    OPERATION("what the base class has", ENUMERATE(MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY, MI_FALSE));
    OPERATION("keys", ENUMERATE(0, MI_TRUE));
    OPERATION("keys, shallow", ENUMERATE(MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, MI_TRUE));
    script.page = 2;
    OPERATION("in pages", ENUMERATE(MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS, MI_FALSE));
    script.page = 0;
    script_listed(1);
}

#define QUERY(DIALECT, TEXT) MI_Session_QueryInstances(&session, 0, NULL, PLACE, DIALECT, TEXT, NULL, &operation)

static void queries(void) {
    OPERATION("query", QUERY(MI_T("WQL"), MI_T("SELECT * FROM Test_Base WHERE Name = 'a \"\\\\ b'")));
    script.at_once = WBEM_E_INVALID_QUERY_TYPE;
    OPERATION("another language", QUERY(MI_T("CQL"), MI_T("SELECT")));
}

#define ASSOCIATORS(ASSOCIATION, RESULT, ROLE, RESULT_ROLE, KEYS)                                                              \
    MI_Session_AssociatorInstances(&session, 0, NULL, PLACE, which, ASSOCIATION, RESULT, ROLE, RESULT_ROLE, KEYS, NULL, \
                                   &operation)
#define REFERENCES(RESULT, ROLE, KEYS) \
    MI_Session_ReferenceInstances(&session, 0, NULL, PLACE, which, RESULT, ROLE, KEYS, NULL, &operation)

static void associations(void) {
    MI_Instance *which = instance_new(MI_T("Test_Base"));
    add(which, MI_T("Name"), MI_STRING, m_text(MI_T("a} WHERE \"b\" \\ 'c'")), MI_FLAG_KEY);
    OPERATION("associators", ASSOCIATORS(NULL, NULL, NULL, NULL, MI_FALSE));
    OPERATION("associators, of all kinds",
              ASSOCIATORS(MI_T("Test_Association"), MI_T("Test_Derived"), MI_T("Left"), MI_T("Right"), MI_TRUE));
    OPERATION("associators, by empty names", ASSOCIATORS(MI_T(""), MI_T(""), MI_T(""), MI_T("Right"), MI_FALSE));
    OPERATION("associators, by what is no name", ASSOCIATORS(NULL, MI_T("A ResultRole = B"), NULL, NULL, MI_FALSE));
    OPERATION("references", REFERENCES(NULL, NULL, MI_FALSE));
    OPERATION("references, of all kinds", REFERENCES(MI_T("Test_Association"), MI_T("Left"), MI_TRUE));
    OPERATION("references, by what is no name", REFERENCES(NULL, MI_T("a'"), MI_FALSE));
    MI_Instance_Delete(which);
}

/* The next notification: what it is, and whether more follows. */
static void next_event(MI_Operation *operation) {
    const MI_Instance *instance = NULL;
    const MI_Char *bookmark = NULL, *machine = NULL, *text = NULL;
    MI_Boolean more = MI_FALSE;
    MI_Result result = MI_RESULT_FAILED;
    NEED(MI_Operation_GetIndication(operation, &instance, &bookmark, &machine, &more, &result, &text, NULL));
    printf("  ");
    if (instance != NULL) show_instance(instance);
    printf(" %s, %s%s%s\n", more ? "more" : "the last", result_name(result), text == NULL ? "" : ", ", text == NULL ? "" : SHOWN(text));
}

static Object *event(int id) {
    Object *made = object_new(0, L"__InstanceCreationEvent"), *target = numbered(script.stored[1], id);
    made->place = L"ROOT\\CIMV2";
    property(made, L"TargetInstance", CIM_OBJECT, v_object(target));
    property(made, L"TIME_CREATED", CIM_UINT64, v_text(L"133456789012345678"));
    object_drop(target);
    return made;
}

#define SUBSCRIBE(CALLBACKS)                                                                                              \
    MI_Session_Subscribe(&session, 0, NULL, PLACE, MI_T("WQL"), MI_T("SELECT * FROM __InstanceCreationEvent WITHIN 5"), NULL, \
                         CALLBACKS, &operation)

static void notifications(void) {
    MI_Operation operation;
    int i;
    script_listed(0);
    printf("notifications, one after another\n");
    SUBSCRIBE(NULL);
    for (i = 0; i < 3; i++) {
        /* WMI has been asked since, and had none. */
        SCRIPT_UNTIL(script.asked > 0);
        list(event(i));
        next_event(&operation);
        SCRIPT_SET(script.asked = 0);
    }
    printf("two at a time\n");
    SCRIPT_UNTIL(script.asked > 0);
    AcquireSRWLockExclusive(&script.lock);
    script.listed[script.listed_count++] = event(3);
    script.listed[script.listed_count++] = event(4);
    ReleaseSRWLockExclusive(&script.lock);
    script_changed();
    next_event(&operation);
    next_event(&operation);
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    next_event(&operation);
    REPORT(MI_Operation_Close(&operation));
    SCRIPT_UNTIL(script.under_way == 0);

    printf("notifications that end with a failure\n");
    script_listed(1);
    script.later = WBEM_E_SHUTTING_DOWN;
    SUBSCRIBE(NULL);
    next_event(&operation);
    next_event(&operation);
    REPORT(MI_Operation_Close(&operation));
    script.at_once = WBEM_E_UNPARSABLE_QUERY;
    SUBSCRIBE(NULL);
    next_event(&operation);
    REPORT(MI_Operation_Close(&operation));
}

/* The last callback has begun: after this, the memory it uses may go. */
static void returned(Async *async) {
    gate_wait(&async->left, gate_count(&async->results));
}

/* Notifications to a callback, which closes. */
static void callbacks(void) {
    MI_Operation operation;
    MI_OperationCallbacks table;
    Async async;
    int i;
    printf("notifications to a callback\n");
    script_listed(0);
    async_init(&async);
    table = callbacks_of(&async);
    SUBSCRIBE(&table);
    for (i = 0; i < 5; i++) {
        list(event(i));
        gate_wait(&async.results, i + 1);
    }
    SHOW_NUMBER(gate_count(&async.finals));
    REPORT(MI_Operation_Cancel(&operation, MI_REASON_NONE));
    gate_wait(&async.finals, 1);
    SHOW_NUMBER(gate_count(&async.results));
    SHOW_HOLDS(async.final_result == MI_RESULT_FAILED);
    REPORT(MI_Operation_Close(&operation));
    SCRIPT_UNTIL(script.under_way == 0);
    returned(&async);
}

/* WMI does not answer: the operation ends all the same, and WMI's side of it is let go. */
static void pending(const char *name, int which, int cancel) {
    MI_Operation operation;
    MI_Instance *instance = instance_new(MI_T("Test_Base"));
    MI_Result result;
    MI_Value value;
    value.uint32 = 0;
    add(instance, MI_T("Id"), MI_UINT32, value, MI_FLAG_KEY);
    script.silent = 1;
    SCRIPT_SET((script.held = 1, script.asked = 0));
    switch (which) {
    case 0: MI_Session_GetInstance(&session, 0, NULL, PLACE, instance, NULL, &operation); break;
    case 1: MI_Session_DeleteInstance(&session, 0, NULL, PLACE, instance, NULL, &operation); break;
    case 2: MI_Session_CreateInstance(&session, 0, NULL, PLACE, instance, NULL, &operation); break;
    case 3: ENUMERATE(0, MI_FALSE); break;
    default: SUBSCRIBE(NULL); break;
    }
    MI_Instance_Delete(instance);
    SCRIPT_UNTIL(script.asked > 0);
    if (cancel) {
        NEED(MI_Operation_Cancel(&operation, MI_REASON_NONE));
        result = which == 4 ? drain_indications(&operation) : drain(&operation);
        printf("%s, cancelled: %s", name, result_name(result));
    } else printf("%s, not cancelled", name);
    printf(", close %s\n", result_name(MI_Operation_Close(&operation)));
    SCRIPT_UNTIL(script.under_way == 0);
    SCRIPT_SET(script.held = 0);
    script.silent = 0;
}

/* Nobody takes the results: WMI is not asked for all of them. */
static void ahead(void) {
    MI_Operation operation;
    const MI_Instance *instance = NULL;
    int i;
    printf("a list that nobody reads to its end\n");
    script_listed(0);
    for (i = 0; i < 64; i++) list(numbered(script.stored[1], i));
    SCRIPT_SET(script.given = 0);
    ENUMERATE(0, MI_FALSE);
    NEED(MI_Operation_GetInstance(&operation, &instance, NULL, NULL, NULL, NULL));
    REPORT(MI_Operation_Close(&operation));
    SCRIPT_UNTIL(script.under_way == 0);
    SHOW_HOLDS(script.given > 0 && script.given < 64);
}

/* Each of several operations has a thread of its own. */
static void several(void) {
    enum { MANY = 8 };
    MI_Operation operations[MANY];
    MI_OperationCallbacks table;
    Async async[MANY];
    int i;
    printf("several at a time\n");
    script.silent = 1;
    SCRIPT_SET((script.held = 1, script.asked = 0));
    for (i = 0; i < MANY; i++) {
        async_init(&async[i]);
        table = callbacks_of(&async[i]);
        MI_Session_EnumerateInstances(&session, 0, NULL, PLACE, MI_T("Test_Base"), MI_FALSE, &table, &operations[i]);
    }
    SCRIPT_UNTIL(script.under_way == MANY && script.asked > 0);
    SCRIPT_SET((script.held = 0, script.page = 3));
    for (i = 0; i < MANY; i++) gate_wait(&async[i].finals, 1);
    for (i = 0; i < MANY; i++) {
        printf("%d %s", gate_count(&async[i].results), result_name(async[i].final_result));
        printf(", %s\n", result_name(MI_Operation_Close(&operations[i])));
        returned(&async[i]);
    }
    script.page = 0;
}

int main(void) {
    static const char *const names[] = {"get", "delete", "create", "enumerate", "subscribe"};
    int i;
    client_begin();
    store(base_class());
    store(derived_class());
    lists();
    queries();
    associations();
    notifications();
    callbacks();
    for (i = 0; i < 5; i++) {
        pending(names[i], i, 1);
        pending(names[i], i, 0);
    }
    ahead();
    several();
    client_end();
    return 0;
}
