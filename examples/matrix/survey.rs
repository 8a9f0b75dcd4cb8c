//! Reads what there is: the slots of the ABI, the `table!` blocks that fill them, the flat exports, the tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Tables that somebody else fills, and the library calls or reads: a provider's, and foreign instances'.
const FILLED_BY_OTHERS: &[&str] = &["MI_ProviderFT", "MI_InstanceExFT"];

/// What no slot shows: it answers NOT_SUPPORTED, with an error that says so, or is missing altogether.
const NOT_THERE: &[(&str, &str)] = &[
    ("MI_Application_NewSerializer_Binary", "the binary codec: answers NOT_SUPPORTED"),
    ("MI_Application_NewDeserializer_Binary", "the same for reading"),
    (
        "hosted providers",
        "NewHostedProvider answers NOT_SUPPORTED, so rows 1 and 13 of closing have no provider's call",
    ),
    ("WS-Man log-on", "CredSSP speaks TLS 1.2 with ECDHE only (docs/kerberos.md says why)"),
    (
        "WS-Man push subscriptions",
        "deliveries log on by Basic only, not by Negotiate or Kerberos as Windows' do; over TLS and with Basic they came from \
         the tests' own server only",
    ),
    (
        "WS-Man streams",
        "messages, progress, questions and streamed parameters came from the tests' own server only: of real ones Windows alone \
         sends them; a connection that breaks is not resumed, on purpose (docs/wsman.md)",
    ),
    (
        "WMI sessions on Windows",
        "reading and methods were tried with wine's WMI; everything else, notifications and remote DCOM included, with a \
         scripted WMI in the test's process: what is asked of WMI is verified, not what Windows' WMI says to it",
    ),
    (
        "SSPI on Windows",
        "Kerberos of the logged-on user was tried with wine's packages, without sealing and channel bindings, which have a \
         scripted table of functions; NTLM and real packages of Windows were not tried; a user by name and password does \
         not go through SSPI",
    ),
    (
        "Windows",
        "x86_64: verified under wine 8 only (`make test-windows`, docs/windows.md); nothing was verified on Windows itself; i686 is not built",
    ),
    (
        "Linux on other processors than x86-64",
        "not built; the place a session was opened at is left out of reports",
    ),
    (
        "Miri, a thread sanitizer with its own std",
        "`make miri` and `make sanitize` say what they skip where a part is missing",
    ),
];

#[derive(Clone, Copy, PartialEq)]
enum State {
    Live,
    Stub,
    /// No table of ours fills the slot (yet).
    Absent,
    /// A function that is not one call of a slot.
    Own,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Live => "live",
            State::Stub => "stub",
            State::Absent => "-",
            State::Own => "live (own)",
        }
    }
}

struct Export {
    name: String,
    /// `Table.Slot`, for each slot that the function calls.
    slots: Vec<String>,
    /// All that it does is to answer NOT_SUPPORTED.
    stub: bool,
}

impl Export {
    fn state(&self, slot: impl Fn(&str) -> State) -> State {
        if self.stub {
            State::Stub
        } else if self.slots.is_empty() {
            State::Own
        } else {
            let worst = self.slots.iter().map(|name| slot(name)).find(|state| *state != State::Live);
            worst.unwrap_or(State::Live)
        }
    }
}

/// The text of MATRIX.md.
pub fn matrix(root: &Path) -> String {
    let slots = slots(root);
    let states = states(root);
    let exports = exports(root);
    let tests = Tests::read(root);
    let state = |slot: &str| states.get(slot).copied().unwrap_or(State::Absent);
    let mut text = heading(&slots, &exports, state);
    writeln!(text, "## Not there yet: {}\n\n| what | |\n|---|---|", NOT_THERE.len()).expect("text");
    for (what, how) in NOT_THERE {
        writeln!(text, "| {what} | {how} |").expect("text");
    }
    text.push('\n');
    text.push_str("## Functions\n\n| function | slot | state | tests |\n|---|---|---|---|\n");
    for export in &exports {
        let (name, tested) = (&export.name, tests.naming(&[&export.name]));
        let whole = export.state(state).word();
        writeln!(text, "| `{name}` | {} | {whole} | {tested} |", code(&export.slots)).expect("text");
    }
    text.push_str("\n## Slots\n\n| slot | state | functions | tests |\n|---|---|---|---|\n");
    for slot in &slots {
        let callers: Vec<&Export> = exports.iter().filter(|export| export.slots.contains(slot)).collect();
        let mut names: Vec<&str> = callers.iter().map(|export| export.name.as_str()).collect();
        names.push(slot);
        let callers: Vec<String> = callers.iter().map(|export| export.name.clone()).collect();
        let tested = tests.naming(&names);
        writeln!(text, "| `{slot}` | {} | {} | {tested} |", state(slot).word(), code(&callers))
            .expect("text");
    }
    text
}

fn heading(slots: &[String], exports: &[Export], state: impl Fn(&str) -> State) -> String {
    let count = |wanted: State| slots.iter().filter(|slot| state(slot) == wanted).count();
    let stubs_without_slot = exports.iter().filter(|export| export.stub).count();
    format!(
        "# Matrix\n\nMade from the sources by `make matrix`: every function and every slot of a function table, what \
         there is of it,\nand the tests that name it. `stub` answers MI_RESULT_NOT_SUPPORTED; `-` has no table of ours \
         behind it.\nEvery function is called with a NULL handle, a NULL table, an empty and a foreign table besides \
         (`forwarding`).\n\n**Stubs: {}.** Live slots: {}. Slots without a table of ours: {}. Functions: {}.\n\n",
        count(State::Stub) + stubs_without_slot,
        count(State::Live),
        count(State::Absent),
        exports.len()
    )
}

fn code(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `Table.Slot` for every slot that the ABI has.
fn slots(root: &Path) -> Vec<String> {
    let mut slots = Vec::new();
    for path in files(root, "src/abi", &[".rs"]) {
        let mut table = None;
        for line in read(&path).lines() {
            if let Some(rest) = line.strip_prefix("pub struct ") {
                let name = identifier(rest);
                let is_table =
                    (name.ends_with("FT") || name.ends_with("FT_INTL")) && !FILLED_BY_OTHERS.contains(&name);
                table = is_table.then(|| name.to_string());
            }
            let field = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(':'));
            if let (Some(table), Some((slot, kind))) = (&table, field)
                && (kind.trim_start().starts_with("Option<") || kind.trim().is_empty())
            {
                slots.push(format!("{table}.{slot}"));
            }
        }
    }
    slots
}

/// What the `table!` blocks say of each slot.
fn states(root: &Path) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    for path in files(root, "src/ffi", &[".rs"]) {
        let mut table = None;
        for line in read(&path).lines().map(str::trim_start) {
            if let Some((_, rest)) = line.split_once("static ").filter(|_| line.ends_with("FT {")) {
                table = rest.split_once(": ").map(|(_, kind)| identifier(kind).to_string());
            }
            for (word, state) in [("live fn ", State::Live), ("stub fn ", State::Stub)] {
                if let (Some(table), Some(rest)) = (&table, line.strip_prefix(word)) {
                    states.insert(format!("{table}.{}", identifier(rest)), state);
                }
            }
        }
    }
    states
}

/// The flat exports, and the slots that their bodies name.
fn exports(root: &Path) -> Vec<Export> {
    let mut exports: Vec<Export> = Vec::new();
    for path in files(root, "src/ffi", &[".rs"]) {
        let text = read(&path);
        for function in text.split("\n#[unsafe(no_mangle)]\n").skip(1) {
            let Some((_, rest)) = function.split_once("fn ").filter(|(before, _)| before.starts_with("pub "))
            else {
                continue;
            };
            let body = rest.split("\n}").next().unwrap_or_default();
            let mut slots = slots_named(body);
            slots.dedup();
            let stub = body.rsplit('{').next().is_some_and(|code| code.trim() == "MI_RESULT_NOT_SUPPORTED");
            exports.push(Export { name: identifier(rest).to_string(), slots, stub });
        }
    }
    exports.sort_by(|one, other| one.name.cmp(&other.name));
    exports
}

/// `Table.Slot` wherever a body has it, and the slots that the macros stand for.
fn slots_named(body: &str) -> Vec<String> {
    let mut slots = Vec::new();
    let flat: String = body.split_whitespace().collect();
    for (at, _) in flat.match_indices("FT.") {
        let start = flat[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        let slot = identifier(&flat[at + 3..]);
        let table = match &flat[start..at + 2] {
            "serializerFT" => "MI_SerializerFT",
            "deserializerFT" => "MI_DeserializerFT",
            "utilitiesFT" => "MI_UtilitiesFT",
            table => table,
        };
        if !FILLED_BY_OTHERS.contains(&table) {
            slots.push(format!("{table}.{slot}"));
        }
    }
    for (at, start) in flat.match_indices("get_number!(") {
        slots.push(format!("{}.GetNumber", identifier(&flat[at + start.len()..])));
    }
    slots
}

/// The tests, by file: `module` of tests/, `c:program` of c_tests/; and every word in them.
struct Tests(Vec<(String, BTreeSet<String>)>);

impl Tests {
    fn read(root: &Path) -> Tests {
        let mut tests = Vec::new();
        for (folder, mark) in [("tests", ""), ("c_tests", "c:"), ("src", "unit:")] {
            for path in files(root, folder, &[".rs", ".c", ".cpp"]) {
                if path.starts_with(root.join("c_tests/compile")) {
                    continue; // only compiled, never run
                }
                let text = read(&path);
                let tested = if folder == "src" {
                    text.split_once("#[cfg(test)]").map(|(_, tests)| tests)
                } else {
                    Some(&*text)
                };
                let Some(tested) = tested else { continue };
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                tests.push((format!("{mark}{stem}"), words(tested)));
            }
        }
        Tests(tests)
    }

    /// The first few tests that hold one of `names`, and how many more do.
    fn naming(&self, names: &[&str]) -> String {
        let holds = |words: &BTreeSet<String>| names.iter().any(|name| words.contains(*name));
        let found: Vec<&str> =
            self.0.iter().filter(|(_, words)| holds(words)).map(|(test, _)| test.as_str()).collect();
        let shown = found[..found.len().min(4)].join(", ");
        if found.len() > 4 { format!("{shown}, +{}", found.len() - 4) } else { shown }
    }
}

/// Every name of ours in a text, and those that its macros paste together: `MI_Options_Get##NAME` with any word there.
fn words(text: &str) -> BTreeSet<String> {
    let split = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let begun: BTreeSet<&str> = text
        .match_indices("##")
        .filter_map(|(at, _)| text[..at].rsplit(split).next().filter(|word| word.starts_with("MI")))
        .collect();
    let pasted = begun.iter().flat_map(|start| text.split(split).map(move |word| format!("{start}{word}")));
    text.split(split).filter(|word| word.starts_with("MI")).map(str::to_string).chain(pasted).collect()
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below `folder` whose names end in one of `ends`, in a stable order.
fn files(root: &Path, folder: &str, ends: &[&str]) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root.join(folder)]);
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
