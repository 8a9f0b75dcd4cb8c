//! Requests whose socket is seen to by the thread that waits for the answer, on Linux.

use super::bulk::Gate;
use super::operations::{get, plain};
use super::peer::{keys, number, text, with};
use super::peer_process::Peer;
use super::run::{Client, HANG, Outcome, request, run};
use super::server::{Received, Reply, Server, THING, envelope, http, is_schema, no_schema};
use mi::abi::names::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions};
use mi::proto::{Awaited, Event, Exchange, Interrupt, Verb};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::task::{Context, Poll, Waker};

/// Waits on this thread for what an exchange waits for.
fn block(awaited: Arc<dyn Awaited>) {
    let (done, rest) = channel::<()>();
    let interrupt = Arc::new(Interrupt::default());
    let raised = interrupt.clone();
    let guard = std::thread::spawn(move || {
        let hangs = rest.recv_timeout(HANG) == Err(RecvTimeoutError::Timeout);
        if hangs {
            raised.raise();
        }
        hangs
    });
    assert!(awaited.block(&interrupt), "it can be waited for");
    drop(done);
    assert!(!guard.join().expect("it ends"), "it hangs");
}

/// The instances and the end of an exchange on an open connection: nobody but this thread sees to the socket.
fn finish_by_hand(exchange: &mut dyn Exchange) -> Outcome {
    let mut outcome = Outcome::default();
    loop {
        match exchange.poll_event(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => block(exchange.awaited().expect("something to wait for")),
            Poll::Ready(Event::Instance(instance)) => outcome.instances.push(instance),
            Poll::Ready(Event::Final(result)) => {
                outcome.error = result.err();
                return outcome;
            }
            Poll::Ready(_) => {}
        }
    }
}

/// Holds a connection after an answer, until it may go on; then it is written to once more.
#[derive(Default)]
struct Held {
    go: Gate,
    written: Gate,
}

impl Held {
    /// A server whose third answer, the first on a connection that is open already, is held.
    fn server(stray: &'static str) -> (Arc<Held>, Server) {
        let held = Arc::new(Held::default());
        let of_server = held.clone();
        let server = Server::start(move |number, request| match number {
            _ if is_schema(request) => no_schema(),
            2 => of_server.answer(request, stray),
            _ => Reply::Body(THING.into()),
        });
        (held, server)
    }

    fn answer(self: &Arc<Self>, request: &Received, stray: &'static str) -> Reply {
        let (answer, held) = (http(200, &envelope(request, THING)), self.clone());
        Reply::Live(Box::new(move |stream| {
            stream.write_all(&answer).expect("answered");
            held.go.pass(usize::MAX);
            stream.write_all(stray.as_bytes()).expect("written");
            held.written.open();
        }))
    }
}

#[test]
fn what_was_sent_unasked_is_not_taken_for_an_answer_by_a_thread_that_waits_itself() {
    let (held, server) = Held::server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let client = Client::default();
    let connection = plain(&client, &server);
    run(connection.as_ref(), "root/a", get()).ok();
    // By hand, so that from then on only the end of the connection is told.
    let mut exchange = connection.start(request("root/a", get()));
    assert_eq!(finish_by_hand(exchange.as_mut()).ok().instances.len(), 1);
    drop(exchange);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    held.go.open();
    held.written.pass(usize::MAX);
    for _ in 0..2 {
        assert_eq!(run(connection.as_ref(), "root/a", get()).ok().instances.len(), 1);
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

/// More than two sockets' buffers take.
const MUCH: usize = 24 << 20;

#[test]
fn request_that_does_not_fit_into_the_systems_buffers_is_sent_by_hand() {
    // It reads nothing while it holds the connection.
    let (held, server) = Held::server("");
    let client = Client::default();
    let connection = plain(&client, &server);
    for _ in 0..2 {
        run(connection.as_ref(), "root/a", get()).ok();
    }
    let mut instance = keys("Thing", &[("Id", Value::Uint32(7))]);
    instance.add("Text", Value::String("x".repeat(MUCH)).as_ref(), 0).expect("added");
    let mut exchange = connection.start(request("root/a", Verb::ModifyInstance { instance }));
    assert!(exchange.poll_event(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(exchange.awaited().is_some(), "it is sent on the open connection");
    held.go.open();
    finish_by_hand(exchange.as_mut()).ok();
    let sizes = server.received.lock().expect("unpoisoned").last().map(|request| request.body.len());
    assert!(sizes.is_some_and(|size| size > MUCH), "{sizes:?}");
}

/// One instance and many, by hand, once a first request has opened the connection.
fn by_hand(host: &str, options: &DestinationOptions) {
    let client = Client::default();
    let connection = client.connect(host, options).expect("connects");
    let ann =
        || Verb::GetInstance { instance: keys("Test_Person", &[("Name", Value::String("Ann".into()))]) };
    let bulk = || Verb::EnumerateInstances { class: "Test_Bulk".into(), keys_only: false };
    assert_eq!(run(connection.as_ref(), "root/test", ann()).ok().instances.len(), 1);
    assert_eq!(run(connection.as_ref(), "root/test", bulk()).ok().instances.len(), 3000);
    for (verb, count) in [(ann(), 1), (bulk(), 3000), (ann(), 1), (bulk(), 3000)] {
        let mut exchange = connection.start(request("root/test", verb));
        assert_eq!(finish_by_hand(exchange.as_mut()).ok().instances.len(), count);
    }
}

const BULK: [&str; 2] = ["--instances", "3000"];

#[test]
fn tls_connections_are_seen_to_by_hand() {
    let Some(peer) = Peer::start(&BULK) else { return };
    let mut options = with(Authentication::Basic, "peeruser", "Peer-Pass1");
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
    number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
    by_hand("localhost", &options);
}

#[test]
fn sealed_connections_are_seen_to_by_hand() {
    let Some(peer) = Peer::start(&[&BULK[..], &["--auth", "negotiate", "--require-encryption"]].concat())
    else {
        return;
    };
    let options = with(Authentication::Ntlm, "peeruser", "Peer-Pass1");
    by_hand(&format!("http://127.0.0.1:{}", peer.http), &options);
}
