//! An operation: from its start to its one final result, whatever happens.
//!
//! A worker of the pool runs it: polls the exchange, delivers what comes, and stops where the client owes something.
//! Where nothing is called back, a getter that waits for the result does that itself. At most one thread runs it at a
//! time; everything else (cancel, close, acknowledgement, waker) changes the state and schedules it.
//!
//! **Invariant:** exactly one final result is delivered, and nothing after it.
//! **Invariant:** an operation holds its session until its handle is closed, its final result is delivered, the last
//! callback has returned and nothing is owed.

mod getter;
mod label;
mod run;
mod state;

pub use getter::NoResult;
pub use label::Label;
pub use state::{Cancelled, Closed};

use super::closing::{Frame, Refusal};
use super::delivery::{Client, Delivery, Kind, Site};
use super::diagnostics::Outcome;
use super::pool::{NoThread, Work};
use super::report;
use super::session::{NewOperation, Session};
use crate::cim::Error;
use crate::handle::{Key, Table};
use crate::options::OperationOptions;
use crate::proto::{Exchange, Interrupt, TimerGuard};
use crate::sync::lock;
use state::{Run, State};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::task::Wake;
use std::time::{Duration, Instant};

/// At most this many operations are open in a process.
pub const CAPACITY: usize = 1 << 18;

pub static OPERATIONS: Table<Operation, CAPACITY> = Table::new();

pub struct Operation {
    key: OnceLock<Key>,
    pub kind: Kind,
    pub label: Label,
    pub verb: &'static str,
    pub started: Instant,
    pub epoch: u32,
    manual: bool,
    /// None where the operation could not start: such a one is nobody's child.
    pub session: Option<Arc<Session>>,
    place: OnceLock<usize>,
    client: Box<dyn Client>,
    timeout: Option<Duration>,
    /// None: the defaults.
    options: Option<Arc<OperationOptions>>,
    state: Mutex<State>,
    /// Notified when a result is ready for a getter.
    ready: Condvar,
    /// Of the getter that waits for what the exchange waits for.
    interrupt: Interrupt,
    /// Only a client's call can bring the next result.
    stalled: Arc<AtomicBool>,
}

/// What a new operation is made of.
pub struct Start {
    pub session: Option<Arc<Session>>,
    pub kind: Kind,
    pub verb: &'static str,
    pub label: Label,
    pub manual: bool,
    pub client: Box<dyn Client>,
    pub timeout: Option<Duration>,
    pub options: Option<Arc<OperationOptions>>,
}

impl Operation {
    pub(super) fn new(start: Start) -> Arc<Operation> {
        // As the session counted it when it let it start (`Closing::add_operation`).
        let calls_back = start.client.is_asynchronous() || start.client.heard().any();
        let state = State { counted: start.session.is_some() && calls_back, ..State::default() };
        Arc::new(Operation {
            key: OnceLock::new(),
            kind: start.kind,
            label: start.label,
            verb: start.verb,
            started: Instant::now(),
            epoch: crate::sync::epoch(),
            manual: start.manual,
            session: start.session,
            place: OnceLock::new(),
            client: start.client,
            timeout: start.timeout,
            options: start.options,
            state: Mutex::new(state),
            ready: Condvar::new(),
            interrupt: Interrupt::default(),
            stalled: Arc::default(),
        })
    }

    /// Puts it into the table. The handle can be given out from now on.
    pub(super) fn enrol(self: &Arc<Self>) -> Option<Key> {
        let key = OPERATIONS.insert(self.clone())?;
        self.key.set(key).ok()?;
        Some(key)
    }

    /// What it was made of: for one that could not be enrolled.
    pub(super) fn unmade(self: Arc<Self>) -> Option<NewOperation> {
        let Operation { kind, verb, label, manual, client, timeout, options, .. } = Arc::into_inner(self)?;
        Some(NewOperation { kind, verb, label, manual, client, timeout, options })
    }

    /// Adds what an error does not say yet: the operation, and the class it is about.
    fn explain(&self, error: Error) -> Error {
        let error = error.with_operation(self.verb);
        match self.label.class().filter(|_| error.class().is_none()) {
            Some(class) => error.with_class(class),
            None => error,
        }
    }

    pub fn key(&self) -> Key {
        self.key.get().copied().unwrap_or_default()
    }

    pub fn is_asynchronous(&self) -> bool {
        self.client.is_asynchronous()
    }

    /// The handle struct at this address is the one its callbacks are given.
    pub fn lent(&self, address: usize) -> bool {
        self.client.lent_handle() == address
    }

    /// It calls the client back: by results, or by messages and questions.
    pub(super) fn calls_back(&self) -> bool {
        self.client.is_asynchronous() || self.client.heard().any()
    }

    pub(super) fn set_place(&self, place: usize) {
        let _ = self.place.set(place);
    }

    pub(super) fn place(&self) -> Option<usize> {
        self.place.get().copied()
    }

    fn frame(&self) -> Frame {
        let unit = self.key().generation;
        match &self.session {
            Some(session) => Frame {
                unit,
                operation: unit,
                session: Some(session.node),
                application: Some(session.application.node),
            },
            // The inline call is a unit of its own (`scope::inline_call`).
            None => Frame { unit: 0, operation: unit, session: None, application: None },
        }
    }

    fn site(&self) -> Site {
        let application = self.session.as_ref().map(|session| session.application.key());
        Site { key: self.key(), frame: self.frame(), application: application.unwrap_or_default() }
    }

    /// Starts to run: from now on callbacks of it can come. The handle has been given out.
    pub(super) fn begin(self: &Arc<Self>, exchange: Result<Box<dyn Exchange>, Error>) {
        let mut state = lock(&self.state);
        match exchange {
            Ok(exchange) => state.exchange = Some(exchange),
            Err(error) => state.ending = Some(error),
        }
        if self.sent_here(state) {
            return;
        }
        if self.submit().is_err() {
            self.fail_without_thread();
        }
    }

    /// An operation that could not start: its error is its one result. A synchronous one keeps it for the first
    /// Get; for the others `inline` is called by the caller, inside the callback scope.
    pub(super) fn settle(&self, error: &Error) -> Option<Delivery> {
        let delivery = Delivery::failed(error);
        let mut state = lock(&self.state);
        state.final_result = delivery.result;
        state.finished = true;
        if self.is_asynchronous() {
            state.final_delivered = true;
            return Some(delivery);
        }
        state.ready = Some(Box::new(delivery));
        None
    }

    /// The inline call-back of an operation that could not start.
    pub(super) fn deliver_inline(&self, delivery: &Delivery) {
        self.client.result(self.site(), delivery, false);
    }

    /// A getter was refused: for the calling thread's last diagnostic.
    pub fn refused_getter(&self, refusal: Refusal) {
        if let Some(session) = &self.session {
            let outcome = Outcome::Refused(refusal);
            report::record(&session.application.process, session.node, "MI_Operation_Get", outcome);
        }
    }

    fn submit(self: &Arc<Self>) -> Result<(), NoThread> {
        match &self.session {
            Some(session) => session.application.pool.submit(self.clone()),
            None => Err(NoThread),
        }
    }

    /// No thread could be made: nothing will ever come but this error, on the calling thread.
    fn fail_without_thread(self: &Arc<Self>) {
        let error = self.explain(Error::oom());
        lock(&self.state).ending = Some(error);
        self.clone().run();
    }

    /// Something has changed; a worker looks at it, or a getter that waits.
    pub(super) fn schedule(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        if state.finished || self.session.is_none() {
            // Whoever finds it finished and closed ends it at once.
            return;
        }
        match state.run {
            Run::Idle if state.served_by_getters && state.getters > 0 => {
                state.run = Run::Awaited;
                return self.notify(state);
            }
            Run::Idle => state.run = Run::Queued,
            Run::Running => {
                state.run = Run::RunningAgain;
                return;
            }
            Run::Starting | Run::Queued | Run::Awaited | Run::RunningAgain => return,
        }
        drop(state);
        if self.submit().is_err() {
            self.fail_without_thread();
        }
    }

    /// There may be a next result: the protocol has something new, or the last result was taken. Where getters alone run
    /// it and there is none, the next one does.
    pub(super) fn resume(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        let ends = state.closed || state.ending.is_some();
        let nobody = state.getters == 0 && state.asleep == 0;
        if state.run == Run::Idle && nobody && !ends && self.waits_for_getters(&state) {
            state.due = true;
            return;
        }
        drop(state);
        self.schedule();
    }

    fn arm_timeout(self: &Arc<Self>) -> Option<Box<dyn TimerGuard>> {
        let session = self.session.as_ref()?;
        let when = Instant::now() + self.timeout?;
        let waker = Arc::new(Expiry(Arc::downgrade(self))).into();
        Some(session.application.services.timers.wake_at(when, waker))
    }
}

impl Wake for Operation {
    fn wake(self: Arc<Self>) {
        self.resume();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.resume();
    }
}

/// Ends an operation whose next delivery did not come in time.
struct Expiry(std::sync::Weak<Operation>);

impl Wake for Expiry {
    fn wake(self: Arc<Self>) {
        if let Some(operation) = self.0.upgrade() {
            operation.expire();
        }
    }
}

impl Work for Operation {
    fn run(self: Arc<Self>) {
        self.serve();
    }
}
