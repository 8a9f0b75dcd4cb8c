//! The only layer that knows both C and us: one file per function table, the guard, the flat exports.

#![allow(non_snake_case, non_upper_case_globals)]

#[macro_use]
pub mod table;

mod application;
mod callbacks;
pub mod class;
mod class_extended;
mod client;
mod codec_handle;
mod codec_schema;
mod custom_option;
mod deserializer;
mod deserializer_array;
mod deserializer_names;
mod destination_options;
mod exports_application;
mod exports_class;
mod exports_codec;
mod exports_context;
mod exports_data;
mod exports_destination_named;
mod exports_destination_options;
mod exports_ext;
mod exports_filter;
mod exports_hosted_provider;
mod exports_instance;
mod exports_lifecycle;
mod exports_micodec;
mod exports_operation;
mod exports_operation_options;
mod exports_property_set;
mod exports_session;
mod exports_subscription_options;
mod extended_array;
pub mod filter;
mod forward;
mod handle;
mod hosted_provider;
pub mod instance;
mod operation;
pub mod operation_options;
mod option_calls;
mod option_credentials;
mod option_object;
mod parameter_set;
mod place;
pub mod property_set;
mod qualifier_set;
mod serializer;
mod session;
mod session_callbacks;
mod session_start;
pub mod subscription_options;
mod text;
mod utilities;

pub use client::client_tables;
