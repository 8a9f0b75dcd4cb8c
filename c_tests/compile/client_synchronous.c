/* A client that waits for its results: a query, a method, a class, a serialised instance. */
#include <MI.h>

static MI_Application application = MI_APPLICATION_NULL;

MI_INLINE MI_Sint64 MI_INLINE_CALL clamp(MI_Sint64 number) {
    return number > MI_LL(4611686018427387904) ? MI_LL(4611686018427387904) : number;
}

static const MI_Char *type_name(MI_Type type) {
    switch (type) {
        case MI_BOOLEAN: return MI_T("boolean");
        case MI_UINT32: return MI_T("uint32");
        case MI_STRING: return MI_T("string");
        case MI_DATETIME: return MI_T("datetime");
        case MI_REFERENCE: return MI_T("reference");
        default: return (type & MI_ARRAY) ? MI_T("array") : MI_T("other");
    }
}

static void print_element(const MI_Instance *instance, MI_Uint32 index) {
    const MI_Char *name = NULL;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;
    MI_Uint32 flags = 0;
    if (MI_Instance_GetElementAt(instance, index, &name, &value, &type, &flags) != MI_RESULT_OK) return;
    if (flags & MI_FLAG_NULL) {
        printf("%s null\n", name);
    } else if (type == MI_STRING) {
        printf("%s %s\n", name, value.string);
    } else if (type == MI_UINT64) {
        printf("%s %llu\n", name, value.uint64);
    } else if (type == MI_UINT32A) {
        printf("%s %u numbers\n", name, value.uint32a.size);
    } else if (type == MI_DATETIME && !value.datetime.isTimestamp) {
        printf("%s %u days\n", name, value.datetime.u.interval.days);
    } else {
        printf("%s %s\n", name, type_name(type));
    }
}

static MI_Result query(MI_Session *session, MI_OperationOptions *options) {
    MI_Operation operation = MI_OPERATION_NULL;
    MI_Result result = MI_RESULT_OK;
    MI_Boolean more = MI_TRUE;
    MI_Session_QueryInstances(session, MI_OPERATIONFLAGS_DEFAULT_RTTI, options, MI_T("root/cimv2"),
                              MI_QUERY_DIALECT_WQL, MI_T("SELECT * FROM CIM_Process"), NULL, &operation);
    while (more) {
        const MI_Instance *instance = NULL;
        const MI_Instance *details = NULL;
        const MI_Char *message = NULL;
        MI_Uint32 count = 0;
        MI_Uint32 i;
        MI_Result called = MI_Operation_GetInstance(&operation, &instance, &more, &result, &message, &details);
        if (called != MI_RESULT_OK) break;
        if (message != NULL) printf("error: %s\n", message);
        if (instance != NULL && MI_Instance_GetElementCount(instance, &count) == MI_RESULT_OK) {
            for (i = 0; i < count; i++) print_element(instance, i);
        }
    }
    MI_Operation_Close(&operation);
    return result;
}

static MI_Result serialise(const MI_Instance *instance) {
    MI_Serializer serializer;
    MI_Uint8 buffer[4096];
    MI_Uint32 needed = 0;
    MI_Result result = MI_Application_NewSerializer(&application, 0, (MI_Char *)MI_T("MI_XML"), &serializer);
    if (result != MI_RESULT_OK) return result;
    result = MI_Serializer_SerializeInstance(&serializer, MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS, instance, buffer,
                                             MI_COUNT(buffer), &needed);
    MI_Serializer_Close(&serializer);
    return result;
}

int main(int argc, char **argv) {
    static const MI_Char *const destination = NULL;
    MI_Session session = MI_SESSION_NULL;
    MI_DestinationOptions destination_options = MI_DESTINATIONOPTIONS_NULL;
    MI_OperationOptions options = MI_OPERATIONOPTIONS_NULL;
    MI_UserCredentials credentials;
    MI_Interval timeout = {0, 0, 0, 30, 0, 0, 0, 0};
    MI_Instance *error = NULL;
    MI_Instance *parameters = NULL;
    MI_Result result = MI_Application_Initialize(0, MI_T("sample"), &error, &application);
    (void)argc;
    (void)argv;
    if (result != MI_RESULT_OK) return (int)result;

    MI_Application_NewDestinationOptions(&application, &destination_options);
    MI_DestinationOptions_SetTransport(&destination_options, MI_DESTINATIONOPTIONS_TRANPSORT_HTTPS);
    MI_DestinationOptions_SetTransport(&destination_options, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    MI_DestinationOptions_SetPacketEncoding(&destination_options, MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF8);
    credentials.authenticationType = MI_AUTH_TYPE_BASIC;
    credentials.credentials.usernamePassword.domain = NULL;
    credentials.credentials.usernamePassword.username = MI_T("somebody");
    credentials.credentials.usernamePassword.password = MI_T("something");
    MI_DestinationOptions_AddDestinationCredentials(&destination_options, &credentials);

    MI_Application_NewOperationOptions(&application, MI_FALSE, &options);
    MI_OperationOptions_SetTimeout(&options, &timeout);
    result = MI_Application_NewSession(&application, NULL, destination, &destination_options, NULL, &error, &session);
    if (result == MI_RESULT_OK) result = query(&session, &options);
    if (MI_Application_NewParameterSet(&application, NULL, &parameters) == MI_RESULT_OK) {
        MI_Value value;
        value.uint32 = 15;
        MI_Instance_AddElement(parameters, MI_T("Signal"), &value, MI_UINT32, 0);
        serialise(parameters);
        MI_Instance_Delete(parameters);
    }
    MI_OperationOptions_Delete(&options);
    MI_DestinationOptions_Delete(&destination_options);
    MI_Session_Close(&session, NULL, NULL);
    MI_Application_Close(&application);
    return (int)clamp((MI_Sint64)result);
}
