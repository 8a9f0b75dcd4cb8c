//! Changing an instance from Rust: ours directly, another library's through its own table.

use super::Outcome;
use super::field::with_member;
use super::instance::Instance;
use super::text::{MiString, units_of};
use super::value::Lowered;
use crate::abi::*;
use crate::cim::error::Error;
use crate::cim::value::{Type, ValueRef};
use std::ptr;

/// The pointer to a lowered value; NULL for none.
fn pointer(value: Option<&Lowered>) -> *const MI_Value {
    value.map_or(ptr::null(), |lowered| &raw const lowered.value)
}

fn flags_for(value: Option<ValueRef<'_>>, flags: u32) -> u32 {
    flags & !(MI_FLAG_BORROW | MI_FLAG_ADOPT) | if value.is_none() { MI_FLAG_NULL } else { 0 }
}

pub(crate) fn set(
    instance: &mut Instance,
    index: usize,
    value: Option<ValueRef<'_>>,
    ty: Type,
    flags: u32,
) -> Outcome<()> {
    let index = u32::try_from(index).map_err(|_| MI_RESULT_NOT_FOUND)?;
    // What decoders set most goes in without being lowered to C's form first.
    if let (Some(value), 0, Some(mut ours)) =
        (&value, flags & (MI_FLAG_BORROW | MI_FLAG_ADOPT | MI_FLAG_NULL), instance.ours())
    {
        if let ValueRef::Text(text) = value {
            let end = memchr::memchr(0, text.as_bytes()).unwrap_or(text.len());
            return ours.set_units_at(index, &units_of(&text[..end]), flags);
        }
        if let Some(plain) = plain(value) {
            return ours.set_plain_at(index, plain, value.ty().to_mi().0, flags);
        }
    }
    let (lowered, flags) = (value.map(Lowered::new), flags_for(value, flags));
    let (value, ty) = (pointer(lowered.as_ref()), ty.to_mi());
    if let Some(ours) = instance.ours() {
        // SAFETY:
        // - lowered from a value of this type, which lives until the call returns
        return unsafe { ours.set_at(index, value, ty.0, flags) };
    }
    let (this, set) = (instance.as_ptr(), slot(instance, |ft| ft.SetElementAt)?);
    // SAFETY:
    // - the instance's own function, given the instance and a value of the type that is named
    of(unsafe { set(this, index, value, ty, flags) })
}

/// A value that points to nothing, in C's form.
#[inline]
fn plain(value: &ValueRef<'_>) -> Option<MI_Value> {
    Some(match *value {
        ValueRef::Boolean(v) => with_member(v),
        ValueRef::Uint8(v) => with_member(v),
        ValueRef::Sint8(v) => with_member(v),
        ValueRef::Uint16(v) | ValueRef::Char16(v) => with_member(v),
        ValueRef::Sint16(v) => with_member(v),
        ValueRef::Uint32(v) => with_member(v),
        ValueRef::Sint32(v) => with_member(v),
        ValueRef::Uint64(v) => with_member(v),
        ValueRef::Sint64(v) => with_member(v),
        ValueRef::Real32(v) => with_member(v),
        ValueRef::Real64(v) => with_member(v),
        ValueRef::Datetime(v) => with_member(MI_Datetime::from(&v)),
        _ => return None,
    })
}

pub(crate) fn add(
    instance: &mut Instance,
    name: &str,
    value: Option<ValueRef<'_>>,
    ty: Type,
    flags: u32,
) -> Outcome<()> {
    let (lowered, flags) = (value.map(Lowered::new), flags_for(value, flags));
    let (value, ty) = (pointer(lowered.as_ref()), ty.to_mi());
    if let Some(ours) = instance.ours() {
        // SAFETY:
        // - lowered from a value of this type, which lives until the call returns
        return unsafe { ours.add(&units_of(name), value, ty.0, flags) };
    }
    let (this, add, name) = (instance.as_ptr(), slot(instance, |ft| ft.AddElement)?, MiString::from(name));
    // SAFETY:
    // - the instance's own function, given the instance, a string and a value of the type that is named
    of(unsafe { add(this, name.as_ptr(), value, ty, flags) })
}

pub(crate) fn clear(instance: &mut Instance, index: usize) -> Outcome<()> {
    let index = u32::try_from(index).map_err(|_| MI_RESULT_NOT_FOUND)?;
    if let Some(ours) = instance.ours() {
        return ours.clear_at(index);
    }
    let (this, clear) = (instance.as_ptr(), slot(instance, |ft| ft.ClearElementAt)?);
    // SAFETY:
    // - the instance's own function, given the instance
    of(unsafe { clear(this, index) })
}

fn slot<F>(instance: &Instance, slot: impl Fn(&MI_InstanceFT) -> Option<F>) -> Outcome<F> {
    // SAFETY:
    // - an owned instance is alive
    let head = unsafe { &*instance.as_ptr() };
    // SAFETY:
    // - a living instance's table is alive; a careless one's is NULL
    unsafe { head.ft.as_ref() }.and_then(slot).ok_or(MI_RESULT_INVALID_PARAMETER)
}

fn of(result: MI_Result) -> Outcome<()> {
    if result == MI_RESULT_OK { Ok(()) } else { Err(result) }
}

impl Instance {
    pub fn set_namespace(&mut self, namespace: &str) -> Result<(), Error> {
        if let Some(mut ours) = self.ours() {
            return Ok(ours.set_namespace(Some(&units_of(namespace)))?);
        }
        let (this, set, namespace) =
            (self.as_ptr(), slot(self, |ft| ft.SetNameSpace)?, MiString::from(namespace));
        // SAFETY:
        // - the instance's own function, given the instance and a string
        Ok(of(unsafe { set(this, namespace.as_ptr()) })?)
    }

    pub fn set_server_name(&mut self, name: &str) -> Result<(), Error> {
        if let Some(mut ours) = self.ours() {
            return Ok(ours.set_server_name(Some(&units_of(name)))?);
        }
        let (this, set, name) = (self.as_ptr(), slot(self, |ft| ft.SetServerName)?, MiString::from(name));
        // SAFETY:
        // - the instance's own function, given the instance and a string
        Ok(of(unsafe { set(this, name.as_ptr()) })?)
    }
}
