//! What a session tells its client besides results: `writeMessage` and `writeError` of `MI_SessionCallbacks`.

use super::closing::{Frame, Release};
use super::pool::Work;
use super::session::Session;
use crate::cim::{Error, Instance, MiString};
use crate::handle::Key;
use crate::sync::lock;
use std::sync::{Arc, Mutex};

/// A session's callbacks. Every call is made inside [`super::scope::enter`].
pub trait SessionClient: Send + Sync {
    fn write_message(&self, application: Key, frame: Frame, channel: u32, text: &MiString);
    fn write_error(&self, application: Key, frame: Frame, error: &Instance);
}

/// Something to tell.
pub enum Note {
    /// `channel`: `MI_WRITEMESSAGE_CHANNEL_*`.
    Message {
        channel: u32,
        text: String,
    },
    Error(Error),
}

/// On its way to the client; holds the session until the client has returned.
struct Delivery {
    session: Arc<Session>,
    note: Mutex<Option<Note>>,
}

impl Session {
    /// Tells the client, on a library thread. Informational: where it cannot be delivered, it is dropped.
    pub fn note(self: &Arc<Self>, note: Note) {
        let closing = &self.application.process.closing;
        if self.client.is_none() || !closing.add_operation(self.node, true) {
            return;
        }
        let delivery = Arc::new(Delivery { session: self.clone(), note: Mutex::new(Some(note)) });
        if self.application.pool.submit(delivery.clone()).is_err() {
            delivery.end();
        }
    }
}

impl Delivery {
    fn end(&self) {
        let session = &self.session;
        if session.application.epoch != crate::sync::epoch() {
            // A child was forked inside the call and has returned from it: nothing here is the child's.
            return;
        }
        if session.application.process.closing.release(session.node, true) == Release::RunCompletion {
            session.run_completion();
        }
    }
}

impl Work for Delivery {
    fn run(self: Arc<Self>) {
        let session = &self.session;
        let note = lock(&self.note).take();
        let (key, application) = (session.application.key(), session.application.node);
        let unit = super::scope::fresh_unit();
        let frame = Frame { unit, operation: 0, session: Some(session.node), application: Some(application) };
        let _ = session.application.pool.ensure_spare();
        match (&session.client, note) {
            (Some(client), Some(Note::Message { channel, text })) => {
                client.write_message(key, frame, channel, &MiString::from(text.as_str()));
            }
            (Some(client), Some(Note::Error(error))) => {
                if let Ok(instance) = error.to_instance() {
                    client.write_error(key, frame, &instance);
                }
            }
            _ => {}
        }
        if session.application.epoch != crate::sync::epoch() {
            // A child was forked inside the call and has returned from it: nothing here is the child's.
            return;
        }
        self.end();
    }
}
