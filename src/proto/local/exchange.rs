//! Exchanges: what an operation reports when it is polled.

use crate::cim::{Error, Instance};
use crate::proto::{Event, Exchange, Request, Response, Verb};
use std::task::{Poll, Waker};

/// What an operation produces, one event at each step; the final result is left to the exchange.
pub(super) type Events = Box<dyn Iterator<Item = Result<Event, Error>> + Send>;

/// The events for one instance.
pub(super) fn single(instance: Instance) -> Events {
    Box::new(std::iter::once(Ok(Event::Instance(instance))))
}

pub(super) fn nothing() -> Events {
    Box::new(std::iter::empty())
}

/// What every error of an operation says about it.
#[derive(Clone)]
pub(super) struct Context {
    operation: &'static str,
    class: String,
}

impl Context {
    pub fn of(request: &Request) -> Self {
        let of = |instance: &Instance| instance.view().class_name().into_owned();
        let (operation, class) = match &request.verb {
            Verb::GetInstance { instance } => ("GetInstance", of(instance)),
            Verb::ModifyInstance { instance } => ("ModifyInstance", of(instance)),
            Verb::CreateInstance { instance } => ("CreateInstance", of(instance)),
            Verb::DeleteInstance { instance } => ("DeleteInstance", of(instance)),
            Verb::Invoke { class, instance, .. } => {
                ("Invoke", class.clone().or_else(|| instance.as_ref().map(of)).unwrap_or_default())
            }
            Verb::EnumerateInstances { class, .. } => ("EnumerateInstances", class.clone()),
            Verb::QueryInstances { .. } => ("QueryInstances", String::new()),
            Verb::AssociatorInstances { instance, .. } => ("AssociatorInstances", of(instance)),
            Verb::ReferenceInstances { instance, .. } => ("ReferenceInstances", of(instance)),
            Verb::Subscribe { .. } => ("Subscribe", String::new()),
            Verb::GetClass { class } => ("GetClass", class.clone()),
            Verb::EnumerateClasses { class, .. } => ("EnumerateClasses", class.clone().unwrap_or_default()),
            Verb::TestConnection => ("TestConnection", String::new()),
        };
        Self { operation, class }
    }

    /// Adds what the error does not say yet.
    pub fn explain(&self, error: Error) -> Error {
        let error = error.with_operation(self.operation);
        if error.class().is_none() && !self.class.is_empty() { error.with_class(&self.class) } else { error }
    }
}

/// An exchange whose events come from an iterator that is made at the first poll.
pub(super) struct Produce<F> {
    context: Context,
    start: Option<F>,
    events: Option<Events>,
}

impl<F: FnOnce() -> Result<Events, Error> + Send> Produce<F> {
    pub fn new(context: Context, start: F) -> Self {
        Self { context, start: Some(start), events: None }
    }
}

impl<F: FnOnce() -> Result<Events, Error> + Send> Exchange for Produce<F> {
    fn poll_event(&mut self, _context: &mut std::task::Context<'_>) -> Poll<Event> {
        if let Some(start) = self.start.take() {
            match start() {
                Ok(events) => self.events = Some(events),
                Err(error) => return Poll::Ready(Event::Final(Err(self.context.explain(error)))),
            }
        }
        Poll::Ready(match self.events.as_mut().and_then(Iterator::next) {
            Some(Ok(event)) => event,
            Some(Err(error)) => Event::Final(Err(self.context.explain(error))),
            None => Event::Final(Ok(())),
        })
    }
}

/// Something that goes on step by step, and to which the client can answer.
pub(super) trait Steps: Send {
    /// The next event; `answer` is the client's to the one before, if that asked for one. Pending keeps the waker.
    fn step(&mut self, answer: Option<Response>, waker: &Waker) -> Poll<Result<Event, Error>>;

    /// For the close report.
    fn describe(&self) -> Option<String> {
        None
    }
}

/// The exchange of [`Steps`].
struct Stepped {
    context: Context,
    steps: Box<dyn Steps>,
    answer: Option<Response>,
}

impl Exchange for Stepped {
    fn poll_event(&mut self, context: &mut std::task::Context<'_>) -> Poll<Event> {
        let answer = self.answer.take();
        self.steps.step(answer, context.waker()).map(|event| match event {
            Ok(Event::Final(Err(error))) | Err(error) => Event::Final(Err(self.context.explain(error))),
            Ok(Event::Error(error)) => Event::Error(self.context.explain(error)),
            Ok(event) => event,
        })
    }

    fn respond(&mut self, response: Response) {
        self.answer = Some(response);
    }

    fn describe(&self) -> Option<String> {
        self.steps.describe()
    }
}

/// The exchange for what was started, or for why it could not be.
pub(super) fn started(context: Context, outcome: Result<Box<dyn Steps>, Error>) -> Box<dyn Exchange> {
    match outcome {
        Ok(steps) => Box::new(Stepped { context, steps, answer: None }),
        Err(error) => Box::new(Produce::new(context, move || Err(error))),
    }
}
