//! An operation's state, and what the client's calls do to it: cancel, close, acknowledge, respond.

use super::{OPERATIONS, Operation};
use crate::abi::*;
use crate::cim::Error;
use crate::proto::{Awaited, CancelReason, Event, Exchange, Response, TimerGuard};
use crate::runtime::closing::Release;
use crate::runtime::delivery::{Answer, Delivery, Object, Owed, Question};
use crate::sync::lock;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Run {
    /// The client does not have the handle yet; `begin` queues it.
    #[default]
    Starting,
    /// Nobody has it; `schedule` queues it.
    Idle,
    Queued,
    /// A getter that waits is about to run it.
    Awaited,
    Running,
    /// Something changed while it ran: whoever runs it looks again before he stops.
    RunningAgain,
}

#[derive(Default)]
pub(super) struct State {
    pub run: Run,
    pub exchange: Option<Box<dyn Exchange>>,
    /// What its first poll brought, on the client's thread.
    pub first: Option<Event>,
    /// It is light and calls nobody back: a getter that waits for it anyway runs it, without waking a worker.
    pub served_by_getters: bool,
    /// Getters that want a result and would run it for that.
    pub getters: usize,
    /// Getters that are asleep, of any kind.
    pub asleep: usize,
    /// The next getter is to run it before it waits.
    pub due: bool,
    /// What the exchange waits for, where a getter is to see to that.
    pub awaited: Option<Arc<dyn Awaited>>,
    /// A getter waits for it.
    pub blocked: bool,
    /// The last object that came: delivered with the next, or with the final status.
    pub held: Option<Object>,
    /// A result for a getter.
    pub ready: Option<Box<Delivery>>,
    /// What the last Get handed out.
    pub current: Option<Box<Delivery>>,
    /// What a callback was given and has not acknowledged.
    pub lent: Option<Box<dyn std::any::Any + Send>>,
    pub owed: Option<(Owed, Instant)>,
    pub response: Option<Response>,
    /// The operation is to end with this: cancelled, timed out, no thread.
    pub ending: Option<Error>,
    /// The exchange has ended; this is still to be delivered.
    pub finale: Option<Result<(), Error>>,
    pub final_result: MI_Result,
    /// Its callback has begun, or a Get has taken it.
    pub final_delivered: bool,
    /// Everything is over but the client's Close.
    pub finished: bool,
    pub closed: bool,
    /// Counted as a unit in the wait-for graph.
    pub counted: bool,
    /// Inside a callback, on this thread.
    pub in_callback: Option<u64>,
    pub results: u64,
    pub timer: Option<Box<dyn TimerGuard>>,
    /// "Yes to all", "no to all": the answer to every prompt that follows. Errors are always told.
    pub standing: Option<Response>,
}

/// What Cancel found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cancelled {
    Accepted,
    /// The handle is closed.
    Closed,
}

/// What Close found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closed {
    Accepted,
    Already,
}

impl State {
    /// Nobody looks whether there is a next result, unless a getter comes.
    fn is_left(&self) -> bool {
        self.awaited.is_some() && self.getters == 0 && self.run == Run::Idle
    }

    fn wants_end(&self) -> bool {
        !self.final_delivered && self.finale.is_none() && self.ending.is_none() && !self.finished
    }

    fn respond(&mut self, question: Question, response: Response) {
        self.response = Some(response);
        self.standing = match response {
            Response::YesToAll if question == Question::Prompt => Some(Response::Yes),
            Response::NoToAll if question == Question::Prompt => Some(Response::No),
            _ => self.standing,
        };
    }
}

/// The error a cancelled operation ends with.
pub(super) fn cancelled(operation: &Operation, reason: CancelReason) -> Error {
    let (text, category) = match reason {
        CancelReason::Timeout => {
            ("timed out: no result came within the time limit", MI_ERRORCATEGORY_OPERATION_TIMEOUT)
        }
        CancelReason::Client => ("cancelled", MI_ERRORCATEGORY_OPERATION_STOPPED),
        CancelReason::Shutdown => {
            ("cancelled: its session or application is closing", MI_ERRORCATEGORY_OPERATION_STOPPED)
        }
    };
    let error = Error::new(MI_RESULT_FAILED, format!("{}: {text}", operation.label));
    operation.explain(error.with_category(category))
}

impl Operation {
    /// The client has closed its handle.
    pub fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// Asks for the end; results may still come before the final one. Idempotent, and too late without effect.
    pub fn cancel(self: &Arc<Self>, reason: CancelReason) -> Cancelled {
        let mut state = lock(&self.state);
        if state.closed {
            return Cancelled::Closed;
        }
        self.end(&mut state, reason);
        drop(state);
        self.schedule();
        Cancelled::Accepted
    }

    fn end(&self, state: &mut State, reason: CancelReason) {
        if state.wants_end() {
            state.ending = Some(cancelled(self, reason));
        }
    }

    /// The time to the next delivery is over. While the client has the word, the clock stands still.
    pub(super) fn expire(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        if state.closed || state.owed.is_some() || state.ready.is_some() || state.in_callback.is_some() {
            return;
        }
        if state.due || state.is_left() {
            // So it has, or may have. The getter that polls and finds nothing starts it anew.
            state.due = true;
            let _rung = state.timer.take();
            drop(state);
            return;
        }
        self.end(&mut state, CancelReason::Timeout);
        drop(state);
        self.schedule();
    }

    /// For a close of the session or the application: cancels whether or not the handle is closed.
    pub(in crate::runtime) fn shut_down(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        self.end(&mut state, CancelReason::Shutdown);
        drop(state);
        self.schedule();
    }

    /// Ends the handle. Never waits: what is left of the operation goes on by itself.
    pub fn close(self: &Arc<Self>) -> Closed {
        let mut state = lock(&self.state);
        if state.closed {
            return Closed::Already;
        }
        state.closed = true;
        self.end(&mut state, CancelReason::Client);
        if !self.is_asynchronous() {
            // Undelivered results are dropped, and with them the final one: nobody can get it any more.
            state.current = None;
            self.interrupt(&state);
            if state.asleep > 0 {
                self.ready.notify_all();
            }
        }
        let finished = state.finished || self.session.is_none();
        if !finished && state.owed.is_none() {
            // What is left of it ends by itself: nobody need be left to wait for that.
            self.count(&mut state);
        }
        drop(state);
        if finished {
            self.dissolve();
        } else {
            self.schedule();
        }
        Closed::Accepted
    }

    /// The acknowledgement and the response functions; also for an operation that was closed while one is owed.
    pub fn answer(self: &Arc<Self>, answer: Answer) -> MI_Result {
        let mut state = lock(&self.state);
        match (state.owed, answer) {
            (Some((Owed::Acknowledgement, _)), Answer::Acknowledged) => {}
            (Some((Owed::Response(question), _)), Answer::Responded(response)) => {
                state.respond(question, response);
            }
            _ => return MI_RESULT_INVALID_PARAMETER,
        }
        state.owed = None;
        self.stalled.store(false, Ordering::SeqCst);
        // Inside the callback the worker goes on when it returns, and the result stays readable until then.
        if state.in_callback.is_some() {
            return MI_RESULT_OK;
        }
        let lent = state.lent.take();
        self.stir(&mut state);
        drop(state);
        drop(lent);
        self.schedule();
        MI_RESULT_OK
    }

    /// Counts as a unit again, after a stall.
    fn stir(&self, state: &mut State) {
        if self.calls_back() || state.closed {
            self.count(state);
        }
    }

    fn count(&self, state: &mut State) {
        if let (Some(session), false) = (&self.session, state.counted) {
            state.counted = true;
            session.application.process.closing.stir();
        }
    }

    /// Is no unit any more: nothing of it can call the client until the client calls.
    pub(super) fn quiet(&self, state: &mut State) {
        if let (Some(session), true) = (&self.session, state.counted) {
            state.counted = false;
            session.application.process.closing.quiet();
        }
    }

    /// The handle is closed and everything is over: the key dies, the session is held no longer.
    pub(super) fn dissolve(&self) {
        if OPERATIONS.remove(self.key()).is_none() {
            return;
        }
        let Some(session) = &self.session else { return };
        session.forget(self);
        let counted = std::mem::take(&mut lock(&self.state).counted);
        if session.application.process.closing.release(session.node, counted) == Release::RunCompletion {
            session.run_completion();
        }
    }
}

/// What the report says of an operation.
pub struct Portrait {
    pub state: String,
    pub results: u64,
    pub thread: u64,
    pub own_work: Option<String>,
}

impl Operation {
    pub(in crate::runtime) fn portrait(&self) -> Portrait {
        let state = lock(&self.state);
        let age = |since: Instant| since.elapsed().as_millis();
        let text = match (&state.owed, state.in_callback) {
            (_, Some(thread)) => format!("in callback on thread {thread}"),
            (Some((Owed::Acknowledgement, since)), None) => {
                format!("waiting for an acknowledgement since {} ms", age(*since))
            }
            (Some((Owed::Response(_), since)), None) => {
                format!("waiting for a response since {} ms", age(*since))
            }
            _ if state.finished => "finished but not closed".to_owned(),
            _ if state.ready.is_some() => "a result waits for a Get".to_owned(),
            _ if state.due || state.is_left() => "waiting for the next Get".to_owned(),
            _ => "running".to_owned(),
        };
        let closed = if state.closed { ", its handle closed" } else { "" };
        Portrait {
            state: text + closed,
            results: state.results,
            thread: state.in_callback.unwrap_or(0),
            own_work: state.exchange.as_ref().and_then(|exchange| exchange.describe()),
        }
    }
}
