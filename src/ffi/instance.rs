//! MI_InstanceFT, and what makes instances for the application's table.
//!
//! An instance that has another library's table is never ours to read here: such a call answers INVALID_PARAMETER.

use crate::abi::*;
use crate::cim::Class;
use crate::cim::block::clone::{CloneBudget, clone_any};
use crate::cim::block::field::Field;
use crate::cim::block::instance::{
    Ours, construct as construct_block, new_dynamic, new_of_class, new_static,
};
use crate::cim::block::text::{MiStr, units_len};
use crate::cim::block::{Outcome, code, instance_class, release};

/// The instance, or INVALID_PARAMETER.
///
/// # Safety
/// `this` is NULL or points to a living instance, which nobody else changes during the call.
#[inline(always)]
unsafe fn ours<'a>(this: *const MI_Instance) -> Outcome<Ours<'a>> {
    // SAFETY:
    // - by the caller's word
    unsafe { Ours::new(this) }.ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// A name's units, or INVALID_PARAMETER.
///
/// # Safety
/// `name` is NULL or NUL-terminated.
#[inline(always)]
unsafe fn units<'a>(name: *const MI_Char) -> Outcome<&'a [MI_Char]> {
    if name.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - not NULL
    let len = unsafe { units_len(name) };
    // SAFETY:
    // - as many units were just read
    Ok(unsafe { std::slice::from_raw_parts(name, len) })
}

/// Writes an answer that the caller may not want.
///
/// # Safety
/// `out` is NULL or points to room for a `T`.
#[inline]
pub(super) unsafe fn give<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY:
        // - not NULL, and so writable by the caller's word
        unsafe { out.write(value) };
    }
}

/// Writes an answer that the caller must want.
///
/// # Safety
/// As [`give`].
pub(super) unsafe fn answer<T>(out: *mut T, value: impl FnOnce() -> Outcome<T>) -> MI_Result {
    if out.is_null() {
        return MI_RESULT_INVALID_PARAMETER;
    }
    match value() {
        Ok(value) => {
            // SAFETY:
            // - not NULL
            unsafe { out.write(value) };
            MI_RESULT_OK
        }
        Err(result) => result,
    }
}

/// # Safety
/// The pointers are as GetElementAt's contract has them: NULL, or living and writable.
#[inline]
unsafe fn get_at(
    ours: Ours<'_>,
    index: u32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> Outcome<()> {
    let (property, field) = ours.element(index)?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(name, property.name) };
    // SAFETY:
    // - by the caller's word
    unsafe { give_element(property, field, value, ty, flags) };
    Ok(())
}

/// # Safety
/// The pointers are NULL or writable.
#[inline(always)]
unsafe fn give_element(
    property: &MI_ParameterDecl,
    field: Field,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
) {
    if !value.is_null() {
        // SAFETY:
        // - not NULL
        unsafe { field.read_into(value) };
    }
    // SAFETY:
    // - by the caller's word
    unsafe { give(ty, MI_Type(property.r#type)) };
    // SAFETY:
    // - by the caller's word
    unsafe { give(flags, Ours::flags(property, &field)) };
}

/// # Safety
/// As mi.h asks of Clone's caller.
unsafe fn clone(this: *const MI_Instance, new: *mut *mut MI_Instance) -> MI_Result {
    let make = || {
        // SAFETY:
        // - by the caller's word
        unsafe { ours(this) }?;
        // SAFETY:
        // - by the caller's word
        unsafe { clone_any(this, &mut CloneBudget::new()) }
    };
    // SAFETY:
    // - by the caller's word
    unsafe { answer(new, make) }
}

/// # Safety
/// As mi.h asks of IsA's caller.
unsafe fn is_a(this: *const MI_Instance, class: *const MI_ClassDecl, flag: *mut MI_Boolean) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    match unsafe { ours(this) } {
        Ok(_) if class.is_null() => MI_RESULT_INVALID_PARAMETER,
        Ok(ours) => {
            // SAFETY:
            // - not NULL, and valid by the caller's word
            let is = unsafe { instance_class::is_a(&ours, class) };
            // SAFETY:
            // - by the caller's word
            unsafe { give(flag, MI_Boolean::from(is)) };
            MI_RESULT_OK
        }
        Err(result) => result,
    }
}

/// Gives one word of an instance, where the caller wants it.
///
/// # Safety
/// `this` is NULL or a living instance, `out` NULL or writable.
unsafe fn get<T>(this: *const MI_Instance, out: *mut T, what: impl FnOnce(Ours<'_>) -> T) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    match unsafe { ours(this) } {
        Ok(ours) => {
            // SAFETY:
            // - by the caller's word
            unsafe { give(out, what(ours)) };
            MI_RESULT_OK
        }
        Err(result) => result,
    }
}

/// Sets one of the names of a head; NULL takes it away.
///
/// # Safety
/// `this` is NULL or a living instance, `name` NULL or NUL-terminated.
unsafe fn set_name(
    this: *mut MI_Instance,
    name: *const MI_Char,
    set: impl for<'a> FnOnce(&mut Ours<'a>, Option<&[MI_Char]>) -> Outcome<()>,
) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    let name = unsafe { MiStr::from_ptr(name) }.map(MiStr::as_units);
    // SAFETY:
    // - by the caller's word
    code(unsafe { ours(this) }.and_then(|mut ours| set(&mut ours, name)))
}

/// # Safety
/// As mi.h asks of AddElement's caller.
#[inline(always)]
unsafe fn add(
    this: *mut MI_Instance,
    name: *const MI_Char,
    value: *const MI_Value,
    ty: MI_Type,
    flags: MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    let name = unsafe { units(name) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { ours.add(name, value, ty.0, flags) }
}

/// # Safety
/// As mi.h asks of SetElement's caller.
unsafe fn set(
    this: *mut MI_Instance,
    name: *const MI_Char,
    value: *const MI_Value,
    ty: MI_Type,
    flags: MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    let index = ours.find(unsafe { units(name) }?).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?;
    // SAFETY:
    // - by the caller's word
    unsafe { ours.set_at(index, value, ty.0, flags) }
}

/// # Safety
/// As mi.h asks of GetElement's caller.
#[inline(always)]
unsafe fn get_element(
    this: *const MI_Instance,
    name: *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
    index: *mut MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    let (found, property, field) = ours.lookup(unsafe { units(name) }?)?;
    // SAFETY:
    // - by the caller's word
    unsafe { give(index, found) };
    // SAFETY:
    // - by the caller's word
    unsafe { give_element(property, field, value, ty, flags) };
    Ok(())
}

/// # Safety
/// `this` is NULL or a living instance, `name` NULL or NUL-terminated.
unsafe fn clear(this: *mut MI_Instance, name: *const MI_Char) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    let index = ours.find(unsafe { units(name) }?).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?;
    ours.clear_at(index)
}

/// # Safety
/// `this` is NULL or a living instance, `class` NULL or writable.
unsafe fn get_class(this: *const MI_Instance, class: *mut *mut MI_Class) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    let get = || unsafe { ours(this) }.and_then(instance_class::class_of).map(Class::into_raw);
    // SAFETY:
    // - by the caller's word
    unsafe { answer(class, get) }
}

/// What `MI_Application_NewInstance` does: an instance of a declared class, or a dynamic one of a name.
///
/// # Safety
/// `class_name` is NULL or NUL-terminated, `rtti` NULL or a valid declaration, `out` NULL or writable.
pub unsafe fn new_instance(
    class_name: *const MI_Char,
    rtti: *const MI_ClassDecl,
    out: *mut *mut MI_Instance,
) -> MI_Result {
    let make = || {
        if rtti.is_null() {
            // SAFETY:
            // - by the caller's word
            new_dynamic(unsafe { units(class_name) }?)
        } else {
            // SAFETY:
            // - by the caller's word
            unsafe { new_static(rtti) }
        }
    };
    // SAFETY:
    // - by the caller's word
    unsafe { answer(out, || make().map(Ours::as_ptr)) }
}

/// What `MI_Application_NewInstanceFromClass` does. The instance keeps what it needs of the class, not the class.
///
/// # Safety
/// `class_name` is NULL or NUL-terminated, `class` NULL or a living class of any library, `out` NULL or writable.
pub unsafe fn new_instance_from_class(
    class_name: *const MI_Char,
    class: *const MI_Class,
    out: *mut *mut MI_Instance,
) -> MI_Result {
    if class.is_null() {
        // SAFETY:
        // - by the caller's word
        return unsafe { new_instance(class_name, std::ptr::null(), out) };
    }
    let make = || {
        // SAFETY:
        // - a living class, by the caller's word
        let class = unsafe { Class::copy_of(class) }?;
        Ok(new_of_class(&class, false)?.as_ptr())
    };
    // SAFETY:
    // - by the caller's word
    unsafe { answer(out, make) }
}

/// Makes an instance of a caller's memory (`MI_Context_ConstructInstance` and `_ConstructParameters`, whose method
/// declaration begins like a class's).
///
/// # Safety
/// `this` is NULL or has as much room as the declaration says; the declaration outlives the instance.
pub unsafe fn construct(this: *mut MI_Instance, decl: *const MI_ClassDecl) -> MI_Result {
    // SAFETY:
    // - by the caller's word
    code(unsafe { construct_block(this, decl) })
}

/// # Safety
/// As mi.h asks of SetElementAt's caller.
unsafe fn set_at(
    this: *mut MI_Instance,
    index: MI_Uint32,
    value: *const MI_Value,
    ty: MI_Type,
    flags: MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { ours.set_at(index, value, ty.0, flags) }
}

/// Out of range is an invalid parameter here, as header and original have it.
///
/// # Safety
/// As mi.h asks of GetElementAt's caller.
unsafe fn get_element_at(
    this: *const MI_Instance,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let ours = unsafe { ours(this) }?;
    if index as usize >= ours.properties().len() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - by the caller's word
    unsafe { get_at(ours, index, name, value, ty, flags) }
}

table! {
    /// The table of every instance of ours.
    pub static INSTANCE: MI_InstanceFT {
        live fn Clone(this: *const MI_Instance, newInstance: *mut *mut MI_Instance) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { clone(this, newInstance) }
        }
        live fn Destruct(this: *mut MI_Instance) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.map(release::destruct))
        }
        live fn Delete(this: *mut MI_Instance) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.map(release::delete))
        }
        live fn IsA(this: *const MI_Instance, classDecl: *const MI_ClassDecl, flag: *mut MI_Boolean) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { is_a(this, classDecl, flag) }
        }
        live fn GetClassName(this: *const MI_Instance, className: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { get(this, className, |ours| ours.declaration().map_or(std::ptr::null(), |decl| decl.name)) }
        }
        live fn SetNameSpace(this: *mut MI_Instance, nameSpace: *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { set_name(this, nameSpace, |ours, name| ours.set_namespace(name)) }
        }
        live fn GetNameSpace(this: *const MI_Instance, nameSpace: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { get(this, nameSpace, |ours| ours.head().nameSpace) }
        }
        live fn GetElementCount(this: *const MI_Instance, count: *mut MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { get(this, count, |ours| ours.properties().len() as u32) }
        }
        live fn AddElement(
            this: *mut MI_Instance,
            name: *const MI_Char,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { add(this, name, value, r#type, flags) })
        }
        live fn SetElement(
            this: *mut MI_Instance,
            name: *const MI_Char,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { set(this, name, value, r#type, flags) })
        }
        live fn SetElementAt(
            this: *mut MI_Instance,
            index: MI_Uint32,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { set_at(this, index, value, r#type, flags) })
        }
        live fn GetElement(
            this: *const MI_Instance,
            name: *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            flags: *mut MI_Uint32,
            index: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get_element(this, name, value, r#type, flags, index) })
        }
        live fn GetElementAt(
            this: *const MI_Instance,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            flags: *mut MI_Uint32,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { get_element_at(this, index, name, value, r#type, flags) })
        }
        live fn ClearElement(this: *mut MI_Instance, name: *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { clear(this, name) })
        }
        live fn ClearElementAt(this: *mut MI_Instance, index: MI_Uint32) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { ours(this) }.and_then(|ours| ours.clear_at(index)))
        }
        live fn GetServerName(this: *const MI_Instance, name: *mut *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { get(this, name, |ours| ours.head().serverName) }
        }
        live fn SetServerName(this: *mut MI_Instance, name: *const MI_Char) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { set_name(this, name, |ours, name| ours.set_server_name(name)) }
        }
        live fn GetClass(this: *const MI_Instance, instanceClass: *mut *mut MI_Class) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { get_class(this, instanceClass) }
        }
    }
}
