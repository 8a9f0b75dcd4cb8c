//! MI_Char strings, and CIM names: they compare without ASCII case (DSP0004 section 5.1.2.8).
#![forbid(unsafe_code)]

pub use super::block::text::{MiStr, MiString, checked, name_code};

/// CIM names compare without ASCII case.
pub fn eq_ignore_case(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A hash of a CIM name that does not depend on its ASCII case (FNV-1a over the folded bytes).
pub fn name_hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// Is this a legal name of a class, property, method or qualifier? Letters, digits and underscores, not beginning
/// with a digit; what lies beyond ASCII is a letter (DSP0004 annex C: U+0080 and up).
pub fn is_legal_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80;
    bytes.next().is_some_and(first) && bytes.all(|byte| first(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_hash_of_other_case_is_the_same() {
        assert_eq!(name_hash("Handle"), name_hash("hANDLE"));
        assert_ne!(name_hash("Handle"), name_hash("Handles"));
    }

    #[test]
    fn legal_name_rejects_what_mof_could_not_say() {
        assert!(is_legal_name("__PATH") && is_legal_name("a1") && is_legal_name("größe"));
        assert!(!is_legal_name("") && !is_legal_name("1a") && !is_legal_name("a b") && !is_legal_name("a-b"));
    }
}
