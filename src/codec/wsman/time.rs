//! Datetimes between XML schema (`xs:dateTime`, `xs:duration`) and CIM (DSP0230, DSP0004).

use crate::cim::Datetime;
use crate::cim::datetime::UNSPECIFIED;
use std::fmt::Write;

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
        let [year, month, day] = self.date()?;
        let [hour, minute, second] = self.clock()?;
        let in_range = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour <= 24
            && minute <= 59
            && second <= 60;
        if !in_range {
            return None;
        }
        let microseconds = if self.0.first() == Some(&b'.') { self.fraction()? } else { 0 };
        let utc = self.offset()?;
        Some(Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc })
    }

    /// `2024-01-31`.
    #[inline]
    fn date(&mut self) -> Option<[u32; 3]> {
        let (head, tail) = self.0.split_first_chunk::<10>()?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *head else { return None };
        self.0 = tail;
        Some([pair(y1, y2)? * 100 + pair(y3, y4)?, pair(m1, m2)?, pair(d1, d2)?])
    }

    /// `T10:20:30`; midnight where there is none.
    #[inline]
    fn clock(&mut self) -> Option<[u32; 3]> {
        if self.0.first() != Some(&b'T') {
            return Some([0; 3]);
        }
        let (head, tail) = self.0.split_first_chunk::<9>()?;
        let [_, h1, h2, b':', m1, m2, b':', s1, s2] = *head else { return None };
        self.0 = tail;
        Some([pair(h1, h2)?, pair(m1, m2)?, pair(s1, s2)?])
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
            let fraction = if self.0.first() == Some(&b'.') { self.fraction()? } else { 0 };
            let (unit, tail) = self.0.split_first()?;
            self.0 = tail;
            let factor = match (unit, in_time) {
                (b'Y' | b'M', false) if value == 0 => 0,
                (b'D', false) => 86_400,
                (b'H', true) => 3600,
                (b'M', true) => 60,
                (b'S', true) => 1,
                _ => return None,
            };
            if *unit == b'S' {
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
        let (mut value, mut length) = (0u64, 0);
        while let Some(digit) = self.0.get(length).and_then(|byte| digit(*byte)) {
            // Wraps only where there are too many.
            value = value.wrapping_mul(10).wrapping_add(digit.into());
            length += 1;
        }
        self.0 = &self.0[length..];
        (length > 0 && length <= most).then_some(value)
    }

    /// `.123`: microseconds; further digits are cut off.
    #[inline]
    fn fraction(&mut self) -> Option<u32> {
        self.literal(b'.')?;
        let (mut value, mut scale, mut length) = (0, 100_000, 0);
        while let Some(digit) = self.0.get(length).and_then(|byte| digit(*byte)) {
            value += digit * scale;
            scale /= 10;
            length += 1;
        }
        self.0 = &self.0[length..];
        (length > 0).then_some(value)
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
        let [_, h1, h2, b':', m1, m2] = *head else { return None };
        self.0 = tail;
        let (hours, minutes) = (pair(h1, h2)?, pair(m1, m2)?);
        (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes) as i32)
    }
}

#[inline(always)]
fn digit(byte: u8) -> Option<u32> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(digit.into())
}

/// A number of two digits.
#[inline(always)]
fn pair(tens: u8, ones: u8) -> Option<u32> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// Writes the element a datetime becomes (DSP0230 7.2.1): `cim:Datetime`, `cim:Interval`, or CIM's own form
/// where a part is not specified.
pub fn write(out: &mut String, datetime: &Datetime) {
    if has_wildcards(datetime) {
        let _ = write!(out, "<cim:CIM_DateTime>{datetime}</cim:CIM_DateTime>");
        return;
    }
    match *datetime {
        Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc } => {
            let _ =
                write!(out, "<cim:Datetime>{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
            fraction(out, microseconds);
            let (sign, east) = (if utc < 0 { '-' } else { '+' }, utc.unsigned_abs());
            let _ = match east {
                0 => write!(out, "Z"),
                _ => write!(out, "{sign}{:02}:{:02}", east / 60, east % 60),
            };
            out.push_str("</cim:Datetime>");
        }
        Datetime::Interval { days, hours, minutes, seconds, microseconds } => {
            let _ = write!(out, "<cim:Interval>P{days}DT{hours}H{minutes}M{seconds}");
            fraction(out, microseconds);
            out.push_str("S</cim:Interval>");
        }
    }
}

fn fraction(out: &mut String, microseconds: u32) {
    if microseconds != 0 {
        let digits = format!("{microseconds:06}");
        out.push('.');
        out.push_str(digits.trim_end_matches('0'));
    }
}

fn has_wildcards(datetime: &Datetime) -> bool {
    match *datetime {
        Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, .. } => {
            [year, month, day, hour, minute, second, microseconds].contains(&UNSPECIFIED)
        }
        Datetime::Interval { days, hours, minutes, seconds, microseconds } => {
            [days, hours, minutes, seconds, microseconds].contains(&UNSPECIFIED)
        }
    }
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

    #[test]
    fn written_datetimes_read_back() {
        for cim in ["20240131102030.120000+060", "00000012010203.000001:000", "20240131102030.000000-300"] {
            let datetime: Datetime = cim.parse().expect("a datetime");
            let mut out = String::new();
            write(&mut out, &datetime);
            let inner = out.split(['<', '>']).nth(2).expect("text");
            assert_eq!(parse(inner).expect("reads").to_string(), cim, "{out}");
        }
    }
}
