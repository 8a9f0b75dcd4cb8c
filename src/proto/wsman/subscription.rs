//! Subscriptions by pull delivery (DSP0226 10, WS-Eventing): subscribe, pull for ever, renew in time, unsubscribe.

use super::machine::{Effect, Input, Machine};
use super::request::Outgoing;
use super::target::Target;
use crate::abi::*;
use crate::cim::{Datetime, Error};
use crate::codec::wsman::body::{self, Delivery};
use crate::codec::wsman::header::escape;
use crate::codec::wsman::instance::{Scope, Stop};
use crate::codec::wsman::names::{self, Action};
use crate::codec::wsman::page::{Item, Kind, Page};
use crate::codec::wsman::predict::Predictor;
use crate::codec::wsman::{response, time};
use crate::options::{DeliveryType, Expiration, SubscriptionOptions};
use crate::proto::{CancelReason, Event, Request};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime};

/// How long the server may hold a pull without events.
const HOLD: Duration = Duration::from_secs(20);
/// What the wire's operation time-out adds to that, so that MaxTime ends it first.
const MARGIN: Duration = Duration::from_secs(10);
/// Events per pull.
const MOST_EVENTS: u32 = 100;
/// A subscription's life where the client does not say: long enough for a slow network, short enough to be
/// forgotten soon by a server whose client died.
const LIFE: Duration = Duration::from_secs(600);
/// The pause after an empty answer that came too soon.
const PAUSE: Duration = Duration::from_millis(500);

pub fn machine(
    target: &Target,
    request: &Request,
    dialect: Option<&str>,
    expression: &str,
    delivery: Option<&SubscriptionOptions>,
) -> Result<Box<dyn Machine>, Error> {
    if delivery.is_some_and(|delivery| delivery.delivery_type() == DeliveryType::Push) {
        return Err(Error::new(
            MI_RESULT_NOT_SUPPORTED,
            "Push delivery is not supported yet: subscribe with pull delivery (MI_SubscriptionDeliveryType_Pull).",
        )
        .with_category(MI_ERRORCATEGORY_NOT_IMPLEMENTED));
    }
    let life = delivery.and_then(|delivery| delivery.expiration()).map_or(Some(LIFE), life);
    let mut outgoing = target.on_all(Action::Subscribe);
    let filter = if expression.is_empty() {
        String::new()
    } else {
        body::query_filter(body::dialect_uri(dialect.unwrap_or("WQL")), expression)
    };
    let bookmark = delivery.and_then(|delivery| delivery.bookmark()).and_then(|text| bookmark(&text));
    let locale = request.options.resource_uri().is_some().then_some("en-US");
    body::subscribe(
        &mut outgoing.body,
        &body::Subscription {
            delivery: Delivery::Pull,
            heartbeat: delivery.and_then(|delivery| delivery.heartbeat()),
            content_encoding: None,
            locale,
            expires: life,
            filter: &filter,
            bookmark: bookmark.as_deref(),
            send_bookmarks: true,
        },
    );
    let template = Outgoing {
        uri: outgoing.uri.clone(),
        selectors: outgoing.selectors.clone(),
        options: outgoing.options.clone(),
        ..Outgoing::default()
    };
    Ok(Box::new(Subscription {
        state: State::Start(Box::new(outgoing)),
        template,
        predictor: Predictor::default(),
        page: None,
        bookmark: None,
        machine_id: None,
        context: None,
        identifier: None,
        life,
        renew_at: None,
        pulled: None,
        namespace: target.namespace.clone(),
        typed: target.typed,
    }))
}

fn life(expiration: Expiration) -> Option<Duration> {
    match expiration {
        Expiration::After(time) if !time.is_zero() => Some(time),
        Expiration::At(when) => Some(
            moment(&when)
                .to_system_time()
                .and_then(|when| when.duration_since(SystemTime::now()).ok())
                .unwrap_or(Duration::from_secs(1)),
        ),
        Expiration::After(_) => None,
    }
}

fn moment(when: &MI_Timestamp) -> Datetime {
    Datetime::Timestamp {
        year: when.year,
        month: when.month,
        day: when.day,
        hour: when.hour,
        minute: when.minute,
        second: when.second,
        microseconds: when.microseconds,
        utc: when.utc,
    }
}

/// `MI_SUBSCRIBE_BOOKMARK_OLDEST` asks for everything, `…_NEWEST` for what comes from now on.
fn bookmark(text: &str) -> Option<String> {
    if text.eq_ignore_ascii_case("MI_SUBSCRIBE_BOOKMARK_OLDEST") {
        return Some(names::BOOKMARK_EARLIEST.to_owned());
    }
    if text.is_empty() || text.eq_ignore_ascii_case("MI_SUBSCRIBE_BOOKMARK_NEWEST") {
        return None;
    }
    if text.trim_start().starts_with('<') {
        return Some(text.to_owned());
    }
    let mut escaped = String::new();
    escape(&mut escaped, text);
    Some(escaped)
}

enum State {
    Start(Box<Outgoing>),
    Subscribing,
    Pulling,
    Renewing,
}

struct Subscription {
    state: State,
    template: Outgoing,
    predictor: Predictor,
    page: Option<Page>,
    bookmark: Option<String>,
    machine_id: Option<String>,
    context: Option<String>,
    /// The manager's `e:Identifier`.
    identifier: Option<String>,
    life: Option<Duration>,
    renew_at: Option<Instant>,
    pulled: Option<Instant>,
    namespace: String,
    typed: bool,
}

impl Subscription {
    fn about(&self, action: Action) -> Outgoing {
        Outgoing {
            action: Cow::Borrowed(action.uri()),
            uri: self.template.uri.clone(),
            selectors: self.template.selectors.clone(),
            options: self.template.options.clone(),
            ..Outgoing::default()
        }
    }

    /// Renew and Unsubscribe carry what the manager's EPR said.
    fn to_manager(&self, action: Action) -> Outgoing {
        let mut outgoing = self.about(action);
        if let Some(identifier) = &self.identifier {
            outgoing.extra = format!("<e:Identifier xmlns:e=\"{}\">", names::EVENTING);
            escape(&mut outgoing.extra, identifier);
            outgoing.extra.push_str("</e:Identifier>");
        }
        outgoing
    }

    fn subscribed(&mut self, text: &str) -> Result<(), Error> {
        let made = response::subscribe(text)?;
        let context = made.context.ok_or_else(|| {
            crate::codec::wsman::malformed("the subscription has no enumeration context to pull from")
        })?;
        self.context = Some(context);
        self.identifier = made.identifier;
        self.schedule(made.expires.as_deref());
        Ok(())
    }

    /// When to renew: at half of what the server granted. Zero, or nothing asked, is for ever.
    fn schedule(&mut self, granted: Option<&str>) {
        let granted = granted.and_then(time::parse).and_then(|granted| match granted.to_duration() {
            Some(span) => Some(span),
            None => granted.to_system_time()?.duration_since(SystemTime::now()).ok(),
        });
        self.renew_at = match granted.or(self.life) {
            Some(span) if !span.is_zero() => Some(Instant::now() + span / 2),
            _ => None,
        };
    }

    /// What is next: renew if it is time, otherwise pull.
    fn next(&mut self) -> Effect {
        if let (Some(at), Some(life)) = (self.renew_at, self.life)
            && Instant::now() >= at
        {
            let mut outgoing = self.to_manager(Action::Renew);
            body::renew(&mut outgoing.body, life);
            self.state = State::Renewing;
            return Effect::Send(Box::new(outgoing));
        }
        let Some(context) = &self.context else { return Effect::Final(Ok(())) };
        let hold = self.hold();
        let mut outgoing = self.about(Action::Pull);
        body::pull(&mut outgoing.body, context, MOST_EVENTS, Some(hold));
        outgoing.server_time = Some(hold + MARGIN);
        self.state = State::Pulling;
        self.pulled = Some(Instant::now());
        Effect::Send(Box::new(outgoing))
    }

    /// Never past the time to renew.
    fn hold(&self) -> Duration {
        let left = self.renew_at.map_or(HOLD, |at| at.saturating_duration_since(Instant::now()));
        left.clamp(Duration::from_millis(200), HOLD)
    }

    fn failed(&mut self, error: Error) -> Effect {
        // Nothing happened within the server's time: not an error of a subscription.
        if matches!(self.state, State::Pulling) && is_quiet(&error) {
            return self.paced();
        }
        if matches!(self.state, State::Pulling | State::Subscribing) {
            self.context = None;
        }
        Effect::Final(Err(error))
    }

    /// The next pull, not at once after an answer that came too fast.
    fn paced(&mut self) -> Effect {
        let too_soon = self.pulled.is_some_and(|at| at.elapsed() < PAUSE);
        self.state = State::Renewing;
        if too_soon {
            self.state = State::Pulling;
            self.pulled = None;
            self.page = None;
            return Effect::Wait(PAUSE);
        }
        self.next()
    }

    fn read(&mut self, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        let Some(page) = &mut self.page else { return self.next() };
        let mut items = VecDeque::new();
        if !page.is_done() {
            match page.read(&mut self.predictor, scope, MOST_EVENTS as usize, &mut items) {
                Err(Stop::NeedClass { namespace, class }) => return Effect::NeedClass { namespace, class },
                Err(Stop::Bad(error)) => return Effect::Final(Err(*error)),
                Ok(()) => {}
            }
        }
        let (bookmark, machine_id) = (&self.bookmark, &self.machine_id);
        events.extend(items.into_iter().filter_map(|item| match item {
            Item::Instance(instance) => Some(Event::Indication {
                instance,
                bookmark: bookmark.clone(),
                machine_id: machine_id.clone(),
            }),
            Item::Class(_) => None,
        }));
        if !page.is_done() {
            return Effect::Deliver;
        }
        if let Some(context) = page.context.take() {
            self.context = Some(context);
        }
        let ended = page.end_of_sequence;
        self.page = None;
        if ended {
            self.context = None;
            return Effect::Final(Ok(()));
        }
        if events.is_empty() { self.paced() } else { Effect::Deliver }
    }
}

fn is_quiet(error: &Error) -> bool {
    error.category == MI_ERRORCATEGORY_OPERATION_TIMEOUT && error.detail.is_some()
}

impl Machine for Subscription {
    fn step(&mut self, input: Input, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        let (head, text) = match input {
            Input::Failed(error) => return self.failed(error),
            Input::Go => {
                return match std::mem::replace(&mut self.state, State::Subscribing) {
                    State::Start(outgoing) => Effect::Send(outgoing),
                    other => {
                        self.state = other;
                        self.read(scope, events)
                    }
                };
            }
            Input::Answer(head, text) => (head, text),
        };
        match self.state {
            State::Start(_) | State::Subscribing => match self.subscribed(&text) {
                Ok(()) => self.next(),
                Err(error) => Effect::Final(Err(error)),
            },
            State::Renewing => match response::renew(&text) {
                Ok(granted) => {
                    self.schedule(granted.as_deref());
                    self.next()
                }
                Err(error) => Effect::Final(Err(error)),
            },
            State::Pulling => {
                self.bookmark = head.bookmark;
                self.machine_id = head.machine_id;
                self.page = Some(Page::new(text, Kind::Instances));
                self.read(scope, events)
            }
        }
    }

    fn abandon(&mut self, _reason: CancelReason) -> Option<Outgoing> {
        self.context.take()?;
        let mut outgoing = self.to_manager(Action::Unsubscribe);
        body::unsubscribe(&mut outgoing.body);
        Some(outgoing)
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
