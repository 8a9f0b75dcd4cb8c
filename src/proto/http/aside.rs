//! Work that may wait for others as long as it likes (a KDC), on threads of its own: nobody waits for them.

use super::failure::Failure;
use super::threads::ThreadSpawner;
use crate::sync::Arc;
use std::cell::RefCell;
use std::collections::HashMap;
use tokio::sync::{Semaphore, oneshot};

/// Threads that may be at it for one endpoint at a time. More work waits, at its own operations' expense.
const MOST: usize = 4;

/// Lives on the I/O thread.
pub struct Aside {
    spawner: Arc<dyn ThreadSpawner>,
    permits: RefCell<HashMap<u64, Arc<Semaphore>>>,
}

impl Aside {
    pub fn new(spawner: Arc<dyn ThreadSpawner>) -> Self {
        Self { spawner, permits: RefCell::default() }
    }

    pub fn forget(&self, endpoint: u64) {
        self.permits.borrow_mut().remove(&endpoint);
    }

    /// Runs `body` and gives its result, unless the caller is dropped first: then the thread drops it.
    pub async fn run<T: Send + 'static>(
        &self,
        endpoint: u64,
        body: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let stopped =
            |reason: &str| Failure::Stopped { reason: format!("The log-on was given up: {reason}.") };
        let permits = self
            .permits
            .borrow_mut()
            .entry(endpoint)
            .or_insert_with(|| Arc::new(Semaphore::new(MOST)))
            .clone();
        let permit = permits.acquire_owned().await.map_err(|_| stopped("the application is closing"))?;
        let (sender, receiver) = oneshot::channel();
        let body = Box::new(move || {
            let result = body();
            drop(permit);
            let _ = sender.send(result);
        });
        self.spawner
            .clone()
            .leave(c"mi-log-on", body)
            .map_err(|error| stopped(&format!("no thread could be started: {error}")))?;
        receiver.await.map_err(|_| stopped("its thread ended without an answer"))
    }
}
