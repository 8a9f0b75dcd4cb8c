//! Blocking on the graph: the wait of a close, and the record of a getter that blocks elsewhere.

use super::graph::{Frame, NodeId, Phase, State, Target, ThreadId, Ticket, Wait};
use super::{Caller, Closing, Refusal};
use crate::sync::atomic::AtomicBool;
use crate::sync::{Arc, MutexGuard, lock};
use std::time::Duration;

/// How a wait for a close ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitEnd {
    Closed,
    /// `MI_CLOSE_TIMEOUT_MS` is over; the object stays closing.
    TimedOut,
    /// Row 7, found out while waiting; as at a time-out.
    NobodyLeft,
}

/// What a waiting close asks of the world outside, each time with no lock held but for `others`.
pub trait Observer {
    /// See [`super::Census`].
    fn others(&self, waiting: &[ThreadId]) -> Option<bool>;
    /// Called whenever the wait was interrupted; reports what is due, and says how long to sleep at most
    /// (None: the wait has lasted long enough).
    fn look(&mut self) -> Option<Duration>;
}

/// A getter's wait, in the graph while this lives.
pub struct WaitGuard<'a> {
    closing: &'a Closing,
    ticket: Ticket,
}

impl Drop for WaitGuard<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.closing.state);
        state.waits.retain(|wait| wait.ticket != self.ticket);
        self.closing.announce(state);
    }
}

impl State {
    pub(super) fn enter(
        &mut self,
        caller: &Caller<'_>,
        target: Target,
        stalled: Option<Arc<AtomicBool>>,
    ) -> Ticket {
        self.tickets += 1;
        self.changes += 1;
        let frames: Vec<Frame> = caller.frames.to_vec();
        let ticket = Ticket(self.tickets);
        let (thread, unit) = (caller.thread, caller.unit);
        self.waits.push(Wait { ticket, thread, target, frames, unit, stalled });
        ticket
    }

    /// The close that entered last is the one that gives way when nobody is left.
    fn last_close(&self) -> Option<Ticket> {
        self.waits.iter().rev().find(|wait| matches!(wait.target, Target::Node(_))).map(|wait| wait.ticket)
    }
}

impl Closing {
    /// Waits until nothing holds `node`, which this caller has claimed.
    pub fn wait(&self, node: NodeId, ticket: Ticket, observer: &mut dyn Observer) -> WaitEnd {
        let mut state = lock(&self.state);
        let end = loop {
            let seen = state.changes;
            if state.node(node).holds == 0 {
                break WaitEnd::Closed;
            }
            if state.last_close() == Some(ticket) && state.nobody_left(None, &|w| observer.others(w)) {
                break WaitEnd::NobodyLeft;
            }
            drop(state);
            let pause = observer.look();
            state = lock(&self.state);
            match pause {
                None if state.node(node).holds > 0 => break WaitEnd::TimedOut,
                Some(pause) if state.changes == seen => state = self.sleep(state, pause),
                _ => {}
            }
        };
        state.waits.retain(|wait| wait.ticket != ticket);
        if end == WaitEnd::Closed {
            state.remove(node);
        } else {
            state.node(node).phase = Phase::Unattended;
        }
        self.announce(state);
        end
    }

    fn sleep<'a>(&self, state: MutexGuard<'a, State>, pause: Duration) -> MutexGuard<'a, State> {
        match self.changed.wait_timeout(state, pause) {
            Ok((state, _)) => state,
            Err(poisoned) => poisoned.into_inner().0,
        }
    }

    /// Enters the wait of a getter, or refuses it (rows 5 and 6). The blocking itself is the caller's.
    pub fn enter_getter(
        &self,
        operation: u64,
        caller: &Caller<'_>,
        stalled: &Arc<AtomicBool>,
    ) -> Result<WaitGuard<'_>, Refusal> {
        let mut state = lock(&self.state);
        state.judge_wait(Target::Operation(operation), caller)?;
        let ticket = state.enter(caller, Target::Operation(operation), Some(stalled.clone()));
        self.announce(state);
        Ok(WaitGuard { closing: self, ticket })
    }
}
