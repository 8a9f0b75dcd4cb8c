//! Credentials of whoever is logged on.

use super::library::{Library, missing};
use super::status::described;
use std::ptr::null_mut;
use std::sync::Arc;
use windows_sys::Win32::Foundation::SEC_E_OK;
use windows_sys::Win32::Security::Authentication::Identity::{SECPKG_CRED_OUTBOUND, SecPkgInfoW};
use windows_sys::Win32::Security::Credentials::SecHandle;

/// A security package that logs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    /// SPNEGO over Kerberos and NTLM, as the system's policies have it.
    Negotiate,
    Kerberos,
}

impl Package {
    pub fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "Negotiate",
            Self::Kerberos => "Kerberos",
        }
    }
}

/// What the system needs as a string.
pub fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

/// A handle to credentials, for any number of contexts and threads.
pub struct Credential {
    pub(super) library: Arc<Library>,
    pub(super) handle: SecHandle,
    pub(super) package: Package,
    /// The longest token of the package.
    pub(super) most: u32,
}

impl Credential {
    /// Of whom the calling thread acts as.
    pub fn of_caller(library: &Arc<Library>, package: Package) -> Result<Self, String> {
        let mut name = wide(package.name());
        let most = longest_token(library, &mut name)?;
        let acquire = library.0.AcquireCredentialsHandleW.ok_or_else(missing)?;
        let (mut handle, mut expiry) = (SecHandle::default(), 0);
        // SAFETY: a terminated string and live locals; what is NULL is optional, and means the caller's own.
        let status = unsafe {
            acquire(
                null_mut(),
                name.as_mut_ptr(),
                SECPKG_CRED_OUTBOUND,
                null_mut(),
                null_mut(),
                None,
                null_mut(),
                &mut handle,
                &mut expiry,
            )
        };
        if status != SEC_E_OK {
            return Err(described(status));
        }
        Ok(Self { library: library.clone(), handle, package, most })
    }
}

fn longest_token(library: &Library, name: &mut [u16]) -> Result<u32, String> {
    let query = library.0.QuerySecurityPackageInfoW.ok_or_else(missing)?;
    let free = library.0.FreeContextBuffer.ok_or_else(missing)?;
    let mut found: *mut SecPkgInfoW = null_mut();
    // SAFETY: a terminated string and a live local.
    let status = unsafe { query(name.as_mut_ptr(), &mut found) };
    // SAFETY: NULL, or what the call has just made.
    match unsafe { found.cast_const().as_ref() } {
        Some(information) if status == SEC_E_OK => {
            let most = information.cbMaxToken;
            // SAFETY: the system made it, and nobody looks at it after this.
            unsafe { free(found.cast()) };
            Ok(most)
        }
        _ => Err(described(status)),
    }
}

impl Drop for Credential {
    fn drop(&mut self) {
        let Some(free) = self.library.0.FreeCredentialsHandle else { return };
        // SAFETY: the handle is the system's, and every context that uses it holds this value.
        unsafe { free(&mut self.handle) };
    }
}
