//! What the heap of one thread holds: for tests that nothing is left behind, and that memory stays in bounds.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, with a count for each thread.
struct Counted;

#[global_allocator]
static HEAP: Counted = Counted;

#[derive(Clone, Copy, Default)]
struct Held {
    blocks: isize,
    bytes: isize,
    most_bytes: isize,
}

thread_local! {
    static HELD: Cell<Held> = const { Cell::new(Held { blocks: 0, bytes: 0, most_bytes: 0 }) };
}

fn count(blocks: isize, bytes: isize) {
    // A thread at its end has no count any more.
    let _ = HELD.try_with(|held| {
        let mut now = held.get();
        now.blocks += blocks;
        now.bytes += bytes;
        now.most_bytes = now.most_bytes.max(now.bytes);
        held.set(now);
    });
}

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as isize);
        // SAFETY: this function's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-1, -(layout.size() as isize));
        // SAFETY: this function's contract.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(0, size as isize - layout.size() as isize);
        // SAFETY: this function's contract.
        unsafe { System.realloc(block, layout, size) }
    }
}

/// How many blocks `work` left behind on this thread (fewer than none where it freed others).
pub fn left_by(work: impl FnOnce()) -> isize {
    let before = HELD.get().blocks;
    work();
    HELD.get().blocks - before
}

/// What `work` makes, and the most bytes that this thread held meanwhile, more than before.
pub fn most_bytes<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let mut held = HELD.get();
    let before = held.bytes;
    held.most_bytes = before;
    HELD.set(held);
    let made = work();
    (made, (HELD.get().most_bytes - before).max(0) as usize)
}

#[test]
fn what_is_left_is_counted() {
    assert_eq!(left_by(|| drop(vec![1u8; 100])), 0);
    assert_eq!(left_by(|| std::mem::forget(vec![1u8; 100])), 1);
    let (kept, most) = most_bytes(|| {
        drop(vec![1u8; 5000]);
        vec![1u8; 1000]
    });
    assert_eq!((kept.len(), most), (1000, 5000));
}
