//! What speed rests on, without a clock: pages are delivered as they come, connections are reused, memory and threads
//! do not grow with what is asked for. The figures are `benches/wsman.rs`'s.

use super::bulk::{self, Behaviour, Gate};
use super::peer::anonymous;
use super::run::{Client, next, request};
#[cfg(target_os = "linux")]
use crate::scale::Figures;
use mi::cim::{Instance, Value};
use mi::proto::{Event, Verb};
use std::sync::Arc;
use std::sync::atomic::Ordering;

fn enumerate() -> Verb {
    Verb::EnumerateInstances { class: "Test_Bulk".into(), keys_only: false }
}

#[test]
fn first_page_is_delivered_before_the_second_is_answered() {
    let gate = Arc::new(Gate::default());
    let count = 2 * bulk::PAGE + 1;
    let server =
        bulk::start(Behaviour { instances: count, second_page: Some(gate.clone()), ..Behaviour::default() });
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let mut exchange = connection.start(request("root/test", enumerate()));
    let mut got = 0;
    loop {
        match next(exchange.as_mut()) {
            Event::Instance(_) => got += 1,
            Event::Final(result) => break result.expect("success"),
            _ => {}
        }
        // All of the first page but what is held back: only then the server goes on.
        if got == bulk::PAGE {
            gate.open();
        }
    }
    assert_eq!(got, count);
    let pulls = server.actions().iter().filter(|action| *action == "Pull").count();
    assert_eq!(pulls, 2, "{:?}", server.actions());
}

#[test]
fn requests_on_a_warm_connection_are_one_write_each() {
    let server = bulk::start(Behaviour::default());
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let mut key = Instance::dynamic("Test_Bulk").expect("an instance");
    key.add("Id", &Value::Uint32(1), mi::abi::MI_FLAG_KEY).expect("a key");
    for _ in 0..50 {
        let got =
            super::run::run(connection.as_ref(), "root/test", Verb::GetInstance { instance: key.clone() });
        assert_eq!(got.ok().instances.len(), 1);
    }
    // The class was asked for once.
    assert_eq!(server.actions().len(), 51);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    assert_eq!(server.reads.load(Ordering::SeqCst), 51);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_the_same_however_many_instances_come() {
    let count = 40 * bulk::PAGE;
    let server = bulk::start(Behaviour { instances: count, ..Behaviour::default() });
    let Some(figures) = Figures::of("wsman", &["enumerate", &server.port.to_string(), "1"]) else { return };
    figures.is("delivered", count as i64);
    figures.is("finals", 1);
    // They are 18 MB on the wire.
    figures.is_at_most("most_bytes_above_idle", 8 << 20);
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_operations_at_once_take_few_threads_and_little_memory() {
    let count = 1000;
    super::server::raise_descriptor_limit();
    let server = bulk::start(Behaviour { instances: 1, together: count, ..Behaviour::default() });
    let arguments = ["connections", &server.port.to_string(), &count.to_string()];
    let Some(figures) = Figures::of("wsman", &arguments) else { return };
    figures.is("finals", count as i64);
    figures.is("failed", 0);
    figures.is("delivered", count as i64);
    figures.is_at_most("threads", 8);
    figures.is_at_most("bytes_each", 40 << 10);
    // And one before them all.
    assert_eq!(server.connections.load(Ordering::SeqCst), count + 1);
}
