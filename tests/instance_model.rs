//! Instances through their C table, against a simple model: a list of names and values.

// One block for many calls, where the whole model is read in one go.
#![allow(clippy::multiple_unsafe_ops_per_block, clippy::undocumented_unsafe_blocks)]

use crate::units::t;
use mi::abi::*;
use mi::cim::{MiStr, MiString};
use mi::ffi::instance::new_instance;
use proptest::prelude::*;
use std::ffi::c_void;
use std::ptr;

/// An instance as C holds it, deleted at the end.
pub struct Held(pub *mut MI_Instance);

impl Held {
    pub fn dynamic(name: &MiStr) -> Held {
        let mut instance = ptr::null_mut();
        // SAFETY:
        // - a name, and room for the answer
        let made = unsafe { new_instance(name.as_ptr(), ptr::null(), &mut instance) };
        assert_eq!(made, MI_RESULT_OK);
        Held(instance)
    }

    pub fn ft(&self) -> &MI_InstanceFT {
        // SAFETY:
        // - alive
        let head = unsafe { &*self.0 };
        // SAFETY:
        // - a living instance has a table
        unsafe { &*head.ft }
    }

    pub fn add(&self, name: &MiStr, value: Option<MI_Value>, ty: MI_Type, flags: u32) -> MI_Result {
        let value = value.as_ref().map_or(ptr::null(), ptr::from_ref);
        // SAFETY:
        // - a living instance, a name, a value of that type
        unsafe { self.ft().AddElement.unwrap()(self.0, name.as_ptr(), value, ty, flags) }
    }

    pub fn set(&self, name: &MiStr, value: Option<MI_Value>, ty: MI_Type, flags: u32) -> MI_Result {
        let value = value.as_ref().map_or(ptr::null(), ptr::from_ref);
        // SAFETY:
        // - a living instance, a name, a value of that type
        unsafe { self.ft().SetElement.unwrap()(self.0, name.as_ptr(), value, ty, flags) }
    }

    pub fn clear(&self, name: &MiStr) -> MI_Result {
        // SAFETY:
        // - a living instance, a name
        unsafe { self.ft().ClearElement.unwrap()(self.0, name.as_ptr()) }
    }

    /// The value, type, flags and index of an element.
    pub fn get(&self, name: &MiStr) -> Result<(MI_Value, MI_Type, u32, u32), MI_Result> {
        let (mut value, mut ty, mut flags, mut index) = (zero(), MI_Type::default(), 0, 0);
        // SAFETY:
        // - a living instance, a name, room for the answers
        let got = unsafe {
            self.ft().GetElement.unwrap()(self.0, name.as_ptr(), &mut value, &mut ty, &mut flags, &mut index)
        };
        if got == MI_RESULT_OK { Ok((value, ty, flags, index)) } else { Err(got) }
    }

    pub fn count(&self) -> u32 {
        let mut count = u32::MAX;
        // SAFETY:
        // - a living instance, room for the answer
        assert_eq!(unsafe { self.ft().GetElementCount.unwrap()(self.0, &mut count) }, MI_RESULT_OK);
        count
    }

    pub fn copy(&self) -> Held {
        let mut copy = ptr::null_mut();
        // SAFETY:
        // - a living instance, room for the answer
        assert_eq!(unsafe { self.ft().Clone.unwrap()(self.0, &mut copy) }, MI_RESULT_OK);
        Held(copy)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY:
        // - alive, and not used again
        unsafe { self.ft().Delete.unwrap()(self.0) };
    }
}

pub fn zero() -> MI_Value {
    // SAFETY:
    // - zero is a value of every member
    unsafe { std::mem::zeroed() }
}

/// What the model holds.
#[derive(Clone, Debug, PartialEq)]
enum Kept {
    Boolean(bool),
    Uint8(u8),
    Sint16(i16),
    Uint32(u32),
    Uint64(u64),
    Real64(f64),
    Interval(u32),
    Text(MiString),
    Bytes(Vec<u8>),
    Longs(Vec<u64>),
    Texts(Vec<MiString>),
    Embedded(MiString, u32),
}

fn array<T>(values: &[T]) -> MI_Array {
    MI_Array { data: values.as_ptr().cast_mut().cast::<c_void>(), size: values.len() as u32 }
}

impl Kept {
    fn ty(&self) -> MI_Type {
        match self {
            Kept::Boolean(_) => MI_BOOLEAN,
            Kept::Uint8(_) => MI_UINT8,
            Kept::Sint16(_) => MI_SINT16,
            Kept::Uint32(_) => MI_UINT32,
            Kept::Uint64(_) => MI_UINT64,
            Kept::Real64(_) => MI_REAL64,
            Kept::Interval(_) => MI_DATETIME,
            Kept::Text(_) => MI_STRING,
            Kept::Bytes(_) => MI_UINT8A,
            Kept::Longs(_) => MI_UINT64A,
            Kept::Texts(_) => MI_STRINGA,
            Kept::Embedded(..) => MI_INSTANCE,
        }
    }

    /// Lends the value in C's form.
    fn lend<R>(&self, to: impl FnOnce(MI_Value) -> R) -> R {
        match self {
            Kept::Boolean(v) => to(MI_Value { boolean: u8::from(*v) }),
            Kept::Uint8(v) => to(MI_Value { uint8: *v }),
            Kept::Sint16(v) => to(MI_Value { sint16: *v }),
            Kept::Uint32(v) => to(MI_Value { uint32: *v }),
            Kept::Uint64(v) => to(MI_Value { uint64: *v }),
            Kept::Real64(v) => to(MI_Value { real64: *v }),
            Kept::Interval(days) => to(MI_Value { datetime: interval(*days) }),
            Kept::Text(v) => to(MI_Value { string: v.as_ptr().cast_mut() }),
            Kept::Bytes(v) => to(MI_Value { array: array(v) }),
            Kept::Longs(v) => to(MI_Value { array: array(v) }),
            Kept::Texts(v) => {
                let pointers: Vec<_> = v.iter().map(|text| text.as_ptr()).collect();
                to(MI_Value { array: array(&pointers) })
            }
            Kept::Embedded(text, number) => {
                let inner = Held::dynamic(t!("Inner"));
                let (name, count) =
                    (MI_Value { string: text.as_ptr().cast_mut() }, MI_Value { uint32: *number });
                assert_eq!(inner.add(t!("Name"), Some(name), MI_STRING, 0), MI_RESULT_OK);
                assert_eq!(inner.add(t!("Count"), Some(count), MI_UINT32, 0), MI_RESULT_OK);
                to(MI_Value { instance: inner.0 })
            }
        }
    }

    /// Reads what the instance gave, as a value of the same kind.
    fn read(&self, value: &MI_Value) -> Kept {
        // SAFETY:
        // - the type was compared: this member was written
        match self {
            Kept::Boolean(_) => Kept::Boolean(unsafe { value.boolean } != 0),
            Kept::Uint8(_) => Kept::Uint8(unsafe { value.uint8 }),
            Kept::Sint16(_) => Kept::Sint16(unsafe { value.sint16 }),
            Kept::Uint32(_) => Kept::Uint32(unsafe { value.uint32 }),
            Kept::Uint64(_) => Kept::Uint64(unsafe { value.uint64 }),
            Kept::Real64(_) => Kept::Real64(unsafe { value.real64 }),
            Kept::Interval(_) => Kept::Interval(unsafe { value.datetime.u.interval.days }),
            Kept::Text(_) => Kept::Text(text(unsafe { value.string })),
            Kept::Bytes(_) => Kept::Bytes(items(unsafe { value.array })),
            Kept::Longs(_) => Kept::Longs(items(unsafe { value.array })),
            Kept::Texts(_) => {
                let pointers: Vec<*const MI_Char> = items(unsafe { value.array });
                Kept::Texts(pointers.into_iter().map(text).collect())
            }
            Kept::Embedded(..) => embedded(unsafe { value.instance }),
        }
    }
}

fn embedded(instance: *mut MI_Instance) -> Kept {
    let inner = std::mem::ManuallyDrop::new(Held(instance));
    let (name, count) = (inner.get(t!("name")).unwrap().0, inner.get(t!("COUNT")).unwrap().0);
    // SAFETY:
    // - added as a string
    let name = text(unsafe { name.string });
    // SAFETY:
    // - added as a number
    Kept::Embedded(name, unsafe { count.uint32 })
}

pub fn interval(days: u32) -> MI_Datetime {
    let interval = MI_Interval {
        days,
        hours: 1,
        minutes: 2,
        seconds: 3,
        microseconds: 4,
        __padding1: 0,
        __padding2: 0,
        __padding3: 0,
    };
    MI_Datetime { isTimestamp: 0, u: MI_DatetimeValue { interval } }
}

pub fn text(text: *const MI_Char) -> MiString {
    // SAFETY:
    // - a string that the instance lent
    unsafe { MiStr::from_ptr(text) }.unwrap().to_owned()
}

fn items<T: Copy>(array: MI_Array) -> Vec<T> {
    if array.data.is_null() {
        return Vec::new();
    }
    // SAFETY:
    // - an array that the instance lent
    unsafe { std::slice::from_raw_parts(array.data.cast::<T>(), array.size as usize) }.to_vec()
}

fn some_text() -> impl Strategy<Value = MiString> {
    // Any units but NUL: what is no UTF-8, or no UTF-16, comes back unchanged.
    prop::collection::vec(any::<MI_Char>(), 0..80).prop_map(|mut units| {
        units.retain(|unit| *unit != 0);
        units.push(0);
        MiStr::from_units_with_nul(&units).unwrap().to_owned()
    })
}

fn kept() -> impl Strategy<Value = Kept> {
    prop_oneof![
        any::<bool>().prop_map(Kept::Boolean),
        any::<u8>().prop_map(Kept::Uint8),
        any::<i16>().prop_map(Kept::Sint16),
        any::<u32>().prop_map(Kept::Uint32),
        any::<u64>().prop_map(Kept::Uint64),
        (-1e9..1e9).prop_map(Kept::Real64),
        any::<u32>().prop_map(Kept::Interval),
        some_text().prop_map(Kept::Text),
        prop::collection::vec(any::<u8>(), 0..100).prop_map(Kept::Bytes),
        prop::collection::vec(any::<u64>(), 0..40).prop_map(Kept::Longs),
        prop::collection::vec(some_text(), 0..5).prop_map(Kept::Texts),
        (some_text(), any::<u32>()).prop_map(|(text, number)| Kept::Embedded(text, number)),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Add(MiString, Option<Kept>, bool),
    Set(MiString, Option<Kept>),
    Clear(MiString),
    Clone,
}

fn name() -> impl Strategy<Value = MiString> {
    // Few enough that they meet again, in other cases, and with codes that collide.
    "[aAbB][xyXY]{0,2}[0-9]?[cC]".prop_map(|name| MiString::from(name.as_str()))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (name(), prop::option::weighted(0.9, kept()), any::<bool>()).prop_map(|(n, v, k)| Step::Add(n, v, k)),
        3 => (name(), prop::option::weighted(0.9, kept())).prop_map(|(n, v)| Step::Set(n, v)),
        1 => name().prop_map(Step::Clear),
        1 => Just(Step::Clone),
    ]
}

/// One element of the model.
#[derive(Clone, Debug)]
struct Row {
    name: MiString,
    ty: MI_Type,
    value: Option<Kept>,
    key: bool,
    modified: bool,
}

fn same_name(a: &MiStr, b: &MiStr) -> bool {
    a.to_str_lossy().eq_ignore_ascii_case(&b.to_str_lossy())
}

fn lend(value: &Option<Kept>, to: impl FnOnce(Option<MI_Value>) -> MI_Result) -> MI_Result {
    match value {
        Some(value) => value.lend(|value| to(Some(value))),
        None => to(None),
    }
}

fn check(instance: &Held, model: &[Row]) {
    assert_eq!(instance.count() as usize, model.len());
    for (index, row) in model.iter().enumerate() {
        let (value, ty, flags, at) = instance.get(&row.name).unwrap();
        assert_eq!((ty, at as usize), (row.ty, index));
        assert_eq!(flags & MI_FLAG_NULL != 0, row.value.is_none(), "{row:?}");
        assert_eq!(flags & MI_FLAG_KEY != 0, row.key);
        assert_eq!(flags & MI_FLAG_NOT_MODIFIED == 0, row.modified, "{row:?}");
        if let Some(kept) = &row.value {
            assert_eq!(&kept.read(&value), kept);
        }
    }
}

fn run(steps: Vec<Step>) {
    // As while an application is open: an instance may begin where one like it, or unlike it, ended.
    mi::cim::block::spare::open();
    let mut instance = Held::dynamic(t!("Model_Class"));
    let mut model: Vec<Row> = Vec::new();
    for step in steps {
        match step {
            Step::Add(name, value, key) => {
                let ty = value.as_ref().map_or(MI_STRING, Kept::ty);
                let flags = if key { MI_FLAG_KEY } else { 0 };
                let added = lend(&value, |value| instance.add(&name, value, ty, flags));
                if model.iter().any(|row| same_name(&row.name, &name)) {
                    assert_eq!(added, MI_RESULT_ALREADY_EXISTS);
                } else {
                    assert_eq!(added, MI_RESULT_OK);
                    model.push(Row { name, ty, value, key, modified: true });
                }
            }
            Step::Set(name, value) => {
                let row = model.iter_mut().find(|row| same_name(&row.name, &name));
                let ty = value.as_ref().map(Kept::ty).or(row.as_ref().map(|row| row.ty)).unwrap_or(MI_STRING);
                let set = lend(&value, |value| instance.set(&name, value, ty, 0));
                match row {
                    None => assert_eq!(set, MI_RESULT_NO_SUCH_PROPERTY),
                    Some(row) if row.ty != ty => assert_eq!(set, MI_RESULT_TYPE_MISMATCH),
                    Some(row) => {
                        assert_eq!(set, MI_RESULT_OK);
                        (row.value, row.modified) = (value, true);
                    }
                }
            }
            Step::Clear(name) => match model.iter_mut().find(|row| same_name(&row.name, &name)) {
                None => assert_eq!(instance.clear(&name), MI_RESULT_NO_SUCH_PROPERTY),
                Some(row) => {
                    assert_eq!(instance.clear(&name), MI_RESULT_OK);
                    (row.value, row.modified) = (None, false);
                }
            },
            Step::Clone => instance = instance.copy(),
        }
        check(&instance, &model);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn instance_holds_what_the_model_holds(steps in prop::collection::vec(step(), 1..60)) {
        run(steps);
    }
}
