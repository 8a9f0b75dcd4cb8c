//! The messages a Kerberos client reads (RFC 4120 section 5): strict where it matters, and within what came.

use super::super::der::{self, OCTET_STRING, Reader, SEQUENCE, read_integer};
use super::crypto::{Etype, Key};
use super::message::{Name, PA_ETYPE_INFO2, application};

/// Names and lists have a few members; more is not believed.
const MOST: usize = 32;

/// The fields of a SEQUENCE, each in its `[number]`, in order.
struct Fields<'a>(Reader<'a>);

impl<'a> Fields<'a> {
    /// Of the only element in `bytes`.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let content = reader.expect(SEQUENCE)?;
        reader.is_empty().then(|| Self(Reader::new(content)))
    }

    /// Of a message with an application's tag.
    fn of_message(bytes: &'a [u8], number: u8) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let content = reader.expect(application(number))?;
        reader.is_empty().then(|| Self::of(content))?
    }

    /// The content of `[number]`; those before it are left out.
    fn get(&mut self, number: u8) -> Option<&'a [u8]> {
        loop {
            let tag = self.0.peek()?;
            if !(der::context(0)..=der::context(number)).contains(&tag) {
                return None;
            }
            let content = self.0.expect(tag)?;
            if tag == der::context(number) {
                return Some(content);
            }
        }
    }

    fn integer(&mut self, number: u8) -> Option<i64> {
        read_integer(self.get(number)?)
    }

    fn octets(&mut self, number: u8) -> Option<&'a [u8]> {
        Reader::new(self.get(number)?).expect(OCTET_STRING)
    }

    fn text(&mut self, number: u8) -> Option<String> {
        text(self.get(number)?)
    }

    fn name(&mut self, number: u8) -> Option<Name> {
        let mut fields = Fields::of(self.get(number)?)?;
        let kind = fields.integer(0)?;
        let parts = members(fields.get(1)?)?.into_iter().map(text).collect::<Option<_>>()?;
        Some(Name { kind, parts })
    }

    fn key(&mut self, number: u8) -> Option<Key> {
        let mut fields = Fields::of(self.get(number)?)?;
        Key::new(Etype::of(fields.integer(0)?)?, fields.octets(1)?)
    }

    fn encrypted(&mut self, number: u8) -> Option<Encrypted<'a>> {
        let mut fields = Fields::of(self.get(number)?)?;
        Some(Encrypted { etype: fields.integer(0)?, cipher: fields.octets(2)? })
    }

    fn time(&mut self, number: u8) -> Option<u64> {
        let mut reader = Reader::new(self.get(number)?);
        seconds(reader.expect(0x18)?)
    }
}

/// The elements of a SEQUENCE OF, each with its tag.
fn members(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let content = Reader::new(bytes).expect(SEQUENCE)?;
    let (mut reader, mut found, mut at) = (Reader::new(content), Vec::new(), 0);
    while let Some(tag) = reader.peek() {
        reader.expect(tag)?;
        let end = content.len() - reader.left();
        found.push(&content[at..end]);
        at = end;
        if found.len() > MOST {
            return None;
        }
    }
    Some(found)
}

fn text(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::new(bytes);
    let content = reader.expect(0x1b)?;
    // Windows sends UTF-8, and nothing but ASCII is portable.
    String::from_utf8(content.to_vec()).ok()
}

/// Seconds since 1970 of `YYYYMMDDHHMMSSZ`.
fn seconds(text: &[u8]) -> Option<u64> {
    if text.len() != 15 || text[14] != b'Z' || !text[..14].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        text[range].iter().fold(0u64, |number, digit| number * 10 + u64::from(digit - b'0'))
    };
    let (year, month, day) = (number(0..4), number(4..6), number(6..8));
    if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    let (hour, minute, second) = (number(8..10), number(10..12), number(12..14));
    Some((days - 719_468) * 86400 + hour * 3600 + minute * 60 + second)
}

#[derive(Debug, PartialEq, Eq)]
pub struct Encrypted<'a> {
    pub etype: i64,
    pub cipher: &'a [u8],
}

impl Encrypted<'_> {
    fn opened(&self, key: &Key, usage: u32) -> Option<super::super::Secret> {
        if self.etype != key.etype as i64 {
            return None;
        }
        key.decrypt(usage, self.cipher)
    }
}

/// KRB-ERROR.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: i64,
    /// The sender's time.
    pub time: u64,
    /// The client's realm, as the KDC has it.
    pub client_realm: Option<String>,
    pub text: String,
    pub data: Vec<u8>,
}

pub fn fault(bytes: &[u8]) -> Option<Fault> {
    let mut fields = Fields::of_message(bytes, 30)?;
    let time = fields.time(4)?;
    let code = fields.integer(6)?;
    let (mut client_realm, mut said, mut data) = (None, String::new(), Vec::new());
    while let Some(tag) = fields.0.peek() {
        match (tag & 0x1f, fields.0.expect(tag)?) {
            (7, content) => client_realm = text(content),
            (11, content) => said = text(content).unwrap_or_default(),
            (12, content) => data = Reader::new(content).expect(OCTET_STRING)?.to_vec(),
            _ => {}
        }
    }
    Some(Fault { code, time, client_realm, text: said, data })
}

/// How a user's key is made from the password, of those kinds that we know, in the KDC's order (RFC 4120 5.2.7.5).
#[derive(Debug, PartialEq, Eq)]
pub struct Hint {
    pub etype: Etype,
    pub salt: Option<String>,
    pub parameters: Option<Vec<u8>>,
}

/// Of METHOD-DATA, a SEQUENCE OF PA-DATA.
pub fn hints(data: &[u8]) -> Vec<Hint> {
    let find = || {
        members(data)?.into_iter().find_map(|one| {
            let mut fields = Fields::of(one)?;
            (fields.integer(1)? == PA_ETYPE_INFO2).then(|| fields.octets(2))?
        })
    };
    let entries = find().and_then(members).unwrap_or_default();
    entries.into_iter().filter_map(hint).collect()
}

fn hint(bytes: &[u8]) -> Option<Hint> {
    let mut fields = Fields::of(bytes)?;
    let etype = Etype::of(fields.integer(0)?)?;
    let (mut salt, mut parameters) = (None, None);
    while let Some(tag) = fields.0.peek() {
        match (tag & 0x1f, fields.0.expect(tag)?) {
            (1, content) => salt = Some(text(content)?),
            (2, content) => parameters = Some(Reader::new(content).expect(OCTET_STRING)?.to_vec()),
            _ => {}
        }
    }
    Some(Hint { etype, salt, parameters })
}

/// AS-REP and TGS-REP, still closed.
#[derive(Debug)]
pub struct Reply<'a> {
    /// METHOD-DATA; empty where there is none.
    pub data: &'a [u8],
    pub realm: String,
    pub client: Name,
    /// As it goes to the service.
    pub ticket: &'a [u8],
    pub part: Encrypted<'a>,
}

/// `kind`: 11 or 13.
pub fn reply(bytes: &[u8], kind: u8) -> Option<Reply<'_>> {
    let mut fields = Fields::of_message(bytes, kind)?;
    if fields.integer(0)? != 5 || fields.integer(1)? != i64::from(kind) {
        return None;
    }
    let data = if fields.0.peek() == Some(der::context(2)) { fields.get(2)? } else { &[] };
    Some(Reply {
        data,
        realm: fields.text(3)?,
        client: fields.name(4)?,
        ticket: fields.get(5)?,
        part: fields.encrypted(6)?,
    })
}

/// What a KDC says of a ticket to its owner.
#[derive(Debug)]
pub struct Granted {
    pub key: Key,
    pub nonce: i64,
    pub flags: u32,
    /// When the user logged on, by the KDC's clock.
    pub authenticated: u64,
    pub end: u64,
    pub realm: String,
    pub service: Name,
}

impl Reply<'_> {
    /// `usage`: 3 for AS-REP, 8 for TGS-REP in the session key. None where it is not in this key, or damaged.
    pub fn opened(&self, key: &Key, usage: u32) -> Option<Granted> {
        let plain = self.part.opened(key, usage)?;
        // MIT's KDC uses the tag of TGS-REP in AS-REP, too.
        let number = Reader::new(&plain.0).peek()? & 0x1f;
        if number != 25 && number != 26 {
            return None;
        }
        let mut fields = Fields::of_message(&plain.0, number)?;
        let key = fields.key(0)?;
        let nonce = fields.integer(2)?;
        let flags = Reader::new(fields.get(4)?).expect(der::BIT_STRING)?;
        let flags = flags.get(1..5)?.iter().fold(0, |flags, octet| flags << 8 | u32::from(*octet));
        let (authenticated, end) = (fields.time(5)?, fields.time(7)?);
        let (realm, service) = (fields.text(9)?, fields.name(10)?);
        Some(Granted { key, nonce, flags, authenticated, end, realm, service })
    }
}

/// What a service proves itself with.
#[derive(Debug)]
pub struct Proof {
    pub time: u64,
    pub microseconds: i64,
    pub subkey: Option<Key>,
    pub sequence: Option<i64>,
}

/// AP-REP. `Some(None)`: it is one, but not in this key.
pub fn application_reply(bytes: &[u8], session_key: &Key) -> Option<Option<Proof>> {
    let mut fields = Fields::of_message(bytes, 15)?;
    if fields.integer(0)? != 5 || fields.integer(1)? != 15 {
        return None;
    }
    let Some(plain) = fields.encrypted(2)?.opened(session_key, 12) else { return Some(None) };
    Some(proof(&plain.0))
}

fn proof(plain: &[u8]) -> Option<Proof> {
    let mut fields = Fields::of_message(plain, 27)?;
    let (time, microseconds) = (fields.time(0)?, fields.integer(1)?);
    let subkey = if fields.0.peek() == Some(der::context(2)) { Some(fields.key(2)?) } else { None };
    let sequence = if fields.0.peek() == Some(der::context(3)) { Some(fields.integer(3)?) } else { None };
    Some(Proof { time, microseconds, subkey, sequence })
}

#[cfg(test)]
mod tests {
    use super::super::message::timestamp;
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        for written in (0..5_000_000_000).step_by(9_876_543) {
            assert_eq!(seconds(timestamp(written).as_bytes()), Some(written));
        }
        for wrong in ["", "20240101000000", "2024010100000aZ", "20241301000000Z", "19690101000000Z"] {
            assert_eq!(seconds(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
