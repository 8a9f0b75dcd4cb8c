//! `MI_DeserializerFT`. Not there yet.

use crate::abi::*;
use std::ffi::c_void;

table! {
    pub static DESERIALIZER: MI_DeserializerFT {
        stub fn Close(deserializer: *mut MI_Deserializer) -> MI_Result {}
        stub fn DeserializeClass(
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
        ) -> MI_Result {}
        stub fn Class_GetClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {}
        stub fn Class_GetParentClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            parentClassName: *mut MI_Char,
            parentClassNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {}
        stub fn DeserializeInstance(
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
        ) -> MI_Result {}
        stub fn Instance_GetClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {}
    }
}

/// `MI_ApplicationFT.NewDeserializer`.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn new(_flags: MI_Uint32, _format: *const MI_Char, _out: *mut MI_Deserializer) -> MI_Result {
    MI_RESULT_NOT_SUPPORTED
}
