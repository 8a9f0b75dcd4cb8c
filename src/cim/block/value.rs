//! Between the union of C and the values of Rust.

use super::field::{member, value_size, with_member};
use super::text::{MiStr, MiString};
use super::view::InstanceRef;
use crate::abi::*;
use crate::cim::datetime::Datetime;
use crate::cim::value::{DatetimesRef, InstancesRef, StrRef, StringsRef, Type, ValueRef};
use std::ffi::c_void;
use std::ptr;

/// Boolean elements as C has them.
pub(crate) fn bools(values: &[bool]) -> &[u8] {
    // SAFETY:
    // - a bool is one byte, 0 or 1
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), values.len()) }
}

/// One string of an array that came through [`value_ref`].
pub(crate) fn strings<'a>(all: &'a [*const MI_Char], index: usize) -> StrRef<'a> {
    // SAFETY:
    // - the array was lent for 'a by an instance or class: NULL or NUL-terminated, each
    match unsafe { MiStr::from_ptr(all[index]) } {
        Some(text) => StrRef::Mi(text),
        None => StrRef::Text(""),
    }
}

/// One instance of an array that came through [`value_ref`].
pub(crate) fn instance_at<'a>(all: &'a [*mut MI_Instance], index: usize) -> Option<InstanceRef<'a>> {
    // SAFETY:
    // - the array was lent for 'a by an instance or class, with what it points to
    unsafe { InstanceRef::from_ptr(all[index]) }
}

/// # Safety
/// `array` describes `size` readable elements of `T` at `data` for 'a, or has no data.
unsafe fn slice<'a, T>(array: MI_Array) -> &'a [T] {
    let data = array.data.cast::<T>();
    if data.is_null() || !data.is_aligned() {
        return &[];
    }
    // SAFETY:
    // - readable for 'a by the caller's word; not NULL, and aligned
    unsafe { std::slice::from_raw_parts(data, array.size as usize) }
}

/// What a value of type `ty` means; None for a NULL pointer where the type needs one.
///
/// # Safety
/// `value` was written as a value of that type, and what it points to is readable for 'a.
pub(crate) unsafe fn value_ref<'a>(ty: Type, value: &MI_Value) -> Option<ValueRef<'a>> {
    if ty.is_array() {
        // SAFETY:
        // - the value is of this type, and readable, by the caller's word
        return Some(unsafe { array_ref(ty, value) });
    }
    macro_rules! scalar {
        ($T:ty) => {
            // SAFETY:
            // - the member of this type was written, by the caller's word
            unsafe { member::<$T>(value) }
        };
    }
    Some(match ty {
        Type::Boolean => ValueRef::Boolean(scalar!(u8) != 0),
        Type::Uint8 => ValueRef::Uint8(scalar!(u8)),
        Type::Sint8 => ValueRef::Sint8(scalar!(i8)),
        Type::Uint16 => ValueRef::Uint16(scalar!(u16)),
        Type::Sint16 => ValueRef::Sint16(scalar!(i16)),
        Type::Uint32 => ValueRef::Uint32(scalar!(u32)),
        Type::Sint32 => ValueRef::Sint32(scalar!(i32)),
        Type::Uint64 => ValueRef::Uint64(scalar!(u64)),
        Type::Sint64 => ValueRef::Sint64(scalar!(i64)),
        Type::Real32 => ValueRef::Real32(scalar!(f32)),
        Type::Real64 => ValueRef::Real64(scalar!(f64)),
        Type::Char16 => ValueRef::Char16(scalar!(u16)),
        Type::Datetime => ValueRef::Datetime(Datetime::from(&scalar!(MI_Datetime))),
        Type::String => {
            let text = scalar!(*const MI_Char);
            // SAFETY:
            // - a string of the caller's, readable for 'a
            ValueRef::String(unsafe { MiStr::from_ptr(text) }?)
        }
        _ => {
            let instance = scalar!(*mut MI_Instance);
            // SAFETY:
            // - an instance of the caller's, readable for 'a
            match (ty, unsafe { InstanceRef::from_ptr(instance) }?) {
                (Type::Reference, instance) => ValueRef::Reference(instance),
                (_, instance) => ValueRef::Instance(instance),
            }
        }
    })
}

/// # Safety
/// As [`value_ref`]; `ty` is an array type.
unsafe fn array_ref<'a>(ty: Type, value: &MI_Value) -> ValueRef<'a> {
    // SAFETY:
    // - all arrays have this shape
    let array = unsafe { member::<MI_Array>(value) };
    macro_rules! elements {
        () => {
            // SAFETY:
            // - the array has elements of this type, readable for 'a, by the caller's word
            unsafe { slice(array) }
        };
    }
    match ty {
        Type::BooleanArray => ValueRef::BooleanArray(elements!()),
        Type::Uint8Array => ValueRef::Uint8Array(elements!()),
        Type::Sint8Array => ValueRef::Sint8Array(elements!()),
        Type::Uint16Array => ValueRef::Uint16Array(elements!()),
        Type::Sint16Array => ValueRef::Sint16Array(elements!()),
        Type::Uint32Array => ValueRef::Uint32Array(elements!()),
        Type::Sint32Array => ValueRef::Sint32Array(elements!()),
        Type::Uint64Array => ValueRef::Uint64Array(elements!()),
        Type::Sint64Array => ValueRef::Sint64Array(elements!()),
        Type::Real32Array => ValueRef::Real32Array(elements!()),
        Type::Real64Array => ValueRef::Real64Array(elements!()),
        Type::Char16Array => ValueRef::Char16Array(elements!()),
        Type::DatetimeArray => ValueRef::DatetimeArray(DatetimesRef::Mi(elements!())),
        Type::StringArray => ValueRef::StringArray(StringsRef::Mi(elements!())),
        Type::ReferenceArray => ValueRef::ReferenceArray(InstancesRef::Mi(elements!())),
        _ => ValueRef::InstanceArray(InstancesRef::Mi(elements!())),
    }
}

/// A borrowed value in C's form, and what had to be converted to get there.
pub(crate) struct Lowered {
    pub value: MI_Value,
    _text: Option<MiString>,
    _texts: Vec<MiString>,
    _pointers: Vec<*const c_void>,
    _datetimes: Vec<MI_Datetime>,
}

impl Lowered {
    fn plain<T: Copy>(member: T) -> Lowered {
        Lowered {
            value: with_member(member),
            _text: None,
            _texts: Vec::new(),
            _pointers: Vec::new(),
            _datetimes: Vec::new(),
        }
    }

    fn array<T>(elements: &[T]) -> Lowered {
        Lowered::plain(mi_array(elements))
    }

    fn pointers(pointers: Vec<*const c_void>, texts: Vec<MiString>) -> Lowered {
        Lowered {
            _texts: texts,
            value: with_member(mi_array(&pointers)),
            _pointers: pointers,
            ..Lowered::plain(0u8)
        }
    }

    /// The value is good for as long as `value` and the result live.
    pub(crate) fn new(value: ValueRef<'_>) -> Lowered {
        match value {
            ValueRef::Boolean(v) => Lowered::plain(v),
            ValueRef::Uint8(v) => Lowered::plain(v),
            ValueRef::Sint8(v) => Lowered::plain(v),
            ValueRef::Uint16(v) | ValueRef::Char16(v) => Lowered::plain(v),
            ValueRef::Sint16(v) => Lowered::plain(v),
            ValueRef::Uint32(v) => Lowered::plain(v),
            ValueRef::Sint32(v) => Lowered::plain(v),
            ValueRef::Uint64(v) => Lowered::plain(v),
            ValueRef::Sint64(v) => Lowered::plain(v),
            ValueRef::Real32(v) => Lowered::plain(v),
            ValueRef::Real64(v) => Lowered::plain(v),
            ValueRef::Datetime(v) => Lowered::plain(MI_Datetime::from(&v)),
            ValueRef::String(v) => Lowered::plain(v.as_ptr()),
            ValueRef::Text(v) => {
                let text = MiString::from(v);
                Lowered { value: with_member(text.as_ptr()), _text: Some(text), ..Lowered::plain(0u8) }
            }
            ValueRef::Reference(v) | ValueRef::Instance(v) => Lowered::plain(v.as_ptr()),
            ValueRef::BooleanArray(v) | ValueRef::Uint8Array(v) => Lowered::array(v),
            ValueRef::Sint8Array(v) => Lowered::array(v),
            ValueRef::Uint16Array(v) | ValueRef::Char16Array(v) => Lowered::array(v),
            ValueRef::Sint16Array(v) => Lowered::array(v),
            ValueRef::Uint32Array(v) => Lowered::array(v),
            ValueRef::Sint32Array(v) => Lowered::array(v),
            ValueRef::Uint64Array(v) => Lowered::array(v),
            ValueRef::Sint64Array(v) => Lowered::array(v),
            ValueRef::Real32Array(v) => Lowered::array(v),
            ValueRef::Real64Array(v) => Lowered::array(v),
            ValueRef::DatetimeArray(v) => {
                let datetimes: Vec<_> = v.iter().map(|v| MI_Datetime::from(&v)).collect();
                Lowered {
                    value: with_member(mi_array(&datetimes)),
                    _datetimes: datetimes,
                    ..Lowered::plain(0u8)
                }
            }
            ValueRef::StringArray(StringsRef::Mi(v)) => Lowered::array(v),
            ValueRef::StringArray(StringsRef::Text(v)) => {
                let texts: Vec<_> = v.iter().map(|text| MiString::from(text.as_str())).collect();
                Lowered::pointers(texts.iter().map(|text| text.as_ptr().cast()).collect(), texts)
            }
            ValueRef::ReferenceArray(v) | ValueRef::InstanceArray(v) => {
                Lowered::pointers(v.iter().map(|instance| instance.as_ptr().cast()).collect(), Vec::new())
            }
        }
    }
}

fn mi_array<T>(elements: &[T]) -> MI_Array {
    // More elements than C can count cannot be given on; the copy refuses such a size.
    let size = u32::try_from(elements.len()).unwrap_or(u32::MAX);
    MI_Array { data: elements.as_ptr().cast_mut().cast(), size }
}

/// Reads a declaration's constant (a default, a qualifier's value): a bare value of the type, not a whole union.
///
/// # Safety
/// `at` is NULL or points to a value of type `ty`.
pub(crate) unsafe fn constant(ty: u32, at: *const c_void) -> Option<MI_Value> {
    let size = value_size(ty)?;
    if at.is_null() {
        return None;
    }
    let mut value = super::field::zeroed_value();
    // SAFETY:
    // - `at` has `size` bytes by the caller's word, the union at least as many
    unsafe { ptr::copy_nonoverlapping(at.cast::<u8>(), ptr::from_mut(&mut value).cast::<u8>(), size) };
    Some(value)
}
