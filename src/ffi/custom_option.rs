//! A single value between C and an instance of one element that holds it: custom options, streamed parameters.

use super::instance::INSTANCE;
use crate::abi::*;
use crate::cim::{Instance, MiString};
use crate::options::list::CustomValue;

/// Copies a caller's value.
///
/// # Safety
/// `value` is what a value of type `ty` reads as.
pub unsafe fn copy(ty: MI_Type, value: *const MI_Value) -> Result<CustomValue, MI_Result> {
    let holder = Instance::dynamic(CustomValue::CLASS)?;
    let name = MiString::from(CustomValue::ELEMENT);
    let Some(add) = INSTANCE.AddElement else { return Err(MI_RESULT_FAILED) };
    // SAFETY:
    // - the instance and the name live during the call
    // - the value is good for its type by this function's contract
    match unsafe { add(holder.as_ptr(), name.as_ptr(), value, ty, 0) } {
        MI_RESULT_OK => Ok(CustomValue { ty, holder }),
        failed => Err(failed),
    }
}

/// The value as C reads it; pointers in it belong to the option.
pub fn image(custom: &CustomValue) -> Option<MI_Value> {
    only_value(&custom.holder).map(|(_, value)| value)
}

/// The first element's type and value; pointers in it belong to the instance. None where it is NULL.
pub fn only_value(holder: &Instance) -> Option<(MI_Type, MI_Value)> {
    let get = INSTANCE.GetElementAt?;
    let mut value = std::mem::MaybeUninit::<MI_Value>::zeroed();
    let (mut ty, mut flags) = (MI_Type::default(), 0);
    let instance = holder.as_ptr();
    // SAFETY: the instance lives, and every out-parameter is writable or NULL.
    let result = unsafe { get(instance, 0, std::ptr::null_mut(), value.as_mut_ptr(), &mut ty, &mut flags) };
    if result != MI_RESULT_OK || flags & MI_FLAG_NULL != 0 {
        return None;
    }
    // SAFETY: zero bytes are a value of every member, and the call has filled in the member of its type.
    Some((ty, unsafe { value.assume_init() }))
}
