//! Scalars read in passing: the plain forms of values, at a place in a text, up to the tag that ends them.
//!
//! What is not plain (white space, a sign where none is needed, more digits than a word holds) is left to
//! [`super::scalar`]; what is read here reads the same there.

use super::{scalar, time};
use crate::cim::{Datetime, Type};
use crate::codec::xml::find_special;

/// More digits may not fit into 64 bits.
const MOST_DIGITS: usize = 18;

/// What a property's text is read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Text,
    /// An integer that is not above this.
    Unsigned(u64),
    /// One that is not above this, and not below its negative less one.
    Signed(u64),
    Boolean,
    Real32,
    Real64,
    Datetime,
    /// Not here.
    Other,
}

impl Form {
    pub fn of(ty: Type) -> Form {
        match ty {
            Type::String => Form::Text,
            Type::Uint8 => Form::Unsigned(u8::MAX.into()),
            Type::Uint16 => Form::Unsigned(u16::MAX.into()),
            Type::Uint32 => Form::Unsigned(u32::MAX.into()),
            Type::Uint64 => Form::Unsigned(u64::MAX),
            Type::Sint8 => Form::Signed(i8::MAX as u64),
            Type::Sint16 => Form::Signed(i16::MAX as u64),
            Type::Sint32 => Form::Signed(i32::MAX as u64),
            Type::Sint64 => Form::Signed(i64::MAX as u64),
            Type::Boolean => Form::Boolean,
            Type::Real32 => Form::Real32,
            Type::Real64 => Form::Real64,
            Type::Datetime => Form::Datetime,
            _ => Form::Other,
        }
    }
}

/// The bits of a number, a boolean or a real (a signed one's extended to 64), and where its text ends.
#[inline(always)]
pub fn bits(form: Form, text: &str, at: usize) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    match form {
        Form::Unsigned(most) => unsigned(bytes, at, most),
        Form::Signed(most) => signed(bytes, at, most),
        Form::Boolean => boolean(bytes, at),
        Form::Real64 => real(text, at).map(|(value, end)| (value.to_bits(), end)),
        Form::Real32 => real(text, at).map(|(value, end)| (u64::from((value as f32).to_bits()), end)),
        Form::Text | Form::Datetime | Form::Other => None,
    }
}

/// A datetime or an interval.
#[inline]
pub fn datetime(bytes: &[u8], at: usize) -> Option<(Datetime, usize)> {
    let text = bytes.get(at..)?;
    let (value, rest) = match text.first()? {
        b'P' => interval(text)?,
        _ => time::prefix(text)?,
    };
    Some((value, bytes.len() - rest.len()))
}

/// `P948DT4H0M0.5S`: each part there, in this order, and none that spills over into the one before.
#[inline]
fn interval(text: &[u8]) -> Option<(Datetime, &[u8])> {
    let (days, rest) = part(text.get(1..)?, b'D')?;
    let rest = rest.strip_prefix(b"T")?;
    let (hours, rest) = part(rest, b'H')?;
    let (minutes, rest) = part(rest, b'M')?;
    let (seconds, rest) = short(rest)?;
    let (microseconds, rest) = time::fraction(rest)?;
    let rest = rest.strip_prefix(b"S")?;
    let in_range = hours < 24 && minutes < 60 && seconds < 60;
    in_range.then_some((Datetime::Interval { days, hours, minutes, seconds, microseconds }, rest))
}

#[inline(always)]
fn part(text: &[u8], unit: u8) -> Option<(u32, &[u8])> {
    let (value, rest) = short(text)?;
    match rest {
        [first, rest @ ..] if *first == unit => Some((value, rest)),
        _ => None,
    }
}

/// A number of up to eight digits, and what follows.
#[inline(always)]
fn short(text: &[u8]) -> Option<(u32, &[u8])> {
    let (mut value, mut rest) = (0u32, text);
    while let [first, tail @ ..] = rest
        && first.is_ascii_digit()
    {
        // Wraps only where there are too many.
        value = value.wrapping_mul(10).wrapping_add(u32::from(first - b'0'));
        rest = tail;
    }
    let length = text.len() - rest.len();
    (length > 0 && length <= 8).then_some((value, rest))
}

const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
const TENS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Digits, eight at a time.
#[inline(always)]
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (mut value, mut end) = (0u64, at);
    while let Some(eight) = bytes.get(end..).and_then(|rest| rest.first_chunk()) {
        let (more, count) = leading(*eight);
        value = value.wrapping_mul(TENS[count]).wrapping_add(more);
        end += count;
        if count < 8 {
            // Wraps only where there are too many.
            return (end > at && end - at <= MOST_DIGITS).then_some((value, end));
        }
    }
    None
}

/// The number at the start of eight bytes, and of how many digits it is.
#[inline(always)]
pub fn leading(bytes: [u8; 8]) -> (u64, usize) {
    let word = u64::from_le_bytes(bytes) ^ ZEROS;
    // What is above 9 shows in the upper halves; what it adds to the byte behind it does not matter any more.
    let others = (word.wrapping_add(0x0606_0606_0606_0606) | word) & 0xf0f0_f0f0_f0f0_f0f0;
    let count = (others.trailing_zeros() / 8) as usize;
    // Zeros lead, in what is the number's upper digits.
    let digits = if count == 8 { word } else { (word << 8) << (56 - 8 * count) };
    (number(digits), count)
}

/// The number of eight digits, the first in the lowest byte.
#[inline(always)]
fn number(digits: u64) -> u64 {
    const EACH: u64 = 0x0000_00ff_0000_00ff;
    let pairs = digits * 10 + (digits >> 8);
    // First and third pair in one multiplication, second and fourth in another: the sum is in the upper half.
    let odd = (pairs & EACH).wrapping_mul(100 + (1_000_000 << 32));
    let even = (pairs >> 16 & EACH).wrapping_mul(1 + (10_000 << 32));
    odd.wrapping_add(even) >> 32
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
    let first = *bytes.get(at)?;
    let first = if first == b'-' { *bytes.get(at + 1)? } else { first };
    // Words for what is no number are left to the other reader.
    first.is_ascii_digit().then_some(())?;
    let end = find_special(bytes, at);
    Some((scalar::plain_real(text.get(at..end)?)?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_up_to_what_is_none() {
        let behind = "<................";
        for value in (0..19).flat_map(|power| {
            let ten = 10u64.pow(power);
            [ten - 1, ten, ten + 1, ten / 7, ten.wrapping_mul(123_456_789) % 1_000_000_000_000_000_000]
        }) {
            let text = format!("ab{value}{behind}");
            let expected =
                (value.to_string().len() <= MOST_DIGITS).then(|| (value, 2 + value.to_string().len()));
            assert_eq!(digits(text.as_bytes(), 2), expected, "{text}");
        }
        for text in ["", "<........", "-1<.......", "+1<.......", " 1<.......", "1234567"] {
            assert_eq!(digits(text.as_bytes(), 0), None, "{text}");
        }
        for other in (0..=255).filter(|byte: &u8| !byte.is_ascii_digit()) {
            let mut text = *b"12034056............";
            for at in 1..8 {
                let before = std::mem::replace(&mut text[at], other);
                assert_eq!(digits(&text, 0), Some((12_034_056 / 10u64.pow(8 - at as u32), at)), "{other}");
                text[at] = before;
            }
        }
    }

    #[test]
    fn numbers_out_of_range_are_left_to_others() {
        let read =
            |ty, text: &str| bits(Form::of(ty), &format!("{text}<..........."), 0).map(|(bits, _)| bits);
        assert_eq!(read(Type::Uint8, "255"), Some(255));
        assert_eq!(read(Type::Uint8, "256"), None);
        assert_eq!(read(Type::Sint8, "-128"), Some(-128i64 as u64));
        assert_eq!(read(Type::Sint8, "-129"), None);
        assert_eq!(read(Type::Sint8, "128"), None);
        assert_eq!(read(Type::Uint64, "18446744073709551615"), None);
        assert_eq!(read(Type::Boolean, "true"), Some(1));
        assert_eq!(read(Type::Real64, "-1.5e3"), Some((-1.5e3f64).to_bits()));
        assert_eq!(read(Type::Real64, "nan"), None);
        assert_eq!(read(Type::Real64, "-infinity"), None);
    }
}
