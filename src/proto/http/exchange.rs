//! One request and its answer, handed between a polling thread and the I/O thread.

use super::endpoint::Endpoint;
use super::failure::{Failure, Phase};
use super::io::Io;
use super::warm::{Ended, Warm};
use super::watch::{Attention, Watched};
use crate::proto::Awaited;
use crate::sync::{Arc, Mutex, lock};
use bytes::Bytes;
use std::task::{Context, Poll, Waker, ready};
use std::time::Instant;

/// A request to post.
pub struct Post {
    pub endpoint: Arc<Endpoint>,
    pub content_type: &'static str,
    pub body: Bytes,
    /// When the whole answer must be there; of a streamed one, its head.
    pub deadline: Instant,
    /// May be sent again when a kept-alive connection turns out to be dead.
    pub repeatable: bool,
    /// Largest answer that is read, after decompression.
    pub limit: usize,
    /// Parts of the body are handed out as they come, for as long as the asking side wants them.
    pub streamed: bool,
    /// Identify is asked for without a log-on.
    pub anonymous: bool,
}

/// A complete answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    phase: Phase,
    waker: Option<Waker>,
    head: Option<(u16, String)>,
    body: Vec<u8>,
    end: Option<Result<(), Failure>>,
    taken: bool,
    detached: bool,
}

impl State {
    /// The whole answer, which nobody gets a second time.
    fn take(&mut self, result: Result<Vec<u8>, Failure>) -> Result<Answer, Failure> {
        self.taken = true;
        let (status, content_type) = self.head.take().unwrap_or_default();
        result.map(|body| Answer { status, content_type, body })
    }
}

/// Where the I/O thread leaves what has come.
#[derive(Default)]
pub struct Slot(Mutex<State>);

impl Slot {
    pub fn phase(&self, phase: Phase) {
        lock(&self.0).phase = phase;
    }

    pub fn current_phase(&self) -> Phase {
        lock(&self.0).phase
    }

    pub fn head(&self, status: u16, content_type: String) {
        lock(&self.0).head = Some((status, content_type));
    }

    /// Part of a streamed body; false where nobody will read it.
    pub fn part(&self, bytes: &[u8]) -> bool {
        let (waker, read) = {
            let mut state = lock(&self.0);
            if !state.detached {
                state.body.extend_from_slice(bytes);
            }
            (state.waker.take(), !state.detached)
        };
        wake(waker);
        read
    }

    pub fn is_detached(&self) -> bool {
        lock(&self.0).detached
    }

    fn is_finished(&self) -> bool {
        let state = lock(&self.0);
        state.taken || state.end.is_some()
    }

    pub fn waiting(&self) -> usize {
        lock(&self.0).body.len()
    }

    /// The end, once; later calls are ignored.
    pub fn finish(&self, result: Result<Vec<u8>, Failure>) {
        let waker = {
            let mut state = lock(&self.0);
            if state.end.is_some() {
                return;
            }
            state.end = Some(match result {
                Ok(body) if state.body.is_empty() => {
                    state.body = body;
                    Ok(())
                }
                Ok(_) => Ok(()),
                Err(failure) => Err(failure),
            });
            state.waker.take()
        };
        wake(waker);
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The asking side. Dropping it cancels the exchange.
pub struct Pending {
    slot: Arc<Slot>,
    io: Arc<Io>,
    id: u64,
    /// Where it is performed here.
    own: Option<Own>,
}

/// An exchange that the asking side performs itself.
pub struct Own {
    pub warm: Warm,
    pub watched: Arc<Watched>,
    pub post: Arc<Post>,
    pub started: Instant,
    /// Who is woken at the deadline.
    pub waker: Option<Waker>,
}

/// What a streamed answer has to say.
pub enum Part {
    Data(Answer),
    /// The body has ended.
    End,
}

impl Pending {
    pub fn new(io: Arc<Io>, id: u64, slot: Arc<Slot>, own: Option<Own>) -> Self {
        Self { slot, io, id, own }
    }

    /// The whole answer.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Answer, Failure>> {
        if self.own.is_some() {
            match ready!(self.poll_own(context)) {
                Ended::Done(result) => return Poll::Ready(lock(&self.slot.0).take(result)),
                Ended::Elsewhere => {}
            }
        }
        let mut state = lock(&self.slot.0);
        match state.end.take() {
            None if state.taken => {
                Poll::Ready(Err(Failure::Stopped { reason: "The answer was already taken.".into() }))
            }
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
            Some(result) => {
                let body = std::mem::take(&mut state.body);
                Poll::Ready(state.take(result.map(|()| body)))
            }
        }
    }

    fn poll_own(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        let Some(own) = &mut self.own else { return Poll::Pending };
        let ended = match own.warm.as_mut().poll(context) {
            Poll::Ready(ended) => ended,
            Poll::Pending if Instant::now() < own.post.deadline => {
                if own.waker.as_ref().is_none_or(|waker| !waker.will_wake(context.waker())) {
                    self.io.pool.wakes(self.id, context.waker());
                    own.waker = Some(context.waker().clone());
                }
                return Poll::Pending;
            }
            Poll::Pending => {
                let (phase, after) = (self.slot.current_phase(), own.started.elapsed());
                Ended::Done(Err(Failure::Timeout { phase, after }))
            }
        };
        if let (Some(own), Ended::Elsewhere) = (self.own.take(), &ended) {
            self.io.perform(self.id, own.post, self.slot.clone(), None);
        }
        Poll::Ready(ended)
    }

    /// What the whole answer waits for, where the asking side performs the exchange.
    pub fn awaited(&self) -> Option<Arc<dyn Awaited>> {
        self.own.as_ref().and_then(|own| own.watched.awaited())
    }

    /// The next part of a streamed answer.
    pub fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Result<Part, Failure>> {
        let mut state = lock(&self.slot.0);
        if !state.body.is_empty() {
            let (status, content_type) = state.head.clone().unwrap_or_default();
            let bytes = std::mem::take(&mut state.body);
            return Poll::Ready(Ok(Part::Data(Answer { status, content_type, body: bytes })));
        }
        match &state.end {
            Some(Ok(())) => Poll::Ready(Ok(Part::End)),
            Some(Err(failure)) => Poll::Ready(Err(failure.clone())),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// HTTP status and content type, once they are there.
    pub fn head(&self) -> Option<(u16, String)> {
        lock(&self.slot.0).head.clone()
    }

    pub fn phase(&self) -> Phase {
        self.slot.current_phase()
    }

    /// Lets the exchange go on without anybody waiting for its answer (a release, an unsubscribe).
    pub fn detach(mut self) {
        let mut state = lock(&self.slot.0);
        state.detached = true;
        state.body = Vec::new();
        drop(state);
        if let Some(own) = self.own.take() {
            own.watched.attend(Attention::Wake);
            self.io.perform(self.id, own.post, self.slot.clone(), Some(own.warm));
        }
        self.id = 0;
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.own.is_none() && self.id != 0 && !self.slot.is_finished() {
            self.io.cancel(self.id);
        }
    }
}
