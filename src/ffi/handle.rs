//! Handle structs: three words that a client copies by value. The key stands in the reserved ones.

use crate::abi::*;
use crate::handle::{Key, Table};
use crate::runtime::application::{APPLICATIONS, Application};
use crate::runtime::operation::{OPERATIONS, Operation};
use crate::runtime::session::{SESSIONS, Session};
use crate::sync::epoch;
use std::sync::Arc;

/// A handle struct of the ABI.
pub trait Handle: Copy {
    type Ft: 'static;
    fn key(&self) -> Key;
    fn make(key: Key, ft: *const Self::Ft) -> Self;
}

macro_rules! handle {
    ($($Handle:ident: $Ft:ident),*) => {
        $(impl Handle for $Handle {
            type Ft = $Ft;

            fn key(&self) -> Key {
                Key { generation: self.reserved1, index: self.reserved2 as u64 }
            }

            fn make(key: Key, ft: *const $Ft) -> Self {
                $Handle { reserved1: key.generation, reserved2: key.index as isize, ft }
            }
        })*
    };
}

handle!(
    MI_Application: MI_ApplicationFT,
    MI_Session: MI_SessionFT,
    MI_Operation: MI_OperationFT,
    MI_HostedProvider: MI_HostedProviderFT
);

/// The key in a client's handle; None for NULL.
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn key_of<H: Handle>(handle: *const H) -> Option<Key> {
    if handle.is_null() {
        return None;
    }
    // SAFETY: readable by this function's contract; the structs are plain words.
    Some(unsafe { handle.read() }.key())
}

/// Writes a handle where the client wants it; NULL is nowhere.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn give_handle<H: Handle>(out: *mut H, key: Key, ft: &'static H::Ft) {
    if !out.is_null() {
        // SAFETY: writable by this function's contract.
        unsafe { out.write(H::make(key, ft)) };
    }
}

/// After an accepted close: the client's struct becomes all zero, but for one that a callback lent it, which stays
/// readable until that callback returns.
///
/// # Safety
/// `handle` is writable.
pub unsafe fn zero<H: Handle>(handle: *mut H) {
    if !crate::runtime::scope::lent_handle(handle as usize) {
        // SAFETY: writable by this function's contract.
        unsafe { handle.write(H::make(Key::default(), std::ptr::null())) };
    }
}

/// Objects that a forked child inherits but cannot use.
pub trait Inherited {
    fn epoch(&self) -> u32;
}

impl Inherited for Application {
    fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl Inherited for Session {
    fn epoch(&self) -> u32 {
        self.application.epoch
    }
}

impl Inherited for Operation {
    fn epoch(&self) -> u32 {
        self.epoch
    }
}

fn look_up<T: Inherited, const N: usize>(table: &Table<T, N>, key: Option<Key>) -> Result<Arc<T>, MI_Result> {
    let object = key.and_then(|key| table.get(key)).ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if object.epoch() == epoch() { Ok(object) } else { Err(MI_RESULT_FAILED) }
}

/// The application behind a handle. INVALID_PARAMETER for what is none, FAILED in a forked child.
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn application(handle: *const MI_Application) -> Result<Arc<Application>, MI_Result> {
    // SAFETY: this function's contract.
    look_up(&APPLICATIONS, unsafe { key_of(handle) })
}

/// As [`application`].
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn session(handle: *const MI_Session) -> Result<Arc<Session>, MI_Result> {
    // SAFETY: this function's contract.
    look_up(&SESSIONS, unsafe { key_of(handle) })
}

/// As [`application`].
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn operation(handle: *const MI_Operation) -> Result<Arc<Operation>, MI_Result> {
    // SAFETY: this function's contract.
    look_up(&OPERATIONS, unsafe { key_of(handle) })
}
