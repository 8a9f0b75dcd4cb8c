/*
 * The logged-on user's Kerberos through SSPI, against the independent server: what scripts/windows-kerberos starts.
 * HTTP_PORT, HTTPS_PORT: the server's. Without messages that are sealed: wine 8 seals in a form of its own.
 */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

/* The last one: no credential at all. */
static const MI_Char *const names[] = {MI_AUTH_TYPE_DEFAULT, MI_AUTH_TYPE_NEGO_NO_CREDS, MI_AUTH_TYPE_KERBEROS, NULL};

typedef struct Way {
    const MI_Char *authentication;
    int secure, with_port, delegate;
} Way;

static MI_Uint32 port(const char *name) {
    const char *text = getenv(name);
    return text == NULL ? 0 : (MI_Uint32)atoi(text);
}

static void open_session(const Way *way, MI_Session *session) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    MI_UserCredentials user;
    memset(&user, 0, sizeof user);
    user.authenticationType = (MI_Char *)way->authentication;
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    NEED(MI_DestinationOptions_SetTransport(
        &options, way->secure ? MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS : MI_DESTINATIONOPTIONS_TRANSPORT_HTTP));
    NEED(MI_DestinationOptions_SetDestinationPort(&options, port(way->secure ? "HTTPS_PORT" : "HTTP_PORT")));
    NEED(MI_DestinationOptions_SetCertCACheck(&options, MI_FALSE));
    NEED(MI_DestinationOptions_SetPacketPrivacy(&options, MI_FALSE));
    NEED(MI_DestinationOptions_SetEncodePortInSPN(&options, (MI_Boolean)way->with_port));
    if (way->delegate)
        NEED(MI_DestinationOptions_SetImpersonationType(&options, MI_DestinationOptions_ImpersonationType_Delegate));
    if (way->authentication != NULL) NEED(MI_DestinationOptions_AddDestinationCredentials(&options, &user));
    NEED(MI_Application_NewSession(&application, MI_T("WINRM"), MI_T("localhost"), &options, NULL, NULL, session));
    MI_DestinationOptions_Delete(&options);
}

/* An instance of the server's, twice over one connection. */
static void get(const char *title, Way way) {
    MI_Session session = MI_SESSION_NULL;
    MI_Instance *key = NULL;
    MI_Value value;
    int round, got = 0;
    open_session(&way, &session);
    NEED(MI_Application_NewInstance(&application, MI_T("Test_Person"), NULL, &key));
    value.string = (MI_Char *)MI_T("Ann");
    NEED(MI_Instance_AddElement(key, MI_T("Name"), &value, MI_STRING, MI_FLAG_KEY));
    printf("%s, %s: ", title, way.authentication == NULL ? "no credential" : SHOWN(way.authentication));
    for (round = 0; round < 2; round++) {
        MI_Operation operation = MI_OPERATION_NULL;
        MI_Boolean more = MI_TRUE;
        MI_Result result = MI_RESULT_FAILED;
        const MI_Instance *instance = NULL;
        const MI_Char *text = NULL;
        MI_Session_GetInstance(&session, 0, NULL, MI_T("root/test"), key, NULL, &operation);
        while (more && MI_Operation_GetInstance(&operation, &instance, &more, &result, &text, NULL) == MI_RESULT_OK)
            got += instance != NULL;
        if (result != MI_RESULT_OK) {
            printf("%s: %s", result_name(result), text == NULL ? "" : SHOWN(text));
            round = 2;
        }
        if (MI_Operation_Close(&operation) != MI_RESULT_OK) printf(" CLOSE FAILED ");
    }
    printf("%s\n", got == 2 ? "works" : "");
    MI_Instance_Delete(key);
    NEED(MI_Session_Close(&session, NULL, NULL));
}

int main(void) {
    size_t i;
    _putenv_s("MI_LOG", "off");
    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        Way way = {names[i], 0, 0, 0};
        get("HTTP", way);
        way.with_port = 1;
        get("a principal that nobody has", way);
        way.secure = 1;
        get("the port in the principal, HTTPS", way);
        way.with_port = 0;
        get("HTTPS", way);
        way.delegate = 1;
        get("delegation that is not allowed", way);
    }
    NEED(MI_Application_Close(&application));
    return 0;
}
