//! Legal CIM names (DSP0004 annex C): letters, digits and underscores, not beginning with a digit; what lies beyond
//! ASCII is a letter. AddElement asks for every name, so on the commonest processor sixteen bytes are looked at a time.

use crate::abi::MI_Char;

#[inline(always)]
fn is_letter(unit: u32) -> bool {
    (unit | 0x20).wrapping_sub(u32::from(b'a')) < 26 || unit == u32::from(b'_') || unit >= 0x80
}

#[inline(always)]
fn is_inner(unit: u32) -> bool {
    is_letter(unit) || unit.wrapping_sub(u32::from(b'0')) < 10
}

/// Is this a legal name?
#[cfg(any(windows, miri, not(target_arch = "x86_64")))]
pub(crate) fn is_legal(name: &[MI_Char]) -> bool {
    let unit = super::text::code_unit;
    name.first().is_some_and(|first| is_letter(unit(*first)))
        && name.iter().all(|inner| is_inner(unit(*inner)))
}

/// Is this a legal name?
#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[inline(always)]
pub(crate) fn is_legal(name: &[MI_Char]) -> bool {
    let name = super::text::bytes_of(name);
    let Some(first) = name.first() else { return false };
    if first.is_ascii_digit() {
        return false;
    }
    match name.len() {
        8..=16 => sixteen(halves(name)),
        4..=7 => sixteen(quarters(name)),
        17.. => is_long_legal(name),
        _ => name.iter().all(|inner| is_inner(u32::from(*inner))),
    }
}

#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[inline(never)]
fn is_long_legal(name: &[u8]) -> bool {
    let (chunks, _) = name.as_chunks::<16>();
    chunks.iter().all(|chunk| sixteen(*chunk)) && sixteen(halves(&name[name.len() - 16..]))
}

/// The first eight bytes and the last eight, which may overlap.
#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[inline(always)]
fn halves(name: &[u8]) -> [u8; 16] {
    let mut all = [0; 16];
    if let (Some(first), Some(last)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        all[..8].copy_from_slice(first);
        all[8..].copy_from_slice(last);
    }
    all
}

/// The first four bytes and the last four, which may overlap, twice.
#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[inline(always)]
fn quarters(name: &[u8]) -> [u8; 16] {
    let mut all = [0; 16];
    if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        all[..4].copy_from_slice(first);
        all[4..8].copy_from_slice(last);
        all[8..12].copy_from_slice(first);
        all[12..].copy_from_slice(last);
    }
    all
}

/// Are these all bytes of a name?
#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[inline(always)]
fn sixteen(bytes: [u8; 16]) -> bool {
    // SAFETY:
    // - every x86-64 has these instructions
    unsafe { sixteen_sse2(bytes) }
}

/// # Safety
/// The processor has SSE2.
#[cfg(all(not(windows), not(miri), target_arch = "x86_64"))]
#[target_feature(enable = "sse2")]
#[inline]
unsafe fn sixteen_sse2(bytes: [u8; 16]) -> bool {
    use std::arch::x86_64::*;
    let [low, high] =
        [&bytes[..8], &bytes[8..]].map(|half| i64::from_le_bytes(half.try_into().unwrap_or_default()));
    let bytes = _mm_set_epi64x(high, low);
    let below =
        |value: __m128i, count: i8| _mm_cmpeq_epi8(_mm_min_epu8(value, _mm_set1_epi8(count - 1)), value);
    let folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    let letter = below(_mm_sub_epi8(folded, _mm_set1_epi8(b'a' as i8)), 26);
    let digit = below(_mm_sub_epi8(bytes, _mm_set1_epi8(b'0' as i8)), 10);
    let underscore = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'_' as i8));
    // A byte beyond ASCII has its sign bit set, which is the bit that the mask is made of.
    let fine = _mm_or_si128(_mm_or_si128(letter, digit), _mm_or_si128(underscore, bytes));
    _mm_movemask_epi8(fine) == 0xffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cim::text::is_legal_name;

    #[test]
    fn every_byte_at_every_place_is_judged_alike() {
        for len in 1..40 {
            for at in 0..len {
                for byte in 1..=255u8 {
                    let mut name = vec![b'a'; len];
                    name[at] = byte;
                    let units: Vec<MI_Char> = name.iter().map(|byte| *byte as MI_Char).collect();
                    let plain =
                        name.iter().all(|byte| is_inner(u32::from(*byte))) && is_letter(u32::from(name[0]));
                    assert_eq!(is_legal(&units), plain, "{len} {at} {byte}");
                }
            }
        }
    }

    #[test]
    fn text_and_units_are_judged_alike() {
        for name in [
            "",
            "a",
            "_x9",
            "9x",
            "a-b",
            "gr\u{f6}\u{df}e",
            "ThisIsAVeryLongNameIndeed",
            "ThisIsAVeryLongName Indeed",
        ] {
            assert_eq!(is_legal(&crate::cim::block::text::units_of(name)), is_legal_name(name), "{name}");
        }
    }
}
