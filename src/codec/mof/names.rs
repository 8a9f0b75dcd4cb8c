//! The words of the language: types, flavors, scopes.

use crate::abi::*;

/// The simple types (DSP0004, 5.2), by `MI_Type`.
pub(super) static SIMPLE_TYPES: [&str; 14] = [
    "boolean", "uint8", "sint8", "uint16", "sint16", "uint32", "sint32", "uint64", "sint64", "real32",
    "real64", "char16", "datetime", "string",
];

pub(super) fn simple_type(word: &str) -> Option<MI_Type> {
    // By length, and by what the first letter leaves: most words are types, and each is looked at twice at most.
    let first = word.as_bytes().first()? | 0x20;
    let candidates: &[MI_Type] = match (word.len(), first) {
        (5, b'u') => &[MI_UINT8],
        (5, b's') => &[MI_SINT8],
        (6, b'u') => &[MI_UINT32, MI_UINT16, MI_UINT64],
        (6, b's') => &[MI_STRING, MI_SINT32, MI_SINT16, MI_SINT64],
        (6, b'r') => &[MI_REAL64, MI_REAL32],
        (6, b'c') => &[MI_CHAR16],
        (7, b'b') => &[MI_BOOLEAN],
        (8, b'd') => &[MI_DATETIME],
        _ => &[],
    };
    candidates.iter().copied().find(|ty| SIMPLE_TYPES[ty.0 as usize].eq_ignore_ascii_case(word))
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

/// Qualifiers that are also bits of the flags of what they qualify.
static FLAG_QUALIFIERS: [(&str, u32); 12] = [
    ("Key", MI_FLAG_KEY),
    ("Required", MI_FLAG_REQUIRED),
    ("Static", MI_FLAG_STATIC),
    ("Expensive", MI_FLAG_EXPENSIVE),
    ("Read", MI_FLAG_READONLY),
    ("In", MI_FLAG_IN),
    ("Out", MI_FLAG_OUT),
    ("Abstract", MI_FLAG_ABSTRACT),
    ("Terminal", MI_FLAG_TERMINAL),
    ("Association", MI_FLAG_ASSOCIATION),
    ("Indication", MI_FLAG_INDICATION),
    ("Stream", MI_FLAG_STREAM),
];

pub(super) fn qualifier_flag(name: &str) -> u32 {
    FLAG_QUALIFIERS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map_or(0, |(_, bit)| *bit)
}
