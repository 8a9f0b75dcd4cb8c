//! Datetimes between XML schema (`xs:dateTime`, `xs:duration`) and CIM (DSP0230, DSP0004).

use super::quick;
use crate::cim::Datetime;

/// Any of the forms servers use: CIM's 25 characters, a schema dateTime, date or duration.
pub fn parse(text: &str) -> Option<Datetime> {
    let text = text.trim();
    if text.len() == 25
        && let Ok(datetime) = text.parse()
    {
        return Some(datetime);
    }
    prefix(text.as_bytes()).filter(|(_, rest)| rest.is_empty()).map(|(datetime, _)| datetime)
}

/// A schema dateTime, date or duration at the start of a text that goes on with a tag, or not at all; and what follows.
#[inline]
pub fn prefix(text: &[u8]) -> Option<(Datetime, &[u8])> {
    let mut rest = Digits(text);
    let datetime = if text.first() == Some(&b'P') { rest.duration()? } else { rest.date_time()? };
    Some((datetime, rest.0))
}

struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// `2024-01-31T10:20:30.123456+01:00`; time, fraction and offset may be missing.
    #[inline]
    fn date_time(&mut self) -> Option<Datetime> {
        let (day, tail) = self.0.split_first_chunk::<10>()?;
        let (head, end) = (first_eight(day), last_eight(day));
        let (head, end) = (DATE.pairs(head)?, DAY.pairs(end)?);
        let (year, month, day) = (pair(head, 0) * 100 + pair(head, 2), pair(head, 5), pair(end, 6));
        self.0 = tail;
        let (hour, minute, second) = self.clock()?;
        let in_range = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour <= 24
            && minute <= 59
            && second <= 60;
        if !in_range {
            return None;
        }
        let microseconds = self.fraction()?;
        let utc = self.offset()?;
        Some(Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc })
    }

    /// `T10:20:30`; midnight where there is none.
    #[inline]
    fn clock(&mut self) -> Option<(u32, u32, u32)> {
        if self.0.first() != Some(&b'T') {
            return Some((0, 0, 0));
        }
        let (clock, tail) = self.0.split_first_chunk::<9>()?;
        let pairs = CLOCK.pairs(last_eight(clock))?;
        self.0 = tail;
        Some((pair(pairs, 0), pair(pairs, 3), pair(pairs, 6)))
    }

    /// `P1DT2H3M4.5S`. Years and months have no fixed length and are refused.
    #[inline]
    fn duration(&mut self) -> Option<Datetime> {
        self.literal(b'P')?;
        let (mut seconds, mut microseconds, mut in_time, mut any) = (0u64, 0, false, false);
        while let Some(first) = self.0.first().filter(|first| **first != b'<') {
            if *first == b'T' && !in_time {
                self.0 = &self.0[1..];
                in_time = true;
                continue;
            }
            let value = self.digits(18)?;
            let fraction = self.fraction()?;
            let (unit, tail) = self.0.split_first()?;
            self.0 = tail;
            let factor = match unit {
                b'S' if in_time => 1,
                b'M' if in_time => 60,
                b'H' if in_time => 3600,
                b'D' if !in_time => 86_400,
                b'Y' | b'M' if !in_time && value == 0 => 0,
                _ => return None,
            };
            if factor == 1 {
                microseconds = fraction;
            }
            seconds = seconds.checked_add(value.checked_mul(factor)?)?;
            any = true;
        }
        let days = u32::try_from(seconds / 86_400).ok().filter(|days| any && *days <= 99_999_999)?;
        let rest = (seconds % 86_400) as u32;
        let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
        Some(Datetime::Interval { days, hours, minutes, seconds, microseconds })
    }

    fn literal(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// Up to 18 digits.
    #[inline]
    fn digits(&mut self, most: usize) -> Option<u64> {
        let mut value = 0u64;
        let mut rest = self.0;
        while let [first, tail @ ..] = rest
            && let Some(digit) = digit(*first)
        {
            // Wraps only where there are too many.
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            rest = tail;
        }
        let length = self.0.len() - rest.len();
        self.0 = rest;
        (length > 0 && length <= most).then_some(value)
    }

    fn fraction(&mut self) -> Option<u32> {
        let (microseconds, rest) = fraction(self.0)?;
        self.0 = rest;
        Some(microseconds)
    }

    /// Minutes east of UTC; none means UTC.
    #[inline]
    fn offset(&mut self) -> Option<i32> {
        let sign = match self.0.first() {
            None | Some(b'<') => return Some(0),
            Some(b'Z') => {
                self.0 = &self.0[1..];
                return Some(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        let (head, tail) = self.0.split_first_chunk::<6>()?;
        let [_, h1, h2, colon, m1, m2] = *head;
        let pairs = OFFSET.pairs([h1, h2, colon, m1, m2, b'-', b'-', b'-'])?;
        self.0 = tail;
        let (hours, minutes) = (pair(pairs, 0), pair(pairs, 3));
        (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes) as i32)
    }
}

/// `.123`: microseconds, and what follows; further digits are cut off. 0 without a point.
#[inline]
pub fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', text @ ..] = text else { return Some((0, text)) };
    const SCALES: [u32; 7] = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1];
    if let Some(eight) = text.first_chunk() {
        let (value, length) = quick::leading(*eight);
        if let Some(scale) = SCALES.get(length) {
            return (length > 0).then(|| (value as u32 * scale, &text[length..]));
        }
    }
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let digits = text[..length].iter().map(|byte| u32::from(byte - b'0'));
    let value = digits.zip(&SCALES[1..]).map(|(digit, scale)| digit * scale).sum();
    (length > 0).then_some((value, &text[length..]))
}

#[inline(always)]
fn digit(byte: u8) -> Option<u32> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(digit.into())
}

fn first_eight<const N: usize>(bytes: &[u8; N]) -> [u8; 8] {
    *bytes.first_chunk().expect("there are eight or more")
}

fn last_eight<const N: usize>(bytes: &[u8; N]) -> [u8; 8] {
    *bytes.last_chunk().expect("there are eight or more")
}

/// Eight bytes in which digits and separators have fixed places, checked and read as one word.
struct Layout {
    zero: u64,
    /// Makes every byte above 9 show in `check`; nothing where a separator is.
    carry: u64,
    check: u64,
}

const DATE: Layout = Layout::new(*b"0000-00-");
/// The last eight of a date.
const DAY: Layout = Layout::new(*b"00-00-00");
const CLOCK: Layout = Layout::new(*b"00:00:00");
const OFFSET: Layout = Layout::new(*b"00:00---");

impl Layout {
    /// `0` is any digit.
    const fn new(example: [u8; 8]) -> Layout {
        let (mut carry, mut check) = ([0; 8], [0xff; 8]);
        let mut at = 0;
        while at < 8 {
            if example[at] == b'0' {
                carry[at] = 6;
                check[at] = 0xf0;
            }
            at += 1;
        }
        Layout {
            zero: u64::from_le_bytes(example),
            carry: u64::from_le_bytes(carry),
            check: u64::from_le_bytes(check),
        }
    }

    /// For each two digits side by side, their number in the byte of the first.
    #[inline(always)]
    fn pairs(&self, bytes: [u8; 8]) -> Option<u64> {
        let digits = u64::from_le_bytes(bytes) ^ self.zero;
        // A byte that overflows into the next was no digit anyway.
        let wrong = (digits.wrapping_add(self.carry) | digits) & self.check;
        (wrong == 0).then(|| digits * 10 + (digits >> 8))
    }
}

/// The number at a byte of [`Layout::pairs`].
#[inline(always)]
fn pair(pairs: u64, byte: u32) -> u32 {
    (pairs >> (8 * byte) & 0xff) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_forms_become_cim_forms() {
        let cases = [
            ("2024-01-31T10:20:30Z", "20240131102030.000000+000"),
            ("2013-04-25T21:23:39.5-07:00", "20130425212339.500000-420"),
            ("2015-06-22T00:00:00.1234567+02:00", "20150622000000.123456+120"),
            ("2006-12-21", "20061221000000.000000+000"),
            ("P1DT2H3M4.25S", "00000001020304.250000:000"),
            ("PT60S", "00000000000100.000000:000"),
            ("P0Y0M1DT0H0M0S", "00000001000000.000000:000"),
            ("20240131102030.000000+060", "20240131102030.000000+060"),
        ];
        for (schema, cim) in cases {
            assert_eq!(parse(schema).map(|datetime| datetime.to_string()).as_deref(), Some(cim), "{schema}");
        }
        for bad in
            ["", "P", "PT", "P1Y", "2024-13-01", "2024-01-31T10:20", "TIME_NA", "P99999999999999999999D"]
        {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
