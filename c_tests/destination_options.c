/* MI_DestinationOptionsFT: every setter and getter, the list, credentials, clones, and what is refused. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

static void named_options(MI_DestinationOptions *options) {
    MI_Interval interval = {0, 0, 1, 30, 500, 0, 0, 0};
    MI_Interval read;
    MI_Boolean flag = 0;
    MI_Uint32 number = 0;
    const MI_Char *text = NULL;
    MI_DestinationOptions_ImpersonationType impersonation = MI_DestinationOptions_ImpersonationType_Default;

    REPORT(MI_DestinationOptions_GetTimeout(options, &read));
    REPORT(MI_DestinationOptions_SetTimeout(options, &interval));
    memset(&read, 0x55, sizeof read);
    REPORT(MI_DestinationOptions_GetTimeout(options, &read));
    SHOW_HOLDS(read.minutes == 1 && read.seconds == 30 && read.microseconds == 500);
#define BOOLEAN(NAME)                                              \
    REPORT(MI_DestinationOptions_Get##NAME(options, &flag));       \
    REPORT(MI_DestinationOptions_Set##NAME(options, MI_TRUE));     \
    REPORT(MI_DestinationOptions_Get##NAME(options, &flag));       \
    SHOW_NUMBER(flag);                                             \
    REPORT(MI_DestinationOptions_Set##NAME(options, MI_FALSE));    \
    REPORT(MI_DestinationOptions_Get##NAME(options, &flag));       \
    SHOW_NUMBER(flag)
    BOOLEAN(CertCACheck);
    BOOLEAN(CertCNCheck);
    BOOLEAN(CertRevocationCheck);
    BOOLEAN(PacketPrivacy);
    BOOLEAN(PacketIntegrity);
    BOOLEAN(EncodePortInSPN);
#define TEXT(NAME, VALUE)                                          \
    REPORT(MI_DestinationOptions_Get##NAME(options, &text));       \
    REPORT_AS("MI_DestinationOptions_Set" #NAME, MI_DestinationOptions_Set##NAME(options, VALUE)); \
    REPORT(MI_DestinationOptions_Get##NAME(options, &text));       \
    SHOW_TEXT(text);                                               \
    REPORT(MI_DestinationOptions_Set##NAME(options, NULL))
    TEXT(PacketEncoding, MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF16);
    TEXT(DataLocale, MI_T("de-DE"));
    TEXT(UILocale, MI_T("en-US"));
    TEXT(HttpUrlPrefix, MI_T("/other"));
    TEXT(Transport, MI_DESTINATIONOPTIONS_TRANSPORT_HTTP);
    TEXT(ProxyType, MI_DESTINATIONOPTIONS_PROXY_TYPE_NONE);
    TEXT(TrustedCertsDir, MI_T("/certs"));
    TEXT(CertFile, MI_T("/cert.pem"));
    TEXT(PrivateKeyFile, MI_T("/key.pem"));
#define NUMBER(NAME, VALUE)                                        \
    REPORT(MI_DestinationOptions_Get##NAME(options, &number));     \
    REPORT(MI_DestinationOptions_Set##NAME(options, VALUE));       \
    REPORT(MI_DestinationOptions_Get##NAME(options, &number));     \
    SHOW_NUMBER(number)
    NUMBER(MaxEnvelopeSize, 512);
    NUMBER(MaxElements, 20);
    NUMBER(DestinationPort, 5986);
    NUMBER(SslOptions, 5);
    REPORT(MI_DestinationOptions_GetImpersonationType(options, &impersonation));
    REPORT(MI_DestinationOptions_SetImpersonationType(options, MI_DestinationOptions_ImpersonationType_Delegate));
    REPORT(MI_DestinationOptions_GetImpersonationType(options, &impersonation));
    SHOW_NUMBER(impersonation);
}

static void listing(MI_DestinationOptions *options) {
    MI_Uint32 count = 0, index, flags = 7;
    const MI_Char *name = NULL;
    MI_Value value;
    MI_Type type;

    REPORT(MI_DestinationOptions_GetOptionCount(options, &count));
    SHOW_NUMBER(count);
    for (index = 0; index < count; index++) {
        if (MI_DestinationOptions_GetOptionAt(options, index, &name, &value, &type, &flags) != MI_RESULT_OK) {
            printf("GetOptionAt(%u) failed\n", index);
        } else if (type == MI_STRING) {
            printf("%u %s = %s, flags %u\n", index, SHOWN(name), SHOWN(value.string), flags);
        } else if (type == MI_UINT32) {
            printf("%u %s = %u, flags %u\n", index, SHOWN(name), value.uint32, flags);
        } else {
            printf("%u %s of type %d, flags %u\n", index, SHOWN(name), (int)type, flags);
        }
    }
    REPORT(MI_DestinationOptions_GetOptionAt(options, count, &name, &value, &type, &flags));
    REPORT(MI_DestinationOptions_GetOptionAt(options, 0xFFFFFFFF, &name, &value, &type, NULL));
    REPORT(MI_DestinationOptions_GetOptionAt(options, 0, NULL, &value, &type, NULL));
    REPORT(MI_DestinationOptions_GetOptionAt(options, 0, &name, NULL, &type, NULL));
    REPORT(MI_DestinationOptions_GetOptionAt(options, 0, &name, &value, NULL, NULL));
}

static void own_options(void) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;
    MI_Interval interval = {0, 0, 0, 0, 0, 0, 0, 0}, too_long = {100000000, 0, 0, 0, 0, 0, 0, 0};
    MI_Uint32 index = 99, number = 0, count = 99, flags = 7;
    const MI_Char *text = NULL, *kept = NULL, *name = NULL;
    MI_Value value;
    MI_Type type;

    NEED(MI_Application_NewDestinationOptions(&application, &options));
    REPORT(MI_DestinationOptions_GetOptionCount(&options, &count));
    SHOW_NUMBER(count);
    REPORT_AS("GetOptionAt of nothing", MI_DestinationOptions_GetOptionAt(&options, 0, &name, &value, &type, &flags));
    REPORT(MI_DestinationOptions_SetString(&options, MI_T("First"), MI_T("one")));
    REPORT(MI_DestinationOptions_SetNumber(&options, MI_T("Second"), 2));
    REPORT(MI_DestinationOptions_SetString(&options, MI_T("Third"), MI_T("")));
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("FIRST"), &kept, &index));
    SHOW_TEXT(kept);
    SHOW_NUMBER(index);
    /* What was handed out outlives every other setter. */
    for (number = 0; number < 200; number++) {
        MI_Char other[64];
        print_name(other, "other%d", (int)number);
        if (MI_DestinationOptions_SetNumber(&options, other, number) != MI_RESULT_OK) printf("SetNumber failed\n");
    }
    SHOW_TEXT(kept);
    REPORT(MI_DestinationOptions_SetString(&options, MI_T("fIRST"), MI_T("eins")));
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("First"), &text, &index));
    SHOW_TEXT(text);
    SHOW_NUMBER(index);
    REPORT(MI_DestinationOptions_GetOptionAt(&options, 0, &name, &value, &type, NULL));
    SHOW_TEXT(name);
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("Third"), &text, NULL));
    SHOW_NUMBER(strlen(SHOWN(text)));
    REPORT(MI_DestinationOptions_GetNumber(&options, MI_T("Second"), &number, &index));
    SHOW_NUMBER(number);
    SHOW_NUMBER(index);
    REPORT(MI_DestinationOptions_GetOption(&options, MI_T("second"), &value, &type, &index, &flags));
    SHOW_HOLDS(type == MI_UINT32 && value.uint32 == 2 && index == 1 && flags == 0);
    /* Other types, unknown names, missing parameters. */
    REPORT(MI_DestinationOptions_GetNumber(&options, MI_T("First"), &number, NULL));
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("Second"), &text, NULL));
    REPORT(MI_DestinationOptions_SetNumber(&options, MI_T("First"), 1));
    REPORT(MI_DestinationOptions_SetString(&options, MI_T("Second"), MI_T("x")));
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("Fourth"), &text, NULL));
    REPORT(MI_DestinationOptions_GetNumber(&options, MI_T("Fourth"), &number, NULL));
    REPORT(MI_DestinationOptions_GetOption(&options, MI_T("Fourth"), &value, &type, NULL, NULL));
    REPORT(MI_DestinationOptions_GetString(&options, NULL, &text, NULL));
    REPORT(MI_DestinationOptions_GetString(&options, MI_T("First"), NULL, NULL));
    REPORT(MI_DestinationOptions_GetNumber(&options, MI_T("Second"), NULL, NULL));
    REPORT(MI_DestinationOptions_GetOption(&options, MI_T("First"), NULL, &type, NULL, NULL));
    REPORT(MI_DestinationOptions_GetOption(&options, MI_T("First"), &value, NULL, NULL, NULL));
    REPORT(MI_DestinationOptions_SetString(&options, NULL, MI_T("x")));
    REPORT(MI_DestinationOptions_SetString(&options, MI_T("x"), NULL));
    REPORT(MI_DestinationOptions_SetNumber(&options, NULL, 1));
    REPORT(MI_DestinationOptions_SetTimeout(&options, NULL));
    REPORT(MI_DestinationOptions_GetTimeout(&options, NULL));
    REPORT(MI_DestinationOptions_GetOptionCount(&options, NULL));
    REPORT(options.ft->SetString(&options, MI_T("x"), MI_T("x"), 1));
    REPORT(options.ft->SetNumber(&options, MI_T("x"), 1, 1));
    REPORT(options.ft->SetInterval(&options, MI_T("x"), &interval, 1));
    REPORT_AS("an interval longer than can be said", MI_DestinationOptions_SetTimeout(&options, &too_long));
    MI_DestinationOptions_Delete(&options);
}

static void show_credentials(MI_DestinationOptions *options) {
    MI_Uint32 count = 0, index, length, flags;
    MI_UserCredentials read;
    const MI_Char *name;
    MI_Char password[32];

    REPORT(MI_DestinationOptions_GetCredentialsCount(options, &count));
    SHOW_NUMBER(count);
    for (index = 0; index < count; index++) {
        flags = 7;
        if (MI_DestinationOptions_GetCredentialsAt(options, index, &name, &read, &flags) != MI_RESULT_OK) {
            printf("GetCredentialsAt(%u) failed\n", index);
            continue;
        }
        printf("%u %s: %s, flags %u", index, SHOWN(name), SHOWN(read.authenticationType), flags);
        if (SAME(read.authenticationType, MI_AUTH_TYPE_CLIENT_CERTS)) {
            printf(", thumbprint %s", SHOWN(read.credentials.certificateThumbprint));
        } else if (read.credentials.usernamePassword.username != NULL) {
            printf(", %s\\%s %s",
                   read.credentials.usernamePassword.domain == NULL ? "-" : SHOWN(read.credentials.usernamePassword.domain),
                   SHOWN(read.credentials.usernamePassword.username), SHOWN(read.credentials.usernamePassword.password));
        }
        length = 99;
        printf("; length: %s", result_name(MI_DestinationOptions_GetCredentialsPasswordAt(options, index, &name, NULL, 0,
                                                                                           &length, &flags)));
        printf(" %u", length);
        memset(password, 'x', sizeof password);
        printf("; short: %s", result_name(MI_DestinationOptions_GetCredentialsPasswordAt(options, index, &name, password,
                                                                                          2, &length, &flags)));
        printf(" %u %c", length, password[0]);
        if (MI_DestinationOptions_GetCredentialsPasswordAt(options, index, &name, password, 32, &length, NULL) ==
                MI_RESULT_OK && length > 0) {
            printf("; password: %s %u", SHOWN(password), length);
        }
        printf("\n");
    }
}

static void credentials(void) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL, copy = MI_DESTINATIONOPTIONS_NULL;
    MI_UserCredentials given, read;
    MI_Uint32 length = 0;
    const MI_Char *name = NULL;
    MI_Char password[32];

    NEED(MI_Application_NewDestinationOptions(&application, &options));
    REPORT_AS("GetCredentialsAt of nothing", MI_DestinationOptions_GetCredentialsAt(&options, 0, &name, &read, NULL));
    REPORT_AS("GetCredentialsPasswordAt of nothing",
              MI_DestinationOptions_GetCredentialsPasswordAt(&options, 0, &name, NULL, 0, &length, NULL));
    show_credentials(&options);
    memset(&given, 0, sizeof given);
    given.authenticationType = MI_AUTH_TYPE_BASIC;
    REPORT_AS("basic without a user", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    given.credentials.usernamePassword.domain = MI_T("domain");
    given.credentials.usernamePassword.username = MI_T("user");
    given.credentials.usernamePassword.password = MI_T("secret");
    REPORT_AS("basic", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    given.authenticationType = MI_T("nTLMdomain");
    given.credentials.usernamePassword.domain = NULL;
    given.credentials.usernamePassword.password = MI_T("");
    REPORT_AS("a second, in another spelling", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    given.authenticationType = MI_AUTH_TYPE_DIGEST;
    given.credentials.usernamePassword.password = NULL;
    REPORT_AS("no password", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    memset(&given, 0, sizeof given);
    given.authenticationType = MI_AUTH_TYPE_CLIENT_CERTS;
    given.credentials.certificateThumbprint = MI_T("0123");
    REPORT_AS("a certificate", MI_DestinationOptions_AddProxyCredentials(&options, &given));
    memset(&given, 0, sizeof given);
    given.authenticationType = MI_AUTH_TYPE_DEFAULT;
    REPORT_AS("the default", MI_DestinationOptions_AddProxyCredentials(&options, &given));
    given.authenticationType = MI_T("Telepathy");
    REPORT_AS("an unknown type", MI_DestinationOptions_AddDestinationCredentials(&options, &given));
    REPORT(MI_DestinationOptions_AddDestinationCredentials(&options, NULL));
    given.authenticationType = MI_AUTH_TYPE_NONE;
    REPORT_AS("with flags", options.ft->AddCredentials(&options, MI_T("name"), &given, 1));
    show_credentials(&options);
    REPORT_AS("past the end", MI_DestinationOptions_GetCredentialsAt(&options, 99, &name, &read, NULL));
    REPORT_AS("past the end",
              MI_DestinationOptions_GetCredentialsPasswordAt(&options, 99, &name, password, 32, &length, NULL));
    REPORT(MI_DestinationOptions_GetCredentialsAt(&options, 0, NULL, &read, NULL));
    REPORT(MI_DestinationOptions_GetCredentialsAt(&options, 0, &name, NULL, NULL));
    REPORT(MI_DestinationOptions_GetCredentialsPasswordAt(&options, 0, NULL, password, 32, &length, NULL));
    REPORT(MI_DestinationOptions_GetCredentialsPasswordAt(&options, 0, &name, password, 32, NULL, NULL));
    REPORT(MI_DestinationOptions_GetCredentialsCount(&options, NULL));
    REPORT(MI_DestinationOptions_Clone(&options, &copy));
    MI_DestinationOptions_Delete(&options);
    show_credentials(&copy);
    MI_DestinationOptions_Delete(&copy);
}

static void clones(void) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL, copy = MI_DESTINATIONOPTIONS_NULL;
    MI_Uint32 number = 0;

    NEED(MI_Application_NewDestinationOptions(&application, &options));
    REPORT(MI_DestinationOptions_SetNumber(&options, MI_T("n"), 1));
    REPORT(MI_DestinationOptions_Clone(&options, &copy));
    REPORT(MI_DestinationOptions_SetNumber(&options, MI_T("n"), 2));
    REPORT(MI_DestinationOptions_GetNumber(&copy, MI_T("n"), &number, NULL));
    SHOW_NUMBER(number);
    MI_DestinationOptions_Delete(&options);
    REPORT(MI_DestinationOptions_GetNumber(&copy, MI_T("n"), &number, NULL));
    SHOW_NUMBER(number);
    REPORT(MI_DestinationOptions_Clone(&copy, NULL));
    REPORT(MI_DestinationOptions_Clone(NULL, &options));
    MI_DestinationOptions_Delete(&copy);
    SHOW_HOLDS(copy.reserved1 == 0 && copy.reserved2 == 0 && copy.ft == NULL);
}

int main(void) {
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL;

    NEED(MI_Application_Initialize(0, MI_T("c_tests"), NULL, &application));
    REPORT(MI_Application_NewDestinationOptions(&application, NULL));
    REPORT(MI_Application_NewDestinationOptions(&application, &options));
    named_options(&options);
    listing(&options);
    MI_DestinationOptions_Delete(&options);
    own_options();
    credentials();
    clones();
    REPORT(MI_Application_Close(&application));
    return 0;
}
