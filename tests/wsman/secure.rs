//! TLS and proxies: which check fails is said, and the option that relaxes it works.

use super::peer::{number, text, with_credential};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use super::server::{THING, answering};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet};
use mi::proto::Verb;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// A proxy that answers CONNECT with `status` and, on success, is a tunnel; counts what it was asked.
fn proxy(status: &'static str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a head");
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).expect("text");
            assert!(head.contains("Proxy-Authorization: Basic cHJveHk6c2VjcmV0\r\n"), "{head}");
            count.fetch_add(1, Ordering::SeqCst);
            let target = head.split(' ').nth(1).expect("a target").to_owned();
            stream.write_all(format!("HTTP/1.1 {status}\r\n\r\n").as_bytes()).expect("answered");
            if status.starts_with('2') {
                tunnel(stream, TcpStream::connect(target).expect("the target"));
            }
        }
    });
    (port, asked)
}

fn tunnel(client: TcpStream, server: TcpStream) {
    let pairs = [(client.try_clone(), server.try_clone()), (Ok(server), Ok(client))];
    for (from, to) in pairs {
        let (mut from, mut to) = (from.expect("a socket"), to.expect("a socket"));
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Both);
        });
    }
}

static PROXY: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());

fn through(url: String, destination: &str) -> Outcome {
    // Environment variables belong to the process; the session reads them through this function instead.
    let mut held = PROXY.lock().expect("unpoisoned");
    *held = url;
    drop(held);
    let mut client = Client::default();
    client.services.variable =
        |name| (name == "http_proxy").then(|| PROXY.lock().expect("unpoisoned").clone());
    let mut options = DestinationOptions::default();
    text(&mut options, MI_DESTINATIONOPTIONS_PROXY_TYPE, MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO);
    let connection = client.connect(destination, &options).expect("connects");
    let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
}

#[test]
fn proxy_is_asked_to_connect_with_its_credentials() {
    let server = answering(THING);
    let (port, asked) = proxy("200 Connection established");
    through(format!("http://proxy:secret@127.0.0.1:{port}"), &server.url()).ok();
    assert!(asked.load(Ordering::SeqCst) >= 1);
    let (port, _) = proxy("407 Proxy Authentication Required");
    let failed = through(format!("http://proxy:secret@127.0.0.1:{port}"), &server.url());
    let error = failed.failure();
    assert!(error.message.contains("HTTP 407") && !error.message.contains("secret"), "{error:?}");
}
