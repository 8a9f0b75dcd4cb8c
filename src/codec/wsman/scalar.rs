//! Text of the wire to CIM values and back (DSP0230 7: XML schema's lexical forms).

use super::node::Node;
use super::time;
use crate::cim::{Type, Value};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The CIM type an xsi:type names: `cimUnsignedInt`, `xs:unsignedInt` and the like.
pub fn hinted(hint: &str) -> Option<Type> {
    let name = hint.strip_prefix("cim").unwrap_or(hint);
    Some(match name.to_ascii_lowercase().as_str() {
        "boolean" => Type::Boolean,
        "unsignedbyte" => Type::Uint8,
        "byte" => Type::Sint8,
        "unsignedshort" => Type::Uint16,
        "short" => Type::Sint16,
        "unsignedint" => Type::Uint32,
        "int" => Type::Sint32,
        "unsignedlong" => Type::Uint64,
        "long" => Type::Sint64,
        "float" => Type::Real32,
        "double" => Type::Real64,
        "char16" => Type::Char16,
        "datetime" | "interval" => Type::Datetime,
        "string" | "anysimpletype" => Type::String,
        "reference" => Type::Reference,
        "base64binary" | "hexbinary" => Type::Uint8Array,
        _ => return None,
    })
}

/// A scalar of a simple type. None: the text is not one of the type.
pub fn parse(ty: Type, text: &str) -> Option<Value> {
    if ty == Type::String {
        return Some(Value::String(text.to_owned()));
    }
    let text = text.trim();
    Some(match ty {
        Type::Boolean => Value::Boolean(boolean(text)?),
        Type::Uint8 => Value::Uint8(text.parse().ok()?),
        Type::Sint8 => Value::Sint8(text.parse().ok()?),
        Type::Uint16 => Value::Uint16(text.parse().ok()?),
        Type::Sint16 => Value::Sint16(text.parse().ok()?),
        Type::Uint32 => Value::Uint32(text.parse().ok()?),
        Type::Sint32 => Value::Sint32(text.parse().ok()?),
        Type::Uint64 => Value::Uint64(text.parse().ok()?),
        Type::Sint64 => Value::Sint64(text.parse().ok()?),
        Type::Real32 => Value::Real32(real(text)? as f32),
        Type::Real64 => Value::Real64(real(text)?),
        Type::Char16 => Value::Char16(char16(text)?),
        Type::Datetime => Value::Datetime(time::parse(text)?),
        _ => return None,
    })
}

pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" | "TRUE" | "True" => Some(true),
        "false" | "0" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

fn real(text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        // Rust also reads "infinity" and "nan", which are not XML schema's.
        _ if text.bytes().any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'E')) => None,
        _ => plain_real(text),
    }
}

/// One without letters but for its exponent's.
pub fn plain_real(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A decimal number, as MI's servers send it, or the character itself.
fn char16(text: &str) -> Option<u16> {
    let mut units = text.encode_utf16();
    match (units.next(), units.next()) {
        (Some(unit), None) if !text.bytes().all(|byte| byte.is_ascii_digit()) => Some(unit),
        _ => text.parse().ok(),
    }
}

/// The datetime of an element: as text, or in a child (`cim:Datetime`, `cim:Interval`, `cim:CIM_DateTime`).
pub fn datetime(node: &Node<'_>) -> Option<Value> {
    let text = node.children.first().map_or(node.trimmed(), |child| child.trimmed());
    time::parse(text).map(Value::Datetime)
}

/// One base64 element that stands for an octet string.
pub fn octets(text: &str) -> Option<Value> {
    let compact: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(compact).ok().map(Value::Uint8Array)
}

macro_rules! gathered {
    ($ty:expr, $values:expr, { $($scalar:ident => $array:ident),* $(,)? }) => {
        match $ty {
            $(Type::$scalar => {
                let mut all = Vec::with_capacity($values.len());
                for value in $values {
                    let Value::$scalar(value) = value else { return None };
                    all.push(value);
                }
                Some(Value::$array(all))
            })*
            _ => None,
        }
    };
}

/// An array of scalars of one element type. None: one of them has another type.
pub fn array(element: Type, values: Vec<Value>) -> Option<Value> {
    gathered!(element, values, {
        Boolean => BooleanArray, Uint8 => Uint8Array, Sint8 => Sint8Array, Uint16 => Uint16Array,
        Sint16 => Sint16Array, Uint32 => Uint32Array, Sint32 => Sint32Array, Uint64 => Uint64Array,
        Sint64 => Sint64Array, Real32 => Real32Array, Real64 => Real64Array, Char16 => Char16Array,
        Datetime => DatetimeArray, String => StringArray, Reference => ReferenceArray, Instance => InstanceArray,
    })
}
