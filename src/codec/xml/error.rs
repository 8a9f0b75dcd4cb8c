//! What is wrong with a document, and where.

use std::borrow::Cow;
use std::fmt;

/// Why a document was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Not well-formed.
    Syntax,
    /// Bytes that are not the encoding they claim to be.
    Encoding,
    /// Well-formed, but refused: document types, entities.
    Forbidden,
    /// More than [`Limits`](super::Limits) allows.
    Limit,
    /// Well-formed, but not what the caller's format has in this place.
    Unexpected,
}

/// An error with its place. Boxed, so that a token's result stays small.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Detail>);

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    kind: Kind,
    offset: usize,
    message: Cow<'static, str>,
}

impl Error {
    #[cold]
    pub fn new(kind: Kind, offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Error(Box::new(Detail { kind, offset, message: message.into() }))
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Byte offset in the decoded text (in the source, where decoding itself failed).
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Line and column (in characters), both from 1, of the error in the text that was read.
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let end = floor_boundary(text, self.0.offset);
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.bytes().filter(|b| *b == b'\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The greatest character boundary that is not behind `offset`.
pub(crate) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "XML, at byte {}: {}", self.0.offset, self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0.kind)
    }
}

impl std::error::Error for Error {}
