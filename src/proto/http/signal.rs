//! Wakes the I/O thread from any thread, with nothing but a system call.
//!
//! A tokio channel would do, but its waker touches tokio's thread-local state, whose destructor would then keep
//! the library mapped for as long as the application's thread lives (close.md, unloading).

use std::io;

#[cfg(unix)]
pub use counter::{Receiver, Signal};
#[cfg(not(unix))]
pub use portable::{Receiver, Signal};

/// Makes a pair; the receiver is used on the I/O thread only.
pub fn pair() -> io::Result<(Signal, Receiver)> {
    Signal::pair()
}

#[cfg(unix)]
mod counter {
    use rustix::event::{EventfdFlags, eventfd};
    use std::io;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::sync::Arc;
    use std::task::Wake;
    use tokio::io::AsyncReadExt;
    use tokio::net::unix::pipe;

    /// The sending side of a counter in the kernel.
    pub struct Signal(OwnedFd);

    pub struct Receiver(OwnedFd);

    impl Signal {
        pub fn new() -> io::Result<Self> {
            Ok(Self(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?))
        }

        pub fn pair() -> io::Result<(Self, Receiver)> {
            let signal = Self::new()?;
            let receiver = Receiver(signal.0.try_clone()?);
            Ok((signal, receiver))
        }

        /// Never blocks.
        pub fn raise(&self) {
            let _ = rustix::io::write(&self.0, &1u64.to_ne_bytes());
        }

        /// Where nobody receives: takes what was raised.
        pub fn clear(&self) {
            let _ = rustix::io::read(&self.0, &mut [0; 8]);
        }
    }

    impl AsFd for Signal {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.0.as_fd()
        }
    }

    impl Wake for Signal {
        fn wake(self: Arc<Self>) {
            self.raise();
        }

        fn wake_by_ref(self: &Arc<Self>) {
            self.raise();
        }
    }

    impl Receiver {
        /// Registers with the scheduler of the calling (I/O) thread.
        pub fn register(self) -> io::Result<Registered> {
            // It is read like a pipe.
            Ok(Registered(pipe::Receiver::from_owned_fd_unchecked(self.0)?))
        }
    }

    pub struct Registered(pipe::Receiver);

    impl Registered {
        /// Takes what was raised since the last time; may be dropped half-way.
        pub async fn wait(&mut self) {
            // A read that does not fill its buffer ends without a second one that finds nothing.
            let _ = self.0.read(&mut [0; 16]).await;
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
