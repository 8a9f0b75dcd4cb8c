/* Handles that are none: zeroed, forged, stale copies, of another kind, NULL. Each answers INVALID_PARAMETER. */
#include "report.h"

static void refused(const char *what, MI_DestinationOptions handle, const MI_DestinationOptionsFT *table) {
    MI_Interval interval;
    MI_Uint32 number;
    const MI_Char *text;
    MI_Value value;
    MI_Type type;
    MI_DestinationOptions copy = MI_DESTINATIONOPTIONS_NULL;
    MI_UserCredentials credentials;
    const MI_DestinationOptions before = handle;
    int all = 1;

    memset(&interval, 0, sizeof interval);
    memset(&credentials, 0, sizeof credentials);
    credentials.authenticationType = MI_AUTH_TYPE_NONE;
#define REFUSED(CALL) all &= (CALL) == MI_RESULT_INVALID_PARAMETER
    REFUSED(table->SetString(&handle, MI_T("n"), MI_T("v"), 0));
    REFUSED(table->SetNumber(&handle, MI_T("n"), 1, 0));
    REFUSED(table->SetInterval(&handle, MI_T("n"), &interval, 0));
    REFUSED(table->AddCredentials(&handle, MI_T("n"), &credentials, 0));
    REFUSED(table->GetString(&handle, MI_T("n"), &text, NULL, NULL));
    REFUSED(table->GetNumber(&handle, MI_T("n"), &number, NULL, NULL));
    REFUSED(table->GetInterval(&handle, MI_T("n"), &interval, NULL, NULL));
    REFUSED(table->GetOptionCount(&handle, &number));
    REFUSED(table->GetOptionAt(&handle, 0, &text, &value, &type, NULL));
    REFUSED(table->GetOption(&handle, MI_T("n"), &value, &type, NULL, NULL));
    REFUSED(table->GetCredentialsCount(&handle, &number));
    REFUSED(table->GetCredentialsAt(&handle, 0, &text, &credentials, NULL));
    REFUSED(table->GetCredentialsPasswordAt(&handle, 0, &text, NULL, 0, &number, NULL));
    REFUSED(table->Clone(&handle, &copy));
    table->Delete(&handle);
    printf("%s: %s, handle untouched: %s\n", what, all ? "refused" : "ACCEPTED",
           memcmp(&handle, &before, sizeof handle) == 0 ? "yes" : "NO");
}

int main(void) {
    MI_Application application = MI_APPLICATION_NULL;
    MI_DestinationOptions options = MI_DESTINATIONOPTIONS_NULL, stale, forged;
    MI_OperationOptions operation = MI_OPERATIONOPTIONS_NULL;
    MI_SubscriptionDeliveryOptions subscription = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    const MI_DestinationOptionsFT *table;
    MI_Uint32 number = 0;
    int index;

    NEED(MI_Application_Initialize(0, NULL, NULL, &application));
    NEED(MI_Application_NewDestinationOptions(&application, &options));
    NEED(MI_Application_NewOperationOptions(&application, MI_FALSE, &operation));
    NEED(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Pull, &subscription));
    table = options.ft;

    forged = options;
    forged.reserved1 = 0;
    forged.reserved2 = 0;
    refused("zeroed", forged, table);
    for (index = 0; index < 5; index++) {
        forged = options;
        if (index == 0) forged.reserved1 ^= 1;
        if (index == 1) forged.reserved2 ^= 1;
        if (index == 2) memset(&forged, 0xFF, offsetof(MI_DestinationOptions, ft));
        if (index == 3) forged.reserved2 = (ptrdiff_t)&forged;
        if (index == 4) forged.reserved2 = (ptrdiff_t)1 << 62;
        refused("forged", forged, table);
    }
    forged.reserved1 = operation.reserved1;
    forged.reserved2 = operation.reserved2;
    refused("operation options in its place", forged, table);
    forged.reserved1 = subscription.reserved1;
    forged.reserved2 = subscription.reserved2;
    refused("subscription options in its place", forged, table);

    stale = options;
    MI_DestinationOptions_Delete(&options);
    refused("a copy after the Delete", stale, table);
    for (index = 0; index < 1000; index++) {
        NEED(MI_Application_NewDestinationOptions(&application, &options));
        MI_DestinationOptions_Delete(&options);
    }
    refused("the same copy after 1,000 others", stale, table);
    MI_DestinationOptions_Delete(&options);
    MI_DestinationOptions_Delete(NULL);
    table->Delete(NULL);
    REPORT(table->SetNumber(NULL, MI_T("n"), 1, 0));
    REPORT(table->GetOptionCount(NULL, &number));
    REPORT(MI_OperationOptions_SetNumber(NULL, MI_T("n"), 1, 0));
    REPORT(operation.ft->SetNumber(&operation, MI_T("still good"), 1, 0));
    REPORT(subscription.ft->SetNumber(&subscription, MI_T("still good"), 1, 0));
    MI_OperationOptions_Delete(&operation);
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&subscription));
    REPORT(MI_SubscriptionDeliveryOptions_Delete(NULL));
    REPORT(MI_Application_Close(&application));
    return 0;
}
