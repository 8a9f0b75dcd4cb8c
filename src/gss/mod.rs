//! The system's GSS-API (MIT's or Heimdal's Kerberos), bound at run time where it is installed: safe Rust over it.
//!
//! libmi.so does not depend on it: [`Library::load`] asks the dynamic loader when a session with such a credential is
//! made. Apart from `load`, `Credential::acquire`, `Context::new` and `Context::step` nothing here waits for anybody.

#[cfg(unix)]
mod abi;
#[cfg(unix)]
mod context;
#[cfg(unix)]
mod library;
#[cfg(unix)]
mod owned;

#[cfg(unix)]
pub use context::{Context, Request};
#[cfg(unix)]
pub use library::Library;
#[cfg(unix)]
pub use owned::Credential;
