//! What libmi.so exports: the functions of the headers, a few data symbols, and nothing else.

use crate::support::{declared, have, library, root, skip, succeed};
use std::collections::BTreeSet;
use std::process::Command;

const DATA: &[&str] = &["mi_clientFT_V1", "NITS_STUB", "NITS_PRESENCE_STUB"];

/// Written together with the application and the client's tables; empty once those are there.
const PENDING: &[&str] = &["MI_Application_InitializeV1", "mi_clientFT_V1"];

fn names(header: &str) -> BTreeSet<String> {
    if !root().join(header).exists() {
        return BTreeSet::new();
    }
    declared(header).into_iter().map(|function| function.name).collect()
}

fn exported() -> BTreeSet<(String, String)> {
    let mut command = Command::new("nm");
    let printed = succeed(command.args(["-D", "--defined-only"]).arg(library()));
    let rows = printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.len() == 3).map(|row| (row[2].to_string(), row[1].to_string())).collect()
}

#[test]
fn exports_are_the_functions_of_the_headers_and_nothing_else() {
    if !have("nm") {
        return;
    }
    let exported: BTreeSet<String> = exported().into_iter().map(|(name, _)| name).collect();
    let mut wanted = names("include/mi.h");
    wanted.extend(names("include/mi_ext.h"));
    wanted.extend(DATA.iter().map(|name| name.to_string()));
    let missing = wanted.difference(&exported).filter(|name| !PENDING.contains(&name.as_str()));
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "declared and not exported: {missing:?}");
    let optional = names("include/micodec.h");
    let surplus: Vec<_> = exported.difference(&wanted).filter(|name| !optional.contains(*name)).collect();
    assert!(surplus.is_empty(), "exported and in no header: {surplus:?}");
}

#[test]
fn exports_symbols_carry_no_version_and_the_library_no_soname() {
    if !have("readelf") {
        return;
    }
    let dynamic = succeed(Command::new("readelf").args(["-dW"]).arg(library()));
    assert!(!dynamic.contains("SONAME") && !dynamic.contains("VERDEF"), "{dynamic}");
    assert!(exported().iter().all(|(name, _)| !name.contains('@')));
}

#[test]
fn exports_are_never_called_by_the_library_through_their_names() {
    if !have("readelf") {
        return;
    }
    let relocations = succeed(Command::new("readelf").args(["-rW"]).arg(library()));
    let own: Vec<&str> = relocations
        .lines()
        .filter(|line| line.contains("JUMP_SLO") || line.contains("GLOB_DAT"))
        .filter(|line| line.contains(" MI_") || line.contains(" MIX_") || line.contains("mi_clientFT"))
        .collect();
    assert!(own.is_empty(), "an executable's function of that name would be called: {own:#?}");
}

#[test]
fn exports_data_symbols_have_their_size_and_contents() {
    if !have("readelf") || !have("gcc") {
        return;
    }
    let symbols = succeed(Command::new("readelf").args(["--dyn-syms", "-W"]).arg(library()));
    for (name, size) in [("NITS_STUB", "256"), ("NITS_PRESENCE_STUB", "8"), ("mi_clientFT_V1", "8")] {
        let line = symbols.lines().find(|line| line.split_whitespace().last() == Some(name));
        let Some(line) = line else { return skip(&format!("{name} is not there yet")) };
        let fields: Vec<&str> = line.split_whitespace().collect();
        assert_eq!((fields[2], fields[3]), (size, "OBJECT"), "{line}");
    }
}
