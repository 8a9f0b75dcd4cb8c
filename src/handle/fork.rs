//! The fork epoch: which copy of the process this is, counted along the line of descent.
//!
//! A lock word that holds the epoch of its holder tells a live holder from one that was left behind in the parent:
//! a forked child has one thread, so a holder of an older epoch is dead, and its lock may be taken over.

use crate::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static EPOCH: AtomicU64 = AtomicU64::new(1);
static WATCHED: AtomicBool = AtomicBool::new(false);

/// The epoch of this process. Never 0.
#[inline]
pub fn epoch() -> u64 {
    EPOCH.load(Ordering::Relaxed)
}

/// Makes sure that the epoch advances in a forked child. To be called before the first lock that depends on it.
///
/// Two threads that race here both register: then a fork counts twice, which is as good.
pub fn watch() {
    if WATCHED.load(Ordering::Acquire) {
        return;
    }
    #[cfg(unix)]
    {
        // SAFETY:
        // - the handler only adds to an atomic, which is allowed in a forked child
        // - the C library forgets the handler when this library is unloaded (it is registered under its handle)
        unsafe { libc::pthread_atfork(None, None, Some(forked)) };
    }
    WATCHED.store(true, Ordering::Release);
}

#[cfg(unix)]
extern "C" fn forked() {
    EPOCH.fetch_add(1, Ordering::Relaxed);
}
