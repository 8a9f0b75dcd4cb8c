//! What C sees: types, constants and function-table structs, named exactly as in C. No functions, no `Drop`.

#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]
// The types are C's; a name of our own for part of one would be a name more to know.
#![allow(clippy::type_complexity)]

mod callbacks;
mod constants;
mod decls;
mod ext;
mod fields;
mod micodec;
pub mod names;
mod objects;
mod option_names;
mod scalars;
mod tables_client;
mod tables_model;
mod tables_options;
mod tables_provider;
mod values;

pub use callbacks::*;
pub use constants::*;
pub use decls::*;
pub use ext::*;
pub use fields::*;
pub use micodec::*;
pub use objects::*;
pub use scalars::*;
pub use tables_client::*;
pub use tables_model::*;
pub use tables_options::*;
pub use tables_provider::*;
pub use values::*;
