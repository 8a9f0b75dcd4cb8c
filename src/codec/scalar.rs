//! The one formatter and reader of scalar values, under MI_XML, WS-Man envelopes and MOF alike.
//!
//! Integers in decimal, reals with as many digits as tell them apart, booleans as words, datetimes in the
//! 25-character form (DSP0004 section 5.2.4).

/// Text of a number, without an allocation.
pub struct Digits {
    bytes: [u8; 40],
    start: usize,
    end: usize,
}

impl Digits {
    /// ASCII.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    pub fn as_str(&self) -> &str {
        // Only ASCII is ever written.
        std::str::from_utf8(&self.bytes[self.start..self.end]).unwrap_or_default()
    }

    fn empty() -> Self {
        Digits { bytes: [0; 40], start: 0, end: 0 }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.end) {
            *place = byte;
            self.end += 1;
        }
    }
}

impl std::fmt::Write for Digits {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        text.bytes().for_each(|byte| self.push(byte));
        Ok(())
    }
}

static PAIRS: [u8; 200] = pairs();

const fn pairs() -> [u8; 200] {
    let mut table = [0u8; 200];
    let mut number = 0;
    while number < 100 {
        table[2 * number] = b'0' + (number / 10) as u8;
        table[2 * number + 1] = b'0' + (number % 10) as u8;
        number += 1;
    }
    table
}

/// An unsigned integer in decimal.
pub fn unsigned(value: u64) -> Digits {
    let mut digits = Digits { bytes: [0; 40], start: 24, end: 24 };
    digits.prepend(value);
    digits
}

/// A signed integer in decimal.
pub fn signed(value: i64) -> Digits {
    let mut digits = unsigned(value.unsigned_abs());
    if value < 0 {
        digits.start -= 1;
        digits.bytes[digits.start] = b'-';
    }
    digits
}

/// An integer of any type in decimal. Beyond all types: the nearest of one.
pub fn integer(value: i128) -> Digits {
    if value < 0 {
        signed(i64::try_from(value).unwrap_or(i64::MIN))
    } else {
        unsigned(u64::try_from(value).unwrap_or(u64::MAX))
    }
}

impl Digits {
    #[inline]
    fn prepend(&mut self, mut value: u64) {
        let mut at = 24;
        while value >= 10 {
            let pair = (value % 100) as usize * 2;
            value /= 100;
            at -= 2;
            // The room is 24 bytes, 20 digits are the most.
            if let Some(place) = self.bytes.get_mut(at..at + 2) {
                place.copy_from_slice(&PAIRS[pair..pair + 2]);
            }
        }
        if value > 0 || at == 24 {
            at -= 1;
            self.bytes[at] = b'0' + value as u8;
        }
        self.start = at;
    }
}

/// A real as C's `%.*e` writes it: exponent with a sign and at least two digits.
fn exponential(value: f64, precision: usize) -> Digits {
    use std::fmt::Write;
    let mut digits = Digits::empty();
    if !value.is_finite() {
        let word = if value.is_nan() { "nan" } else { "inf" };
        if value.is_sign_negative() {
            digits.push(b'-');
        }
        let _ = digits.write_str(word);
        return digits;
    }
    let _ = write!(digits, "{value:.precision$e}");
    let Some(at) = digits.as_str().find('e') else { return digits };
    let exponent: i32 = digits.as_str()[at + 1..].parse().unwrap_or(0);
    digits.end = at;
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(digits, "e{sign}{:02}", exponent.unsigned_abs());
    digits
}

/// Eight significant digits, as the original writes it. Nine would be needed to tell all values apart: those that
/// eight do not tell apart get them.
pub fn real32(value: f32) -> Digits {
    let short = exponential(f64::from(value), 7);
    if parse_real32(short.as_str()) == Some(value) || !value.is_finite() {
        return short;
    }
    exponential(f64::from(value), 8)
}

/// Seventeen significant digits: enough for every value.
pub fn real64(value: f64) -> Digits {
    exponential(value, 16)
}

/// A real that Rust's shortest form names, as MOF wants it: with a point. None for what is no number.
pub fn shortest(text: String) -> Option<String> {
    match text.find('e') {
        _ if text.ends_with(|c: char| !c.is_ascii_digit()) => None,
        Some(at) if !text[..at].contains('.') => Some(format!("{}.0{}", &text[..at], &text[at..])),
        _ => Some(text),
    }
}

/// A real as XML schema has it: its own words for what is no number, the shortest digits otherwise.
pub fn schema_real(value: f64, digits: String) -> String {
    match value {
        _ if value.is_nan() => "NaN".into(),
        f64::INFINITY => "INF".into(),
        f64::NEG_INFINITY => "-INF".into(),
        _ => digits,
    }
}

pub fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// `true`, `false` (in any case), `1`, `0`.
pub fn parse_boolean(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// An integer in decimal, or in hexadecimal with `0x`; a sign may lead. Wide enough for every type.
pub fn parse_integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let magnitude = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => hexadecimal(&digits[2..])?,
        _ => decimal(digits.as_bytes())?,
    };
    Some(if negative { -i128::from(magnitude) } else { i128::from(magnitude) })
}

fn hexadecimal(digits: &str) -> Option<u64> {
    if digits.starts_with(['+', '-']) { None } else { u64::from_str_radix(digits, 16).ok() }
}

fn decimal(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 { None } else { value.checked_mul(10)?.checked_add(u64::from(digit)) }
    })
}

/// A real, with or without an exponent; `inf`, `-inf`, `nan` in any case.
pub fn parse_real64(text: &str) -> Option<f64> {
    if text.starts_with('+') && text.len() > 1 && text.as_bytes()[1] == b'+' {
        None
    } else {
        text.parse().ok()
    }
}

/// As [`parse_real64`]; rounded once.
pub fn parse_real32(text: &str) -> Option<f32> {
    text.parse().ok()
}

/// A UTF-16 unit that is one character: itself. Other texts: `\xHHHH`, a number by its digits where there are two
/// or more of them.
pub fn parse_char16(text: &str) -> Option<u16> {
    let mut units = text.encode_utf16();
    match (units.next(), units.next()) {
        (Some(unit), None) => Some(unit),
        _ => match text.strip_prefix("\\x") {
            Some(digits) if digits.len() == 4 => hexadecimal(digits)?.try_into().ok(),
            _ => decimal(text.as_bytes())?.try_into().ok(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_written_in_decimal() {
        for value in [0u64, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 12345, 1_000_000, u64::MAX - 1, u64::MAX] {
            assert_eq!(unsigned(value).as_str(), value.to_string());
        }
        for value in [0i64, -1, 1, -10, i64::MIN, i64::MAX] {
            assert_eq!(signed(value).as_str(), value.to_string());
            assert_eq!(parse_integer(&value.to_string()), Some(value.into()));
            assert_eq!(integer(value.into()).as_str(), value.to_string());
        }
    }

    #[test]
    fn reals_are_written_as_c_does() {
        assert_eq!(real64(1.5).as_str(), "1.5000000000000000e+00");
        assert_eq!(real64(-1e300).as_str(), "-1.0000000000000001e+300");
        assert_eq!(real64(5e-324).as_str(), "4.9406564584124654e-324");
        assert_eq!(real32(0.1).as_str(), "1.0000000e-01");
        assert_eq!(real64(f64::NEG_INFINITY).as_str(), "-inf");
    }

    #[test]
    fn reals_read_back() {
        let mut bits = 1u64;
        for _ in 0..2000 {
            bits = bits.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let (wide, narrow) = (f64::from_bits(bits), f32::from_bits((bits >> 32) as u32));
            if wide.is_finite() {
                assert_eq!(parse_real64(real64(wide).as_str()), Some(wide));
            }
            if narrow.is_finite() {
                assert_eq!(parse_real32(real32(narrow).as_str()), Some(narrow));
            }
        }
    }

    #[test]
    fn what_is_no_value_is_none() {
        assert_eq!(parse_integer(""), None);
        assert_eq!(parse_integer("-"), None);
        assert_eq!(parse_integer("1 "), None);
        assert_eq!(parse_integer("0x"), None);
        assert_eq!(parse_integer("18446744073709551616"), None);
        assert_eq!(parse_boolean("yes"), None);
        assert_eq!(parse_char16(""), None);
        assert_eq!(parse_char16("7"), Some(55));
        assert_eq!(parse_char16("65"), Some(65));
        assert_eq!(parse_char16("\\xD800"), Some(0xD800));
        assert_eq!(parse_char16("70000"), None);
    }
}
