//! Subscriptions by pull delivery: what is asked for, how it goes on and how it ends.

use super::peer::anonymous;
use super::push::{EVENT, indication, milliseconds, nothing_yet, set, text};
use super::run::{Client, next, request, until};
use super::server::{Reply, Server, envelope, fault, http, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::options::{DeliveryType, OptionValue, SubscriptionOptions};
use mi::proto::{CancelReason, Event, Exchange, Verb};
use std::sync::Arc;

const MADE: &str = "<e:SubscribeResponse><e:SubscriptionManager><a:Address>http://x/wsman</a:Address>\
                    <a:ReferenceParameters><e:Identifier>sub&amp;1</e:Identifier></a:ReferenceParameters>\
                    </e:SubscriptionManager><e:Expires>PT600S</e:Expires>\
                    <n:EnumerationContext>c0</n:EnumerationContext></e:SubscribeResponse>";

/// A server that answers pulls in turn: nothing within its time, an event with a bookmark, then as `last` says.
fn pulled(last: fn() -> Reply) -> Server {
    let pulls = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Subscribe" => Reply::Body(MADE.into()),
        "Pull" => match pulls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Reply::Fault(fault("s:Receiver", "w:TimedOut", "No event.", "")),
            1 => {
                let page = format!(
                    "<n:PullResponse><n:EnumerationContext>c1</n:EnumerationContext><n:Items>{EVENT}</n:Items></n:PullResponse>"
                );
                let bookmark = "<w:Bookmark><B n=\"2\"/></w:Bookmark></s:Header>";
                Reply::Raw(http(200, &envelope(request, &page).replace("</s:Header>", bookmark)))
            }
            _ => last(),
        },
        _ => Reply::Body(String::new()),
    })
}

fn subscribe(
    client: &Client,
    server: &Server,
    options: impl Fn(&mut SubscriptionOptions),
) -> Box<dyn Exchange> {
    let mut delivery = SubscriptionOptions::new(DeliveryType::Pull);
    options(&mut delivery);
    let verb = Verb::Subscribe {
        dialect: Some("WQL".into()),
        expression: "SELECT * FROM Alarm".into(),
        delivery: Some(Arc::new(delivery)),
    };
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    connection.start(request("root/a", verb))
}

#[test]
fn subscription_goes_on_after_silence_and_is_ended_on_cancel() {
    let server = pulled(|| Reply::Hang);
    let client = Client::default();
    let mut exchange = subscribe(&client, &server, |options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL, milliseconds(30_000));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_BOOKMARK, text("MI_SUBSCRIBE_BOOKMARK_OLDEST"));
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME, milliseconds(90_000));
    });
    assert_eq!(indication(exchange.as_mut()), ("Alarm".into(), Some("<B n=\"2\"/>".into()), None));
    nothing_yet(exchange.as_mut());
    let asked = server.first("Subscribe").expect("a Subscribe");
    for expected in [
        "<e:Delivery Mode=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull\">",
        "<w:Heartbeats>PT30.000S</w:Heartbeats>",
        "<e:Expires>PT90.000S</e:Expires>",
        "<w:Filter Dialect=\"http://schemas.microsoft.com/wbem/wsman/1/WQL\">SELECT * FROM Alarm</w:Filter>",
        "<w:Bookmark>http://schemas.dmtf.org/wbem/wsman/1/wsman/bookmark/earliest</w:Bookmark><w:SendBookmarks/>",
    ] {
        assert!(asked.body.contains(expected), "{expected} in {}", asked.body);
    }
    assert!(!asked.body.contains("NotifyTo"), "{}", asked.body);
    until("the third pull", || {
        let all = server.received.lock().expect("unpoisoned");
        all.iter().find(|one| one.element("n:EnumerationContext") == Some("c1")).cloned()
    });
    exchange.cancel(CancelReason::Client);
    drop(exchange);
    let end = until("Unsubscribe", || server.first("Unsubscribe"));
    assert_eq!(end.element("e:Identifier"), Some("sub&amp;1"));
    assert_eq!(end.element("w:ResourceURI"), asked.element("w:ResourceURI"));
}

#[test]
fn end_and_faults_of_the_server_are_the_end() {
    let client = Client::default();
    let ended =
        pulled(|| Reply::Body("<n:PullResponse><n:Items/><n:EndOfSequence/></n:PullResponse>".into()));
    let mut exchange = subscribe(&client, &ended, |_| {});
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    assert!(matches!(next(exchange.as_mut()), Event::Final(Ok(()))));
    let failed = pulled(|| Reply::Fault(fault("s:Receiver", "n:InvalidEnumerationContext", "Gone.", "")));
    let mut exchange = subscribe(&client, &failed, |_| {});
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    let Event::Final(Err(error)) = next(exchange.as_mut()) else { panic!("an end") };
    assert_eq!(error.result, MI_RESULT_INVALID_ENUMERATION_CONTEXT, "{error:?}");
}

#[test]
fn moment_of_expiration_goes_out_as_what_is_left() {
    let server = pulled(|| Reply::Hang);
    let client = Client::default();
    let moment =
        MI_Timestamp { year: 2999, month: 1, day: 1, hour: 0, minute: 0, second: 0, microseconds: 0, utc: 0 };
    let mut exchange = subscribe(&client, &server, |options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME, OptionValue::Timestamp(moment));
    });
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    let asked = server.first("Subscribe").expect("a Subscribe");
    let left = asked.element("e:Expires").expect("Expires");
    let seconds = left.strip_prefix("PT").and_then(|text| text.split('.').next()).expect("PT…S");
    assert!(seconds.len() == 11, "nine hundred years and more: {left}");
}

/// A server that grants a second, does not renew, and has an event for each subscription it is asked for.
fn without_renewal(request: &super::server::Received, made: usize) -> Reply {
    let refused = || Reply::Fault(fault("s:Receiver", "e:UnableToRenew", "Not here.", ""));
    let page = |items: &str| {
        format!(
            "<n:PullResponse><n:EnumerationContext>c{made}</n:EnumerationContext><n:Items>{items}</n:Items></n:PullResponse>"
        )
    };
    match request.action() {
        _ if is_schema(request) => no_schema(),
        "Subscribe" => {
            let answer = MADE.replace("sub&amp;1", &format!("sub-{made}")).replace("c0", &format!("c{made}"));
            let epr = "<w:ResourceURI>urn:manager</w:ResourceURI><w:SelectorSet><w:Selector Name=\"N\">1\
                       </w:Selector></w:SelectorSet><e:Identifier>";
            Reply::Body(answer.replace("PT600S", "PT1S").replace("<e:Identifier>", epr))
        }
        "Renew" => refused(),
        "Pull" => {
            let bookmark = format!("<w:Bookmark><B n=\"{made}\"/></w:Bookmark></s:Header>");
            Reply::Raw(http(200, &envelope(request, &page(EVENT)).replace("</s:Header>", &bookmark)))
        }
        _ => Reply::Body(String::new()),
    }
}

#[test]
fn server_that_does_not_renew_is_subscribed_to_again() {
    let made = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |_, request| {
        let add = usize::from(request.action() == "Subscribe");
        without_renewal(request, made.fetch_add(add, std::sync::atomic::Ordering::SeqCst) + add)
    });
    let client = Client::default();
    let mut exchange = subscribe(&client, &server, |_| {});
    // From the first subscription on, each event comes from the one that is there; every replaced one is ended.
    let mut of = vec![1];
    while of.last() != Some(&3) {
        let (_, bookmark, _) = indication(exchange.as_mut());
        let number = bookmark.and_then(|text| text.split('"').nth(1)?.parse().ok()).expect("a bookmark");
        of.push(number);
    }
    assert!(of.is_sorted() && of.contains(&2), "{of:?}");
    let all = server.received.lock().expect("unpoisoned").clone();
    let kept = |action: &&str| !matches!(*action, "Pull" | "Get");
    let actions: Vec<&str> = all.iter().map(|one| one.action()).filter(kept).collect();
    assert_eq!(
        actions[..6],
        ["Subscribe", "Renew", "Subscribe", "Unsubscribe", "Subscribe", "Unsubscribe"],
        "it is asked once"
    );
    let of_action = |action: &str| all.iter().filter(|one| one.action() == action).collect::<Vec<_>>();
    let ended: Vec<_> = of_action("Unsubscribe").iter().map(|one| one.element("e:Identifier")).collect();
    assert_eq!(ended[..2], [Some("sub-1"), Some("sub-2")]);
    let again = &of_action("Subscribe")[1].body;
    assert!(again.contains("<w:Bookmark><B n=\"1\"/></w:Bookmark>"), "{again}");
    // The manager's own place.
    let end = of_action("Unsubscribe")[0];
    assert_eq!(end.element("w:ResourceURI"), Some("urn:manager"));
    assert!(
        end.body.contains("<w:SelectorSet><w:Selector Name=\"N\">1</w:Selector></w:SelectorSet>"),
        "{}",
        end.body
    );
}
