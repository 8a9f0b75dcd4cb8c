//! The only layer that knows both C and us: one file per function table, the guard, the flat exports.

#[macro_use]
pub mod table;
