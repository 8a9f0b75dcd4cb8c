//! The headers: as the sources say, and fit for every compiler and setting that programs use.

use crate::support::{have, root, run, shared, succeed};
use std::process::Command;

const STRICT: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"];

#[test]
fn headers_committed_match_the_sources() {
    for header in crate::generate::headers() {
        let committed = crate::support::read(header.path);
        assert!(committed == crate::generate::generate(header), "{} is stale: `make header`", header.path);
    }
}

fn compiles(compiler: &str, standard: &str, define: &str) {
    let language = if standard.starts_with("c++") { "c++" } else { "c" };
    for header in ["include/mi.h", "include/micodec.h", "include/mi_ext.h"] {
        if !root().join(header).exists() {
            continue;
        }
        let mut command = Command::new(compiler);
        command.arg(format!("-std={standard}")).args(STRICT).arg(define).args(["-x", language]);
        succeed(command.arg(root().join(header)));
    }
}

#[test]
fn headers_every_standard_and_setting_compile_without_a_warning() {
    for define in ["-DTEST", "-DMI_CHAR_TYPE=2", "-DMI_API_VERSION=1", "-DMI_CONST="] {
        for (compiler, standard) in [("gcc", "c99"), ("gcc", "c11"), ("g++", "c++17")] {
            compiles(compiler, standard, define);
        }
    }
}

#[test]
fn headers_for_windows_compile_without_a_warning() {
    if have("x86_64-w64-mingw32-gcc") && have("x86_64-w64-mingw32-g++") {
        compiles("x86_64-w64-mingw32-gcc", "c99", "-DTEST");
        compiles("x86_64-w64-mingw32-gcc", "c11", "-DMI_CHAR_TYPE=1");
        compiles("x86_64-w64-mingw32-g++", "c++17", "-DTEST");
    }
}

#[test]
fn headers_unknown_settings_are_refused() {
    for define in ["-DMI_CHAR_TYPE=3", "-DMI_API_VERSION=3", "-DMI_CALL_VERSION=2"] {
        let mut command = Command::new("gcc");
        command.args(["-fsyntax-only", "-x", "c", define]).arg(root().join("include/mi.h"));
        assert!(!run(&mut command).status.success(), "{define} compiles");
    }
}

#[test]
fn headers_layout_matches_the_tables_of_the_abi() {
    let Some(script) = shared("abi/check_layout.py") else {
        return crate::support::skip("the tables of the ABI are not beside the project");
    };
    for (profile, compiler) in [("linux", "gcc"), ("win64", "x86_64-w64-mingw32-gcc")] {
        if have(compiler) && have("python3") {
            let mut command = Command::new("python3");
            command.arg(&script).args(["--api", "--profile", profile, "--micodec"]);
            command.arg(root().join("include/micodec.h")).arg(root().join("include/mi.h"));
            let printed = succeed(&mut command);
            assert!(printed.contains(" 0 mismatch"), "{printed}");
        }
    }
}
