//! Classes that are not ours: read through their own table, and written down anew.

use super::Outcome;
use super::class::{Class, Place, is_block};
use super::declare_copy::pointee;
use super::text::MiStr;
use crate::abi::*;

/// # Safety
/// `class` is NULL or points to a living MI_Class, of any library.
pub(crate) unsafe fn class_of(class: *const MI_Class) -> Outcome<Class> {
    // SAFETY:
    // - by the caller's word
    if unsafe { is_block(class) } {
        // SAFETY:
        // - by the caller's word
        return unsafe { Class::share(class) }.ok_or(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - by the caller's word
    let head = unsafe { pointee(class) }?;
    // SAFETY:
    // - a head's names are NULL or NUL-terminated
    let namespace = unsafe { MiStr::from_ptr(head.namespaceName) }.map(MiStr::as_units);
    // SAFETY:
    // - as above
    let server = unsafe { MiStr::from_ptr(head.serverName) }.map(MiStr::as_units);
    // SAFETY:
    // - a head's declaration is valid
    unsafe { Class::copy_decl(head.classDecl, Place { namespace, server }, 0) }
}
