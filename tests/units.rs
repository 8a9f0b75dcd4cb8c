//! Strings of C in the library's unit.

use mi::abi::MI_Char;

/// ASCII as a string of C, whatever its unit is: what `c"..."` is where that is a byte.
macro_rules! t {
    ($text:literal) => {{
        const UNITS: &[mi::abi::MI_Char] = &$crate::units::units::<{ $text.len() + 1 }>($text);
        mi::cim::MiStr::from_units_with_nul(UNITS).expect("it has no NUL inside")
    }};
}
pub(crate) use t;

/// The same as an array.
pub const fn units<const N: usize>(text: &str) -> [MI_Char; N] {
    let bytes = text.as_bytes();
    let mut units = [0 as MI_Char; N];
    let mut at = 0;
    while at < bytes.len() {
        assert!(bytes[at].is_ascii());
        units[at] = bytes[at] as MI_Char;
        at += 1;
    }
    units
}
