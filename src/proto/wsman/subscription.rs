//! Subscriptions by pull delivery (DSP0226 10, WS-Eventing): subscribe, pull for ever, renew or replace in time,
//! unsubscribe.

use super::machine::{Effect, Input, Machine};
use super::manager::{Due, Manager, Wanted};
use super::request::Outgoing;
use super::target::Target;
use crate::abi::MI_ERRORCATEGORY_OPERATION_TIMEOUT;
use crate::cim::Error;
use crate::codec::wsman::body::{self, Delivery};
use crate::codec::wsman::envelope::Letter;
use crate::codec::wsman::instance::{Scope, Stop};
use crate::codec::wsman::names::Action;
use crate::codec::wsman::page::{Item, Kind, Page};
use crate::codec::wsman::predict::Predictor;
use crate::codec::wsman::response;
use crate::options::SubscriptionOptions;
use crate::proto::{CancelReason, Event, Request};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How long the server may hold a pull without events.
const HOLD: Duration = Duration::from_secs(20);
/// What the wire's operation time-out adds to that, so that MaxTime ends it first.
const MARGIN: Duration = Duration::from_secs(10);
/// Events per pull.
const MOST_EVENTS: u32 = 100;
/// The pause after an empty answer that came too soon.
const PAUSE: Duration = Duration::from_millis(500);

pub fn machine(
    target: &Target,
    request: &Request,
    dialect: Option<&str>,
    expression: &str,
    delivery: Option<&SubscriptionOptions>,
) -> Box<dyn Machine> {
    let wanted = Wanted::of(request, dialect, expression, delivery);
    Box::new(Subscription {
        state: State::Start,
        manager: Manager::new(target, &wanted),
        wanted,
        predictor: Predictor::default(),
        page: None,
        page_bookmark: None,
        bookmark: None,
        machine_id: None,
        context: None,
        pulled: None,
        namespace: target.namespace.clone(),
        typed: target.typed,
    })
}

enum State {
    Start,
    /// Holds what ends the subscription that is replaced.
    Subscribing(Option<Box<Outgoing>>),
    /// The one that was replaced is ended.
    Ending,
    Pulling,
    Renewing,
}

struct Subscription {
    state: State,
    manager: Manager,
    wanted: Wanted,
    predictor: Predictor,
    page: Option<Page>,
    /// Of the page, and the last of all.
    page_bookmark: Option<String>,
    bookmark: Option<String>,
    machine_id: Option<String>,
    context: Option<String>,
    pulled: Option<Instant>,
    namespace: String,
    typed: bool,
}

impl Subscription {
    fn subscribe(&mut self, replaced: Option<Box<Outgoing>>) -> Effect {
        let mut outgoing = self.manager.subscribe();
        self.wanted.write(&mut outgoing.body, Delivery::Pull);
        self.state = State::Subscribing(replaced);
        Effect::Send(Box::new(outgoing))
    }

    fn subscribed(&mut self, letter: &Letter) -> Result<(), Error> {
        let mut made = response::subscribe(letter)?;
        let context = made.context.take().ok_or_else(|| {
            crate::codec::wsman::malformed("the subscription has no enumeration context to pull from")
        })?;
        self.context = Some(context);
        self.manager.made(made);
        Ok(())
    }

    /// What is next: renew if it is time, otherwise pull.
    fn next(&mut self) -> Effect {
        match self.manager.due() {
            Some(Due::Renew(outgoing)) => {
                self.state = State::Renewing;
                return Effect::Send(outgoing);
            }
            Some(Due::Replace) => {
                // From where this one is.
                self.wanted.bookmark = self.bookmark.take();
                return self.subscribe(Some(Box::new(self.manager.unsubscription())));
            }
            None => {}
        }
        let Some(context) = &self.context else { return Effect::Final(Ok(())) };
        let hold = self.hold();
        let mut outgoing = self.manager.about(Action::Pull);
        body::pull(&mut outgoing.body, context, MOST_EVENTS, Some(hold));
        outgoing.server_time = Some(hold + MARGIN);
        self.state = State::Pulling;
        self.pulled = Some(Instant::now());
        Effect::Send(Box::new(outgoing))
    }

    /// Never past the time to renew.
    fn hold(&self) -> Duration {
        let left = self.manager.renew_at().map_or(HOLD, |at| at.saturating_duration_since(Instant::now()));
        left.clamp(Duration::from_millis(200), HOLD)
    }

    fn failed(&mut self, error: Error) -> Effect {
        // Nothing happened within the server's time: not an error of a subscription.
        match self.state {
            State::Pulling if is_quiet(&error) => return self.paced(),
            State::Renewing if self.manager.goes_on(&error) => return self.next(),
            // It is gone anyway, in the end.
            State::Ending => return self.next(),
            State::Pulling | State::Subscribing(_) => self.context = None,
            State::Start | State::Renewing => {}
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
        let (bookmark, machine_id) = (&self.page_bookmark, &self.machine_id);
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
        self.bookmark = self.page_bookmark.take().or(self.bookmark.take());
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
        let mut letter = match input {
            Input::Failed(error) => return self.failed(error),
            Input::Go if matches!(self.state, State::Start) => return self.subscribe(None),
            Input::Go => return self.read(scope, events),
            Input::Answer(letter) => letter,
            Input::Listening(_) | Input::Delivered { .. } => return self.next(),
        };
        match &mut self.state {
            State::Start => self.next(),
            State::Subscribing(replaced) => {
                let replaced = replaced.take();
                if let Err(error) = self.subscribed(&letter) {
                    return Effect::Final(Err(error));
                }
                let Some(outgoing) = replaced else { return self.next() };
                self.state = State::Ending;
                Effect::Send(outgoing)
            }
            State::Ending => self.next(),
            State::Renewing => match response::renew(&letter) {
                Ok(granted) => {
                    self.manager.schedule(granted.as_deref());
                    self.next()
                }
                Err(error) => Effect::Final(Err(error)),
            },
            State::Pulling => {
                self.page_bookmark = letter.head.bookmark.take();
                self.machine_id = letter.head.machine_id.take();
                self.page = Some(Page::new(letter, Kind::Instances));
                self.read(scope, events)
            }
        }
    }

    fn abandon(&mut self, _reason: CancelReason) -> Option<Outgoing> {
        self.context.take()?;
        Some(self.manager.unsubscription())
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
