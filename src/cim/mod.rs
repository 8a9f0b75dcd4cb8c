//! The model (stand-in until the model's own branch is merged: text only).
#![allow(dead_code)]

pub mod block {
    //! Stand-in.
    pub mod text;
}
pub mod category;
pub mod text;

use crate::abi::*;
pub use text::{MiStr, MiString};

/// Stand-in.
pub struct Instance;
unsafe impl Send for Instance {}
impl Instance {
    pub fn as_ptr(&self) -> *mut MI_Instance {
        std::ptr::null_mut()
    }
    pub fn into_raw(self) -> *mut MI_Instance {
        std::ptr::null_mut()
    }
    pub unsafe fn copy_of(_: *const MI_Instance) -> Result<Instance, Error> {
        Ok(Instance)
    }
    pub fn view(&self) -> V {
        V
    }
}
pub struct V;
impl V {
    pub fn class_name(&self) -> &'static MiStr {
        todo!()
    }
}
pub struct Class;
impl Class {
    pub fn as_ptr(&self) -> *const MI_Class {
        std::ptr::null()
    }
}
pub struct Value;
impl Value {
    pub fn with_c(&self, f: impl FnOnce(MI_Type, *const MI_Value)) {
        f(MI_BOOLEAN, std::ptr::null())
    }
}
#[derive(Clone)]
pub struct Error {
    pub result: MI_Result,
    pub message: String,
}
impl Error {
    pub fn new(result: MI_Result, m: impl Into<String>) -> Error {
        Error { result, message: m.into() }
    }
    pub fn oom() -> Error {
        Error::new(MI_RESULT_SERVER_LIMITS_EXCEEDED, "")
    }
    pub fn with_category(self, _: MI_ErrorCategory) -> Error {
        self
    }
    pub fn with_operation(self, _: &str) -> Error {
        self
    }
    pub fn to_instance(&self) -> Result<Instance, Error> {
        Ok(Instance)
    }
}
