//! Texts and the texts they include: decoding, following `#pragma include`, naming the file in errors.

use super::ast::{Declaration, Position, Pragma};
use super::error::{Error, Kind};
use super::parser::Parser;
use crate::codec::xml;

/// How deep files include each other, and how much text they are together.
const MOST_INCLUDED: u32 = 16;
const MOST_TEXT: usize = 256 << 20;
const MOST_FILES: u32 = 65_536;

/// Reads the files that `#pragma include` names.
pub trait Includes {
    /// The content of `name`, which the file `from` includes (empty: the buffer that was handed in).
    fn read(&mut self, name: &str, from: &str) -> Result<Vec<u8>, String>;
}

/// Refuses to include anything.
pub struct NoIncludes;

impl Includes for NoIncludes {
    fn read(&mut self, _name: &str, _from: &str) -> Result<Vec<u8>, String> {
        Err("a text without includes: nothing is there to read them".into())
    }
}

/// Takes declarations as they are read.
pub trait Consumer {
    /// `file` is the name by which the text was included; empty for the buffer that was handed in.
    fn declaration(&mut self, declaration: Declaration<'_>, file: &str) -> Result<(), Error>;
}

/// Turns the bytes of a text into characters: UTF-8, UTF-16 with a mark.
pub fn decode(bytes: &[u8]) -> Result<xml::Text<'_>, Error> {
    let limits = xml::Limits { total: MOST_TEXT, ..xml::Limits::default() };
    xml::decode(bytes, &limits).map_err(|error| {
        let kind = if error.kind() == xml::Kind::Limit { Kind::Limit } else { Kind::Encoding };
        let line = 1 + bytes.iter().take(error.offset()).filter(|b| **b == b'\n').count();
        let position = Position { line: line as u32, column: 1 };
        Error::new(kind, position, "", format!("UTF-8, or UTF-16 with a mark: {}", error.message()))
    })
}

/// Reads a text and what it includes, handing every declaration to `consumer`.
pub fn read(text: &str, includes: &mut dyn Includes, consumer: &mut dyn Consumer) -> Result<(), Error> {
    let mut run = Run { includes, consumer, text: 0, files: 0 };
    run.file(text, "", 0)
}

struct Run<'a> {
    includes: &'a mut dyn Includes,
    consumer: &'a mut dyn Consumer,
    text: usize,
    files: u32,
}

impl Run<'_> {
    fn file(&mut self, text: &str, name: &str, depth: u32) -> Result<(), Error> {
        self.text += text.len();
        self.files += 1;
        self.productions(text, name, depth).map_err(|error| error.in_file(name))
    }

    fn productions(&mut self, text: &str, name: &str, depth: u32) -> Result<(), Error> {
        let mut parser = Parser::new(text)?;
        while let Some(declaration) = parser.production()? {
            match declaration {
                Declaration::Pragma(pragma) if pragma.name.eq_ignore_ascii_case("include") => {
                    self.include(&pragma, name, depth)?;
                }
                other => self.consumer.declaration(other, name)?,
            }
        }
        Ok(())
    }

    fn include(&mut self, pragma: &Pragma, from: &str, depth: u32) -> Result<(), Error> {
        if depth >= MOST_INCLUDED || self.text > MOST_TEXT || self.files >= MOST_FILES {
            return Err(Error::new(
                Kind::Limit,
                pragma.position,
                &pragma.value,
                "fewer, or less deep includes",
            ));
        }
        let bytes = self.includes.read(&pragma.value, from).map_err(|reason| {
            Error::new(
                Kind::Include,
                pragma.position,
                &pragma.value,
                format!("a file that can be included ({reason})"),
            )
        })?;
        let decoded = decode(&bytes).map_err(|error| error.in_file(&pragma.value))?;
        self.file(decoded.as_str(), &pragma.value, depth + 1)
    }
}
