//! What the tokens of values mean: numbers, texts and characters with their escapes.

/// An integer in any of the four bases, or a real.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Number {
    Integer(i128),
    Real(f64),
}

/// Reads a number token. None where it is none (or beyond what any type holds).
pub(super) fn number(token: &str) -> Option<Number> {
    let (negative, digits) = match token.as_bytes().first()? {
        b'-' => (true, &token[1..]),
        b'+' => (false, &token[1..]),
        _ => (false, token),
    };
    let first = digits.bytes().next()?;
    let sign = |magnitude: u64| if negative { -i128::from(magnitude) } else { i128::from(magnitude) };
    if let Some(hexadecimal) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return magnitude(hexadecimal, 16).map(sign).map(Number::Integer);
    }
    if let Some(binary) = digits.strip_suffix(['b', 'B']) {
        return magnitude(binary, 2).map(sign).map(Number::Integer);
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        let radix = if first == b'0' && digits.len() > 1 { 8 } else { 10 };
        return magnitude(digits, radix).map(sign).map(Number::Integer);
    }
    real(digits).map(|value| Number::Real(if negative { -value } else { value }))
}

fn magnitude(digits: &str, radix: u32) -> Option<u64> {
    if digits.starts_with(['+', '-']) { None } else { u64::from_str_radix(digits, radix).ok() }
}

/// `1.5`, `.5`, `1.5E+3`; also without a point where there is an exponent.
fn real(digits: &str) -> Option<f64> {
    let plausible = !digits.starts_with(['+', '-'])
        && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    let value: f64 = if plausible { digits.parse().ok()? } else { return None };
    value.is_finite().then_some(value)
}

/// Appends the meaning of a text token (without its quotes) to `out`. On an error: the offset within, and what
/// was expected there.
pub(super) fn text(inner: &str, out: &mut String) -> Result<(), (usize, &'static str)> {
    let mut done = 0;
    while let Some(length) = inner[done..].find('\\') {
        let at = done + length;
        out.push_str(&inner[done..at]);
        let (unit, length) = escape(&inner[at..]).ok_or((at, ESCAPES))?;
        done = at + length;
        match char::from_u32(u32::from(unit)) {
            Some('\0') => return Err((at, "a character other than NUL")),
            Some(character) => out.push(character),
            None => {
                done +=
                    surrogates(unit, &inner[done..], out).ok_or((at, "the other half of a surrogate pair"))?
            }
        }
    }
    out.push_str(&inner[done..]);
    Ok(())
}

const ESCAPES: &str = r#"\b, \t, \n, \f, \r, \", \', \\ or \x with one to four hexadecimal digits"#;

/// Two escapes that are one character. Answers the length of the second.
fn surrogates(high: u16, rest: &str, out: &mut String) -> Option<usize> {
    let (low, length) = escape(rest)?;
    let character = char::decode_utf16([high, low]).next()?.ok()?;
    out.push(character);
    Some(length)
}

/// The meaning of a character token (without its quotes): one UTF-16 unit.
pub(super) fn character(inner: &str) -> Option<u16> {
    if inner.starts_with('\\') {
        let (unit, length) = escape(inner)?;
        return (length == inner.len()).then_some(unit);
    }
    let mut units = inner.encode_utf16();
    let unit = units.next()?;
    units.next().is_none().then_some(unit)
}

/// The escape at the start of `text`: its unit and its length.
fn escape(text: &str) -> Option<(u16, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'\\') {
        return None;
    }
    let simple = match bytes.get(1)? {
        b'b' => 0x08,
        b't' => 0x09,
        b'n' => 0x0A,
        b'f' => 0x0C,
        b'r' => 0x0D,
        byte @ (b'"' | b'\'' | b'\\') => u16::from(*byte),
        b'x' | b'X' => {
            let digits = bytes[2..].iter().take(4).take_while(|b| b.is_ascii_hexdigit()).count();
            let unit = u16::from_str_radix(text.get(2..2 + digits)?, 16).ok()?;
            return Some((unit, 2 + digits));
        }
        _ => return None,
    };
    Some((simple, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_mean_what_dsp0004_says() {
        for (token, value) in [
            ("0", 0),
            ("-17", -17),
            ("+17", 17),
            ("017", 15),
            ("101b", 5),
            ("-0B", 0),
            ("0x1F", 31),
            ("0XfB", 251),
            ("18446744073709551615", u64::MAX.into()),
        ] {
            assert_eq!(number(token), Some(Number::Integer(value)), "{token}");
        }
        for (token, value) in [("1.5", 1.5), (".5", 0.5), ("-1.25E+2", -125.0), ("1e3", 1000.0)] {
            assert_eq!(number(token), Some(Number::Real(value)), "{token}");
        }
        for token in
            ["", "-", "09", "12b", "0x", "0xg", "1.2.3", "1e", "18446744073709551616", "1e999", "--1", "b"]
        {
            assert_eq!(number(token), None, "{token}");
        }
    }

    #[test]
    fn escapes_mean_what_dsp0004_says() {
        let mut out = String::new();
        text(r#"a\t\"\\\x41\x20AC\xD834\xDD1E\x1g"#, &mut out).unwrap();
        assert_eq!(out, "a\t\"\\A€𝄞\u{1}g");
        for bad in [r"\q", r"\x", r"\xD834", r"\xD834x", r"\x0", r"\"] {
            assert!(text(bad, &mut String::new()).is_err(), "{bad}");
        }
        assert_eq!(character("a"), Some(97));
        assert_eq!(character(r"\x20ac"), Some(0x20AC));
        assert_eq!(character(r"\'"), Some(39));
        assert_eq!(character(""), None);
        assert_eq!(character("ab"), None);
        assert_eq!(character("𝄞"), None);
    }
}
