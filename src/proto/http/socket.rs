//! A connection's socket. Some servers write an answer's head and body apart and wait, with the second, for the
//! acknowledgement of the first; ours goes out at once, or the answer comes 40 ms late. It costs a system call and a
//! packet: not for servers whose answers have come in one piece for a while. One says little: it may be of a handshake or
//! of a log-on, or both pieces were there when it was looked at.

use super::watch::{Watch, Watched};
use crate::sync::Arc;
use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

pub struct Socket {
    pub watched: Arc<Watched>,
    /// In how many pieces the answer to what was sent last has come.
    pieces: u32,
    /// Answers that came in one, since the connection was opened. None once one did not.
    whole: Option<u32>,
}

/// How many answers in one piece tell that a server does not write in pieces.
#[cfg(target_os = "linux")]
const ENOUGH: u32 = 16;

impl Socket {
    pub fn new(stream: TcpStream, watch: &Arc<Watch>) -> io::Result<Self> {
        Ok(Self { watched: watch.adopt(stream)?, pieces: 0, whole: Some(0) })
    }

    fn received(&mut self) {
        self.pieces += 1;
        if self.pieces > 1 {
            self.whole = None;
        }
    }

    /// After something was sent. The system forgets in between what it was told about acknowledgements.
    fn sent(&mut self) {
        if self.pieces > 0 {
            self.whole = self.whole.map(|whole| whole.saturating_add(1));
            self.pieces = 0;
        }
        #[cfg(target_os = "linux")]
        if self.whole.is_none_or(|whole| whole < ENOUGH) {
            let _ = self.watched.options().set_tcp_quickack(true);
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let socket = self.get_mut();
        ready!(socket.watched.poll_read(context, buffer))?;
        socket.received();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let socket = self.get_mut();
        let count = ready!(socket.watched.poll_write(context, parts))?;
        socket.sent();
        Poll::Ready(Ok(count))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.watched.options().shutdown(Shutdown::Write))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.watched.leave();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// Forgets what the system was told, sends something, and says whether it was told again.
    async fn told(socket: &mut Socket) -> bool {
        let set = |socket: &Socket, on| socket.watched.options().set_tcp_quickack(on).expect("set");
        set(socket, false);
        let parts = [IoSlice::new(b"o"), IoSlice::new(b"ne")];
        assert_eq!(socket.write_vectored(&parts).await.expect("sent"), 3);
        socket.watched.options().tcp_quickack().expect("read")
    }

    #[test]
    fn answers_are_acknowledged_without_delay_unless_they_come_in_one_piece() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        tokio::task::LocalSet::new().block_on(&runtime, async {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = listener.local_addr().expect("an address");
            let watch = Watch::new().expect("a watch");
            tokio::task::spawn_local(watch.clone().serve());
            let stream = TcpStream::connect(address).await.expect("connects");
            let mut socket = Socket::new(stream, &watch).expect("watched");
            let (mut server, _) = listener.accept().expect("accepted");
            let mut piece = async |socket: &mut Socket| {
                server.read_exact(&mut [0; 3]).expect("asked");
                server.write_all(b"two").expect("answered");
                socket.read_exact(&mut [0; 3]).await.expect("received");
            };
            assert!(told(&mut socket).await, "it has not answered yet");
            for answers in 0..ENOUGH {
                assert!(told(&mut socket).await, "after {answers}");
                piece(&mut socket).await;
            }
            assert!(!told(&mut socket).await, "one piece each");
            piece(&mut socket).await;
            piece(&mut socket).await;
            assert!(told(&mut socket).await, "two");
            piece(&mut socket).await;
            assert!(told(&mut socket).await, "it may do it again");
        });
    }
}
