//! An operation between its worker and the runtime: events one way, the end of it the other.

use crate::cim::Error;
use crate::proto::{CancelReason, Event, Exchange};
use crate::sync::{Arc, Condvar, Mutex, MutexGuard, lock};
use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

/// Events that wait for the client before the worker does.
const AHEAD: usize = 16;

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    waker: Option<Waker>,
    stopped: bool,
}

#[derive(Default)]
pub struct Job {
    state: Mutex<State>,
    changed: Condvar,
}

impl Job {
    pub fn is_stopped(&self) -> bool {
        lock(&self.state).stopped
    }

    /// Waits until there is room. False where nobody wants it any more.
    pub fn send(&self, event: Event) -> bool {
        let mut state = lock(&self.state);
        while state.events.len() >= AHEAD && !state.stopped {
            state = self.changed.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        push(state, event)
    }

    /// The last event. For this one there is always room: the worker does not wait for the client, but goes on.
    pub fn finish(&self, result: Result<(), Error>) {
        push(lock(&self.state), Event::Final(result));
    }

    pub fn stop(&self) {
        let mut state = lock(&self.state);
        state.stopped = true;
        let dropped = (std::mem::take(&mut state.events), state.waker.take());
        drop(state);
        drop(dropped);
        self.changed.notify_all();
    }
}

fn push(mut state: MutexGuard<'_, State>, event: Event) -> bool {
    let wanted = !state.stopped;
    if wanted {
        state.events.push_back(event);
    }
    let waker = state.waker.take();
    drop(state);
    waker.into_iter().for_each(Waker::wake);
    wanted
}

/// The runtime's side.
pub struct WmiExchange(pub Arc<Job>);

impl Exchange for WmiExchange {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        let mut state = lock(&self.0.state);
        let Some(event) = state.events.pop_front() else {
            state.waker = Some(context.waker().clone());
            return Poll::Pending;
        };
        drop(state);
        self.0.changed.notify_all();
        Poll::Ready(event)
    }

    fn cancel(&mut self, _reason: CancelReason) {
        self.0.stop();
    }
}

impl Drop for WmiExchange {
    fn drop(&mut self) {
        self.0.stop();
    }
}
