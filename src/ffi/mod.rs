//! The only layer that knows both C and us: one file per function table, the guard, the flat exports.

#[macro_use]
pub mod table;

mod forward;

mod exports_application;
mod exports_class;
mod exports_codec;
mod exports_context;
mod exports_data;
mod exports_destination_named;
mod exports_destination_options;
mod exports_filter;
mod exports_hosted_provider;
mod exports_instance;
mod exports_lifecycle;
mod exports_operation;
mod exports_operation_options;
mod exports_property_set;
mod exports_session;
mod exports_subscription_options;

/// The client's tables, as `mi_clientFT_V1` points to them; not through the exported name, which an executable may
/// define itself.
pub fn client_tables() -> *const crate::abi::MI_ClientFT_V1 {
    std::ptr::null()
}
pub mod class;
pub mod class_extended;
pub mod filter;
pub mod instance;
pub mod parameter_set;
pub mod property_set;
pub mod qualifier_set;
