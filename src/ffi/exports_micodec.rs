//! The flat exports of micodec.h: MOF serializers and deserializers, arrays, and the names that its macros use.
//!
//! The header's inline functions reach the table in the handle's second word. These check the handle instead and go
//! through the client's tables, which serve both formats.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::codec_handle::Format;
use crate::ffi::deserializer_array::DESERIALIZER_INTL;
use crate::ffi::forward::through;
use crate::ffi::table::guard;
use crate::ffi::text::given;
use crate::ffi::{deserializer, handle, serializer};
use core::ffi::c_void;

/// Is this a handle of the MOF codec?
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_IsInternal(serializer: *mut MI_Serializer) -> MI_Boolean {
    // SAFETY: NULL or readable, as the caller promises.
    unsafe { serializer.as_ref() }.is_some_and(|handle| handle.reserved1 == C_CODEC_MAGIC).into()
}

/// Is this a handle of the MOF codec?
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_IsInternal(deserializer: *mut MI_Deserializer) -> MI_Boolean {
    // SAFETY: NULL or readable, as the caller promises.
    unsafe { deserializer.as_ref() }.is_some_and(|handle| handle.reserved1 == C_CODEC_MAGIC).into()
}

/// Is this an array that a deserializer made? It must be NULL or an `MI_ExtendedArray`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Array_IsInternal(array: *mut MI_Array) -> MI_Boolean {
    // SAFETY: NULL or readable, as the caller promises.
    let array = unsafe { array.cast::<MI_ExtendedArray>().as_ref() };
    array.is_some_and(|array| array.reserved1 == C_CODEC_MAGIC).into()
}

/// As `MI_Serializer_Close`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_Close_INTL(serializer: *mut MI_Serializer) -> MI_Result {
    through!(serializerFT.Close(serializer))
}

/// As `MI_Serializer_SerializeClass`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_SerializeClass_INTL(
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

/// As `MI_Serializer_SerializeInstance`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Serializer_SerializeInstance_INTL(
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

/// As `MI_Deserializer_Close`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Close_INTL(deserializer: *mut MI_Deserializer) -> MI_Result {
    through!(deserializerFT.Close(deserializer))
}

/// As `MI_Deserializer_DeserializeClass`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeClass_INTL(
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

/// As `MI_Deserializer_Class_GetClassName`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Class_GetClassName_INTL(
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

/// As `MI_Deserializer_Class_GetParentClassName`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Class_GetParentClassName_INTL(
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

/// As `MI_Deserializer_DeserializeInstance`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeInstance_INTL(
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

/// As `MI_Deserializer_Instance_GetClassName`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_Instance_GetClassName_INTL(
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

/// Reads all classes of a MOF text. The caller releases the array with MI_Deserializer_ReleaseClassArray.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeClassArray(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    callbacks: *mut MI_DeserializerCallbacks,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    classes: *mut MI_ClassA,
    serverName: *const MI_Char,
    namespaceName: *const MI_Char,
    serializedBufferRead: *mut MI_Uint32,
    classObjects: *mut *mut MI_ClassA,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    let Some(slot) = DESERIALIZER_INTL.DeserializeClassArray else { return MI_RESULT_NOT_SUPPORTED };
    // SAFETY: the slot's contract is this function's.
    unsafe {
        slot(
            deserializer,
            flags,
            options,
            callbacks,
            serializedBuffer,
            serializedBufferLength,
            classes,
            serverName,
            namespaceName,
            serializedBufferRead,
            classObjects,
            cimErrorDetails,
        )
    }
}

/// Reads all instances of a MOF text. The caller releases the array with MI_Deserializer_ReleaseInstanceArray.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_DeserializeInstanceArray(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    callbacks: *mut MI_DeserializerCallbacks,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    classes: *mut MI_ClassA,
    serializedBufferRead: *mut MI_Uint32,
    instanceObjects: *mut *mut MI_InstanceA,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    let Some(slot) = DESERIALIZER_INTL.DeserializeInstanceArray else { return MI_RESULT_NOT_SUPPORTED };
    // SAFETY: the slot's contract is this function's.
    unsafe {
        slot(
            deserializer,
            flags,
            options,
            callbacks,
            serializedBuffer,
            serializedBufferLength,
            classes,
            serializedBufferRead,
            instanceObjects,
            cimErrorDetails,
        )
    }
}

/// Releases an array that a deserializer made, with its elements. Other arrays are left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _MI_Deserializer_ReleaseArray(array: *mut MI_Array) {
    // SAFETY: NULL or an extended array, as the caller promises.
    unsafe { release(array.cast()) }
}

/// As `_MI_Deserializer_ReleaseArray`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_ReleaseClassArray(classObjects: *mut MI_ClassA) {
    // SAFETY: NULL or an extended array, as the caller promises.
    unsafe { release(classObjects.cast()) }
}

/// As `_MI_Deserializer_ReleaseArray`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Deserializer_ReleaseInstanceArray(instanceObjects: *mut MI_InstanceA) {
    // SAFETY: NULL or an extended array, as the caller promises.
    unsafe { release(instanceObjects.cast()) }
}

unsafe fn release(array: *mut MI_ExtendedArray) {
    // SAFETY: NULL or readable, as the caller promises.
    let Some(head) = (unsafe { array.as_ref() }).filter(|head| head.reserved1 == C_CODEC_MAGIC) else {
        return;
    };
    let table = std::ptr::with_exposed_provenance::<MI_ExtendedArrayFT>(head.reserved2 as usize);
    // SAFETY: an array with the mark leads to its table.
    if let Some(delete) = unsafe { table.as_ref() }.and_then(|table| table.Delete) {
        // SAFETY: the array's own function; it is not used again.
        unsafe { delete(array) };
    }
}

/// The format is MOF's, and the application is open.
///
/// # Safety
/// `application` is NULL or readable, `format` NULL or NUL-terminated.
unsafe fn check(application: *const MI_Application, format: *const MI_Char) -> Result<(), MI_Result> {
    // SAFETY: this function's contract.
    unsafe { handle::application(application) }?;
    // SAFETY: this function's contract.
    let format = unsafe { given(format) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    match Format::named(&format.to_str_lossy()) {
        Some(Format::Mof) => Ok(()),
        _ => Err(MI_RESULT_NOT_SUPPORTED),
    }
}

/// A serializer of the format MI_MOF_CIMV2_EXTV1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewSerializer_Mof(
    application: *mut MI_Application,
    flags: MI_Uint32,
    format: *mut MI_Char,
    serializer: *mut MI_Serializer,
) -> MI_Result {
    // SAFETY: the export's contract.
    guard("MI_Application_NewSerializer_Mof", || match unsafe { check(application, format) } {
        // SAFETY: the export's contract.
        Ok(()) => unsafe { serializer::new(flags, format, serializer) },
        Err(result) => result,
    })
}

/// A deserializer of the format MI_MOF_CIMV2_EXTV1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewDeserializer_Mof(
    application: *mut MI_Application,
    flags: MI_Uint32,
    format: *mut MI_Char,
    deserializer: *mut MI_Deserializer,
) -> MI_Result {
    // SAFETY: the export's contract.
    guard("MI_Application_NewDeserializer_Mof", || match unsafe { check(application, format) } {
        // SAFETY: the export's contract.
        Ok(()) => unsafe { deserializer::new(flags, format, deserializer) },
        Err(result) => result,
    })
}

/// Stub: there is no binary codec.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewSerializer_Binary(
    _application: *mut MI_Application,
    _flags: MI_Uint32,
    _format: *mut MI_Char,
    _serializer: *mut MI_Serializer,
) -> MI_Result {
    MI_RESULT_NOT_SUPPORTED
}

/// Stub: there is no binary codec.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_NewDeserializer_Binary(
    _application: *mut MI_Application,
    _flags: MI_Uint32,
    _format: *mut MI_Char,
    _deserializer: *mut MI_Deserializer,
) -> MI_Result {
    MI_RESULT_NOT_SUPPORTED
}
