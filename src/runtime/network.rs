//! What an application lends the protocol handlers: its clock, and its network thread, born like all of ours.

use super::config;
use super::thread::{Registry, Thread, leave, spawn};
use crate::proto::http::{Io, JoinThread, ThreadSpawner};
use crate::proto::{Services, Timers};
use std::ffi::CStr;
use std::sync::Arc;

struct Joinable(Thread);

impl JoinThread for Joinable {
    fn join(self: Box<Self>) {
        self.0.join();
    }
}

/// Library threads for the network.
impl ThreadSpawner for Registry {
    fn spawn(
        self: Arc<Self>,
        name: &'static CStr,
        body: Box<dyn FnOnce() + Send>,
    ) -> std::io::Result<Box<dyn JoinThread>> {
        Ok(Box::new(Joinable(spawn(name, &self, body)?)))
    }

    fn leave(self: Arc<Self>, name: &'static CStr, body: Box<dyn FnOnce() + Send>) -> std::io::Result<()> {
        leave(name, &self, body)
    }
}

/// One set per application. No thread is started yet.
pub fn services(timers: Arc<dyn Timers>, threads: &Arc<Registry>) -> Services {
    let network = Io::new(threads.clone());
    Services { timers, network, threads: threads.clone(), variable: config::proxy_variable }
}
