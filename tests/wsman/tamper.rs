//! Somebody between the client and the independent server: what is seen on the wire, and what comes of altering it.

use super::peer::{keys, with};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mi::abi::*;
use mi::cim::Value;
use mi::options::Authentication;
use mi::proto::Verb;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const SEALED: [&str; 3] = ["--auth", "negotiate", "--require-encryption"];

/// One HTTP message.
#[derive(Clone, Default)]
struct Message {
    head: String,
    body: Vec<u8>,
}

impl Message {
    /// None at the end of the stream.
    fn read(stream: &mut TcpStream) -> Option<Message> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).ok()?;
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("text");
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")
                .and_then(|value| value.trim().parse().ok())
        });
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).ok()?;
        Some(Message { head, body })
    }

    /// Changes the token of a Negotiate header.
    fn alter_token(&mut self, alter: impl Fn(&mut Vec<u8>)) {
        let Some(at) = self.head.find("Negotiate ").map(|at| at + 10) else { return };
        let end = at + self.head[at..].find("\r\n").expect("a line end");
        let mut token = STANDARD.decode(&self.head[at..end]).expect("base64");
        alter(&mut token);
        self.head.replace_range(at..end, &STANDARD.encode(token));
    }
}

/// Whose message it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum From {
    Client,
    Server,
}

/// What was let through.
type Seen = Arc<Mutex<Vec<(From, Message)>>>;
type Alter = dyn Fn(From, &mut Message) + Send + Sync;

/// Relays to the server, each message through `alter`; its own port, and what it let through.
fn between(peer: &Peer, alter: impl Fn(From, &mut Message) + Send + Sync + 'static) -> (u16, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let seen = Seen::default();
    let (log, alter, server_port): (_, Arc<Alter>, _) = (seen.clone(), Arc::new(alter), peer.http);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (log, alter) = (log.clone(), alter.clone());
            std::thread::spawn(move || {
                let mut client = client.expect("a connection");
                let mut server = TcpStream::connect(("127.0.0.1", server_port)).expect("the server");
                // HTTP/1.1 without pipelining: they take turns.
                loop {
                    for from in [From::Client, From::Server] {
                        let (source, sink) = match from {
                            From::Client => (&mut client, &mut server),
                            From::Server => (&mut server, &mut client),
                        };
                        let Some(mut message) = Message::read(source) else { return };
                        alter(from, &mut message);
                        log.lock().expect("unpoisoned").push((from, message.clone()));
                        let bytes = [message.head.as_bytes(), &message.body].concat();
                        if sink.write_all(&bytes).is_err() {
                            return;
                        }
                    }
                }
            });
        }
    });
    (port, seen)
}

fn get(port: u16) -> Outcome {
    let client = Client::default();
    let options = with(Authentication::Ntlm, "peeruser", "Peer-Pass1");
    let connection = client.connect(&format!("http://127.0.0.1:{port}"), &options).expect("connects");
    let instance = keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
    let outcome = run(connection.as_ref(), "root/test", Verb::GetInstance { instance: instance.clone() });
    if outcome.error.is_some() {
        return outcome;
    }
    run(connection.as_ref(), "root/test", Verb::GetInstance { instance })
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn nothing_of_a_request_or_its_answer_is_seen_on_the_wire() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let (port, seen) = between(&peer, |_, _| {});
    get(port).ok();
    let seen = seen.lock().expect("unpoisoned");
    let bodies: Vec<_> = seen.iter().filter(|(_, message)| !message.body.is_empty()).collect();
    assert!(bodies.len() >= 4, "two requests and their answers at least");
    for (from, message) in bodies {
        assert!(holds(message.head.as_bytes(), "multipart/encrypted"), "{from:?}: {}", message.head);
        assert!(!holds(&message.body, "Envelope") && !holds(&message.body, "Ann"), "{from:?}");
    }
    let client = || seen.iter().filter(|(from, _)| *from == From::Client).map(|(_, message)| message);
    let with_token = client().filter(|message| message.head.contains("Authorization: Negotiate "));
    let bodies: Vec<_> = with_token.map(|message| message.body.len()).collect();
    assert_eq!(bodies, [0, 0], "one log-on, of two legs, without the request");
    assert!(
        !client().any(|message| holds(message.head.as_bytes(), "Pass1") || holds(&message.body, "Pass1"))
    );
}

/// A byte of the NTLM message in a token.
fn of_ntlm(token: &mut [u8], at: usize) -> &mut u8 {
    let start = token.windows(8).position(|window| window == b"NTLMSSP\0").expect("an NTLM message");
    &mut token[start + at]
}

#[test]
fn tokens_that_were_altered_or_cut_off_on_the_way_end_the_log_on() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    type Change = fn(&mut Vec<u8>);
    let cases: [(&str, From, Change, &str); 5] = [
        // The flags: 56-bit keys are gone. Nobody minds but the MIC.
        ("a flag", From::Server, |token| *of_ntlm(token, 23) &= 0x7f, "the server refused"),
        ("the nonce", From::Server, |token| *of_ntlm(token, 24) ^= 1, "the server refused"),
        ("the end", From::Server, |token| token.truncate(token.len() - 3), "damaged"),
        ("128 bits", From::Server, |token| *of_ntlm(token, 23) &= 0xdf, "weaker"),
        ("the response", From::Client, |token| *token.last_mut().expect("bytes") ^= 1, "the server refused"),
    ];
    for (what, whose, change, said) in cases {
        let (port, _) = between(&peer, move |from, message| {
            // The client's first token has nothing to alter yet.
            let second = from == From::Server || message.head.len() > 500;
            if from == whose && second {
                message.alter_token(|token| {
                    if from == From::Client || token.windows(8).any(|window| window == b"NTLMSSP\0") {
                        change(token);
                    }
                });
            }
        });
        let outcome = get(port);
        let error = outcome.failure();
        assert_eq!(error.category, MI_ERRORCATEGORY_AUTHENTICATION_ERROR, "{what}: {error:?}");
        assert!(error.message.contains(said), "{what}: {error:?}");
    }
}

#[test]
fn answer_that_was_given_before_is_not_taken_again() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let first: Mutex<Option<Message>> = Mutex::default();
    let (port, _) = between(&peer, move |from, message| {
        if from == From::Server && holds(message.head.as_bytes(), "multipart/encrypted") {
            let mut first = first.lock().expect("unpoisoned");
            *message = first.get_or_insert_with(|| message.clone()).clone();
        }
    });
    let outcome = get(port);
    assert!(outcome.failure().message.contains("signature is wrong"), "{:?}", outcome.error);
}

#[test]
fn log_on_that_was_seen_before_does_not_log_on_again() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let (port, seen) = between(&peer, |_, _| {});
    get(port).ok();
    let seen = seen.lock().expect("unpoisoned");
    let client = seen.iter().filter(|(from, _)| *from == From::Client).map(|(_, message)| message);
    // Every message of the client's, byte for byte, over a connection of somebody else's.
    let mut stream = TcpStream::connect(("127.0.0.1", peer.http)).expect("the server");
    let mut last = None;
    for message in client {
        stream.write_all(&[message.head.as_bytes(), &message.body].concat()).expect("sent");
        let answer = Message::read(&mut stream).expect("an answer");
        assert!(!holds(answer.head.as_bytes(), "multipart/encrypted"), "{}", answer.head);
        last = Some(answer.head);
    }
    assert!(last.is_some_and(|head| head.starts_with("HTTP/1.1 4")), "it is refused");
}

#[test]
fn offer_that_was_weakened_on_the_way_gets_nothing_weaker() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    // In place of what the server offers, a password in clear.
    let (port, seen) = between(&peer, |from, message| {
        if from == From::Server && message.head.starts_with("HTTP/1.1 401") {
            let lines = message.head.lines().filter(|line| !line.is_empty());
            let lines: Vec<_> = lines.filter(|line| !line.to_ascii_lowercase().starts_with("www-")).collect();
            message.head = format!("{}\r\nWWW-Authenticate: Basic realm=x\r\n\r\n", lines.join("\r\n"));
        }
    });
    let client = Client::default();
    let mut options = with(Authentication::NegotiateWithCredentials, "peeruser", "Peer-Pass1");
    super::peer::add(&mut options, Authentication::Digest, "peeruser", "Peer-Pass1");
    super::peer::add(&mut options, Authentication::Basic, "peeruser", "Peer-Pass1");
    let connection = client.connect(&format!("http://127.0.0.1:{port}"), &options).expect("connects");
    let instance = keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
    let outcome = run(connection.as_ref(), "root/test", Verb::GetInstance { instance });
    let error = outcome.failure();
    for said in
        ["offers: Basic. ", "Negotiate (not offered", "Digest (Digest authentication would", "Basic (Basic"]
    {
        assert!(error.message.contains(said), "{said:?} in {error:?}");
    }
    let seen = seen.lock().expect("unpoisoned");
    let client = || seen.iter().filter(|(from, _)| *from == From::Client).map(|(_, message)| message);
    assert!(client().count() > 0);
    assert!(
        client().all(|message| message.body.is_empty() && !message.head.contains("Authorization: Basic"))
    );
}

#[test]
fn sealed_messages_that_were_altered_or_opened_on_the_way_are_refused() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    let last = |body: &mut Vec<u8>| {
        let at = body.len() - 30;
        body[at] ^= 1;
    };
    for (whose, said) in [(From::Client, "HTTP 400"), (From::Server, "signature is wrong")] {
        let (port, _) = between(&peer, move |from, message| {
            if from == whose && !message.body.is_empty() {
                last(&mut message.body);
            }
        });
        let outcome = get(port);
        assert!(outcome.failure().message.contains(said), "{whose:?}: {:?}", outcome.error);
    }
    // In clear, as if it had never been sealed.
    let (port, _) = between(&peer, |from, message| {
        if from == From::Server && !message.body.is_empty() {
            message.body = b"<s:Envelope/>".to_vec();
            message.head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
                message.body.len()
            );
        }
    });
    let outcome = get(port);
    assert_eq!(outcome.failure().category, MI_ERRORCATEGORY_SECURITY_ERROR, "{:?}", outcome.error);
}
