//! Comparing and copying a few bytes without a call: names and short strings are most of what an instance holds.

use std::ptr;

/// A word of the bytes.
///
/// # Safety
/// A `T` at `at` is readable, aligned or not.
#[inline(always)]
unsafe fn word<T: Copy>(at: *const u8, offset: usize) -> T {
    // SAFETY:
    // - by the caller's word
    unsafe { at.wrapping_add(offset).cast::<T>().read_unaligned() }
}

/// Are these words the same?
///
/// # Safety
/// A `T` at either place is readable.
#[inline(always)]
unsafe fn same_word<T: Copy + Eq>(a: *const u8, b: *const u8, offset: usize) -> bool {
    // SAFETY:
    // - by the caller's word
    let a = unsafe { word::<T>(a, offset) };
    // SAFETY:
    // - by the caller's word
    a == unsafe { word::<T>(b, offset) }
}

/// # Safety
/// A `T` at `from` is readable and at `to` writable.
#[inline(always)]
unsafe fn copy_word<T: Copy>(from: *const u8, to: *mut u8, offset: usize) {
    // SAFETY:
    // - by the caller's word
    let word = unsafe { word::<T>(from, offset) };
    // SAFETY:
    // - by the caller's word
    unsafe { to.wrapping_add(offset).cast::<T>().write_unaligned(word) };
}

/// Are these bytes the same? The last word overlaps the one before it.
///
/// # Safety
/// `len` bytes at `a` and at `b` are readable.
#[inline(always)]
pub(crate) unsafe fn same(a: *const u8, b: *const u8, len: usize) -> bool {
    // SAFETY:
    // - used within `len` only
    let sixteen = |offset| unsafe { same_word::<u128>(a, b, offset) };
    // SAFETY:
    // - used within `len` only
    let eight = |offset| unsafe { same_word::<u64>(a, b, offset) };
    // SAFETY:
    // - used within `len` only
    let four = |offset| unsafe { same_word::<u32>(a, b, offset) };
    // SAFETY:
    // - used within `len` only
    let one = |offset| unsafe { same_word::<u8>(a, b, offset) };
    match len {
        8..=16 => eight(0) && eight(len - 8),
        4..=7 => four(0) && four(len - 4),
        0..=3 => (0..len).all(one),
        _ => (0..len / 16).all(|at| sixteen(at * 16)) && sixteen(len - 16),
    }
}

/// Copies bytes.
///
/// # Safety
/// `len` bytes at `from` are readable and at `to` writable, and they do not overlap.
#[inline(always)]
pub(crate) unsafe fn copy(from: *const u8, to: *mut u8, len: usize) {
    // SAFETY:
    // - used within `len` only
    let sixteen = |offset| unsafe { copy_word::<[u8; 16]>(from, to, offset) };
    // SAFETY:
    // - used within `len` only
    let eight = |offset| unsafe { copy_word::<u64>(from, to, offset) };
    // SAFETY:
    // - used within `len` only
    let four = |offset| unsafe { copy_word::<u32>(from, to, offset) };
    // SAFETY:
    // - used within `len` only
    let one = |offset| unsafe { copy_word::<u8>(from, to, offset) };
    match len {
        8..=16 => {
            eight(0);
            eight(len - 8);
        }
        17..=32 => {
            sixteen(0);
            sixteen(len - 16);
        }
        4..=7 => {
            four(0);
            four(len - 4);
        }
        0..=3 => (0..len).for_each(one),
        // SAFETY:
        // - by the caller's word
        _ => unsafe { ptr::copy_nonoverlapping(from, to, len) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_runs_are_copied_and_compared_to_the_last_byte() {
        let from: Vec<u8> = (0..200).collect();
        for len in 0..100 {
            let mut to = vec![255; 200];
            // SAFETY:
            // - both have more bytes than that
            unsafe { copy(from.as_ptr(), to.as_mut_ptr(), len) };
            assert_eq!((&to[..len], to[len]), (&from[..len], 255));
            // SAFETY:
            // - both have more bytes than that
            assert!(unsafe { same(from.as_ptr(), to.as_ptr(), len) });
            for wrong in 0..len {
                let mut to = to.clone();
                to[wrong] ^= 1;
                // SAFETY:
                // - both have more bytes than that
                assert!(!unsafe { same(from.as_ptr(), to.as_ptr(), len) }, "{len} {wrong}");
            }
        }
    }
}
