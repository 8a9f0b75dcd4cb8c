//! The house rules, read from the sources: layers, sizes, first lines, safety notes, threads.

use crate::support::{files, root};
use std::path::Path;

/// Which layers a layer may name through `crate::`, besides itself and `sync`.
const EDGES: &[(&str, &[&str])] = &[
    ("abi", &[]),
    ("handle", &[]),
    ("sync", &[]),
    // The addresses of four C tables: the one edge upwards, so that every instance has its table from birth.
    ("tables", &["ffi"]),
    ("cim", &["abi", "tables"]),
    ("options", &["cim", "abi"]),
    ("codec", &["cim", "abi"]),
    ("gss", &[]),
    ("sspi", &[]),
    ("proto", &["codec", "cim", "options", "abi", "gss", "sspi"]),
    ("runtime", &["proto", "handle", "cim", "options", "abi"]),
    (
        "ffi",
        &[
            "runtime",
            "proto",
            "codec",
            "options",
            "cim",
            "handle",
            "abi",
            "table",
            "slot_body",
            "option_handle",
        ],
    ),
];

/// Where the library makes threads of its own: only they may use what leaves something behind on a thread.
const LIBRARY_THREADS: &[&str] = &[
    "src/runtime/network.rs",
    "src/runtime/pool",
    "src/runtime/timers",
    "src/proto/http",
    "src/proto/wmi",
    // Thread-local memory that is `const` and has no destructor leaves nothing behind.
    "src/ffi/place.rs",
    "src/runtime/scope.rs",
    "src/runtime/thread",
];

/// What would keep the library mapped, or park an application's thread where it must not be parked.
const FOR_LIBRARY_THREADS: &[&str] =
    &["thread::spawn", "thread::Builder", "parking_lot", "crossbeam", "thread_local!", "tokio::"];

/// Where unsafe code may stand.
const UNSAFE: &[&str] = &[
    "src/ffi/",
    "src/cim/block",
    "src/gss/",
    "src/sspi/",
    "src/handle/",
    "src/runtime/",
    "src/sync/fork.rs",
    "src/proto/http/watch/linux.rs",
    "src/proto/wmi/object.rs",
    "src/proto/wmi/variant.rs",
];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines without comments and string literals' contents left as they are.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(i, line)| (i + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn layer(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        inside.split(['/', '.']).next().unwrap_or_default()
    }
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let paths = folders.iter().flat_map(|folder| files(folder, &[".rs"]));
    let read = |path: &Path| std::fs::read_to_string(path).expect("a source is readable");
    let relative = |path: &Path| path.strip_prefix(root()).expect("inside the project").display().to_string();
    paths.map(|path| Source { text: read(&path), path: relative(&path) }).collect()
}

fn everything() -> Vec<Source> {
    sources(&["src", "tests", "examples", "benches", "fuzz/fuzz_targets"])
}

fn nothing(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn layers_name_only_the_layers_below_them() {
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        let layer = source.layer();
        let Some((_, below)) = EDGES.iter().find(|(name, _)| *name == layer) else {
            if source.path != "src/lib.rs" {
                found.push(format!("{}: layer {layer} is not in the map", source.path));
            }
            continue;
        };
        for (number, line) in source.code() {
            for named in line.split("crate::").skip(1) {
                let named =
                    named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if named != layer && named != "sync" && !named.is_empty() && !below.contains(&named) {
                    found.push(format!("{}:{number}: {layer} -> {named}", source.path));
                }
            }
        }
    }
    nothing(found, "edges that the map of the layers does not have");
}

#[test]
fn files_begin_with_what_lives_in_them() {
    let wrong = everything().into_iter().filter(|source| !source.text.starts_with("//! "));
    nothing(wrong.map(|source| source.path).collect(), "the first line is not `//! ...`");
}

#[test]
fn files_stay_small() {
    let sizes: Vec<(usize, String)> =
        everything().into_iter().map(|source| (source.text.lines().count(), source.path)).collect();
    let long = sizes.iter().filter(|(lines, _)| *lines > 800);
    nothing(long.map(|(lines, path)| format!("{path}: {lines}")).collect(), "files of more than 800 lines");
    let mut lines: Vec<usize> = sizes.iter().map(|(lines, _)| *lines).collect();
    lines.sort();
    assert!(lines[lines.len() / 2] <= 350, "half of the files have more than 350 lines");
}

/// Where each function begins, its name and how many lines it has. Formatted sources: it ends at its own indent.
fn functions(source: &Source) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some(name) = function_name(line.trim_start()) else { continue };
        let end = (start..lines.len()).find(|&i| {
            let one_line = i == start && line.ends_with('}');
            let closed = lines[i].len() - lines[i].trim_start().len() == indent
                && lines[i].trim_start().starts_with('}');
            one_line || closed || (lines[i].ends_with(';') && i == start)
        });
        found.push((start + 1, name.to_string(), end.unwrap_or(lines.len() - 1) - start + 1));
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut words = line.split(' ');
    let before =
        ["pub", "pub(crate)", "pub(super)", "unsafe", "extern", "\"C\"", "const", "live", "stub", "async"];
    loop {
        match words.next()? {
            "fn" => return words.next()?.split(['(', '<']).next(),
            word if before.contains(&word) => {}
            _ => return None,
        }
    }
}

#[test]
fn functions_stay_short() {
    let (mut long, mut short, mut all) = (Vec::new(), 0, 0);
    for source in everything() {
        for (line, name, lines) in functions(&source) {
            all += 1;
            short += (lines <= 25) as usize;
            if lines > 80 {
                long.push(format!("{}:{line}: {name} has {lines} lines", source.path));
            }
        }
    }
    nothing(long, "functions of more than 80 lines");
    assert!(short * 100 >= all * 85, "only {short} of {all} functions have at most 25 lines");
}

#[test]
fn shims_stay_thin() {
    let mut thick = Vec::new();
    for source in sources(&["src/ffi"]) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (start, line) in
            lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("live fn "))
        {
            let opened = (start..lines.len())
                .find(|&i| lines[i].ends_with('{') || lines[i].ends_with('}'))
                .unwrap_or(start);
            let indent = line.len() - line.trim_start().len();
            let closed = (opened..lines.len()).find(|&i| lines[i] == format!("{}}}", " ".repeat(indent)));
            if !lines[opened].ends_with('}') && closed.is_some_and(|closed| closed - opened > 11) {
                thick.push(format!("{}:{}: {}", source.path, start + 1, line.trim()));
            }
        }
    }
    nothing(thick, "shims of more than 10 lines");
}

#[test]
fn unsafe_blocks_carry_a_note_and_stand_where_they_may() {
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        let opens = |line: &str| line.matches("unsafe {").count() + line.matches("unsafe impl").count();
        let blocks: usize = source.code().map(|(_, line)| opens(line)).sum();
        let notes = source.text.matches("SAFETY:").count();
        if blocks > notes {
            found.push(format!("{}: {blocks} unsafe blocks, {notes} notes", source.path));
        }
        if blocks > 0 && !UNSAFE.iter().any(|place| source.path.starts_with(place)) {
            found.push(format!("{}: unsafe code in this layer", source.path));
        }
    }
    nothing(found, "unsafe code without a note or out of place");
}

#[test]
fn threads_and_thread_locals_are_the_librarys_own() {
    let mut found = Vec::new();
    for source in sources(&["src"]) {
        if LIBRARY_THREADS.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for (number, line) in source.code() {
            for name in FOR_LIBRARY_THREADS.iter().filter(|name| line.contains(*name)) {
                found.push(format!("{}:{number}: {name}", source.path));
            }
        }
    }
    nothing(found, "an application's thread may come here");
}

#[test]
fn files_name_no_place_of_the_machine_they_were_made_on() {
    let places = [concat!("/wo", "rk/"), concat!("/ho", "me/")];
    let ends = [".rs", ".toml", ".md", ".c", ".cpp", ".h", ".in", "Makefile", ".sh"];
    let kept = [
        "src",
        "tests",
        "examples",
        "benches",
        "fuzz/fuzz_targets",
        "c_tests",
        "include",
        "packaging",
        ".ci",
    ];
    let mut paths: Vec<_> = kept.iter().flat_map(|folder| files(folder, &ends)).collect();
    paths.extend(
        ["Makefile", "README.md", "ARCHITECTURE.md", "MATRIX.md", "Cargo.toml"].map(|name| root().join(name)),
    );
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        found.extend(places.iter().filter(|place| text.contains(*place)).map(|_| path.display().to_string()));
    }
    nothing(found, "absolute paths");
}
