//! The flat exports of serializers, deserializers and error mapping.
//!
//! Their handles have no table of their own: the calls go through the tables of the client. One thread at a time for each
//! handle.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::through;
use core::ffi::c_void;

/// Gives a serializer back.
///
/// Microsoft: MI_Serializer_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_Close(serializer: *mut MI_Serializer) -> MI_Result {
    through!(serializerFT.Close(serializer))
}

/// Writes a class into the caller's buffer.
///
/// `*clientBufferNeeded` is the size it takes, also where the buffer is too small (FAILED). Microsoft:
/// MI_Serializer_SerializeClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_SerializeClass(
    serializer: *mut MI_Serializer,
    flags: MI_Uint32,
    classObject: *const MI_Class,
    clientBuffer: *mut MI_Uint8,
    clientBufferLength: MI_Uint32,
    clientBufferNeeded: *mut MI_Uint32,
) -> MI_Result {
    through!(serializerFT.SerializeClass(
        serializer,
        flags,
        classObject,
        clientBuffer,
        clientBufferLength,
        clientBufferNeeded
    ))
}

/// Writes an instance into the caller's buffer.
///
/// `*clientBufferNeeded` is the size it takes, also where the buffer is too small (FAILED). Microsoft:
/// MI_Serializer_SerializeInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_SerializeInstance(
    serializer: *mut MI_Serializer,
    flags: MI_Uint32,
    instanceObject: *const MI_Instance,
    clientBuffer: *mut MI_Uint8,
    clientBufferLength: MI_Uint32,
    clientBufferNeeded: *mut MI_Uint32,
) -> MI_Result {
    through!(serializerFT.SerializeInstance(
        serializer,
        flags,
        instanceObject,
        clientBuffer,
        clientBufferLength,
        clientBufferNeeded
    ))
}

/// Gives a deserializer back.
///
/// Microsoft: MI_Deserializer_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Close(deserializer: *mut MI_Deserializer) -> MI_Result {
    through!(deserializerFT.Close(deserializer))
}

/// Reads a class; the callback is asked for classes that it needs.
///
/// The caller frees it with MI_Class_Delete, and an error with MI_Instance_Delete. Microsoft:
/// MI_Deserializer_DeserializeClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeClass(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    parentClass: *mut MI_Class,
    serverName: *const MI_Char,
    namespaceName: *const MI_Char,
    classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
    classObjectNeededContext: *mut c_void,
    serializedBufferRead: *mut MI_Uint32,
    classObject: *mut *mut MI_Class,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    through!(deserializerFT.DeserializeClass(
        deserializer,
        flags,
        serializedBuffer,
        serializedBufferLength,
        parentClass,
        serverName,
        namespaceName,
        classObjectNeeded,
        classObjectNeededContext,
        serializedBufferRead,
        classObject,
        cimErrorDetails
    ))
}

/// The name of a serialised class, into the caller's buffer.
///
/// Microsoft: MI_Deserializer_Class_GetClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Class_GetClassName(
    deserializer: *mut MI_Deserializer,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    className: *mut MI_Char,
    classNameLength: *mut MI_Uint32,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    through!(deserializerFT.Class_GetClassName(
        deserializer,
        serializedBuffer,
        serializedBufferLength,
        className,
        classNameLength,
        cimErrorDetails
    ))
}

/// The superclass's name of a serialised class, into the caller's buffer.
///
/// Microsoft: MI_Deserializer_Class_GetParentClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Class_GetParentClassName(
    deserializer: *mut MI_Deserializer,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    parentClassName: *mut MI_Char,
    parentClassNameLength: *mut MI_Uint32,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    through!(deserializerFT.Class_GetParentClassName(
        deserializer,
        serializedBuffer,
        serializedBufferLength,
        parentClassName,
        parentClassNameLength,
        cimErrorDetails
    ))
}

/// Reads an instance; the callback is asked for classes that are not among `classObjects`.
///
/// The caller frees it with MI_Instance_Delete, and an error likewise. Microsoft:
/// MI_Deserializer_DeserializeInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeInstance(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    classObjects: *mut *mut MI_Class,
    numberClassObjects: MI_Uint32,
    classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
    classObjectNeededContext: *mut c_void,
    serializedBufferRead: *mut MI_Uint32,
    instanceObject: *mut *mut MI_Instance,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    through!(deserializerFT.DeserializeInstance(
        deserializer,
        flags,
        serializedBuffer,
        serializedBufferLength,
        classObjects,
        numberClassObjects,
        classObjectNeeded,
        classObjectNeededContext,
        serializedBufferRead,
        instanceObject,
        cimErrorDetails
    ))
}

/// The class name of a serialised instance, into the caller's buffer.
///
/// Microsoft: MI_Deserializer_Instance_GetClassName function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Instance_GetClassName(
    deserializer: *mut MI_Deserializer,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    className: *mut MI_Char,
    classNameLength: *mut MI_Uint32,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    through!(deserializerFT.Instance_GetClassName(
        deserializer,
        serializedBuffer,
        serializedBufferLength,
        className,
        classNameLength,
        cimErrorDetails
    ))
}

/// The category of an error of some system (`MI`, `HRESULT`, `WIN32`, `ERRNO`).
///
/// Microsoft: MI_Utilities_MapErrorToMiErrorCategory function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Utilities_MapErrorToMiErrorCategory(
    errorType: *const MI_Char,
    error: MI_Uint32,
) -> MI_ErrorCategory {
    through!(utilitiesFT.MapErrorToMiErrorCategory(errorType, error))
}

/// Makes a CIM error from an error of some system.
///
/// The caller frees it with MI_Instance_Delete. Microsoft: MI_Utilities_CimErrorFromErrorCode function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Utilities_CimErrorFromErrorCode(
    error: MI_Uint32,
    errorType: *const MI_Char,
    errorMessage: *const MI_Char,
    cimError: *mut *mut MI_Instance,
) -> MI_Result {
    through!(utilitiesFT.CimErrorFromErrorCode(error, errorType, errorMessage, cimError))
}
