//! Datetimes (DSP0004 section 5.2.4): timestamps and intervals, in their 25-character form.
#![forbid(unsafe_code)]

pub use super::block::datetime::UNSPECIFIED;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time, or a span of it. A component that is [`UNSPECIFIED`] is written as asterisks.
#[derive(Clone, Copy, Debug)]
pub enum Datetime {
    Timestamp {
        year: u32,
        month: u32,
        day: u32,
        hour: u32,
        minute: u32,
        second: u32,
        microseconds: u32,
        /// Minutes east of UTC.
        utc: i32,
    },
    Interval {
        days: u32,
        hours: u32,
        minutes: u32,
        seconds: u32,
        microseconds: u32,
    },
}

const MICROS: i128 = 1_000_000;

impl Datetime {
    /// A timestamp in UTC, or, where the caller gives it, at an offset of `utc` minutes.
    pub fn from_system_time(time: SystemTime, utc: i32) -> Datetime {
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => after.as_micros() as i128,
            Err(before) => -(before.duration().as_micros() as i128),
        };
        Datetime::from_unix_micros(micros, utc)
    }

    /// The timestamp of a number of microseconds since 1970, shown at an offset of `utc` minutes.
    pub fn from_unix_micros(micros: i128, utc: i32) -> Datetime {
        let local = micros + i128::from(utc) * 60 * MICROS;
        let days = local.div_euclid(86_400 * MICROS);
        let rest = local.rem_euclid(86_400 * MICROS);
        let (year, month, day) = civil_from_days(days.clamp(-719_468, 2_932_896) as i64);
        let seconds = (rest / MICROS) as u32;
        Datetime::Timestamp {
            year,
            month,
            day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            microseconds: (rest % MICROS) as u32,
            utc,
        }
    }

    /// Microseconds since 1970 for a timestamp, in all for an interval. What is unspecified counts as its least value.
    pub fn micros(&self) -> i128 {
        let or = |value: u32, least: u32| i128::from(if value == UNSPECIFIED { least } else { value });
        match *self {
            Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc } => {
                let days = days_from_civil(or(year, 0) as i64, or(month, 1) as i64, or(day, 1) as i64);
                let minutes = (i128::from(days) * 24 + or(hour, 0)) * 60 + or(minute, 0) - i128::from(utc);
                (minutes * 60 + or(second, 0)) * MICROS + or(microseconds, 0)
            }
            Datetime::Interval { days, hours, minutes, seconds, microseconds } => {
                let minutes = (or(days, 0) * 24 + or(hours, 0)) * 60 + or(minutes, 0);
                (minutes * 60 + or(seconds, 0)) * MICROS + or(microseconds, 0)
            }
        }
    }

    pub fn is_interval(&self) -> bool {
        matches!(self, Datetime::Interval { .. })
    }

    /// The span of an interval.
    pub fn to_duration(&self) -> Option<Duration> {
        let micros = u64::try_from(self.micros()).ok()?;
        self.is_interval().then(|| Duration::from_micros(micros))
    }

    /// The moment of a timestamp.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let micros = self.micros();
        let distance = Duration::from_micros(u64::try_from(micros.unsigned_abs()).ok()?);
        match (self.is_interval(), micros < 0) {
            (true, _) => None,
            (false, true) => UNIX_EPOCH.checked_sub(distance),
            (false, false) => UNIX_EPOCH.checked_add(distance),
        }
    }
}

/// Equal where they mean the same moment or span, whatever offset they are written with.
impl PartialEq for Datetime {
    fn eq(&self, other: &Datetime) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

/// A timestamp and an interval cannot be compared (DSP0004 section 5.2.4).
impl PartialOrd for Datetime {
    fn partial_cmp(&self, other: &Datetime) -> Option<Ordering> {
        (self.is_interval() == other.is_interval()).then(|| self.micros().cmp(&other.micros()))
    }
}

impl From<SystemTime> for Datetime {
    fn from(time: SystemTime) -> Datetime {
        Datetime::from_system_time(time, 0)
    }
}

impl From<Duration> for Datetime {
    fn from(span: Duration) -> Datetime {
        let seconds = span.as_secs();
        Datetime::Interval {
            days: u32::try_from(seconds / 86_400).unwrap_or(u32::MAX - 1).min(99_999_999),
            hours: (seconds / 3600 % 24) as u32,
            minutes: (seconds / 60 % 60) as u32,
            seconds: (seconds % 60) as u32,
            microseconds: span.subsec_micros(),
        }
    }
}

/// Writes `width` digits, or as many asterisks.
fn digits(f: &mut fmt::Formatter<'_>, value: u32, width: usize) -> fmt::Result {
    if value == UNSPECIFIED { write!(f, "{:*<width$}", "") } else { write!(f, "{value:0width$}") }
}

impl fmt::Display for Datetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc } => {
                digits(f, year, 4)?;
                [month, day, hour, minute, second].into_iter().try_for_each(|part| digits(f, part, 2))?;
                f.write_str(".")?;
                digits(f, microseconds, 6)?;
                write!(f, "{}{:03}", if utc < 0 { '-' } else { '+' }, utc.unsigned_abs())
            }
            Datetime::Interval { days, hours, minutes, seconds, microseconds } => {
                digits(f, days, 8)?;
                [hours, minutes, seconds].into_iter().try_for_each(|part| digits(f, part, 2))?;
                f.write_str(".")?;
                digits(f, microseconds, 6)?;
                f.write_str(":000")
            }
        }
    }
}

/// The text is not a datetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDatetime;

impl fmt::Display for NotDatetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a datetime: yyyymmddhhmmss.mmmmmmsutc or ddddddddhhmmss.mmmmmm:000 expected")
    }
}

impl std::error::Error for NotDatetime {}

impl FromStr for Datetime {
    type Err = NotDatetime;

    fn from_str(text: &str) -> Result<Datetime, NotDatetime> {
        let text = <&[u8; 25]>::try_from(text.as_bytes()).map_err(|_| NotDatetime)?;
        if text[14] != b'.' {
            return Err(NotDatetime);
        }
        let microseconds = micro_digits(&text[15..21])?;
        match text[21] {
            b':' if &text[22..] == b"000" => Ok(Datetime::Interval {
                days: part(&text[..8], 0, 99_999_999)?,
                hours: part(&text[8..10], 0, 23)?,
                minutes: part(&text[10..12], 0, 59)?,
                seconds: part(&text[12..14], 0, 59)?,
                microseconds,
            }),
            sign @ (b'+' | b'-') => Ok(Datetime::Timestamp {
                year: part(&text[..4], 0, 9999)?,
                month: part(&text[4..6], 1, 12)?,
                day: part(&text[6..8], 1, 31)?,
                hour: part(&text[8..10], 0, 23)?,
                minute: part(&text[10..12], 0, 59)?,
                second: part(&text[12..14], 0, 60)?,
                microseconds,
                utc: offset(sign, &text[22..])?,
            }),
            _ => Err(NotDatetime),
        }
    }
}

fn offset(sign: u8, text: &[u8]) -> Result<i32, NotDatetime> {
    let minutes = match part(text, 0, 999)? {
        UNSPECIFIED => 0,
        minutes => minutes as i32,
    };
    Ok(if sign == b'-' { -minutes } else { minutes })
}

/// A number of decimal digits within bounds, or nothing but asterisks.
fn part(text: &[u8], least: u32, most: u32) -> Result<u32, NotDatetime> {
    if text.iter().all(|byte| *byte == b'*') {
        return Ok(UNSPECIFIED);
    }
    let mut value = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(NotDatetime);
        }
        value = value * 10 + u32::from(digit);
    }
    if (least..=most).contains(&value) { Ok(value) } else { Err(NotDatetime) }
}

/// Microseconds may end in asterisks: those digits are not significant, and read as zeros.
fn micro_digits(text: &[u8]) -> Result<u32, NotDatetime> {
    let known = text.iter().position(|byte| *byte == b'*').unwrap_or(6);
    if text[known..].iter().any(|byte| *byte != b'*') {
        return Err(NotDatetime);
    }
    match known {
        0 => Ok(UNSPECIFIED),
        _ => Ok(part(&text[..known], 0, 999_999)? * 10u32.pow(6 - known as u32)),
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The reverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (u32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year.max(0) as u32, month as u32, day as u32)
}
