//! The flat exports of lifecycle indications (version 2 of the API).
//!
//! Called by a provider, on any thread.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::{clear, forward};
use core::ffi::c_void;

/// Reports that an instance was created.
///
/// The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostCreate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostCreate(
    context: *mut MI_LifecycleIndicationContext,
    instance: *const MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostCreate(context, instance))
}

/// Reports that an instance was changed, with both states.
///
/// The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostModify.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostModify(
    context: *mut MI_LifecycleIndicationContext,
    orginalInstance: *const MI_Instance,
    instance: *const MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostModify(context, orginalInstance, instance))
}

/// Reports that an instance was deleted.
///
/// The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostDelete.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostDelete(
    context: *mut MI_LifecycleIndicationContext,
    orginalInstance: *const MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostDelete(context, orginalInstance))
}

/// Reports that an instance was read.
///
/// The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostRead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostRead(
    context: *mut MI_LifecycleIndicationContext,
    instance: *const MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostRead(context, instance))
}

/// Reports that a method is about to run.
///
/// The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostMethodCall_Before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostMethodCall_Before(
    context: *mut MI_LifecycleIndicationContext,
    instance: *const MI_Instance,
    methodName: *const MI_Char,
    parameter: *const MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostMethodCall(
        context,
        instance,
        methodName,
        1,
        parameter,
        std::ptr::null()
    ))
}

/// Reports that a method has run, and what it returned.
///
/// The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostMethodCall_After.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostMethodCall_After(
    context: *mut MI_LifecycleIndicationContext,
    instance: *const MI_Instance,
    methodName: *const MI_Char,
    parameter: *const MI_Instance,
    returnvalue: *const MI_Char,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostMethodCall(
        context,
        instance,
        methodName,
        0,
        parameter,
        returnvalue
    ))
}

/// Ends the indications with a result.
///
/// OMI: MI.h, MI_LifecycleIndicationContext_PostResult.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_PostResult(
    context: *mut MI_LifecycleIndicationContext,
    result: MI_Result,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.PostResult(context, result))
}

/// Says which lifecycle events (MI_LIFECYCLE_INDICATION_*) the provider reports.
///
/// OMI: MI.h, MI_LifecycleIndicationContext_SetSupportedTypes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_SetSupportedTypes(
    context: *mut MI_LifecycleIndicationContext,
    types: MI_Uint32,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.SetSupportedTypes(context, types))
}

/// Which lifecycle events are subscribed to; 0 where the context is NULL.
///
/// OMI: MI.h, MI_LifecycleIndicationContext_GetTypes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_GetTypes(
    context: *mut MI_LifecycleIndicationContext,
    types: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.GetTypes(context, types), clear(types))
}

/// Sets the function that hears when the subscribed events change.
///
/// OMI: MI.h, MI_LifecycleIndicationContext_RegisterCallback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_RegisterCallback(
    context: *mut MI_LifecycleIndicationContext,
    callback: MI_LifecycleIndicationCallback,
    callbackData: *mut c_void,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.RegisterCallback(context, callback, callbackData))
}

/// Makes an instance of a class in the provider's own memory.
///
/// Freed with MI_Instance_Destruct. OMI: MI.h, MI_LifecycleIndicationContext_ConstructInstance.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_ConstructInstance(
    context: *mut MI_LifecycleIndicationContext,
    classDecl: *const MI_ClassDecl,
    instance: *mut MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.ConstructInstance(context, classDecl, instance))
}

/// Makes a method's parameters in the provider's own memory.
///
/// Freed with MI_Instance_Destruct. OMI: MI.h, MI_LifecycleIndicationContext_ConstructParameters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_ConstructParameters(
    context: *mut MI_LifecycleIndicationContext,
    methodDecl: *const MI_MethodDecl,
    instance: *mut MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.ConstructParameters(context, methodDecl, instance))
}

/// Makes an instance of a class.
///
/// The provider frees it with MI_Instance_Delete. OMI: MI.h, MI_LifecycleIndicationContext_NewInstance.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_NewInstance(
    context: *mut MI_LifecycleIndicationContext,
    classDecl: *const MI_ClassDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.NewInstance(context, classDecl, instance))
}

/// Makes an instance without a class declaration.
///
/// The provider frees it with MI_Instance_Delete. OMI: MI.h,
/// MI_LifecycleIndicationContext_NewDynamicInstance.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_NewDynamicInstance(
    context: *mut MI_LifecycleIndicationContext,
    className: *const MI_Char,
    flags: MI_Uint32,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.NewDynamicInstance(context, className, flags, instance))
}

/// Makes the parameters of a method.
///
/// The provider frees them with MI_Instance_Delete. OMI: MI.h, MI_LifecycleIndicationContext_NewParameters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_LifecycleIndicationContext_NewParameters(
    context: *mut MI_LifecycleIndicationContext,
    methodDecl: *const MI_MethodDecl,
    instance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_LifecycleIndicationContextFT.NewParameters(context, methodDecl, instance))
}
