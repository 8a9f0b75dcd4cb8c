//! A close on a thread of its own, for code inside a callback (`MIX_Application_CloseAsync`).

use super::application::{Application, CloseEnd};
use super::closing::Frame;
use super::scope::{self, Call};
use super::thread;
use crate::handle::Key;
use std::sync::Arc;

/// Keeps the library mapped while the thread lives: the C library does not unmap an object that still has a
/// thread-local destructor to run, and runs it as the last thing of ours on the thread.
struct Mapped;

impl Drop for Mapped {
    fn drop(&mut self) {}
}

thread_local! {
    static MAPPED: Mapped = const { Mapped };
}

/// Closes on a new thread and tells `completed` how it ended. False where no thread could be made.
pub fn close(application: Arc<Application>, completed: impl FnOnce(CloseEnd) + Send + 'static) -> bool {
    let registry = application.process.threads.clone();
    let own = registry.clone();
    let body = move || {
        MAPPED.with(|_| {});
        let end = application.close();
        drop(application);
        let frame = Frame { unit: 0, operation: 0, session: None, application: None };
        let call = Call {
            frame,
            application: Key::default(),
            handle: 0,
            name: "completed of MIX_Application_CloseAsync",
        };
        scope::enter(call, || completed(end));
        own.remove(thread::current_id());
    };
    thread::spawn(c"mi-close", &registry, body).map(thread::Thread::detach).is_ok()
}
