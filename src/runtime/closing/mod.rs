//! The wait-for graph: who may close what, who waits for what, and whether anybody is left to end the wait.
//!
//! Everything that decides about a close is in this module, behind one lock, and knows no MI type: nodes are
//! applications and sessions, a node is *held* by whatever must be over before it can be closed, a *frame* is a
//! callback on a thread's stack, a *unit* is something that can still call the client back. It is model-checked
//! alone (`tests/model_closing.rs`) against random schedules.
//!
//! **Invariant:** check and claim are one step: a refused call has changed nothing, an accepted one is the only one.
//! **Invariant:** every callback on any stack belongs to a unit that is counted in `coming` until it has returned.
//! **Invariant:** no lock is held here while anything outside is called.

mod graph;
mod waiting;

pub use graph::{Frame, NodeId, Release, Target, ThreadId, Ticket};
pub use waiting::{Observer, WaitEnd, WaitGuard};

use crate::sync::{Condvar, Mutex, MutexGuard, lock};
use graph::{Phase, State};

/// Why a blocking call was refused (close.md, rows 1 to 7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Row 1: an application cannot be closed inside a callback.
    InCallback,
    /// Row 2, and row 6 for getters: the calling thread is inside a callback of the very object.
    InOwnCallback,
    /// Row 5: waiting would close a cycle of threads and running callbacks.
    Cycle,
    /// Row 5: no further thread could be made, so nothing else could run while this callback waits.
    NoThread,
    /// Row 7: every thread that could end the wait is itself waiting.
    NobodyLeft,
    /// Row 12: the caller keeps threads from ending, or the process has ended them already.
    Loader,
}

/// What becomes of a close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing held it: it is closed.
    Done(Release),
    /// Claimed: the caller cancels what is under it, then waits (or its completion will be called). The wait is in
    /// the graph already: a cycle that another thread would close from now on is seen.
    Accepted(Ticket),
    /// An earlier close timed out; this call waits in its place. Everything is cancelled already.
    Resumed(Ticket),
    /// Another close has been accepted.
    AlreadyClosing,
    Refused(Refusal),
}

/// Who asks, and from where.
pub struct Caller<'a> {
    pub thread: ThreadId,
    /// The callbacks on the calling thread's stack, outermost first.
    pub frames: &'a [Frame],
    /// The unit that the thread itself is: one that calls the client back when its wait is over. 0 for all others.
    pub unit: u64,
    /// False where no spare thread could be made for a callback that blocks.
    pub spare: bool,
}

/// How a close ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Wait,
    Completion,
}

#[derive(Default)]
pub struct Closing {
    state: Mutex<State>,
    /// Notified at every change that can end a wait or leave nobody.
    changed: Condvar,
}

impl Closing {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add_application(&self) -> NodeId {
        lock(&self.state).add(None)
    }

    /// Closing or closed.
    pub fn is_closing(&self, node: NodeId) -> bool {
        !lock(&self.state).is_open(node)
    }

    /// None once the application is closing.
    pub fn add_session(&self, application: NodeId) -> Option<NodeId> {
        let mut state = lock(&self.state);
        if !state.is_open(application) {
            return None;
        }
        state.node(application).holds += 1;
        Some(state.add(Some(application)))
    }

    /// A node that never came to life: its object could not be made.
    pub fn withdraw(&self, node: NodeId) {
        lock(&self.state).remove(node);
    }

    /// An operation starts under a session: it holds it until [`Closing::release`], and where it can call back it
    /// is a unit until [`Closing::quiet`]. False once the session or its application is closing.
    pub fn add_operation(&self, session: NodeId, calls_back: bool) -> bool {
        let mut state = lock(&self.state);
        if !state.is_open(session) {
            return false;
        }
        state.node(session).holds += 1;
        state.coming += usize::from(calls_back);
        true
    }

    /// A unit can call back from now on: an inline call-back, a session callback, an operation that was stalled.
    pub fn stir(&self) {
        lock(&self.state).coming += 1;
    }

    /// A unit cannot call back any more: its last callback has returned, or it is stalled until a client's call.
    pub fn quiet(&self) {
        let mut state = lock(&self.state);
        state.coming -= 1;
        self.announce(state);
    }

    /// One hold on a node is over, and with it the unit that had it, where it is `counted`: in one step, so that
    /// nobody finds the one without the other. Says what that completes.
    pub fn release(&self, node: NodeId, counted: bool) -> Release {
        let mut state = lock(&self.state);
        state.coming -= usize::from(counted);
        let release = state.release(node);
        self.announce(state);
        release
    }

    /// A completion callback has returned: the node is closed.
    pub fn completed(&self, node: NodeId) -> Release {
        let mut state = lock(&self.state);
        state.coming -= 1;
        let release = state.remove(node);
        self.announce(state);
        release
    }

    /// A thread has gone, or a getter has stalled: whoever waits looks again.
    pub fn poke(&self) {
        self.announce(lock(&self.state));
    }

    /// Wakes the waiting closes, if there are any, after a change.
    fn announce(&self, mut state: MutexGuard<'_, State>) {
        state.changes += 1;
        // Getters sleep elsewhere.
        let waited_for = state.waits.iter().any(|wait| matches!(wait.target, Target::Node(_)));
        drop(state);
        if waited_for {
            self.changed.notify_all();
        }
    }

    /// Decides about a close and claims it in one step. `others` answers whether a thread of the client's is left
    /// outside of `waiting` (None: not known).
    pub fn claim(&self, node: NodeId, mode: Mode, caller: &Caller<'_>, others: Census<'_>) -> Verdict {
        let mut state = lock(&self.state);
        let resumed = match state.find(node).map(|node| node.phase) {
            Some(Phase::Open) => false,
            Some(Phase::Unattended) => true,
            Some(Phase::Attended | Phase::Completing) | None => return Verdict::AlreadyClosing,
        };
        if let Err(refusal) = state.judge(node, mode, caller, others) {
            return Verdict::Refused(refusal);
        }
        state.node(node).phase = if mode == Mode::Wait { Phase::Attended } else { Phase::Completing };
        if state.node(node).holds == 0 {
            return Verdict::Done(state.finish(node));
        }
        let ticket = match mode {
            Mode::Wait => state.enter(caller, Target::Node(node), None),
            Mode::Completion => Ticket::default(),
        };
        self.announce(state);
        if resumed { Verdict::Resumed(ticket) } else { Verdict::Accepted(ticket) }
    }
}

/// Tells whether a client thread is left that is not among the given waiting ones; None where that is not known.
pub type Census<'a> = &'a dyn Fn(&[ThreadId]) -> Option<bool>;
