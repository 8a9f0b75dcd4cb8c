//! Values of CIM (DSP0004 section 5.2.2): the 16 types and their arrays, owned and borrowed.
#![forbid(unsafe_code)]

use super::block::instance::Instance;
use super::block::text::MiStr;
use super::block::value::{bools, strings};
use super::block::view::InstanceRef;
use super::datetime::Datetime;
use super::error::Error;
use crate::abi::*;
use std::borrow::Cow;

macro_rules! types {
    ($($name:ident = $number:literal),* $(,)?) => {
        /// A CIM type; the numbers are MI_Type's.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Type { $($name = $number),* }

        const ALL: [Type; 32] = [$(Type::$name),*];
    };
}

types! {
    Boolean = 0, Uint8 = 1, Sint8 = 2, Uint16 = 3, Sint16 = 4, Uint32 = 5, Sint32 = 6, Uint64 = 7, Sint64 = 8,
    Real32 = 9, Real64 = 10, Char16 = 11, Datetime = 12, String = 13, Reference = 14, Instance = 15,
    BooleanArray = 16, Uint8Array = 17, Sint8Array = 18, Uint16Array = 19, Sint16Array = 20, Uint32Array = 21,
    Sint32Array = 22, Uint64Array = 23, Sint64Array = 24, Real32Array = 25, Real64Array = 26, Char16Array = 27,
    DatetimeArray = 28, StringArray = 29, ReferenceArray = 30, InstanceArray = 31,
}

impl Type {
    pub const fn from_mi(ty: MI_Type) -> Option<Type> {
        if ty.0 < 32 { Some(ALL[ty.0 as usize]) } else { None }
    }

    pub const fn to_mi(self) -> MI_Type {
        MI_Type(self as u32)
    }

    pub const fn is_array(self) -> bool {
        self as u32 >= MI_ARRAY.0
    }

    /// The type of an array's elements; a scalar's own type.
    pub const fn element(self) -> Type {
        ALL[self as usize & 15]
    }

    pub const fn array(self) -> Type {
        ALL[self as usize | 16]
    }

    /// The name that MOF and CIM-XML give the element type (DSP0004 section 5.2.2).
    pub const fn name(self) -> &'static str {
        const NAMES: [&str; 16] = [
            "boolean",
            "uint8",
            "sint8",
            "uint16",
            "sint16",
            "uint32",
            "sint32",
            "uint64",
            "sint64",
            "real32",
            "real64",
            "char16",
            "datetime",
            "string",
            "reference",
            "instance",
        ];
        NAMES[self as usize & 15]
    }
}

impl From<Type> for MI_Type {
    fn from(ty: Type) -> MI_Type {
        ty.to_mi()
    }
}

/// An owned value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Boolean(bool),
    Uint8(u8),
    Sint8(i8),
    Uint16(u16),
    Sint16(i16),
    Uint32(u32),
    Sint32(i32),
    Uint64(u64),
    Sint64(i64),
    Real32(f32),
    Real64(f64),
    Char16(u16),
    Datetime(Datetime),
    String(String),
    Reference(Instance),
    Instance(Instance),
    BooleanArray(Vec<bool>),
    Uint8Array(Vec<u8>),
    Sint8Array(Vec<i8>),
    Uint16Array(Vec<u16>),
    Sint16Array(Vec<i16>),
    Uint32Array(Vec<u32>),
    Sint32Array(Vec<i32>),
    Uint64Array(Vec<u64>),
    Sint64Array(Vec<i64>),
    Real32Array(Vec<f32>),
    Real64Array(Vec<f64>),
    Char16Array(Vec<u16>),
    DatetimeArray(Vec<Datetime>),
    StringArray(Vec<String>),
    ReferenceArray(Vec<Instance>),
    InstanceArray(Vec<Instance>),
}

/// A borrowed value. `Text` and the owned halves of the array types are for writing; what is read from an instance
/// or a class is always `String` and the like.
#[derive(Clone, Copy, Debug)]
pub enum ValueRef<'a> {
    Boolean(bool),
    Uint8(u8),
    Sint8(i8),
    Uint16(u16),
    Sint16(i16),
    Uint32(u32),
    Sint32(i32),
    Uint64(u64),
    Sint64(i64),
    Real32(f32),
    Real64(f64),
    Char16(u16),
    Datetime(Datetime),
    String(&'a MiStr),
    /// A string that is not in MI_Char form yet.
    Text(&'a str),
    Reference(InstanceRef<'a>),
    Instance(InstanceRef<'a>),
    /// 0 is false, anything else true.
    BooleanArray(&'a [u8]),
    Uint8Array(&'a [u8]),
    Sint8Array(&'a [i8]),
    Uint16Array(&'a [u16]),
    Sint16Array(&'a [i16]),
    Uint32Array(&'a [u32]),
    Sint32Array(&'a [i32]),
    Uint64Array(&'a [u64]),
    Sint64Array(&'a [i64]),
    Real32Array(&'a [f32]),
    Real64Array(&'a [f64]),
    Char16Array(&'a [u16]),
    DatetimeArray(DatetimesRef<'a>),
    StringArray(StringsRef<'a>),
    ReferenceArray(InstancesRef<'a>),
    InstanceArray(InstancesRef<'a>),
}

/// A string of an array.
#[derive(Clone, Copy, Debug)]
pub enum StrRef<'a> {
    Mi(&'a MiStr),
    Text(&'a str),
}

impl<'a> StrRef<'a> {
    pub fn to_str_lossy(&self) -> Cow<'a, str> {
        match self {
            StrRef::Mi(text) => text.to_str_lossy(),
            StrRef::Text(text) => Cow::Borrowed(text),
        }
    }
}

/// The strings of an array.
#[derive(Clone, Copy)]
pub enum StringsRef<'a> {
    Mi(&'a [*const MI_Char]),
    Text(&'a [String]),
}

impl<'a> StringsRef<'a> {
    pub fn len(&self) -> usize {
        match self {
            StringsRef::Mi(strings) => strings.len(),
            StringsRef::Text(strings) => strings.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A NULL among the strings reads as an empty one.
    pub fn iter(self) -> impl ExactSizeIterator<Item = StrRef<'a>> {
        (0..self.len()).map(move |index| match self {
            StringsRef::Mi(all) => strings(all, index),
            StringsRef::Text(all) => StrRef::Text(&all[index]),
        })
    }
}

/// The datetimes of an array.
#[derive(Clone, Copy)]
pub enum DatetimesRef<'a> {
    Mi(&'a [MI_Datetime]),
    Rust(&'a [Datetime]),
}

impl<'a> DatetimesRef<'a> {
    pub fn len(&self) -> usize {
        match self {
            DatetimesRef::Mi(all) => all.len(),
            DatetimesRef::Rust(all) => all.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = Datetime> + 'a {
        (0..self.len()).map(move |index| match self {
            DatetimesRef::Mi(all) => Datetime::from(&all[index]),
            DatetimesRef::Rust(all) => all[index],
        })
    }
}

/// The instances of an array. A NULL among them is passed over.
#[derive(Clone, Copy)]
pub enum InstancesRef<'a> {
    Mi(&'a [*mut MI_Instance]),
    Rust(&'a [Instance]),
}

impl<'a> InstancesRef<'a> {
    pub fn len(&self) -> usize {
        match self {
            InstancesRef::Mi(all) => all.len(),
            InstancesRef::Rust(all) => all.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn iter(self) -> impl Iterator<Item = InstanceRef<'a>> {
        (0..self.len()).filter_map(move |index| match self {
            InstancesRef::Mi(all) => super::block::value::instance_at(all, index),
            InstancesRef::Rust(all) => Some(all[index].view()),
        })
    }

    fn to_vec(self) -> Result<Vec<Instance>, Error> {
        self.iter().map(|instance| instance.to_owned()).collect()
    }
}

/// What is in them, not where it lies.
macro_rules! shown_as_lists {
    ($($List:ident),*) => {$(
        impl std::fmt::Debug for $List<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_list().entries(self.iter()).finish()
            }
        }
    )*};
}

shown_as_lists!(StringsRef, DatetimesRef, InstancesRef);

macro_rules! same_names {
    ($self:ident: $Enum:ident { $($name:ident),* }) => {
        match $self { $($Enum::$name(_) => Type::$name,)* }
    };
    ($self:ident: $Enum:ident { $($name:ident),* } $extra:pat => $ty:expr) => {
        match $self { $($Enum::$name(_) => Type::$name,)* $extra => $ty }
    };
}

impl Value {
    pub fn ty(&self) -> Type {
        same_names!(self: Value {
            Boolean, Uint8, Sint8, Uint16, Sint16, Uint32, Sint32, Uint64, Sint64, Real32, Real64, Char16, Datetime,
            String, Reference, Instance, BooleanArray, Uint8Array, Sint8Array, Uint16Array, Sint16Array, Uint32Array,
            Sint32Array, Uint64Array, Sint64Array, Real32Array, Real64Array, Char16Array, DatetimeArray, StringArray,
            ReferenceArray, InstanceArray
        })
    }

    #[allow(clippy::should_implement_trait)]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Value::Boolean(v) => ValueRef::Boolean(*v),
            Value::Uint8(v) => ValueRef::Uint8(*v),
            Value::Sint8(v) => ValueRef::Sint8(*v),
            Value::Uint16(v) => ValueRef::Uint16(*v),
            Value::Sint16(v) => ValueRef::Sint16(*v),
            Value::Uint32(v) => ValueRef::Uint32(*v),
            Value::Sint32(v) => ValueRef::Sint32(*v),
            Value::Uint64(v) => ValueRef::Uint64(*v),
            Value::Sint64(v) => ValueRef::Sint64(*v),
            Value::Real32(v) => ValueRef::Real32(*v),
            Value::Real64(v) => ValueRef::Real64(*v),
            Value::Char16(v) => ValueRef::Char16(*v),
            Value::Datetime(v) => ValueRef::Datetime(*v),
            Value::String(v) => ValueRef::Text(v),
            Value::Reference(v) => ValueRef::Reference(v.view()),
            Value::Instance(v) => ValueRef::Instance(v.view()),
            Value::BooleanArray(v) => ValueRef::BooleanArray(bools(v)),
            Value::Uint8Array(v) => ValueRef::Uint8Array(v),
            Value::Sint8Array(v) => ValueRef::Sint8Array(v),
            Value::Uint16Array(v) => ValueRef::Uint16Array(v),
            Value::Sint16Array(v) => ValueRef::Sint16Array(v),
            Value::Uint32Array(v) => ValueRef::Uint32Array(v),
            Value::Sint32Array(v) => ValueRef::Sint32Array(v),
            Value::Uint64Array(v) => ValueRef::Uint64Array(v),
            Value::Sint64Array(v) => ValueRef::Sint64Array(v),
            Value::Real32Array(v) => ValueRef::Real32Array(v),
            Value::Real64Array(v) => ValueRef::Real64Array(v),
            Value::Char16Array(v) => ValueRef::Char16Array(v),
            Value::DatetimeArray(v) => ValueRef::DatetimeArray(DatetimesRef::Rust(v)),
            Value::StringArray(v) => ValueRef::StringArray(StringsRef::Text(v)),
            Value::ReferenceArray(v) => ValueRef::ReferenceArray(InstancesRef::Rust(v)),
            Value::InstanceArray(v) => ValueRef::InstanceArray(InstancesRef::Rust(v)),
        }
    }
}

impl<'a> ValueRef<'a> {
    pub fn ty(&self) -> Type {
        same_names!(self: ValueRef {
            Boolean, Uint8, Sint8, Uint16, Sint16, Uint32, Sint32, Uint64, Sint64, Real32, Real64, Char16, Datetime,
            String, Reference, Instance, BooleanArray, Uint8Array, Sint8Array, Uint16Array, Sint16Array, Uint32Array,
            Sint32Array, Uint64Array, Sint64Array, Real32Array, Real64Array, Char16Array, DatetimeArray, StringArray,
            ReferenceArray, InstanceArray
        } ValueRef::Text(_) => Type::String)
    }

    /// The string, if this is one.
    pub fn as_str(&self) -> Option<Cow<'a, str>> {
        match self {
            ValueRef::String(text) => Some(text.to_str_lossy()),
            ValueRef::Text(text) => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    /// The number, if this is an integer (or a boolean or char16).
    pub fn as_integer(&self) -> Option<i128> {
        Some(match *self {
            ValueRef::Boolean(v) => v.into(),
            ValueRef::Uint8(v) => v.into(),
            ValueRef::Sint8(v) => v.into(),
            ValueRef::Uint16(v) | ValueRef::Char16(v) => v.into(),
            ValueRef::Sint16(v) => v.into(),
            ValueRef::Uint32(v) => v.into(),
            ValueRef::Sint32(v) => v.into(),
            ValueRef::Uint64(v) => v.into(),
            ValueRef::Sint64(v) => v.into(),
            _ => return None,
        })
    }

    pub fn to_owned(&self) -> Result<Value, Error> {
        Ok(match *self {
            ValueRef::Boolean(v) => Value::Boolean(v),
            ValueRef::Uint8(v) => Value::Uint8(v),
            ValueRef::Sint8(v) => Value::Sint8(v),
            ValueRef::Uint16(v) => Value::Uint16(v),
            ValueRef::Sint16(v) => Value::Sint16(v),
            ValueRef::Uint32(v) => Value::Uint32(v),
            ValueRef::Sint32(v) => Value::Sint32(v),
            ValueRef::Uint64(v) => Value::Uint64(v),
            ValueRef::Sint64(v) => Value::Sint64(v),
            ValueRef::Real32(v) => Value::Real32(v),
            ValueRef::Real64(v) => Value::Real64(v),
            ValueRef::Char16(v) => Value::Char16(v),
            ValueRef::Datetime(v) => Value::Datetime(v),
            ValueRef::String(v) => Value::String(v.to_str_lossy().into_owned()),
            ValueRef::Text(v) => Value::String(v.into()),
            ValueRef::Reference(v) => Value::Reference(v.to_owned()?),
            ValueRef::Instance(v) => Value::Instance(v.to_owned()?),
            ValueRef::BooleanArray(v) => Value::BooleanArray(v.iter().map(|v| *v != 0).collect()),
            ValueRef::Uint8Array(v) => Value::Uint8Array(v.into()),
            ValueRef::Sint8Array(v) => Value::Sint8Array(v.into()),
            ValueRef::Uint16Array(v) => Value::Uint16Array(v.into()),
            ValueRef::Sint16Array(v) => Value::Sint16Array(v.into()),
            ValueRef::Uint32Array(v) => Value::Uint32Array(v.into()),
            ValueRef::Sint32Array(v) => Value::Sint32Array(v.into()),
            ValueRef::Uint64Array(v) => Value::Uint64Array(v.into()),
            ValueRef::Sint64Array(v) => Value::Sint64Array(v.into()),
            ValueRef::Real32Array(v) => Value::Real32Array(v.into()),
            ValueRef::Real64Array(v) => Value::Real64Array(v.into()),
            ValueRef::Char16Array(v) => Value::Char16Array(v.into()),
            ValueRef::DatetimeArray(v) => Value::DatetimeArray(v.iter().collect()),
            ValueRef::StringArray(v) => {
                Value::StringArray(v.iter().map(|text| text.to_str_lossy().into_owned()).collect())
            }
            ValueRef::ReferenceArray(v) => Value::ReferenceArray(v.to_vec()?),
            ValueRef::InstanceArray(v) => Value::InstanceArray(v.to_vec()?),
        })
    }
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> ValueRef<'a> {
        value.as_ref()
    }
}

impl<'a> From<&'a str> for ValueRef<'a> {
    fn from(text: &'a str) -> ValueRef<'a> {
        ValueRef::Text(text)
    }
}
