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
    /// The character of a mark; 0 for other tokens.
    mark: u8,
    /// Empty for a mark.
    pub text: &'a str,
    pub offset: usize,
}

impl Token<'_> {
    pub fn is_word(&self, word: &str) -> bool {
        self.shape == Shape::Word && self.text.eq_ignore_ascii_case(word)
    }

    #[inline]
    pub fn is_mark(&self, mark: u8) -> bool {
        self.mark == mark
    }
}

/// A line of the text: its number and where it begins.
#[derive(Clone, Copy)]
struct Line {
    number: u32,
    start: usize,
}

/// A cursor over one text, with the token at it.
pub(super) struct Lexer<'a> {
    text: &'a str,
    pub token: Token<'a>,
    /// Up to where the text is read, and the line there.
    at: usize,
    line: Line,
    /// The line of the token.
    token_line: Line,
    /// Columns are bytes.
    is_ascii: bool,
    /// The last place that was counted out, so that counting out all places is linear.
    known: usize,
    known_position: Position,
    #[cfg(test)]
    pub steps: usize,
}

const WORD: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;
/// Characters that are tokens wherever they stand.
const MARK: u8 = 8;
/// What stands behind the text.
const END: u8 = 16;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..=0xFF => WORD,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'\r' | b'\n' | 0x0C => SPACE,
            b'{' | b'}' | b'[' | b']' | b'(' | b')' | b':' | b';' | b',' | b'=' => MARK,
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
    /// At the first token of the text.
    pub fn new(text: &'a str) -> Result<Self, Error> {
        let line = Line { number: 1, start: 0 };
        let mut lexer = Lexer {
            text,
            token: Token { shape: Shape::End, mark: 0, text: "", offset: 0 },
            at: 0,
            line,
            token_line: line,
            is_ascii: text.is_ascii(),
            known: 0,
            known_position: Position { line: 1, column: 1 },
            #[cfg(test)]
            steps: 0,
        };
        lexer.advance()?;
        Ok(lexer)
    }

    /// The size of the token.
    pub fn token_length(&self) -> usize {
        self.at - self.token.offset
    }

    /// Line and column of the token.
    pub fn position(&mut self) -> Position {
        if self.is_ascii {
            let Line { number, start } = self.token_line;
            return Position { line: number, column: (self.token.offset - start).saturating_add(1) as u32 };
        }
        self.position_of(self.token.offset)
    }

    /// Line and column of an offset, counted out. Cheap while offsets ascend.
    fn position_of(&mut self, offset: usize) -> Position {
        if offset < self.known {
            self.known = 0;
            self.known_position = Position { line: 1, column: 1 };
        }
        let mut position = self.known_position;
        let bytes = self.text.as_bytes();
        self.step(offset - self.known);
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

    /// Counts the bytes that were looked at.
    #[inline]
    fn step(&mut self, _count: usize) {
        #[cfg(test)]
        {
            self.steps += _count;
        }
    }

    /// An error about the text at `offset`, of which `length` bytes are quoted.
    #[cold]
    pub fn error(&mut self, kind: Kind, offset: usize, length: usize, expected: &str) -> Error {
        let end = crate::codec::xml::floor_boundary(self.text, offset.saturating_add(length));
        let found = self.text.get(offset..end).unwrap_or("");
        let position = self.position_of(offset);
        Error::new(kind, position, found, expected)
    }

    /// To the next token.
    pub fn advance(&mut self) -> Result<(), Error> {
        loop {
            self.skip_space();
            let (bytes, start) = (self.text.as_bytes(), self.at);
            let kind = bytes.get(start).map_or(END, |first| class(*first));
            if kind == WORD {
                self.take(Shape::Word, start, self.word_end(start + 1));
                return Ok(());
            }
            if kind == MARK {
                self.take_mark(bytes[start], start);
                return Ok(());
            }
            if self.other(start)? {
                return Ok(());
            }
        }
    }

    #[inline]
    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() && class(bytes[at]) == SPACE {
            at += 1;
            if bytes[at - 1] == b'\n' {
                self.line = Line { number: self.line.number.saturating_add(1), start: at };
            }
        }
        self.step(at - self.at);
        self.at = at;
    }

    /// A token that is neither a word nor a usual mark; or a comment, after which one may follow: false.
    #[inline(never)]
    fn other(&mut self, start: usize) -> Result<bool, Error> {
        let Some(&first) = self.text.as_bytes().get(start) else {
            self.take(Shape::End, start, start);
            return Ok(true);
        };
        if first == b'/'
            && let Some(end) = self.comment_end(start)?
        {
            self.step(end - start);
            self.at = end;
            return Ok(false);
        }
        // A text may end some lines below.
        let line = self.line;
        let (shape, end) = match first {
            b'"' => (Shape::Text, self.quoted(start, b'"')?),
            b'\'' => (Shape::Character, self.quoted(start, b'\'')?),
            b'$' => (Shape::Alias, self.alias_end(start)?),
            b'#' => (Shape::Pragma, self.pragma_end(start)?),
            b'+' | b'-' | b'.' | b'0'..=b'9' => (Shape::Number, self.number_end(start)),
            _ if first < 0x20 => return Err(self.error(Kind::Syntax, start, 1, "MOF text")),
            _ => {
                self.take_mark(first, start);
                return Ok(true);
            }
        };
        self.take(shape, start, end);
        self.token_line = line;
        Ok(true)
    }

    #[inline]
    fn take(&mut self, shape: Shape, start: usize, end: usize) {
        self.at = end;
        self.token_line = self.line;
        self.step(end - start);
        self.token =
            Token { shape, mark: 0, text: self.text.get(start..end).unwrap_or_default(), offset: start };
    }

    #[inline]
    fn take_mark(&mut self, mark: u8, start: usize) {
        self.at = start + 1;
        self.token_line = self.line;
        self.step(1);
        self.token = Token { shape: Shape::Mark, mark, text: "", offset: start };
    }

    fn alias_end(&mut self, start: usize) -> Result<usize, Error> {
        let end = self.word_end(start + 1);
        if end == start + 1 {
            return Err(self.error(Kind::Syntax, start, 1, "a name after '$'"));
        }
        Ok(end)
    }

    fn pragma_end(&mut self, start: usize) -> Result<usize, Error> {
        let end = self.word_end(start + 1);
        if !self.text[start..end].eq_ignore_ascii_case("#pragma") {
            return Err(self.error(Kind::Syntax, start, end - start, "#pragma"));
        }
        Ok(end)
    }

    #[inline]
    fn word_end(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while at < bytes.len() && class(bytes[at]) & (WORD | DIGIT) != 0 {
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
        let end = loop {
            let found = bytes.get(at..).and_then(|rest| memchr::memchr2(quote, b'\\', rest));
            let Some(length) = found else {
                let line = self.text[start..].find('\n').unwrap_or(usize::MAX);
                return Err(self.error(Kind::Syntax, start, line, "the closing quote of the text"));
            };
            if bytes[at + length] == quote {
                break at + length;
            }
            at += length + 2;
        };
        self.count_lines(start, end);
        Ok(end + 1)
    }

    /// Lines that end between two places of the text.
    fn count_lines(&mut self, from: usize, to: usize) {
        for length in memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..to]) {
            self.line = Line { number: self.line.number.saturating_add(1), start: from + length + 1 };
        }
    }

    /// The end of the comment that begins there; None where none does.
    fn comment_end(&mut self, start: usize) -> Result<Option<usize>, Error> {
        let text = self.text;
        match text.as_bytes().get(start + 1) {
            Some(b'/') => Ok(Some(text[start..].find('\n').map_or(text.len(), |length| start + length))),
            Some(b'*') => {
                let Some(length) = text[start + 2..].find("*/") else {
                    return Err(self.error(Kind::Syntax, start, 2, "the end of the comment"));
                };
                let end = start + length + 4;
                self.count_lines(start, end);
                Ok(Some(end))
            }
            _ => Ok(None),
        }
    }
}
