//! The calling thread, as the wait-for graph sees it, and what a wait inside a callback means for its pool.

use super::application::APPLICATIONS;
use super::closing::{Caller, Frame, ThreadId};
use super::pool::{Blocked, Pool};
use super::{scope, thread};
use std::sync::Arc;

/// Where a call comes from.
pub struct Here {
    thread: ThreadId,
    frames: Vec<Frame>,
    /// The unit that the thread itself is, or 0.
    unit: u64,
    spare: bool,
    /// The pool whose thread this is, if it is inside a callback.
    pool: Option<Arc<Pool>>,
}

/// The thread counts as blocked in its pool while this lives.
pub struct Waiting(#[allow(dead_code)] Blocked);

impl Here {
    pub fn new() -> Here {
        let thread = thread::current_id();
        if scope::depth() == 0 {
            return Here { thread, frames: Vec::new(), unit: 0, spare: true, pool: None };
        }
        let pool = scope::pool_owner().and_then(|key| APPLICATIONS.get(key)).map(|owner| owner.pool.clone());
        let spare = !scope::overflowed() && pool.as_ref().is_none_or(|pool| pool.ensure_spare().is_ok());
        Here { thread, frames: scope::frames(), unit: 0, spare, pool }
    }

    /// For a thread that calls the client back when its wait is over.
    pub fn for_unit(self, unit: u64) -> Here {
        Here { unit, ..self }
    }

    pub fn caller(&self) -> Caller<'_> {
        Caller { thread: self.thread, frames: &self.frames, unit: self.unit, spare: self.spare }
    }

    /// For the time of a wait.
    pub fn block(&self) -> Option<Waiting> {
        self.pool.as_ref().map(|pool| Waiting(pool.blocked()))
    }
}
