//! The blocking getters of a synchronous operation: GetInstance, GetClass, GetIndication.

use super::Operation;
use super::state::{Run, State, cancelled};
use crate::proto::{Awaited, CancelReason};
use crate::runtime::closing::{Refusal, WaitGuard};
use crate::runtime::delivery::{Delivery, Kind, Object};
use crate::runtime::thread::{at_work, has_room};
use crate::runtime::waiting::{Here, Waiting};
use crate::sync::lock;
use std::sync::{Arc, MutexGuard};
use std::task::Waker;

/// Why a getter has no result to give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoResult {
    /// Results come by callback, or as another kind, or the handle is closed.
    Invalid,
    Refused(Refusal),
}

impl Operation {
    /// Waits for the next result and shows it to `read`, which only copies addresses: they are good until the next
    /// Get or the Close. After the final result it shows the final status again, without waiting.
    pub fn get(self: &Arc<Self>, kind: Kind, read: &mut dyn FnMut(&Delivery)) -> Result<(), NoResult> {
        let mut state = lock(&self.state);
        if self.is_asynchronous() || self.kind != kind || state.closed {
            return Err(NoResult::Invalid);
        }
        if state.ready.is_none() && !state.finished {
            state = self.wait(state)?;
        }
        if state.closed {
            drop(state);
            return self.read_cancelled(read);
        }
        self.take(state, read);
        Ok(())
    }

    fn take(self: &Arc<Self>, mut state: MutexGuard<'_, State>, read: &mut dyn FnMut(&Delivery)) {
        let before = state.current.take();
        let current = match (state.ready.take(), before) {
            (Some(ready), before) => {
                state.final_delivered |= !ready.more;
                (ready, before)
            }
            (None, Some(mut last)) => {
                last.object = Object::None;
                (last, None)
            }
            (None, None) => {
                let mut last = Delivery::object(Object::None, false);
                last.result = state.final_result;
                (Box::new(last), None)
            }
        };
        let more = current.0.more;
        read(state.current.insert(current.0));
        drop(state);
        drop(current.1);
        if more {
            self.resume();
        }
    }

    fn wait<'a>(
        self: &'a Arc<Self>,
        mut state: MutexGuard<'a, State>,
    ) -> Result<MutexGuard<'a, State>, NoResult> {
        let Some(session) = &self.session else { return Ok(state) };
        let process = &session.application.process;
        let here = Here::new();
        let closing = &process.closing;
        let _wait: WaitGuard<'_> = closing
            .enter_getter(self.key().generation, &here.caller(), &self.stalled)
            .map_err(NoResult::Refused)?;
        let _blocked: Option<Waiting> = here.block();
        let serves = state.served_by_getters && has_room();
        state.getters += usize::from(serves);
        if !serves
            && state.getters == 0
            && let Some(awaited) = state.awaited.take()
        {
            // Whoever runs it then is a worker.
            state = self.wake_at(state, &*awaited);
        }
        loop {
            if serves && state.run == Run::Awaited {
                state.run = Run::Running;
                drop(state);
                // This thread has nothing else to do.
                at_work(|| self.turn());
                state = lock(&self.state);
            } else if state.ready.is_some() || state.finished || state.closed {
                state.getters -= usize::from(serves);
                return Ok(state);
            } else if std::mem::take(&mut state.due) && state.run == Run::Idle {
                drop(state);
                self.schedule();
                state = lock(&self.state);
            } else if let Some(awaited) = state.awaited.clone().filter(|_| serves && !state.blocked) {
                state = self.block(state, awaited);
            } else {
                state.asleep += 1;
                state = self.ready.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner());
                state.asleep -= 1;
            }
        }
    }

    /// Waits for what the exchange waits for, to run it then.
    fn block<'a>(
        self: &'a Arc<Self>,
        mut state: MutexGuard<'a, State>,
        awaited: Arc<dyn Awaited>,
    ) -> MutexGuard<'a, State> {
        state.blocked = true;
        drop(state);
        let came = awaited.block(&self.interrupt);
        let mut state = lock(&self.state);
        state.blocked = false;
        if !came {
            state.awaited = None;
            return self.wake_at(state, &*awaited);
        }
        if state.run == Run::Idle {
            state.run = Run::Awaited;
        }
        state
    }

    /// Is woken by it.
    pub(super) fn wake_at<'a>(
        self: &'a Arc<Self>,
        state: MutexGuard<'a, State>,
        awaited: &dyn Awaited,
    ) -> MutexGuard<'a, State> {
        // That may be at once.
        drop(state);
        awaited.wake(&Waker::from(self.clone()));
        lock(&self.state)
    }

    /// Only getters run it, unless the client ends it. A subscription has to be kept up while nobody looks.
    pub(super) fn waits_for_getters(&self, state: &State) -> bool {
        state.served_by_getters && self.kind != Kind::Indication
    }

    /// Wakes the getters.
    pub(super) fn notify(&self, state: MutexGuard<'_, State>) {
        self.interrupt(&state);
        let anybody = state.asleep > 0;
        drop(state);
        if anybody {
            self.ready.notify_all();
        }
    }

    /// Ends the wait for what the exchange waits for. Before somebody else can run it: its socket may be another
    /// operation's then.
    pub(super) fn interrupt(&self, state: &State) {
        if state.blocked {
            self.interrupt.raise();
        }
    }

    /// Another thread closed the handle meanwhile. The memory stays good for this caller: the session keeps it.
    fn read_cancelled(&self, read: &mut dyn FnMut(&Delivery)) -> Result<(), NoResult> {
        let delivery = Box::new(Delivery::failed(&cancelled(self, CancelReason::Client)));
        read(&delivery);
        if let Some(session) = &self.session {
            session.keep(delivery);
        }
        Ok(())
    }
}
