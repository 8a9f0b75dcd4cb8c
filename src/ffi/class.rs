//! stub
use crate::abi::*;
pub unsafe fn new_class(
    _: *const MI_ClassDecl,
    _: *const MI_Char,
    _: *const MI_Char,
    _: *mut *mut MI_Class,
) -> MI_Result {
    MI_RESULT_OK
}
