//! `MI_SerializerFT`: classes and instances to bytes, into the caller's buffer.

use super::codec_handle::{Format, Open, Words};
use super::text::{give, given};
use crate::abi::*;
use crate::cim::{Class, Error, InstanceRef};
use crate::codec::xml::{Bounded, Sink};
use crate::codec::{mi_xml, mof};
use std::ptr;

static OPEN: Open = Open::new();

table! {
    pub static SERIALIZER: MI_SerializerFT {
        live fn Close(serializer: *mut MI_Serializer) -> MI_Result {
            // SAFETY: the slot's contract.
            unsafe { close(serializer) }
        }
        live fn SerializeClass(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            classObject: *const MI_Class,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result {
            let buffer = Buffer { at: clientBuffer, length: clientBufferLength, needed: clientBufferNeeded };
            // SAFETY: the slot's contract.
            unsafe { serialize_class(serializer, flags, classObject, buffer) }
        }
        live fn SerializeInstance(
            serializer: *mut MI_Serializer,
            flags: MI_Uint32,
            instanceObject: *const MI_Instance,
            clientBuffer: *mut MI_Uint8,
            clientBufferLength: MI_Uint32,
            clientBufferNeeded: *mut MI_Uint32,
        ) -> MI_Result {
            let buffer = Buffer { at: clientBuffer, length: clientBufferLength, needed: clientBufferNeeded };
            // SAFETY: the slot's contract.
            unsafe { serialize_instance(serializer, flags, instanceObject, buffer) }
        }
    }
}

/// Where the table is: MOF handles lead to it.
fn table() -> *const () {
    (&raw const SERIALIZER).cast()
}

/// `MI_ApplicationFT.NewSerializer`.
///
/// # Safety
/// `format` is NULL or NUL-terminated; `out` is NULL or writable.
pub unsafe fn new(flags: MI_Uint32, format: *const MI_Char, out: *mut MI_Serializer) -> MI_Result {
    // SAFETY: this function's contract.
    let Some(format) = (unsafe { given(format) }) else { return MI_RESULT_INVALID_PARAMETER };
    if flags != 0 || out.is_null() {
        return MI_RESULT_INVALID_PARAMETER;
    }
    let opened = Format::named(&format.to_str_lossy()).ok_or(MI_RESULT_NOT_SUPPORTED);
    let (result, (reserved1, reserved2)) = match opened.and_then(|format| OPEN.open(format, table())) {
        Ok(words) => (MI_RESULT_OK, words),
        Err(result) => (result, (0, 0)),
    };
    // SAFETY: `out` is writable by this function's contract.
    unsafe { give(out, MI_Serializer { reserved1, reserved2 }) };
    result
}

/// The words of a handle; None for NULL.
///
/// # Safety
/// `serializer` is NULL or readable.
unsafe fn words(serializer: *const MI_Serializer) -> Option<Words> {
    // SAFETY: this function's contract.
    let handle = unsafe { serializer.as_ref() }?;
    Some((handle.reserved1, handle.reserved2))
}

unsafe fn close(serializer: *mut MI_Serializer) -> MI_Result {
    // SAFETY: the slot's contract.
    let words = unsafe { words(serializer) };
    if !words.is_some_and(|words| OPEN.close(words, table())) {
        return MI_RESULT_INVALID_PARAMETER;
    }
    // SAFETY: the caller's handle, which was read above.
    unsafe { give(serializer, MI_Serializer { reserved1: 0, reserved2: 0 }) };
    MI_RESULT_OK
}

/// The caller's buffer, and where it wants to know the size.
#[derive(Clone, Copy)]
struct Buffer {
    at: *mut MI_Uint8,
    length: MI_Uint32,
    needed: *mut MI_Uint32,
}

unsafe fn serialize_class(
    serializer: *const MI_Serializer,
    flags: MI_Uint32,
    class: *const MI_Class,
    buffer: Buffer,
) -> MI_Result {
    // SAFETY: the slot's contract.
    let format = unsafe { words(serializer) }.and_then(|words| OPEN.format(words, table()));
    let Some(format) = format.filter(|format| !class.is_null() && buffer.is_sound(*format, flags)) else {
        return MI_RESULT_INVALID_PARAMETER;
    };
    // SAFETY: the slot's contract: a living class.
    let class = match unsafe { Class::copy_of(class) } {
        Ok(class) => class,
        Err(error) => return error.result,
    };
    let write = |out: &mut Bounded<'_>| match format {
        Format::Xml => mi_xml::write_class(out, &class, flags),
        Format::Mof => mof_classes(out, &class, flags),
    };
    // SAFETY: the slot's contract.
    unsafe { buffer.fill(write) }
}

/// With CLASS_DEEP, the superclasses come first.
fn mof_classes(out: &mut dyn Sink, class: &Class, flags: MI_Uint32) -> Result<(), Error> {
    let mut chain = vec![class.clone()];
    while let Some(superclass) = chain.last().and_then(Class::superclass)
        && flags & MI_SERIALIZER_FLAGS_CLASS_DEEP != 0
    {
        chain.push(superclass.clone());
    }
    chain.iter().rev().try_for_each(|class| mof::write_class(out, class))
}

unsafe fn serialize_instance(
    serializer: *const MI_Serializer,
    flags: MI_Uint32,
    instance: *const MI_Instance,
    buffer: Buffer,
) -> MI_Result {
    // SAFETY: the slot's contract.
    let format = unsafe { words(serializer) }.and_then(|words| OPEN.format(words, table()));
    // SAFETY: the slot's contract: a living instance of any library.
    let instance = unsafe { InstanceRef::from_ptr(instance) };
    let format = format.filter(|format| buffer.is_sound(*format, flags));
    let (Some(format), Some(instance)) = (format, instance) else { return MI_RESULT_INVALID_PARAMETER };
    let write = |out: &mut Bounded<'_>| match format {
        Format::Xml => mi_xml::write_instance(out, instance, flags),
        Format::Mof => {
            if flags & MI_SERIALIZER_FLAGS_INSTANCE_WITH_CLASS != 0
                && let Some(class) = instance.class()
            {
                mof_classes(out, &class, flags)?;
            }
            mof::write_instance(out, instance)
        }
    };
    // SAFETY: the slot's contract.
    unsafe { buffer.fill(write) }
}

impl Buffer {
    /// Can the call be made at all? The original's MOF codec does not insist on telling the size.
    fn is_sound(&self, format: Format, flags: MI_Uint32) -> bool {
        flags & !mi_xml::flags::ALL == 0
            && (!self.needed.is_null() || format == Format::Mof)
            && (!self.at.is_null() || self.length == 0)
    }

    /// Fills the buffer. The needed size is told whether it fits or not; FAILED where it does not.
    ///
    /// # Safety
    /// The caller's buffer and size are writable.
    unsafe fn fill(self, write: impl FnOnce(&mut Bounded<'_>) -> Result<(), Error>) -> MI_Result {
        let at = if self.at.is_null() { ptr::NonNull::dangling().as_ptr() } else { self.at };
        // SAFETY:
        // - the caller's buffer has that many writable bytes; without one the length is 0
        // - C memory holds bytes of some value
        let room = unsafe { std::slice::from_raw_parts_mut(at, self.length as usize) };
        let (result, needed) = fill(room, write);
        // SAFETY: writable by this function's contract.
        unsafe { give(self.needed, needed) };
        result
    }
}

/// On Linux the text is UTF-8, as MI_Char is.
#[cfg(not(windows))]
fn fill(
    room: &mut [u8],
    write: impl FnOnce(&mut Bounded<'_>) -> Result<(), Error>,
) -> (MI_Result, MI_Uint32) {
    let mut out = Bounded::new(room);
    let written = write(&mut out);
    outcome(written, out.needed(), out.is_complete())
}

/// On Windows the text is UTF-16, as MI_Char is: it is written twice, the first time to learn its size.
#[cfg(windows)]
fn fill(
    room: &mut [u8],
    write: impl FnOnce(&mut Bounded<'_>) -> Result<(), Error>,
) -> (MI_Result, MI_Uint32) {
    let mut text = String::new();
    let mut out = Bounded::growing(&mut text);
    let written = write(&mut out);
    let mut needed = 0;
    for unit in text.encode_utf16() {
        if let Some(place) = room.get_mut(needed..needed + 2) {
            place.copy_from_slice(&unit.to_le_bytes());
        }
        needed += 2;
    }
    outcome(written, needed, needed <= room.len())
}

fn outcome(written: Result<(), Error>, needed: usize, complete: bool) -> (MI_Result, MI_Uint32) {
    match (written, MI_Uint32::try_from(needed)) {
        (Err(error), _) => (error.result, 0),
        (Ok(()), Err(_)) => (MI_RESULT_SERVER_LIMITS_EXCEEDED, 0),
        (Ok(()), Ok(needed)) => (if complete { MI_RESULT_OK } else { MI_RESULT_FAILED }, needed),
    }
}
