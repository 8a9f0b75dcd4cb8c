//! From a password to a ticket for a service: the exchanges with KDCs (RFC 4120 section 3, RFC 6806, MS-KILE).

use super::super::random;
use super::crypto::{ETYPES, Etype, Key};
use super::message::{
    self, AS_REQUEST, Authenticator, Name, OPTIONS, OPTIONS_FORWARDED, PA_ENCRYPTED_TIMESTAMP,
    PA_TGS_REQUEST, TGS_REQUEST, Wanted,
};
use super::reply::{self, Fault, Granted, Hint};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Round trips for a first ticket: pre-authentication, the clock, another realm.
const MOST_TRIES: usize = 6;
/// Realms on the way to the service's.
const MOST_REALMS: usize = 8;
/// Of a key from a password: what RFC 3962 section 4 has where a KDC says nothing.
const LEAST_ITERATIONS: u32 = 4096;
/// Asked for; KDCs shorten it to what they allow.
const LIFE: u64 = 10 * 3600;

/// Of a ticket's flags.
const FORWARDABLE: u32 = 0x4000_0000;

const NO_SUCH_SERVICE: i64 = 7;
const PREAUTHENTICATION_REQUIRED: i64 = 25;
const SKEW: i64 = 37;
const WRONG_REALM: i64 = 68;

/// Whom to ask: a realm's KDC, wherever it is.
pub trait Kdc {
    fn ask(&self, realm: &str, message: &[u8]) -> Result<Vec<u8>, String>;
}

/// The difference between our clock and the KDC's, once it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    ahead: i64,
}

impl Clock {
    pub fn now(self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Duration::new(now.as_secs().saturating_add_signed(self.ahead), now.subsec_nanos())
    }

    fn set(&mut self, their_time: u64) {
        let ours = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        self.ahead = their_time.cast_signed().saturating_sub(ours.cast_signed());
    }
}

/// A ticket and what makes it ours.
#[derive(Debug)]
pub struct Ticket {
    pub bytes: Vec<u8>,
    pub key: Key,
    pub end: u64,
    pub flags: u32,
    /// The client as the ticket has it.
    pub realm: String,
    pub client: Name,
    pub service: Name,
    pub clock: Clock,
}

/// What is known of a service's realm.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place<'a> {
    /// As krb5.conf has it.
    pub realm: Option<&'a str>,
    /// The domain of the host.
    pub domain: Option<&'a str>,
}

/// Why there is no ticket.
struct Refusal {
    /// The KDC's error; 0 where it is none of the KDC's.
    code: i64,
    reason: String,
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self { code: 0, reason }
    }
}

/// A log-on with a password.
pub struct Client<'a> {
    pub kdc: &'a dyn Kdc,
    pub user: &'a str,
    pub password: &'a [u8],
}

impl Client<'_> {
    /// The first ticket: for the realm's ticket granter.
    pub fn initial(&self, realm: &str) -> Result<Ticket, String> {
        let user = Name::user(self.user);
        let mut realm = realm.to_owned();
        let (mut clock, mut key) = (Clock::default(), None);
        for _ in 0..MOST_TRIES {
            let service = Name::ticket_granter(&realm);
            let nonce = nonce()?;
            let till = clock.now().as_secs() + LIFE;
            let wanted = Wanted {
                options: OPTIONS,
                client: Some(&user),
                realm: &realm,
                service: &service,
                till,
                nonce,
            };
            let data = match &key {
                Some(key) => {
                    vec![(PA_ENCRYPTED_TIMESTAMP, message::encrypted_timestamp(key, clock.now())?)]
                }
                None => Vec::new(),
            };
            let answer = self.kdc.ask(&realm, &message::request(AS_REQUEST, &data, &wanted.body()))?;
            if let Some(reply) = reply::reply(&answer, 11) {
                let key = match key {
                    Some(key) => key,
                    None => self.key(&realm, &reply::hints(reply.data), Etype::of(reply.part.etype))?,
                };
                let granted = reply.opened(&key, 3).ok_or("the password is wrong")?;
                // A KDC that wants no proof of the password looks at nobody's clock yet.
                if clock.ahead == 0 {
                    clock.set(granted.authenticated);
                }
                return ticket(&reply, granted, nonce, clock);
            }
            let fault = reply::fault(&answer).ok_or_else(damaged)?;
            match fault.code {
                PREAUTHENTICATION_REQUIRED if key.is_none() => {
                    key = Some(self.key(&realm, &reply::hints(&fault.data), None)?);
                }
                SKEW if clock.ahead == 0 => clock.set(fault.time),
                WRONG_REALM if fault.client_realm.as_ref().is_some_and(|other| *other != realm) => {
                    (realm, key) = (fault.client_realm.unwrap_or_default(), None);
                }
                _ => return Err(said(&fault, &format!("{}@{realm}", self.user))),
            }
        }
        Err(format!("the KDC of {realm} keeps asking"))
    }

    /// The user's key, as the KDC says that it is made; of `etype`, where the reply is in it already.
    fn key(&self, realm: &str, hints: &[Hint], etype: Option<Etype>) -> Result<Key, String> {
        let hint = hints.iter().find(|hint| etype.is_none_or(|etype| etype == hint.etype));
        let etype = etype.or(hint.map(|hint| hint.etype));
        let etype = etype
            .ok_or("the account has no AES key (its password is older than the domain's AES support)")?;
        let salt = hint.and_then(|hint| hint.salt.clone());
        let salt = salt.unwrap_or_else(|| format!("{realm}{}", self.user.replace('/', "")));
        let parameters = hint.and_then(|hint| hint.parameters.as_deref());
        // Nobody vouches for this answer: a few iterations would serve whoever wants to try passwords.
        if parameters.is_some_and(|octets| octets < &LEAST_ITERATIONS.to_be_bytes()[..]) {
            return Err("the KDC asks for a key that is too easily made from the password".into());
        }
        etype.key_of_password(self.password, salt.as_bytes(), parameters)
    }

    /// A ticket for a service: in the realm where it is known to be, or wherever KDCs refer us to, or, where they know
    /// of none, in the realm that has the name of the host's domain.
    pub fn service(&self, first: &Ticket, service: &Name, place: &Place<'_>) -> Result<Ticket, String> {
        let in_realm = |realm| {
            let granter = Name::ticket_granter(realm);
            if granter.is(&first.service) {
                return self.referred(first, service);
            }
            self.referred(&self.referred(first, &granter)?, service)
        };
        let got = match (place.realm, place.domain) {
            (Some(realm), _) => in_realm(realm),
            (None, domain) => match (self.referred(first, service), domain) {
                (Err(Refusal { code: NO_SUCH_SERVICE, reason }), Some(domain)) => {
                    in_realm(&domain.to_uppercase()).map_err(|_| reason.into())
                }
                (got, _) => got,
            },
        };
        got.map_err(|refusal| refusal.reason)
    }

    /// By way of the realms that KDCs refer us to.
    fn referred(&self, first: &Ticket, service: &Name) -> Result<Ticket, Refusal> {
        let mut on_the_way: Option<Ticket> = None;
        for _ in 0..MOST_REALMS {
            let granter = on_the_way.as_ref().unwrap_or(first);
            let got = self.granted(granter, service, OPTIONS)?;
            if got.service.is(service) {
                return Ok(got);
            }
            if got.service.granted_realm().is_none() || got.service.is(&granter.service) {
                return Err(format!("the KDC gave a ticket for {}", got.service.parts.join("/")).into());
            }
            on_the_way = Some(got);
        }
        Err("the KDCs refer us from realm to realm without end".to_owned().into())
    }

    /// A ticket granter's ticket to give away.
    pub fn forwarded(&self, first: &Ticket) -> Result<Ticket, String> {
        if first.flags & FORWARDABLE == 0 {
            return Err("delegation was asked for, and the KDC gives no tickets that can be forwarded".into());
        }
        self.granted(first, &first.service, OPTIONS_FORWARDED).map_err(|refusal| refusal.reason)
    }

    /// One exchange with a ticket granter.
    fn granted(&self, granter: &Ticket, service: &Name, options: u32) -> Result<Ticket, Refusal> {
        let realm =
            granter.service.granted_realm().ok_or_else(|| "not a ticket granter's ticket".to_owned())?;
        let nonce = nonce()?;
        let till = granter.end;
        let body = Wanted { options, client: None, realm, service, till, nonce }.body();
        let checksum = granter.key.checksum(6, &[&body]);
        let authenticator = Authenticator {
            realm: &granter.realm,
            client: &granter.client,
            checksum: (granter.key.etype.checksum_type(), &checksum),
            now: granter.clock.now(),
            subkey: None,
            sequence: None,
            bound: false,
        };
        let proof = message::application_request(&granter.bytes, &granter.key, 7, false, &authenticator)?;
        let request = message::request(TGS_REQUEST, &[(PA_TGS_REQUEST, proof)], &body);
        let answer = self.kdc.ask(realm, &request)?;
        let Some(reply) = reply::reply(&answer, 13) else {
            let fault = reply::fault(&answer).ok_or_else(damaged)?;
            let reason = said(&fault, &format!("{}@{realm}", service.parts.join("/")));
            return Err(Refusal { code: fault.code, reason });
        };
        let granted = reply.opened(&granter.key, 8).ok_or_else(damaged)?;
        Ok(ticket(&reply, granted, nonce, granter.clock)?)
    }
}

fn damaged() -> String {
    "the KDC's answer is damaged".into()
}

fn nonce() -> Result<u32, String> {
    // Some KDCs take it for a signed number.
    random().map(|octets| u32::from_be_bytes(octets) >> 1)
}

fn ticket(reply: &reply::Reply<'_>, granted: Granted, nonce: u32, clock: Clock) -> Result<Ticket, String> {
    if granted.nonce != i64::from(nonce) {
        return Err("the KDC's answer is one to another request".into());
    }
    Ok(Ticket {
        bytes: reply.ticket.to_vec(),
        key: granted.key,
        end: granted.end,
        flags: granted.flags,
        realm: reply.realm.clone(),
        client: reply.client.clone(),
        service: granted.service,
        clock,
    })
}

/// A KDC's error in words (RFC 4120 7.5.9).
fn said(fault: &Fault, whom: &str) -> String {
    let reason = match fault.code {
        1 => "the account has expired",
        6 => "there is no such user",
        NO_SUCH_SERVICE => "there is no such service (setspn -L, or a keytab's entry)",
        14 => {
            let known = ETYPES.map(|etype| format!("{etype:?}")).join(" and ");
            return format!("{whom}: the KDC has no key of the kinds that are spoken here ({known})");
        }
        12 => "a policy of the KDC's forbids it",
        18 => "the account is disabled, expired or locked",
        23 => "the password has expired",
        24 => "the password is wrong",
        32 => "the ticket has expired",
        SKEW => "the clocks are too far apart",
        WRONG_REALM => "the account is in another realm",
        code => {
            return format!("{whom}: the KDC refused with error {code} {}", fault.text).trim_end().to_owned();
        }
    };
    format!("{whom}: {reason}")
}
