//! A close on a thread of its own, for code inside a callback (`MIX_Application_CloseAsync`).

use super::application::{Application, CloseEnd};
use super::closing::Frame;
use super::scope::{self, Call};
use super::thread;
use crate::handle::Key;
use crate::sync::epoch;
use std::sync::Arc;

/// Closes on a new thread and tells `completed` how it ended. False where no thread could be made.
///
/// From the start on the thread is a unit: its call of `completed` may be what ends somebody else's wait.
pub fn close(application: Arc<Application>, completed: impl FnOnce(CloseEnd) + Send + 'static) -> bool {
    let process = application.process.clone();
    let unit = scope::fresh_unit();
    process.closing.stir();
    let own = process.clone();
    let body = move || {
        let end = application.close_as(unit);
        drop(application);
        let frame = Frame { unit, operation: 0, session: None, application: None };
        let call = Call {
            frame,
            application: Key::default(),
            handle: 0,
            name: "completed of MIX_Application_CloseAsync",
        };
        scope::enter(call, || completed(end));
        if own.epoch == epoch() {
            own.closing.quiet();
        }
    };
    let made = thread::leave(c"mi-close", &process.threads, body).is_ok();
    if !made {
        process.closing.quiet();
    }
    made
}
