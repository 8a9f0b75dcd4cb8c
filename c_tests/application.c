/* MI_ApplicationFT: what it makes, what it refuses, and its end. */
#include "report.h"

int main(void) {
    MI_Application application, second = MI_APPLICATION_NULL, copy;
    MI_Session session = MI_SESSION_NULL;
    MI_DestinationOptions destination = MI_DESTINATIONOPTIONS_NULL;
    MI_OperationOptions operation = MI_OPERATIONOPTIONS_NULL;
    MI_SubscriptionDeliveryOptions subscription = MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL;
    MI_HostedProvider provider = MI_HOSTEDPROVIDER_NULL;
    MI_Instance *instance = NULL, *error = (MI_Instance *)&application;

    REPORT(MI_Application_Initialize(0, NULL, &error, NULL));
    SHOW_HOLDS(error != (MI_Instance *)&application);
    if (error != NULL) MI_Instance_Delete(error);
    memset(&application, 0x55, sizeof application);
    REPORT(MI_Application_Initialize(1, NULL, NULL, &application));
    SHOW_HOLDS(application.reserved1 == 0 && application.reserved2 == 0 && application.ft != NULL);
    REPORT_AS("Close of what failed", MI_Application_Close(&application));
    memset(&application, 0x55, sizeof application);
    REPORT(MI_Application_Initialize(0, MI_T("c_tests"), &error, &application));
    SHOW_HOLDS(error == NULL && application.ft == mi_clientFT_V1->applicationFT);
    REPORT(MI_Application_Initialize(0, NULL, NULL, &second));
    SHOW_HOLDS(memcmp(&application, &second, offsetof(MI_Application, ft)) != 0);

    REPORT(MI_Application_NewInstance(&application, MI_T("Thing"), NULL, &instance));
    REPORT(MI_Application_NewDestinationOptions(&application, &destination));
    SHOW_HOLDS(destination.ft == mi_clientFT_V1->destinationOptionsFT);
    REPORT(MI_Application_NewOperationOptions(&application, MI_FALSE, &operation));
    SHOW_HOLDS(operation.ft == mi_clientFT_V1->operationOptionsFT);
    REPORT(MI_Application_NewSubscriptionDeliveryOptions(&application, MI_SubscriptionDeliveryType_Pull, &subscription));
    SHOW_HOLDS(subscription.ft == mi_clientFT_V1->subscribeDeliveryOptionsFT);
    REPORT(MI_Application_NewHostedProvider(&application, MI_T("root"), MI_T("p"), NULL, NULL, &provider));
    REPORT(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, NULL));
    REPORT(MI_Application_NewSession(&application, NULL, NULL, NULL, NULL, NULL, &session));
    REPORT(MI_Session_Close(&session, NULL, NULL));

    /* Options and instances outlive the application that made them. */
    copy = application;
    REPORT(MI_Application_Close(&application));
    SHOW_HOLDS(application.reserved1 == 0 && application.reserved2 == 0 && application.ft == NULL);
    REPORT_AS("Close again", MI_Application_Close(&application));
    REPORT_AS("Close of a stale copy", MI_Application_Close(&copy));
    REPORT(MI_DestinationOptions_SetNumber(&destination, MI_T("n"), 1));
    MI_DestinationOptions_Delete(&destination);
    MI_OperationOptions_Delete(&operation);
    REPORT(MI_SubscriptionDeliveryOptions_Delete(&subscription));
    REPORT(MI_Instance_Delete(instance));
    REPORT(MI_Application_Close(&second));
    REPORT(MI_Application_Close(NULL));
    return 0;
}
