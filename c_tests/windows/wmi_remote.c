/* WMI of other machines, as a scripted WMI sees it: where the connection goes, as whom, how it is protected, in which
   language, and what goes to the providers with each call. */
#include "script/client.h"

#define REMOTE(OPTIONS) remote(MI_T("server.example"), OPTIONS)

static MI_DestinationOptions options;

static MI_DestinationOptions *fresh(void) {
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    return &options;
}

static void credentials(const MI_Char *type, const MI_Char *domain, const MI_Char *user, const MI_Char *password) {
    MI_UserCredentials who;
    memset(&who, 0, sizeof who);
    who.authenticationType = type;
    who.credentials.usernamePassword.domain = domain;
    who.credentials.usernamePassword.username = user;
    who.credentials.usernamePassword.password = password;
    NEED(MI_DestinationOptions_AddDestinationCredentials(&options, &who));
}

static void certificate(const MI_Char *type) {
    MI_UserCredentials who;
    memset(&who, 0, sizeof who);
    who.authenticationType = type;
    who.credentials.certificateThumbprint = MI_T("0123456789abcdef0123456789abcdef01234567");
    NEED(MI_DestinationOptions_AddDestinationCredentials(&options, &who));
}

/* A session with the options, which it deletes: a list and a call are made in it. */
static void remote(const MI_Char *host, MI_DestinationOptions *given) {
    MI_Session other;
    MI_Operation operation;
    MI_Instance *details = NULL;
    MI_Result result = MI_Application_NewSession(&application, MI_T("WMIDCOM"), host, given, NULL, &details, &other);
    if (given != NULL) MI_DestinationOptions_Delete(given);
    if (result != MI_RESULT_OK) {
        printf("  %s\n", result_name(result));
        if (details != NULL) MI_Instance_Delete(details);
        return;
    }
    MI_Session_EnumerateInstances(&other, 0, NULL, MI_T("root/cimv2"), MI_T("Test_Class"), MI_FALSE, NULL, &operation);
    finish(&operation);
    MI_Session_DeleteInstance(&other, 0, NULL, MI_T("root/cimv2"), details = instance_new(MI_T("Test_Single")), NULL, &operation);
    finish(&operation);
    MI_Instance_Delete(details);
    if (MI_Session_Close(&other, NULL, NULL) != MI_RESULT_OK) printf("CLOSE FAILED\n");
}

static void identities(void) {
    printf("the thread's own\n");
    REMOTE(NULL);
    printf("user, domain, password\n");
    fresh();
    credentials(MI_AUTH_TYPE_NEGO_WITH_CREDS, MI_T("DOMAIN"), MI_T("us\x00e9r"), MI_T("pass word"));
    REMOTE(&options);
    printf("user without a domain, by Negotiate\n");
    fresh();
    credentials(MI_AUTH_TYPE_NEGO_WITH_CREDS, NULL, MI_T("user"), MI_T("secret"));
    REMOTE(&options);
    printf("the thread's own, by Default\n");
    fresh();
    credentials(MI_AUTH_TYPE_DEFAULT, NULL, NULL, NULL);
    REMOTE(&options);
    printf("Kerberos\n");
    fresh();
    credentials(MI_AUTH_TYPE_KERBEROS, MI_T("REALM"), MI_T("user"), MI_T("secret"));
    REMOTE(&options);
    printf("NTLM: the authority names the domain\n");
    fresh();
    credentials(MI_AUTH_TYPE_NTLM, MI_T("DOMAIN"), MI_T("user"), MI_T("secret"));
    REMOTE(&options);
    printf("Basic, and a certificate\n");
    fresh();
    credentials(MI_AUTH_TYPE_BASIC, NULL, MI_T("user"), MI_T("secret"));
    certificate(MI_AUTH_TYPE_CLIENT_CERTS);
    REMOTE(&options);
    printf("a certificate, or Kerberos\n");
    fresh();
    certificate(MI_AUTH_TYPE_CLIENT_CERTS);
    credentials(MI_AUTH_TYPE_KERBEROS, MI_T("REALM"), MI_T("user"), MI_T("secret"));
    REMOTE(&options);
    printf("a user on this machine\n");
    fresh();
    credentials(MI_AUTH_TYPE_NTLM, NULL, MI_T("user"), MI_T("secret"));
    remote(MI_T("localhost"), &options);
}

static void protection(void) {
    static const MI_DestinationOptions_ImpersonationType types[] = {
        MI_DestinationOptions_ImpersonationType_None, MI_DestinationOptions_ImpersonationType_Identify,
        MI_DestinationOptions_ImpersonationType_Impersonate, MI_DestinationOptions_ImpersonationType_Delegate};
    size_t i;
    printf("integrity\n");
    NEED(MI_DestinationOptions_SetPacketPrivacy(fresh(), MI_FALSE));
    REMOTE(&options);
    printf("privacy, without integrity\n");
    NEED(MI_DestinationOptions_SetPacketIntegrity(fresh(), MI_FALSE));
    REMOTE(&options);
    printf("neither\n");
    NEED(MI_DestinationOptions_SetPacketPrivacy(fresh(), MI_FALSE));
    NEED(MI_DestinationOptions_SetPacketIntegrity(&options, MI_FALSE));
    REMOTE(&options);
    for (i = 0; i < sizeof types / sizeof *types; i++) {
        printf("impersonation %d\n", (int)types[i]);
        NEED(MI_DestinationOptions_SetImpersonationType(fresh(), types[i]));
        REMOTE(&options);
    }
}

static void languages(void) {
    printf("in German\n");
    NEED(MI_DestinationOptions_SetUILocale(fresh(), MI_T("de-DE")));
    NEED(MI_DestinationOptions_SetDataLocale(&options, MI_T("fr-FR")));
    REMOTE(&options);
    printf("data in French\n");
    NEED(MI_DestinationOptions_SetDataLocale(fresh(), MI_T("fr-FR")));
    REMOTE(&options);
    printf("in no language\n");
    NEED(MI_DestinationOptions_SetUILocale(fresh(), MI_T("no language")));
    REMOTE(&options);
}

/* A thread that acts for somebody else has its operations act for the same, in connections of their own. */
static void acting(void) {
    MI_Instance *which = instance_new(MI_T("Test_Single"));
    if (!ImpersonateSelf(SecurityImpersonation)) printf("NO TOKEN\n");
    script.blankets = 1;
    OPERATION("for another", MI_Session_DeleteInstance(&session, 0, NULL, NULL, which, NULL, &operation));
    script.later = WBEM_E_ACCESS_DENIED;
    OPERATION("for another, in vain", MI_Session_DeleteInstance(&session, 0, NULL, NULL, which, NULL, &operation));
    script.blankets = 0;
    RevertToSelf();
    OPERATION("for itself", MI_Session_DeleteInstance(&session, 0, NULL, NULL, which, NULL, &operation));
    MI_Instance_Delete(which);
}

/* Each namespace has its connection, which is made once; TestConnection makes a new one. */
static void places(void) {
    MI_Instance *which = instance_new(MI_T("Test_Single"));
    OPERATION("one namespace", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    OPERATION("another", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root\\two\\three"), which, NULL, &operation));
    OPERATION("the first again", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("/ROOT/one/"), which, NULL, &operation));
    OPERATION("none", MI_Session_DeleteInstance(&session, 0, NULL, NULL, which, NULL, &operation));
    OPERATION("test", MI_Session_TestConnection(&session, 0, NULL, &operation));
    script.at_connect = WBEM_E_INVALID_NAMESPACE;
    OPERATION("test, in vain", MI_Session_TestConnection(&session, 0, NULL, &operation));
    script.at_connect = (HRESULT)0x800706ba;
    OPERATION("no server", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    script.later = (HRESULT)0x800706be;
    OPERATION("the server is gone", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    OPERATION("it is back", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    script.later = WBEM_E_NOT_FOUND;
    OPERATION("what WMI says", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    OPERATION("keeps the connection", MI_Session_DeleteInstance(&session, 0, NULL, MI_T("root/one"), which, NULL, &operation));
    MI_Instance_Delete(which);
}

/* Custom options of every kind, and the provider's architecture. */
static void contexts(void) {
    static const MI_Uint8 bytes[] = {1, 2, 255};
    MI_OperationOptions with;
    MI_Instance *which = instance_new(MI_T("Test_Single"));
    MI_Value value;
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &with));
    NEED(MI_OperationOptions_SetProviderArchitecture(&with, MI_PROVIDER_ARCHITECTURE_32BIT, MI_TRUE));
    NEED(MI_OperationOptions_SetCustomOption(&with, MI_T("text"), MI_STRING, (value = m_text(MI_T("value")), &value), MI_FALSE));
    value.uint64 = 18446744073709551615ull;
    NEED(MI_OperationOptions_SetCustomOption(&with, MI_T("large"), MI_UINT64, &value, MI_FALSE));
    value.boolean = MI_TRUE;
    NEED(MI_OperationOptions_SetCustomOption(&with, MI_T("yes"), MI_BOOLEAN, &value, MI_FALSE));
    value.uint8a.data = (MI_Uint8 *)bytes;
    value.uint8a.size = 3;
    NEED(MI_OperationOptions_SetCustomOption(&with, MI_T("bytes"), MI_UINT8A, &value, MI_FALSE));
    OPERATION("delete, with options", MI_Session_DeleteInstance(&session, 0, &with, NULL, which, NULL, &operation));
    OPERATION("enumerate, with options", MI_Session_EnumerateInstances(&session, 0, &with, NULL, MI_T("Test_Class"), MI_FALSE, NULL,
                                                                       &operation));
    MI_OperationOptions_Delete(&with);
    MI_Instance_Delete(which);
}

int main(void) {
    client_begin();
    script.blankets = 1;
    identities();
    protection();
    script.blankets = 0;
    languages();
    places();
    contexts();
    acting();
    client_end();
    return 0;
}
