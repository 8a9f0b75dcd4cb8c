//! Object paths as texts: `//server/namespace:Class.Key="value",Other=1` (DSP0004 2.x, 8.2; DSP0207).

use super::literal::{self, Number};
use super::parser::MOST_NESTED;
use super::write_value::unsupported;
use crate::abi::MI_FLAG_KEY;
use crate::cim::{Error, InstanceRef, ValueRef};
use crate::codec::scalar;

/// A path, taken apart.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Path {
    pub server: Option<String>,
    pub namespace: Option<String>,
    pub class: String,
    /// A key without a name: the only one of its class.
    pub keys: Vec<(Option<String>, Key)>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Key {
    /// Also datetimes, and the paths of references.
    Text(String),
    Integer(i128),
    Real(f64),
    Boolean(bool),
    Character(u16),
}

impl Path {
    /// Reads a path. None where it is none.
    pub fn parse(text: &str) -> Option<Path> {
        let mut path = Path::default();
        let rest = path.place(text)?;
        let end = rest.find(['.', '=']).unwrap_or(rest.len());
        path.class = rest[..end].to_owned();
        if !crate::cim::text::is_legal_name(&path.class) {
            return None;
        }
        let rest = &rest[end..];
        if rest == "=@" {
            // A class without keys and its one instance.
            return Some(path);
        }
        match rest.as_bytes().first() {
            None => Some(path),
            Some(b'=') => {
                let (key, length) = value(&rest[1..])?;
                path.keys.push((None, key));
                (1 + length == rest.len()).then_some(path)
            }
            _ => path.bindings(&rest[1..]).then_some(path),
        }
    }

    /// The server and the namespace in front of the class. Answers what follows.
    fn place<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let quoted = text.find(['"', '\'']).unwrap_or(text.len());
        let Some(colon) = text[..quoted].find(':') else { return Some(text) };
        let mut namespace = &text[..colon];
        if let Some(rest) = namespace.strip_prefix("//").or_else(|| namespace.strip_prefix(r"\\")) {
            let end = rest.find(['/', '\\'])?;
            if rest[..end] != *"." {
                self.server = Some(rest[..end].to_owned());
            }
            namespace = &rest[end + 1..];
        }
        let namespace = namespace.trim_matches('/');
        if !namespace.is_empty() {
            self.namespace = Some(namespace.replace('\\', "/"));
        }
        Some(&text[colon + 1..])
    }

    fn bindings(&mut self, mut rest: &str) -> bool {
        loop {
            let Some(equals) = rest.find('=') else { return false };
            let name = rest[..equals].trim();
            if !crate::cim::text::is_legal_name(name) {
                return false;
            }
            let Some((key, length)) = value(&rest[equals + 1..]) else { return false };
            self.keys.push((Some(name.to_owned()), key));
            rest = &rest[equals + 1 + length..];
            match rest.strip_prefix(',') {
                Some(next) => rest = next,
                None => return rest.is_empty(),
            }
        }
    }
}

/// The value at the start of `text`, and its length.
fn value(text: &str) -> Option<(Key, usize)> {
    let quote = *text.as_bytes().first()?;
    if quote == b'"' || quote == b'\'' {
        let end = closing(text, quote)?;
        let inner = &text[1..end];
        let key = if quote == b'"' {
            let mut value = String::new();
            literal::text(inner, &mut value).ok()?;
            Key::Text(value)
        } else {
            Key::Character(literal::character(inner)?)
        };
        return Some((key, end + 1));
    }
    let end = text.find(',').unwrap_or(text.len());
    let word = &text[..end];
    let key = match literal::number(word) {
        Some(Number::Integer(value)) => Key::Integer(value),
        Some(Number::Real(value)) => Key::Real(value),
        None if word.eq_ignore_ascii_case("true") => Key::Boolean(true),
        None if word.eq_ignore_ascii_case("false") => Key::Boolean(false),
        None => return None,
    };
    Some((key, end))
}

fn closing(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
}

/// The path of an instance, from its keys.
pub(super) fn write(target: InstanceRef<'_>, depth: u32) -> Result<String, Error> {
    if depth >= MOST_NESTED {
        return Err(unsupported("references nested this deep"));
    }
    let mut path = String::new();
    if let Some(namespace) = target.namespace() {
        if let Some(server) = target.server_name() {
            path.push_str("//");
            path.push_str(&server);
            path.push('/');
        }
        path.push_str(&namespace.replace('\\', "/"));
        path.push(':');
    }
    path.push_str(&target.class_name());
    let mut separator = '.';
    for element in target.iter().filter(|element| element.flags & MI_FLAG_KEY != 0) {
        let Some(value) = element.value else { continue };
        path.push(separator);
        separator = ',';
        path.push_str(&element.name.to_str_lossy());
        path.push('=');
        key(value, &mut path, depth)?;
    }
    if separator == '.' {
        path.push_str("=@");
    }
    Ok(path)
}

fn key(value: ValueRef<'_>, path: &mut String, depth: u32) -> Result<(), Error> {
    let text = match value {
        ValueRef::String(text) => text.to_str_lossy().into_owned(),
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::Datetime(value) => value.to_string(),
        ValueRef::Reference(target) => write(target, depth + 1)?,
        ValueRef::Boolean(value) => {
            path.push_str(scalar::boolean(value));
            return Ok(());
        }
        ValueRef::Char16(unit) => {
            path.push_str(&format!("'\\x{unit:04X}'"));
            return Ok(());
        }
        ValueRef::Real32(value) => {
            path.push_str(scalar::real32(value).as_str());
            return Ok(());
        }
        ValueRef::Real64(value) => {
            path.push_str(scalar::real64(value).as_str());
            return Ok(());
        }
        _ => {
            let number =
                value.as_integer().ok_or_else(|| unsupported("a key that is an array or an instance"))?;
            path.push_str(&number.to_string());
            return Ok(());
        }
    };
    path.push('"');
    escape(&text, path);
    path.push('"');
    Ok(())
}

/// Writes a text so that [`literal::text`] reads it back.
pub(super) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..'\x20' => out.push_str(&format!("\\x{:04X}", character as u32)),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let path = Path::parse(r#"//host/root/cimv2:A_B.X="a,\"b\"",Y=-1,Z=true,C='c'"#).unwrap();
        assert_eq!(path.server.as_deref(), Some("host"));
        assert_eq!(path.namespace.as_deref(), Some("root/cimv2"));
        assert_eq!(path.class, "A_B");
        let keys: Vec<Key> = path.keys.into_iter().map(|(_, key)| key).collect();
        assert_eq!(
            keys,
            [Key::Text("a,\"b\"".into()), Key::Integer(-1), Key::Boolean(true), Key::Character(99)]
        );
        assert_eq!(Path::parse("A=\"x\"").unwrap().keys, [(None, Key::Text("x".into()))]);
        assert_eq!(Path::parse("root:A").unwrap().namespace.as_deref(), Some("root"));
        assert_eq!(Path::parse(r"\\.\root\cimv2:A=@").unwrap().namespace.as_deref(), Some("root/cimv2"));
    }

    #[test]
    fn what_is_no_path_is_none() {
        for text in ["", "A.", "A.X", "A.X=", "A.X=\"", "A.X=1,", "//h:A", "A B", "A.=1", "A=1x", "A.X=y"] {
            assert_eq!(Path::parse(text), None, "{text}");
        }
    }
}
