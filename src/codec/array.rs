//! The elements of array values, one by one, whatever their type.

use crate::cim::{Error, ValueRef};

type Visit<'v> = &'v mut dyn FnMut(ValueRef<'_>) -> Result<(), Error>;

/// Calls `visit` with every element of an array.
pub fn elements(value: ValueRef<'_>, visit: Visit<'_>) -> Result<(), Error> {
    match value {
        ValueRef::BooleanArray(v) => v.iter().try_for_each(|e| visit(ValueRef::Boolean(*e != 0))),
        ValueRef::Uint8Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Uint8(*e))),
        ValueRef::Sint8Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Sint8(*e))),
        ValueRef::Uint16Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Uint16(*e))),
        ValueRef::Sint16Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Sint16(*e))),
        ValueRef::Uint32Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Uint32(*e))),
        ValueRef::Sint32Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Sint32(*e))),
        ValueRef::Uint64Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Uint64(*e))),
        ValueRef::Sint64Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Sint64(*e))),
        ValueRef::Real32Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Real32(*e))),
        ValueRef::Real64Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Real64(*e))),
        ValueRef::Char16Array(v) => v.iter().try_for_each(|e| visit(ValueRef::Char16(*e))),
        ValueRef::DatetimeArray(v) => v.iter().try_for_each(|e| visit(ValueRef::Datetime(e))),
        ValueRef::StringArray(v) => v.iter().try_for_each(|e| visit(ValueRef::Text(&e.to_str_lossy()))),
        ValueRef::ReferenceArray(v) => v.iter().try_for_each(|e| visit(ValueRef::Reference(e))),
        ValueRef::InstanceArray(v) => v.iter().try_for_each(|e| visit(ValueRef::Instance(e))),
        scalar => visit(scalar),
    }
}
