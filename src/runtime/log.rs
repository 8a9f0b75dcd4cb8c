//! The log: `MI_LOG=level[,file=PATH]`; by default only refusals and stuck closes, to standard error.
//!
//! It never blocks and never raises a signal in the host: it asks whether the descriptor takes a piece before it
//! writes one, and otherwise drops and counts. No line holds a secret.

use super::config;
use crate::abi::MI_RESULT_FAILED;
use crate::cim::Error;
use std::any::Any;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much is said. Each level includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Level {
    Off = 0,
    /// Refused and stuck closes, and panics: the default.
    Refusal = 1,
    Error = 2,
    Info = 3,
    Debug = 4,
    Trace = 5,
}

impl Level {
    pub fn parse(text: &[u8]) -> Option<Level> {
        let names: [(&[u8], Level); 7] = [
            (b"off", Level::Off),
            (b"refusal", Level::Refusal),
            (b"warn", Level::Refusal),
            (b"error", Level::Error),
            (b"info", Level::Info),
            (b"debug", Level::Debug),
            (b"trace", Level::Trace),
        ];
        names.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, level)| *level)
    }
}

/// Pieces that no descriptor would take.
static DROPPED: AtomicU64 = AtomicU64::new(0);

#[inline]
pub fn enabled(level: Level) -> bool {
    config::log_level() >= level as u8
}

/// Writes a text, line by line, each with the library's name before it.
pub fn write(level: Level, text: &str) {
    if !enabled(level) {
        return;
    }
    let mut lines = String::with_capacity(text.len() + 64);
    let dropped = DROPPED.swap(0, Ordering::Relaxed);
    if dropped > 0 {
        lines.push_str(&format!("libmi: {dropped} pieces of log were dropped\n"));
    }
    for line in text.lines() {
        lines.push_str("libmi: ");
        lines.extend(line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
        lines.push('\n');
    }
    match open_file() {
        Some(Ok(mut file)) => drop(file.write_all(lines.as_bytes())),
        Some(Err(_)) => drop(DROPPED.fetch_add(1, Ordering::Relaxed)),
        None => write_nonblocking(libc::STDERR_FILENO, lines.as_bytes()),
    }
}

/// The file is opened for each text: no descriptor of ours is left open in the host.
fn open_file() -> Option<std::io::Result<File>> {
    let path = config::log_file()?;
    let flags = libc::O_NOFOLLOW | libc::O_CLOEXEC | libc::O_NONBLOCK;
    let file = OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(flags).open(path);
    Some(file.and_then(only_regular))
}

/// A FIFO or a device could block or raise a signal.
fn only_regular(file: File) -> std::io::Result<File> {
    debug_assert!(file.as_raw_fd() >= 0);
    if file.metadata()?.is_file() { Ok(file) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
}

/// A pipe that has room for a whole piece of this size takes it without blocking (POSIX, PIPE_BUF).
const PIECE: usize = 4096;

fn write_nonblocking(descriptor: RawFd, bytes: &[u8]) {
    let blocked = SigpipeBlocked::new();
    for piece in bytes.chunks(PIECE) {
        if !takes(descriptor) || !put(descriptor, piece) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
            break;
        }
    }
    drop(blocked);
}

fn takes(descriptor: RawFd) -> bool {
    let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one live entry, no waiting.
    let ready = unsafe { libc::poll(&mut poll, 1, 0) };
    ready == 1 && poll.revents & libc::POLLOUT != 0
}

fn put(descriptor: RawFd, piece: &[u8]) -> bool {
    // SAFETY: `piece` is live and of this length.
    let written = unsafe { libc::write(descriptor, piece.as_ptr().cast(), piece.len()) };
    written == piece.len() as isize
}

/// A log whose reader is gone must not end the host: SIGPIPE is held back on this thread for the write, and
/// taken off again if it is pending through us.
struct SigpipeBlocked {
    old: libc::sigset_t,
    pending_before: bool,
}

fn sigpipe() -> libc::sigset_t {
    let mut set = std::mem::MaybeUninit::uninit();
    // SAFETY: sigemptyset initialises the set.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: the set is initialised, the signal number valid.
    unsafe { libc::sigaddset(set.as_mut_ptr(), libc::SIGPIPE) };
    // SAFETY: initialised above.
    unsafe { set.assume_init() }
}

fn sigpipe_pending() -> bool {
    let mut pending = sigpipe();
    // SAFETY: `pending` is a live set.
    unsafe { libc::sigpending(&mut pending) };
    // SAFETY: filled by the call above.
    (unsafe { libc::sigismember(&pending, libc::SIGPIPE) }) == 1
}

impl SigpipeBlocked {
    fn new() -> Self {
        let mut old = sigpipe();
        let pending_before = sigpipe_pending();
        // SAFETY: both sets are live and initialised.
        unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &sigpipe(), &mut old) };
        SigpipeBlocked { old, pending_before }
    }
}

impl Drop for SigpipeBlocked {
    fn drop(&mut self) {
        if !self.pending_before && sigpipe_pending() {
            let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
            // SAFETY: live set and time; no information is asked for.
            unsafe { libc::sigtimedwait(&sigpipe(), std::ptr::null_mut(), &now) };
        }
        // SAFETY: `old` was filled by pthread_sigmask.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.old, std::ptr::null_mut()) };
    }
}

/// A panic was caught at the boundary.
pub fn panicked(name: &str, panic: Box<dyn Any + Send>) {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    // Dropping a panic's payload can panic again; it is not worth the host's life.
    std::mem::forget(panic);
    write(Level::Refusal, &format!("internal error in {name}: {text}"));
}

/// The same for an operation's own code: what the operation ends with.
pub fn internal_error(verb: &'static str, panic: Box<dyn Any + Send>) -> Error {
    panicked(verb, panic);
    Error::new(MI_RESULT_FAILED, "internal error while the operation ran").with_operation(verb)
}
