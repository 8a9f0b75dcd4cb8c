//! Sources as they are written for the original header: ours takes them unchanged, without a warning.

use crate::support::{files, have, root, scratch, succeed};
use std::path::PathBuf;
use std::process::Command;

const STRICT: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"];

/// A folder with the header under the name that Linux sources include.
fn include(test: &str) -> PathBuf {
    let folder = scratch(test);
    std::fs::copy(root().join("include/mi.h"), folder.join("MI.h")).expect("the header can be copied");
    folder
}

#[test]
fn sources_for_the_original_header_compile_unchanged() {
    let include = include("c_sources");
    let mut compiled = 0;
    for source in files("c_tests/compile", &[".c", ".cpp"]) {
        let cpp = source.extension().is_some_and(|extension| extension == "cpp");
        for (compiler, standard, language) in
            [("gcc", "c99", "c"), ("gcc", "c11", "c"), ("g++", "c++17", "c++")]
                .into_iter()
                .skip(2 * cpp as usize)
        {
            let mut command = Command::new(compiler);
            command
                .arg(format!("-std={standard}"))
                .args(["-x", language])
                .args(STRICT)
                .arg("-I")
                .arg(&include);
            succeed(command.arg(&source));
            compiled += 1;
        }
    }
    assert!(compiled >= 13, "only {compiled} compilations");
}

#[test]
fn sources_with_narrow_strings_compile_for_windows() {
    if !have("x86_64-w64-mingw32-gcc") {
        return;
    }
    let include = include("c_sources_windows");
    for source in files("c_tests/compile", &["provider.c", "wide.c"]) {
        let mut command = Command::new("x86_64-w64-mingw32-gcc");
        command.args(["-std=c11"]).args(STRICT).arg("-I").arg(&include);
        succeed(command.arg(&source));
    }
}
