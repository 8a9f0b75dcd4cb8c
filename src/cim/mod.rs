//! The model (stand-in until the model's own branch is merged: text only).
#![allow(dead_code)]

pub mod block {
    //! Stand-in.
    pub mod text;
}
pub mod category;
pub mod text;

pub use text::{MiStr, MiString};

/// Stand-in.
pub struct Instance;
