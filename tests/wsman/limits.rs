//! Time, memory and cancelling: whatever a server does or does not do, an operation ends when it should.

use super::hostile::set_timeout;
use super::peer::anonymous;
use super::run::{Client, Outcome, next, request, run};
use super::server::{Received, Reply, Server, THING, chunk, chunked, envelope, http, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::DestinationOptions;
use mi::proto::{CancelReason, Event, Verb};
use std::io::{Read, Write};
use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

fn get() -> Verb {
    Verb::GetInstance { instance: super::peer::keys("Thing", &[("Id", Value::Uint32(7))]) }
}

fn enumerate() -> Verb {
    Verb::EnumerateInstances { class: "Thing".into(), keys_only: false }
}

fn within(seconds: u32) -> DestinationOptions {
    let mut options = anonymous();
    set_timeout(&mut options, seconds);
    options
}

/// A server of these answers, and what came of an operation that has a second.
fn against(script: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static, verb: Verb) -> Outcome {
    let server = Server::start(script);
    let client = Client::default();
    let connection = client.connect(&server.url(), &within(1)).expect("connects");
    run(connection.as_ref(), "root/a", verb)
}

#[track_caller]
fn times_out(outcome: Outcome, said: &str) {
    let error = outcome.failure();
    assert_eq!(error.category, MI_ERRORCATEGORY_OPERATION_TIMEOUT, "{error:?}");
    assert!(error.message.contains(said), "{said}: {error:?}");
}

const EMPTY: &str =
    "<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext><n:Items/></n:PullResponse>";

#[test]
fn endless_enumeration_of_nothing_times_out() {
    let outcome = against(
        |_, request| match request.action() {
            _ if is_schema(request) => no_schema(),
            "Enumerate" => Reply::Body(EMPTY.replace("Pull", "Enumerate")),
            _ => Reply::Body(EMPTY.into()),
        },
        enumerate(),
    );
    times_out(outcome, "after 1.0 s");
}

#[test]
fn endless_enumeration_goes_no_further_than_its_client() {
    let things: String = THING.repeat(100);
    let page = move |name: &str| {
        format!(
            "<n:{name}Response><n:EnumerationContext>c</n:EnumerationContext><n:Items>{things}</n:Items></n:{name}Response>"
        )
    };
    let server = Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        name @ ("Enumerate" | "Pull") => Reply::Body(page(name)),
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let connection = client.connect(&server.url(), &within(5)).expect("connects");
    let mut exchange = connection.start(request("root/a", enumerate()));
    for _ in 0..1000 {
        assert!(matches!(next(exchange.as_mut()), Event::Instance(_)));
    }
    // Ten pages are needed for what was taken, and no page is fetched that nobody has asked for.
    let pages = server.actions().iter().filter(|action| *action != "Get").count();
    assert!(pages <= 10, "{pages}");
    exchange.cancel(CancelReason::Client);
}

#[test]
fn names_and_elements_have_limits() {
    let refused = |body: String, said: &str| {
        let outcome = against(
            move |_, request| if is_schema(request) { no_schema() } else { Reply::Body(body.clone()) },
            get(),
        );
        let error = outcome.failure();
        assert_eq!(error.category, MI_ERRORCATEGORY_PROTOCOL_ERROR, "{error:?}");
        assert!(error.message.contains(said), "{said}: {error:?}");
    };
    let name = "n".repeat(5000);
    refused(format!("<{name}/>"), "limit");
    refused(format!("<p:T xmlns:p=\"u\"><p:{name}>1</p:{name}></p:T>"), "limit");
    refused(format!("<p:T xmlns:p=\"u\">{}</p:T>", "<p:a/>".repeat(500_000)), "limit");
    let bindings: String = (0..300).map(|at| format!(" xmlns:a{at}=\"u{at}\"")).collect();
    refused(format!("<x{bindings}/>"), "more");
}

/// A server that accepts and then says nothing, with what it has accepted.
fn silent() -> (u16, std::sync::mpsc::Receiver<TcpStream>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(stream).is_err() {
                return;
            }
        }
    });
    (port, receiver)
}

/// A port whose queue of connections is full, with what fills it: the system lets who comes next wait. None where
/// there is no such address.
fn deaf(address: SocketAddr) -> Option<(u16, Vec<socket2::Socket>)> {
    let domain = socket2::Domain::for_address(address);
    let make = || socket2::Socket::new(domain, socket2::Type::STREAM, None);
    let listener = make().ok()?;
    listener.bind(&address.into()).ok()?;
    listener.listen(0).expect("it listens");
    let address = listener.local_addr().expect("an address");
    let mut held = vec![listener];
    for _ in 0..4 {
        let caller = make().expect("a socket");
        caller.set_nonblocking(true).expect("set");
        let _ = caller.connect(&address);
        held.push(caller);
    }
    Some((address.as_socket().expect("an address").port(), held))
}

#[test]
fn silence_is_told_by_what_was_waited_for() {
    let (port, _accepted) = silent();
    let client = Client::default();
    let ended = |destination: &str| {
        let connection = client.connect(destination, &within(1)).expect("connects");
        run(connection.as_ref(), "root/a", get())
    };
    times_out(ended(&format!("https://127.0.0.1:{port}")), "negotiating TLS");
    times_out(ended(&format!("http://127.0.0.1:{port}")), "waiting for the answer");
    let (port, _held) = deaf(([127, 0, 0, 1], 0).into()).expect("a port");
    times_out(ended(&format!("http://127.0.0.1:{port}")), "connecting");
}

#[test]
fn cancel_takes_effect_at_once_in_every_phase() {
    let (port, _accepted) = silent();
    let slow = Server::start(|_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        _ => Reply::Live(Box::new(|stream| {
            let _ = stream.write_all(&chunked());
            while stream.write_all(&chunk("x")).is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        })),
    });
    let client = Client::default();
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    // It has less time than the others, and still waits when they are gone: nobody has waited for their time.
    let brief = client.connect(&format!("http://127.0.0.1:{port}"), &within(20)).expect("connects");
    let mut witness = brief.start(request("root/a", get()));
    assert!(witness.poll_event(&mut context).is_pending());
    for destination in [
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{port}"),
        "http://no-such-host.invalid".to_owned(),
        slow.url(),
    ] {
        let connection = client.connect(&destination, &within(30)).expect("connects");
        let mut exchange = connection.start(request("root/a", get()));
        // Some of them fail before they can be cancelled; none waits.
        let _ = exchange.poll_event(&mut context);
        exchange.cancel(CancelReason::Client);
        drop(exchange);
        drop(connection);
        assert!(witness.poll_event(&mut context).is_pending(), "{destination}");
    }
    drop(client);
    let Event::Final(Err(error)) = next(witness.as_mut()) else { panic!("an end") };
    assert_eq!(
        error.category, MI_ERRORCATEGORY_OPERATION_STOPPED,
        "the network thread ends first: {error:?}"
    );
}

#[test]
fn body_that_drips_and_a_head_that_never_ends_time_out() {
    times_out(
        against(
            |_, _| {
                Reply::Live(Box::new(|stream| {
                    let _ = stream.write_all(&chunked());
                    while stream.write_all(&chunk("<a>")).is_ok() {
                        std::thread::sleep(Duration::from_millis(20));
                    }
                }))
            },
            get(),
        ),
        "receiving the answer",
    );
    let endless = against(
        |_, _| {
            Reply::Live(Box::new(|stream| {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
                while stream.write_all(b"X-Header: more and more and more\r\n").is_ok() {}
            }))
        },
        get(),
    );
    // Too much of it, or too late: whichever is first.
    let category = endless.failure().category;
    assert!(
        [MI_ERRORCATEGORY_PROTOCOL_ERROR, MI_ERRORCATEGORY_OPERATION_TIMEOUT].contains(&category),
        "{:?}",
        endless.error
    );
}

#[test]
fn address_that_does_not_answer_does_not_keep_another_from_it() {
    let server = super::server::answering(THING);
    // A name of both families; the one that is tried first would take all the time there is for connecting.
    let Some(_held) = deaf((Ipv6Addr::LOCALHOST, server.port).into()) else {
        eprintln!("skipped: no IPv6 here");
        return;
    };
    let client = Client::default();
    let connection = client.connect(&format!("localhost:{}", server.port), &within(30)).expect("connects");
    assert_eq!(run(connection.as_ref(), "root/a", get()).ok().instances.len(), 1);
}

#[test]
fn answer_to_an_ipv6_address_comes_back() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        eprintln!("skipped: no IPv6 here");
        return;
    };
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut bytes = vec![0; 65536];
                while let Ok(count @ 1..) = stream.read(&mut bytes) {
                    let text = String::from_utf8_lossy(&bytes[..count]).into_owned();
                    if text.contains("</s:Envelope>") {
                        assert!(
                            text.contains(&format!("Host: [::1]:{port}\r\n")) || text.starts_with('<'),
                            "{text}"
                        );
                        let request = Received { head: String::new(), body: text };
                        let answer = envelope(&request, THING).replace("<a:RelatesTo></a:RelatesTo>", "");
                        let _ = stream.write_all(&http(200, &answer));
                    }
                }
            });
        }
    });
    let client = Client::default();
    let mut options = within(5);
    super::peer::number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, port.into());
    let untyped = mi::proto::Request { flags: MI_OPERATIONFLAGS_BASIC_RTTI, ..request("root/a", get()) };
    let connection = client.connect("::1", &options).expect("connects");
    assert_eq!(super::run::finish(connection.start(untyped)).ok().instances.len(), 1);
}
