//! Scalars read in passing: the plain forms of values, at a place in a text, up to the tag that ends them.
//!
//! What is not plain (white space, a sign where none is needed, more digits than a word holds) is left to
//! [`super::scalar`]; what is read here reads the same there.

use super::{scalar, time};
use crate::cim::{Datetime, Type};

/// More digits may not fit into 64 bits.
const MOST_DIGITS: usize = 18;

/// The bits of a number, a boolean or a real (a signed one's extended to 64), and where its text ends.
#[inline(always)]
pub fn bits(ty: Type, text: &str, at: usize) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    match ty {
        Type::Uint32 => unsigned(bytes, at, u32::MAX.into()),
        Type::Uint64 => unsigned(bytes, at, u64::MAX),
        Type::Uint16 => unsigned(bytes, at, u16::MAX.into()),
        Type::Uint8 => unsigned(bytes, at, u8::MAX.into()),
        Type::Boolean => boolean(bytes, at),
        Type::Sint32 => signed(bytes, at, i32::MAX as u64),
        Type::Sint64 => signed(bytes, at, i64::MAX as u64),
        Type::Sint16 => signed(bytes, at, i16::MAX as u64),
        Type::Sint8 => signed(bytes, at, i8::MAX as u64),
        Type::Real64 => real(text, at).map(|(value, end)| (value.to_bits(), end)),
        Type::Real32 => real(text, at).map(|(value, end)| (u64::from((value as f32).to_bits()), end)),
        _ => None,
    }
}

/// A datetime or an interval.
#[inline]
pub fn datetime(bytes: &[u8], at: usize) -> Option<(Datetime, usize)> {
    let (value, rest) = time::prefix(bytes.get(at..)?)?;
    Some((value, bytes.len() - rest.len()))
}

#[inline(always)]
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (mut value, mut end) = (0u64, at);
    while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9) {
        // Wraps only where there are too many.
        value = value.wrapping_mul(10).wrapping_add(digit.into());
        end += 1;
    }
    (end > at && end - at <= MOST_DIGITS).then_some((value, end))
}

#[inline(always)]
fn unsigned(bytes: &[u8], at: usize, most: u64) -> Option<(u64, usize)> {
    digits(bytes, at).filter(|(value, _)| *value <= most)
}

#[inline(always)]
fn signed(bytes: &[u8], at: usize, most: u64) -> Option<(u64, usize)> {
    if bytes.get(at) == Some(&b'-') {
        let (value, end) = digits(bytes, at + 1)?;
        return (value <= most + 1).then_some((value.wrapping_neg(), end));
    }
    unsigned(bytes, at, most)
}

#[inline(always)]
fn boolean(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let rest = bytes.get(at..)?;
    if rest.starts_with(b"true") {
        Some((1, at + 4))
    } else if rest.starts_with(b"false") {
        Some((0, at + 5))
    } else {
        None
    }
}

fn real(text: &str, at: usize) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let rest = bytes.get(at..)?;
    let length =
        rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))?;
    Some((scalar::plain_real(text.get(at..at + length)?)?, at + length))
}
