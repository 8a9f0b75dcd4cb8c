/* MI_SubscriptionDeliveryOptionsFT: setters and getters, datetimes and intervals, credentials, clones. */
#include "report.h"

static MI_Application application = MI_APPLICATION_NULL;

static void named_options(MI_SubscriptionDeliveryOptions *options) {
    MI_Interval interval, read;
    MI_Uint32 number = 0;
    const MI_Char *text = NULL;

    memset(&interval, 0, sizeof interval);
#define INTERVAL(NAME, SECONDS)                                              \
    interval.seconds = SECONDS;                                              \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &read));        \
    REPORT(MI_SubscriptionDeliveryOptions_Set##NAME(options, &interval));    \
    memset(&read, 0x55, sizeof read);                                        \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &read));        \
    SHOW_NUMBER(read.seconds);                                               \
    REPORT(MI_SubscriptionDeliveryOptions_Set##NAME(options, NULL))
    INTERVAL(MaximumLatency, 1);
    INTERVAL(HeartbeatInterval, 2);
    INTERVAL(DeliveryRetryInterval, 90);
#define TEXT(NAME, VALUE)                                                    \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &text));        \
    REPORT_AS("MI_SubscriptionDeliveryOptions_Set" #NAME,                    \
              MI_SubscriptionDeliveryOptions_Set##NAME(options, VALUE));     \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &text));        \
    SHOW_TEXT(text)
    TEXT(Bookmark, MI_T("MI_SUBSCRIBE_BOOKMARK_OLDEST"));
    TEXT(DeliveryDestination, MI_T("http://here"));
#define NUMBER(NAME, VALUE)                                                  \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &number));      \
    REPORT(MI_SubscriptionDeliveryOptions_Set##NAME(options, VALUE));        \
    REPORT(MI_SubscriptionDeliveryOptions_Get##NAME(options, &number));      \
    SHOW_NUMBER(number)
    NUMBER(DeliveryPortNumber, 5985);
    NUMBER(DeliveryRetryAttempts, 3);
}

static void datetimes(MI_SubscriptionDeliveryOptions *options) {
    MI_Datetime when, found;
    MI_Interval interval;
    MI_Uint32 index = 99, flags = 7;
    MI_Value value;
    MI_Type type = MI_BOOLEAN;

    memset(&when, 0, sizeof when);
    when.isTimestamp = MI_TRUE;
    when.u.timestamp.year = 2026;
    when.u.timestamp.month = 12;
    when.u.timestamp.day = 31;
    when.u.timestamp.utc = -60;
    REPORT(MI_SubscriptionDeliveryOptions_GetExpirationTime(options, &found));
    REPORT(MI_SubscriptionDeliveryOptions_SetExpirationTime(options, &when));
    memset(&found, 0x55, sizeof found);
    REPORT(MI_SubscriptionDeliveryOptions_GetExpirationTime(options, &found));
    SHOW_HOLDS(found.isTimestamp && found.u.timestamp.year == 2026 && found.u.timestamp.utc == -60);
    REPORT(MI_SubscriptionDeliveryOptions_SetDateTime(options, MI_T("When"), &when, 0));
    REPORT(MI_SubscriptionDeliveryOptions_GetDateTime(options, MI_T("when"), &found, &index, &flags));
    SHOW_NUMBER(flags);
    REPORT_AS("a timestamp read as an interval",
              MI_SubscriptionDeliveryOptions_GetInterval(options, MI_T("When"), &interval, NULL, NULL));
    REPORT(MI_SubscriptionDeliveryOptions_GetOption(options, MI_T("When"), &value, &type, NULL, NULL));
    SHOW_HOLDS(type == MI_DATETIME && value.datetime.isTimestamp && value.datetime.u.timestamp.day == 31);
    memset(&interval, 0, sizeof interval);
    interval.hours = 3;
    REPORT_AS("an interval over a timestamp",
              MI_SubscriptionDeliveryOptions_SetInterval(options, MI_T("When"), &interval, 0));
    REPORT(MI_SubscriptionDeliveryOptions_GetDateTime(options, MI_T("When"), &found, NULL, NULL));
    SHOW_HOLDS(!found.isTimestamp && found.u.interval.hours == 3);
    REPORT(MI_SubscriptionDeliveryOptions_SetDateTime(options, NULL, &when, 0));
    REPORT(MI_SubscriptionDeliveryOptions_SetDateTime(options, MI_T("When"), NULL, 0));
    REPORT(MI_SubscriptionDeliveryOptions_SetDateTime(options, MI_T("When"), &when, 1));
    REPORT(MI_SubscriptionDeliveryOptions_GetDateTime(options, MI_T("When"), NULL, NULL, NULL));
    REPORT(MI_SubscriptionDeliveryOptions_GetInterval(options, MI_T("When"), NULL, NULL, NULL));
}

/* The original takes any numbers. */
static void impossible_datetimes(MI_SubscriptionDeliveryOptions *options) {
    MI_Datetime when;
    memset(&when, 0, sizeof when);
    when.isTimestamp = MI_TRUE;
    when.u.timestamp.year = 2025;
    when.u.timestamp.month = 2;
    when.u.timestamp.day = 29;
    REPORT_AS("the 29th of February 2025", MI_SubscriptionDeliveryOptions_SetExpirationTime(options, &when));
    when.u.timestamp.day = 28;
    when.u.timestamp.hour = 24;
    REPORT_AS("24 o'clock", MI_SubscriptionDeliveryOptions_SetExpirationTime(options, &when));
    memset(&when, 0, sizeof when);
    when.u.interval.days = 100000000;
    REPORT_AS("a hundred million days", MI_SubscriptionDeliveryOptions_SetExpirationTime(options, &when));
}

static void credentials(MI_SubscriptionDeliveryOptions *options) {
    MI_UserCredentials given, read;
    MI_Uint32 count = 0, length = 0;
    const MI_Char *name = NULL;
    MI_Char password[16];

    memset(&given, 0, sizeof given);
    given.authenticationType = MI_AUTH_TYPE_ISSUER_CERT;
    given.credentials.certificateThumbprint = MI_T("abcd");
    REPORT(MI_SubscriptionDeliveryOptions_AddDeliveryCredentials(options, &given));
    given.authenticationType = MI_AUTH_TYPE_DIGEST;
    given.credentials.usernamePassword.domain = NULL;
    given.credentials.usernamePassword.username = MI_T("user");
    given.credentials.usernamePassword.password = MI_T("p\u00e4ss");
    REPORT(MI_SubscriptionDeliveryOptions_AddDeliveryCredentials(options, &given));
    REPORT(MI_SubscriptionDeliveryOptions_GetCredentialsCount(options, &count));
    SHOW_NUMBER(count);
    REPORT(MI_SubscriptionDeliveryOptions_GetCredentialsAt(options, 0, &name, &read, NULL));
    SHOW_TEXT(name);
    SHOW_TEXT(read.credentials.certificateThumbprint);
    REPORT(MI_SubscriptionDeliveryOptions_GetCredentialsAt(options, 1, &name, &read, NULL));
    SHOW_TEXT(read.credentials.usernamePassword.password);
    REPORT(MI_SubscriptionDeliveryOptions_GetCredentialsPasswordAt(options, 1, &name, password, 16, &length, NULL));
    SHOW_NUMBER(length);
    SHOW_HOLDS(SAME(password, "p\u00e4ss"));
}

int main(void) {
    MI_SubscriptionDeliveryOptions options = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    MI_SubscriptionDeliveryOptions copy = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    MI_Uint32 count = 0;
    const MI_Char *text = NULL;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    REPORT(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Pull, NULL));
    REPORT(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Push, &options));
    REPORT(MI_SubscriptionDeliveryOptions_GetOptionCount(&options, &count));
    SHOW_NUMBER(count);
    named_options(&options);
    datetimes(&options);
    impossible_datetimes(&options);
    credentials(&options);
    REPORT(MI_SubscriptionDeliveryOptions_SetString(&options, MI_T("own"), MI_T("mine"), 0));
    REPORT(MI_SubscriptionDeliveryOptions_SetNumber(&options, MI_T("own_number"), 7, 0));
    REPORT(MI_SubscriptionDeliveryOptions_Clone(&options, &copy));
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&options));
    SHOW_HOLDS(options.reserved1 == 0 && options.reserved2 == 0 && options.ft == NULL);
    REPORT(MI_SubscriptionDeliveryOptions_GetString(&copy, MI_T("OWN"), &text, NULL, NULL));
    SHOW_TEXT(text);
    REPORT(MI_SubscriptionDeliveryOptions_GetOptionCount(&copy, &count));
    SHOW_NUMBER(count);
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&copy));
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&copy));
    REPORT(MI_Application_Close(&application));
    return 0;
}
