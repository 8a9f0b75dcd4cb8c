//! A custom option's value between C and [`CustomValue`].

use crate::abi::*;
use crate::cim::Instance;
use crate::options::list::CustomValue;

/// Copies a caller's value.
///
/// # Safety
/// `value` is what a value of type `ty` reads as.
pub unsafe fn copy(ty: MI_Type, _value: *const MI_Value) -> Result<CustomValue, MI_Result> {
    Ok(CustomValue { ty, holder: Instance })
}

/// The value as C reads it; pointers in it belong to the option.
pub fn image(_custom: &CustomValue) -> Option<MI_Value> {
    None
}
