//! The I/O thread of an application: started by the first request, stopped and joined by its close.

use super::driver;
use super::exchange::{Pending, Post, Slot};
use super::failure::Failure;
use super::inbox::{Inbox, Listen, Listening, Reply};
use super::signal::{self, Signal};
use super::threads::{JoinThread, ThreadSpawner};
use crate::sync::{Arc, Mutex, lock};

/// What other threads ask of the I/O thread.
pub enum Command {
    Post {
        id: u64,
        post: Box<Post>,
        slot: Arc<Slot>,
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
    Stop,
}

#[derive(Default)]
struct State {
    commands: Vec<Command>,
    next: u64,
    signal: Option<Signal>,
    thread: Option<Box<dyn JoinThread>>,
    stopped: bool,
}

/// Handle of the I/O thread.
pub struct Io {
    spawner: Arc<dyn ThreadSpawner>,
    queue: Arc<Queue>,
}

/// What both sides share.
#[derive(Default)]
pub struct Queue(Mutex<State>);

impl Queue {
    /// What has been asked since the last time (I/O thread only).
    pub fn take(&self) -> Vec<Command> {
        std::mem::take(&mut lock(&self.0).commands)
    }
}

impl Io {
    /// Starts nothing yet.
    pub fn new(spawner: Arc<dyn ThreadSpawner>) -> Arc<Self> {
        let state = State { next: 1, ..State::default() };
        Arc::new(Self { spawner, queue: Arc::new(Queue(Mutex::new(state))) })
    }

    /// Hands over a request. Where the thread cannot be started, the answer is the reason.
    pub fn post(self: &Arc<Self>, post: Post) -> Pending {
        let slot = Arc::new(Slot::default());
        let id = {
            let mut state = lock(&self.queue.0);
            let id = state.next;
            state.next += 1;
            if let Err(failure) = self.started(&mut state) {
                slot.finish(Err(failure));
            } else {
                state.commands.push(Command::Post { id, post: Box::new(post), slot: slot.clone() });
                raise(&state);
            }
            id
        };
        Pending::new(self.clone(), id, slot)
    }

    pub fn cancel(&self, id: u64) {
        self.command(Command::Cancel(id));
    }

    /// Begins to listen. Where the thread cannot be started, the inbox says so.
    pub fn listen(self: &Arc<Self>, listen: Listen) -> Listening {
        let inbox = Arc::new(Inbox::default());
        let mut state = lock(&self.queue.0);
        let id = state.next;
        state.next += 1;
        if let Err(failure) = self.started(&mut state) {
            inbox.close(failure);
        } else {
            state.commands.push(Command::Listen { id, listen, inbox: inbox.clone() });
            raise(&state);
        }
        drop(state);
        Listening::new(self.clone(), id, inbox)
    }

    pub fn unlisten(&self, id: u64) {
        self.command(Command::Unlisten(id));
    }

    pub fn reply(&self, delivery: u64, reply: Reply) {
        self.command(Command::Reply { delivery, reply });
    }

    /// Drops the pooled connections of an endpoint.
    pub fn forget(&self, endpoint: u64) {
        self.command(Command::Forget(endpoint));
    }

    fn command(&self, command: Command) {
        let mut state = lock(&self.queue.0);
        if state.signal.is_some() && !state.stopped {
            state.commands.push(command);
            raise(&state);
        }
    }

    /// Ends every exchange, closes every connection and joins the thread. Requests after it fail.
    pub fn stop(&self) {
        if let Some(thread) = self.request_stop() {
            thread.join();
        }
        lock(&self.queue.0).signal = None;
    }

    fn request_stop(&self) -> Option<Box<dyn JoinThread>> {
        let mut state = lock(&self.queue.0);
        state.stopped = true;
        if state.thread.is_some() {
            state.commands.push(Command::Stop);
            raise(&state);
        }
        state.thread.take()
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
        let (queue, spawner) = (self.queue.clone(), self.spawner.clone());
        let body = Box::new(move || driver::run(&queue, receiver, spawner));
        state.thread = Some(self.spawner.clone().spawn(c"mi-network", body).map_err(failed)?);
        state.signal = Some(signal);
        Ok(())
    }
}

fn raise(state: &State) {
    if let Some(signal) = &state.signal {
        signal.raise();
    }
}

impl Drop for Io {
    /// Ends the thread, and does not wait for it: this may run on that very thread (a waker's last reference).
    fn drop(&mut self) {
        let _ = self.request_stop();
    }
}
