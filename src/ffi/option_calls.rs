//! The slots that the three option tables share, written once over the kind of handle.
//!
//! Every function here has the safety contract of its table slot: pointers are NULL or point to what the slot's
//! parameter names, strings are NUL-terminated, for the time of the call.

use super::option_object::{OptionHandle, object};
use super::text::{give, given};
use crate::abi::*;
use crate::cim::{MiStr, MiString};
use crate::options::list::OptionList;
use crate::options::{OptionSet, OptionValue, interval};
use crate::sync::Arc;

/// The result of a slot's body.
pub fn answer(outcome: Result<(), MI_Result>) -> MI_Result {
    outcome.err().unwrap_or(MI_RESULT_OK)
}

/// Setters have no flags but the channel option's.
fn no_flags(flags: u32) -> Result<(), MI_Result> {
    if flags == 0 { Ok(()) } else { Err(MI_RESULT_INVALID_PARAMETER) }
}

/// A required parameter.
fn required<T>(parameter: Option<T>) -> Result<T, MI_Result> {
    parameter.ok_or(MI_RESULT_INVALID_PARAMETER)
}

fn required_out<T>(out: *mut T) -> Result<(), MI_Result> {
    if out.is_null() { Err(MI_RESULT_INVALID_PARAMETER) } else { Ok(()) }
}

/// Sets one option of an object.
///
/// # Safety
/// The slot's contract.
unsafe fn set<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    value: OptionValue,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let object = unsafe { object(options.cast_const()) }?;
    // SAFETY: the slot's contract.
    let name = required(unsafe { given(name) })?;
    object.update(|data| {
        let mut next = data.clone();
        next.list_mut().set(name, value.clone())?;
        Ok(next)
    })
}

/// # Safety
/// The slot's contract.
pub unsafe fn set_string<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    value: *const MI_Char,
    flags: u32,
) -> Result<(), MI_Result> {
    no_flags(flags)?;
    // SAFETY: the slot's contract.
    let text = required(unsafe { given(value) })?.to_owned();
    // SAFETY: the slot's contract.
    unsafe { set(options, name, OptionValue::Text(Arc::new(text))) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn set_number<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    value: u32,
    flags: u32,
) -> Result<(), MI_Result> {
    no_flags(flags)?;
    // SAFETY: the slot's contract.
    unsafe { set(options, name, OptionValue::Number(value)) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn set_interval<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    value: *const MI_Interval,
    flags: u32,
) -> Result<(), MI_Result> {
    no_flags(flags)?;
    // SAFETY: the slot's contract.
    let interval = *required(unsafe { value.as_ref() })?;
    // SAFETY: the slot's contract.
    unsafe { set(options, name, checked_interval(interval)?) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn set_datetime<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    value: *const MI_Datetime,
    flags: u32,
) -> Result<(), MI_Result> {
    no_flags(flags)?;
    // SAFETY: the slot's contract.
    let datetime = required(unsafe { value.as_ref() })?;
    let value = if datetime.isTimestamp == 0 {
        // SAFETY: both members of the union are plain numbers, so either may be read.
        checked_interval(unsafe { datetime.u.interval })?
    } else {
        // SAFETY: both members of the union are plain numbers, so either may be read.
        let timestamp = unsafe { datetime.u.timestamp };
        if !interval::timestamp_is_valid(&timestamp) {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        OptionValue::Timestamp(timestamp)
    };
    // SAFETY: the slot's contract.
    unsafe { set(options, name, value) }
}

fn checked_interval(interval: MI_Interval) -> Result<OptionValue, MI_Result> {
    required(interval::duration(&interval))?;
    let value = MI_Interval { __padding1: 0, __padding2: 0, __padding3: 0, ..interval };
    Ok(OptionValue::Interval(value))
}

/// Finds one option: its index and its value.
///
/// # Safety
/// The slot's contract.
unsafe fn find<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
) -> Result<(u32, OptionValue), MI_Result> {
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    // SAFETY: the slot's contract.
    let name = required(unsafe { given(name) })?;
    let (index, entry) = snapshot.list().find(name).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?;
    Ok((index as u32, entry.value.clone()))
}

/// The three outputs of a getter by name.
pub struct Found<T> {
    pub value: *mut T,
    pub index: *mut u32,
    pub flags: *mut u32,
}

impl<T> Found<T> {
    /// # Safety
    /// The slot's contract.
    unsafe fn give(self, value: T, index: u32) {
        // SAFETY: the slot's contract.
        unsafe { give(self.value, value) };
        // SAFETY: the slot's contract.
        unsafe { give(self.index, index) };
        // SAFETY: the slot's contract. Options have no flags.
        unsafe { give(self.flags, 0) };
    }
}

/// Gets one option by name through `convert`, which answers None for another type.
///
/// # Safety
/// The slot's contract.
unsafe fn get<H: OptionHandle, T>(
    options: *const H,
    name: *const MI_Char,
    found: Found<T>,
    convert: impl FnOnce(&OptionValue) -> Option<T>,
) -> Result<(), MI_Result> {
    required_out(found.value)?;
    // SAFETY: the slot's contract.
    let (index, value) = unsafe { find(options, name) }?;
    let value = convert(&value).ok_or(MI_RESULT_TYPE_MISMATCH)?;
    // SAFETY: the slot's contract.
    unsafe { found.give(value, index) };
    Ok(())
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_string<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
    found: Found<*const MI_Char>,
) -> Result<(), MI_Result> {
    let convert = |value: &OptionValue| match value {
        OptionValue::Text(text) => Some(text.as_ptr()),
        _ => None,
    };
    // SAFETY: the slot's contract.
    unsafe { get(options, name, found, convert) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_number<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
    found: Found<u32>,
) -> Result<(), MI_Result> {
    let convert = |value: &OptionValue| match value {
        OptionValue::Number(number) => Some(*number),
        _ => None,
    };
    // SAFETY: the slot's contract.
    unsafe { get(options, name, found, convert) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_interval<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
    found: Found<MI_Interval>,
) -> Result<(), MI_Result> {
    let convert = |value: &OptionValue| match value {
        OptionValue::Interval(interval) => Some(*interval),
        _ => None,
    };
    // SAFETY: the slot's contract.
    unsafe { get(options, name, found, convert) }
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_datetime<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
    found: Found<MI_Datetime>,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    unsafe { get(options, name, found, datetime_image) }
}

fn datetime_image(value: &OptionValue) -> Option<MI_Datetime> {
    match value {
        OptionValue::Interval(interval) => {
            Some(MI_Datetime { isTimestamp: 0, u: MI_DatetimeValue { interval: *interval } })
        }
        OptionValue::Timestamp(timestamp) => {
            Some(MI_Datetime { isTimestamp: 1, u: MI_DatetimeValue { timestamp: *timestamp } })
        }
        _ => None,
    }
}

/// An option's value as C reads it. Pointers in it belong to the option.
fn value_image(value: &OptionValue) -> Option<(MI_Value, MI_Type)> {
    // SAFETY: all zeroes is a value of every member of the union.
    let mut image: MI_Value = unsafe { std::mem::zeroed() };
    let ty = match value {
        OptionValue::Text(text) => {
            image.string = text.as_ptr().cast_mut();
            MI_STRING
        }
        OptionValue::Number(number) => {
            image.uint32 = *number;
            MI_UINT32
        }
        OptionValue::Interval(_) | OptionValue::Timestamp(_) => {
            image.datetime = datetime_image(value)?;
            MI_DATETIME
        }
        OptionValue::Channels(channels) => {
            image.uint32a = MI_Uint32A { data: channels.as_ptr().cast_mut(), size: channels.len() as u32 };
            MI_UINT32A
        }
        OptionValue::Custom(custom) => {
            image = super::custom_option::image(&custom.value)?;
            custom.value.ty
        }
    };
    Some((image, ty))
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_option<H: OptionHandle>(
    options: *const H,
    name: *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    index: *mut u32,
    flags: *mut u32,
) -> Result<(), MI_Result> {
    required_out(value)?;
    required_out(ty)?;
    // SAFETY: the slot's contract.
    let (at, found) = unsafe { find(options, name) }?;
    let (image, its_type) = value_image(&found).ok_or(MI_RESULT_FAILED)?;
    // SAFETY: the slot's contract.
    unsafe { give(ty, its_type) };
    // SAFETY: the slot's contract.
    unsafe { Found { value, index, flags }.give(image, at) };
    Ok(())
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_option_at<H: OptionHandle>(
    options: *const H,
    index: u32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut u32,
) -> Result<(), MI_Result> {
    required_out(name)?;
    required_out(value)?;
    required_out(ty)?;
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    let entry = snapshot.list().entries().get(index as usize).ok_or(past_the_end(snapshot.list()))?;
    let (image, its_type) = value_image(&entry.value).ok_or(MI_RESULT_FAILED)?;
    // SAFETY: the slot's contract.
    unsafe { give(name, entry.name.as_ptr()) };
    // SAFETY: the slot's contract.
    unsafe { give(ty, its_type) };
    // SAFETY: the slot's contract.
    unsafe { Found { value, index: std::ptr::null_mut(), flags }.give(image, index) };
    Ok(())
}

/// As the original: an index into a list that has nothing is "no such option", one past the end of others is wrong.
fn past_the_end(list: &OptionList) -> MI_Result {
    if list.entries().is_empty() { MI_RESULT_NO_SUCH_PROPERTY } else { MI_RESULT_INVALID_PARAMETER }
}

/// # Safety
/// The slot's contract.
pub unsafe fn get_option_count<H: OptionHandle>(options: *const H, count: *mut u32) -> Result<(), MI_Result> {
    required_out(count)?;
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    // SAFETY: the slot's contract.
    unsafe { give(count, snapshot.list().entries().len() as u32) };
    Ok(())
}

/// Makes a second, independent object with the same options. Secrets are shared, not copied.
///
/// # Safety
/// The slot's contract.
pub unsafe fn clone<H: OptionHandle>(options: *const H, copy: *mut H) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    // SAFETY: the slot's contract.
    match unsafe { super::option_object::create(copy, (*snapshot).clone()) } {
        MI_RESULT_OK => Ok(()),
        refused => Err(refused),
    }
}

/// A string that options keep.
pub fn kept(text: &MiStr) -> Arc<MiString> {
    Arc::new(text.to_owned())
}
