//! Servers that misbehave: each a defined error, in bounded time.

use super::peer::anonymous;
use super::run::{Client, Outcome, finish, request, run, until};
use super::server::{Reply, Server, THING, envelope, http, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::{MiString, Value};
use mi::options::{DestinationOptions, OptionSet, OptionValue};
use mi::proto::Verb;

/// A Get that must be over soon: against a server with this script and a time-out of a second.
fn get(script: impl Fn(&super::server::Received) -> Reply + Send + Sync + 'static) -> Outcome {
    get_within(1, script)
}

fn get_within(
    seconds: u32,
    script: impl Fn(&super::server::Received) -> Reply + Send + Sync + 'static,
) -> Outcome {
    let server =
        Server::start(move |_, request| if is_schema(request) { no_schema() } else { script(request) });
    let client = Client::default();
    let connection = client.connect(&server.url(), &within(seconds)).expect("connects");
    let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
}

fn within(seconds: u32) -> DestinationOptions {
    let mut options = anonymous();
    set_timeout(&mut options, seconds);
    options
}

pub fn set_timeout(options: &mut DestinationOptions, seconds: u32) {
    let interval = MI_Interval {
        days: 0,
        hours: 0,
        minutes: 0,
        seconds,
        microseconds: 0,
        __padding1: 0,
        __padding2: 0,
        __padding3: 0,
    };
    let name = MiString::from(MI_DESTINATIONOPTIONS_TIMEOUT);
    options.list_mut().set(&name, OptionValue::Interval(interval)).expect("set");
}

#[track_caller]
fn fails(outcome: Outcome, category: MI_ErrorCategory, text: &str) {
    let error = outcome.failure();
    assert_eq!(error.category, category, "{error:?}");
    assert!(error.message.contains(text), "{error:?}");
}

fn raw(text: &str) -> Reply {
    Reply::RawEnd(text.as_bytes().to_vec())
}

fn body(text: &'static str) -> impl Fn(&super::server::Received) -> Reply + Send + Sync + 'static {
    move |_| Reply::Raw(http(200, text))
}

#[test]
fn silent_and_dripping_servers_time_out() {
    fails(get(|_| Reply::Hang), MI_ERRORCATEGORY_OPERATION_TIMEOUT, "waiting for the answer");
    // Empty lines may precede a status line: any number of them is the beginning of an answer.
    fails(get(|_| Reply::Drip(b"\r\n".to_vec())), MI_ERRORCATEGORY_OPERATION_TIMEOUT, "timed out");
    let drip = |_: &super::server::Received| Reply::Drip(b"5\r\nabcde\r\n".to_vec());
    fails(get(drip), MI_ERRORCATEGORY_PROTOCOL_ERROR, "not valid HTTP");
}

#[test]
fn lost_and_malformed_connections_are_told_apart() {
    fails(get(|_| Reply::Reset), MI_ERRORCATEGORY_CONNECTION_ERROR, "lost");
    fails(get(|_| raw("")), MI_ERRORCATEGORY_CONNECTION_ERROR, "lost");
    fails(get(|_| raw("garbage\r\n\r\n")), MI_ERRORCATEGORY_PROTOCOL_ERROR, "not valid HTTP");
    let short =
        "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 500\r\n\r\n<s:Envelope>";
    fails(get(move |_| raw(short)), MI_ERRORCATEGORY_CONNECTION_ERROR, "receiving the answer");
    let two = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345";
    fails(get(move |_| raw(two)), MI_ERRORCATEGORY_PROTOCOL_ERROR, "not valid HTTP");
}

#[test]
fn http_statuses_have_their_own_texts() {
    let status = |line: &'static str| {
        get(move |_| Reply::Raw(format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n").into_bytes()))
    };
    fails(status("403 Forbidden"), MI_ERRORCATEGORY_ACCESS_DENIED, "HTTP 403");
    fails(status("404 Not Found"), MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE, "URL prefix");
    fails(status("413 Large"), MI_ERRORCATEGORY_LIMITS_EXCEEDED, "MaxEnvelopeSizekb");
    fails(status("500 Error"), MI_ERRORCATEGORY_PROTOCOL_ERROR, "without saying why");
    fails(status("502 Bad"), MI_ERRORCATEGORY_CONNECTION_ERROR, "Bad Gateway");
    fails(status("503 Busy"), MI_ERRORCATEGORY_RESOURCE_BUSY, "busy");
    fails(status("504 Late"), MI_ERRORCATEGORY_OPERATION_TIMEOUT, "Gateway Timeout");
    fails(
        status("302 Found\r\nLocation: http://elsewhere/"),
        MI_ERRORCATEGORY_PROTOCOL_ERROR,
        "http://elsewhere/",
    );
    let refused = "401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"a, b\"";
    fails(status(refused), MI_ERRORCATEGORY_AUTHENTICATION_ERROR, "offers: Negotiate; Basic");
}

#[test]
fn hostile_xml_is_refused() {
    let protocol = MI_ERRORCATEGORY_PROTOCOL_ERROR;
    fails(get(body("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>")), protocol, "document types");
    fails(get(body("<x/>")), protocol, "not a SOAP envelope");
    fails(get(body("no xml at all")), protocol, "cannot be read");
    fails(
        get(body("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>")),
        protocol,
        "ends within",
    );
    fails(get(|_| Reply::Raw(http(200, ""))), protocol, "empty answer");
    let deep = "<a>".repeat(1000);
    fails(
        get(move |request| Reply::Raw(http(200, &envelope(request, &deep)))),
        protocol,
        "deeper than the limit",
    );
    let wide: String = (0..200).map(|at| format!(" a{at}=\"x\"")).collect();
    fails(
        get(move |request| Reply::Body(format!("<x{wide}/>{}", request.action()))),
        protocol,
        "more attributes",
    );
}

#[test]
fn answers_to_somebody_else_are_refused() {
    let protocol = MI_ERRORCATEGORY_PROTOCOL_ERROR;
    let other = |request: &super::server::Received| {
        let id = request.element("a:MessageID").unwrap_or("").to_owned();
        Reply::Raw(http(
            200,
            &envelope(request, THING).replace(&id, "uuid:00000000-0000-0000-0000-000000000000"),
        ))
    };
    fails(get(other), protocol, "RelatesTo");
    let action = |request: &super::server::Received| {
        Reply::Raw(http(
            200,
            &envelope(request, THING).replace("transfer/GetResponse", "transfer/DeleteResponse"),
        ))
    };
    fails(get(action), protocol, "another action");
    let missing = |request: &super::server::Received| {
        let id = request.element("a:MessageID").unwrap_or("").to_owned();
        let text = envelope(request, THING).replace(&format!("<a:RelatesTo>{id}</a:RelatesTo>"), "");
        Reply::Raw(http(200, &text))
    };
    assert_eq!(get(missing).ok().instances.len(), 1, "some servers leave it out");
}

#[test]
fn large_and_compressed_bodies_are_limited() {
    let limits = MI_ERRORCATEGORY_LIMITS_EXCEEDED;
    let announced =
        "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n";
    let endless = move |_: &super::server::Received| {
        let mut bytes = announced.as_bytes().to_vec();
        for _ in 0..40 {
            bytes.extend_from_slice(b"100000\r\n");
            bytes.extend_from_slice(&vec![b'x'; 0x100000]);
            bytes.extend_from_slice(b"\r\n");
        }
        Reply::RawEnd(bytes)
    };
    let outcome = get_within(60, endless);
    assert_eq!(outcome.failure().category, limits, "{:?}", outcome.error);
    let mut deflated = Vec::with_capacity(1 << 20);
    let content = vec![b'x'; 24 << 20];
    flate2::Compress::new(flate2::Compression::fast(), false)
        .compress_vec(&content, &mut deflated, flate2::FlushCompress::Finish)
        .expect("compresses");
    let bomb = move |_: &super::server::Received| {
        let mut packed = b"\x1f\x8b\x08\0\0\0\0\0\0\0".to_vec();
        packed.extend(&deflated);
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            packed.len()
        );
        Reply::Raw([head.into_bytes(), packed].concat())
    };
    let outcome = get_within(60, bomb);
    assert_eq!(outcome.failure().category, limits, "{:?}", outcome.error);
}

#[test]
fn unreachable_servers_are_named() {
    let client = Client::default();
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let test = |destination: &str| {
        let connection = client.connect(destination, &within(2)).expect("connects");
        run(connection.as_ref(), "root/a", Verb::TestConnection)
    };
    let refused = test(&format!("127.0.0.1:{closed}"));
    fails(refused, MI_ERRORCATEGORY_CONNECTION_ERROR, "refuses connections");
    // Of a link that is not named.
    fails(test("[fe80::1]"), MI_ERRORCATEGORY_CONNECTION_ERROR, "could not be reached");
    let unknown = test("no-such-host.invalid");
    assert!(unknown.failure().message.contains("no-such-host.invalid"), "{:?}", unknown.error);
}

#[test]
fn stopping_the_network_thread_ends_every_operation_at_once() {
    let server = Server::start(|_, _| Reply::Hang);
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let mut waiting = connection.start(request("root/a", Verb::TestConnection));
    let waker = std::task::Waker::noop();
    assert!(waiting.poll_event(&mut std::task::Context::from_waker(waker)).is_pending());
    until("the request", || server.received.lock().expect("unpoisoned").first().cloned());
    client.services.network.stop();
    fails(finish(waiting), MI_ERRORCATEGORY_OPERATION_STOPPED, "closing");
}
