//! HTTP/1.1 over TCP and TLS: the only socket code of the library.
//!
//! One I/O thread per application opens every connection and watches over them, on a current-thread scheduler. Other
//! threads hand it commands through a queue and a counter of the kernel's ([`signal`]) and get answers through a slot
//! ([`exchange`]); on a connection that is open they send, wait and read themselves ([`warm`], [`watch`]). They never
//! touch the scheduler, whose thread-local state would keep the library mapped.
// But for reading into memory that need not be cleared before (`watch`).
#![deny(unsafe_code)]

pub mod aside;
pub mod auth;
pub mod body;
pub mod certificates;
pub mod connect;
pub mod driver;
pub mod endpoint;
pub mod exchange;
pub mod failure;
pub mod inbox;
pub mod io;
pub mod listen;
mod log_on_limit;
pub mod pool;
pub mod proxy;
pub mod raw_key;
pub mod receive;
pub mod request;
pub mod resolve;
pub mod signal;
pub mod socket;
pub mod threads;
pub mod tls;
mod trust;
pub mod verify;
mod warm;
pub mod watch;
pub mod withheld;

pub use auth::LogOn;
pub use endpoint::{Endpoint, Proxy, TlsPolicy};
pub use exchange::{Answer, Part, Pending, Post};
pub use failure::{Failure, Phase, TlsCheck};
pub use inbox::{Delivery, Listen, Listening, Reply};
pub use io::Io;
pub use threads::{JoinThread, NativeThreads, ThreadSpawner};
