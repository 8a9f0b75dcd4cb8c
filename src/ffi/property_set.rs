//! MI_PropertySetFT.

use super::instance::answer;
use crate::abi::*;
use crate::cim::block::property_set::OurSet;
use crate::cim::block::text::MiStr;
use crate::cim::block::{Outcome, code};

/// # Safety
/// `this` is NULL or points to a living set, used by nobody else during the call.
unsafe fn ours(this: *const MI_PropertySet) -> Outcome<OurSet> {
    // SAFETY:
    // - by the caller's word
    unsafe { OurSet::new(this) }.ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// # Safety
/// `name` is NULL or NUL-terminated.
unsafe fn text<'a>(name: *const MI_Char) -> Outcome<&'a MiStr> {
    // SAFETY:
    // - by the caller's word
    unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// # Safety
/// As mi.h asks of ContainsElement's caller.
unsafe fn contains(this: *const MI_PropertySet, name: *const MI_Char) -> Outcome<MI_Boolean> {
    // SAFETY:
    // - by the caller's word
    let set = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    Ok(set.contains(unsafe { text(name) }?.as_units()).into())
}

/// # Safety
/// As mi.h asks of AddElement's caller.
unsafe fn add(this: *const MI_PropertySet, name: *const MI_Char) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let set = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    set.add(unsafe { text(name) }?)
}

/// # Safety
/// As mi.h asks of GetElementAt's caller.
unsafe fn at(this: *const MI_PropertySet, index: u32) -> Outcome<*const MI_Char> {
    // SAFETY:
    // - by the caller's word
    let names = unsafe { ours(this) }?.names();
    names.get(index as usize).map(|name| name.as_ptr()).ok_or(MI_RESULT_NOT_FOUND)
}

table! {
    /// The table of every property set of ours.
    pub static PROPERTY_SET: MI_PropertySetFT {
        live fn GetElementCount(this: *const MI_PropertySet, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { ours(this) }.map(|set| set.names().len() as u32);
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(count, get) }
        }
        live fn ContainsElement(
            this: *const MI_PropertySet,
            name: *const MI_Char,
            flag: *mut MI_Boolean,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { contains(this, name) };
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(flag, get) }
        }
        live fn AddElement(this: *mut MI_PropertySet, name: *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { add(this, name) })
        }
        live fn GetElementAt(
            this: *const MI_PropertySet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { at(this, index) };
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(name, get) }
        }
        live fn Clear(this: *mut MI_PropertySet) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.map(OurSet::clear))
        }
        live fn Destruct(this: *mut MI_PropertySet) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.map(OurSet::destruct))
        }
        live fn Delete(this: *mut MI_PropertySet) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.map(OurSet::delete))
        }
        live fn Clone(this: *const MI_PropertySet, newPropertySet: *mut *mut MI_PropertySet) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { ours(this) }.map(|set| set.copy().as_ptr());
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(newPropertySet, get) }
        }
    }
}
