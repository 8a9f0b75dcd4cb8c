//! The one place locks, atomics and threads are imported from, so that a model checker's can take their place: the
//! model test compiles the wait-for graph with a `sync` of its own.
//!
//! Only primitives that leave nothing behind on the calling thread (futex-based std locks): the application's
//! own threads pass through here, and a pending thread-local destructor would keep the library mapped.

mod fork;

pub use fork::{ForkCell, epoch, watch_forks};
pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, atomic};

/// Locks, and goes on with the data of a thread that panicked while it held the lock: every critical section
/// leaves its data consistent at each step, and a panic must never make a later call fail.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
