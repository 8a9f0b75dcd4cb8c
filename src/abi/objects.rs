//! Objects and handles: what callers hold and copy.

use super::*;
use core::ffi::c_void;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Server {
    pub serverFT: *const MI_ServerFT,
    pub contextFT: *const MI_ContextFT,
    pub instanceFT: *const MI_InstanceFT,
    pub propertySetFT: *const MI_PropertySetFT,
    pub filterFT: *const MI_FilterFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Filter {
    pub ft: *const MI_FilterFT,
    pub reserved: [isize; 3],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_PropertySet {
    pub ft: *const MI_PropertySetFT,
    pub reserved: [isize; 3],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Instance {
    pub ft: *const MI_InstanceFT,
    pub classDecl: *const MI_ClassDecl,
    pub serverName: *const MI_Char,
    pub nameSpace: *const MI_Char,
    pub reserved: [isize; 4],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Context {
    pub ft: *const MI_ContextFT,
    pub reserved: [isize; 3],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_QualifierSet {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_QualifierSetFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ParameterSet {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_ParameterSetFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Class {
    pub ft: *const MI_ClassFT,
    pub classDecl: *const MI_ClassDecl,
    pub namespaceName: *const MI_Char,
    pub serverName: *const MI_Char,
    pub reserved: [isize; 4],
}

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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SessionCallbacks {
    pub callbackContext: *mut c_void,
    pub writeMessage:
        Option<unsafe extern "C" fn(*mut MI_Application, *mut c_void, MI_Uint32, *const MI_Char)>,
    pub writeError: Option<unsafe extern "C" fn(*mut MI_Application, *mut c_void, *mut MI_Instance)>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_UsernamePasswordCreds {
    pub domain: *const MI_Char,
    pub username: *const MI_Char,
    pub password: *const MI_Char,
}

/// The union inside [`MI_UserCredentials`].
#[repr(C)]
#[derive(Clone, Copy)]
pub union MI_CredentialsValue {
    pub usernamePassword: MI_UsernamePasswordCreds,
    pub certificateThumbprint: *const MI_Char,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_UserCredentials {
    pub authenticationType: *const MI_Char,
    pub credentials: MI_CredentialsValue,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SubscriptionDeliveryOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_SubscriptionDeliveryOptionsFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Serializer {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Deserializer {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Application {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_ApplicationFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Session {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_SessionFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Operation {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_OperationFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_HostedProvider {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_HostedProviderFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DestinationOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_DestinationOptionsFT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_OperationOptions {
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub ft: *const MI_OperationOptionsFT,
}

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
