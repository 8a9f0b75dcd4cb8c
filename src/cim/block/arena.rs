//! A bump arena: the payload of one instance or class. Freed as a whole; single payloads never move.

use std::alloc::{Layout, alloc, dealloc};
use std::ptr::{self, NonNull};

/// What one value may take. A caller chooses sizes: beyond this it is a mistake or an attack.
pub const MAX_PAYLOAD: usize = 1 << 30;

const ALIGN: usize = 16;
const FIRST_CHUNK: usize = 1024;
const LARGEST_CHUNK: usize = 64 * 1024;

/// In front of each chunk.
#[repr(C, align(16))]
struct Chunk {
    previous: *mut Chunk,
    size: usize,
}

/// The size of a chunk that is no room but the head of a [`Held`].
const HELD: usize = 0;

/// Something with an end of its own, which comes with the arena's.
#[repr(C)]
struct Held {
    chunk: Chunk,
    value: *mut u8,
    end: unsafe fn(*mut u8),
}

/// See the module's documentation. The first room may belong to somebody else ([`Arena::over`]).
pub struct Arena {
    /// Where the room that is left begins. NULL before the first chunk.
    next: *mut u8,
    left: usize,
    chunks: *mut Chunk,
}

impl Default for Arena {
    fn default() -> Arena {
        Arena::new()
    }
}

impl Arena {
    pub const fn new() -> Arena {
        Arena { next: ptr::null_mut(), left: 0, chunks: ptr::null_mut() }
    }

    /// An arena that first uses `left` bytes at `next`.
    ///
    /// # Safety
    /// The bytes are writable, used by nobody else, and stay for as long as the arena; `next` is aligned to 8.
    pub const unsafe fn over(next: *mut u8, left: usize) -> Arena {
        Arena { next, left, chunks: ptr::null_mut() }
    }

    /// Room for `size` bytes, aligned to 8, not initialised.
    #[inline]
    pub fn alloc(&mut self, size: usize) -> Option<NonNull<u8>> {
        self.alloc_few(size.max(1).checked_add(7)? & !7)
    }

    /// Room for a few bytes: `size` is a multiple of 8 and not 0.
    #[inline(always)]
    pub fn alloc_few(&mut self, size: usize) -> Option<NonNull<u8>> {
        debug_assert!(size > 0 && size.is_multiple_of(8));
        if size > self.left {
            self.grow(size)?;
        }
        let room = self.next;
        self.next = room.wrapping_add(size);
        self.left -= size;
        // SAFETY:
        // - something was left, so there is a chunk
        Some(unsafe { NonNull::new_unchecked(room) })
    }

    /// Room for a value, from the other end: what is declared stays together, and can be kept when the values go.
    /// `size` is a multiple of 8 and not 0.
    #[inline(always)]
    pub fn alloc_value(&mut self, size: usize) -> Option<NonNull<u8>> {
        debug_assert!(size > 0 && size.is_multiple_of(8));
        if size > self.left {
            self.grow(size)?;
        }
        self.left -= size;
        // SAFETY:
        // - something was left, so there is a chunk
        Some(unsafe { NonNull::new_unchecked(self.next.wrapping_add(self.left)) })
    }

    /// Is everything in the first room?
    pub fn is_small(&self) -> bool {
        self.chunks.is_null() && !self.next.is_null()
    }

    /// What is left of the first room, while everything is in it.
    pub fn left_of_first(&self) -> Option<usize> {
        self.is_small().then_some(self.left)
    }

    /// Gives up every value: the room of the arena ends at `end`.
    ///
    /// # Safety
    /// The arena is small, and that is where its room ended from the start.
    pub unsafe fn forget_values(&mut self, end: *mut u8) {
        self.left = end.addr() - self.next.addr();
    }

    /// Room for `count` of `T`, zeroed.
    pub fn alloc_zeroed<T>(&mut self, count: usize) -> Option<NonNull<T>> {
        const { assert!(align_of::<T>() <= 8) };
        let size = size_of::<T>().checked_mul(count).filter(|size| *size <= MAX_PAYLOAD)?;
        let room = self.alloc(size)?;
        // SAFETY:
        // - the room has `size` bytes
        unsafe { ptr::write_bytes(room.as_ptr(), 0, size) };
        Some(room.cast())
    }

    /// A copy of `count` of `T` at `source`.
    ///
    /// # Safety
    /// `source` points to `count` readable values of `T`; it may be misaligned.
    #[inline]
    pub unsafe fn copy<T: Copy>(&mut self, source: *const T, count: usize) -> Option<NonNull<T>> {
        const { assert!(align_of::<T>() <= 8) };
        let size = size_of::<T>().checked_mul(count).filter(|size| *size <= MAX_PAYLOAD)?;
        let room = self.alloc(size)?;
        // SAFETY:
        // - the source is readable for `size` bytes by the caller's word, and fresh room overlaps nothing
        unsafe { ptr::copy_nonoverlapping(source.cast::<u8>(), room.as_ptr(), size) };
        Some(room.cast())
    }

    /// Keeps `value` for as long as the arena, and then ends it.
    ///
    /// # Safety
    /// `end` may be called with `value` whenever the arena is released, on whatever thread.
    #[cold]
    pub unsafe fn hold(&mut self, value: *mut u8, end: unsafe fn(*mut u8)) -> Option<()> {
        if self.chunks.is_null() {
            self.grow(0)?;
        }
        // SAFETY:
        // - the layout is not empty
        let held = NonNull::new(unsafe { alloc(Layout::new::<Held>()) })?.cast::<Held>().as_ptr();
        // Behind the newest chunk, whose size the next one goes by.
        // SAFETY:
        // - chunks in the list are alive, and there is one
        let newest = unsafe { &mut *self.chunks };
        let chunk = Chunk { previous: newest.previous, size: HELD };
        // SAFETY:
        // - fresh memory of this size
        unsafe { held.write(Held { chunk, value, end }) };
        newest.previous = held.cast();
        Some(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, size: usize) -> Option<()> {
        // SAFETY:
        // - chunks in the list are alive
        let previous = unsafe { self.chunks.as_ref() };
        // The second is as small as the first: allocators are quick with blocks of a kilobyte, and slow with larger ones.
        let doubled = previous.filter(|chunk| !chunk.previous.is_null()).map(|chunk| chunk.size * 2);
        let usual = doubled.map_or(FIRST_CHUNK, |size| size.min(LARGEST_CHUNK));
        let total = size.checked_add(size_of::<Chunk>())?.max(usual).checked_next_multiple_of(ALIGN)?;
        // SAFETY:
        // - the layout is not empty: it has a chunk's head
        let chunk = unsafe { alloc(chunk_layout(total)?) }.cast::<Chunk>();
        let chunk = NonNull::new(chunk)?.as_ptr();
        // SAFETY:
        // - fresh memory of at least a chunk head's size
        unsafe { chunk.write(Chunk { previous: self.chunks, size: total }) };
        self.chunks = chunk;
        self.next = chunk.wrapping_add(1).cast();
        self.left = total - size_of::<Chunk>();
        Some(())
    }

    /// Frees every chunk. What was handed out is gone.
    #[inline]
    pub fn release(&mut self) {
        self.next = ptr::null_mut();
        self.left = 0;
        while !self.chunks.is_null() {
            self.free_last();
        }
    }

    fn free_last(&mut self) {
        // SAFETY:
        // - chunks in the list are alive
        let Chunk { previous, size } = unsafe { self.chunks.read() };
        if size == HELD {
            // SAFETY:
            // - a chunk of this size leads one, and is taken off the list below
            unsafe { end_held(self.chunks.cast()) };
        } else if let Some(layout) = chunk_layout(size) {
            // SAFETY:
            // - allocated by `grow` with this layout, and taken off the list below
            unsafe { dealloc(self.chunks.cast(), layout) };
        }
        self.chunks = previous;
    }
}

/// Ends what is held, and frees its record.
///
/// # Safety
/// `held` was written by [`Arena::hold`] and is not used again.
#[cold]
unsafe fn end_held(held: *mut Held) {
    // SAFETY:
    // - by the caller's word
    let Held { value, end, .. } = unsafe { held.read() };
    // SAFETY:
    // - who gave it to be held said so; it is done once
    unsafe { end(value) };
    // SAFETY:
    // - allocated with this layout
    unsafe { dealloc(held.cast(), Layout::new::<Held>()) };
}

fn chunk_layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size, ALIGN).ok()
}
