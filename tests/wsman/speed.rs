//! Speed against the independent server. Figures are printed; limits are loose enough for a busy machine.

use super::peer::Peer;
use super::run::{Client, next, request};
use mi::proto::{Event, Verb};
use std::time::Instant;

/// Enumerates `Test_Bulk` and releases each instance at once; the time to the first, and to all.
fn enumerate(count: usize) -> Option<(f64, f64)> {
    let peer = Peer::start(&["--instances", &count.to_string()])?;
    let client = Client::default();
    let connection = peer.connect(&client);
    let verb = || Verb::EnumerateInstances { class: "Test_Bulk".into(), keys_only: false };
    let mut best: Option<(f64, f64)> = None;
    // The first run has the server render its answer.
    for _ in 0..runs() {
        let started = Instant::now();
        let mut exchange = connection.start(request("root/test", verb()));
        let (mut got, mut first) = (0, 0.0);
        loop {
            match next(exchange.as_mut()) {
                Event::Instance(_) if got == 0 => {
                    first = started.elapsed().as_secs_f64();
                    got = 1;
                }
                Event::Instance(_) => got += 1,
                Event::Final(result) => break result.expect("success"),
                _ => {}
            }
        }
        assert_eq!(got, count);
        let took = started.elapsed().as_secs_f64();
        if best.is_none_or(|(_, all)| took < all) {
            best = Some((first, took));
        }
    }
    best
}

fn runs() -> usize {
    std::env::var("WSMAN_RUNS").ok().and_then(|value| value.parse().ok()).unwrap_or(3)
}

#[test]
fn bulk_enumeration_is_fast_and_starts_after_one_page() {
    let count = std::env::var("WSMAN_BULK").ok().and_then(|value| value.parse().ok()).unwrap_or(10_000);
    let Some((first, all)) = enumerate(count) else { return };
    let rate = count as f64 / all;
    println!("{count} instances of 15 properties: {rate:.0} a second, the first after {:.1} ms", first * 1e3);
    assert!(first < all / 2.0 || count < 10_000);
}

#[test]
fn get_on_a_warm_connection_is_fast() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let ann = super::peer::keys("Test_Person", &[("Name", mi::cim::Value::String("Ann".into()))]);
    let get = || {
        super::run::run(connection.as_ref(), "root/test", Verb::GetInstance { instance: ann.clone() }).ok()
    };
    get();
    let before = cpu();
    let started = Instant::now();
    let rounds = 500;
    (0..rounds).for_each(|_| drop(get()));
    let (cpu, wall) = (cpu() - before, started.elapsed().as_secs_f64());
    println!(
        "Get: {:.1} us of CPU, {:.1} us in all",
        cpu / f64::from(rounds) * 1e6,
        wall / f64::from(rounds) * 1e6
    );
}

/// Seconds of CPU this process has used.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .filter_map(|field| field.parse().ok())
        .collect();
    // utime and stime, in hundredths of a second, counted from the state field that did not parse.
    (fields.get(10).unwrap_or(&0.0) + fields.get(11).unwrap_or(&0.0)) / 100.0
}
