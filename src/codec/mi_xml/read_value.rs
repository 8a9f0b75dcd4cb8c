//! Texts of values to values of a type.

use super::read::{Problem, Session};
use super::read_instance::embedded;
use crate::cim::{Datetime, Type, Value, ValueRef};
use crate::codec::scalar;
use crate::codec::xml::{Error as XmlError, Kind, Reader};
use std::borrow::Cow;

/// The type that an attribute `TYPE` names.
pub(super) fn named_type(name: &str) -> Option<Type> {
    let ty = match name {
        "string" => Type::String,
        "uint32" => Type::Uint32,
        "boolean" => Type::Boolean,
        "uint16" => Type::Uint16,
        "uint64" => Type::Uint64,
        "datetime" => Type::Datetime,
        "uint8" => Type::Uint8,
        "sint8" => Type::Sint8,
        "sint16" => Type::Sint16,
        "sint32" => Type::Sint32,
        "sint64" => Type::Sint64,
        "real32" => Type::Real32,
        "real64" => Type::Real64,
        "char16" => Type::Char16,
        _ if name.bytes().any(|b| b.is_ascii_uppercase()) => return named_type(&name.to_ascii_lowercase()),
        _ => return None,
    };
    Some(ty)
}

#[cold]
pub(super) fn mismatch(text: &str, ty: Type, offset: usize) -> XmlError {
    let shown: String = text.chars().take(40).collect();
    XmlError::new(
        Kind::Unexpected,
        offset,
        format!("expected a value of the type {}, found '{shown}'", ty.name()),
    )
}

/// White space around a value that is no text of its own.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

fn integer<T: TryFrom<i128> + TryFrom<u64>>(text: &str) -> Option<T> {
    if let Some(value) = digits(text) {
        return value.try_into().ok();
    }
    scalar::parse_integer(trim(text))?.try_into().ok()
}

/// A number that most texts are: digits alone.
#[inline]
fn digits(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 18 {
        return None;
    }
    bytes.iter().try_fold(0u64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(value * 10 + u64::from(digit))
    })
}

/// A simple scalar, which borrows the text.
pub(super) fn simple_ref(text: &str, ty: Type, offset: usize) -> Result<ValueRef<'_>, XmlError> {
    let value = match ty {
        Type::String => return Ok(ValueRef::Text(text)),
        Type::Boolean => scalar::parse_boolean(trim(text)).map(ValueRef::Boolean),
        Type::Uint8 => integer(text).map(ValueRef::Uint8),
        Type::Sint8 => integer(text).map(ValueRef::Sint8),
        Type::Uint16 => integer(text).map(ValueRef::Uint16),
        Type::Sint16 => integer(text).map(ValueRef::Sint16),
        Type::Uint32 => integer(text).map(ValueRef::Uint32),
        Type::Sint32 => integer(text).map(ValueRef::Sint32),
        Type::Uint64 => integer(text).map(ValueRef::Uint64),
        Type::Sint64 => integer(text).map(ValueRef::Sint64),
        Type::Real32 => scalar::parse_real32(trim(text)).map(ValueRef::Real32),
        Type::Real64 => scalar::parse_real64(trim(text)).map(ValueRef::Real64),
        Type::Char16 => scalar::parse_char16(text).map(ValueRef::Char16),
        Type::Datetime => trim(text).parse::<Datetime>().ok().map(ValueRef::Datetime),
        _ => None,
    };
    value.ok_or_else(|| mismatch(text, ty, offset))
}

/// A simple scalar of its own.
pub(super) fn simple(text: Cow<'_, str>, ty: Type, offset: usize) -> Result<Value, XmlError> {
    if ty == Type::String {
        return Ok(Value::String(text.into_owned()));
    }
    let value = simple_ref(&text, ty, offset)?;
    value.to_owned().map_err(|_| mismatch(&text, ty, offset))
}

/// After the start of `VALUE`: a scalar.
pub(super) fn scalar_element(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    ty: Type,
) -> Result<Value, Problem> {
    let offset = reader.offset();
    let text = reader.read_text()?;
    match ty {
        Type::Instance => Ok(Value::Instance(embedded(&text, session, offset)?)),
        _ => Ok(simple(text, ty, offset)?),
    }
}

/// After the start of `VALUE.ARRAY`: an array whose type is `ty`.
pub(super) fn array_element(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    ty: Type,
) -> Result<Value, Problem> {
    let mut elements = Elements::new(ty).ok_or_else(|| mismatch("VALUE.ARRAY", ty, reader.offset()))?;
    while let Some(element) = reader.next_child()? {
        match element.local {
            "VALUE" => {
                let value = scalar_element(reader, session, ty.element())?;
                elements.push(value);
            }
            // A null among the elements: the model has none in arrays.
            "VALUE.NULL" => {
                return Err(mismatch("VALUE.NULL", ty.element(), reader.offset()).into());
            }
            _ => return Err(reader.unexpected_element(element, "VALUE").into()),
        }
    }
    Ok(elements.0)
}

/// An array that grows by values of its element type.
struct Elements(Value);

macro_rules! elements {
    ($($Array:ident $Scalar:ident),*) => {
        impl Elements {
            fn new(ty: Type) -> Option<Elements> {
                match ty {
                    $(Type::$Array => Some(Elements(Value::$Array(Vec::new()))),)*
                    _ => None,
                }
            }

            /// Values of another type are not pushed: their reader has refused them.
            fn push(&mut self, value: Value) {
                match (&mut self.0, value) {
                    $((Value::$Array(all), Value::$Scalar(one)) => all.push(one),)*
                    _ => debug_assert!(false, "an element of another type"),
                }
            }
        }
    };
}

elements!(
    BooleanArray Boolean, Uint8Array Uint8, Sint8Array Sint8, Uint16Array Uint16, Sint16Array Sint16,
    Uint32Array Uint32, Sint32Array Sint32, Uint64Array Uint64, Sint64Array Sint64, Real32Array Real32,
    Real64Array Real64, Char16Array Char16, DatetimeArray Datetime, StringArray String, InstanceArray Instance
);
