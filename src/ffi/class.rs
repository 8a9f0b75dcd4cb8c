//! MI_ClassFT. [`CLASS`] is the original's longer table (see [`super::class_extended`]), which begins with the public
//! one.

use super::class_extended::{ClassTable, EXTENDED};
use super::instance::{answer, give};
use super::parameter_set::give_parameters;
use super::qualifier_set::give_qualifiers;
use crate::abi::*;
use crate::cim::Class;
use crate::cim::block::class::{Place, is_block, is_ours};
use crate::cim::block::declare_copy::{pointee, pointers};
use crate::cim::block::field::zeroed_value;
use crate::cim::block::text::{MiStr, is_declared_name};
use crate::cim::block::value::constant;
use crate::cim::block::{Outcome, code};
use std::ptr;

/// The head of a class of ours.
///
/// # Safety
/// `this` is NULL or points to a living class.
pub(super) unsafe fn head<'a>(this: *const MI_Class) -> Outcome<&'a MI_Class> {
    // SAFETY:
    // - by the caller's word
    let head = unsafe { pointee(this) }?;
    if is_ours(head) { Ok(head) } else { Err(MI_RESULT_INVALID_PARAMETER) }
}

/// The declaration of a class of ours.
///
/// # Safety
/// As [`head`].
pub(super) unsafe fn declaration<'a>(this: *const MI_Class) -> Outcome<&'a MI_ClassDecl> {
    // SAFETY:
    // - by the caller's word
    let head = unsafe { head(this) }?;
    // SAFETY:
    // - a class's declaration lives as long
    unsafe { pointee(head.classDecl) }
}

/// # Safety
/// As [`head`].
pub(super) unsafe fn property<'a>(this: *const MI_Class, index: u32) -> Outcome<&'a MI_PropertyDecl> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    // SAFETY:
    // - a declaration's list
    let all = unsafe { pointers(decl.properties, decl.numProperties) }?;
    // SAFETY:
    // - an entry of it
    unsafe { pointee(*all.get(index as usize).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?) }
}

/// # Safety
/// As [`head`].
pub(super) unsafe fn method<'a>(this: *const MI_Class, index: u32) -> Outcome<&'a MI_MethodDecl> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    // SAFETY:
    // - a declaration's list
    let all = unsafe { pointers(decl.methods, decl.numMethods) }?;
    // SAFETY:
    // - an entry of it
    unsafe { pointee(*all.get(index as usize).ok_or(MI_RESULT_METHOD_NOT_FOUND)?) }
}

/// What of a property the caller wants.
#[derive(Clone, Copy)]
pub(super) struct Out {
    pub value: *mut MI_Value,
    pub value_exists: *mut MI_Boolean,
    pub ty: *mut MI_Type,
    pub reference_class: *mut *mut MI_Char,
    pub qualifiers: *mut MI_QualifierSet,
    pub flags: *mut MI_Uint32,
}

impl Out {
    /// # Safety
    /// The pointers are NULL or writable; the property is valid.
    pub unsafe fn give(&self, property: &MI_PropertyDecl) {
        // SAFETY:
        // - a declaration's value is of its type
        let value = unsafe { constant(property.r#type, property.value) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.value_exists, MI_Boolean::from(value.is_some())) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.value, value.unwrap_or_else(zeroed_value)) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.ty, MI_Type(property.r#type)) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.reference_class, property.className.cast_mut()) };
        // SAFETY:
        // - by the caller's word
        unsafe { give_qualifiers(self.qualifiers, property.qualifiers, property.numQualifiers) };
        // SAFETY:
        // - by the caller's word
        unsafe { give(self.flags, property.flags) };
    }
}

/// # Safety
/// As mi.h asks of GetElementAt's caller.
unsafe fn get_at(this: *const MI_Class, index: u32, name: *mut *const MI_Char, out: Out) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let property = unsafe { property(this, index) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, property.name) };
    // SAFETY:
    // - by the caller's word
    unsafe { out.give(property) };
    Ok(())
}

/// # Safety
/// As mi.h asks of GetElement's caller.
unsafe fn get(this: *const MI_Class, name: *const MI_Char, out: Out, index: *mut MI_Uint32) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    // SAFETY:
    // - by the caller's word
    let name = unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    for at in 0..decl.numProperties {
        // SAFETY:
        // - by the caller's word
        let property = unsafe { property(this, at) }?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        if unsafe { is_declared_name(property.name, name.as_units()) } {
            // SAFETY:
            // - by the caller's word
            unsafe { out.give(property) };
            // SAFETY:
            // - by the caller's word
            unsafe { give(index, at) };
            return Ok(());
        }
    }
    Err(MI_RESULT_NO_SUCH_PROPERTY)
}

/// # Safety
/// As mi.h asks of GetMethodAt's caller.
unsafe fn method_at(
    this: *const MI_Class,
    index: u32,
    name: *mut *const MI_Char,
    qualifiers: *mut MI_QualifierSet,
    parameters: *mut MI_ParameterSet,
) -> Outcome<()> {
    if name.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - by the caller's word
    let method = unsafe { method(this, index) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, method.name) };
    // SAFETY:
    // - by the caller's word
    unsafe { give_qualifiers(qualifiers, method.qualifiers, method.numQualifiers) };
    // SAFETY:
    // - by the caller's word
    unsafe { give_parameters(parameters, method) };
    Ok(())
}

/// # Safety
/// As mi.h asks of GetMethod's caller.
unsafe fn method_named(
    this: *const MI_Class,
    name: *const MI_Char,
    qualifiers: *mut MI_QualifierSet,
    parameters: *mut MI_ParameterSet,
    index: *mut MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    // SAFETY:
    // - by the caller's word
    let name = unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    for at in 0..decl.numMethods {
        // SAFETY:
        // - by the caller's word
        let method = unsafe { method(this, at) }?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        if unsafe { is_declared_name(method.name, name.as_units()) } {
            let mut found = ptr::null();
            // SAFETY:
            // - by the caller's word
            unsafe { method_at(this, at, &mut found, qualifiers, parameters) }?;
            // SAFETY:
            // - by the caller's word
            unsafe { give(index, at) };
            return Ok(());
        }
    }
    Err(MI_RESULT_METHOD_NOT_FOUND)
}

/// Gives the name of the superclass. As the original has it, a class without one writes NULL and says so.
///
/// # Safety
/// As mi.h asks of GetParentClassName's caller.
unsafe fn parent_name(this: *const MI_Class, name: *mut *const MI_Char) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    if name.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - a declaration's superclass is NULL or valid
    let parent = unsafe { decl.superClassDecl.as_ref() }.map_or(ptr::null(), |parent| parent.name);
    let parent = if decl.superClass.is_null() { parent } else { decl.superClass };
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, parent) };
    if parent.is_null() { Err(MI_RESULT_INVALID_SUPERCLASS) } else { Ok(()) }
}

/// # Safety
/// As [`head`].
unsafe fn parent(this: *const MI_Class) -> Outcome<*mut MI_Class> {
    // SAFETY:
    // - by the caller's word
    let head = unsafe { head(this) }?;
    // SAFETY:
    // - a class's declaration lives as long
    let decl = unsafe { pointee(head.classDecl) }?;
    if decl.superClassDecl.is_null() {
        return Err(MI_RESULT_INVALID_SUPERCLASS);
    }
    // SAFETY:
    // - a head's names are NULL or NUL-terminated
    let namespace = unsafe { MiStr::from_ptr(head.namespaceName) }.map(MiStr::as_units);
    // SAFETY:
    // - as above
    let server = unsafe { MiStr::from_ptr(head.serverName) }.map(MiStr::as_units);
    // SAFETY:
    // - a declaration's superclass is valid, and its owner lives
    let parent = unsafe { Class::of_decl(decl.superClassDecl, Place { namespace, server }, 1) }?;
    Ok(parent.into_raw())
}

/// Deletes a class. A bare head (GetParentClassExt makes such) owns nothing.
///
/// # Safety
/// `this` is NULL or a living class that the caller gives up.
unsafe fn delete(this: *mut MI_Class) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    if let Err(result) = unsafe { head(this) } {
        return result;
    }
    // SAFETY:
    // - by the caller's word
    drop(unsafe { Class::from_raw(this) });
    MI_RESULT_OK
}

/// # Safety
/// As [`head`].
unsafe fn clone(this: *const MI_Class) -> Outcome<*mut MI_Class> {
    // SAFETY:
    // - by the caller's word
    unsafe { head(this) }?;
    // SAFETY:
    // - by the caller's word
    Ok(unsafe { Class::copy_of(this) }?.into_raw())
}

/// What `MI_Application_NewClass` does: a deep copy of a declaration.
///
/// # Safety
/// `decl` is NULL or a valid declaration, the names NULL or NUL-terminated, `out` NULL or writable.
pub unsafe fn new_class(
    decl: *const MI_ClassDecl,
    namespace: *const MI_Char,
    server: *const MI_Char,
    out: *mut *mut MI_Class,
) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    let namespace = unsafe { MiStr::from_ptr(namespace) }.map(MiStr::as_units);
    // SAFETY:
    // - by the caller's word
    let server = unsafe { MiStr::from_ptr(server) }.map(MiStr::as_units);
    // SAFETY:
    // - by the caller's word
    let make = || unsafe { Class::copy_decl(decl, Place { namespace, server }, 0) }.map(Class::into_raw);
    // SAFETY:
    // - by the caller's word
    unsafe { answer(out, make) }
}

/// One answer of a class.
///
/// # Safety
/// `this` is NULL or a living class, `out` NULL or writable.
unsafe fn one<T>(
    this: *const MI_Class,
    out: *mut T,
    what: impl FnOnce(&MI_Class, &MI_ClassDecl) -> T,
) -> MI_Result {
    let get = || {
        // SAFETY:
        // - by the caller's word
        let decl = unsafe { declaration(this) }?;
        // SAFETY:
        // - by the caller's word
        Ok(what(unsafe { head(this) }?, decl))
    };
    // SAFETY:
    // - by the caller's word
    unsafe { answer(out, get) }
}

/// # Safety
/// `this` is NULL or a living class, `out` NULL or writable.
unsafe fn class_qualifiers(this: *const MI_Class, out: *mut MI_QualifierSet) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let decl = unsafe { declaration(this) }?;
    if out.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - not NULL
    unsafe { give_qualifiers(out, decl.qualifiers, decl.numQualifiers) };
    Ok(())
}

/// Is this a whole class, and not a bare head?
///
/// # Safety
/// As [`head`].
pub unsafe fn is_whole(this: *const MI_Class) -> bool {
    // SAFETY:
    // - by the caller's word
    unsafe { is_block(this) }
}

table! {
    static PUBLIC: MI_ClassFT {
        live fn GetClassName(this: *const MI_Class, className: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { one(this, className, |_, decl| decl.name) }
        }
        live fn GetNameSpace(this: *const MI_Class, nameSpace: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { one(this, nameSpace, |head, _| head.namespaceName) }
        }
        live fn GetServerName(this: *const MI_Class, serverName: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { one(this, serverName, |head, _| head.serverName) }
        }
        live fn GetElementCount(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { one(this, count, |_, decl| decl.numProperties) }
        }
        live fn GetElement(
            this: *const MI_Class,
            name: *const MI_Char,
            value: *mut MI_Value,
            valueExists: *mut MI_Boolean,
            r#type: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            flags: *mut MI_Uint32,
            index: *mut MI_Uint32,
        ) -> MI_Result {
            let (ty, reference_class, qualifiers) = (r#type, referenceClass, qualifierSet);
            let out = Out { value, value_exists: valueExists, ty, reference_class, qualifiers, flags };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get(this, name, out, index) })
        }
        live fn GetElementAt(
            this: *const MI_Class,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            value: *mut MI_Value,
            valueExists: *mut MI_Boolean,
            r#type: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            let (ty, reference_class, qualifiers) = (r#type, referenceClass, qualifierSet);
            let out = Out { value, value_exists: valueExists, ty, reference_class, qualifiers, flags };
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get_at(this, index, name, out) })
        }
        live fn GetClassQualifierSet(this: *const MI_Class, qualifierSet: *mut MI_QualifierSet) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { class_qualifiers(this, qualifierSet) })
        }
        live fn GetMethodCount(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { one(this, count, |_, decl| decl.numMethods) }
        }
        live fn GetMethodAt(
            this: *const MI_Class,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            parameterSet: *mut MI_ParameterSet,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { method_at(this, index, name, qualifierSet, parameterSet) })
        }
        live fn GetMethod(
            this: *const MI_Class,
            name: *const MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            parameterSet: *mut MI_ParameterSet,
            index: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { method_named(this, name, qualifierSet, parameterSet, index) })
        }
        live fn GetParentClassName(this: *const MI_Class, name: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { parent_name(this, name) })
        }
        live fn GetParentClass(this: *const MI_Class, parentClass: *mut *mut MI_Class) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { parent(this) };
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(parentClass, get) }
        }
        live fn Delete(this: *mut MI_Class) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { delete(this) }
        }
        live fn Clone(this: *const MI_Class, newClass: *mut *mut MI_Class) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { clone(this) };
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(newClass, get) }
        }
    }
}

/// The table of every class of ours.
pub static CLASS: ClassTable = ClassTable { public: PUBLIC, extended: EXTENDED };
