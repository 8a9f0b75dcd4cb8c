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
    if text.starts_with('P') { duration(text) } else { date_time(text.as_bytes()) }
}

/// `2024-01-31T10:20:30.123456+01:00`; time, fraction and offset may be missing.
fn date_time(text: &[u8]) -> Option<Datetime> {
    let mut rest = Digits(text);
    let year = rest.number(4, 9999)?;
    rest.literal(b'-')?;
    let month = rest.number(2, 12).filter(|month| *month > 0)?;
    rest.literal(b'-')?;
    let day = rest.number(2, 31).filter(|day| *day > 0)?;
    let (mut hour, mut minute, mut second, mut microseconds) = (0, 0, 0, 0);
    if rest.literal(b'T').is_some() {
        hour = rest.number(2, 24)?;
        rest.literal(b':')?;
        minute = rest.number(2, 59)?;
        rest.literal(b':')?;
        second = rest.number(2, 60)?;
        microseconds = rest.fraction()?;
    }
    let utc = rest.offset()?;
    rest.0.is_empty().then_some(())?;
    Some(Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc })
}

/// `P1DT2H3M4.5S`. Years and months have no fixed length and are refused.
fn duration(text: &str) -> Option<Datetime> {
    let mut rest = Digits(text.strip_prefix('P')?.as_bytes());
    let (mut seconds, mut microseconds, mut in_time, mut any) = (0u64, 0, false, false);
    while !rest.0.is_empty() {
        if !in_time && rest.literal(b'T').is_some() {
            in_time = true;
            continue;
        }
        let value = rest.digits(18)?;
        let fraction = rest.fraction()?;
        let (unit, tail) = rest.0.split_first()?;
        rest.0 = tail;
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
    let part = |divisor: u64, modulus: u64| (seconds / divisor % modulus) as u32;
    Some(Datetime::Interval {
        days,
        hours: part(3600, 24),
        minutes: part(60, 60),
        seconds: part(1, 60),
        microseconds,
    })
}

struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn literal(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    fn number(&mut self, width: usize, most: u32) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(width)?;
        let mut value = 0;
        for byte in head {
            value = value * 10 + u32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        self.0 = tail;
        (value <= most).then_some(value)
    }

    fn digits(&mut self, most: usize) -> Option<u64> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 || length > most {
            return None;
        }
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        Some(head.iter().fold(0, |value, byte| value * 10 + u64::from(byte - b'0')))
    }

    /// `.123`: microseconds; further digits are cut off.
    fn fraction(&mut self) -> Option<u32> {
        if self.literal(b'.').is_none() {
            return Some(0);
        }
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        let (mut value, mut scale) = (0, 100_000);
        for byte in head.iter().take(6) {
            value += u32::from(byte - b'0') * scale;
            scale /= 10;
        }
        (length > 0).then_some(value)
    }

    /// Minutes east of UTC; none means UTC.
    fn offset(&mut self) -> Option<i32> {
        let sign = match self.0.first() {
            None => return Some(0),
            Some(b'Z') => {
                self.0 = &self.0[1..];
                return Some(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.0 = &self.0[1..];
        let hours = self.number(2, 14)? as i32;
        self.literal(b':')?;
        let minutes = self.number(2, 59)? as i32;
        Some(sign * (hours * 60 + minutes))
    }
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
