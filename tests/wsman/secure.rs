//! TLS: which check fails is said, and the option that relaxes it works.

use super::peer::{Peer, number, text, with_credential};
use super::run::{Client, Outcome, run};
use super::server::{Received, THING, envelope, http};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet};
use mi::proto::Verb;
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
fn refused(outcome: &Outcome, said: &str) {
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

/// A TLS server that speaks this version only and answers every request with a Get's answer.
fn tls_server(version: &'static rustls::SupportedProtocolVersion) -> u16 {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("usable");
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

fn answer(mut stream: impl Read + Write) {
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

#[test]
fn both_versions_are_spoken_and_the_older_can_be_forbidden() {
    let got = |port: u16, set: &dyn Fn(&mut DestinationOptions)| {
        let mut options = DestinationOptions::default();
        text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
        number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, port.into());
        number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
        set(&mut options);
        let client = Client::default();
        let connection = client.connect("localhost", &options).expect("connects");
        let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
        run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
    };
    let only_12 = tls_server(&rustls::version::TLS12);
    let only_13 = tls_server(&rustls::version::TLS13);
    assert_eq!(got(only_12, &|_| {}).ok().instances.len(), 1);
    assert_eq!(got(only_13, &|_| {}).ok().instances.len(), 1);
    let forbids = |options: &mut DestinationOptions| {
        number(options, MI_DESTINATIONOPTIONS_SSL_OPTIONS, 0x10);
    };
    let refused = got(only_12, &forbids);
    assert_eq!(refused.failure().category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{:?}", refused.error);
    assert_eq!(got(only_13, &forbids).ok().instances.len(), 1);
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
