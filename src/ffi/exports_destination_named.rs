//! The flat exports of destination options by name, and of credentials.
//!
//! One thread at a time; sessions copy the options.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{forward, text};

/// Frees the options; passwords in them are wiped.
///
/// The handle is dead afterwards. Microsoft: MI_DestinationOptions_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_Delete(options: *mut MI_DestinationOptions) {
    forward!(MI_DestinationOptionsFT.Delete(options))
}

/// Adds credentials for the proxy.
///
/// They are copied. Microsoft: MI_DestinationOptions_AddProxyCredentials function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_AddProxyCredentials(
    options: *mut MI_DestinationOptions,
    credentials: *const MI_UserCredentials,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.AddCredentials(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PROXY_CREDENTIALS),
        credentials,
        0
    ))
}

/// Adds credentials for the destination.
///
/// They are copied. Microsoft: MI_DestinationOptions_AddDestinationCredentials function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_AddDestinationCredentials(
    options: *mut MI_DestinationOptions,
    credentials: *const MI_UserCredentials,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.AddCredentials(
        options,
        text!(names::MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS),
        credentials,
        0
    ))
}

/// Sets a string option by name.
///
/// Name and value are copied. Microsoft: MI_DestinationOptions_SetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetString(
    options: *mut MI_DestinationOptions,
    optionName: *const MI_Char,
    optionValue: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(options, optionName, optionValue, 0))
}

/// Reads a string option by name.
///
/// The string belongs to the options and is good until they change. Microsoft:
/// MI_DestinationOptions_GetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetString(
    options: *const MI_DestinationOptions,
    optionName: *const MI_Char,
    optionValue: *mut *const MI_Char,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(options, optionName, optionValue, index, std::ptr::null_mut()))
}

/// Sets a numeric option by name.
///
/// Microsoft: MI_DestinationOptions_SetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetNumber(
    options: *mut MI_DestinationOptions,
    optionName: *const MI_Char,
    optionValue: MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(options, optionName, optionValue, 0))
}

/// Reads a numeric option by name.
///
/// Microsoft: MI_DestinationOptions_GetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetNumber(
    options: *const MI_DestinationOptions,
    optionName: *const MI_Char,
    optionValue: *mut MI_Uint32,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetNumber(options, optionName, optionValue, index, std::ptr::null_mut()))
}

/// How many options are set, credentials not counted.
///
/// Microsoft: MI_DestinationOptions_GetOptionCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetOptionCount(
    options: *const MI_DestinationOptions,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetOptionCount(options, count))
}

/// The option at an index, in the order of setting.
///
/// Name and value belong to the options. Microsoft: MI_DestinationOptions_GetOptionAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetOptionAt(
    options: *const MI_DestinationOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetOptionAt(options, index, optionName, value, r#type, flags))
}

/// An option by name, of whatever type.
///
/// The value belongs to the options. Microsoft: MI_DestinationOptions_GetOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetOption(
    options: *const MI_DestinationOptions,
    optionName: *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetOption(options, optionName, value, r#type, index, flags))
}

/// How many credentials were added.
///
/// Microsoft: MI_DestinationOptions_GetCredentialsCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCredentialsCount(
    options: *const MI_DestinationOptions,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetCredentialsCount(options, count))
}

/// The credentials at an index; a password is masked.
///
/// Name and strings belong to the options. Microsoft: MI_DestinationOptions_GetCredentialsAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCredentialsAt(
    options: *const MI_DestinationOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    credentials: *mut MI_UserCredentials,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetCredentialsAt(options, index, optionName, credentials, flags))
}

/// The password at an index, into the caller's buffer.
///
/// `*passwordLength` is the length it takes, the end mark included; the caller wipes the buffer. Microsoft:
/// MI_DestinationOptions_GetCredentialsPasswordAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCredentialsPasswordAt(
    options: *const MI_DestinationOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    password: *mut MI_Char,
    bufferLength: MI_Uint32,
    passwordLength: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetCredentialsPasswordAt(
        options,
        index,
        optionName,
        password,
        bufferLength,
        passwordLength,
        flags
    ))
}

/// Makes an independent copy of the options.
///
/// The caller frees it with MI_DestinationOptions_Delete. Microsoft: MI_DestinationOptions_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_Clone(
    this: *const MI_DestinationOptions,
    newDestinationOptions: *mut MI_DestinationOptions,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.Clone(this, newDestinationOptions))
}
