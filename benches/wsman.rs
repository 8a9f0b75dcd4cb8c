//! What WS-Management costs a client, against the limits it is held to: `cargo bench --bench wsman`.
//!
//! The client is a C program (`c_tests/scale/wsman.c`) on the release library. Its server is one of this process's own
//! that answers from memory, and, where it is beside the project, the independent one. Instructions are counted by
//! callgrind, as the difference of two run lengths; times are the best of several runs. A figure beyond its limit ends
//! this with an error.
//!
//! A Get's CPU time is held to its limit with client and server on one processor. On two, whoever sends pays for waking
//! the other one, and in a virtual machine the host is asked for that: it may cost more than all the rest, and is another
//! figure every hour. Those rows are shown without a limit, below what a program pays that only sends and receives.

#[allow(dead_code)]
#[path = "../tests/support.rs"]
mod support;

#[allow(dead_code)]
#[path = "../tests/wsman/server.rs"]
mod server;

#[allow(dead_code)]
#[path = "../tests/wsman/bulk.rs"]
mod bulk;

#[allow(dead_code)]
#[path = "../tests/wsman/peer_process.rs"]
mod peer_process;

mod callgrind;

use bulk::Behaviour;
use peer_process::Peer;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::Ordering;
use support::{have, scratch, succeed};

const MANY: usize = 100_000;
const FEW: usize = 5_000;
const CONNECTIONS: usize = 1_000;
const GETS: usize = 5_000;
const RUNS: usize = 5;

/// What a figure must not exceed, or must reach.
enum Limit {
    Most(f64),
    Least(f64),
    /// The figure is shown for whoever reads it.
    None,
}

/// The table, as far as it is printed.
struct Table {
    wanted: Option<String>,
    good: bool,
}

impl Table {
    fn wants(&self, what: &str) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| what.contains(wanted.as_str()))
    }

    fn row(&mut self, what: &str, server: &str, value: f64, limit: Limit) {
        let (good, limit) = match limit {
            Limit::Most(most) => (value <= most, format!("<= {most}")),
            Limit::Least(least) => (value >= least, format!(">= {least}")),
            Limit::None => (true, String::new()),
        };
        let verdict = match (good, limit.is_empty()) {
            (_, true) => "",
            (true, _) => "ok",
            (false, _) => "BEYOND",
        };
        println!("{what:52} | {server:26} | {value:>12.1} | {limit:>10} | {verdict}");
        self.good &= good;
    }
}

/// What a program printed: `name value`, a line each.
struct Figures(String);

impl Figures {
    fn get(&self, name: &str) -> f64 {
        let mut lines = self.0.lines().filter_map(|line| line.split_once(' '));
        let found = lines.find(|(of, _)| *of == name).unwrap_or_else(|| panic!("{name} in\n{}", self.0));
        found.1.parse().expect("a number")
    }
}

/// The client, compiled.
struct Client {
    program: PathBuf,
    folder: PathBuf,
}

impl Client {
    fn new() -> Client {
        let folder = scratch("wsman_bench");
        Client { program: callgrind::compile("c_tests/scale/wsman.c", &folder), folder }
    }

    fn run(&self, name: &str, port: u16, count: usize) -> Figures {
        let mut command = Command::new(&self.program);
        Figures(succeed(command.args([name, &port.to_string(), &count.to_string()]).env("MI_LOG", "off")))
    }

    /// Instructions of a run.
    fn instructions(&self, name: &str, port: u16, count: usize) -> f64 {
        let profile = self.folder.join(format!("{name}.{port}.{count}"));
        let mut command = callgrind::command(&profile);
        succeed(command.arg(&self.program).args([name, &port.to_string(), &count.to_string()]));
        total(&profile)
    }

    /// The least value of several runs.
    fn least(&self, name: &str, port: u16, count: usize, value: impl Fn(&Figures) -> f64) -> f64 {
        (0..RUNS).map(|_| value(&self.run(name, port, count))).fold(f64::INFINITY, f64::min)
    }
}

fn total(profile: &Path) -> f64 {
    let text = std::fs::read_to_string(profile).expect("callgrind has written a profile");
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    total.and_then(|total| total.trim().parse().ok()).expect("a number of instructions")
}

/// One enumeration of FEW instances more or less.
fn instructions(table: &mut Table, client: &Client, server: &str, port: u16) {
    if !callgrind::is_there() {
        return;
    }
    // The independent server renders its pages for the first who asks.
    client.run("enumerate", port, 1);
    let [one, two] = [1, 2].map(|count| client.instructions("enumerate", port, count));
    table.row("instructions per instance", server, (two - one) / FEW as f64, Limit::Most(7_000.0));
}

fn throughput(table: &mut Table, client: &Client, server: &str, port: u16) {
    client.run("enumerate", port, 1);
    let took = client.least("enumerate", port, 1, |figures| {
        assert_eq!(figures.get("delivered"), MANY as f64);
        figures.get("nanoseconds")
    });
    let what = format!("instances a second, of {MANY}");
    table.row(&what, server, MANY as f64 * 1e9 / took, Limit::Least(200_000.0));
    let above = client.least("enumerate", port, 1, |figures| figures.get("most_bytes_above_idle"));
    table.row("KiB above idle meanwhile", server, above / 1024.0, Limit::Most(8_192.0));
}

const WAYS: [(&str, &str); 2] = [("get", "waited for"), ("get_async", "by a callback")];

/// The least of several runs, which take turns: the machine is not always the same.
fn gets(table: &mut Table, client: &Client, server: &str, port: u16, limit: fn() -> Limit) {
    let mut took = [f64::INFINITY; 2];
    for _ in 0..RUNS {
        let each = |name| {
            let figures = client.run(name, port, GETS);
            assert_eq!(figures.get("delivered"), GETS as f64 + 1.0);
            figures.get("nanoseconds") / GETS as f64 / 1e3
        };
        took = std::array::from_fn(|way| took[way].min(each(WAYS[way].0)));
    }
    for ((_, how), took) in WAYS.into_iter().zip(took) {
        table.row(&format!("us of client CPU for a Get, warm, {how}"), server, took, limit());
    }
}

/// What a Get costs whoever only sends its bytes and receives the answer's.
fn bare(table: &mut Table, client: &Client, server: &str, port: u16) {
    let took = client.least("bare", port, GETS, |figures| figures.get("nanoseconds"));
    let what = "us of client CPU to send and receive a Get's bytes";
    table.row(what, server, took / GETS as f64 / 1e3, Limit::None);
}

/// Runs on one processor, and so does what is started meanwhile.
fn on_one_processor(body: impl FnOnce()) {
    let all = sched_getaffinity(None).expect("the processors are known");
    let mut one = CpuSet::new();
    one.set((0..CpuSet::MAX_CPU).find(|number| all.is_set(*number)).expect("there is one"));
    sched_setaffinity(None, &one).expect("one of them will do");
    body();
    sched_setaffinity(None, &all).expect("as before");
}

/// What does not depend on how busy the machine is: 30 us at 2.5 instructions a nanosecond.
fn instructions_of_gets(table: &mut Table, client: &Client, server: &str, port: u16) {
    if !callgrind::is_there() {
        return;
    }
    for (name, how) in WAYS {
        let [few, more] = [200, 1_200].map(|count| client.instructions(name, port, count));
        let what = format!("instructions for a Get, warm, {how}");
        table.row(&what, server, (more - few) / 1_000.0, Limit::Most(75_000.0));
    }
}

fn own(table: &mut Table, client: &Client) {
    if table.wants("instructions") {
        let server = bulk::start(Behaviour { instances: FEW, ..Behaviour::default() });
        instructions(table, client, "in-process", server.port);
    }
    if table.wants("throughput") {
        let server = bulk::start(Behaviour { instances: MANY, ..Behaviour::default() });
        throughput(table, client, "in-process", server.port);
    }
    if table.wants("get") {
        on_one_processor(|| {
            let server = bulk::start(Behaviour::default());
            bare(table, client, "in-process, one processor", server.port);
            gets(table, client, "in-process, one processor", server.port, || Limit::Most(30.0));
        });
        let server = bulk::start(Behaviour::default());
        bare(table, client, "in-process", server.port);
        gets(table, client, "in-process", server.port, || Limit::None);
        instructions_of_gets(table, client, "in-process", server.port);
        let requests = server.received.lock().expect("unpoisoned").len();
        let reads = server.reads.load(Ordering::SeqCst) as f64 / requests as f64;
        table.row("segments a request arrives in", "in-process", reads, Limit::Most(1.0));
    }
    if table.wants("connections") {
        let server = bulk::start(Behaviour { instances: 1, together: CONNECTIONS, ..Behaviour::default() });
        let figures = client.run("connections", server.port, CONNECTIONS);
        let what = |what: &str| format!("{what}, {CONNECTIONS} operations at once");
        let finals = figures.get("finals") - figures.get("failed");
        table.row(&what("finished"), "in-process", finals, Limit::Least(CONNECTIONS as f64));
        table.row(&what("threads"), "in-process", figures.get("threads"), Limit::Most(8.0));
        table.row(&what("KiB each"), "in-process", figures.get("bytes_each") / 1024.0, Limit::Most(40.0));
    }
}

fn independent(table: &mut Table, client: &Client) {
    let peer = |instances: usize| Peer::start(&["--instances", &instances.to_string()]);
    if table.wants("instructions")
        && let Some(peer) = peer(FEW)
    {
        instructions(table, client, "independent", peer.http);
    }
    if table.wants("throughput")
        && let Some(peer) = peer(MANY)
    {
        throughput(table, client, "independent", peer.http);
    }
    if table.wants("get") {
        // It computes between two requests, and leaves our code and data cold: what the system's caches cost is no limit
        // of ours.
        on_one_processor(|| {
            if let Some(peer) = peer(FEW) {
                gets(table, client, "independent, one processor", peer.http, || Limit::None);
            }
        });
        if let Some(peer) = peer(FEW) {
            gets(table, client, "independent", peer.http, || Limit::None);
        }
    }
}

fn main() -> ExitCode {
    if !have("gcc") {
        return ExitCode::SUCCESS;
    }
    // Cargo passes `--bench`; a word picks rows.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let mut table = Table { wanted, good: true };
    let client = Client::new();
    server::raise_descriptor_limit();
    println!("{:52} | {:26} | {:>12} | {:>10} |", "WS-Management", "server", "figure", "limit");
    own(&mut table, &client);
    independent(&mut table, &client);
    if table.good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
