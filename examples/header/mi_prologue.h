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
