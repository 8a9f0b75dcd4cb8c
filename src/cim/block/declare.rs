//! Writing declarations into an arena: names, constants, qualifiers, lists.

#![allow(non_snake_case)] // Declarations are written with the names of the ABI.

use super::arena::{Arena, MAX_PAYLOAD};
use super::clone::{CloneBudget, clone_any};
use super::field::{element_size, is_array, member, value_size, with_member};
use super::release::delete_any;
use super::text::{lossy, name_code, units_len, units_of};
use super::{NO_MEMORY, Outcome};
use crate::abi::*;
use std::borrow::Cow;
use std::ffi::c_void;
use std::ptr::{self, NonNull};

/// In front of each name in a class's arena: the same text as UTF-8.
#[repr(C)]
struct Utf8 {
    text: *const u8,
    len: usize,
}

/// The text of a string that [`Writer::text`] wrote; None for NULL.
///
/// # Safety
/// `text` is NULL or came from [`Writer::text`] of an arena that lives for 'a.
pub(crate) unsafe fn utf8<'a>(text: *const MI_Char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    // SAFETY:
    // - the writer put it in front of the string
    let head = unsafe { text.cast::<Utf8>().sub(1) };
    // SAFETY:
    // - as above
    let Utf8 { text, len } = unsafe { head.read() };
    // SAFETY:
    // - the writer's text, alive as long as the string
    let bytes = unsafe { std::slice::from_raw_parts(text, len) };
    // SAFETY:
    // - the writer checked it
    Some(unsafe { std::str::from_utf8_unchecked(bytes) })
}

/// Where the string stands whose head this is.
fn behind(head: NonNull<Utf8>) -> *mut MI_Char {
    head.as_ptr().wrapping_add(1).cast()
}

/// Writes declarations. Everything it returns lives as long as the arena.
pub(crate) struct Writer<'a> {
    arena: &'a mut Arena,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(arena: &'a mut Arena) -> Writer<'a> {
        Writer { arena }
    }

    /// `value`, in the arena.
    pub(crate) fn put<T: Copy>(&mut self, value: T) -> Outcome<NonNull<T>> {
        // SAFETY:
        // - one readable value
        unsafe { self.arena.copy(&value, 1) }.ok_or(NO_MEMORY)
    }

    /// The list of pointers, and its length; NULL for an empty one.
    pub(crate) fn list<T>(&mut self, items: &[*const T]) -> Outcome<(*const *const T, MI_Uint32)> {
        if items.is_empty() {
            return Ok((ptr::null(), 0));
        }
        let count = u32::try_from(items.len()).map_err(|_| NO_MEMORY)?;
        // SAFETY:
        // - a slice is readable
        let list = unsafe { self.arena.copy(items.as_ptr(), items.len()) }.ok_or(NO_MEMORY)?;
        Ok((list.as_ptr(), count))
    }

    /// A NUL-terminated copy, with its UTF-8 in front of it ([`utf8`]).
    pub(crate) fn text(&mut self, units: &[MI_Char]) -> Outcome<*const MI_Char> {
        let string = self.string(units)?;
        match lossy(units) {
            Cow::Borrowed(text) => self.with_copy(string, text),
            Cow::Owned(text) => self.with_text(string, &text),
        }
    }

    /// As [`Writer::text`], of text without a NUL.
    pub(crate) fn name_text(&mut self, units: &[MI_Char], text: &str) -> Outcome<*const MI_Char> {
        let string = self.string(units)?;
        if cfg!(windows) { self.with_text(string, text) } else { self.with_copy(string, text) }
    }

    /// As [`Writer::text`]; ends at the first NUL of `text`, as any reader of it would.
    pub(crate) fn str(&mut self, text: &str) -> Outcome<*const MI_Char> {
        let text = memchr::memchr(0, text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text);
        self.name_text(&units_of(text), text)
    }

    /// Room for the head, and behind it a copy of the units with a NUL.
    fn string(&mut self, units: &[MI_Char]) -> Outcome<NonNull<Utf8>> {
        let size = units.len().checked_add(1).and_then(|len| len.checked_mul(size_of::<MI_Char>()));
        let size = size.filter(|size| *size <= MAX_PAYLOAD).ok_or(NO_MEMORY)?;
        let head = self.arena.alloc(size_of::<Utf8>() + size).ok_or(NO_MEMORY)?.cast::<Utf8>();
        let copy = behind(head);
        // SAFETY:
        // - the room behind the head has space for the units and one more
        unsafe { ptr::copy_nonoverlapping(units.as_ptr(), copy, units.len()) };
        // SAFETY:
        // - as above
        unsafe { copy.wrapping_add(units.len()).write(0) };
        Ok(head)
    }

    /// The UTF-8 of a string is the string itself: `text` has the same bytes.
    fn with_copy(&mut self, head: NonNull<Utf8>, text: &str) -> Outcome<*const MI_Char> {
        let copy = behind(head);
        // SAFETY:
        // - the head's room
        unsafe { head.write(Utf8 { text: copy.cast(), len: text.len() }) };
        Ok(copy)
    }

    /// The UTF-8 of a string is another text.
    fn with_text(&mut self, head: NonNull<Utf8>, text: &str) -> Outcome<*const MI_Char> {
        // SAFETY:
        // - a string is readable
        let other = unsafe { self.arena.copy(text.as_ptr(), text.len()) }.ok_or(NO_MEMORY)?;
        // SAFETY:
        // - the head's room
        unsafe { head.write(Utf8 { text: other.as_ptr(), len: text.len() }) };
        Ok(behind(head))
    }

    pub(crate) fn opt_str(&mut self, text: Option<&str>) -> Outcome<*const MI_Char> {
        text.map_or(Ok(ptr::null()), |text| self.str(text))
    }

    /// A copy of a string that may be NULL.
    ///
    /// # Safety
    /// `text` is NULL or NUL-terminated.
    pub(crate) unsafe fn copy_text(&mut self, text: *const MI_Char) -> Outcome<*const MI_Char> {
        if text.is_null() {
            return Ok(ptr::null());
        }
        // SAFETY:
        // - by the caller's word
        let len = unsafe { units_len(text) };
        // SAFETY:
        // - these units are readable, as the length was just found by reading them
        self.text(unsafe { std::slice::from_raw_parts(text, len) })
    }

    /// A deep copy of a constant: a bare value of type `ty`.
    ///
    /// # Safety
    /// `value` was written as a value of that type, and what it points to is readable.
    pub(crate) unsafe fn constant(&mut self, ty: u32, value: &MI_Value) -> Outcome<*const c_void> {
        let size = value_size(ty).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let copy = match MI_Type(ty) {
            MI_REFERENCE | MI_INSTANCE => {
                // SAFETY:
                // - an instance, by the caller's word
                let instance = unsafe { member::<*const MI_Instance>(value) };
                if instance.is_null() {
                    return Ok(ptr::null());
                }
                // SAFETY:
                // - readable, by the caller's word
                with_member(unsafe { self.instance(instance) }?)
            }
            MI_STRING => {
                // SAFETY:
                // - a string, by the caller's word
                let text = unsafe { member::<*const MI_Char>(value) };
                // SAFETY:
                // - NULL or NUL-terminated, by the caller's word
                match unsafe { self.copy_text(text) }? {
                    text if text.is_null() => return Ok(ptr::null()),
                    text => with_member(text),
                }
            }
            _ if is_array(ty) => {
                // SAFETY:
                // - an array, by the caller's word
                let array = unsafe { member::<MI_Array>(value) };
                // SAFETY:
                // - readable elements, by the caller's word
                with_member(unsafe { self.array(ty, array) }?)
            }
            _ => *value,
        };
        // SAFETY:
        // - a union is larger than each of its members
        let room = unsafe { self.arena.copy(ptr::from_ref(&copy).cast::<u8>(), size) };
        Ok(room.ok_or(NO_MEMORY)?.as_ptr().cast_const().cast())
    }

    /// # Safety
    /// `array` has `size` readable elements, or no data.
    unsafe fn array(&mut self, ty: u32, array: MI_Array) -> Outcome<MI_Array> {
        if array.data.is_null() {
            return Ok(MI_Array { data: ptr::null_mut(), size: 0 });
        }
        let element = element_size(ty).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let bytes = element.checked_mul(array.size as usize).ok_or(NO_MEMORY)?;
        // SAFETY:
        // - that many bytes are readable by the caller's word
        let data = unsafe { self.arena.copy(array.data.cast::<u8>(), bytes) }.ok_or(NO_MEMORY)?;
        let is_text = match MI_Type(ty) {
            MI_STRINGA => true,
            MI_REFERENCEA | MI_INSTANCEA => false,
            _ => return Ok(MI_Array { data: data.as_ptr().cast(), size: array.size }),
        };
        let pointers = data.cast::<*const u8>();
        for index in 0..array.size as usize {
            // SAFETY:
            // - one of the copied pointers
            let at = unsafe { pointers.add(index) };
            // SAFETY:
            // - as above
            let from = unsafe { at.read() };
            let copy: *const u8 = if is_text {
                // SAFETY:
                // - NULL or NUL-terminated, by the caller's word
                unsafe { self.copy_text(from.cast()) }?.cast()
            } else {
                // SAFETY:
                // - NULL or an instance, by the caller's word
                unsafe { self.instance(from.cast()) }?.cast()
            };
            // SAFETY:
            // - as above; the list is ours
            unsafe { at.write(copy) };
        }
        Ok(MI_Array { data: data.as_ptr().cast(), size: array.size })
    }

    /// A copy of an instance, which lives as long as the arena.
    ///
    /// # Safety
    /// `instance` is NULL or points to a living instance, of any library.
    unsafe fn instance(&mut self, instance: *const MI_Instance) -> Outcome<*const MI_Instance> {
        // SAFETY:
        // - by the caller's word
        let copy = unsafe { clone_any(instance, &mut CloneBudget::new()) }?;
        // SAFETY:
        // - the copy is nobody else's, and ours are bound to no thread
        if unsafe { self.arena.hold(copy.cast(), delete_held) }.is_none() {
            // SAFETY:
            // - as above
            unsafe { delete_any(copy) };
            return Err(NO_MEMORY);
        }
        Ok(copy)
    }

    /// The name, and its code.
    ///
    /// # Safety
    /// `name` is NULL or NUL-terminated.
    pub(crate) unsafe fn name(&mut self, name: *const MI_Char) -> Outcome<(*const MI_Char, MI_Uint32)> {
        if name.is_null() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        // SAFETY:
        // - NUL-terminated, by the caller's word
        let len = unsafe { units_len(name) };
        // SAFETY:
        // - these units are readable, as the length was just found by reading them
        let units = unsafe { std::slice::from_raw_parts(name, len) };
        if units.is_empty() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        Ok((self.text(units)?, name_code(units)))
    }
}

/// # Safety
/// `instance` points to a living instance that nobody uses again.
unsafe fn delete_held(instance: *mut u8) {
    // SAFETY:
    // - by the caller's word
    unsafe { delete_any(instance.cast()) };
}
