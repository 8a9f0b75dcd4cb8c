//! The only layer that knows both C and us: one file per function table, the guard, the flat exports.

#[macro_use]
pub mod table;

mod custom_option;
pub mod destination_options;
pub mod operation_options;
mod option_calls;
mod option_credentials;
pub mod option_object;
pub mod subscription_options;
pub mod text;
