//! stub
use crate::abi::*;
pub unsafe fn new_instance(_: *const MI_Char, _: *const MI_ClassDecl, _: *mut *mut MI_Instance) -> MI_Result {
    MI_RESULT_OK
}
pub unsafe fn new_instance_from_class(
    _: *const MI_Char,
    _: *const MI_Class,
    _: *mut *mut MI_Instance,
) -> MI_Result {
    MI_RESULT_OK
}
