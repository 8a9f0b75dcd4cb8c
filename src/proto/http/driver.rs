//! What runs on the I/O thread: one task per request, cancelled by its id, bounded by its deadline.

use super::aside::Aside;
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase};
use super::io::{Command, Queue};
use super::listen::{self, Listeners};
use super::pool::Pool;
use super::resolve::Lookup;
use super::threads::ThreadSpawner;
use super::{request, signal, tls};
use crate::sync::Arc;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tokio::runtime::Builder;
use tokio::task::{AbortHandle, LocalSet};
use tokio::time::{Instant, sleep_until};

/// Everything the tasks of one application share.
pub struct Shared {
    pub aside: Aside,
    pub pool: Pool,
    pub lookup: Lookup,
    pub tls: tls::Settings,
    pub listeners: Listeners,
    tasks: RefCell<HashMap<u64, (AbortHandle, Arc<Slot>)>>,
}

impl Shared {
    pub fn new(spawner: Arc<dyn ThreadSpawner>) -> Self {
        Self {
            aside: Aside::new(spawner),
            pool: Pool::default(),
            lookup: Lookup::default(),
            tls: tls::Settings::default(),
            listeners: Listeners::default(),
            tasks: RefCell::default(),
        }
    }
}

/// The body of the I/O thread.
pub fn run(queue: &Queue, receiver: signal::Receiver, spawner: Arc<dyn ThreadSpawner>) {
    let runtime = match Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse_all(queue, &error.to_string()),
    };
    let shared = Rc::new(Shared::new(spawner));
    let tasks = LocalSet::new();
    tasks.block_on(&runtime, serve(queue, receiver, shared.clone()));
    // Connections and tasks go first, while the scheduler is still there; then everybody who waits is told.
    drop(tasks);
    let left: Vec<_> = shared.tasks.borrow_mut().drain().collect();
    for (_, (_, slot)) in left {
        slot.finish(Err(closing()));
    }
    shared.listeners.end(&closing());
    refuse_all(queue, "the application is closing");
}

async fn serve(queue: &Queue, receiver: signal::Receiver, shared: Rc<Shared>) {
    let Ok(mut signal) = receiver.register() else { return };
    loop {
        let expiry = shared.pool.expire();
        tokio::select! {
            () = signal.wait() => {}
            () = sleep_until(expiry.unwrap_or_else(Instant::now)), if expiry.is_some() => {}
        }
        for command in queue.take() {
            match command {
                Command::Post { id, post, slot } => start(&shared, id, *post, slot),
                Command::Cancel(id) => cancel(&shared, id),
                Command::Listen { id, listen, inbox } => listen::open(&shared, id, listen, inbox),
                Command::Unlisten(id) => shared.listeners.close(id),
                Command::Reply { delivery, reply } => shared.listeners.reply(delivery, reply),
                Command::Forget(endpoint) => {
                    shared.pool.forget(endpoint);
                    shared.tls.forget(endpoint);
                    shared.aside.forget(endpoint);
                }
                Command::Stop => return,
            }
        }
    }
}

fn start(shared: &Rc<Shared>, id: u64, post: Post, slot: Arc<Slot>) {
    let (context, result) = (shared.clone(), slot.clone());
    let task = tokio::task::spawn_local(async move {
        let started = Instant::now();
        let performed = request::perform(&context, &post, &result);
        let ended = if post.streamed {
            Ok(performed.await)
        } else {
            tokio::time::timeout_at(Instant::from_std(post.deadline), performed).await
        };
        let ended = ended.unwrap_or_else(|_| {
            Err(Failure::Timeout { phase: result.current_phase(), after: started.elapsed() })
        });
        context.tasks.borrow_mut().remove(&id);
        result.finish(ended);
    });
    // The task has not run yet, so it cannot have removed itself.
    shared.tasks.borrow_mut().insert(id, (task.abort_handle(), slot));
}

fn cancel(shared: &Rc<Shared>, id: u64) {
    let found = shared.tasks.borrow_mut().remove(&id);
    if let Some((task, slot)) = found {
        task.abort();
        slot.finish(Err(Failure::Stopped { reason: "The operation was cancelled.".into() }));
    }
}

fn refuse_all(queue: &Queue, reason: &str) {
    for command in queue.take() {
        let failure = || Failure::Stopped { reason: format!("The request was not sent: {reason}.") };
        match command {
            Command::Post { slot, .. } => {
                slot.phase(Phase::Queued);
                slot.finish(Err(failure()));
            }
            Command::Listen { inbox, .. } => inbox.close(failure()),
            _ => {}
        }
    }
}

fn closing() -> Failure {
    Failure::Stopped { reason: "The application is closing.".into() }
}
