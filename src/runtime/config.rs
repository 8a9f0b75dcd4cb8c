//! The environment variables, read once while the library is loaded, and not at all in a setuid or setcap host.

use super::log::Level;
#[cfg(unix)]
use std::ffi::c_char;
use std::ffi::{CStr, OsString};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

static READ: AtomicBool = AtomicBool::new(false);
static LEVEL: AtomicU8 = AtomicU8::new(Level::Refusal as u8);
static TO_FILE: AtomicBool = AtomicBool::new(false);
static REPORT_MS: AtomicU64 = AtomicU64::new(5000);
static TIMEOUT_MS: AtomicU64 = AtomicU64::new(0);

/// Reads the variables at the first call. Racing first calls read the same values.
pub fn read() {
    if READ.load(Ordering::Acquire) {
        return;
    }
    if let Some(ms) = number(c"MI_CLOSE_REPORT_MS") {
        REPORT_MS.store(ms, Ordering::Relaxed);
    }
    if let Some(ms) = number(c"MI_CLOSE_TIMEOUT_MS") {
        TIMEOUT_MS.store(ms, Ordering::Relaxed);
    }
    if let Some((level, file)) = log_setting() {
        LEVEL.store(level as u8, Ordering::Relaxed);
        TO_FILE.store(file.is_some(), Ordering::Relaxed);
    }
    READ.store(true, Ordering::Release);
}

/// `MI_LOG`'s level; without it, refusals and stuck closes.
pub fn log_level() -> u8 {
    LEVEL.load(Ordering::Relaxed)
}

/// `MI_LOG`'s `file=`.
pub fn log_file() -> Option<OsString> {
    if TO_FILE.load(Ordering::Relaxed) { log_setting()?.1 } else { None }
}

/// `MI_CLOSE_REPORT_MS`: after how many milliseconds a waiting close reports what it waits for.
pub fn report_ms() -> u64 {
    REPORT_MS.load(Ordering::Relaxed).max(1)
}

/// `MI_CLOSE_TIMEOUT_MS`: after how many milliseconds a close gives up; 0 is never.
pub fn timeout_ms() -> u64 {
    TIMEOUT_MS.load(Ordering::Relaxed)
}

/// `level[,file=PATH]`.
fn log_setting() -> Option<(Level, Option<OsString>)> {
    let value = variable(c"MI_LOG")?;
    let mut parts = value.splitn(2, |byte| *byte == b',');
    let level = Level::parse(parts.next()?)?;
    let file = parts.next().and_then(|rest| rest.strip_prefix(b"file="));
    Some((level, file.map(path)))
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(windows)]
fn path(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A variable that names a proxy: read when a session with one is made.
pub fn proxy_variable(name: &str) -> Option<String> {
    String::from_utf8(variable(&std::ffi::CString::new(name).ok()?)?).ok()
}

fn number(name: &CStr) -> Option<u64> {
    std::str::from_utf8(&variable(name)?).ok()?.trim().parse().ok()
}

#[cfg(unix)]
unsafe extern "C" {
    /// NULL in a setuid or setcap process; the libc crate does not declare it.
    fn secure_getenv(name: *const c_char) -> *const c_char;
}

/// The text of a variable; a process has no foreign rights by its file here.
#[cfg(windows)]
fn variable(name: &CStr) -> Option<Vec<u8>> {
    let value = std::env::var_os(name.to_str().ok()?)?;
    Some(value.to_string_lossy().into_owned().into_bytes())
}

#[cfg(unix)]
fn variable(name: &CStr) -> Option<Vec<u8>> {
    // SAFETY: `name` is a terminated string.
    let value = unsafe { secure_getenv(name.as_ptr()) };
    if value.is_null() {
        return None;
    }
    // SAFETY:
    // - the environment holds terminated strings
    // - it is copied at once; a host that changes its environment meanwhile breaks every getenv alike
    Some(unsafe { CStr::from_ptr(value) }.to_bytes().to_vec())
}
