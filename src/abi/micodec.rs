//! The codec extension (micodec.h): tables and arrays of the MOF and binary codecs.

use super::*;
use core::ffi::c_void;

pub const C_CODEC_MAGIC: MI_Uint64 = 18441921396665671116;
pub const MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_REFERENCE: MI_Uint32 = 2;
pub const MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_ID: MI_Uint32 = 4;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_NOMETHODS: MI_Uint32 = 8;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT: MI_Uint32 = 16;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT_NOMETHODS: MI_Uint32 = 32;

pub type MI_ExtendedArray_Delete = Option<unsafe extern "C" fn(this: *mut MI_ExtendedArray)>;

pub type MI_Deserializer_GetIncludedFileBuffer = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        fileName: *const MI_Char,
        fileBuffer: *mut *mut MI_Uint8,
        bufferLength: *mut MI_Uint32,
    ) -> MI_Result,
>;

pub type MI_Deserializer_FreeIncludedFileBuffer =
    Option<unsafe extern "C" fn(context: *mut c_void, Buffer: *mut MI_Uint8)>;

pub type MI_Deserializer_ClassObjectNeededOnId = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        classId: MI_Uint64,
        requestedClassObject: *mut *mut MI_Class,
    ) -> MI_Result,
>;

pub type MI_Deserializer_ClassObjectAndId = Option<
    unsafe extern "C" fn(context: *mut c_void, classId: MI_Uint64, classObject: *mut MI_Class) -> MI_Result,
>;

pub type MI_Deserializer_QualifierDeclNeeded =
    Option<unsafe extern "C" fn(context: *mut c_void, decl: *mut MI_QualifierDecl) -> MI_Result>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ClassA {
    pub data: *mut *mut MI_Class,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Aliases {
    pub size: MI_Uint32,
    pub capacity: MI_Uint32,
    pub pos: MI_Uint32,
    pub data: *mut MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ExtFunctionTable {
    pub ft: MI_SerializerFT,
    pub nextAliasIndex: MI_Uint32,
    pub aliases: Aliases,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ExtendedArray {
    pub arr: MI_Array,
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub reserved3: isize,
    pub reserved4: isize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ExtendedArrayFT {
    pub Delete: Option<unsafe extern "C" fn(this: *mut MI_ExtendedArray)>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DeserializerCallbacks {
    pub classObjectNeededContext: *mut c_void,
    pub classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
    pub includedFileContext: *mut c_void,
    pub getIncludedFileContent: MI_Deserializer_GetIncludedFileBuffer,
    pub freeIncludedFileContent: MI_Deserializer_FreeIncludedFileBuffer,
    pub instanceResultContext: *mut c_void,
    pub instanceResult: MI_OperationCallback_Instance,
    pub classResultContext: *mut c_void,
    pub classResult: MI_OperationCallback_Class,
    pub classObjectNeededOnIdContext: *mut c_void,
    pub classObjectNeededOnId: MI_Deserializer_ClassObjectNeededOnId,
    pub classObjectAndIdContext: *mut c_void,
    pub classObjectAndId: MI_Deserializer_ClassObjectAndId,
    pub qualifierDeclNeededContext: *mut c_void,
    pub qualifierDeclNeeded: MI_Deserializer_QualifierDeclNeeded,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DeserializerFT_INTL {
    pub ft: MI_DeserializerFT,
    pub DeserializeClassArray: Option<
        unsafe extern "C" fn(
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
        ) -> MI_Result,
    >,
    pub DeserializeInstanceArray: Option<
        unsafe extern "C" fn(
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
        ) -> MI_Result,
    >,
}
