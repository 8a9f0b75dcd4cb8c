//! The codec extension (micodec.h): tables and arrays of the MOF and binary codecs.

use super::*;
use core::ffi::c_void;

pub const C_CODEC_MAGIC: MI_Uint64 = 18441921396665671116;
pub const MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_REFERENCE: MI_Uint32 = 2;
pub const MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_ID: MI_Uint32 = 4;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_NOMETHODS: MI_Uint32 = 8;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT: MI_Uint32 = 16;
pub const MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT_NOMETHODS: MI_Uint32 = 32;

/// Frees an array that a codec made.
pub type MI_ExtendedArray_Delete = Option<unsafe extern "C" fn(this: *mut MI_ExtendedArray)>;

/// A MOF text includes another file: give its contents.
pub type MI_Deserializer_GetIncludedFileBuffer = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        fileName: *const MI_Char,
        fileBuffer: *mut *mut MI_Uint8,
        bufferLength: *mut MI_Uint32,
    ) -> MI_Result,
>;

/// Contents of an included file are not needed any more.
pub type MI_Deserializer_FreeIncludedFileBuffer =
    Option<unsafe extern "C" fn(context: *mut c_void, Buffer: *mut MI_Uint8)>;

/// A decoder needs the class with a number.
pub type MI_Deserializer_ClassObjectNeededOnId = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        classId: MI_Uint64,
        requestedClassObject: *mut *mut MI_Class,
    ) -> MI_Result,
>;

/// A decoder has read the class with a number.
pub type MI_Deserializer_ClassObjectAndId = Option<
    unsafe extern "C" fn(context: *mut c_void, classId: MI_Uint64, classObject: *mut MI_Class) -> MI_Result,
>;

/// A decoder needs the declaration of a qualifier.
pub type MI_Deserializer_QualifierDeclNeeded =
    Option<unsafe extern "C" fn(context: *mut c_void, decl: *mut MI_QualifierDecl) -> MI_Result>;

/// An array of classes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ClassA {
    pub data: *mut *mut MI_Class,
    pub size: MI_Uint32,
}

/// Offsets of instances that others refer to.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Aliases {
    pub size: MI_Uint32,
    pub capacity: MI_Uint32,
    pub pos: MI_Uint32,
    pub data: *mut MI_Uint32,
}

/// A serializer's table with what it keeps while it writes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ExtFunctionTable {
    pub ft: MI_SerializerFT,
    pub nextAliasIndex: MI_Uint32,
    pub aliases: Aliases,
}

/// An array that a codec made, with how it is freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ExtendedArray {
    pub arr: MI_Array,
    pub reserved1: MI_Uint64,
    pub reserved2: isize,
    pub reserved3: isize,
    pub reserved4: isize,
}

/// The functions of arrays that a codec made.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ExtendedArrayFT {
    pub Delete: Option<unsafe extern "C" fn(this: *mut MI_ExtendedArray)>,
}

/// What a deserializer calls, each member or NULL.
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

/// The longer table of the codecs' deserializers.
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
