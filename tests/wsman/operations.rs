//! What goes over the wire for each operation and option, and what the answers become.

use super::peer::{anonymous, keys, number, text};
use super::run::{Client, finish, next, request, run, until};
use super::server::{Reply, Server, THING, answering, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::{Instance, Value, ValueRef};
use mi::options::{OperationOptions, OptionSet, OptionValue};
use mi::proto::{CancelReason, Connection, Event, Verb};
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub fn plain(client: &Client, server: &Server) -> Box<dyn Connection> {
    client.connect(&server.url(), &anonymous()).expect("connects")
}

fn thing() -> Instance {
    keys("Thing", &[("Id", Value::Uint32(7))])
}

pub fn get() -> Verb {
    Verb::GetInstance { instance: thing() }
}

#[test]
fn requests_carry_resource_selectors_and_namespace() {
    let server = answering(THING);
    let client = Client::default();
    let connection = plain(&client, &server);
    let got = run(connection.as_ref(), "root/a", get()).ok().instances;
    assert_eq!(
        got[0].view().get("Id").and_then(|id| id.value?.as_str().map(|text| text.into_owned())),
        Some("7".into())
    );
    let all = server.received.lock().expect("unpoisoned").clone();
    let sent = all.iter().find(|one| !is_schema(one)).expect("the Get");
    assert_eq!(sent.action(), "Get");
    for expected in [
        "<w:ResourceURI s:mustUnderstand=\"true\">http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Thing</w:ResourceURI>",
        "<w:Selector Name=\"__cimnamespace\">root/a</w:Selector><w:Selector Name=\"Id\">7</w:Selector>",
        "<w:MaxEnvelopeSize s:mustUnderstand=\"true\">512000</w:MaxEnvelopeSize>",
    ] {
        assert!(sent.body.contains(expected), "{}", sent.body);
    }
    // A little less than our own 60 s.
    let seconds: f64 = sent
        .element("w:OperationTimeout")
        .and_then(|text| text[2..text.len() - 1].parse().ok())
        .expect("PT…S");
    assert!((50.0..60.0).contains(&seconds), "{seconds}");
    assert!(sent.head.contains("POST /wsman HTTP/1.1"));
}

#[test]
fn connections_are_kept_and_reused_and_untyped_servers_are_not_asked_for_ever() {
    let server = answering(THING);
    let client = Client::default();
    let connection = plain(&client, &server);
    for _ in 0..10 {
        run(connection.as_ref(), "root/a", get()).ok();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    let schemas = server.received.lock().expect("unpoisoned").iter().filter(|one| is_schema(one)).count();
    assert_eq!(schemas, 1, "a class that the server would not give is asked for once");
}

#[test]
fn connections_go_with_their_session() {
    let server = answering(THING);
    let client = Client::default();
    let connection = plain(&client, &server);
    run(connection.as_ref(), "root/a", get()).ok();
    assert_eq!(server.open.load(Ordering::SeqCst), 1);
    drop(connection);
    until("the end of the connection", || (server.open.load(Ordering::SeqCst) == 0).then_some(()));
}

/// An answer whose body is these bytes.
fn coded(head: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 200 OK\r\n{head}\r\nContent-Length: {}\r\n\r\n", body.len());
    Reply::Raw([head.into_bytes(), body.to_vec()].concat())
}

#[test]
fn compressed_answers_are_asked_for_and_read() {
    let server =
        Server::start(|_, request| match request.head.contains("Accept-Encoding: gzip, deflate\r\n") {
            _ if is_schema(request) => no_schema(),
            false => Reply::Body(String::new()),
            true => {
                let text = super::server::envelope(request, THING);
                let mut packed = Vec::with_capacity(text.len() + 64);
                flate2::Compress::new(flate2::Compression::best(), true)
                    .compress_vec(text.as_bytes(), &mut packed, flate2::FlushCompress::Finish)
                    .expect("compresses");
                coded(
                    "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Encoding: deflate",
                    &packed,
                )
            }
        });
    let client = Client::default();
    assert_eq!(run(plain(&client, &server).as_ref(), "root/a", get()).ok().instances.len(), 1);
}

#[test]
fn answers_in_utf16_are_read_in_either_order_of_bytes() {
    for (charset, big) in [("UTF-16", false), ("utf-16", true)] {
        let server = Server::start(move |_, request| {
            if is_schema(request) {
                return no_schema();
            }
            let text = super::server::envelope(request, &THING.replace('7', "\u{20ac}\u{1F600}"));
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            coded(&format!("Content-Type: application/soap+xml;charset={charset}"), &bytes)
        });
        let client = Client::default();
        let got = run(plain(&client, &server).as_ref(), "root/a", get()).ok().instances;
        let id = got[0].view().get("Id").and_then(|id| id.value?.as_str().map(|text| text.into_owned()));
        assert_eq!(id.as_deref(), Some("\u{20ac}\u{1F600}"));
    }
}

#[test]
fn destination_options_have_their_effect_on_the_wire() {
    let server = answering(THING);
    let client = Client::default();
    let mut options = anonymous();
    text(&mut options, MI_DESTINATIONOPTIONS_HTTP_URL_PREFIX, "/custom/path");
    text(&mut options, MI_DESTINATIONOPTIONS_UI_LOCALE, "de-DE");
    text(&mut options, MI_DESTINATIONOPTIONS_DATA_LOCALE, "fr-FR");
    text(&mut options, MI_DESTINATIONOPTIONS_PACKET_ENCODING, MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF16);
    number(&mut options, MI_DESTINATIONOPTIONS_MAX_ENVELOPE_SIZE, 100);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, server.port.into());
    let connection = client.connect("127.0.0.1", &options).expect("connects");
    run(connection.as_ref(), "root/a", get()).ok();
    let sent = server.received.lock().expect("unpoisoned").last().cloned().expect("a request");
    assert!(sent.head.starts_with("POST /custom/path "), "{}", sent.head);
    assert!(sent.head.contains("charset=UTF-16"), "{}", sent.head);
    for expected in
        ["<w:Locale xml:lang=\"de-DE\"", "<p:DataLocale xml:lang=\"fr-FR\"", ">102400</w:MaxEnvelopeSize>"]
    {
        assert!(sent.body.contains(expected), "{expected} in {}", sent.body);
    }
}

fn operation_text(options: &mut OperationOptions, name: &str, value: &str) {
    let value = OptionValue::Text(Arc::new(value.into()));
    options.list_mut().set(&mi::cim::MiString::from(name), value).expect("set");
}

#[test]
fn resource_uri_and_prefix_replace_the_standard_ones() {
    let server = answering(THING);
    let client = Client::default();
    let connection = plain(&client, &server);
    let sent_with = |set: &dyn Fn(&mut OperationOptions)| {
        let mut options = OperationOptions::default();
        set(&mut options);
        let mut request = request("root/a", get());
        request.options = Arc::new(options);
        finish(connection.start(request)).ok();
        server
            .received
            .lock()
            .expect("unpoisoned")
            .iter()
            .rfind(|one| !is_schema(one))
            .cloned()
            .expect("a request")
            .body
    };
    let own = sent_with(&|options| {
        operation_text(options, MI_OPERATIONOPTIONS_RESOURCE_URI, "http://vendor/thing")
    });
    assert!(own.contains(">http://vendor/thing</w:ResourceURI>") && !own.contains("__cimnamespace"), "{own}");
    let wmi = sent_with(&|options| {
        operation_text(
            options,
            MI_OPERATIONOPTIONS_RESOURCE_URI_PREFIX,
            "http://schemas.microsoft.com/wbem/wsman/1/wmi",
        );
    });
    assert!(
        wmi.contains(">http://schemas.microsoft.com/wbem/wsman/1/wmi/root/a/Thing</w:ResourceURI>"),
        "{wmi}"
    );
}

#[test]
fn modify_sends_only_what_was_changed() {
    let page = "<p:Thing xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Thing\">\
                <p:Id>7</p:Id><p:A>one</p:A><p:B>two</p:B></p:Thing>";
    let server = answering(page);
    let client = Client::default();
    let connection = plain(&client, &server);
    let mut got = run(connection.as_ref(), "root/a", get()).ok().instances.remove(0);
    got.set("A", ValueRef::Text("<&'\"\u{1}\n")).expect("set");
    run(connection.as_ref(), "root/a", Verb::ModifyInstance { instance: got }).ok();
    let sent = server.received.lock().expect("unpoisoned").last().cloned().expect("a request");
    assert_eq!(sent.action(), "Put");
    assert!(sent.body.contains("<p:A>&lt;&amp;&apos;&quot;?&#10;</p:A>"), "{}", sent.body);
    assert!(!sent.body.contains("<p:B>"), "{}", sent.body);
}

#[test]
fn cancelled_enumeration_is_released_at_the_server() {
    let page = "<n:EnumerateResponse><n:EnumerationContext>ctx-1</n:EnumerationContext><w:Items>\
                <p:Thing xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Thing\"><p:Id>1</p:Id></p:Thing>\
                </w:Items></n:EnumerateResponse>";
    let server = Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Enumerate" => Reply::Body(page.into()),
        "Pull" => Reply::Hang,
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    let verb = Verb::EnumerateInstances { class: "Thing".into(), keys_only: false };
    let mut exchange = connection.start(request("root/a", verb));
    assert!(matches!(next(exchange.as_mut()), Event::Instance(_)));
    let waker = std::task::Waker::noop();
    assert!(exchange.poll_event(&mut std::task::Context::from_waker(waker)).is_pending());
    until("the pull", || server.first("Pull"));
    exchange.cancel(CancelReason::Client);
    drop(exchange);
    let release = until("the release", || server.first("Release"));
    assert_eq!(release.element("n:EnumerationContext"), Some("ctx-1"));
}

#[test]
fn dead_kept_alive_connection_is_replaced_for_what_may_be_repeated() {
    let server = Server::start(|number, request| match (number, is_schema(request)) {
        (_, true) => no_schema(),
        // The server closes the kept-alive connection after its first answer without saying so.
        (0, _) => Reply::RawEnd(super::server::http(200, &super::server::envelope(request, THING))),
        _ => Reply::Body(THING.into()),
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    run(connection.as_ref(), "root/a", get()).ok();
    run(connection.as_ref(), "root/a", get()).ok();
    assert!(server.connections.load(Ordering::SeqCst) >= 2);
}

#[test]
fn basic_authentication_in_clear_is_refused_unless_privacy_is_off() {
    let server = answering(THING);
    let client = Client::default();
    let private =
        client.connect(&server.url(), &super::peer::with_credential("user", "secret")).expect("connects");
    let refused = run(private.as_ref(), "root/a", get());
    assert_eq!(refused.failure().result, MI_RESULT_ACCESS_DENIED);
    assert!(refused.failure().message.contains("packet privacy"), "{:?}", refused.error);
    assert!(server.received.lock().expect("unpoisoned").is_empty(), "nothing was sent");
    let open = client.connect(&server.url(), &super::peer::basic("user", "secret")).expect("connects");
    run(open.as_ref(), "root/a", get()).ok();
    let sent = server.received.lock().expect("unpoisoned").last().cloned().expect("a request");
    assert!(sent.head.contains("Authorization: Basic dXNlcjpzZWNyZXQ="), "{}", sent.head);
}
