//! The slots that the original's own class table has behind the public ones: binaries that were linked in its tree
//! reach them, and a class of ours may come to such a binary.

use super::class::{Out, declaration, head, method, property};
use super::instance::{answer, give};
use super::parameter_set::give_parameters;
use super::qualifier_set::give_qualifiers;
use super::table::guard;
use crate::abi::*;
use crate::cim::block::{Outcome, code};

/// The original's table: the public one, then its own slots.
#[repr(C)]
pub struct ClassTable {
    pub public: MI_ClassFT,
    pub extended: Extended,
}

/// Slots 14 to 17.
#[repr(C)]
#[derive(Clone, Copy)]
#[allow(non_snake_case, clippy::type_complexity)]
pub struct Extended {
    pub GetClassFlagsExt: unsafe extern "C" fn(this: *const MI_Class, flags: *mut MI_Uint32) -> MI_Result,
    pub GetParentClassExt:
        unsafe extern "C" fn(this: *const MI_Class, parentClass: *mut MI_Class) -> MI_Result,
    pub GetElementAtExt: unsafe extern "C" fn(
        this: *const MI_Class,
        index: MI_Uint32,
        name: *mut *const MI_Char,
        value: *mut MI_Value,
        valueExists: *mut MI_Boolean,
        r#type: *mut MI_Type,
        subscript: *mut MI_Uint32,
        offset: *mut MI_Uint32,
        referenceClass: *mut *mut MI_Char,
        originClass: *mut *mut MI_Char,
        propagatorClass: *mut *mut MI_Char,
        qualifierSet: *mut MI_QualifierSet,
        flags: *mut MI_Uint32,
    ) -> MI_Result,
    pub GetMethodAtExt: unsafe extern "C" fn(
        this: *const MI_Class,
        index: MI_Uint32,
        name: *mut *const MI_Char,
        originClass: *mut *mut MI_Char,
        propagatorClass: *mut *mut MI_Char,
        qualifierSet: *mut MI_QualifierSet,
        parameterSet: *mut MI_ParameterSet,
        flags: *mut MI_Uint32,
    ) -> MI_Result,
}

/// The four slots of ours.
pub(super) const EXTENDED: Extended = Extended {
    GetClassFlagsExt: class_flags,
    GetParentClassExt: parent_class,
    GetElementAtExt: element_at,
    GetMethodAtExt: method_at,
};

/// # Safety
/// `this` is NULL or a living class, `flags` NULL or writable.
unsafe extern "C" fn class_flags(this: *const MI_Class, flags: *mut MI_Uint32) -> MI_Result {
    guard("MI_ClassFT.GetClassFlagsExt", || {
        // SAFETY:
        // - by the caller's word
        let get = || unsafe { declaration(this) }.map(|decl| decl.flags);
        // SAFETY:
        // - by the caller's word
        unsafe { answer(flags, get) }
    })
}

/// Makes a bare head over the superclass's declaration, in the caller's memory: it owns nothing, and is good for as
/// long as this class.
///
/// # Safety
/// `this` is NULL or a living class, `parent` NULL or writable.
unsafe extern "C" fn parent_class(this: *const MI_Class, parent: *mut MI_Class) -> MI_Result {
    guard("MI_ClassFT.GetParentClassExt", || {
        let get = || {
            // SAFETY:
            // - by the caller's word
            let decl = unsafe { declaration(this) }?;
            if decl.superClassDecl.is_null() {
                return Err(MI_RESULT_INVALID_SUPERCLASS);
            }
            // SAFETY:
            // - by the caller's word
            let ft = unsafe { head(this) }?.ft;
            let none = std::ptr::null();
            Ok(MI_Class {
                ft,
                classDecl: decl.superClassDecl,
                namespaceName: none,
                serverName: none,
                reserved: [0; 4],
            })
        };
        // SAFETY:
        // - by the caller's word
        unsafe { answer(parent, get) }
    })
}

/// # Safety
/// As GetElementAt.
#[allow(clippy::too_many_arguments)]
unsafe extern "C" fn element_at(
    this: *const MI_Class,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    value_exists: *mut MI_Boolean,
    ty: *mut MI_Type,
    subscript: *mut MI_Uint32,
    offset: *mut MI_Uint32,
    reference_class: *mut *mut MI_Char,
    origin: *mut *mut MI_Char,
    propagator: *mut *mut MI_Char,
    qualifiers: *mut MI_QualifierSet,
    flags: *mut MI_Uint32,
) -> MI_Result {
    let out = Out { value, value_exists, ty, reference_class, qualifiers, flags };
    guard("MI_ClassFT.GetElementAtExt", || {
        // SAFETY:
        // - by the caller's word
        let property = match unsafe { property(this, index) } {
            Ok(property) => property,
            Err(result) => return result,
        };
        // SAFETY:
        // - by the caller's word
        unsafe { out.give(property) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(name, property.name) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(subscript, property.subscript) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(offset, property.offset) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(origin, property.origin.cast_mut()) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(propagator, property.propagator.cast_mut()) };
        MI_RESULT_OK
    })
}

/// # Safety
/// As GetMethodAt.
#[allow(clippy::too_many_arguments)]
unsafe extern "C" fn method_at(
    this: *const MI_Class,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    origin: *mut *mut MI_Char,
    propagator: *mut *mut MI_Char,
    qualifiers: *mut MI_QualifierSet,
    parameters: *mut MI_ParameterSet,
    flags: *mut MI_Uint32,
) -> MI_Result {
    let get = || -> Outcome<()> {
        if name.is_null() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        // SAFETY:
        // - by the caller's word
        let method = unsafe { method(this, index) }?;
        // SAFETY:
        // - writable, by the caller's word
        unsafe { give(name, method.name) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(origin, method.origin.cast_mut()) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(propagator, method.propagator.cast_mut()) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give_qualifiers(qualifiers, method.qualifiers, method.numQualifiers) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give_parameters(parameters, method) };
        // SAFETY:
        // - NULL or writable, by the caller's word
        unsafe { give(flags, method.flags) };
        Ok(())
    };
    guard("MI_ClassFT.GetMethodAtExt", || code(get()))
}
