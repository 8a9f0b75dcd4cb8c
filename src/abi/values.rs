//! Values: datetimes, arrays and the MI_Value union.

use super::*;
use core::ffi::c_void;

/// A point in time; utc is the offset in minutes (DSP0004, 5.2.4).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Timestamp {
    pub year: MI_Uint32,
    pub month: MI_Uint32,
    pub day: MI_Uint32,
    pub hour: MI_Uint32,
    pub minute: MI_Uint32,
    pub second: MI_Uint32,
    pub microseconds: MI_Uint32,
    pub utc: MI_Sint32,
}

/// A span of time (DSP0004, 5.2.4).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Interval {
    pub days: MI_Uint32,
    pub hours: MI_Uint32,
    pub minutes: MI_Uint32,
    pub seconds: MI_Uint32,
    pub microseconds: MI_Uint32,
    pub __padding1: MI_Uint32,
    pub __padding2: MI_Uint32,
    pub __padding3: MI_Uint32,
}

/// The union inside MI_Datetime.
#[repr(C)]
#[derive(Clone, Copy)]
pub union MI_DatetimeValue {
    pub timestamp: MI_Timestamp,
    pub interval: MI_Interval,
}

/// A point in time (isTimestamp is not 0) or a span of time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Datetime {
    pub isTimestamp: MI_Uint32,
    pub u: MI_DatetimeValue,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_BooleanA {
    pub data: *mut MI_Boolean,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint8A {
    pub data: *mut MI_Uint8,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint8A {
    pub data: *mut MI_Sint8,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint16A {
    pub data: *mut MI_Uint16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint16A {
    pub data: *mut MI_Sint16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint32A {
    pub data: *mut MI_Uint32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint32A {
    pub data: *mut MI_Sint32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint64A {
    pub data: *mut MI_Uint64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint64A {
    pub data: *mut MI_Sint64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real32A {
    pub data: *mut MI_Real32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real64A {
    pub data: *mut MI_Real64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Char16A {
    pub data: *mut MI_Char16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DatetimeA {
    pub data: *mut MI_Datetime,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_StringA {
    pub data: *mut *mut MI_Char,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ReferenceA {
    pub data: *mut *mut MI_Instance,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_InstanceA {
    pub data: *mut *mut MI_Instance,
    pub size: MI_Uint32,
}

/// An array of any type, as MI_Value holds it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Array {
    pub data: *mut c_void,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstBooleanA {
    pub data: *const MI_Boolean,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint8A {
    pub data: *const MI_Uint8,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint8A {
    pub data: *const MI_Sint8,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint16A {
    pub data: *const MI_Uint16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint16A {
    pub data: *const MI_Sint16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint32A {
    pub data: *const MI_Uint32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint32A {
    pub data: *const MI_Sint32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint64A {
    pub data: *const MI_Uint64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint64A {
    pub data: *const MI_Sint64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal32A {
    pub data: *const MI_Real32,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal64A {
    pub data: *const MI_Real64,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstChar16A {
    pub data: *const MI_Char16,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstDatetimeA {
    pub data: *const MI_Datetime,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstStringA {
    pub data: *const *const MI_Char,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReferenceA {
    pub data: *const *const MI_Instance,
    pub size: MI_Uint32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstInstanceA {
    pub data: *const *const MI_Instance,
    pub size: MI_Uint32,
}

/// A value; its MI_Type says which member holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub union MI_Value {
    pub boolean: MI_Boolean,
    pub uint8: MI_Uint8,
    pub sint8: MI_Sint8,
    pub uint16: MI_Uint16,
    pub sint16: MI_Sint16,
    pub uint32: MI_Uint32,
    pub sint32: MI_Sint32,
    pub uint64: MI_Uint64,
    pub sint64: MI_Sint64,
    pub real32: MI_Real32,
    pub real64: MI_Real64,
    pub char16: MI_Char16,
    pub datetime: MI_Datetime,
    pub string: *mut MI_Char,
    pub instance: *mut MI_Instance,
    pub reference: *mut MI_Instance,
    pub booleana: MI_BooleanA,
    pub uint8a: MI_Uint8A,
    pub sint8a: MI_Sint8A,
    pub uint16a: MI_Uint16A,
    pub sint16a: MI_Sint16A,
    pub uint32a: MI_Uint32A,
    pub sint32a: MI_Sint32A,
    pub uint64a: MI_Uint64A,
    pub sint64a: MI_Sint64A,
    pub real32a: MI_Real32A,
    pub real64a: MI_Real64A,
    pub char16a: MI_Char16A,
    pub datetimea: MI_DatetimeA,
    pub stringa: MI_StringA,
    pub referencea: MI_ReferenceA,
    pub instancea: MI_InstanceA,
    pub array: MI_Array,
}
