//! Identifiers of messages, operations and sessions: `uuid:` URIs (DSP0226 5.4.5).

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes identifiers that are unique, and not guessable from each other; they are no secrets.
pub struct Identifiers {
    random: RandomState,
    next: AtomicU64,
}

impl Default for Identifiers {
    fn default() -> Self {
        Self { random: RandomState::new(), next: AtomicU64::new(1) }
    }
}

impl Identifiers {
    /// `uuid:` and a version 4 UUID in upper case, as Windows writes them.
    pub fn make(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let half = |which: u64| {
            let mut hasher = self.random.build_hasher();
            hasher.write_u64(number);
            hasher.write_u64(which);
            hasher.finish()
        };
        let bits = (u128::from(half(0)) << 64 | u128::from(half(1))) & !(0xf << 76) & !(0x3 << 62);
        let bits = bits | (0x4 << 76) | (0x2 << 62);
        let mut out = *b"uuid:00000000-0000-0000-0000-000000000000";
        for (byte, at) in bits.to_be_bytes().into_iter().zip(PLACES) {
            out[at] = DIGITS[usize::from(byte >> 4)];
            out[at + 1] = DIGITS[usize::from(byte & 0xf)];
        }
        std::str::from_utf8(&out).unwrap_or_default().to_owned()
    }
}

/// Where the digits of each byte stand.
const PLACES: [usize; 16] = [5, 7, 9, 11, 14, 16, 19, 21, 24, 26, 29, 31, 33, 35, 37, 39];
const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_version_4_and_differ() {
        let identifiers = Identifiers::default();
        let (one, two) = (identifiers.make(), identifiers.make());
        assert_ne!(one, two);
        assert_eq!((one.len(), one.as_bytes()[19]), (41, b'4'));
        assert!(b"89AB".contains(&one.as_bytes()[24]), "{one}");
    }
}
