//! Between MI_Datetime and [`Datetime`].

use crate::abi::*;
use crate::cim::datetime::Datetime;

/// A component that was not given (asterisks in the text form); no calendar reaches it.
pub const UNSPECIFIED: u32 = u32::MAX;

impl From<&MI_Datetime> for Datetime {
    fn from(datetime: &MI_Datetime) -> Datetime {
        if datetime.isTimestamp != 0 {
            // SAFETY:
            // - both members are nothing but 32-bit numbers, of the same size: any bytes are a value of either
            let MI_Timestamp { year, month, day, hour, minute, second, microseconds, utc } =
                unsafe { datetime.u.timestamp };
            Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc }
        } else {
            // SAFETY:
            // - as above
            let MI_Interval { days, hours, minutes, seconds, microseconds, .. } =
                unsafe { datetime.u.interval };
            Datetime::Interval { days, hours, minutes, seconds, microseconds }
        }
    }
}

impl From<&Datetime> for MI_Datetime {
    fn from(datetime: &Datetime) -> MI_Datetime {
        match *datetime {
            Datetime::Timestamp { year, month, day, hour, minute, second, microseconds, utc } => {
                MI_Datetime {
                    isTimestamp: 1,
                    u: MI_DatetimeValue {
                        timestamp: MI_Timestamp { year, month, day, hour, minute, second, microseconds, utc },
                    },
                }
            }
            Datetime::Interval { days, hours, minutes, seconds, microseconds } => MI_Datetime {
                isTimestamp: 0,
                u: MI_DatetimeValue {
                    interval: MI_Interval {
                        days,
                        hours,
                        minutes,
                        seconds,
                        microseconds,
                        __padding1: 0,
                        __padding2: 0,
                        __padding3: 0,
                    },
                },
            },
        }
    }
}
