//! The flat exports of a provider's request context.
//!
//! Called by a provider while it serves the request, on any thread.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{clear, forward, text};
use core::ffi::c_void;

/// Ends the request with a result.
///
/// Once per request; the context is dead afterwards. Microsoft: MI_Context_PostResult function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PostResult(context: *mut MI_Context, result: MI_Result) -> MI_Result {
    forward!(MI_ContextFT.PostResult(context, result))
}

/// Ends the request with a CIM error.
///
/// The error stays the provider's; the context is dead afterwards. Microsoft: MI_Context_PostCimError
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PostCimError(
    context: *mut MI_Context,
    error: *const MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.PostCimError(context, error))
}

/// Ends the request with a code of some other system and a message.
///
/// The context is dead afterwards. Microsoft: MI_Context_PostError function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PostError(
    context: *mut MI_Context,
    resultCode: MI_Uint32,
    resultType: *const MI_Char,
    errorMessage: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.PostError(context, resultCode, resultType, errorMessage))
}

/// Sends one result instance.
///
/// The instance is copied and stays the provider's. Microsoft: MI_Context_PostInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PostInstance(
    context: *mut MI_Context,
    instance: *const MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.PostInstance(context, instance))
}

/// Sends one indication to the subscribers.
///
/// The instance is copied and stays the provider's. Microsoft: MI_Context_PostIndication function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PostIndication(
    context: *mut MI_Context,
    indication: *const MI_Instance,
    subscriptionIDCount: MI_Uint32,
    bookmark: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.PostIndication(context, indication, subscriptionIDCount, bookmark))
}

/// Makes an instance of a class in the provider's own memory.
///
/// Freed with MI_Instance_Destruct. Microsoft: MI_Context_ConstructInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_ConstructInstance(
    context: *mut MI_Context,
    classDecl: *const MI_ClassDecl,
    instance: *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.ConstructInstance(context, classDecl, instance))
}

/// Makes a method's parameters in the provider's own memory.
///
/// Freed with MI_Instance_Destruct. Microsoft: MI_Context_ConstructParameters function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_ConstructParameters(
    context: *mut MI_Context,
    methodDecl: *const MI_MethodDecl,
    instance: *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.ConstructParameters(context, methodDecl, instance))
}

/// Makes an instance of a class.
///
/// The provider frees it with MI_Instance_Delete. Microsoft: MI_Context_NewInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_NewInstance(
    context: *mut MI_Context,
    classDecl: *const MI_ClassDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.NewInstance(context, classDecl, instance))
}

/// Makes an instance without a class declaration.
///
/// The provider frees it with MI_Instance_Delete. Microsoft: MI_Context_NewDynamicInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_NewDynamicInstance(
    context: *mut MI_Context,
    className: *const MI_Char,
    flags: MI_Uint32,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.NewDynamicInstance(context, className, flags, instance))
}

/// Makes the parameters of a method.
///
/// The provider frees them with MI_Instance_Delete. Microsoft: MI_Context_NewParameters function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_NewParameters(
    context: *mut MI_Context,
    methodDecl: *const MI_MethodDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_ContextFT.NewParameters(context, methodDecl, instance))
}

/// Whether the client has given the request up.
///
/// Microsoft: MI_Context_Canceled function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_Canceled(context: *const MI_Context, flag: *mut MI_Boolean) -> MI_Result {
    forward!(MI_ContextFT.Canceled(context, flag))
}

/// The language that the client asked for, into room for MI_MAX_LOCALE_SIZE units.
///
/// `locale` is the empty string first, whatever the outcome. Microsoft: MI_Context_GetLocale function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetLocale(
    context: *const MI_Context,
    localeType: MI_LocaleType,
    locale: *mut MI_Char,
) -> MI_Result {
    // SAFETY:
    // - NULL, or room for at least one value, of a type for which all zeroes is one.
    unsafe { clear(locale) };
    forward!(MI_ContextFT.GetLocale(context, localeType, locale))
}

/// Sets the function that hears of a cancellation, possibly on another thread.
///
/// Microsoft: MI_Context_RegisterCancel function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_RegisterCancel(
    context: *mut MI_Context,
    callback: MI_CancelCallback,
    callbackData: *mut c_void,
) -> MI_Result {
    forward!(MI_ContextFT.RegisterCancel(context, callback, callbackData))
}

/// Lets the module be unloaded when it is idle.
///
/// Microsoft: MI_Context_RequestUnload function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_RequestUnload(context: *mut MI_Context) -> MI_Result {
    forward!(MI_ContextFT.RequestUnload(context))
}

/// Keeps the module loaded.
///
/// Microsoft: MI_Context_RefuseUnload function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_RefuseUnload(context: *mut MI_Context) -> MI_Result {
    forward!(MI_ContextFT.RefuseUnload(context))
}

/// Sets a string option of the request.
///
/// Microsoft: MI_Context_SetStringOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_SetStringOption(
    context: *mut MI_Context,
    name: *const MI_Char,
    value: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.SetStringOption(context, name, value))
}

/// Reads a string option of the request.
///
/// The string belongs to the context. Microsoft: MI_Context_GetStringOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetStringOption(
    context: *mut MI_Context,
    name: *const MI_Char,
    value: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.GetStringOption(context, name, value))
}

/// Reads a numeric option of the request.
///
/// Microsoft: MI_Context_GetNumberOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetNumberOption(
    context: *mut MI_Context,
    name: *const MI_Char,
    value: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_ContextFT.GetNumberOption(context, name, value))
}

/// Reads a custom option of the request.
///
/// What the value points to belongs to the context. Microsoft: MI_Context_GetCustomOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetCustomOption(
    context: *mut MI_Context,
    name: *const MI_Char,
    valueType: *mut MI_Type,
    value: *mut MI_Value,
) -> MI_Result {
    forward!(MI_ContextFT.GetCustomOption(context, name, valueType, value))
}

/// How many custom options the request has.
///
/// Microsoft: MI_Context_GetCustomOptionCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetCustomOptionCount(
    context: *mut MI_Context,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_ContextFT.GetCustomOptionCount(context, count))
}

/// Reads the custom option at an index.
///
/// Name and value belong to the context. Microsoft: MI_Context_GetCustomOptionAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetCustomOptionAt(
    context: *mut MI_Context,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    valueType: *mut MI_Type,
    value: *mut MI_Value,
) -> MI_Result {
    forward!(MI_ContextFT.GetCustomOptionAt(context, index, name, valueType, value))
}

/// Asks the client whether an action on a target may go ahead.
///
/// Microsoft: MI_Context_ShouldProcess function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_ShouldProcess(
    context: *mut MI_Context,
    target: *const MI_Char,
    action: *const MI_Char,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_ContextFT.ShouldProcess(context, target, action, flag))
}

/// Asks the client whether to continue.
///
/// Microsoft: MI_Context_ShouldContinue function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_ShouldContinue(
    context: *mut MI_Context,
    message: *const MI_Char,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_ContextFT.ShouldContinue(context, message, flag))
}

/// Asks the client's user; `*flag` is the answer.
///
/// Microsoft: MI_Context_PromptUser function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_PromptUser(
    context: *mut MI_Context,
    message: *const MI_Char,
    promptType: MI_PromptType,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_ContextFT.PromptUser(context, message, promptType, flag))
}

/// Reports an error that does not end the request; `*flag` says whether to go on.
///
/// Microsoft: MI_Context_WriteError function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteError(
    context: *mut MI_Context,
    resultCode: MI_Uint32,
    resultType: *const MI_Char,
    errorMessage: *const MI_Char,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_ContextFT.WriteError(context, resultCode, resultType, errorMessage, flag))
}

/// Reports a CIM error that does not end the request; `*flag` says whether to go on.
///
/// Microsoft: MI_Context_WriteCimError function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteCimError(
    context: *mut MI_Context,
    error: *const MI_Instance,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_ContextFT.WriteCimError(context, error, flag))
}

/// Sends a message to the client on a channel.
///
/// Microsoft: MI_Context_WriteMessage function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteMessage(
    context: *mut MI_Context,
    channel: MI_Uint32,
    message: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.WriteMessage(context, channel, message))
}

/// Reports progress to the client.
///
/// Microsoft: MI_Context_WriteProgress function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteProgress(
    context: *mut MI_Context,
    activity: *const MI_Char,
    currentOperation: *const MI_Char,
    statusDescription: *const MI_Char,
    percentComplete: MI_Uint32,
    secondsRemaining: MI_Uint32,
) -> MI_Result {
    forward!(MI_ContextFT.WriteProgress(
        context,
        activity,
        currentOperation,
        statusDescription,
        percentComplete,
        secondsRemaining
    ))
}

/// Sends a part of a streamed output parameter.
///
/// The value is copied. Microsoft: MI_Context_WriteStreamParameter function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteStreamParameter(
    this: *mut MI_Context,
    name: *const MI_Char,
    value: *const MI_Value,
    r#type: MI_Type,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_ContextFT.WriteStreamParameter(this, name, value, r#type, flags))
}

/// Sends a message on the warning channel.
///
/// Microsoft: MI_Context_WriteWarning function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteWarning(
    context: *mut MI_Context,
    message: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.WriteMessage(context, 0, message))
}

/// Sends a message on the verbose channel.
///
/// Microsoft: MI_Context_WriteVerbose function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteVerbose(
    context: *mut MI_Context,
    message: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.WriteMessage(context, 1, message))
}

/// Sends a message on the debug channel.
///
/// Microsoft: MI_Context_WriteDebug function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_WriteDebug(
    context: *mut MI_Context,
    message: *const MI_Char,
) -> MI_Result {
    forward!(MI_ContextFT.WriteMessage(context, 2, message))
}

/// The context for lifecycle indications.
///
/// It belongs to the server; `*lifecycleContext` is NULL where there is none. OMI: MI.h,
/// MI_Context_GetLifecycleIndicationContext.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetLifecycleIndicationContext(
    context: *const MI_Context,
    lifecycleContext: *mut *mut MI_LifecycleIndicationContext,
) -> MI_Result {
    forward!(MI_ContextFT.GetLifecycleIndicationContext(context, lifecycleContext), clear(lifecycleContext))
}

/// A session to the same server.
///
/// It belongs to the request and must not be closed. Microsoft: MI_Context_GetLocalSession function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_GetLocalSession(
    context: *const MI_Context,
    session: *mut MI_Session,
) -> MI_Result {
    forward!(MI_ContextFT.GetLocalSession(context, session))
}

/// Says whether the provider filters results itself.
///
/// OMI: MI.h, MI_Context_SetFilterOption.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Context_SetFilterOption(
    context: *mut MI_Context,
    filterByProvider: MI_Boolean,
) -> MI_Result {
    let value = if filterByProvider == MI_FALSE { text!("FALSE") } else { text!("TRUE") };
    forward!(MI_ContextFT.SetStringOption(context, text!(names::FILTERBYPROVIDER), value))
}
