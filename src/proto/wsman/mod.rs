//! WS-Management (`WINRM`, `MI_REMOTE_WSMAN`): a state machine per operation over the network thread.
//!
//! [`machine`] decides what is sent and what the client gets, and does no I/O; [`exchange`] performs it; a
//! [`session::Session`] is what operations of one destination share.
#![forbid(unsafe_code)]

pub mod classes;
pub mod delivery;
pub mod duplex;
pub mod exchange;
pub mod failure;
pub mod identifier;
pub mod log_on;
pub mod machine;
pub mod manager;
pub mod operation;
pub mod push;
pub mod request;
pub mod session;
pub mod settings;
pub mod shell;
pub mod subscription;
pub mod target;

use super::{Connection, Handler, Services};
use crate::cim::Error;
use crate::options::DestinationOptions;

/// The handler; it has no state of its own.
pub struct Wsman;

impl Handler for Wsman {
    fn connect(
        &self,
        destination: Option<&str>,
        options: &DestinationOptions,
        services: &Services,
    ) -> Result<Box<dyn Connection>, Error> {
        let (endpoint, settings) = settings::endpoint(destination, options, services.variable)?;
        Ok(Box::new(session::Remote::new(endpoint, settings, services.clone())))
    }
}
