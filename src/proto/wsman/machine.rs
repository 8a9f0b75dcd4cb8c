//! The state machines' common language: what happens to one, and what it wants done.

use super::request::Outgoing;
use crate::cim::Error;
use crate::codec::wsman::envelope::Letter;
use crate::codec::wsman::instance::Scope;
use crate::proto::http::{Listen, Reply};
use crate::proto::{CancelReason, Event};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What happened.
pub enum Input {
    /// At the start, after events were taken, after a class was looked up, after a wait.
    Go,
    /// The answer to what was sent last.
    Answer(Letter),
    /// A fault, or a failure of the connection.
    Failed(Error),
    /// The port at which it is listened ([`Effect::Listen`]).
    Listening(u16),
    /// Something was posted there; it waits for [`Effect::Reply`].
    Delivered { id: u64, delivery: Result<Letter, Error> },
}

/// What is to be done next. Events that were queued are delivered first.
pub enum Effect {
    Send(Box<Outgoing>),
    /// Look this class up, then [`Input::Go`].
    NeedClass {
        namespace: String,
        class: String,
    },
    /// Deliver what was queued, then [`Input::Go`].
    Deliver,
    /// Wait, then [`Input::Go`].
    Wait(Duration),
    /// Listen for pushed indications, then [`Input::Listening`].
    Listen(Listen),
    /// Wait for a delivery until then, where that is said; [`Input::Delivered`] or [`Input::Go`].
    Receive {
        until: Option<Instant>,
    },
    /// Answer a delivery, then [`Input::Go`].
    Reply {
        id: u64,
        reply: Reply,
    },
    Final(Result<(), Error>),
}

/// One operation's state.
pub trait Machine: Send {
    fn step(&mut self, input: Input, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect;

    /// What to tell the server when the operation is cancelled, without waiting for the answer.
    fn abandon(&mut self, _reason: CancelReason) -> Option<Outgoing> {
        None
    }

    /// When something was posted last is told before each step, where it is listened.
    fn heard(&mut self, _last: Option<Instant>) {}

    /// The namespace results are from.
    fn namespace(&self) -> &str;

    /// Whether results are to be typed by the server's classes.
    fn wants_classes(&self) -> bool;

    /// Whether the time to the next delivery is bounded even if the client set no time (subscriptions wait).
    fn waits_for_events(&self) -> bool {
        false
    }
}
