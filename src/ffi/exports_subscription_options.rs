//! The flat exports of subscription delivery options.
//!
//! One thread at a time; subscriptions copy the options.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{forward, text};

/// Sets how long indications may be held back.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetMaximumLatency function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetMaximumLatency(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_MAXIMUM_LATENCY),
        value,
        0
    ))
}

/// Reads how long indications may be held back.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetMaximumLatency function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetMaximumLatency(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_MAXIMUM_LATENCY),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets how often an idle subscription shows life.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetHeartbeatInterval function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetHeartbeatInterval(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL),
        value,
        0
    ))
}

/// Reads how often an idle subscription shows life.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetHeartbeatInterval
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetHeartbeatInterval(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets when the subscription ends.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetExpirationTime function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetExpirationTime(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *mut MI_Datetime,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetDateTime(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME),
        value,
        0
    ))
}

/// Reads when the subscription ends.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetExpirationTime function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetExpirationTime(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Datetime,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetDateTime(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets where in the stream of events to begin.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetBookmark function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetBookmark(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *const MI_Char,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetString(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_BOOKMARK),
        value,
        0
    ))
}

/// Reads where in the stream of events to begin.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetBookmark function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetBookmark(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetString(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_BOOKMARK),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets where indications go.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryDestination function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetDeliveryDestination(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *const MI_Char,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetString(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION),
        value,
        0
    ))
}

/// Reads where indications go.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryDestination
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetDeliveryDestination(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetString(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the port they go to.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryPortNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetDeliveryPortNumber(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetNumber(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_PORT_NUMBER),
        value,
        0
    ))
}

/// Reads the port they go to.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryPortNumber
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetDeliveryPortNumber(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetNumber(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_PORT_NUMBER),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Adds credentials for the delivery.
///
/// They are copied. Microsoft: MI_SubscriptionDeliveryOptions_AddDeliveryCredentials function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_AddDeliveryCredentials(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *const MI_UserCredentials,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.AddCredentials(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_ADD_DELIVERY_CREDENTIALS),
        value,
        0
    ))
}

/// Sets how long to wait before a delivery is tried again.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryRetryInterval function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetDeliveryRetryInterval(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: *const MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_INTERVAL),
        value,
        0
    ))
}

/// Reads how long to wait before a delivery is tried again.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryRetryInterval
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetDeliveryRetryInterval(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetInterval(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_INTERVAL),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets how often a delivery is tried again.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryRetryAttempts function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetDeliveryRetryAttempts(
    this: *mut MI_SubscriptionDeliveryOptions,
    value: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetNumber(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_ATTEMPTS),
        value,
        0
    ))
}

/// Reads how often a delivery is tried again.
///
/// An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryRetryAttempts
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetDeliveryRetryAttempts(
    this: *const MI_SubscriptionDeliveryOptions,
    value: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetNumber(
        this,
        text!(names::MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_ATTEMPTS),
        value,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Frees the options; passwords in them are wiped.
///
/// The handle is dead afterwards. Microsoft: MI_SubscriptionDeliveryOptions_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_Delete(
    this: *mut MI_SubscriptionDeliveryOptions,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.Delete(this))
}

/// Sets a string option by name.
///
/// Name and value are copied. Microsoft: MI_SubscriptionDeliveryOptions_SetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetString(
    this: *mut MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *const MI_Char,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetString(this, optionName, value, flags))
}

/// Sets a numeric option by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetNumber(
    this: *mut MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: MI_Uint32,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetNumber(this, optionName, value, flags))
}

/// Sets a point in time by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetDateTime function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetDateTime(
    this: *mut MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *const MI_Datetime,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetDateTime(this, optionName, value, flags))
}

/// Sets an interval by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_SetInterval function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_SetInterval(
    this: *mut MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *const MI_Interval,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.SetInterval(this, optionName, value, flags))
}

/// Reads a string option by name.
///
/// The string belongs to the options and is good until they change. Microsoft:
/// MI_SubscriptionDeliveryOptions_GetString function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetString(
    this: *const MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *mut *const MI_Char,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetString(this, optionName, value, index, flags))
}

/// Reads a numeric option by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_GetNumber function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetNumber(
    this: *const MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *mut MI_Uint32,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetNumber(this, optionName, value, index, flags))
}

/// Reads a point in time by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_GetDateTime function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetDateTime(
    this: *const MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *mut MI_Datetime,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetDateTime(this, optionName, value, index, flags))
}

/// Reads an interval by name.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_GetInterval function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetInterval(
    this: *const MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *mut MI_Interval,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetInterval(this, optionName, value, index, flags))
}

/// How many options are set, credentials not counted.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_GetOptionCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetOptionCount(
    this: *const MI_SubscriptionDeliveryOptions,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetOptionCount(this, count))
}

/// The option at an index, in the order of setting.
///
/// Name and value belong to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetOptionAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetOptionAt(
    this: *const MI_SubscriptionDeliveryOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetOptionAt(this, index, optionName, value, r#type, flags))
}

/// An option by name, of whatever type.
///
/// The value belongs to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetOption function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetOption(
    this: *const MI_SubscriptionDeliveryOptions,
    optionName: *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    index: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetOption(this, optionName, value, r#type, index, flags))
}

/// How many credentials were added.
///
/// Microsoft: MI_SubscriptionDeliveryOptions_GetCredentialsCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetCredentialsCount(
    this: *const MI_SubscriptionDeliveryOptions,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetCredentialsCount(this, count))
}

/// The credentials at an index; a password is masked.
///
/// Name and strings belong to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetCredentialsAt
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetCredentialsAt(
    this: *const MI_SubscriptionDeliveryOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    credentials: *mut MI_UserCredentials,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetCredentialsAt(this, index, optionName, credentials, flags))
}

/// The password at an index, into the caller's buffer.
///
/// `*passwordLength` is the length it takes, the end mark included; the caller wipes the buffer. Microsoft:
/// MI_SubscriptionDeliveryOptions_GetCredentialsPasswordAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_GetCredentialsPasswordAt(
    this: *const MI_SubscriptionDeliveryOptions,
    index: MI_Uint32,
    optionName: *mut *const MI_Char,
    password: *mut MI_Char,
    bufferLength: MI_Uint32,
    passwordLength: *mut MI_Uint32,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.GetCredentialsPasswordAt(
        this,
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
/// The caller frees it with MI_SubscriptionDeliveryOptions_Delete. Microsoft:
/// MI_SubscriptionDeliveryOptions_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_SubscriptionDeliveryOptions_Clone(
    this: *const MI_SubscriptionDeliveryOptions,
    newSubscriptionDeliveryOptions: *mut MI_SubscriptionDeliveryOptions,
) -> MI_Result {
    forward!(MI_SubscriptionDeliveryOptionsFT.Clone(this, newSubscriptionDeliveryOptions))
}
