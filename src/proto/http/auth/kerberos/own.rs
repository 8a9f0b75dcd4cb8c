//! Kerberos with a password and nothing of the system's: a context of our own (RFC 4121 section 4.1).

use super::super::{ChannelBinding, Mechanism, Progress, Sealed, Secret, Target, random};
use super::Identity;
use super::client::{Client, Kdc, Place, Ticket};
use super::config::Settings;
use super::crypto::Key;
use super::message::{self, Authenticator, Name};
use super::reply;
use super::token::{self, Messages};
use crate::sync::{Arc, Mutex, lock};

const DELEGATE: u32 = 1;
const MUTUAL: u32 = 2;
const REPLAY: u32 = 4;
const SEQUENCE: u32 = 8;
const CONFIDENTIALITY: u32 = 16;
const INTEGRITY: u32 = 32;

/// A ticket is not used in its last minutes: clocks differ.
const MARGIN: u64 = 300;

/// Where tickets come from.
pub struct Source<'a> {
    pub kdc: &'a dyn Kdc,
    pub identity: &'a Identity,
    pub settings: &'a Settings,
    /// A ticket to give away is got, too.
    pub delegate: bool,
}

/// For one service.
#[derive(Clone, Debug)]
struct Pair {
    ticket: Arc<Ticket>,
    forwarded: Option<Arc<Ticket>>,
}

/// Tickets of one credential, for all its connections.
#[derive(Debug, Default)]
pub struct Tickets(Mutex<Vec<(String, Pair)>>);

impl Tickets {
    /// One that is there, or a new one from the KDC: this waits.
    fn get(&self, source: &Source<'_>, target: &Target) -> Result<Pair, String> {
        let service = target.service.as_str();
        if let Some(pair) = self.known(service) {
            return Ok(pair);
        }
        let identity = source.identity;
        let user = identity.user.as_deref().ok_or("a user name is needed")?;
        let realm = identity.realm.as_deref().or(source.settings.default_realm.as_deref());
        let realm = realm.ok_or("the user's realm is needed (DOMAIN\\user or user@realm)")?;
        let password = identity.password.as_ref().ok_or("a password is needed")?;
        let client = Client { kdc: source.kdc, user, password: &password.0 };
        let first = client.initial(realm)?;
        let host = target.host.as_str();
        let domain = host.split_once('.').map(|(_, domain)| domain.trim_end_matches('.'));
        let place = Place { realm: source.settings.realm_of(host), domain };
        let ticket = Arc::new(client.service(&first, &Name::service(service), &place)?);
        let forwarded = if source.delegate { Some(Arc::new(client.forwarded(&first)?)) } else { None };
        let pair = Pair { ticket, forwarded };
        let mut known = lock(&self.0);
        known.retain(|(of, _)| of != service);
        known.push((service.to_owned(), pair.clone()));
        Ok(pair)
    }

    fn known(&self, service: &str) -> Option<Pair> {
        let known = lock(&self.0);
        let (_, pair) = known.iter().find(|(of, _)| of == service)?;
        let fresh = |ticket: &Ticket| ticket.clock.now().as_secs() < ticket.end.saturating_sub(MARGIN);
        let all = fresh(&pair.ticket) && pair.forwarded.as_deref().is_none_or(fresh);
        all.then(|| pair.clone())
    }
}

enum State {
    Fresh,
    /// The request is out; what the answer must show.
    Asked {
        subkey: Key,
        sequence: u32,
        time: u64,
        microseconds: i64,
    },
    Established(Box<Messages>),
    Failed,
}

pub struct Own {
    ticket: Arc<Ticket>,
    forwarded: Option<Arc<Ticket>>,
    binding: Option<ChannelBinding>,
    state: State,
}

impl Own {
    /// Waits for the KDC unless there is a ticket.
    pub fn begin(source: &Source<'_>, tickets: &Tickets, target: &Target) -> Result<Self, String> {
        let Pair { ticket, forwarded } = tickets.get(source, target)?;
        Ok(Self { ticket, forwarded, binding: target.binding.clone(), state: State::Fresh })
    }

    /// RFC 4121 4.1.1: bindings, flags, and the ticket that is given away.
    fn checksum(&self) -> Result<Vec<u8>, String> {
        let mut flags = MUTUAL | REPLAY | SEQUENCE | CONFIDENTIALITY | INTEGRITY;
        let mut delegation = Vec::new();
        if let Some(forwarded) = &self.forwarded {
            let message = message::credential(forwarded, &self.ticket.key)?;
            let length =
                u16::try_from(message.len()).map_err(|_| "the ticket is too long to be forwarded")?;
            flags |= DELEGATE;
            delegation = [&1u16.to_le_bytes()[..], &length.to_le_bytes(), &message].concat();
        }
        let binding = self.binding.as_ref().map(ChannelBinding::md5).unwrap_or_default();
        Ok([&16u32.to_le_bytes()[..], &binding, &flags.to_le_bytes(), &delegation].concat())
    }

    /// The first token, and what its answer must show.
    fn request(&self) -> Result<(Vec<u8>, State), String> {
        let ticket = &self.ticket;
        let now = ticket.clock.now();
        let subkey = Key::random(ticket.key.etype)?;
        // MIT's older versions take only 30 bits.
        let sequence = u32::from_be_bytes(random()?) >> 2;
        let checksum = self.checksum()?;
        let authenticator = Authenticator {
            realm: &ticket.realm,
            client: &ticket.client,
            checksum: (0x8003, &checksum),
            now,
            subkey: Some(&subkey),
            sequence: Some(sequence),
            bound: self.binding.is_some(),
        };
        let request = message::application_request(&ticket.bytes, &ticket.key, 11, true, &authenticator)?;
        let (time, microseconds) = (now.as_secs(), i64::from(now.subsec_micros()));
        Ok((token::framed(token::REQUEST, &request), State::Asked { subkey, sequence, time, microseconds }))
    }

    fn messages(&mut self) -> Result<&mut Messages, String> {
        match &mut self.state {
            State::Established(messages) => Ok(messages),
            _ => Err("the log-on is not complete".into()),
        }
    }
}

/// The service's answer: it has the ticket's key, and chose what protects the messages.
fn established(asked: State, session_key: &Key, input: &[u8]) -> Result<Messages, String> {
    let State::Asked { subkey, sequence, time, microseconds } = asked else {
        return Err("the server sent more than Kerberos has".into());
    };
    let (kind, message) = token::unframed(input).ok_or("the server's token is damaged")?;
    if kind == token::FAULT {
        let fault = reply::fault(message).ok_or("the server's token is damaged")?;
        return Err(refused(fault.code));
    }
    let proof = reply::application_reply(message, session_key).filter(|_| kind == token::REPLY);
    let proof = proof.ok_or("the server's token is damaged")?;
    let proof = proof.ok_or("the server could not authenticate itself")?;
    if (proof.time, proof.microseconds) != (time, microseconds) {
        return Err("the server's token is one to another log-on".into());
    }
    // Numbers of 32 bits; some write them as signed ones.
    let received = u64::from(proof.sequence.unwrap_or_default() as u32);
    let key = proof.subkey.as_ref().unwrap_or(&subkey);
    Ok(Messages::new(key, proof.subkey.is_some(), sequence.into(), received))
}

/// A service's error in words (RFC 4120 7.5.9).
fn refused(code: i64) -> String {
    match code {
        31 | 41 => {
            "the server could not open the ticket: its key is not the one that the KDC has for the service"
                .into()
        }
        32 => "the ticket has expired".into(),
        34 => "the server takes the log-on for a repeated one".into(),
        35 => "the ticket is for another service than the server's".into(),
        37 => "the clocks of the server and of this machine are too far apart".into(),
        code => format!("the server refused with Kerberos error {code}"),
    }
}

impl Mechanism for Own {
    fn name(&self) -> &'static str {
        super::NAME
    }

    fn oid(&self) -> &'static [u8] {
        super::OID
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        match (std::mem::replace(&mut self.state, State::Failed), input) {
            (State::Fresh, None) => {
                let (token, asked) = self.request()?;
                self.state = asked;
                Ok(Progress::Continue(Secret(token)))
            }
            (asked, Some(input)) => {
                self.state = State::Established(Box::new(established(asked, &self.ticket.key, input)?));
                Ok(Progress::Done(None))
            }
            (_, None) => Err("the log-on was begun before".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        super::authenticated(matches!(self.state, State::Established(_)))
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        self.messages()?.wrap(message)
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.messages()?.unwrap(header, data)
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        Ok(self.messages()?.mic(message))
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.messages()?.verify_mic(message, mic)
    }
}
