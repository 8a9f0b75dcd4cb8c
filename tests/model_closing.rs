//! The wait-for graph under random schedules: closes, cancels, callbacks, acknowledgements, blocking getters, closes
//! on threads of their own, time-outs, leaving threads. shuttle reports a schedule in which every thread is blocked; the rest is asserted here.
//!
//! `make model` runs 100,000 schedules, `make model SCHEDULES=1000000` a million.

#![cfg(feature = "model")]
// The module as it stands, with the model checker's locks in the place of the library's.
#![allow(dead_code, unused_imports)]

#[path = "../src/runtime/closing/mod.rs"]
mod closing;

mod sync {
    pub use shuttle::sync::{Arc, Condvar, Mutex, MutexGuard, atomic};

    pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

use closing::{Caller, Closing, Frame, Mode, NodeId, Observer, Refusal, Release, ThreadId, Verdict, WaitEnd};
use shuttle::rand::Rng;
use shuttle::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use shuttle::sync::{Arc, Condvar, Mutex};
use shuttle::thread;
use std::collections::HashSet;
use std::time::Duration;

const SESSIONS: usize = 2;
const OPERATIONS: usize = 2;

/// What an operation owes its session, and the session its application.
struct Operation {
    unit: u64,
    session: usize,
    cancelled: AtomicBool,
    /// The handle, the final callback: the second of them releases the session.
    left: AtomicUsize,
    handle_open: AtomicBool,
    /// A client must acknowledge before the operation goes on.
    owed: Mutex<bool>,
    acknowledged: Condvar,
    manual: bool,
}

/// A synchronous operation: its one result is fetched by whoever comes. `side`: it has a callback besides.
struct Fetch {
    unit: u64,
    session: usize,
    side: bool,
    state: Mutex<FetchState>,
    changed: Condvar,
    stalled: Arc<AtomicBool>,
}

#[derive(Default)]
struct FetchState {
    ready: bool,
    /// The client owes a response, and nothing goes on before it.
    owed: bool,
    closed: bool,
    /// It is a unit: it can call back, or its handle is closed and what is left of it ends by itself.
    counted: bool,
    /// Its worker has nothing left to do.
    done: bool,
}

/// How a Get ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Got {
    Result,
    Refused(Refusal),
}

struct Session {
    node: NodeId,
    closed: AtomicUsize,
    completions: AtomicUsize,
    promised: AtomicUsize,
}

struct World {
    closing: Closing,
    application: NodeId,
    application_closed: AtomicUsize,
    sessions: Vec<Session>,
    operations: Mutex<Vec<Arc<Operation>>>,
    fetches: Mutex<Vec<Arc<Fetch>>>,
    apart: Mutex<Vec<thread::JoinHandle<()>>>,
    clients: Mutex<HashSet<ThreadId>>,
    next_thread: AtomicU64,
}

struct Watch<'a> {
    world: &'a World,
    impatient: bool,
}

impl Observer for Watch<'_> {
    fn others(&self, waiting: &[ThreadId]) -> Option<bool> {
        Some(self.world.others(waiting))
    }

    fn look(&mut self) -> Option<Duration> {
        let give_up = self.impatient && shuttle::rand::thread_rng().gen_bool(0.2);
        (!give_up).then_some(Duration::from_secs(1))
    }
}

impl World {
    fn new() -> Arc<World> {
        let closing = Closing::new();
        let application = closing.add_application();
        let sessions = (0..SESSIONS)
            .map(|_| Session {
                node: closing.add_session(application).expect("the application is open"),
                closed: AtomicUsize::new(0),
                completions: AtomicUsize::new(0),
                promised: AtomicUsize::new(0),
            })
            .collect();
        Arc::new(World {
            closing,
            application,
            application_closed: AtomicUsize::new(0),
            sessions,
            operations: Mutex::new(Vec::new()),
            fetches: Mutex::new(Vec::new()),
            apart: Mutex::new(Vec::new()),
            clients: Mutex::new(HashSet::new()),
            next_thread: AtomicU64::new(1),
        })
    }

    fn others(&self, waiting: &[ThreadId]) -> bool {
        self.clients.lock().unwrap().iter().any(|client| !waiting.contains(client))
    }

    /// Starts an operation with a worker of its own; false once the session is closing.
    fn start(self: &Arc<Self>, session: usize, manual: bool) -> Option<Arc<Operation>> {
        if !self.closing.add_operation(self.sessions[session].node, true) {
            return None;
        }
        let operation = Arc::new(Operation {
            unit: self.next_thread.fetch_add(1, Ordering::SeqCst) + 1000,
            session,
            cancelled: AtomicBool::new(false),
            left: AtomicUsize::new(2),
            handle_open: AtomicBool::new(true),
            owed: Mutex::new(false),
            acknowledged: Condvar::new(),
            manual,
        });
        self.operations.lock().unwrap().push(operation.clone());
        let (world, worker) = (self.clone(), operation.clone());
        let id = self.next_thread.fetch_add(1, Ordering::SeqCst);
        thread::spawn(move || world.run(&worker, id));
        Some(operation)
    }

    /// A worker: a callback or two, and the final one.
    fn run(self: &Arc<Self>, operation: &Arc<Operation>, id: ThreadId) {
        let callbacks = shuttle::rand::thread_rng().gen_range(0..2);
        for _ in 0..callbacks {
            if operation.cancelled.load(Ordering::SeqCst) {
                break;
            }
            self.callback(operation, id);
            if operation.manual {
                self.stall(operation);
            }
        }
        self.callback(operation, id);
        self.part(operation.session, &operation.left, true);
    }

    /// Starts a synchronous operation with a worker of its own.
    fn fetch(self: &Arc<Self>, session: usize, side: bool) -> Option<Arc<Fetch>> {
        if !self.closing.add_operation(self.sessions[session].node, side) {
            return None;
        }
        let fetch = Arc::new(Fetch {
            unit: self.next_thread.fetch_add(1, Ordering::SeqCst) + 1000,
            session,
            side,
            state: Mutex::new(FetchState { counted: side, ..FetchState::default() }),
            changed: Condvar::new(),
            stalled: Arc::new(AtomicBool::new(false)),
        });
        self.fetches.lock().unwrap().push(fetch.clone());
        let (world, worker) = (self.clone(), fetch.clone());
        let id = self.next_thread.fetch_add(1, Ordering::SeqCst);
        thread::spawn(move || world.serve(&worker, id));
        Some(fetch)
    }

    fn serve(self: &Arc<Self>, fetch: &Arc<Fetch>, id: ThreadId) {
        if fetch.side {
            self.side_callback(fetch, id);
            if shuttle::rand::thread_rng().gen_bool(0.3) {
                self.await_response(fetch);
            }
        }
        let mut state = fetch.state.lock().unwrap();
        (state.ready, state.done) = (true, true);
        let counted = std::mem::take(&mut state.counted);
        let closed = state.closed;
        drop(state);
        fetch.changed.notify_all();
        if closed {
            self.release(fetch.session, counted);
        } else if counted {
            self.closing.quiet();
        }
    }

    fn await_response(&self, fetch: &Fetch) {
        let mut state = fetch.state.lock().unwrap();
        state.owed = true;
        fetch.stalled.store(true, Ordering::SeqCst);
        if std::mem::take(&mut state.counted) {
            self.closing.quiet();
        }
        self.closing.poke();
        while state.owed {
            state = fetch.changed.wait(state).unwrap();
        }
    }

    fn respond(&self, fetch: &Fetch) {
        let mut state = fetch.state.lock().unwrap();
        if state.owed {
            state.owed = false;
            fetch.stalled.store(false, Ordering::SeqCst);
            state.counted = true;
            self.closing.stir();
            fetch.changed.notify_all();
        }
    }

    fn side_callback(self: &Arc<Self>, fetch: &Arc<Fetch>, id: ThreadId) {
        let frames = [Frame {
            unit: fetch.unit,
            operation: fetch.unit,
            session: Some(self.sessions[fetch.session].node),
            application: Some(self.application),
        }];
        let caller = Caller { thread: id, frames: &frames, unit: 0, spare: true };
        match shuttle::rand::thread_rng().gen_range(0..4) {
            0 => {
                let got = self.get(fetch, &caller);
                let closed = fetch.state.lock().unwrap().closed;
                assert!(closed || got == Got::Refused(Refusal::InOwnCallback), "row 6: {got:?}");
            }
            1 => drop(self.close_session(1 - fetch.session, Mode::Wait, &caller, true)),
            2 => drop(self.get_any(&caller)),
            _ => {}
        }
    }

    /// A blocking Get, as the library does it: the operation's own lock is held while the wait is entered.
    fn get(&self, fetch: &Fetch, caller: &Caller<'_>) -> Got {
        let mut state = fetch.state.lock().unwrap();
        if state.ready || state.closed {
            return Got::Result;
        }
        let _wait = match self.closing.enter_getter(fetch.unit, caller, &fetch.stalled) {
            Ok(wait) => wait,
            Err(refusal) => return Got::Refused(refusal),
        };
        while !state.ready && !state.closed {
            state = fetch.changed.wait(state).unwrap();
        }
        Got::Result
    }

    fn get_any(&self, caller: &Caller<'_>) -> Option<Got> {
        let all = self.fetches.lock().unwrap().clone();
        let at = shuttle::rand::thread_rng().gen_range(0..=all.len());
        all.get(at).map(|fetch| self.get(fetch, caller))
    }

    fn close_fetch(self: &Arc<Self>, fetch: &Fetch) {
        let mut state = fetch.state.lock().unwrap();
        if std::mem::replace(&mut state.closed, true) {
            return;
        }
        let done = state.done;
        if !done && !state.owed && !std::mem::replace(&mut state.counted, true) {
            self.closing.stir();
        }
        drop(state);
        fetch.changed.notify_all();
        if done {
            self.release(fetch.session, false);
        }
    }

    fn release(self: &Arc<Self>, session: usize, counted: bool) {
        if self.closing.release(self.sessions[session].node, counted) == Release::RunCompletion {
            self.complete(session);
        }
    }

    /// Owes an acknowledgement: no unit until a client has called.
    fn stall(&self, operation: &Operation) {
        let mut owed = operation.owed.lock().unwrap();
        *owed = true;
        self.closing.quiet();
        while *owed {
            owed = operation.acknowledged.wait(owed).unwrap();
        }
    }

    fn acknowledge(&self, operation: &Operation) {
        let mut owed = operation.owed.lock().unwrap();
        if *owed {
            *owed = false;
            self.closing.stir();
            operation.acknowledged.notify_all();
        }
    }

    /// The handle or the worker of an operation is done with; the second of them ends the hold, and with it the unit.
    fn part(self: &Arc<Self>, session: usize, left: &AtomicUsize, counted: bool) {
        if left.fetch_sub(1, Ordering::SeqCst) > 1 {
            if counted {
                self.closing.quiet();
            }
            return;
        }
        self.release(session, counted);
    }

    /// A close on a thread of its own, which calls back when it is over.
    fn close_apart(self: &Arc<Self>, session: usize) {
        let id = self.next_thread.fetch_add(1, Ordering::SeqCst);
        let unit = id + 1000;
        self.closing.stir();
        let world = self.clone();
        let apart = thread::spawn(move || {
            let caller = Caller { thread: id, frames: &[], unit, spare: true };
            let end = world.close_session(session, Mode::Wait, &caller, false);
            if matches!(end, End::Refused(_) | End::GaveUp) {
                world.tidy();
            }
            world.closing.quiet();
        });
        self.apart.lock().unwrap().push(apart);
    }

    fn close_handle(self: &Arc<Self>, operation: &Operation) {
        if operation.handle_open.swap(false, Ordering::SeqCst) {
            operation.cancelled.store(true, Ordering::SeqCst);
            self.part(operation.session, &operation.left, false);
        }
    }

    fn callback(self: &Arc<Self>, operation: &Arc<Operation>, id: ThreadId) {
        let session = operation.session;
        let frame = Frame {
            unit: operation.unit,
            operation: operation.unit,
            session: Some(self.sessions[session].node),
            application: Some(self.application),
        };
        let frames = [frame];
        let caller = Caller { thread: id, frames: &frames, unit: 0, spare: true };
        match shuttle::rand::thread_rng().gen_range(0..9) {
            0 => {
                let own = self.close_session(session, Mode::Wait, &caller, false);
                assert_ne!(own, End::Closed, "row 2: a session does not close inside its own callback");
            }
            1 => drop(self.close_session(1 - session, Mode::Wait, &caller, true)),
            2 => drop(self.close_session(session, Mode::Completion, &caller, false)),
            3 => assert_eq!(self.claim_application(&caller), Verdict::Refused(Refusal::InCallback)),
            4 => self.close_handle(operation),
            5 => drop(self.start(1 - session, false)),
            6 => drop(self.get_any(&caller)),
            7 => {
                if let Some(fetch) = self.fetch(1 - session, true) {
                    let _ = self.get(&fetch, &caller);
                    self.close_fetch(&fetch);
                }
            }
            _ => {}
        }
    }

    fn claim_application(&self, caller: &Caller<'_>) -> Verdict {
        let verdict = self.closing.claim(self.application, Mode::Wait, caller, &|w| Some(self.others(w)));
        match verdict {
            Verdict::AlreadyClosing => Verdict::Refused(Refusal::InCallback),
            other => other,
        }
    }

    fn complete(self: &Arc<Self>, session: usize) {
        let world = self.clone();
        thread::spawn(move || {
            let session = &world.sessions[session];
            session.completions.fetch_add(1, Ordering::SeqCst);
            session.closed.fetch_add(1, Ordering::SeqCst);
            assert_eq!(world.closing.completed(session.node), Release::Closed);
        });
    }

    fn cancel(&self, session: usize) {
        for operation in self.operations.lock().unwrap().iter() {
            if operation.session == session {
                operation.cancelled.store(true, Ordering::SeqCst);
            }
        }
    }

    fn close_session(
        self: &Arc<Self>,
        index: usize,
        mode: Mode,
        caller: &Caller<'_>,
        impatient: bool,
    ) -> End {
        let session = &self.sessions[index];
        // A closed session's key is dead: the handle table answers before the graph is asked.
        if session.closed.load(Ordering::SeqCst) > 0 {
            return End::Gone;
        }
        let verdict = self.closing.claim(session.node, mode, caller, &|w| Some(self.others(w)));
        let ticket;
        match (verdict, mode) {
            (Verdict::AlreadyClosing, _) => return End::Gone,
            (Verdict::Refused(refusal), _) => return End::Refused(refusal),
            (Verdict::Done(Release::RunCompletion), _) => {
                session.promised.fetch_add(1, Ordering::SeqCst);
                self.complete(index);
                return End::Promised;
            }
            (Verdict::Done(_), _) => {
                session.closed.fetch_add(1, Ordering::SeqCst);
                return End::Closed;
            }
            (Verdict::Accepted(entered), _) => {
                self.cancel(index);
                ticket = entered;
            }
            (Verdict::Resumed(entered), _) => ticket = entered,
        }
        if mode == Mode::Completion {
            session.promised.fetch_add(1, Ordering::SeqCst);
            return End::Promised;
        }
        match self.closing.wait(session.node, ticket, &mut Watch { world: self, impatient }) {
            WaitEnd::Closed => {
                session.closed.fetch_add(1, Ordering::SeqCst);
                End::Closed
            }
            WaitEnd::TimedOut | WaitEnd::NobodyLeft => End::GaveUp,
        }
    }

    /// Everything a client may still owe.
    fn tidy(self: &Arc<Self>) {
        let operations = self.operations.lock().unwrap().clone();
        for operation in operations {
            self.acknowledge(&operation);
            self.close_handle(&operation);
        }
        let fetches = self.fetches.lock().unwrap().clone();
        for fetch in fetches {
            self.respond(&fetch);
            self.close_fetch(&fetch);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Closed,
    Promised,
    Refused(Refusal),
    GaveUp,
    Gone,
}

/// A client thread: operations, then closes, tidying up whenever it is told that nobody else would.
fn client(world: &Arc<World>, id: ThreadId, last: bool) {
    let caller = Caller { thread: id, frames: &[], unit: 0, spare: true };
    let mut rng = shuttle::rand::thread_rng();
    for _ in 0..OPERATIONS {
        let operation = world.start(rng.gen_range(0..SESSIONS), rng.gen_bool(0.3));
        if let Some(operation) = operation.filter(|_| rng.gen_bool(0.5)) {
            world.acknowledge(&operation);
            world.close_handle(&operation);
        }
    }
    let fetch = world.fetch(rng.gen_range(0..SESSIONS), rng.gen_bool(0.5));
    if let Some(fetch) = fetch.filter(|_| rng.gen_bool(0.7)) {
        // Not the thread that tidies up: it would wait for a response that it has to give itself.
        if !last {
            assert_eq!(world.get(&fetch, &caller), Got::Result);
        }
        world.respond(&fetch);
        world.close_fetch(&fetch);
    }
    if last && rng.gen_bool(0.2) {
        world.close_apart(rng.gen_range(0..SESSIONS));
    }
    for index in 0..SESSIONS {
        let mode = if rng.gen_bool(0.3) { Mode::Completion } else { Mode::Wait };
        let mut end = world.close_session(index, mode, &caller, rng.gen_bool(0.3));
        while matches!(end, End::Refused(_) | End::GaveUp) && last {
            world.tidy();
            end = world.close_session(index, mode, &caller, false);
        }
    }
    if last {
        world.tidy();
        close_application(world, &caller);
    }
    world.clients.lock().unwrap().remove(&id);
    world.closing.poke();
}

fn close_application(world: &Arc<World>, caller: &Caller<'_>) {
    loop {
        let ticket =
            match world.closing.claim(world.application, Mode::Wait, caller, &|w| Some(world.others(w))) {
                Verdict::Done(_) => break,
                Verdict::Refused(refusal) => {
                    assert_eq!(refusal, Refusal::NobodyLeft);
                    finish_sessions(world, caller);
                    continue;
                }
                Verdict::AlreadyClosing => panic!("one thread alone closes the application"),
                Verdict::Accepted(ticket) => {
                    (0..SESSIONS).for_each(|session| world.cancel(session));
                    ticket
                }
                Verdict::Resumed(ticket) => ticket,
            };
        match world.closing.wait(world.application, ticket, &mut Watch { world, impatient: false }) {
            WaitEnd::Closed => break,
            WaitEnd::TimedOut => unreachable!("patient"),
            WaitEnd::NobodyLeft => finish_sessions(world, caller),
        }
    }
    world.application_closed.fetch_add(1, Ordering::SeqCst);
}

/// What is left after somebody gave up: this thread does it.
fn finish_sessions(world: &Arc<World>, caller: &Caller<'_>) {
    world.tidy();
    for index in 0..SESSIONS {
        world.close_session(index, Mode::Wait, caller, false);
    }
}

fn schedule() {
    let world = World::new();
    let ids: Vec<ThreadId> = (0..2).map(|_| world.next_thread.fetch_add(1, Ordering::SeqCst)).collect();
    world.clients.lock().unwrap().extend(&ids);
    let threads: Vec<_> = ids
        .into_iter()
        .enumerate()
        .map(|(at, id)| {
            let world = world.clone();
            thread::spawn(move || client(&world, id, at == 0))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let apart = std::mem::take(&mut *world.apart.lock().unwrap());
    for thread in apart {
        thread.join().unwrap();
    }
    assert_eq!(world.application_closed.load(Ordering::SeqCst), 1);
    for session in &world.sessions {
        assert_eq!(session.closed.load(Ordering::SeqCst), 1, "closed exactly once");
        let promised = session.promised.load(Ordering::SeqCst);
        assert_eq!(session.completions.load(Ordering::SeqCst), promised, "one completion a promise");
    }
}

#[test]
fn random_schedules_close_everything_once() {
    let schedules = std::env::var("SCHEDULES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    shuttle::check_random(schedule, schedules / 2);
    shuttle::check_pct(schedule, schedules / 2, 3);
    println!("{schedules} schedules");
}
