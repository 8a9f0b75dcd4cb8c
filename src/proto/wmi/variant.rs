//! What WMI holds in VARIANTs, as plain values, and back ([MS-WMIO] section 2.2.18 and the SDK's table of CIM types).

use super::object::Object;
use crate::cim::{Datetime, Instance, Type, Value, ValueRef};
use std::ffi::c_void;
use std::mem::ManuallyDrop;
use windows::Win32::Foundation::VARIANT_BOOL;
use windows::Win32::System::Com::SAFEARRAY;
use windows::Win32::System::Ole::{
    SafeArrayCreateVector, SafeArrayGetElement, SafeArrayGetLBound, SafeArrayGetUBound, SafeArrayPutElement,
};
use windows::Win32::System::Variant::*;
use windows::Win32::System::Wmi::IWbemClassObject;
use windows::core::{BSTR, IUnknown, Interface};

/// CIMTYPE_ENUMERATION.
pub mod cim_type {
    pub const SINT16: i32 = 2;
    pub const SINT32: i32 = 3;
    pub const REAL32: i32 = 4;
    pub const REAL64: i32 = 5;
    pub const STRING: i32 = 8;
    pub const BOOLEAN: i32 = 11;
    pub const OBJECT: i32 = 13;
    pub const SINT8: i32 = 16;
    pub const UINT8: i32 = 17;
    pub const UINT16: i32 = 18;
    pub const UINT32: i32 = 19;
    pub const SINT64: i32 = 20;
    pub const UINT64: i32 = 21;
    pub const DATETIME: i32 = 101;
    pub const REFERENCE: i32 = 102;
    pub const CHAR16: i32 = 103;
    pub const ARRAY: i32 = 0x2000;
}

const PAIRS: [(i32, Type); 16] = [
    (cim_type::BOOLEAN, Type::Boolean),
    (cim_type::UINT8, Type::Uint8),
    (cim_type::SINT8, Type::Sint8),
    (cim_type::UINT16, Type::Uint16),
    (cim_type::SINT16, Type::Sint16),
    (cim_type::UINT32, Type::Uint32),
    (cim_type::SINT32, Type::Sint32),
    (cim_type::UINT64, Type::Uint64),
    (cim_type::SINT64, Type::Sint64),
    (cim_type::REAL32, Type::Real32),
    (cim_type::REAL64, Type::Real64),
    (cim_type::CHAR16, Type::Char16),
    (cim_type::DATETIME, Type::Datetime),
    (cim_type::STRING, Type::String),
    (cim_type::REFERENCE, Type::Reference),
    (cim_type::OBJECT, Type::Instance),
];

/// The type of a property by WMI's number; what is unknown reads as text.
pub fn type_of(cim: i32) -> Type {
    let scalar = PAIRS.iter().find(|(number, _)| *number == cim & !cim_type::ARRAY);
    let scalar = scalar.map_or(Type::String, |(_, ty)| *ty);
    if cim & cim_type::ARRAY != 0 { scalar.array() } else { scalar }
}

pub fn number_of(ty: Type) -> i32 {
    let scalar = PAIRS.iter().find(|(_, known)| *known == ty.element()).map_or(cim_type::STRING, |(n, _)| *n);
    if ty.is_array() { scalar | cim_type::ARRAY } else { scalar }
}

/// A VARIANT's content.
#[derive(Clone)]
pub enum Raw {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Real32(f32),
    Real64(f64),
    Text(String),
    Object(Object),
    Array(Vec<Raw>),
}

/// Elements of an array that are read; WMI's own limits are below it.
const MOST: i32 = 1 << 24;

/// Takes the content out.
pub fn read(variant: &VARIANT) -> Raw {
    // SAFETY: every VARIANT has this form; `vt` says which member is the one.
    let inner = unsafe { &*variant.Anonymous.Anonymous };
    let (vt, data) = (inner.vt.0, &inner.Anonymous);
    if vt & VT_ARRAY.0 != 0 {
        // SAFETY: the member that this type has.
        return array(unsafe { data.parray }, VARENUM(vt & !VT_ARRAY.0));
    }
    match VARENUM(vt) {
        // SAFETY: the member that this type has.
        VT_BOOL => Raw::Bool(unsafe { data.boolVal }.0 != 0),
        // SAFETY: the member that this type has.
        VT_I1 => Raw::Signed(i64::from(unsafe { data.bVal } as i8)),
        // SAFETY: the member that this type has.
        VT_UI1 => Raw::Unsigned(u64::from(unsafe { data.bVal })),
        // SAFETY: the member that this type has.
        VT_I2 => Raw::Signed(i64::from(unsafe { data.iVal })),
        // SAFETY: the member that this type has.
        VT_UI2 => Raw::Unsigned(u64::from(unsafe { data.uiVal })),
        // SAFETY: the member that this type has.
        VT_I4 | VT_INT => Raw::Signed(i64::from(unsafe { data.lVal })),
        // SAFETY: the member that this type has.
        VT_UI4 | VT_UINT => Raw::Unsigned(u64::from(unsafe { data.ulVal })),
        // SAFETY: the member that this type has.
        VT_I8 => Raw::Signed(unsafe { data.llVal }),
        // SAFETY: the member that this type has.
        VT_UI8 => Raw::Unsigned(unsafe { data.ullVal }),
        // SAFETY: the member that this type has.
        VT_R4 => Raw::Real32(unsafe { data.fltVal }),
        // SAFETY: the member that this type has.
        VT_R8 => Raw::Real64(unsafe { data.dblVal }),
        // SAFETY: the member that this type has.
        VT_BSTR => Raw::Text(trimmed(unsafe { &data.bstrVal })),
        // SAFETY: the member that this type has.
        VT_UNKNOWN | VT_DISPATCH => object(unsafe { &data.punkVal }.as_ref()),
        _ => Raw::Null,
    }
}

/// Some servers count the terminator in.
fn trimmed(text: &BSTR) -> String {
    let mut text = text.to_string();
    text.truncate(text.trim_end_matches('\0').len());
    text
}

fn object(unknown: Option<&IUnknown>) -> Raw {
    let object = unknown.and_then(|unknown| unknown.cast::<IWbemClassObject>().ok());
    object.map_or(Raw::Null, |object| Raw::Object(Object(object)))
}

fn array(array: *mut SAFEARRAY, vt: VARENUM) -> Raw {
    // SAFETY: NULL, or the array of a living VARIANT.
    let bounds = unsafe { (SafeArrayGetLBound(array, 1), SafeArrayGetUBound(array, 1)) };
    let (Ok(first), Ok(last)) = bounds else { return Raw::Null };
    let last = last.min(first.saturating_add(MOST));
    Raw::Array((first..=last).map(|index| element(array, vt, index)).collect())
}

/// One element: its bytes become those of a VARIANT of its type, which frees what it holds.
fn element(array: *mut SAFEARRAY, vt: VARENUM, index: i32) -> Raw {
    let mut variant = VARIANT::default();
    if vt == VT_VARIANT {
        let into: *mut c_void = (&raw mut variant).cast();
        // SAFETY: an element of this array is a VARIANT, and there is room for one.
        return if unsafe { SafeArrayGetElement(array, &index, into) }.is_ok() {
            read(&variant)
        } else {
            Raw::Null
        };
    }
    // SAFETY: an empty VARIANT; all members of the union begin at the same place, and are as large as 8 bytes at most.
    let inner = unsafe { &mut *variant.Anonymous.Anonymous };
    let into: *mut c_void = (&raw mut inner.Anonymous).cast();
    // SAFETY: room for an element of any of the types that follow the tag.
    if unsafe { SafeArrayGetElement(array, &index, into) }.is_err() {
        return Raw::Null;
    }
    inner.vt = vt;
    read(&variant)
}

/// A VARIANT for a property of this type; None for a number that is too large for it, and an array of something else.
/// What WMI may convert (text to a number) it is left to convert.
pub fn write(raw: &Raw, cim: i32) -> Option<VARIANT> {
    let scalar = cim & !cim_type::ARRAY;
    Some(match raw {
        Raw::Null => tagged(VT_NULL, VARIANT_0_0_0 { llVal: 0 }),
        Raw::Bool(value) => boolean(*value),
        Raw::Signed(value) => integer(i128::from(*value), scalar)?,
        Raw::Unsigned(value) => integer(i128::from(*value), scalar)?,
        Raw::Real32(value) if scalar == cim_type::REAL64 => real(f64::from(*value)),
        Raw::Real32(value) => tagged(VT_R4, VARIANT_0_0_0 { fltVal: *value }),
        Raw::Real64(value) if scalar == cim_type::REAL32 => {
            tagged(VT_R4, VARIANT_0_0_0 { fltVal: *value as f32 })
        }
        Raw::Real64(value) => real(*value),
        Raw::Text(text) => text_of(text),
        Raw::Object(object) => {
            let unknown = object.0.cast::<IUnknown>().ok()?;
            tagged(VT_UNKNOWN, VARIANT_0_0_0 { punkVal: ManuallyDrop::new(Some(unknown)) })
        }
        Raw::Array(elements) => vector(elements, scalar)?,
    })
}

fn tagged(vt: VARENUM, data: VARIANT_0_0_0) -> VARIANT {
    let inner = VARIANT_0_0 { vt, wReserved1: 0, wReserved2: 0, wReserved3: 0, Anonymous: data };
    VARIANT { Anonymous: VARIANT_0 { Anonymous: ManuallyDrop::new(inner) } }
}

fn boolean(value: bool) -> VARIANT {
    tagged(VT_BOOL, VARIANT_0_0_0 { boolVal: VARIANT_BOOL(if value { -1 } else { 0 }) })
}

fn real(value: f64) -> VARIANT {
    tagged(VT_R8, VARIANT_0_0_0 { dblVal: value })
}

pub fn text_of(text: &str) -> VARIANT {
    tagged(VT_BSTR, VARIANT_0_0_0 { bstrVal: ManuallyDrop::new(BSTR::from(text)) })
}

/// Integers travel in what is signed and large enough, those of 64 bits as text.
fn integer(value: i128, scalar: i32) -> Option<VARIANT> {
    let short = |value: i16| tagged(VT_I2, VARIANT_0_0_0 { iVal: value });
    let long = |value: i32| tagged(VT_I4, VARIANT_0_0_0 { lVal: value });
    let digits = || text_of(&value.to_string());
    Some(match scalar {
        cim_type::UINT8 => tagged(VT_UI1, VARIANT_0_0_0 { bVal: value.try_into().ok()? }),
        cim_type::SINT8 => short(i8::try_from(value).ok()?.into()),
        cim_type::SINT16 => short(value.try_into().ok()?),
        cim_type::CHAR16 => short(u16::try_from(value).ok()?.cast_signed()),
        cim_type::UINT16 => long(u16::try_from(value).ok()?.into()),
        // The two are held in the same: WMI cannot tell one from the other.
        cim_type::SINT32 | cim_type::UINT32 => {
            long(i32::try_from(value).or_else(|_| u32::try_from(value).map(u32::cast_signed)).ok()?)
        }
        cim_type::SINT64 => i64::try_from(value).ok().map(|_| digits())?,
        cim_type::UINT64 => u64::try_from(value).ok().map(|_| digits())?,
        cim_type::REAL32 => tagged(VT_R4, VARIANT_0_0_0 { fltVal: value as f32 }),
        cim_type::REAL64 => real(value as f64),
        _ => i32::try_from(value).map_or_else(|_| digits(), long),
    })
}

/// What the elements of an array of this type are held in.
fn element_type(scalar: i32) -> VARENUM {
    match scalar {
        cim_type::BOOLEAN => VT_BOOL,
        cim_type::UINT8 => VT_UI1,
        cim_type::SINT8 | cim_type::SINT16 | cim_type::CHAR16 => VT_I2,
        cim_type::UINT16 | cim_type::SINT32 | cim_type::UINT32 => VT_I4,
        cim_type::REAL32 => VT_R4,
        cim_type::REAL64 => VT_R8,
        cim_type::OBJECT => VT_UNKNOWN,
        _ => VT_BSTR,
    }
}

fn vector(elements: &[Raw], scalar: i32) -> Option<VARIANT> {
    let vt = element_type(scalar);
    let count = u32::try_from(elements.len()).ok()?;
    // SAFETY: no preconditions; NULL where there is no memory.
    let array = unsafe { SafeArrayCreateVector(vt, 0, count) };
    if array.is_null() {
        return None;
    }
    // From here on it is the VARIANT's, which frees it.
    let vector = tagged(VARENUM(vt.0 | VT_ARRAY.0), VARIANT_0_0_0 { parray: array });
    for (index, element) in (0i32..).zip(elements) {
        let variant = write(element, scalar)?;
        // SAFETY: every VARIANT has this form.
        let inner = unsafe { &*variant.Anonymous.Anonymous };
        if inner.vt != vt {
            return None;
        }
        let value: *const c_void = match vt {
            // SAFETY: the member that this type has; it is passed as what it points to.
            VT_BSTR => unsafe { &inner.Anonymous.bstrVal }.as_ptr().cast(),
            // SAFETY: as above.
            VT_UNKNOWN => {
                unsafe { &inner.Anonymous.punkVal }.as_ref().map_or(std::ptr::null(), |it| it.as_raw())
            }
            // The others are passed by their place.
            _ => (&raw const inner.Anonymous).cast(),
        };
        // SAFETY: the array copies the value, and takes a reference to an object.
        unsafe { SafeArrayPutElement(array, &index, value) }.ok()?;
    }
    Some(vector)
}

/// How embedded objects and references become instances.
pub trait Instances {
    fn of_object(&self, object: &Object) -> Option<Instance>;
    fn of_path(&self, path: &str) -> Option<Instance>;
}

fn signed(raw: &Raw) -> Option<i64> {
    match raw {
        Raw::Signed(value) => Some(*value),
        Raw::Unsigned(value) => Some(*value as i64),
        Raw::Text(text) => text.trim().parse().ok(),
        Raw::Bool(value) => Some(i64::from(*value)),
        _ => None,
    }
}

fn unsigned(raw: &Raw) -> Option<u64> {
    match raw {
        Raw::Text(text) => text.trim().parse().ok(),
        other => signed(other).map(|value| value as u64),
    }
}

fn number(raw: &Raw) -> Option<f64> {
    match raw {
        Raw::Real32(value) => Some(f64::from(*value)),
        Raw::Real64(value) => Some(*value),
        other => signed(other).map(|value| value as f64),
    }
}

fn text(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Text(text) => Some(text.clone()),
        Raw::Null | Raw::Object(_) | Raw::Array(_) => None,
        Raw::Bool(value) => Some(value.to_string()),
        Raw::Unsigned(value) => Some(value.to_string()),
        Raw::Real32(value) => Some(value.to_string()),
        Raw::Real64(value) => Some(value.to_string()),
        Raw::Signed(value) => Some(value.to_string()),
    }
}

fn datetime(raw: &Raw) -> Option<Datetime> {
    text(raw)?.parse().ok()
}

fn instance(raw: &Raw, instances: &dyn Instances) -> Option<Instance> {
    match raw {
        Raw::Object(object) => instances.of_object(object),
        Raw::Text(path) => instances.of_path(path),
        _ => None,
    }
}

/// The value of a property of this type; None is NULL.
pub fn value(raw: &Raw, ty: Type, instances: &dyn Instances) -> Option<Value> {
    if !ty.is_array() {
        return scalar(raw, ty, instances);
    }
    let Raw::Array(all) = raw else { return None };
    macro_rules! collected {
        ($variant:ident, $read:expr) => {
            Value::$variant(all.iter().filter_map($read).collect())
        };
    }
    Some(match ty.element() {
        Type::Boolean => collected!(BooleanArray, |raw| signed(raw).map(|value| value != 0)),
        Type::Uint8 => collected!(Uint8Array, |raw| signed(raw).map(|value| value as u8)),
        Type::Sint8 => collected!(Sint8Array, |raw| signed(raw).map(|value| value as i8)),
        Type::Uint16 => collected!(Uint16Array, |raw| signed(raw).map(|value| value as u16)),
        Type::Sint16 => collected!(Sint16Array, |raw| signed(raw).map(|value| value as i16)),
        Type::Uint32 => collected!(Uint32Array, |raw| signed(raw).map(|value| value as u32)),
        Type::Sint32 => collected!(Sint32Array, |raw| signed(raw).map(|value| value as i32)),
        Type::Uint64 => collected!(Uint64Array, unsigned),
        Type::Sint64 => collected!(Sint64Array, signed),
        Type::Real32 => collected!(Real32Array, |raw| number(raw).map(|value| value as f32)),
        Type::Real64 => collected!(Real64Array, number),
        Type::Char16 => collected!(Char16Array, |raw| signed(raw).map(|value| value as u16)),
        Type::Datetime => collected!(DatetimeArray, datetime),
        Type::Reference => collected!(ReferenceArray, |raw| instance(raw, instances)),
        Type::Instance => collected!(InstanceArray, |raw| instance(raw, instances)),
        _ => collected!(StringArray, text),
    })
}

fn scalar(raw: &Raw, ty: Type, instances: &dyn Instances) -> Option<Value> {
    Some(match ty {
        Type::Boolean => Value::Boolean(signed(raw)? != 0),
        Type::Uint8 => Value::Uint8(signed(raw)? as u8),
        Type::Sint8 => Value::Sint8(signed(raw)? as i8),
        Type::Uint16 => Value::Uint16(signed(raw)? as u16),
        Type::Sint16 => Value::Sint16(signed(raw)? as i16),
        Type::Uint32 => Value::Uint32(signed(raw)? as u32),
        Type::Sint32 => Value::Sint32(signed(raw)? as i32),
        Type::Uint64 => Value::Uint64(unsigned(raw)?),
        Type::Sint64 => Value::Sint64(signed(raw)?),
        Type::Real32 => Value::Real32(number(raw)? as f32),
        Type::Real64 => Value::Real64(number(raw)?),
        Type::Char16 => Value::Char16(signed(raw)? as u16),
        Type::Datetime => Value::Datetime(datetime(raw)?),
        Type::Reference => Value::Reference(instance(raw, instances)?),
        Type::Instance => Value::Instance(instance(raw, instances)?),
        _ => Value::String(text(raw)?),
    })
}

/// The reverse, for what holds no instances: those are the caller's.
pub fn raw_of(value: ValueRef<'_>) -> Raw {
    macro_rules! all {
        ($values:expr, $raw:expr) => {
            Raw::Array($values.iter().map($raw).collect())
        };
    }
    match value {
        ValueRef::Boolean(v) => Raw::Bool(v),
        ValueRef::Char16(v) => Raw::Unsigned(v.into()),
        ValueRef::Uint64(v) => Raw::Unsigned(v),
        ValueRef::Real32(v) => Raw::Real32(v),
        ValueRef::Real64(v) => Raw::Real64(v),
        ValueRef::Datetime(v) => Raw::Text(v.to_string()),
        ValueRef::String(v) => Raw::Text(v.to_str_lossy().into_owned()),
        ValueRef::Text(v) => Raw::Text(v.to_owned()),
        ValueRef::BooleanArray(v) => all!(v, |v| Raw::Bool(*v != 0)),
        ValueRef::Uint8Array(v) => all!(v, |v| Raw::Unsigned((*v).into())),
        ValueRef::Sint8Array(v) => all!(v, |v| Raw::Signed((*v).into())),
        ValueRef::Uint16Array(v) | ValueRef::Char16Array(v) => all!(v, |v| Raw::Unsigned((*v).into())),
        ValueRef::Sint16Array(v) => all!(v, |v| Raw::Signed((*v).into())),
        ValueRef::Uint32Array(v) => all!(v, |v| Raw::Unsigned((*v).into())),
        ValueRef::Sint32Array(v) => all!(v, |v| Raw::Signed((*v).into())),
        ValueRef::Uint64Array(v) => all!(v, |v| Raw::Unsigned(*v)),
        ValueRef::Sint64Array(v) => all!(v, |v| Raw::Signed(*v)),
        ValueRef::Real32Array(v) => all!(v, |v| Raw::Real32(*v)),
        ValueRef::Real64Array(v) => all!(v, |v| Raw::Real64(*v)),
        ValueRef::DatetimeArray(v) => all!(v, |v| Raw::Text(v.to_string())),
        ValueRef::StringArray(v) => all!(v, |v| Raw::Text(v.to_str_lossy().into_owned())),
        other => other.as_integer().map_or(Raw::Null, |v| Raw::Signed(v as i64)),
    }
}
