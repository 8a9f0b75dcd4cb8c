//! Literals to values of a type.

use super::ast::{Initializer, Literal};
use super::error::{Error, Kind};
use crate::cim::{Datetime, Type, Value};

/// The value that `initializer` means as a simple `ty`; None for NULL. References and instances are not simple.
pub(super) fn simple(initializer: &Initializer, ty: Type) -> Result<Option<Value>, Error> {
    if matches!(initializer.literal, Literal::Null) {
        return Ok(None);
    }
    let value = if ty.is_array() { array(initializer, ty) } else { scalar(initializer, ty) };
    value.map(Some)
}

fn mismatch(initializer: &Initializer, ty: Type) -> Error {
    let found = describe(&initializer.literal);
    let array = if ty.is_array() { "[]" } else { "" };
    let expected = format!("a value of the type {}{array}", ty.name());
    Error::new(Kind::TypeMismatch, initializer.position, &found, expected)
}

/// A literal as an error shows it.
pub(super) fn describe(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".into(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => { value.0 }.to_string(),
        Literal::Real(value) => value.to_string(),
        Literal::Character(unit) => format!("'\\x{unit:X}'"),
        Literal::String(text) => format!("\"{text}\""),
        Literal::Alias(alias) => alias.clone(),
        Literal::Instance(instance) => format!("instance of {}", instance.class),
        Literal::Array(elements) => format!("an array of {}", elements.len()),
    }
}

macro_rules! integers {
    ($initializer:ident, $ty:ident, $value:ident: $($Type:ident $number:ty),*) => {
        match $ty {
            $(Type::$Type => <$number>::try_from($value.0).map(Value::$Type).map_err(|_| mismatch($initializer, $ty)),)*
            Type::Real32 => Ok(Value::Real32($value.0 as f32)),
            Type::Real64 => Ok(Value::Real64($value.0 as f64)),
            Type::Char16 => u16::try_from($value.0).map(Value::Char16).map_err(|_| mismatch($initializer, $ty)),
            _ => Err(mismatch($initializer, $ty)),
        }
    };
}

fn scalar(initializer: &Initializer, ty: Type) -> Result<Value, Error> {
    match (&initializer.literal, ty) {
        (Literal::Boolean(value), Type::Boolean) => Ok(Value::Boolean(*value)),
        (Literal::Integer(value), _) => integers!(initializer, ty, value:
            Uint8 u8, Sint8 i8, Uint16 u16, Sint16 i16, Uint32 u32, Sint32 i32, Uint64 u64, Sint64 i64),
        (Literal::Real(value), Type::Real64) => Ok(Value::Real64(*value)),
        (Literal::Real(value), Type::Real32) if (*value as f32).is_finite() => {
            Ok(Value::Real32(*value as f32))
        }
        (Literal::Character(unit), Type::Char16) => Ok(Value::Char16(*unit)),
        (Literal::String(text), Type::String) => Ok(Value::String(text.clone())),
        (Literal::String(text), Type::Datetime) => match text.parse::<Datetime>() {
            Ok(value) => Ok(Value::Datetime(value)),
            Err(_) => Err(mismatch(initializer, ty)),
        },
        _ => Err(mismatch(initializer, ty)),
    }
}

macro_rules! arrays {
    ($elements:ident, $ty:ident, $initializer:ident: $($Array:ident of $Type:ident),*) => {
        match $ty {
            $(Type::$Array => {
                let mut all = Vec::with_capacity($elements.len());
                for element in $elements {
                    match scalar(element, Type::$Type)? {
                        Value::$Type(value) => all.push(value),
                        _ => return Err(mismatch(element, Type::$Type)),
                    }
                }
                Ok(Value::$Array(all))
            })*
            _ => Err(mismatch($initializer, $ty)),
        }
    };
}

fn array(initializer: &Initializer, ty: Type) -> Result<Value, Error> {
    let Literal::Array(elements) = &initializer.literal else {
        return Err(mismatch(initializer, ty));
    };
    arrays!(elements, ty, initializer:
        BooleanArray of Boolean, Uint8Array of Uint8, Sint8Array of Sint8, Uint16Array of Uint16,
        Sint16Array of Sint16, Uint32Array of Uint32, Sint32Array of Sint32, Uint64Array of Uint64,
        Sint64Array of Sint64, Real32Array of Real32, Real64Array of Real64, Char16Array of Char16,
        DatetimeArray of Datetime, StringArray of String)
}

/// The type that a literal has where nothing declares one.
pub(super) fn own_type(literal: &Literal) -> Type {
    match literal {
        Literal::Boolean(_) => Type::Boolean,
        Literal::Integer(value) if i64::try_from(value.0).is_ok() => Type::Sint64,
        Literal::Integer(_) => Type::Uint64,
        Literal::Real(_) => Type::Real64,
        Literal::Character(_) => Type::Char16,
        Literal::Alias(_) | Literal::Instance(_) => Type::Instance,
        Literal::Null | Literal::String(_) => Type::String,
        Literal::Array(elements) => {
            elements.first().map_or(Type::String, |first| own_type(&first.literal)).array()
        }
    }
}
