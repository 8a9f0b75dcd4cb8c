//! `MI_OperationFT`: operations that were started on a session.

use super::callbacks::Parts;
use super::handle::{self, give_handle, zero};
use super::session::SESSION;
use super::text::give;
use crate::abi::*;
use crate::proto::CancelReason;
use crate::runtime::closing::Refusal;
use crate::runtime::delivery::{Delivery, Kind};
use crate::runtime::operation::{Cancelled, Closed, NoResult};

table! {
    pub static OPERATION: MI_OperationFT {
        live fn Close(operation: *mut MI_Operation) -> MI_Result {
            // SAFETY: the slot's contract: NULL or a writable handle.
            unsafe { close(operation) }
        }
        live fn Cancel(operation: *mut MI_Operation, reason: MI_CancellationReason) -> MI_Result {
            // SAFETY: the slot's contract: NULL or a readable handle.
            unsafe { cancel(operation, reason) }
        }
        live fn GetSession(operation: *mut MI_Operation, session: *mut MI_Session) -> MI_Result {
            // SAFETY: the slot's contract: NULL or readable, NULL or writable.
            unsafe { get_session(operation, session) }
        }
        live fn GetInstance(
            operation: *mut MI_Operation,
            instance: *mut *const MI_Instance,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result {
            let out = Out { moreResults, result, errorMessage, completionDetails };
            // SAFETY: the slot's contract: every out-parameter is NULL or writable.
            let object = |parts: &Parts| unsafe { give(instance, parts.instance) };
            // SAFETY: as above.
            unsafe { get(operation, Kind::Instance, &out, &object) }
        }
        live fn GetIndication(
            operation: *mut MI_Operation,
            instance: *mut *const MI_Instance,
            bookmark: *mut *const MI_Char,
            machineID: *mut *const MI_Char,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result {
            let out = Out { moreResults, result, errorMessage, completionDetails };
            let to = (instance, bookmark, machineID);
            // SAFETY: the slot's contract: every out-parameter is NULL or writable.
            let object = |parts: &Parts| unsafe { give_indication(to, parts) };
            // SAFETY: as above.
            unsafe { get(operation, Kind::Indication, &out, &object) }
        }
        live fn GetClass(
            operation: *mut MI_Operation,
            classResult: *mut *const MI_Class,
            moreResults: *mut MI_Boolean,
            result: *mut MI_Result,
            errorMessage: *mut *const MI_Char,
            completionDetails: *mut *const MI_Instance,
        ) -> MI_Result {
            let out = Out { moreResults, result, errorMessage, completionDetails };
            // SAFETY: the slot's contract: every out-parameter is NULL or writable.
            let object = |parts: &Parts| unsafe { give(classResult, parts.class) };
            // SAFETY: as above.
            unsafe { get(operation, Kind::Class, &out, &object) }
        }
    }
}

type IndicationOut = (*mut *const MI_Instance, *mut *const MI_Char, *mut *const MI_Char);

/// # Safety
/// Each is NULL or writable.
unsafe fn give_indication(to: IndicationOut, parts: &Parts) {
    // SAFETY: this function's contract.
    unsafe { give(to.0, parts.instance) };
    // SAFETY: this function's contract.
    unsafe { give(to.1, parts.bookmark) };
    // SAFETY: this function's contract.
    unsafe { give(to.2, parts.machine_id) };
}

/// The out-parameters that the three getters share.
struct Out {
    moreResults: *mut MI_Boolean,
    result: *mut MI_Result,
    errorMessage: *mut *const MI_Char,
    completionDetails: *mut *const MI_Instance,
}

impl Out {
    /// # Safety
    /// Each is NULL or writable.
    unsafe fn write(&self, more: bool, result: MI_Result, text: *const MI_Char, details: *const MI_Instance) {
        // SAFETY: this function's contract.
        unsafe { give(self.moreResults, MI_Boolean::from(more)) };
        // SAFETY: this function's contract.
        unsafe { give(self.result, result) };
        // SAFETY: this function's contract.
        unsafe { give(self.errorMessage, text) };
        // SAFETY: this function's contract.
        unsafe { give(self.completionDetails, details) };
    }
}

const NOTHING: Parts = Parts {
    instance: std::ptr::null(),
    class: std::ptr::null(),
    bookmark: std::ptr::null(),
    machine_id: std::ptr::null(),
    text: std::ptr::null(),
    details: std::ptr::null(),
};

/// # Safety
/// The handle is NULL or readable, the out-parameters NULL or writable.
unsafe fn get(handle: *const MI_Operation, kind: Kind, out: &Out, object: &dyn Fn(&Parts)) -> MI_Result {
    // SAFETY: this function's contract.
    let outcome = unsafe { handle::operation(handle) }.and_then(|operation| {
        let mut show = |delivery: &Delivery| {
            let parts = Parts::of(delivery);
            object(&parts);
            // SAFETY: this function's contract.
            unsafe { out.write(delivery.more, delivery.result, parts.text, parts.details) };
        };
        operation.get(kind, &mut show).map_err(|no_result| match no_result {
            NoResult::Invalid => MI_RESULT_INVALID_PARAMETER,
            NoResult::Refused(refusal) => refused(&operation, refusal),
        })
    });
    match outcome {
        Ok(()) => MI_RESULT_OK,
        Err(result) => {
            object(&NOTHING);
            // SAFETY: this function's contract.
            unsafe { out.write(false, result, std::ptr::null(), std::ptr::null()) };
            result
        }
    }
}

fn refused(operation: &crate::runtime::operation::Operation, refusal: Refusal) -> MI_Result {
    operation.refused_getter(refusal);
    MI_RESULT_FAILED
}

/// # Safety
/// `handle` is NULL or writable.
unsafe fn close(handle: *mut MI_Operation) -> MI_Result {
    // SAFETY: this function's contract.
    let operation = match unsafe { handle::operation(handle) } {
        Ok(operation) => operation,
        Err(result) => return result,
    };
    if operation.close() == Closed::Already {
        return MI_RESULT_INVALID_PARAMETER;
    }
    // The struct that its callbacks are given stays readable until they have returned and nothing is owed.
    if !operation.lent(handle as usize) {
        // SAFETY: not NULL, as it was found; writable by this function's contract.
        unsafe { zero(handle) };
    }
    MI_RESULT_OK
}

/// # Safety
/// `handle` is NULL or readable.
unsafe fn cancel(handle: *const MI_Operation, reason: MI_CancellationReason) -> MI_Result {
    let reason = match reason {
        MI_REASON_TIMEOUT => CancelReason::Timeout,
        MI_REASON_SHUTDOWN | MI_REASON_SERVICESTOP => CancelReason::Shutdown,
        MI_REASON_NONE => CancelReason::Client,
        _ => return MI_RESULT_INVALID_PARAMETER,
    };
    // SAFETY: this function's contract.
    match unsafe { handle::operation(handle) } {
        Ok(operation) if operation.session.is_none() => MI_RESULT_FAILED,
        Ok(operation) => match operation.cancel(reason) {
            Cancelled::Accepted => MI_RESULT_OK,
            Cancelled::Closed => MI_RESULT_INVALID_PARAMETER,
        },
        Err(result) => result,
    }
}

/// # Safety
/// `handle` is NULL or readable, `out` NULL or writable.
unsafe fn get_session(handle: *const MI_Operation, out: *mut MI_Session) -> MI_Result {
    // SAFETY: this function's contract.
    let operation = unsafe { handle::operation(handle) };
    let session = match operation {
        // Closed and still running, or owed an answer: the handle is dead for everything but that answer.
        Ok(operation) if operation.is_closed() => None,
        Ok(operation) => operation.session.as_ref().map(|session| session.key()),
        Err(result) => return result,
    };
    let Some(key) = session.filter(|_| !out.is_null()) else { return MI_RESULT_INVALID_PARAMETER };
    // SAFETY: writable by this function's contract.
    unsafe { give_handle(out, key, &SESSION) };
    MI_RESULT_OK
}
