//! MI_FilterFT.

use super::instance::{answer, give};
use crate::abi::*;
use crate::cim::block::filter::Filter;
use crate::cim::block::view::InstanceRef;
use crate::cim::block::{Outcome, code};

/// # Safety
/// `this` is NULL or a living filter, `instance` NULL or a living instance of any library.
unsafe fn evaluate(this: *const MI_Filter, instance: *const MI_Instance) -> Outcome<MI_Boolean> {
    // SAFETY:
    // - by the caller's word
    let filter = unsafe { Filter::lent(this) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    // SAFETY:
    // - by the caller's word
    let instance = unsafe { InstanceRef::from_ptr(instance) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    Ok(filter.evaluate(instance)?.into())
}

/// # Safety
/// `this` is NULL or a living filter, the others NULL or writable.
unsafe fn expression(
    this: *const MI_Filter,
    language: *mut *const MI_Char,
    expression: *mut *const MI_Char,
) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let filter = unsafe { Filter::lent(this) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if language.is_null() || expression.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - writable, by the caller's word
    unsafe { give(language, filter.language().as_ptr()) };
    // SAFETY:
    // - writable, by the caller's word
    unsafe { give(expression, filter.expression().as_ptr()) };
    Ok(())
}

table! {
    /// The table of every filter of ours.
    pub static FILTER: MI_FilterFT {
        live fn Evaluate(
            this: *const MI_Filter,
            instance: *const MI_Instance,
            result: *mut MI_Boolean,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            let get = || unsafe { evaluate(this, instance) };
            // SAFETY:
            // - as mi.h asks of the caller
            unsafe { answer(result, get) }
        }
        live fn GetExpression(
            this: *const MI_Filter,
            queryLang: *mut *const MI_Char,
            queryExpr: *mut *const MI_Char,
        ) -> MI_Result {
            // SAFETY:
            // - as mi.h asks of the caller
            code(unsafe { expression(this, queryLang, queryExpr) })
        }
    }
}
