//! Looks at the machine at intervals, once for all subscriptions that wait for the same.
//!
//! There is no thread: a timer wakes one waiting subscription, and whichever is polled first after that looks at the
//! machine for all of them. A subscription whose client does not take its events is not polled; it cannot hold up the
//! others, since another one is woken.

use super::fill::Scope;
use super::records::{Identity, Kind, Record};
use super::subscribe::{EventQuery, event_instance};
use super::{Shared, machine};
use crate::cim::Error;
use crate::proto::{Services, TimerGuard, Timers};
use crate::sync::{Arc, Mutex, lock};
use machine::processes::{self, Parts, Process, Reader};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Weak;
use std::task::{Wake, Waker};
use std::time::{Duration, Instant, SystemTime};

/// How many changes are kept for a subscription whose client does not take them.
const MAX_PENDING: usize = 8_192;

/// What happened to a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ChangeKind {
    Creation,
    Deletion,
    Modification,
}

impl ChangeKind {
    const ALL: [Self; 3] = [Self::Creation, Self::Deletion, Self::Modification];

    pub fn class(self) -> &'static str {
        match self {
            Self::Creation => "__InstanceCreationEvent",
            Self::Deletion => "__InstanceDeletionEvent",
            Self::Modification => "__InstanceModificationEvent",
        }
    }

    pub fn of_class(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| crate::cim::text::eq_ignore_case(kind.class(), name))
    }
}

/// A difference between two looks at the machine.
pub(super) struct Change {
    pub kind: ChangeKind,
    pub target: Record,
    pub previous: Option<Record>,
    pub seen: SystemTime,
}

type Snapshot = BTreeMap<(Kind, Identity), Record>;

/// All pollers of one application.
#[derive(Default)]
pub(super) struct Hub {
    pollers: Mutex<Vec<Weak<Poller>>>,
}

impl Hub {
    /// Makes a subscription a member of the poller for its kinds and interval, which is made where there is none. The
    /// first look at the machine is taken before this returns.
    pub fn join(
        &self,
        local: &Shared,
        services: &Services,
        query: EventQuery,
        text: &str,
    ) -> Result<Membership, Error> {
        local.process_shape()?;
        if let Some(poller) = self.find(&query, services) {
            return Ok(Poller::enter(poller, query, text));
        }
        let wanted = Poller::new(&query, services, look(&query.kinds, &Snapshot::new(), true));
        let mut pollers = lock(&self.pollers);
        pollers.retain(|poller| poller.strong_count() > 0);
        let poller = match Self::among(&pollers, &query, services) {
            Some(poller) => poller,
            None => {
                let poller = Arc::new(wanted);
                pollers.push(Arc::downgrade(&poller));
                poller
            }
        };
        drop(pollers);
        Ok(Poller::enter(poller, query, text))
    }

    fn find(&self, query: &EventQuery, services: &Services) -> Option<Arc<Poller>> {
        Self::among(&lock(&self.pollers), query, services)
    }

    fn among(pollers: &[Weak<Poller>], query: &EventQuery, services: &Services) -> Option<Arc<Poller>> {
        let fits = |poller: &Arc<Poller>| {
            poller.kinds == query.kinds
                && poller.interval == query.interval
                && Arc::ptr_eq(&poller.timers, &services.timers)
        };
        pollers.iter().filter_map(Weak::upgrade).find(fits)
    }
}

/// The shared look-out of all subscriptions to the same kinds at the same interval.
pub(super) struct Poller {
    kinds: Vec<Kind>,
    interval: Duration,
    timers: Arc<dyn Timers>,
    state: Mutex<State>,
}

struct State {
    /// None while a member looks at the machine.
    snapshot: Option<Snapshot>,
    /// The time has come and nobody has looked yet.
    due: bool,
    /// A timer is set and has not gone off.
    armed: bool,
    /// Counts the timers that were set.
    generation: u64,
    timer: Option<Box<dyn TimerGuard>>,
    members: HashMap<u64, Member>,
    last_member: u64,
    /// Equal queries are parsed, kept and evaluated once.
    queries: HashMap<String, Weak<EventQuery>>,
    /// How many of them there may be before those without a subscription are looked for.
    sweep_at: usize,
}

/// A subscription.
struct Member {
    query: Arc<EventQuery>,
    /// There while it waits.
    waker: Option<Waker>,
    pending: VecDeque<Arc<Change>>,
    lost: u64,
}

/// What a subscription finds when it is polled.
pub(super) enum Taken {
    Change(Arc<Change>),
    Nothing,
    /// More came than is kept; how many were not.
    Overflow(u64),
}

/// A subscription's hold on its poller. Dropping it leaves.
pub(super) struct Membership {
    poller: Arc<Poller>,
    query: Arc<EventQuery>,
    number: u64,
}

/// Wakes a member when the time has come.
struct Alarm(Weak<Poller>);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        if let Some(poller) = self.0.upgrade() {
            {
                let mut state = lock(&poller.state);
                state.due = true;
                state.armed = false;
            }
            poller.wake_one();
        }
    }
}

// Wakers and timer guards belong to the runtime: cloning, dropping and calling them may run its code, which may come
// back here. So none is touched while the state is locked, except to move it.
impl Poller {
    fn new(query: &EventQuery, services: &Services, snapshot: Snapshot) -> Self {
        let state = State {
            snapshot: Some(snapshot),
            due: false,
            armed: false,
            generation: 0,
            timer: None,
            members: HashMap::new(),
            last_member: 0,
            queries: HashMap::new(),
            sweep_at: 0,
        };
        Self {
            kinds: query.kinds.clone(),
            interval: query.interval,
            timers: services.timers.clone(),
            state: Mutex::new(state),
        }
    }

    fn enter(poller: Arc<Self>, query: EventQuery, text: &str) -> Membership {
        let mut state = lock(&poller.state);
        let query = match state.queries.get(text).and_then(Weak::upgrade) {
            Some(known) => known,
            None => {
                state.sweep();
                let query = Arc::new(query);
                state.queries.insert(text.to_owned(), Arc::downgrade(&query));
                query
            }
        };
        state.last_member += 1;
        let number = state.last_member;
        let member = Member { query: query.clone(), waker: None, pending: VecDeque::new(), lost: 0 };
        state.members.insert(number, member);
        drop(state);
        Membership { poller, query, number }
    }

    /// Wakes a member that waits, so that somebody looks. Where none waits, the next one that is polled looks.
    fn wake_one(&self) {
        let waker = {
            let mut state = lock(&self.state);
            if !state.due || state.snapshot.is_none() {
                return;
            }
            state.members.values_mut().find_map(|member| member.waker.take())
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Looks at the machine, if it is time and nobody else does.
    fn look_if_due(&self, local: &Shared) {
        let (before, modifications) = {
            let mut state = lock(&self.state);
            if !state.due {
                return;
            }
            let Some(before) = state.snapshot.take() else { return };
            state.due = false;
            (before, state.members.values().any(|member| member.query.wants(ChangeKind::Modification)))
        };
        let now = look(&self.kinds, &before, modifications);
        let changes = differences(&before, &now, modifications);
        let wakers = self.hand_out(local, changes, now);
        wakers.into_iter().for_each(Waker::wake);
        // It may have become time again meanwhile.
        self.wake_one();
    }

    /// Gives each change to the members whose query it matches; those that wait are to be woken.
    fn hand_out(&self, local: &Shared, changes: Vec<Change>, now: Snapshot) -> Vec<Waker> {
        let queries: Vec<Arc<EventQuery>> =
            if changes.is_empty() { Vec::new() } else { lock(&self.state).live_queries() };
        let scope = Scope::now();
        let mut found: HashMap<*const EventQuery, Vec<Arc<Change>>> = HashMap::new();
        for change in changes.into_iter().map(Arc::new) {
            let wanting = queries.iter().filter(|query| query.wants(change.kind)).collect::<Vec<_>>();
            if wanting.is_empty() {
                continue;
            }
            let Ok(event) = event_instance(local, &scope, &change, |_| true) else { continue };
            for query in wanting.into_iter().filter(|query| query.matches(change.kind, event.view())) {
                found.entry(Arc::as_ptr(query)).or_default().push(change.clone());
            }
        }
        let mut wakers = Vec::new();
        let mut state = lock(&self.state);
        state.snapshot = Some(now);
        if !found.is_empty() {
            for member in state.members.values_mut() {
                if let Some(changes) = found.get(&Arc::as_ptr(&member.query)) {
                    member.add(changes);
                    wakers.extend(member.waker.take());
                }
            }
        }
        wakers
    }

    /// Sets the timer for the next look, where none is set.
    fn arm(self: &Arc<Self>) {
        let generation = {
            let mut state = lock(&self.state);
            if std::mem::replace(&mut state.armed, true) {
                return;
            }
            state.generation += 1;
            state.generation
        };
        let alarm = Waker::from(Arc::new(Alarm(Arc::downgrade(self))));
        let mut timer = Some(self.timers.wake_at(Instant::now() + self.interval, alarm));
        let mut state = lock(&self.state);
        // The timer may have gone off already, and another been set in its place.
        if state.generation == generation {
            std::mem::swap(&mut state.timer, &mut timer);
        }
        drop(state);
        drop(timer);
    }
}

impl State {
    fn sweep(&mut self) {
        const FEW: usize = 16;
        if self.queries.len() >= self.sweep_at {
            self.queries.retain(|_, query| query.strong_count() > 0);
            self.sweep_at = FEW.max(self.queries.len() * 2);
        }
    }

    fn live_queries(&self) -> Vec<Arc<EventQuery>> {
        self.queries.values().filter_map(Weak::upgrade).collect()
    }
}

impl Member {
    fn add(&mut self, changes: &[Arc<Change>]) {
        let room = MAX_PENDING - self.pending.len().min(MAX_PENDING);
        let taken = if self.lost > 0 { 0 } else { changes.len().min(room) };
        self.pending.extend(changes[..taken].iter().cloned());
        self.lost += (changes.len() - taken) as u64;
    }
}

impl Membership {
    pub fn query(&self) -> &EventQuery {
        &self.query
    }

    /// The next change for this subscription; where there is none, its waker is kept.
    pub fn take(&self, local: &Shared, waker: &Waker) -> Taken {
        loop {
            self.poller.look_if_due(local);
            self.poller.arm();
            let mut own = Some(waker.clone());
            let taken = self.take_or_wait(&mut own);
            drop(own);
            if let Some(taken) = taken {
                return taken;
            }
        }
    }

    /// None where it has become time to look. What is left in `waker` is to be dropped.
    fn take_or_wait(&self, waker: &mut Option<Waker>) -> Option<Taken> {
        let mut state = lock(&self.poller.state);
        let to_look = state.due && state.snapshot.is_some();
        let member = state.members.get_mut(&self.number)?;
        if let Some(change) = member.pending.pop_front() {
            return Some(Taken::Change(change));
        }
        if member.lost > 0 {
            return Some(Taken::Overflow(member.lost));
        }
        if to_look {
            return None;
        }
        std::mem::swap(&mut member.waker, waker);
        Some(Taken::Nothing)
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let left = lock(&self.poller.state).members.remove(&self.number);
        drop(left);
        // This may have been the member that was woken to look.
        self.poller.wake_one();
    }
}

/// The machine now. Of a process that was there before, only what is in its `stat` is read again, unless
/// modifications are wanted.
fn look(kinds: &[Kind], before: &Snapshot, modifications: bool) -> Snapshot {
    let mut now = Snapshot::new();
    for kind in kinds {
        if *kind == Kind::Process {
            look_at_processes(before, modifications, &mut now);
        } else {
            now.extend(kind.records(Parts::NONE).map(|record| ((*kind, record.identity()), record)));
        }
    }
    now
}

fn look_at_processes(before: &Snapshot, modifications: bool, now: &mut Snapshot) {
    let mut reader = Reader::default();
    for number in processes::numbers().unwrap_or_default() {
        let parts = if modifications { Parts::ALL } else { Parts::NONE };
        let Some(mut seen) = reader.read(number, parts) else { continue };
        let key = (Kind::Process, Identity::Process(seen.pid, seen.start_ticks));
        if !modifications {
            match before.get(&key) {
                Some(Record::Process(old)) if old.name == seen.name => keep(&mut seen, old),
                _ => seen = reader.read(number, Parts::ALL).unwrap_or(seen),
            }
        }
        now.insert(key, Record::Process(Box::new(seen)));
    }
}

/// What `stat` does not tell.
fn keep(seen: &mut Process, old: &Process) {
    seen.real_user = old.real_user;
    seen.module.clone_from(&old.module);
    seen.arguments.clone_from(&old.arguments);
    seen.waiting.clone_from(&old.waiting);
}

fn differences(before: &Snapshot, now: &Snapshot, modifications: bool) -> Vec<Change> {
    let seen = SystemTime::now();
    let mut changes = Vec::new();
    for (key, target) in now {
        let previous = before.get(key);
        let kind = match previous {
            None => ChangeKind::Creation,
            Some(previous) if modifications && previous != target => ChangeKind::Modification,
            Some(_) => continue,
        };
        changes.push(Change { kind, target: target.clone(), previous: previous.cloned(), seen });
    }
    let gone = before.iter().filter(|(key, _)| !now.contains_key(*key));
    changes.extend(gone.map(|(_, target)| Change {
        kind: ChangeKind::Deletion,
        target: target.clone(),
        previous: None,
        seen,
    }));
    changes
}
