//! Performs what a state machine wants: posts, class look-ups, waits; bounded by the time to the next delivery.

use super::classes::View;
use super::duplex::{Arrived, Duplex};
use super::failure;
use super::machine::{Effect, Input, Machine};
use super::operation;
use super::request::{self, Identity, Outgoing};
use super::session::Session;
use super::settings::OPERATION_TIMEOUT;
use super::target;
use crate::cim::Error;
use crate::codec::wsman::instance::{NoClasses, Scope};
use crate::codec::wsman::response::{self, Expected};
use crate::proto::http::{Answer, Failure, Listening, Pending, Post};
use crate::proto::{Awaited, CancelReason, Event, Exchange, Request, Response, TimerGuard};
use crate::sync::lock;
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// The smallest limit on an answer; servers that ignore MaxEnvelopeSize get this much.
const LEAST_LIMIT: usize = 16 << 20;
/// How long a release or unsubscribe of an abandoned operation may take in the background.
const FAREWELL: Duration = Duration::from_secs(5);
/// Class look-ups of one operation; more is a server that makes classes up.
const MOST_LOOK_UPS: u32 = 256;

/// What is under way at the server.
struct Sent {
    pending: Pending,
    message_id: String,
    action: String,
    /// Where the answer may come in several envelopes.
    duplex: Option<Box<Duplex>>,
    /// The class that is looked up, where it is not the operation's own request.
    class: Option<(String, String)>,
}

/// What is to come from the listener.
#[derive(Clone, Copy)]
enum Expects {
    Nothing,
    /// That it listens.
    Opening,
    /// A delivery, until then.
    Delivery(Option<Instant>),
}

/// One operation.
pub struct Operation {
    session: Arc<Session>,
    request: Option<Request>,
    machine: Option<Box<dyn Machine>>,
    /// The one its results are from.
    namespace: Arc<str>,
    sent: Option<Sent>,
    /// The machine waits until then.
    wait: Option<Instant>,
    listening: Option<Listening>,
    expects: Expects,
    events: VecDeque<Event>,
    last: Option<Result<(), Error>>,
    timeout: Duration,
    /// The name of this machine, where requests are to carry it.
    machine_name: Option<Arc<str>>,
    /// Set when the client waits for the next delivery.
    deadline: Option<Instant>,
    /// Wakes it at a time.
    alarm: Option<(Instant, Waker, Box<dyn TimerGuard>)>,
    look_ups: u32,
}

impl Operation {
    pub fn new(session: Arc<Session>, request: Request) -> Self {
        let own = request.options.timeout().filter(|timeout| !timeout.is_zero());
        let timeout = own.or(session.settings.timeout).unwrap_or(OPERATION_TIMEOUT);
        Self {
            session,
            machine_name: request.options.use_machine_id().then(request::machine_name),
            request: Some(request),
            machine: None,
            namespace: Arc::default(),
            sent: None,
            wait: None,
            listening: None,
            expects: Expects::Nothing,
            events: VecDeque::new(),
            last: None,
            timeout,
            deadline: None,
            alarm: None,
            look_ups: 0,
        }
    }

    fn begin(&mut self) -> Result<(), Error> {
        let Some(request) = self.request.take() else { return Ok(()) };
        let machine = operation::machine(&request, &self.session)?;
        self.namespace = machine.namespace().into();
        self.machine = Some(machine);
        Ok(())
    }

    /// One step of the machine; what it wants is done at once.
    fn step(&mut self, input: Input) {
        let Some(mut machine) = self.machine.take() else { return };
        let session = self.session.clone();
        let view = View { cache: &session.classes, wanted: machine.wants_classes() };
        let namespace = self.namespace.clone();
        let scope = Scope { classes: &view, namespace: &namespace, server: &session.settings.server };
        if let Some(listening) = &self.listening {
            machine.heard(listening.heard());
        }
        let effect = machine.step(input, &scope, &mut self.events);
        let unbounded = machine.waits_for_events();
        self.machine = Some(machine);
        match effect {
            Effect::Send(outgoing) => self.send(&outgoing, None, unbounded),
            Effect::NeedClass { namespace, class } => self.look_up(namespace, class),
            Effect::Deliver => {}
            Effect::Wait(time) => self.wait = Some(Instant::now() + time),
            Effect::Listen(listen) => {
                self.listening = Some(session.network.listen(listen));
                self.expects = Expects::Opening;
            }
            Effect::Receive { until } => self.expects = Expects::Delivery(until),
            Effect::Reply { id, reply } => {
                if let Some(listening) = &self.listening {
                    listening.reply(id, reply);
                }
            }
            Effect::Final(result) => {
                if result.is_err() {
                    self.farewell(CancelReason::Client);
                }
                self.last = Some(result);
            }
        }
    }

    fn look_up(&mut self, namespace: String, class: String) {
        self.look_ups += 1;
        if self.look_ups > MOST_LOOK_UPS {
            self.session.classes.insert(&namespace, &class, None);
            return;
        }
        let outgoing = target::get_class(&namespace, &class);
        self.send(&outgoing, Some((namespace, class)), false);
    }

    fn identity(&self) -> Identity {
        Identity { machine: self.machine_name.clone(), ..self.session.identity() }
    }

    fn send(&mut self, outgoing: &Outgoing, class: Option<(String, String)>, unbounded: bool) {
        let now = Instant::now();
        let deadline = match outgoing.server_time {
            Some(server) if unbounded => now + server + Duration::from_secs(20),
            // A subscription may have waited for long.
            None if unbounded => now + self.timeout,
            _ => *self.deadline.get_or_insert(now + self.timeout),
        };
        let identity = self.identity();
        let left = deadline.saturating_duration_since(now);
        let body = request::bytes(&self.session, outgoing, &identity, left);
        let registered = outgoing.registration.bits != 0;
        let duplex = registered
            .then(|| Box::new(Duplex::new(outgoing, outgoing.registration, &identity, limit(&self.session))));
        let pending = post(&self.session, body, deadline, outgoing);
        let action = outgoing.action.to_string();
        self.sent = Some(Sent { pending, message_id: identity.message, action, duplex, class });
    }

    /// Whether the wait is over; otherwise the waker is set for its end.
    fn waited(&mut self, context: &Context<'_>) -> bool {
        let Some(when) = self.wait.filter(|when| Instant::now() < *when) else {
            self.wait = None;
            return true;
        };
        self.wake_at(when, context);
        false
    }

    fn wake_at(&mut self, when: Instant, context: &Context<'_>) {
        let set =
            self.alarm.as_ref().is_some_and(|(at, waker, _)| *at == when && waker.will_wake(context.waker()));
        if !set {
            let waker = context.waker().clone();
            let guard = self.session.timers.wake_at(when, waker.clone());
            self.alarm = Some((when, waker, guard));
        }
    }

    /// The next of a full-duplex answer: events are queued, its result is the machine's input.
    fn arrived(&mut self, mut sent: Sent, context: &mut Context<'_>) -> Poll<Option<Input>> {
        let (Some(duplex), Some(machine)) = (&mut sent.duplex, &self.machine) else {
            return Poll::Ready(None);
        };
        let session = self.session.clone();
        let view = View { cache: &session.classes, wanted: machine.wants_classes() };
        let scope = Scope { classes: &view, namespace: &self.namespace, server: &session.settings.server };
        let polled = duplex.poll(&mut sent.pending, &session, &sent.action, &scope, context);
        match polled {
            Poll::Pending => self.still_waits(sent, context),
            Poll::Ready(Ok(Arrived::Event(event))) => {
                self.events.push_back(event);
                self.sent = Some(sent);
                Poll::Ready(None)
            }
            Poll::Ready(Ok(Arrived::Result(result))) => {
                sent.pending.detach();
                if let Some(duplex) = sent.duplex {
                    duplex.leave(&session, false);
                }
                Poll::Ready(Some(result.map_or_else(Input::Failed, Input::Answer)))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Some(Input::Failed(error))),
        }
    }

    /// Nothing has come; what the client does not see does not count as something.
    fn still_waits(&mut self, sent: Sent, context: &Context<'_>) -> Poll<Option<Input>> {
        let deadline = *self.deadline.get_or_insert_with(|| Instant::now() + self.timeout);
        if Instant::now() < deadline {
            self.wake_at(deadline, context);
            self.sent = Some(sent);
            return Poll::Pending;
        }
        let failure = Failure::Timeout { phase: sent.pending.phase(), after: self.timeout };
        self.sent = Some(sent);
        Poll::Ready(Some(Input::Failed(failure::error(&failure))))
    }

    /// What comes from the listener, where that is waited for.
    fn expected(&mut self, context: &mut Context<'_>) -> Poll<Input> {
        let Some(listening) = &self.listening else { return Poll::Ready(Input::Go) };
        let input = match self.expects {
            Expects::Nothing => Input::Go,
            Expects::Opening => match listening.poll_opened(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(port)) => Input::Listening(port),
                Poll::Ready(Err(failure)) => Input::Failed(failure::error(&failure)),
            },
            Expects::Delivery(until) => match listening.poll_delivery(context) {
                Poll::Ready(Ok(delivery)) => {
                    let sorted = match response::sorted(delivery.body, None, &mut lock(&self.session.opening))
                    {
                        Ok(response::Answer::Body(letter)) => Ok(letter),
                        Ok(response::Answer::Fault(error)) | Err(error) => Err(error),
                    };
                    Input::Delivered { id: delivery.id, delivery: sorted }
                }
                Poll::Ready(Err(failure)) => Input::Failed(failure::error(&failure)),
                Poll::Pending if until.is_some_and(|until| Instant::now() >= until) => Input::Go,
                Poll::Pending => {
                    if let Some(until) = until {
                        self.wake_at(until, context);
                    }
                    return Poll::Pending;
                }
            },
        };
        self.expects = Expects::Nothing;
        Poll::Ready(input)
    }

    /// An answer has come: the machine's input, or a class for the cache.
    fn received(&mut self, sent: Sent, result: Result<Answer, Failure>) -> Input {
        let Some((namespace, class)) = &sent.class else {
            return self.sorted(&sent, result);
        };
        let found = match self.sorted(&sent, result) {
            Input::Answer(letter) => {
                let scope = Scope { classes: &NoClasses, namespace, server: &self.session.settings.server };
                response::get_class(&letter, &scope).ok()
            }
            // The server may not serve declarations; that its connection works shows with the operation itself.
            _ => None,
        };
        self.session.classes.insert(namespace, class, found);
        Input::Go
    }

    fn sorted(&self, sent: &Sent, result: Result<Answer, Failure>) -> Input {
        let answer = match result {
            Ok(answer) => answer,
            Err(failure) => return Input::Failed(failure::error(&self.timed(failure))),
        };
        if !is_soap(&answer) {
            let failure = failure::status(answer.status, &answer.content_type, &answer.body);
            return Input::Failed(failure::error(&failure));
        }
        let expected = Expected { message_id: &sent.message_id, action: &sent.action };
        let expected = (!sent.action.is_empty()).then_some(&expected);
        match response::sorted(answer.body, expected, &mut lock(&self.session.opening)) {
            Ok(response::Answer::Body(letter)) => Input::Answer(letter),
            Ok(response::Answer::Fault(error)) | Err(error) => Input::Failed(error),
        }
    }

    /// A time-out says the operation's own time, not that of its last request.
    fn timed(&self, failure: Failure) -> Failure {
        let over = self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        match failure {
            Failure::Timeout { phase, after } if over || after > self.timeout => {
                Failure::Timeout { phase, after: self.timeout }
            }
            other => other,
        }
    }

    /// Tells the server that nobody wants the rest, and does not wait for what it says.
    fn farewell(&mut self, reason: CancelReason) {
        if let Some(duplex) = self.sent.take().and_then(|sent| sent.duplex) {
            duplex.leave(&self.session, true);
        }
        let Some(outgoing) = self.machine.as_mut().and_then(|machine| machine.abandon(reason)) else {
            return;
        };
        let body = request::bytes(&self.session, &outgoing, &self.identity(), FAREWELL);
        post(&self.session, body, Instant::now() + FAREWELL, &outgoing).detach();
    }
}

/// Whether an answer is an envelope: by its type, or, since some servers have no type, by its first byte.
pub fn is_soap(answer: &Answer) -> bool {
    if answer.body.is_empty() {
        return false;
    }
    let content_type = answer.content_type.as_bytes();
    let is =
        |kind: &str| content_type.windows(kind.len()).any(|part| part.eq_ignore_ascii_case(kind.as_bytes()));
    let typed = ["soap+xml", "text/xml", "application/xml"].into_iter().any(is);
    let is_begun = matches!(answer.body.first(), Some(b'<' | 0xef | 0xff | 0xfe));
    let status = matches!(answer.status, 200..=299 | 400 | 500);
    status && (typed || (content_type.is_empty() && is_begun))
}

fn limit(session: &Session) -> usize {
    LEAST_LIMIT.max(session.settings.max_envelope as usize * 2)
}

pub fn post(session: &Arc<Session>, body: Vec<u8>, deadline: Instant, outgoing: &Outgoing) -> Pending {
    session.network.post(Post {
        endpoint: session.endpoint.clone(),
        content_type: request::content_type(session),
        body: body.into(),
        deadline,
        repeatable: outgoing.repeatable,
        limit: limit(session),
        streamed: outgoing.registration.bits != 0,
        anonymous: outgoing.envelope.is_some() && session.endpoint.log_on.is_empty(),
    })
}

impl Exchange for Operation {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                self.deadline = None;
                return Poll::Ready(event);
            }
            if let Some(last) = self.last.take() {
                return Poll::Ready(Event::Final(last));
            }
            if !self.waited(context) {
                return Poll::Pending;
            }
            let input = match self.sent.take() {
                None => match self.expected(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(input) => input,
                },
                Some(sent) if sent.duplex.is_some() => match self.arrived(sent, context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => continue,
                    Poll::Ready(Some(input)) => input,
                },
                Some(mut sent) => match sent.pending.poll(context) {
                    Poll::Pending => {
                        self.sent = Some(sent);
                        return Poll::Pending;
                    }
                    Poll::Ready(result) => self.received(sent, result),
                },
            };
            if let Err(error) = self.begin() {
                self.last = Some(Err(error));
                continue;
            }
            self.step(input);
        }
    }

    fn is_light(&self) -> bool {
        true
    }

    fn awaited(&self) -> Option<Arc<dyn Awaited>> {
        self.sent.as_ref().and_then(|sent| sent.pending.awaited())
    }

    fn respond(&mut self, response: Response) {
        let duplex = self.sent.as_mut().and_then(|sent| sent.duplex.as_mut());
        if let Some(duplex) = duplex {
            duplex.answer(&self.session, response, self.timeout);
        }
    }

    fn cancel(&mut self, reason: CancelReason) {
        self.farewell(reason);
    }

    fn describe(&self) -> Option<String> {
        let url = &self.session.url;
        match (&self.sent, &self.listening) {
            (Some(sent), _) => Some(format!("{} ({url})", sent.pending.phase())),
            (None, Some(_)) => Some(format!("listening for indications ({url})")),
            (None, None) => None,
        }
    }
}
