//! Proxies: a tunnel for what needs one, the whole URL otherwise, their credentials, and what they say instead.

use super::peer::{anonymous, number, text, with_credential};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use super::server::{THING, answering, http};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet, Secret};
use mi::proto::Verb;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

thread_local! {
    /// The environment, as far as sessions of this test look at it.
    static PROXY: RefCell<Option<(&'static str, String)>> = const { RefCell::new(None) };
}

/// A proxy: what it was asked (the heads), and how it answers.
struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What a proxy does with a request.
#[derive(Clone)]
enum Does {
    /// CONNECT makes a tunnel; other requests are forwarded to the URL's host, with its path.
    Serves,
    Answers(Vec<u8>),
}

impl Proxy {
    fn start(does: Does) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heads = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (heads, does) = (heads.clone(), does.clone());
                std::thread::spawn(move || serve(stream.expect("a connection"), &heads, &does));
            }
        });
        Proxy { port, asked }
    }

    fn url(&self, user: &str) -> String {
        format!("http://{user}127.0.0.1:{}", self.port)
    }

    fn heads(&self) -> Vec<String> {
        self.asked.lock().expect("unpoisoned").clone()
    }
}

fn serve(mut stream: TcpStream, heads: &Mutex<Vec<String>>, does: &Does) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read_exact(&mut byte).is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("text");
    heads.lock().expect("unpoisoned").push(head.clone());
    if let Does::Answers(bytes) = does {
        let _ = stream.write_all(bytes);
        let _ = stream.read(&mut [0; 4096]);
        return;
    }
    let target = head.split(' ').nth(1).expect("a target");
    if head.starts_with("CONNECT ") {
        let server = TcpStream::connect(target).expect("the target");
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").expect("answered");
        return tunnel(stream, server);
    }
    let (host, path) = target.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("a URL");
    let mut server = TcpStream::connect(host).expect("the target");
    let forwarded = head.replacen(target, &format!("/{path}"), 1);
    server.write_all(forwarded.as_bytes()).expect("forwarded");
    tunnel(stream, server);
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

/// A Get with the environment's variable set, through whatever it says.
fn through(
    variable: &'static str,
    url: String,
    destination: &str,
    options: &mut DestinationOptions,
) -> Outcome {
    PROXY.with(|proxy| *proxy.borrow_mut() = Some((variable, url)));
    let mut client = Client::default();
    client.services.variable = |name| {
        PROXY.with(|proxy| proxy.borrow().as_ref().filter(|(is, _)| *is == name).map(|(_, url)| url.clone()))
    };
    text(options, MI_DESTINATIONOPTIONS_PROXY_TYPE, MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO);
    let connection = client.connect(destination, options).expect("connects");
    let person = destination.contains("localhost");
    let (class, key, value) = match person {
        true => ("Test_Person", "Name", Value::String("Ann".into())),
        false => ("Thing", "Id", Value::Uint32(7)),
    };
    let instance = super::peer::keys(class, &[(key, value)]);
    run(connection.as_ref(), if person { "root/test" } else { "root/a" }, Verb::GetInstance { instance })
}

fn proxy_credential(kind: Authentication) -> Credential {
    let units: Vec<MI_Char> = "secret".bytes().map(|byte| byte as MI_Char).collect();
    Credential {
        option: Arc::new(MI_DESTINATIONOPTIONS_PROXY_CREDENTIALS.into()),
        authentication_name: Arc::new("Basic".into()),
        authentication: kind,
        identity: Identity::User {
            domain: None,
            user: Some(Arc::new("proxy".into())),
            password: Secret::new(&units).map(Arc::new),
        },
    }
}

/// `proxy:secret`.
const AUTHORIZATION: &str = "Proxy-Authorization: Basic cHJveHk6c2VjcmV0\r\n";

#[test]
fn plain_requests_go_to_the_proxy_with_the_whole_url() {
    let server = answering(THING);
    let proxy = Proxy::start(Does::Serves);
    let mut options = super::peer::basic("user", "own");
    through("http_proxy", proxy.url("proxy:secret@"), &server.url(), &mut options).ok();
    let heads = proxy.heads();
    let line = format!("POST {}/wsman HTTP/1.1\r\n", server.url());
    assert!(heads.iter().all(|head| head.starts_with(&line) && head.contains(AUTHORIZATION)), "{heads:?}");
    // The server's own credentials go to the server, in the same request.
    assert!(heads.iter().all(|head| head.contains("Authorization: Basic dXNlcjpvd24=\r\n")), "{heads:?}");
    let sent = server.received.lock().expect("unpoisoned").first().cloned().expect("a request");
    assert!(sent.head.starts_with("POST /wsman "), "{}", sent.head);
}

#[test]
fn tls_goes_through_a_tunnel_that_hides_the_credentials_of_the_server() {
    let Some(peer) = Peer::start(&[]) else { return };
    let proxy = Proxy::start(Does::Serves);
    let mut options = with_credential("peeruser", "Peer-Pass1");
    number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
    options.list_mut().add_credential(proxy_credential(Authentication::Basic)).expect("added");
    let destination = format!("https://localhost:{}", peer.https);
    through("https_proxy", proxy.url(""), &destination, &mut options).ok();
    let heads = proxy.heads();
    let line = format!("CONNECT localhost:{} HTTP/1.1\r\n", peer.https);
    assert!(heads.len() == 1 && heads[0].starts_with(&line) && heads[0].contains(AUTHORIZATION), "{heads:?}");
    assert_eq!(heads[0].matches("uthorization").count(), 1, "{heads:?}");
}

#[test]
fn credentials_in_the_url_are_unescaped_and_those_of_the_options_come_first() {
    let server = answering(THING);
    let proxy = Proxy::start(Does::Serves);
    let mut none = anonymous();
    through("http_proxy", proxy.url("pro%78y:s%65cret@"), &server.url(), &mut none).ok();
    let mut own = anonymous();
    own.list_mut().add_credential(proxy_credential(Authentication::Basic)).expect("added");
    through("http_proxy", proxy.url("somebody:else@"), &server.url(), &mut own).ok();
    let heads = proxy.heads();
    assert!(heads.len() >= 2 && heads.iter().all(|head| head.contains(AUTHORIZATION)), "{heads:?}");
}

#[test]
fn refusals_of_the_proxy_are_told_from_the_servers() {
    let Some(peer) = Peer::start(&[]) else { return };
    let refused = |answer: &[u8], variable, destination: &str| {
        let proxy = Proxy::start(Does::Answers(answer.to_vec()));
        let mut options = anonymous();
        let outcome = through(variable, proxy.url("proxy:secret@"), destination, &mut options);
        let error = outcome.failure().clone();
        assert!(!error.message.contains("secret"), "{error:?}");
        (error.category, error.message)
    };
    let https = format!("https://localhost:{}", peer.https);
    let wants = http(407, "");
    for (variable, destination) in [("http_proxy", "http://127.0.0.1:1"), ("https_proxy", &https)] {
        let (category, message) = refused(&wants, variable, destination);
        assert_eq!(category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{message}");
        assert!(message.contains("proxy") && message.contains("HTTP 407"), "{message}");
    }
    let (category, message) = refused(&http(502, ""), "http_proxy", "http://127.0.0.1:1");
    assert_eq!(category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{message}");
    assert!(message.contains("Bad Gateway"), "{message}");
    let (_, message) = refused(b"HTTP/1.1 503 No\r\n\r\n", "https_proxy", &https);
    assert!(message.contains("HTTP 503"), "{message}");
    let (_, message) = refused(b"SSH-2.0-x\r\n\r\n", "https_proxy", &https);
    assert!(message.contains("not HTTP"), "{message}");
}

#[test]
fn whoever_asks_for_no_proxy_gets_none() {
    let mut client = Client::default();
    client.services.variable = |name| (name == "http_proxy").then(|| "http://127.0.0.1:1".into());
    let server = answering(THING);
    let direct = client.connect(&server.url(), &anonymous()).expect("connects");
    let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
    run(direct.as_ref(), "root/a", Verb::GetInstance { instance }).ok();
}
