//! Function tables of the client: application, session, operation, codecs, utilities.

use super::*;
use core::ffi::c_void;

/// The functions of serializers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SerializerFT {
    pub Close: Option<unsafe extern "C" fn(serializer: *mut MI_Serializer) -> MI_Result>,
    pub SerializeClass: Option<
        unsafe extern "C" fn(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            classObject: *const MI_Class,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub SerializeInstance: Option<
        unsafe extern "C" fn(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            instanceObject: *const MI_Instance,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result,
    >,
}

/// The functions of deserializers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DeserializerFT {
    pub Close: Option<unsafe extern "C" fn(deserializer: *mut MI_Deserializer) -> MI_Result>,
    pub DeserializeClass: Option<
        unsafe extern "C" fn(
            deserializer: *mut MI_Deserializer,
            flags: MI_Uint32,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            parentClass: *mut MI_Class,
            serverName: *const MI_Char,
            namespaceName: *const MI_Char,
            classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
            classObjectNeededContext: *mut c_void,
            serializedBufferRead: *mut MI_Uint32,
            classObject: *mut *mut MI_Class,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub Class_GetClassName: Option<
        unsafe extern "C" fn(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub Class_GetParentClassName: Option<
        unsafe extern "C" fn(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            parentClassName: *mut MI_Char,
            parentClassNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub DeserializeInstance: Option<
        unsafe extern "C" fn(
            deserializer: *mut MI_Deserializer,
            flags: MI_Uint32,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            classObjects: *mut *mut MI_Class,
            numberClassObjects: MI_Uint32,
            classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
            classObjectNeededContext: *mut c_void,
            serializedBufferRead: *mut MI_Uint32,
            instanceObject: *mut *mut MI_Instance,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub Instance_GetClassName: Option<
        unsafe extern "C" fn(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
}

/// The functions of applications.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ApplicationFT {
    pub Close: Option<unsafe extern "C" fn(application: *mut MI_Application) -> MI_Result>,
    pub NewSession: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            protocol: *const MI_Char,
            destination: *const MI_Char,
            options: *mut MI_DestinationOptions,
            callbacks: *mut MI_SessionCallbacks,
            extendedError: *mut *mut MI_Instance,
            session: *mut MI_Session,
        ) -> MI_Result,
    >,
    pub NewHostedProvider: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            namespaceName: *const MI_Char,
            providerName: *const MI_Char,
            mi_Main: MI_MainFunction,
            extendedError: *mut *mut MI_Instance,
            provider: *mut MI_HostedProvider,
        ) -> MI_Result,
    >,
    pub NewInstance: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            className: *const MI_Char,
            classRTTI: *const MI_ClassDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewDestinationOptions: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            options: *mut MI_DestinationOptions,
        ) -> MI_Result,
    >,
    pub NewOperationOptions: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            customOptionsMustUnderstand: MI_Boolean,
            options: *mut MI_OperationOptions,
        ) -> MI_Result,
    >,
    pub NewSubscriptionDeliveryOptions: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            deliveryType: MI_SubscriptionDeliveryType,
            deliveryOptions: *mut MI_SubscriptionDeliveryOptions,
        ) -> MI_Result,
    >,
    pub NewSerializer: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            flags: MI_Uint32,
            format: *mut MI_Char,
            serializer: *mut MI_Serializer,
        ) -> MI_Result,
    >,
    pub NewDeserializer: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            flags: MI_Uint32,
            format: *mut MI_Char,
            deserializer: *mut MI_Deserializer,
        ) -> MI_Result,
    >,
    pub NewInstanceFromClass: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            className: *const MI_Char,
            classObject: *const MI_Class,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewClass: Option<
        unsafe extern "C" fn(
            application: *mut MI_Application,
            classDecl: *const MI_ClassDecl,
            namespaceName: *const MI_Char,
            serverName: *const MI_Char,
            classObject: *mut *mut MI_Class,
        ) -> MI_Result,
    >,
}

/// The functions of hosted providers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_HostedProviderFT {
    pub Close: Option<unsafe extern "C" fn(hostedProvider: *mut MI_HostedProvider) -> MI_Result>,
    pub GetApplication: Option<
        unsafe extern "C" fn(
            hostedProvider: *mut MI_HostedProvider,
            application: *mut MI_Application,
        ) -> MI_Result,
    >,
}

/// The functions of sessions.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SessionFT {
    pub Close: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            completionContext: *mut c_void,
            completionCallback: Option<unsafe extern "C" fn(*mut c_void)>,
        ) -> MI_Result,
    >,
    pub GetApplication:
        Option<unsafe extern "C" fn(session: *mut MI_Session, application: *mut MI_Application) -> MI_Result>,
    pub GetInstance: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub ModifyInstance: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub CreateInstance: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub DeleteInstance: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub Invoke: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            methodName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            inboundProperties: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub EnumerateInstances: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub QueryInstances: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            queryDialect: *const MI_Char,
            queryExpression: *const MI_Char,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub AssociatorInstances: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            instanceKeys: *const MI_Instance,
            assocClass: *const MI_Char,
            resultClass: *const MI_Char,
            role: *const MI_Char,
            resultRole: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub ReferenceInstances: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            instanceKeys: *const MI_Instance,
            resultClass: *const MI_Char,
            role: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub Subscribe: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            queryDialect: *const MI_Char,
            queryExpression: *const MI_Char,
            deliverOptions: *const MI_SubscriptionDeliveryOptions,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub GetClass: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub EnumerateClasses: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            classNamesOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
    pub TestConnection: Option<
        unsafe extern "C" fn(
            session: *mut MI_Session,
            flags: MI_Uint32,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ),
    >,
}

/// The functions of operations.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_OperationFT {
    pub Close: Option<unsafe extern "C" fn(operation: *mut MI_Operation) -> MI_Result>,
    pub Cancel: Option<
        unsafe extern "C" fn(operation: *mut MI_Operation, reason: MI_CancellationReason) -> MI_Result,
    >,
    pub GetSession:
        Option<unsafe extern "C" fn(operation: *mut MI_Operation, session: *mut MI_Session) -> MI_Result>,
    pub GetInstance: Option<
        unsafe extern "C" fn(
            operation: *mut MI_Operation,
            instance: *mut *const MI_Instance,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result,
    >,
    pub GetIndication: Option<
        unsafe extern "C" fn(
            operation: *mut MI_Operation,
            instance: *mut *const MI_Instance,
            bookmark: *mut *const MI_Char,
            machineID: *mut *const MI_Char,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result,
    >,
    pub GetClass: Option<
        unsafe extern "C" fn(
            operation: *mut MI_Operation,
            classResult: *mut *const MI_Class,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result,
    >,
}

/// Functions that need no handle.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_UtilitiesFT {
    pub MapErrorToMiErrorCategory:
        Option<unsafe extern "C" fn(errorType: *const MI_Char, error: MI_Uint32) -> MI_ErrorCategory>,
    pub CimErrorFromErrorCode: Option<
        unsafe extern "C" fn(
            error: MI_Uint32,
            errorType: *const MI_Char,
            errorMessage: *const MI_Char,
            cimError: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
}

/// All tables of the client; mi_clientFT_V1 points to the library's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ClientFT_V1 {
    pub applicationFT: *const MI_ApplicationFT,
    pub sessionFT: *const MI_SessionFT,
    pub operationFT: *const MI_OperationFT,
    pub hostedProviderFT: *const MI_HostedProviderFT,
    pub serializerFT: *const MI_SerializerFT,
    pub deserializerFT: *const MI_DeserializerFT,
    pub subscribeDeliveryOptionsFT: *const MI_SubscriptionDeliveryOptionsFT,
    pub destinationOptionsFT: *const MI_DestinationOptionsFT,
    pub operationOptionsFT: *const MI_OperationOptionsFT,
    pub utilitiesFT: *const MI_UtilitiesFT,
}
