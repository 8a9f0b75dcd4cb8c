//! The table of functions, which the system fills, or a test.

use std::fmt;
use std::sync::Arc;
use windows_sys::Win32::Security::Authentication::Identity::{
    InitSecurityInterfaceW, SecurityFunctionTableW,
};

/// The functions of SSPI.
pub struct Library(pub(super) SecurityFunctionTableW);

// SAFETY: addresses of functions, which may be called from any thread.
unsafe impl Send for Library {}
// SAFETY: as above; nothing writes the table.
unsafe impl Sync for Library {}

impl fmt::Debug for Library {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SSPI")
    }
}

impl Library {
    /// The system's own.
    pub fn load() -> Result<Arc<Library>, String> {
        // SAFETY: no preconditions.
        let table = unsafe { InitSecurityInterfaceW() };
        // SAFETY: NULL, or a table that the system keeps for as long as the process lives.
        match unsafe { table.as_ref() } {
            Some(table) => Ok(Self::of(*table)),
            None => Err("the system's security packages cannot be used".into()),
        }
    }

    /// These functions; each must be what its type says.
    pub fn of(table: SecurityFunctionTableW) -> Arc<Library> {
        Arc::new(Library(table))
    }
}

/// What is said of a function that the table does not have.
pub fn missing() -> String {
    "the system's security packages lack a function".into()
}
