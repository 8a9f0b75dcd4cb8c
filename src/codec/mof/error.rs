//! What is wrong in a MOF text: file, line, column, the offending text and what was expected.

use super::ast::Position;
use crate::abi::*;
use crate::cim;
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

impl From<Error> for cim::Error {
    fn from(error: Error) -> cim::Error {
        let (result, category) = match error.kind() {
            Kind::Syntax => (MI_RESULT_FAILED, MI_ERRORCATEGORY_SYNTAX_ERROR),
            Kind::Encoding => (MI_RESULT_FAILED, MI_ERRORCATEGORY_PARSER_ERROR),
            Kind::Include => (MI_RESULT_NOT_FOUND, MI_ERRORCATEGORY_READ_ERROR),
            Kind::UnknownClass => (MI_RESULT_INVALID_CLASS, MI_ERRORCATEGORY_METADATA_ERROR),
            Kind::UnknownName => (MI_RESULT_NO_SUCH_PROPERTY, MI_ERRORCATEGORY_METADATA_ERROR),
            Kind::TypeMismatch => (MI_RESULT_TYPE_MISMATCH, MI_ERRORCATEGORY_INVALID_TYPE),
            Kind::Duplicate => (MI_RESULT_ALREADY_EXISTS, MI_ERRORCATEGORY_METADATA_ERROR),
            Kind::Limit => (MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_LIMITS_EXCEEDED),
            Kind::Model => (MI_RESULT_FAILED, MI_ERRORCATEGORY_INVALID_DATA),
        };
        cim::Error::new(result, error.to_string())
            .with_category(category)
            .with_operation("reading MOF")
            .with_code(names::MI_RESULT_TYPE_MOF_PARSER, error.kind() as u32 + 1)
    }
}
