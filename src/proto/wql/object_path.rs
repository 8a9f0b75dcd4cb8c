//! Object paths as texts: `//host/root/cimv2:Class.Key="value",Other=5` (DSP0004, with the backslashes of WMI too).

use super::MAX_LENGTH;
use crate::cim::text::eq_ignore_case;

/// An object path, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectPath {
    pub host: Option<String>,
    /// `/`-separated.
    pub namespace: Option<String>,
    pub class: String,
    /// Empty for a path that names a class.
    pub keys: Vec<(String, KeyValue)>,
}

/// A key's value. A datetime or a reference is written as text.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyValue {
    Text(String),
    Integer(i128),
    Boolean(bool),
}

/// The most keys that are read: no class comes near it.
const MAX_KEYS: usize = 64;

impl ObjectPath {
    /// Reads a path; on failure the byte where it goes wrong, and why.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        if text.len() > MAX_LENGTH {
            return Err((0, "the object path is too long".to_owned()));
        }
        let mut reader = Reader { text, at: text.len() - text.trim_start().len() };
        let (host, namespace) = reader.origin();
        let class = reader.name("a class name")?;
        let mut path = Self { host, namespace, class, keys: Vec::new() };
        reader.keys(&mut path)?;
        reader.skip_space();
        if reader.at == text.len() {
            Ok(path)
        } else {
            Err((reader.at, "the object path goes on".to_owned()))
        }
    }

    /// The value of a key, by its name in any case. A single unnamed key (`Class="value"`) answers to every name.
    pub fn key(&self, name: &str) -> Option<&KeyValue> {
        let found = self.keys.iter().find(|(key, _)| eq_ignore_case(key, name));
        found.or(self.keys.first().filter(|(key, _)| key.is_empty())).map(|(_, value)| value)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, symbol: char) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(symbol);
        self.at += if found { symbol.len_utf8() } else { 0 };
        found
    }

    /// Host and namespace: what stands before the colon that comes ahead of any key.
    fn origin(&mut self) -> (Option<String>, Option<String>) {
        let rest = self.rest();
        let head = &rest[..rest.find(['"', '\'', '=']).unwrap_or(rest.len())];
        let Some(colon) = head.find(':') else { return (None, None) };
        self.at += colon + 1;
        let spelled = head[..colon].replace('\\', "/");
        let spelled = spelled.trim();
        match spelled.strip_prefix("//") {
            Some(remote) => {
                let (host, namespace) = remote.split_once('/').unwrap_or((remote, ""));
                (some(host), some(namespace))
            }
            None => (None, some(spelled.trim_start_matches('/'))),
        }
    }

    fn name(&mut self, what: &str) -> Result<String, (usize, String)> {
        self.skip_space();
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if length == 0 || rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err((self.at, format!("expected {what}")));
        }
        self.at += length;
        Ok(rest[..length].to_owned())
    }

    fn keys(&mut self, path: &mut ObjectPath) -> Result<(), (usize, String)> {
        if self.take('=') {
            // `Class=@` is the one instance of a class without keys; `Class="value"` leaves the only key unnamed.
            if !self.take('@') {
                path.keys.push((String::new(), self.value()?));
            }
            return Ok(());
        }
        if !self.take('.') {
            return Ok(());
        }
        loop {
            let start = self.at;
            let name = self.name("a key name")?;
            if path.keys.len() == MAX_KEYS || path.keys.iter().any(|(key, _)| eq_ignore_case(key, &name)) {
                return Err((start, format!("key '{name}' is given twice, or there are too many keys")));
            }
            if !self.take('=') {
                return Err((self.at, "expected '='".to_owned()));
            }
            let value = self.value()?;
            path.keys.push((name, value));
            if !self.take(',') {
                return Ok(());
            }
        }
    }

    fn value(&mut self) -> Result<KeyValue, (usize, String)> {
        self.skip_space();
        let start = self.at;
        if let Some(quote @ ('"' | '\'')) = self.rest().chars().next() {
            return self.quoted(quote).map(KeyValue::Text);
        }
        let rest = self.rest();
        let length = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
        self.at += length;
        let word = &rest[..length];
        if eq_ignore_case(word, "true") || eq_ignore_case(word, "false") {
            return Ok(KeyValue::Boolean(eq_ignore_case(word, "true")));
        }
        integer(word).map(KeyValue::Integer).ok_or((start, "expected a key value".to_owned()))
    }

    fn quoted(&mut self, quote: char) -> Result<String, (usize, String)> {
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((offset, c)) = characters.next() {
            match c {
                '\\' => match characters.next() {
                    Some((_, next @ ('\\' | '"' | '\''))) => value.push(next),
                    Some((_, next)) => value.extend(['\\', next]),
                    None => break,
                },
                c if c == quote => {
                    self.at = start + offset + 1;
                    return Ok(value);
                }
                c => value.push(c),
            }
        }
        Err((start, "the quoted text does not end".to_owned()))
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A whole number, decimal or hexadecimal, with a sign.
pub(super) fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        Some(hex) if hex.starts_with(|c: char| c.is_ascii_hexdigit()) => {
            i128::from_str_radix(hex, 16).ok()?
        }
        Some(_) => return None,
        None => digits.parse().ok()?,
    };
    Some(if negative { -value } else { value })
}
