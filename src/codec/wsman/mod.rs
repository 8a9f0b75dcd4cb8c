//! WS-Management envelopes (DSP0226, DSP0227, DSP0230, MS-WSMV): requests written, answers read. No I/O.

pub mod body;
pub mod class;
pub mod envelope;
pub mod event;
pub mod fault;
pub mod fault_codes;
pub mod header;
pub mod instance;
pub mod interactive;
pub mod names;
pub mod node;
pub mod page;
pub mod predict;
mod quick;
pub mod response;
pub mod scalar;
pub mod shape;
pub mod stream;
pub mod time;
pub mod write;

use crate::abi::{MI_ERRORCATEGORY_PROTOCOL_ERROR, MI_RESULT_FAILED};
use crate::cim::Error;

/// An answer that is not what the specifications allow.
pub fn malformed(reason: impl std::fmt::Display) -> Error {
    Error::new(MI_RESULT_FAILED, format!("The server's answer cannot be read: {reason}."))
        .with_category(MI_ERRORCATEGORY_PROTOCOL_ERROR)
}
