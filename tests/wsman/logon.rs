//! Log-ons with tokens against the independent server: NTLM and Negotiate, sealing, channel bindings, refusals.

use super::peer::{FAULTS, add, keys, number, text, with};
use super::peer_process::{Peer, available};
use super::run::{Client, Outcome, run};
use super::server::{Reply, Server};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions};
use mi::proto::Verb;
use mi::proto::http::auth::ntlm::Ntlm;
use mi::proto::http::auth::scheme::{self, TokenLogOn};
use mi::proto::http::auth::spnego::Spnego;
use mi::proto::http::auth::{Authenticator, ChannelBinding, LogOn, Mechanism, MechanismFactory, Target};
use mi::proto::http::{Endpoint, Failure, Pending, Phase, Post, TlsPolicy};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const SEALED: [&str; 3] = ["--auth", "negotiate", "--require-encryption"];
const NEGOTIATE: Authentication = Authentication::NegotiateWithCredentials;

fn ann() -> Verb {
    Verb::GetInstance { instance: keys("Test_Person", &[("Name", Value::String("Ann".into()))]) }
}

fn get(url: &str, options: &DestinationOptions) -> Outcome {
    let client = Client::default();
    let connection = client.connect(url, options).expect("connects");
    run(connection.as_ref(), "root/test", ann())
}

fn http(peer: &Peer) -> String {
    format!("http://127.0.0.1:{}", peer.http)
}

fn clear(mut options: DestinationOptions) -> DestinationOptions {
    number(&mut options, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
    options
}

#[track_caller]
fn refused(outcome: &Outcome, said: &[&str]) {
    let error = outcome.failure();
    let kind = (error.result, error.category);
    assert_eq!(kind, (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), "{error:?}");
    for said in said {
        assert!(error.message.contains(said), "{said:?} in {error:?}");
    }
    assert!(!error.message.contains("Pass1"), "{error:?}");
}

#[test]
fn sealed_operations_work_with_negotiate_and_ntlm() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    for authentication in [NEGOTIATE, Authentication::Ntlm] {
        let client = Client::default();
        let options = with(authentication, "peeruser", "Peer-Pass1");
        let connection = client.connect(&http(&peer), &options).expect("connects");
        for _ in 0..3 {
            assert_eq!(run(connection.as_ref(), "root/test", ann()).ok().instances.len(), 1);
        }
        let all = Verb::EnumerateInstances { class: "Test_Person".into(), keys_only: false };
        assert!(run(connection.as_ref(), "root/test", all).ok().instances.len() > 1);
    }
}

#[test]
fn users_are_named_with_a_domain_and_without() {
    let Some(peer) = Peer::start(&["--auth", "negotiate", "--require-encryption", "--user", "DOM\\peeruser"])
    else {
        return;
    };
    get(&http(&peer), &with(NEGOTIATE, "DOM\\peeruser", "Peer-Pass1")).ok();
    let wrong = get(&http(&peer), &with(NEGOTIATE, "OTHER\\peeruser", "Peer-Pass1"));
    refused(&wrong, &["offers: Negotiate", "Tried: Negotiate (NTLM: the server refused"]);
}

#[test]
fn wrong_passwords_and_unknown_users_say_what_was_tried() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    for (user, password) in [("peeruser", "not-Pass1"), ("nobody", "Peer-Pass1"), ("peeruser", "")] {
        for authentication in [NEGOTIATE, Authentication::Ntlm] {
            let outcome = get(&http(&peer), &with(authentication, user, password));
            refused(&outcome, &["offers: Negotiate", "NTLM: the server refused the log-on"]);
        }
    }
    let basic = clear(with(Authentication::Basic, "peeruser", "Peer-Pass1"));
    refused(&get(&http(&peer), &basic), &["offers: Negotiate", "Basic (not offered by the server)"]);
    let Err(error) = Client::default().connect(&http(&peer), &with(Authentication::Ntlm, "", "x")) else {
        panic!("anonymous log-on is refused");
    };
    assert!(error.result == MI_RESULT_INVALID_PARAMETER && error.message.contains("anonymous"), "{error:?}");
}

#[test]
fn credentials_are_tried_in_their_order_and_the_good_one_is_kept() {
    let Some(peer) = Peer::start(&["--auth", "basic,negotiate"]) else { return };
    let mut options = clear(with(NEGOTIATE, "peeruser", "not-Pass1"));
    add(&mut options, Authentication::Digest, "peeruser", "Peer-Pass1");
    add(&mut options, Authentication::Basic, "peeruser", "Peer-Pass1");
    get(&http(&peer), &options).ok();
    let mut options = clear(with(NEGOTIATE, "peeruser", "not-Pass1"));
    add(&mut options, Authentication::Basic, "peeruser", "not-Pass1");
    let outcome = get(&http(&peer), &options);
    let tried =
        ["offers: Negotiate; Basic", "Tried: Negotiate (NTLM: the server refused", "; Basic (the user name"];
    refused(&outcome, &tried);
    // What may not be sent is said, too, and does not hide what was tried.
    let mut options = with(NEGOTIATE, "peeruser", "not-Pass1");
    add(&mut options, Authentication::Basic, "peeruser", "Peer-Pass1");
    refused(
        &get(&http(&peer), &options),
        &["Negotiate (NTLM: the server refused", "Basic (Basic authentication would"],
    );
}

#[test]
fn privacy_turned_off_sends_in_clear_and_a_strict_server_refuses_that() {
    let Some(peer) = Peer::start(&["--auth", "negotiate"]) else { return };
    let options = clear(with(NEGOTIATE, "peeruser", "Peer-Pass1"));
    get(&http(&peer), &options).ok();
    peer.control("config?require_encryption=true");
    let outcome = get(&http(&peer), &options);
    assert!(outcome.failure().message.contains("HTTP 500"), "{:?}", outcome.error);
    get(&http(&peer), &with(NEGOTIATE, "peeruser", "Peer-Pass1")).ok();
}

#[test]
fn answers_in_clear_or_with_a_bad_seal_are_refused() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let options = with(NEGOTIATE, "peeruser", "Peer-Pass1");
    for (fault, category, said) in [
        ("plaintext-reply", MI_ERRORCATEGORY_SECURITY_ERROR, "in clear"),
        ("bad-seal", MI_ERRORCATEGORY_PROTOCOL_ERROR, "signature is wrong"),
        ("bad-seal-length", MI_ERRORCATEGORY_PROTOCOL_ERROR, "ends within a part"),
    ] {
        peer.control(&format!("fault?set={fault}"));
        let outcome = get(&http(&peer), &options);
        let error = outcome.failure();
        assert!(error.category == category && error.message.contains(said), "{fault}: {error:?}");
    }
    peer.control("fault");
    get(&http(&peer), &options).ok();
}

#[test]
fn every_injected_fault_of_a_sealed_answer_is_a_defined_error_in_time() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let mut wrong = Vec::new();
    for (fault, expected) in FAULTS {
        // Where the type is lost, so is the seal.
        let expected = match fault {
            "wrong-type" | "no-type" => Some(MI_ERRORCATEGORY_SECURITY_ERROR),
            _ => expected,
        };
        let client = Client::default();
        let mut options = with(NEGOTIATE, "peeruser", "Peer-Pass1");
        // Sealing much takes the server its time.
        let seconds = if matches!(fault, "hang" | "drip:100") { 2 } else { 30 };
        super::hostile::set_timeout(&mut options, seconds);
        let connection = client.connect(&http(&peer), &options).expect("connects");
        run(connection.as_ref(), "root/test", ann()).ok();
        peer.control(&format!("fault?set={fault}"));
        let outcome = run(connection.as_ref(), "root/test", ann());
        peer.control("fault");
        let category = outcome.error.as_ref().map(|error| error.category);
        if category != expected {
            wrong.push(format!("{fault}: {:?}", outcome.error));
        }
        let after = run(connection.as_ref(), "root/test", ann());
        assert!(after.error.is_none(), "after {fault}: {:?}", after.error);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A self-signed certificate for localhost, signed with this hash by another project's code: its file and its key's.
fn certificate(python: &str, hash: &str) -> (PathBuf, PathBuf) {
    const SCRIPT: &str = "
import sys, datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa, ec, padding
hash, folder = sys.argv[1:]
pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48) if hash == 'PSS' else None
key = ec.generate_private_key(ec.SECP384R1()) if hash == 'SHA384' else rsa.generate_private_key(65537, 2048)
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'localhost')])
now = datetime.datetime.utcnow()
made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(1))
    .not_valid_after(now + datetime.timedelta(1)).sign(key, hashes.SHA384() if pss else getattr(hashes, hash)(), rsa_padding=pss))
open(folder + '/' + hash + '.pem', 'wb').write(made.public_bytes(serialization.Encoding.PEM))
open(folder + '/' + hash + '.key', 'wb').write(key.private_bytes(serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
";
    let folder = crate::support::scratch(&format!("cbt-{hash}"));
    let made = Command::new(python).args(["-W", "ignore", "-c", SCRIPT, hash]).arg(&folder).status();
    assert!(made.is_ok_and(|status| status.success()), "a certificate with {hash}");
    (folder.join(format!("{hash}.pem")), folder.join(format!("{hash}.key")))
}

#[test]
fn strict_channel_bindings_are_satisfied_whatever_hash_signed_the_certificate() {
    let Some((python, _)) = available() else { return };
    for hash in ["SHA256", "SHA384", "SHA512", "PSS"] {
        let (certificate, key) = certificate(&python, hash);
        let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
        let strict = ["--auth", "negotiate", "--cbt", "strict", "--cert", &certificate, "--key", &key];
        let Some(peer) = Peer::start(&strict) else { return };
        for authentication in [NEGOTIATE, Authentication::Ntlm] {
            let mut options = with(authentication, "peeruser", "Peer-Pass1");
            text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
            number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
            number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
            number(&mut options, MI_DESTINATIONOPTIONS_CERT_CN_CHECK, 0);
            get("localhost", &options).ok();
        }
    }
}

/// A log-on that takes its connection for another one.
#[derive(Debug)]
struct Elsewhere(TokenLogOn, Option<ChannelBinding>);

impl LogOn for Elsewhere {
    fn name(&self) -> &'static str {
        "Elsewhere"
    }

    fn permitted(&self, encrypted: bool) -> Result<(), String> {
        self.0.permitted(encrypted)
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String> {
        assert!(target.binding.is_some(), "the right one is known");
        self.0.begin(&Target { binding: self.1.clone(), ..target.clone() })
    }
}

#[test]
fn strict_server_refuses_a_log_on_that_was_bound_to_another_channel() {
    let Some(peer) = Peer::start(&["--auth", "negotiate", "--cbt", "strict"]) else { return };
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    for binding in [None, ChannelBinding::of_certificate(other.cert.der())] {
        let account: Arc<dyn MechanismFactory> =
            Arc::new(Ntlm::new("", "peeruser", "Peer-Pass1").expect("an account"));
        let ways =
            vec![(&scheme::NEGOTIATE, Arc::new(Spnego::new(vec![account])) as Arc<dyn MechanismFactory>)];
        let mut endpoint = Endpoint::new("localhost", peer.https, "/wsman");
        endpoint.tls = Some(TlsPolicy::default());
        endpoint.log_on = vec![Arc::new(Elsewhere(TokenLogOn::new("Negotiate", ways, false), binding))];
        let client = Client::default();
        let mut pending = post(&client, endpoint, "x", 30_000, false);
        let failure = super::run::answered(&mut pending).expect_err("it is refused");
        assert!(failure.to_string().contains("NTLM: the server refused"), "{failure}");
    }
}

#[test]
fn log_on_is_renewed_where_the_server_asks_for_it() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let client = Client::default();
    let options = with(NEGOTIATE, "peeruser", "Peer-Pass1");
    let connection = client.connect(&http(&peer), &options).expect("connects");
    for _ in 0..3 {
        run(connection.as_ref(), "root/test", ann()).ok();
        peer.control("fault?set=401-loop%231");
    }
    // One that never stops asking is given up.
    peer.control("fault?set=401-loop");
    refused(&run(connection.as_ref(), "root/test", ann()), &["Negotiate"]);
}

#[test]
fn identities_never_share_a_connection() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let client = Client::default();
    let connect = |password: &str| {
        client.connect(&http(&peer), &with(NEGOTIATE, "peeruser", password)).expect("connects")
    };
    let (good, bad) = (connect("Peer-Pass1"), connect("not-Pass1"));
    for _ in 0..3 {
        run(good.as_ref(), "root/test", ann()).ok();
        refused(&run(bad.as_ref(), "root/test", ann()), &["NTLM"]);
    }
}

/// A server that answers each log-on with this challenge.
pub fn challenging(answer: impl Fn(usize) -> String + Send + Sync + 'static) -> Server {
    Server::start(move |number, _| {
        let text = format!("HTTP/1.1 {}\r\nContent-Length: 0\r\n\r\n", answer(number));
        Reply::Raw(text.into_bytes())
    })
}

#[test]
fn damaged_tokens_are_refused_and_nothing_of_the_request_went_out() {
    for (token, said) in [
        ("", "the server refused the log-on"),
        ("!!!", "not base64"),
        ("AAAA", "SPNEGO token is damaged"),
        // NegTokenResp: reject; a mechanism nobody offered; an NTLM message that is none; completed, without one.
        ("oQcwBaADCgEC", "the server refused the log-on"),
        ("oQ8wDaADCgEBoQYGBCoDBAU=", "not offered"),
        ("oQ8wDaADCgEBogYEBE5UTE0=", "NTLM: the server's NTLM challenge is damaged"),
        ("oQcwBaADCgEA", "ended the log-on too early"),
    ] {
        let server = challenging(move |_| format!("401 No\r\nWWW-Authenticate: Negotiate {token}"));
        let outcome = get(&server.url(), &with(NEGOTIATE, "user", "secret"));
        refused(&outcome, &["offers: Negotiate", said]);
        let received = server.received.lock().expect("unpoisoned");
        assert!(received.iter().all(|one| one.body.is_empty()), "{received:?}");
    }
}

#[test]
fn server_that_never_ends_or_accepts_too_early_is_given_up() {
    // accept-incomplete, for ever.
    let endless = challenging(|_| "401 No\r\nWWW-Authenticate: Negotiate oQcwBaADCgEB".into());
    refused(&get(&endless.url(), &with(NEGOTIATE, "user", "secret")), &["Tried: Negotiate ("]);
    assert!(endless.received.lock().expect("unpoisoned").len() <= 20);
    let eager = challenging(|_| "200 OK".into());
    refused(&get(&eager.url(), &with(NEGOTIATE, "user", "secret")), &["ended the log-on too early"]);
    let received = eager.received.lock().expect("unpoisoned");
    assert!(received.iter().all(|one| one.body.is_empty()), "{received:?}");
}

#[test]
fn status_before_any_log_on_is_the_error() {
    for (answer, said) in [
        ("404 Not Found", "HTTP 404"),
        ("503 Busy", "busy"),
        ("302 Found\r\nLocation: http://elsewhere/", "http://elsewhere/"),
    ] {
        let server = challenging(move |_| answer.into());
        let outcome = get(&server.url(), &with(NEGOTIATE, "user", "secret"));
        assert!(outcome.failure().message.contains(said), "{:?}", outcome.error);
    }
}

#[test]
fn bare_ntlm_is_spoken_where_the_server_offers_it_alone() {
    let server = challenging(|_| "401 No\r\nWWW-Authenticate: NTLM".into());
    refused(&get(&server.url(), &with(Authentication::Ntlm, "user", "secret")), &["offers: NTLM"]);
    let received = server.received.lock().expect("unpoisoned");
    let headers: Vec<_> =
        received.iter().filter_map(|one| one.head.split("Authorization: ").nth(1)).collect();
    assert!(headers[0].starts_with("Negotiate YE"), "{headers:?}");
    assert!(headers[1].starts_with("NTLM TlRMTVNTUAABAAAA"), "{headers:?}");
}

/// A post to this endpoint, which must be answered within so many milliseconds.
pub fn post(client: &Client, endpoint: Endpoint, body: &str, milliseconds: u64, streamed: bool) -> Pending {
    post_to(client, Arc::new(endpoint), body, milliseconds, streamed)
}

/// The same to an endpoint that others post to, too.
pub fn post_to(
    client: &Client,
    endpoint: Arc<Endpoint>,
    body: &str,
    milliseconds: u64,
    streamed: bool,
) -> Pending {
    client.services.network.post(Post {
        endpoint,
        content_type: "application/soap+xml;charset=UTF-8",
        body: body.as_bytes().to_vec().into(),
        deadline: Instant::now() + Duration::from_millis(milliseconds),
        repeatable: true,
        limit: 1 << 20,
        streamed,
        anonymous: false,
    })
}

fn logging_on(port: u16, factory: Arc<dyn MechanismFactory>) -> Endpoint {
    let mut endpoint = Endpoint::new("127.0.0.1", port, "/wsman");
    endpoint.log_on =
        vec![Arc::new(TokenLogOn::new("Negotiate", vec![(&scheme::NEGOTIATE, factory)], false))];
    endpoint
}

#[test]
fn sealed_answer_is_opened_as_it_streams() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    peer.control("fault?set=chunked:7");
    let client = Client::default();
    let account = Ntlm::new("", "peeruser", "Peer-Pass1").expect("an account");
    let endpoint = logging_on(peer.http, Arc::new(Spnego::new(vec![Arc::new(account)])));
    let identify = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" \
        xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"><s:Header/><s:Body>\
        <i:Identify/></s:Body></s:Envelope>";
    let mut pending = post(&client, endpoint, identify, 30_000, true);
    let text = String::from_utf8(super::run::streamed(&mut pending)).expect("text");
    assert!(text.contains("IdentifyResponse") && text.ends_with("Envelope>"), "{text}");
}

/// A mechanism that asks somebody who does not answer: it begins when the test says so.
#[derive(Debug)]
struct Stuck(Mutex<Receiver<()>>, Sender<()>);

impl MechanismFactory for Stuck {
    fn name(&self) -> &'static str {
        "Stuck"
    }

    fn oid(&self) -> &'static [u8] {
        &[1]
    }

    fn blocks(&self) -> bool {
        true
    }

    fn begin(&self, _: &Target) -> Result<Box<dyn Mechanism>, String> {
        self.1.send(()).expect("the test waits");
        let answered = self.0.lock().expect("unpoisoned").recv();
        Err(format!("nobody there ({})", answered.is_ok()))
    }
}

#[test]
fn log_on_that_waits_for_ever_holds_up_its_own_operation_and_nothing_else() {
    let server = challenging(|_| "200 OK".into());
    let (begun, begins) = std::sync::mpsc::channel();
    let (release, released) = std::sync::mpsc::channel();
    let stuck: Arc<dyn MechanismFactory> = Arc::new(Stuck(Mutex::new(released), begun));
    let client = Client::default();
    let mut late = post(&client, logging_on(server.port, stuck.clone()), "x", 300, false);
    begins.recv().expect("it begins");
    // Others go on meanwhile, on the same thread.
    let mut other = post(&client, Endpoint::new("127.0.0.1", server.port, "/wsman"), "x", 30_000, false);
    assert_eq!(super::run::answered(&mut other).expect("an answer").status, 200);
    let failure = super::run::answered(&mut late).expect_err("nobody answers");
    assert!(matches!(failure, Failure::Timeout { phase: Phase::LogOn, .. }), "{failure}");
    // A second one is stuck while the network is stopped: that does not wait, and its answer is dropped.
    let mut waiting = post(&client, logging_on(server.port, stuck.clone()), "x", 30_000, false);
    client.services.network.stop();
    assert!(matches!(super::run::answered(&mut waiting), Err(Failure::Stopped { .. })));
    release.send(()).expect("the first still waits");
}
