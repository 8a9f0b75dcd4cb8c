//! Runs an exchange without the library's runtime: services of the test's own, and a loop that polls.

use mi::cim::{Class, Error, Instance};
use mi::options::{DestinationOptions, OperationOptions};
use mi::proto::http::{Io, NativeThreads};
use mi::proto::wsman::Wsman;
use mi::proto::{Connection, Event, Exchange, Handler, Request, Services, TimerGuard, Timers, Verb};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

struct SleepingThreads;
struct Nothing;

impl Timers for SleepingThreads {
    fn wake_at(&self, when: Instant, waker: Waker) -> Box<dyn TimerGuard> {
        std::thread::spawn(move || {
            std::thread::sleep(when.saturating_duration_since(Instant::now()));
            waker.wake();
        });
        Box::new(Nothing)
    }
}

impl TimerGuard for Nothing {}

/// An application's side: stops its network thread when it goes.
pub struct Client {
    pub services: Services,
}

impl Default for Client {
    fn default() -> Self {
        let network = Io::new(Arc::new(NativeThreads));
        Self {
            services: Services {
                timers: Arc::new(SleepingThreads),
                network,
                threads: Arc::new(NativeThreads),
                variable: |_| None,
            },
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.services.network.stop();
    }
}

impl Client {
    pub fn connect(
        &self,
        destination: &str,
        options: &DestinationOptions,
    ) -> Result<Box<dyn Connection>, Error> {
        Wsman.connect(Some(destination), options, &self.services)
    }
}

/// What an operation delivered.
#[derive(Debug, Default)]
pub struct Outcome {
    pub instances: Vec<Instance>,
    pub classes: Vec<Class>,
    pub indications: Vec<(Instance, Option<String>)>,
    pub error: Option<Error>,
    pub took: Duration,
}

impl Outcome {
    /// The error, which must be there.
    pub fn failure(&self) -> &Error {
        self.error.as_ref().expect("the operation fails")
    }

    /// The outcome, which must be a success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.error.is_none(), "{:?}", self.error);
        self
    }
}

/// The next event, within a minute and a half: longer than any default of the library.
pub fn next(exchange: &mut dyn Exchange) -> Event {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let end = Instant::now() + Duration::from_secs(90);
    loop {
        if let Poll::Ready(event) = exchange.poll_event(&mut context) {
            return event;
        }
        assert!(Instant::now() < end, "the exchange hangs: {:?}", exchange.describe());
        std::thread::park_timeout(Duration::from_secs(1));
    }
}

pub fn request(namespace: &str, verb: Verb) -> Request {
    Request {
        namespace: Some(namespace.into()),
        flags: 0,
        options: Arc::new(OperationOptions::default()),
        verb,
    }
}

pub fn finish(mut exchange: Box<dyn Exchange>) -> Outcome {
    let started = Instant::now();
    let mut outcome = Outcome::default();
    loop {
        match next(exchange.as_mut()) {
            Event::Instance(instance) => outcome.instances.push(instance),
            Event::Class(class) => outcome.classes.push(class),
            Event::Indication { instance, bookmark, .. } => outcome.indications.push((instance, bookmark)),
            Event::Final(result) => {
                outcome.error = result.err();
                outcome.took = started.elapsed();
                return outcome;
            }
            _ => {}
        }
    }
}

pub fn run(connection: &dyn Connection, namespace: &str, verb: Verb) -> Outcome {
    finish(connection.start(request(namespace, verb)))
}
