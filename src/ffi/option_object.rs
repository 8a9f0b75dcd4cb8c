//! What an options handle stands for: a word lock around a pointer to an immutable snapshot.
//!
//! Options objects are shared between threads, and must work in a forked child even when another thread held this
//! lock at the moment of the fork. So the holder only copies or swaps one pointer; the lock word holds the fork
//! epoch of its holder, and one of an older epoch is dead.

use crate::abi::*;
use crate::handle::{Key, Table, fork};
use crate::options::OptionSet;
use crate::sync::Arc;
use crate::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// How many objects of one kind may live at once.
pub const CAPACITY: usize = 1 << 16;

/// A three-word handle of one of the three kinds of options.
pub trait OptionHandle: Copy {
    type Data: OptionSet;
    fn table() -> &'static Table<Shared<Self::Data>, CAPACITY>;
    fn key(self) -> Key;
    fn with_key(key: Key) -> Self;
    fn zeroed() -> Self;
}

/// Implements [`OptionHandle`] for a handle, its snapshot type and its function table.
#[macro_export]
macro_rules! option_handle {
    ($Handle:ident, $Data:ty, $FT:ident) => {
        static OBJECTS: $crate::handle::Table<
            $crate::ffi::option_object::Shared<$Data>,
            { $crate::ffi::option_object::CAPACITY },
        > = $crate::handle::Table::new();

        impl $crate::ffi::option_object::OptionHandle for $Handle {
            type Data = $Data;
            fn table() -> &'static $crate::handle::Table<
                $crate::ffi::option_object::Shared<$Data>,
                { $crate::ffi::option_object::CAPACITY },
            > {
                &OBJECTS
            }
            fn key(self) -> $crate::handle::Key {
                $crate::handle::Key { generation: self.reserved1, index: self.reserved2 as u64 }
            }
            fn with_key(key: $crate::handle::Key) -> Self {
                $Handle { reserved1: key.generation, reserved2: key.index as isize, ft: &$FT }
            }
            fn zeroed() -> Self {
                $Handle { reserved1: 0, reserved2: 0, ft: std::ptr::null() }
            }
        }
    };
}

/// The current snapshot of one options object.
pub struct Shared<D> {
    /// 0, or the fork epoch of the thread that is inside.
    lock: AtomicU64,
    /// `Arc::into_raw`; this object's own reference. Never NULL.
    snapshot: AtomicPtr<D>,
}

// The pointer is an `Arc<D>`, with its rules.
// SAFETY: every access to the reference goes through the lock; `D` itself is shared and sent by `Arc`.
unsafe impl<D: Send + Sync> Send for Shared<D> {}
// SAFETY: as for `Send`.
unsafe impl<D: Send + Sync> Sync for Shared<D> {}

impl<D> Shared<D> {
    pub fn new(data: Arc<D>) -> Self {
        fork::watch();
        Shared { lock: AtomicU64::new(0), snapshot: AtomicPtr::new(Arc::into_raw(data).cast_mut()) }
    }

    /// Runs `body` alone. It must not allocate, call out or panic: it may be cut off by a fork at any point.
    fn locked<R>(&self, body: impl FnOnce() -> R) -> R {
        let epoch = fork::epoch();
        loop {
            let holder = self.lock.load(Ordering::Relaxed);
            let dead_or_none = holder != epoch;
            if dead_or_none
                && self
                    .lock
                    .compare_exchange_weak(holder, epoch, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok()
            {
                break;
            }
            std::thread::yield_now();
        }
        let outcome = body();
        self.lock.store(0, Ordering::Release);
        outcome
    }

    /// The options as they are now.
    pub fn snapshot(&self) -> Arc<D> {
        let raw = self.locked(|| {
            let raw = self.snapshot.load(Ordering::Relaxed);
            // SAFETY:
            // - `raw` is this object's own `Arc::into_raw`
            // - the lock keeps that reference from being given up meanwhile
            unsafe { Arc::increment_strong_count(raw) };
            raw
        });
        // SAFETY: the reference raised above is the one taken here.
        unsafe { Arc::from_raw(raw) }
    }

    /// Replaces the snapshot by what `change` makes of it; `change` runs again if another thread was faster.
    pub fn update<E>(&self, mut change: impl FnMut(&D) -> Result<D, E>) -> Result<(), E> {
        loop {
            let old = self.snapshot();
            let new = Arc::new(change(&old)?);
            if self.replace(&old, new) {
                return Ok(());
            }
        }
    }

    fn replace(&self, old: &Arc<D>, new: Arc<D>) -> bool {
        let expected = Arc::as_ptr(old).cast_mut();
        let new = Arc::into_raw(new).cast_mut();
        let replaced = self.locked(|| {
            let same = self.snapshot.load(Ordering::Relaxed) == expected;
            if same {
                self.snapshot.store(new, Ordering::Relaxed);
            }
            same
        });
        let given_up = if replaced { expected } else { new };
        // SAFETY:
        // - replaced: this object's reference to the old snapshot, which the swap took once; `old` keeps it alive
        //   until here, so its address cannot have been used again
        // - not replaced: the reference made above, which nobody else saw
        drop(unsafe { Arc::from_raw(given_up) });
        replaced
    }
}

impl<D> Drop for Shared<D> {
    fn drop(&mut self) {
        let raw = *self.snapshot.get_mut();
        // SAFETY: this object's own reference, given up once, with nobody else left who could read it.
        drop(unsafe { Arc::from_raw(raw) });
    }
}

/// Makes a handle; the caller's struct is written on success only.
///
/// # Safety
/// `out` is NULL or writable.
pub unsafe fn create<H: OptionHandle>(out: *mut H, data: H::Data) -> MI_Result {
    if out.is_null() {
        return MI_RESULT_INVALID_PARAMETER;
    }
    let Some(key) = H::table().insert(Arc::new(Shared::new(Arc::new(data)))) else {
        return MI_RESULT_SERVER_LIMITS_EXCEEDED;
    };
    // SAFETY: `out` is writable and not NULL.
    unsafe { out.write(H::with_key(key)) };
    MI_RESULT_OK
}

/// The object behind a handle: INVALID_PARAMETER for NULL, zeroed, forged, deleted and foreign ones.
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn object<H: OptionHandle>(handle: *const H) -> Result<Arc<Shared<H::Data>>, MI_Result> {
    if handle.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: `handle` is readable and not NULL.
    let handle = unsafe { handle.read() };
    H::table().get(handle.key()).ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// The options behind a handle that a session or an operation was given: NULL and an all-zero one mean none.
///
/// # Safety
/// `handle` is NULL or readable.
pub unsafe fn given<H: OptionHandle>(handle: *const H) -> Result<Option<Arc<H::Data>>, MI_Result> {
    if handle.is_null() {
        return Ok(None);
    }
    // SAFETY: `handle` is readable and not NULL.
    let key = unsafe { handle.read() }.key();
    if key == Key::default() {
        return Ok(None);
    }
    H::table().get(key).map(|object| Some(object.snapshot())).ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// Ends a handle and zeroes the caller's struct; the data goes with its last user.
///
/// # Safety
/// `handle` is NULL or writable.
pub unsafe fn delete<H: OptionHandle>(handle: *mut H) -> MI_Result {
    if handle.is_null() {
        return MI_RESULT_INVALID_PARAMETER;
    }
    // SAFETY: `handle` is readable and not NULL.
    let key = unsafe { handle.read() }.key();
    if H::table().remove(key).is_none() {
        return MI_RESULT_INVALID_PARAMETER;
    }
    // SAFETY: `handle` is writable and not NULL.
    unsafe { handle.write(H::zeroed()) };
    MI_RESULT_OK
}
