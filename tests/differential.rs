//! The same compiled C programs on this library and on another one, their outputs side by side:
//! `MI_OTHER_LIBMI=/path/libmi.so`, or `make differential OTHER=/path/libmi.so`.

#![cfg(target_os = "linux")]

use crate::c_programs::{Language, Ran, compile, compile_loading, difference, programs, run_limited};
use crate::codec_schema;
use crate::support::{have, library, root, scratch, skip, succeed};
use std::path::Path;
use std::process::Command;

#[test]
fn differential_outputs_are_shown() {
    let Some(other) = std::env::var_os("MI_OTHER_LIBMI") else {
        return skip("MI_OTHER_LIBMI names no other library to compare with");
    };
    if !have("gcc") {
        return;
    }
    let folder = scratch("differential");
    let shim = folder.join("other.so");
    let source = root().join("c_tests/differ/other.c");
    succeed(Command::new("gcc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).arg("-ldl"));
    let mut same = 0;
    let sources: Vec<_> = [("c_tests", true), ("c_tests/bare", false)]
        .into_iter()
        .flat_map(|(folder, include)| programs(folder).into_iter().map(move |source| (source, include)))
        .collect();
    for (source, include) in &sources {
        let binary = compile(source, Language::C11, *include, &folder);
        let ours = run_limited(Command::new(&binary).current_dir(&folder));
        let mut elsewhere = Command::new(&binary);
        elsewhere.current_dir(&folder).env("LD_PRELOAD", &shim).env("MI_OTHER_LIBMI", &other);
        let theirs = run_limited(&mut elsewhere);
        same += usize::from(compare(source, &ours, &theirs));
    }
    println!("{same} of {} programs print the same on both", sources.len());
}

#[test]
fn differential_mi_xml_is_the_same() {
    let Some(other) = std::env::var_os("MI_OTHER_LIBMI") else {
        return skip("MI_OTHER_LIBMI names no other library to compare with");
    };
    if !have("gcc") {
        return;
    }
    let source = root().join("c_tests/differ/mi_xml.c");
    let mut compared = Command::new(compile_loading(&source, &[], &scratch("differential_mi_xml")));
    compared.arg(library()).arg(other).args(codec_schema::schema()).arg(codec_schema::ROOT);
    print!("{}", succeed(&mut compared));
}

/// Prints how two runs differ; whether they did not.
fn compare(source: &Path, ours: &Ran, theirs: &Ran) -> bool {
    let name = source.strip_prefix(root()).unwrap_or(source).display();
    let end = |ran: &Ran| ran.status.map_or("hung".to_owned(), |status| status.to_string());
    let lines = difference(&theirs.output, &ours.output);
    let same = lines.is_empty() && end(ours) == end(theirs);
    let verdict = if same { format!("the same, {}", end(ours)) } else { "differs (-other +ours)".to_owned() };
    println!("== {name}: {verdict}");
    if !same {
        print!("{lines}");
        println!("   ours: {}, other: {}", end(ours), end(theirs));
        print!("{}", theirs.errors);
    }
    same
}
