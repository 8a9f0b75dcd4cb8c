//! The flat exports of instances.
//!
//! One thread at a time may change an instance; several may read it. An instance outlives the operation, the session
//! and the application that made it.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::{forward, table_of};
use crate::ffi::table::guard;

/// Makes an independent deep copy.
///
/// The caller frees it with MI_Instance_Delete. Microsoft: MI_Instance_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_Clone(
    this: *const MI_Instance,
    newInstance: *mut *mut MI_Instance,
) -> MI_Result {
    forward!(MI_InstanceFT.Clone(this, newInstance))
}

/// Frees what an instance in the caller's own memory holds; the memory itself stays.
///
/// Microsoft: MI_Instance_Destruct function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_Destruct(this: *mut MI_Instance) -> MI_Result {
    forward!(MI_InstanceFT.Destruct(this))
}

/// Frees an instance and its memory.
///
/// Pointers that were read out of it are dead afterwards. Microsoft: MI_Instance_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_Delete(this: *mut MI_Instance) -> MI_Result {
    forward!(MI_InstanceFT.Delete(this))
}

/// Whether the instance's class is `classDecl` or derives from it.
///
/// Microsoft: MI_Instance_IsA function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_IsA(
    this: *const MI_Instance,
    classDecl: *const MI_ClassDecl,
    flag: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_InstanceFT.IsA(this, classDecl, flag))
}

/// The name of the instance's class.
///
/// The string belongs to the instance. Microsoft: MI_Instance_GetClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetClassName(
    this: *const MI_Instance,
    className: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_InstanceFT.GetClassName(this, className))
}

/// Sets the namespace, which is copied.
///
/// Microsoft: MI_Instance_SetNameSpace function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_SetNameSpace(
    this: *mut MI_Instance,
    nameSpace: *const MI_Char,
) -> MI_Result {
    forward!(MI_InstanceFT.SetNameSpace(this, nameSpace))
}

/// The namespace, or NULL.
///
/// The string belongs to the instance. Microsoft: MI_Instance_GetNameSpace function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetNameSpace(
    this: *const MI_Instance,
    nameSpace: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_InstanceFT.GetNameSpace(this, nameSpace))
}

/// How many elements (properties or parameters) the instance has.
///
/// Microsoft: MI_Instance_GetElementCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetElementCount(
    this: *const MI_Instance,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.GetElementCount(this, count))
}

/// Adds an element to a dynamic instance.
///
/// The value is copied, unless MI_FLAG_BORROW (the caller keeps it alive) or MI_FLAG_ADOPT (the instance
/// frees it) says otherwise. ALREADY_EXISTS for a name that is there. Microsoft: MI_Instance_AddElement
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_AddElement(
    this: *mut MI_Instance,
    name: *const MI_Char,
    value: *const MI_Value,
    r#type: MI_Type,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.AddElement(this, name, value, r#type, flags))
}

/// Sets the element at an index; ownership as for MI_Instance_AddElement.
///
/// TYPE_MISMATCH for another type than the declared one. Microsoft: MI_Instance_SetElementAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_SetElementAt(
    this: *mut MI_Instance,
    index: MI_Uint32,
    value: *const MI_Value,
    r#type: MI_Type,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.SetElementAt(this, index, value, r#type, flags))
}

/// Sets an element by name; ownership as for MI_Instance_AddElement.
///
/// NO_SUCH_PROPERTY for an unknown name, TYPE_MISMATCH for another type than the declared one. Microsoft:
/// MI_Instance_SetElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_SetElement(
    this: *mut MI_Instance,
    name: *const MI_Char,
    value: *const MI_Value,
    r#type: MI_Type,
    flags: MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.SetElement(this, name, value, r#type, flags))
}

/// Reads an element by name; every out-pointer may be NULL.
///
/// What the value points to belongs to the instance. Microsoft: MI_Instance_GetElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetElement(
    this: *const MI_Instance,
    name: *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    flags: *mut MI_Uint32,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.GetElement(this, name, value, r#type, flags, index))
}

/// Reads the element at an index; every out-pointer may be NULL.
///
/// What the value points to belongs to the instance. Microsoft: MI_Instance_GetElementAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetElementAt(
    this: *const MI_Instance,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    r#type: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_InstanceFT.GetElementAt(this, index, name, value, r#type, flags))
}

/// Sets an element to null.
///
/// Microsoft: MI_Instance_ClearElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_ClearElement(this: *mut MI_Instance, name: *const MI_Char) -> MI_Result {
    forward!(MI_InstanceFT.ClearElement(this, name))
}

/// Sets the element at an index to null.
///
/// Microsoft: MI_Instance_ClearElementAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_ClearElementAt(this: *mut MI_Instance, index: MI_Uint32) -> MI_Result {
    forward!(MI_InstanceFT.ClearElementAt(this, index))
}

/// The server that the instance came from, or NULL.
///
/// The string belongs to the instance. Microsoft: MI_Instance_GetServerName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetServerName(
    this: *const MI_Instance,
    name: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_InstanceFT.GetServerName(this, name))
}

/// Sets the server's name, which is copied.
///
/// Microsoft: MI_Instance_SetServerName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_SetServerName(
    this: *mut MI_Instance,
    name: *const MI_Char,
) -> MI_Result {
    forward!(MI_InstanceFT.SetServerName(this, name))
}

/// The class of the instance.
///
/// The caller frees it with MI_Class_Delete. Microsoft: MI_Instance_GetClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_GetClass(
    this: *const MI_Instance,
    instanceClass: *mut *mut MI_Class,
) -> MI_Result {
    forward!(MI_InstanceFT.GetClass(this, instanceClass))
}

/// Replaces an instance of an extended class by its plain form; all others stay as they are.
///
/// `*self` may be another instance afterwards. Microsoft: MI_Instance_Normalize function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Instance_Normalize(this: *mut *mut MI_Instance) -> MI_Result {
    // SAFETY:
    // - NULL or readable, as every handle that is given to an export.
    let Some(&instance) = (unsafe { this.as_ref() }) else { return MI_RESULT_INVALID_PARAMETER };
    guard("MI_InstanceExFT.Normalize, exported", || {
        // SAFETY:
        // - the caller passes a pointer to NULL or to an instance.
        let Some(table) = (unsafe { table_of(instance) }) else { return MI_RESULT_INVALID_PARAMETER };
        // SAFETY:
        // - an instance with a table is readable.
        let class = unsafe { (*instance).classDecl };
        // SAFETY:
        // - the declaration of an instance is NULL or stays as long as the instance.
        let extended = unsafe { class.as_ref() }.is_some_and(|class| class.flags & MI_FLAG_EXTENDED != 0);
        if !extended {
            return MI_RESULT_OK;
        }
        // SAFETY:
        // - the flag says that the instance's table is the longer one, which begins with this one.
        match unsafe { (*std::ptr::from_ref(table).cast::<MI_InstanceExFT>()).Normalize } {
            // SAFETY:
            // - the slot belongs to this instance.
            Some(slot) => unsafe { slot(this) },
            None => MI_RESULT_INVALID_PARAMETER,
        }
    })
}
