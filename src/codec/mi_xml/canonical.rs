//! A simple property as our own writer (and the original's) writes it, recognised byte by byte.
//!
//! Most of what is read was written so. At the first byte that differs the general reader takes over, from the start
//! of the property: what is recognised here, reads the same there.

/// A property that is one value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Canonical<'a> {
    pub name: &'a str,
    pub type_name: &'a str,
    /// None is NULL.
    pub text: Option<&'a str>,
    /// The size of the element.
    pub length: usize,
}

const START: &str = "<PROPERTY NAME=\"";
const TYPE: &str = "\" TYPE=\"";
const VALUE: &str = "\"><VALUE>";
const END: &str = "</VALUE></PROPERTY>";
const NULL: &str = "\"></PROPERTY>";
/// Longer names are for the general reader, which knows the limits.
const LONGEST_NAME: usize = 256;
const LONGEST_TEXT: usize = 1 << 16;

/// The element at the start of `rest`, if it is of this form.
#[inline]
pub(super) fn property(rest: &str) -> Option<Canonical<'_>> {
    let after = rest.strip_prefix(START)?;
    let (name, after) = word(after)?;
    let (type_name, after) = word(after.strip_prefix(TYPE)?)?;
    if let Some(after) = after.strip_prefix(VALUE) {
        let end = plain(after)?;
        let (text, after) = after.split_at_checked(end)?;
        let length = rest.len() - after.strip_prefix(END)?.len();
        return Some(Canonical { name, type_name, text: Some(text), length });
    }
    let length = rest.len() - after.strip_prefix(NULL)?.len();
    Some(Canonical { name, type_name, text: None, length })
}

/// An attribute's value that means itself, and what follows from its closing quote on.
#[inline]
fn word(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let end = crate::codec::xml::find_quote(bytes);
    if bytes.get(end) != Some(&b'"') || end > LONGEST_NAME {
        return None;
    }
    text.split_at_checked(end)
}

/// The end of text that means itself: up to the next tag, without references and control characters.
#[inline]
fn plain(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = crate::codec::xml::find_markup(bytes, 0);
    (bytes.get(end) == Some(&b'<') && end <= LONGEST_TEXT).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_properties_are_recognised() {
        let found =
            property("<PROPERTY NAME=\"A_1\" TYPE=\"uint8\"><VALUE>7 é</VALUE></PROPERTY><X/>").unwrap();
        assert_eq!(
            (found.name, found.type_name, found.text, found.length),
            ("A_1", "uint8", Some("7 é"), 64)
        );
        let found = property("<PROPERTY NAME=\"A\" TYPE=\"string\"></PROPERTY>").unwrap();
        assert_eq!((found.text, found.length), (None, 44));
    }

    #[test]
    fn everything_else_is_not() {
        for text in [
            "",
            "<PROPERTY NAME=\"A\" TYPE=\"string\"><VALUE>a&amp;</VALUE></PROPERTY>",
            "<PROPERTY NAME=\"A\" TYPE=\"string\"><VALUE>a\r</VALUE></PROPERTY>",
            "<PROPERTY NAME=\"A\" TYPE=\"string\"><VALUE>a</VALUE> </PROPERTY>",
            "<PROPERTY NAME=\"A\" TYPE=\"string\" X=\"\"><VALUE>a</VALUE></PROPERTY>",
            "<PROPERTY NAME=\"A&amp;\" TYPE=\"string\"><VALUE>a</VALUE></PROPERTY>",
            "<PROPERTY  NAME=\"A\" TYPE=\"string\"><VALUE>a</VALUE></PROPERTY>",
            "<PROPERTY NAME=\"A\" TYPE=\"string\"><VALUE>a",
        ] {
            assert_eq!(property(text), None, "{text}");
        }
    }
}
