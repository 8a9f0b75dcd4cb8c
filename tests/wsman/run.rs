//! Runs an exchange without the library's runtime: services of the test's own, and a loop that polls.

use mi::cim::{Class, Error, Instance};
use mi::options::{DestinationOptions, OperationOptions};
use mi::proto::http::{Io, NativeThreads};
use mi::proto::wsman::Wsman;
use mi::proto::{
    Connection, Event, Exchange, Handler, Heard, Request, Response, Services, TimerGuard, Timers, Verb,
};
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
    /// Messages, progress, streamed parameters, errors and questions, a line each.
    pub said: Vec<String>,
    pub error: Option<Error>,
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

/// A hang becomes a failure after this: no sooner than a slow machine, but sooner than an operation that forgets the
/// time it was given and takes the default of a minute.
pub const HANG: Duration = Duration::from_secs(50);

/// What `find` finds, in the end.
#[track_caller]
pub fn until<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    let hangs = Instant::now() + HANG;
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(Instant::now() < hangs, "{what}: it hangs");
        std::thread::yield_now();
    }
}

/// The next event.
pub fn next(exchange: &mut dyn Exchange) -> Event {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let hangs = Instant::now() + HANG;
    loop {
        if let Poll::Ready(event) = exchange.poll_event(&mut context) {
            return event;
        }
        if let Some(awaited) = exchange.awaited() {
            awaited.wake(&waker);
        }
        assert!(Instant::now() < hangs, "the exchange hangs: {:?}", exchange.describe());
        std::thread::park_timeout(Duration::from_secs(1));
    }
}

pub fn request(namespace: &str, verb: Verb) -> Request {
    Request {
        namespace: Some(namespace.into()),
        flags: 0,
        options: Arc::new(OperationOptions::default()),
        heard: Heard::default(),
        verb,
    }
}

pub fn finish(exchange: Box<dyn Exchange>) -> Outcome {
    finish_answering(exchange, Response::Yes)
}

/// Runs an operation to its end; all questions get this answer.
pub fn finish_answering(mut exchange: Box<dyn Exchange>, answer: Response) -> Outcome {
    let mut outcome = Outcome::default();
    loop {
        match next(exchange.as_mut()) {
            Event::Instance(instance) => outcome.instances.push(instance),
            Event::Class(class) => outcome.classes.push(class),
            Event::Indication { instance, bookmark, .. } => outcome.indications.push((instance, bookmark)),
            Event::Final(result) => {
                outcome.error = result.err();
                return outcome;
            }
            Event::Message { channel, text } => outcome.said.push(format!("message {channel}: {text}")),
            Event::Progress { activity, operation, status, percent_complete, seconds_remaining } => {
                outcome.said.push(format!(
                    "progress {activity}, {operation}, {status}, {percent_complete}, {seconds_remaining}"
                ));
            }
            Event::StreamedParameter { name, value } => outcome.said.push(format!("{name} = {value:?}")),
            Event::Error(error) => {
                outcome.said.push(format!("error {}: {}", error.result.0, error.message));
                exchange.respond(answer);
            }
            Event::Prompt { message, critical } => {
                outcome.said.push(format!("prompt {critical}: {message}"));
                exchange.respond(answer);
            }
        }
    }
}

/// A client with every callback.
pub const ALL_HEARD: Heard =
    Heard { messages: true, errors: true, streams: true, progress: true, prompts: true };

pub fn run(connection: &dyn Connection, namespace: &str, verb: Verb) -> Outcome {
    finish(connection.start(request(namespace, verb)))
}

/// All parts of a streamed answer.
pub fn streamed(pending: &mut mi::proto::http::Pending) -> Vec<u8> {
    use mi::proto::http::exchange::Part;
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut body = Vec::new();
    loop {
        match pending.poll_part(&mut context) {
            Poll::Ready(Ok(Part::Data(answer))) => {
                let head = (answer.status, answer.content_type.as_str());
                assert_eq!(head, (200, "application/soap+xml;charset=UTF-8"));
                body.extend(answer.body);
            }
            Poll::Ready(Ok(Part::End)) => return body,
            Poll::Ready(Err(failure)) => panic!("{failure}"),
            Poll::Pending => std::thread::park_timeout(Duration::from_secs(1)),
        }
    }
}

/// A whole answer.
pub fn answered(
    pending: &mut mi::proto::http::Pending,
) -> Result<mi::proto::http::Answer, mi::proto::http::Failure> {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(answer) = pending.poll(&mut context) {
            return answer;
        }
        std::thread::park_timeout(Duration::from_secs(1));
    }
}
