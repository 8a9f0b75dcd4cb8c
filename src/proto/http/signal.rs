//! Wakes the I/O thread from any thread, with nothing but a system call.
//!
//! A tokio channel would do, but its waker touches tokio's thread-local state, whose destructor would then keep
//! the library mapped for as long as the application's thread lives (close.md, unloading).

use std::io;

#[cfg(unix)]
pub use pipe::{Receiver, Signal};
#[cfg(not(unix))]
pub use portable::{Receiver, Signal};

/// Makes a pair; the receiver is used on the I/O thread only.
pub fn pair() -> io::Result<(Signal, Receiver)> {
    Signal::pair()
}

#[cfg(unix)]
mod pipe {
    use std::io::{self, PipeReader, PipeWriter, Write};
    use tokio::io::AsyncReadExt;
    use tokio::net::unix::pipe;

    /// The sending side. It keeps the reading end open too, so that no write can raise SIGPIPE.
    pub struct Signal {
        writer: PipeWriter,
        _reader: PipeReader,
    }

    pub struct Receiver(PipeReader);

    impl Signal {
        pub fn pair() -> io::Result<(Self, Receiver)> {
            let (reader, writer) = io::pipe()?;
            rustix::io::ioctl_fionbio(&writer, true)?;
            let receiver = Receiver(reader.try_clone()?);
            Ok((Self { writer, _reader: reader }, receiver))
        }

        /// Never blocks: a full pipe means that the receiver has yet to look.
        pub fn raise(&self) {
            let _ = (&self.writer).write(&[1]);
        }
    }

    impl Receiver {
        /// Registers with the scheduler of the calling (I/O) thread.
        pub fn register(self) -> io::Result<Registered> {
            Ok(Registered(pipe::Receiver::from_owned_fd(self.0.into())?))
        }
    }

    pub struct Registered(pipe::Receiver);

    impl Registered {
        /// Takes what was raised since the last time; may be dropped half-way.
        pub async fn wait(&mut self) {
            // Reads that do not fill the buffer end without a second one that finds nothing.
            let _ = self.0.read(&mut [0; 256]).await;
        }
    }
}

#[cfg(not(unix))]
mod portable {
    use std::io;
    use std::sync::Arc;
    use tokio::sync::Notify;

    pub struct Signal(Arc<Notify>);
    pub struct Receiver(Arc<Notify>);
    pub struct Registered(Arc<Notify>);

    impl Signal {
        pub fn pair() -> io::Result<(Self, Receiver)> {
            let notify = Arc::new(Notify::new());
            Ok((Self(notify.clone()), Receiver(notify)))
        }

        pub fn raise(&self) {
            self.0.notify_one();
        }
    }

    impl Receiver {
        pub fn register(self) -> io::Result<Registered> {
            Ok(Registered(self.0))
        }
    }

    impl Registered {
        pub async fn wait(&mut self) {
            self.0.notified().await;
        }
    }
}
