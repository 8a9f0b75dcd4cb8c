//! Wakes the I/O thread from any thread, with nothing but a system call.
//!
//! A tokio channel would do, but its waker touches tokio's thread-local state, whose destructor would then keep
//! the library mapped for as long as the application's thread lives (close.md, unloading).

use std::io;

#[cfg(target_os = "linux")]
pub use linux::{Receiver, Signal};
#[cfg(not(target_os = "linux"))]
pub use portable::{Receiver, Signal};

/// Makes a pair; the receiver is used on the I/O thread only.
pub fn pair() -> io::Result<(Signal, Receiver)> {
    Signal::pair()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io::{self, Read, Write};
    use tokio::io::unix::AsyncFd;

    /// The sending side: an eventfd.
    pub struct Signal(File);

    /// The receiving side: the same eventfd, non-blocking.
    pub struct Receiver(File);

    impl Signal {
        pub fn pair() -> io::Result<(Self, Receiver)> {
            let file = File::from(super::descriptor::event()?);
            let other = file.try_clone()?;
            Ok((Self(file), Receiver(other)))
        }

        /// Never blocks: a full counter means that the receiver has yet to look.
        pub fn raise(&self) {
            let _ = (&self.0).write(&1u64.to_ne_bytes());
        }
    }

    impl Receiver {
        /// Registers with the scheduler of the calling (I/O) thread.
        pub fn register(self) -> io::Result<Registered> {
            Ok(Registered(super::descriptor::readable(self.0)?))
        }
    }

    pub struct Registered(AsyncFd<File>);

    impl Registered {
        pub async fn wait(&self) {
            loop {
                let Ok(mut ready) = self.0.readable().await else { return };
                let mut counter = [0; 8];
                match ready.try_io(|file| file.get_ref().read(&mut counter)) {
                    Ok(_) => return,
                    Err(_would_block) => continue,
                }
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
mod descriptor {
    use std::fs::File;
    use std::io;
    use std::os::fd::{FromRawFd, OwnedFd};
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    pub fn readable(file: File) -> io::Result<AsyncFd<File>> {
        // SAFETY:
        // - a File gives the same descriptor for as long as it lives, and nobody closes it behind its back.
        unsafe { AsyncFd::register_with_interest(file, Interest::READABLE) }.map_err(io::Error::from)
    }

    pub fn event() -> io::Result<OwnedFd> {
        // SAFETY:
        // - eventfd takes no pointers.
        let descriptor = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY:
        // - the descriptor was just made and is owned by nobody else.
        Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
    }
}

#[cfg(not(target_os = "linux"))]
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
        pub async fn wait(&self) {
            self.0.notified().await;
        }
    }
}
