/*
 * mi_ext.h: what libmi has besides mi.h; no other MI library exports these names.
 *
 * Made from the Rust sources by `make header`; changes belong there.
 */
#ifndef _mi_ext_h
#define _mi_ext_h

#include "mi.h"

#if defined(__cplusplus)
extern "C" {
#endif

/**
 * What became of the calling thread's last close that did not happen.
 */
typedef enum _MIX_Outcome {
    MIX_OUTCOME_NONE = 0,
    MIX_OUTCOME_REFUSED = 1,
    MIX_OUTCOME_TIMED_OUT = 2,
    MIX_OUTCOME_NOBODY_LEFT = 3
} MIX_Outcome;

/**
 * Why a call was refused.
 */
typedef enum _MIX_Reason {
    MIX_REASON_NONE = 0,
    MIX_REASON_IN_CALLBACK = 1,
    MIX_REASON_IN_OWN_CALLBACK = 2,
    MIX_REASON_CYCLE = 3,
    MIX_REASON_NO_THREAD = 4,
    MIX_REASON_NOBODY_LEFT = 5,
    MIX_REASON_LOADER = 6
} MIX_Reason;

/**
 * What a line of a report is about.
 */
typedef enum _MIX_Subject {
    MIX_SUBJECT_HEADLINE = 0,
    MIX_SUBJECT_APPLICATION = 1,
    MIX_SUBJECT_SESSION = 2,
    MIX_SUBJECT_OPERATION = 3,
    MIX_SUBJECT_CALLBACK = 4,
    MIX_SUBJECT_REFUSED_CLOSE = 5,
    MIX_SUBJECT_OWN_WORK = 6,
    MIX_SUBJECT_REMEDY = 7
} MIX_Subject;

/**
 * Bytes of text in an entry, the terminator included; a longer text is cut.
 */
#define MIX_ENTRY_TEXT 256

typedef struct _MIX_Diagnostic MIX_Diagnostic;
typedef struct _MIX_DiagnosticEntry MIX_DiagnosticEntry;

/* Callback types. */

/**
 * Called once when an asynchronous close has ended, with what MI_Application_Close would have returned.
 */
typedef void (MI_CALL *MIX_Application_CloseCompleted)(void *completionContext, MI_Result result);

/* Structs and function tables. */

/**
 * The calling thread's last close that did not happen.
 */
struct _MIX_Diagnostic {
    MIX_Outcome outcome;
    MIX_Reason reason;
    /**
     * MI_ERRORCATEGORY_OPERATION_TIMEOUT for MIX_OUTCOME_TIMED_OUT, MI_ERRORCATEGORY_DEADLOCK_DETECTED otherwise.
     */
    MI_ErrorCategory category;
    /**
     * How many entries MIX_GetLastDiagnosticEntries has.
     */
    MI_Uint32 entryCount;
};

/**
 * A line of the report, in the order of the tree.
 */
struct _MIX_DiagnosticEntry {
    MIX_Subject subject;
    /**
     * Depth in the tree; the headline has 0.
     */
    MI_Uint32 depth;
    /**
     * The thread it concerns, as the system numbers it; 0 where there is none.
     */
    MI_Uint64 thread;
    /**
     * Milliseconds.
     */
    MI_Uint64 age;
    /**
     * UTF-8, terminated.
     */
    char text[MIX_ENTRY_TEXT];
};

/* Functions. */

/**
 * What became of the calling thread's last close that did not happen: refused, or given up. Remembered until the
 * next one of the thread, at most for as long as an application is open. NOT_FOUND where there is none.
 * Where MI_LOG is `off`, no tree is taken down: the entries are the headline and the remedy alone.
 */
MI_IMPORT
MI_Result MIX_GetLastDiagnostic(MIX_Diagnostic *diagnostic);

/**
 * The same as text in UTF-8, a line an entry. `needed` (optional) receives the bytes needed with the terminator;
 * a buffer that is shorter is left alone, and the answer is FAILED.
 */
MI_IMPORT
MI_Result MIX_GetLastDiagnosticText(char *buffer,
                                    MI_Uint32 bufferLength,
                                    MI_Uint32 *needed);

/**
 * The same as a list: at most `capacity` entries are written; `count` receives how many there are.
 */
MI_IMPORT
MI_Result MIX_GetLastDiagnosticEntries(MIX_DiagnosticEntry *entries,
                                       MI_Uint32 capacity,
                                       MI_Uint32 *count);

/**
 * MI_Application_Close on a thread of its own: for code that runs inside a callback, where waiting is refused.
 * Where it answers OK, `completed` is called exactly once, on a library thread, with the result of the close; the
 * library stays loaded until that thread is gone. The caller's handle struct is not touched.
 */
MI_IMPORT
MI_Result MIX_Application_CloseAsync(MI_Application *application,
                                     void *completionContext,
                                     MIX_Application_CloseCompleted completed);

/**
 * The library's version, as `major << 16 | minor << 8 | patch`.
 */
MI_IMPORT MI_Uint32 MIX_GetVersion(void);

#if defined(__cplusplus)
}
#endif

#endif /* _mi_ext_h */
