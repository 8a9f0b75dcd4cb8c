//! A password: wiped when dropped, never printed, never copied by growing a buffer.

use crate::abi::MI_Char;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// The units of a password as the caller gave them, without a terminator.
///
/// Not `Clone`: options that are cloned share it, so there is one copy in memory and it is wiped with its last owner.
pub struct Secret(Box<[MI_Char]>);

impl Secret {
    /// Copies a password into memory of exactly its size; None when there is none left.
    pub fn new(units: &[MI_Char]) -> Option<Self> {
        let mut copy = Vec::new();
        copy.try_reserve_exact(units.len()).ok()?;
        copy.extend_from_slice(units);
        Some(Secret(copy.into_boxed_slice()))
    }

    /// The password itself. Whoever copies it wipes the copy.
    pub fn expose(&self) -> &[MI_Char] {
        &self.0
    }

    /// The password as text for a protocol, in memory that is wiped when dropped. Bytes that are not UTF-8 are
    /// read as Latin-1, which loses nothing.
    #[cfg(not(windows))]
    pub fn expose_text(&self) -> Zeroizing<String> {
        let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(self.0.iter().map(|unit| *unit as u8).collect());
        match std::str::from_utf8(&bytes) {
            Ok(text) => reserved(text.len(), text.chars()),
            Err(_) => reserved(bytes.len() * 2, bytes.iter().map(|byte| char::from(*byte))),
        }
    }

    /// The password as text for a protocol, in memory that is wiped when dropped.
    #[cfg(windows)]
    pub fn expose_text(&self) -> Zeroizing<String> {
        let chars = char::decode_utf16(self.0.iter().copied());
        reserved(self.0.len() * 3, chars.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)))
    }
}

/// Collects into a string that never grows: growing would leave a copy behind.
fn reserved(capacity: usize, chars: impl Iterator<Item = char>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    text.extend(chars);
    text
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
        #[cfg(test)]
        wiped::record(&self.0);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("******")
    }
}

/// What the tests see of a wipe: the buffer as it is when its memory goes back to the allocator.
#[cfg(test)]
pub mod wiped {
    use crate::abi::MI_Char;
    use std::sync::Mutex;
    use std::thread::ThreadId;

    static SEEN: Mutex<Vec<(ThreadId, Vec<MI_Char>)>> = Mutex::new(Vec::new());

    pub(super) fn record(units: &[MI_Char]) {
        crate::sync::lock(&SEEN).push((std::thread::current().id(), units.to_vec()));
    }

    /// The buffers dropped on this thread since the last call.
    pub fn take() -> Vec<Vec<MI_Char>> {
        let here = std::thread::current().id();
        let mut seen = crate::sync::lock(&SEEN);
        let (mine, others) = std::mem::take(&mut *seen).into_iter().partition(|(thread, _)| *thread == here);
        *seen = others;
        let mine: Vec<(ThreadId, Vec<MI_Char>)> = mine;
        mine.into_iter().map(|(_, units)| units).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<MI_Char> {
        text.bytes().map(|byte| byte as MI_Char).collect()
    }

    #[test]
    fn secret_dropped_is_wiped() {
        wiped::take();
        drop(Secret::new(&units("hunter2")).unwrap());
        assert_eq!(wiped::take(), vec![vec![0; 7]]);
    }

    #[test]
    fn secret_debug_shows_asterisks_only() {
        let secret = Secret::new(&units("ab")).unwrap();
        assert_eq!(format!("{secret:?}"), "******");
    }

    #[test]
    #[cfg(not(windows))]
    fn secret_text_falls_back_to_latin1() {
        let text = Secret::new(&[b'p' as MI_Char, 0xE4u8 as MI_Char]).unwrap().expose_text();
        assert_eq!(*text, "p\u{e4}");
        let text = Secret::new(&units("p\u{e4}")).unwrap().expose_text();
        assert_eq!(*text, "p\u{e4}");
    }
}
