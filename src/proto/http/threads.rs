//! How a library thread is born: the runtime lends its own way; the one here is the plain pthread.

use crate::sync::Arc;
use std::ffi::CStr;
use std::io;

/// Makes library threads: `pthread_create` with every asynchronous signal blocked.
pub trait ThreadSpawner: Send + Sync {
    fn spawn(
        self: Arc<Self>,
        name: &'static CStr,
        body: Box<dyn FnOnce() + Send>,
    ) -> io::Result<Box<dyn JoinThread>>;

    /// A thread that nobody joins: it may outlive its application, and then keeps the library mapped.
    fn leave(self: Arc<Self>, name: &'static CStr, body: Box<dyn FnOnce() + Send>) -> io::Result<()>;
}

/// A thread that is joined exactly once.
pub trait JoinThread: Send + Sync {
    fn join(self: Box<Self>);
}

/// Threads straight from the system, for tests and tools that run without the runtime.
pub struct NativeThreads;

impl ThreadSpawner for NativeThreads {
    fn spawn(
        self: Arc<Self>,
        name: &'static CStr,
        body: Box<dyn FnOnce() + Send>,
    ) -> io::Result<Box<dyn JoinThread>> {
        let thread = std::thread::Builder::new().name(name.to_string_lossy().into_owned()).spawn(body)?;
        Ok(Box::new(Native(thread)))
    }

    fn leave(self: Arc<Self>, name: &'static CStr, body: Box<dyn FnOnce() + Send>) -> io::Result<()> {
        std::thread::Builder::new().name(name.to_string_lossy().into_owned()).spawn(body).map(drop)
    }
}

struct Native(std::thread::JoinHandle<()>);

impl JoinThread for Native {
    fn join(self: Box<Self>) {
        // A panic of the thread was reported where it happened.
        let _ = self.0.join();
    }
}
