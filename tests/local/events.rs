//! Subscriptions, with timers that go off when a test says so.

use super::host::{Flag, Host, Sleeper, object, text};
use mi::abi::*;
use mi::cim::{Error, Instance};
use mi::proto::{Event, Exchange, Verb};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

struct Subscriber {
    exchange: Box<dyn Exchange>,
    flag: Arc<Flag>,
}

impl Subscriber {
    fn new(host: &Host, expression: &str) -> Self {
        let verb = Verb::Subscribe { dialect: None, expression: expression.to_owned(), delivery: None };
        Self { exchange: host.start(None, 0, verb), flag: Arc::default() }
    }

    fn poll(&mut self) -> Poll<Event> {
        let waker = Waker::from(self.flag.clone());
        self.exchange.poll_event(&mut Context::from_waker(&waker))
    }

    /// All that is there now.
    fn drain(&mut self) -> Vec<Instance> {
        let mut found = Vec::new();
        while let Poll::Ready(event) = self.poll() {
            match event {
                Event::Indication { instance, bookmark, machine_id } => {
                    assert!(bookmark.is_none() && machine_id.is_some());
                    found.push(instance);
                }
                Event::Final(result) => panic!("{result:?}"),
                _ => panic!("something else than an indication"),
            }
        }
        found
    }

    fn error(&mut self) -> Error {
        match self.poll() {
            Poll::Ready(Event::Final(Err(error))) => error,
            Poll::Ready(_) => panic!("no error"),
            Poll::Pending => panic!("waits"),
        }
    }
}

/// A query for what this test process starts itself.
fn query(event: &str, more: &str) -> String {
    let own = std::process::id();
    format!(
        "SELECT * FROM {event} WITHIN 0.5 WHERE TargetInstance ISA 'Linux_UnixProcess' \
         AND TargetInstance.ParentProcessID = '{own}'{more}"
    )
}

fn handles(events: &[Instance], class: &str) -> Vec<String> {
    let of_class = events.iter().filter(|event| event.view().class_name() == class);
    of_class.map(|event| text(&object(event, "TargetInstance"), "Handle")).collect()
}

#[test]
fn process_that_starts_and_ends_is_reported() {
    let host = Host::new();
    let mut created = Subscriber::new(&host, &query("__InstanceCreationEvent", ""));
    let mut all = Subscriber::new(&host, &query("__InstanceOperationEvent", ""));
    // Started after Subscribe returned and before the first poll: must be reported.
    let mut child = Sleeper::start();
    let pid = child.pid().to_string();
    created.drain();
    all.drain();
    assert_eq!(host.timers.fire(), 1, "two subscriptions at one interval share a timer");
    assert!(created.flag.take() || all.flag.take(), "one is woken to look");
    let mut events = created.drain();
    events.extend(created.drain());
    assert!(handles(&events, "__InstanceCreationEvent").contains(&pid));
    let event = events.iter().find(|event| text(&object(event, "TargetInstance"), "Handle") == pid).unwrap();
    assert!(text(event, "TIME_CREATED").parse::<u64>().unwrap() > 130_000_000_000_000_000);
    assert!(handles(&all.drain(), "__InstanceCreationEvent").contains(&pid));
    child.end();
    host.timers.fire();
    let later = all.drain();
    assert!(handles(&later, "__InstanceDeletionEvent").contains(&pid));
    let gone = later.iter().find(|event| text(&object(event, "TargetInstance"), "Handle") == pid).unwrap();
    assert_eq!(text(&object(gone, "TargetInstance"), "ParentProcessID"), std::process::id().to_string());
    assert!(!handles(&created.drain(), "__InstanceDeletionEvent").contains(&pid));
}

#[test]
fn change_of_a_process_carries_both_states() {
    let host = Host::new();
    let child = Sleeper::start();
    let more = format!(
        " AND TargetInstance.Handle = '{}' AND TargetInstance.Priority <> PreviousInstance.Priority",
        child.pid()
    );
    let mut modified = Subscriber::new(&host, &query("__InstanceModificationEvent", &more));
    assert!(modified.drain().is_empty());
    host.timers.fire();
    assert!(modified.drain().is_empty());
    let mut process = host.process(child.pid());
    process.set("Priority", mi::cim::ValueRef::Uint32(30)).unwrap();
    host.run(Verb::ModifyInstance { instance: process }).ok("modify");
    host.timers.fire();
    let events = modified.drain();
    assert_eq!(events.len(), 1);
    assert_eq!(text(&object(&events[0], "PreviousInstance"), "Priority"), "20");
    assert_eq!(text(&object(&events[0], "TargetInstance"), "Priority"), "30");
}

#[test]
fn member_that_leaves_hands_the_look_to_another() {
    let host = Host::new();
    let mut members: Vec<Subscriber> =
        (0..3).map(|_| Subscriber::new(&host, &query("__InstanceCreationEvent", ""))).collect();
    members.iter_mut().for_each(|member| drop(member.drain()));
    let child = Sleeper::start();
    host.timers.fire();
    let woken = members.iter().position(|member| member.flag.take()).expect("one is woken");
    drop(members.remove(woken));
    let woken = members.iter().position(|member| member.flag.take()).expect("another is woken in its place");
    let events = members[woken].drain();
    assert!(handles(&events, "__InstanceCreationEvent").contains(&child.pid().to_string()));
    assert!(members.iter().enumerate().all(|(at, member)| at == woken || member.flag.take()));
}

#[test]
fn look_that_is_due_while_nobody_waits_is_made_at_the_next_poll() {
    let host = Host::new();
    let mut member = Subscriber::new(&host, &query("__InstanceCreationEvent", ""));
    member.drain();
    let first = Sleeper::start();
    host.timers.fire();
    assert!(matches!(member.poll(), Poll::Ready(Event::Indication { .. })));
    // Not polled again yet, as if the client had not acknowledged: the timer goes off without anybody waiting.
    let second = Sleeper::start();
    host.timers.fire();
    let later = member.drain();
    assert!(handles(&later, "__InstanceCreationEvent").contains(&second.pid().to_string()));
    drop(first);
}

#[test]
fn ten_thousand_subscriptions_share_one_timer() {
    let host = Host::new();
    let mut members: Vec<Subscriber> =
        (0..10_000).map(|_| Subscriber::new(&host, &query("__InstanceCreationEvent", ""))).collect();
    assert!(members.iter_mut().all(|member| member.poll().is_pending()));
    assert_eq!(host.timers.count(), 1);
    host.timers.fire();
    let woken: Vec<usize> = (0..members.len()).filter(|at| members[*at].flag.take()).collect();
    assert_eq!(woken.len(), 1, "one look for all");
    assert!(members[woken[0]].drain().len() < 1000);
    assert_eq!(host.timers.count(), 1);
}

#[test]
fn query_that_cannot_be_waited_for_is_refused() {
    let host = Host::new();
    let cases = [
        (
            "SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Linux_UnixProcess'",
            MI_RESULT_INVALID_QUERY,
            "WITHIN",
        ),
        (
            "SELECT * FROM __InstanceCreationEvent WITHIN 0.05 WHERE TargetInstance ISA 'Linux_UnixProcess'",
            MI_RESULT_INVALID_QUERY,
            "0.1",
        ),
        ("SELECT * FROM __InstanceCreationEvent WITHIN 1", MI_RESULT_INVALID_QUERY, "ISA"),
        (
            "SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'No_Such'",
            MI_RESULT_INVALID_CLASS,
            "No_Such",
        ),
        (
            "SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'Linux_OSProcess'",
            MI_RESULT_NOT_SUPPORTED,
            "Linux_OSProcess",
        ),
        (
            "SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'Linux_UnixProcess' AND TargetInstance.Nme = 1",
            MI_RESULT_INVALID_QUERY,
            "Nme",
        ),
        ("SELECT * FROM Linux_UnixProcess WITHIN 1", MI_RESULT_INVALID_QUERY, "not an event"),
        ("REFERENCES OF {a=1}", MI_RESULT_INVALID_QUERY, "SELECT"),
    ];
    for (text, result, word) in cases {
        let error = Subscriber::new(&host, text).error();
        assert_eq!(error.result, result, "{text}: {error}");
        assert_eq!(error.operation(), Some("Subscribe"));
        assert!(error.message.contains(word), "{text}: {error}");
    }
    let verb = Verb::Subscribe { dialect: Some("SQL".into()), expression: String::new(), delivery: None };
    let mut other = Subscriber { exchange: host.start(None, 0, verb), flag: Arc::default() };
    assert_eq!(other.error().result, MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED);
}

#[test]
fn subscription_to_other_classes_waits_for_them() {
    let host = Host::new();
    let text = "SELECT * FROM __InstanceOperationEvent WITHIN 1 WHERE TargetInstance ISA 'CIM_LogicalDevice'";
    let mut devices = Subscriber::new(&host, text);
    assert!(devices.drain().is_empty());
    host.timers.fire();
    devices.drain();
    assert_eq!(host.timers.count(), 1);
}
