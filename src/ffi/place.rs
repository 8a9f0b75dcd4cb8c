//! Where a session was opened: the address that the client's call returns to, for reports.
//!
//! Rust has no way to ask for it, so NewSession is entered through a few instructions that note it. Elsewhere the
//! place is not known, which the report leaves out.

use crate::abi::*;
use std::cell::Cell;

thread_local! {
    static PLACE: Cell<usize> = const { Cell::new(0) };
}

/// Notes the place; an outer note (a flat export's caller) stays.
extern "C" fn note(place: usize) {
    PLACE.with(|cell| {
        if cell.get() == 0 {
            cell.set(place);
        }
    });
}

/// The place that was noted, once.
pub fn take() -> usize {
    PLACE.with(|cell| cell.replace(0))
}

/// The slot itself, behind the entry.
unsafe extern "C" fn new_session(
    application: *mut MI_Application,
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *mut MI_DestinationOptions,
    callbacks: *mut MI_SessionCallbacks,
    extended_error: *mut *mut MI_Instance,
    session: *mut MI_Session,
) -> MI_Result {
    let slot = super::application::new_session_slot();
    // SAFETY: the caller's arguments, passed on.
    let result =
        unsafe { slot(application, protocol, destination, options, callbacks, extended_error, session) };
    take();
    result
}

/// `MI_ApplicationFT.NewSession`: notes the return address, then is the slot.
#[cfg(all(target_arch = "x86_64", unix))]
#[unsafe(naked)]
pub unsafe extern "C" fn new_session_entry(
    application: *mut MI_Application,
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *mut MI_DestinationOptions,
    callbacks: *mut MI_SessionCallbacks,
    extended_error: *mut *mut MI_Instance,
    session: *mut MI_Session,
) -> MI_Result {
    // The six register arguments are kept over the call of `note`; the stack stays aligned: 8 + 6 * 8 + 8.
    core::arch::naked_asm!(
        "push rdi",
        "push rsi",
        "push rdx",
        "push rcx",
        "push r8",
        "push r9",
        "mov rdi, [rsp + 48]",
        "sub rsp, 8",
        "call {note}",
        "add rsp, 8",
        "pop r9",
        "pop r8",
        "pop rcx",
        "pop rdx",
        "pop rsi",
        "pop rdi",
        "jmp {slot}",
        note = sym note,
        slot = sym new_session,
    )
}

/// The same by the convention of Windows: four register arguments, and 32 bytes of the callee's own.
#[cfg(all(target_arch = "x86_64", windows))]
#[unsafe(naked)]
pub unsafe extern "C" fn new_session_entry(
    application: *mut MI_Application,
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *mut MI_DestinationOptions,
    callbacks: *mut MI_SessionCallbacks,
    extended_error: *mut *mut MI_Instance,
    session: *mut MI_Session,
) -> MI_Result {
    // The stack stays aligned: 8 + 4 * 8 + 40.
    core::arch::naked_asm!(
        "push rcx",
        "push rdx",
        "push r8",
        "push r9",
        "mov rcx, [rsp + 32]",
        "sub rsp, 40",
        "call {note}",
        "add rsp, 40",
        "pop r9",
        "pop r8",
        "pop rdx",
        "pop rcx",
        "jmp {slot}",
        note = sym note,
        slot = sym new_session,
    )
}

#[cfg(not(all(target_arch = "x86_64", any(unix, windows))))]
pub unsafe extern "C" fn new_session_entry(
    application: *mut MI_Application,
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *mut MI_DestinationOptions,
    callbacks: *mut MI_SessionCallbacks,
    extended_error: *mut *mut MI_Instance,
    session: *mut MI_Session,
) -> MI_Result {
    // SAFETY: the caller's arguments, passed on.
    unsafe { new_session(application, protocol, destination, options, callbacks, extended_error, session) }
}
