//! A worker's turn: poll the exchange, deliver what came, stop where there is nothing to do or something is owed.

use super::Operation;
use super::state::{Run, State};
use crate::cim::{Error, Instance, MiString, Value};
use crate::options::CallbackMode;
use crate::proto::{Event, Exchange, Response};
use crate::runtime::delivery::{Delivery, Object, Owed, Question};
use crate::runtime::thread::{at_work, current_id, has_room};
use crate::sync::{epoch, lock};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// What is polled may wake its poller at once, to be polled again.
const FIRST_POLLS: usize = 4;

enum Step {
    Again,
    Stop,
    Deliver(Delivery),
    Side(Event),
}

impl Operation {
    /// The first poll, where it may be made on the client's own thread: a request goes out without a worker. Whether it
    /// was made; otherwise the operation is to be queued.
    pub(super) fn sent_here<'a>(self: &'a Arc<Self>, mut state: MutexGuard<'a, State>) -> bool {
        let light = |exchange: &mut Box<dyn Exchange>| exchange.is_light() && has_room() && self.has_thread();
        let exchange = if state.ending.is_none() { state.exchange.take_if(light) } else { None };
        let Some(mut exchange) = exchange else {
            state.run = Run::Queued;
            return false;
        };
        state.served_by_getters = !self.calls_back();
        for _ in 0..FIRST_POLLS {
            state.run = Run::Running;
            drop(state);
            let polled = at_work(|| self.poll_exchange(exchange.as_mut(), None));
            state = lock(&self.state);
            if let Poll::Ready(event) = polled {
                state.first = Some(event);
            }
            if state.first.is_some() || state.run == Run::Running {
                break;
            }
        }
        state.exchange = Some(exchange);
        let again = state.run == Run::RunningAgain || state.first.is_some();
        state.run = Run::Idle;
        if again {
            drop(state);
            self.resume();
        } else {
            state.timer = self.arm_timeout();
            drop(self.awaits(state));
        }
        true
    }

    /// Whoever wakes it need not make the first thread of the pool.
    fn has_thread(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.application.pool.ensure_thread().is_ok())
    }

    pub(super) fn serve(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        (state.run, state.due) = (Run::Running, false);
        drop(state);
        self.turn();
        if !self.is_asynchronous() && self.epoch == epoch() {
            let state = lock(&self.state);
            if state.awaited.is_some() {
                // A getter may have come meanwhile.
                self.notify(state);
            }
        }
    }

    /// The turn of whoever has set it running.
    pub(super) fn turn(self: &Arc<Self>) {
        // A child that was forked inside a callback and has returned from it must touch nothing.
        while self.epoch == epoch() {
            match self.step() {
                Step::Again => {}
                Step::Stop => return,
                Step::Deliver(delivery) => self.deliver(delivery),
                Step::Side(event) => self.side(event),
            }
        }
    }

    fn step(self: &Arc<Self>) -> Step {
        let mut state = lock(&self.state);
        let dropped = state.closed && !self.is_asynchronous() && state.owed.is_none();
        if state.finished || dropped || state.final_delivered && state.owed.is_none() {
            return self.finish(state);
        }
        if state.owed.is_some() || state.ready.is_some() {
            return rest(&mut state);
        }
        if let Some(error) = state.ending.take() {
            state.finale = Some(Err(error));
            state.held = None;
            let (exchange, awaited) = (state.exchange.take(), state.awaited.take());
            drop(state);
            drop(awaited);
            abandon(exchange);
            return Step::Again;
        }
        match state.finale.take() {
            Some(finale) => Step::Deliver(last(&mut state, finale)),
            None => self.poll(state),
        }
    }

    fn poll(self: &Arc<Self>, mut state: MutexGuard<'_, State>) -> Step {
        let Some(mut exchange) = state.exchange.take() else { return rest(&mut state) };
        let (first, response) = (state.first.take(), state.response.take());
        state.awaited = None;
        drop(state);
        let polled = match first {
            Some(event) => Poll::Ready(event),
            None => self.poll_exchange(exchange.as_mut(), response),
        };
        let mut state = lock(&self.state);
        match polled {
            Poll::Pending => {
                state.exchange = Some(exchange);
                if state.timer.is_none() && state.run == Run::Running {
                    state.timer = self.arm_timeout();
                }
                rest(&mut self.awaits(state))
            }
            Poll::Ready(Event::Final(finale)) => {
                state.timer = None;
                state.finale = Some(finale.map_err(|error| self.explain(error)));
                drop(state);
                drop(exchange);
                Step::Again
            }
            Poll::Ready(event) => {
                state.exchange = Some(exchange);
                state.timer = None;
                sort(&mut state, event)
            }
        }
    }

    fn poll_exchange(
        self: &Arc<Self>,
        exchange: &mut dyn Exchange,
        response: Option<Response>,
    ) -> Poll<Event> {
        let waker = Waker::from(self.clone());
        let body = AssertUnwindSafe(|| {
            if let Some(response) = response {
                exchange.respond(response);
            }
            exchange.poll_event(&mut Context::from_waker(&waker))
        });
        catch_unwind(body).unwrap_or_else(|panic| {
            Poll::Ready(Event::Final(Err(crate::runtime::log::internal_error(self.verb, panic))))
        })
    }

    /// After a poll that found nothing: sees to it that somebody learns when there is something.
    fn awaits<'a>(self: &'a Arc<Self>, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let Some(awaited) = state.exchange.as_ref().and_then(|exchange| exchange.awaited()) else {
            return state;
        };
        if state.getters > 0 || state.asleep == 0 && self.waits_for_getters(&state) {
            state.awaited = Some(awaited);
            return state;
        }
        self.wake_at(state, &*awaited)
    }

    /// Everything is over: what is left is the client's Close, if it has not come.
    fn finish(self: &Arc<Self>, mut state: MutexGuard<'_, State>) -> Step {
        state.finished = true;
        state.run = Run::Idle;
        let exchange = state.exchange.take();
        let (held, ready) = (state.held.take(), if state.closed { state.ready.take() } else { None });
        let timer = state.timer.take();
        let closed = state.closed;
        drop(state);
        abandon(exchange);
        drop((held, ready, timer));
        if closed {
            // Ends the unit together with the hold, on whichever thread comes first: a waiting close must not find the
            // hold still there and nobody left to end it.
            self.dissolve();
        } else {
            self.quiet(&mut lock(&self.state));
        }
        Step::Stop
    }

    fn deliver(self: &Arc<Self>, delivery: Delivery) {
        if self.is_asynchronous() { self.call_result(delivery) } else { self.store_result(delivery) }
    }

    /// For a getter.
    fn store_result(self: &Arc<Self>, delivery: Delivery) {
        let mut state = lock(&self.state);
        state.results += u64::from(!matches!(delivery.object, Object::None));
        if !delivery.more {
            state.final_result = delivery.result;
            state.finished = true;
            if !state.closed {
                self.quiet(&mut state);
            }
        }
        state.ready = Some(Box::new(delivery));
        self.notify(state);
    }

    fn call_result(self: &Arc<Self>, delivery: Delivery) {
        let more = delivery.more;
        let mut state = lock(&self.state);
        state.results += u64::from(!matches!(delivery.object, Object::None));
        if !more {
            state.final_delivered = true;
            state.final_result = delivery.result;
        }
        drop(state);
        let owed = self.manual.then_some(Owed::Acknowledgement);
        self.call(owed, delivery, |delivery| {
            self.client.result(self.site(), delivery, self.manual);
            true
        });
    }

    /// Makes one call to the client. `owed`: what it owes us afterwards, unless `body` answers false. `lent` is
    /// kept as long as the client may read it.
    fn call<T: Any + Send>(self: &Arc<Self>, owed: Option<Owed>, lent: T, body: impl FnOnce(&T) -> bool) {
        let mut state = lock(&self.state);
        state.owed = owed.map(|owed| (owed, Instant::now()));
        state.in_callback = Some(current_id());
        drop(state);
        if let Some(session) = &self.session {
            // Where no spare thread can be made, the scope says so, and a call that blocks is refused.
            let _ = session.application.pool.ensure_spare();
        }
        let called = body(&lent);
        if self.epoch != epoch() {
            return;
        }
        let mut state = lock(&self.state);
        state.in_callback = None;
        if !called {
            state.owed = None;
        }
        if state.owed.is_some() {
            state.lent = Some(Box::new(lent));
            self.stalled.store(true, Ordering::SeqCst);
            self.quiet(&mut state);
            if let Some(session) = &self.session {
                session.application.process.closing.poke();
            }
        }
    }

    /// Messages, questions and streamed parameters.
    fn side(self: &Arc<Self>, event: Event) {
        match event {
            Event::Message { channel, .. } if !self.hears(channel) => {}
            Event::Message { channel, text } => self.call(None, MiString::from(text.as_str()), |text| {
                self.client.write_message(self.site(), channel, text);
                true
            }),
            Event::Progress { activity, operation, status, percent_complete, seconds_remaining } => {
                let texts = [activity, operation, status].map(|text| MiString::from(text.as_str()));
                self.call(None, texts, |[activity, operation, status]| {
                    let texts = [activity, operation, status];
                    self.client.write_progress(self.site(), texts, percent_complete, seconds_remaining);
                    true
                });
            }
            Event::StreamedParameter { name, value } => self.stream(MiString::from(name.as_str()), value),
            Event::Error(error) => self.ask_error(&error),
            Event::Prompt { message, critical } => self.ask_user(&message, critical),
            Event::Instance(_) | Event::Class(_) | Event::Indication { .. } | Event::Final(_) => {}
        }
    }

    /// The client has not disabled the channel.
    fn hears(&self, channel: u32) -> bool {
        self.options.as_ref().is_none_or(|options| options.channel_enabled(channel))
    }

    fn stream(self: &Arc<Self>, name: MiString, value: Value) {
        let owed = self.manual.then_some(Owed::Acknowledgement);
        let holder = Instance::dynamic("Parameters").and_then(|mut holder| {
            holder.add("Value", &value, 0)?;
            Ok(holder)
        });
        let Ok(holder) = holder else { return };
        self.call(owed, (name, holder), |(name, holder)| {
            self.client.streamed_parameter(self.site(), name, holder, self.manual)
        });
    }

    fn ask_error(self: &Arc<Self>, error: &Error) {
        let Ok(instance) = error.to_instance() else { return self.answer_itself(Response::Yes) };
        let mode = self.options.as_ref().map_or(CallbackMode::Report, |options| options.write_error_mode());
        self.ask(Question::Error, mode, Response::Yes, instance, |instance: &Instance, respond| {
            self.client.write_error(self.site(), instance, respond)
        });
    }

    fn ask_user(self: &Arc<Self>, message: &str, critical: bool) {
        let options = self.options.as_ref();
        let mode = options.map_or(CallbackMode::Inquire, |options| options.prompt_user_mode());
        let yes = critical || options.is_none_or(|options| options.prompt_user_regular_answer());
        let itself = if yes { Response::Yes } else { Response::No };
        let standing = lock(&self.state).standing;
        if let Some(standing) = standing {
            return self.answer_itself(standing);
        }
        self.ask(Question::Prompt, mode, itself, MiString::from(message), |message: &MiString, respond| {
            self.client.prompt_user(self.site(), message, critical, respond)
        });
    }

    /// Asks the client as the mode says; `itself` is the answer where the client does not give one.
    fn ask<T: Any + Send>(
        self: &Arc<Self>,
        question: Question,
        mode: CallbackMode,
        itself: Response,
        lent: T,
        call: impl FnOnce(&T, bool) -> bool,
    ) {
        if mode == CallbackMode::Ignore {
            return self.answer_itself(itself);
        }
        let respond = mode == CallbackMode::Inquire;
        let mut called = false;
        self.call(respond.then_some(Owed::Response(question)), lent, |lent| {
            called = call(lent, respond);
            called
        });
        if (!called || !respond) && self.epoch == epoch() {
            self.answer_itself(itself);
        }
    }

    fn answer_itself(&self, response: Response) {
        lock(&self.state).response = Some(response);
    }
}

/// Nothing to do; unless something changed meanwhile.
fn rest(state: &mut State) -> Step {
    if state.run == Run::RunningAgain {
        state.run = Run::Running;
        return Step::Again;
    }
    state.run = Run::Idle;
    Step::Stop
}

/// Objects are held back by one, so that the last comes with the final status; indications are not.
fn sort(state: &mut State, event: Event) -> Step {
    let object = match event {
        Event::Instance(instance) => Object::Instance(instance),
        Event::Class(class) => Object::Class(class),
        Event::Indication { instance, bookmark, machine_id } => {
            let text = |text: Option<String>| text.map(|text| MiString::from(text.as_str()));
            let object =
                Object::Indication { instance, bookmark: text(bookmark), machine_id: text(machine_id) };
            return Step::Deliver(Delivery::object(object, true));
        }
        side => return Step::Side(side),
    };
    match state.held.replace(object) {
        Some(earlier) => Step::Deliver(Delivery::object(earlier, true)),
        None => Step::Again,
    }
}

/// The final result, or before it the object that was held back for an operation that failed.
fn last(state: &mut State, finale: Result<(), Error>) -> Delivery {
    match (finale, state.held.take()) {
        (Ok(()), held) => Delivery::object(held.unwrap_or(Object::None), false),
        (Err(error), None) => Delivery::failed(&error),
        (Err(error), Some(held)) => {
            state.finale = Some(Err(error));
            Delivery::object(held, true)
        }
    }
}

/// Tells the protocol's side that nobody wants more, and drops it; a panic there ends nothing else.
fn abandon(exchange: Option<Box<dyn Exchange>>) {
    let Some(mut exchange) = exchange else { return };
    let body = AssertUnwindSafe(move || {
        exchange.cancel(crate::proto::CancelReason::Client);
        drop(exchange);
    });
    if let Err(panic) = catch_unwind(body) {
        crate::runtime::log::panicked("a cancelled exchange", panic);
    }
}
