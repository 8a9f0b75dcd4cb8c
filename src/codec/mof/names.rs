//! The words of the language: types, flavors, scopes.

use crate::abi::*;

/// The simple types (DSP0004, 5.2), by `MI_Type`.
pub(super) static SIMPLE_TYPES: [&str; 14] = [
    "boolean", "uint8", "sint8", "uint16", "sint16", "uint32", "sint32", "uint64", "sint64", "real32",
    "real64", "char16", "datetime", "string",
];

/// The type of that name, in any case. All names fit into eight bytes: one comparison each.
pub(super) fn simple_type(word: &str) -> Option<MI_Type> {
    static PACKED: [u64; 14] = packed_types();
    let word = packed(word.as_bytes())?;
    PACKED.iter().position(|name| *name == word).map(|ty| MI_Type(ty as u32))
}

/// A word of at most eight letters and digits in one number, in lower case. Of words only: other characters than
/// letters may change.
const fn packed(word: &[u8]) -> Option<u64> {
    if word.len() > 8 {
        return None;
    }
    let (mut number, mut at) = (0, 0);
    while at < word.len() {
        // The bit that makes letters small is set in digits.
        number = number << 8 | (word[at] | 0x20) as u64;
        at += 1;
    }
    Some(number)
}

const fn packed_types() -> [u64; 14] {
    let (mut table, mut ty) = ([0; 14], 0);
    while ty < 14 {
        if let Some(number) = packed(SIMPLE_TYPES[ty].as_bytes()) {
            table[ty] = number;
        }
        ty += 1;
    }
    table
}

static FLAVORS: [(&str, u32); 7] = [
    ("EnableOverride", MI_FLAG_ENABLEOVERRIDE),
    ("DisableOverride", MI_FLAG_DISABLEOVERRIDE),
    ("Restricted", MI_FLAG_RESTRICTED),
    ("ToSubclass", MI_FLAG_TOSUBCLASS),
    ("Translatable", MI_FLAG_TRANSLATABLE),
    // Not DSP0004's: written by WMI's tools.
    ("ToInstance", MI_FLAG_TOINSTANCE),
    ("Amended", MI_FLAG_TRANSLATABLE),
];

pub(super) fn flavor(word: &str) -> Option<u32> {
    FLAVORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, bit)| *bit)
}

/// The words for the bits of a flavor that are not the default, for writing.
pub(super) fn flavor_words(bits: u32) -> impl Iterator<Item = &'static str> {
    FLAVORS.iter().take(6).filter(move |(_, bit)| bits & bit != 0).map(|(name, _)| *name)
}

static SCOPES: [(&str, u32); 10] = [
    ("Class", MI_FLAG_CLASS),
    ("Association", MI_FLAG_ASSOCIATION),
    ("Indication", MI_FLAG_INDICATION),
    ("Property", MI_FLAG_PROPERTY),
    ("Reference", MI_FLAG_REFERENCE),
    ("Method", MI_FLAG_METHOD),
    ("Parameter", MI_FLAG_PARAMETER),
    ("Any", MI_FLAG_ANY),
    // A schema qualifier and an instance have no object to carry the bit.
    ("Schema", MI_FLAG_CLASS),
    ("Qualifier", 0),
];

pub(super) fn scope(word: &str) -> Option<u32> {
    SCOPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, bit)| *bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_in_any_case_and_nothing_else_is() {
        for (ty, name) in SIMPLE_TYPES.iter().enumerate() {
            assert_eq!(simple_type(name), Some(MI_Type(ty as u32)));
            assert_eq!(simple_type(&name.to_ascii_uppercase()), Some(MI_Type(ty as u32)));
            assert_eq!(simple_type(&name[1..]), None);
            assert_eq!(simple_type(&format!("{name}_")), None);
        }
        for word in ["", "ref", "void", "strings", "a_rather_long_word", "\u{15}int8"] {
            assert_eq!(simple_type(word), None);
        }
    }
}
