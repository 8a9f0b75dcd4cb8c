//! Where the model finds the addresses of the C tables: the one place that looks up from the layers below `ffi`.
//!
//! An instance's head must carry our function table from the moment it exists, whoever makes it. Naming the statics
//! here, at link time, keeps that true without a registration that some path could forget.

pub use crate::ffi::class::CLASS;
pub use crate::ffi::filter::FILTER;
pub use crate::ffi::instance::INSTANCE;
pub use crate::ffi::property_set::PROPERTY_SET;
