//! `MI_UtilitiesFT`: error codes of other systems in MI's terms.

use super::option_calls::answer;
use super::text::{give, text};
use crate::abi::*;
use crate::cim::Error;
use crate::cim::category::{self, ErrorType};

table! {
    pub static UTILITIES: MI_UtilitiesFT {
        live fn MapErrorToMiErrorCategory(errorType: *const MI_Char, error: MI_Uint32) -> MI_ErrorCategory {
            // SAFETY: the slot's contract.
            let name = unsafe { text(errorType) };
            let of = name.and_then(|name| ErrorType::from_name(&name));
            of.map_or(MI_ERRORCATEGORY_NOT_SPECIFIED, |of| category::category(of, error))
        }
        live fn CimErrorFromErrorCode(
            error: MI_Uint32,
            errorType: *const MI_Char,
            errorMessage: *const MI_Char,
            cimError: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            answer(unsafe { cim_error(error, errorType, errorMessage, cimError) })
        }
    }
}

/// Success has no error instance: the output is NULL then. Without a message, the code's own meaning is one.
///
/// # Safety
/// The slot's contract.
unsafe fn cim_error(
    code: u32,
    of: *const MI_Char,
    message: *const MI_Char,
    out: *mut *mut MI_Instance,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let of = unsafe { text(of) }.and_then(|name| ErrorType::from_name(&name));
    let of = of.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if code == 0 {
        // SAFETY: the slot's contract.
        unsafe { give(out, std::ptr::null_mut()) };
        return Ok(());
    }
    // SAFETY: the slot's contract.
    let message = unsafe { text(message) }.unwrap_or_else(|| category::describe(of, code));
    let error = Error::new(category::result(of, code), message)
        .with_category(category::category(of, code))
        .with_code(of.name(), code);
    let instance = error.to_instance()?;
    if !out.is_null() {
        // SAFETY: `out` is writable (the slot's contract); the caller deletes the instance.
        unsafe { give(out, instance.into_raw()) };
    }
    Ok(())
}
