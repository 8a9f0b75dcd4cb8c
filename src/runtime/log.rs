//! The log: `MI_LOG=level[,file=PATH]`; by default only refusals and stuck closes, to standard error.

use std::any::Any;

/// A panic was caught at the boundary.
pub fn panicked(_name: &'static str, _panic: Box<dyn Any + Send>) {}
