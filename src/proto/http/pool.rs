//! Kept-alive connections, per endpoint: reused, never shared between identities, dropped after a while.

use super::auth::Authenticator;
use super::connect::Stream;
use super::withheld::{Wire, Withheld};
use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// How long an unused connection is kept.
pub const IDLE_LIMIT: Duration = Duration::from_secs(60);

/// A connection and the log-on that is bound to it.
pub struct Connection {
    pub sender: SendRequest<Full<Bytes>>,
    /// The credentials of the request that is sent.
    pub withheld: Withheld,
    /// None for anonymous requests.
    pub log_on: Option<LoggedOn>,
    pub used: bool,
    /// Both sides no longer agree on how many messages were sealed: not for another request.
    pub out_of_step: bool,
}

/// Which of the endpoint's credentials the connection uses.
pub struct LoggedOn {
    pub index: usize,
    pub authenticator: Box<dyn Authenticator>,
}

struct Idle {
    connection: Connection,
    since: Instant,
}

/// The idle connections of an application.
#[derive(Default)]
pub struct Pool {
    idle: RefCell<BTreeMap<u64, Vec<Idle>>>,
    /// Which of an endpoint's credentials was accepted last: new connections begin with it.
    proven: RefCell<BTreeMap<u64, usize>>,
}

impl Pool {
    /// The connection that was used last, if it is still open.
    pub fn take(&self, endpoint: u64, anonymous: bool) -> Option<Connection> {
        let mut idle = self.idle.borrow_mut();
        let connections = idle.get_mut(&endpoint)?;
        while let Some(at) =
            connections.iter().rposition(|entry| entry.connection.log_on.is_none() == anonymous)
        {
            let entry = connections.swap_remove(at);
            if !entry.connection.sender.is_closed() && entry.since.elapsed() < IDLE_LIMIT {
                return Some(entry.connection);
            }
        }
        None
    }

    pub fn put(&self, endpoint: u64, connection: Connection) {
        if !connection.sender.is_closed() && !connection.out_of_step {
            let entry = Idle { connection, since: Instant::now() };
            // Most endpoints have one.
            self.idle.borrow_mut().entry(endpoint).or_insert_with(|| Vec::with_capacity(1)).push(entry);
        }
    }

    /// The credential that a new connection begins with.
    pub fn proven(&self, endpoint: u64) -> usize {
        self.proven.borrow().get(&endpoint).copied().unwrap_or(0)
    }

    pub fn proves(&self, endpoint: u64, index: usize) {
        self.proven.borrow_mut().insert(endpoint, index);
    }

    pub fn disproven(&self, endpoint: u64) {
        self.proven.borrow_mut().remove(&endpoint);
    }

    pub fn forget(&self, endpoint: u64) {
        self.disproven(endpoint);
        self.idle.borrow_mut().remove(&endpoint);
    }

    /// Drops what is over its time; when to look again.
    pub fn expire(&self) -> Option<Instant> {
        let mut idle = self.idle.borrow_mut();
        idle.retain(|_, connections| {
            connections
                .retain(|entry| entry.since.elapsed() < IDLE_LIMIT && !entry.connection.sender.is_closed());
            !connections.is_empty()
        });
        idle.values().flatten().map(|entry| entry.since + IDLE_LIMIT).min()
    }
}

/// Opens HTTP on a stream and keeps it served by a task of its own.
pub async fn handshake(stream: Stream, log_on: Option<LoggedOn>) -> hyper::Result<Connection> {
    let withheld = Withheld::default();
    let (sender, connection) = hyper::client::conn::http1::Builder::new()
        .title_case_headers(true)
        .max_headers(64)
        .handshake(TokioIo::new(Wire::new(stream, withheld.clone())))
        .await?;
    tokio::task::spawn_local(async move {
        // Its end is seen by the sender.
        let _ = connection.await;
    });
    Ok(Connection { sender, withheld, log_on, used: false, out_of_step: false })
}
