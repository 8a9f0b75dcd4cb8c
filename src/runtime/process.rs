//! What the applications of a process share: the wait-for graph, the list of library threads, the diagnostics.
//!
//! It is made with the first application and gone after the last one. Everything hangs off one cell, which a forked
//! child finds empty.

use super::application::Application;
use super::closing::{Closing, ThreadId};
use super::diagnostics::Ring;
use super::slab::Slab;
use super::thread::Registry;
use crate::sync::{ForkCell, epoch, lock};
use std::sync::{Arc, Mutex, Weak};

pub struct Process {
    /// Of the process that made it; a child's is another.
    pub epoch: u32,
    pub closing: Closing,
    pub threads: Arc<Registry>,
    pub diagnostics: Mutex<Ring>,
    applications: Mutex<Slab<Weak<Application>>>,
}

struct Shared {
    process: Arc<Process>,
    users: usize,
}

static PROCESS: ForkCell<Option<Shared>> = ForkCell::new(None);

impl Process {
    fn new() -> Arc<Process> {
        Arc::new(Process {
            epoch: epoch(),
            closing: Closing::new(),
            threads: Arc::default(),
            diagnostics: Mutex::default(),
            applications: Mutex::default(),
        })
    }

    /// For an application that begins: the process's own, made if this is the first. [`Process::leave`] ends it.
    pub fn enter() -> Arc<Process> {
        crate::sync::watch_forks();
        crate::cim::block::spare::open();
        let fresh = if Process::current().is_none() { Some(Process::new()) } else { None };
        PROCESS.with(|cell| {
            if let Some(shared) = cell.as_mut().filter(|shared| shared.process.epoch == epoch()) {
                shared.users += 1;
                return shared.process.clone();
            }
            let process = fresh.unwrap_or_else(Process::new);
            let inherited = cell.replace(Shared { process: process.clone(), users: 1 });
            // What a fork left behind may be locked by threads that did not come along: it is never touched.
            std::mem::forget(inherited);
            process
        })
    }

    /// The process's own, while an application is open.
    pub fn current() -> Option<Arc<Process>> {
        PROCESS.with(|cell| {
            let shared = cell.as_ref()?;
            (shared.process.epoch == epoch()).then(|| shared.process.clone())
        })
    }

    /// An application has ended; the last one takes the process's part with it. True for the last.
    pub fn leave(&self) -> bool {
        let last = PROCESS.with(|cell| {
            let shared = cell.as_mut().filter(|shared| shared.process.epoch == self.epoch)?;
            shared.users -= 1;
            if shared.users == 0 { cell.take() } else { None }
        });
        last.is_some()
    }

    pub fn register(&self, application: &Arc<Application>) {
        let place = lock(&self.applications).insert(Arc::downgrade(application));
        let _ = application.place.set(place);
    }

    pub fn unregister(&self, application: &Application) {
        if let Some(place) = application.place.get() {
            let _gone = lock(&self.applications).remove(*place);
        }
    }

    pub fn applications(&self) -> Vec<Arc<Application>> {
        lock(&self.applications).iter().filter_map(Weak::upgrade).collect()
    }

    /// See [`super::closing::Census`].
    pub fn others(&self, waiting: &[ThreadId]) -> Option<bool> {
        self.threads.others_alive(waiting)
    }
}
