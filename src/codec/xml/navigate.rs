//! Reading on from a token: skip an element, take its text, visit its children.

use super::{Error, Kind, QName, Reader, Token};
use std::borrow::Cow;

/// The local name of the element that `rest` begins with, behind white space. What is wrong with its tag is not seen.
pub fn peek(rest: &str) -> Option<&str> {
    let tag = rest.trim_ascii_start().strip_prefix('<')?;
    let length = tag.bytes().position(|byte| !super::scan::is_name(byte) && byte != b':')?;
    let name = tag.get(..length).filter(|name| !name.is_empty())?;
    Some(name.rsplit_once(':').map_or(name, |(_, local)| local))
}

impl<'a> Reader<'a> {
    /// After a start token: reads up to and including the end of that element.
    pub fn skip_element(&mut self) -> Result<(), Error> {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside {
            self.next()?;
        }
        Ok(())
    }

    /// After a start token: the element's text, up to and including its end. Elements within are an error.
    pub fn read_text(&mut self) -> Result<Cow<'a, str>, Error> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.next()? {
                Token::Text(piece) if text.is_empty() => text = piece,
                Token::Text(piece) => {
                    self.check_text(text.len() + piece.len())?;
                    text.to_mut().push_str(&piece);
                }
                Token::End(_) | Token::Eof => return Ok(text),
                Token::Start(name) => return Err(self.unexpected_element(name, "text")),
            }
        }
    }

    /// After a start token: all text of the element and of those within it, up to and including its end.
    pub fn read_deep_text(&mut self) -> Result<String, Error> {
        let outside = self.depth().saturating_sub(1);
        let mut text = String::new();
        while self.depth() > outside {
            if let Token::Text(piece) = self.next()? {
                self.check_text(text.len() + piece.len())?;
                text.push_str(&piece);
            }
        }
        Ok(text)
    }

    /// After a start token, or after a child's end: the next child, or None at the end of the element (which is
    /// then read). Text between children must be white space.
    pub fn next_child(&mut self) -> Result<Option<QName<'a>>, Error> {
        loop {
            let at = self.offset();
            match self.next()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::End(_) | Token::Eof => return Ok(None),
                Token::Text(text) if text.bytes().all(super::scan::is_space) => {}
                Token::Text(_) => return Err(Error::new(Kind::Unexpected, at, "text between elements")),
            }
        }
    }

    /// At the start of a document: its root element.
    pub fn root(&mut self) -> Result<QName<'a>, Error> {
        match self.next()? {
            Token::Start(name) => Ok(name),
            _ => Err(Error::new(Kind::Unexpected, self.offset(), "expected the root element")),
        }
    }

    /// An element in a place where the format has none of that name.
    #[cold]
    pub fn unexpected_element(&self, name: QName<'_>, expected: &str) -> Error {
        let message = format!("expected {expected}, found the element '{}'", name.local);
        Error::new(Kind::Unexpected, self.offset(), message)
    }

    fn check_text(&self, length: usize) -> Result<(), Error> {
        if length > self.limits().text {
            return Err(Error::new(Kind::Limit, self.offset(), "the text is longer than the limit"));
        }
        Ok(())
    }
}
