//! `MI_OperationOptionsFT`: operation options.

use super::custom_option;
use super::option_calls::{self as calls, Found, answer};
use super::option_object::{self, object};
use super::text::{give, given};
use crate::abi::*;
use crate::option_handle;
use crate::options::list::CustomOption;
use crate::options::operation::fits;
use crate::options::{OperationOptions, OptionSet, OptionValue};
use crate::sync::Arc;

option_handle!(MI_OperationOptions, OperationOptions, OPERATION_OPTIONS);

/// Makes new operation options, with the three standard channels enabled.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn new(out: *mut MI_OperationOptions, must_understand: bool) -> MI_Result {
    // SAFETY: this function's contract.
    unsafe { option_object::create(out, OperationOptions::new(must_understand)) }
}

table! {
    pub static OPERATION_OPTIONS: MI_OperationOptionsFT {
        live fn Delete(options: *mut MI_OperationOptions) {
            // SAFETY: the slot's contract.
            let _nobody_to_tell = unsafe { option_object::delete(options) };
        }
        live fn SetString(
            options: *mut MI_OperationOptions,
            optionName: *const MI_Char,
            value: *const MI_Char,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_string(options, optionName, value, flags) })
        }
        live fn SetNumber(
            options: *mut MI_OperationOptions,
            optionName: *const MI_Char,
            value: MI_Uint32,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { set_number(options, optionName, value, flags) })
        }
        live fn SetCustomOption(
            options: *mut MI_OperationOptions,
            optionName: *const MI_Char,
            valueType: MI_Type,
            value: *const MI_Value,
            mustComply: MI_Boolean,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { set_custom(options, optionName, (valueType, value), mustComply != 0, flags) })
        }
        live fn GetString(
            options: *const MI_OperationOptions,
            optionName: *const MI_Char,
            value: *mut *const MI_Char,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_string(options, optionName, Found { value, index, flags }) })
        }
        live fn GetNumber(
            options: *const MI_OperationOptions,
            optionName: *const MI_Char,
            value: *mut MI_Uint32,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_number(options, optionName, Found { value, index, flags }) })
        }
        live fn GetOptionCount(options: *const MI_OperationOptions, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_option_count(options, count) })
        }
        live fn GetOptionAt(
            options: *const MI_OperationOptions,
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
            options: *const MI_OperationOptions,
            optionName: *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_option(options, optionName, value, r#type, index, flags) })
        }
        live fn GetEnabledChannels(
            options: *const MI_OperationOptions,
            optionName: *const MI_Char,
            channels: *mut MI_Uint32,
            bufferLength: MI_Uint32,
            channelCount: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { get_channels(options, optionName, (channels, bufferLength), channelCount, flags) })
        }
        live fn Clone(
            this: *const MI_OperationOptions,
            newOperationOptions: *mut MI_OperationOptions,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::clone(this, newOperationOptions) })
        }
        live fn SetInterval(
            options: *mut MI_OperationOptions,
            optionName: *const MI_Char,
            value: *const MI_Interval,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::set_interval(options, optionName, value, flags) })
        }
        live fn GetInterval(
            options: *const MI_OperationOptions,
            optionName: *const MI_Char,
            value: *mut MI_Interval,
            index: *mut MI_Uint32,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { calls::get_interval(options, optionName, Found { value, index, flags }) })
        }
    }
}

/// `SetNumber`: the channel option is a list, and its flags say enable or disable.
///
/// # Safety
/// The slot's contract.
unsafe fn set_number(
    options: *mut MI_OperationOptions,
    name: *const MI_Char,
    value: u32,
    flags: u32,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let object = unsafe { object(options.cast_const()) }?;
    // SAFETY: the slot's contract.
    let name = unsafe { given(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    object.update(|data| {
        let mut next = data.clone();
        next.set_number(name, value, flags)?;
        Ok(next)
    })
}

/// `SetCustomOption`: a value of any type, copied deeply.
///
/// # Safety
/// The slot's contract.
unsafe fn set_custom(
    options: *mut MI_OperationOptions,
    name: *const MI_Char,
    (ty, value): (MI_Type, *const MI_Value),
    must_comply: bool,
    flags: u32,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let object = unsafe { object(options.cast_const()) }?;
    // SAFETY: the slot's contract.
    let name = unsafe { given(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if value.is_null() || flags != 0 {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    let value = Arc::new(unsafe { custom_option::copy(ty, value) }?);
    object.update(|data| {
        let mut next = data.clone();
        let custom = CustomOption { value: value.clone(), must_comply };
        next.list_mut().set(name, OptionValue::Custom(custom))?;
        Ok(next)
    })
}

/// `GetEnabledChannels`: an empty buffer asks for the count; a short one fails and says the count.
///
/// # Safety
/// The slot's contract.
unsafe fn get_channels(
    options: *const MI_OperationOptions,
    name: *const MI_Char,
    (buffer, length): (*mut u32, u32),
    count: *mut u32,
    flags: *mut u32,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    // SAFETY: the slot's contract.
    let name = unsafe { given(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if count.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    let channels = snapshot.channels_named(name)?;
    // SAFETY: the slot's contract.
    unsafe { give(count, channels.len() as u32) };
    if fits(length, channels.len())? {
        if buffer.is_null() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        // SAFETY: the buffer has room (checked above), is the caller's own, and the list is ours: no overlap.
        unsafe { std::ptr::copy_nonoverlapping(channels.as_ptr(), buffer, channels.len()) };
    }
    // SAFETY: the slot's contract.
    unsafe { give(flags, 0) };
    Ok(())
}
