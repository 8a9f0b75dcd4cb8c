//! Library threads: born by the system's own call, joined before their owner is gone.
//!
//! The first library thread must not come from `std::thread::spawn`: that leaves a thread-local destructor on the
//! application's own thread, and the library could not be unloaded. What runs on a library thread may do anything.

#[cfg_attr(unix, path = "thread/unix.rs")]
#[cfg_attr(windows, path = "thread/windows.rs")]
mod native;

pub use native::{at_work, effective_identity, loader};

/// Stack that work of ours may need on a thread of the application's: answers are nested up to a limit.
const ROOM: usize = 512 * 1024;

/// Whether so much is left on the calling thread's stack. Not where it runs on another one than the system gave it.
pub fn has_room() -> bool {
    let here = 0u8;
    let here = &raw const here as usize;
    let (lowest, end) = native::stack();
    here < end && here.checked_sub(lowest).is_some_and(|room| room >= ROOM)
}

use super::closing::ThreadId;
use crate::sync::epoch;
use std::cell::Cell;
use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::Mutex;

/// Whether the loader of libraries lets threads end (close.md, row 12).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loader {
    Free,
    /// The calling thread holds its lock.
    Held,
    /// The process is ending, and has no other thread any more.
    Ending,
}

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
    let id = native::current_id();
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

    /// For the last close: a thread that nobody joins keeps the library mapped by itself, but not before its first
    /// instruction. Where one has not come to it, the library stays for good.
    pub fn keep_mapped_for_unborn(&self) {
        if crate::sync::lock(&self.0).unborn > 0 {
            native::keep_mapped();
        }
    }

    /// Whether a thread of the process is left that is neither one of ours nor one of `waiting`; None where that
    /// cannot be told.
    pub fn others_alive(&self, waiting: &[ThreadId]) -> Option<bool> {
        for _ in 0..CENSUSES {
            let (ours, unborn, changes) = {
                let own = crate::sync::lock(&self.0);
                (own.ids.clone(), usize::try_from(own.unborn).unwrap_or(0), own.changes)
            };
            let others = native::more_alive(&ours, waiting, unborn)?;
            if crate::sync::lock(&self.0).changes == changes {
                return Some(others);
            }
        }
        None
    }
}

/// A library thread that has not been joined.
pub struct Thread {
    native: native::Thread,
    id: Arc<Mutex<Option<ThreadId>>>,
    registry: Arc<Registry>,
}

/// What a thread runs: `body`, between its birth and its end as one of ours.
fn life(
    id: Arc<Mutex<Option<ThreadId>>>,
    registry: Arc<Registry>,
    body: impl FnOnce() + Send + 'static,
) -> native::Body {
    Box::new(move || {
        let own = current_id();
        *crate::sync::lock(&id) = Some(own);
        registry.add(own);
        drop((id, registry));
        if let Err(panic) = catch_unwind(AssertUnwindSafe(body)) {
            super::log::panicked("a library thread", panic);
        }
    })
}

/// Starts a thread. `name` has at most 15 bytes.
pub fn spawn(
    name: &'static CStr,
    registry: &Arc<Registry>,
    body: impl FnOnce() + Send + 'static,
) -> std::io::Result<Thread> {
    let id = Arc::new(Mutex::new(None));
    let native = native::Thread::new(name, life(id.clone(), registry.clone(), body))?;
    registry.made();
    Ok(Thread { native, id, registry: registry.clone() })
}

/// Starts a thread that is joined by nobody: it may outlive its application, and keeps the library mapped until it is
/// gone.
pub fn leave(
    name: &'static CStr,
    registry: &Arc<Registry>,
    body: impl FnOnce() + Send + 'static,
) -> std::io::Result<()> {
    let (own, born) = (registry.clone(), epoch());
    let body = move || {
        let ended = catch_unwind(AssertUnwindSafe(body));
        // A body that forked ends in the child, too: nothing there is ours.
        if born == epoch() {
            own.remove(current_id());
        }
        if let Err(panic) = ended {
            super::log::panicked("a library thread", panic);
        }
    };
    native::start_apart(name, life(Arc::default(), registry.clone(), body))?;
    registry.made();
    Ok(())
}

impl Thread {
    /// Waits until the thread is gone.
    pub fn join(self) {
        let id = || *crate::sync::lock(&self.id);
        self.native.join(id);
        if let Some(id) = id() {
            self.registry.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_room;

    #[test]
    fn small_stacks_have_no_room() {
        let on =
            |size| std::thread::Builder::new().stack_size(size).spawn(has_room).expect("a thread").join();
        assert!(on(8 << 20).expect("it ends"));
        // Wine has none that is smaller than a mebibyte.
        #[cfg(unix)]
        assert!(!on(128 << 10).expect("it ends"));
    }
}
