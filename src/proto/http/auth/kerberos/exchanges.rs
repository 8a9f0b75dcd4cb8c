//! The exchanges with KDCs, against KDCs that do what a test says.

use super::super::der::{Reader, SEQUENCE, context, element, integer, read_integer};
use super::client::{Client, Clock, Kdc, Place, Ticket};
use super::crypto::{Etype, Key};
use super::message::{self, Name, application, field, octets, sequence, timestamp};
use std::cell::RefCell;

const PASSWORD: &[u8] = b"a password";
const END: u64 = 4_000_000_000;

/// A KDC's answer to the request with this number, to this realm.
type Script<'a> = dyn Fn(usize, &Asked) -> Vec<u8> + 'a;

#[derive(Clone, Debug)]
struct Asked {
    realm: String,
    /// `name/instance`.
    service: String,
    nonce: i64,
    /// Pre-authentication data by type.
    data: Vec<(i64, Vec<u8>)>,
}

struct Scripted<'a> {
    script: &'a Script<'a>,
    asked: RefCell<Vec<Asked>>,
}

impl Kdc for Scripted<'_> {
    fn ask(&self, realm: &str, message: &[u8]) -> Result<Vec<u8>, String> {
        let mut asked = self.asked.borrow_mut();
        asked.push(read(realm, message).expect("a request"));
        Ok((self.script)(asked.len() - 1, asked.last().expect("one")))
    }
}

fn read(realm: &str, message: &[u8]) -> Option<Asked> {
    let (_, content) = Reader::new(message).element()?;
    let mut fields = Reader::new(Reader::new(content).expect(SEQUENCE)?);
    fields.expect(context(1))?;
    fields.expect(context(2))?;
    let mut data = Vec::new();
    if let Some(list) = fields.optional(context(3))? {
        let mut list = Reader::new(Reader::new(list).expect(SEQUENCE)?);
        while let Some(one) = list.expect(SEQUENCE) {
            let mut one = Reader::new(one);
            let kind = read_integer(one.expect(context(1))?)?;
            data.push((kind, Reader::new(one.expect(context(2))?).expect(0x04)?.to_vec()));
        }
    }
    let mut body = Reader::new(Reader::new(fields.expect(context(4))?).expect(SEQUENCE)?);
    let mut service = Vec::new();
    loop {
        let (tag, content) = body.element()?;
        if tag == context(3) {
            let mut name = Reader::new(Reader::new(content).expect(SEQUENCE)?);
            name.expect(context(0))?;
            let mut parts = Reader::new(Reader::new(name.expect(context(1))?).expect(SEQUENCE)?);
            while let Some(part) = parts.expect(0x1b) {
                service.push(String::from_utf8_lossy(part).into_owned());
            }
        }
        if tag == context(7) {
            let (realm, service) = (realm.into(), service.join("/"));
            return Some(Asked { realm, service, nonce: read_integer(content)?, data });
        }
    }
}

fn text(text: &str) -> Vec<u8> {
    element(0x1b, text.as_bytes())
}

fn time(seconds: u64) -> Vec<u8> {
    element(0x18, timestamp(seconds).as_bytes())
}

fn name(parts: &[&str]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|part| text(part)).collect();
    sequence(&[field(0, &integer(2)), field(1, &sequence(&parts))])
}

fn fault(code: i64, time_of_kdc: u64, client_realm: Option<&str>, data: &[u8]) -> Vec<u8> {
    let mut fields = vec![field(0, &integer(5)), field(1, &integer(30)), field(4, &time(time_of_kdc))];
    fields.extend([field(5, &integer(0)), field(6, &integer(code))]);
    fields.extend(client_realm.map(|realm| field(7, &text(realm))));
    fields.extend([field(9, &text("A")), field(10, &name(&["krbtgt", "A"])), field(12, &octets(data))]);
    element(application(30), &sequence(&fields))
}

/// PREAUTH_REQUIRED, with the salt of [`user_key`].
fn prove() -> Vec<u8> {
    let info = sequence(&[field(0, &integer(18)), field(1, &text("salt"))]);
    let one = sequence(&[field(1, &integer(19)), field(2, &octets(&sequence(&[info])))]);
    fault(25, 1, None, &sequence(&[one]))
}

fn user_key() -> Key {
    Etype::Aes256.key_of_password(PASSWORD, b"salt", None).expect("a key")
}

fn session_key() -> Key {
    Key::new(Etype::Aes256, &[9; 32]).expect("a key")
}

/// A ticket for a service, for the owner of `key`.
fn reply(kind: u8, key: &Key, usage: u32, nonce: i64, service: &[&str]) -> Vec<u8> {
    let session = sequence(&[field(0, &integer(18)), field(1, &octets(session_key().value()))]);
    let part = sequence(&[
        field(0, &session),
        field(1, &sequence(&[])),
        field(2, &integer(nonce)),
        field(4, &element(0x03, &[0, 0x40, 0, 0, 0])),
        field(5, &time(1)),
        field(7, &time(END)),
        field(9, &text("A")),
        field(10, &name(service)),
    ]);
    let part = element(application(if kind == 11 { 25 } else { 26 }), &part);
    let fields = [
        field(0, &integer(5)),
        field(1, &integer(kind.into())),
        field(3, &text("A")),
        field(4, &name(&["user"])),
        field(5, format!("ticket for {}", service.join("/")).as_bytes()),
        field(6, &message::encrypted(key, usage, &part).expect("sealed")),
    ];
    element(application(kind), &sequence(&fields))
}

fn initial(script: &Script<'_>) -> (Result<Ticket, String>, Vec<Asked>) {
    let kdc = Scripted { script, asked: RefCell::default() };
    let ticket = Client { kdc: &kdc, user: "user", password: PASSWORD }.initial("A");
    (ticket, kdc.asked.into_inner())
}

fn first() -> Ticket {
    initial(&|_, asked| reply(11, &default_key(), 3, asked.nonce, &["krbtgt", "A"])).0.expect("a ticket")
}

/// Of the realm and the user, where the KDC says nothing of a salt.
fn default_key() -> Key {
    Etype::Aes256.key_of_password(PASSWORD, b"Auser", None).expect("a key")
}

fn service(script: &Script<'_>) -> (Result<Ticket, String>, Vec<Asked>) {
    service_in(Place::default(), script)
}

fn service_in(place: Place<'_>, script: &Script<'_>) -> (Result<Ticket, String>, Vec<Asked>) {
    let kdc = Scripted { script, asked: RefCell::default() };
    let client = Client { kdc: &kdc, user: "user", password: PASSWORD };
    let ticket = client.service(&first(), &Name::service("http/host"), &place);
    (ticket, kdc.asked.into_inner())
}

#[test]
fn clock_of_the_kdc_is_taken_over() {
    let theirs = Clock::default().now().as_secs() + 7200;
    let (ticket, asked) = initial(&|number, asked| match number {
        0 => prove(),
        1 => fault(37, theirs, None, b""),
        _ => reply(11, &user_key(), 3, asked.nonce, &["krbtgt", "A"]),
    });
    let ticket = ticket.expect("a ticket");
    assert_eq!(
        (ticket.bytes, ticket.end, ticket.key.value()),
        (b"ticket for krbtgt/A".to_vec(), END, &[9; 32][..])
    );
    assert!(asked[0].data.is_empty());
    let sent = |asked: &Asked| {
        let (kind, data) = &asked.data[0];
        assert_eq!(*kind, 2);
        let mut fields = Reader::new(Reader::new(data).expect(SEQUENCE).expect("fields"));
        fields.expect(context(0)).expect("a type");
        let cipher = Reader::new(fields.expect(context(2)).expect("a cipher")).expect(0x04).expect("octets");
        let plain = user_key().decrypt(1, cipher).expect("in the user's key");
        String::from_utf8_lossy(&plain.0).into_owned()
    };
    let near = |text: &str| (0..60).any(|second| text.contains(&timestamp(theirs + second)));
    assert!(!near(&sent(&asked[1])) && near(&sent(&asked[2])), "{asked:?}");
    assert!(ticket.clock.now().as_secs() >= theirs);
}

#[test]
fn account_of_another_realm_is_looked_for_there() {
    let (ticket, asked) = initial(&|number, asked| match number {
        0 => fault(68, 1, Some("B"), b""),
        1 => prove(),
        _ => reply(11, &user_key(), 3, asked.nonce, &["krbtgt", "B"]),
    });
    ticket.expect("a ticket");
    assert_eq!(asked.iter().map(|asked| asked.realm.as_str()).collect::<Vec<_>>(), ["A", "B", "B"]);
}

#[test]
fn referrals_are_followed_to_the_services_realm() {
    let (ticket, asked) = service(&|_, asked| match asked.realm.as_str() {
        "A" => reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "B"]),
        "B" => reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "C"]),
        _ => reply(13, &session_key(), 8, asked.nonce, &["HTTP", "HOST"]),
    });
    assert_eq!(ticket.expect("a ticket").bytes, b"ticket for HTTP/HOST");
    assert_eq!(asked.iter().map(|asked| asked.realm.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert!(asked.iter().all(|asked| asked.data[0].0 == 1));
}

#[test]
fn service_is_asked_for_in_its_own_realm() {
    let place = Place { realm: Some("C"), domain: Some("elsewhere") };
    let wanted = RefCell::new(Vec::new());
    let script = |_: usize, asked: &Asked| {
        wanted.borrow_mut().push(format!("{} {}", asked.realm, asked.service));
        match asked.realm.as_str() {
            "A" => reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "B"]),
            "B" => reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "C"]),
            _ => reply(13, &session_key(), 8, asked.nonce, &["http", "host"]),
        }
    };
    service_in(place, &script).0.expect("a ticket");
    assert_eq!(wanted.take(), ["A krbtgt/C", "B krbtgt/C", "C http/host"]);
    // Its realm is the user's own.
    let here = |_: usize, asked: &Asked| reply(13, &session_key(), 8, asked.nonce, &["http", "host"]);
    let (ticket, asked) = service_in(Place { realm: Some("a"), ..place }, &here);
    ticket.expect("a ticket");
    assert_eq!((asked.len(), asked[0].service.as_str()), (1, "http/host"));
}

#[test]
fn service_that_nobody_knows_is_looked_for_in_its_domain() {
    let place = Place { realm: None, domain: Some("sub.c") };
    let unknown = fault(7, 1, None, b"");
    let script = |_: usize, asked: &Asked| match (asked.realm.as_str(), asked.service.as_str()) {
        ("A", "http/host") => unknown.clone(),
        ("A", _) => reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "SUB.C"]),
        _ => reply(13, &session_key(), 8, asked.nonce, &["http", "host"]),
    };
    let (ticket, asked) = service_in(place, &script);
    ticket.expect("a ticket");
    let asked: Vec<_> = asked.iter().map(|asked| format!("{} {}", asked.realm, asked.service)).collect();
    assert_eq!(asked, ["A http/host", "A krbtgt/SUB.C", "SUB.C http/host"]);
    // Where that leads nowhere, too, the error is the first one.
    let (ticket, asked) = service_in(place, &|_, _| unknown.clone());
    assert!(ticket.expect_err("no ticket").starts_with("http/host@A: there is no such service"));
    assert_eq!(asked.len(), 2);
    // Only where the service is unknown.
    let (_, asked) = service_in(place, &|_, _| fault(12, 1, None, b""));
    assert_eq!(asked.len(), 1);
}

#[test]
fn kdcs_that_lead_nowhere_come_to_an_end() {
    let around = |_: usize, asked: &Asked| {
        let next = if asked.realm == "A" { "B" } else { "A" };
        reply(13, &session_key(), 8, asked.nonce, &["krbtgt", next])
    };
    assert!(service(&around).0.expect_err("no ticket").contains("without end"));
    let itself = |_: usize, asked: &Asked| reply(13, &session_key(), 8, asked.nonce, &["krbtgt", "A"]);
    assert!(service(&itself).0.is_err());
    let another = |_: usize, asked: &Asked| reply(13, &session_key(), 8, asked.nonce, &["http", "other"]);
    assert!(service(&another).0.expect_err("no ticket").contains("http/other"));
    for always in [prove(), fault(37, 1, None, b""), fault(68, 1, Some("A"), b""), fault(68, 1, None, b"")] {
        assert!(initial(&|_, _| always.clone()).0.is_err());
    }
    let jumping = |number: usize, _: &Asked| fault(68, 1, Some(&format!("R{number}")), b"");
    assert!(initial(&jumping).0.expect_err("no ticket").contains("keeps asking"));
}

#[test]
fn answers_to_other_requests_and_in_other_keys_are_refused() {
    let late = |_: usize, asked: &Asked| reply(11, &default_key(), 3, asked.nonce + 1, &["krbtgt", "A"]);
    assert!(initial(&late).0.expect_err("no ticket").contains("another request"));
    let foreign = |_: usize, asked: &Asked| reply(11, &session_key(), 3, asked.nonce, &["krbtgt", "A"]);
    assert!(initial(&foreign).0.expect_err("no ticket").contains("password is wrong"));
    let whole = reply(11, &default_key(), 3, 0, &["krbtgt", "A"]);
    for cut in [0, 1, 10, whole.len() / 2, whole.len() - 1] {
        assert!(
            initial(&|_, _| whole[..cut].to_vec()).0.expect_err("no ticket").contains("damaged"),
            "{cut}"
        );
    }
    let weak = sequence(&[field(0, &integer(18)), field(2, &octets(&[0, 0, 0, 1]))]);
    let one = sequence(&[field(1, &integer(19)), field(2, &octets(&sequence(&[weak])))]);
    let weak = fault(25, 1, None, &sequence(&[one]));
    assert!(initial(&|_, _| weak.clone()).0.expect_err("no ticket").contains("too easily"));
    let old = sequence(&[field(0, &integer(23))]);
    let one = sequence(&[field(1, &integer(19)), field(2, &octets(&sequence(&[old])))]);
    let only_rc4 = fault(25, 1, None, &sequence(&[one]));
    assert!(initial(&|_, _| only_rc4.clone()).0.expect_err("no ticket").contains("AES"));
}
