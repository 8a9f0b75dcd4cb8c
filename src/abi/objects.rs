//! Objects and handles: what callers hold and copy.

use super::*;
use core::ffi::c_void;

/// What a provider module gets from its server: the tables to call it by.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Server {
    pub serverFT: *const MI_ServerFT,
    pub contextFT: *const MI_ContextFT,
    pub instanceFT: *const MI_InstanceFT,
    pub propertySetFT: *const MI_PropertySetFT,
    pub filterFT: *const MI_FilterFT,
}

/// A filter of instances, of the request that brought it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Filter {
    pub ft: *const MI_FilterFT,
    pub reserved: [isize; 3],
}

/// The names of the properties that a request asks for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_PropertySet {
    pub ft: *const MI_PropertySetFT,
    pub reserved: [isize; 3],
}

/// The head of every instance: its table, class and origin. The caller frees one that it made or cloned with
/// MI_Instance_Delete; one that a result brought belongs to the result. It may be of another library, and is
/// read through its own table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Instance {
    pub ft: *const MI_InstanceFT,
    pub classDecl: *const MI_ClassDecl,
    pub serverName: *const MI_Char,
    pub nameSpace: *const MI_Char,
    pub reserved: [isize; 4],
}

/// A request, as its provider sees it; it is gone once the provider has posted the result.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Context {
    pub ft: *const MI_ContextFT,
    pub reserved: [isize; 3],
}

/// The qualifiers of a class, property, method or parameter; they belong to the class and need no freeing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_QualifierSet {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_QualifierSetFT,
}

/// The parameters of a method; they belong to the class and need no freeing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ParameterSet {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_ParameterSetFT,
}

/// A class: immutable, shared. The caller frees one that it made or cloned with MI_Class_Delete.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Class {
    pub ft: *const MI_ClassFT,
    pub classDecl: *const MI_ClassDecl,
    pub namespaceName: *const MI_Char,
    pub serverName: *const MI_Char,
    pub reserved: [isize; 4],
}

/// What an operation calls, each member or NULL. It is copied when the operation starts; what callbackContext
/// points to must stay until the final result.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_OperationCallbacks {
    pub callbackContext: *mut c_void,
    pub promptUser: MI_OperationCallback_PromptUser,
    pub writeError: MI_OperationCallback_WriteError,
    pub writeMessage: MI_OperationCallback_WriteMessage,
    pub writeProgress: MI_OperationCallback_WriteProgress,
    pub instanceResult: MI_OperationCallback_Instance,
    pub indicationResult: MI_OperationCallback_Indication,
    pub classResult: MI_OperationCallback_Class,
    pub streamedParameterResult: MI_OperationCallback_StreamedParameter,
}

/// What a session calls, each member or NULL. It is copied when the session is made; what callbackContext
/// points to must stay until the session is closed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SessionCallbacks {
    pub callbackContext: *mut c_void,
    pub writeMessage:
        Option<unsafe extern "C" fn(*mut MI_Application, *mut c_void, MI_Uint32, *const MI_Char)>,
    pub writeError: Option<unsafe extern "C" fn(*mut MI_Application, *mut c_void, *mut MI_Instance)>,
}

/// A user's name and password. They are copied when they are added to options.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_UsernamePasswordCreds {
    pub domain: *const MI_Char,
    pub username: *const MI_Char,
    pub password: *const MI_Char,
}

/// The union inside MI_UserCredentials.
#[repr(C)]
#[derive(Clone, Copy)]
pub union MI_CredentialsValue {
    pub usernamePassword: MI_UsernamePasswordCreds,
    pub certificateThumbprint: *const MI_Char,
}

/// Credentials: the type (MI_AUTH_TYPE_*) says which member holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_UserCredentials {
    pub authenticationType: *const MI_Char,
    pub credentials: MI_CredentialsValue,
}

/// How a subscription is delivered. The caller frees the handle with MI_SubscriptionDeliveryOptions_Delete.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SubscriptionDeliveryOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_SubscriptionDeliveryOptionsFT,
}

/// Writes classes and instances as text. The caller closes the handle with MI_Serializer_Close.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Serializer {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
}

/// Reads classes and instances from text. The caller closes the handle with MI_Deserializer_Close.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Deserializer {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
}

/// The application: the first handle, that makes all others. Handles may be copied; closing one closes its
/// copies.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Application {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_ApplicationFT,
}

/// A session with a destination. The caller closes the handle with MI_Session_Close.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Session {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_SessionFT,
}

/// An operation under way, or its results. The caller closes the handle with MI_Operation_Close after the
/// final result.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Operation {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_OperationFT,
}

/// A provider of this process. The caller closes the handle with MI_HostedProvider_Close.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_HostedProvider {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_HostedProviderFT,
}

/// How a session reaches its destination. The caller frees the handle with MI_DestinationOptions_Delete.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DestinationOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_DestinationOptionsFT,
}

/// How an operation runs. The caller frees the handle with MI_OperationOptions_Delete.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_OperationOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_OperationOptionsFT,
}

/// Where a provider reports that instances come, change and go; it belongs to the server.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_LifecycleIndicationContext {
    pub ft: *const MI_LifecycleIndicationContextFT,
    pub reserved: [isize; 3],
}

/// What a provider module keeps for itself; opaque to the library.
#[repr(C)]
pub struct MI_Module_Self {
    _opaque: [u8; 0],
}
