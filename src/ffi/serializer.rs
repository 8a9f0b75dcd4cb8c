//! `MI_SerializerFT`. Not there yet.

use crate::abi::*;

table! {
    pub static SERIALIZER: MI_SerializerFT {
        stub fn Close(serializer: *mut MI_Serializer) -> MI_Result {}
        stub fn SerializeClass(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            classObject: *const MI_Class,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result {}
        stub fn SerializeInstance(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            instanceObject: *const MI_Instance,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result {}
    }
}

/// `MI_ApplicationFT.NewSerializer`.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn new(_flags: MI_Uint32, _format: *const MI_Char, _out: *mut MI_Serializer) -> MI_Result {
    MI_RESULT_NOT_SUPPORTED
}
