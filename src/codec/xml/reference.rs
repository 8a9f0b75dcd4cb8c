//! Text with references, line ends or tabs in it: the path that has to copy.

use super::{Error, Kind};
use std::fmt;

/// What the white space of the text is turned into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Line ends become line feeds (XML 1.0, 2.11).
    Content,
    /// White space becomes spaces (XML 1.0, 3.3.3).
    Attribute,
}

/// Replaces references and normalises white space. `raw` starts at `offset` of the document.
pub(super) fn resolve(raw: &str, offset: usize, place: Place) -> Result<String, Error> {
    let mut text = String::new();
    if text.try_reserve(raw.len()).is_err() {
        return Err(no_room(offset));
    }
    resolve_into(&mut text, raw, offset, place)?;
    Ok(text)
}

/// The same, put into `out` piece by piece: never more than `raw` has.
#[inline]
pub(super) fn resolve_into(
    out: &mut impl fmt::Write,
    raw: &str,
    offset: usize,
    place: Place,
) -> Result<(), Error> {
    let bytes = raw.as_bytes();
    let mut done = 0;
    loop {
        let at = super::scan::find(bytes, done, [b'&']);
        out.write_str(&raw[done..at]).map_err(|_| no_room(offset))?;
        let Some(&byte) = bytes.get(at) else { return Ok(()) };
        done = at + 1;
        let character = match byte {
            b'&' => {
                let (character, length) = match &bytes[at..] {
                    [_, b'l', b't', b';', ..] => ('<', 4),
                    [_, b'g', b't', b';', ..] => ('>', 4),
                    [_, b'a', b'm', b'p', b';', ..] => ('&', 5),
                    _ => reference(&raw[at..], offset + at)?,
                };
                done = at + length;
                character
            }
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => continue,
            b'\r' | b'\n' if place == Place::Content => '\n',
            b'\t' if place == Place::Content => '\t',
            b'\r' | b'\n' | b'\t' => ' ',
            _ => return Err(control(byte, offset + at)),
        };
        out.write_char(character).map_err(|_| no_room(offset))?;
    }
}

#[cold]
fn no_room(offset: usize) -> Error {
    Error::new(Kind::Limit, offset, "out of memory")
}

/// An unescaped control character.
pub(super) fn control(byte: u8, offset: usize) -> Error {
    Error::new(Kind::Syntax, offset, format!("the control character 0x{byte:02X} is not allowed"))
}

/// Reads the reference at the start of `raw`; answers the character and the reference's length.
fn reference(raw: &str, offset: usize) -> Result<(char, usize), Error> {
    // The longest that means something is `&#x10FFFF;`, but zeros may lead.
    let end = raw.bytes().take(32).position(|b| b == b';');
    let Some(end) = end else {
        return Err(Error::new(Kind::Syntax, offset, "expected a reference: '&' name ';'"));
    };
    let name = &raw[1..end];
    let character = match name {
        "quot" => '"',
        "apos" => '\'',
        _ => match name.strip_prefix('#') {
            Some(number) => character(number, offset)?,
            None => {
                return Err(Error::new(
                    Kind::Forbidden,
                    offset,
                    format!("the entity '{name}' is not declared"),
                ));
            }
        },
    };
    Ok((character, end + 1))
}

/// A character reference. Control characters are accepted (XML 1.1 has them, and the strings of real systems do),
/// except NUL, which no string of the model can hold.
fn character(number: &str, offset: usize) -> Result<char, Error> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let code = if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() };
    match code.and_then(char::from_u32) {
        None | Some('\0' | '\u{FFFE}' | '\u{FFFF}') => {
            Err(Error::new(Kind::Syntax, offset, format!("'&#{number};' is not a character")))
        }
        Some(character) => Ok(character),
    }
}
