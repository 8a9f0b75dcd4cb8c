//! A small executor: operations are polled here, timers go off when a test says so.

use mi::abi::MI_Result;
use mi::cim::{Class, Error, Instance, Value, ValueRef};
use mi::options::{DestinationOptions, OperationOptions};
use mi::proto::http::{Io, NativeThreads};
use mi::proto::local::LocalHandler;
use mi::proto::{
    Connection, Event, Exchange, Handler, Heard, Request, Response, Services, TimerGuard, Timers, Verb,
};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

/// Timers that go off when they are told to.
#[derive(Default)]
pub struct HandTimers {
    set: Mutex<Vec<(usize, Waker)>>,
    made: AtomicUsize,
}

struct Guard;

impl TimerGuard for Guard {}

impl Timers for HandTimers {
    fn wake_at(&self, _when: Instant, waker: Waker) -> Box<dyn TimerGuard> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        self.set.lock().unwrap().push((number, waker));
        Box::new(Guard)
    }
}

impl HandTimers {
    /// Lets all timers go off that are set; how many there were.
    pub fn fire(&self) -> usize {
        let due = std::mem::take(&mut *self.set.lock().unwrap());
        let count = due.len();
        due.into_iter().for_each(|(_, waker)| waker.wake());
        count
    }

    pub fn count(&self) -> usize {
        self.set.lock().unwrap().len()
    }
}

/// Remembers that it was woken.
#[derive(Default)]
pub struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Flag {
    pub fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// A session on this machine.
pub struct Host {
    pub connection: Box<dyn Connection>,
    pub timers: Arc<HandTimers>,
}

impl Host {
    pub fn new() -> Self {
        let timers = Arc::new(HandTimers::default());
        let network = Io::new(Arc::new(NativeThreads));
        let services = Services {
            timers: timers.clone(),
            network,
            threads: Arc::new(NativeThreads),
            variable: |_| None,
        };
        let connection =
            LocalHandler::default().connect(None, &DestinationOptions::default(), &services).unwrap();
        Self { connection, timers }
    }

    pub fn start(&self, namespace: Option<&str>, flags: u32, verb: Verb) -> Box<dyn Exchange> {
        let options = Arc::new(OperationOptions::default());
        self.connection.start(Request {
            namespace: namespace.map(str::to_owned),
            flags,
            options,
            heard: Heard::default(),
            verb,
        })
    }

    /// Runs an operation to its end; what asks is answered yes.
    pub fn run(&self, verb: Verb) -> Outcome {
        self.run_with(None, 0, verb, |_| Response::Yes)
    }

    pub fn run_in(&self, namespace: &str, verb: Verb) -> Outcome {
        self.run_with(Some(namespace), 0, verb, |_| Response::Yes)
    }

    pub fn run_with(
        &self,
        namespace: Option<&str>,
        flags: u32,
        verb: Verb,
        mut answer: impl FnMut(&Event) -> Response,
    ) -> Outcome {
        let mut exchange = self.start(namespace, flags, verb);
        let mut outcome = Outcome::default();
        loop {
            let Poll::Ready(event) = exchange.poll_event(&mut Context::from_waker(Waker::noop())) else {
                panic!("an operation that is no subscription waits");
            };
            if matches!(event, Event::Error(_) | Event::Prompt { .. }) {
                exchange.respond(answer(&event));
            }
            match event {
                Event::Instance(instance) => outcome.instances.push(instance),
                Event::Class(class) => outcome.classes.push(class),
                Event::StreamedParameter { name, value } => outcome.streamed.push((name, value)),
                Event::Message { text, .. } => outcome.messages.push(text),
                Event::Progress { .. } => outcome.progress += 1,
                Event::Error(error) => outcome.errors.push(error),
                Event::Prompt { message, .. } => outcome.prompts.push(message),
                Event::Indication { .. } => panic!("an indication outside a subscription"),
                Event::Final(result) => {
                    outcome.end = Some(result);
                    return outcome;
                }
            }
        }
    }

    pub fn query(&self, text: &str) -> Vec<Instance> {
        let verb = Verb::QueryInstances { dialect: "WQL".to_owned(), expression: text.to_owned() };
        self.run(verb).ok(text)
    }

    pub fn enumerate(&self, class: &str) -> Vec<Instance> {
        self.run(enumerate(class)).ok(class)
    }

    /// The instance for a process.
    pub fn process(&self, pid: u32) -> Instance {
        let text = format!("SELECT * FROM Linux_UnixProcess WHERE Handle = '{pid}'");
        self.query(&text).pop().unwrap_or_else(|| panic!("process {pid} is not there"))
    }
}

pub fn enumerate(class: &str) -> Verb {
    Verb::EnumerateInstances { class: class.to_owned(), keys_only: false }
}

/// All that an operation reported.
#[derive(Default)]
pub struct Outcome {
    pub instances: Vec<Instance>,
    pub classes: Vec<Class>,
    pub streamed: Vec<(String, Value)>,
    pub messages: Vec<String>,
    pub errors: Vec<Error>,
    pub prompts: Vec<String>,
    pub progress: usize,
    pub end: Option<Result<(), Error>>,
}

impl Outcome {
    pub fn ok(self, what: &str) -> Vec<Instance> {
        if let Some(Err(error)) = self.end {
            panic!("{what}: {error}");
        }
        self.instances
    }

    /// The error that the operation ended with.
    pub fn error(self) -> Error {
        assert!(self.instances.is_empty(), "instances came before the error");
        self.end.unwrap().unwrap_err()
    }

    /// The same, having checked its code, and that it says where it happened.
    pub fn fails(self, result: MI_Result, operation: &str) -> String {
        let error = self.error();
        assert_eq!(error.result, result, "{error}");
        assert_eq!(error.operation(), Some(operation), "{error}");
        error.message
    }
}

/// A property's value as text; empty for NULL.
pub fn text(instance: &Instance, name: &str) -> String {
    let element = instance.view().get(name).unwrap_or_else(|| panic!("there is no property {name}"));
    match element.value {
        None => String::new(),
        Some(ValueRef::Datetime(value)) => value.to_string(),
        Some(value) => match value.as_str() {
            Some(text) => text.into_owned(),
            None => value.as_integer().map(|number| number.to_string()).unwrap_or_default(),
        },
    }
}

pub fn is_null(instance: &Instance, name: &str) -> bool {
    instance.view().get(name).unwrap().value.is_none()
}

/// The instance that a reference property holds.
pub fn object(instance: &Instance, name: &str) -> Instance {
    match instance.view().get(name).and_then(|element| element.value) {
        Some(ValueRef::Reference(inner) | ValueRef::Instance(inner)) => inner.to_owned().unwrap(),
        other => panic!("{name} is {other:?}"),
    }
}

/// A process that does nothing until it is ended; it is ended with the test.
pub struct Sleeper(pub Child);

impl Sleeper {
    pub fn start() -> Self {
        let command = Command::new("sleep").arg("100000").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        Self(command.expect("sleep is there"))
    }

    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    pub fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.end();
    }
}
