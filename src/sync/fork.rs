//! What a forked child sees: an epoch that counts forks, and a cell whose lock a dead thread cannot keep.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Odd, so that a lock word of 0 is free.
static EPOCH: AtomicU32 = AtomicU32::new(1);
static WATCHED: AtomicBool = AtomicBool::new(false);

/// Changes in a forked child, and only there.
#[inline]
pub fn epoch() -> u32 {
    EPOCH.load(Ordering::Relaxed)
}

/// Called before the first object is made. The handler is taken off again when the library is unloaded (glibc
/// ties it to the shared object).
pub fn watch_forks() {
    if WATCHED.load(Ordering::Relaxed) || WATCHED.swap(true, Ordering::Relaxed) {
        return;
    }
    #[cfg(unix)]
    {
        extern "C" fn child() {
            EPOCH.fetch_add(2, Ordering::Relaxed);
        }
        // SAFETY: `child` is async-signal-safe: it touches one static atomic.
        unsafe { libc::pthread_atfork(None, None, Some(child)) };
    }
}

/// A value that is read and replaced under a one-word lock held for a few instructions at a time. In a forked
/// child the lock of a thread that did not come along is taken over: the holder only ever moves one value in or
/// out, so what it left is the old value or the new one.
pub struct ForkCell<T> {
    /// 0, or the epoch of the holder.
    holder: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: the value is reached only under the lock, by one thread at a time.
unsafe impl<T: Send> Sync for ForkCell<T> {}

struct Held<'a>(&'a AtomicU32);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Release);
    }
}

impl<T> ForkCell<T> {
    pub const fn new(value: T) -> Self {
        ForkCell { holder: AtomicU32::new(0), value: UnsafeCell::new(value) }
    }

    /// Runs `body` on the value. `body` must be short, must not block, and must replace the value in one move.
    pub fn with<R>(&self, body: impl FnOnce(&mut T) -> R) -> R {
        let _held = self.acquire();
        // SAFETY: `acquire` made this thread the only one to reach the value until `_held` is dropped.
        body(unsafe { &mut *self.value.get() })
    }

    fn acquire(&self) -> Held<'_> {
        let epoch = epoch();
        let mut spins = 0u32;
        loop {
            let holder = self.holder.load(Ordering::Relaxed);
            let takeable = holder == 0 || holder != epoch;
            if takeable
                && self.holder.compare_exchange(holder, epoch, Ordering::Acquire, Ordering::Relaxed).is_ok()
            {
                return Held(&self.holder);
            }
            spins += 1;
            if spins.is_multiple_of(64) { std::thread::yield_now() } else { std::hint::spin_loop() }
        }
    }
}
