//! The timers of an application: one thread, born at the first wake-up that is asked for.

use super::thread::{Registry, Thread, spawn};
use crate::proto::{TimerGuard, Timers};
use crate::sync::lock;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::task::Waker;
use std::time::Instant;

type Due = (Instant, u64);

#[derive(Default)]
struct State {
    wakes: BTreeMap<Due, Waker>,
    next: u64,
    thread: Option<Thread>,
    closed: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

pub struct Clock {
    shared: Arc<Shared>,
    registry: Arc<Registry>,
}

struct Guard {
    shared: Arc<Shared>,
    due: Due,
}

impl TimerGuard for Guard {}

impl Drop for Guard {
    fn drop(&mut self) {
        // The waker is dropped outside of the lock: it may be the last to hold what it wakes.
        let _waker = lock(&self.shared.state).wakes.remove(&self.due);
    }
}

impl Clock {
    pub fn new(registry: Arc<Registry>) -> Arc<Clock> {
        let shared = Arc::new(Shared { state: Mutex::new(State::default()), changed: Condvar::new() });
        Arc::new(Clock { shared, registry })
    }

    /// Ends and joins the thread.
    pub fn close(&self) {
        let mut state = lock(&self.shared.state);
        state.closed = true;
        let thread = state.thread.take();
        let _wakers = std::mem::take(&mut state.wakes);
        drop(state);
        self.shared.changed.notify_all();
        if let Some(thread) = thread {
            thread.join();
        }
    }
}

impl Timers for Clock {
    fn wake_at(&self, when: Instant, waker: Waker) -> Box<dyn TimerGuard> {
        let mut state = lock(&self.shared.state);
        state.next += 1;
        let due = (when, state.next);
        if state.thread.is_none() && !state.closed {
            let shared = self.shared.clone();
            state.thread = spawn(c"mi-timer", &self.registry, move || run(&shared)).ok();
        }
        if state.thread.is_none() {
            // No thread, no clock: better too early than never.
            drop(state);
            waker.wake();
        } else {
            state.wakes.insert(due, waker);
            drop(state);
            self.shared.changed.notify_one();
        }
        Box::new(Guard { shared: self.shared.clone(), due })
    }
}

fn run(shared: &Shared) {
    let mut state = lock(&shared.state);
    while !state.closed {
        let now = Instant::now();
        let next = state.wakes.first_key_value().map(|(due, _)| due.0);
        state = match next {
            Some(when) if when <= now => {
                let waker = state.wakes.pop_first().map(|(_, waker)| waker);
                drop(state);
                waker.into_iter().for_each(Waker::wake);
                lock(&shared.state)
            }
            Some(when) => match shared.changed.wait_timeout(state, when - now) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            },
            None => shared.changed.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner()),
        };
    }
}
