//! An answer in several envelopes (full duplex, MS-WSMV 3.2.4.2.1 and 3.2.7): events on the way, questions that are
//! answered on a second connection, the result last.

use super::exchange::{is_soap, post};
use super::failure;
use super::request::{self, Identity, Outgoing};
use super::session::Session;
use crate::cim::Error;
use crate::codec::wsman::envelope::Letter;
use crate::codec::wsman::instance::Scope;
use crate::codec::wsman::interactive::{self, Interactive};
use crate::codec::wsman::response::{self, Expected};
use crate::codec::wsman::stream::Envelopes;
use crate::codec::wsman::{malformed, names};
use crate::options::{CallbackMode, OperationOptions};
use crate::proto::http::{Answer, Failure, Part, Pending};
use crate::proto::{Event, Response};
use crate::sync::lock;
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// How long an acknowledgement or an end may take in the background.
const ASIDE: Duration = Duration::from_secs(5);

/// What a client wants to hear, and how it wants to be asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Registration {
    /// `interactive::registration`'s bits.
    pub bits: u32,
    /// Regular prompts are only told, not asked.
    prompts_told: bool,
}

impl Registration {
    pub fn of(heard: crate::proto::Heard, options: &OperationOptions) -> Self {
        use interactive::registration::*;
        let errors = heard.errors && options.write_error_mode() != CallbackMode::Ignore;
        let bits = [
            (heard.messages, MESSAGE),
            (errors, ERROR),
            (heard.streams, STREAM),
            (heard.progress, PROGRESS),
            (heard.prompts, PROMPT),
        ];
        let bits = bits.iter().filter(|(heard, _)| *heard).map(|(_, bit)| bit).sum();
        Self { bits, prompts_told: options.prompt_user_mode() == CallbackMode::Report }
    }
}

/// The state of one such answer.
pub struct Duplex {
    registration: Registration,
    envelopes: Envelopes,
    limit: usize,
    begun: bool,
    /// The `SequenceId` that comes next, once there was one.
    next: Option<u64>,
    /// Names the resource for what is said on the second connection.
    template: Outgoing,
    identity: Identity,
    /// The kind of the event that waits for an answer.
    asked: Option<&'static str>,
    replies: Vec<Pending>,
    answered: bool,
}

/// What has come.
pub enum Arrived {
    Event(Event),
    /// The operation's result, or a fault in its place. Nothing comes after it.
    Result(Result<Letter, Error>),
}

impl Duplex {
    pub fn new(outgoing: &Outgoing, registration: Registration, identity: &Identity, limit: usize) -> Self {
        let template = Outgoing {
            uri: outgoing.uri.clone(),
            selectors: outgoing.selectors.clone(),
            options: outgoing.options.clone(),
            session_id: outgoing.session_id.clone(),
            ..Outgoing::default()
        };
        Self {
            registration,
            envelopes: Envelopes::default(),
            limit,
            begun: false,
            next: None,
            template,
            identity: identity.clone(),
            asked: None,
            replies: Vec::new(),
            answered: false,
        }
    }

    /// The next event or the result. An error means that the answer cannot be read on.
    pub fn poll(
        &mut self,
        pending: &mut Pending,
        session: &Arc<Session>,
        action: &str,
        scope: &Scope<'_>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Arrived, Error>> {
        loop {
            if let Some(envelope) = self.envelopes.next() {
                match self.read(envelope, session, action, scope)? {
                    Some(arrived) => return Poll::Ready(Ok(arrived)),
                    None => continue,
                }
            }
            if self.envelopes.waiting() > self.limit {
                let failure = Failure::TooLarge { limit: self.limit };
                return Poll::Ready(Err(failure::error(&failure)));
            }
            self.poll_replies(session, context)?;
            let Poll::Ready(part) = pending.poll_part(context) else { return Poll::Pending };
            match part.map_err(|failure| failure::error(&failure))? {
                Part::Data(answer) => self.take(&answer)?,
                Part::End => {
                    let Some(rest) = self.envelopes.rest() else {
                        return Poll::Ready(Err(self.cut(pending)));
                    };
                    let arrived = self.read(rest, session, action, scope)?;
                    return Poll::Ready(arrived.ok_or_else(|| self.cut(pending)));
                }
            }
        }
    }

    fn take(&mut self, answer: &Answer) -> Result<(), Error> {
        if !self.begun && !is_soap(answer) {
            let failure = failure::status(answer.status, &answer.content_type, &answer.body);
            return Err(failure::error(&failure));
        }
        self.begun = true;
        self.envelopes.push(&answer.body);
        Ok(())
    }

    /// The answer has ended before its result.
    fn cut(&self, pending: &Pending) -> Error {
        if self.begun {
            return malformed("it ended before the operation's result came");
        }
        let (status, content_type) = pending.head().unwrap_or((200, String::new()));
        failure::error(&failure::status(status, &content_type, &[]))
    }

    /// Reads an envelope; None where it is nothing that the client sees.
    fn read(
        &mut self,
        envelope: Vec<u8>,
        session: &Arc<Session>,
        action: &str,
        scope: &Scope<'_>,
    ) -> Result<Option<Arrived>, Error> {
        let expected = Expected { message_id: &self.identity.message, action };
        let letter = match response::sorted(envelope, Some(&expected), &mut lock(&session.opening))? {
            response::Answer::Fault(error) => return Ok(Some(Arrived::Result(Err(error)))),
            response::Answer::Body(letter) => letter,
        };
        let head = &letter.head;
        if [names::KEEP_ALIVE, names::ACKNOWLEDGE].iter().any(|name| head.action.eq_ignore_ascii_case(name)) {
            return Ok(None);
        }
        if head.action == names::ACKNOWLEDGE_REQUEST {
            self.acknowledge(session);
            return Ok(None);
        }
        if self.is_repeated(head.sequence)? {
            return Ok(None);
        }
        if !letter.text().contains(names::INTERACTIVE) {
            return Ok(Some(Arrived::Result(Ok(letter))));
        }
        match letter.node()? {
            Some(node) if interactive::is_event(&node) => {
                let event = interactive::read(&node, scope)?;
                Ok(self.event(event).map(Arrived::Event))
            }
            _ => Ok(Some(Arrived::Result(Ok(letter)))),
        }
    }

    /// Parts come in order and each once (MS-WSMV 3.2.7); what comes again is ignored.
    fn is_repeated(&mut self, sequence: Option<u64>) -> Result<bool, Error> {
        let Some(sequence) = sequence else { return Ok(false) };
        let next = self.next.unwrap_or(sequence);
        if sequence > next {
            return Err(malformed(format!("part {next} of it is missing")));
        }
        if sequence == next {
            self.next = Some(next.saturating_add(1));
        }
        Ok(sequence < next)
    }

    /// What the client gets; nothing where it did not ask for it.
    fn event(&mut self, event: Interactive) -> Option<Event> {
        if self.registration.bits & event.registration() == 0 {
            return None;
        }
        Some(match event {
            Interactive::Message { channel, text } => Event::Message { channel, text },
            Interactive::Progress { activity, operation, status, percent, seconds } => Event::Progress {
                activity,
                operation,
                status,
                percent_complete: percent,
                seconds_remaining: seconds,
            },
            Interactive::Stream { name, value } => Event::StreamedParameter { name, value },
            Interactive::Error { error, inquire } => {
                self.asked = inquire.then_some("ErrorAction");
                Event::Error(error)
            }
            Interactive::Prompt { message, critical } => {
                self.asked = (critical || !self.registration.prompts_told).then_some("Confirm");
                Event::Prompt { message, critical }
            }
        })
    }

    /// Sends the client's answer, if the server waits for one.
    pub fn answer(&mut self, session: &Arc<Session>, response: Response, timeout: Duration) {
        let Some(kind) = self.asked.take() else { return };
        let said = match response {
            Response::No => "no",
            Response::Yes => "yes",
            Response::NoToAll => "noToAll",
            Response::YesToAll => "yesToAll",
        };
        let mut outgoing = Outgoing {
            action: Cow::Borrowed(names::INTERACTIVE_RESPONSE),
            uri: self.template.uri.clone(),
            selectors: self.template.selectors.clone(),
            options: self.template.options.clone(),
            session_id: self.template.session_id.clone(),
            ..Outgoing::default()
        };
        interactive::response(&mut outgoing.body, kind, said);
        // As Windows' own client does it: all of an operation's messages have the identifier of the first.
        self.identity.sequence += 1;
        let body = request::bytes(session, &outgoing, &self.identity, timeout);
        self.replies.push(post(session, body, Instant::now() + timeout, &outgoing));
        self.answered = true;
    }

    /// An answer that the server did not take ends the operation: it would wait for ever.
    fn poll_replies(&mut self, session: &Session, context: &mut Context<'_>) -> Result<(), Error> {
        let mut at = 0;
        while let Some(reply) = self.replies.get_mut(at) {
            match reply.poll(context) {
                Poll::Pending => at += 1,
                Poll::Ready(result) => {
                    drop(self.replies.swap_remove(at));
                    accepted(session, result)?;
                }
            }
        }
        Ok(())
    }

    fn acknowledge(&mut self, session: &Arc<Session>) {
        let last = self.next.map_or(0, |next| next - 1);
        let mut outgoing = control(names::ACKNOWLEDGE, names::ROBUST);
        let _ = write!(outgoing.body, "<p:LastSequenceIdReceived>{last}</p:LastSequenceIdReceived>");
        self.say(session, &outgoing);
    }

    /// The operation is over for the client: tells the server so, and waits for nothing.
    pub fn leave(mut self, session: &Arc<Session>, cancelled: bool) {
        for reply in std::mem::take(&mut self.replies) {
            reply.detach();
        }
        if cancelled || self.answered {
            let action = if cancelled { names::CANCEL } else { names::END };
            self.say(session, &control(action, names::FULL_DUPLEX));
        }
    }

    fn say(&mut self, session: &Arc<Session>, outgoing: &Outgoing) {
        self.identity.sequence += 1;
        let identity = Identity { message: session.identifiers.make(), ..self.identity.clone() };
        let body = request::bytes(session, outgoing, &identity, ASIDE);
        post(session, body, Instant::now() + ASIDE, outgoing).detach();
    }
}

fn control(action: &'static str, uri: &str) -> Outgoing {
    Outgoing { action: Cow::Borrowed(action), uri: Some(uri.to_owned()), ..Outgoing::default() }
}

/// What the server says to an answer: nothing, or a fault.
fn accepted(session: &Session, result: Result<Answer, Failure>) -> Result<(), Error> {
    let answer = result.map_err(|failure| failure::error(&failure))?;
    if is_soap(&answer) {
        return match response::sorted(answer.body, None, &mut lock(&session.opening))? {
            response::Answer::Fault(error) => Err(error),
            response::Answer::Body(..) => Ok(()),
        };
    }
    match answer.status {
        200..=299 => Ok(()),
        status => Err(failure::error(&failure::status(status, &answer.content_type, &answer.body))),
    }
}
