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
