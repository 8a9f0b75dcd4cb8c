//! Constants of mi.h.

use super::*;

pub const MI_RESULT_OK: MI_Result = MI_Result(0);
pub const MI_RESULT_FAILED: MI_Result = MI_Result(1);
pub const MI_RESULT_ACCESS_DENIED: MI_Result = MI_Result(2);
pub const MI_RESULT_INVALID_NAMESPACE: MI_Result = MI_Result(3);
pub const MI_RESULT_INVALID_PARAMETER: MI_Result = MI_Result(4);
pub const MI_RESULT_INVALID_CLASS: MI_Result = MI_Result(5);
pub const MI_RESULT_NOT_FOUND: MI_Result = MI_Result(6);
pub const MI_RESULT_NOT_SUPPORTED: MI_Result = MI_Result(7);
pub const MI_RESULT_CLASS_HAS_CHILDREN: MI_Result = MI_Result(8);
pub const MI_RESULT_CLASS_HAS_INSTANCES: MI_Result = MI_Result(9);
pub const MI_RESULT_INVALID_SUPERCLASS: MI_Result = MI_Result(10);
pub const MI_RESULT_ALREADY_EXISTS: MI_Result = MI_Result(11);
pub const MI_RESULT_NO_SUCH_PROPERTY: MI_Result = MI_Result(12);
pub const MI_RESULT_TYPE_MISMATCH: MI_Result = MI_Result(13);
pub const MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED: MI_Result = MI_Result(14);
pub const MI_RESULT_INVALID_QUERY: MI_Result = MI_Result(15);
pub const MI_RESULT_METHOD_NOT_AVAILABLE: MI_Result = MI_Result(16);
pub const MI_RESULT_METHOD_NOT_FOUND: MI_Result = MI_Result(17);
pub const MI_RESULT_NAMESPACE_NOT_EMPTY: MI_Result = MI_Result(20);
pub const MI_RESULT_INVALID_ENUMERATION_CONTEXT: MI_Result = MI_Result(21);
pub const MI_RESULT_INVALID_OPERATION_TIMEOUT: MI_Result = MI_Result(22);
pub const MI_RESULT_PULL_HAS_BEEN_ABANDONED: MI_Result = MI_Result(23);
pub const MI_RESULT_PULL_CANNOT_BE_ABANDONED: MI_Result = MI_Result(24);
pub const MI_RESULT_FILTERED_ENUMERATION_NOT_SUPPORTED: MI_Result = MI_Result(25);
pub const MI_RESULT_CONTINUATION_ON_ERROR_NOT_SUPPORTED: MI_Result = MI_Result(26);
pub const MI_RESULT_SERVER_LIMITS_EXCEEDED: MI_Result = MI_Result(27);
pub const MI_RESULT_SERVER_IS_SHUTTING_DOWN: MI_Result = MI_Result(28);

pub const MI_ERRORCATEGORY_NOT_SPECIFIED: MI_ErrorCategory = MI_ErrorCategory(0);
pub const MI_ERRORCATEGORY_OPEN_ERROR: MI_ErrorCategory = MI_ErrorCategory(1);
pub const MI_ERRORCATEGORY_CLOS_EERROR: MI_ErrorCategory = MI_ErrorCategory(2);
pub const MI_ERRORCATEGORY_DEVICE_ERROR: MI_ErrorCategory = MI_ErrorCategory(3);
pub const MI_ERRORCATEGORY_DEADLOCK_DETECTED: MI_ErrorCategory = MI_ErrorCategory(4);
pub const MI_ERRORCATEGORY_INVALID_ARGUMENT: MI_ErrorCategory = MI_ErrorCategory(5);
pub const MI_ERRORCATEGORY_INVALID_DATA: MI_ErrorCategory = MI_ErrorCategory(6);
pub const MI_ERRORCATEGORY_INVALID_OPERATION: MI_ErrorCategory = MI_ErrorCategory(7);
pub const MI_ERRORCATEGORY_INVALID_RESULT: MI_ErrorCategory = MI_ErrorCategory(8);
pub const MI_ERRORCATEGORY_INVALID_TYPE: MI_ErrorCategory = MI_ErrorCategory(9);
pub const MI_ERRORCATEGORY_METADATA_ERROR: MI_ErrorCategory = MI_ErrorCategory(10);
pub const MI_ERRORCATEGORY_NOT_IMPLEMENTED: MI_ErrorCategory = MI_ErrorCategory(11);
pub const MI_ERRORCATEGORY_NOT_INSTALLED: MI_ErrorCategory = MI_ErrorCategory(12);
pub const MI_ERRORCATEGORY_OBJECT_NOT_FOUND: MI_ErrorCategory = MI_ErrorCategory(13);
pub const MI_ERRORCATEGORY_OPERATION_STOPPED: MI_ErrorCategory = MI_ErrorCategory(14);
pub const MI_ERRORCATEGORY_OPERATION_TIMEOUT: MI_ErrorCategory = MI_ErrorCategory(15);
pub const MI_ERRORCATEGORY_SYNTAX_ERROR: MI_ErrorCategory = MI_ErrorCategory(16);
pub const MI_ERRORCATEGORY_PARSER_ERROR: MI_ErrorCategory = MI_ErrorCategory(17);
pub const MI_ERRORCATEGORY_ACCESS_DENIED: MI_ErrorCategory = MI_ErrorCategory(18);
pub const MI_ERRORCATEGORY_RESOURCE_BUSY: MI_ErrorCategory = MI_ErrorCategory(19);
pub const MI_ERRORCATEGORY_RESOURCE_EXISTS: MI_ErrorCategory = MI_ErrorCategory(20);
pub const MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE: MI_ErrorCategory = MI_ErrorCategory(21);
pub const MI_ERRORCATEGORY_READ_ERROR: MI_ErrorCategory = MI_ErrorCategory(22);
pub const MI_ERRORCATEGORY_WRITE_ERROR: MI_ErrorCategory = MI_ErrorCategory(23);
pub const MI_ERRORCATEGORY_FROM_STDERR: MI_ErrorCategory = MI_ErrorCategory(24);
pub const MI_ERRORCATEGORY_SECURITY_ERROR: MI_ErrorCategory = MI_ErrorCategory(25);
pub const MI_ERRORCATEGORY_PROTOCOL_ERROR: MI_ErrorCategory = MI_ErrorCategory(26);
pub const MI_ERRORCATEGORY_CONNECTION_ERROR: MI_ErrorCategory = MI_ErrorCategory(27);
pub const MI_ERRORCATEGORY_AUTHENTICATION_ERROR: MI_ErrorCategory = MI_ErrorCategory(28);
pub const MI_ERRORCATEGORY_LIMITS_EXCEEDED: MI_ErrorCategory = MI_ErrorCategory(29);
pub const MI_ERRORCATEGORY_QUOTA_EXCEEDED: MI_ErrorCategory = MI_ErrorCategory(30);
pub const MI_ERRORCATEGORY_NOT_ENABLED: MI_ErrorCategory = MI_ErrorCategory(31);

pub const MI_PROMPTTYPE_NORMAL: MI_PromptType = MI_PromptType(0);
pub const MI_PROMPTTYPE_CRITICAL: MI_PromptType = MI_PromptType(1);

pub const MI_CALLBACKMODE_REPORT: MI_CallbackMode = MI_CallbackMode(0);
pub const MI_CALLBACKMODE_INQUIRE: MI_CallbackMode = MI_CallbackMode(1);
pub const MI_CALLBACKMODE_IGNORE: MI_CallbackMode = MI_CallbackMode(2);

pub const MI_PROVIDER_ARCHITECTURE_32BIT: MI_ProviderArchitecture = MI_ProviderArchitecture(0);
pub const MI_PROVIDER_ARCHITECTURE_64BIT: MI_ProviderArchitecture = MI_ProviderArchitecture(1);

pub const MI_BOOLEAN: MI_Type = MI_Type(0);
pub const MI_UINT8: MI_Type = MI_Type(1);
pub const MI_SINT8: MI_Type = MI_Type(2);
pub const MI_UINT16: MI_Type = MI_Type(3);
pub const MI_SINT16: MI_Type = MI_Type(4);
pub const MI_UINT32: MI_Type = MI_Type(5);
pub const MI_SINT32: MI_Type = MI_Type(6);
pub const MI_UINT64: MI_Type = MI_Type(7);
pub const MI_SINT64: MI_Type = MI_Type(8);
pub const MI_REAL32: MI_Type = MI_Type(9);
pub const MI_REAL64: MI_Type = MI_Type(10);
pub const MI_CHAR16: MI_Type = MI_Type(11);
pub const MI_DATETIME: MI_Type = MI_Type(12);
pub const MI_STRING: MI_Type = MI_Type(13);
pub const MI_REFERENCE: MI_Type = MI_Type(14);
pub const MI_INSTANCE: MI_Type = MI_Type(15);
pub const MI_BOOLEANA: MI_Type = MI_Type(16);
pub const MI_UINT8A: MI_Type = MI_Type(17);
pub const MI_SINT8A: MI_Type = MI_Type(18);
pub const MI_UINT16A: MI_Type = MI_Type(19);
pub const MI_SINT16A: MI_Type = MI_Type(20);
pub const MI_UINT32A: MI_Type = MI_Type(21);
pub const MI_SINT32A: MI_Type = MI_Type(22);
pub const MI_UINT64A: MI_Type = MI_Type(23);
pub const MI_SINT64A: MI_Type = MI_Type(24);
pub const MI_REAL32A: MI_Type = MI_Type(25);
pub const MI_REAL64A: MI_Type = MI_Type(26);
pub const MI_CHAR16A: MI_Type = MI_Type(27);
pub const MI_DATETIMEA: MI_Type = MI_Type(28);
pub const MI_STRINGA: MI_Type = MI_Type(29);
pub const MI_REFERENCEA: MI_Type = MI_Type(30);
pub const MI_INSTANCEA: MI_Type = MI_Type(31);
pub const MI_ARRAY: MI_Type = MI_Type(16);

pub const MI_LOCALE_TYPE_REQUESTED_UI: MI_LocaleType = MI_LocaleType(0);
pub const MI_LOCALE_TYPE_REQUESTED_DATA: MI_LocaleType = MI_LocaleType(1);
pub const MI_LOCALE_TYPE_CLOSEST_UI: MI_LocaleType = MI_LocaleType(2);
pub const MI_LOCALE_TYPE_CLOSEST_DATA: MI_LocaleType = MI_LocaleType(3);

pub const MI_REASON_NONE: MI_CancellationReason = MI_CancellationReason(0);
pub const MI_REASON_TIMEOUT: MI_CancellationReason = MI_CancellationReason(1);
pub const MI_REASON_SHUTDOWN: MI_CancellationReason = MI_CancellationReason(2);
pub const MI_REASON_SERVICESTOP: MI_CancellationReason = MI_CancellationReason(3);

pub const MI_OperationCallback_ResponseType_No: MI_OperationCallback_ResponseType =
    MI_OperationCallback_ResponseType(0);
pub const MI_OperationCallback_ResponseType_Yes: MI_OperationCallback_ResponseType =
    MI_OperationCallback_ResponseType(1);
pub const MI_OperationCallback_ResponseType_NoToAll: MI_OperationCallback_ResponseType =
    MI_OperationCallback_ResponseType(2);
pub const MI_OperationCallback_ResponseType_YesToAll: MI_OperationCallback_ResponseType =
    MI_OperationCallback_ResponseType(3);

pub const MI_SubscriptionDeliveryType_Pull: MI_SubscriptionDeliveryType = MI_SubscriptionDeliveryType(1);
pub const MI_SubscriptionDeliveryType_Push: MI_SubscriptionDeliveryType = MI_SubscriptionDeliveryType(2);

pub const MI_DestinationOptions_ImpersonationType_Default: MI_DestinationOptions_ImpersonationType =
    MI_DestinationOptions_ImpersonationType(0);
pub const MI_DestinationOptions_ImpersonationType_None: MI_DestinationOptions_ImpersonationType =
    MI_DestinationOptions_ImpersonationType(1);
pub const MI_DestinationOptions_ImpersonationType_Identify: MI_DestinationOptions_ImpersonationType =
    MI_DestinationOptions_ImpersonationType(2);
pub const MI_DestinationOptions_ImpersonationType_Impersonate: MI_DestinationOptions_ImpersonationType =
    MI_DestinationOptions_ImpersonationType(3);
pub const MI_DestinationOptions_ImpersonationType_Delegate: MI_DestinationOptions_ImpersonationType =
    MI_DestinationOptions_ImpersonationType(4);

pub const MI_FLAG_CLASS: MI_Uint32 = 1;
pub const MI_FLAG_METHOD: MI_Uint32 = 2;
pub const MI_FLAG_PROPERTY: MI_Uint32 = 4;
pub const MI_FLAG_PARAMETER: MI_Uint32 = 8;
pub const MI_FLAG_ASSOCIATION: MI_Uint32 = 16;
pub const MI_FLAG_INDICATION: MI_Uint32 = 32;
pub const MI_FLAG_REFERENCE: MI_Uint32 = 64;
pub const MI_FLAG_ANY: MI_Uint32 = 127;
pub const MI_FLAG_ENABLEOVERRIDE: MI_Uint32 = 128;
pub const MI_FLAG_DISABLEOVERRIDE: MI_Uint32 = 256;
pub const MI_FLAG_RESTRICTED: MI_Uint32 = 512;
pub const MI_FLAG_TOSUBCLASS: MI_Uint32 = 1024;
pub const MI_FLAG_TRANSLATABLE: MI_Uint32 = 2048;
pub const MI_FLAG_KEY: MI_Uint32 = 4096;
pub const MI_FLAG_IN: MI_Uint32 = 8192;
pub const MI_FLAG_OUT: MI_Uint32 = 16384;
pub const MI_FLAG_REQUIRED: MI_Uint32 = 32768;
pub const MI_FLAG_STATIC: MI_Uint32 = 65536;
pub const MI_FLAG_ABSTRACT: MI_Uint32 = 131072;
pub const MI_FLAG_TERMINAL: MI_Uint32 = 262144;
pub const MI_FLAG_EXPENSIVE: MI_Uint32 = 524288;
pub const MI_FLAG_STREAM: MI_Uint32 = 1048576;
pub const MI_FLAG_READONLY: MI_Uint32 = 2097152;
pub const MI_FLAG_TOINSTANCE: MI_Uint32 = 4194304;
pub const MI_FLAG_NOT_MODIFIED: MI_Uint32 = 33554432;
pub const MI_FLAG_VERSION: MI_Uint32 = 469762048;
pub const MI_FLAG_NULL: MI_Uint32 = 536870912;
pub const MI_FLAG_BORROW: MI_Uint32 = 1073741824;
pub const MI_FLAG_ADOPT: MI_Uint32 = 2147483648;

pub const MI_TRUE: MI_Boolean = 1;
pub const MI_FALSE: MI_Boolean = 0;

pub const MI_MODULE_FLAG_STANDARD_QUALIFIERS: MI_Uint32 = 1;
pub const MI_MODULE_FLAG_DESCRIPTIONS: MI_Uint32 = 2;
pub const MI_MODULE_FLAG_VALUES: MI_Uint32 = 4;
pub const MI_MODULE_FLAG_MAPPING_STRINGS: MI_Uint32 = 8;
pub const MI_MODULE_FLAG_BOOLEANS: MI_Uint32 = 16;
pub const MI_MODULE_FLAG_CPLUSPLUS: MI_Uint32 = 32;
pub const MI_MODULE_FLAG_LOCALIZED: MI_Uint32 = 64;
pub const MI_MODULE_FLAG_FILTER_SUPPORT: MI_Uint32 = 128;

pub const MI_MAX_LOCALE_SIZE: MI_Uint32 = 128;

pub const MI_WRITEMESSAGE_CHANNEL_WARNING: MI_Uint32 = 0;
pub const MI_WRITEMESSAGE_CHANNEL_VERBOSE: MI_Uint32 = 1;
pub const MI_WRITEMESSAGE_CHANNEL_DEBUG: MI_Uint32 = 2;

pub const MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS: MI_Uint32 = 1;
pub const MI_OPERATIONFLAGS_NO_RTTI: MI_Uint32 = 1024;
pub const MI_OPERATIONFLAGS_BASIC_RTTI: MI_Uint32 = 2;
pub const MI_OPERATIONFLAGS_STANDARD_RTTI: MI_Uint32 = 2048;
pub const MI_OPERATIONFLAGS_FULL_RTTI: MI_Uint32 = 4;
pub const MI_OPERATIONFLAGS_DEFAULT_RTTI: MI_Uint32 = 0;
pub const MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS: MI_Uint32 = 8;
pub const MI_OPERATIONFLAGS_EXPENSIVE_PROPERTIES: MI_Uint32 = 64;
pub const MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW: MI_Uint32 = 128;
pub const MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY: MI_Uint32 = 384;
pub const MI_OPERATIONFLAGS_REPORT_OPERATION_STARTED: MI_Uint32 = 512;

pub const MI_SERIALIZER_FLAGS_CLASS_DEEP: MI_Uint32 = 1;
pub const MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS: MI_Uint32 = 1;

pub const MI_LIFECYCLE_INDICATION_NONE: MI_Uint32 = 0;
pub const MI_LIFECYCLE_INDICATION_CREATE: MI_Uint32 = 1;
pub const MI_LIFECYCLE_INDICATION_MODIFY: MI_Uint32 = 2;
pub const MI_LIFECYCLE_INDICATION_DELETE: MI_Uint32 = 4;
pub const MI_LIFECYCLE_INDICATION_READ: MI_Uint32 = 8;
pub const MI_LIFECYCLE_INDICATION_METHODCALL: MI_Uint32 = 16;
pub const MI_LIFECYCLE_INDICATION_ALL: MI_Uint32 = 31;

pub const MI_FLAG_EXTENDED: MI_Uint32 = 4096;

pub const MI_OPERATIONFLAGS_AUTOMATIC_ACK_RESULTS: MI_Uint32 = 0;
pub const MI_OPERATIONFLAGS_NON_LOCALIZED_QUALIFIERS: MI_Uint32 = 0;
pub const MI_OPERATIONFLAGS_NON_EXPENSIVE_PROPERTIES_ONLY: MI_Uint32 = 64;
pub const MI_OPERATIONFLAGS_POLYMORPHISM_DEEP: MI_Uint32 = 0;
