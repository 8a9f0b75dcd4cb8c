//! Bytes to text: UTF-8, or UTF-16 by its byte order mark or by its first character.

use super::{Error, Kind, Limits};
use std::borrow::Cow;

/// How the bytes were encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// Decoded text: the caller's own bytes where they are UTF-8.
pub struct Text<'a> {
    text: Cow<'a, str>,
    encoding: Encoding,
    mark: usize,
}

impl Text<'_> {
    /// Without the byte order mark.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Where in the source bytes the text's offset `offset` lies.
    pub fn source_offset(&self, offset: usize) -> usize {
        let offset = super::error::floor_boundary(&self.text, offset);
        match self.encoding {
            Encoding::Utf8 => self.mark + offset,
            _ => self.mark + 2 * self.text[..offset].encode_utf16().count(),
        }
    }
}

/// Decodes a buffer. A NUL at its end (callers count a C string's terminator in) is not part of the text.
pub fn decode<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Text<'a>, Error> {
    if bytes.len() > limits.total.saturating_mul(2) {
        return Err(Error::new(Kind::Limit, limits.total, "the document is larger than the limit"));
    }
    let (encoding, mark) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        [first, 0, ..] if *first != 0 => (Encoding::Utf16Le, 0),
        [0, second, ..] if *second != 0 => (Encoding::Utf16Be, 0),
        _ => (Encoding::Utf8, 0),
    };
    let body = &bytes[mark..];
    let text = match encoding {
        Encoding::Utf8 => Cow::Borrowed(utf8(body, mark)?),
        Encoding::Utf16Le => Cow::Owned(utf16(body, mark, u16::from_le_bytes)?),
        Encoding::Utf16Be => Cow::Owned(utf16(body, mark, u16::from_be_bytes)?),
    };
    if text.len() > limits.total {
        return Err(Error::new(Kind::Limit, limits.total, "the document is larger than the limit"));
    }
    Ok(Text { text, encoding, mark })
}

fn utf8(body: &[u8], mark: usize) -> Result<&str, Error> {
    let body = body.strip_suffix(&[0]).unwrap_or(body);
    std::str::from_utf8(body)
        .map_err(|error| Error::new(Kind::Encoding, mark + error.valid_up_to(), "this is not UTF-8"))
}

fn utf16(body: &[u8], mark: usize, unit: fn([u8; 2]) -> u16) -> Result<String, Error> {
    if !body.len().is_multiple_of(2) {
        return Err(Error::new(Kind::Encoding, mark + body.len(), "UTF-16 ends within a code unit"));
    }
    let mut text = String::new();
    if text.try_reserve(body.len() / 2).is_err() {
        return Err(Error::new(Kind::Limit, 0, "out of memory"));
    }
    let units = body.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut at = mark;
    for unit in char::decode_utf16(units) {
        let Ok(character) = unit else {
            return Err(Error::new(Kind::Encoding, at, "UTF-16 with half of a surrogate pair"));
        };
        at += 2 * character.len_utf16();
        text.push(character);
    }
    if text.ends_with('\0') {
        text.pop();
    }
    Ok(text)
}
