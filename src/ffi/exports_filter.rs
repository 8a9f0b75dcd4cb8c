//! The flat exports of filters.
//!
//! A filter belongs to the request that brought it; one thread at a time.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::forward;

/// Asks whether an instance passes the filter; `*result` says.
///
/// The filter and the instance stay the caller's. Microsoft: MI_Filter_Evaluate function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Filter_Evaluate(
    this: *const MI_Filter,
    instance: *const MI_Instance,
    result: *mut MI_Boolean,
) -> MI_Result {
    forward!(MI_FilterFT.Evaluate(this, instance, result))
}

/// The filter's query language and text.
///
/// Both strings belong to the filter. Microsoft: MI_Filter_GetExpression function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Filter_GetExpression(
    this: *const MI_Filter,
    queryLang: *mut *const MI_Char,
    queryExpr: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_FilterFT.GetExpression(this, queryLang, queryExpr))
}
