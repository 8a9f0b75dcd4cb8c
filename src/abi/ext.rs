//! What `mi_ext.h` declares: diagnostics of closes that did not happen.

use super::*;
use core::ffi::c_void;

/// What became of the calling thread's last close that did not happen.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MIX_Outcome(pub MI_Uint32);
/// There is none.
pub const MIX_OUTCOME_NONE: MIX_Outcome = MIX_Outcome(0);
/// Refused: nothing has changed, and a later call from another place succeeds.
pub const MIX_OUTCOME_REFUSED: MIX_Outcome = MIX_Outcome(1);
/// Accepted, but given up after MI_CLOSE_TIMEOUT_MS: the object stays closing, and a later close goes on waiting.
pub const MIX_OUTCOME_TIMED_OUT: MIX_Outcome = MIX_Outcome(2);
/// Accepted, but given up because no thread was left that could end the wait: as timed out.
pub const MIX_OUTCOME_NOBODY_LEFT: MIX_Outcome = MIX_Outcome(3);

/// Why a call was refused.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MIX_Reason(pub MI_Uint32);
pub const MIX_REASON_NONE: MIX_Reason = MIX_Reason(0);
/// MI_Application_Close inside any callback of the library.
pub const MIX_REASON_IN_CALLBACK: MIX_Reason = MIX_Reason(1);
/// A call that would wait for the very callback it is made in.
pub const MIX_REASON_IN_OWN_CALLBACK: MIX_Reason = MIX_Reason(2);
/// Waiting would close a cycle of threads and callbacks.
pub const MIX_REASON_CYCLE: MIX_Reason = MIX_Reason(3);
/// No further thread can be made while this callback would block.
pub const MIX_REASON_NO_THREAD: MIX_Reason = MIX_Reason(4);
/// No thread and no callback is left that could end the wait.
pub const MIX_REASON_NOBODY_LEFT: MIX_Reason = MIX_Reason(5);
/// Windows: the caller holds the loader's lock (DllMain, a DLL's static destructor), and threads need it to end.
pub const MIX_REASON_LOADER: MIX_Reason = MIX_Reason(6);

/// What a line of a report is about.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MIX_Subject(pub MI_Uint32);
pub const MIX_SUBJECT_HEADLINE: MIX_Subject = MIX_Subject(0);
pub const MIX_SUBJECT_APPLICATION: MIX_Subject = MIX_Subject(1);
pub const MIX_SUBJECT_SESSION: MIX_Subject = MIX_Subject(2);
pub const MIX_SUBJECT_OPERATION: MIX_Subject = MIX_Subject(3);
pub const MIX_SUBJECT_CALLBACK: MIX_Subject = MIX_Subject(4);
pub const MIX_SUBJECT_REFUSED_CLOSE: MIX_Subject = MIX_Subject(5);
pub const MIX_SUBJECT_OWN_WORK: MIX_Subject = MIX_Subject(6);
pub const MIX_SUBJECT_REMEDY: MIX_Subject = MIX_Subject(7);

/// Bytes of text in an entry, the terminator included; a longer text is cut.
pub const MIX_ENTRY_TEXT: usize = 256;

/// The calling thread's last close that did not happen.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MIX_Diagnostic {
    pub outcome: MIX_Outcome,
    pub reason: MIX_Reason,
    /// MI_ERRORCATEGORY_OPERATION_TIMEOUT for MIX_OUTCOME_TIMED_OUT, MI_ERRORCATEGORY_DEADLOCK_DETECTED otherwise.
    pub category: MI_ErrorCategory,
    /// How many entries MIX_GetLastDiagnosticEntries has.
    pub entryCount: MI_Uint32,
}

/// A line of the report, in the order of the tree.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MIX_DiagnosticEntry {
    pub subject: MIX_Subject,
    /// Depth in the tree; the headline has 0.
    pub depth: MI_Uint32,
    /// The thread it concerns, as the system numbers it; 0 where there is none.
    pub thread: MI_Uint64,
    /// Milliseconds.
    pub age: MI_Uint64,
    /// UTF-8, terminated.
    pub text: [core::ffi::c_char; MIX_ENTRY_TEXT],
}

/// Called once when an asynchronous close has ended, with what MI_Application_Close would have returned.
pub type MIX_Application_CloseCompleted =
    Option<unsafe extern "C" fn(completionContext: *mut c_void, result: MI_Result)>;
