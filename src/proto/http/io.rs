//! The I/O thread of an application: started by the first request, stopped and joined by its close.

use super::driver;
use super::exchange::{Own, Pending, Post, Slot};
use super::failure::Failure;
use super::inbox::{Inbox, Listen, Listening, Reply};
use super::pool::Pool;
use super::signal::{self, Signal};
use super::threads::{JoinThread, ThreadSpawner};
use super::warm::{self, Warm};
use super::watch::Watch;
use crate::proto::Lookout;
use crate::sync::{Arc, Mutex, MutexGuard, lock};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// What other threads ask of the I/O thread.
pub enum Command {
    Post {
        id: u64,
        post: Arc<Post>,
        slot: Arc<Slot>,
        /// It has been begun already.
        warm: Option<Warm>,
    },
    Cancel(u64),
    Listen {
        id: u64,
        listen: Listen,
        inbox: Arc<Inbox>,
    },
    Unlisten(u64),
    Reply {
        delivery: u64,
        reply: Reply,
    },
    /// A session was closed: its idle connections go.
    Forget(u64),
    /// Something happened to a connection of this endpoint that nobody uses.
    Disturbed(u64),
    /// The pool's alarm was set to an earlier time.
    Look,
    Stop,
}

#[derive(Default)]
struct State {
    commands: Vec<Command>,
    signal: Option<Arc<Signal>>,
    thread: Option<Box<dyn JoinThread>>,
    stopped: bool,
}

/// Adds a command. The thread is told of the first and takes all that are there by then. It is told without the lock,
/// for which it would only have to wait.
fn push(mut state: MutexGuard<'_, State>, command: Command) {
    state.commands.push(command);
    let signal = if state.commands.len() == 1 { state.signal.clone() } else { None };
    drop(state);
    if let Some(signal) = signal {
        signal.raise();
    }
}

/// Handle of the I/O thread.
pub struct Io {
    spawner: Arc<dyn ThreadSpawner>,
    queue: Arc<Queue>,
    pub(super) pool: Arc<Pool>,
    watch: OnceLock<Arc<Watch>>,
    next: AtomicU64,
}

/// What both sides share.
#[derive(Default)]
pub struct Queue(Mutex<State>);

impl Queue {
    /// Adds a command, unless there is no thread to take it.
    pub fn push(&self, command: Command) {
        let state = lock(&self.0);
        if state.signal.is_some() && !state.stopped {
            push(state, command);
        }
    }

    /// What has been asked since the last time (I/O thread only). `commands` is empty before; its room is used again.
    pub fn take(&self, commands: &mut Vec<Command>) {
        std::mem::swap(&mut lock(&self.0).commands, commands);
    }
}

impl Io {
    /// Starts nothing yet.
    pub fn new(spawner: Arc<dyn ThreadSpawner>) -> Arc<Self> {
        let queue = Arc::new(Queue::default());
        let pool = Arc::new(Pool::new(queue.clone()));
        Arc::new(Self { spawner, queue, pool, watch: OnceLock::new(), next: AtomicU64::new(1) })
    }

    fn new_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Performs a request, on an open connection by the asking side's polls. Where the thread cannot be started, the
    /// answer is the reason.
    pub fn post(self: &Arc<Self>, post: Post) -> Pending {
        let (id, post, slot) = (self.new_id(), Arc::new(post), Arc::new(Slot::default()));
        let connection = if post.streamed { None } else { self.pool.lend(id, &post) };
        let own = connection.map(|connection| {
            let watched = connection.watched.clone();
            let warm = warm::begin(self.pool.clone(), id, connection, post.clone(), slot.clone());
            Own { warm, watched, post: post.clone(), started: Instant::now(), waker: None }
        });
        if own.is_none() {
            self.perform(id, post, slot.clone(), None);
        }
        Pending::new(self.clone(), id, slot, own)
    }

    /// Hands over a request, or what is left of it.
    pub(super) fn perform(&self, id: u64, post: Arc<Post>, slot: Arc<Slot>, warm: Option<Warm>) {
        let mut state = lock(&self.queue.0);
        if let Err(failure) = self.started(&mut state) {
            drop(state);
            slot.finish(Err(failure));
        } else {
            push(state, Command::Post { id, post, slot, warm });
        }
    }

    pub fn cancel(&self, id: u64) {
        self.queue.push(Command::Cancel(id));
    }

    /// Begins to listen. Where the thread cannot be started, the inbox says so.
    pub fn listen(self: &Arc<Self>, listen: Listen) -> Listening {
        let inbox = Arc::new(Inbox::default());
        let id = self.new_id();
        let mut state = lock(&self.queue.0);
        if let Err(failure) = self.started(&mut state) {
            drop(state);
            inbox.close(failure);
        } else {
            push(state, Command::Listen { id, listen, inbox: inbox.clone() });
        }
        Listening::new(self.clone(), id, inbox)
    }

    pub fn unlisten(&self, id: u64) {
        self.queue.push(Command::Unlisten(id));
    }

    pub fn reply(&self, delivery: u64, reply: Reply) {
        self.queue.push(Command::Reply { delivery, reply });
    }

    /// Drops the pooled connections of an endpoint.
    pub fn forget(&self, endpoint: u64) {
        self.queue.push(Command::Forget(endpoint));
    }

    /// Ends every exchange, closes every connection and joins the thread; for a moment it lets requests go on whose answers
    /// nobody waits for. Requests after it fail.
    pub fn stop(&self) {
        if let Some(thread) = self.request_stop() {
            thread.join();
        }
        lock(&self.queue.0).signal = None;
    }

    fn request_stop(&self) -> Option<Box<dyn JoinThread>> {
        let mut state = lock(&self.queue.0);
        state.stopped = true;
        let thread = state.thread.take();
        if thread.is_some() {
            push(state, Command::Stop);
        }
        thread
    }

    fn started(&self, state: &mut State) -> Result<(), Failure> {
        if state.stopped {
            return Err(Failure::Stopped { reason: "The application is closing.".into() });
        }
        if state.thread.is_some() {
            return Ok(());
        }
        let failed = |error: std::io::Error| Failure::Stopped {
            reason: format!("The network thread could not be started: {error}."),
        };
        let (signal, receiver) = signal::pair().map_err(failed)?;
        let watch = Watch::new().map_err(failed)?;
        let (queue, pool, spawner) = (self.queue.clone(), self.pool.clone(), self.spawner.clone());
        let of_thread = watch.clone();
        let body = Box::new(move || driver::run(&queue, receiver, pool, of_thread, spawner));
        state.thread = Some(self.spawner.clone().spawn(c"mi-network", body).map_err(failed)?);
        state.signal = Some(Arc::new(signal));
        let _ = self.watch.set(watch);
        Ok(())
    }
}

impl Lookout for Io {
    fn is_there(&self) -> bool {
        self.watch.get().is_some_and(|watch| watch.has_lookout())
    }

    fn look_out(&self, back: &dyn Fn()) -> bool {
        self.watch.get().is_some_and(|watch| watch.look_out(back))
    }

    fn interrupt(&self) {
        if let Some(watch) = self.watch.get() {
            watch.interrupt();
        }
    }
}

impl Drop for Io {
    /// Ends the thread, and does not wait for it: this may run on that very thread (a waker's last reference).
    fn drop(&mut self) {
        let _ = self.request_stop();
    }
}
