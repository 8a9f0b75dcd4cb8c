//! The only layer that knows both C and us: one file per function table, the guard, the flat exports.

#[macro_use]
pub mod table;

pub mod class;
pub mod class_extended;
pub mod filter;
pub mod instance;
pub mod parameter_set;
pub mod property_set;
pub mod qualifier_set;
