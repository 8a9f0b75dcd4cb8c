//! Classes of bytes, and finding the next byte of interest eight bytes at a time.

const NAME: u8 = 1;
const START: u8 = 2;
const SPACE: u8 = 4;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..=0xFF => NAME | START,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            b' ' | b'\t' | b'\r' | b'\n' => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// A byte of a name. Every byte outside ASCII counts as one: which characters those are is nobody's attack.
#[inline]
pub(super) fn is_name(byte: u8) -> bool {
    CLASS[byte as usize] & NAME != 0
}

#[inline]
pub(super) fn is_name_start(byte: u8) -> bool {
    CLASS[byte as usize] & START != 0
}

#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    CLASS[byte as usize] & SPACE != 0
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A high bit for every byte of `word` that is zero (and possibly for bytes after the first such).
#[inline]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// A high bit for the first byte that is one of `stops` or a control character; later bits may be false.
#[inline]
fn marks<const N: usize>(word: u64, stops: [u8; N]) -> u64 {
    // Below 0x20: no bit of the upper three is set.
    let mut found = zeros(word & (ONES * 0xE0));
    for stop in stops {
        found |= zeros(word ^ (ONES * stop as u64));
    }
    found
}

/// The first place at or after `from` that holds one of `stops` or a byte below 0x20; the length if there is none.
#[inline]
pub(super) fn find<const N: usize>(bytes: &[u8], from: usize, stops: [u8; N]) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let mut eight = [0u8; 8];
        eight.copy_from_slice(chunk);
        let found = marks(u64::from_le_bytes(eight), stops);
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if *byte < 0x20 || stops.contains(byte) {
            break;
        }
        at += 1;
    }
    at
}

/// The first '<', '&' or control character (white space included, but for blanks).
#[inline]
pub(crate) fn find_markup(bytes: &[u8], from: usize) -> usize {
    find(bytes, from, [b'<', b'&'])
}

/// The first double quote, '<', '&' or control character.
#[inline]
pub(crate) fn find_quote(bytes: &[u8]) -> usize {
    find(bytes, 0, [b'"', b'<', b'&'])
}
