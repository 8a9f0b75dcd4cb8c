//! Subscriptions by push delivery (DSP0226 10.2.9): listen, subscribe, take and acknowledge what is posted, renew or
//! replace in time, unsubscribe.

use super::delivery::Way;
use super::machine::{Effect, Input, Machine};
use super::manager::{Due, Manager, Wanted};
use super::request::Outgoing;
use super::session::Session;
use super::settings::invalid;
use super::target::Target;
use crate::abi::*;
use crate::cim::Error;
use crate::codec::wsman::body::{Delivery, Push};
use crate::codec::wsman::envelope::{Head, Letter};
use crate::codec::wsman::event::{self, Notice};
use crate::codec::wsman::fault::subcode_of;
use crate::codec::wsman::instance::{Scope, Stop};
use crate::codec::wsman::{names, response};
use crate::options::SubscriptionOptions;
use crate::proto::http::Reply;
use crate::proto::{CancelReason, Event, Request};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// After so many heartbeats that did not come the server counts as gone.
const MISSED: u32 = 3;
/// What was delivered lately, so that a delivery that is repeated is not delivered twice.
const REMEMBERED: usize = 64;

pub fn machine(
    session: &Session,
    target: &Target,
    request: &Request,
    query: (Option<&str>, &str),
    delivery: &SubscriptionOptions,
) -> Result<Box<dyn Machine>, Error> {
    let wanted = Wanted::of(request, query.0, query.1, Some(delivery));
    let way = Way::of(session, delivery)?;
    let several = way.latency.map(|_| names::DELIVERY_EVENTS);
    let modes = several.into_iter().chain([names::DELIVERY_PUSH_ACK, names::DELIVERY_PUSH]).collect();
    Ok(Box::new(Pushed {
        manager: Manager::new(target, &wanted),
        heartbeat: wanted.heartbeat,
        wanted,
        way,
        modes,
        url: String::new(),
        state: State::Start,
        subscribed: false,
        replaced: None,
        bookmark: None,
        beat: None,
        message: None,
        reply: None,
        ended: None,
        seen: VecDeque::new(),
        identifier: session.identifiers.make(),
        namespace: target.namespace.clone(),
        typed: target.typed,
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Opening,
    Subscribing,
    Receiving,
    Renewing,
    /// The subscription that was replaced is ended.
    Ending,
}

/// A delivery that is being read.
struct Message {
    id: u64,
    letter: Letter,
}

struct Pushed {
    manager: Manager,
    wanted: Wanted,
    heartbeat: Option<Duration>,
    way: Way,
    /// The modes to ask for, the best first.
    modes: VecDeque<&'static str>,
    url: String,
    state: State,
    /// The server has the subscription.
    subscribed: bool,
    /// What ends the subscription that is replaced.
    replaced: Option<Box<Outgoing>>,
    /// The last.
    bookmark: Option<String>,
    /// When the server was heard last.
    beat: Option<Instant>,
    message: Option<Message>,
    /// Goes out when the client has taken what the delivery brought.
    reply: Option<(u64, Reply)>,
    /// Why the server has ended the subscription.
    ended: Option<Error>,
    /// MessageIDs.
    seen: VecDeque<String>,
    /// Of the acknowledgements.
    identifier: String,
    namespace: String,
    typed: bool,
}

impl Pushed {
    fn subscribe(&mut self) -> Effect {
        let Some(mode) = self.modes.front() else {
            return Effect::Final(Err(invalid("The server has no mode of push delivery.".into())));
        };
        let mut outgoing = self.manager.subscribe();
        outgoing.extra = self.way.issued(&self.url);
        let push = Push {
            mode,
            to: &self.url,
            auth: self.way.profile(),
            retry: self.way.retry,
            latency: self.way.latency.filter(|_| *mode == names::DELIVERY_EVENTS),
            max_envelope: self.way.max_envelope,
        };
        self.wanted.write(&mut outgoing.body, Delivery::Push(push));
        self.state = State::Subscribing;
        Effect::Send(Box::new(outgoing))
    }

    fn opened(&mut self, port: u16) -> Effect {
        self.url = self.way.url(port);
        self.subscribe()
    }

    fn failed(&mut self, error: Error) -> Effect {
        match self.state {
            State::Renewing if self.manager.goes_on(&error) => return self.receive(),
            // It is gone anyway, in the end.
            State::Ending => return self.receive(),
            _ => {}
        }
        if self.state == State::Subscribing && self.modes.len() > 1 {
            let subcode = subcode_of(&error).unwrap_or_default();
            if matches!(subcode.as_str(), "DeliveryModeRequestedUnavailable" | "UnsupportedFeature") {
                self.modes.pop_front();
                return self.subscribe();
            }
        }
        Effect::Final(Err(error))
    }

    fn answered(&mut self, letter: &Letter) -> Effect {
        let granted = match self.state {
            State::Ending => Ok(()),
            State::Renewing => {
                response::renew(letter).map(|granted| self.manager.schedule(granted.as_deref()))
            }
            _ => response::subscribe(letter).map(|made| self.manager.made(made)),
        };
        if let Err(error) = granted {
            return Effect::Final(Err(error));
        }
        self.subscribed = true;
        self.beat.get_or_insert_with(Instant::now);
        if let Some(outgoing) = self.replaced.take() {
            self.state = State::Ending;
            return Effect::Send(outgoing);
        }
        self.receive()
    }

    /// Renew or replace if it is time, otherwise wait for the next delivery.
    fn receive(&mut self) -> Effect {
        match self.manager.due() {
            Some(Due::Renew(outgoing)) => {
                self.state = State::Renewing;
                return Effect::Send(outgoing);
            }
            Some(Due::Replace) => {
                self.replaced = Some(Box::new(self.manager.unsubscription()));
                // From where this one is.
                self.wanted.bookmark = self.bookmark.take();
                return self.subscribe();
            }
            None => {}
        }
        self.state = State::Receiving;
        let end = self.silence_ends();
        if end.is_some_and(|end| Instant::now() >= end) {
            let text = format!(
                "The server is silent: {MISSED} heartbeats have not come, one every {} ms.",
                self.heartbeat.unwrap_or_default().as_millis()
            );
            let error = Error::new(MI_RESULT_FAILED, text);
            return Effect::Final(Err(error.with_category(MI_ERRORCATEGORY_CONNECTION_ERROR)));
        }
        let until = [end, self.manager.renew_at()].into_iter().flatten().min();
        Effect::Receive { until }
    }

    fn silence_ends(&self) -> Option<Instant> {
        self.beat?.checked_add(self.heartbeat?.checked_mul(MISSED)?)
    }

    fn delivered(&mut self, id: u64, delivery: Result<Letter, Error>) -> Effect {
        match delivery {
            Err(error) => self.refuse(id, &Head::default(), &error),
            Ok(letter) if self.is_repeated(&letter.head) => self.acknowledge(id, &letter.head),
            Ok(letter) => {
                self.message = Some(Message { id, letter });
                Effect::Deliver
            }
        }
    }

    fn is_repeated(&self, head: &Head) -> bool {
        head.message_id.as_ref().is_some_and(|id| self.seen.contains(id))
    }

    /// Reads the delivery that is there; its answer waits until the client has taken everything.
    fn read(&mut self, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        if let Some(error) = self.ended.take() {
            return Effect::Final(Err(error));
        }
        let Some(message) = &self.message else { return self.receive() };
        let notice = match event::read(&message.letter, scope) {
            Err(Stop::NeedClass { namespace, class }) => return Effect::NeedClass { namespace, class },
            result => result,
        };
        let Some(Message { id, letter: Letter { head, .. } }) = self.message.take() else {
            return self.receive();
        };
        let all = match notice {
            Ok(Notice::Events(all)) => all,
            Ok(Notice::End(error)) => {
                self.subscribed = false;
                self.ended = Some(error);
                return self.acknowledge(id, &head);
            }
            Err(Stop::Bad(error)) => return self.refuse(id, &head, &error),
            Err(Stop::NeedClass { .. }) => Vec::new(),
        };
        if let Some(id) = &head.message_id {
            self.seen.push_back(id.clone());
            self.seen.drain(..self.seen.len().saturating_sub(REMEMBERED));
        }
        let reply = self.acknowledge(id, &head);
        if head.bookmark.is_some() {
            self.bookmark.clone_from(&head.bookmark);
        }
        events.extend(all.into_iter().map(|instance| Event::Indication {
            instance,
            bookmark: head.bookmark.clone(),
            machine_id: head.machine_id.clone(),
        }));
        match reply {
            Effect::Reply { id, reply } if !events.is_empty() => {
                self.reply = Some((id, reply));
                Effect::Deliver
            }
            other => other,
        }
    }

    fn acknowledge(&self, id: u64, head: &Head) -> Effect {
        let body = if head.ack_requested {
            event::acknowledgement(head, &self.identifier).into_bytes()
        } else {
            Vec::new()
        };
        Effect::Reply { id, reply: envelope(200, body) }
    }

    /// Not what a server sends: it is told so, and the subscription goes on.
    fn refuse(&self, id: u64, head: &Head, error: &Error) -> Effect {
        let body = event::refusal(head, &self.identifier, &error.message);
        Effect::Reply { id, reply: envelope(400, body.into_bytes()) }
    }
}

fn envelope(status: u16, body: Vec<u8>) -> Reply {
    let content_type = if body.is_empty() { "" } else { "application/soap+xml;charset=UTF-8" };
    Reply { status, content_type, body }
}

impl Machine for Pushed {
    fn step(&mut self, input: Input, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        match input {
            Input::Failed(error) => self.failed(error),
            Input::Listening(port) => self.opened(port),
            Input::Answer(letter) => self.answered(&letter),
            Input::Delivered { id, delivery } => self.delivered(id, delivery),
            Input::Go if self.state == State::Start => {
                self.state = State::Opening;
                Effect::Listen(self.way.listen.clone())
            }
            Input::Go => match self.reply.take() {
                Some((id, reply)) => Effect::Reply { id, reply },
                None => self.read(scope, events),
            },
        }
    }

    fn heard(&mut self, last: Option<Instant>) {
        self.beat = self.beat.max(last);
    }

    fn abandon(&mut self, _reason: CancelReason) -> Option<Outgoing> {
        std::mem::take(&mut self.subscribed).then(|| self.manager.unsubscription())
    }

    fn namespace(&self) -> &str {
        &self.namespace
    }

    fn wants_classes(&self) -> bool {
        self.typed
    }

    fn waits_for_events(&self) -> bool {
        true
    }
}
