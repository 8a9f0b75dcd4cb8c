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

/// A credential that logs on with tokens.
#[derive(Debug)]
pub struct TokenLogOn {
    scheme: &'static Scheme,
    factory: Arc<dyn MechanismFactory>,
    /// The caller turned packet privacy off: over plain HTTP bodies go as they are.
    clear_allowed: bool,
}

impl TokenLogOn {
    pub fn new(scheme: &'static Scheme, factory: Arc<dyn MechanismFactory>, clear_allowed: bool) -> Self {
        Self { scheme, factory, clear_allowed }
    }
}

impl LogOn for TokenLogOn {
    fn name(&self) -> &'static str {
        self.scheme.name
    }

    fn permitted(&self, _encrypted: bool) -> Result<(), String> {
        Ok(())
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String> {
        Ok(Box::new(TokenAuthenticator {
            scheme: self.scheme,
            seals: !target.encrypted && !self.clear_allowed,
            state: State::Fresh(self.factory.clone(), target.clone()),
        }))
    }
}

enum State {
    Fresh(Arc<dyn MechanismFactory>, Target),
    /// Tokens go to and fro.
    Talking(Box<dyn Mechanism>),
    /// The server accepted, and so did we.
    LoggedOn(Box<dyn Mechanism>),
    Failed,
}

struct TokenAuthenticator {
    scheme: &'static Scheme,
    seals: bool,
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
            State::Fresh(factory, target) => {
                let mut mechanism = factory.begin(&target)?;
                let progress = mechanism.step(None)?;
                self.state = State::Talking(mechanism);
                self.send(progress)
            }
            State::LoggedOn(mechanism) => {
                self.state = State::LoggedOn(mechanism);
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
        let offered = offered.ok_or("not offered by the server")?;
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Talking(mut mechanism) => {
                if offered.token.is_empty() {
                    return Err(format!("{}: {REFUSED}", mechanism.description()));
                }
                let progress = mechanism.step(Some(&token(offered)?))?;
                self.state = State::Talking(mechanism);
                self.send(progress)
            }
            State::LoggedOn(_) => Err("the server asks for another log-on".into()),
            State::Fresh(..) | State::Failed => Err("the server asks before anything was sent".into()),
        }
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
    fn blocks(&self) -> bool {
        match &self.state {
            State::Fresh(factory, _) => factory.blocks(),
            State::Talking(mechanism) => mechanism.blocks(),
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
            State::LoggedOn(_) => Ok(Cover::Clear),
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
        if message.len() != part.length {
            return Err("a sealed message is not as long as it says".into());
        }
        Ok(message)
    }
}
