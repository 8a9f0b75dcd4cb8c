//! The flat exports of applications: what makes everything else.
//!
//! Any thread; after Close, and through copies of the handle, the calls answer an error.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{clear, forward, text};

/// Ends the application, its sessions and their operations, and waits until nothing of theirs runs.
///
/// A close that would wait for its own callback is refused at once with a report. The handle and its copies
/// are dead after OK. Microsoft: MI_Application_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_Close(application: *mut MI_Application) -> MI_Result {
    forward!(MI_ApplicationFT.Close(application))
}

/// Makes an instance: of `classRTTI`, or dynamic where that is NULL.
///
/// The caller frees it with MI_Instance_Delete; it may outlive the application. Microsoft:
/// MI_Application_NewInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewInstance(
    application: *mut MI_Application,
    className: *const MI_Char,
    classRTTI: *const MI_ClassDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ApplicationFT.NewInstance(application, className, classRTTI, instance), clear(instance))
}

/// Makes an instance of a class, which is not borrowed.
///
/// The caller frees it with MI_Instance_Delete; it may outlive the application. Microsoft:
/// MI_Application_NewInstanceFromClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewInstanceFromClass(
    application: *mut MI_Application,
    className: *const MI_Char,
    classObject: *const MI_Class,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewInstanceFromClass(application, className, classObject, instance),
        clear(instance)
    )
}

/// Makes the parameters of a method call: an instance of class `Parameters`.
///
/// The caller frees it with MI_Instance_Delete. Microsoft: MI_Application_NewParameterSet function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewParameterSet(
    application: *mut MI_Application,
    classRTTI: *const MI_ClassDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewInstance(application, text!(names::PARAMETERS), classRTTI, instance),
        clear(instance)
    )
}

/// Makes options for a new session.
///
/// The caller frees them with MI_DestinationOptions_Delete. Microsoft: MI_Application_NewDestinationOptions
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewDestinationOptions(
    application: *mut MI_Application,
    options: *mut MI_DestinationOptions,
) -> MI_Result {
    forward!(MI_ApplicationFT.NewDestinationOptions(application, options), clear(options))
}

/// Makes options for operations; `mustUnderstand` holds for their custom options.
///
/// The caller frees them with MI_OperationOptions_Delete. Microsoft: MI_Application_NewOperationOptions
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewOperationOptions(
    application: *mut MI_Application,
    mustUnderstand: MI_Boolean,
    options: *mut MI_OperationOptions,
) -> MI_Result {
    forward!(MI_ApplicationFT.NewOperationOptions(application, mustUnderstand, options), clear(options))
}

/// Makes options for a subscription.
///
/// The caller frees them with MI_SubscriptionDeliveryOptions_Delete. Microsoft:
/// MI_Application_NewSubscriptionDeliveryOptions function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewSubscriptionDeliveryOptions(
    application: *mut MI_Application,
    deliveryType: MI_SubscriptionDeliveryType,
    deliveryOptions: *mut MI_SubscriptionDeliveryOptions,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewSubscriptionDeliveryOptions(application, deliveryType, deliveryOptions),
        clear(deliveryOptions)
    )
}

/// Makes a session: to this machine by default, or by protocol and destination.
///
/// Options and callbacks are copied. The caller closes the session with MI_Session_Close, and deletes
/// `*extendedError` where one is given. Microsoft: MI_Application_NewSession function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewSession(
    application: *mut MI_Application,
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *mut MI_DestinationOptions,
    callbacks: *mut MI_SessionCallbacks,
    extendedError: *mut *mut MI_Instance,
    session: *mut MI_Session,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewSession(
            application,
            protocol,
            destination,
            options,
            callbacks,
            extendedError,
            session
        ),
        clear(session)
    )
}

/// Serves a provider of this process to others.
///
/// The caller closes it with MI_HostedProvider_Close, and deletes `*extendedError` where one is given.
/// Microsoft: MI_Application_NewHostedProvider function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewHostedProvider(
    application: *mut MI_Application,
    namespaceName: *const MI_Char,
    providerName: *const MI_Char,
    mi_Main: MI_MainFunction,
    extendedError: *mut *mut MI_Instance,
    hostedProvider: *mut MI_HostedProvider,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewHostedProvider(
            application,
            namespaceName,
            providerName,
            mi_Main,
            extendedError,
            hostedProvider
        ),
        clear(hostedProvider)
    )
}

/// Makes a serializer for a format.
///
/// The caller closes it with MI_Serializer_Close. Microsoft: MI_Application_NewSerializer function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewSerializer(
    application: *mut MI_Application,
    flags: MI_Uint32,
    format: *mut MI_Char,
    serializer: *mut MI_Serializer,
) -> MI_Result {
    forward!(MI_ApplicationFT.NewSerializer(application, flags, format, serializer), clear(serializer))
}

/// Makes a deserializer for a format.
///
/// The caller closes it with MI_Deserializer_Close. Microsoft: MI_Application_NewDeserializer function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewDeserializer(
    application: *mut MI_Application,
    flags: MI_Uint32,
    format: *mut MI_Char,
    deserializer: *mut MI_Deserializer,
) -> MI_Result {
    forward!(MI_ApplicationFT.NewDeserializer(application, flags, format, deserializer), clear(deserializer))
}

/// Makes a class from a declaration, which is copied.
///
/// The caller frees it with MI_Class_Delete. Microsoft: MI_Application_NewClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewClass(
    application: *mut MI_Application,
    classDecl: *const MI_ClassDecl,
    namespaceName: *const MI_Char,
    serverName: *const MI_Char,
    classObject: *mut *mut MI_Class,
) -> MI_Result {
    forward!(
        MI_ApplicationFT.NewClass(application, classDecl, namespaceName, serverName, classObject),
        clear(classObject)
    )
}
