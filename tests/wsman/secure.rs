//! TLS: which check fails is said, and the option that relaxes it works.

use super::peer::{number, text, with_credential};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use super::server::{Received, THING, envelope, http};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet};
use mi::proto::Verb;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

fn https(peer: &Peer, host: &str, set: impl Fn(&mut DestinationOptions)) -> Outcome {
    let mut options = with_credential("peeruser", "Peer-Pass1");
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
    set(&mut options);
    get(host, &options)
}

fn get(host: &str, options: &DestinationOptions) -> Outcome {
    let client = Client::default();
    let connection = client.connect(host, options).expect("connects");
    let instance = super::peer::keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
    run(connection.as_ref(), "root/test", Verb::GetInstance { instance })
}

fn trust(peer: &Peer, options: &mut DestinationOptions) {
    let file = peer.certificates.join("ca.pem").display().to_string();
    text(options, MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR, &file);
}

#[track_caller]
pub fn refused(outcome: &Outcome, said: &str) {
    let error = outcome.failure();
    assert_eq!(error.category, MI_ERRORCATEGORY_SECURITY_ERROR, "{error:?}");
    assert!(error.message.contains(said), "{error:?}");
}

#[test]
fn server_certificate_is_checked_by_default_and_the_options_relax_it() {
    let Some(peer) = Peer::start(&[]) else { return };
    let unknown = https(&peer, "localhost", |_| {});
    refused(&unknown, "SetCertCACheck");
    https(&peer, "localhost", |options| trust(&peer, options)).ok();
    https(&peer, "localhost", |options| number(options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0)).ok();
}

#[test]
fn each_certificate_fault_names_its_check() {
    let cases = [
        ("expired", "has expired", "SetCertCACheck"),
        ("future", "not valid yet", "SetCertCACheck"),
        ("wronghost", "not for the host", "SetCertCNCheck"),
    ];
    for (fault, said, option) in cases {
        let Some(peer) = Peer::start(&["--tls-fault", fault]) else { return };
        let failed = https(&peer, "localhost", |options| trust(&peer, options));
        refused(&failed, said);
        refused(&failed, option);
    }
    let Some(peer) = Peer::start(&["--tls-fault", "wronghost"]) else { return };
    https(&peer, "localhost", |options| {
        trust(&peer, options);
        number(options, MI_DESTINATIONOPTIONS_CERT_CN_CHECK, 0);
    })
    .ok();
}

#[test]
fn versions_that_are_too_old_and_certificates_of_nobody_are_refused() {
    for (fault, category, said) in [
        ("tls10", MI_ERRORCATEGORY_CONNECTION_ERROR, "TLS"),
        ("tls11", MI_ERRORCATEGORY_CONNECTION_ERROR, "TLS"),
        ("selfsigned", MI_ERRORCATEGORY_SECURITY_ERROR, "SetCertCACheck"),
    ] {
        let Some(peer) = Peer::start(&["--tls-fault", fault]) else { return };
        let failed = https(&peer, "localhost", |options| trust(&peer, options));
        let error = failed.failure();
        assert_eq!(error.category, category, "{fault}: {error:?}");
        assert!(error.message.contains(said), "{fault}: {error:?}");
    }
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

/// The elements of a DER sequence's content, each with its tag.
fn elements(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (head, length) = match rest[1] {
            length @ 0..=0x7f => (2, usize::from(length)),
            0x81 => (3, usize::from(rest[2])),
            _ => (4, usize::from(rest[2]) << 8 | usize::from(rest[3])),
        };
        all.push(rest[..head + length].to_vec());
        rest = &rest[head + length..];
    }
    all
}

fn content(element: &[u8]) -> &[u8] {
    let head = match element[1] {
        0..=0x7f => 2,
        0x81 => 3,
        _ => 4,
    };
    &element[head..]
}

/// The same certificate in X.509 version 1: without a version and without extensions. Its signature is nobody's.
fn version_1(certificate: &[u8]) -> Vec<u8> {
    let parts = elements(content(certificate));
    let kept: Vec<u8> =
        elements(content(&parts[0])).into_iter().filter(|part| part[0] < 0xa0).flatten().collect();
    der(0x30, &[der(0x30, &kept), parts[1].clone(), parts[2].clone()].concat())
}

/// A TLS server that speaks this version only, under a certificate that it issued to itself.
pub fn tls_server(version: &'static rustls::SupportedProtocolVersion, old: bool) -> u16 {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let own = made.cert.der().clone();
    serving(version, if old { version_1(&own).into() } else { own }, &made.signing_key)
}

/// A TLS server that speaks this version only, shows this certificate, and answers every request with a Get's answer.
pub fn serving(
    version: &'static rustls::SupportedProtocolVersion,
    shown: CertificateDer<'static>,
    key: &rcgen::KeyPair,
) -> u16 {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .expect("versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shows(Arc::new(rustls::sign::CertifiedKey::new(
            vec![shown],
            rustls::crypto::ring::sign::any_supported_type(&key).expect("a key"),
        )))));
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(config.clone()).expect("a connection");
            std::thread::spawn(move || answer(rustls::StreamOwned::new(connection, socket)));
        }
    });
    port
}

/// Whatever the certificate is like, it is shown.
#[derive(Debug)]
struct Shows(Arc<rustls::sign::CertifiedKey>);

impl rustls::server::ResolvesServerCert for Shows {
    fn resolve(&self, _: rustls::server::ClientHello<'_>) -> Option<Arc<rustls::sign::CertifiedKey>> {
        Some(self.0.clone())
    }
}

pub fn answer(mut stream: impl Read + Write) {
    let (mut text, mut bytes) = (String::new(), [0; 8192]);
    while let Ok(count @ 1..) = stream.read(&mut bytes) {
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
        if text.ends_with("</s:Envelope>") {
            let request = Received { head: String::new(), body: std::mem::take(&mut text) };
            let body = envelope(&request, THING).replace("<a:RelatesTo></a:RelatesTo>", "");
            if stream.write_all(&http(200, &body)).is_err() {
                return;
            }
        }
    }
}

/// A Get over TLS from this port, without the check of the chain.
fn unchecked(port: u16, set: &dyn Fn(&mut DestinationOptions)) -> Outcome {
    thing(port, &|options| {
        number(options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
        set(options);
    })
}

/// A Get over TLS from this port.
pub fn thing(port: u16, set: &dyn Fn(&mut DestinationOptions)) -> Outcome {
    let mut options = DestinationOptions::default();
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, port.into());
    set(&mut options);
    let client = Client::default();
    let connection = client.connect("localhost", &options).expect("connects");
    let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
}

#[test]
fn certificate_of_version_1_serves_whoever_checks_nothing() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let port = tls_server(version, true);
        let nothing = |options: &mut DestinationOptions| {
            number(options, MI_DESTINATIONOPTIONS_CERT_CN_CHECK, 0);
        };
        assert_eq!(unchecked(port, &nothing).ok().instances.len(), 1);
        // It names no host, and nobody vouches for it.
        refused(&unchecked(port, &|_| {}), "SetCertCNCheck");
        let all = |options: &mut DestinationOptions| {
            number(options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 1);
        };
        refused(&unchecked(port, &all), "SetCertCACheck");
    }
}

#[test]
fn both_versions_are_spoken_and_the_older_can_be_forbidden() {
    let only_12 = tls_server(&rustls::version::TLS12, false);
    let only_13 = tls_server(&rustls::version::TLS13, false);
    assert_eq!(unchecked(only_12, &|_| {}).ok().instances.len(), 1);
    assert_eq!(unchecked(only_13, &|_| {}).ok().instances.len(), 1);
    let forbids = |options: &mut DestinationOptions| {
        number(options, MI_DESTINATIONOPTIONS_SSL_OPTIONS, 0x10);
    };
    let refused = unchecked(only_12, &forbids);
    assert_eq!(refused.failure().category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{:?}", refused.error);
    assert_eq!(unchecked(only_13, &forbids).ok().instances.len(), 1);
}

#[test]
fn plain_port_is_not_taken_for_tls() {
    let Some(peer) = Peer::start(&[]) else { return };
    let failed = https(&peer, "localhost", |options| {
        number(options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.http.into());
    });
    assert!(failed.failure().message.contains("Does this port speak TLS?"), "{:?}", failed.error);
}

#[test]
fn client_certificate_logs_on() {
    let Some(peer) = Peer::start(&[]) else { return };
    let certificate = |name: &str| peer.certificates.join(name).display().to_string();
    let mut options = DestinationOptions::default();
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
    trust(&peer, &mut options);
    text(&mut options, MI_DESTINATIONOPTIONS_PRIVATE_KEY_FILE, &certificate("client.key"));
    let credential = Credential {
        option: Arc::new(MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS.into()),
        authentication_name: Arc::new(MI_AUTH_TYPE_CLIENT_CERTS.into()),
        authentication: Authentication::ClientCertificate,
        identity: Identity::Certificate {
            thumbprint: Some(Arc::new(certificate("client.pem").as_str().into())),
        },
    };
    options.list_mut().add_credential(credential).expect("added");
    assert_eq!(get("localhost", &options).ok().instances.len(), 1);
}

#[test]
fn wrong_password_says_what_was_offered_and_tried() {
    let Some(peer) = Peer::start(&[]) else { return };
    let failed = get(&format!("http://127.0.0.1:{}", peer.http), &super::peer::basic("peeruser", "wrong"));
    let error = failed.failure();
    assert_eq!(
        (error.result, error.category),
        (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
    );
    assert!(error.message.contains("offers: Basic") && error.message.contains("Tried: Basic"), "{error:?}");
    assert!(!error.message.contains("wrong"), "{error:?}");
}
