//! Characters to tokens. Tokens are slices of the text; what they mean is looked at when a value is wanted.

use super::ast::Position;
use super::error::{Error, Kind};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// A name or a keyword: which, the place decides.
    Word,
    /// `$name`
    Alias,
    /// An integer or a real, with its sign.
    Number,
    /// One `".."` with its quotes.
    Text,
    /// `'.'` with its quotes.
    Character,
    /// `#pragma`
    Pragma,
    /// One character.
    Mark,
    End,
}

/// A token: where, and which bytes of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub shape: Shape,
    pub text: &'a str,
    pub offset: usize,
}

impl Token<'_> {
    pub fn is_word(&self, word: &str) -> bool {
        self.shape == Shape::Word && self.text.eq_ignore_ascii_case(word)
    }

    #[inline]
    pub fn is_mark(&self, mark: u8) -> bool {
        self.shape == Shape::Mark && self.text.as_bytes()[0] == mark
    }
}

/// A cursor over one text. Remembers the last place it has named, so that naming all places is linear.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    known: usize,
    known_position: Position,
    #[cfg(test)]
    pub steps: usize,
}

const WORD: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..=0xFF => WORD,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'\r' | b'\n' | 0x0C => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    table
}

fn class(byte: u8) -> u8 {
    CLASS[byte as usize]
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Lexer {
            text,
            at: 0,
            known: 0,
            known_position: Position { line: 1, column: 1 },
            #[cfg(test)]
            steps: 0,
        }
    }

    /// Line and column of an offset. Cheap while offsets ascend.
    pub fn position(&mut self, offset: usize) -> Position {
        if offset < self.known {
            self.known = 0;
            self.known_position = Position { line: 1, column: 1 };
        }
        let mut position = self.known_position;
        let bytes = self.text.as_bytes();
        #[cfg(test)]
        {
            self.steps += offset - self.known;
        }
        for byte in &bytes[self.known..offset.min(bytes.len())] {
            if *byte == b'\n' {
                position = Position { line: position.line.saturating_add(1), column: 1 };
            } else if byte & 0xC0 != 0x80 {
                position.column = position.column.saturating_add(1);
            }
        }
        self.known = offset.min(bytes.len());
        self.known_position = position;
        position
    }

    /// An error about the text at `offset`, of which `length` bytes are quoted.
    #[cold]
    pub fn error(&mut self, kind: Kind, offset: usize, length: usize, expected: &str) -> Error {
        let end = crate::codec::xml::floor_boundary(self.text, offset.saturating_add(length));
        let found = self.text.get(offset..end).unwrap_or("");
        let position = self.position(offset);
        Error::new(kind, position, found, expected)
    }

    pub fn next(&mut self) -> Result<Token<'a>, Error> {
        self.skip_blank()?;
        let bytes = self.text.as_bytes();
        let start = self.at;
        let Some(&first) = bytes.get(start) else {
            return Ok(Token { shape: Shape::End, text: "", offset: start });
        };
        let (shape, end) = match first {
            b'"' => (Shape::Text, self.quoted(start, b'"')?),
            b'\'' => (Shape::Character, self.quoted(start, b'\'')?),
            b'$' => (Shape::Alias, self.word_end(start + 1)),
            b'#' => (Shape::Pragma, self.word_end(start + 1)),
            b'+' | b'-' | b'.' => (Shape::Number, self.number_end(start)),
            _ if class(first) == WORD => (Shape::Word, self.word_end(start)),
            _ if class(first) == DIGIT => (Shape::Number, self.number_end(start)),
            _ if first < 0x20 => return Err(self.error(Kind::Syntax, start, 1, "MOF text")),
            _ => (Shape::Mark, start + 1),
        };
        self.at = end;
        #[cfg(test)]
        {
            self.steps += end - start;
        }
        let text = &self.text[start..end];
        match shape {
            Shape::Alias if end == start + 1 => Err(self.error(Kind::Syntax, start, 1, "a name after '$'")),
            Shape::Pragma if !text.eq_ignore_ascii_case("#pragma") => {
                Err(self.error(Kind::Syntax, start, text.len(), "#pragma"))
            }
            _ => Ok(Token { shape, text, offset: start }),
        }
    }

    fn word_end(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while bytes.get(at).is_some_and(|b| class(*b) & (WORD | DIGIT) != 0) {
            at += 1;
        }
        at
    }

    /// The end of what looks like a number; whether it is one shows when its value is wanted.
    fn number_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        let hexadecimal = bytes[start..].iter().take(3).any(|b| matches!(b, b'x' | b'X'));
        while let Some(byte) = bytes.get(at) {
            let exponent =
                !hexadecimal && matches!(bytes[at - 1], b'e' | b'E') && matches!(byte, b'+' | b'-');
            if class(*byte) & (WORD | DIGIT) == 0 && *byte != b'.' && !exponent {
                break;
            }
            at += 1;
        }
        at
    }

    fn quoted(&mut self, start: usize, quote: u8) -> Result<usize, Error> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                Some(byte) if *byte == quote => return Ok(at + 1),
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
                None => {
                    let line = self.text[start..].find('\n').unwrap_or(usize::MAX);
                    return Err(self.error(Kind::Syntax, start, line, "the closing quote of the text"));
                }
            }
        }
    }

    /// White space and comments.
    fn skip_blank(&mut self) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        #[cfg(test)]
        let start = self.at;
        loop {
            while bytes.get(self.at).is_some_and(|b| class(*b) == SPACE) {
                self.at += 1;
            }
            if bytes.get(self.at) != Some(&b'/') {
                break;
            }
            match bytes.get(self.at + 1) {
                Some(b'/') => {
                    self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
                }
                Some(b'*') => {
                    let Some(length) = self.text[self.at + 2..].find("*/") else {
                        return Err(self.error(Kind::Syntax, self.at, 2, "the end of the comment"));
                    };
                    self.at += length + 4;
                }
                _ => break,
            }
        }
        #[cfg(test)]
        {
            self.steps += self.at - start;
        }
        Ok(())
    }
}
