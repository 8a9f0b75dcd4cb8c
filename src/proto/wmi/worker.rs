//! The threads that speak COM: born by the operations of a session, ended by its close, joined by the application's.

use super::failure;
use super::job::Job;
use super::object::{Apartment, Token};
use super::operation::{self, Connections, Target};
use crate::abi::MI_RESULT_FAILED;
use crate::cim::Error;
use crate::proto::Request;
use crate::proto::http::{JoinThread, ThreadSpawner};
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Arc, Condvar, Mutex, lock};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// All threads of an application that speak COM.
#[derive(Default)]
pub struct Threads(Mutex<Vec<(Arc<AtomicBool>, Box<dyn JoinThread>)>>);

impl Threads {
    /// Joins those that have ended by themselves, or all of them.
    pub fn join(&self, all: bool) {
        loop {
            let ended = {
                let mut threads = lock(&self.0);
                let at = threads.iter().position(|(over, _)| all || over.load(Ordering::Acquire));
                at.map(|at| threads.swap_remove(at))
            };
            let Some((_, thread)) = ended else { return };
            thread.join();
        }
    }
}

/// A request, in the name of whom, and whom it is told.
type Work = (Request, Option<Token>, Arc<Job>);

#[derive(Default)]
struct State {
    queue: VecDeque<Work>,
    /// Workers that wait for work, or are on their way to it.
    idle: usize,
    closed: bool,
}

/// The workers of a session: as many as it has operations under way.
pub struct Workers {
    state: Mutex<State>,
    changed: Condvar,
    target: Target,
    threads: Arc<Threads>,
    spawner: Arc<dyn ThreadSpawner>,
}

impl Workers {
    pub fn new(target: Target, threads: Arc<Threads>, spawner: Arc<dyn ThreadSpawner>) -> Arc<Workers> {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Arc::new(Workers { state, changed, target, threads, spawner })
    }

    /// Called on the client's thread.
    pub fn start(self: &Arc<Self>, request: Request, job: &Arc<Job>) {
        let token = match Token::of_this_thread() {
            Ok(token) => token,
            Err(failure) => return job.finish(Err(failure.into())),
        };
        let mut state = lock(&self.state);
        state.queue.push_back((request, token, job.clone()));
        let enough = state.idle >= state.queue.len();
        drop(state);
        if enough {
            self.changed.notify_one();
        } else if let Err(error) = self.grow() {
            let mut state = lock(&self.state);
            let waiting = state.queue.iter().position(|(_, _, other)| Arc::ptr_eq(other, job));
            // Unless a worker has become free and taken it.
            let given_up = waiting.and_then(|at| state.queue.remove(at));
            drop(state);
            if given_up.is_some() {
                job.finish(Err(Error::new(MI_RESULT_FAILED, format!("no thread could be made: {error}"))));
            }
        }
    }

    fn grow(self: &Arc<Self>) -> std::io::Result<()> {
        self.threads.join(false);
        let over = Arc::new(AtomicBool::new(false));
        let (workers, mark) = (self.clone(), over.clone());
        lock(&self.state).idle += 1;
        let body = Box::new(move || {
            workers.serve();
            drop(workers);
            mark.store(true, Ordering::Release);
        });
        let spawned = self.spawner.clone().spawn(c"mi-wmi", body);
        let thread = spawned.inspect_err(|_| lock(&self.state).idle -= 1)?;
        lock(&self.threads.0).push((over, thread));
        Ok(())
    }

    fn serve(&self) {
        let apartment = Apartment::enter();
        let mut connections = Connections::default();
        while let Some((request, token, job)) = self.next() {
            let ended = match &apartment {
                Err(_) => Err(Error::new(MI_RESULT_FAILED, "COM cannot be initialized on a thread")),
                Ok(_) => {
                    let run = || self.run(request, token, &mut connections, &job);
                    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
                        Err(Error::new(MI_RESULT_FAILED, "internal error while the operation ran"))
                    })
                }
            };
            if ended.as_ref().is_err_and(failure::is_from_below) {
                // A connection may be what failed.
                connections = Connections::default();
            }
            // Before the client knows: its next operation finds the worker, and makes no other.
            lock(&self.state).idle += 1;
            job.finish(ended);
        }
        drop(connections);
    }

    fn run(
        &self,
        request: Request,
        token: Option<Token>,
        connections: &mut Connections,
        job: &Job,
    ) -> Result<(), Error> {
        let Some(token) = token else {
            return operation::run(request, &self.target, connections, false, job);
        };
        let _acting = token.put_on()?;
        // Whoever it is, no other operation has the same connections.
        operation::run(request, &self.target, &mut Connections::default(), true, job)
    }

    fn next(&self) -> Option<Work> {
        let mut state = lock(&self.state);
        loop {
            if let Some(work) = state.queue.pop_front() {
                state.idle -= 1;
                return Some(work);
            }
            if state.closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    /// Nothing more will be started.
    pub fn close(&self) {
        lock(&self.state).closed = true;
        self.changed.notify_all();
    }
}
