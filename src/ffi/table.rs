//! How a function table is written down: every shim stands inside its field, behind the panic guard.
//!
//! A missing slot, a slot of the wrong type or an unknown slot does not compile. A slot that is not there yet is
//! written `stub fn`: it answers NOT_SUPPORTED and MATRIX.md counts it (the matrix is made from these sources).

use crate::abi::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a slot answers when it cannot do its work: after a panic, and as a stub.
pub trait Outcome {
    const FAILED: Self;
    const NOT_SUPPORTED: Self;
}

impl Outcome for MI_Result {
    const FAILED: Self = MI_RESULT_FAILED;
    const NOT_SUPPORTED: Self = MI_RESULT_NOT_SUPPORTED;
}

impl Outcome for () {
    const FAILED: Self = ();
    const NOT_SUPPORTED: Self = ();
}

impl Outcome for MI_Boolean {
    const FAILED: Self = MI_FALSE;
    const NOT_SUPPORTED: Self = MI_FALSE;
}

impl Outcome for MI_ErrorCategory {
    const FAILED: Self = MI_ERRORCATEGORY_NOT_SPECIFIED;
    const NOT_SUPPORTED: Self = MI_ERRORCATEGORY_NOT_SPECIFIED;
}

/// Runs `body`; a panic becomes the failure of the slot and a log line, and never crosses into C.
#[inline]
pub fn guard<R: Outcome>(name: &'static str, body: impl FnOnce() -> R) -> R {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(outcome) => outcome,
        Err(panic) => {
            crate::runtime::log::panicked(name, panic);
            R::FAILED
        }
    }
}

/// Writes a table's static. See the module's documentation.
#[macro_export]
macro_rules! table {
    ($(#[$meta:meta])* $vis:vis static $NAME:ident: $Table:ident {
        $($kind:tt fn $slot:ident ( $($arg:ident : $ty:ty),* $(,)? ) $(-> $ret:ty)? $body:block)*
    }) => {
        $(#[$meta])*
        $vis static $NAME: $Table = $Table {
            $($slot: {
                #[allow(unused_variables, non_snake_case)]
                unsafe extern "C" fn shim($($arg: $ty),*) $(-> $ret)? {
                    $crate::ffi::table::guard(
                        concat!(stringify!($Table), ".", stringify!($slot)),
                        || $crate::slot_body!($kind $body),
                    )
                }
                Some(shim)
            },)*
        };
    };
}

/// `live` slots run their body; `stub` slots answer NOT_SUPPORTED, whatever the (empty) body says.
#[macro_export]
macro_rules! slot_body {
    (live $body:block) => {
        $body
    };
    (stub $body:block) => {
        $crate::ffi::table::Outcome::NOT_SUPPORTED
    };
}
