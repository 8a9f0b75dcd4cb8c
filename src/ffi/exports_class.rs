//! The flat exports of classes, and of their parameter and qualifier sets.
//!
//! A class never changes, so any thread may read it.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::forward;

/// The class's name.
///
/// The string belongs to the class. Microsoft: MI_Class_GetClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetClassName(
    this: *const MI_Class,
    className: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_ClassFT.GetClassName(this, className))
}

/// The class's namespace, or NULL.
///
/// The string belongs to the class. Microsoft: MI_Class_GetNameSpace function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetNameSpace(
    this: *const MI_Class,
    nameSpace: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_ClassFT.GetNameSpace(this, nameSpace))
}

/// The server that the class came from, or NULL.
///
/// The string belongs to the class. Microsoft: MI_Class_GetServerName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetServerName(
    this: *const MI_Class,
    serverName: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_ClassFT.GetServerName(this, serverName))
}

/// How many properties the class has, inherited ones included.
///
/// Microsoft: MI_Class_GetElementCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetElementCount(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result {
    forward!(MI_ClassFT.GetElementCount(this, count))
}

/// A property by name: its default, type, flags and qualifiers; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_Class_GetElement function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetElement(
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
    forward!(MI_ClassFT.GetElement(
        this,
        name,
        value,
        valueExists,
        r#type,
        referenceClass,
        qualifierSet,
        flags,
        index
    ))
}

/// The property at an index; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_Class_GetElementAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetElementAt(
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
    forward!(MI_ClassFT.GetElementAt(
        this,
        index,
        name,
        value,
        valueExists,
        r#type,
        referenceClass,
        qualifierSet,
        flags
    ))
}

/// The class's own qualifiers.
///
/// They are good as long as the class. Microsoft: MI_Class_GetClassQualifierSet function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetClassQualifierSet(
    this: *const MI_Class,
    qualifierSet: *mut MI_QualifierSet,
) -> MI_Result {
    forward!(MI_ClassFT.GetClassQualifierSet(this, qualifierSet))
}

/// How many methods the class has, inherited ones included.
///
/// Microsoft: MI_Class_GetMethodCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetMethodCount(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result {
    forward!(MI_ClassFT.GetMethodCount(this, count))
}

/// The method at an index.
///
/// All of it belongs to the class. Microsoft: MI_Class_GetMethodAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetMethodAt(
    this: *const MI_Class,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    qualifierSet: *mut MI_QualifierSet,
    parameterSet: *mut MI_ParameterSet,
) -> MI_Result {
    forward!(MI_ClassFT.GetMethodAt(this, index, name, qualifierSet, parameterSet))
}

/// A method by name.
///
/// All of it belongs to the class. Microsoft: MI_Class_GetMethod function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetMethod(
    this: *const MI_Class,
    name: *const MI_Char,
    qualifierSet: *mut MI_QualifierSet,
    parameterSet: *mut MI_ParameterSet,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_ClassFT.GetMethod(this, name, qualifierSet, parameterSet, index))
}

/// The superclass's name, or NULL.
///
/// The string belongs to the class. Microsoft: MI_Class_GetParentClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetParentClassName(
    this: *const MI_Class,
    name: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_ClassFT.GetParentClassName(this, name))
}

/// The superclass.
///
/// The caller frees it with MI_Class_Delete. Microsoft: MI_Class_GetParentClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_GetParentClass(
    this: *const MI_Class,
    parentClass: *mut *mut MI_Class,
) -> MI_Result {
    forward!(MI_ClassFT.GetParentClass(this, parentClass))
}

/// Gives a class back.
///
/// Pointers that were read out of it are dead afterwards. Microsoft: MI_Class_Delete function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_Delete(this: *mut MI_Class) -> MI_Result {
    forward!(MI_ClassFT.Delete(this))
}

/// Another handle to the same class.
///
/// The caller frees it with MI_Class_Delete. Microsoft: MI_Class_Clone function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Class_Clone(this: *const MI_Class, newClass: *mut *mut MI_Class) -> MI_Result {
    forward!(MI_ClassFT.Clone(this, newClass))
}

/// What the method returns, and the qualifiers of that.
///
/// They belong to the class. Microsoft: MI_ParameterSet_GetMethodReturnType function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_ParameterSet_GetMethodReturnType(
    this: *const MI_ParameterSet,
    returnType: *mut MI_Type,
    qualifierSet: *mut MI_QualifierSet,
) -> MI_Result {
    forward!(MI_ParameterSetFT.GetMethodReturnType(this, returnType, qualifierSet))
}

/// How many parameters the method has.
///
/// Microsoft: MI_ParameterSet_GetParameterCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_ParameterSet_GetParameterCount(
    this: *const MI_ParameterSet,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_ParameterSetFT.GetParameterCount(this, count))
}

/// The parameter at an index; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_ParameterSet_GetParameterAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_ParameterSet_GetParameterAt(
    this: *const MI_ParameterSet,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    parameterType: *mut MI_Type,
    referenceClass: *mut *mut MI_Char,
    qualifierSet: *mut MI_QualifierSet,
) -> MI_Result {
    forward!(MI_ParameterSetFT.GetParameterAt(this, index, name, parameterType, referenceClass, qualifierSet))
}

/// A parameter by name; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_ParameterSet_GetParameter function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_ParameterSet_GetParameter(
    this: *const MI_ParameterSet,
    name: *const MI_Char,
    parameterType: *mut MI_Type,
    referenceClass: *mut *mut MI_Char,
    qualifierSet: *mut MI_QualifierSet,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_ParameterSetFT.GetParameter(this, name, parameterType, referenceClass, qualifierSet, index))
}

/// How many qualifiers there are.
///
/// Microsoft: MI_QualifierSet_GetQualifierCount function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_QualifierSet_GetQualifierCount(
    this: *const MI_QualifierSet,
    count: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_QualifierSetFT.GetQualifierCount(this, count))
}

/// The qualifier at an index; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_QualifierSet_GetQualifierAt function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_QualifierSet_GetQualifierAt(
    this: *const MI_QualifierSet,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    qualifierType: *mut MI_Type,
    qualifierFlags: *mut MI_Uint32,
    qualifierValue: *mut MI_Value,
) -> MI_Result {
    forward!(MI_QualifierSetFT.GetQualifierAt(
        this,
        index,
        name,
        qualifierType,
        qualifierFlags,
        qualifierValue
    ))
}

/// A qualifier by name; every out-pointer may be NULL.
///
/// All of it belongs to the class. Microsoft: MI_QualifierSet_GetQualifier function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_QualifierSet_GetQualifier(
    this: *const MI_QualifierSet,
    name: *const MI_Char,
    qualifierType: *mut MI_Type,
    qualifierFlags: *mut MI_Uint32,
    qualifierValue: *mut MI_Value,
    index: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_QualifierSetFT.GetQualifier(this, name, qualifierType, qualifierFlags, qualifierValue, index))
}
