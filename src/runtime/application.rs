//! An application: sessions, a callback pool, timers; and how a close of anything waits.

use super::closing::{Mode, NodeId, Observer, Refusal, ThreadId, Verdict, WaitEnd};
use super::diagnostics::Outcome;
use super::network;
use super::opened::{Opened, Refusals, RefusedClose};
use super::pool::Pool;
use super::process::Process;
use super::session::Session;
use super::slab::Slab;
use super::thread::Loader;
use super::timers::Clock;
use super::waiting::Here;
use super::{config, orphans, report, scope};
use crate::cim::Error;
use crate::handle::{Key, Table};
use crate::options::OperationOptions;
use crate::proto::Services;
use crate::proto::registry::Handlers;
use crate::sync::lock;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// At most this many applications are open in a process.
pub const CAPACITY: usize = 1 << 12;

pub static APPLICATIONS: Table<Application, CAPACITY> = Table::new();

pub struct Application {
    key: OnceLock<Key>,
    /// In the process's list.
    pub(super) place: OnceLock<usize>,
    pub process: Arc<Process>,
    pub node: NodeId,
    pub epoch: u32,
    pub id: String,
    pub opened: Opened,
    pub refusals: Refusals,
    pub pool: Arc<Pool>,
    pub services: Services,
    pub handlers: Handlers,
    /// Of operations that were given none.
    default_options: OnceLock<Arc<OperationOptions>>,
    clock: Arc<Clock>,
    sessions: Mutex<Slab<Arc<Session>>>,
}

/// How a close ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CloseEnd {
    /// Closed; or, with a completion, accepted.
    Closed,
    AlreadyClosing,
    Refused(Refusal),
    TimedOut,
    NobodyLeft,
    NoThread,
}

impl Application {
    pub fn open(id: String, place: usize) -> Result<Key, Error> {
        config::read();
        let process = Process::enter();
        let clock = Clock::new(process.threads.clone());
        let services = network::services(clock.clone(), &process.threads);
        let application = Arc::new(Application {
            key: OnceLock::new(),
            place: OnceLock::new(),
            node: process.closing.add_application(),
            epoch: process.epoch,
            id,
            opened: Opened::here(place),
            refusals: Refusals::default(),
            pool: Pool::new(process.threads.clone(), services.network.clone()),
            handlers: Handlers::default(),
            default_options: OnceLock::new(),
            services,
            clock,
            sessions: Mutex::default(),
            process,
        });
        let Some(key) = APPLICATIONS.insert(application.clone()) else {
            application.process.closing.withdraw(application.node);
            application.process.leave();
            return Err(Error::oom());
        };
        let _ = application.key.set(key);
        application.process.register(&application);
        Ok(key)
    }

    pub fn key(&self) -> Key {
        self.key.get().copied().unwrap_or_default()
    }

    pub fn default_options(&self) -> Arc<OperationOptions> {
        self.default_options.get_or_init(Arc::default).clone()
    }

    /// Nothing can be started on it any more.
    pub fn is_closing(&self) -> bool {
        self.process.closing.is_closing(self.node)
    }

    pub fn sessions(&self) -> Vec<Arc<Session>> {
        lock(&self.sessions).iter().cloned().collect()
    }

    pub(super) fn adopt(&self, session: &Arc<Session>) {
        let mut sessions = lock(&self.sessions);
        let place = sessions.insert(session.clone());
        let _ = session.place.set(place);
    }

    pub(super) fn disown(&self, session: &Session) {
        if let Some(place) = session.place.get() {
            let _gone = lock(&self.sessions).remove(*place);
        }
    }

    /// `MI_Application_Close`: waits until every session is closed, then ends every thread.
    pub fn close(self: &Arc<Self>) -> CloseEnd {
        self.close_as(0)
    }

    /// The same on a thread that is a unit of its own: it calls the client back afterwards.
    pub(super) fn close_as(self: &Arc<Self>, unit: u64) -> CloseEnd {
        let here = Here::new().with_unit(unit);
        let end =
            close_and_wait(&self.process, self.node, &here, "MI_Application_Close", &self.refusals, || {
                for session in self.sessions() {
                    session.cancel_all();
                }
            });
        if end == CloseEnd::Closed {
            self.ended();
        }
        end
    }

    fn ended(&self) {
        APPLICATIONS.remove(self.key());
        self.process.unregister(self);
        self.services.network.stop();
        self.handlers.close();
        self.clock.close();
        self.pool.close();
        if self.process.leave() {
            self.process.threads.keep_mapped_for_unborn();
            crate::cim::block::spare::close();
            orphans::forget_all();
        }
    }
}

/// Claims, cancels, waits, reports: the one way by which anything is closed synchronously.
pub(super) fn close_and_wait(
    process: &Arc<Process>,
    node: NodeId,
    here: &Here,
    call: &'static str,
    refusals: &Refusals,
    cancel: impl FnOnce(),
) -> CloseEnd {
    match super::thread::loader() {
        Loader::Free => {}
        Loader::Held => {
            refuse(process, node, call, refusals, Refusal::Loader);
            return CloseEnd::Refused(Refusal::Loader);
        }
        // Nothing is noted: whoever held a lock of ours is gone.
        Loader::Ending => return CloseEnd::Refused(Refusal::Loader),
    }
    let others = |waiting: &[ThreadId]| process.others(waiting);
    let ticket = match process.closing.claim(node, Mode::Wait, &here.caller(), &others) {
        Verdict::AlreadyClosing => return CloseEnd::AlreadyClosing,
        Verdict::Refused(refusal) => {
            refuse(process, node, call, refusals, refusal);
            return CloseEnd::Refused(refusal);
        }
        Verdict::Done(_) => return CloseEnd::Closed,
        Verdict::Accepted(ticket) => {
            cancel();
            ticket
        }
        Verdict::Resumed(ticket) => ticket,
    };
    refusals.clear();
    let _blocked = here.block();
    let mut patience = Patience::new(process, node, call);
    match process.closing.wait(node, ticket, &mut patience) {
        WaitEnd::Closed => CloseEnd::Closed,
        WaitEnd::TimedOut => {
            report::record(process, node, call, Outcome::TimedOut);
            CloseEnd::TimedOut
        }
        WaitEnd::NobodyLeft => {
            report::record(process, node, call, Outcome::NobodyLeft);
            CloseEnd::NobodyLeft
        }
    }
}

pub(super) fn refuse(process: &Process, node: NodeId, call: &'static str, refusals: &Refusals, why: Refusal) {
    let callback = scope::innermost().map(|call| call.name);
    let thread = super::thread::current_id();
    report::record(process, node, call, Outcome::Refused(why));
    refusals.add(RefusedClose { when: Instant::now(), thread, call, why, callback });
}

/// A waiting close's clock: when to report, when to give up, when to look at the process's threads again.
struct Patience<'a> {
    process: &'a Process,
    node: NodeId,
    call: &'static str,
    started: Instant,
    report_after: Duration,
    look_after: Duration,
}

/// How often at most, and at least, a waiting close looks whether a thread is left that could end it.
const LOOK: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

impl<'a> Patience<'a> {
    fn new(process: &'a Process, node: NodeId, call: &'static str) -> Self {
        let report_after = Duration::from_millis(config::report_ms());
        Patience { process, node, call, started: Instant::now(), report_after, look_after: LOOK.0 }
    }
}

impl Observer for Patience<'_> {
    fn others(&self, waiting: &[ThreadId]) -> Option<bool> {
        self.process.others(waiting)
    }

    fn look(&mut self) -> Option<Duration> {
        let waited = self.started.elapsed();
        if waited >= self.report_after {
            report::stuck(self.process, self.node, self.call, waited);
            self.report_after *= 2;
        }
        let limit = Duration::from_millis(config::timeout_ms());
        if !limit.is_zero() && waited >= limit {
            return None;
        }
        let mut pause = self.look_after.min(self.report_after.saturating_sub(waited));
        if !limit.is_zero() {
            pause = pause.min(limit - waited);
        }
        self.look_after = (self.look_after * 2).min(LOOK.1);
        Some(pause.max(Duration::from_millis(1)))
    }
}
