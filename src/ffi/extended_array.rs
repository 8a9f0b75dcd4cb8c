//! Arrays that the codec hands out: the caller releases them through the table inside.

use crate::abi::*;
use std::ffi::c_void;

/// The table of arrays of classes and of instances alike: each element is released through its own table.
static CLASSES: MI_ExtendedArrayFT = MI_ExtendedArrayFT { Delete: Some(delete_classes) };
static INSTANCES: MI_ExtendedArrayFT = MI_ExtendedArrayFT { Delete: Some(delete_instances) };

/// What an array may hold.
pub(super) trait Element {
    fn table() -> *const MI_ExtendedArrayFT;
}

impl Element for MI_Class {
    fn table() -> *const MI_ExtendedArrayFT {
        &raw const CLASSES
    }
}

impl Element for MI_Instance {
    fn table() -> *const MI_ExtendedArrayFT {
        &raw const INSTANCES
    }
}

/// Makes arrays.
pub(super) struct ExtendedArray;

impl ExtendedArray {
    /// An array on the heap that owns its elements. The caller sees the part that is an `MI_Array`.
    pub fn of<T: Element>(elements: Vec<*mut T>) -> *mut MI_ExtendedArray {
        let elements = elements.into_boxed_slice();
        let size = elements.len();
        let data = Box::into_raw(elements).cast::<c_void>();
        Box::into_raw(Box::new(MI_ExtendedArray {
            arr: MI_Array { data, size: size as MI_Uint32 },
            reserved1: C_CODEC_MAGIC,
            reserved2: T::table().addr() as isize,
            // The caller may change what it sees; this is what is freed.
            reserved3: data.expose_provenance() as isize,
            reserved4: size as isize,
        }))
    }
}

unsafe extern "C" fn delete_classes(this: *mut MI_ExtendedArray) {
    super::table::guard("MI_ExtendedArrayFT.Delete", || {
        // SAFETY: the slot's contract: an array of classes of ours, deleted once.
        for class in unsafe { take::<MI_Class>(this) } {
            // SAFETY: an element is NULL (the caller took it) or a living class.
            let Some(head) = (unsafe { class.as_ref() }) else { continue };
            // SAFETY: a living object's table is NULL or stays.
            if let Some(delete) = unsafe { head.ft.as_ref() }.and_then(|ft| ft.Delete) {
                // SAFETY: the class's own function; it is not used again.
                unsafe { delete(class) };
            }
        }
    });
}

unsafe extern "C" fn delete_instances(this: *mut MI_ExtendedArray) {
    super::table::guard("MI_ExtendedArrayFT.Delete", || {
        // SAFETY: the slot's contract: an array of instances of ours, deleted once.
        for instance in unsafe { take::<MI_Instance>(this) } {
            // SAFETY: an element is NULL (the caller took it) or a living instance.
            let Some(head) = (unsafe { instance.as_ref() }) else { continue };
            // SAFETY: a living object's table is NULL or stays.
            if let Some(delete) = unsafe { head.ft.as_ref() }.and_then(|ft| ft.Delete) {
                // SAFETY: the instance's own function; it is not used again.
                unsafe { delete(instance) };
            }
        }
    });
}

/// The elements, taken back together with the array.
///
/// # Safety
/// `this` is NULL or an array that [`ExtendedArray::of`] made, and nobody uses it any more.
unsafe fn take<T>(this: *mut MI_ExtendedArray) -> Vec<*mut T> {
    if this.is_null() {
        return Vec::new();
    }
    // SAFETY: this function's contract.
    let array = unsafe { Box::from_raw(this) };
    let data = std::ptr::with_exposed_provenance_mut::<*mut T>(array.reserved3 as usize);
    let elements = std::ptr::slice_from_raw_parts_mut(data, array.reserved4 as usize);
    // SAFETY: the boxed slice that `of` took apart.
    unsafe { Box::from_raw(elements) }.into_vec()
}
