//! A connection's socket. Some servers write an answer's head and body apart and wait, with the second, for the
//! acknowledgement of the first; ours goes out at once, or the answer comes 40 ms late.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

pub struct Socket(pub TcpStream);

impl Socket {
    /// After something was sent: what comes next is acknowledged without delay. The system forgets it in between.
    fn sent(&self, result: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        #[cfg(target_os = "linux")]
        if matches!(result, Poll::Ready(Ok(_))) {
            let _ = socket2::SockRef::from(&self.0).set_tcp_quickack(true);
        }
        result
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let socket = self.get_mut();
        let result = Pin::new(&mut socket.0).poll_write(context, bytes);
        socket.sent(result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let socket = self.get_mut();
        let result = Pin::new(&mut socket.0).poll_write_vectored(context, parts);
        socket.sent(result)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().0).poll_shutdown(context)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    #[test]
    fn answer_to_what_was_sent_is_acknowledged_without_delay() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        runtime.block_on(async {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = listener.local_addr().expect("an address");
            let mut socket = Socket(TcpStream::connect(address).await.expect("connects"));
            let delayed = |socket: &Socket| {
                let own = socket2::SockRef::from(&socket.0);
                own.set_tcp_quickack(false).expect("set");
                own.tcp_quickack().expect("read")
            };
            assert!(!delayed(&socket));
            socket.write_all(b"one").await.expect("sent");
            assert!(socket2::SockRef::from(&socket.0).tcp_quickack().expect("read"));
            assert!(!delayed(&socket));
            let parts = [IoSlice::new(b"two"), IoSlice::new(b"three")];
            assert_eq!(socket.write_vectored(&parts).await.expect("sent"), 8);
            assert!(socket2::SockRef::from(&socket.0).tcp_quickack().expect("read"));
        });
    }
}
