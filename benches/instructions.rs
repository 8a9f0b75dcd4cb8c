//! What each operation of the library costs in instructions, counted by callgrind, against the limits it is held to.
//!
//! The C programs of `c_tests/bench` repeat one operation; two runs that differ in the count only tell what one
//! repetition costs. A figure above its limit, or one that grows with what is open beside it, ends this with an error.

#[allow(dead_code)]
#[path = "../tests/support.rs"]
mod support;

mod callgrind;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use support::{have, scratch, succeed};

/// One operation: how it is run, and what it may cost.
struct Row {
    what: &'static str,
    program: &'static str,
    name: &'static str,
    /// What a call costs without the part that is meant; measured too, and taken off.
    without: Option<&'static str>,
    /// Only what the calling thread does is counted; library threads have no part in it.
    alone: bool,
    /// Two counts of repetitions.
    counts: (u64, u64),
    /// How many others are open beside it, or how large the text is, in turn. The first is the figure; the others must
    /// not cost more.
    beside: &'static [u64],
    limit: Option<u64>,
}

const OPEN: &[u64] = &[1, 100, 10_000];
/// How many parts a text has: what one of them costs must not depend on it.
const SIZES: &[u64] = &[4_000, 8_000];
/// The table of applications has 4,096 places.
const OPEN_APPLICATIONS: &[u64] = &[1, 100, 4_000];

const ROW: Row = Row {
    what: "",
    program: "operations",
    name: "",
    without: None,
    alone: true,
    counts: (100, 600),
    beside: OPEN,
    limit: None,
};

const CODEC: Row = Row { program: "codecs", beside: &[1], ..ROW };
/// Reading a text of many parts, and writing what was read in both formats.
const GROWING: Row = Row { program: "codecs", counts: (1, 2), beside: SIZES, ..ROW };

const ROWS: &[Row] = &[
    Row {
        what: "InitializeV1 + Close",
        name: "initialize",
        beside: OPEN_APPLICATIONS,
        limit: Some(3_400),
        ..ROW
    },
    Row { what: "NewSession (local) + Session_Close", name: "session", limit: Some(5_100), ..ROW },
    Row {
        what: "TestConnection + GetInstance + Operation_Close",
        name: "operation",
        alone: false,
        counts: (100, 4_100),
        ..ROW
    },
    Row {
        what: "NewInstance + 10 AddElement + 10 GetElement + Delete",
        name: "instance",
        beside: &[1],
        limit: Some(4_500),
        ..ROW
    },
    Row {
        what: "look-up of a session's handle in a call",
        name: "look-up",
        without: Some("no-look-up"),
        limit: Some(60),
        ..ROW
    },
    // With the question whether it is closed, for which the operation is locked.
    Row {
        what: "GetSession on an operation's handle",
        name: "look-up-operation",
        without: Some("no-look-up"),
        ..ROW
    },
    Row {
        what: "refused close, callback depth 1, without the report's text",
        program: "callbacks",
        name: "refuse",
        alone: false,
        beside: OPEN_APPLICATIONS,
        limit: Some(2_000),
        ..ROW
    },
    Row {
        what: "delivery of an instance to a callback, besides producing it",
        program: "callbacks",
        name: "deliver",
        alone: false,
        counts: (5, 25),
        limit: Some(1_500),
        ..ROW
    },
    Row {
        what: "MI_XML of an instance of ten properties, 869 bytes",
        name: "write-xml-instance",
        limit: Some(4_900),
        ..CODEC
    },
    Row { what: "reading the same back", name: "read-xml-instance", limit: Some(20_000), ..CODEC },
    Row {
        what: "MOF of a class of six properties and a method, 140 bytes",
        name: "read-mof-class",
        limit: Some(20_000),
        ..CODEC
    },
    Row { what: "MOF: a property of a class of many", name: "mof-properties", ..GROWING },
    Row { what: "MOF: a method of many", name: "mof-methods", ..GROWING },
    Row { what: "MOF: a parameter of many", name: "mof-parameters", ..GROWING },
    Row { what: "MOF: a qualifier of many", name: "mof-qualifiers", ..GROWING },
    Row { what: "MOF: an element of an array", name: "mof-elements", ..GROWING },
    Row { what: "MOF: a piece of a text", name: "mof-pieces", ..GROWING },
    Row { what: "MOF: a comment of many", name: "mof-comments", ..GROWING },
    Row { what: "MOF: a class of many", name: "mof-classes", ..GROWING },
    Row { what: "MI_XML: a property of an instance of many", name: "xml-properties", ..GROWING },
    Row { what: "MI_XML: an element of an array", name: "xml-elements", ..GROWING },
    Row { what: "MI_XML: a property of a class of many", name: "xml-class", ..GROWING },
    Row { what: "MI_XML: a method of many", name: "xml-methods", ..GROWING },
    Row { what: "MI_XML: a qualifier of many", name: "xml-qualifiers", ..GROWING },
];

/// What one run of a program cost.
struct Cost {
    instructions: i64,
    /// Spent by the protocol handler, which produces what is delivered.
    producing: i64,
    /// How often the operation was repeated, or how many results it delivered, as the program says.
    repeated: i64,
}

/// One program under callgrind.
struct Bench {
    folder: PathBuf,
}

impl Bench {
    fn new() -> Bench {
        let bench = Bench { folder: scratch("instructions") };
        for program in ["operations", "callbacks", "codecs"] {
            callgrind::compile(&format!("c_tests/bench/{program}.c"), &bench.folder);
        }
        bench
    }

    fn run(&self, row: &Row, name: &str, count: u64, beside: u64) -> Cost {
        let profile = self.folder.join(format!("{name}.{count}.{beside}"));
        let mut command = callgrind::command(&profile);
        // How much the library threads did to open what is open beside it depends on their turns.
        command.arg(if row.alone { "--toggle-collect=run_*" } else { "--zero-before=run_*" });
        command.arg(self.folder.join(row.program)).args([name, &count.to_string(), &beside.to_string()]);
        let printed = succeed(&mut command);
        let mut cost = read_profile(&profile);
        cost.repeated = printed.trim().parse().unwrap_or(count as i64);
        cost
    }

    /// What one repetition costs.
    fn measure(&self, row: &Row, name: &str, beside: u64) -> u64 {
        let few = self.run(row, name, row.counts.0, beside);
        let many = self.run(row, name, row.counts.1, beside);
        let spent = (many.instructions - few.instructions) - (many.producing - few.producing);
        (spent / (many.repeated - few.repeated)).max(0) as u64
    }
}

/// A call from outside into a protocol handler, by the functions' names: what it costs is not the library's share.
fn produces(caller: &str, called: &str) -> bool {
    let works = ["mi::proto::Exchange>::poll_event", "mi::proto::Connection>::start"];
    let drops = caller.contains("mi::runtime::") && called.contains("drop_in_place<mi::proto::");
    drops || !caller.contains("mi::proto::") && works.iter().any(|work| called.contains(work))
}

/// Adds up a profile of callgrind: everything, and what calls from outside into a protocol handler cost.
fn read_profile(path: &Path) -> Cost {
    let text = std::fs::read_to_string(path).expect("callgrind has written a profile");
    let mut names = std::collections::HashMap::new();
    let mut name_of = |field: &str| -> String {
        let (id, name) = field.split_once(' ').unwrap_or((field, ""));
        if !name.is_empty() {
            names.insert(id.to_owned(), name.to_owned());
        }
        names.get(id).cloned().unwrap_or_default()
    };
    let mut cost = Cost { instructions: 0, producing: 0, repeated: 0 };
    let (mut caller, mut called, mut is_call) = (String::new(), String::new(), false);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("fn=") {
            caller = name_of(name);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            called = name_of(name);
        } else if let Some(total) = line.strip_prefix("totals: ") {
            cost.instructions = total.trim().parse().expect("a number of instructions");
        } else if line.starts_with("calls=") {
            is_call = produces(&caller, &called);
            continue;
        } else if is_call {
            cost.producing += line.rsplit(' ').next().and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
        }
        is_call = false;
    }
    cost
}

/// A cost that does not depend on what is open may still vary with the allocator's and the scheduler's mood.
fn not_more_than(first: u64) -> u64 {
    first + first / 10 + 100
}

/// Prints one row of the table for each number of open ones; false where a figure is above its limit.
fn check(bench: &Bench, row: &Row) -> bool {
    let mut first = None;
    let mut good = true;
    for &beside in row.beside {
        let without = row.without.map_or(0, |name| bench.measure(row, name, beside));
        let cost = bench.measure(row, row.name, beside).saturating_sub(without);
        let grown = first.map(not_more_than);
        let limit = row.limit.map_or(grown.unwrap_or(u64::MAX), |limit| limit.min(grown.unwrap_or(limit)));
        first.get_or_insert(cost);
        let shown = if limit == u64::MAX { "-".to_owned() } else { limit.to_string() };
        let ok = if cost <= limit { "ok" } else { "ABOVE" };
        println!("{:60} | {beside:>6} | {cost:>12} | {shown:>6} | {ok}", row.what);
        good &= cost <= limit;
    }
    good
}

fn main() -> ExitCode {
    if !have("gcc") || !callgrind::is_there() {
        return ExitCode::SUCCESS;
    }
    // Cargo passes `--bench`; a word picks rows.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let rows =
        ROWS.iter().filter(|row| wanted.as_ref().is_none_or(|wanted| row.name.contains(wanted.as_str())));
    let bench = Bench::new();
    println!("{:60} | {:>6} | {:>12} | {:>6} |", "operation", "size", "instructions", "limit");
    let good = rows.fold(true, |good, row| check(&bench, row) & good);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
