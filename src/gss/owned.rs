//! What the library allocates, given back to it when dropped.

use super::abi::{self, Buffer, Oid, OidSet};
use super::library::Library;
use std::ops::Deref;
use std::ptr::null_mut;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A buffer that the library fills.
pub struct Bytes<'a> {
    library: &'a Library,
    buffer: Buffer,
}

impl<'a> Bytes<'a> {
    pub fn new(library: &'a Library) -> Self {
        Self { library, buffer: Buffer::EMPTY }
    }

    pub fn as_mut(&mut self) -> *mut Buffer {
        &mut self.buffer
    }
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        bytes(&self.buffer)
    }
}

/// The bytes of a buffer that the library filled.
pub fn bytes(buffer: &Buffer) -> &[u8] {
    if buffer.value.is_null() || buffer.length == 0 {
        return &[];
    }
    // SAFETY: the library filled the buffer, and nothing writes it until it is released.
    unsafe { std::slice::from_raw_parts(buffer.value.cast(), buffer.length) }
}

impl Drop for Bytes<'_> {
    fn drop(&mut self) {
        let mut minor = 0;
        // SAFETY: the buffer is empty or the library's own.
        unsafe { (self.library.functions.release_buffer)(&mut minor, &mut self.buffer) };
    }
}

/// A name in the library's form.
pub struct Name {
    library: Arc<Library>,
    pub(super) handle: abi::Name,
}

impl Name {
    pub fn import(library: &Arc<Library>, text: &str, kind: &'static Oid) -> Result<Self, String> {
        let mut name = Name { library: library.clone(), handle: null_mut() };
        let mut minor = 0;
        let buffer = Buffer::of(text.as_bytes());
        // SAFETY: live pointers; the buffer is only read.
        let major = unsafe { (library.functions.import_name)(&mut minor, &buffer, kind, &mut name.handle) };
        library.check(major, minor)?;
        Ok(name)
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        if self.handle.is_null() {
            return;
        }
        let mut minor = 0;
        // SAFETY: the name is the library's and is used nowhere else.
        unsafe { (self.library.functions.release_name)(&mut minor, &mut self.handle) };
    }
}

/// Clocks differ, and a log-on takes its time.
const MARGIN: Duration = Duration::from_secs(300);

/// KRB5KRB_AP_ERR_BAD_INTEGRITY and KRB5KDC_ERR_PREAUTH_FAILED: what a wrong password comes to, where the KDC asks for
/// no proof of it and where it does.
const WRONG_PASSWORD: [i32; 2] = [-1_765_328_353, -1_765_328_360];

/// A credential of an initiator: of tickets and keytabs, or of a password.
pub struct Credential {
    library: Arc<Library>,
    pub(super) handle: abi::Credential,
    /// Seconds from its making on.
    lifetime: u32,
    made: Instant,
}

// SAFETY: GSS-API's objects may be used from any thread.
unsafe impl Send for Credential {}
// SAFETY: a credential is only read, and both libraries lock what they keep behind it.
unsafe impl Sync for Credential {}

impl Credential {
    /// `user`: `user@REALM` or `user`; no password: tickets or a client keytab of the user's. May wait for a KDC.
    pub fn acquire(library: &Arc<Library>, user: &str, password: Option<&[u8]>) -> Result<Self, String> {
        let name = Name::import(library, user, &abi::PRINCIPAL_NAME)?;
        let mut credential =
            Credential { library: library.clone(), handle: null_mut(), lifetime: 0, made: Instant::now() };
        let mut minor = 0;
        let set = OidSet { count: 1, elements: &raw const abi::MECHANISM };
        let (out, lifetime) = (&mut credential.handle, &mut credential.lifetime);
        let functions = &library.functions;
        let major = match password {
            Some(password) => {
                let password = Buffer::of(password);
                // SAFETY: live pointers; what is passed as NULL is optional (gssapi_ext.h).
                unsafe {
                    (functions.acquire_cred_with_password)(
                        &mut minor,
                        name.handle,
                        &password,
                        0,
                        &set,
                        abi::INITIATE,
                        out,
                        null_mut(),
                        lifetime,
                    )
                }
            }
            // SAFETY: live pointers; what is passed as NULL is optional (RFC 2744 5.2).
            None => unsafe {
                (functions.acquire_cred)(
                    &mut minor,
                    name.handle,
                    0,
                    &set,
                    abi::INITIATE,
                    out,
                    null_mut(),
                    lifetime,
                )
            },
        };
        library.check(major, minor).map_err(|reason| {
            let wrong = password.is_some() && WRONG_PASSWORD.contains(&(minor as i32));
            if wrong { format!("the password is wrong ({reason})") } else { reason }
        })?;
        Ok(credential)
    }

    /// Whether it serves for a while yet.
    pub fn is_fresh(&self) -> bool {
        self.made.elapsed() + MARGIN < Duration::from_secs(self.lifetime.into())
    }
}

impl Drop for Credential {
    fn drop(&mut self) {
        if self.handle.is_null() {
            return;
        }
        let mut minor = 0;
        // SAFETY: the credential is the library's; the context that used it does not need it any more.
        unsafe { (self.library.functions.release_cred)(&mut minor, &mut self.handle) };
    }
}
