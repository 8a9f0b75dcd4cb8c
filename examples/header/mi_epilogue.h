/*
 * Starts the library for an application: the first call, and the only one that needs no handle.
 *
 * flags must be 0; applicationID may be NULL. On success *application is a handle that MI_Application_Close gives
 * back. On failure it is a handle that only Close accepts, and *extendedError (when asked for) a CIM_Error or NULL.
 */
MI_IMPORT MI_Result MI_MAIN_CALL MI_Application_InitializeV1(MI_Uint32 flags,
                                                              const MI_Char *applicationID,
                                                              MI_Instance **extendedError,
                                                              MI_Application *application);
#define MI_Application_Initialize MI_Application_InitializeV1

/* The tables that inline wrappers of the original header reach the library through. */
#if defined(__cplusplus)
}
extern "C" MI_IMPORT const MI_ClientFT_V1 *mi_clientFT_V1;
extern "C" {
#else
extern MI_IMPORT const MI_ClientFT_V1 *mi_clientFT_V1;
#endif
#define mi_clientFT mi_clientFT_V1

/* A provider module defines these three; the library does not. */
MI_EXPORT MI_Module *MI_MAIN_CALL MI_Main(MI_Server *server);
MI_Result MI_CALL MI_Server_GetVersion(MI_Uint32 *version);
MI_Result MI_CALL MI_Server_GetSystemName(const MI_Char **systemName);

#if defined(__cplusplus)
}
#endif

/* The head of an instance that generated code declares. */
#define MI_InstanceOf(INSTANCE) (&(INSTANCE)->__instance)

/* Handles before their first use. */
#define MI_APPLICATION_NULL { 0, 0, NULL }
#define MI_SESSION_NULL { 0, 0, NULL }
#define MI_OPERATION_NULL { 0, 0, NULL }
#define MI_HOSTEDPROVIDER_NULL { 0, 0, NULL }
#define MI_DESTINATIONOPTIONS_NULL { 0, 0, NULL }
#define MI_OPERATIONOPTIONS_NULL { 0, 0, NULL }
#define MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL { 0, 0, NULL }
#define MI_OPERATIONCALLBACKS_NULL { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL }
#define MI_SESSIONCALLBACKS_NULL { NULL, NULL, NULL }

/* Other spellings that sources use. */
#define MI_CancelationReason MI_CancellationReason
#define _MI_CancelationReason _MI_CancellationReason
#define MI_PostResult MI_Context_PostResult
#define MI_PostResultWithMessage MI_Context_PostResultWithMessage
#define MI_PostResultWithError MI_Context_PostResultWithError
#define MI_PostCimError MI_Context_PostCimError
#define MI_PostError MI_Context_PostError
#define MI_PostInstance MI_Context_PostInstance
#define MI_PostIndication MI_Context_PostIndication
#define MI_ConstructInstance MI_Context_ConstructInstance
#define MI_ConstructParameters MI_Context_ConstructParameters
#define MI_NewInstance MI_Context_NewInstance
#define MI_NewDynamicInstance MI_Context_NewDynamicInstance
#define MI_NewParameters MI_Context_NewParameters
#define MI_Canceled MI_Context_Canceled
#define MI_GetLocale MI_Context_GetLocale
#define MI_RegisterCancel MI_Context_RegisterCancel
#define MI_RequestUnload MI_Context_RequestUnload
#define MI_RefuseUnload MI_Context_RefuseUnload
#define MI_GetLocalSession MI_Context_GetLocalSession
#define MI_SetStringOption MI_Context_SetStringOption
#define MI_GetStringOption MI_Context_GetStringOption
#define MI_GetNumberOption MI_Context_GetNumberOption
#define MI_GetCustomOption MI_Context_GetCustomOption
#define MI_GetCustomOptionCount MI_Context_GetCustomOptionCount
#define MI_GetCustomOptionAt MI_Context_GetCustomOptionAt
#define MI_ShouldProcess MI_Context_ShouldProcess
#define MI_ShouldContinue MI_Context_ShouldContinue
#define MI_PromptUser MI_Context_PromptUser
#define MI_WriteError MI_Context_WriteError
#define MI_WriteCimError MI_Context_WriteCimError
#define MI_WriteMessage MI_Context_WriteMessage
#define MI_WriteProgress MI_Context_WriteProgress
#define MI_WriteStreamParameter MI_Context_WriteStreamParameter
#define MI_WriteWarning MI_Context_WriteWarning
#define MI_WriteVerbose MI_Context_WriteVerbose
#define MI_WriteDebug MI_Context_WriteDebug
#define MI_SubscriptionDeliveryOptions__SetExpirationTime MI_SubscriptionDeliveryOptions_SetExpirationTime
#define MI_SubscriptionDeliveryOptions__GetExpirationTime MI_SubscriptionDeliveryOptions_GetExpirationTime
#define MI_PropertySet_GetElement MI_PropertySet_GetElementAt

#endif /* _MI_h */
