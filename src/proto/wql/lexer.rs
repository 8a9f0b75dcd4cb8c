//! Query text to tokens. Quoted text is unescaped here; everything else is a slice of the query.

use super::Malformed;

/// What a token is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    /// A keyword, class or property name: keywords are recognised by the parser where they can stand.
    Word,
    /// A quoted text, unescaped.
    Text(String),
    /// Digits, with a point or an exponent where it is a real number.
    Number,
    /// Punctuation or an operator, one or two characters.
    Symbol(&'static str),
    End,
}

/// A token and the bytes of the query it was read from.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Where it starts, in characters from 1.
    pub column: usize,
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 22] = [
    "<>", "<=", ">=", "!=", "::", "<", ">", "=", "(", ")", ",", ".", "*", "+", "-", "[", "]", "{", "}", ";",
    "#", "@",
];

pub(super) struct Lexer<'t> {
    pub text: &'t str,
    at: usize,
    /// A byte position and its column: columns are counted on from there, so a query is counted once.
    counted: (usize, usize),
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, counted: (0, 1) }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fault(&self, start: usize, end: usize, reason: &str) -> Malformed {
        Malformed::at(self.text, start, end, reason)
    }

    pub fn next(&mut self) -> Result<Token, Malformed> {
        self.at = self.text.len() - self.rest().trim_start().len();
        let start = self.at;
        let column = self.counted.1 + self.text[self.counted.0..start].chars().count();
        self.counted = (start, column);
        let Some(first) = self.rest().chars().next() else {
            return Ok(Token { kind: Kind::End, start, end: start, column });
        };
        let kind = if first == '\'' || first == '"' {
            Kind::Text(self.quoted(first)?)
        } else if first.is_ascii_digit() || self.is_fraction() {
            self.at += number_length(self.rest());
            self.ends_number(start)?;
            Kind::Number
        } else if is_word_start(first) {
            let rest = self.rest();
            self.at += rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            Kind::Word
        } else {
            Kind::Symbol(self.symbol()?)
        };
        Ok(Token { kind, start, end: self.at, column })
    }

    fn is_fraction(&self) -> bool {
        let mut two = self.rest().bytes();
        two.next() == Some(b'.') && two.next().is_some_and(|c| c.is_ascii_digit())
    }

    fn ends_number(&self, start: usize) -> Result<(), Malformed> {
        match self.rest().chars().next() {
            Some(c) if is_word(c) => {
                let end = self.at + self.rest().find(|c: char| !is_word(c)).unwrap_or(self.rest().len());
                Err(self.fault(start, end, "not a number"))
            }
            _ => Ok(()),
        }
    }

    fn symbol(&mut self) -> Result<&'static str, Malformed> {
        let rest = self.rest();
        if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            self.at += symbol.len();
            return Ok(symbol);
        }
        let length = rest.chars().next().map_or(0, char::len_utf8);
        Err(self.fault(self.at, self.at + length, "unexpected character"))
    }

    /// A text between `quote`s: a backslash takes the meaning from a quote or a backslash (before anything else it
    /// stands for itself), and a doubled quote stands for one.
    fn quoted(&mut self, quote: char) -> Result<String, Malformed> {
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.rest().char_indices().skip(1).peekable();
        while let Some((offset, character)) = characters.next() {
            match (character, characters.peek().map(|next| next.1)) {
                ('\\', Some(next @ ('\\' | '\'' | '"'))) => {
                    value.push(next);
                    characters.next();
                }
                (c, Some(next)) if c == quote && next == quote => {
                    value.push(quote);
                    characters.next();
                }
                (c, _) if c == quote => {
                    self.at = start + offset + quote.len_utf8();
                    return Ok(value);
                }
                (c, _) => value.push(c),
            }
        }
        Err(self.fault(start, self.text.len(), "the quoted text does not end"))
    }

    /// The text of `{...}` whose opening brace was just read: up to the closing brace that is not inside quotes.
    pub fn braced(&mut self) -> Result<(usize, &'t str), Malformed> {
        let start = self.at;
        let mut quote = None;
        let mut characters = self.rest().char_indices();
        while let Some((offset, character)) = characters.next() {
            match (quote, character) {
                (Some(_), '\\') => drop(characters.next()),
                (Some(open), c) if c == open => quote = None,
                (None, c @ ('"' | '\'')) => quote = Some(c),
                (None, '}') => {
                    self.at = start + offset + 1;
                    return Ok((start, &self.text[start..start + offset]));
                }
                _ => {}
            }
        }
        Err(self.fault(start, self.text.len(), "the object path does not end with '}'"))
    }
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes at the start of `text` are a number: `12`, `1.5`, `.5`, `1e-3`, `0x1F`.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize, hex: bool| {
        let run = bytes[from..].iter();
        from + run.take_while(|c| if hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() }).count()
    };
    if bytes.len() > 2 && bytes[0] == b'0' && bytes[1] | 0x20 == b'x' && bytes[2].is_ascii_hexdigit() {
        return digits(2, true);
    }
    let mut end = digits(0, false);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1, false);
    }
    if bytes.get(end).is_some_and(|c| c | 0x20 == b'e') {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1 + sign, false);
        }
    }
    end
}
