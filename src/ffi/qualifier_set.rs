//! MI_QualifierSetFT. A set is a view: `{reserved1: how many, reserved2: the declaration's list, ft}`, copied by value,
//! good for as long as the class that it came from.

use super::instance::give;
use crate::abi::*;
use crate::cim::block::Outcome;
use crate::cim::block::code;
use crate::cim::block::declare_copy::{pointee, pointers};
use crate::cim::block::field::zeroed_value;
use crate::cim::block::text::{MiStr, is_declared_name};
use crate::cim::block::value::constant;

/// Gives a view of a declaration's qualifiers.
///
/// # Safety
/// `out` is NULL or writable.
pub(super) unsafe fn give_qualifiers(
    out: *mut MI_QualifierSet,
    list: *const *const MI_Qualifier,
    count: u32,
) {
    let set = MI_QualifierSet {
        reserved1: u64::from(count),
        reserved2: list.expose_provenance() as isize,
        ft: &raw const QUALIFIER_SET,
    };
    // SAFETY:
    // - by the caller's word
    unsafe { give(out, set) };
}

/// # Safety
/// `set` is NULL or a view of ours whose class lives.
unsafe fn qualifiers<'a>(set: *const MI_QualifierSet) -> Outcome<&'a [*const MI_Qualifier]> {
    // SAFETY:
    // - by the caller's word
    let set = unsafe { pointee(set) }?;
    let list = std::ptr::with_exposed_provenance(set.reserved2 as usize);
    let count = u32::try_from(set.reserved1).map_err(|_| MI_RESULT_INVALID_PARAMETER)?;
    // SAFETY:
    // - a view's words are a declaration's list
    unsafe { pointers(list, count) }
}

/// What of a qualifier the caller wants; all of it, says mi.h.
#[derive(Clone, Copy)]
struct Out {
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
    value: *mut MI_Value,
}

impl Out {
    fn is_complete(&self) -> bool {
        !self.ty.is_null() && !self.flags.is_null() && !self.value.is_null()
    }

    /// # Safety
    /// The pointers are NULL or writable; the qualifier is valid.
    unsafe fn give(&self, qualifier: &MI_Qualifier) {
        // SAFETY:
        // - a declaration's value is of its type
        let value = unsafe { constant(qualifier.r#type, qualifier.value) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.ty, MI_Type(qualifier.r#type)) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.flags, qualifier.flavor) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.value, value.unwrap_or_else(zeroed_value)) };
    }
}

/// # Safety
/// As mi.h asks of GetQualifierAt's caller.
unsafe fn get_at(
    set: *const MI_QualifierSet,
    index: u32,
    name: *mut *const MI_Char,
    out: Out,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let all = unsafe { qualifiers(set) }?;
    if name.is_null() || !out.is_complete() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    let qualifier = all.get(index as usize).ok_or(MI_RESULT_NOT_FOUND)?;
    // SAFETY:
    // - an entry of a declaration's list
    let qualifier = unsafe { pointee(*qualifier) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, qualifier.name) };
    // SAFETY:
    // - by the caller's word
    unsafe { out.give(qualifier) };
    Ok(())
}

/// # Safety
/// As mi.h asks of GetQualifier's caller.
unsafe fn get(
    set: *const MI_QualifierSet,
    name: *const MI_Char,
    out: Out,
    index: *mut MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let all = unsafe { qualifiers(set) }?;
    // SAFETY:
    // - by the caller's word
    let name = unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if index.is_null() || !out.is_complete() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    for (at, qualifier) in all.iter().enumerate() {
        // SAFETY:
        // - an entry of a declaration's list
        let qualifier = unsafe { pointee(*qualifier) }?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        if unsafe { is_declared_name(qualifier.name, name.as_units()) } {
            // SAFETY:
            // - by the caller's word
            unsafe { out.give(qualifier) };
            // SAFETY:
            // - by the caller's word
            unsafe { give(index, at as u32) };
            return Ok(());
        }
    }
    Err(MI_RESULT_NOT_FOUND)
}

/// # Safety
/// As mi.h asks of GetQualifierCount's caller.
unsafe fn count(set: *const MI_QualifierSet, count: *mut MI_Uint32) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    let all = || unsafe { qualifiers(set) }.map(|all| all.len() as u32);
    // SAFETY:
    // - by the caller's word
    unsafe { super::instance::answer(count, all) }
}

table! {
    /// The table of every qualifier set of ours.
    pub static QUALIFIER_SET: MI_QualifierSetFT {
        live fn GetQualifierCount(this: *const MI_QualifierSet, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { self::count(this, count) }
        }
        live fn GetQualifierAt(
            this: *const MI_QualifierSet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            qualifierType: *mut MI_Type,
            qualifierFlags: *mut MI_Uint32,
            qualifierValue: *mut MI_Value,
        ) -> MI_Result {
            let out = Out { ty: qualifierType, flags: qualifierFlags, value: qualifierValue };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get_at(this, index, name, out) })
        }
        live fn GetQualifier(
            this: *const MI_QualifierSet,
            name: *const MI_Char,
            qualifierType: *mut MI_Type,
            qualifierFlags: *mut MI_Uint32,
            qualifierValue: *mut MI_Value,
            index: *mut MI_Uint32,
        ) -> MI_Result {
            let out = Out { ty: qualifierType, flags: qualifierFlags, value: qualifierValue };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get(this, name, out, index) })
        }
    }
}
