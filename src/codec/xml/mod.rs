//! The one XML reader and writer, under WS-Man envelopes and MI_XML alike (XML 1.0 and Namespaces in XML 1.0).
//!
//! [`decode`] turns bytes into text (UTF-8, or UTF-16 by its mark), [`Reader`] pulls tokens from that text without
//! copying, [`escape`] writes. What a document could use against its reader is refused: document types and with
//! them every declared entity, and whatever exceeds [`Limits`].

mod decode;
mod error;
mod escape;
mod navigate;
mod reader;
mod reference;
mod scan;
#[cfg(test)]
mod tests;

pub use decode::{Encoding, Text, decode};
pub(crate) use error::floor_boundary;
pub use error::{Error, Kind};
pub use escape::{
    Bounded, Escaping, Sink, escape, escape_into, escape_model_name, escape_model_text, escape_name,
};
pub use navigate::peek;
pub use reader::{Attribute, Position, QName, Reader, Token};
pub(crate) use scan::{find_markup, find_quote};

/// The namespace that the prefix `xml` is bound to.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// What a document may not exceed. Sizes in bytes of UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Elements open at once.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// A name, with its prefix.
    pub name: usize,
    /// One run of text, or one attribute's value.
    pub text: usize,
    /// The document.
    pub total: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 128, attributes: 64, name: 1024, text: 64 << 20, total: 256 << 20 }
    }
}

/// The first `<`, `&` or control character at or after `from`; the length if there is none. For readers that
/// recognise what [`Reader`] has read before.
#[inline]
pub fn find_special(bytes: &[u8], from: usize) -> usize {
    scan::find(bytes, from, [b'<', b'&'])
}

/// Text between tags as [`Reader`] gives it: references resolved, line ends normalised. It is put into `out` piece by
/// piece, and takes no more room than `raw`.
#[inline]
pub fn resolve_content(out: &mut impl std::fmt::Write, raw: &str) -> Result<(), Error> {
    reference::resolve_into(out, raw, 0, reference::Place::Content)
}
