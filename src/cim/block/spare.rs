//! One spare block for the next dynamic instance: most come and go one after the other, and the allocator and the
//! declaration are most of what they cost.
//!
//! There is one only between [`open`] and [`close`], which the first and the last application call: after that,
//! nothing of ours is left.

use std::ptr::NonNull;

pub use keep::{close, open};
pub(crate) use keep::{give, take};

/// The size of every spare block: what a dynamic instance begins with.
pub(crate) const SIZE: usize = 1760;
pub(crate) const ALIGN: usize = 16;

mod keep {
    use super::NonNull;
    use crate::sync::atomic::{AtomicPtr, Ordering};
    use std::alloc::{Layout, dealloc};
    use std::ptr;

    /// Nothing is kept.
    const CLOSED: *mut u8 = ptr::without_provenance_mut(1);

    /// CLOSED, NULL for none, or the block.
    static SPARE: AtomicPtr<u8> = AtomicPtr::new(CLOSED);

    /// From now on a block may be kept.
    pub fn open() {
        let _ = SPARE.compare_exchange(CLOSED, ptr::null_mut(), Ordering::Relaxed, Ordering::Relaxed);
    }

    /// From now on none is, and the one that was is freed.
    pub fn close() {
        let block = SPARE.swap(CLOSED, Ordering::Acquire);
        if block.is_null() || block == CLOSED {
            return;
        }
        if let Ok(layout) = Layout::from_size_align(super::SIZE, super::ALIGN) {
            // SAFETY:
            // - given by `give`, whose caller made it with this layout, and taken by nobody
            unsafe { dealloc(block, layout) };
        }
    }

    /// The spare block, if there is one.
    #[inline]
    pub(crate) fn take() -> Option<NonNull<u8>> {
        let block = SPARE.load(Ordering::Relaxed);
        if block.is_null() || block == CLOSED {
            return None;
        }
        SPARE.compare_exchange(block, ptr::null_mut(), Ordering::Acquire, Ordering::Relaxed).ok()?;
        NonNull::new(block)
    }

    /// Keeps a block. Says no if there is one already, or none is wanted.
    #[inline]
    pub(crate) fn give(block: *mut u8) -> bool {
        SPARE.compare_exchange(ptr::null_mut(), block, Ordering::Release, Ordering::Relaxed).is_ok()
    }
}
