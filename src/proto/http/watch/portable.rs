//! The scheduler's own sockets: Windows, where a write raises no signal.

use super::Attention;
use crate::proto::Awaited;
use crate::sync::Arc;
use socket2::SockRef;
use std::io::{self, IoSlice};
use std::task::{Context, Poll, ready};
use tokio::io::{Interest, ReadBuf};
use tokio::net::TcpStream;

pub struct Watch;

impl Watch {
    pub fn new() -> io::Result<Arc<Watch>> {
        Ok(Arc::new(Watch))
    }

    /// Takes a socket over.
    pub fn adopt(self: &Arc<Self>, stream: TcpStream) -> io::Result<Arc<Watched>> {
        Ok(Arc::new(Watched { stream }))
    }

    /// For the I/O thread.
    pub async fn serve(self: Arc<Self>) {}

    /// The scheduler looks out alone.
    pub fn has_lookout(&self) -> bool {
        false
    }

    pub fn look_out(&self, _back: &dyn Fn()) -> bool {
        false
    }

    pub fn interrupt(&self) {}
}

pub struct Watched {
    stream: TcpStream,
}

impl Watched {
    pub fn options(&self) -> SockRef<'_> {
        SockRef::from(&self.stream)
    }

    /// The scheduler sees to all.
    pub fn attend(&self, _attention: Attention) {}

    pub fn awaited(self: &Arc<Self>) -> Option<Arc<dyn Awaited>> {
        None
    }

    pub fn poll_read(&self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read_buf(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return Poll::Ready(other.map(drop)),
            }
        }
    }

    pub fn poll_write(&self, context: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(context))?;
            let write = || self.options().send_vectored(parts);
            match self.stream.try_io(Interest::WRITABLE, write) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return Poll::Ready(other),
            }
        }
    }

    /// The socket is its one owner's no longer.
    pub fn leave(&self) {}
}
