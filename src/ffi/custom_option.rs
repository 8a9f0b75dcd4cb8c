//! A custom option's value between C and [`CustomValue`].

use super::instance::INSTANCE;
use crate::abi::*;
use crate::cim::{Instance, MiString};
use crate::options::list::CustomValue;

/// Copies a caller's value.
///
/// # Safety
/// `value` is what a value of type `ty` reads as, also where `ty` is no type at all.
pub unsafe fn copy(ty: MI_Type, value: *const MI_Value) -> Result<CustomValue, MI_Result> {
    let holder = Instance::dynamic(CustomValue::CLASS)?;
    let name = MiString::from(CustomValue::ELEMENT);
    let Some(add) = INSTANCE.AddElement else { return Err(MI_RESULT_FAILED) };
    // SAFETY:
    // - the holder is alive and this thread's own, and the name NUL-terminated
    // - the value is readable as its type says (this function's contract)
    match unsafe { add(holder.as_ptr(), name.as_ptr(), value, ty, 0) } {
        MI_RESULT_OK => Ok(CustomValue { ty, holder }),
        refused => Err(refused),
    }
}

/// The value as C reads it; pointers in it belong to the option.
pub fn image(custom: &CustomValue) -> Option<MI_Value> {
    // SAFETY: all zeroes is a value of every member of the union.
    let mut value: MI_Value = unsafe { std::mem::zeroed() };
    let unwanted = std::ptr::null_mut();
    let get = INSTANCE.GetElementAt?;
    // SAFETY: the holder is alive and never changes; the value is writable, the other outputs are not wanted.
    let result = unsafe {
        get(custom.holder.as_ptr(), 0, std::ptr::null_mut(), &mut value, std::ptr::null_mut(), unwanted)
    };
    (result == MI_RESULT_OK).then_some(value)
}
