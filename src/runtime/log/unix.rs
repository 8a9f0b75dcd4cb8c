//! Where the log goes on a POSIX system: without blocking, and without SIGPIPE.

use std::ffi::c_int;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;

/// For a file that only its owner reads.
pub fn append_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_CLOEXEC | libc::O_NONBLOCK);
    options
}

/// A pipe that has room for a whole piece of this size takes it without blocking (POSIX, PIPE_BUF).
const PIECE: usize = 4096;

/// False where some of it was dropped.
pub fn write_to_stderr(bytes: &[u8]) -> bool {
    let _blocked = SigpipeBlocked::new();
    let mut pieces = bytes.chunks(PIECE);
    pieces.all(|piece| takes(libc::STDERR_FILENO) && put(libc::STDERR_FILENO, piece))
}

fn takes(descriptor: c_int) -> bool {
    let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one live entry, no waiting.
    let ready = unsafe { libc::poll(&mut poll, 1, 0) };
    ready == 1 && poll.revents & libc::POLLOUT != 0
}

fn put(descriptor: c_int, piece: &[u8]) -> bool {
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
