/*
 * micodec.h: the codec extension of mi.h, MOF text and arrays of classes and instances.
 *
 * Made from the Rust sources by `make header`; changes belong there.
 */
#ifndef _micodec_h
#define _micodec_h

#include "mi.h"

#if defined(__cplusplus)
extern "C" {
#endif

#define cCodecMagic 18441921396665671116ull
#define MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_REFERENCE 2
#define MI_BINARY_SERIALIZER_FLAGS_INCLUDE_CLASS_ID 4
#define MI_BINARY_SERIALIZER_FLAGS_CLASS_NOMETHODS 8
#define MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT 16
#define MI_BINARY_SERIALIZER_FLAGS_CLASS_FLAT_NOMETHODS 32
#define MOFCODEC_FORMAT_V1 MI_T("MI_MOF_CIMV2_EXTV1")
#define MOFCODEC_FORMAT MI_T("MI_MOF_CIMV2_EXTV1")
#define MOFCODEC_SCHEMA_VALIDATION_OPTION_NAME MI_T("SchemaValidation")
#define MOFCODEC_SCHEMA_VALIDATION_OPTION_IGNOREPROPERTYLIST MI_T("SchemaValidationIgnorePropertyList")
#define MOFCODEC_SCHEMA_VALIDATION_DEFAULT MI_T("Default")
#define MOFCODEC_SCHEMA_VALIDATION_STRICT MI_T("Strict")
#define MOFCODEC_SCHEMA_VALIDATION_LOOSE MI_T("Loose")
#define MOFCODEC_SCHEMA_VALIDATION_IGNORE_PROPERTYTYPE MI_T("IgnorePropertyType")
#define MOFCODEC_SCHEMA_VALIDATION_IGNORE MI_T("IgnoreSchema")
#define MOFCODEC_SCHEMA_VALIDATION_DEFAULT_IGNORE_PROPERTIES MI_T("DefaultIgnoreProperties")
#define MOFCODEC_SCHEMA_VALIDATION_STRICT_IGNORE_PROPERTIES MI_T("StrictIgnoreProperties")
#define MI_RESULT_TYPE_MOF_PARSER MI_T("MOFPARSER")

typedef struct _MI_ExtendedArray MI_ExtendedArray;
typedef struct _MI_ClassA MI_ClassA;
typedef struct _Aliases Aliases;
typedef struct _ExtFunctionTable ExtFunctionTable;
typedef struct _MI_ExtendedArrayFT MI_ExtendedArrayFT;
typedef struct _MI_DeserializerCallbacks MI_DeserializerCallbacks;
typedef struct _MI_DeserializerFT_INTL MI_DeserializerFT_INTL;

/* Callback types. */

/**
 * Frees an array that a codec made.
 */
typedef void (MI_CALL *MI_ExtendedArray_Delete)(MI_ExtendedArray *self);

/**
 * A MOF text includes another file: give its contents.
 */
typedef MI_Result (MI_CALL *MI_Deserializer_GetIncludedFileBuffer)(void *context,
                                                                   const MI_Char *fileName,
                                                                   MI_Uint8 **fileBuffer,
                                                                   MI_Uint32 *bufferLength);

/**
 * Contents of an included file are not needed any more.
 */
typedef void (MI_CALL *MI_Deserializer_FreeIncludedFileBuffer)(void *context, MI_Uint8 *Buffer);

/**
 * A decoder needs the class with a number.
 */
typedef MI_Result (MI_CALL *MI_Deserializer_ClassObjectNeededOnId)(void *context,
                                                                   MI_Uint64 classId,
                                                                   MI_Class **requestedClassObject);

/**
 * A decoder has read the class with a number.
 */
typedef MI_Result (MI_CALL *MI_Deserializer_ClassObjectAndId)(void *context, MI_Uint64 classId, MI_Class *classObject);

/**
 * A decoder needs the declaration of a qualifier.
 */
typedef MI_Result (MI_CALL *MI_Deserializer_QualifierDeclNeeded)(void *context, MI_QualifierDecl *decl);

/* Structs and function tables. */

/**
 * An array that a codec made, with how it is freed.
 */
struct _MI_ExtendedArray {
    MI_Array arr;
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    ptrdiff_t reserved3;
    ptrdiff_t reserved4;
};

/**
 * An array of classes.
 */
struct _MI_ClassA {
    MI_Class **data;
    MI_Uint32 size;
};

/**
 * Offsets of instances that others refer to.
 */
struct _Aliases {
    MI_Uint32 size;
    MI_Uint32 capacity;
    MI_Uint32 pos;
    MI_Uint32 *data;
};

/**
 * A serializer's table with what it keeps while it writes.
 */
struct _ExtFunctionTable {
    MI_SerializerFT ft;
    MI_Uint32 nextAliasIndex;
    Aliases aliases;
};

/**
 * The functions of arrays that a codec made.
 */
struct _MI_ExtendedArrayFT {
    void (MI_CALL *Delete)(MI_ExtendedArray *self);
};

/**
 * What a deserializer calls, each member or NULL.
 */
struct _MI_DeserializerCallbacks {
    void *classObjectNeededContext;
    MI_Deserializer_ClassObjectNeeded classObjectNeeded;
    void *includedFileContext;
    MI_Deserializer_GetIncludedFileBuffer getIncludedFileContent;
    MI_Deserializer_FreeIncludedFileBuffer freeIncludedFileContent;
    void *instanceResultContext;
    MI_OperationCallback_Instance instanceResult;
    void *classResultContext;
    MI_OperationCallback_Class classResult;
    void *classObjectNeededOnIdContext;
    MI_Deserializer_ClassObjectNeededOnId classObjectNeededOnId;
    void *classObjectAndIdContext;
    MI_Deserializer_ClassObjectAndId classObjectAndId;
    void *qualifierDeclNeededContext;
    MI_Deserializer_QualifierDeclNeeded qualifierDeclNeeded;
};

/**
 * The longer table of the codecs' deserializers.
 */
struct _MI_DeserializerFT_INTL {
    MI_DeserializerFT ft;
    MI_Result (MI_CALL *DeserializeClassArray)(MI_Deserializer *deserializer,
                                               MI_Uint32 flags,
                                               MI_OperationOptions *options,
                                               MI_DeserializerCallbacks *callbacks,
                                               MI_Uint8 *serializedBuffer,
                                               MI_Uint32 serializedBufferLength,
                                               MI_ClassA *classes,
                                               const MI_Char *serverName,
                                               const MI_Char *namespaceName,
                                               MI_Uint32 *serializedBufferRead,
                                               MI_ClassA **classObjects,
                                               MI_Instance **cimErrorDetails);
    MI_Result (MI_CALL *DeserializeInstanceArray)(MI_Deserializer *deserializer,
                                                  MI_Uint32 flags,
                                                  MI_OperationOptions *options,
                                                  MI_DeserializerCallbacks *callbacks,
                                                  MI_Uint8 *serializedBuffer,
                                                  MI_Uint32 serializedBufferLength,
                                                  MI_ClassA *classes,
                                                  MI_Uint32 *serializedBufferRead,
                                                  MI_InstanceA **instanceObjects,
                                                  MI_Instance **cimErrorDetails);
};

/* Functions. */

MI_IMPORT MI_Boolean MI_Serializer_IsInternal(MI_Serializer *serializer);
MI_IMPORT MI_Boolean MI_Deserializer_IsInternal(MI_Deserializer *deserializer);
MI_IMPORT MI_Boolean MI_Array_IsInternal(MI_Array *array);
MI_IMPORT MI_Result MI_Serializer_Close_INTL(MI_Serializer *serializer);
MI_IMPORT MI_Result MI_Serializer_SerializeClass_INTL(MI_Serializer *serializer, MI_Uint32 flags, const
    MI_Class *classObject, MI_Uint8 *clientBuffer, MI_Uint32 clientBufferLength, MI_Uint32
    *clientBufferNeeded);
MI_IMPORT MI_Result MI_Serializer_SerializeInstance_INTL(MI_Serializer *serializer, MI_Uint32 flags, const
    MI_Instance *instanceObject, MI_Uint8 *clientBuffer, MI_Uint32 clientBufferLength, MI_Uint32
    *clientBufferNeeded);
MI_IMPORT MI_Result MI_Deserializer_Close_INTL(MI_Deserializer *deserializer);
MI_IMPORT MI_Result MI_Deserializer_DeserializeClass_INTL(MI_Deserializer *deserializer, MI_Uint32 flags,
    MI_Uint8 *serializedBuffer, MI_Uint32 serializedBufferLength, MI_Class *parentClass, const MI_Char
    *serverName, const MI_Char *namespaceName, MI_Deserializer_ClassObjectNeeded classObjectNeeded, void
    *classObjectNeededContext, MI_Uint32 *serializedBufferRead, MI_Class **classObject, MI_Instance
    **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_Class_GetClassName_INTL(MI_Deserializer *deserializer, MI_Uint8
    *serializedBuffer, MI_Uint32 serializedBufferLength, MI_Char *className, MI_Uint32 *classNameLength,
    MI_Instance **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_Class_GetParentClassName_INTL(MI_Deserializer *deserializer, MI_Uint8
    *serializedBuffer, MI_Uint32 serializedBufferLength, MI_Char *parentClassName, MI_Uint32
    *parentClassNameLength, MI_Instance **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_DeserializeInstance_INTL(MI_Deserializer *deserializer, MI_Uint32 flags,
    MI_Uint8 *serializedBuffer, MI_Uint32 serializedBufferLength, MI_Class **classObjects, MI_Uint32
    numberClassObjects, MI_Deserializer_ClassObjectNeeded classObjectNeeded, void *classObjectNeededContext,
    MI_Uint32 *serializedBufferRead, MI_Instance **instanceObject, MI_Instance **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_Instance_GetClassName_INTL(MI_Deserializer *deserializer, MI_Uint8
    *serializedBuffer, MI_Uint32 serializedBufferLength, MI_Char *className, MI_Uint32 *classNameLength,
    MI_Instance **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_DeserializeClassArray(MI_Deserializer *deserializer, MI_Uint32 flags,
    MI_OperationOptions *options, MI_DeserializerCallbacks *callbacks, MI_Uint8 *serializedBuffer, MI_Uint32
    serializedBufferLength, MI_ClassA *classes, const MI_Char *serverName, const MI_Char *namespaceName,
    MI_Uint32 *serializedBufferRead, MI_ClassA **classObjects, MI_Instance **cimErrorDetails);
MI_IMPORT MI_Result MI_Deserializer_DeserializeInstanceArray(MI_Deserializer *deserializer, MI_Uint32 flags,
    MI_OperationOptions *options, MI_DeserializerCallbacks *callbacks, MI_Uint8 *serializedBuffer, MI_Uint32
    serializedBufferLength, MI_ClassA *classes, MI_Uint32 *serializedBufferRead, MI_InstanceA
    **instanceObjects, MI_Instance **cimErrorDetails);
MI_IMPORT void _MI_Deserializer_ReleaseArray(MI_Array *array);
MI_IMPORT void MI_Deserializer_ReleaseClassArray(MI_ClassA *classObjects);
MI_IMPORT void MI_Deserializer_ReleaseInstanceArray(MI_InstanceA *instanceObjects);
MI_IMPORT MI_Result MI_Application_NewSerializer_Mof(MI_Application *application, MI_Uint32 flags, MI_Char
    *format, MI_Serializer *serializer);
MI_IMPORT MI_Result MI_Application_NewDeserializer_Mof(MI_Application *application, MI_Uint32 flags, MI_Char
    *format, MI_Deserializer *deserializer);
MI_IMPORT MI_Result MI_Application_NewSerializer_Binary(MI_Application *application, MI_Uint32 flags, MI_Char
    *format, MI_Serializer *serializer);
MI_IMPORT MI_Result MI_Application_NewDeserializer_Binary(MI_Application *application, MI_Uint32 flags,
    MI_Char *format, MI_Deserializer *deserializer);

#if defined(__cplusplus)
}
#endif

#endif /* _micodec_h */
