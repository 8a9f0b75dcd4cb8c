//! `MI_DeserializerFT`: bytes to classes and instances.

use super::codec_handle::{Format, Open, Words};
use super::codec_schema::{Caller, Files};
use super::deserializer_names::{Wanted, tell};
use super::text::{give, given, text};
use crate::abi::*;
use crate::cim::{Class, Error, Instance};
use crate::codec::{mi_xml, mof};
use std::ffi::c_void;
use std::ptr;

static OPEN: Open = Open::new();

table! {
    pub static DESERIALIZER: MI_DeserializerFT {
        live fn Close(deserializer: *mut MI_Deserializer) -> MI_Result {
            // SAFETY: the slot's contract.
            unsafe { close(deserializer) }
        }
        live fn DeserializeClass(
            deserializer: *mut MI_Deserializer,
            flags: MI_Uint32,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            parentClass: *mut MI_Class,
            serverName: *const MI_Char,
            namespaceName: *const MI_Char,
            classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
            classObjectNeededContext: *mut c_void,
            serializedBufferRead: *mut MI_Uint32,
            classObject: *mut *mut MI_Class,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {
            let callbacks = Caller::needs(classObjectNeeded, classObjectNeededContext);
            // SAFETY: the slot's contract.
            let input = unsafe { input(deserializer, flags, serializedBuffer, serializedBufferLength) };
            // SAFETY: the slot's contract.
            unsafe { class(input, parentClass, [serverName, namespaceName], callbacks) }
                .give(serializedBufferRead, classObject, cimErrorDetails)
        }
        live fn Class_GetClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            let input = unsafe { input(deserializer, 0, serializedBuffer, serializedBufferLength) };
            // SAFETY: the slot's contract.
            unsafe { tell(input, Wanted::Class, className, classNameLength, cimErrorDetails) }
        }
        live fn Class_GetParentClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            parentClassName: *mut MI_Char,
            parentClassNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            let input = unsafe { input(deserializer, 0, serializedBuffer, serializedBufferLength) };
            // SAFETY: the slot's contract.
            unsafe { tell(input, Wanted::Superclass, parentClassName, parentClassNameLength, cimErrorDetails) }
        }
        live fn DeserializeInstance(
            deserializer: *mut MI_Deserializer,
            flags: MI_Uint32,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            classObjects: *mut *mut MI_Class,
            numberClassObjects: MI_Uint32,
            classObjectNeeded: MI_Deserializer_ClassObjectNeeded,
            classObjectNeededContext: *mut c_void,
            serializedBufferRead: *mut MI_Uint32,
            instanceObject: *mut *mut MI_Instance,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {
            let callbacks = Caller::needs(classObjectNeeded, classObjectNeededContext);
            // SAFETY: the slot's contract.
            let input = unsafe { input(deserializer, flags, serializedBuffer, serializedBufferLength) };
            // SAFETY: the slot's contract.
            unsafe { instance(input, classObjects, numberClassObjects, callbacks) }
                .give(serializedBufferRead, instanceObject, cimErrorDetails)
        }
        live fn Instance_GetClassName(
            deserializer: *mut MI_Deserializer,
            serializedBuffer: *mut MI_Uint8,
            serializedBufferLength: MI_Uint32,
            className: *mut MI_Char,
            classNameLength: *mut MI_Uint32,
            cimErrorDetails: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            let input = unsafe { input(deserializer, 0, serializedBuffer, serializedBufferLength) };
            // SAFETY: the slot's contract.
            unsafe { tell(input, Wanted::InstanceClass, className, classNameLength, cimErrorDetails) }
        }
    }
}

/// Where the table is: MOF handles lead to the longer one that begins with it.
fn table() -> *const () {
    (&raw const super::deserializer_array::DESERIALIZER_INTL).cast()
}

/// `MI_ApplicationFT.NewDeserializer`.
///
/// # Safety
/// `format` is NULL or NUL-terminated; `out` is NULL or writable.
pub unsafe fn new(flags: MI_Uint32, format: *const MI_Char, out: *mut MI_Deserializer) -> MI_Result {
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
    unsafe { give(out, MI_Deserializer { reserved1, reserved2 }) };
    result
}

unsafe fn words(deserializer: *const MI_Deserializer) -> Option<Words> {
    // SAFETY: the slot's contract: NULL or readable.
    let handle = unsafe { deserializer.as_ref() }?;
    Some((handle.reserved1, handle.reserved2))
}

unsafe fn close(deserializer: *mut MI_Deserializer) -> MI_Result {
    // SAFETY: the slot's contract.
    let words = unsafe { words(deserializer) };
    match words {
        Some(words) if OPEN.close(words, table()) => {
            if words.0 != C_CODEC_MAGIC {
                // SAFETY: the caller's handle, which was read above. The original leaves that of MOF as it is.
                unsafe { give(deserializer, MI_Deserializer { reserved1: 0, reserved2: 0 }) };
            }
            MI_RESULT_OK
        }
        _ => MI_RESULT_INVALID_PARAMETER,
    }
}

/// What is read, and in which format.
pub(super) struct Input<'a> {
    pub format: Format,
    pub bytes: &'a [u8],
}

/// # Safety
/// The handle is NULL or readable, the buffer NULL or of that many readable bytes that stay as they are for 'a.
pub(super) unsafe fn input<'a>(
    deserializer: *const MI_Deserializer,
    flags: MI_Uint32,
    buffer: *const MI_Uint8,
    length: MI_Uint32,
) -> Result<Input<'a>, Error> {
    // SAFETY: this function's contract.
    let format = unsafe { words(deserializer) }.and_then(|words| OPEN.format(words, table()));
    let invalid = |message: &str| Error::new(MI_RESULT_INVALID_PARAMETER, message);
    let format = format.ok_or_else(|| invalid("This is not an open deserializer."))?;
    if flags != 0 {
        return Err(invalid("A deserializer's flags must be 0."));
    }
    if buffer.is_null() || length == 0 {
        return Err(invalid("There is no buffer to read."));
    }
    // SAFETY: this function's contract.
    let bytes = unsafe { std::slice::from_raw_parts(buffer, length as usize) };
    Ok(Input { format, bytes })
}

/// What a call answers: an object and how much of the buffer it was, or an error.
pub(super) struct Answer<T>(pub Result<(*mut T, usize), Error>);

impl<T> Answer<T> {
    pub(super) fn give(
        self,
        consumed: *mut MI_Uint32,
        object: *mut *mut T,
        details: *mut *mut MI_Instance,
    ) -> MI_Result {
        let (result, (pointer, read), error) = match self.0 {
            Ok(read) => (MI_RESULT_OK, read, None),
            Err(error) => (error.result, (ptr::null_mut(), 0), Some(error)),
        };
        // SAFETY: the slot's contract: NULL or writable.
        unsafe { give(object, pointer) };
        // SAFETY: as above.
        unsafe { give(consumed, MI_Uint32::try_from(read).unwrap_or(MI_Uint32::MAX)) };
        // SAFETY: as above.
        unsafe { give_error(details, error.as_ref()) };
        result
    }
}

/// The CIM_Error of what went wrong; NULL where nothing did.
///
/// # Safety
/// `details` is NULL or writable.
pub(super) unsafe fn give_error(details: *mut *mut MI_Instance, error: Option<&Error>) {
    if details.is_null() {
        return;
    }
    let instance = error.and_then(|error| error.to_instance().ok());
    // SAFETY: this function's contract.
    unsafe { give(details, instance.map_or(ptr::null_mut(), Instance::into_raw)) };
}

/// # Safety
/// `parent` is NULL or a living class, the names NULL or NUL-terminated.
unsafe fn class(
    input: Result<Input<'_>, Error>,
    parent: *mut MI_Class,
    [server, namespace]: [*const MI_Char; 2],
    callbacks: MI_DeserializerCallbacks,
) -> Answer<MI_Class> {
    let read = || {
        let input = input?;
        // SAFETY: one class, or NULL, by this function's contract.
        let mut caller = unsafe { Caller::new(&parent, 1, callbacks) }?;
        // SAFETY: this function's contract.
        unsafe { caller.place(server, namespace) };
        // SAFETY: this function's contract.
        let server = unsafe { text(server) };
        // SAFETY: this function's contract.
        let namespace = unsafe { text(namespace) };
        let (object, consumed) = match input.format {
            Format::Xml => {
                let read =
                    mi_xml::read_class(input.bytes, server.as_deref(), namespace.as_deref(), &mut caller)?;
                (read.object, read.consumed)
            }
            Format::Mof => {
                let settings = mof::Settings { server, namespace, ..mof::Settings::default() };
                let (loaded, consumed) =
                    mof::load_bytes(input.bytes, &mut Files::new(callbacks), &mut caller, settings)?;
                (only(loaded.classes, "class")?, consumed)
            }
        };
        Ok((Class::into_raw(object), consumed))
    };
    Answer(read())
}

/// # Safety
/// `classes` is NULL or holds `count` living classes.
unsafe fn instance(
    input: Result<Input<'_>, Error>,
    classes: *const *mut MI_Class,
    count: MI_Uint32,
    callbacks: MI_DeserializerCallbacks,
) -> Answer<MI_Instance> {
    let read = || {
        let input = input?;
        // SAFETY: this function's contract.
        let mut caller = unsafe { Caller::new(classes, count as usize, callbacks) }?;
        let (object, consumed) = match input.format {
            Format::Xml => {
                let read = mi_xml::read_instance(input.bytes, &mut caller)?;
                (read.object, read.consumed)
            }
            Format::Mof => {
                let settings = mof::Settings::default();
                let (loaded, consumed) =
                    mof::load_bytes(input.bytes, &mut Files::new(callbacks), &mut caller, settings)?;
                (only(loaded.instances, "instance")?, consumed)
            }
        };
        Ok((Instance::into_raw(object), consumed))
    };
    Answer(read())
}

/// The only one.
fn only<T>(mut all: Vec<T>, kind: &str) -> Result<T, Error> {
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(Error::new(MI_RESULT_FAILED, format!("The buffer holds no {kind}."))),
        (Some(_), rest) => {
            let message = format!(
                "The buffer holds {} objects of this kind: read them as an array ({kind}).",
                rest + 1
            );
            Err(Error::new(MI_RESULT_FAILED, message))
        }
    }
}
