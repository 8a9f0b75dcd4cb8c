//! The library itself: found by the loader, its functions bound, its errors put into words.

use super::abi::{self, Buffer, ChannelBindings, Context, Credential, Iov, Name, Oid, OidSet};
use super::owned::Bytes;
use std::ffi::{CStr, c_void};
use std::fmt;
use std::sync::Arc;

/// The names libraries are asked for, MIT's first: where both are installed, `kinit` is most often MIT's.
const NAMES: [&CStr; 2] = [c"libgssapi_krb5.so.2", c"libgssapi.so.3"];

macro_rules! functions {
    ($($(#[$note:meta])* $name:ident($($argument:ty),*);)*) => {
        /// The functions, each with the minor status as its first argument.
        pub struct Functions { $($(#[$note])* pub $name: unsafe extern "C" fn(*mut u32, $($argument),*) -> u32,)* }

        impl Functions {
            #[cfg(unix)]
            fn bind(handle: *mut c_void) -> Result<Self, String> {
                Ok(Self { $($name: {
                    let found = symbol(handle, concat!("gss_", stringify!($name), "\0"))?;
                    // SAFETY: the symbol of this name has this type, in RFC 2744 and in both libraries' headers.
                    unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut u32, $($argument),*) -> u32>(found)
                    }
                },)* })
            }
        }
    };
}

functions! {
    import_name(*const Buffer, *const Oid, *mut Name);
    release_name(*mut Name);
    acquire_cred(Name, u32, *const OidSet, i32, *mut Credential, *mut c_void, *mut u32);
    acquire_cred_with_password(Name, *const Buffer, u32, *const OidSet, i32, *mut Credential, *mut c_void, *mut u32);
    release_cred(*mut Credential);
    init_sec_context(
        Credential, *mut Context, Name, *const Oid, u32, u32, *const ChannelBindings, *const Buffer, *mut c_void,
        *mut Buffer, *mut u32, *mut u32
    );
    delete_sec_context(*mut Context, *mut Buffer);
    release_buffer(*mut Buffer);
    display_status(u32, i32, *const Oid, *mut u32, *mut Buffer);
    unwrap(Context, *const Buffer, *mut Buffer, *mut i32, *mut u32);
    get_mic(Context, u32, *const Buffer, *mut Buffer);
    verify_mic(Context, *const Buffer, *const Buffer, *mut u32);
    wrap_iov(Context, i32, u32, *mut i32, *mut Iov, i32);
    release_iov_buffer(*mut Iov, i32);
}

#[cfg(unix)]
fn symbol(handle: *mut c_void, name: &'static str) -> Result<*mut c_void, String> {
    let text = CStr::from_bytes_with_nul(name.as_bytes()).map_err(|error| error.to_string())?;
    // SAFETY: an open handle and a terminated string.
    let found = unsafe { libc::dlsym(handle, text.as_ptr()) };
    if found.is_null() { Err(format!("it has no {}", text.to_string_lossy())) } else { Ok(found) }
}

/// A bound GSS-API library. Once loaded it stays in the process: a call may be under way for as long as a KDC takes,
/// and its own thread-local data may not be pulled away from under a thread of the application's.
pub struct Library {
    pub name: &'static str,
    pub(super) functions: Functions,
}

impl fmt::Debug for Library {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

impl Library {
    /// Loads the system's library. For the thread that makes a session (close.md, row 12): no other thread of ours
    /// may need the dynamic loader. The error says what was looked for.
    pub fn load() -> Result<Arc<Library>, String> {
        let mut reasons = Vec::new();
        for name in NAMES {
            match Self::named(name) {
                Ok(library) => return Ok(library),
                Err(reason) => reasons.push(reason),
            }
        }
        Err(format!("no GSSAPI library can be used: {}", reasons.join(", ")))
    }

    /// As [`Library::load`], one library and no other.
    pub fn named(name: &'static CStr) -> Result<Arc<Library>, String> {
        let shown = name.to_str().unwrap_or_default();
        let functions = open(name).map_err(|reason| format!("{shown} ({reason})"))?;
        Ok(Arc::new(Library { name: shown, functions }))
    }

    /// The result of a call: its status, or its error in the library's words.
    pub(super) fn check(&self, major: u32, minor: u32) -> Result<u32, String> {
        if major & abi::ERRORS == 0 {
            return Ok(major);
        }
        let general = self.described(major, abi::GSS_CODE);
        Err(match self.described(minor, abi::MECHANISM_CODE) {
            detail if minor == 0 || detail.is_empty() => general,
            detail => detail,
        })
    }

    fn described(&self, status: u32, kind: i32) -> String {
        let (mut texts, mut more) = (Vec::new(), 0);
        // A status has a few parts at most; a library that never ends is not followed.
        for _ in 0..8 {
            let mut text = Bytes::new(self);
            let mut minor = 0;
            // SAFETY:
            // - the function has this type
            // - every pointer is to a live local, or to the static mechanism
            let major = unsafe {
                (self.functions.display_status)(
                    &mut minor,
                    status,
                    kind,
                    &raw const abi::MECHANISM,
                    &mut more,
                    text.as_mut(),
                )
            };
            if major & abi::ERRORS != 0 {
                break;
            }
            texts.push(String::from_utf8_lossy(&text).trim().to_owned());
            if more == 0 {
                break;
            }
        }
        texts.retain(|text| !text.is_empty());
        texts.join("; ")
    }
}

/// Windows has no such library of its own.
#[cfg(not(unix))]
fn open(_name: &CStr) -> Result<Functions, String> {
    Err("not on this system".into())
}

/// RTLD_NODELETE lets the handle be closed at once: the object stays, and nothing has to be kept or counted.
#[cfg(unix)]
fn open(name: &CStr) -> Result<Functions, String> {
    let flags = libc::RTLD_NOW | libc::RTLD_LOCAL | libc::RTLD_NODELETE;
    // SAFETY: a terminated string. What its initialisers do is as trusted as the system's library is.
    let handle = unsafe { libc::dlopen(name.as_ptr(), flags) };
    if handle.is_null() {
        return Err("not found".into());
    }
    let functions = Functions::bind(handle);
    // SAFETY: the handle is open, and RTLD_NODELETE keeps the object and its functions where they are.
    unsafe { libc::dlclose(handle) };
    functions
}
