//! The flat exports of operations.
//!
//! Any thread; a Get waits, and is for operations that were started without a result callback.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::{clear, forward, no_more};

/// Waits for the next result of an operation without an instance callback.
///
/// What it gives belongs to the operation until the next call; `*result` is the operation's outcome, the
/// return value this call's. Microsoft: MI_Operation_GetInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_GetInstance(
    operation: *mut MI_Operation,
    instance: *mut *const MI_Instance,
    moreResults: *mut MI_Boolean,
    result: *mut MI_Result,
    errorMessage: *mut *const MI_Char,
    completionDetails: *mut *const MI_Instance,
) -> MI_Result {
    forward!(
        MI_OperationFT.GetInstance(operation, instance, moreResults, result, errorMessage, completionDetails),
        no_more(moreResults, result)
    )
}

/// Waits for the next indication of a subscription without a callback.
///
/// What it gives belongs to the operation until the next call. Microsoft: MI_Operation_GetIndication
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_GetIndication(
    operation: *mut MI_Operation,
    instance: *mut *const MI_Instance,
    bookmark: *mut *const MI_Char,
    machineID: *mut *const MI_Char,
    moreResults: *mut MI_Boolean,
    result: *mut MI_Result,
    errorMessage: *mut *const MI_Char,
    completionDetails: *mut *const MI_Instance,
) -> MI_Result {
    forward!(
        MI_OperationFT.GetIndication(
            operation,
            instance,
            bookmark,
            machineID,
            moreResults,
            result,
            errorMessage,
            completionDetails
        ),
        no_more(moreResults, result)
    )
}

/// Waits for the next class of an operation without a class callback.
///
/// What it gives belongs to the operation until the next call. Microsoft: MI_Operation_GetClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_GetClass(
    operation: *mut MI_Operation,
    classResult: *mut *const MI_Class,
    moreResults: *mut MI_Boolean,
    result: *mut MI_Result,
    errorMessage: *mut *const MI_Char,
    completionDetails: *mut *const MI_Instance,
) -> MI_Result {
    forward!(
        MI_OperationFT.GetClass(operation, classResult, moreResults, result, errorMessage, completionDetails),
        no_more(moreResults, result)
    )
}

/// Gives the operation's handle back.
///
/// An asynchronous operation must have had its final result; the handle and its copies are dead after OK.
/// Microsoft: MI_Operation_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_Close(operation: *mut MI_Operation) -> MI_Result {
    forward!(MI_OperationFT.Close(operation))
}

/// Asks the operation to stop.
///
/// It returns at once; the final result still comes. Microsoft: MI_Operation_Cancel function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_Cancel(
    operation: *mut MI_Operation,
    reason: MI_CancellationReason,
) -> MI_Result {
    forward!(MI_OperationFT.Cancel(operation, reason))
}

/// The session of the operation.
///
/// A copy of its handle, not to be closed in its place; zeroed first, whatever the outcome. Microsoft:
/// MI_Operation_GetSession function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Operation_GetSession(
    operation: *mut MI_Operation,
    session: *mut MI_Session,
) -> MI_Result {
    // SAFETY:
    // - NULL, or room for at least one value, of a type for which all zeroes is one.
    unsafe { clear(session) };
    forward!(MI_OperationFT.GetSession(operation, session))
}
