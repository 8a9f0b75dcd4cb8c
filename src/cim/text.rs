//! Stand-in.
pub use super::block::text::{MiStr, MiString};
