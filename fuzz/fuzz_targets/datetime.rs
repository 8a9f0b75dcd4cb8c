//! Fuzzes datetimes in their 25-character form: what can be read, reads the same when it is written.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::cim::Datetime;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(datetime) = text.parse::<Datetime>() else { return };
    let written = datetime.to_string();
    assert_eq!(written.len(), 25, "{text:?} became {written:?}");
    let again: Datetime = written.parse().unwrap_or_else(|_| panic!("{written:?} cannot be read back"));
    assert_eq!(written, again.to_string());
    // Arithmetic on any readable datetime neither overflows nor panics.
    let _ = (datetime.micros(), datetime.to_duration(), datetime.to_system_time());
    assert!(datetime.partial_cmp(&again).is_some());
});
