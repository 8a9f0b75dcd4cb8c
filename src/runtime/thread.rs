//! Library threads: born by `pthread_create` with all signals blocked, joined before their owner is gone.
//!
//! The first library thread must not come from `std::thread::spawn`: that leaves a thread-local destructor on the
//! application's own thread, and the library could not be unloaded. What runs on a library thread may do anything.

use super::closing::ThreadId;
use crate::sync::epoch;
use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::Mutex;

thread_local! {
    /// The fork epoch it was asked in, and the answer.
    static CURRENT: Cell<(u32, ThreadId)> = const { Cell::new((0, 0)) };
}

/// The system's number of the calling thread.
pub fn current_id() -> ThreadId {
    let (of, id) = CURRENT.get();
    if of == epoch() {
        return id;
    }
    // SAFETY: gettid has no preconditions.
    let id = (unsafe { libc::gettid() }) as ThreadId;
    CURRENT.set((epoch(), id));
    id
}

/// The library's own threads, for the census.
#[derive(Default)]
pub struct Registry(Mutex<Own>);

#[derive(Default)]
struct Own {
    /// From their first instruction of ours until they are joined and gone.
    ids: Vec<ThreadId>,
    /// Those that were made and have not come to their first instruction. Below 0 for a moment where one was faster
    /// than the thread that made it.
    unborn: isize,
    /// Counts changes: a census that one fell into is taken again.
    changes: u64,
}

/// How often a census is taken again before nothing is known.
const CENSUSES: usize = 8;

impl Registry {
    fn change(&self, body: impl FnOnce(&mut Own)) {
        let mut own = crate::sync::lock(&self.0);
        own.changes += 1;
        body(&mut own);
    }

    fn add(&self, id: ThreadId) {
        self.change(|own| {
            own.ids.push(id);
            own.unborn -= 1;
        });
    }

    fn made(&self) {
        self.change(|own| own.unborn += 1);
    }

    /// For a thread that nobody joins: its last act.
    pub fn remove(&self, id: ThreadId) {
        self.change(|own| own.ids.retain(|other| *other != id));
    }

    pub fn snapshot(&self) -> Vec<ThreadId> {
        crate::sync::lock(&self.0).ids.clone()
    }

    /// Whether a thread of the process is left that is neither one of ours nor one of `waiting`; None where that
    /// cannot be told.
    pub fn others_alive(&self, waiting: &[ThreadId]) -> Option<bool> {
        for _ in 0..CENSUSES {
            let (ours, unborn, changes) = {
                let own = crate::sync::lock(&self.0);
                (own.ids.clone(), usize::try_from(own.unborn).unwrap_or(0), own.changes)
            };
            let others = more_alive(&ours, waiting, unborn)?;
            if crate::sync::lock(&self.0).changes == changes {
                return Some(others);
            }
        }
        None
    }
}

/// A library thread that has not been joined.
pub struct Thread {
    native: libc::pthread_t,
    id: Arc<Mutex<Option<ThreadId>>>,
    registry: Arc<Registry>,
}

struct Start {
    body: Box<dyn FnOnce() + Send>,
    name: &'static CStr,
    id: Arc<Mutex<Option<ThreadId>>>,
    registry: Arc<Registry>,
}

extern "C" fn main(start: *mut c_void) -> *mut c_void {
    // SAFETY: `spawn` passes a `Box<Start>` and gives it up.
    let start = unsafe { Box::from_raw(start.cast::<Start>()) };
    let Start { body, name, id, registry } = *start;
    let own = current_id();
    *crate::sync::lock(&id) = Some(own);
    registry.add(own);
    // SAFETY: no preconditions.
    let this = unsafe { libc::pthread_self() };
    // SAFETY: the calling thread exists, and the name is a string of at most 15 bytes.
    unsafe { libc::pthread_setname_np(this, name.as_ptr()) };
    if let Err(panic) = catch_unwind(AssertUnwindSafe(body)) {
        super::log::panicked("a library thread", panic);
    }
    std::ptr::null_mut()
}

/// Starts a thread. `name` has at most 15 bytes.
pub fn spawn(
    name: &'static CStr,
    registry: &Arc<Registry>,
    body: impl FnOnce() + Send + 'static,
) -> std::io::Result<Thread> {
    let id = Arc::new(Mutex::new(None));
    let start = Box::new(Start { body: Box::new(body), name, id: id.clone(), registry: registry.clone() });
    let start = Box::into_raw(start);
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
    registry.made();
    Ok(Thread { native, id, registry: registry.clone() })
}

/// Keeps the library mapped while the thread lives: the C library does not unmap an object that still has a
/// thread-local destructor to run, and runs it as the last thing of ours on the thread.
struct Mapped;

impl Drop for Mapped {
    fn drop(&mut self) {}
}

thread_local! {
    static MAPPED: Mapped = const { Mapped };
}

/// Starts a thread that is joined by nobody: it may outlive its application, and keeps the library mapped.
pub fn leave(
    name: &'static CStr,
    registry: &Arc<Registry>,
    body: impl FnOnce() + Send + 'static,
) -> std::io::Result<()> {
    let (own, born) = (registry.clone(), epoch());
    let thread = spawn(name, registry, move || {
        MAPPED.with(|_| {});
        let ended = catch_unwind(AssertUnwindSafe(body));
        // A body that forked ends in the child, too: nothing there is ours.
        if born == epoch() {
            own.remove(current_id());
        }
        if let Err(panic) = ended {
            super::log::panicked("a library thread", panic);
        }
    })?;
    // SAFETY: the thread is joinable and this is the only handle to it.
    unsafe { libc::pthread_detach(thread.native) };
    Ok(())
}

impl Thread {
    /// Waits until the thread is gone.
    pub fn join(self) {
        // SAFETY: the thread is joinable and this is the only handle to it.
        unsafe { libc::pthread_join(self.native, std::ptr::null_mut()) };
        let id = *crate::sync::lock(&self.id);
        if let Some(id) = id {
            wait_until_gone(id);
            self.registry.remove(id);
        }
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
fn more_alive(ours: &[ThreadId], waiting: &[ThreadId], unborn: usize) -> Option<bool> {
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

/// Effective user and group.
pub fn effective_identity() -> (u32, u32) {
    // SAFETY: no preconditions.
    let user = unsafe { libc::geteuid() };
    // SAFETY: no preconditions.
    (user, unsafe { libc::getegid() })
}
