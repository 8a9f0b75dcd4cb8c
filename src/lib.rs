//! libmi: Microsoft's MI (Management Infrastructure) client API, as `libmi.so` and `mi.dll`.
//!
//! The layers, from the ground up, and the edges allowed between them are drawn in ARCHITECTURE.md.

pub mod abi;

pub mod cim;
pub mod codec;
pub mod ffi;
pub mod gss;
pub mod handle;
pub mod options;
pub mod proto;
pub mod runtime;
#[cfg(windows)]
pub mod sspi;
pub mod sync;
pub mod tables;
