//! What a value points to: copied into the arena, borrowed, or adopted.

use super::arena::{Arena, MAX_PAYLOAD};
use super::clone::{CloneBudget, clone_any};
use super::field::{
    BORROWED, Field, MODIFIED, OWNS_BUFFER, OWNS_ELEMENTS, element_size, is_array, member, value_size,
    with_member,
};
use super::instance::Ours;
use super::release::delete_any;
use super::text::units_len;
use super::{NO_MEMORY, Outcome};
use crate::abi::*;
use std::ffi::c_void;
use std::ptr::{self, NonNull};

/// A value as it goes into a field: itself, and the field's flags. `None` is NULL.
pub(crate) struct Stored {
    pub value: Option<MI_Value>,
    pub flags: u8,
}

impl Stored {
    pub const NULL: Stored = Stored { value: None, flags: 0 };

    /// Into a field that owns nothing any more.
    pub fn write(&self, field: Field) {
        match &self.value {
            Some(value) => field.write(value, self.flags),
            None => field.write_null(self.flags),
        }
    }
}

/// A copy of a value's units, NUL-terminated.
pub(crate) fn copy_units(arena: &mut Arena, units: &[MI_Char]) -> Outcome<*mut MI_Char> {
    write_units(units, |size| arena.alloc_value(size))
}

/// A copy of a declaration's name, NUL-terminated.
pub(crate) fn copy_name(arena: &mut Arena, units: &[MI_Char]) -> Outcome<*mut MI_Char> {
    write_units(units, |size| arena.alloc_few(size))
}

#[inline(always)]
fn write_units(units: &[MI_Char], alloc: impl FnOnce(usize) -> Option<NonNull<u8>>) -> Outcome<*mut MI_Char> {
    let size = units.len().checked_add(1).and_then(|count| count.checked_mul(size_of::<MI_Char>()));
    let size = size.filter(|size| *size <= MAX_PAYLOAD).ok_or(NO_MEMORY)?;
    let copy = alloc((size + 7) & !7).ok_or(NO_MEMORY)?.cast::<MI_Char>();
    // SAFETY:
    // - fresh room for the units and a NUL
    unsafe { super::bytes::copy(units.as_ptr().cast(), copy.as_ptr().cast(), size_of_val(units)) };
    // SAFETY:
    // - as above
    unsafe { copy.as_ptr().wrapping_add(units.len()).write(0) };
    Ok(copy.as_ptr())
}

/// A copy of a NUL-terminated string.
///
/// # Safety
/// `text` is NUL-terminated.
#[inline(always)]
pub(crate) unsafe fn copy_string(arena: &mut Arena, text: *const MI_Char) -> Outcome<*mut MI_Char> {
    // SAFETY:
    // - by the caller's word
    let count = unsafe { units_len(text) } + 1;
    if count > MAX_PAYLOAD / size_of::<MI_Char>() {
        return Err(NO_MEMORY);
    }
    let size = (count * size_of::<MI_Char>() + 7) & !7;
    let copy = arena.alloc_value(size).ok_or(NO_MEMORY)?;
    // SAFETY:
    // - the string and its NUL were just read; fresh room overlaps nothing
    unsafe { super::bytes::copy(text.cast(), copy.as_ptr(), count * size_of::<MI_Char>()) };
    Ok(copy.cast().as_ptr())
}

/// Makes of a caller's value what the field will hold. Nothing is kept of a value that is refused.
///
/// # Safety
/// `value` is NULL or holds a value of type `ty`, and what it points to is readable; with MI_FLAG_BORROW it stays so
/// for as long as the instance, with MI_FLAG_ADOPT it came from malloc() (instances: from their library).
#[inline]
pub(crate) unsafe fn store(
    arena: &mut Arena,
    ty: u32,
    value: *const MI_Value,
    flags: u32,
    budget: &mut CloneBudget,
) -> Outcome<Stored> {
    let modified = if flags & MI_FLAG_NOT_MODIFIED == 0 { MODIFIED } else { 0 };
    if flags & MI_FLAG_NULL != 0 || value.is_null() {
        return Ok(Stored { value: None, flags: modified });
    }
    let size = value_size(ty).ok_or(MI_RESULT_TYPE_MISMATCH)?;
    let mut copy = super::field::zeroed_value();
    // SAFETY:
    // - a value of this type is there, by the caller's word; the union is at least as large
    unsafe { ptr::copy_nonoverlapping(value.cast::<u8>(), ptr::from_mut(&mut copy).cast::<u8>(), size) };
    if ty < MI_STRING.0 {
        return Ok(Stored { value: Some(copy), flags: modified });
    }
    let stored = if is_array(ty) {
        // SAFETY:
        // - by the caller's word
        unsafe { store_array(arena, ty, &copy, flags, budget) }
    } else {
        // SAFETY:
        // - by the caller's word
        unsafe { store_pointer(arena, ty, &copy, flags, budget) }
    };
    stored.map(|stored| Stored { flags: stored.flags | modified, ..stored })
}

/// A string, reference or embedded instance.
///
/// # Safety
/// As [`store`].
#[inline]
unsafe fn store_pointer(
    arena: &mut Arena,
    ty: u32,
    value: &MI_Value,
    flags: u32,
    budget: &mut CloneBudget,
) -> Outcome<Stored> {
    // SAFETY:
    // - all of them are pointers
    let pointer = unsafe { member::<*mut c_void>(value) };
    let is_string = MI_Type(ty) == MI_STRING;
    if pointer.is_null() {
        return Ok(Stored::NULL);
    }
    if flags & MI_FLAG_BORROW != 0 {
        return Ok(Stored { value: Some(*value), flags: BORROWED });
    }
    if flags & MI_FLAG_ADOPT != 0 {
        return Ok(Stored {
            value: Some(*value),
            flags: if is_string { OWNS_BUFFER } else { OWNS_ELEMENTS },
        });
    }
    if is_string {
        // SAFETY:
        // - a string, by the caller's word
        let copy = unsafe { copy_string(arena, pointer.cast()) }?;
        return Ok(Stored { value: Some(with_member(copy)), flags: 0 });
    }
    // SAFETY:
    // - a living instance, by the caller's word
    let copy = unsafe { clone_any(pointer.cast(), budget) }?;
    Ok(Stored { value: Some(with_member(copy)), flags: OWNS_ELEMENTS })
}

/// # Safety
/// As [`store`].
unsafe fn store_array(
    arena: &mut Arena,
    ty: u32,
    value: &MI_Value,
    flags: u32,
    budget: &mut CloneBudget,
) -> Outcome<Stored> {
    // SAFETY:
    // - all arrays have this shape
    let array = unsafe { member::<MI_Array>(value) };
    let has_pointers = matches!(MI_Type(ty), MI_STRINGA | MI_REFERENCEA | MI_INSTANCEA);
    if array.data.is_null() {
        // As the original has it: an array without data is empty, whatever it says of its size.
        let empty = MI_Array { data: ptr::null_mut(), size: 0 };
        return Ok(Stored { value: Some(with_member(empty)), flags: 0 });
    }
    let element = element_size(ty).ok_or(MI_RESULT_TYPE_MISMATCH)?;
    let bytes =
        element.checked_mul(array.size as usize).filter(|bytes| *bytes <= MAX_PAYLOAD).ok_or(NO_MEMORY)?;
    if has_pointers {
        // SAFETY:
        // - readable pointers, by the caller's word
        unsafe { check_pointers(array) }?;
    }
    if flags & MI_FLAG_BORROW != 0 {
        return Ok(Stored { value: Some(*value), flags: BORROWED });
    }
    if flags & MI_FLAG_ADOPT != 0 {
        let elements = if has_pointers { OWNS_ELEMENTS } else { 0 };
        return Ok(Stored { value: Some(*value), flags: OWNS_BUFFER | elements });
    }
    let data = arena.alloc_value(bytes.max(1).next_multiple_of(8)).ok_or(NO_MEMORY)?;
    // SAFETY:
    // - that many bytes are readable, by the caller's word; fresh room overlaps nothing
    unsafe { ptr::copy_nonoverlapping(array.data.cast::<u8>(), data.as_ptr(), bytes) };
    let copy = MI_Array { data: data.as_ptr().cast(), size: array.size };
    let flags = match MI_Type(ty) {
        MI_STRINGA => {
            // SAFETY:
            // - the copied pointers are strings, none of them NULL
            unsafe { copy_strings(arena, copy) }?;
            0
        }
        MI_REFERENCEA | MI_INSTANCEA => {
            // SAFETY:
            // - the copied pointers are living instances, none of them NULL
            unsafe { copy_instances(copy, budget) }?;
            OWNS_ELEMENTS
        }
        _ => 0,
    };
    Ok(Stored { value: Some(with_member(copy)), flags })
}

/// The elements of an array of pointers.
pub(crate) fn elements(array: MI_Array) -> impl Iterator<Item = *mut *mut c_void> {
    let data = array.data.cast::<*mut c_void>();
    (0..array.size as usize).map(move |index| data.wrapping_add(index))
}

/// # Safety
/// The array has readable pointers.
unsafe fn check_pointers(array: MI_Array) -> Outcome<()> {
    for at in elements(array) {
        // SAFETY:
        // - one of the readable pointers; a caller's array may be misaligned
        if unsafe { at.read_unaligned() }.is_null() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
    }
    Ok(())
}

/// # Safety
/// The array is ours, and its pointers are strings.
unsafe fn copy_strings(arena: &mut Arena, array: MI_Array) -> Outcome<()> {
    for at in elements(array) {
        // SAFETY:
        // - an element of our array
        let text = unsafe { at.read() };
        // SAFETY:
        // - a string, by the caller's word
        let copy = unsafe { copy_string(arena, text.cast()) }?;
        // SAFETY:
        // - as above
        unsafe { at.write(copy.cast()) };
    }
    Ok(())
}

/// # Safety
/// The array is ours, and its pointers are living instances.
unsafe fn copy_instances(array: MI_Array, budget: &mut CloneBudget) -> Outcome<()> {
    for (index, at) in elements(array).enumerate() {
        // SAFETY:
        // - an element of our array
        let instance = unsafe { at.read() };
        // SAFETY:
        // - a living instance, by the caller's word
        match unsafe { clone_any(instance.cast(), budget) } {
            // SAFETY:
            // - as above
            Ok(copy) => unsafe { at.write(copy.cast()) },
            Err(result) => {
                elements(array).take(index).for_each(|at| {
                    // SAFETY:
                    // - a clone made above, known to nobody else
                    unsafe { delete_at(at) };
                });
                return Err(result);
            }
        }
    }
    Ok(())
}

/// # Safety
/// `at` points to the only pointer to a heap instance.
unsafe fn delete_at(at: *mut *mut c_void) {
    // SAFETY:
    // - by the caller's word
    let instance = unsafe { at.read() };
    // SAFETY:
    // - by the caller's word
    unsafe { delete_any(instance.cast()) };
}

/// Gives up what a field owns outside of the arena. Instances of ours are only put on `doomed`.
///
/// # Safety
/// The value is that of a field with these flags; the field is not used for it again.
pub(crate) unsafe fn disown<'a>(ty: u32, value: &MI_Value, flags: u8, doomed: &mut Option<Ours<'a>>) {
    // SAFETY:
    // - what can be owned is a pointer or an array, both of which begin with one
    let pointer = unsafe { member::<*mut c_void>(value) };
    if flags & OWNS_ELEMENTS != 0 {
        if is_array(ty) {
            // SAFETY:
            // - all arrays have this shape
            for at in elements(unsafe { member::<MI_Array>(value) }) {
                // SAFETY:
                // - an element of the field's array; an adopted one may be misaligned
                let element = unsafe { at.read_unaligned() };
                // SAFETY:
                // - owned by the field
                unsafe { disown_element(ty, element, doomed) };
            }
        } else {
            // SAFETY:
            // - owned by the field
            unsafe { disown_element(ty, pointer, doomed) };
        }
    }
    if flags & OWNS_BUFFER != 0 {
        // SAFETY:
        // - adopted, hence from malloc(), by the word of who gave it
        unsafe { libc::free(pointer) };
    }
}

/// # Safety
/// `element` is a string from malloc() or a heap instance, as the type says, and nobody else's.
unsafe fn disown_element<'a>(ty: u32, element: *mut c_void, doomed: &mut Option<Ours<'a>>) {
    if MI_Type(ty) == MI_STRINGA {
        // SAFETY:
        // - by the caller's word
        return unsafe { libc::free(element) };
    }
    let Some(instance) = NonNull::new(element.cast::<MI_Instance>()) else { return };
    // SAFETY:
    // - a living instance, by the caller's word
    match unsafe { Ours::new(instance.as_ptr()) } {
        Some(mut ours) => {
            if ours.core().is_some() {
                ours.set_next(doomed.take());
                *doomed = Some(ours);
            }
        }
        // SAFETY:
        // - a heap instance, by the caller's word
        None => unsafe { delete_any(instance.as_ptr()) },
    }
}
