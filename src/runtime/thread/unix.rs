//! Threads of a POSIX system: born by `pthread_create` with all signals blocked; a census by `/proc`.

#[path = "destructors.rs"]
mod destructors;

pub use destructors::around as at_work;

use crate::runtime::closing::ThreadId;
use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;

/// What a thread runs. It does not unwind.
pub type Body = Box<dyn FnOnce() + Send>;

/// The system's number of the calling thread.
pub fn current_id() -> ThreadId {
    // SAFETY: gettid has no preconditions.
    (unsafe { libc::gettid() }) as ThreadId
}

struct Start {
    body: Body,
    name: &'static CStr,
}

extern "C" fn main(start: *mut c_void) -> *mut c_void {
    // SAFETY: `Thread::new` passes a `Box<Start>` and gives it up.
    let Start { body, name } = *unsafe { Box::from_raw(start.cast::<Start>()) };
    // SAFETY: no preconditions.
    let this = unsafe { libc::pthread_self() };
    // SAFETY: the calling thread exists, and the name is a string of at most 15 bytes.
    unsafe { libc::pthread_setname_np(this, name.as_ptr()) };
    destructors::around(body);
    std::ptr::null_mut()
}

/// A thread that has been neither joined nor left to itself.
pub struct Thread(libc::pthread_t);

impl Thread {
    pub fn new(name: &'static CStr, body: Body) -> std::io::Result<Thread> {
        let start = Box::into_raw(Box::new(Start { body, name }));
        let mut native: libc::pthread_t = 0;
        let failed = with_signals_blocked(|| {
            // SAFETY:
            // - `native` outlives the call; default attributes
            // - `main` takes the box over
            unsafe { libc::pthread_create(&mut native, std::ptr::null(), main, start.cast()) }
        });
        if failed != 0 {
            // SAFETY: no thread was made, so the box is still ours.
            drop(unsafe { Box::from_raw(start) });
            return Err(std::io::Error::from_raw_os_error(failed));
        }
        Ok(Thread(native))
    }

    /// Waits until the system has forgotten the thread. `id` is asked for once the thread has run.
    pub fn join(self, id: impl FnOnce() -> Option<ThreadId>) {
        // SAFETY: the thread is joinable and this is the only handle to it.
        unsafe { libc::pthread_join(self.0, std::ptr::null_mut()) };
        if let Some(id) = id() {
            wait_until_gone(id);
        }
    }
}

/// Starts a thread that nobody joins, and that keeps the library mapped.
pub fn start_apart(name: &'static CStr, body: Body) -> std::io::Result<()> {
    let kept = move || {
        destructors::keep_mapped_to_the_end();
        body();
    };
    let thread = Thread::new(name, Box::new(kept))?;
    // SAFETY: the thread is joinable and this is the only handle to it.
    unsafe { libc::pthread_detach(thread.0) };
    Ok(())
}

/// Keeps the library mapped for good. This needs the loader's lock, on the calling thread: the new thread needs it, too,
/// for what it does first, so waiting for that thread instead would hang whoever closes inside a constructor.
pub fn keep_mapped() {
    let mut found = std::mem::MaybeUninit::<libc::Dl_info>::uninit();
    let here = main as extern "C" fn(*mut c_void) -> *mut c_void;
    // SAFETY: an address of ours, and room for the answer.
    if unsafe { libc::dladdr(here as *const c_void, found.as_mut_ptr()) } == 0 {
        return;
    }
    // SAFETY: filled by the call above.
    let name = unsafe { found.assume_init() }.dli_fname;
    // SAFETY: the loader's own name of this object, which it finds without a look at the disk.
    let handle = unsafe { libc::dlopen(name, libc::RTLD_LAZY | libc::RTLD_NOLOAD | libc::RTLD_NODELETE) };
    if !handle.is_null() {
        // SAFETY: the handle of the call above.
        unsafe { libc::dlclose(handle) };
    }
}

/// How often a joined thread is looked for before it is given up: it has only its last instructions in the kernel
/// before it.
const LOOKS: usize = 10_000;

/// A join returns a moment before the system forgets the thread; until then it would look like one of the client's.
fn wait_until_gone(id: ThreadId) {
    for _ in 0..LOOKS {
        // SAFETY: no preconditions; signal 0 is none.
        let process = unsafe { libc::getpid() };
        // SAFETY: as above.
        let found = unsafe { libc::syscall(libc::SYS_tgkill, process, id, 0) };
        if found != 0 {
            return;
        }
        // SAFETY: no preconditions.
        unsafe { libc::sched_yield() };
    }
}

/// A new thread inherits the mask: all signals but those that a fault raises on the thread itself.
fn with_signals_blocked<R>(body: impl FnOnce() -> R) -> R {
    let mut mask: libc::sigset_t = full_set();
    for signal in [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGTRAP, libc::SIGSYS] {
        // SAFETY: `mask` is initialised and the signal number is valid.
        unsafe { libc::sigdelset(&mut mask, signal) };
    }
    let mut old = full_set();
    // SAFETY: both sets are initialised and live.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &mask, &mut old) };
    let result = body();
    // SAFETY: `old` was filled above.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut()) };
    result
}

fn full_set() -> libc::sigset_t {
    let mut set = std::mem::MaybeUninit::uninit();
    // SAFETY: sigfillset initialises the set it is given.
    unsafe { libc::sigfillset(set.as_mut_ptr()) };
    // SAFETY: initialised by the call above.
    unsafe { set.assume_init() }
}

/// Whether more than `unborn` threads of the process are left that are neither among `ours` nor among `waiting`; None
/// where the system does not tell. A thread that is dead but not yet reaped does not count.
pub fn more_alive(ours: &[ThreadId], waiting: &[ThreadId], unborn: usize) -> Option<bool> {
    let mut others = 0;
    for entry in std::fs::read_dir("/proc/self/task").ok()? {
        let name = entry.ok()?.file_name();
        let id: ThreadId = name.to_str()?.parse().ok()?;
        if !ours.contains(&id) && !waiting.contains(&id) && alive(id)? {
            others += 1;
        }
        if others > unborn {
            return Some(true);
        }
    }
    Some(false)
}

/// None where it cannot be told; a thread that went away meanwhile is not alive.
fn alive(id: ThreadId) -> Option<bool> {
    let stat = match std::fs::read(format!("/proc/self/task/{id}/stat")) {
        Ok(stat) => stat,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(false),
        Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return Some(false),
        Err(_) => return None,
    };
    // The state follows the name, which is in parentheses and may hold any byte.
    let end = stat.iter().rposition(|byte| *byte == b')')?;
    Some(!matches!(stat.get(end + 2)?, b'Z' | b'X' | b'x'))
}

/// It cannot be told; no thread of ours needs the loader to end.
pub fn loader() -> super::Loader {
    super::Loader::Free
}

thread_local! {
    static STACK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Where the calling thread's stack begins and ends. Empty where that cannot be told.
pub fn stack() -> (usize, usize) {
    let known = STACK.get();
    if known != (0, 0) {
        return known;
    }
    let asked = ask_for_stack().unwrap_or((1, 1));
    STACK.set(asked);
    asked
}

fn ask_for_stack() -> Option<(usize, usize)> {
    let mut attributes = MaybeUninit::uninit();
    // SAFETY: no preconditions.
    let this = unsafe { libc::pthread_self() };
    // SAFETY: the calling thread exists, and `attributes` outlives the call.
    if unsafe { libc::pthread_getattr_np(this, attributes.as_mut_ptr()) } != 0 {
        return None;
    }
    let (mut lowest, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: the attributes were made above, the others outlive the call.
    let failed = unsafe { libc::pthread_attr_getstack(attributes.as_ptr(), &mut lowest, &mut size) };
    // SAFETY: they were made above, and are not used again.
    unsafe { libc::pthread_attr_destroy(attributes.as_mut_ptr()) };
    (failed == 0).then(|| (lowest as usize, lowest as usize + size))
}

/// Effective user and group.
pub fn effective_identity() -> (u32, u32) {
    // SAFETY: no preconditions.
    let user = unsafe { libc::geteuid() };
    // SAFETY: no preconditions.
    (user, unsafe { libc::getegid() })
}
