//! Push delivery: what is subscribed for, what is taken from the server and what is refused from anybody else.

use super::hostile::set_timeout;
use super::peer::anonymous;
use super::peer_process::Peer;
use super::run::{Client, finish, next, request, until};
use super::server::{Received, Reply, Server, fault, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::MiString;
use mi::options::{DeliveryType, OptionSet, OptionValue, SubscriptionOptions};
use mi::proto::{CancelReason, Connection, Event, Exchange, Verb};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Wake, Waker};
use std::time::Duration;

const MADE: &str = "<e:SubscribeResponse><e:SubscriptionManager><a:Address>http://x/wsman</a:Address>\
                    <a:ReferenceParameters><e:Identifier>sub-1</e:Identifier></a:ReferenceParameters>\
                    </e:SubscriptionManager><e:Expires>EXPIRES</e:Expires></e:SubscribeResponse>";
pub const EVENT: &str =
    "<p:Alarm xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Alarm\"><p:Id>7</p:Id></p:Alarm>";

/// What a subscription is answered with from which events are pulled, for `life`.
fn made_to_pull(life: &str) -> String {
    let context = "<n:EnumerationContext>c</n:EnumerationContext></e:SubscribeResponse>";
    MADE.replace("EXPIRES", life).replace("</e:SubscribeResponse>", context)
}

/// A server that grants every subscription for `life` (`PT600S`).
pub fn granting(life: &'static str) -> Server {
    Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Subscribe" => Reply::Body(MADE.replace("EXPIRES", life)),
        "Renew" => Reply::Body(format!("<e:RenewResponse><e:Expires>{life}</e:Expires></e:RenewResponse>")),
        _ => Reply::Body(String::new()),
    })
}

pub fn pushed(set: impl Fn(&mut SubscriptionOptions)) -> Verb {
    let mut options = SubscriptionOptions::new(DeliveryType::Push);
    set(&mut options);
    Verb::Subscribe {
        dialect: Some("WQL".into()),
        expression: "SELECT * FROM Alarm".into(),
        delivery: Some(Arc::new(options)),
    }
}

pub fn set(options: &mut SubscriptionOptions, name: &str, value: OptionValue) {
    options.list_mut().set(&MiString::from(name), value).expect("set");
}

pub fn text(value: &str) -> OptionValue {
    OptionValue::Text(Arc::new(value.into()))
}

pub fn milliseconds(time: u32) -> OptionValue {
    OptionValue::Interval(MI_Interval {
        days: 0,
        hours: 0,
        minutes: 0,
        seconds: time / 1000,
        microseconds: time % 1000 * 1000,
        __padding1: 0,
        __padding2: 0,
        __padding3: 0,
    })
}

pub fn connect(client: &Client, server: &Server) -> Box<dyn Connection> {
    let mut options = anonymous();
    set_timeout(&mut options, 5);
    client.connect(&server.url(), &options).expect("connects")
}

struct Nobody;

impl Wake for Nobody {
    fn wake(self: Arc<Self>) {}
}

/// Polls once: nothing may have come.
#[track_caller]
pub fn nothing_yet(exchange: &mut dyn Exchange) {
    // One for all polls: a timer is set anew for another.
    static NOBODY: OnceLock<Waker> = OnceLock::new();
    let waker = NOBODY.get_or_init(|| Waker::from(Arc::new(Nobody)));
    assert!(exchange.poll_event(&mut std::task::Context::from_waker(waker)).is_pending());
    // Nobody waits here: somebody else is to see to the socket.
    if let Some(awaited) = exchange.awaited() {
        awaited.wake(waker);
    }
}

/// Polls until the server has a request with this action.
pub fn asked(exchange: &mut dyn Exchange, server: &Server, action: &str) -> Received {
    until(action, || {
        nothing_yet(exchange);
        server.first(action)
    })
}

/// Where a subscription wants its events: address and path.
#[derive(Clone, Debug)]
pub struct Sink {
    pub address: String,
    pub path: String,
}

fn sink(subscribe: &Received) -> Sink {
    let notify = subscribe.body.split("<e:NotifyTo>").nth(1).expect("NotifyTo");
    let url = notify.split("<a:Address>").nth(1).and_then(|rest| rest.split('<').next()).expect("an address");
    let (_, rest) = url.split_once("://").expect("a URL");
    let (address, path) = rest.split_once('/').expect("a path");
    Sink { address: address.to_owned(), path: format!("/{path}") }
}

/// A subscription that the server has granted, and where its events go.
pub fn subscribed(connection: &dyn Connection, server: &Server, verb: Verb) -> (Box<dyn Exchange>, Sink) {
    let mut exchange = connection.start(request("root/a", verb));
    let sink = sink(&asked(exchange.as_mut(), server, "Subscribe"));
    (exchange, sink)
}

/// An envelope as servers post it.
fn posted(action: &str, id: &str, header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" \
         xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
         xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\" \
         xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header><a:Action>{action}</a:Action>\
         <a:MessageID>uuid:{id}</a:MessageID>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
}

const WSMAN: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/";
const ACK: &str = "<w:AckRequested/>";

pub fn event(id: &str) -> String {
    posted(&format!("{WSMAN}Event"), id, ACK, EVENT)
}

/// Begins to post; the stream the answer comes on.
fn post(sink: &Sink, body: &str) -> TcpStream {
    post_with(sink, "", body)
}

/// The same with another header.
pub fn post_with(sink: &Sink, header: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&sink.address).expect("the listener is there");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    stream.write_all(delivery(sink, header, body).as_bytes()).expect("posted");
    stream
}

/// An HTTP request that delivers.
pub fn delivery(sink: &Sink, header: &str, body: &str) -> String {
    format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nConnection: close\r\n\
         {header}Content-Length: {}\r\n\r\n{body}",
        sink.path,
        body.len()
    )
}

/// The status and the rest of an answer.
pub fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

/// The same, while the exchange is polled.
pub fn answer_meanwhile(exchange: &mut dyn Exchange, stream: TcpStream) -> (u16, String) {
    stream.set_nonblocking(true).expect("set");
    until("an answer", || {
        nothing_yet(exchange);
        stream.peek(&mut [0; 1]).ok()
    });
    stream.set_nonblocking(false).expect("set");
    answer(stream)
}

/// Sends these bytes; the status that comes back, 0 where none does.
fn status_of(sink: &Sink, bytes: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(&sink.address).expect("the listener is there");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    let _ = stream.write_all(bytes);
    answer(stream).0
}

/// The next indication's class, bookmark and machine.
#[track_caller]
pub fn indication(exchange: &mut dyn Exchange) -> (String, Option<String>, Option<String>) {
    match next(exchange) {
        Event::Indication { instance, bookmark, machine_id } => {
            (instance.view().class_name().into_owned(), bookmark, machine_id)
        }
        Event::Final(result) => panic!("{result:?}"),
        _ => panic!("an indication"),
    }
}

/// Nobody listens there any more; the listener closes in the background.
fn wait_until_closed(address: &str) {
    until(address, || TcpStream::connect(address).err());
}

#[test]
fn subscription_says_where_and_how_events_come() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let verb = pushed(|options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL, milliseconds(30_000));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_ATTEMPTS, OptionValue::Number(4));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_INTERVAL, milliseconds(5000));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_BOOKMARK, text("<B n='1'/>"));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME, milliseconds(90_000));
    });
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, verb);
    let body = asked(exchange.as_mut(), &server, "Subscribe").body;
    let url = format!("http://{}{}", sink.address, sink.path);
    for expected in [
        format!("<e:EndTo><a:Address>{url}</a:Address></e:EndTo>"),
        "<e:Delivery Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck\">".into(),
        "<w:ConnectionRetry Total=\"4\">PT5.000S</w:ConnectionRetry>".into(),
        "<w:Heartbeats>PT30.000S</w:Heartbeats>".into(),
        "<e:Expires>PT90.000S</e:Expires>".into(),
        "<w:Bookmark><B n='1'/></w:Bookmark><w:SendBookmarks/>".into(),
    ] {
        assert!(body.contains(&expected), "{expected} in {body}");
    }
    assert!(sink.address.starts_with("127.0.0.1:"), "{sink:?}");
    let secret = sink.path.rsplit('/').next().expect("a name");
    assert!(secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{sink:?}");
    let other_server = granting("PT600S");
    let other_connection = connect(&client, &other_server);
    let (_other, another) = subscribed(other_connection.as_ref(), &other_server, pushed(|_| {}));
    assert_ne!(sink.path, another.path);
}

#[test]
fn events_are_acknowledged_once_the_client_has_taken_them() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let header = format!(
        "{ACK}<w:Bookmark><B n=\"2\"/></w:Bookmark>\
         <m:MachineID xmlns:m=\"http://schemas.microsoft.com/wbem/wsman/1/machineid\">box</m:MachineID>"
    );
    let waiting = post(&sink, &posted("urn:alarm", "1", &header, EVENT));
    let got = indication(exchange.as_mut());
    assert_eq!(got, ("Alarm".into(), Some("<B n=\"2\"/>".into()), Some("box".into())));
    // The client has not come back for more: it may still look at the event.
    waiting.set_nonblocking(true).expect("set");
    assert!((&waiting).read(&mut [0; 1]).is_err(), "no answer yet");
    waiting.set_nonblocking(false).expect("set");
    nothing_yet(exchange.as_mut());
    let (status, reply) = answer(waiting);
    assert_eq!(status, 200);
    assert!(reply.contains("<a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack</a:Action>"), "{reply}");
    assert!(reply.contains("<a:RelatesTo>uuid:1</a:RelatesTo>"), "{reply}");
    // Who wants no acknowledgement gets none.
    let plain = post(&sink, &posted("urn:alarm", "2", "", EVENT));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    let (status, reply) = answer(plain);
    assert!(status == 200 && reply.ends_with("\r\n\r\n"), "{reply}");
}

#[test]
fn several_events_come_in_one_delivery_where_the_latency_allows_it() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let verb = pushed(|options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_MAXIMUM_LATENCY, milliseconds(1500));
    });
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, verb);
    let body = asked(exchange.as_mut(), &server, "Subscribe").body;
    assert!(body.contains("wsman/Events\">") && body.contains("<w:MaxTime>PT1.500S</w:MaxTime>"), "{body}");
    let several = format!(
        "<w:Events><w:Event Action=\"x\">{EVENT}</w:Event>\
         <w:Event Action=\"x\"><![CDATA[<Event xmlns='urn:log'><System><EventID>254</EventID></System></Event>]]></w:Event></w:Events>"
    );
    let waiting = post(&sink, &posted(&format!("{WSMAN}Events"), "1", ACK, &several));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    assert_eq!(indication(exchange.as_mut()).0, "Event");
    nothing_yet(exchange.as_mut());
    assert_eq!(answer(waiting).0, 200);
}

#[test]
fn delivery_that_is_repeated_is_delivered_once() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let first = post(&sink, &event("1"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert_eq!(answer(first).0, 200);
    let again = post(&sink, &event("1"));
    let other = post(&sink, &event("2"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert!(answer(again).1.contains("wsman/Ack") && answer(other).1.contains("wsman/Ack"));
    nothing_yet(exchange.as_mut());
}

#[test]
fn strangers_and_hostile_senders_are_refused() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let stranger = Sink { path: format!("{}0", &sink.path[..sink.path.len() - 1]), ..sink.clone() };
    let wrong =
        if stranger.path == sink.path { sink.path.replace("/events/", "/events/f") } else { stranger.path };
    assert_eq!(answer(post(&Sink { path: wrong, ..sink.clone() }, &event("1"))).0, 404);
    for path in ["/", "/wsman", "/wsman/events/", "*"] {
        assert!(
            [400, 404]
                .contains(&status_of(&sink, format!("POST {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()))
        );
    }
    let bytes = |head: &str| format!("{}\r\n\r\n", head.replace("PATH", &sink.path)).into_bytes();
    assert_eq!(status_of(&sink, &bytes("GET PATH HTTP/1.1\r\nHost: x")), 405);
    let xml = "Content-Type: application/soap+xml";
    assert_eq!(
        status_of(
            &sink,
            &bytes("POST PATH HTTP/1.1\r\nHost: x\r\nContent-Type: text/html\r\nContent-Length: 9")
        ),
        415
    );
    let packed =
        format!("POST PATH HTTP/1.1\r\nHost: x\r\n{xml}\r\nContent-Encoding: gzip\r\nContent-Length: 9");
    assert_eq!(status_of(&sink, &bytes(&packed)), 415);
    let large = format!("POST PATH HTTP/1.1\r\nHost: x\r\n{xml}\r\nContent-Length: 99999999999");
    assert_eq!(status_of(&sink, &bytes(&large)), 413);
    let headers: String = (0..200).map(|at| format!("X-{at}: y\r\n")).collect();
    assert_eq!(status_of(&sink, format!("POST {} HTTP/1.1\r\n{headers}\r\n", sink.path).as_bytes()), 431);
    assert_eq!(status_of(&sink, b"\0\x01garbage\r\n\r\n"), 400);
    // What is no event is refused with a fault, and the subscription goes on.
    for bad in ["no xml", "<!DOCTYPE x><x/>", "<x/>", &event("3")[..200]] {
        let refused = post(&sink, bad);
        let (status, text) = answer_meanwhile(exchange.as_mut(), refused);
        assert!(status == 400 && text.contains("s:Fault"), "{bad}: {text}");
    }
    let good = post(&sink, &event("4"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert_eq!(answer(good).0, 200);
}

#[test]
fn idle_connections_do_not_keep_the_server_out() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let idle: Vec<TcpStream> =
        (0..200).map(|_| TcpStream::connect(&sink.address).expect("connects")).collect();
    let good = post(&sink, &event("1"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert_eq!(answer(good).0, 200);
    drop(idle);
}

#[test]
fn large_bodies_are_limited() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (_exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let mut stream = TcpStream::connect(&sink.address).expect("connects");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n",
        sink.path
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let chunk = [b"10000\r\n".to_vec(), vec![b'x'; 0x10000], b"\r\n".to_vec()].concat();
    // Twice the size of an envelope is read, and no more.
    let sent = (0..1000).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(sent < 1000, "the connection is closed");
}

#[test]
fn heartbeats_keep_a_subscription_alive_and_their_absence_ends_it() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let verb = || {
        pushed(|options| {
            set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL, milliseconds(1000));
        })
    };
    let silent_server = granting("PT600S");
    let silent_connection = connect(&client, &silent_server);
    let (mut silent, _) = subscribed(silent_connection.as_ref(), &silent_server, verb());
    let silent = std::thread::spawn(move || next(silent.as_mut()));
    let (mut beaten, sink) = subscribed(connection.as_ref(), &server, verb());
    // Both have had the same time when one of them is over: the heartbeats have kept the other.
    let mut beats = 0;
    let mut beat = |exchange: &mut dyn Exchange| {
        let body = posted(&format!("{WSMAN}Heartbeat"), &beats.to_string(), ACK, "<w:Events></w:Events>");
        // Nothing is delivered for it.
        assert_eq!(answer_meanwhile(exchange, post(&sink, &body)).0, 200);
        beats += 1;
    };
    until("the end of the silent one", || {
        beat(beaten.as_mut());
        silent.is_finished().then_some(())
    });
    beat(beaten.as_mut());
    for end in [silent.join().expect("an event"), next(beaten.as_mut())] {
        let Event::Final(Err(error)) = end else { panic!("an end") };
        assert_eq!(error.category, MI_ERRORCATEGORY_CONNECTION_ERROR, "{error:?}");
        assert!(error.message.contains("heartbeats"), "{error:?}");
    }
}

#[test]
fn subscription_is_renewed_in_time_and_ended_on_cancel() {
    let server = granting("PT1.0S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let renew = asked(exchange.as_mut(), &server, "Renew");
    assert_eq!(renew.element("e:Identifier"), Some("sub-1"));
    let good = post(&sink, &event("1"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    exchange.cancel(CancelReason::Client);
    drop(exchange);
    wait_until_closed(&sink.address);
    assert_ne!(answer(good).0, 200, "it was never acknowledged");
    until("Unsubscribe", || server.first("Unsubscribe"));
}

#[test]
fn quiet_pulled_subscription_outlives_its_renewals() {
    // Longer than the time an operation has: each request of a subscription has that time anew.
    let server = Server::start(|_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Subscribe" => Reply::Body(made_to_pull("PT1.0S")),
        "Renew" => Reply::Body("<e:RenewResponse><e:Expires>PT1.0S</e:Expires></e:RenewResponse>".into()),
        "Pull" => Reply::Body(
            "<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext><n:Items/></n:PullResponse>"
                .into(),
        ),
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let mut options = anonymous();
    set_timeout(&mut options, 1);
    let connection = client.connect(&server.url(), &options).expect("connects");
    let verb = Verb::Subscribe { dialect: None, expression: "SELECT * FROM Alarm".into(), delivery: None };
    let mut exchange = connection.start(request("root/a", verb));
    until("four renewals", || {
        nothing_yet(exchange.as_mut());
        (server.actions().iter().filter(|action| *action == "Renew").count() >= 4).then_some(())
    });
}

/// The verb's subscription, on a server that says this to Unsubscribe; then the session and the network thread are ended.
fn close_at_once(verb: Verb, farewell: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    let server = Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Subscribe" => Reply::Body(made_to_pull("PT600S")),
        "Pull" => Reply::Hang,
        _ => farewell(),
    });
    let client = Client::default();
    let connection = connect(&client, &server);
    let mut exchange = connection.start(request("root/a", verb));
    until("it waits for events", || {
        nothing_yet(exchange.as_mut());
        let listens = exchange.describe().is_some_and(|what| what.contains("listening"));
        (listens && server.first("Subscribe").is_some() || server.first("Pull").is_some()).then_some(())
    });
    exchange.cancel(CancelReason::Shutdown);
    drop((exchange, connection));
    client.services.network.stop();
    server
}

#[test]
fn subscription_is_ended_though_the_application_closes_at_once() {
    let pulled =
        || Verb::Subscribe { dialect: None, expression: "SELECT * FROM Alarm".into(), delivery: None };
    for verb in [pulled(), pushed(|_| {})] {
        let server = close_at_once(verb, || Reply::Body(String::new()));
        assert!(server.first("Unsubscribe").is_some());
    }
    // A server that does not answer holds it up for a moment only.
    let server = close_at_once(pulled(), || Reply::Hang);
    assert!(server.first("Unsubscribe").is_some());
}

#[test]
fn server_that_does_not_renew_is_subscribed_to_again() {
    let made = AtomicUsize::new(0);
    let server = Server::start(move |_, request| match request.action() {
        "Subscribe" => {
            let number = made.fetch_add(1, Ordering::SeqCst) + 1;
            Reply::Body(MADE.replace("EXPIRES", "PT1.0S").replace("sub-1", &format!("sub-{number}")))
        }
        "Renew" => Reply::Fault(fault("s:Receiver", "e:UnableToRenew", "Not here.", "")),
        _ if is_schema(request) => no_schema(),
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let ended = asked(exchange.as_mut(), &server, "Unsubscribe");
    assert_eq!(ended.element("e:Identifier"), Some("sub-1"));
    assert_eq!(server.actions()[..4], ["Subscribe", "Renew", "Subscribe", "Unsubscribe"]);
    // The same place takes the events of both.
    let good = post(&sink, &event("1"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    assert_eq!(answer_meanwhile(exchange.as_mut(), good).0, 200);
}

#[test]
fn end_that_the_server_sends_is_the_end() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let end = "<e:SubscriptionEnd><e:Status>http://schemas.xmlsoap.org/ws/2004/08/eventing/SourceShuttingDown</e:Status>\
               <e:Reason xml:lang=\"en\">rebooting</e:Reason></e:SubscriptionEnd>";
    let action = "http://schemas.xmlsoap.org/ws/2004/08/eventing/SubscriptionEnd";
    let waiting = post(&sink, &posted(action, "1", ACK, end));
    let Event::Final(Err(error)) = next(exchange.as_mut()) else { panic!("an end") };
    assert!(error.message.contains("SourceShuttingDown") && error.message.contains("rebooting"), "{error:?}");
    drop(exchange);
    assert_eq!(answer(waiting).0, 200);
    wait_until_closed(&sink.address);
    assert!(!server.actions().contains(&"Unsubscribe".to_owned()), "it is over already");
}

#[test]
fn server_without_acknowledgements_is_asked_for_plain_push() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let server = Server::start(move |_, request| match request.action() {
        "Subscribe" if request.body.contains("wsman/PushWithAck") => {
            count.fetch_add(1, Ordering::SeqCst);
            Reply::Fault(fault("s:Sender", "w:DeliveryModeRequestedUnavailable", "No such mode.", ""))
        }
        "Subscribe" => Reply::Body(MADE.replace("EXPIRES", "PT600S")),
        _ if is_schema(request) => no_schema(),
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let connection = connect(&client, &server);
    let mut exchange = connection.start(request("root/a", pushed(|_| {})));
    let plain = until("plain push", || {
        nothing_yet(exchange.as_mut());
        let all = server.received.lock().expect("unpoisoned");
        all.iter().find(|one| one.body.contains("DeliveryModes/Push")).cloned()
    });
    let sink = sink(&plain);
    let waiting = post(&sink, &posted("urn:alarm", "1", "", EVENT));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert_eq!((answer(waiting).0, asked.load(Ordering::SeqCst)), (200, 1));
}

#[test]
fn place_to_listen_is_the_options_and_never_an_open_one_unasked() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let fails = |connection: &dyn Connection, destination: Option<&str>, said: &str| {
        let verb = pushed(|options| {
            if let Some(destination) = destination {
                set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION, text(destination));
            }
        });
        let outcome = finish(connection.start(request("root/a", verb)));
        let error = outcome.failure();
        assert_eq!(error.result, MI_RESULT_INVALID_PARAMETER, "{error:?}");
        assert!(error.message.contains(said), "{said}: {error:?}");
    };
    fails(connection.as_ref(), Some("192.0.2.1"), "cannot be received at 192.0.2.1");
    fails(connection.as_ref(), Some("https://localhost"), "need a certificate");
    fails(connection.as_ref(), Some("http://localhost/path"), "without a path");
    fails(connection.as_ref(), Some("a b"), "delivery destination");
    let remote = client.connect("http://192.0.2.1", &anonymous()).expect("connects");
    fails(remote.as_ref(), None, "SetDeliveryDestination");
    assert!(server.received.lock().expect("unpoisoned").is_empty(), "nothing was sent");

    // Two subscriptions share a port that the options name; each event goes to its own.
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let verb = || {
        pushed(|options| {
            set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION, text("localhost"));
            set(
                options,
                MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_PORT_NUMBER,
                OptionValue::Number(port.into()),
            );
        })
    };
    let (mut one, first) = subscribed(connection.as_ref(), &server, verb());
    let other_server = granting("PT600S");
    let other_connection = connect(&client, &other_server);
    let (mut two, second) = subscribed(other_connection.as_ref(), &other_server, verb());
    assert_eq!(
        (first.address.as_str(), &first.address),
        (format!("localhost:{port}").as_str(), &second.address)
    );
    let waiting = post(&second, &event("1"));
    assert_eq!(indication(two.as_mut()).0, "Alarm");
    nothing_yet(two.as_mut());
    nothing_yet(one.as_mut());
    assert_eq!(answer(waiting).0, 200);
    // What the client has not taken when it goes is not acknowledged.
    let waiting = post(&second, &event("2"));
    assert_eq!(indication(two.as_mut()).0, "Alarm");
    drop(two);
    assert_eq!(answer(waiting).0, 410);
    assert_eq!(answer(post(&second, &event("3"))).0, 404);
    let waiting = post(&first, &event("1"));
    assert_eq!(indication(one.as_mut()).0, "Alarm");
    nothing_yet(one.as_mut());
    assert_eq!(answer(waiting).0, 200);
    drop(one);
    wait_until_closed(&first.address);
}

#[test]
fn stopping_the_network_thread_ends_a_pushed_subscription_and_closes_its_port() {
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, pushed(|_| {}));
    let open = TcpStream::connect(&sink.address).expect("connects");
    client.services.network.stop();
    let Event::Final(Err(error)) = next(exchange.as_mut()) else { panic!("an end") };
    assert_eq!(error.category, MI_ERRORCATEGORY_OPERATION_STOPPED, "{error:?}");
    // Stop has joined the thread, so the port is closed by now.
    assert!(TcpStream::connect(&sink.address).is_err());
    let _ = open.shutdown(Shutdown::Both);
}

#[test]
fn server_that_cannot_push_says_so() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let mut verb = pushed(|_| {});
    if let Verb::Subscribe { expression, .. } = &mut verb {
        *expression = "SELECT * FROM Test_Indication".into();
    }
    let outcome = finish(connection.start(request("root/test", verb)));
    assert_eq!(outcome.failure().result, MI_RESULT_NOT_SUPPORTED, "{:?}", outcome.error);
}
