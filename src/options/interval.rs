//! Ranges of intervals and timestamps in options, and what an interval means in time.

use crate::abi::{MI_Interval, MI_Timestamp};
use std::time::Duration;

/// One microsecond past the longest interval that DSP0004's 25 characters can say.
const TOO_LONG_SECONDS: u64 = 100_000_000 * 86_400;

/// The length of an interval; None when it is longer than DSP0004 can say.
///
/// Fields need not be normalised: programs write `{seconds = 90}`, the original library takes it, and the sum is
/// what they mean.
pub fn duration(interval: &MI_Interval) -> Option<Duration> {
    let seconds = u64::from(interval.days) * 86_400
        + u64::from(interval.hours) * 3_600
        + u64::from(interval.minutes) * 60
        + u64::from(interval.seconds)
        + u64::from(interval.microseconds / 1_000_000);
    let length = Duration::new(seconds, interval.microseconds % 1_000_000 * 1_000);
    (seconds < TOO_LONG_SECONDS).then_some(length)
}

/// Whether a timestamp names a moment (DSP0004: a leap second may be 60, the offset has three digits).
pub fn timestamp_is_valid(timestamp: &MI_Timestamp) -> bool {
    timestamp.year <= 9_999
        && (1..=12).contains(&timestamp.month)
        && (1..=days_in(timestamp.year, timestamp.month)).contains(&timestamp.day)
        && timestamp.hour < 24
        && timestamp.minute < 60
        && timestamp.second <= 60
        && timestamp.microseconds < 1_000_000
        && (-999..=999).contains(&timestamp.utc)
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(days: u32, hours: u32, seconds: u32, microseconds: u32) -> MI_Interval {
        let zero = MI_Interval {
            days,
            hours,
            minutes: 0,
            seconds,
            microseconds,
            __padding1: 0,
            __padding2: 0,
            __padding3: 0,
        };
        MI_Interval { ..zero }
    }

    #[test]
    fn interval_fields_add_up() {
        assert_eq!(duration(&interval(0, 0, 90, 1_500_000)), Some(Duration::from_millis(91_500)));
        assert_eq!(duration(&interval(1, 2, 3, 4)), Some(Duration::from_micros(93_603_000_004)));
    }

    #[test]
    fn interval_longer_than_the_format_is_refused() {
        assert!(duration(&interval(99_999_999, 23, 3_599, 999_999)).is_some());
        assert!(duration(&interval(99_999_999, 24, 0, 0)).is_none());
        assert!(duration(&interval(u32::MAX, u32::MAX, u32::MAX, u32::MAX)).is_none());
    }

    #[test]
    fn timestamp_out_of_range_is_refused() {
        let good = MI_Timestamp {
            year: 2024,
            month: 2,
            day: 29,
            hour: 23,
            minute: 59,
            second: 60,
            microseconds: 999_999,
            utc: -720,
        };
        assert!(timestamp_is_valid(&good));
        let bad = [
            MI_Timestamp { year: 2023, ..good },
            MI_Timestamp { year: 10_000, ..good },
            MI_Timestamp { month: 0, ..good },
            MI_Timestamp { month: 13, ..good },
            MI_Timestamp { day: 0, ..good },
            MI_Timestamp { hour: 24, ..good },
            MI_Timestamp { minute: 60, ..good },
            MI_Timestamp { second: 61, ..good },
            MI_Timestamp { microseconds: 1_000_000, ..good },
            MI_Timestamp { utc: 1_000, ..good },
            MI_Timestamp { utc: i32::MIN, ..good },
        ];
        assert!(bad.iter().all(|timestamp| !timestamp_is_valid(timestamp)));
    }
}
