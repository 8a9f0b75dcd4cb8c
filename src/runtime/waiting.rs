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
    spare: bool,
    /// The pool whose thread this is, if it is inside a callback.
    pool: Option<Arc<Pool>>,
}

/// The thread counts as blocked in its pool while this lives.
pub struct Waiting(#[allow(dead_code)] Blocked);

impl Here {
    pub fn new() -> Here {
        let thread = thread::current_id();
        let Some(call) = scope::innermost() else {
            return Here { thread, frames: Vec::new(), spare: true, pool: None };
        };
        let pool = APPLICATIONS.get(call.application).map(|application| application.pool.clone());
        let spare = !scope::overflowed() && pool.as_ref().is_none_or(|pool| pool.ensure_spare().is_ok());
        Here { thread, frames: scope::frames(), spare, pool }
    }

    pub fn caller(&self) -> Caller<'_> {
        Caller { thread: self.thread, frames: &self.frames, spare: self.spare }
    }

    /// For the time of a wait.
    pub fn block(&self) -> Option<Waiting> {
        self.pool.as_ref().map(|pool| Waiting(pool.blocked()))
    }
}
