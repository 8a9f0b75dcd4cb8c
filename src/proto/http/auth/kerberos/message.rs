//! The messages a Kerberos client writes (RFC 4120 section 5), in DER.

use super::super::Secret;
use super::super::der::{self, BIT_STRING, OCTET_STRING, SEQUENCE, element, integer};
use super::client::Ticket;
use super::crypto::{ETYPES, Key};
use std::time::Duration;

const GENERAL_STRING: u8 = 0x1b;
const GENERALIZED_TIME: u8 = 0x18;

pub const AS_REQUEST: u8 = 10;
pub const TGS_REQUEST: u8 = 12;
const AP_REQUEST: u8 = 14;
const CREDENTIAL: u8 = 22;

pub const PA_TGS_REQUEST: i64 = 1;
pub const PA_ENCRYPTED_TIMESTAMP: i64 = 2;
pub const PA_ETYPE_INFO2: i64 = 19;

/// forwardable, renewable-ok, canonicalize.
pub const OPTIONS: u32 = 0x4001_0010;
/// The same, for a ticket to be given away: forwarded.
pub const OPTIONS_FORWARDED: u32 = OPTIONS | 0x2000_0000;
/// mutual-required
const AP_OPTIONS: u32 = 0x2000_0000;

/// The application's tag, constructed.
pub const fn application(number: u8) -> u8 {
    0x60 | number
}

/// A principal's name without its realm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub kind: i64,
    pub parts: Vec<String>,
}

impl Name {
    /// NT-PRINCIPAL
    pub fn user(user: &str) -> Self {
        Self { kind: 1, parts: user.split('/').map(str::to_owned).collect() }
    }

    /// NT-SRV-HST, of `service/host`: only for these MIT's KDC refers to other realms.
    pub fn service(service: &str) -> Self {
        Self { kind: 3, parts: service.split('/').map(str::to_owned).collect() }
    }

    /// NT-SRV-INST
    pub fn ticket_granter(realm: &str) -> Self {
        Self { kind: 2, parts: vec!["krbtgt".into(), realm.into()] }
    }

    /// The realm whose tickets a `krbtgt/REALM` grants.
    pub fn granted_realm(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [service, realm] if service == "krbtgt" => Some(realm),
            _ => None,
        }
    }

    /// The same principal, whatever its type is called; Active Directory ignores case.
    pub fn is(&self, other: &Name) -> bool {
        let same = |(one, other): (&String, &String)| one.eq_ignore_ascii_case(other);
        self.parts.len() == other.parts.len() && self.parts.iter().zip(&other.parts).all(same)
    }

    fn written(&self) -> Vec<u8> {
        let parts: Vec<_> = self.parts.iter().map(|part| string(part)).collect();
        sequence(&[field(0, &integer(self.kind)), field(1, &sequence(&parts))])
    }
}

pub fn field(number: u8, content: &[u8]) -> Vec<u8> {
    element(der::context(number), content)
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

pub fn octets(content: &[u8]) -> Vec<u8> {
    element(OCTET_STRING, content)
}

fn string(text: &str) -> Vec<u8> {
    element(GENERAL_STRING, text.as_bytes())
}

fn flags(flags: u32) -> Vec<u8> {
    let [a, b, c, d] = flags.to_be_bytes();
    element(BIT_STRING, &[0, a, b, c, d])
}

fn time(seconds: u64) -> Vec<u8> {
    element(GENERALIZED_TIME, timestamp(seconds).as_bytes())
}

/// `YYYYMMDDHHMMSSZ` of seconds since 1970 (the civil calendar, counted in eras of 400 years that begin in March).
pub fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86400 + 719_468, seconds % 86400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z", era * 400 + year)
}

pub fn encrypted(key: &Key, usage: u32, plain: &[u8]) -> Result<Vec<u8>, String> {
    let cipher = key.encrypt(usage, plain)?;
    Ok(sequence(&[field(0, &integer(key.etype as i64)), field(2, &octets(&cipher))]))
}

fn key(key: &Key) -> Vec<u8> {
    sequence(&[field(0, &integer(key.etype as i64)), field(1, &octets(key.value()))])
}

/// What a KDC is asked for.
pub struct Wanted<'a> {
    pub options: u32,
    /// Only in requests for a first ticket.
    pub client: Option<&'a Name>,
    pub realm: &'a str,
    pub service: &'a Name,
    pub till: u64,
    pub nonce: u32,
}

impl Wanted<'_> {
    pub fn body(&self) -> Vec<u8> {
        let etypes: Vec<_> = ETYPES.iter().map(|etype| integer(*etype as i64)).collect();
        let mut fields = vec![field(0, &flags(self.options))];
        fields.extend(self.client.map(|client| field(1, &client.written())));
        fields.push(field(2, &string(self.realm)));
        fields.push(field(3, &self.service.written()));
        fields.push(field(5, &time(self.till)));
        fields.push(field(7, &integer(self.nonce.into())));
        fields.push(field(8, &sequence(&etypes)));
        sequence(&fields)
    }
}

/// A KDC-REQ of this kind; `data`: pre-authentication data, by type.
pub fn request(kind: u8, data: &[(i64, Vec<u8>)], body: &[u8]) -> Vec<u8> {
    let mut fields = vec![field(1, &integer(5)), field(2, &integer(kind.into()))];
    if !data.is_empty() {
        let one =
            |(kind, value): &(i64, Vec<u8>)| sequence(&[field(1, &integer(*kind)), field(2, &octets(value))]);
        fields.push(field(3, &sequence(&data.iter().map(one).collect::<Vec<_>>())));
    }
    fields.push(field(4, body));
    element(application(kind), &sequence(&fields))
}

/// The time in the user's key: what shows a KDC that we know the password (RFC 4120 5.2.7.2).
pub fn encrypted_timestamp(user_key: &Key, now: Duration) -> Result<Vec<u8>, String> {
    let plain = sequence(&[field(0, &time(now.as_secs())), field(1, &integer(now.subsec_micros().into()))]);
    encrypted(user_key, 1, &plain)
}

/// Proof that a ticket is ours.
pub struct Authenticator<'a> {
    pub realm: &'a str,
    pub client: &'a Name,
    pub checksum: (i64, &'a [u8]),
    pub now: Duration,
    pub subkey: Option<&'a Key>,
    pub sequence: Option<u32>,
    /// The log-on is bound to the TLS channel, and we say so (MS-KILE 3.2.5.8: KERB_AP_OPTIONS_CBT).
    pub bound: bool,
}

impl Authenticator<'_> {
    fn written(&self) -> Vec<u8> {
        let (kind, value) = self.checksum;
        let checksum = sequence(&[field(0, &integer(kind)), field(1, &octets(value))]);
        let mut fields = vec![
            field(0, &integer(5)),
            field(1, &string(self.realm)),
            field(2, &self.client.written()),
            field(3, &checksum),
            field(4, &integer(self.now.subsec_micros().into())),
            field(5, &time(self.now.as_secs())),
        ];
        fields.extend(self.subkey.map(|subkey| field(6, &key(subkey))));
        fields.extend(self.sequence.map(|number| field(7, &integer(number.into()))));
        if self.bound {
            let one = |kind, data: &[u8]| sequence(&[field(0, &integer(kind)), field(1, &octets(data))]);
            let options = sequence(&[one(143, &0x4000u32.to_le_bytes())]);
            fields.push(field(8, &sequence(&[one(1, &options)])));
        }
        element(application(2), &sequence(&fields))
    }
}

/// An AP-REQ; `usage`: 7 to a KDC, 11 to a service.
pub fn application_request(
    ticket: &[u8],
    session_key: &Key,
    usage: u32,
    mutual: bool,
    authenticator: &Authenticator<'_>,
) -> Result<Vec<u8>, String> {
    let fields = [
        field(0, &integer(5)),
        field(1, &integer(AP_REQUEST.into())),
        field(2, &flags(if mutual { AP_OPTIONS } else { 0 })),
        field(3, ticket),
        field(4, &encrypted(session_key, usage, &Secret(authenticator.written()).0)?),
    ];
    Ok(element(application(AP_REQUEST), &sequence(&fields)))
}

/// A ticket with its key, for the service to act with (KRB-CRED, RFC 4120 5.8), in the session key.
pub fn credential(ticket: &Ticket, session_key: &Key) -> Result<Vec<u8>, String> {
    let granter = ticket.service.granted_realm().unwrap_or_default();
    let info = sequence(&[
        field(0, &key(&ticket.key)),
        field(1, &string(&ticket.realm)),
        field(2, &ticket.client.written()),
        field(3, &flags(ticket.flags)),
        field(6, &time(ticket.end)),
        field(8, &string(granter)),
        field(9, &ticket.service.written()),
    ]);
    let part = Secret(element(application(29), &sequence(&[field(0, &sequence(&[info]))])));
    let fields = [
        field(0, &integer(5)),
        field(1, &integer(CREDENTIAL.into())),
        field(2, &element(SEQUENCE, &ticket.bytes)),
        field(3, &encrypted(session_key, 14, &part.0)?),
    ];
    Ok(element(application(CREDENTIAL), &sequence(&fields)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "19700101000000Z"),
            (951_782_399, "20000228235959Z"),
            (951_782_400, "20000229000000Z"),
            (1_709_164_799, "20240228235959Z"),
            (1_735_689_599, "20241231235959Z"),
            (4_107_542_400, "21000301000000Z"),
        ] {
            assert_eq!(timestamp(seconds), expected);
        }
    }
}
