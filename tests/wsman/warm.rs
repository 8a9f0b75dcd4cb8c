//! Requests on a connection that is open already: whoever asks performs them himself.

#[cfg(target_os = "linux")]
use super::bulk::{self, Behaviour};
use super::operations::{get, plain};
use super::run::{Client, request, run, until};
use super::server::{Reply, Server, THING, envelope, fault, http, is_schema, no_schema};
use mi::proto::CancelReason;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::sync::atomic::Ordering;
use std::task::{Context, Waker};

#[test]
fn connection_that_its_server_closes_while_nobody_uses_it_is_closed_at_once() {
    let server = Server::start(|_, request| {
        let body =
            if is_schema(request) { fault("s:Sender", "a:Any", "No schema.", "") } else { THING.into() };
        let answer = http(200, &envelope(request, &body));
        Reply::Live(Box::new(move |stream| {
            stream.write_all(&answer).expect("answered");
            stream.shutdown(Shutdown::Write).expect("closed");
        }))
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    for _ in 0..3 {
        run(connection.as_ref(), "root/a", get()).ok();
        until("the end of the connection", || (server.open.load(Ordering::SeqCst) == 0).then_some(()));
    }
}

#[test]
fn request_that_is_given_up_takes_its_connection_along_and_the_next_one_has_another() {
    let server = Server::start(|number, request| match number {
        _ if is_schema(request) => no_schema(),
        // Nothing, until the client goes.
        2 => Reply::Live(Box::new(|stream| {
            let _ = stream.read(&mut [0; 1]);
        })),
        _ => Reply::Body(THING.into()),
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    run(connection.as_ref(), "root/a", get()).ok();
    let received = || server.received.lock().expect("unpoisoned").len();
    assert_eq!((received(), server.connections.load(Ordering::SeqCst)), (2, 1), "a class was asked for");
    let mut exchange = connection.start(request("root/a", get()));
    assert!(exchange.poll_event(&mut Context::from_waker(Waker::noop())).is_pending());
    until("the request", || (received() == 3).then_some(()));
    exchange.cancel(CancelReason::Client);
    drop(exchange);
    until("the end of the connection", || (server.open.load(Ordering::SeqCst) == 0).then_some(()));
    run(connection.as_ref(), "root/a", get()).ok();
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_take_one_result_each_of_an_operation_all_get_one() {
    let server = bulk::start(Behaviour { instances: 40, ..Behaviour::default() });
    let arguments = ["getters", &server.port.to_string(), "20"];
    let Some(figures) = crate::scale::Figures::of("wsman", &arguments) else { return };
    figures.is("delivered", 20);
}
