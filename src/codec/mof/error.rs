//! What is wrong in a MOF text: file, line, column, the offending text and what was expected.

use super::ast::Position;
use std::fmt;

/// The kinds of errors that callers tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The text does not follow the grammar.
    Syntax,
    /// The text's bytes are not the encoding they claim to be.
    Encoding,
    /// An included file could not be read.
    Include,
    /// A class that is named is not known.
    UnknownClass,
    /// A property, method, qualifier or alias that is named is not known.
    UnknownName,
    /// A value that its type cannot hold.
    TypeMismatch,
    /// Two declarations of one name.
    Duplicate,
    /// Larger or deeper than is allowed.
    Limit,
    /// The model refused the object.
    Model,
}

/// An error in a MOF text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(Box<Detail>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Detail {
    kind: Kind,
    file: String,
    position: Position,
    found: String,
    expected: String,
}

/// How much of the offending text an error quotes.
const QUOTED: usize = 60;

impl Error {
    /// `found` is the offending text (empty at the end of the text), `expected` what should have been there.
    #[cold]
    pub fn new(kind: Kind, position: Position, found: &str, expected: impl Into<String>) -> Self {
        // One line, whatever was found.
        let found: String =
            found.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
        Error(Box::new(Detail { kind, file: String::new(), position, found, expected: expected.into() }))
    }

    /// Says which file it is in, unless that is known already.
    pub fn in_file(mut self, file: &str) -> Self {
        if self.0.file.is_empty() {
            file.clone_into(&mut self.0.file);
        }
        self
    }

    /// The same, at another place.
    pub(super) fn at(mut self, position: Position) -> Self {
        self.0.position = position;
        self
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The included file's name as the pragma gave it; empty for the buffer that was handed in.
    pub fn file(&self) -> &str {
        &self.0.file
    }

    pub fn position(&self) -> Position {
        self.0.position
    }

    /// The offending text, cut to a line's length; empty at the end of the text.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    pub fn expected(&self) -> &str {
        &self.0.expected
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { file, position, found, expected, .. } = &*self.0;
        let file = if file.is_empty() { "MOF" } else { file };
        write!(f, "{file}:{}:{}: ", position.line, position.column)?;
        if found.is_empty() {
            write!(f, "expected {expected} at the end of the text")
        } else {
            write!(f, "expected {expected}, found '{}'", found)
        }
    }
}

impl std::error::Error for Error {}
