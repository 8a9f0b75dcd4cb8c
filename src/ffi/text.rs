//! Text at the boundary: NUL-terminated runs of MI_Char to Rust and back, the caller's bytes untouched.

use crate::abi::MI_Char;
use crate::cim::MiStr;

/// A caller's string as it is; None for NULL.
///
/// # Safety
/// `text` is NULL, or NUL-terminated and unchanged while `'a` lasts.
#[inline]
pub unsafe fn given<'a>(text: *const MI_Char) -> Option<&'a MiStr> {
    // SAFETY: this function's contract is `MiStr`'s.
    unsafe { MiStr::from_ptr(text) }
}

/// A caller's string as Rust text, with what is not valid replaced; None for NULL.
///
/// # Safety
/// As [`given`], for the time of the call.
pub unsafe fn text(text: *const MI_Char) -> Option<String> {
    // SAFETY: this function's contract is `given`'s.
    unsafe { given(text) }.map(|text| text.to_str_lossy().into_owned())
}

/// Writes an out-parameter that the caller may have left NULL.
///
/// # Safety
/// `out` is NULL or writable.
#[inline]
pub unsafe fn give<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY: `out` is writable (this function's contract); what was there needs no drop.
        unsafe { out.write(value) };
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn given_null_is_none_and_bytes_stay() {
        // SAFETY: NULL.
        assert!(unsafe { given(std::ptr::null()) }.is_none());
        // SAFETY: a literal with a terminator.
        assert!(unsafe { given(c"".as_ptr()) }.is_some_and(|text| text.is_empty()));
        // SAFETY: a literal with a terminator.
        let latin1 = unsafe { given(c"\xe4b".as_ptr()) }.unwrap();
        assert_eq!(latin1.as_units(), [0xE4u8 as MI_Char, b'b' as MI_Char]);
        assert_eq!(latin1.to_str_lossy(), "\u{fffd}b");
    }
}
