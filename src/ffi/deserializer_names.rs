//! The names in a buffer, without reading the rest: the two-call protocol of the three name functions.

use super::codec_handle::Format;
use super::deserializer::{Input, give_error};
use super::text::give;
use crate::abi::*;
use crate::cim::{Error, MiString};
use crate::codec::{mi_xml, mof};

/// Which name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Class,
    Superclass,
    InstanceClass,
}

/// Writes the name where the caller wants it. `*length` is the room in characters, and becomes the size of the name
/// with its NUL, also where the room is too small (FAILED).
///
/// # Safety
/// `name` is NULL or has `*length` writable characters; `length` is NULL or writable, `details` likewise.
pub(super) unsafe fn tell(
    input: Result<Input<'_>, Error>,
    wanted: Wanted,
    name: *mut MI_Char,
    length: *mut MI_Uint32,
    details: *mut *mut MI_Instance,
) -> MI_Result {
    let found = input.and_then(|input| find(&input, wanted));
    // SAFETY: this function's contract.
    let room = unsafe { length.as_ref() }.copied();
    let found = match room {
        Some(_) => found,
        None => Err(Error::new(MI_RESULT_INVALID_PARAMETER, "There is no place for the length.")),
    };
    // SAFETY: this function's contract.
    unsafe { give_error(details, found.as_ref().err()) };
    let (found, room) = match (found, room) {
        (Ok(found), Some(room)) => (MiString::from(found.as_str()), room),
        (Err(error), _) => return error.result,
        (Ok(_), None) => return MI_RESULT_INVALID_PARAMETER,
    };
    let needed = found.len() + 1;
    // SAFETY: this function's contract.
    unsafe { give(length, needed as MI_Uint32) };
    if name.is_null() || (room as usize) < needed {
        return MI_RESULT_FAILED;
    }
    // SAFETY:
    // - the caller has room for the name and its NUL, as was just compared
    // - the source ends with its NUL
    unsafe { std::ptr::copy_nonoverlapping(found.as_ptr(), name, needed) };
    MI_RESULT_OK
}

fn find(input: &Input<'_>, wanted: Wanted) -> Result<String, Error> {
    let (class, superclass, instance) = match input.format {
        Format::Xml => {
            let names = mi_xml::read_names(input.bytes)?;
            (names.class, names.superclass, names.instance)
        }
        Format::Mof => {
            let names = mof::read_names(input.bytes)?;
            (names.class, names.superclass, names.instance)
        }
    };
    let (found, what) = match wanted {
        Wanted::Class => (class, "class"),
        Wanted::Superclass => (superclass, "superclass"),
        Wanted::InstanceClass => (instance, "instance"),
    };
    let result =
        if wanted == Wanted::Superclass { MI_RESULT_INVALID_SUPERCLASS } else { MI_RESULT_NOT_FOUND };
    found.ok_or_else(|| Error::new(result, format!("The buffer holds no {what}.")))
}
