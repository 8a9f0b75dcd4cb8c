//! What runs on the I/O thread: a task per request that is under way, cancelled by the request's id, bounded by its
//! deadline. One alarm serves all deadlines and idle connections; tasks are kept for further requests.

use super::aside::Aside;
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase};
use super::io::{Command, Queue};
use super::listen::{self, Listeners};
use super::pool::Pool;
use super::resolve::Lookup;
use super::threads::ThreadSpawner;
use super::warm::{Ended, Warm};
use super::watch::Watch;
use super::{request, signal, tls};
use crate::sync::Arc;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::task::{AbortHandle, LocalSet};
use tokio::time::{Instant, sleep_until};

/// Tasks kept while they have nothing to do.
const MOST_RESTING: usize = 16;
/// How long the end of an application may be held up by what its operations still had to say to their servers.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Everything the tasks of one application share.
pub struct Shared {
    pub aside: Aside,
    pub pool: Arc<Pool>,
    pub lookup: Lookup,
    pub watch: Arc<Watch>,
    pub tls: tls::Settings,
    pub listeners: Listeners,
    under_way: RefCell<BTreeMap<u64, UnderWay>>,
    /// One of them has ended.
    ended: Notify,
    resting: RefCell<Vec<Rc<Runner>>>,
}

/// A request that is under way.
struct UnderWay {
    runner: Rc<Runner>,
    slot: Arc<Slot>,
    started: Instant,
    /// None where the request looks to its time itself.
    deadline: Option<Instant>,
}

/// A request that a task is to perform.
struct Job {
    id: u64,
    post: Arc<Post>,
    slot: Arc<Slot>,
    warm: Option<Warm>,
}

/// A task that performs one request after another.
#[derive(Default)]
struct Runner {
    task: OnceCell<AbortHandle>,
    next: Cell<Option<Job>>,
    waker: Cell<Option<Waker>>,
}

impl Runner {
    fn poll_next(&self, context: &Context<'_>) -> Poll<Job> {
        match self.next.take() {
            Some(next) => Poll::Ready(next),
            None => {
                self.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

impl Shared {
    pub fn new(pool: Arc<Pool>, watch: Arc<Watch>, spawner: Arc<dyn ThreadSpawner>) -> Self {
        Self {
            aside: Aside::new(spawner),
            pool,
            lookup: Lookup::default(),
            watch,
            tls: tls::Settings::default(),
            listeners: Listeners::default(),
            under_way: RefCell::default(),
            ended: Notify::new(),
            resting: RefCell::default(),
        }
    }

    /// Nobody waits for their answers, but their servers are to hear them: releases, unsubscriptions.
    fn has_last_words(&self) -> bool {
        self.under_way.borrow().values().any(|request| request.slot.is_detached())
    }
}

/// The body of the I/O thread.
pub fn run(
    queue: &Queue,
    receiver: signal::Receiver,
    pool: Arc<Pool>,
    watch: Arc<Watch>,
    spawner: Arc<dyn ThreadSpawner>,
) {
    let runtime = match Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse_all(queue, &error.to_string()),
    };
    let shared = Rc::new(Shared::new(pool, watch.clone(), spawner));
    let tasks = LocalSet::new();
    tasks.spawn_local(watch.serve());
    tasks.block_on(&runtime, serve(queue, receiver, shared.clone()));
    // Connections and tasks go first, while the scheduler is still there; then everybody who waits is told.
    drop(tasks);
    shared.pool.close();
    for request in std::mem::take(&mut *shared.under_way.borrow_mut()).into_values() {
        request.slot.finish(Err(closing()));
    }
    shared.listeners.end(&closing());
    refuse_all(queue, "the application is closing");
}

async fn serve(queue: &Queue, receiver: signal::Receiver, shared: Rc<Shared>) {
    let Ok(mut signal) = receiver.register() else { return };
    let mut commands = Vec::new();
    let (alarm, end) = (sleep_until(Instant::now()), sleep_until(Instant::now()));
    tokio::pin!(alarm, end);
    let mut stopping = false;
    while !stopping || shared.has_last_words() && !end.is_elapsed() {
        let set = shared.pool.alarm();
        if let Some(when) = set.filter(|when| alarm.is_elapsed() || *when < alarm.deadline()) {
            alarm.as_mut().reset(when);
        }
        tokio::select! {
            biased;
            () = signal.wait() => {}
            () = alarm.as_mut(), if set.is_some() => ring(&shared),
            () = shared.ended.notified(), if stopping => {}
            () = end.as_mut(), if stopping => {}
        }
        queue.take(&mut commands);
        for command in commands.drain(..) {
            match command {
                Command::Post { id, post, slot, warm } => start(&shared, Job { id, post, slot, warm }),
                Command::Cancel(id) => {
                    let failure = || Failure::Stopped { reason: "The operation was cancelled.".into() };
                    stop(&shared, id, |_| failure());
                }
                Command::Listen { id, listen, inbox } => listen::open(&shared, id, listen, inbox),
                Command::Unlisten(id) => shared.listeners.close(id),
                Command::Reply { delivery, reply } => shared.listeners.reply(delivery, reply),
                Command::Forget(endpoint) => {
                    shared.pool.forget(endpoint);
                    shared.tls.forget(endpoint);
                    shared.aside.forget(endpoint);
                }
                Command::Disturbed(endpoint) => shared.pool.disturbed(endpoint),
                Command::Look => {}
                Command::Stop => {
                    stopping = true;
                    end.as_mut().reset(Instant::now() + LAST_WORDS);
                }
            }
        }
    }
}

fn start(shared: &Rc<Shared>, job: Job) {
    let (id, slot, started) = (job.id, job.slot.clone(), Instant::now());
    let deadline = (!job.post.streamed).then(|| Instant::from_std(job.post.deadline));
    deadline.into_iter().for_each(|deadline| shared.pool.look_by(deadline));
    let resting = shared.resting.borrow_mut().pop();
    let runner = resting.unwrap_or_else(|| {
        let runner = Rc::new(Runner::default());
        let task = tokio::task::spawn_local(perform(shared.clone(), runner.clone()));
        let _ = runner.task.set(task.abort_handle());
        runner
    });
    runner.next.set(Some(job));
    if let Some(waker) = runner.waker.take() {
        waker.wake();
    }
    shared.under_way.borrow_mut().insert(id, UnderWay { runner, slot, started, deadline });
}

/// The body of a [`Runner`].
async fn perform(shared: Rc<Shared>, runner: Rc<Runner>) {
    loop {
        let Job { id, post, slot, warm } = std::future::poll_fn(|context| runner.poll_next(context)).await;
        let begun = match warm {
            Some(warm) => warm.await,
            None => Ended::Elsewhere,
        };
        let ended = match begun {
            Ended::Done(ended) => ended,
            Ended::Elsewhere => request::perform(&shared, &post, &slot).await,
        };
        shared.under_way.borrow_mut().remove(&id);
        slot.finish(ended);
        shared.ended.notify_one();
        let mut resting = shared.resting.borrow_mut();
        if resting.len() >= MOST_RESTING {
            return;
        }
        resting.push(runner.clone());
    }
}

/// Ends a request that is under way.
fn stop(shared: &Shared, id: u64, why: impl FnOnce(&UnderWay) -> Failure) {
    let found = shared.under_way.borrow_mut().remove(&id);
    if let Some(request) = found {
        let failure = why(&request);
        if let Some(task) = request.runner.task.get() {
            task.abort();
        }
        request.slot.finish(Err(failure));
        shared.ended.notify_one();
    }
}

/// Ends what is over its time; says when to look again.
fn ring(shared: &Shared) {
    let now = Instant::now();
    let is_late = |request: &UnderWay| request.deadline.is_some_and(|deadline| deadline <= now);
    let requests = shared.under_way.borrow();
    let late: Vec<u64> = requests.iter().filter(|(_, one)| is_late(one)).map(|(id, _)| *id).collect();
    drop(requests);
    for id in late {
        stop(shared, id, |request| Failure::Timeout {
            phase: request.slot.current_phase(),
            after: request.started.elapsed(),
        });
    }
    let next = shared.under_way.borrow().values().filter_map(|request| request.deadline).min();
    shared.pool.look(next);
}

fn refuse_all(queue: &Queue, reason: &str) {
    let mut commands = Vec::new();
    queue.take(&mut commands);
    for command in commands {
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
