//! WMI of this machine and of others, through COM.

use super::{Connection, Event, Exchange, Handler, Request, Services};
use crate::abi::*;
use crate::cim::Error;
use crate::options::DestinationOptions;
use std::task::{Context, Poll};

/// The handler for `WMIDCOM`, and for sessions without a destination.
#[derive(Default)]
pub struct WmiHandler;

impl Handler for WmiHandler {
    fn connect(
        &self,
        _destination: Option<&str>,
        _options: &DestinationOptions,
        _services: &Services,
    ) -> Result<Box<dyn Connection>, Error> {
        Ok(Box::new(WmiConnection))
    }
}

struct WmiConnection;

impl Connection for WmiConnection {
    fn start(&self, _request: Request) -> Box<dyn Exchange> {
        Box::new(Refused)
    }
}

struct Refused;

impl Exchange for Refused {
    fn poll_event(&mut self, _context: &mut Context<'_>) -> Poll<Event> {
        let text = "sessions with WMI are not supported yet";
        Poll::Ready(Event::Final(Err(Error::new(MI_RESULT_NOT_SUPPORTED, text))))
    }
}
