//! Fields: what stands at a property's offset. `{value, exists, flags}`, as generated C code declares them.

use crate::abi::*;
use std::ffi::c_void;
use std::ptr;

/// The field's pointer belongs to the caller, who keeps it alive (as the original has it in this bit).
pub const BORROWED: u8 = 0x01;
/// Set by a call without MI_FLAG_NOT_MODIFIED.
pub const MODIFIED: u8 = 0x02;
/// The instances or strings that the value points to are ours to delete.
pub const OWNS_ELEMENTS: u8 = 0x04;
/// The buffer that the value points to was adopted: ours to free().
pub const OWNS_BUFFER: u8 = 0x08;
/// Something must be done before the field is overwritten.
pub const OWNS: u8 = OWNS_ELEMENTS | OWNS_BUFFER;

const POINTER: u8 = size_of::<*const c_void>() as u8;
const ARRAY: u8 = size_of::<MI_Array>() as u8;
const DATETIME: u8 = size_of::<MI_Datetime>() as u8;

/// The size of a value by MI_Type.
static VALUE_SIZE: [u8; 32] = [
    1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 2, DATETIME, POINTER, POINTER, POINTER, ARRAY, ARRAY, ARRAY, ARRAY,
    ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY,
];

/// The size of a value of this type; None for what is not a type.
#[inline]
pub fn value_size(ty: u32) -> Option<usize> {
    VALUE_SIZE.get(ty as usize).map(|size| *size as usize)
}

/// The size of a field by MI_Type: the value, `exists` and `flags`, rounded up to 8.
static FIELD_SIZE: [u8; 32] = {
    let mut sizes = [0; 32];
    let mut ty = 0;
    while ty < 32 {
        sizes[ty] = (VALUE_SIZE[ty] + 2).next_multiple_of(8);
        ty += 1;
    }
    sizes
};

/// What a field of this type takes.
#[inline]
pub fn field_size(ty: u32) -> Option<usize> {
    FIELD_SIZE.get(ty as usize).map(|size| *size as usize)
}

/// The size of one element of this array type.
pub fn element_size(ty: u32) -> Option<usize> {
    value_size(ty & !MI_ARRAY.0)
}

#[inline]
pub fn is_array(ty: u32) -> bool {
    ty & MI_ARRAY.0 != 0
}

/// One field of a living instance: its address, and the type that its declaration gives it.
#[derive(Clone, Copy)]
pub struct Field {
    at: *mut u8,
    ty: u32,
    size: usize,
}

impl Field {
    /// The field of type `ty` at `at`; None for what is not a type.
    ///
    /// # Safety
    /// A field of that type is there, initialised, for as long as the result is used. Who writes it is alone.
    #[inline]
    pub unsafe fn new(at: *mut u8, ty: u32) -> Option<Field> {
        Some(Field { at, ty, size: value_size(ty)? })
    }

    #[inline]
    pub fn ty(&self) -> u32 {
        self.ty
    }

    #[inline]
    pub fn exists(&self) -> bool {
        // SAFETY:
        // - the byte behind the value is part of the field
        unsafe { self.at.wrapping_add(self.size).read() != 0 }
    }

    #[inline]
    pub fn flags(&self) -> u8 {
        // SAFETY:
        // - the second byte behind the value is part of the field
        unsafe { self.at.wrapping_add(self.size + 1).read() }
    }

    /// Copies the value out: as many bytes as the type has.
    ///
    /// # Safety
    /// `out` points to a writable MI_Value.
    #[inline]
    pub unsafe fn read_into(&self, out: *mut MI_Value) {
        // SAFETY:
        // - the field is readable, `out` writable by the caller's word, and no type is larger than the union
        unsafe { copy_value(self.at, out.cast(), self.size) };
    }

    /// The value; what the type does not use of the union is zero.
    #[inline]
    pub fn value(&self) -> MI_Value {
        let mut value = zeroed_value();
        // SAFETY:
        // - the union is ours and large enough for every type
        unsafe { self.read_into(&mut value) };
        value
    }

    /// Overwrites the field with a caller's value, which points to nothing. What it owned must have been dealt with
    /// before.
    ///
    /// # Safety
    /// `value` holds a value of the field's type.
    #[inline]
    pub unsafe fn write_plain(&self, value: *const MI_Value, flags: u8) {
        // SAFETY:
        // - the value is there by the caller's word, the field writable
        unsafe { copy_value(value.cast(), self.at, self.size) };
        self.write_tail(1, flags);
    }

    /// Overwrites the field with a pointer, which is what its type is. What it owned must have been dealt with before.
    #[inline]
    pub fn write_pointer(&self, pointer: *mut c_void, flags: u8) {
        // SAFETY:
        // - a field of that type begins with a pointer
        unsafe { self.at.cast::<*mut c_void>().write_unaligned(pointer) };
        self.write_tail(1, flags);
    }

    /// Overwrites the field. What it owned must have been dealt with before.
    #[inline]
    pub fn write(&self, value: &MI_Value, flags: u8) {
        // SAFETY:
        // - the value is readable, the field writable, and no type is larger than the union
        unsafe { copy_value(ptr::from_ref(value).cast(), self.at, self.size) };
        self.write_tail(1, flags);
    }

    /// Makes it NULL. What it owned must have been dealt with before.
    #[inline]
    pub fn write_null(&self, flags: u8) {
        // SAFETY:
        // - the value is part of the field
        unsafe { ptr::write_bytes(self.at, 0, self.size) };
        self.write_tail(0, flags);
    }

    #[inline]
    fn write_tail(&self, exists: u8, flags: u8) {
        // SAFETY:
        // - both bytes behind the value are part of the field
        unsafe { self.at.wrapping_add(self.size).cast::<[u8; 2]>().write([exists, flags]) };
    }
}

/// Writes the low bytes of `bits`.
///
/// # Safety
/// `at` is writable for `size` bytes, which is one of the sizes that numbers have.
#[inline(always)]
pub unsafe fn write_bits(at: *mut u8, size: usize, bits: u64) {
    match size {
        // SAFETY:
        // - by the caller's word
        1 => unsafe { at.write(bits as u8) },
        // SAFETY:
        // - by the caller's word
        2 => unsafe { at.cast::<u16>().write_unaligned(bits as u16) },
        // SAFETY:
        // - by the caller's word
        4 => unsafe { at.cast::<u32>().write_unaligned(bits as u32) },
        // SAFETY:
        // - by the caller's word, and 8 is what is left
        _ => unsafe { at.cast::<u64>().write_unaligned(bits) },
    }
}

/// Writes a number's field: the low bytes of `bits`, not NULL, no flags.
///
/// # Safety
/// A field of a number of `size` bytes is at `at`.
#[inline(always)]
pub unsafe fn write_number(at: *mut u8, size: usize, bits: u64) {
    // SAFETY:
    // - the field begins with the number
    unsafe { write_bits(at, size, bits) };
    // SAFETY:
    // - both bytes behind the value are part of the field
    unsafe { at.wrapping_add(size).cast::<u16>().write_unaligned(PRESENT) };
}

/// Writes a field that is a `T`, not NULL, no flags.
///
/// # Safety
/// A field whose value is a `T` is at `at`. What it owned must have been dealt with before.
#[inline(always)]
pub unsafe fn write_value<T: Copy>(at: *mut u8, value: T) {
    // SAFETY:
    // - the field begins with its value
    unsafe { at.cast::<T>().write_unaligned(value) };
    // SAFETY:
    // - both bytes behind the value are part of the field
    unsafe { at.wrapping_add(size_of::<T>()).cast::<u16>().write_unaligned(PRESENT) };
}

/// `exists` and `flags` of a value that the client did not set.
const PRESENT: u16 = u16::from_ne_bytes([1, 0]);

/// Copies `size` bytes, which is one of the sizes that types have.
///
/// # Safety
/// `from` is readable and `to` writable for `size` bytes, and they do not overlap.
#[inline]
unsafe fn copy_value(from: *const u8, to: *mut u8, size: usize) {
    match size {
        // SAFETY:
        // - 8 bytes, as the caller says: most types have that size, and this is one load and one store
        8 => unsafe { ptr::copy_nonoverlapping(from, to, 8) },
        // SAFETY:
        // - 4 bytes, as the caller says
        4 => unsafe { ptr::copy_nonoverlapping(from, to, 4) },
        // SAFETY:
        // - `size` bytes, as the caller says
        _ => unsafe { ptr::copy_nonoverlapping(from, to, size) },
    }
}

/// An all-zero value: every member of the union may be read.
#[inline]
pub fn zeroed_value() -> MI_Value {
    // SAFETY:
    // - zero is a value of every member: numbers, NULL pointers, empty arrays
    unsafe { std::mem::zeroed() }
}

/// Reads the union as one of its members.
///
/// # Safety
/// `T` is the member that was written, or the union was zeroed before.
#[inline]
pub unsafe fn member<T: Copy>(value: &MI_Value) -> T {
    const { assert!(size_of::<T>() <= size_of::<MI_Value>() && align_of::<T>() <= align_of::<MI_Value>()) };
    // SAFETY:
    // - the union is at least as large and as aligned as the member, which the caller knows to be there
    unsafe { ptr::from_ref(value).cast::<T>().read() }
}

/// A union that holds `member`, zero behind it.
#[inline]
pub fn with_member<T: Copy>(member: T) -> MI_Value {
    const { assert!(size_of::<T>() <= size_of::<MI_Value>() && align_of::<T>() <= align_of::<MI_Value>()) };
    let mut value = zeroed_value();
    // SAFETY:
    // - the union is at least as large and as aligned as the member
    unsafe { ptr::from_mut(&mut value).cast::<T>().write(member) };
    value
}
