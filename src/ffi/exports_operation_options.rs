//! The flat exports of operation options.
//!
//! One thread at a time; operations copy the options.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{forward, get_number, text};

/// Frees the options; passwords in them are wiped.
///
/// The handle is dead afterwards. Microsoft: MI_OperationOptions_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_Delete(options: *mut MI_OperationOptions) {
    forward!(MI_OperationOptionsFT.Delete(options))
}

/// Sets what becomes of errors that do not end the operation.
///
/// Microsoft: MI_OperationOptions_SetWriteErrorMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetWriteErrorMode(
    options: *mut MI_OperationOptions,
    mode: MI_CallbackMode,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(
        options,
        text!(names::MI_OPERATIONOPTIONS_WRITEERRORMODE),
        mode.0,
        0
    ))
}

/// Reads what becomes of errors that do not end the operation.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetWriteErrorMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetWriteErrorMode(
    options: *const MI_OperationOptions,
    mode: *mut MI_CallbackMode,
) -> MI_Result {
    get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_WRITEERRORMODE) => mode)
}

/// Sets what becomes of questions to the user.
///
/// Microsoft: MI_OperationOptions_SetPromptUserMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetPromptUserMode(
    options: *mut MI_OperationOptions,
    mode: MI_CallbackMode,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(
        options,
        text!(names::MI_OPERATIONOPTIONS_PROMPTUSERMODE),
        mode.0,
        0
    ))
}

/// Reads what becomes of questions to the user.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetPromptUserMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetPromptUserMode(
    options: *const MI_OperationOptions,
    mode: *mut MI_CallbackMode,
) -> MI_Result {
    get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_PROMPTUSERMODE) => mode)
}

/// Sets what becomes of questions to the user, and the answer to regular ones.
///
/// Microsoft: MI_OperationOptions_SetPromptUserRegularMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetPromptUserRegularMode(
    options: *mut MI_OperationOptions,
    mode: MI_CallbackMode,
    ackValue: MI_Boolean,
) -> MI_Result {
    match forward!(MI_OperationOptionsFT.SetNumber(
        options,
        text!(names::MI_OPERATIONOPTIONS_PROMPTUSERMODE),
        mode.0,
        0
    )) {
        MI_RESULT_OK => forward!(MI_OperationOptionsFT.SetNumber(
            options,
            text!(names::MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE),
            MI_Uint32::from(ackValue),
            0
        )),
        failed => failed,
    }
}

/// Reads what becomes of questions to the user, and the answer to regular ones.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetPromptUserRegularMode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetPromptUserRegularMode(
    options: *const MI_OperationOptions,
    mode: *mut MI_CallbackMode,
    ackValue: *mut MI_Boolean,
) -> MI_Result {
    match get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_PROMPTUSERMODE) => mode) {
        MI_RESULT_OK => {
            get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE) => ackValue)
        }
        failed => failed,
    }
}

/// Sets which architecture the provider should have, and whether it must.
///
/// Microsoft: MI_OperationOptions_SetProviderArchitecture function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetProviderArchitecture(
    options: *mut MI_OperationOptions,
    architecture: MI_ProviderArchitecture,
    mustComply: MI_Boolean,
) -> MI_Result {
    match forward!(MI_OperationOptionsFT.SetNumber(
        options,
        text!(names::MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE),
        architecture.0,
        0
    )) {
        MI_RESULT_OK => forward!(MI_OperationOptionsFT.SetNumber(
            options,
            text!(names::MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE),
            MI_Uint32::from(mustComply),
            0
        )),
        failed => failed,
    }
}

/// Reads which architecture the provider should have, and whether it must.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetProviderArchitecture function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetProviderArchitecture(
    options: *const MI_OperationOptions,
    architecture: *mut MI_ProviderArchitecture,
    mustComply: *mut MI_Boolean,
) -> MI_Result {
    match get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE) => architecture)
    {
        MI_RESULT_OK => {
            get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE) => mustComply)
        }
        failed => failed,
    }
}

/// Lets messages of a channel through.
///
/// Microsoft: MI_OperationOptions_EnableChannel function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_EnableChannel(
    options: *mut MI_OperationOptions,
    channel: MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(options, text!(names::MI_OPERATIONOPTIONS_CHANNEL), channel, 0))
}

/// Holds messages of a channel back.
///
/// Microsoft: MI_OperationOptions_DisableChannel function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_DisableChannel(
    options: *mut MI_OperationOptions,
    channel: MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(options, text!(names::MI_OPERATIONOPTIONS_CHANNEL), channel, 1))
}

/// The channels that are let through, into the caller's buffer.
///
/// `*channelCount` is how many there are. Microsoft: MI_OperationOptions_GetEnabledChannels function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetEnabledChannels(
    options: *const MI_OperationOptions,
    channels: *mut MI_Uint32,
    bufferLength: MI_Uint32,
    channelCount: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetEnabledChannels(
        options,
        text!(names::MI_OPERATIONOPTIONS_CHANNEL),
        channels,
        bufferLength,
        channelCount,
        flags
    ))
}

/// Sets the time-out of the operation.
///
/// Microsoft: MI_OperationOptions_SetTimeout function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetTimeout(
    options: *mut MI_OperationOptions,
    timeout: *const MI_Interval,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetInterval(
        options,
        text!(names::MI_OPERATIONOPTIONS_TIMEOUT),
        timeout,
        0
    ))
}

/// Reads the time-out of the operation.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetTimeout function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetTimeout(
    options: *const MI_OperationOptions,
    timeout: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetInterval(
        options,
        text!(names::MI_OPERATIONOPTIONS_TIMEOUT),
        timeout,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the prefix of resource URIs.
///
/// Microsoft: MI_OperationOptions_SetResourceUriPrefix function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetResourceUriPrefix(
    options: *mut MI_OperationOptions,
    ruriPrefix: *const MI_Char,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetString(
        options,
        text!(names::MI_OPERATIONOPTIONS_RESOURCE_URI_PREFIX),
        ruriPrefix,
        0
    ))
}

/// Reads the prefix of resource URIs.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetResourceUriPrefix function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetResourceUriPrefix(
    options: *const MI_OperationOptions,
    ruriPrefix: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetString(
        options,
        text!(names::MI_OPERATIONOPTIONS_RESOURCE_URI_PREFIX),
        ruriPrefix,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the resource URI, in place of the one made from the class.
///
/// Microsoft: MI_OperationOptions_SetResourceUri function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetResourceUri(
    options: *mut MI_OperationOptions,
    rUri: *const MI_Char,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetString(
        options,
        text!(names::MI_OPERATIONOPTIONS_RESOURCE_URI),
        rUri,
        0
    ))
}

/// Reads the resource URI, in place of the one made from the class.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetResourceUri function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetResourceUri(
    options: *const MI_OperationOptions,
    rUri: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetString(
        options,
        text!(names::MI_OPERATIONOPTIONS_RESOURCE_URI),
        rUri,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets whether results carry the name of their machine.
///
/// Microsoft: MI_OperationOptions_SetUseMachineID function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetUseMachineID(
    options: *mut MI_OperationOptions,
    machineID: MI_Boolean,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(
        options,
        text!(names::MI_OPERATIONOPTIONS_USE_MACHINE_ID),
        MI_Uint32::from(machineID),
        0
    ))
}

/// Reads whether results carry the name of their machine.
///
/// An error where it was never set. Microsoft: MI_OperationOptions_GetUseMachineID function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetUseMachineID(
    options: *const MI_OperationOptions,
    machineID: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_OperationOptionsFT(options, names::MI_OPERATIONOPTIONS_USE_MACHINE_ID) => machineID)
}

/// Sets an option of the provider.
///
/// Microsoft: MI_OperationOptions_SetCustomOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetCustomOption(
    options: *mut MI_OperationOptions,
    optionName: *const MI_Char,
    optionValueType: MI_Type,
    optionValue: *const MI_Value,
    mustComply: MI_Boolean,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetCustomOption(
        options,
        optionName,
        optionValueType,
        optionValue,
        mustComply,
        0
    ))
}

/// How many options are set, credentials not counted.
///
/// Microsoft: MI_OperationOptions_GetOptionCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetOptionCount(
    options: *const MI_OperationOptions,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetOptionCount(options, count))
}

/// The option at an index, in the order of setting.
///
/// Name and value belong to the options. Microsoft: MI_OperationOptions_GetOptionAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetOptionAt(
    options: *const MI_OperationOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetOptionAt(options, index, optionName, value, r#type, flags))
}

/// Sets a string option by name.
///
/// Name and value are copied. Microsoft: MI_OperationOptions_SetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetString(
    options: *mut MI_OperationOptions,
    optionName: *const MI_Char,
    value: *const MI_Char,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetString(options, optionName, value, flags))
}

/// Reads a string option by name.
///
/// The string belongs to the options and is good until they change. Microsoft:
/// MI_OperationOptions_GetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetString(
    options: *const MI_OperationOptions,
    optionName: *const MI_Char,
    value: *mut *const MI_Char,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetString(options, optionName, value, index, flags))
}

/// Sets a numeric option by name.
///
/// Microsoft: MI_OperationOptions_SetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_SetNumber(
    options: *mut MI_OperationOptions,
    optionName: *const MI_Char,
    value: MI_Uint32,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.SetNumber(options, optionName, value, flags))
}

/// Reads a numeric option by name.
///
/// Microsoft: MI_OperationOptions_GetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetNumber(
    options: *const MI_OperationOptions,
    optionName: *const MI_Char,
    value: *mut MI_Uint32,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetNumber(options, optionName, value, index, flags))
}

/// An option by name, of whatever type.
///
/// The value belongs to the options. Microsoft: MI_OperationOptions_GetOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_GetOption(
    options: *const MI_OperationOptions,
    optionName: *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.GetOption(options, optionName, value, r#type, index, flags))
}

/// Makes an independent copy of the options.
///
/// The caller frees it with MI_OperationOptions_Delete. Microsoft: MI_OperationOptions_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_OperationOptions_Clone(
    this: *const MI_OperationOptions,
    newOperationOptions: *mut MI_OperationOptions,
) -> MI_Result {
    forward!(MI_OperationOptionsFT.Clone(this, newOperationOptions))
}
