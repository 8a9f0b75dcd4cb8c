//! A session: a connection of a protocol, and the operations on it.

use super::application::{Application, CloseEnd, close_and_wait};
use super::closing::{Frame, Mode as CloseMode, NodeId, Release, Verdict};
use super::delivery::{Client, Delivery, Kind, Site};
use super::opened::{Opened, Refusals};
use super::operation::{Label, Operation, Start};
use super::pool::Work;
use super::session_note::SessionClient;
use super::slab::Slab;
use super::waiting::Here;
use crate::abi::*;
use crate::cim::Error;
use crate::handle::{Key, Table};
use crate::options::OperationOptions;
use crate::proto::{Connection, Exchange, Request};
use crate::sync::lock;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// At most this many sessions are open in a process.
pub const CAPACITY: usize = 1 << 16;

pub static SESSIONS: Table<Session, CAPACITY> = Table::new();

pub struct Session {
    key: OnceLock<Key>,
    /// In the application's list.
    pub(super) place: OnceLock<usize>,
    pub application: Arc<Application>,
    pub node: NodeId,
    pub protocol: String,
    pub destination: Option<String>,
    pub opened: Opened,
    pub refusals: Refusals,
    /// Of the destination options; an operation's own goes before it.
    pub timeout: Option<Duration>,
    pub(super) client: Option<Box<dyn SessionClient>>,
    identity: (u32, u32),
    connection: Box<dyn Connection>,
    operations: Mutex<Slab<Arc<Operation>>>,
    completion: Mutex<Option<Completed>>,
    /// Results whose readers were overtaken by a Close. Boxed: their addresses are known outside.
    #[expect(clippy::vec_box)]
    kept: Mutex<Vec<Box<Delivery>>>,
}

/// Calls a session's completion callback.
type Completed = Box<dyn FnOnce(Site) + Send>;

/// What a session is opened with.
pub struct NewSession {
    /// The protocol's name, for reports.
    pub protocol: String,
    pub destination: Option<String>,
    pub timeout: Option<Duration>,
    pub client: Option<Box<dyn SessionClient>>,
    pub connection: Box<dyn Connection>,
    /// See [`Opened`].
    pub place: usize,
}

/// What an operation is started with.
pub struct NewOperation {
    pub kind: Kind,
    pub verb: &'static str,
    pub label: Label,
    pub manual: bool,
    pub client: Box<dyn Client>,
    pub timeout: Option<Duration>,
    /// None: the defaults.
    pub options: Option<Arc<OperationOptions>>,
}

/// Why a session cannot be made.
pub fn closing_error(what: &str) -> Error {
    Error::new(MI_RESULT_FAILED, format!("{what} is closing: nothing can be started on it"))
        .with_category(MI_ERRORCATEGORY_INVALID_OPERATION)
}

impl Session {
    /// Registers a session; the handle can be given out afterwards.
    pub fn open(application: &Arc<Application>, new: NewSession) -> Result<Arc<Session>, Error> {
        let closing = &application.process.closing;
        let node = closing.add_session(application.node).ok_or_else(|| closing_error("the application"))?;
        let session = Arc::new(Session {
            key: OnceLock::new(),
            place: OnceLock::new(),
            application: application.clone(),
            node,
            protocol: new.protocol,
            destination: new.destination,
            opened: Opened::here(new.place),
            refusals: Refusals::default(),
            timeout: new.timeout,
            client: new.client,
            identity: identity(),
            connection: new.connection,
            operations: Mutex::default(),
            completion: Mutex::default(),
            kept: Mutex::default(),
        });
        let Some(key) = SESSIONS.insert(session.clone()) else {
            closing.withdraw(node);
            return Err(Error::oom());
        };
        let _ = session.key.set(key);
        application.adopt(&session);
        Ok(session)
    }

    pub fn key(&self) -> Key {
        self.key.get().copied().unwrap_or_default()
    }

    pub fn operations(&self) -> Vec<Arc<Operation>> {
        lock(&self.operations).iter().cloned().collect()
    }

    pub(super) fn keep(&self, delivery: Box<Delivery>) {
        lock(&self.kept).push(delivery);
    }

    pub(super) fn forget(&self, operation: &Operation) {
        if let Some(place) = operation.place() {
            let _gone = lock(&self.operations).remove(place);
        }
    }

    /// Makes an operation and its handle. `give` writes the handle where the client looks for it; after that the
    /// operation runs, and its callbacks can come.
    pub fn start(
        self: &Arc<Self>,
        new: NewOperation,
        request: Request,
        give: impl FnOnce(Key),
    ) -> Result<(), Box<(Error, NewOperation)>> {
        if let Err(error) = self.admit() {
            return Err(Box::new((error, new)));
        }
        let calls_back = new.client.is_asynchronous() || new.client.heard().any();
        let closing = &self.application.process.closing;
        if !closing.add_operation(self.node, calls_back) {
            return Err(Box::new((closing_error("the session"), new)));
        }
        let verb = new.verb;
        let operation = Operation::new(Start {
            session: Some(self.clone()),
            kind: new.kind,
            verb,
            label: new.label,
            manual: new.manual,
            client: new.client,
            timeout: new.timeout.or(self.timeout),
            options: new.options,
        });
        let Some(key) = operation.enrol() else {
            self.let_go(calls_back);
            return operation.unmade().map_or(Ok(()), |new| Err(Box::new((Error::oom(), new))));
        };
        operation.set_place(lock(&self.operations).insert(operation.clone()));
        give(key);
        // A close that was accepted before the operation was in the list has not cancelled it.
        if closing.is_closing(self.node) {
            operation.shut_down();
        }
        operation.begin(self.exchange(verb, request));
        Ok(())
    }

    /// The protocol's side of an operation; a panic there ends the operation and nothing else.
    fn exchange(&self, verb: &'static str, request: Request) -> Result<Box<dyn Exchange>, Error> {
        let body = AssertUnwindSafe(|| self.connection.start(request));
        catch_unwind(body).map_err(|panic| super::log::internal_error(verb, panic))
    }

    /// An operation that was counted does not come to life after all.
    fn let_go(self: &Arc<Self>, calls_back: bool) {
        if self.application.process.closing.release(self.node, calls_back) == Release::RunCompletion {
            self.run_completion();
        }
    }

    /// Identity is checked when an operation starts, and only then.
    fn admit(&self) -> Result<(), Error> {
        if self.application.epoch != crate::sync::epoch() {
            return Err(Error::new(
                MI_RESULT_FAILED,
                "the session was opened before a fork, in the parent process",
            )
            .with_category(MI_ERRORCATEGORY_INVALID_OPERATION));
        }
        if self.identity != identity() {
            let text = "the session belongs to another user than the one this process has become";
            return Err(
                Error::new(MI_RESULT_ACCESS_DENIED, text).with_category(MI_ERRORCATEGORY_ACCESS_DENIED)
            );
        }
        Ok(())
    }

    pub(super) fn cancel_all(&self) {
        for operation in self.operations() {
            operation.shut_down();
        }
    }

    /// `MI_Session_Close` without a completion: waits until every operation is closed.
    pub fn close(self: &Arc<Self>) -> CloseEnd {
        let process = &self.application.process;
        let here = Here::new();
        let end = close_and_wait(process, self.node, &here, "MI_Session_Close", &self.refusals, || {
            self.cancel_all();
        });
        if end == CloseEnd::Closed {
            self.ended();
        }
        end
    }

    /// `MI_Session_Close` with a completion: `completion` is called exactly once, on a library thread, where this
    /// answers OK, and never otherwise.
    pub fn close_with(self: &Arc<Self>, completion: Completed) -> CloseEnd {
        let process = &self.application.process;
        // A thread for the completion must be there before anything is promised.
        if self.application.pool.ensure_spare().is_err() {
            return CloseEnd::NoThread;
        }
        let mut waiting = lock(&self.completion);
        let here = Here::new();
        let others = |waiting: &[u64]| process.others(waiting);
        let verdict = process.closing.claim(self.node, CloseMode::Completion, &here.caller(), &others);
        match verdict {
            Verdict::AlreadyClosing => return CloseEnd::AlreadyClosing,
            Verdict::Refused(refusal) => return CloseEnd::Refused(refusal),
            Verdict::Accepted(_) | Verdict::Resumed(_) | Verdict::Done(_) => *waiting = Some(completion),
        }
        drop(waiting);
        match verdict {
            Verdict::Done(_) => self.run_completion(),
            _ => self.cancel_all(),
        }
        CloseEnd::Closed
    }

    /// The last operation is gone, and a completion is due.
    pub(super) fn run_completion(self: &Arc<Self>) {
        let work = Arc::new(Completion(self.clone()));
        if self.application.pool.submit(work.clone()).is_err() {
            // The pool had a thread when the close was accepted, and keeps it; this is for completeness.
            work.run();
        }
    }

    /// The session is closed: its key dies.
    fn ended(&self) {
        SESSIONS.remove(self.key());
        self.application.disown(self);
        lock(&self.kept).clear();
    }
}

/// Calls a session's completion on a library thread.
struct Completion(Arc<Session>);

impl Work for Completion {
    fn run(self: Arc<Self>) {
        let session = &self.0;
        let completion = lock(&session.completion).take();
        let application = session.application.node;
        let unit = session.key().generation;
        let frame = Frame { unit, operation: 0, session: Some(session.node), application: Some(application) };
        let _ = session.application.pool.ensure_spare();
        // The handle is dead once its completion is called.
        SESSIONS.remove(session.key());
        if let Some(completion) = completion {
            completion(Site { key: Key::default(), frame, application: session.application.key() });
        }
        if session.application.epoch != crate::sync::epoch() {
            // A child was forked inside the call and has returned from it: nothing here is the child's.
            return;
        }
        session.ended();
        let release = session.application.process.closing.completed(session.node);
        debug_assert_eq!(release, Release::Closed);
    }
}

/// Who this process is, for the check at the start of an operation.
fn identity() -> (u32, u32) {
    super::thread::effective_identity()
}

/// An operation that could not start: a handle of its own that is nobody's child. `give` writes the handle; a
/// result callback is called inline. `nowhere`: there is no handle struct, so nobody can close it.
pub fn start_failed(new: NewOperation, error: &Error, give: impl FnOnce(Key), nowhere: bool) {
    let error = error.clone().with_operation(new.verb);
    let operation = Operation::new(Start {
        session: None,
        kind: new.kind,
        verb: new.verb,
        label: new.label,
        manual: false,
        client: new.client,
        timeout: None,
        options: new.options,
    });
    let delivery = operation.settle(&error);
    let key = operation.enrol().unwrap_or_default();
    super::orphans::remember(key);
    give(key);
    if let Some(delivery) = delivery {
        super::scope::inline_call(|| operation.deliver_inline(&delivery));
    }
    if nowhere {
        operation.close();
    }
}
