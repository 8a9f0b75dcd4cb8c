//! Sockets and who is told that one is ready.
//!
//! The scheduler's own sockets tell the I/O thread whatever happens; a thread that waits for an answer would be woken by
//! that one, which costs more than the answer's reading. So on Linux they are in an epoll of ours ([`Watch`]), which the
//! scheduler watches, and tell of data only where somebody wants to be woken. A thread that has nothing else to do waits
//! for the socket itself ([`crate::proto::Awaited`]) while the I/O thread sleeps on.

#[allow(unsafe_code)]
#[cfg_attr(target_os = "linux", path = "watch/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "watch/portable.rs")]
mod native;

pub use native::{Watch, Watched};

/// Who sees to a socket that was polled and is not ready.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attention {
    /// The waker of the poll is woken.
    Wake,
    /// Whoever polled: by [`crate::proto::Awaited`].
    ByHand,
    /// Nothing is expected: the waker of the poll is woken when the connection ends.
    Rest,
}
