//! Destinations without a credential: the identity of the process, which logs on where it must or is asked to.

use super::logon::{challenging, post};
use super::peer::number;
use super::run::{Client, answered, run};
use super::server::{Received, Server, THING, answering};
use mi::abi::names::*;
use mi::cim::Value;
use mi::options::DestinationOptions;
use mi::proto::Verb;
use mi::proto::http::auth::ntlm::Ntlm;
use mi::proto::http::auth::scheme::{NEGOTIATE, TokenLogOn};
use mi::proto::http::auth::spnego::Spnego;
use mi::proto::http::auth::{Mechanism, MechanismFactory, Target};
use mi::proto::http::{Endpoint, Failure};
use std::sync::Arc;

/// A process without tickets.
#[derive(Debug)]
struct Nobody;

impl MechanismFactory for Nobody {
    fn name(&self) -> &'static str {
        "Kerberos"
    }

    fn oid(&self) -> &'static [u8] {
        &[1]
    }

    fn begin(&self, _: &Target) -> Result<Box<dyn Mechanism>, String> {
        Err("there are no tickets".into())
    }
}

fn somebody() -> Arc<dyn MechanismFactory> {
    Arc::new(Ntlm::new("", "user", "secret").expect("an account"))
}

/// The process is whoever `mechanism` logs on.
fn endpoint(server: &Server, mechanism: Arc<dyn MechanismFactory>, clear: bool) -> Endpoint {
    let mut endpoint = Endpoint::new("127.0.0.1", server.port, "/wsman");
    let spnego = Spnego::new(vec![mechanism]);
    endpoint.log_on = vec![Arc::new(TokenLogOn::of_process(vec![(&NEGOTIATE, Arc::new(spnego))], clear))];
    endpoint
}

/// What one post came to, and what the server got of it.
fn posted(
    server: &Server,
    mechanism: Arc<dyn MechanismFactory>,
    clear: bool,
) -> (Result<u16, Failure>, Vec<Received>) {
    let client = Client::default();
    let mut pending = post(&client, endpoint(server, mechanism, clear), "the request", 30_000, false);
    let answer = answered(&mut pending).map(|answer| answer.status);
    (answer, server.received.lock().expect("unpoisoned").clone())
}

fn logs_on(one: &Received) -> bool {
    one.head.contains("\r\nAuthorization: ")
}

#[test]
fn server_that_wants_no_log_on_gets_none_where_requests_may_go_in_clear() {
    let server = challenging(|_| "200 OK".into());
    for who in [Arc::new(Nobody), somebody()] {
        let (answer, received) = posted(&server, who, true);
        assert_eq!(answer.expect("an answer"), 200);
        assert!(received.iter().all(|one| one.body == "the request" && !logs_on(one)), "{received:?}");
    }
    // The same with the options of a client, three times over one connection.
    let server = answering(THING);
    let mut options = DestinationOptions::default();
    number(&mut options, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
    let client = Client::default();
    let connection = client.connect(&server.url(), &options).expect("connects");
    for _ in 0..3 {
        let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
        run(connection.as_ref(), "root/a", Verb::GetInstance { instance }).ok();
    }
    let received = server.received.lock().expect("unpoisoned");
    // The class is asked for once.
    assert_eq!(received.len(), 4, "{received:?}");
    assert!(received.iter().all(|one| !one.body.is_empty() && !logs_on(one)), "{received:?}");
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[test]
fn nothing_goes_in_clear_unless_it_may_and_the_error_says_what_the_server_wants() {
    for (answer, said) in [
        (
            "401 No\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=x",
            "offers: Negotiate; Basic. ",
        ),
        ("200 OK", "offers: HTTP 200 to a request without a log-on. "),
    ] {
        let server = challenging(move |_| answer.into());
        let (failed, received) = posted(&server, Arc::new(Nobody), false);
        let text = failed.expect_err("nobody can log on").to_string();
        let tried = "Tried: Default (Kerberos: there are no tickets; ";
        assert!(
            text.contains(said) && text.contains(tried) && text.contains("AddDestinationCredentials"),
            "{text}"
        );
        assert!(!received.is_empty() && received.iter().all(|one| one.body.is_empty() && !logs_on(one)));
    }
    // With tickets, but before a server that wants no log-on: it cannot seal.
    let server = challenging(|_| "200 OK".into());
    let (failed, received) = posted(&server, somebody(), false);
    assert!(matches!(failed, Err(Failure::Unauthorized { .. })), "{failed:?}");
    assert!(received.iter().all(|one| one.body.is_empty() && logs_on(one)), "{received:?}");
}

#[test]
fn log_on_waits_until_the_server_asks_and_later_connections_begin_with_it() {
    let server = challenging(|_| "401 No\r\nWWW-Authenticate: Negotiate".into());
    let endpoint = Arc::new(endpoint(&server, somebody(), true));
    let client = Client::default();
    for expected in [[false, true], [true, false]] {
        server.received.lock().expect("unpoisoned").clear();
        let mut pending = super::logon::post_to(&client, endpoint.clone(), "the request", 30_000, false);
        let failed = answered(&mut pending).expect_err("the server refuses everybody");
        assert!(failed.to_string().contains("NTLM: the server refused"), "{failed}");
        let received = server.received.lock().expect("unpoisoned");
        for (one, expected) in received.iter().zip(expected) {
            // The token goes alone.
            assert_eq!((logs_on(one), one.body.is_empty()), (expected, expected), "{received:?}");
        }
        assert_eq!(received.len(), expected.iter().position(|logs_on| *logs_on).expect("one") + 1);
    }
    // What it does not offer is not sent to it.
    let server = challenging(|_| "401 No\r\nWWW-Authenticate: Basic realm=x".into());
    let (failed, received) = posted(&server, somebody(), true);
    let text = failed.expect_err("nothing fits").to_string();
    assert!(text.contains("offers: Basic. Tried: Default (not offered by the server)"), "{text}");
    assert!(received.len() == 1 && !logs_on(&received[0]), "{received:?}");
}
