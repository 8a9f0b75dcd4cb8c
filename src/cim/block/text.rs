//! Strings as C holds them: runs of MI_Char up to a NUL, whatever bytes they carry.

use crate::abi::*;
use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::string::FromUtf8Error;

/// A borrowed string of C: the slice ends with its NUL, which is its only one.
#[repr(transparent)]
#[derive(PartialEq, Eq, Hash)]
pub struct MiStr([MI_Char]);

impl MiStr {
    /// The string at `text`; None for NULL.
    ///
    /// # Safety
    /// `text` is NULL or points to a NUL-terminated string that stays as it is for `'a`.
    pub unsafe fn from_ptr<'a>(text: *const MI_Char) -> Option<&'a MiStr> {
        if text.is_null() {
            return None;
        }
        // SAFETY:
        // - the caller says that the string is NUL-terminated
        let length = unsafe { units_len(text) };
        // SAFETY:
        // - the string and its NUL are `length + 1` units, readable for 'a by the caller's word
        let units = unsafe { std::slice::from_raw_parts(text, length + 1) };
        Some(MiStr::wrap(units))
    }

    /// A string over `units`, which must end with their only NUL.
    pub fn from_units_with_nul(units: &[MI_Char]) -> Option<&MiStr> {
        let (last, rest) = units.split_last()?;
        (*last == 0 && !rest.contains(&0)).then(|| MiStr::wrap(units))
    }

    fn wrap(units: &[MI_Char]) -> &MiStr {
        // SAFETY:
        // - MiStr is a transparent wrapper of the slice
        unsafe { &*(std::ptr::from_ref(units) as *const MiStr) }
    }

    /// The units, without the NUL.
    pub fn as_units(&self) -> &[MI_Char] {
        &self.0[..self.0.len() - 1]
    }

    pub fn len(&self) -> usize {
        self.0.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// NUL-terminated.
    pub fn as_ptr(&self) -> *const MI_Char {
        self.0.as_ptr()
    }

    /// The units as bytes: UTF-8 if they are valid.
    #[cfg(not(windows))]
    pub fn as_bytes(&self) -> &[u8] {
        bytes_of(self.as_units())
    }

    /// As Rust text; what is not valid is replaced.
    pub fn to_str_lossy(&self) -> Cow<'_, str> {
        lossy(self.as_units())
    }

    /// Equal to `name` as CIM names are: without ASCII case.
    pub fn is_name(&self, name: &str) -> bool {
        self.to_str_lossy().eq_ignore_ascii_case(name)
    }
}

impl fmt::Debug for MiStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.to_str_lossy(), f)
    }
}

impl fmt::Display for MiStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_str_lossy())
    }
}

impl ToOwned for MiStr {
    type Owned = MiString;
    fn to_owned(&self) -> MiString {
        MiString(self.0.into())
    }
}

/// The bytes as text, as [`String::from_utf8`] has it, in a fraction of the time.
pub fn checked(bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    if simdutf8::basic::from_utf8(&bytes).is_err() {
        // Says where.
        return String::from_utf8(bytes);
    }
    // SAFETY:
    // - checked just now
    Ok(unsafe { String::from_utf8_unchecked(bytes) })
}

/// An owned string of C.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MiString(Box<[MI_Char]>);

impl From<&str> for MiString {
    /// Ends at the first NUL of `text`, as any reader of it would.
    fn from(text: &str) -> MiString {
        MiString(encode(text.split('\0').next().unwrap_or_default()))
    }
}

impl From<&MiStr> for MiString {
    fn from(text: &MiStr) -> MiString {
        text.to_owned()
    }
}

impl Deref for MiString {
    type Target = MiStr;
    fn deref(&self) -> &MiStr {
        MiStr::wrap(&self.0)
    }
}

impl Borrow<MiStr> for MiString {
    fn borrow(&self) -> &MiStr {
        self
    }
}

impl fmt::Debug for MiString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// The units of `text`, with a NUL behind them.
#[cfg(not(windows))]
fn encode(text: &str) -> Box<[MI_Char]> {
    text.bytes().chain(std::iter::once(0)).map(|byte| byte as MI_Char).collect()
}

#[cfg(windows)]
fn encode(text: &str) -> Box<[MI_Char]> {
    text.encode_utf16().chain(std::iter::once(0)).collect()
}

#[cfg(not(windows))]
pub(crate) fn lossy(units: &[MI_Char]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes_of(units))
}

#[cfg(windows)]
pub(crate) fn lossy(units: &[MI_Char]) -> Cow<'_, str> {
    Cow::Owned(String::from_utf16_lossy(units))
}

/// The units as bytes.
#[cfg(not(windows))]
pub(crate) fn bytes_of(units: &[MI_Char]) -> &[u8] {
    // SAFETY:
    // - c_char and u8 have the same size and alignment, and every value of one is a value of the other
    unsafe { std::slice::from_raw_parts(units.as_ptr().cast(), units.len()) }
}

/// The text as units where it needs no conversion.
#[cfg(not(windows))]
pub(crate) fn units_of(text: &str) -> Cow<'_, [MI_Char]> {
    // SAFETY:
    // - u8 and c_char have the same size and alignment, and every value of one is a value of the other
    Cow::Borrowed(unsafe { std::slice::from_raw_parts(text.as_ptr().cast(), text.len()) })
}

#[cfg(windows)]
pub(crate) fn units_of(text: &str) -> Cow<'_, [MI_Char]> {
    Cow::Owned(text.encode_utf16().collect())
}

/// The number of units in front of the NUL.
///
/// # Safety
/// `text` points to a NUL-terminated string.
#[cfg(not(any(windows, miri)))]
#[inline]
pub(crate) unsafe fn units_len(text: *const MI_Char) -> usize {
    // SAFETY:
    // - the caller says that the string is NUL-terminated
    unsafe { libc::strlen(text) }
}

/// The number of units in front of the NUL.
///
/// # Safety
/// `text` points to a NUL-terminated string.
#[cfg(any(windows, miri))]
pub(crate) unsafe fn units_len(text: *const MI_Char) -> usize {
    let mut length = 0;
    loop {
        // SAFETY:
        // - every unit up to the NUL is readable, and this one is not behind it
        let unit = unsafe { text.add(length).read() };
        if unit == 0 {
            return length;
        }
        length += 1;
    }
}

/// One unit in lower case, if it is an ASCII letter.
#[inline]
pub(crate) fn fold(unit: MI_Char) -> u32 {
    let unit = code_unit(unit);
    if unit.wrapping_sub(u32::from(b'A')) < 26 { unit | 0x20 } else { unit }
}

#[cfg(not(windows))]
#[inline]
pub(crate) fn code_unit(unit: MI_Char) -> u32 {
    u32::from(unit as u8)
}

#[cfg(windows)]
#[inline]
pub(crate) fn code_unit(unit: MI_Char) -> u32 {
    u32::from(unit)
}

/// Each byte in lower case.
static LOWER: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).to_ascii_lowercase();
        byte += 1;
    }
    table
};

/// The `code` of a declaration, as generated code has it: first and last unit in lower case, and the length. Never 0
/// for a name that has a length.
#[inline]
pub fn name_code(name: &[MI_Char]) -> u32 {
    let (Some(first), Some(last)) = (name.first(), name.last()) else { return 0 };
    let lower = |unit: MI_Char| u32::from(LOWER[code_unit(unit) as u8 as usize]);
    lower(*first) << 16 | lower(*last) << 8 | name.len() as u32
}

/// Are these the same CIM name?
#[inline]
pub(crate) fn names_equal(a: &[MI_Char], b: &[MI_Char]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x == y || fold(*x) == fold(*y))
}

/// Is the NUL-terminated `declared` the same CIM name as `name`?
///
/// # Safety
/// `declared` is NULL or points to a NUL-terminated string.
#[inline(never)]
pub(crate) unsafe fn is_declared_name(declared: *const MI_Char, name: &[MI_Char]) -> bool {
    if declared.is_null() {
        return false;
    }
    for (index, unit) in name.iter().enumerate() {
        // SAFETY:
        // - all units before this one equalled a unit of `name`, none of which is NUL: the NUL is here or behind
        let other = unsafe { declared.wrapping_add(index).read() };
        if other != *unit && fold(other) != fold(*unit) || other == 0 {
            return false;
        }
    }
    // SAFETY:
    // - as above
    unsafe { declared.wrapping_add(name.len()).read() == 0 }
}

/// Is the NUL-terminated name of a declaration of ours, whose code equals that of `name`, spelled exactly so?
///
/// # Safety
/// `declared` is NUL-terminated and has the code of `name`, which is not empty.
#[inline(always)]
pub(crate) unsafe fn is_exactly(declared: *const MI_Char, name: &[MI_Char]) -> bool {
    // A name of another length with the same code has 256 units or more (the code's lower bits hold the length): up
    // to there, `declared` is as long as `name`, or longer.
    if name.len() >= 256 {
        return false;
    }
    // SAFETY:
    // - both have as many units
    let is_same = unsafe { super::bytes::same(declared.cast(), name.as_ptr().cast(), size_of_val(name)) };
    // SAFETY:
    // - behind as many units there is another or the NUL
    is_same && unsafe { declared.wrapping_add(name.len()).read() } == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_checked_as_the_standard_library_does() {
        for character in ["a", "\u{e9}", "\u{65e5}", "\u{1f600}"] {
            for place in 0..150 {
                let whole =
                    format!("{}{character}{}", "x".repeat(place), "y".repeat(150 - place)).into_bytes();
                let (cut, mut hole) = (whole[..place + 1].to_vec(), whole.clone());
                hole.remove(place);
                for bytes in [whole, cut, hole] {
                    assert_eq!(checked(bytes.clone()), String::from_utf8(bytes));
                }
            }
        }
    }
}
