//! Property sets and filters through their C tables; datetimes in their text form.

// One block for many calls, where tables are swept slot by slot.
#![allow(clippy::multiple_unsafe_ops_per_block, clippy::undocumented_unsafe_blocks)]

use crate::instance_model::{Held, text};
use crate::units::t;
use mi::abi::*;
use mi::cim::{Datetime, Filter, Instance, PropertySet};
use mi::ffi::property_set::PROPERTY_SET;
use proptest::prelude::*;
use std::ptr;
use std::time::{Duration, UNIX_EPOCH};

#[test]
fn property_set_holds_each_name_once() {
    let set = PropertySet::new(["Name", "Handle"]).unwrap().into_raw();
    let ft = &PROPERTY_SET;
    let (mut count, mut flag, mut name, mut copy) = (0, 9, ptr::null(), ptr::null_mut());
    // SAFETY (all):
    // - a living set, names, room for the answers
    unsafe {
        assert_eq!(ft.AddElement.unwrap()(set, t!("NAME").as_ptr()), MI_RESULT_OK);
        assert_eq!(ft.GetElementCount.unwrap()(set, &mut count), MI_RESULT_OK);
        assert_eq!(count, 2);
        assert_eq!(ft.ContainsElement.unwrap()(set, t!("handle").as_ptr(), &mut flag), MI_RESULT_OK);
        assert_eq!(flag, 1);
        assert_eq!(ft.GetElementAt.unwrap()(set, 1, &mut name), MI_RESULT_OK);
        assert_eq!(&*text(name), t!("Handle"));
        assert_eq!(ft.GetElementAt.unwrap()(set, 2, &mut name), MI_RESULT_NOT_FOUND);
        assert_eq!(ft.Clone.unwrap()(set, &mut copy), MI_RESULT_OK);
        assert_eq!(ft.Clear.unwrap()(set), MI_RESULT_OK);
        assert_eq!(ft.GetElementCount.unwrap()(set, &mut count), MI_RESULT_OK);
        assert_eq!(count, 0);
        assert_eq!(ft.GetElementCount.unwrap()(copy, &mut count), MI_RESULT_OK);
        assert_eq!(count, 2);
        assert_eq!(ft.Delete.unwrap()(copy), MI_RESULT_OK);
        assert_eq!(ft.Destruct.unwrap()(set), MI_RESULT_OK);
        assert_eq!(ft.AddElement.unwrap()(set, t!("Again").as_ptr()), MI_RESULT_OK);
        assert_eq!(ft.Delete.unwrap()(set), MI_RESULT_OK);
    }
}

#[test]
fn property_set_of_zeroed_memory_is_empty_and_every_slot_answers_null() {
    let (ft, bad) = (&PROPERTY_SET, MI_RESULT_INVALID_PARAMETER);
    let mut set = MI_PropertySet { ft: &raw const PROPERTY_SET, reserved: [0; 3] };
    let (mut count, mut flag) = (9, 9);
    // SAFETY (all):
    // - NULL or a living set
    unsafe {
        assert_eq!(ft.GetElementCount.unwrap()(&set, &mut count), MI_RESULT_OK);
        assert_eq!(count, 0);
        assert_eq!(ft.AddElement.unwrap()(&mut set, t!("A").as_ptr()), MI_RESULT_OK);
        assert_eq!(ft.ContainsElement.unwrap()(&set, t!("a").as_ptr(), &mut flag), MI_RESULT_OK);
        assert_eq!(flag, 1);
        assert_eq!(ft.Destruct.unwrap()(&mut set), MI_RESULT_OK);
        for this in [ptr::null_mut(), &raw mut set] {
            assert_eq!(ft.GetElementCount.unwrap()(this, ptr::null_mut()), bad);
            assert_eq!(ft.ContainsElement.unwrap()(this, ptr::null(), ptr::null_mut()), bad);
            assert_eq!(ft.AddElement.unwrap()(this, ptr::null()), bad);
            assert_eq!(ft.GetElementAt.unwrap()(this, 0, ptr::null_mut()), bad);
            assert_eq!(ft.Clone.unwrap()(this, ptr::null_mut()), bad);
        }
        assert_eq!(ft.Clear.unwrap()(ptr::null_mut()), bad);
        assert_eq!(ft.Destruct.unwrap()(ptr::null_mut()), bad);
        assert_eq!(ft.Delete.unwrap()(ptr::null_mut()), bad);
        assert_eq!(ft.AddElement.unwrap()(&mut set, t!("").as_ptr()), bad);
    }
}

#[test]
fn filter_evaluates_and_shows_its_expression() {
    let filter = Filter::new("WQL", "select * from A", Box::new(|instance| Ok(instance.class_name() == "A")));
    let raw = filter.as_ptr();
    let (yes, no) = (Held::dynamic(t!("A")), Held::dynamic(t!("B")));
    let (mut result, mut language, mut expression) = (9, ptr::null(), ptr::null());
    let bad = MI_RESULT_INVALID_PARAMETER;
    // SAFETY (all):
    // - NULL or living objects, room for the answers
    unsafe {
        let ft = &*(*raw).ft;
        assert_eq!(ft.Evaluate.unwrap()(raw, yes.0, &mut result), MI_RESULT_OK);
        assert_eq!(result, 1);
        assert_eq!(ft.Evaluate.unwrap()(raw, no.0, &mut result), MI_RESULT_OK);
        assert_eq!(result, 0);
        assert_eq!(ft.GetExpression.unwrap()(raw, &mut language, &mut expression), MI_RESULT_OK);
        assert_eq!((&*text(language), &*text(expression)), (t!("WQL"), t!("select * from A")));
        assert_eq!(ft.Evaluate.unwrap()(ptr::null(), yes.0, &mut result), bad);
        assert_eq!(ft.Evaluate.unwrap()(raw, ptr::null(), &mut result), bad);
        assert_eq!(ft.Evaluate.unwrap()(raw, yes.0, ptr::null_mut()), bad);
        assert_eq!(ft.GetExpression.unwrap()(raw, ptr::null_mut(), ptr::null_mut()), bad);
        let hollow = MI_Filter { ft, reserved: [0; 3] };
        assert_eq!(ft.Evaluate.unwrap()(&hollow, yes.0, &mut result), bad);
    }
}

#[test]
fn datetime_is_written_as_it_is_read() {
    for text in [
        "20260131235959.123456+120",
        "19991231000000.000000-300",
        "20260131******.******+000",
        "00000012010203.000004:000",
        "********010203.******:000",
    ] {
        assert_eq!(text.parse::<Datetime>().unwrap().to_string(), text);
    }
    assert_eq!(
        "20260131235959.12****+000".parse::<Datetime>().unwrap().to_string(),
        "20260131235959.120000+000"
    );
}

#[test]
fn what_is_no_datetime_is_refused() {
    for text in [
        "",
        "20261331235959.123456+120",
        "20260131245959.123456+120",
        "20260131235959,123456+120",
        "20260131235959.123456+12",
        "20260131235959.123456 120",
        "00000012010203.000004:001",
        "2026013123595*.123456+120",
        "20260131235959.1*3456+120",
        "+0260131235959.123456+120",
    ] {
        assert!(text.parse::<Datetime>().is_err(), "{text}");
    }
}

#[test]
fn datetimes_compare_by_moment() {
    let at = |text: &str| text.parse::<Datetime>().unwrap();
    assert_eq!(at("20260101010000.000000+060"), at("20260101000000.000000+000"));
    assert!(at("20260101000000.000000+000") < at("20260101000000.000001+000"));
    assert!(at("00000001000000.000000:000") > at("00000000235959.999999:000"));
    assert_eq!(at("00000001000000.000000:000").partial_cmp(&at("20260101000000.000000+000")), None);
}

#[test]
fn datetime_survives_an_instance() {
    let datetime = Datetime::from(UNIX_EPOCH + Duration::from_micros(1_790_000_000_123_456));
    let mut instance = Instance::dynamic("A").unwrap();
    instance.add("When", mi::cim::ValueRef::Datetime(datetime), 0).unwrap();
    let value = instance.view().get("when").unwrap().value.unwrap().to_owned().unwrap();
    assert_eq!(value, mi::cim::Value::Datetime(datetime));
}

/// Windows' clock begins with the year 1601.
const FIRST_MOMENT: i64 = if cfg!(windows) { -11_644_473_600_000_000 } else { -60_000_000_000_000_000 };

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn datetime_of_any_moment_comes_back(micros in FIRST_MOMENT..250_000_000_000_000_000, utc in -720i32..=720) {
        let time = if micros < 0 {
            UNIX_EPOCH - Duration::from_micros(micros.unsigned_abs())
        } else {
            UNIX_EPOCH + Duration::from_micros(micros.unsigned_abs())
        };
        let datetime = Datetime::from_system_time(time, utc);
        let read: Datetime = datetime.to_string().parse().unwrap();
        prop_assert_eq!(read, datetime);
        prop_assert_eq!(read.to_system_time().unwrap(), time);
    }

    #[test]
    fn datetime_parser_survives_any_text(text in "[0-9*.:+-]{20,30}|.{0,30}") {
        let _ = text.parse::<Datetime>();
    }

    #[test]
    fn interval_of_any_span_comes_back(micros in 0u64..8_000_000_000_000_000_000) {
        let span = Duration::from_micros(micros);
        let read: Datetime = Datetime::from(span).to_string().parse().unwrap();
        prop_assert_eq!(read.to_duration(), Some(span));
    }
}
