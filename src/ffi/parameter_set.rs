//! MI_ParameterSetFT, and the slot that the original's own table has behind it (binaries linked in its tree use it).
//!
//! A set is a view: `{reserved1: how many, reserved2: the method's list, ft}`; the first of the list is the return
//! value.

use super::instance::give;
use super::qualifier_set::give_qualifiers;
use crate::abi::*;
use crate::cim::block::declare_copy::{pointee, pointers};
use crate::cim::block::text::{MiStr, is_declared_name};
use crate::cim::block::{Outcome, code};
use crate::cim::value::Type;

/// The original's longer table: the public one, then its own slot.
#[repr(C)]
#[allow(non_snake_case)]
pub struct ParameterSetTable {
    pub public: MI_ParameterSetFT,
    pub GetParameterAtExt: Option<
        unsafe extern "C" fn(
            this: *const MI_ParameterSet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            parameterType: *mut MI_Type,
            subscript: *mut MI_Uint32,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            flags: *mut MI_Uint32,
        ) -> MI_Result,
    >,
}

/// Gives a view of a method's parameters.
///
/// # Safety
/// `out` is NULL or writable.
pub(super) unsafe fn give_parameters(out: *mut MI_ParameterSet, method: &MI_MethodDecl) {
    let set = MI_ParameterSet {
        reserved1: u64::from(method.numParameters),
        reserved2: method.parameters.expose_provenance() as isize,
        ft: &raw const PARAMETER_SET_TABLE.public,
    };
    // SAFETY:
    // - by the caller's word
    unsafe { give(out, set) };
}

/// # Safety
/// `set` is NULL or a view of ours whose class lives.
unsafe fn parameters<'a>(set: *const MI_ParameterSet) -> Outcome<&'a [*const MI_ParameterDecl]> {
    // SAFETY:
    // - by the caller's word
    let set = unsafe { pointee(set) }?;
    let list = std::ptr::with_exposed_provenance(set.reserved2 as usize);
    let count = u32::try_from(set.reserved1).map_err(|_| MI_RESULT_INVALID_PARAMETER)?;
    // SAFETY:
    // - a view's words are a method's list
    unsafe { pointers(list, count) }
}

/// What of a parameter the caller wants.
#[derive(Clone, Copy)]
struct Out {
    ty: *mut MI_Type,
    reference_class: *mut *mut MI_Char,
    qualifiers: *mut MI_QualifierSet,
}

impl Out {
    /// Type and qualifiers must be wanted, says mi.h.
    fn is_complete(&self) -> bool {
        !self.ty.is_null() && !self.qualifiers.is_null()
    }

    /// # Safety
    /// The pointers are NULL or writable; the parameter is valid.
    unsafe fn give(&self, parameter: &MI_ParameterDecl) {
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.ty, MI_Type(parameter.r#type)) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.reference_class, parameter.className.cast_mut()) };
        // SAFETY:
        // - by the caller's word
        unsafe { give_qualifiers(self.qualifiers, parameter.qualifiers, parameter.numQualifiers) };
    }
}

/// The parameter at a position, where 0 is the first behind the return value.
///
/// # Safety
/// As mi.h asks of GetParameterAt's caller.
unsafe fn get_at<'a>(
    set: *const MI_ParameterSet,
    index: u32,
    name: *mut *const MI_Char,
    out: Out,
) -> Outcome<&'a MI_ParameterDecl> {
    // SAFETY:
    // - by the caller's word
    let all = unsafe { parameters(set) }?;
    if name.is_null() || !out.is_complete() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    let parameter = all.get((index as usize).saturating_add(1)).ok_or(MI_RESULT_NOT_FOUND)?;
    // SAFETY:
    // - an entry of a method's list
    let parameter = unsafe { pointee(*parameter) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, parameter.name) };
    // SAFETY:
    // - by the caller's word
    unsafe { out.give(parameter) };
    Ok(parameter)
}

/// # Safety
/// As mi.h asks of GetParameter's caller.
unsafe fn get(
    set: *const MI_ParameterSet,
    name: *const MI_Char,
    out: Out,
    index: *mut MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let all = unsafe { parameters(set) }?;
    // SAFETY:
    // - by the caller's word
    let name = unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if index.is_null() || !out.is_complete() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    for (at, parameter) in all.iter().enumerate().skip(1) {
        // SAFETY:
        // - an entry of a method's list
        let parameter = unsafe { pointee(*parameter) }?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        if unsafe { is_declared_name(parameter.name, name.as_units()) } {
            // SAFETY:
            // - by the caller's word
            unsafe { out.give(parameter) };
            // SAFETY:
            // - by the caller's word
            unsafe { give(index, at as u32 - 1) };
            return Ok(());
        }
    }
    Err(MI_RESULT_NOT_FOUND)
}

/// # Safety
/// As mi.h asks of GetMethodReturnType's caller.
unsafe fn return_type(
    set: *const MI_ParameterSet,
    ty: *mut MI_Type,
    qualifiers: *mut MI_QualifierSet,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let all = unsafe { parameters(set) }?;
    let out = Out { ty, reference_class: std::ptr::null_mut(), qualifiers };
    if !out.is_complete() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - an entry of a method's list
    let parameter = unsafe { pointee(*all.first().ok_or(MI_RESULT_NOT_FOUND)?) }?;
    if Type::from_mi(MI_Type(parameter.r#type)).is_none() {
        return Err(MI_RESULT_NOT_FOUND);
    }
    // SAFETY:
    // - by the caller's word
    unsafe { out.give(parameter) };
    Ok(())
}

/// # Safety
/// As mi.h asks of GetParameterCount's caller.
unsafe fn count(set: *const MI_ParameterSet, count: *mut MI_Uint32) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    let all = || unsafe { parameters(set) }.map(|all| all.len().saturating_sub(1) as u32);
    // SAFETY:
    // - by the caller's word
    unsafe { super::instance::answer(count, all) }
}

table! {
    static PARAMETER_SET: MI_ParameterSetFT {
        live fn GetMethodReturnType(
            this: *const MI_ParameterSet,
            returnType: *mut MI_Type,
            qualifierSet: *mut MI_QualifierSet,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { return_type(this, returnType, qualifierSet) })
        }
        live fn GetParameterCount(this: *const MI_ParameterSet, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { self::count(this, count) }
        }
        live fn GetParameterAt(
            this: *const MI_ParameterSet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            parameterType: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
        ) -> MI_Result {
            let out = Out { ty: parameterType, reference_class: referenceClass, qualifiers: qualifierSet };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get_at(this, index, name, out) }.map(drop))
        }
        live fn GetParameter(
            this: *const MI_ParameterSet,
            name: *const MI_Char,
            parameterType: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            index: *mut MI_Uint32,
        ) -> MI_Result {
            let out = Out { ty: parameterType, reference_class: referenceClass, qualifiers: qualifierSet };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get(this, name, out, index) })
        }
    }
}

/// The original's own slot.
///
/// # Safety
/// As GetParameterAt.
#[allow(clippy::too_many_arguments)]
unsafe extern "C" fn get_parameter_at_ext(
    this: *const MI_ParameterSet,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    ty: *mut MI_Type,
    subscript: *mut MI_Uint32,
    reference_class: *mut *mut MI_Char,
    qualifiers: *mut MI_QualifierSet,
    flags: *mut MI_Uint32,
) -> MI_Result {
    super::table::guard("MI_ParameterSetFT.GetParameterAtExt", || {
        // SAFETY:
        // - as mi.h asks of the caller
        match unsafe { get_at(this, index, name, Out { ty, reference_class, qualifiers }) } {
            Ok(parameter) => {
                // SAFETY:
                // - NULL or writable, by the caller's word
                unsafe { give(subscript, parameter.subscript) };
                // SAFETY:
                // - NULL or writable, by the caller's word
                unsafe { give(flags, parameter.flags) };
                MI_RESULT_OK
            }
            Err(result) => result,
        }
    })
}

/// The table of every parameter set of ours.
pub static PARAMETER_SET_TABLE: ParameterSetTable =
    ParameterSetTable { public: PARAMETER_SET, GetParameterAtExt: Some(get_parameter_at_ext) };
