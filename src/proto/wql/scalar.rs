//! Single values and how they compare: exactly, whatever their types; texts without case.

use super::{KeyValue, Literal, ObjectPath};
use crate::cim::text::eq_ignore_case;
use crate::cim::{Datetime, InstanceRef, ValueRef};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value that can stand in a comparison.
pub(super) enum Scalar<'a> {
    Integer(i128),
    Real(f64),
    Boolean(bool),
    Character(u16),
    Text(Cow<'a, str>),
    Datetime(Datetime),
    Object(InstanceRef<'a>),
}

impl<'a> Scalar<'a> {
    /// None for arrays.
    pub fn from_value(value: ValueRef<'a>) -> Option<Self> {
        Some(match value {
            ValueRef::Boolean(value) => Self::Boolean(value),
            ValueRef::Char16(value) => Self::Character(value),
            ValueRef::Real32(value) => Self::Real(value.into()),
            ValueRef::Real64(value) => Self::Real(value),
            ValueRef::Datetime(value) => Self::Datetime(value),
            ValueRef::Reference(value) | ValueRef::Instance(value) => Self::Object(value),
            other => match other.as_str() {
                Some(text) => Self::Text(text),
                None => Self::Integer(other.as_integer()?),
            },
        })
    }

    /// An element of an array; None where there is none.
    pub fn from_array(value: ValueRef<'a>, index: u32) -> Option<Self> {
        let at = usize::try_from(index).ok()?;
        Some(match value {
            ValueRef::BooleanArray(all) => Self::Boolean(*all.get(at)? != 0),
            ValueRef::Uint8Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Sint8Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Uint16Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Sint16Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Uint32Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Sint32Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Uint64Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Sint64Array(all) => Self::Integer((*all.get(at)?).into()),
            ValueRef::Real32Array(all) => Self::Real((*all.get(at)?).into()),
            ValueRef::Real64Array(all) => Self::Real(*all.get(at)?),
            ValueRef::Char16Array(all) => Self::Character(*all.get(at)?),
            ValueRef::DatetimeArray(all) => Self::Datetime(all.iter().nth(at)?),
            ValueRef::StringArray(all) => Self::Text(all.iter().nth(at)?.to_str_lossy()),
            ValueRef::ReferenceArray(all) | ValueRef::InstanceArray(all) => Self::Object(all.iter().nth(at)?),
            _ => return None,
        })
    }

    pub fn from_literal(literal: &'a Literal) -> Self {
        match literal {
            Literal::Integer(value) => Self::Integer(*value),
            Literal::Real(value) => Self::Real(*value),
            Literal::Boolean(value) => Self::Boolean(*value),
            Literal::Text(text) => Self::Text(Cow::Borrowed(text)),
        }
    }
}

/// How two values compare; None where they cannot be compared (the condition is then neither true nor false).
pub(super) fn compare(left: &Scalar<'_>, right: &Scalar<'_>) -> Option<Ordering> {
    use Scalar::{Boolean, Character, Datetime as Time, Integer, Object, Real, Text};
    match (left, right) {
        (Integer(a), Integer(b)) => Some(a.cmp(b)),
        (Real(a), Real(b)) => a.partial_cmp(b),
        (Integer(a), Real(b)) => integer_with_real(*a, *b),
        (Boolean(a), Boolean(b)) => Some(a.cmp(b)),
        (Boolean(a), Integer(b)) => Some(i128::from(*a).cmp(b)),
        (Boolean(a), Text(b)) => boolean(b).map(|b| a.cmp(&b)),
        (Text(a), Text(b)) => Some(compare_texts(a, b)),
        (Integer(_) | Real(_), Text(b)) => compare(left, &number(b)?),
        (Time(a), Time(b)) => a.partial_cmp(b),
        (Time(a), Text(b)) => a.partial_cmp(&b.trim().parse::<Datetime>().ok()?),
        (Character(a), Character(b)) => Some(a.cmp(b)),
        (Character(a), Integer(b)) => Some(i128::from(*a).cmp(b)),
        (Character(a), Text(b)) => {
            let a = char::from_u32(u32::from(*a))?;
            Some(compare_texts(a.encode_utf8(&mut [0; 4]), b))
        }
        (Object(a), Text(b)) => same_object(*a, b).then_some(Ordering::Equal).or(Some(Ordering::Less)),
        (Object(a), Object(b)) => same_keys(*a, *b).then_some(Ordering::Equal).or(Some(Ordering::Less)),
        (Real(_), Integer(_)) | (Integer(_), Boolean(_) | Character(_)) => {
            compare(right, left).map(Ordering::reverse)
        }
        (Text(_), _) => compare(right, left).map(Ordering::reverse),
        _ => None,
    }
}

/// Exact: an integer beyond 53 bits is not rounded to the real number's precision.
fn integer_with_real(a: i128, b: f64) -> Option<Ordering> {
    const LIMIT: f64 = 1e30;
    if b.is_nan() {
        return None;
    }
    if b >= LIMIT {
        return Some(Ordering::Less);
    }
    if b <= -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = b.trunc();
    // Within the limit the whole part is exactly an i128; integers of CIM are far below it.
    let order = a.cmp(&(whole as i128));
    Some(order.then_with(|| 0.0f64.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal)))
}

/// Without case, character by character.
pub(super) fn compare_texts(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        let fold = |text: &'_ str| text.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>();
        return if a.eq_ignore_ascii_case(b) { Ordering::Equal } else { fold(a).cmp(&fold(b)) };
    }
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    [("true", true), ("false", false), ("1", true), ("0", false)]
        .into_iter()
        .find_map(|(word, value)| eq_ignore_case(word, text.trim()).then_some(value))
}

/// A number written as text.
pub(super) fn number(text: &str) -> Option<Scalar<'static>> {
    let text = text.trim();
    if let Some(value) = super::object_path::integer(text) {
        return Some(Scalar::Integer(value));
    }
    let is_number = text.contains(|c: char| c.is_ascii_digit());
    let value = text.parse::<f64>().ok().filter(|value| is_number && value.is_finite())?;
    Some(Scalar::Real(value))
}

/// Whether a reference points where the path in `text` does.
fn same_object(instance: InstanceRef<'_>, text: &str) -> bool {
    let Ok(path) = ObjectPath::parse(text) else { return false };
    let mut keys = 0;
    let all = instance.iter().filter(|element| element.is_key()).all(|element| {
        keys += 1;
        let name = element.name.to_str_lossy();
        match (element.value.and_then(Scalar::from_value), path.key(&name)) {
            (Some(value), Some(key)) => compare(&value, &key_scalar(key)) == Some(Ordering::Equal),
            _ => false,
        }
    });
    all && keys == path.keys.len() && eq_ignore_case(&instance.class_name(), &path.class)
}

fn key_scalar(key: &KeyValue) -> Scalar<'_> {
    match key {
        KeyValue::Text(text) => Scalar::Text(Cow::Borrowed(text)),
        KeyValue::Integer(value) => Scalar::Integer(*value),
        KeyValue::Boolean(value) => Scalar::Boolean(*value),
    }
}

/// Whether two references name the same object. Nested references are compared by their paths' texts at most.
fn same_keys(a: InstanceRef<'_>, b: InstanceRef<'_>) -> bool {
    let simple = |value: Option<ValueRef<'_>>| match value.and_then(Scalar::from_value) {
        Some(Scalar::Object(_)) | None => None,
        Some(value) => match value {
            Scalar::Text(text) => Some(text.to_lowercase()),
            Scalar::Integer(value) => Some(value.to_string()),
            Scalar::Boolean(value) => Some(i32::from(value).to_string()),
            Scalar::Character(value) => Some(value.to_string()),
            Scalar::Real(value) => Some(value.to_string()),
            Scalar::Datetime(value) => Some(value.micros().to_string()),
            Scalar::Object(_) => None,
        },
    };
    let same_class = eq_ignore_case(&a.class_name(), &b.class_name());
    same_class
        && a.iter().filter(|element| element.is_key()).all(|element| {
            let other = b.get(&element.name.to_str_lossy());
            simple(element.value) == simple(other.and_then(|other| other.value))
        })
}
