//! The system's security packages on Windows (SSPI), where elsewhere the system's GSS-API stands: safe Rust over them.
//!
//! [`Credential::of_caller`] asks the local security authority and is for the thread that makes a session: it may load
//! a package, and takes the identity that this thread acts under. [`Context::step`] may wait for a domain controller.
//! Nothing else here waits for anybody.

mod context;
mod credential;
mod library;
mod status;

pub use context::{Context, Request};
pub use credential::{Credential, Package};
pub use library::Library;
