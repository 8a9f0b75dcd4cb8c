//! What a listener has received, handed between the I/O thread and the one that polls a subscription.

use super::auth::basic::Expected;
use super::failure::Failure;
use super::io::Io;
use crate::sync::{Arc, Mutex, lock};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// Where to listen and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// A name or address of this machine: only there is it listened.
    pub host: String,
    /// 0: any that is free.
    pub port: u16,
    /// The path that deliveries must be posted to; who does not know it is answered 404.
    pub path: String,
    /// The largest body.
    pub limit: usize,
    /// TLS, with the certificate chain and the key in this PEM file.
    pub identity: Option<PathBuf>,
    /// Whoever delivers logs on with it.
    pub log_on: Option<Expected>,
}

/// A request to the path, not answered yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: u64,
    pub content_type: String,
    pub body: Vec<u8>,
}

/// The answer to a delivery: an envelope, or nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    opened: Option<Result<u16, Failure>>,
    waiting: VecDeque<Delivery>,
    /// When something came last.
    heard: Option<Instant>,
    closed: Option<Failure>,
    waker: Option<Waker>,
}

/// Filled by the I/O thread.
#[derive(Default)]
pub struct Inbox(Mutex<State>);

impl Inbox {
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let (result, waker) = {
            let mut state = lock(&self.0);
            (change(&mut state), state.waker.take())
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        result
    }

    pub fn opened(&self, result: Result<u16, Failure>) {
        self.change(|state| state.opened = Some(result));
    }

    /// How many bytes wait to be read.
    pub fn waiting(&self) -> usize {
        lock(&self.0).waiting.iter().map(|delivery| delivery.body.len()).sum()
    }

    pub fn put(&self, delivery: Delivery) {
        self.change(|state| {
            state.heard = Some(Instant::now());
            state.waiting.push_back(delivery);
        });
    }

    /// Nothing comes any more.
    pub fn close(&self, failure: Failure) {
        self.change(|state| {
            state.opened.get_or_insert_with(|| Err(failure.clone()));
            state.closed.get_or_insert(failure);
        });
    }
}

/// The subscription's side. Dropping it ends the listening.
pub struct Listening {
    io: Arc<Io>,
    id: u64,
    inbox: Arc<Inbox>,
}

impl Listening {
    pub fn new(io: Arc<Io>, id: u64, inbox: Arc<Inbox>) -> Self {
        Self { io, id, inbox }
    }

    /// The port it listens at, once it does.
    pub fn poll_opened(&self, context: &mut Context<'_>) -> Poll<Result<u16, Failure>> {
        let mut state = lock(&self.inbox.0);
        match &state.opened {
            Some(result) => Poll::Ready(result.clone()),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    pub fn poll_delivery(&self, context: &mut Context<'_>) -> Poll<Result<Delivery, Failure>> {
        let mut state = lock(&self.inbox.0);
        if let Some(delivery) = state.waiting.pop_front() {
            return Poll::Ready(Ok(delivery));
        }
        match &state.closed {
            Some(failure) => Poll::Ready(Err(failure.clone())),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Answers a delivery.
    pub fn reply(&self, delivery: u64, reply: Reply) {
        self.io.reply(delivery, reply);
    }

    /// When something came last, whoever reads it when.
    pub fn heard(&self) -> Option<Instant> {
        lock(&self.inbox.0).heard
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.io.unlisten(self.id);
    }
}
