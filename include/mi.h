/*
 * mi.h: the MI (Management Infrastructure) client API, for C99, C11 and C++.
 *
 * Made from the Rust sources by `make header`; changes belong there. Every function declared here is exported by
 * libmi.so (mi.dll). What the original's header lets inline wrappers do, these functions do: a NULL handle or table
 * answers MI_RESULT_INVALID_PARAMETER (or a callback that carries it), and the call goes through the handle's table.
 *
 * Before the #include may stand:
 *   MI_CHAR_TYPE    1: MI_Char is char, UTF-8 (default, except on Windows); 2: wchar_t (the library itself has the default)
 *   MI_API_VERSION  1 or 2; 2 (default, except on Windows) has lifecycle indications
 *   MI_CONST        what stands for const in declarations of classes; default const
 */
#ifndef _MI_h
#define _MI_h

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#if !defined(MI_CHAR_TYPE)
# if defined(_WIN32)
#  define MI_CHAR_TYPE 2
# else
#  define MI_CHAR_TYPE 1
# endif
#elif (MI_CHAR_TYPE != 1) && (MI_CHAR_TYPE != 2)
# error "MI_CHAR_TYPE must be 1 (char) or 2 (wchar_t)"
#endif
#if MI_CHAR_TYPE == 2
# define MI_USE_WCHAR
#endif

#if !defined(MI_API_VERSION)
# if defined(_WIN32)
#  define MI_API_VERSION 1
# else
#  define MI_API_VERSION 2
# endif
#elif (MI_API_VERSION < 1) || (MI_API_VERSION > 2)
# error "MI_API_VERSION must be 1 or 2"
#endif

/* Windows' name for the version of the calls; there is only the first. */
#if !defined(MI_CALL_VERSION)
# define MI_CALL_VERSION 1
#elif MI_CALL_VERSION > 1
# error "MI_CALL_VERSION must be 1"
#endif

#if !defined(MI_CONST)
# define MI_CONST const
#endif

/* const in OMI's prototypes, absent in Windows' ones. */
#if !defined(MI_LINUX_CONST)
# if defined(_WIN32)
#  define MI_LINUX_CONST
# else
#  define MI_LINUX_CONST const
# endif
#endif

#if defined(_WIN32)
# define MI_EXPORT __declspec(dllexport)
# if !defined(MI_IMPORT)
#  define MI_IMPORT __declspec(dllimport)
# endif
# define MI_CALL __stdcall
# define MI_MAIN_CALL __cdecl
#else
# if defined(__GNUC__)
#  define MI_EXPORT __attribute__((visibility("default")))
# else
#  define MI_EXPORT
# endif
# if !defined(MI_IMPORT)
#  define MI_IMPORT
# endif
# define MI_CALL
# define MI_MAIN_CALL
#endif
#define MI_LINKAGE MI_EXPORT

#if !defined(MI_INLINE_CALL)
# define MI_INLINE_CALL MI_CALL
#endif
#define MI_INLINE static __inline

#if defined(__cplusplus)
# define MI_EXTERN_C extern "C"
#else
# define MI_EXTERN_C extern
#endif

#define MI_OFFSETOF(STRUCT, FIELD) offsetof(STRUCT, FIELD)
#define MI_COUNT(ARRAY) (sizeof(ARRAY) / sizeof((ARRAY)[0]))
#define MI_UNREFERENCED_PARAMETER(PARAMETER) (void)(PARAMETER)

#if MI_CHAR_TYPE == 1
# define MI_T(STRING) STRING
#else
# define MI_T(STRING) L##STRING
#endif

#if defined(_MSC_VER)
# define MI_LL(NUMBER) NUMBER##i64
# define MI_ULL(NUMBER) NUMBER##ui64
#else
# define MI_LL(NUMBER) NUMBER##LL
# define MI_ULL(NUMBER) NUMBER##ULL
#endif

#define MI_MAKE_VERSION(MAJOR, MINOR, REVISION) (((MAJOR) << 16) | ((MINOR) << 8) | (REVISION))
#if !defined(MI_MAJOR)
# define MI_MAJOR ((MI_Uint32)1)
#endif
#if !defined(MI_MINOR)
# define MI_MINOR ((MI_Uint32)(MI_API_VERSION - 1))
#endif
#if !defined(MI_REVISION)
# define MI_REVISION ((MI_Uint32)0)
#endif
#if !defined(MI_REVISON)
# define MI_REVISON MI_REVISION
#endif
#define MI_VERSION MI_MAKE_VERSION(MI_MAJOR, MI_MINOR, MI_REVISION)

/* Annotations that sources of the original mention; a compiler that has them has defined them. */
#if !defined(_In_)
# define _In_
#endif
#if !defined(_In_opt_)
# define _In_opt_
#endif
#if !defined(_In_z_)
# define _In_z_
#endif
#if !defined(_In_opt_z_)
# define _In_opt_z_
#endif
#if !defined(_Out_)
# define _Out_
#endif
#if !defined(_Out_opt_)
# define _Out_opt_
#endif
#if !defined(_Inout_)
# define _Inout_
#endif
#if !defined(_Inout_opt_)
# define _Inout_opt_
#endif
#if !defined(_Outptr_)
# define _Outptr_
#endif
#if !defined(_Outptr_opt_)
# define _Outptr_opt_
#endif
#if !defined(_Outptr_result_z_)
# define _Outptr_result_z_
#endif
#if !defined(_Outptr_result_maybenull_)
# define _Outptr_result_maybenull_
#endif
#if !defined(_Outptr_opt_result_maybenull_)
# define _Outptr_opt_result_maybenull_
#endif
#if !defined(_Outptr_result_maybenull_z_)
# define _Outptr_result_maybenull_z_
#endif
#if !defined(_Outptr_opt_result_z_)
# define _Outptr_opt_result_z_
#endif
#if !defined(_Outptr_opt_result_maybenull_z_)
# define _Outptr_opt_result_maybenull_z_
#endif
#if !defined(_Out_writes_z_)
# define _Out_writes_z_(X)
#endif
#if !defined(_Return_type_success_)
# define _Return_type_success_(X)
#endif
#if !defined(_In_reads_opt_)
# define _In_reads_opt_(X)
#endif
#if !defined(_Out_writes_bytes_)
# define _Out_writes_bytes_(X)
#endif
#if !defined(_In_reads_)
# define _In_reads_(X)
#endif
#if !defined(_Out_writes_opt_)
# define _Out_writes_opt_(X)
#endif
#if !defined(_Pre_writable_size_)
# define _Pre_writable_size_(X)
#endif
#if !defined(_Out_writes_to_opt_)
# define _Out_writes_to_opt_(SIZE, COUNT)
#endif

#if defined(__cplusplus)
extern "C" {
#endif

typedef unsigned char MI_Boolean;
typedef unsigned char MI_Uint8;
typedef signed char MI_Sint8;
typedef unsigned short MI_Uint16;
typedef signed short MI_Sint16;
typedef unsigned int MI_Uint32;
typedef signed int MI_Sint32;
typedef unsigned long long MI_Uint64;
typedef signed long long MI_Sint64;
typedef float MI_Real32;
typedef double MI_Real64;
typedef unsigned short MI_Char16;

/* One code unit of a string: a byte of UTF-8, or a unit of UTF-16 (UTF-32 where wchar_t has 32 bits). */
#if MI_CHAR_TYPE == 1
typedef char MI_Char;
#else
typedef wchar_t MI_Char;
#endif
typedef MI_Char *MI_StringPtr;
typedef const MI_Char *MI_ConstStringPtr;

/* What a provider module keeps for itself; opaque. */
typedef struct _MI_Module_Self MI_Module_Self;

/**
 * What a call or an operation came to (DSP0004's status codes, and a few more).
 */
typedef enum _MI_Result {
    MI_RESULT_OK = 0,
    MI_RESULT_FAILED = 1,
    MI_RESULT_ACCESS_DENIED = 2,
    MI_RESULT_INVALID_NAMESPACE = 3,
    MI_RESULT_INVALID_PARAMETER = 4,
    MI_RESULT_INVALID_CLASS = 5,
    MI_RESULT_NOT_FOUND = 6,
    MI_RESULT_NOT_SUPPORTED = 7,
    MI_RESULT_CLASS_HAS_CHILDREN = 8,
    MI_RESULT_CLASS_HAS_INSTANCES = 9,
    MI_RESULT_INVALID_SUPERCLASS = 10,
    MI_RESULT_ALREADY_EXISTS = 11,
    MI_RESULT_NO_SUCH_PROPERTY = 12,
    MI_RESULT_TYPE_MISMATCH = 13,
    MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED = 14,
    MI_RESULT_INVALID_QUERY = 15,
    MI_RESULT_METHOD_NOT_AVAILABLE = 16,
    MI_RESULT_METHOD_NOT_FOUND = 17,
    MI_RESULT_NAMESPACE_NOT_EMPTY = 20,
    MI_RESULT_INVALID_ENUMERATION_CONTEXT = 21,
    MI_RESULT_INVALID_OPERATION_TIMEOUT = 22,
    MI_RESULT_PULL_HAS_BEEN_ABANDONED = 23,
    MI_RESULT_PULL_CANNOT_BE_ABANDONED = 24,
    MI_RESULT_FILTERED_ENUMERATION_NOT_SUPPORTED = 25,
    MI_RESULT_CONTINUATION_ON_ERROR_NOT_SUPPORTED = 26,
    MI_RESULT_SERVER_LIMITS_EXCEEDED = 27,
    MI_RESULT_SERVER_IS_SHUTTING_DOWN = 28
} MI_Result;

/**
 * Which of a request's languages.
 */
typedef enum _MI_LocaleType {
    MI_LOCALE_TYPE_REQUESTED_UI = 0,
    MI_LOCALE_TYPE_REQUESTED_DATA = 1,
    MI_LOCALE_TYPE_CLOSEST_UI = 2,
    MI_LOCALE_TYPE_CLOSEST_DATA = 3
} MI_LocaleType;

/**
 * Why something was cancelled.
 */
typedef enum _MI_CancellationReason {
    MI_REASON_NONE = 0,
    MI_REASON_TIMEOUT = 1,
    MI_REASON_SHUTDOWN = 2,
    MI_REASON_SERVICESTOP = 3
} MI_CancellationReason;

/**
 * The type of a value.
 */
typedef enum _MI_Type {
    MI_BOOLEAN = 0,
    MI_UINT8 = 1,
    MI_SINT8 = 2,
    MI_UINT16 = 3,
    MI_SINT16 = 4,
    MI_UINT32 = 5,
    MI_SINT32 = 6,
    MI_UINT64 = 7,
    MI_SINT64 = 8,
    MI_REAL32 = 9,
    MI_REAL64 = 10,
    MI_CHAR16 = 11,
    MI_DATETIME = 12,
    MI_STRING = 13,
    MI_REFERENCE = 14,
    MI_INSTANCE = 15,
    MI_BOOLEANA = 16,
    MI_UINT8A = 17,
    MI_SINT8A = 18,
    MI_UINT16A = 19,
    MI_SINT16A = 20,
    MI_UINT32A = 21,
    MI_SINT32A = 22,
    MI_UINT64A = 23,
    MI_SINT64A = 24,
    MI_REAL32A = 25,
    MI_REAL64A = 26,
    MI_CHAR16A = 27,
    MI_DATETIMEA = 28,
    MI_STRINGA = 29,
    MI_REFERENCEA = 30,
    MI_INSTANCEA = 31,
    MI_ARRAY = 16
} MI_Type;

/**
 * How urgent a question to the user is.
 */
typedef enum _MI_PromptType {
    MI_PROMPTTYPE_NORMAL = 0,
    MI_PROMPTTYPE_CRITICAL = 1
} MI_PromptType;

/**
 * The answer to a question.
 */
typedef enum _MI_OperationCallback_ResponseType {
    MI_OperationCallback_ResponseType_No = 0,
    MI_OperationCallback_ResponseType_Yes = 1,
    MI_OperationCallback_ResponseType_NoToAll = 2,
    MI_OperationCallback_ResponseType_YesToAll = 3
} MI_OperationCallback_ResponseType;

/**
 * Whether indications are fetched or sent.
 */
typedef enum _MI_SubscriptionDeliveryType {
    MI_SubscriptionDeliveryType_Pull = 1,
    MI_SubscriptionDeliveryType_Push = 2
} MI_SubscriptionDeliveryType;

/**
 * What kind of thing an error is about.
 */
typedef enum _MI_ErrorCategory {
    MI_ERRORCATEGORY_NOT_SPECIFIED = 0,
    MI_ERRORCATEGORY_OPEN_ERROR = 1,
    MI_ERRORCATEGORY_CLOS_EERROR = 2,
    MI_ERRORCATEGORY_DEVICE_ERROR = 3,
    MI_ERRORCATEGORY_DEADLOCK_DETECTED = 4,
    MI_ERRORCATEGORY_INVALID_ARGUMENT = 5,
    MI_ERRORCATEGORY_INVALID_DATA = 6,
    MI_ERRORCATEGORY_INVALID_OPERATION = 7,
    MI_ERRORCATEGORY_INVALID_RESULT = 8,
    MI_ERRORCATEGORY_INVALID_TYPE = 9,
    MI_ERRORCATEGORY_METADATA_ERROR = 10,
    MI_ERRORCATEGORY_NOT_IMPLEMENTED = 11,
    MI_ERRORCATEGORY_NOT_INSTALLED = 12,
    MI_ERRORCATEGORY_OBJECT_NOT_FOUND = 13,
    MI_ERRORCATEGORY_OPERATION_STOPPED = 14,
    MI_ERRORCATEGORY_OPERATION_TIMEOUT = 15,
    MI_ERRORCATEGORY_SYNTAX_ERROR = 16,
    MI_ERRORCATEGORY_PARSER_ERROR = 17,
    MI_ERRORCATEGORY_ACCESS_DENIED = 18,
    MI_ERRORCATEGORY_RESOURCE_BUSY = 19,
    MI_ERRORCATEGORY_RESOURCE_EXISTS = 20,
    MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE = 21,
    MI_ERRORCATEGORY_READ_ERROR = 22,
    MI_ERRORCATEGORY_WRITE_ERROR = 23,
    MI_ERRORCATEGORY_FROM_STDERR = 24,
    MI_ERRORCATEGORY_SECURITY_ERROR = 25,
    MI_ERRORCATEGORY_PROTOCOL_ERROR = 26,
    MI_ERRORCATEGORY_CONNECTION_ERROR = 27,
    MI_ERRORCATEGORY_AUTHENTICATION_ERROR = 28,
    MI_ERRORCATEGORY_LIMITS_EXCEEDED = 29,
    MI_ERRORCATEGORY_QUOTA_EXCEEDED = 30,
    MI_ERRORCATEGORY_NOT_ENABLED = 31
} MI_ErrorCategory;

/**
 * How far a server may act in the client's name.
 */
typedef enum _MI_DestinationOptions_ImpersonationType {
    MI_DestinationOptions_ImpersonationType_Default = 0,
    MI_DestinationOptions_ImpersonationType_None = 1,
    MI_DestinationOptions_ImpersonationType_Identify = 2,
    MI_DestinationOptions_ImpersonationType_Impersonate = 3,
    MI_DestinationOptions_ImpersonationType_Delegate = 4
} MI_DestinationOptions_ImpersonationType;

/**
 * What becomes of errors and questions during an operation.
 */
typedef enum _MI_CallbackMode {
    MI_CALLBACKMODE_REPORT = 0,
    MI_CALLBACKMODE_INQUIRE = 1,
    MI_CALLBACKMODE_IGNORE = 2
} MI_CallbackMode;

/**
 * The architecture of a provider.
 */
typedef enum _MI_ProviderArchitecture {
    MI_PROVIDER_ARCHITECTURE_32BIT = 0,
    MI_PROVIDER_ARCHITECTURE_64BIT = 1
} MI_ProviderArchitecture;

#define MI_FLAG_CLASS 1
#define MI_FLAG_METHOD 2
#define MI_FLAG_PROPERTY 4
#define MI_FLAG_PARAMETER 8
#define MI_FLAG_ASSOCIATION 16
#define MI_FLAG_INDICATION 32
#define MI_FLAG_REFERENCE 64
#define MI_FLAG_ANY 127
#define MI_FLAG_ENABLEOVERRIDE 128
#define MI_FLAG_DISABLEOVERRIDE 256
#define MI_FLAG_RESTRICTED 512
#define MI_FLAG_TOSUBCLASS 1024
#define MI_FLAG_TRANSLATABLE 2048
#define MI_FLAG_KEY 4096
#define MI_FLAG_IN 8192
#define MI_FLAG_OUT 16384
#define MI_FLAG_REQUIRED 32768
#define MI_FLAG_STATIC 65536
#define MI_FLAG_ABSTRACT 131072
#define MI_FLAG_TERMINAL 262144
#define MI_FLAG_EXPENSIVE 524288
#define MI_FLAG_STREAM 1048576
#define MI_FLAG_READONLY 2097152
#define MI_FLAG_TOINSTANCE 4194304
#define MI_FLAG_NOT_MODIFIED 33554432
#define MI_FLAG_VERSION 469762048
#define MI_FLAG_NULL 536870912
#define MI_FLAG_BORROW 1073741824
#define MI_FLAG_ADOPT 2147483648u
#define MI_TRUE ((MI_Boolean)1)
#define MI_FALSE ((MI_Boolean)0)
#define MI_MODULE_FLAG_STANDARD_QUALIFIERS 1
#define MI_MODULE_FLAG_DESCRIPTIONS 2
#define MI_MODULE_FLAG_VALUES 4
#define MI_MODULE_FLAG_MAPPING_STRINGS 8
#define MI_MODULE_FLAG_BOOLEANS 16
#define MI_MODULE_FLAG_CPLUSPLUS 32
#define MI_MODULE_FLAG_LOCALIZED 64
#define MI_MODULE_FLAG_FILTER_SUPPORT 128
#define MI_MAX_LOCALE_SIZE 128
#define MI_WRITEMESSAGE_CHANNEL_WARNING 0
#define MI_WRITEMESSAGE_CHANNEL_VERBOSE 1
#define MI_WRITEMESSAGE_CHANNEL_DEBUG 2
#define MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS 1
#define MI_OPERATIONFLAGS_NO_RTTI 1024
#define MI_OPERATIONFLAGS_BASIC_RTTI 2
#define MI_OPERATIONFLAGS_STANDARD_RTTI 2048
#define MI_OPERATIONFLAGS_FULL_RTTI 4
#define MI_OPERATIONFLAGS_DEFAULT_RTTI 0
#define MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS 8
#define MI_OPERATIONFLAGS_EXPENSIVE_PROPERTIES 64
#define MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW 128
#define MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY 384
#define MI_OPERATIONFLAGS_REPORT_OPERATION_STARTED 512
#define MI_SERIALIZER_FLAGS_CLASS_DEEP 1
#define MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS 1
#if MI_API_VERSION >= 2
#define MI_LIFECYCLE_INDICATION_NONE 0
#define MI_LIFECYCLE_INDICATION_CREATE 1
#define MI_LIFECYCLE_INDICATION_MODIFY 2
#define MI_LIFECYCLE_INDICATION_DELETE 4
#define MI_LIFECYCLE_INDICATION_READ 8
#define MI_LIFECYCLE_INDICATION_METHODCALL 16
#define MI_LIFECYCLE_INDICATION_ALL 31
#endif
#define MI_FLAG_EXTENDED 4096
#define MI_OPERATIONFLAGS_AUTOMATIC_ACK_RESULTS 0
#define MI_OPERATIONFLAGS_NON_LOCALIZED_QUALIFIERS 0
#define MI_OPERATIONFLAGS_NON_EXPENSIVE_PROPERTIES_ONLY 64
#define MI_OPERATIONFLAGS_POLYMORPHISM_DEEP 0
#define MI_QUERY_DIALECT_WQL MI_T("WQL")
#define MI_QUERY_DIALECT_CQL MI_T("CQL")
#define MI_QUERY_DIALECT_SELECTOR MI_T("selectorFilter")
#define MI_RESULT_TYPE_MI MI_T("MI")
#define MI_RESULT_TYPE_HRESULT MI_T("HRESULT")
#define MI_RESULT_TYPE_WIN32 MI_T("WIN32")
#define MI_RESULT_TYPE_ERRNO MI_T("ERRNO")
#define MI_RESULT_TYPE_WINRM MI_T("WINRM")
#define MI_AUTH_TYPE_DEFAULT MI_T("Default")
#define MI_AUTH_TYPE_NONE MI_T("None")
#define MI_AUTH_TYPE_DIGEST MI_T("Digest")
#define MI_AUTH_TYPE_NEGO_WITH_CREDS MI_T("NegoWithCreds")
#define MI_AUTH_TYPE_NEGO_NO_CREDS MI_T("NegoNoCreds")
#define MI_AUTH_TYPE_BASIC MI_T("Basic")
#define MI_AUTH_TYPE_KERBEROS MI_T("Kerberos")
#define MI_AUTH_TYPE_CLIENT_CERTS MI_T("ClientCerts")
#define MI_AUTH_TYPE_NTLM MI_T("Ntlmdomain")
#define MI_AUTH_TYPE_ISSUER_CERT MI_T("IssuerCert")
#define MI_DESTINATIONOPTIONS_PACKET_ENCODING_DEFAULT MI_T("default")
#define MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF8 MI_T("UTF8")
#define MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF16 MI_T("UTF16")
#define MI_DESTINATIONOPTIONS_TRANSPORT_HTTP MI_T("HTTP")
#define MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS MI_T("HTTPS")
#define MI_DESTINATIONOPTIONS_PROXY_TYPE_IE MI_T("IE")
#define MI_DESTINATIONOPTIONS_PROXY_TYPE_WINHTTP MI_T("WinHTTP")
#define MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO MI_T("Auto")
#define MI_DESTINATIONOPTIONS_PROXY_TYPE_NONE MI_T("None")
#define MI_SUBSCRIBE_BOOKMARK_OLDEST L"MI_SUBSCRIBE_BOOKMARK_OLDEST"
#define MI_SUBSCRIBE_BOOKMARK_NEWEST L"MI_SUBSCRIBE_BOOKMARK_NEWEST"
#define MI_AUTH_TYPE_CREDSSP MI_T("CredSSP")
#define MI_DESTINATIONOPTIONS_TRANPSORT_HTTPS MI_T("HTTPS")

typedef struct _MI_UsernamePasswordCreds MI_UsernamePasswordCreds;
typedef union _MI_CredentialsValue MI_CredentialsValue;
typedef struct _MI_UserCredentials MI_UserCredentials;
typedef struct _MI_Timestamp MI_Timestamp;
typedef struct _MI_Interval MI_Interval;
typedef union _MI_DatetimeValue MI_DatetimeValue;
typedef struct _MI_Datetime MI_Datetime;
typedef struct _MI_Qualifier MI_Qualifier;
typedef struct _MI_PropertyDecl MI_PropertyDecl;
typedef struct _MI_ParameterDecl MI_ParameterDecl;
typedef struct _MI_QualifierDecl MI_QualifierDecl;
typedef struct _MI_SchemaDecl MI_SchemaDecl;
typedef struct _MI_OperationOptionsFT MI_OperationOptionsFT;
typedef struct _MI_OperationOptions MI_OperationOptions;
typedef struct _MI_QualifierSetFT MI_QualifierSetFT;
typedef struct _MI_QualifierSet MI_QualifierSet;
typedef struct _MI_ParameterSetFT MI_ParameterSetFT;
typedef struct _MI_ParameterSet MI_ParameterSet;
typedef struct _MI_ClassFT MI_ClassFT;
typedef struct _MI_Class MI_Class;
typedef struct _MI_OperationFT MI_OperationFT;
typedef struct _MI_Operation MI_Operation;
typedef struct _MI_OperationCallbacks MI_OperationCallbacks;
typedef struct _MI_SubscriptionDeliveryOptionsFT MI_SubscriptionDeliveryOptionsFT;
typedef struct _MI_SubscriptionDeliveryOptions MI_SubscriptionDeliveryOptions;
typedef struct _MI_SessionFT MI_SessionFT;
typedef struct _MI_Session MI_Session;
typedef struct _MI_LifecycleIndicationContextFT MI_LifecycleIndicationContextFT;
typedef struct _MI_LifecycleIndicationContext MI_LifecycleIndicationContext;
typedef struct _MI_ContextFT MI_ContextFT;
typedef struct _MI_Context MI_Context;
typedef struct _MI_MethodDecl MI_MethodDecl;
typedef struct _MI_PropertySetFT MI_PropertySetFT;
typedef struct _MI_PropertySet MI_PropertySet;
typedef struct _MI_FilterFT MI_FilterFT;
typedef struct _MI_Filter MI_Filter;
typedef struct _MI_ProviderFT MI_ProviderFT;
typedef struct _MI_ClassDecl MI_ClassDecl;
typedef struct _MI_InstanceFT MI_InstanceFT;
typedef struct _MI_Instance MI_Instance;
typedef struct _MI_BooleanA MI_BooleanA;
typedef struct _MI_Uint8A MI_Uint8A;
typedef struct _MI_Sint8A MI_Sint8A;
typedef struct _MI_Uint16A MI_Uint16A;
typedef struct _MI_Sint16A MI_Sint16A;
typedef struct _MI_Uint32A MI_Uint32A;
typedef struct _MI_Sint32A MI_Sint32A;
typedef struct _MI_Uint64A MI_Uint64A;
typedef struct _MI_Sint64A MI_Sint64A;
typedef struct _MI_Real32A MI_Real32A;
typedef struct _MI_Real64A MI_Real64A;
typedef struct _MI_Char16A MI_Char16A;
typedef struct _MI_DatetimeA MI_DatetimeA;
typedef struct _MI_StringA MI_StringA;
typedef struct _MI_ReferenceA MI_ReferenceA;
typedef struct _MI_InstanceA MI_InstanceA;
typedef struct _MI_Array MI_Array;
typedef union _MI_Value MI_Value;
typedef struct _MI_DestinationOptionsFT MI_DestinationOptionsFT;
typedef struct _MI_DestinationOptions MI_DestinationOptions;
typedef struct _MI_SessionCallbacks MI_SessionCallbacks;
typedef struct _MI_Module MI_Module;
typedef struct _MI_ServerFT MI_ServerFT;
typedef struct _MI_Server MI_Server;
typedef struct _MI_HostedProviderFT MI_HostedProviderFT;
typedef struct _MI_HostedProvider MI_HostedProvider;
typedef struct _MI_Serializer MI_Serializer;
typedef struct _MI_Deserializer MI_Deserializer;
typedef struct _MI_ApplicationFT MI_ApplicationFT;
typedef struct _MI_Application MI_Application;
typedef struct _MI_ObjectDecl MI_ObjectDecl;
typedef struct _MI_FeatureDecl MI_FeatureDecl;
typedef struct _MI_BooleanField MI_BooleanField;
typedef struct _MI_Sint8Field MI_Sint8Field;
typedef struct _MI_Uint8Field MI_Uint8Field;
typedef struct _MI_Sint16Field MI_Sint16Field;
typedef struct _MI_Uint16Field MI_Uint16Field;
typedef struct _MI_Sint32Field MI_Sint32Field;
typedef struct _MI_Uint32Field MI_Uint32Field;
typedef struct _MI_Sint64Field MI_Sint64Field;
typedef struct _MI_Uint64Field MI_Uint64Field;
typedef struct _MI_Real32Field MI_Real32Field;
typedef struct _MI_Real64Field MI_Real64Field;
typedef struct _MI_Char16Field MI_Char16Field;
typedef struct _MI_DatetimeField MI_DatetimeField;
typedef struct _MI_StringField MI_StringField;
typedef struct _MI_ReferenceField MI_ReferenceField;
typedef struct _MI_InstanceField MI_InstanceField;
typedef struct _MI_BooleanAField MI_BooleanAField;
typedef struct _MI_Uint8AField MI_Uint8AField;
typedef struct _MI_Sint8AField MI_Sint8AField;
typedef struct _MI_Uint16AField MI_Uint16AField;
typedef struct _MI_Sint16AField MI_Sint16AField;
typedef struct _MI_Uint32AField MI_Uint32AField;
typedef struct _MI_Sint32AField MI_Sint32AField;
typedef struct _MI_Uint64AField MI_Uint64AField;
typedef struct _MI_Sint64AField MI_Sint64AField;
typedef struct _MI_Real32AField MI_Real32AField;
typedef struct _MI_Real64AField MI_Real64AField;
typedef struct _MI_Char16AField MI_Char16AField;
typedef struct _MI_DatetimeAField MI_DatetimeAField;
typedef struct _MI_StringAField MI_StringAField;
typedef struct _MI_ReferenceAField MI_ReferenceAField;
typedef struct _MI_InstanceAField MI_InstanceAField;
typedef struct _MI_ArrayField MI_ArrayField;
typedef struct _MI_ConstBooleanField MI_ConstBooleanField;
typedef struct _MI_ConstSint8Field MI_ConstSint8Field;
typedef struct _MI_ConstUint8Field MI_ConstUint8Field;
typedef struct _MI_ConstSint16Field MI_ConstSint16Field;
typedef struct _MI_ConstUint16Field MI_ConstUint16Field;
typedef struct _MI_ConstSint32Field MI_ConstSint32Field;
typedef struct _MI_ConstUint32Field MI_ConstUint32Field;
typedef struct _MI_ConstSint64Field MI_ConstSint64Field;
typedef struct _MI_ConstUint64Field MI_ConstUint64Field;
typedef struct _MI_ConstReal32Field MI_ConstReal32Field;
typedef struct _MI_ConstReal64Field MI_ConstReal64Field;
typedef struct _MI_ConstChar16Field MI_ConstChar16Field;
typedef struct _MI_ConstDatetimeField MI_ConstDatetimeField;
typedef struct _MI_ConstStringField MI_ConstStringField;
typedef struct _MI_ConstReferenceField MI_ConstReferenceField;
typedef struct _MI_ConstInstanceField MI_ConstInstanceField;
typedef struct _MI_ConstBooleanA MI_ConstBooleanA;
typedef struct _MI_ConstBooleanAField MI_ConstBooleanAField;
typedef struct _MI_ConstUint8A MI_ConstUint8A;
typedef struct _MI_ConstUint8AField MI_ConstUint8AField;
typedef struct _MI_ConstSint8A MI_ConstSint8A;
typedef struct _MI_ConstSint8AField MI_ConstSint8AField;
typedef struct _MI_ConstUint16A MI_ConstUint16A;
typedef struct _MI_ConstUint16AField MI_ConstUint16AField;
typedef struct _MI_ConstSint16A MI_ConstSint16A;
typedef struct _MI_ConstSint16AField MI_ConstSint16AField;
typedef struct _MI_ConstUint32A MI_ConstUint32A;
typedef struct _MI_ConstUint32AField MI_ConstUint32AField;
typedef struct _MI_ConstSint32A MI_ConstSint32A;
typedef struct _MI_ConstSint32AField MI_ConstSint32AField;
typedef struct _MI_ConstUint64A MI_ConstUint64A;
typedef struct _MI_ConstUint64AField MI_ConstUint64AField;
typedef struct _MI_ConstSint64A MI_ConstSint64A;
typedef struct _MI_ConstSint64AField MI_ConstSint64AField;
typedef struct _MI_ConstReal32A MI_ConstReal32A;
typedef struct _MI_ConstReal32AField MI_ConstReal32AField;
typedef struct _MI_ConstReal64A MI_ConstReal64A;
typedef struct _MI_ConstReal64AField MI_ConstReal64AField;
typedef struct _MI_ConstChar16A MI_ConstChar16A;
typedef struct _MI_ConstChar16AField MI_ConstChar16AField;
typedef struct _MI_ConstDatetimeA MI_ConstDatetimeA;
typedef struct _MI_ConstDatetimeAField MI_ConstDatetimeAField;
typedef struct _MI_ConstStringA MI_ConstStringA;
typedef struct _MI_ConstStringAField MI_ConstStringAField;
typedef struct _MI_ConstReferenceA MI_ConstReferenceA;
typedef struct _MI_ConstReferenceAField MI_ConstReferenceAField;
typedef struct _MI_ConstInstanceA MI_ConstInstanceA;
typedef struct _MI_ConstInstanceAField MI_ConstInstanceAField;
typedef struct _MI_SerializerFT MI_SerializerFT;
typedef struct _MI_DeserializerFT MI_DeserializerFT;
typedef struct _MI_UtilitiesFT MI_UtilitiesFT;
typedef struct _MI_ClientFT_V1 MI_ClientFT_V1;
typedef struct _MI_InstanceExFT MI_InstanceExFT;

/* Callback types. */

/**
 * A request was cancelled; on any thread.
 */
typedef void (MI_CALL *MI_CancelCallback)(MI_CancellationReason reason, void *callbackData);

/**
 * The server asks the user. Call promptUserResult, now or later and once, unless it is NULL.
 */
typedef void (MI_CALL *MI_OperationCallback_PromptUser)(MI_Operation *operation,
                                                        void *callbackContext,
                                                        const MI_Char *message,
                                                        MI_PromptType promptType,
                                                        MI_Result (MI_CALL *promptUserResult)(MI_Operation*,
                                                                                      MI_OperationCallback_ResponseType));

/**
 * An error that does not end the operation. Call writeErrorResult, now or later and once, unless it is NULL;
 * the instance is good until this returns or, where an answer is asked for, until it is given.
 */
typedef void (MI_CALL *MI_OperationCallback_WriteError)(MI_Operation *operation,
                                                        void *callbackContext,
                                                        MI_Instance *instance,
                                                        MI_Result (MI_CALL *writeErrorResult)(MI_Operation*,
                                                                                      MI_OperationCallback_ResponseType));

/**
 * A message of the server, good until this returns.
 */
typedef void (MI_CALL *MI_OperationCallback_WriteMessage)(MI_Operation *operation,
                                                          void *callbackContext,
                                                          MI_Uint32 channel,
                                                          const MI_Char *message);

/**
 * Progress; percentageComplete and secondsRemaining may be unknown (all ones).
 */
typedef void (MI_CALL *MI_OperationCallback_WriteProgress)(MI_Operation *operation,
                                                           void *callbackContext,
                                                           const MI_Char *activity,
                                                           const MI_Char *currentOperation,
                                                           const MI_Char *statusDescription,
                                                           MI_Uint32 percentageComplete,
                                                           MI_Uint32 secondsRemaining);

/**
 * A result, on a thread of the library, one at a time and in order. The last one has moreResults == MI_FALSE
 * and the outcome of the operation. What it points to is good until this returns or, with manual
 * acknowledgement, until resultAcknowledgement is called. A close that would wait for this very callback is
 * refused.
 */
typedef void (MI_CALL *MI_OperationCallback_Instance)(MI_Operation *operation,
                                                      void *callbackContext,
                                                      const MI_Instance *instance,
                                                      MI_Boolean moreResults,
                                                      MI_Result resultCode,
                                                      const MI_Char *errorString,
                                                      const MI_Instance *errorDetails,
                                                      MI_Result (MI_CALL *resultAcknowledgement)(MI_Operation*));

/**
 * An indication, or (moreResults == MI_FALSE) the end of the subscription; good as a result is.
 */
typedef void (MI_CALL *MI_OperationCallback_Indication)(MI_Operation *operation,
                                                        void *callbackContext,
                                                        const MI_Instance *instance,
                                                        const MI_Char *bookmark,
                                                        const MI_Char *machineID,
                                                        MI_Boolean moreResults,
                                                        MI_Result resultCode,
                                                        const MI_Char *errorString,
                                                        const MI_Instance *errorDetails,
                                                        MI_Result (MI_CALL *resultAcknowledgement)(MI_Operation*));

/**
 * A class as a result; as MI_OperationCallback_Instance.
 */
typedef void (MI_CALL *MI_OperationCallback_Class)(MI_Operation *operation,
                                                   void *callbackContext,
                                                   const MI_Class *classResult,
                                                   MI_Boolean moreResults,
                                                   MI_Result resultCode,
                                                   const MI_Char *errorString,
                                                   const MI_Instance *errorDetails,
                                                   MI_Result (MI_CALL *resultAcknowledgement)(MI_Operation*));

/**
 * A part of a method's streamed output parameter; good as a result is.
 */
typedef void (MI_CALL *MI_OperationCallback_StreamedParameter)(MI_Operation *operation,
                                                               void *callbackContext,
                                                               const MI_Char *parameterName,
                                                               MI_Type resultType,
                                                               const MI_Value *result,
                                                               MI_Result (MI_CALL *resultAcknowledgement)(MI_Operation*));

#if MI_API_VERSION >= 2
/**
 * The subscribed lifecycle events are others than before.
 */
typedef void (MI_CALL *MI_LifecycleIndicationCallback)(MI_Uint32 types, void *callbackData);
#endif

/**
 * A provider's function for one method.
 */
typedef void (MI_CALL *MI_MethodDecl_Invoke)(void *self,
                                             MI_Context *context,
                                             const MI_Char *nameSpace,
                                             const MI_Char *className,
                                             const MI_Char *methodName,
                                             const MI_Instance *instanceName,
                                             const MI_Instance *parameters);

/**
 * A module was loaded.
 */
typedef void (MI_CALL *MI_Module_Load)(MI_Module_Self **self, MI_Context *context);

/**
 * A module is about to be unloaded.
 */
typedef void (MI_CALL *MI_Module_Unload)(MI_Module_Self *self, MI_Context *context);

/**
 * The entry of a provider module.
 */
typedef MI_Module *(MI_MAIN_CALL *MI_MainFunction)(MI_Server *server);

/**
 * A deserializer needs a class; the class that this gives stays the caller's.
 */
typedef MI_Result (MI_CALL *MI_Deserializer_ClassObjectNeeded)(void *context,
                                                               const MI_Char *serverName,
                                                               const MI_Char *namespaceName,
                                                               const MI_Char *className,
                                                               MI_Class **requestedClassObject);

/**
 * A provider is about to serve; *self is its own from now on.
 */
typedef void (MI_CALL *MI_ProviderFT_Load)(void **self, MI_Module_Self *selfModule, MI_Context *context);

/**
 * A provider is not needed any more.
 */
typedef void (MI_CALL *MI_ProviderFT_Unload)(void *self, MI_Context *context);

/**
 * A client reads one instance.
 */
typedef void (MI_CALL *MI_ProviderFT_GetInstance)(void *self,
                                                  MI_Context *context,
                                                  const MI_Char *nameSpace,
                                                  const MI_Char *className,
                                                  const MI_Instance *instanceName,
                                                  const MI_PropertySet *propertySet);

/**
 * A client enumerates instances.
 */
typedef void (MI_CALL *MI_ProviderFT_EnumerateInstances)(void *self,
                                                         MI_Context *context,
                                                         const MI_Char *nameSpace,
                                                         const MI_Char *className,
                                                         const MI_PropertySet *propertySet,
                                                         MI_Boolean keysOnly,
                                                         const MI_Filter *filter);

/**
 * A client creates an instance.
 */
typedef void (MI_CALL *MI_ProviderFT_CreateInstance)(void *self,
                                                     MI_Context *context,
                                                     const MI_Char *nameSpace,
                                                     const MI_Char *className,
                                                     const MI_Instance *newInstance);

/**
 * A client changes an instance.
 */
typedef void (MI_CALL *MI_ProviderFT_ModifyInstance)(void *self,
                                                     MI_Context *context,
                                                     const MI_Char *nameSpace,
                                                     const MI_Char *className,
                                                     const MI_Instance *modifiedInstance,
                                                     const MI_PropertySet *propertySet);

/**
 * A client deletes an instance.
 */
typedef void (MI_CALL *MI_ProviderFT_DeleteInstance)(void *self,
                                                     MI_Context *context,
                                                     const MI_Char *nameSpace,
                                                     const MI_Char *className,
                                                     const MI_Instance *instanceName);

/**
 * A client walks to associated instances.
 */
typedef void (MI_CALL *MI_ProviderFT_AssociatorInstances)(void *self,
                                                          MI_Context *context,
                                                          const MI_Char *nameSpace,
                                                          const MI_Char *className,
                                                          const MI_Instance *instanceName,
                                                          const MI_Char *resultClass,
                                                          const MI_Char *role,
                                                          const MI_Char *resultRole,
                                                          const MI_PropertySet *propertySet,
                                                          MI_Boolean keysOnly,
                                                          const MI_Filter *filter);

/**
 * A client enumerates associations of an instance.
 */
typedef void (MI_CALL *MI_ProviderFT_ReferenceInstances)(void *self,
                                                         MI_Context *context,
                                                         const MI_Char *nameSpace,
                                                         const MI_Char *className,
                                                         const MI_Instance *instanceName,
                                                         const MI_Char *role,
                                                         const MI_PropertySet *propertySet,
                                                         MI_Boolean keysOnly,
                                                         const MI_Filter *filter);

/**
 * Someone may subscribe from now on.
 */
typedef void (MI_CALL *MI_ProviderFT_EnableIndications)(void *self,
                                                        MI_Context *indicationsContext,
                                                        const MI_Char *nameSpace,
                                                        const MI_Char *className);

/**
 * Nobody is subscribed any more.
 */
typedef void (MI_CALL *MI_ProviderFT_DisableIndications)(void *self,
                                                         MI_Context *indicationsContext,
                                                         const MI_Char *nameSpace,
                                                         const MI_Char *className);

/**
 * A client subscribes.
 */
typedef void (MI_CALL *MI_ProviderFT_Subscribe)(void *self,
                                                MI_Context *context,
                                                const MI_Char *nameSpace,
                                                const MI_Char *className,
                                                const MI_Filter *filter,
                                                const MI_Char *bookmark,
                                                MI_Uint64 subscriptionID,
                                                void **subscriptionSelf);

/**
 * A subscription ends.
 */
typedef void (MI_CALL *MI_ProviderFT_Unsubscribe)(void *self,
                                                  MI_Context *context,
                                                  const MI_Char *nameSpace,
                                                  const MI_Char *className,
                                                  MI_Uint64 subscriptionID,
                                                  void *subscriptionSelf);

/**
 * A client calls a method.
 */
typedef void (MI_CALL *MI_ProviderFT_Invoke)(void *self,
                                             MI_Context *context,
                                             const MI_Char *nameSpace,
                                             const MI_Char *className,
                                             const MI_Char *methodName,
                                             const MI_Instance *instanceName,
                                             const MI_Instance *inputParameters);

/* Structs and function tables. */

/**
 * A user's name and password. They are copied when they are added to options.
 */
struct _MI_UsernamePasswordCreds {
    const MI_Char *domain;
    const MI_Char *username;
    const MI_Char *password;
};

/**
 * The union inside MI_UserCredentials.
 */
union _MI_CredentialsValue {
    MI_UsernamePasswordCreds usernamePassword;
    const MI_Char *certificateThumbprint;
};

/**
 * Credentials: the type (MI_AUTH_TYPE_*) says which member holds.
 */
struct _MI_UserCredentials {
    const MI_Char *authenticationType;
    MI_CredentialsValue credentials;
};

/**
 * A point in time; utc is the offset in minutes (DSP0004, 5.2.4).
 */
struct _MI_Timestamp {
    MI_Uint32 year;
    MI_Uint32 month;
    MI_Uint32 day;
    MI_Uint32 hour;
    MI_Uint32 minute;
    MI_Uint32 second;
    MI_Uint32 microseconds;
    MI_Sint32 utc;
};

/**
 * A span of time (DSP0004, 5.2.4).
 */
struct _MI_Interval {
    MI_Uint32 days;
    MI_Uint32 hours;
    MI_Uint32 minutes;
    MI_Uint32 seconds;
    MI_Uint32 microseconds;
    MI_Uint32 __padding1;
    MI_Uint32 __padding2;
    MI_Uint32 __padding3;
};

/**
 * The union inside MI_Datetime.
 */
union _MI_DatetimeValue {
    MI_Timestamp timestamp;
    MI_Interval interval;
};

/**
 * A point in time (isTimestamp is not 0) or a span of time.
 */
struct _MI_Datetime {
    MI_Uint32 isTimestamp;
    MI_DatetimeValue u;
};

/**
 * A qualifier with its value.
 */
struct _MI_Qualifier {
    MI_CONST MI_Char *name;
    MI_Uint32 type;
    MI_Uint32 flavor;
    MI_CONST void *value;
};

/**
 * The declaration of a property; offset is where its field stands in an instance.
 */
struct _MI_PropertyDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
    MI_Uint32 type;
    MI_CONST MI_Char *className;
    MI_Uint32 subscript;
    MI_Uint32 offset;
    MI_CONST MI_Char *origin;
    MI_CONST MI_Char *propagator;
    MI_CONST void *value;
};

/**
 * The declaration of a method's parameter.
 */
struct _MI_ParameterDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
    MI_Uint32 type;
    MI_CONST MI_Char *className;
    MI_Uint32 subscript;
    MI_Uint32 offset;
};

/**
 * The declaration of a qualifier: type, where it may stand, how it is inherited, its default.
 */
struct _MI_QualifierDecl {
    MI_CONST MI_Char *name;
    MI_Uint32 type;
    MI_Uint32 scope;
    MI_Uint32 flavor;
    MI_Uint32 subscript;
    MI_CONST void *value;
};

/**
 * All declarations of a module.
 */
struct _MI_SchemaDecl {
    MI_CONST MI_QualifierDecl *MI_CONST *qualifierDecls;
    MI_Uint32 numQualifierDecls;
    MI_CONST MI_ClassDecl *MI_CONST *classDecls;
    MI_Uint32 numClassDecls;
};

/**
 * The functions of operation options.
 */
struct _MI_OperationOptionsFT {
    void (MI_CALL *Delete)(MI_OperationOptions *options);
    MI_Result (MI_CALL *SetString)(MI_OperationOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char *value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *SetNumber)(MI_OperationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *SetCustomOption)(MI_OperationOptions *options,
                                         const MI_Char *optionName,
                                         MI_Type valueType,
                                         const MI_Value *value,
                                         MI_Boolean mustComply,
                                         MI_Uint32 flags);
    MI_Result (MI_CALL *GetString)(MI_LINUX_CONST MI_OperationOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char **value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetNumber)(MI_LINUX_CONST MI_OperationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 *value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOptionCount)(MI_LINUX_CONST MI_OperationOptions *options, MI_Uint32 *count);
    MI_Result (MI_CALL *GetOptionAt)(MI_LINUX_CONST MI_OperationOptions *options,
                                     MI_Uint32 index,
                                     const MI_Char **optionName,
                                     MI_Value *value,
                                     MI_Type *type,
                                     MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOption)(MI_LINUX_CONST MI_OperationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Value *value,
                                   MI_Type *type,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetEnabledChannels)(MI_LINUX_CONST MI_OperationOptions *options,
                                            const MI_Char *optionName,
                                            MI_Uint32 *channels,
                                            MI_Uint32 bufferLength,
                                            MI_Uint32 *channelCount,
                                            MI_Uint32 *flags);
    MI_Result (MI_CALL *Clone)(const MI_OperationOptions *self, MI_OperationOptions *newOperationOptions);
    MI_Result (MI_CALL *SetInterval)(MI_OperationOptions *options,
                                     const MI_Char *optionName,
                                     const MI_Interval *value,
                                     MI_Uint32 flags);
    MI_Result (MI_CALL *GetInterval)(MI_LINUX_CONST MI_OperationOptions *options,
                                     const MI_Char *optionName,
                                     MI_Interval *value,
                                     MI_Uint32 *index,
                                     MI_Uint32 *flags);
};

/**
 * How an operation runs. The caller frees the handle with MI_OperationOptions_Delete.
 */
struct _MI_OperationOptions {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_OperationOptionsFT *ft;
};

/**
 * The functions of qualifier sets.
 */
struct _MI_QualifierSetFT {
    MI_Result (MI_CALL *GetQualifierCount)(const MI_QualifierSet *self, MI_Uint32 *count);
    MI_Result (MI_CALL *GetQualifierAt)(const MI_QualifierSet *self,
                                        MI_Uint32 index,
                                        const MI_Char **name,
                                        MI_Type *qualifierType,
                                        MI_Uint32 *qualifierFlags,
                                        MI_Value *qualifierValue);
    MI_Result (MI_CALL *GetQualifier)(const MI_QualifierSet *self,
                                      const MI_Char *name,
                                      MI_Type *qualifierType,
                                      MI_Uint32 *qualifierFlags,
                                      MI_Value *qualifierValue,
                                      MI_Uint32 *index);
};

/**
 * The qualifiers of a class, property, method or parameter; they belong to the class and need no freeing.
 */
struct _MI_QualifierSet {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_QualifierSetFT *ft;
};

/**
 * The functions of parameter sets.
 */
struct _MI_ParameterSetFT {
    MI_Result (MI_CALL *GetMethodReturnType)(const MI_ParameterSet *self,
                                             MI_Type *returnType,
                                             MI_QualifierSet *qualifierSet);
    MI_Result (MI_CALL *GetParameterCount)(const MI_ParameterSet *self, MI_Uint32 *count);
    MI_Result (MI_CALL *GetParameterAt)(const MI_ParameterSet *self,
                                        MI_Uint32 index,
                                        const MI_Char **name,
                                        MI_Type *parameterType,
                                        MI_Char **referenceClass,
                                        MI_QualifierSet *qualifierSet);
    MI_Result (MI_CALL *GetParameter)(const MI_ParameterSet *self,
                                      const MI_Char *name,
                                      MI_Type *parameterType,
                                      MI_Char **referenceClass,
                                      MI_QualifierSet *qualifierSet,
                                      MI_Uint32 *index);
};

/**
 * The parameters of a method; they belong to the class and need no freeing.
 */
struct _MI_ParameterSet {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_ParameterSetFT *ft;
};

/**
 * The functions of classes.
 */
struct _MI_ClassFT {
    MI_Result (MI_CALL *GetClassName)(const MI_Class *self, const MI_Char **className);
    MI_Result (MI_CALL *GetNameSpace)(const MI_Class *self, const MI_Char **nameSpace);
    MI_Result (MI_CALL *GetServerName)(const MI_Class *self, const MI_Char **serverName);
    MI_Result (MI_CALL *GetElementCount)(const MI_Class *self, MI_Uint32 *count);
    MI_Result (MI_CALL *GetElement)(const MI_Class *self,
                                    const MI_Char *name,
                                    MI_Value *value,
                                    MI_Boolean *valueExists,
                                    MI_Type *type,
                                    MI_Char **referenceClass,
                                    MI_QualifierSet *qualifierSet,
                                    MI_Uint32 *flags,
                                    MI_Uint32 *index);
    MI_Result (MI_CALL *GetElementAt)(const MI_Class *self,
                                      MI_Uint32 index,
                                      const MI_Char **name,
                                      MI_Value *value,
                                      MI_Boolean *valueExists,
                                      MI_Type *type,
                                      MI_Char **referenceClass,
                                      MI_QualifierSet *qualifierSet,
                                      MI_Uint32 *flags);
    MI_Result (MI_CALL *GetClassQualifierSet)(const MI_Class *self, MI_QualifierSet *qualifierSet);
    MI_Result (MI_CALL *GetMethodCount)(const MI_Class *self, MI_Uint32 *count);
    MI_Result (MI_CALL *GetMethodAt)(const MI_Class *self,
                                     MI_Uint32 index,
                                     const MI_Char **name,
                                     MI_QualifierSet *qualifierSet,
                                     MI_ParameterSet *parameterSet);
    MI_Result (MI_CALL *GetMethod)(const MI_Class *self,
                                   const MI_Char *name,
                                   MI_QualifierSet *qualifierSet,
                                   MI_ParameterSet *parameterSet,
                                   MI_Uint32 *index);
    MI_Result (MI_CALL *GetParentClassName)(const MI_Class *self, const MI_Char **name);
    MI_Result (MI_CALL *GetParentClass)(const MI_Class *self, MI_Class **parentClass);
    MI_Result (MI_CALL *Delete)(MI_Class *self);
    MI_Result (MI_CALL *Clone)(const MI_Class *self, MI_Class **newClass);
};

/**
 * A class: immutable, shared. The caller frees one that it made or cloned with MI_Class_Delete.
 */
struct _MI_Class {
    const MI_ClassFT *ft;
    MI_CONST MI_ClassDecl *classDecl;
    MI_CONST MI_Char *namespaceName;
    MI_CONST MI_Char *serverName;
    ptrdiff_t reserved[4];
};

/**
 * The functions of operations.
 */
struct _MI_OperationFT {
    MI_Result (MI_CALL *Close)(MI_Operation *operation);
    MI_Result (MI_CALL *Cancel)(MI_Operation *operation, MI_CancellationReason reason);
    MI_Result (MI_CALL *GetSession)(MI_Operation *operation, MI_Session *session);
    MI_Result (MI_CALL *GetInstance)(MI_Operation *operation,
                                     const MI_Instance **instance,
                                     MI_Boolean *moreResults,
                                     MI_Result *result,
                                     const MI_Char **errorMessage,
                                     const MI_Instance **completionDetails);
    MI_Result (MI_CALL *GetIndication)(MI_Operation *operation,
                                       const MI_Instance **instance,
                                       const MI_Char **bookmark,
                                       const MI_Char **machineID,
                                       MI_Boolean *moreResults,
                                       MI_Result *result,
                                       const MI_Char **errorMessage,
                                       const MI_Instance **completionDetails);
    MI_Result (MI_CALL *GetClass)(MI_Operation *operation,
                                  const MI_Class **classResult,
                                  MI_Boolean *moreResults,
                                  MI_Result *result,
                                  const MI_Char **errorMessage,
                                  const MI_Instance **completionDetails);
};

/**
 * An operation under way, or its results. The caller closes the handle with MI_Operation_Close after the
 * final result.
 */
struct _MI_Operation {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_OperationFT *ft;
};

/**
 * What an operation calls, each member or NULL. It is copied when the operation starts; what callbackContext
 * points to must stay until the final result.
 */
struct _MI_OperationCallbacks {
    void *callbackContext;
    MI_OperationCallback_PromptUser promptUser;
    MI_OperationCallback_WriteError writeError;
    MI_OperationCallback_WriteMessage writeMessage;
    MI_OperationCallback_WriteProgress writeProgress;
    MI_OperationCallback_Instance instanceResult;
    MI_OperationCallback_Indication indicationResult;
    MI_OperationCallback_Class classResult;
    MI_OperationCallback_StreamedParameter streamedParameterResult;
};

/**
 * The functions of subscription delivery options.
 */
struct _MI_SubscriptionDeliveryOptionsFT {
    MI_Result (MI_CALL *SetString)(MI_SubscriptionDeliveryOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char *value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *SetNumber)(MI_SubscriptionDeliveryOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *SetDateTime)(MI_SubscriptionDeliveryOptions *options,
                                     const MI_Char *optionName,
                                     const MI_Datetime *value,
                                     MI_Uint32 flags);
    MI_Result (MI_CALL *SetInterval)(MI_SubscriptionDeliveryOptions *options,
                                     const MI_Char *optionName,
                                     const MI_Interval *value,
                                     MI_Uint32 flags);
    MI_Result (MI_CALL *AddCredentials)(MI_SubscriptionDeliveryOptions *options,
                                        const MI_Char *optionName,
                                        const MI_UserCredentials *credentials,
                                        MI_Uint32 flags);
    MI_Result (MI_CALL *Delete)(MI_SubscriptionDeliveryOptions *self);
    MI_Result (MI_CALL *GetString)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char **value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetNumber)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 *value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetDateTime)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                     const MI_Char *optionName,
                                     MI_Datetime *value,
                                     MI_Uint32 *index,
                                     MI_Uint32 *flags);
    MI_Result (MI_CALL *GetInterval)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                     const MI_Char *optionName,
                                     MI_Interval *value,
                                     MI_Uint32 *index,
                                     MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOptionCount)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options, MI_Uint32 *count);
    MI_Result (MI_CALL *GetOptionAt)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                     MI_Uint32 index,
                                     const MI_Char **optionName,
                                     MI_Value *value,
                                     MI_Type *type,
                                     MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOption)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                   const MI_Char *optionName,
                                   MI_Value *value,
                                   MI_Type *type,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetCredentialsCount)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options, MI_Uint32 *count);
    MI_Result (MI_CALL *GetCredentialsAt)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                          MI_Uint32 index,
                                          const MI_Char **optionName,
                                          MI_UserCredentials *credentials,
                                          MI_Uint32 *flags);
    MI_Result (MI_CALL *GetCredentialsPasswordAt)(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *options,
                                                  MI_Uint32 index,
                                                  const MI_Char **optionName,
                                                  MI_Char *password,
                                                  MI_Uint32 bufferLength,
                                                  MI_Uint32 *passwordLength,
                                                  MI_Uint32 *flags);
    MI_Result (MI_CALL *Clone)(const MI_SubscriptionDeliveryOptions *self,
                               MI_SubscriptionDeliveryOptions *newSubscriptionDeliveryOptions);
};

/**
 * How a subscription is delivered. The caller frees the handle with MI_SubscriptionDeliveryOptions_Delete.
 */
struct _MI_SubscriptionDeliveryOptions {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_SubscriptionDeliveryOptionsFT *ft;
};

/**
 * The functions of sessions.
 */
struct _MI_SessionFT {
    MI_Result (MI_CALL *Close)(MI_Session *session, void *completionContext, void (MI_CALL *completionCallback)(void*));
    MI_Result (MI_CALL *GetApplication)(MI_Session *session, MI_Application *application);
    void (MI_CALL *GetInstance)(MI_Session *session,
                                MI_Uint32 flags,
                                MI_OperationOptions *options,
                                const MI_Char *namespaceName,
                                const MI_Instance *inboundInstance,
                                MI_OperationCallbacks *callbacks,
                                MI_Operation *operation);
    void (MI_CALL *ModifyInstance)(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);
    void (MI_CALL *CreateInstance)(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);
    void (MI_CALL *DeleteInstance)(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Instance *inboundInstance,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);
    void (MI_CALL *Invoke)(MI_Session *session,
                           MI_Uint32 flags,
                           MI_OperationOptions *options,
                           const MI_Char *namespaceName,
                           const MI_Char *className,
                           const MI_Char *methodName,
                           const MI_Instance *inboundInstance,
                           const MI_Instance *inboundProperties,
                           MI_OperationCallbacks *callbacks,
                           MI_Operation *operation);
    void (MI_CALL *EnumerateInstances)(MI_Session *session,
                                       MI_Uint32 flags,
                                       MI_OperationOptions *options,
                                       const MI_Char *namespaceName,
                                       const MI_Char *className,
                                       MI_Boolean keysOnly,
                                       MI_OperationCallbacks *callbacks,
                                       MI_Operation *operation);
    void (MI_CALL *QueryInstances)(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Char *queryDialect,
                                   const MI_Char *queryExpression,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);
    void (MI_CALL *AssociatorInstances)(MI_Session *session,
                                        MI_Uint32 flags,
                                        MI_OperationOptions *options,
                                        const MI_Char *namespaceName,
                                        const MI_Instance *instanceKeys,
                                        const MI_Char *assocClass,
                                        const MI_Char *resultClass,
                                        const MI_Char *role,
                                        const MI_Char *resultRole,
                                        MI_Boolean keysOnly,
                                        MI_OperationCallbacks *callbacks,
                                        MI_Operation *operation);
    void (MI_CALL *ReferenceInstances)(MI_Session *session,
                                       MI_Uint32 flags,
                                       MI_OperationOptions *options,
                                       const MI_Char *namespaceName,
                                       const MI_Instance *instanceKeys,
                                       const MI_Char *resultClass,
                                       const MI_Char *role,
                                       MI_Boolean keysOnly,
                                       MI_OperationCallbacks *callbacks,
                                       MI_Operation *operation);
    void (MI_CALL *Subscribe)(MI_Session *session,
                              MI_Uint32 flags,
                              MI_OperationOptions *options,
                              const MI_Char *namespaceName,
                              const MI_Char *queryDialect,
                              const MI_Char *queryExpression,
                              const MI_SubscriptionDeliveryOptions *deliverOptions,
                              MI_OperationCallbacks *callbacks,
                              MI_Operation *operation);
    void (MI_CALL *GetClass)(MI_Session *session,
                             MI_Uint32 flags,
                             MI_OperationOptions *options,
                             const MI_Char *namespaceName,
                             const MI_Char *className,
                             MI_OperationCallbacks *callbacks,
                             MI_Operation *operation);
    void (MI_CALL *EnumerateClasses)(MI_Session *session,
                                     MI_Uint32 flags,
                                     MI_OperationOptions *options,
                                     const MI_Char *namespaceName,
                                     const MI_Char *className,
                                     MI_Boolean classNamesOnly,
                                     MI_OperationCallbacks *callbacks,
                                     MI_Operation *operation);
    void (MI_CALL *TestConnection)(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);
};

/**
 * A session with a destination. The caller closes the handle with MI_Session_Close.
 */
struct _MI_Session {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_SessionFT *ft;
};

#if MI_API_VERSION >= 2
/**
 * The functions of lifecycle indications.
 */
struct _MI_LifecycleIndicationContextFT {
    MI_Result (MI_CALL *PostCreate)(MI_LifecycleIndicationContext *context, const MI_Instance *instance);
    MI_Result (MI_CALL *PostModify)(MI_LifecycleIndicationContext *context,
                                    const MI_Instance *orginalInstance,
                                    const MI_Instance *instance);
    MI_Result (MI_CALL *PostDelete)(MI_LifecycleIndicationContext *context, const MI_Instance *orginalInstance);
    MI_Result (MI_CALL *PostRead)(MI_LifecycleIndicationContext *context, const MI_Instance *instance);
    MI_Result (MI_CALL *PostMethodCall)(MI_LifecycleIndicationContext *context,
                                        const MI_Instance *instance,
                                        const MI_Char *methodName,
                                        MI_Boolean precall,
                                        const MI_Instance *parameter,
                                        const MI_Char *returnvalue);
    MI_Result (MI_CALL *PostResult)(MI_LifecycleIndicationContext *context, MI_Result result);
    MI_Result (MI_CALL *ConstructInstance)(MI_LifecycleIndicationContext *context,
                                           const MI_ClassDecl *classDecl,
                                           MI_Instance *instance);
    MI_Result (MI_CALL *ConstructParameters)(MI_LifecycleIndicationContext *context,
                                             const MI_MethodDecl *methodDecl,
                                             MI_Instance *instance);
    MI_Result (MI_CALL *NewInstance)(MI_LifecycleIndicationContext *context,
                                     const MI_ClassDecl *classDecl,
                                     MI_Instance **instance);
    MI_Result (MI_CALL *NewDynamicInstance)(MI_LifecycleIndicationContext *context,
                                            const MI_Char *className,
                                            MI_Uint32 flags,
                                            MI_Instance **instance);
    MI_Result (MI_CALL *NewParameters)(MI_LifecycleIndicationContext *context,
                                       const MI_MethodDecl *methodDecl,
                                       MI_Instance **instance);
    MI_Result (MI_CALL *SetSupportedTypes)(MI_LifecycleIndicationContext *context, MI_Uint32 types);
    MI_Result (MI_CALL *GetTypes)(MI_LifecycleIndicationContext *context, MI_Uint32 *types);
    MI_Result (MI_CALL *RegisterCallback)(MI_LifecycleIndicationContext *context,
                                          MI_LifecycleIndicationCallback callback,
                                          void *callbackData);
};

/**
 * Where a provider reports that instances come, change and go; it belongs to the server.
 */
struct _MI_LifecycleIndicationContext {
    const MI_LifecycleIndicationContextFT *ft;
    ptrdiff_t reserved[3];
};
#endif

/**
 * The functions of requests.
 */
struct _MI_ContextFT {
    MI_Result (MI_CALL *PostResult)(MI_Context *context, MI_Result result);
    MI_Result (MI_CALL *PostInstance)(MI_Context *context, const MI_Instance *instance);
    MI_Result (MI_CALL *PostIndication)(MI_Context *context,
                                        const MI_Instance *indication,
                                        MI_Uint32 subscriptionIDCount,
                                        const MI_Char *bookmark);
    MI_Result (MI_CALL *ConstructInstance)(MI_Context *context, const MI_ClassDecl *classDecl, MI_Instance *instance);
    MI_Result (MI_CALL *ConstructParameters)(MI_Context *context,
                                             const MI_MethodDecl *methodDecl,
                                             MI_Instance *instance);
    MI_Result (MI_CALL *NewInstance)(MI_Context *context, const MI_ClassDecl *classDecl, MI_Instance **instance);
    MI_Result (MI_CALL *NewDynamicInstance)(MI_Context *context,
                                            const MI_Char *className,
                                            MI_Uint32 flags,
                                            MI_Instance **instance);
    MI_Result (MI_CALL *NewParameters)(MI_Context *context, const MI_MethodDecl *methodDecl, MI_Instance **instance);
    MI_Result (MI_CALL *Canceled)(const MI_Context *context, MI_Boolean *flag);
    MI_Result (MI_CALL *GetLocale)(const MI_Context *context, MI_LocaleType localeType, MI_Char *locale);
    MI_Result (MI_CALL *RegisterCancel)(MI_Context *context, MI_CancelCallback callback, void *callbackData);
    MI_Result (MI_CALL *RequestUnload)(MI_Context *context);
    MI_Result (MI_CALL *RefuseUnload)(MI_Context *context);
    MI_Result (MI_CALL *GetLocalSession)(const MI_Context *context, MI_Session *session);
    MI_Result (MI_CALL *SetStringOption)(MI_Context *context, const MI_Char *name, const MI_Char *value);
    MI_Result (MI_CALL *GetStringOption)(MI_Context *context, const MI_Char *name, const MI_Char **value);
    MI_Result (MI_CALL *GetNumberOption)(MI_Context *context, const MI_Char *name, MI_Uint32 *value);
    MI_Result (MI_CALL *GetCustomOption)(MI_Context *context, const MI_Char *name, MI_Type *valueType, MI_Value *value);
    MI_Result (MI_CALL *GetCustomOptionCount)(MI_Context *context, MI_Uint32 *count);
    MI_Result (MI_CALL *GetCustomOptionAt)(MI_Context *context,
                                           MI_Uint32 index,
                                           const MI_Char **name,
                                           MI_Type *valueType,
                                           MI_Value *value);
    MI_Result (MI_CALL *WriteMessage)(MI_Context *context, MI_Uint32 channel, const MI_Char *message);
    MI_Result (MI_CALL *WriteProgress)(MI_Context *context,
                                       const MI_Char *activity,
                                       const MI_Char *currentOperation,
                                       const MI_Char *statusDescription,
                                       MI_Uint32 percentComplete,
                                       MI_Uint32 secondsRemaining);
    MI_Result (MI_CALL *WriteStreamParameter)(MI_Context *context,
                                              const MI_Char *name,
                                              const MI_Value *value,
                                              MI_Type type,
                                              MI_Uint32 flags);
    MI_Result (MI_CALL *WriteCimError)(MI_Context *context, const MI_Instance *error, MI_Boolean *flag);
    MI_Result (MI_CALL *PromptUser)(MI_Context *context,
                                    const MI_Char *message,
                                    MI_PromptType promptType,
                                    MI_Boolean *result);
    MI_Result (MI_CALL *ShouldProcess)(MI_Context *context,
                                       const MI_Char *target,
                                       const MI_Char *action,
                                       MI_Boolean *result);
    MI_Result (MI_CALL *ShouldContinue)(MI_Context *context, const MI_Char *message, MI_Boolean *result);
    MI_Result (MI_CALL *PostError)(MI_Context *context,
                                   MI_Uint32 resultCode,
                                   const MI_Char *resultType,
                                   const MI_Char *errorMessage);
    MI_Result (MI_CALL *PostCimError)(MI_Context *context, const MI_Instance *error);
    MI_Result (MI_CALL *WriteError)(MI_Context *context,
                                    MI_Uint32 resultCode,
                                    const MI_Char *resultType,
                                    const MI_Char *errorMessage,
                                    MI_Boolean *flag);
#if MI_API_VERSION >= 2
    MI_Result (MI_CALL *GetLifecycleIndicationContext)(const MI_Context *context,
                                                       MI_LifecycleIndicationContext **lifecycleContext);
#endif
};

/**
 * A request, as its provider sees it; it is gone once the provider has posted the result.
 */
struct _MI_Context {
    const MI_ContextFT *ft;
    ptrdiff_t reserved[3];
};

/**
 * The declaration of a method.
 */
struct _MI_MethodDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
    MI_CONST MI_ParameterDecl *MI_CONST *parameters;
    MI_Uint32 numParameters;
    MI_Uint32 size;
    MI_Uint32 returnType;
    MI_CONST MI_Char *origin;
    MI_CONST MI_Char *propagator;
    MI_CONST MI_SchemaDecl *schema;
    MI_MethodDecl_Invoke function;
};

/**
 * The functions of property sets.
 */
struct _MI_PropertySetFT {
    MI_Result (MI_CALL *GetElementCount)(const MI_PropertySet *self, MI_Uint32 *count);
    MI_Result (MI_CALL *ContainsElement)(const MI_PropertySet *self, const MI_Char *name, MI_Boolean *flag);
    MI_Result (MI_CALL *AddElement)(MI_PropertySet *self, const MI_Char *name);
    MI_Result (MI_CALL *GetElementAt)(const MI_PropertySet *self, MI_Uint32 index, const MI_Char **name);
    MI_Result (MI_CALL *Clear)(MI_PropertySet *self);
    MI_Result (MI_CALL *Destruct)(MI_PropertySet *self);
    MI_Result (MI_CALL *Delete)(MI_PropertySet *self);
    MI_Result (MI_CALL *Clone)(const MI_PropertySet *self, MI_PropertySet **newPropertySet);
};

/**
 * The names of the properties that a request asks for.
 */
struct _MI_PropertySet {
    const MI_PropertySetFT *ft;
    ptrdiff_t reserved[3];
};

/**
 * The functions of filters.
 */
struct _MI_FilterFT {
    MI_Result (MI_CALL *Evaluate)(const MI_Filter *self, const MI_Instance *instance, MI_Boolean *result);
    MI_Result (MI_CALL *GetExpression)(const MI_Filter *self, const MI_Char **queryLang, const MI_Char **queryExpr);
};

/**
 * A filter of instances, of the request that brought it.
 */
struct _MI_Filter {
    const MI_FilterFT *ft;
    ptrdiff_t reserved[3];
};

/**
 * The functions of a provider; NULL where it does not support one.
 */
struct _MI_ProviderFT {
    void (MI_CALL *Load)(void **self, MI_Module_Self *selfModule, MI_Context *context);
    void (MI_CALL *Unload)(void *self, MI_Context *context);
    void (MI_CALL *GetInstance)(void *self,
                                MI_Context *context,
                                const MI_Char *nameSpace,
                                const MI_Char *className,
                                const MI_Instance *instanceName,
                                const MI_PropertySet *propertySet);
    void (MI_CALL *EnumerateInstances)(void *self,
                                       MI_Context *context,
                                       const MI_Char *nameSpace,
                                       const MI_Char *className,
                                       const MI_PropertySet *propertySet,
                                       MI_Boolean keysOnly,
                                       const MI_Filter *filter);
    void (MI_CALL *CreateInstance)(void *self,
                                   MI_Context *context,
                                   const MI_Char *nameSpace,
                                   const MI_Char *className,
                                   const MI_Instance *newInstance);
    void (MI_CALL *ModifyInstance)(void *self,
                                   MI_Context *context,
                                   const MI_Char *nameSpace,
                                   const MI_Char *className,
                                   const MI_Instance *modifiedInstance,
                                   const MI_PropertySet *propertySet);
    void (MI_CALL *DeleteInstance)(void *self,
                                   MI_Context *context,
                                   const MI_Char *nameSpace,
                                   const MI_Char *className,
                                   const MI_Instance *instanceName);
    void (MI_CALL *AssociatorInstances)(void *self,
                                        MI_Context *context,
                                        const MI_Char *nameSpace,
                                        const MI_Char *className,
                                        const MI_Instance *instanceName,
                                        const MI_Char *resultClass,
                                        const MI_Char *role,
                                        const MI_Char *resultRole,
                                        const MI_PropertySet *propertySet,
                                        MI_Boolean keysOnly,
                                        const MI_Filter *filter);
    void (MI_CALL *ReferenceInstances)(void *self,
                                       MI_Context *context,
                                       const MI_Char *nameSpace,
                                       const MI_Char *className,
                                       const MI_Instance *instanceName,
                                       const MI_Char *role,
                                       const MI_PropertySet *propertySet,
                                       MI_Boolean keysOnly,
                                       const MI_Filter *filter);
    void (MI_CALL *EnableIndications)(void *self,
                                      MI_Context *indicationsContext,
                                      const MI_Char *nameSpace,
                                      const MI_Char *className);
    void (MI_CALL *DisableIndications)(void *self,
                                       MI_Context *indicationsContext,
                                       const MI_Char *nameSpace,
                                       const MI_Char *className);
    void (MI_CALL *Subscribe)(void *self,
                              MI_Context *context,
                              const MI_Char *nameSpace,
                              const MI_Char *className,
                              const MI_Filter *filter,
                              const MI_Char *bookmark,
                              MI_Uint64 subscriptionID,
                              void **subscriptionSelf);
    void (MI_CALL *Unsubscribe)(void *self,
                                MI_Context *context,
                                const MI_Char *nameSpace,
                                const MI_Char *className,
                                MI_Uint64 subscriptionID,
                                void *subscriptionSelf);
    void (MI_CALL *Invoke)(void *self,
                           MI_Context *context,
                           const MI_Char *nameSpace,
                           const MI_Char *className,
                           const MI_Char *methodName,
                           const MI_Instance *instanceName,
                           const MI_Instance *inputParameters);
};

/**
 * The declaration of a class; size is the bytes that an instance takes, its head included.
 */
struct _MI_ClassDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
    MI_CONST MI_PropertyDecl *MI_CONST *properties;
    MI_Uint32 numProperties;
    MI_Uint32 size;
    MI_CONST MI_Char *superClass;
    MI_CONST MI_ClassDecl *superClassDecl;
    MI_CONST MI_MethodDecl *MI_CONST *methods;
    MI_Uint32 numMethods;
    MI_CONST MI_SchemaDecl *schema;
    MI_CONST MI_ProviderFT *providerFT;
    MI_Class *owningClass;
};

/**
 * The functions of instances; whoever makes an instance sets its table.
 */
struct _MI_InstanceFT {
    MI_Result (MI_CALL *Clone)(const MI_Instance *self, MI_Instance **newInstance);
    MI_Result (MI_CALL *Destruct)(MI_Instance *self);
    MI_Result (MI_CALL *Delete)(MI_Instance *self);
    MI_Result (MI_CALL *IsA)(const MI_Instance *self, const MI_ClassDecl *classDecl, MI_Boolean *flag);
    MI_Result (MI_CALL *GetClassName)(const MI_Instance *self, const MI_Char **className);
    MI_Result (MI_CALL *SetNameSpace)(MI_Instance *self, const MI_Char *nameSpace);
    MI_Result (MI_CALL *GetNameSpace)(const MI_Instance *self, const MI_Char **nameSpace);
    MI_Result (MI_CALL *GetElementCount)(const MI_Instance *self, MI_Uint32 *count);
    MI_Result (MI_CALL *AddElement)(MI_Instance *self,
                                    const MI_Char *name,
                                    const MI_Value *value,
                                    MI_Type type,
                                    MI_Uint32 flags);
    MI_Result (MI_CALL *SetElement)(MI_Instance *self,
                                    const MI_Char *name,
                                    const MI_Value *value,
                                    MI_Type type,
                                    MI_Uint32 flags);
    MI_Result (MI_CALL *SetElementAt)(MI_Instance *self,
                                      MI_Uint32 index,
                                      const MI_Value *value,
                                      MI_Type type,
                                      MI_Uint32 flags);
    MI_Result (MI_CALL *GetElement)(const MI_Instance *self,
                                    const MI_Char *name,
                                    MI_Value *value,
                                    MI_Type *type,
                                    MI_Uint32 *flags,
                                    MI_Uint32 *index);
    MI_Result (MI_CALL *GetElementAt)(const MI_Instance *self,
                                      MI_Uint32 index,
                                      const MI_Char **name,
                                      MI_Value *value,
                                      MI_Type *type,
                                      MI_Uint32 *flags);
    MI_Result (MI_CALL *ClearElement)(MI_Instance *self, const MI_Char *name);
    MI_Result (MI_CALL *ClearElementAt)(MI_Instance *self, MI_Uint32 index);
    MI_Result (MI_CALL *GetServerName)(const MI_Instance *self, const MI_Char **name);
    MI_Result (MI_CALL *SetServerName)(MI_Instance *self, const MI_Char *name);
    MI_Result (MI_CALL *GetClass)(const MI_Instance *self, MI_Class **instanceClass);
};

/**
 * The head of every instance: its table, class and origin. The caller frees one that it made or cloned with
 * MI_Instance_Delete; one that a result brought belongs to the result. It may be of another library, and is
 * read through its own table.
 */
struct _MI_Instance {
    const MI_InstanceFT *ft;
    const MI_ClassDecl *classDecl;
    const MI_Char *serverName;
    const MI_Char *nameSpace;
    ptrdiff_t reserved[4];
};

struct _MI_BooleanA {
    MI_Boolean *data;
    MI_Uint32 size;
};

struct _MI_Uint8A {
    MI_Uint8 *data;
    MI_Uint32 size;
};

struct _MI_Sint8A {
    MI_Sint8 *data;
    MI_Uint32 size;
};

struct _MI_Uint16A {
    MI_Uint16 *data;
    MI_Uint32 size;
};

struct _MI_Sint16A {
    MI_Sint16 *data;
    MI_Uint32 size;
};

struct _MI_Uint32A {
    MI_Uint32 *data;
    MI_Uint32 size;
};

struct _MI_Sint32A {
    MI_Sint32 *data;
    MI_Uint32 size;
};

struct _MI_Uint64A {
    MI_Uint64 *data;
    MI_Uint32 size;
};

struct _MI_Sint64A {
    MI_Sint64 *data;
    MI_Uint32 size;
};

struct _MI_Real32A {
    MI_Real32 *data;
    MI_Uint32 size;
};

struct _MI_Real64A {
    MI_Real64 *data;
    MI_Uint32 size;
};

struct _MI_Char16A {
    MI_Char16 *data;
    MI_Uint32 size;
};

struct _MI_DatetimeA {
    MI_Datetime *data;
    MI_Uint32 size;
};

struct _MI_StringA {
    MI_Char **data;
    MI_Uint32 size;
};

struct _MI_ReferenceA {
    MI_Instance **data;
    MI_Uint32 size;
};

struct _MI_InstanceA {
    MI_Instance **data;
    MI_Uint32 size;
};

/**
 * An array of any type, as MI_Value holds it.
 */
struct _MI_Array {
    void *data;
    MI_Uint32 size;
};

/**
 * A value; its MI_Type says which member holds.
 */
union _MI_Value {
    MI_Boolean boolean;
    MI_Uint8 uint8;
    MI_Sint8 sint8;
    MI_Uint16 uint16;
    MI_Sint16 sint16;
    MI_Uint32 uint32;
    MI_Sint32 sint32;
    MI_Uint64 uint64;
    MI_Sint64 sint64;
    MI_Real32 real32;
    MI_Real64 real64;
    MI_Char16 char16;
    MI_Datetime datetime;
    MI_Char *string;
    MI_Instance *instance;
    MI_Instance *reference;
    MI_BooleanA booleana;
    MI_Uint8A uint8a;
    MI_Sint8A sint8a;
    MI_Uint16A uint16a;
    MI_Sint16A sint16a;
    MI_Uint32A uint32a;
    MI_Sint32A sint32a;
    MI_Uint64A uint64a;
    MI_Sint64A sint64a;
    MI_Real32A real32a;
    MI_Real64A real64a;
    MI_Char16A char16a;
    MI_DatetimeA datetimea;
    MI_StringA stringa;
    MI_ReferenceA referencea;
    MI_InstanceA instancea;
    MI_Array array;
};

/**
 * The functions of destination options.
 */
struct _MI_DestinationOptionsFT {
    void (MI_CALL *Delete)(MI_DestinationOptions *options);
    MI_Result (MI_CALL *SetString)(MI_DestinationOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char *value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *SetNumber)(MI_DestinationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 value,
                                   MI_Uint32 flags);
    MI_Result (MI_CALL *AddCredentials)(MI_DestinationOptions *options,
                                        const MI_Char *optionName,
                                        const MI_UserCredentials *credentials,
                                        MI_Uint32 flags);
    MI_Result (MI_CALL *GetString)(MI_LINUX_CONST MI_DestinationOptions *options,
                                   const MI_Char *optionName,
                                   const MI_Char **value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetNumber)(MI_LINUX_CONST MI_DestinationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Uint32 *value,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOptionCount)(MI_LINUX_CONST MI_DestinationOptions *options, MI_Uint32 *count);
    MI_Result (MI_CALL *GetOptionAt)(MI_LINUX_CONST MI_DestinationOptions *options,
                                     MI_Uint32 index,
                                     const MI_Char **optionName,
                                     MI_Value *value,
                                     MI_Type *type,
                                     MI_Uint32 *flags);
    MI_Result (MI_CALL *GetOption)(MI_LINUX_CONST MI_DestinationOptions *options,
                                   const MI_Char *optionName,
                                   MI_Value *value,
                                   MI_Type *type,
                                   MI_Uint32 *index,
                                   MI_Uint32 *flags);
    MI_Result (MI_CALL *GetCredentialsCount)(MI_LINUX_CONST MI_DestinationOptions *options, MI_Uint32 *count);
    MI_Result (MI_CALL *GetCredentialsAt)(MI_LINUX_CONST MI_DestinationOptions *options,
                                          MI_Uint32 index,
                                          const MI_Char **optionName,
                                          MI_UserCredentials *credentials,
                                          MI_Uint32 *flags);
    MI_Result (MI_CALL *GetCredentialsPasswordAt)(MI_LINUX_CONST MI_DestinationOptions *options,
                                                  MI_Uint32 index,
                                                  const MI_Char **optionName,
                                                  MI_Char *password,
                                                  MI_Uint32 bufferLength,
                                                  MI_Uint32 *passwordLength,
                                                  MI_Uint32 *flags);
    MI_Result (MI_CALL *Clone)(const MI_DestinationOptions *self, MI_DestinationOptions *newDestinationOptions);
    MI_Result (MI_CALL *SetInterval)(MI_DestinationOptions *options,
                                     const MI_Char *optionName,
                                     const MI_Interval *value,
                                     MI_Uint32 flags);
    MI_Result (MI_CALL *GetInterval)(MI_LINUX_CONST MI_DestinationOptions *options,
                                     const MI_Char *optionName,
                                     MI_Interval *value,
                                     MI_Uint32 *index,
                                     MI_Uint32 *flags);
};

/**
 * How a session reaches its destination. The caller frees the handle with MI_DestinationOptions_Delete.
 */
struct _MI_DestinationOptions {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_DestinationOptionsFT *ft;
};

/**
 * What a session calls, each member or NULL. It is copied when the session is made; what callbackContext
 * points to must stay until the session is closed.
 */
struct _MI_SessionCallbacks {
    void *callbackContext;
    void (MI_CALL *writeMessage)(MI_Application*, void*, MI_Uint32, const MI_Char*);
    void (MI_CALL *writeError)(MI_Application*, void*, MI_Instance*);
};

/**
 * What a provider module's MI_Main gives to the server.
 */
struct _MI_Module {
    MI_Uint32 version;
    MI_Uint32 generatorVersion;
    MI_Uint32 flags;
    MI_Uint32 charSize;
    MI_SchemaDecl *schemaDecl;
    MI_Module_Load Load;
    MI_Module_Unload Unload;
    const MI_ProviderFT *dynamicProviderFT;
};

/**
 * The functions of a server that belong to no request.
 */
struct _MI_ServerFT {
    MI_Result (MI_CALL *GetVersion)(MI_Uint32 *version);
    MI_Result (MI_CALL *GetSystemName)(const MI_Char **systemName);
};

/**
 * What a provider module gets from its server: the tables to call it by.
 */
struct _MI_Server {
    const MI_ServerFT *serverFT;
    const MI_ContextFT *contextFT;
    const MI_InstanceFT *instanceFT;
    const MI_PropertySetFT *propertySetFT;
    const MI_FilterFT *filterFT;
};

/**
 * The functions of hosted providers.
 */
struct _MI_HostedProviderFT {
    MI_Result (MI_CALL *Close)(MI_HostedProvider *hostedProvider);
    MI_Result (MI_CALL *GetApplication)(MI_HostedProvider *hostedProvider, MI_Application *application);
};

/**
 * A provider of this process. The caller closes the handle with MI_HostedProvider_Close.
 */
struct _MI_HostedProvider {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_HostedProviderFT *ft;
};

/**
 * Writes classes and instances as text. The caller closes the handle with MI_Serializer_Close.
 */
struct _MI_Serializer {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
};

/**
 * Reads classes and instances from text. The caller closes the handle with MI_Deserializer_Close.
 */
struct _MI_Deserializer {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
};

/**
 * The functions of applications.
 */
struct _MI_ApplicationFT {
    MI_Result (MI_CALL *Close)(MI_Application *application);
    MI_Result (MI_CALL *NewSession)(MI_Application *application,
                                    const MI_Char *protocol,
                                    const MI_Char *destination,
                                    MI_DestinationOptions *options,
                                    MI_SessionCallbacks *callbacks,
                                    MI_Instance **extendedError,
                                    MI_Session *session);
    MI_Result (MI_CALL *NewHostedProvider)(MI_Application *application,
                                           const MI_Char *namespaceName,
                                           const MI_Char *providerName,
                                           MI_MainFunction mi_Main,
                                           MI_Instance **extendedError,
                                           MI_HostedProvider *provider);
    MI_Result (MI_CALL *NewInstance)(MI_Application *application,
                                     const MI_Char *className,
                                     const MI_ClassDecl *classRTTI,
                                     MI_Instance **instance);
    MI_Result (MI_CALL *NewDestinationOptions)(MI_Application *application, MI_DestinationOptions *options);
    MI_Result (MI_CALL *NewOperationOptions)(MI_Application *application,
                                             MI_Boolean customOptionsMustUnderstand,
                                             MI_OperationOptions *options);
    MI_Result (MI_CALL *NewSubscriptionDeliveryOptions)(MI_Application *application,
                                                        MI_SubscriptionDeliveryType deliveryType,
                                                        MI_SubscriptionDeliveryOptions *deliveryOptions);
    MI_Result (MI_CALL *NewSerializer)(MI_Application *application,
                                       MI_Uint32 flags,
                                       MI_Char *format,
                                       MI_Serializer *serializer);
    MI_Result (MI_CALL *NewDeserializer)(MI_Application *application,
                                         MI_Uint32 flags,
                                         MI_Char *format,
                                         MI_Deserializer *deserializer);
    MI_Result (MI_CALL *NewInstanceFromClass)(MI_Application *application,
                                              const MI_Char *className,
                                              const MI_Class *classObject,
                                              MI_Instance **instance);
    MI_Result (MI_CALL *NewClass)(MI_Application *application,
                                  const MI_ClassDecl *classDecl,
                                  const MI_Char *namespaceName,
                                  const MI_Char *serverName,
                                  MI_Class **classObject);
};

/**
 * The application: the first handle, that makes all others. Handles may be copied; closing one closes its
 * copies.
 */
struct _MI_Application {
    MI_Uint64 reserved1;
    ptrdiff_t reserved2;
    const MI_ApplicationFT *ft;
};

/**
 * What the declarations of classes and methods begin with.
 */
struct _MI_ObjectDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
    MI_CONST MI_PropertyDecl *MI_CONST *properties;
    MI_Uint32 numProperties;
    MI_Uint32 size;
};

/**
 * What the declarations of properties, methods and parameters begin with.
 */
struct _MI_FeatureDecl {
    MI_Uint32 flags;
    MI_Uint32 code;
    MI_CONST MI_Char *name;
    MI_CONST MI_Qualifier *MI_CONST *qualifiers;
    MI_Uint32 numQualifiers;
};

struct _MI_BooleanField {
    MI_Boolean value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint8Field {
    MI_Sint8 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint8Field {
    MI_Uint8 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint16Field {
    MI_Sint16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint16Field {
    MI_Uint16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint32Field {
    MI_Sint32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint32Field {
    MI_Uint32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint64Field {
    MI_Sint64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint64Field {
    MI_Uint64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Real32Field {
    MI_Real32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Real64Field {
    MI_Real64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Char16Field {
    MI_Char16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_DatetimeField {
    MI_Datetime value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_StringField {
    MI_Char *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ReferenceField {
    MI_Instance *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_InstanceField {
    MI_Instance *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_BooleanAField {
    MI_BooleanA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint8AField {
    MI_Uint8A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint8AField {
    MI_Sint8A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint16AField {
    MI_Uint16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint16AField {
    MI_Sint16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint32AField {
    MI_Uint32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint32AField {
    MI_Sint32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Uint64AField {
    MI_Uint64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Sint64AField {
    MI_Sint64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Real32AField {
    MI_Real32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Real64AField {
    MI_Real64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_Char16AField {
    MI_Char16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_DatetimeAField {
    MI_DatetimeA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_StringAField {
    MI_StringA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ReferenceAField {
    MI_ReferenceA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_InstanceAField {
    MI_InstanceA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ArrayField {
    MI_Array value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstBooleanField {
    MI_Boolean value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint8Field {
    MI_Sint8 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint8Field {
    MI_Uint8 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint16Field {
    MI_Sint16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint16Field {
    MI_Uint16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint32Field {
    MI_Sint32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint32Field {
    MI_Uint32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint64Field {
    MI_Sint64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint64Field {
    MI_Uint64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReal32Field {
    MI_Real32 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReal64Field {
    MI_Real64 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstChar16Field {
    MI_Char16 value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstDatetimeField {
    MI_Datetime value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstStringField {
    MI_CONST MI_Char *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReferenceField {
    MI_CONST MI_Instance *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstInstanceField {
    MI_CONST MI_Instance *value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstBooleanA {
    MI_CONST MI_Boolean *data;
    MI_Uint32 size;
};

struct _MI_ConstBooleanAField {
    MI_ConstBooleanA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint8A {
    MI_CONST MI_Uint8 *data;
    MI_Uint32 size;
};

struct _MI_ConstUint8AField {
    MI_ConstUint8A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint8A {
    MI_CONST MI_Sint8 *data;
    MI_Uint32 size;
};

struct _MI_ConstSint8AField {
    MI_ConstSint8A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint16A {
    MI_CONST MI_Uint16 *data;
    MI_Uint32 size;
};

struct _MI_ConstUint16AField {
    MI_ConstUint16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint16A {
    MI_CONST MI_Sint16 *data;
    MI_Uint32 size;
};

struct _MI_ConstSint16AField {
    MI_ConstSint16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint32A {
    MI_CONST MI_Uint32 *data;
    MI_Uint32 size;
};

struct _MI_ConstUint32AField {
    MI_ConstUint32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint32A {
    MI_CONST MI_Sint32 *data;
    MI_Uint32 size;
};

struct _MI_ConstSint32AField {
    MI_ConstSint32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstUint64A {
    MI_CONST MI_Uint64 *data;
    MI_Uint32 size;
};

struct _MI_ConstUint64AField {
    MI_ConstUint64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstSint64A {
    MI_CONST MI_Sint64 *data;
    MI_Uint32 size;
};

struct _MI_ConstSint64AField {
    MI_ConstSint64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReal32A {
    MI_CONST MI_Real32 *data;
    MI_Uint32 size;
};

struct _MI_ConstReal32AField {
    MI_ConstReal32A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReal64A {
    MI_CONST MI_Real64 *data;
    MI_Uint32 size;
};

struct _MI_ConstReal64AField {
    MI_ConstReal64A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstChar16A {
    MI_CONST MI_Char16 *data;
    MI_Uint32 size;
};

struct _MI_ConstChar16AField {
    MI_ConstChar16A value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstDatetimeA {
    MI_CONST MI_Datetime *data;
    MI_Uint32 size;
};

struct _MI_ConstDatetimeAField {
    MI_ConstDatetimeA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstStringA {
    MI_CONST MI_Char *MI_CONST *data;
    MI_Uint32 size;
};

struct _MI_ConstStringAField {
    MI_ConstStringA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstReferenceA {
    MI_CONST MI_Instance *MI_CONST *data;
    MI_Uint32 size;
};

struct _MI_ConstReferenceAField {
    MI_ConstReferenceA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

struct _MI_ConstInstanceA {
    MI_CONST MI_Instance *MI_CONST *data;
    MI_Uint32 size;
};

struct _MI_ConstInstanceAField {
    MI_ConstInstanceA value;
    MI_Boolean exists;
    MI_Uint8 flags;
};

/**
 * The functions of serializers.
 */
struct _MI_SerializerFT {
    MI_Result (MI_CALL *Close)(MI_Serializer *serializer);
    MI_Result (MI_CALL *SerializeClass)(MI_Serializer *serializer,
                                        MI_Uint32 flags,
                                        const MI_Class *classObject,
                                        MI_Uint8 *clientBuffer,
                                        MI_Uint32 clientBufferLength,
                                        MI_Uint32 *clientBufferNeeded);
    MI_Result (MI_CALL *SerializeInstance)(MI_Serializer *serializer,
                                           MI_Uint32 flags,
                                           const MI_Instance *instanceObject,
                                           MI_Uint8 *clientBuffer,
                                           MI_Uint32 clientBufferLength,
                                           MI_Uint32 *clientBufferNeeded);
};

/**
 * The functions of deserializers.
 */
struct _MI_DeserializerFT {
    MI_Result (MI_CALL *Close)(MI_Deserializer *deserializer);
    MI_Result (MI_CALL *DeserializeClass)(MI_Deserializer *deserializer,
                                          MI_Uint32 flags,
                                          MI_Uint8 *serializedBuffer,
                                          MI_Uint32 serializedBufferLength,
                                          MI_Class *parentClass,
                                          const MI_Char *serverName,
                                          const MI_Char *namespaceName,
                                          MI_Deserializer_ClassObjectNeeded classObjectNeeded,
                                          void *classObjectNeededContext,
                                          MI_Uint32 *serializedBufferRead,
                                          MI_Class **classObject,
                                          MI_Instance **cimErrorDetails);
    MI_Result (MI_CALL *Class_GetClassName)(MI_Deserializer *deserializer,
                                            MI_Uint8 *serializedBuffer,
                                            MI_Uint32 serializedBufferLength,
                                            MI_Char *className,
                                            MI_Uint32 *classNameLength,
                                            MI_Instance **cimErrorDetails);
    MI_Result (MI_CALL *Class_GetParentClassName)(MI_Deserializer *deserializer,
                                                  MI_Uint8 *serializedBuffer,
                                                  MI_Uint32 serializedBufferLength,
                                                  MI_Char *parentClassName,
                                                  MI_Uint32 *parentClassNameLength,
                                                  MI_Instance **cimErrorDetails);
    MI_Result (MI_CALL *DeserializeInstance)(MI_Deserializer *deserializer,
                                             MI_Uint32 flags,
                                             MI_Uint8 *serializedBuffer,
                                             MI_Uint32 serializedBufferLength,
                                             MI_Class **classObjects,
                                             MI_Uint32 numberClassObjects,
                                             MI_Deserializer_ClassObjectNeeded classObjectNeeded,
                                             void *classObjectNeededContext,
                                             MI_Uint32 *serializedBufferRead,
                                             MI_Instance **instanceObject,
                                             MI_Instance **cimErrorDetails);
    MI_Result (MI_CALL *Instance_GetClassName)(MI_Deserializer *deserializer,
                                               MI_Uint8 *serializedBuffer,
                                               MI_Uint32 serializedBufferLength,
                                               MI_Char *className,
                                               MI_Uint32 *classNameLength,
                                               MI_Instance **cimErrorDetails);
};

/**
 * Functions that need no handle.
 */
struct _MI_UtilitiesFT {
    MI_ErrorCategory (MI_CALL *MapErrorToMiErrorCategory)(MI_LINUX_CONST MI_Char *errorType, MI_Uint32 error);
    MI_Result (MI_CALL *CimErrorFromErrorCode)(MI_Uint32 error,
                                               const MI_Char *errorType,
                                               const MI_Char *errorMessage,
                                               MI_Instance **cimError);
};

/**
 * All tables of the client; mi_clientFT_V1 points to the library's.
 */
struct _MI_ClientFT_V1 {
    const MI_ApplicationFT *applicationFT;
    const MI_SessionFT *sessionFT;
    const MI_OperationFT *operationFT;
    const MI_HostedProviderFT *hostedProviderFT;
    const MI_SerializerFT *serializerFT;
    const MI_DeserializerFT *deserializerFT;
    const MI_SubscriptionDeliveryOptionsFT *subscribeDeliveryOptionsFT;
    const MI_DestinationOptionsFT *destinationOptionsFT;
    const MI_OperationOptionsFT *operationOptionsFT;
    const MI_UtilitiesFT *utilitiesFT;
};

/**
 * The table of an instance whose class has MI_FLAG_EXTENDED.
 */
struct _MI_InstanceExFT {
    MI_InstanceFT parent;
    MI_Result (MI_CALL *Normalize)(MI_Instance **self);
};

/* Functions. */

/**
 * Ends the application, its sessions and their operations, and waits until nothing of theirs runs.
 *
 * A close that would wait for its own callback is refused at once with a report. The handle and its copies
 * are dead after OK. Microsoft: MI_Application_Close function.
 */
MI_IMPORT MI_Result MI_Application_Close(MI_Application *application);

/**
 * Makes an instance: of `classRTTI`, or dynamic where that is NULL.
 *
 * The caller frees it with MI_Instance_Delete; it may outlive the application. Microsoft:
 * MI_Application_NewInstance function.
 */
MI_IMPORT
MI_Result MI_Application_NewInstance(MI_Application *application,
                                     const MI_Char *className,
                                     const MI_ClassDecl *classRTTI,
                                     MI_Instance **instance);

/**
 * Makes an instance of a class, which is not borrowed.
 *
 * The caller frees it with MI_Instance_Delete; it may outlive the application. Microsoft:
 * MI_Application_NewInstanceFromClass function.
 */
MI_IMPORT
MI_Result MI_Application_NewInstanceFromClass(MI_Application *application,
                                              const MI_Char *className,
                                              const MI_Class *classObject,
                                              MI_Instance **instance);

/**
 * Makes the parameters of a method call: an instance of class `Parameters`.
 *
 * The caller frees it with MI_Instance_Delete. Microsoft: MI_Application_NewParameterSet function.
 */
MI_IMPORT
MI_Result MI_Application_NewParameterSet(MI_Application *application,
                                         const MI_ClassDecl *classRTTI,
                                         MI_Instance **instance);

/**
 * Makes options for a new session.
 *
 * The caller frees them with MI_DestinationOptions_Delete. Microsoft: MI_Application_NewDestinationOptions
 * function.
 */
MI_IMPORT
MI_Result MI_Application_NewDestinationOptions(MI_Application *application,
                                               MI_DestinationOptions *options);

/**
 * Makes options for operations; `mustUnderstand` holds for their custom options.
 *
 * The caller frees them with MI_OperationOptions_Delete. Microsoft: MI_Application_NewOperationOptions
 * function.
 */
MI_IMPORT
MI_Result MI_Application_NewOperationOptions(MI_Application *application,
                                             MI_Boolean mustUnderstand,
                                             MI_OperationOptions *options);

/**
 * Makes options for a subscription.
 *
 * The caller frees them with MI_SubscriptionDeliveryOptions_Delete. Microsoft:
 * MI_Application_NewSubscriptionDeliveryOptions function.
 */
MI_IMPORT
MI_Result MI_Application_NewSubscriptionDeliveryOptions(MI_Application *application,
                                                        MI_SubscriptionDeliveryType deliveryType,
                                                        MI_SubscriptionDeliveryOptions *deliveryOptions);

/**
 * Makes a session: to this machine by default, or by protocol and destination.
 *
 * Options and callbacks are copied. The caller closes the session with MI_Session_Close, and deletes
 * `*extendedError` where one is given. Microsoft: MI_Application_NewSession function.
 */
MI_IMPORT
MI_Result MI_Application_NewSession(MI_Application *application,
                                    const MI_Char *protocol,
                                    const MI_Char *destination,
                                    MI_DestinationOptions *options,
                                    MI_SessionCallbacks *callbacks,
                                    MI_Instance **extendedError,
                                    MI_Session *session);

/**
 * Serves a provider of this process to others.
 *
 * The caller closes it with MI_HostedProvider_Close, and deletes `*extendedError` where one is given.
 * Microsoft: MI_Application_NewHostedProvider function.
 */
MI_IMPORT
MI_Result MI_Application_NewHostedProvider(MI_Application *application,
                                           const MI_Char *namespaceName,
                                           const MI_Char *providerName,
                                           MI_MainFunction mi_Main,
                                           MI_Instance **extendedError,
                                           MI_HostedProvider *hostedProvider);

/**
 * Makes a serializer for a format.
 *
 * The caller closes it with MI_Serializer_Close. Microsoft: MI_Application_NewSerializer function.
 */
MI_IMPORT
MI_Result MI_Application_NewSerializer(MI_Application *application,
                                       MI_Uint32 flags,
                                       MI_Char *format,
                                       MI_Serializer *serializer);

/**
 * Makes a deserializer for a format.
 *
 * The caller closes it with MI_Deserializer_Close. Microsoft: MI_Application_NewDeserializer function.
 */
MI_IMPORT
MI_Result MI_Application_NewDeserializer(MI_Application *application,
                                         MI_Uint32 flags,
                                         MI_Char *format,
                                         MI_Deserializer *deserializer);

/**
 * Makes a class from a declaration, which is copied.
 *
 * The caller frees it with MI_Class_Delete. Microsoft: MI_Application_NewClass function.
 */
MI_IMPORT
MI_Result MI_Application_NewClass(MI_Application *application,
                                  const MI_ClassDecl *classDecl,
                                  const MI_Char *namespaceName,
                                  const MI_Char *serverName,
                                  MI_Class **classObject);

/**
 * The class's name.
 *
 * The string belongs to the class. Microsoft: MI_Class_GetClassName function.
 */
MI_IMPORT MI_Result MI_Class_GetClassName(const MI_Class *self, const MI_Char **className);

/**
 * The class's namespace, or NULL.
 *
 * The string belongs to the class. Microsoft: MI_Class_GetNameSpace function.
 */
MI_IMPORT MI_Result MI_Class_GetNameSpace(const MI_Class *self, const MI_Char **nameSpace);

/**
 * The server that the class came from, or NULL.
 *
 * The string belongs to the class. Microsoft: MI_Class_GetServerName function.
 */
MI_IMPORT MI_Result MI_Class_GetServerName(const MI_Class *self, const MI_Char **serverName);

/**
 * How many properties the class has, inherited ones included.
 *
 * Microsoft: MI_Class_GetElementCount function.
 */
MI_IMPORT MI_Result MI_Class_GetElementCount(const MI_Class *self, MI_Uint32 *count);

/**
 * A property by name: its default, type, flags and qualifiers; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_Class_GetElement function.
 */
MI_IMPORT
MI_Result MI_Class_GetElement(const MI_Class *self,
                              const MI_Char *name,
                              MI_Value *value,
                              MI_Boolean *valueExists,
                              MI_Type *type,
                              MI_Char **referenceClass,
                              MI_QualifierSet *qualifierSet,
                              MI_Uint32 *flags,
                              MI_Uint32 *index);

/**
 * The property at an index; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_Class_GetElementAt function.
 */
MI_IMPORT
MI_Result MI_Class_GetElementAt(const MI_Class *self,
                                MI_Uint32 index,
                                const MI_Char **name,
                                MI_Value *value,
                                MI_Boolean *valueExists,
                                MI_Type *type,
                                MI_Char **referenceClass,
                                MI_QualifierSet *qualifierSet,
                                MI_Uint32 *flags);

/**
 * The class's own qualifiers.
 *
 * They are good as long as the class. Microsoft: MI_Class_GetClassQualifierSet function.
 */
MI_IMPORT MI_Result MI_Class_GetClassQualifierSet(const MI_Class *self, MI_QualifierSet *qualifierSet);

/**
 * How many methods the class has, inherited ones included.
 *
 * Microsoft: MI_Class_GetMethodCount function.
 */
MI_IMPORT MI_Result MI_Class_GetMethodCount(const MI_Class *self, MI_Uint32 *count);

/**
 * The method at an index.
 *
 * All of it belongs to the class. Microsoft: MI_Class_GetMethodAt function.
 */
MI_IMPORT
MI_Result MI_Class_GetMethodAt(const MI_Class *self,
                               MI_Uint32 index,
                               const MI_Char **name,
                               MI_QualifierSet *qualifierSet,
                               MI_ParameterSet *parameterSet);

/**
 * A method by name.
 *
 * All of it belongs to the class. Microsoft: MI_Class_GetMethod function.
 */
MI_IMPORT
MI_Result MI_Class_GetMethod(const MI_Class *self,
                             const MI_Char *name,
                             MI_QualifierSet *qualifierSet,
                             MI_ParameterSet *parameterSet,
                             MI_Uint32 *index);

/**
 * The superclass's name, or NULL.
 *
 * The string belongs to the class. Microsoft: MI_Class_GetParentClassName function.
 */
MI_IMPORT MI_Result MI_Class_GetParentClassName(const MI_Class *self, const MI_Char **name);

/**
 * The superclass.
 *
 * The caller frees it with MI_Class_Delete. Microsoft: MI_Class_GetParentClass function.
 */
MI_IMPORT MI_Result MI_Class_GetParentClass(const MI_Class *self, MI_Class **parentClass);

/**
 * Gives a class back.
 *
 * Pointers that were read out of it are dead afterwards. Microsoft: MI_Class_Delete function.
 */
MI_IMPORT MI_Result MI_Class_Delete(MI_Class *self);

/**
 * Another handle to the same class.
 *
 * The caller frees it with MI_Class_Delete. Microsoft: MI_Class_Clone function.
 */
MI_IMPORT MI_Result MI_Class_Clone(const MI_Class *self, MI_Class **newClass);

/**
 * What the method returns, and the qualifiers of that.
 *
 * They belong to the class. Microsoft: MI_ParameterSet_GetMethodReturnType function.
 */
MI_IMPORT
MI_Result MI_ParameterSet_GetMethodReturnType(const MI_ParameterSet *self,
                                              MI_Type *returnType,
                                              MI_QualifierSet *qualifierSet);

/**
 * How many parameters the method has.
 *
 * Microsoft: MI_ParameterSet_GetParameterCount function.
 */
MI_IMPORT MI_Result MI_ParameterSet_GetParameterCount(const MI_ParameterSet *self, MI_Uint32 *count);

/**
 * The parameter at an index; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_ParameterSet_GetParameterAt function.
 */
MI_IMPORT
MI_Result MI_ParameterSet_GetParameterAt(const MI_ParameterSet *self,
                                         MI_Uint32 index,
                                         const MI_Char **name,
                                         MI_Type *parameterType,
                                         MI_Char **referenceClass,
                                         MI_QualifierSet *qualifierSet);

/**
 * A parameter by name; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_ParameterSet_GetParameter function.
 */
MI_IMPORT
MI_Result MI_ParameterSet_GetParameter(const MI_ParameterSet *self,
                                       const MI_Char *name,
                                       MI_Type *parameterType,
                                       MI_Char **referenceClass,
                                       MI_QualifierSet *qualifierSet,
                                       MI_Uint32 *index);

/**
 * How many qualifiers there are.
 *
 * Microsoft: MI_QualifierSet_GetQualifierCount function.
 */
MI_IMPORT MI_Result MI_QualifierSet_GetQualifierCount(const MI_QualifierSet *self, MI_Uint32 *count);

/**
 * The qualifier at an index; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_QualifierSet_GetQualifierAt function.
 */
MI_IMPORT
MI_Result MI_QualifierSet_GetQualifierAt(const MI_QualifierSet *self,
                                         MI_Uint32 index,
                                         const MI_Char **name,
                                         MI_Type *qualifierType,
                                         MI_Uint32 *qualifierFlags,
                                         MI_Value *qualifierValue);

/**
 * A qualifier by name; every out-pointer may be NULL.
 *
 * All of it belongs to the class. Microsoft: MI_QualifierSet_GetQualifier function.
 */
MI_IMPORT
MI_Result MI_QualifierSet_GetQualifier(const MI_QualifierSet *self,
                                       const MI_Char *name,
                                       MI_Type *qualifierType,
                                       MI_Uint32 *qualifierFlags,
                                       MI_Value *qualifierValue,
                                       MI_Uint32 *index);

/**
 * Gives a serializer back.
 *
 * Microsoft: MI_Serializer_Close function.
 */
MI_IMPORT MI_Result MI_Serializer_Close(MI_Serializer *serializer);

/**
 * Writes a class into the caller's buffer.
 *
 * `*clientBufferNeeded` is the size it takes, also where the buffer is too small (FAILED). Microsoft:
 * MI_Serializer_SerializeClass function.
 */
MI_IMPORT
MI_Result MI_Serializer_SerializeClass(MI_Serializer *serializer,
                                       MI_Uint32 flags,
                                       const MI_Class *classObject,
                                       MI_Uint8 *clientBuffer,
                                       MI_Uint32 clientBufferLength,
                                       MI_Uint32 *clientBufferNeeded);

/**
 * Writes an instance into the caller's buffer.
 *
 * `*clientBufferNeeded` is the size it takes, also where the buffer is too small (FAILED). Microsoft:
 * MI_Serializer_SerializeInstance function.
 */
MI_IMPORT
MI_Result MI_Serializer_SerializeInstance(MI_Serializer *serializer,
                                          MI_Uint32 flags,
                                          const MI_Instance *instanceObject,
                                          MI_Uint8 *clientBuffer,
                                          MI_Uint32 clientBufferLength,
                                          MI_Uint32 *clientBufferNeeded);

/**
 * Gives a deserializer back.
 *
 * Microsoft: MI_Deserializer_Close function.
 */
MI_IMPORT MI_Result MI_Deserializer_Close(MI_Deserializer *deserializer);

/**
 * Reads a class; the callback is asked for classes that it needs.
 *
 * The caller frees it with MI_Class_Delete, and an error with MI_Instance_Delete. Microsoft:
 * MI_Deserializer_DeserializeClass function.
 */
MI_IMPORT
MI_Result MI_Deserializer_DeserializeClass(MI_Deserializer *deserializer,
                                           MI_Uint32 flags,
                                           MI_Uint8 *serializedBuffer,
                                           MI_Uint32 serializedBufferLength,
                                           MI_Class *parentClass,
                                           const MI_Char *serverName,
                                           const MI_Char *namespaceName,
                                           MI_Deserializer_ClassObjectNeeded classObjectNeeded,
                                           void *classObjectNeededContext,
                                           MI_Uint32 *serializedBufferRead,
                                           MI_Class **classObject,
                                           MI_Instance **cimErrorDetails);

/**
 * The name of a serialised class, into the caller's buffer.
 *
 * Microsoft: MI_Deserializer_Class_GetClassName function.
 */
MI_IMPORT
MI_Result MI_Deserializer_Class_GetClassName(MI_Deserializer *deserializer,
                                             MI_Uint8 *serializedBuffer,
                                             MI_Uint32 serializedBufferLength,
                                             MI_Char *className,
                                             MI_Uint32 *classNameLength,
                                             MI_Instance **cimErrorDetails);

/**
 * The superclass's name of a serialised class, into the caller's buffer.
 *
 * Microsoft: MI_Deserializer_Class_GetParentClassName function.
 */
MI_IMPORT
MI_Result MI_Deserializer_Class_GetParentClassName(MI_Deserializer *deserializer,
                                                   MI_Uint8 *serializedBuffer,
                                                   MI_Uint32 serializedBufferLength,
                                                   MI_Char *parentClassName,
                                                   MI_Uint32 *parentClassNameLength,
                                                   MI_Instance **cimErrorDetails);

/**
 * Reads an instance; the callback is asked for classes that are not among `classObjects`.
 *
 * The caller frees it with MI_Instance_Delete, and an error likewise. Microsoft:
 * MI_Deserializer_DeserializeInstance function.
 */
MI_IMPORT
MI_Result MI_Deserializer_DeserializeInstance(MI_Deserializer *deserializer,
                                              MI_Uint32 flags,
                                              MI_Uint8 *serializedBuffer,
                                              MI_Uint32 serializedBufferLength,
                                              MI_Class **classObjects,
                                              MI_Uint32 numberClassObjects,
                                              MI_Deserializer_ClassObjectNeeded classObjectNeeded,
                                              void *classObjectNeededContext,
                                              MI_Uint32 *serializedBufferRead,
                                              MI_Instance **instanceObject,
                                              MI_Instance **cimErrorDetails);

/**
 * The class name of a serialised instance, into the caller's buffer.
 *
 * Microsoft: MI_Deserializer_Instance_GetClassName function.
 */
MI_IMPORT
MI_Result MI_Deserializer_Instance_GetClassName(MI_Deserializer *deserializer,
                                                MI_Uint8 *serializedBuffer,
                                                MI_Uint32 serializedBufferLength,
                                                MI_Char *className,
                                                MI_Uint32 *classNameLength,
                                                MI_Instance **cimErrorDetails);

/**
 * The category of an error of some system (`MI`, `HRESULT`, `WIN32`, `ERRNO`).
 *
 * Microsoft: MI_Utilities_MapErrorToMiErrorCategory function.
 */
MI_IMPORT MI_ErrorCategory MI_Utilities_MapErrorToMiErrorCategory(MI_LINUX_CONST MI_Char *errorType, MI_Uint32 error);

/**
 * Makes a CIM error from an error of some system.
 *
 * The caller frees it with MI_Instance_Delete. Microsoft: MI_Utilities_CimErrorFromErrorCode function.
 */
MI_IMPORT
MI_Result MI_Utilities_CimErrorFromErrorCode(MI_Uint32 error,
                                             const MI_Char *errorType,
                                             const MI_Char *errorMessage,
                                             MI_Instance **cimError);

/**
 * Ends the request with a result.
 *
 * Once per request; the context is dead afterwards. Microsoft: MI_Context_PostResult function.
 */
MI_IMPORT MI_Result MI_Context_PostResult(MI_Context *context, MI_Result result);

/**
 * Ends the request with a CIM error.
 *
 * The error stays the provider's; the context is dead afterwards. Microsoft: MI_Context_PostCimError
 * function.
 */
MI_IMPORT MI_Result MI_Context_PostCimError(MI_Context *context, const MI_Instance *error);

/**
 * Ends the request with a code of some other system and a message.
 *
 * The context is dead afterwards. Microsoft: MI_Context_PostError function.
 */
MI_IMPORT
MI_Result MI_Context_PostError(MI_Context *context,
                               MI_Uint32 resultCode,
                               const MI_Char *resultType,
                               const MI_Char *errorMessage);

/**
 * Sends one result instance.
 *
 * The instance is copied and stays the provider's. Microsoft: MI_Context_PostInstance function.
 */
MI_IMPORT MI_Result MI_Context_PostInstance(MI_Context *context, const MI_Instance *instance);

/**
 * Sends one indication to the subscribers.
 *
 * The instance is copied and stays the provider's. Microsoft: MI_Context_PostIndication function.
 */
MI_IMPORT
MI_Result MI_Context_PostIndication(MI_Context *context,
                                    const MI_Instance *indication,
                                    MI_Uint32 subscriptionIDCount,
                                    const MI_Char *bookmark);

/**
 * Makes an instance of a class in the provider's own memory.
 *
 * Freed with MI_Instance_Destruct. Microsoft: MI_Context_ConstructInstance function.
 */
MI_IMPORT
MI_Result MI_Context_ConstructInstance(MI_Context *context,
                                       const MI_ClassDecl *classDecl,
                                       MI_Instance *instance);

/**
 * Makes a method's parameters in the provider's own memory.
 *
 * Freed with MI_Instance_Destruct. Microsoft: MI_Context_ConstructParameters function.
 */
MI_IMPORT
MI_Result MI_Context_ConstructParameters(MI_Context *context,
                                         const MI_MethodDecl *methodDecl,
                                         MI_Instance *instance);

/**
 * Makes an instance of a class.
 *
 * The provider frees it with MI_Instance_Delete. Microsoft: MI_Context_NewInstance function.
 */
MI_IMPORT
MI_Result MI_Context_NewInstance(MI_Context *context,
                                 const MI_ClassDecl *classDecl,
                                 MI_Instance **instance);

/**
 * Makes an instance without a class declaration.
 *
 * The provider frees it with MI_Instance_Delete. Microsoft: MI_Context_NewDynamicInstance function.
 */
MI_IMPORT
MI_Result MI_Context_NewDynamicInstance(MI_Context *context,
                                        const MI_Char *className,
                                        MI_Uint32 flags,
                                        MI_Instance **instance);

/**
 * Makes the parameters of a method.
 *
 * The provider frees them with MI_Instance_Delete. Microsoft: MI_Context_NewParameters function.
 */
MI_IMPORT
MI_Result MI_Context_NewParameters(MI_Context *context,
                                   const MI_MethodDecl *methodDecl,
                                   MI_Instance **instance);

/**
 * Whether the client has given the request up.
 *
 * Microsoft: MI_Context_Canceled function.
 */
MI_IMPORT MI_Result MI_Context_Canceled(const MI_Context *context, MI_Boolean *flag);

/**
 * The language that the client asked for, into room for MI_MAX_LOCALE_SIZE units.
 *
 * `locale` is the empty string first, whatever the outcome. Microsoft: MI_Context_GetLocale function.
 */
MI_IMPORT
MI_Result MI_Context_GetLocale(const MI_Context *context,
                               MI_LocaleType localeType,
                               MI_Char *locale);

/**
 * Sets the function that hears of a cancellation, possibly on another thread.
 *
 * Microsoft: MI_Context_RegisterCancel function.
 */
MI_IMPORT
MI_Result MI_Context_RegisterCancel(MI_Context *context,
                                    MI_CancelCallback callback,
                                    void *callbackData);

/**
 * Lets the module be unloaded when it is idle.
 *
 * Microsoft: MI_Context_RequestUnload function.
 */
MI_IMPORT MI_Result MI_Context_RequestUnload(MI_Context *context);

/**
 * Keeps the module loaded.
 *
 * Microsoft: MI_Context_RefuseUnload function.
 */
MI_IMPORT MI_Result MI_Context_RefuseUnload(MI_Context *context);

/**
 * Sets a string option of the request.
 *
 * Microsoft: MI_Context_SetStringOption function.
 */
MI_IMPORT
MI_Result MI_Context_SetStringOption(MI_Context *context,
                                     const MI_Char *name,
                                     const MI_Char *value);

/**
 * Reads a string option of the request.
 *
 * The string belongs to the context. Microsoft: MI_Context_GetStringOption function.
 */
MI_IMPORT
MI_Result MI_Context_GetStringOption(MI_Context *context,
                                     const MI_Char *name,
                                     const MI_Char **value);

/**
 * Reads a numeric option of the request.
 *
 * Microsoft: MI_Context_GetNumberOption function.
 */
MI_IMPORT MI_Result MI_Context_GetNumberOption(MI_Context *context, const MI_Char *name, MI_Uint32 *value);

/**
 * Reads a custom option of the request.
 *
 * What the value points to belongs to the context. Microsoft: MI_Context_GetCustomOption function.
 */
MI_IMPORT
MI_Result MI_Context_GetCustomOption(MI_Context *context,
                                     const MI_Char *name,
                                     MI_Type *valueType,
                                     MI_Value *value);

/**
 * How many custom options the request has.
 *
 * Microsoft: MI_Context_GetCustomOptionCount function.
 */
MI_IMPORT MI_Result MI_Context_GetCustomOptionCount(MI_Context *context, MI_Uint32 *count);

/**
 * Reads the custom option at an index.
 *
 * Name and value belong to the context. Microsoft: MI_Context_GetCustomOptionAt function.
 */
MI_IMPORT
MI_Result MI_Context_GetCustomOptionAt(MI_Context *context,
                                       MI_Uint32 index,
                                       const MI_Char **name,
                                       MI_Type *valueType,
                                       MI_Value *value);

/**
 * Asks the client whether an action on a target may go ahead.
 *
 * Microsoft: MI_Context_ShouldProcess function.
 */
MI_IMPORT
MI_Result MI_Context_ShouldProcess(MI_Context *context,
                                   const MI_Char *target,
                                   const MI_Char *action,
                                   MI_Boolean *flag);

/**
 * Asks the client whether to continue.
 *
 * Microsoft: MI_Context_ShouldContinue function.
 */
MI_IMPORT MI_Result MI_Context_ShouldContinue(MI_Context *context, const MI_Char *message, MI_Boolean *flag);

/**
 * Asks the client's user; `*flag` is the answer.
 *
 * Microsoft: MI_Context_PromptUser function.
 */
MI_IMPORT
MI_Result MI_Context_PromptUser(MI_Context *context,
                                const MI_Char *message,
                                MI_PromptType promptType,
                                MI_Boolean *flag);

/**
 * Reports an error that does not end the request; `*flag` says whether to go on.
 *
 * Microsoft: MI_Context_WriteError function.
 */
MI_IMPORT
MI_Result MI_Context_WriteError(MI_Context *context,
                                MI_Uint32 resultCode,
                                const MI_Char *resultType,
                                const MI_Char *errorMessage,
                                MI_Boolean *flag);

/**
 * Reports a CIM error that does not end the request; `*flag` says whether to go on.
 *
 * Microsoft: MI_Context_WriteCimError function.
 */
MI_IMPORT MI_Result MI_Context_WriteCimError(MI_Context *context, const MI_Instance *error, MI_Boolean *flag);

/**
 * Sends a message to the client on a channel.
 *
 * Microsoft: MI_Context_WriteMessage function.
 */
MI_IMPORT MI_Result MI_Context_WriteMessage(MI_Context *context, MI_Uint32 channel, const MI_Char *message);

/**
 * Reports progress to the client.
 *
 * Microsoft: MI_Context_WriteProgress function.
 */
MI_IMPORT
MI_Result MI_Context_WriteProgress(MI_Context *context,
                                   const MI_Char *activity,
                                   const MI_Char *currentOperation,
                                   const MI_Char *statusDescription,
                                   MI_Uint32 percentComplete,
                                   MI_Uint32 secondsRemaining);

/**
 * Sends a part of a streamed output parameter.
 *
 * The value is copied. Microsoft: MI_Context_WriteStreamParameter function.
 */
MI_IMPORT
MI_Result MI_Context_WriteStreamParameter(MI_Context *self,
                                          const MI_Char *name,
                                          const MI_Value *value,
                                          MI_Type type,
                                          MI_Uint32 flags);

/**
 * Sends a message on the warning channel.
 *
 * Microsoft: MI_Context_WriteWarning function.
 */
MI_IMPORT MI_Result MI_Context_WriteWarning(MI_Context *context, const MI_Char *message);

/**
 * Sends a message on the verbose channel.
 *
 * Microsoft: MI_Context_WriteVerbose function.
 */
MI_IMPORT MI_Result MI_Context_WriteVerbose(MI_Context *context, const MI_Char *message);

/**
 * Sends a message on the debug channel.
 *
 * Microsoft: MI_Context_WriteDebug function.
 */
MI_IMPORT MI_Result MI_Context_WriteDebug(MI_Context *context, const MI_Char *message);

#if MI_API_VERSION >= 2
/**
 * The context for lifecycle indications.
 *
 * It belongs to the server; `*lifecycleContext` is NULL where there is none. OMI: MI.h,
 * MI_Context_GetLifecycleIndicationContext.
 */
MI_IMPORT
MI_Result MI_Context_GetLifecycleIndicationContext(const MI_Context *context,
                                                   MI_LifecycleIndicationContext **lifecycleContext);
#endif

/**
 * A session to the same server.
 *
 * It belongs to the request and must not be closed. Microsoft: MI_Context_GetLocalSession function.
 */
MI_IMPORT MI_Result MI_Context_GetLocalSession(const MI_Context *context, MI_Session *session);

#if MI_API_VERSION >= 2
/**
 * Says whether the provider filters results itself.
 *
 * OMI: MI.h, MI_Context_SetFilterOption.
 */
MI_IMPORT MI_Result MI_Context_SetFilterOption(MI_Context *context, MI_Boolean filterByProvider);
#endif

/**
 * Frees the options; passwords in them are wiped.
 *
 * The handle is dead afterwards. Microsoft: MI_DestinationOptions_Delete function.
 */
MI_IMPORT void MI_DestinationOptions_Delete(MI_DestinationOptions *options);

/**
 * Adds credentials for the proxy.
 *
 * They are copied. Microsoft: MI_DestinationOptions_AddProxyCredentials function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_AddProxyCredentials(MI_DestinationOptions *options,
                                                    const MI_UserCredentials *credentials);

/**
 * Adds credentials for the destination.
 *
 * They are copied. Microsoft: MI_DestinationOptions_AddDestinationCredentials function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_AddDestinationCredentials(MI_DestinationOptions *options,
                                                          const MI_UserCredentials *credentials);

/**
 * Sets a string option by name.
 *
 * Name and value are copied. Microsoft: MI_DestinationOptions_SetString function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetString(MI_DestinationOptions *options,
                                          const MI_Char *optionName,
                                          const MI_Char *optionValue);

/**
 * Reads a string option by name.
 *
 * The string belongs to the options and is good until they change. Microsoft:
 * MI_DestinationOptions_GetString function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetString(MI_LINUX_CONST MI_DestinationOptions *options,
                                          const MI_Char *optionName,
                                          const MI_Char **optionValue,
                                          MI_Uint32 *index);

/**
 * Sets a numeric option by name.
 *
 * Microsoft: MI_DestinationOptions_SetNumber function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetNumber(MI_DestinationOptions *options,
                                          const MI_Char *optionName,
                                          MI_Uint32 optionValue);

/**
 * Reads a numeric option by name.
 *
 * Microsoft: MI_DestinationOptions_GetNumber function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetNumber(MI_LINUX_CONST MI_DestinationOptions *options,
                                          const MI_Char *optionName,
                                          MI_Uint32 *optionValue,
                                          MI_Uint32 *index);

/**
 * How many options are set, credentials not counted.
 *
 * Microsoft: MI_DestinationOptions_GetOptionCount function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetOptionCount(MI_LINUX_CONST MI_DestinationOptions *options,
                                               MI_Uint32 *count);

/**
 * The option at an index, in the order of setting.
 *
 * Name and value belong to the options. Microsoft: MI_DestinationOptions_GetOptionAt function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetOptionAt(MI_LINUX_CONST MI_DestinationOptions *options,
                                            MI_Uint32 index,
                                            const MI_Char **optionName,
                                            MI_Value *value,
                                            MI_Type *type,
                                            MI_Uint32 *flags);

/**
 * An option by name, of whatever type.
 *
 * The value belongs to the options. Microsoft: MI_DestinationOptions_GetOption function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetOption(MI_LINUX_CONST MI_DestinationOptions *options,
                                          const MI_Char *optionName,
                                          MI_Value *value,
                                          MI_Type *type,
                                          MI_Uint32 *index,
                                          MI_Uint32 *flags);

/**
 * How many credentials were added.
 *
 * Microsoft: MI_DestinationOptions_GetCredentialsCount function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCredentialsCount(MI_LINUX_CONST MI_DestinationOptions *options,
                                                    MI_Uint32 *count);

/**
 * The credentials at an index; a password is masked.
 *
 * Name and strings belong to the options. Microsoft: MI_DestinationOptions_GetCredentialsAt function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCredentialsAt(MI_LINUX_CONST MI_DestinationOptions *options,
                                                 MI_Uint32 index,
                                                 const MI_Char **optionName,
                                                 MI_UserCredentials *credentials,
                                                 MI_Uint32 *flags);

/**
 * The password at an index, into the caller's buffer.
 *
 * `*passwordLength` is the length it takes, the end mark included; the caller wipes the buffer. Microsoft:
 * MI_DestinationOptions_GetCredentialsPasswordAt function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCredentialsPasswordAt(MI_LINUX_CONST MI_DestinationOptions *options,
                                                         MI_Uint32 index,
                                                         const MI_Char **optionName,
                                                         MI_Char *password,
                                                         MI_Uint32 bufferLength,
                                                         MI_Uint32 *passwordLength,
                                                         MI_Uint32 *flags);

/**
 * Makes an independent copy of the options.
 *
 * The caller frees it with MI_DestinationOptions_Delete. Microsoft: MI_DestinationOptions_Clone function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_Clone(const MI_DestinationOptions *self,
                                      MI_DestinationOptions *newDestinationOptions);

/**
 * Sets the time-out of operations that set none themselves.
 *
 * Microsoft: MI_DestinationOptions_SetTimeout function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetTimeout(MI_DestinationOptions *options,
                                           const MI_Interval *timeout);

/**
 * Reads the time-out of operations that set none themselves.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetTimeout function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetTimeout(MI_LINUX_CONST MI_DestinationOptions *options,
                                           MI_Interval *timeout);

/**
 * Sets whether the certificate's issuer is checked.
 *
 * Microsoft: MI_DestinationOptions_SetCertCACheck function.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetCertCACheck(MI_DestinationOptions *options, MI_Boolean check);

/**
 * Reads whether the certificate's issuer is checked.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetCertCACheck function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCertCACheck(MI_LINUX_CONST MI_DestinationOptions *options,
                                               MI_Boolean *check);

/**
 * Sets whether the certificate's name is checked.
 *
 * Microsoft: MI_DestinationOptions_SetCertCNCheck function.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetCertCNCheck(MI_DestinationOptions *options, MI_Boolean check);

/**
 * Reads whether the certificate's name is checked.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetCertCNCheck function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCertCNCheck(MI_LINUX_CONST MI_DestinationOptions *options,
                                               MI_Boolean *check);

/**
 * Sets whether the revocation of certificates is checked.
 *
 * Microsoft: MI_DestinationOptions_SetCertRevocationCheck function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetCertRevocationCheck(MI_DestinationOptions *options,
                                                       MI_Boolean check);

/**
 * Reads whether the revocation of certificates is checked.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetCertRevocationCheck function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCertRevocationCheck(MI_LINUX_CONST MI_DestinationOptions *options,
                                                       MI_Boolean *check);

/**
 * Sets whether messages are encrypted.
 *
 * Microsoft: MI_DestinationOptions_SetPacketPrivacy function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetPacketPrivacy(MI_DestinationOptions *options,
                                                 MI_Boolean privacy);

/**
 * Reads whether messages are encrypted.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketPrivacy function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetPacketPrivacy(MI_LINUX_CONST MI_DestinationOptions *options,
                                                 MI_Boolean *privacy);

/**
 * Sets whether messages are signed.
 *
 * Microsoft: MI_DestinationOptions_SetPacketIntegrity function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetPacketIntegrity(MI_DestinationOptions *options,
                                                   MI_Boolean integrity);

/**
 * Reads whether messages are signed.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketIntegrity function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetPacketIntegrity(MI_LINUX_CONST MI_DestinationOptions *options,
                                                   MI_Boolean *integrity);

/**
 * Sets the messages' encoding (MI_DESTINATIONOPTIONS_PACKET_ENCODING_*).
 *
 * Microsoft: MI_DestinationOptions_SetPacketEncoding function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetPacketEncoding(MI_DestinationOptions *options,
                                                  const MI_Char *encoding);

/**
 * Reads the messages' encoding (MI_DESTINATIONOPTIONS_PACKET_ENCODING_*).
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketEncoding function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetPacketEncoding(MI_LINUX_CONST MI_DestinationOptions *options,
                                                  const MI_Char **encoding);

/**
 * Sets the language of data.
 *
 * Microsoft: MI_DestinationOptions_SetDataLocale function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetDataLocale(MI_DestinationOptions *options,
                                              const MI_Char *locale);

/**
 * Reads the language of data.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetDataLocale function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetDataLocale(MI_LINUX_CONST MI_DestinationOptions *options,
                                              const MI_Char **locale);

/**
 * Sets the language of messages.
 *
 * Microsoft: MI_DestinationOptions_SetUILocale function.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetUILocale(MI_DestinationOptions *options, const MI_Char *locale);

/**
 * Reads the language of messages.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetUILocale function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetUILocale(MI_LINUX_CONST MI_DestinationOptions *options,
                                            const MI_Char **locale);

/**
 * Sets the largest message, in KiB.
 *
 * Microsoft: MI_DestinationOptions_SetMaxEnvelopeSize function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetMaxEnvelopeSize(MI_DestinationOptions *options,
                                                   MI_Uint32 sizeInKB);

/**
 * Reads the largest message, in KiB.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetMaxEnvelopeSize function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetMaxEnvelopeSize(MI_LINUX_CONST MI_DestinationOptions *options,
                                                   MI_Uint32 *sizeInKB);

/**
 * Sets how many results a message may hold.
 *
 * OMI: MI.h, MI_DestinationOptions_SetMaxElements.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetMaxElements(MI_DestinationOptions *options, MI_Uint32 elements);

/**
 * Reads how many results a message may hold.
 *
 * An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetMaxElements.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetMaxElements(MI_LINUX_CONST MI_DestinationOptions *options,
                                               MI_Uint32 *elements);

/**
 * Sets whether the service's principal name holds the port.
 *
 * Microsoft: MI_DestinationOptions_SetEncodePortInSPN function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetEncodePortInSPN(MI_DestinationOptions *options,
                                                   MI_Boolean encodePort);

/**
 * Reads whether the service's principal name holds the port.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetEncodePortInSPN function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetEncodePortInSPN(MI_LINUX_CONST MI_DestinationOptions *options,
                                                   MI_Boolean *encodePort);

/**
 * Sets the path of the service.
 *
 * Microsoft: MI_DestinationOptions_SetHttpUrlPrefix function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetHttpUrlPrefix(MI_DestinationOptions *options,
                                                 const MI_Char *prefix);

/**
 * Reads the path of the service.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetHttpUrlPrefix function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetHttpUrlPrefix(MI_LINUX_CONST MI_DestinationOptions *options,
                                                 const MI_Char **prefix);

/**
 * Sets the port of the service.
 *
 * Microsoft: MI_DestinationOptions_SetDestinationPort function.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetDestinationPort(MI_DestinationOptions *options, MI_Uint32 port);

/**
 * Reads the port of the service.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetDestinationPort function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetDestinationPort(MI_LINUX_CONST MI_DestinationOptions *options,
                                                   MI_Uint32 *port);

/**
 * Sets the folder of trusted certificates.
 *
 * OMI: MI.h, MI_DestinationOptions_SetTrustedCertsDir.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetTrustedCertsDir(MI_DestinationOptions *options,
                                                   const MI_Char *certsdir);

/**
 * Reads the folder of trusted certificates.
 *
 * An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetTrustedCertsDir.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetTrustedCertsDir(MI_LINUX_CONST MI_DestinationOptions *options,
                                                   const MI_Char **certsdir);

/**
 * Sets the file of the client's certificate.
 *
 * OMI: MI.h, MI_DestinationOptions_SetCertFile.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetCertFile(MI_DestinationOptions *options,
                                            const MI_Char *certfile);

/**
 * Reads the file of the client's certificate.
 *
 * An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetCertFile.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetCertFile(MI_LINUX_CONST MI_DestinationOptions *options,
                                            const MI_Char **certfile);

/**
 * Sets the file of the client's private key.
 *
 * OMI: MI.h, MI_DestinationOptions_SetPrivateKeyFile.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetPrivateKeyFile(MI_DestinationOptions *options,
                                                  const MI_Char *keyfile);

/**
 * Reads the file of the client's private key.
 *
 * An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetPrivateKeyFile.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetPrivateKeyFile(MI_LINUX_CONST MI_DestinationOptions *options,
                                                  const MI_Char **keyfile);

/**
 * Sets the transport (MI_DESTINATIONOPTIONS_TRANSPORT_*).
 *
 * Microsoft: MI_DestinationOptions_SetTransport function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetTransport(MI_DestinationOptions *options,
                                             const MI_Char *transport);

/**
 * Reads the transport (MI_DESTINATIONOPTIONS_TRANSPORT_*).
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetTransport function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetTransport(MI_LINUX_CONST MI_DestinationOptions *options,
                                             const MI_Char **transport);

/**
 * Sets how a proxy is found (MI_DESTINATIONOPTIONS_PROXY_TYPE_*).
 *
 * Microsoft: MI_DestinationOptions_SetProxyType function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetProxyType(MI_DestinationOptions *options,
                                             const MI_Char *proxyType);

/**
 * Reads how a proxy is found (MI_DESTINATIONOPTIONS_PROXY_TYPE_*).
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetProxyType function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetProxyType(MI_LINUX_CONST MI_DestinationOptions *options,
                                             const MI_Char **proxyType);

/**
 * Sets the versions of TLS that are refused.
 *
 * OMI: MI.h, MI_DestinationOptions_SetSslOptions.
 */
MI_IMPORT MI_Result MI_DestinationOptions_SetSslOptions(MI_DestinationOptions *options, MI_Uint32 sslOptions);

/**
 * Reads the versions of TLS that are refused.
 *
 * An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetSslOptions.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetSslOptions(MI_DestinationOptions *options,
                                              MI_Uint32 *sslOptions);

/**
 * Sets how far the server may act in the name of the client.
 *
 * Microsoft: MI_DestinationOptions_SetImpersonationType function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_SetImpersonationType(MI_DestinationOptions *options,
                                                     MI_DestinationOptions_ImpersonationType impersonationType);

/**
 * Reads how far the server may act in the name of the client.
 *
 * An error where it was never set. Microsoft: MI_DestinationOptions_GetImpersonationType function.
 */
MI_IMPORT
MI_Result MI_DestinationOptions_GetImpersonationType(MI_LINUX_CONST MI_DestinationOptions *options,
                                                     MI_DestinationOptions_ImpersonationType *impersonationType);

/**
 * Asks whether an instance passes the filter; `*result` says.
 *
 * The filter and the instance stay the caller's. Microsoft: MI_Filter_Evaluate function.
 */
MI_IMPORT
MI_Result MI_Filter_Evaluate(const MI_Filter *self,
                             const MI_Instance *instance,
                             MI_Boolean *result);

/**
 * The filter's query language and text.
 *
 * Both strings belong to the filter. Microsoft: MI_Filter_GetExpression function.
 */
MI_IMPORT
MI_Result MI_Filter_GetExpression(const MI_Filter *self,
                                  const MI_Char **queryLang,
                                  const MI_Char **queryExpr);

/**
 * Stops serving and waits until no call into the provider runs.
 *
 * The handle is dead afterwards. Microsoft: MI_HostedProvider_Close function.
 */
MI_IMPORT MI_Result MI_HostedProvider_Close(MI_HostedProvider *hostedProvider);

/**
 * The application of the hosted provider.
 *
 * A copy of its handle, not to be closed in its place. Microsoft: MI_HostedProvider_GetApplication
 * function.
 */
MI_IMPORT
MI_Result MI_HostedProvider_GetApplication(MI_HostedProvider *hostedProvider,
                                           MI_Application *application);

/**
 * Makes an independent deep copy.
 *
 * The caller frees it with MI_Instance_Delete. Microsoft: MI_Instance_Clone function.
 */
MI_IMPORT MI_Result MI_Instance_Clone(const MI_Instance *self, MI_Instance **newInstance);

/**
 * Frees what an instance in the caller's own memory holds; the memory itself stays.
 *
 * Microsoft: MI_Instance_Destruct function.
 */
MI_IMPORT MI_Result MI_Instance_Destruct(MI_Instance *self);

/**
 * Frees an instance and its memory.
 *
 * Pointers that were read out of it are dead afterwards. Microsoft: MI_Instance_Delete function.
 */
MI_IMPORT MI_Result MI_Instance_Delete(MI_Instance *self);

/**
 * Whether the instance's class is `classDecl` or derives from it.
 *
 * Microsoft: MI_Instance_IsA function.
 */
MI_IMPORT
MI_Result MI_Instance_IsA(const MI_Instance *self,
                          const MI_ClassDecl *classDecl,
                          MI_Boolean *flag);

/**
 * The name of the instance's class.
 *
 * The string belongs to the instance. Microsoft: MI_Instance_GetClassName function.
 */
MI_IMPORT MI_Result MI_Instance_GetClassName(const MI_Instance *self, const MI_Char **className);

/**
 * Sets the namespace, which is copied.
 *
 * Microsoft: MI_Instance_SetNameSpace function.
 */
MI_IMPORT MI_Result MI_Instance_SetNameSpace(MI_Instance *self, const MI_Char *nameSpace);

/**
 * The namespace, or NULL.
 *
 * The string belongs to the instance. Microsoft: MI_Instance_GetNameSpace function.
 */
MI_IMPORT MI_Result MI_Instance_GetNameSpace(const MI_Instance *self, const MI_Char **nameSpace);

/**
 * How many elements (properties or parameters) the instance has.
 *
 * Microsoft: MI_Instance_GetElementCount function.
 */
MI_IMPORT MI_Result MI_Instance_GetElementCount(const MI_Instance *self, MI_Uint32 *count);

/**
 * Adds an element to a dynamic instance.
 *
 * The value is copied, unless MI_FLAG_BORROW (the caller keeps it alive) or MI_FLAG_ADOPT (the instance
 * frees it) says otherwise. ALREADY_EXISTS for a name that is there. Microsoft: MI_Instance_AddElement
 * function.
 */
MI_IMPORT
MI_Result MI_Instance_AddElement(MI_Instance *self,
                                 const MI_Char *name,
                                 const MI_Value *value,
                                 MI_Type type,
                                 MI_Uint32 flags);

/**
 * Sets the element at an index; ownership as for MI_Instance_AddElement.
 *
 * TYPE_MISMATCH for another type than the declared one. Microsoft: MI_Instance_SetElementAt function.
 */
MI_IMPORT
MI_Result MI_Instance_SetElementAt(MI_Instance *self,
                                   MI_Uint32 index,
                                   const MI_Value *value,
                                   MI_Type type,
                                   MI_Uint32 flags);

/**
 * Sets an element by name; ownership as for MI_Instance_AddElement.
 *
 * NO_SUCH_PROPERTY for an unknown name, TYPE_MISMATCH for another type than the declared one. Microsoft:
 * MI_Instance_SetElement function.
 */
MI_IMPORT
MI_Result MI_Instance_SetElement(MI_Instance *self,
                                 const MI_Char *name,
                                 const MI_Value *value,
                                 MI_Type type,
                                 MI_Uint32 flags);

/**
 * Reads an element by name; every out-pointer may be NULL.
 *
 * What the value points to belongs to the instance. Microsoft: MI_Instance_GetElement function.
 */
MI_IMPORT
MI_Result MI_Instance_GetElement(const MI_Instance *self,
                                 const MI_Char *name,
                                 MI_Value *value,
                                 MI_Type *type,
                                 MI_Uint32 *flags,
                                 MI_Uint32 *index);

/**
 * Reads the element at an index; every out-pointer may be NULL.
 *
 * What the value points to belongs to the instance. Microsoft: MI_Instance_GetElementAt function.
 */
MI_IMPORT
MI_Result MI_Instance_GetElementAt(const MI_Instance *self,
                                   MI_Uint32 index,
                                   const MI_Char **name,
                                   MI_Value *value,
                                   MI_Type *type,
                                   MI_Uint32 *flags);

/**
 * Sets an element to null.
 *
 * Microsoft: MI_Instance_ClearElement function.
 */
MI_IMPORT MI_Result MI_Instance_ClearElement(MI_Instance *self, const MI_Char *name);

/**
 * Sets the element at an index to null.
 *
 * Microsoft: MI_Instance_ClearElementAt function.
 */
MI_IMPORT MI_Result MI_Instance_ClearElementAt(MI_Instance *self, MI_Uint32 index);

/**
 * The server that the instance came from, or NULL.
 *
 * The string belongs to the instance. Microsoft: MI_Instance_GetServerName function.
 */
MI_IMPORT MI_Result MI_Instance_GetServerName(const MI_Instance *self, const MI_Char **name);

/**
 * Sets the server's name, which is copied.
 *
 * Microsoft: MI_Instance_SetServerName function.
 */
MI_IMPORT MI_Result MI_Instance_SetServerName(MI_Instance *self, const MI_Char *name);

/**
 * The class of the instance.
 *
 * The caller frees it with MI_Class_Delete. Microsoft: MI_Instance_GetClass function.
 */
MI_IMPORT MI_Result MI_Instance_GetClass(const MI_Instance *self, MI_Class **instanceClass);

/**
 * Replaces an instance of an extended class by its plain form; all others stay as they are.
 *
 * `*self` may be another instance afterwards. Microsoft: MI_Instance_Normalize function.
 */
MI_IMPORT MI_Result MI_Instance_Normalize(MI_Instance **self);

#if MI_API_VERSION >= 2
/**
 * Reports that an instance was created.
 *
 * The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostCreate.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostCreate(MI_LifecycleIndicationContext *context,
                                                   const MI_Instance *instance);

/**
 * Reports that an instance was changed, with both states.
 *
 * The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostModify.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostModify(MI_LifecycleIndicationContext *context,
                                                   const MI_Instance *orginalInstance,
                                                   const MI_Instance *instance);

/**
 * Reports that an instance was deleted.
 *
 * The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostDelete.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostDelete(MI_LifecycleIndicationContext *context,
                                                   const MI_Instance *orginalInstance);

/**
 * Reports that an instance was read.
 *
 * The instance stays the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostRead.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostRead(MI_LifecycleIndicationContext *context,
                                                 const MI_Instance *instance);

/**
 * Reports that a method is about to run.
 *
 * The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostMethodCall_Before.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostMethodCall_Before(MI_LifecycleIndicationContext *context,
                                                              const MI_Instance *instance,
                                                              const MI_Char *methodName,
                                                              const MI_Instance *parameter);

/**
 * Reports that a method has run, and what it returned.
 *
 * The instances stay the provider's. OMI: MI.h, MI_LifecycleIndicationContext_PostMethodCall_After.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostMethodCall_After(MI_LifecycleIndicationContext *context,
                                                             const MI_Instance *instance,
                                                             const MI_Char *methodName,
                                                             const MI_Instance *parameter,
                                                             const MI_Char *returnvalue);

/**
 * Ends the indications with a result.
 *
 * OMI: MI.h, MI_LifecycleIndicationContext_PostResult.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_PostResult(MI_LifecycleIndicationContext *context,
                                                   MI_Result result);

/**
 * Says which lifecycle events (MI_LIFECYCLE_INDICATION_*) the provider reports.
 *
 * OMI: MI.h, MI_LifecycleIndicationContext_SetSupportedTypes.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_SetSupportedTypes(MI_LifecycleIndicationContext *context,
                                                          MI_Uint32 types);

/**
 * Which lifecycle events are subscribed to; 0 where the context is NULL.
 *
 * OMI: MI.h, MI_LifecycleIndicationContext_GetTypes.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_GetTypes(MI_LifecycleIndicationContext *context,
                                                 MI_Uint32 *types);

/**
 * Sets the function that hears when the subscribed events change.
 *
 * OMI: MI.h, MI_LifecycleIndicationContext_RegisterCallback.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_RegisterCallback(MI_LifecycleIndicationContext *context,
                                                         MI_LifecycleIndicationCallback callback,
                                                         void *callbackData);

/**
 * Makes an instance of a class in the provider's own memory.
 *
 * Freed with MI_Instance_Destruct. OMI: MI.h, MI_LifecycleIndicationContext_ConstructInstance.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_ConstructInstance(MI_LifecycleIndicationContext *context,
                                                          const MI_ClassDecl *classDecl,
                                                          MI_Instance *instance);

/**
 * Makes a method's parameters in the provider's own memory.
 *
 * Freed with MI_Instance_Destruct. OMI: MI.h, MI_LifecycleIndicationContext_ConstructParameters.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_ConstructParameters(MI_LifecycleIndicationContext *context,
                                                            const MI_MethodDecl *methodDecl,
                                                            MI_Instance *instance);

/**
 * Makes an instance of a class.
 *
 * The provider frees it with MI_Instance_Delete. OMI: MI.h, MI_LifecycleIndicationContext_NewInstance.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_NewInstance(MI_LifecycleIndicationContext *context,
                                                    const MI_ClassDecl *classDecl,
                                                    MI_Instance **instance);

/**
 * Makes an instance without a class declaration.
 *
 * The provider frees it with MI_Instance_Delete. OMI: MI.h,
 * MI_LifecycleIndicationContext_NewDynamicInstance.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_NewDynamicInstance(MI_LifecycleIndicationContext *context,
                                                           const MI_Char *className,
                                                           MI_Uint32 flags,
                                                           MI_Instance **instance);

/**
 * Makes the parameters of a method.
 *
 * The provider frees them with MI_Instance_Delete. OMI: MI.h, MI_LifecycleIndicationContext_NewParameters.
 */
MI_IMPORT
MI_Result MI_LifecycleIndicationContext_NewParameters(MI_LifecycleIndicationContext *context,
                                                      const MI_MethodDecl *methodDecl,
                                                      MI_Instance **instance);
#endif

/**
 * Waits for the next result of an operation without an instance callback.
 *
 * What it gives belongs to the operation until the next call; `*result` is the operation's outcome, the
 * return value this call's. Microsoft: MI_Operation_GetInstance function.
 */
MI_IMPORT
MI_Result MI_Operation_GetInstance(MI_Operation *operation,
                                   const MI_Instance **instance,
                                   MI_Boolean *moreResults,
                                   MI_Result *result,
                                   const MI_Char **errorMessage,
                                   const MI_Instance **completionDetails);

/**
 * Waits for the next indication of a subscription without a callback.
 *
 * What it gives belongs to the operation until the next call. Microsoft: MI_Operation_GetIndication
 * function.
 */
MI_IMPORT
MI_Result MI_Operation_GetIndication(MI_Operation *operation,
                                     const MI_Instance **instance,
                                     const MI_Char **bookmark,
                                     const MI_Char **machineID,
                                     MI_Boolean *moreResults,
                                     MI_Result *result,
                                     const MI_Char **errorMessage,
                                     const MI_Instance **completionDetails);

/**
 * Waits for the next class of an operation without a class callback.
 *
 * What it gives belongs to the operation until the next call. Microsoft: MI_Operation_GetClass function.
 */
MI_IMPORT
MI_Result MI_Operation_GetClass(MI_Operation *operation,
                                const MI_Class **classResult,
                                MI_Boolean *moreResults,
                                MI_Result *result,
                                const MI_Char **errorMessage,
                                const MI_Instance **completionDetails);

/**
 * Gives the operation's handle back.
 *
 * An asynchronous operation must have had its final result; the handle and its copies are dead after OK.
 * Microsoft: MI_Operation_Close function.
 */
MI_IMPORT MI_Result MI_Operation_Close(MI_Operation *operation);

/**
 * Asks the operation to stop.
 *
 * It returns at once; the final result still comes. Microsoft: MI_Operation_Cancel function.
 */
MI_IMPORT MI_Result MI_Operation_Cancel(MI_Operation *operation, MI_CancellationReason reason);

/**
 * The session of the operation.
 *
 * A copy of its handle, not to be closed in its place; zeroed first, whatever the outcome. Microsoft:
 * MI_Operation_GetSession function.
 */
MI_IMPORT MI_Result MI_Operation_GetSession(MI_Operation *operation, MI_Session *session);

/**
 * Frees the options; passwords in them are wiped.
 *
 * The handle is dead afterwards. Microsoft: MI_OperationOptions_Delete function.
 */
MI_IMPORT void MI_OperationOptions_Delete(MI_OperationOptions *options);

/**
 * Sets what becomes of errors that do not end the operation.
 *
 * Microsoft: MI_OperationOptions_SetWriteErrorMode function.
 */
MI_IMPORT MI_Result MI_OperationOptions_SetWriteErrorMode(MI_OperationOptions *options, MI_CallbackMode mode);

/**
 * Reads what becomes of errors that do not end the operation.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetWriteErrorMode function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetWriteErrorMode(MI_LINUX_CONST MI_OperationOptions *options,
                                                MI_CallbackMode *mode);

/**
 * Sets what becomes of questions to the user.
 *
 * Microsoft: MI_OperationOptions_SetPromptUserMode function.
 */
MI_IMPORT MI_Result MI_OperationOptions_SetPromptUserMode(MI_OperationOptions *options, MI_CallbackMode mode);

/**
 * Reads what becomes of questions to the user.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetPromptUserMode function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetPromptUserMode(MI_LINUX_CONST MI_OperationOptions *options,
                                                MI_CallbackMode *mode);

/**
 * Sets what becomes of questions to the user, and the answer to regular ones.
 *
 * Microsoft: MI_OperationOptions_SetPromptUserRegularMode function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetPromptUserRegularMode(MI_OperationOptions *options,
                                                       MI_CallbackMode mode,
                                                       MI_Boolean ackValue);

/**
 * Reads what becomes of questions to the user, and the answer to regular ones.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetPromptUserRegularMode function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetPromptUserRegularMode(MI_LINUX_CONST MI_OperationOptions *options,
                                                       MI_CallbackMode *mode,
                                                       MI_Boolean *ackValue);

/**
 * Sets which architecture the provider should have, and whether it must.
 *
 * Microsoft: MI_OperationOptions_SetProviderArchitecture function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetProviderArchitecture(MI_OperationOptions *options,
                                                      MI_ProviderArchitecture architecture,
                                                      MI_Boolean mustComply);

/**
 * Reads which architecture the provider should have, and whether it must.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetProviderArchitecture function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetProviderArchitecture(MI_LINUX_CONST MI_OperationOptions *options,
                                                      MI_ProviderArchitecture *architecture,
                                                      MI_Boolean *mustComply);

/**
 * Lets messages of a channel through.
 *
 * Microsoft: MI_OperationOptions_EnableChannel function.
 */
MI_IMPORT MI_Result MI_OperationOptions_EnableChannel(MI_OperationOptions *options, MI_Uint32 channel);

/**
 * Holds messages of a channel back.
 *
 * Microsoft: MI_OperationOptions_DisableChannel function.
 */
MI_IMPORT MI_Result MI_OperationOptions_DisableChannel(MI_OperationOptions *options, MI_Uint32 channel);

/**
 * The channels that are let through, into the caller's buffer.
 *
 * `*channelCount` is how many there are. Microsoft: MI_OperationOptions_GetEnabledChannels function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetEnabledChannels(MI_LINUX_CONST MI_OperationOptions *options,
                                                 MI_Uint32 *channels,
                                                 MI_Uint32 bufferLength,
                                                 MI_Uint32 *channelCount,
                                                 MI_Uint32 *flags);

/**
 * Sets the time-out of the operation.
 *
 * Microsoft: MI_OperationOptions_SetTimeout function.
 */
MI_IMPORT MI_Result MI_OperationOptions_SetTimeout(MI_OperationOptions *options, const MI_Interval *timeout);

/**
 * Reads the time-out of the operation.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetTimeout function.
 */
MI_IMPORT MI_Result MI_OperationOptions_GetTimeout(MI_LINUX_CONST MI_OperationOptions *options, MI_Interval *timeout);

/**
 * Sets the prefix of resource URIs.
 *
 * Microsoft: MI_OperationOptions_SetResourceUriPrefix function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetResourceUriPrefix(MI_OperationOptions *options,
                                                   const MI_Char *ruriPrefix);

/**
 * Reads the prefix of resource URIs.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetResourceUriPrefix function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetResourceUriPrefix(MI_LINUX_CONST MI_OperationOptions *options,
                                                   const MI_Char **ruriPrefix);

/**
 * Sets the resource URI, in place of the one made from the class.
 *
 * Microsoft: MI_OperationOptions_SetResourceUri function.
 */
MI_IMPORT MI_Result MI_OperationOptions_SetResourceUri(MI_OperationOptions *options, const MI_Char *rUri);

/**
 * Reads the resource URI, in place of the one made from the class.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetResourceUri function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetResourceUri(MI_LINUX_CONST MI_OperationOptions *options,
                                             const MI_Char **rUri);

/**
 * Sets whether results carry the name of their machine.
 *
 * Microsoft: MI_OperationOptions_SetUseMachineID function.
 */
MI_IMPORT MI_Result MI_OperationOptions_SetUseMachineID(MI_OperationOptions *options, MI_Boolean machineID);

/**
 * Reads whether results carry the name of their machine.
 *
 * An error where it was never set. Microsoft: MI_OperationOptions_GetUseMachineID function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetUseMachineID(MI_LINUX_CONST MI_OperationOptions *options,
                                              MI_Boolean *machineID);

/**
 * Sets an option of the provider.
 *
 * Microsoft: MI_OperationOptions_SetCustomOption function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetCustomOption(MI_OperationOptions *options,
                                              const MI_Char *optionName,
                                              MI_Type optionValueType,
                                              const MI_Value *optionValue,
                                              MI_Boolean mustComply);

/**
 * How many options are set, credentials not counted.
 *
 * Microsoft: MI_OperationOptions_GetOptionCount function.
 */
MI_IMPORT MI_Result MI_OperationOptions_GetOptionCount(MI_LINUX_CONST MI_OperationOptions *options, MI_Uint32 *count);

/**
 * The option at an index, in the order of setting.
 *
 * Name and value belong to the options. Microsoft: MI_OperationOptions_GetOptionAt function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetOptionAt(MI_LINUX_CONST MI_OperationOptions *options,
                                          MI_Uint32 index,
                                          const MI_Char **optionName,
                                          MI_Value *value,
                                          MI_Type *type,
                                          MI_Uint32 *flags);

/**
 * Sets a string option by name.
 *
 * Name and value are copied. Microsoft: MI_OperationOptions_SetString function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetString(MI_OperationOptions *options,
                                        const MI_Char *optionName,
                                        const MI_Char *value,
                                        MI_Uint32 flags);

/**
 * Reads a string option by name.
 *
 * The string belongs to the options and is good until they change. Microsoft:
 * MI_OperationOptions_GetString function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetString(MI_LINUX_CONST MI_OperationOptions *options,
                                        const MI_Char *optionName,
                                        const MI_Char **value,
                                        MI_Uint32 *index,
                                        MI_Uint32 *flags);

/**
 * Sets a numeric option by name.
 *
 * Microsoft: MI_OperationOptions_SetNumber function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_SetNumber(MI_OperationOptions *options,
                                        const MI_Char *optionName,
                                        MI_Uint32 value,
                                        MI_Uint32 flags);

/**
 * Reads a numeric option by name.
 *
 * Microsoft: MI_OperationOptions_GetNumber function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetNumber(MI_LINUX_CONST MI_OperationOptions *options,
                                        const MI_Char *optionName,
                                        MI_Uint32 *value,
                                        MI_Uint32 *index,
                                        MI_Uint32 *flags);

/**
 * An option by name, of whatever type.
 *
 * The value belongs to the options. Microsoft: MI_OperationOptions_GetOption function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_GetOption(MI_LINUX_CONST MI_OperationOptions *options,
                                        const MI_Char *optionName,
                                        MI_Value *value,
                                        MI_Type *type,
                                        MI_Uint32 *index,
                                        MI_Uint32 *flags);

/**
 * Makes an independent copy of the options.
 *
 * The caller frees it with MI_OperationOptions_Delete. Microsoft: MI_OperationOptions_Clone function.
 */
MI_IMPORT
MI_Result MI_OperationOptions_Clone(const MI_OperationOptions *self,
                                    MI_OperationOptions *newOperationOptions);

/**
 * How many names the set holds.
 *
 * Microsoft: MI_PropertySet_GetElementCount function.
 */
MI_IMPORT MI_Result MI_PropertySet_GetElementCount(const MI_PropertySet *self, MI_Uint32 *count);

/**
 * Whether the set holds a name, compared without case.
 *
 * Microsoft: MI_PropertySet_ContainsElement function.
 */
MI_IMPORT
MI_Result MI_PropertySet_ContainsElement(const MI_PropertySet *self,
                                         const MI_Char *name,
                                         MI_Boolean *flag);

/**
 * Adds a name, which is copied.
 *
 * Microsoft: MI_PropertySet_AddElement function.
 */
MI_IMPORT MI_Result MI_PropertySet_AddElement(MI_PropertySet *self, const MI_Char *name);

/**
 * The name at an index.
 *
 * The string belongs to the set and is good until the set changes. Microsoft: MI_PropertySet_GetElementAt
 * function.
 */
MI_IMPORT
MI_Result MI_PropertySet_GetElementAt(const MI_PropertySet *self,
                                      MI_Uint32 index,
                                      const MI_Char **name);

/**
 * Removes every name.
 *
 * Microsoft: MI_PropertySet_Clear function.
 */
MI_IMPORT MI_Result MI_PropertySet_Clear(MI_PropertySet *self);

/**
 * Frees what a set in the caller's own memory holds; the memory itself stays.
 *
 * Microsoft: MI_PropertySet_Destruct function.
 */
MI_IMPORT MI_Result MI_PropertySet_Destruct(MI_PropertySet *self);

/**
 * Frees a set and its memory.
 *
 * The pointer is dead afterwards. Microsoft: MI_PropertySet_Delete function.
 */
MI_IMPORT MI_Result MI_PropertySet_Delete(MI_PropertySet *self);

/**
 * Makes an independent copy.
 *
 * The caller frees it with MI_PropertySet_Delete. Microsoft: MI_PropertySet_Clone function.
 */
MI_IMPORT MI_Result MI_PropertySet_Clone(const MI_PropertySet *self, MI_PropertySet **newPropertySet);

/**
 * Ends a session: operations that still run are cancelled and end first.
 *
 * With a callback it returns at once, and `completionCallback(completionContext)` runs when all is done;
 * without one it waits. A wait for its own callback is refused. A NULL session is closed already: the
 * callback runs inline. Microsoft: MI_Session_Close function.
 */
MI_IMPORT
MI_Result MI_Session_Close(MI_Session *session,
                           void *completionContext,
                           void (MI_CALL *completionCallback)(void*));

/**
 * The application of the session.
 *
 * A copy of its handle, not to be closed in its place. Microsoft: MI_Session_GetApplication function.
 */
MI_IMPORT MI_Result MI_Session_GetApplication(MI_Session *session, MI_Application *application);

/**
 * Starts reading one instance, named by the keys of `inboundInstance`.
 *
 * Microsoft: MI_Session_GetInstance function.
 */
MI_IMPORT
void MI_Session_GetInstance(MI_Session *session,
                            MI_Uint32 flags,
                            MI_OperationOptions *options,
                            const MI_Char *namespaceName,
                            const MI_Instance *inboundInstance,
                            MI_OperationCallbacks *callbacks,
                            MI_Operation *operation);

/**
 * Starts writing the properties of `inboundInstance` to the instance with its keys.
 *
 * Microsoft: MI_Session_ModifyInstance function.
 */
MI_IMPORT
void MI_Session_ModifyInstance(MI_Session *session,
                               MI_Uint32 flags,
                               MI_OperationOptions *options,
                               const MI_Char *namespaceName,
                               const MI_Instance *inboundInstance,
                               MI_OperationCallbacks *callbacks,
                               MI_Operation *operation);

/**
 * Starts creating `inboundInstance`; the result holds its keys.
 *
 * Microsoft: MI_Session_CreateInstance function.
 */
MI_IMPORT
void MI_Session_CreateInstance(MI_Session *session,
                               MI_Uint32 flags,
                               MI_OperationOptions *options,
                               const MI_Char *namespaceName,
                               const MI_Instance *inboundInstance,
                               MI_OperationCallbacks *callbacks,
                               MI_Operation *operation);

/**
 * Starts deleting the instance with the keys of `inboundInstance`.
 *
 * Microsoft: MI_Session_DeleteInstance function.
 */
MI_IMPORT
void MI_Session_DeleteInstance(MI_Session *session,
                               MI_Uint32 flags,
                               MI_OperationOptions *options,
                               const MI_Char *namespaceName,
                               const MI_Instance *inboundInstance,
                               MI_OperationCallbacks *callbacks,
                               MI_Operation *operation);

/**
 * Starts a method: of a class, or of the instance with the keys of `inboundInstance`.
 *
 * The result's element ReturnValue and the output parameters come as one instance. Microsoft:
 * MI_Session_Invoke function.
 */
MI_IMPORT
void MI_Session_Invoke(MI_Session *session,
                       MI_Uint32 flags,
                       MI_OperationOptions *options,
                       const MI_Char *namespaceName,
                       const MI_Char *className,
                       const MI_Char *methodName,
                       const MI_Instance *inboundInstance,
                       const MI_Instance *inboundProperties,
                       MI_OperationCallbacks *callbacks,
                       MI_Operation *operation);

/**
 * Starts enumerating the instances of a class and its subclasses; `keysOnly` leaves the other properties
 * out.
 *
 * Microsoft: MI_Session_EnumerateInstances function.
 */
MI_IMPORT
void MI_Session_EnumerateInstances(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Char *className,
                                   MI_Boolean keysOnly,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);

/**
 * Starts a query.
 *
 * Microsoft: MI_Session_QueryInstances function.
 */
MI_IMPORT
void MI_Session_QueryInstances(MI_Session *session,
                               MI_Uint32 flags,
                               MI_OperationOptions *options,
                               const MI_Char *namespaceName,
                               const MI_Char *queryDialect,
                               const MI_Char *queryExpression,
                               MI_OperationCallbacks *callbacks,
                               MI_Operation *operation);

/**
 * Starts walking from an instance to those associated with it; each filter may be NULL.
 *
 * Microsoft: MI_Session_AssociatorInstances function.
 */
MI_IMPORT
void MI_Session_AssociatorInstances(MI_Session *session,
                                    MI_Uint32 flags,
                                    MI_OperationOptions *options,
                                    const MI_Char *namespaceName,
                                    const MI_Instance *instanceKey,
                                    const MI_Char *assocClass,
                                    const MI_Char *resultClass,
                                    const MI_Char *role,
                                    const MI_Char *resultRole,
                                    MI_Boolean keysOnly,
                                    MI_OperationCallbacks *callbacks,
                                    MI_Operation *operation);

/**
 * Starts enumerating the associations that refer to an instance; each filter may be NULL.
 *
 * Microsoft: MI_Session_ReferenceInstances function.
 */
MI_IMPORT
void MI_Session_ReferenceInstances(MI_Session *session,
                                   MI_Uint32 flags,
                                   MI_OperationOptions *options,
                                   const MI_Char *namespaceName,
                                   const MI_Instance *instanceKey,
                                   const MI_Char *resultClass,
                                   const MI_Char *role,
                                   MI_Boolean keysOnly,
                                   MI_OperationCallbacks *callbacks,
                                   MI_Operation *operation);

/**
 * Starts a subscription to indications; it ends when it is cancelled or fails.
 *
 * Microsoft: MI_Session_Subscribe function.
 */
MI_IMPORT
void MI_Session_Subscribe(MI_Session *session,
                          MI_Uint32 flags,
                          MI_OperationOptions *options,
                          const MI_Char *namespaceName,
                          const MI_Char *queryDialect,
                          const MI_Char *queryExpression,
                          const MI_SubscriptionDeliveryOptions *deliverOptions,
                          MI_OperationCallbacks *callbacks,
                          MI_Operation *operation);

/**
 * Starts reading one class.
 *
 * Microsoft: MI_Session_GetClass function.
 */
MI_IMPORT
void MI_Session_GetClass(MI_Session *session,
                         MI_Uint32 flags,
                         MI_OperationOptions *options,
                         const MI_Char *namespaceName,
                         const MI_Char *className,
                         MI_OperationCallbacks *callbacks,
                         MI_Operation *operation);

/**
 * Starts enumerating the subclasses of a class (all, where it is NULL).
 *
 * Microsoft: MI_Session_EnumerateClasses function.
 */
MI_IMPORT
void MI_Session_EnumerateClasses(MI_Session *session,
                                 MI_Uint32 flags,
                                 MI_OperationOptions *options,
                                 const MI_Char *namespaceName,
                                 const MI_Char *className,
                                 MI_Boolean classNamesOnly,
                                 MI_OperationCallbacks *callbacks,
                                 MI_Operation *operation);

/**
 * Starts asking whether the destination answers.
 *
 * Microsoft: MI_Session_TestConnection function.
 */
MI_IMPORT
void MI_Session_TestConnection(MI_Session *session,
                               MI_Uint32 flags,
                               MI_OperationCallbacks *callbacks,
                               MI_Operation *operation);

/**
 * Sets how long indications may be held back.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetMaximumLatency function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetMaximumLatency(MI_SubscriptionDeliveryOptions *self,
                                                           MI_Interval *value);

/**
 * Reads how long indications may be held back.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetMaximumLatency function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetMaximumLatency(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                           MI_Interval *value);

/**
 * Sets how often an idle subscription shows life.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetHeartbeatInterval function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetHeartbeatInterval(MI_SubscriptionDeliveryOptions *self,
                                                              MI_Interval *value);

/**
 * Reads how often an idle subscription shows life.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetHeartbeatInterval
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetHeartbeatInterval(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                              MI_Interval *value);

/**
 * Sets when the subscription ends.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetExpirationTime function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetExpirationTime(MI_SubscriptionDeliveryOptions *self,
                                                           MI_Datetime *value);

/**
 * Reads when the subscription ends.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetExpirationTime function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetExpirationTime(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                           MI_Datetime *value);

/**
 * Sets where in the stream of events to begin.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetBookmark function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetBookmark(MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char *value);

/**
 * Reads where in the stream of events to begin.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetBookmark function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetBookmark(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char **value);

/**
 * Sets where indications go.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryDestination function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetDeliveryDestination(MI_SubscriptionDeliveryOptions *self,
                                                                const MI_Char *value);

/**
 * Reads where indications go.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryDestination
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetDeliveryDestination(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                                const MI_Char **value);

/**
 * Sets the port they go to.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryPortNumber function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetDeliveryPortNumber(MI_SubscriptionDeliveryOptions *self,
                                                               MI_Uint32 value);

/**
 * Reads the port they go to.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryPortNumber
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetDeliveryPortNumber(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                               MI_Uint32 *value);

/**
 * Adds credentials for the delivery.
 *
 * They are copied. Microsoft: MI_SubscriptionDeliveryOptions_AddDeliveryCredentials function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_AddDeliveryCredentials(MI_SubscriptionDeliveryOptions *self,
                                                                const MI_UserCredentials *value);

/**
 * Sets how long to wait before a delivery is tried again.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryRetryInterval function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetDeliveryRetryInterval(MI_SubscriptionDeliveryOptions *self,
                                                                  const MI_Interval *value);

/**
 * Reads how long to wait before a delivery is tried again.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryRetryInterval
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetDeliveryRetryInterval(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                                  MI_Interval *value);

/**
 * Sets how often a delivery is tried again.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetDeliveryRetryAttempts function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetDeliveryRetryAttempts(MI_SubscriptionDeliveryOptions *self,
                                                                  MI_Uint32 value);

/**
 * Reads how often a delivery is tried again.
 *
 * An error where it was never set. Microsoft: MI_SubscriptionDeliveryOptions_GetDeliveryRetryAttempts
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetDeliveryRetryAttempts(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                                  MI_Uint32 *value);

/**
 * Frees the options; passwords in them are wiped.
 *
 * The handle is dead afterwards. Microsoft: MI_SubscriptionDeliveryOptions_Delete function.
 */
MI_IMPORT MI_Result MI_SubscriptionDeliveryOptions_Delete(MI_SubscriptionDeliveryOptions *self);

/**
 * Sets a string option by name.
 *
 * Name and value are copied. Microsoft: MI_SubscriptionDeliveryOptions_SetString function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetString(MI_SubscriptionDeliveryOptions *self,
                                                   const MI_Char *optionName,
                                                   const MI_Char *value,
                                                   MI_Uint32 flags);

/**
 * Sets a numeric option by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetNumber function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetNumber(MI_SubscriptionDeliveryOptions *self,
                                                   const MI_Char *optionName,
                                                   MI_Uint32 value,
                                                   MI_Uint32 flags);

/**
 * Sets a point in time by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetDateTime function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetDateTime(MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char *optionName,
                                                     const MI_Datetime *value,
                                                     MI_Uint32 flags);

/**
 * Sets an interval by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_SetInterval function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_SetInterval(MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char *optionName,
                                                     const MI_Interval *value,
                                                     MI_Uint32 flags);

/**
 * Reads a string option by name.
 *
 * The string belongs to the options and is good until they change. Microsoft:
 * MI_SubscriptionDeliveryOptions_GetString function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetString(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                   const MI_Char *optionName,
                                                   const MI_Char **value,
                                                   MI_Uint32 *index,
                                                   MI_Uint32 *flags);

/**
 * Reads a numeric option by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_GetNumber function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetNumber(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                   const MI_Char *optionName,
                                                   MI_Uint32 *value,
                                                   MI_Uint32 *index,
                                                   MI_Uint32 *flags);

/**
 * Reads a point in time by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_GetDateTime function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetDateTime(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char *optionName,
                                                     MI_Datetime *value,
                                                     MI_Uint32 *index,
                                                     MI_Uint32 *flags);

/**
 * Reads an interval by name.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_GetInterval function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetInterval(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                     const MI_Char *optionName,
                                                     MI_Interval *value,
                                                     MI_Uint32 *index,
                                                     MI_Uint32 *flags);

/**
 * How many options are set, credentials not counted.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_GetOptionCount function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetOptionCount(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                        MI_Uint32 *count);

/**
 * The option at an index, in the order of setting.
 *
 * Name and value belong to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetOptionAt function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetOptionAt(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                     MI_Uint32 index,
                                                     const MI_Char **optionName,
                                                     MI_Value *value,
                                                     MI_Type *type,
                                                     MI_Uint32 *flags);

/**
 * An option by name, of whatever type.
 *
 * The value belongs to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetOption function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetOption(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                   const MI_Char *optionName,
                                                   MI_Value *value,
                                                   MI_Type *type,
                                                   MI_Uint32 *index,
                                                   MI_Uint32 *flags);

/**
 * How many credentials were added.
 *
 * Microsoft: MI_SubscriptionDeliveryOptions_GetCredentialsCount function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetCredentialsCount(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                             MI_Uint32 *count);

/**
 * The credentials at an index; a password is masked.
 *
 * Name and strings belong to the options. Microsoft: MI_SubscriptionDeliveryOptions_GetCredentialsAt
 * function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetCredentialsAt(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                          MI_Uint32 index,
                                                          const MI_Char **optionName,
                                                          MI_UserCredentials *credentials,
                                                          MI_Uint32 *flags);

/**
 * The password at an index, into the caller's buffer.
 *
 * `*passwordLength` is the length it takes, the end mark included; the caller wipes the buffer. Microsoft:
 * MI_SubscriptionDeliveryOptions_GetCredentialsPasswordAt function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_GetCredentialsPasswordAt(MI_LINUX_CONST MI_SubscriptionDeliveryOptions *self,
                                                                  MI_Uint32 index,
                                                                  const MI_Char **optionName,
                                                                  MI_Char *password,
                                                                  MI_Uint32 bufferLength,
                                                                  MI_Uint32 *passwordLength,
                                                                  MI_Uint32 *flags);

/**
 * Makes an independent copy of the options.
 *
 * The caller frees it with MI_SubscriptionDeliveryOptions_Delete. Microsoft:
 * MI_SubscriptionDeliveryOptions_Clone function.
 */
MI_IMPORT
MI_Result MI_SubscriptionDeliveryOptions_Clone(const MI_SubscriptionDeliveryOptions *self,
                                               MI_SubscriptionDeliveryOptions *newSubscriptionDeliveryOptions);

/*
 * Starts the library for an application: the first call, and the only one that needs no handle.
 *
 * flags must be 0; applicationID may be NULL. On success *application is a handle that MI_Application_Close gives
 * back. On failure it is a handle that only Close accepts, and *extendedError (when asked for) a CIM_Error or NULL.
 */
MI_IMPORT MI_Result MI_MAIN_CALL MI_Application_InitializeV1(MI_Uint32 flags,
                                                              const MI_Char *applicationID,
                                                              MI_Instance **extendedError,
                                                              MI_Application *application);
#define MI_Application_Initialize MI_Application_InitializeV1

/* The tables that inline wrappers of the original header reach the library through. */
#if defined(__cplusplus)
}
extern "C" MI_IMPORT const MI_ClientFT_V1 *mi_clientFT_V1;
extern "C" {
#else
extern MI_IMPORT const MI_ClientFT_V1 *mi_clientFT_V1;
#endif
#define mi_clientFT mi_clientFT_V1

/* A provider module defines these three; the library does not. */
MI_EXPORT MI_Module *MI_MAIN_CALL MI_Main(MI_Server *server);
MI_Result MI_CALL MI_Server_GetVersion(MI_Uint32 *version);
MI_Result MI_CALL MI_Server_GetSystemName(const MI_Char **systemName);

#if defined(__cplusplus)
}
#endif

/* The head of an instance that generated code declares. */
#define MI_InstanceOf(INSTANCE) (&(INSTANCE)->__instance)

/* Handles before their first use. */
#define MI_APPLICATION_NULL { 0, 0, NULL }
#define MI_SESSION_NULL { 0, 0, NULL }
#define MI_OPERATION_NULL { 0, 0, NULL }
#define MI_HOSTEDPROVIDER_NULL { 0, 0, NULL }
#define MI_DESTINATIONOPTIONS_NULL { 0, 0, NULL }
#define MI_OPERATIONOPTIONS_NULL { 0, 0, NULL }
#define MI_SUBSCRIPTIONDELIVERYOPTIONS_NULL { 0, 0, NULL }
#define MI_OPERATIONCALLBACKS_NULL { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL }
#define MI_SESSIONCALLBACKS_NULL { NULL, NULL, NULL }

/* Other spellings that sources use. */
#define MI_CancelationReason MI_CancellationReason
#define _MI_CancelationReason _MI_CancellationReason
#define MI_PostResult MI_Context_PostResult
#define MI_PostResultWithMessage MI_Context_PostResultWithMessage
#define MI_PostResultWithError MI_Context_PostResultWithError
#define MI_PostCimError MI_Context_PostCimError
#define MI_PostError MI_Context_PostError
#define MI_PostInstance MI_Context_PostInstance
#define MI_PostIndication MI_Context_PostIndication
#define MI_ConstructInstance MI_Context_ConstructInstance
#define MI_ConstructParameters MI_Context_ConstructParameters
#define MI_NewInstance MI_Context_NewInstance
#define MI_NewDynamicInstance MI_Context_NewDynamicInstance
#define MI_NewParameters MI_Context_NewParameters
#define MI_Canceled MI_Context_Canceled
#define MI_GetLocale MI_Context_GetLocale
#define MI_RegisterCancel MI_Context_RegisterCancel
#define MI_RequestUnload MI_Context_RequestUnload
#define MI_RefuseUnload MI_Context_RefuseUnload
#define MI_GetLocalSession MI_Context_GetLocalSession
#define MI_SetStringOption MI_Context_SetStringOption
#define MI_GetStringOption MI_Context_GetStringOption
#define MI_GetNumberOption MI_Context_GetNumberOption
#define MI_GetCustomOption MI_Context_GetCustomOption
#define MI_GetCustomOptionCount MI_Context_GetCustomOptionCount
#define MI_GetCustomOptionAt MI_Context_GetCustomOptionAt
#define MI_ShouldProcess MI_Context_ShouldProcess
#define MI_ShouldContinue MI_Context_ShouldContinue
#define MI_PromptUser MI_Context_PromptUser
#define MI_WriteError MI_Context_WriteError
#define MI_WriteCimError MI_Context_WriteCimError
#define MI_WriteMessage MI_Context_WriteMessage
#define MI_WriteProgress MI_Context_WriteProgress
#define MI_WriteStreamParameter MI_Context_WriteStreamParameter
#define MI_WriteWarning MI_Context_WriteWarning
#define MI_WriteVerbose MI_Context_WriteVerbose
#define MI_WriteDebug MI_Context_WriteDebug
#define MI_SubscriptionDeliveryOptions__SetExpirationTime MI_SubscriptionDeliveryOptions_SetExpirationTime
#define MI_SubscriptionDeliveryOptions__GetExpirationTime MI_SubscriptionDeliveryOptions_GetExpirationTime
#define MI_PropertySet_GetElement MI_PropertySet_GetElementAt

#endif /* _MI_h */
