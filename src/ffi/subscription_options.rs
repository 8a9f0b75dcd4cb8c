//! `MI_SubscriptionDeliveryOptionsFT`: subscription delivery options.

use super::option_calls::{self as calls, Found, answer};
use super::option_credentials::{self, PasswordBuffer};
use super::option_object;
use crate::abi::*;
use crate::option_handle;
use crate::options::SubscriptionOptions;

option_handle!(MI_SubscriptionDeliveryOptions, SubscriptionOptions, SUBSCRIPTION_DELIVERY_OPTIONS);

/// Makes new, empty subscription delivery options.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn new(
    out: *mut MI_SubscriptionDeliveryOptions,
    delivery: MI_SubscriptionDeliveryType,
) -> MI_Result {
    // SAFETY: this function's contract.
    unsafe { option_object::create(out, SubscriptionOptions::new(delivery.into())) }
}

table! {
    pub static SUBSCRIPTION_DELIVERY_OPTIONS: MI_SubscriptionDeliveryOptionsFT {
        live fn SetString(
            options: *mut MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *const MI_Char,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_string(options, optionName, value, flags) })
        }
        live fn SetNumber(
            options: *mut MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: MI_Uint32,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_number(options, optionName, value, flags) })
        }
        live fn SetDateTime(
            options: *mut MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *const MI_Datetime,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_datetime(options, optionName, value, flags) })
        }
        live fn SetInterval(
            options: *mut MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *const MI_Interval,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_interval(options, optionName, value, flags) })
        }
        live fn AddCredentials(
            options: *mut MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            credentials: *const MI_UserCredentials,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { option_credentials::add(options, optionName, credentials, flags) })
        }
        live fn Delete(this: *mut MI_SubscriptionDeliveryOptions) -> MI_Result {
            // SAFETY: the slot's contract.
            unsafe { option_object::delete(this) }
        }
        live fn GetString(
            options: *const MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *mut *const MI_Char,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_string(options, optionName, Found { value, index, flags }) })
        }
        live fn GetNumber(
            options: *const MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *mut MI_Uint32,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_number(options, optionName, Found { value, index, flags }) })
        }
        live fn GetDateTime(
            options: *const MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *mut MI_Datetime,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_datetime(options, optionName, Found { value, index, flags }) })
        }
        live fn GetInterval(
            options: *const MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *mut MI_Interval,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_interval(options, optionName, Found { value, index, flags }) })
        }
        live fn GetOptionCount(
            options: *const MI_SubscriptionDeliveryOptions,
            count: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_option_count(options, count) })
        }
        live fn GetOptionAt(
            options: *const MI_SubscriptionDeliveryOptions,
            index: MI_Uint32,
            optionName: *mut *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_option_at(options, index, optionName, value, r#type, flags) })
        }
        live fn GetOption(
            options: *const MI_SubscriptionDeliveryOptions,
            optionName: *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_option(options, optionName, value, r#type, index, flags) })
        }
        live fn GetCredentialsCount(
            options: *const MI_SubscriptionDeliveryOptions,
            count: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { option_credentials::count(options, count) })
        }
        live fn GetCredentialsAt(
            options: *const MI_SubscriptionDeliveryOptions,
            index: MI_Uint32,
            optionName: *mut *const MI_Char,
            credentials: *mut MI_UserCredentials,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { option_credentials::get_at(options, index, optionName, credentials, flags) })
        }
        live fn GetCredentialsPasswordAt(
            options: *const MI_SubscriptionDeliveryOptions,
            index: MI_Uint32,
            optionName: *mut *const MI_Char,
            password: *mut MI_Char,
            bufferLength: MI_Uint32,
            passwordLength: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            let buffer = PasswordBuffer { start: password, length: bufferLength, needed: passwordLength };
            // SAFETY: the slot's contract.
            answer(unsafe { option_credentials::get_password_at(options, index, optionName, buffer, flags) })
        }
        live fn Clone(
            this: *const MI_SubscriptionDeliveryOptions,
            newSubscriptionDeliveryOptions: *mut MI_SubscriptionDeliveryOptions,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::clone(this, newSubscriptionDeliveryOptions) })
        }
    }
}
