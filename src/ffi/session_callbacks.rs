//! The client's callbacks of a session (`MI_SessionCallbacks`).

use super::application::APPLICATION;
use super::handle::Handle;
use crate::abi::*;
use crate::cim::{Instance, MiString};
use crate::handle::Key;
use crate::runtime::closing::Frame;
use crate::runtime::scope::{self, Call};
use crate::runtime::session_note::SessionClient;

/// A copy of what the client passed; its own struct may be gone after the call.
pub struct SessionCallbacks(MI_SessionCallbacks);

// SAFETY: the pointers are the client's own, handed back to it and never followed; the API calls back on any thread.
unsafe impl Send for SessionCallbacks {}
// SAFETY: as above; nothing in it changes.
unsafe impl Sync for SessionCallbacks {}

impl SessionCallbacks {
    /// None where there is nothing to call.
    ///
    /// # Safety
    /// `callbacks` is NULL or readable.
    pub unsafe fn copy(callbacks: *const MI_SessionCallbacks) -> Option<Box<dyn SessionClient>> {
        // SAFETY: this function's contract.
        let given = *unsafe { callbacks.as_ref() }?;
        let any = given.writeMessage.is_some() || given.writeError.is_some();
        if any { Some(Box::new(SessionCallbacks(given))) } else { None }
    }
}

impl SessionClient for SessionCallbacks {
    fn write_message(&self, application: Key, frame: Frame, channel: u32, text: &MiString) {
        let Some(write) = self.0.writeMessage else { return };
        let mut handle = MI_Application::make(application, &raw const APPLICATION);
        let lent = &raw mut handle;
        scope::enter(
            Call { frame, application, handle: lent as usize, name: "writeMessage of MI_SessionCallbacks" },
            || {
                // SAFETY: the client's own function; handle and text live during the call.
                unsafe { write(lent, self.0.callbackContext, channel, text.as_ptr()) }
            },
        );
    }

    fn write_error(&self, application: Key, frame: Frame, error: &Instance) {
        let Some(write) = self.0.writeError else { return };
        let mut handle = MI_Application::make(application, &raw const APPLICATION);
        let lent = &raw mut handle;
        scope::enter(
            Call { frame, application, handle: lent as usize, name: "writeError of MI_SessionCallbacks" },
            || {
                // SAFETY: the client's own function; handle and instance live during the call.
                unsafe { write(lent, self.0.callbackContext, error.as_ptr()) }
            },
        );
    }
}
