//! The representation that C sees, and the one place of the model that is `unsafe`.
//!
//! An instance is a block `{MI_Instance head, fields at the offsets of its class declaration}` with its payload in an
//! arena; a class is an `MI_Class` head over a tree of declarations in an arena. Both are handed to C as they are.
//!
//! The reserved words of a head that we made, or took over:
//!
//! | word | holds |
//! |---|---|
//! | `reserved[0]` | the private part ([`instance::Core`]) |
//! | `reserved[1]` | where the fields are counted from: the head itself, or, once AddElement outgrew the room behind the head, a second block (the original has its `self` there) |
//! | `reserved[2]` | the head's own address, mixed with a constant. Anything else there, and the words are not ours: a zeroed or copied head owns nothing |
//! | `reserved[3]` | the next instance to be deleted, while a tree of them is |

pub(crate) mod access;
pub mod arena;
pub(crate) mod bytes;
pub mod class;
pub(crate) mod class_view;
pub(crate) mod clone;
pub(crate) mod codes;
pub(crate) mod datetime;
pub(crate) mod declare;
pub(crate) mod declare_build;
pub(crate) mod declare_copy;
pub(crate) mod declare_foreign;
pub(crate) mod extend;
pub(crate) mod field;
pub mod filter;
pub mod instance;
pub(crate) mod instance_class;
pub(crate) mod legal;
pub(crate) mod names;
pub(crate) mod payload;
pub mod property_set;
pub(crate) mod release;
pub(crate) mod set;
pub(crate) mod shape;
pub mod spare;
pub mod template;
pub mod text;
pub(crate) mod value;
pub mod view;

use crate::abi::*;

/// A cause of failure inside; one place makes an [`crate::cim::Error`] of it.
pub(crate) type Outcome<T> = Result<T, MI_Result>;

pub(crate) const NO_MEMORY: MI_Result = MI_RESULT_SERVER_LIMITS_EXCEEDED;

/// How deep instances may be embedded in each other, and classes derived from each other.
pub const MAX_DEPTH: u32 = 64;

/// Properties, methods, parameters or qualifiers of one declaration.
pub(crate) const MAX_MEMBERS: u32 = 1 << 16;

/// `value` as a result code.
#[inline]
pub(crate) fn code(outcome: Outcome<()>) -> MI_Result {
    match outcome {
        Ok(()) => MI_RESULT_OK,
        Err(result) => result,
    }
}
