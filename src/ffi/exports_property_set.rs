//! The flat exports of property sets.
//!
//! One thread at a time; several may read.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::forward;

/// How many names the set holds.
///
/// Microsoft: MI_PropertySet_GetElementCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_GetElementCount(
    this: *const MI_PropertySet,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_PropertySetFT.GetElementCount(this, count))
}

/// Whether the set holds a name, compared without case.
///
/// Microsoft: MI_PropertySet_ContainsElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_ContainsElement(
    this: *const MI_PropertySet,
    name: *const MI_Char,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_PropertySetFT.ContainsElement(this, name, flag))
}

/// Adds a name, which is copied.
///
/// Microsoft: MI_PropertySet_AddElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_AddElement(
    this: *mut MI_PropertySet,
    name: *const MI_Char,
) -> MI_Result {
    forward!(MI_PropertySetFT.AddElement(this, name))
}

/// The name at an index.
///
/// The string belongs to the set and is good until the set changes. Microsoft: MI_PropertySet_GetElementAt
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_GetElementAt(
    this: *const MI_PropertySet,
    index: MI_Uint32,
    name: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_PropertySetFT.GetElementAt(this, index, name))
}

/// Removes every name.
///
/// Microsoft: MI_PropertySet_Clear function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_Clear(this: *mut MI_PropertySet) -> MI_Result {
    forward!(MI_PropertySetFT.Clear(this))
}

/// Frees what a set in the caller's own memory holds; the memory itself stays.
///
/// Microsoft: MI_PropertySet_Destruct function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_Destruct(this: *mut MI_PropertySet) -> MI_Result {
    forward!(MI_PropertySetFT.Destruct(this))
}

/// Frees a set and its memory.
///
/// The pointer is dead afterwards. Microsoft: MI_PropertySet_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_Delete(this: *mut MI_PropertySet) -> MI_Result {
    forward!(MI_PropertySetFT.Delete(this))
}

/// Makes an independent copy.
///
/// The caller frees it with MI_PropertySet_Delete. Microsoft: MI_PropertySet_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_PropertySet_Clone(
    this: *const MI_PropertySet,
    newPropertySet: *mut *mut MI_PropertySet,
) -> MI_Result {
    forward!(MI_PropertySetFT.Clone(this, newPropertySet))
}
