//! `mi_ext.h`: what this library adds. Diagnostics of closes, and a close that does not block.

use super::handle;
use super::session::close_result;
use super::text::give;
use crate::abi::*;
use crate::runtime::closing::Refusal;
use crate::runtime::diagnostics::{Diagnostic, Entry, Outcome, Subject};
use crate::runtime::process::Process;
use crate::runtime::{closer, report, thread};
use crate::sync::lock;
use std::ffi::c_void;

fn last() -> Option<Diagnostic> {
    let process = Process::current()?;
    let diagnostics = lock(&process.diagnostics);
    diagnostics.last(thread::current_id()).cloned().map(complete)
}

/// One that was not logged was not written out either.
fn complete(mut diagnostic: Diagnostic) -> Diagnostic {
    if diagnostic.entries.is_empty() {
        let line =
            |subject, text: String| Entry { depth: 0, subject, thread: diagnostic.thread, age_ms: 0, text };
        diagnostic.entries = vec![
            line(Subject::Headline, report::headline(diagnostic.call, diagnostic.outcome)),
            line(Subject::Remedy, report::remedy(diagnostic.outcome).to_owned()),
        ];
    }
    diagnostic
}

fn codes(outcome: Outcome) -> (MIX_Outcome, MIX_Reason, MI_ErrorCategory) {
    let refusal = match outcome {
        Outcome::TimedOut => {
            return (MIX_OUTCOME_TIMED_OUT, MIX_REASON_NONE, MI_ERRORCATEGORY_OPERATION_TIMEOUT);
        }
        Outcome::NobodyLeft => {
            return (MIX_OUTCOME_NOBODY_LEFT, MIX_REASON_NOBODY_LEFT, MI_ERRORCATEGORY_DEADLOCK_DETECTED);
        }
        Outcome::Refused(refusal) => refusal,
    };
    let reason = match refusal {
        Refusal::InCallback => MIX_REASON_IN_CALLBACK,
        Refusal::InOwnCallback => MIX_REASON_IN_OWN_CALLBACK,
        Refusal::Cycle => MIX_REASON_CYCLE,
        Refusal::NoThread => MIX_REASON_NO_THREAD,
        Refusal::NobodyLeft => MIX_REASON_NOBODY_LEFT,
        Refusal::Loader => MIX_REASON_LOADER,
    };
    (MIX_OUTCOME_REFUSED, reason, MI_ERRORCATEGORY_DEADLOCK_DETECTED)
}

fn subject(subject: Subject) -> MIX_Subject {
    match subject {
        Subject::Headline => MIX_SUBJECT_HEADLINE,
        Subject::Application => MIX_SUBJECT_APPLICATION,
        Subject::Session => MIX_SUBJECT_SESSION,
        Subject::Operation => MIX_SUBJECT_OPERATION,
        Subject::Callback => MIX_SUBJECT_CALLBACK,
        Subject::RefusedClose => MIX_SUBJECT_REFUSED_CLOSE,
        Subject::OwnWork => MIX_SUBJECT_OWN_WORK,
        Subject::Remedy => MIX_SUBJECT_REMEDY,
    }
}

/// What became of the calling thread's last close that did not happen: refused, or given up. Remembered until the
/// next one of the thread, at most for as long as an application is open. NOT_FOUND where there is none.
/// Where MI_LOG is `off`, no tree is taken down: the entries are the headline and the remedy alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MIX_GetLastDiagnostic(diagnostic: *mut MIX_Diagnostic) -> MI_Result {
    super::table::guard("MIX_GetLastDiagnostic", || {
        if diagnostic.is_null() {
            return MI_RESULT_INVALID_PARAMETER;
        }
        let Some(found) = last() else { return MI_RESULT_NOT_FOUND };
        let (outcome, reason, category) = codes(found.outcome);
        let entry_count = found.entries.len() as MI_Uint32;
        // SAFETY: not NULL; writable by the function's contract.
        unsafe { diagnostic.write(MIX_Diagnostic { outcome, reason, category, entryCount: entry_count }) };
        MI_RESULT_OK
    })
}

/// The same as text in UTF-8, a line an entry. `needed` (optional) receives the bytes needed with the terminator;
/// a buffer that is shorter is left alone, and the answer is FAILED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MIX_GetLastDiagnosticText(
    buffer: *mut core::ffi::c_char,
    bufferLength: MI_Uint32,
    needed: *mut MI_Uint32,
) -> MI_Result {
    super::table::guard("MIX_GetLastDiagnosticText", || {
        let Some(found) = last() else { return MI_RESULT_NOT_FOUND };
        let text = found.text();
        let length = text.len() + 1;
        // SAFETY: the function's contract: NULL or writable.
        unsafe { give(needed, length as MI_Uint32) };
        if buffer.is_null() || (bufferLength as usize) < length {
            return MI_RESULT_FAILED;
        }
        // SAFETY: the buffer has room for the text and its terminator; the two do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), text.len()) };
        // SAFETY: as above; the last byte.
        let end = unsafe { buffer.add(text.len()) };
        // SAFETY: as above; writable.
        unsafe { end.write(0) };
        MI_RESULT_OK
    })
}

/// The same as a list: at most `capacity` entries are written; `count` receives how many there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MIX_GetLastDiagnosticEntries(
    entries: *mut MIX_DiagnosticEntry,
    capacity: MI_Uint32,
    count: *mut MI_Uint32,
) -> MI_Result {
    super::table::guard("MIX_GetLastDiagnosticEntries", || {
        let Some(found) = last() else { return MI_RESULT_NOT_FOUND };
        // SAFETY: the function's contract: NULL or writable.
        unsafe { give(count, found.entries.len() as MI_Uint32) };
        if entries.is_null() && capacity > 0 {
            return MI_RESULT_INVALID_PARAMETER;
        }
        for (at, entry) in found.entries.iter().take(capacity as usize).enumerate() {
            // SAFETY: `at` is below the capacity of the caller's array.
            let to = unsafe { entries.add(at) };
            // SAFETY: as above; writable.
            unsafe { to.write(entry_for_c(entry)) };
        }
        MI_RESULT_OK
    })
}

fn entry_for_c(entry: &Entry) -> MIX_DiagnosticEntry {
    let mut text = [0; MIX_ENTRY_TEXT];
    let mut end = entry.text.len().min(MIX_ENTRY_TEXT - 1);
    while !entry.text.is_char_boundary(end) {
        end -= 1;
    }
    for (to, from) in text.iter_mut().zip(&entry.text.as_bytes()[..end]) {
        *to = *from as core::ffi::c_char;
    }
    MIX_DiagnosticEntry {
        subject: subject(entry.subject),
        depth: entry.depth as MI_Uint32,
        thread: entry.thread,
        age: entry.age_ms,
        text,
    }
}

/// MI_Application_Close on a thread of its own: for code that runs inside a callback, where waiting is refused.
/// Where it answers OK, `completed` is called exactly once, on a library thread, with the result of the close; the
/// library stays loaded until that thread is gone. The caller's handle struct is not touched.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MIX_Application_CloseAsync(
    application: *mut MI_Application,
    completionContext: *mut c_void,
    completed: MIX_Application_CloseCompleted,
) -> MI_Result {
    super::table::guard("MIX_Application_CloseAsync", || {
        let Some(callback) = completed else { return MI_RESULT_INVALID_PARAMETER };
        // SAFETY: the function's contract: NULL or a readable handle.
        let application = match unsafe { handle::application(application) } {
            Ok(application) => application,
            Err(result) => return result,
        };
        let context = Context(completionContext);
        let completed = move |end| {
            let Context(context) = { context };
            // SAFETY: the client's own function with its own context.
            unsafe { callback(context, close_result(end)) };
        };
        if closer::close(application, completed) { MI_RESULT_OK } else { MI_RESULT_SERVER_LIMITS_EXCEEDED }
    })
}

struct Context(*mut c_void);

// SAFETY: the client's own, handed back to it and never followed.
unsafe impl Send for Context {}

/// The library's version, as `major << 16 | minor << 8 | patch`.
#[unsafe(no_mangle)]
pub extern "C" fn MIX_GetVersion() -> MI_Uint32 {
    const fn number(text: &str) -> u32 {
        let (bytes, mut at, mut value) = (text.as_bytes(), 0, 0);
        while at < bytes.len() {
            value = value * 10 + (bytes[at] - b'0') as u32;
            at += 1;
        }
        value
    }
    const VERSION: u32 = number(env!("CARGO_PKG_VERSION_MAJOR")) << 16
        | number(env!("CARGO_PKG_VERSION_MINOR")) << 8
        | number(env!("CARGO_PKG_VERSION_PATCH"));
    VERSION
}
