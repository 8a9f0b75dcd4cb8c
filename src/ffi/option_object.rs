//! What an options handle stands for: a word lock around a pointer to an immutable snapshot.
//!
//! Options objects are shared between threads, and must work in a forked child even when another thread held this
//! lock at the moment of the fork. So the holder only copies or swaps one pointer; the lock word holds the fork
//! epoch of its holder, and one of an older epoch is dead.

use crate::abi::*;
use crate::handle::{Key, Table};
use crate::options::OptionSet;
use crate::sync::{Arc, ForkCell, watch_forks};

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
pub struct Shared<D>(ForkCell<Arc<D>>);

impl<D> Shared<D> {
    pub fn new(data: Arc<D>) -> Self {
        watch_forks();
        Shared(ForkCell::new(data))
    }

    /// The options as they are now.
    pub fn snapshot(&self) -> Arc<D> {
        self.0.with(|data| data.clone())
    }

    /// Replaces the snapshot by what `change` makes of it; `change` runs again if another thread was faster.
    pub fn update<E>(&self, mut change: impl FnMut(&D) -> Result<D, E>) -> Result<(), E> {
        loop {
            let old = self.snapshot();
            let mut new = Arc::new(change(&old)?);
            let replaced = self.0.with(|data| {
                let same = Arc::ptr_eq(data, &old);
                if same {
                    std::mem::swap(data, &mut new);
                }
                same
            });
            if replaced {
                return Ok(());
            }
        }
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
