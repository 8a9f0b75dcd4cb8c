/* What the C tests share: one line "function: result" per call. */
#ifndef C_TESTS_REPORT_H
#define C_TESTS_REPORT_H

#include "mi.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was printed before a crash is part of the result. */
__attribute__((constructor)) static void print_at_once(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
}

/* SHOWN(text): as printf takes it, whatever MI_Char is; good until a few more are shown. SAME(a, b): strcmp's yes. */
#ifdef _WIN32
#include <windows.h>
#undef TEXT
#define WHERE_WINDOWS(THIS, OTHER) THIS

static inline const char *shown_wide(const MI_Char *text) {
    static _Thread_local char buffers[8][16384];
    static _Thread_local int used;
    char *buffer = buffers[used++ % 8];
    if (text == NULL) return NULL;
    if (WideCharToMultiByte(CP_UTF8, 0, (const wchar_t *)text, -1, buffer, sizeof buffers[0], NULL, NULL) == 0)
        return "a text that cannot be shown";
    return buffer;
}

static inline const char *shown_narrow(const char *text) {
    return text;
}

#define SHOWN(TEXT)                                                                                 \
    _Generic((TEXT), char *: shown_narrow, const char *: shown_narrow, MI_Char *: shown_wide,       \
             const MI_Char *: shown_wide)(TEXT)
#else
#define WHERE_WINDOWS(THIS, OTHER) OTHER
#define SHOWN(TEXT) (TEXT)
#endif
/* A text's size as it was told, in bytes of what is shown: the same whatever MI_Char is. What is wrong stays wrong. */
static inline MI_Uint32 size_shown(MI_Uint32 told, const MI_Char *text) {
#ifdef _WIN32
    if (told == wcslen((const wchar_t *)text) * sizeof *text) return (MI_Uint32)strlen(SHOWN(text));
#else
    (void)text;
#endif
    return told;
}
#define SAME(A, B) (strcmp(SHOWN(A), SHOWN(B)) == 0)

/* printf into a buffer of the size that a name has at most here: 64. */
static inline void print_name(MI_Char *name, const char *format, int number) {
    char narrow[64];
    size_t i;
    snprintf(narrow, sizeof narrow, format, number);
    for (i = 0; i <= strlen(narrow); i++) name[i] = (MI_Char)narrow[i];
}

static inline const char *result_name(MI_Result result) {
    switch ((int)result) {
    case MI_RESULT_OK: return "OK";
    case MI_RESULT_FAILED: return "FAILED";
    case MI_RESULT_ACCESS_DENIED: return "ACCESS_DENIED";
    case MI_RESULT_INVALID_NAMESPACE: return "INVALID_NAMESPACE";
    case MI_RESULT_INVALID_PARAMETER: return "INVALID_PARAMETER";
    case MI_RESULT_INVALID_CLASS: return "INVALID_CLASS";
    case MI_RESULT_NOT_FOUND: return "NOT_FOUND";
    case MI_RESULT_NOT_SUPPORTED: return "NOT_SUPPORTED";
    case MI_RESULT_INVALID_SUPERCLASS: return "INVALID_SUPERCLASS";
    case MI_RESULT_ALREADY_EXISTS: return "ALREADY_EXISTS";
    case MI_RESULT_NO_SUCH_PROPERTY: return "NO_SUCH_PROPERTY";
    case MI_RESULT_TYPE_MISMATCH: return "TYPE_MISMATCH";
    case MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED: return "QUERY_LANGUAGE_NOT_SUPPORTED";
    case MI_RESULT_INVALID_QUERY: return "INVALID_QUERY";
    case MI_RESULT_METHOD_NOT_AVAILABLE: return "METHOD_NOT_AVAILABLE";
    case MI_RESULT_METHOD_NOT_FOUND: return "METHOD_NOT_FOUND";
    case MI_RESULT_SERVER_LIMITS_EXCEEDED: return "SERVER_LIMITS_EXCEEDED";
    case MI_RESULT_SERVER_IS_SHUTTING_DOWN: return "SERVER_IS_SHUTTING_DOWN";
    default: return "another result";
    }
}

/* Calls, and prints the call as it stands in the source with what it answered. */
#define REPORT(CALL) printf("%s: %s\n", #CALL, result_name(CALL))

/* The same under a name of the caller's choosing. */
#define REPORT_AS(NAME, CALL) printf("%s: %s\n", NAME, result_name(CALL))

#define SHOW_NUMBER(VALUE) printf("%s: %lld\n", #VALUE, (long long)(VALUE))
#define SHOW_TEXT(VALUE) printf("%s: %s\n", #VALUE, (VALUE) == NULL ? "NULL" : SHOWN(VALUE))
#define SHOW_HOLDS(CONDITION) printf("%s: %s\n", #CONDITION, (CONDITION) ? "yes" : "NO")

/* Nothing can be tested without this call. */
#define NEED(CALL)                                                                  \
    do {                                                                            \
        MI_Result needed = (CALL);                                                  \
        if (needed != MI_RESULT_OK) {                                               \
            printf("%s: %s, which ends the test\n", #CALL, result_name(needed));    \
            exit(1);                                                                \
        }                                                                           \
    } while (0)

#endif
