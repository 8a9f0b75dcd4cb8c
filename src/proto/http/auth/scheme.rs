//! Schemes that carry a mechanism's tokens: Negotiate, Kerberos, NTLM, CredSSP (RFC 4559, MS-WSMV 2.2.9.1).

use super::basic::token_header;
use super::multipart::{self, Part};
use super::{
    Authenticator, Challenge, Cover, Event, LogOn, Mechanism, MechanismFactory, Progress, Step, Target,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The longest token of a server that is looked at.
const MOST_TOKEN: usize = 96 * 1024;

/// A scheme and the media type of what it seals.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    pub name: &'static str,
    pub protocol: &'static str,
}

pub const NEGOTIATE: Scheme =
    Scheme { name: "Negotiate", protocol: "application/HTTP-SPNEGO-session-encrypted" };
pub const KERBEROS: Scheme =
    Scheme { name: "Kerberos", protocol: "application/HTTP-Kerberos-session-encrypted" };
pub const CREDSSP: Scheme =
    Scheme { name: "CredSSP", protocol: "application/HTTP-CredSSP-session-encrypted" };
/// Bare NTLM tokens, as proxies offer them.
pub const NTLM: Scheme = Scheme { name: "NTLM", protocol: NEGOTIATE.protocol };

/// A scheme and what its tokens are of.
pub type Way = (&'static Scheme, Arc<dyn MechanismFactory>);

/// A credential that logs on with tokens.
#[derive(Debug)]
pub struct TokenLogOn {
    name: &'static str,
    ways: Vec<Way>,
    /// The caller turned packet privacy off: over plain HTTP bodies go as they are.
    clear_allowed: bool,
    /// Of the identity of the process: whether the server is known to want a log-on.
    asked: Option<Arc<AtomicBool>>,
}

impl TokenLogOn {
    /// `ways` are one identity's: the first is tried at once, another where the server offers that scheme alone.
    pub fn new(name: &'static str, ways: Vec<Way>, clear_allowed: bool) -> Self {
        Self { name, ways, clear_allowed, asked: None }
    }

    /// The identity of the process, which nobody named: where nothing has to be sealed, a server that does not ask for
    /// a log-on gets none.
    pub fn of_process(ways: Vec<Way>, clear_allowed: bool) -> Self {
        Self { name: "Default", ways, clear_allowed, asked: Some(Arc::default()) }
    }
}

impl LogOn for TokenLogOn {
    fn name(&self) -> &'static str {
        self.name
    }

    fn permitted(&self, _encrypted: bool) -> Result<(), String> {
        Ok(())
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String> {
        let mut ways = self.ways.clone();
        ways.reverse();
        let (scheme, factory) = ways.pop().ok_or("there is no way to log on")?;
        let seals = !target.encrypted && !self.clear_allowed;
        let unasked = |asked: &Arc<AtomicBool>| !asked.load(Ordering::Relaxed);
        let waits = !seals && self.asked.as_ref().is_some_and(unasked);
        Ok(Box::new(TokenAuthenticator {
            scheme,
            ways,
            target: target.clone(),
            seals,
            asked: self.asked.clone(),
            state: if waits { State::Unasked(factory) } else { State::Fresh(factory) },
        }))
    }
}

enum State {
    Fresh(Arc<dyn MechanismFactory>),
    /// Requests go without a log-on until the server asks for one.
    Unasked(Arc<dyn MechanismFactory>),
    /// Tokens go to and fro.
    Talking(Box<dyn Mechanism>),
    /// The server accepted, and so did we.
    LoggedOn(Box<dyn Mechanism>),
    Failed,
}

struct TokenAuthenticator {
    scheme: &'static Scheme,
    /// Other ways, the next one last; none once the server has sent a token.
    ways: Vec<Way>,
    target: Target,
    seals: bool,
    asked: Option<Arc<AtomicBool>>,
    state: State,
}

impl fmt::Debug for TokenAuthenticator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}(******)", self.scheme.name)
    }
}

impl TokenAuthenticator {
    fn begin(&mut self) -> Result<Step, String> {
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Fresh(factory) => {
                let begun = factory.begin(&self.target).and_then(|mut mechanism| {
                    let progress = mechanism.step(None)?;
                    Ok((mechanism, progress))
                });
                let advice = if self.asked.is_some() { ADVICE } else { "" };
                let (mechanism, progress) = begun.map_err(|reason| format!("{reason}{advice}"))?;
                self.state = State::Talking(mechanism);
                self.send(progress)
            }
            kept @ (State::Unasked(_) | State::LoggedOn(_)) => {
                self.state = kept;
                Ok(Step::Ready)
            }
            State::Talking(_) | State::Failed => Err("the log-on did not come to its end".into()),
        }
    }

    fn send(&self, progress: Progress) -> Result<Step, String> {
        match progress {
            Progress::Continue(token) | Progress::Done(Some(token)) => {
                Ok(Step::Authorize(token_header(self.scheme.name, &token.0)))
            }
            Progress::Done(None) => Err("the server asks for a log-on that is complete".into()),
        }
    }

    fn challenged(&mut self, challenges: &[Challenge]) -> Result<Step, String> {
        let offered = challenges.iter().find(|challenge| challenge.is(self.scheme.name));
        let Some(offered) = offered else { return self.another_way(challenges) };
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Unasked(factory) => {
                self.asked.iter().for_each(|asked| asked.store(true, Ordering::Relaxed));
                self.state = State::Fresh(factory);
                self.begin()
            }
            State::Talking(mut mechanism) => {
                if offered.token.is_empty() {
                    return Err(format!("{}: {REFUSED}", mechanism.description()));
                }
                self.ways.clear();
                let progress = mechanism.step(Some(&token(offered)?))?;
                self.state = State::Talking(mechanism);
                self.send(progress)
            }
            State::LoggedOn(_) => Err("the server asks for another log-on".into()),
            State::Fresh(_) | State::Failed => Err("the server asks before anything was sent".into()),
        }
    }

    /// The server does not offer the scheme: the next one of ours that it does.
    fn another_way(&mut self, challenges: &[Challenge]) -> Result<Step, String> {
        while let Some((scheme, factory)) = self.ways.pop() {
            if challenges.iter().any(|challenge| challenge.is(scheme.name)) {
                (self.scheme, self.state) = (scheme, State::Fresh(factory));
                return self.begin();
            }
        }
        Err("not offered by the server".into())
    }

    fn accepted(&mut self, challenges: &[Challenge]) -> Result<Step, String> {
        let State::Talking(mechanism) = &mut self.state else { return Ok(Step::Ready) };
        let last = challenges.iter().find(|challenge| challenge.is(self.scheme.name));
        match last.filter(|challenge| !challenge.token.is_empty()) {
            Some(challenge) => match mechanism.step(Some(&token(challenge)?))? {
                Progress::Done(_) => {}
                Progress::Continue(_) => {
                    return Err("the server accepted before the log-on was complete".into());
                }
            },
            None => mechanism.accepted()?,
        }
        if let State::Talking(mechanism) = std::mem::replace(&mut self.state, State::Failed) {
            self.state = State::LoggedOn(mechanism);
        }
        Ok(Step::Ready)
    }
}

/// For whoever named no credential and has none.
#[cfg(windows)]
const ADVICE: &str = "; without a credential the logged-on user counts alone: \
     MI_DestinationOptions_AddDestinationCredentials gives a credential";
#[cfg(not(windows))]
const ADVICE: &str = "; without a credential only tickets of this process count: kinit gets some, \
     MI_DestinationOptions_AddDestinationCredentials gives a credential";

/// What a server means that answers a token with a bare challenge.
pub const REFUSED: &str =
    "the server refused the log-on (wrong user name or password, or an account that may not log on)";

fn token(challenge: &Challenge) -> Result<Vec<u8>, String> {
    if challenge.token.len() > MOST_TOKEN {
        return Err("the server's token is too long".into());
    }
    STANDARD.decode(challenge.token.trim()).map_err(|_| "the server's token is not base64".into())
}

impl Authenticator for TokenAuthenticator {
    fn blocks(&self, event: &Event) -> bool {
        let another = || self.ways.iter().any(|(_, factory)| factory.blocks());
        match &self.state {
            State::Unasked(factory) => {
                matches!(event, Event::Challenged(_)) && (factory.blocks() || another())
            }
            State::Fresh(factory) => factory.blocks(),
            State::Talking(mechanism) => mechanism.blocks() || another(),
            State::LoggedOn(_) | State::Failed => false,
        }
    }

    fn step(&mut self, event: Event) -> Step {
        let step = match event {
            Event::Request => self.begin(),
            Event::Challenged(challenges) => self.challenged(&challenges),
            Event::Accepted(challenges) => self.accepted(&challenges),
        };
        step.unwrap_or_else(|reason| {
            self.state = State::Failed;
            Step::Failed(reason)
        })
    }

    fn cover(&mut self, content_type: &str, body: &[u8]) -> Result<Cover, String> {
        match &mut self.state {
            State::LoggedOn(mechanism) if self.seals => {
                let most = mechanism.most();
                let seal = |message: &[u8]| mechanism.wrap(message);
                let (content_type, body) =
                    multipart::sealed(self.scheme.protocol, content_type, body, most, seal)?;
                Ok(Cover::Sealed { content_type, body })
            }
            State::LoggedOn(_) | State::Unasked(_) => Ok(Cover::Clear),
            _ => Ok(Cover::Withheld),
        }
    }

    fn open(&mut self, part: &Part<'_>) -> Result<Vec<u8>, String> {
        let State::LoggedOn(mechanism) = &mut self.state else {
            return Err("a sealed message came before the log-on was complete".into());
        };
        if !part.protocol.eq_ignore_ascii_case(self.scheme.protocol) {
            return Err(format!("it is not sealed with {}", self.scheme.name));
        }
        let message = mechanism.unwrap(part.header, part.data)?;
        // The length may count a padding that the mechanism has taken off.
        if message.len() != part.length && part.data.len() != part.length {
            return Err("a sealed message is not as long as it says".into());
        }
        Ok(message)
    }
}
