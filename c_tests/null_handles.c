/*
 * What the exports write, and whom they call, when the handle is NULL; and what they pass on otherwise.
 * Prints one line per check; any "FAILED" is a failure.
 */
#include "report.h"

static int failures;

static void check(const char *what, int holds) {
    printf("%s: %s\n", what, holds ? "ok" : "FAILED");
    failures += !holds;
}

static int zero(const void *memory, size_t size) {
    const unsigned char *bytes = (const unsigned char *)memory;
    size_t i;
    for (i = 0; i < size; i++) {
        if (bytes[i] != 0) return 0;
    }
    return 1;
}

#define DIRTY(VALUE) memset(&(VALUE), 0x55, sizeof(VALUE))
#define IS_ZERO(VALUE) zero(&(VALUE), sizeof(VALUE))

/* Callbacks of a session that is NULL. */
static int calls;
static int expected;

static void MI_CALL on_instance(MI_Operation *operation, void *context, const MI_Instance *instance, MI_Boolean more,
                                MI_Result result, const MI_Char *text, const MI_Instance *details,
                                MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    calls++;
    expected = operation == NULL && context == &calls && instance == NULL && more == MI_FALSE &&
               result == MI_RESULT_INVALID_PARAMETER && text == NULL && details == NULL && acknowledge == NULL;
}

static void MI_CALL on_indication(MI_Operation *operation, void *context, const MI_Instance *instance,
                                  const MI_Char *bookmark, const MI_Char *machine, MI_Boolean more, MI_Result result,
                                  const MI_Char *text, const MI_Instance *details,
                                  MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    calls += 10;
    expected = operation == NULL && context == &calls && instance == NULL && bookmark == NULL && machine == NULL &&
               more == MI_FALSE && result == MI_RESULT_INVALID_PARAMETER && text == NULL && details == NULL &&
               acknowledge == NULL;
}

static void MI_CALL on_class(MI_Operation *operation, void *context, const MI_Class *result_class, MI_Boolean more,
                             MI_Result result, const MI_Char *text, const MI_Instance *details,
                             MI_Result(MI_CALL *acknowledge)(MI_Operation *)) {
    calls += 100;
    expected = operation == NULL && context == &calls && result_class == NULL && more == MI_FALSE &&
               result == MI_RESULT_INVALID_PARAMETER && text == NULL && details == NULL && acknowledge == NULL;
}

static void MI_CALL on_closed(void *context) {
    calls += 1000;
    expected = context == &calls;
}

static void sessions(void) {
    MI_OperationCallbacks callbacks = MI_OPERATIONCALLBACKS_NULL;
    MI_Operation operation;
    callbacks.callbackContext = &calls;
    callbacks.instanceResult = on_instance;
    callbacks.indicationResult = on_indication;
    callbacks.classResult = on_class;

#define STARTS(NAME, COUNT, CALL)                                                                                    \
    do {                                                                                                             \
        calls = expected = 0;                                                                                        \
        DIRTY(operation);                                                                                            \
        CALL;                                                                                                        \
        check("MI_Session_" NAME, calls == (COUNT) && expected && IS_ZERO(operation));                               \
    } while (0)

    STARTS("GetInstance", 1, MI_Session_GetInstance(NULL, 0, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("ModifyInstance", 1, MI_Session_ModifyInstance(NULL, 0, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("CreateInstance", 1, MI_Session_CreateInstance(NULL, 0, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("DeleteInstance", 1, MI_Session_DeleteInstance(NULL, 0, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("Invoke", 1, MI_Session_Invoke(NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("EnumerateInstances", 1,
           MI_Session_EnumerateInstances(NULL, 0, NULL, NULL, NULL, MI_FALSE, &callbacks, &operation));
    STARTS("QueryInstances", 1, MI_Session_QueryInstances(NULL, 0, NULL, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("AssociatorInstances", 1,
           MI_Session_AssociatorInstances(NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, MI_FALSE, &callbacks,
                                          &operation));
    STARTS("ReferenceInstances", 1,
           MI_Session_ReferenceInstances(NULL, 0, NULL, NULL, NULL, NULL, NULL, MI_FALSE, &callbacks, &operation));
    STARTS("Subscribe", 10, MI_Session_Subscribe(NULL, 0, NULL, NULL, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("GetClass", 100, MI_Session_GetClass(NULL, 0, NULL, NULL, NULL, &callbacks, &operation));
    STARTS("EnumerateClasses", 100,
           MI_Session_EnumerateClasses(NULL, 0, NULL, NULL, NULL, MI_FALSE, &callbacks, &operation));
    STARTS("TestConnection", 1, MI_Session_TestConnection(NULL, 0, &callbacks, &operation));

    calls = expected = 0;
    check("MI_Session_Close", MI_Session_Close(NULL, &calls, on_closed) == MI_RESULT_OK && calls == 1000 && expected);
    check("MI_Session_Close, no callback", MI_Session_Close(NULL, NULL, NULL) == MI_RESULT_INVALID_PARAMETER);
}

static void handles(void) {
    MI_Application application;
    MI_Session session;
    MI_DestinationOptions destination;
    MI_OperationOptions options;
    MI_SubscriptionDeliveryOptions delivery;
    MI_HostedProvider provider;
    MI_Serializer serializer;
    MI_Deserializer deserializer;
    MI_Instance *instance;
    MI_Class *made;
    const MI_Result refused = MI_RESULT_INVALID_PARAMETER;

#define MAKES(NAME, OUT, CALL)                                                                                       \
    do {                                                                                                             \
        DIRTY(OUT);                                                                                                  \
        check(NAME, (CALL) == refused && IS_ZERO(OUT));                                                              \
    } while (0)

    MAKES("MI_Application_NewSession", session,
          MI_Application_NewSession(NULL, NULL, NULL, NULL, NULL, NULL, &session));
    MAKES("MI_Application_NewHostedProvider", provider,
          MI_Application_NewHostedProvider(NULL, NULL, NULL, NULL, NULL, &provider));
    MAKES("MI_Application_NewInstance", instance, MI_Application_NewInstance(NULL, NULL, NULL, &instance));
    MAKES("MI_Application_NewInstanceFromClass", instance,
          MI_Application_NewInstanceFromClass(NULL, NULL, NULL, &instance));
    MAKES("MI_Application_NewParameterSet", instance, MI_Application_NewParameterSet(NULL, NULL, &instance));
    MAKES("MI_Application_NewDestinationOptions", destination,
          MI_Application_NewDestinationOptions(NULL, &destination));
    MAKES("MI_Application_NewOperationOptions", options,
          MI_Application_NewOperationOptions(NULL, MI_TRUE, &options));
    MAKES("MI_Application_NewSubscriptionDeliveryOptions", delivery,
          MI_Application_NewSubscriptionDeliveryOptions(NULL, MI_SubscriptionDeliveryType_Pull, &delivery));
    MAKES("MI_Application_NewSerializer", serializer,
          MI_Application_NewSerializer(NULL, 0, (MI_Char *)MI_T("MI_XML"), &serializer));
    MAKES("MI_Application_NewDeserializer", deserializer,
          MI_Application_NewDeserializer(NULL, 0, (MI_Char *)MI_T("MI_XML"), &deserializer));
    MAKES("MI_Application_NewClass", made, MI_Application_NewClass(NULL, NULL, NULL, NULL, &made));
    MAKES("MI_HostedProvider_GetApplication", application, MI_HostedProvider_GetApplication(NULL, &application));
    MAKES("MI_Session_GetApplication", application, MI_Session_GetApplication(NULL, &application));
    MAKES("MI_Operation_GetSession", session, MI_Operation_GetSession(NULL, &session));
}

static void results(void) {
    const MI_Instance *instance;
    const MI_Class *class_result;
    MI_Boolean more = 7;
    MI_Result result = MI_RESULT_OK;
    MI_Char locale[MI_MAX_LOCALE_SIZE] = MI_T("xx");
    MI_LifecycleIndicationContext *lifecycle;
    MI_Uint32 types = 5;

    MI_Operation_GetInstance(NULL, &instance, &more, &result, NULL, NULL);
    check("MI_Operation_GetInstance", more == MI_FALSE && result == MI_RESULT_INVALID_PARAMETER);
    more = 7;
    result = MI_RESULT_OK;
    MI_Operation_GetIndication(NULL, &instance, NULL, NULL, &more, &result, NULL, NULL);
    check("MI_Operation_GetIndication", more == MI_FALSE && result == MI_RESULT_INVALID_PARAMETER);
    more = 7;
    result = MI_RESULT_OK;
    MI_Operation_GetClass(NULL, &class_result, &more, &result, NULL, NULL);
    check("MI_Operation_GetClass", more == MI_FALSE && result == MI_RESULT_INVALID_PARAMETER);

    MI_Context_GetLocale(NULL, MI_LOCALE_TYPE_CLOSEST_UI, locale);
    check("MI_Context_GetLocale", locale[0] == 0 && locale[1] == MI_T('x'));
#ifndef _WIN32
    DIRTY(lifecycle);
    MI_Context_GetLifecycleIndicationContext(NULL, &lifecycle);
    check("MI_Context_GetLifecycleIndicationContext", IS_ZERO(lifecycle));
    MI_LifecycleIndicationContext_GetTypes(NULL, &types);
    check("MI_LifecycleIndicationContext_GetTypes", types == 0);
#else
    (void)lifecycle, (void)types;
#endif
}

/* A foreign table of options: what the wrappers pass on, and what they narrow. */
static const MI_Char *name_given;
static MI_Uint32 number_given;

static MI_Result MI_CALL set_number(MI_OperationOptions *options, const MI_Char *name, MI_Uint32 value,
                                    MI_Uint32 flags) {
    (void)options;
    name_given = name;
    number_given = value;
    calls++;
    return flags == 0 ? MI_RESULT_OK : MI_RESULT_FAILED;
}

static MI_Result MI_CALL get_number(MI_LINUX_CONST MI_OperationOptions *options, const MI_Char *name,
                                    MI_Uint32 *value, MI_Uint32 *index, MI_Uint32 *flags) {
    (void)options;
    name_given = name;
    calls++;
    *value = 0x102;
    return index == NULL && flags == NULL ? MI_RESULT_OK : MI_RESULT_FAILED;
}

static void options(void) {
    MI_OperationOptionsFT table;
    MI_OperationOptions handle = MI_OPERATIONOPTIONS_NULL;
    MI_Boolean boolean = 0;
    MI_CallbackMode mode = MI_CALLBACKMODE_REPORT;
    memset(&table, 0, sizeof(table));
    table.SetNumber = set_number;
    table.GetNumber = get_number;
    handle.ft = &table;

    check("MI_OperationOptions_SetUseMachineID",
          MI_OperationOptions_SetUseMachineID(&handle, MI_TRUE) == MI_RESULT_OK && number_given == 1 &&
              SAME(name_given, "__MI_OPERATIONOPTIONS_USE_MACHINE_ID"));
    check("MI_OperationOptions_GetUseMachineID",
          MI_OperationOptions_GetUseMachineID(&handle, &boolean) == MI_RESULT_OK && boolean == 2);
    check("MI_OperationOptions_GetWriteErrorMode",
          MI_OperationOptions_GetWriteErrorMode(&handle, &mode) == MI_RESULT_OK && (MI_Uint32)mode == 0x102);
    calls = 0;
    check("MI_OperationOptions_SetPromptUserRegularMode",
          MI_OperationOptions_SetPromptUserRegularMode(&handle, MI_CALLBACKMODE_INQUIRE, MI_TRUE) == MI_RESULT_OK &&
              calls == 2 && number_given == 1 &&
              SAME(name_given, "__MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE"));
    check("MI_OperationOptions_GetUseMachineID, no room",
          MI_OperationOptions_GetUseMachineID(&handle, NULL) == MI_RESULT_INVALID_PARAMETER);
}

/* Instances of an extended class. */
static MI_Result MI_CALL normalize(MI_Instance **instance) {
    *instance = NULL;
    return MI_RESULT_OK;
}

static void extended(void) {
    MI_InstanceExFT table;
    MI_ClassDecl declaration;
    MI_Instance memory;
    MI_Instance *instance = &memory;
    memset(&table, 0, sizeof(table));
    memset(&declaration, 0, sizeof(declaration));
    memset(&memory, 0, sizeof(memory));
    check("MI_Instance_Normalize, NULL", MI_Instance_Normalize(NULL) == MI_RESULT_INVALID_PARAMETER);
    check("MI_Instance_Normalize, no table", MI_Instance_Normalize(&instance) == MI_RESULT_INVALID_PARAMETER);
    memory.ft = &table.parent;
    memory.classDecl = &declaration;
    check("MI_Instance_Normalize, plain", MI_Instance_Normalize(&instance) == MI_RESULT_OK && instance == &memory);
    declaration.flags = MI_FLAG_EXTENDED;
    table.Normalize = normalize;
    check("MI_Instance_Normalize, extended", MI_Instance_Normalize(&instance) == MI_RESULT_OK && instance == NULL);
}

int main(void) {
    sessions();
    handles();
    results();
    options();
    extended();
    return failures != 0;
}
