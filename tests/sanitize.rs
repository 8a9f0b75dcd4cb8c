//! The C tests of closing under valgrind, AddressSanitizer with LeakSanitizer, and ThreadSanitizer: `make sanitize`.
//!
//! The sanitizers need a nightly toolchain, and ThreadSanitizer its standard library's sources besides (without them
//! the library's own locks are invisible to it); where they are missing, one line says what is skipped.

#![cfg(target_os = "linux")]

use crate::c_programs::{Language, Ran, compile, programs, run_within};
use crate::support::{have, root, run, scratch, skip, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Everything is slower by an order of magnitude, and runs besides other tests.
const LIMIT: Duration = Duration::from_secs(600);

const TARGET: &str = "x86_64-unknown-linux-gnu";

/// The programs that are run, with our header or without: name and source.
fn closing_programs() -> Vec<(String, PathBuf, bool)> {
    let name = |path: &Path| path.file_stem().expect("a source has a name").to_string_lossy().into_owned();
    let ours = programs("c_tests").into_iter().filter(|path| name(path).starts_with("close_"));
    let bare = programs("c_tests/bare").into_iter().filter(|path| name(path) == "close");
    let all = ours.map(|path| (path, true)).chain(bare.map(|path| (path, false)));
    all.map(|(path, include)| (name(&path), path, include)).collect()
}

/// A run is good if the program ended well and the tool found nothing.
fn verdict(name: &str, ran: &Ran, found: bool) -> Option<String> {
    let ended = ran.status.is_some_and(|status| status.success());
    let status = ran.status.map_or("hung".to_owned(), |status| status.to_string());
    (!ended || found).then(|| format!("== {name}: {status}\n{}\n{}", ran.output, ran.errors))
}

fn nothing_found(found: Vec<String>) {
    assert!(found.is_empty(), "{} programs:\n{}", found.len(), found.join("\n"));
}

/// What valgrind cannot run: children that end with everything open leak by intent, and end with its exit code.
const NOT_UNDER_VALGRIND: &[&str] = &["close_row12"];

/// Programs that leave no allocation of any kind, reachable or not. The others leave threads or handles behind at the
/// end by intent.
const LEAVE_NOTHING: &[&str] = &[
    "close",
    "close_acknowledge",
    "close_completion",
    "close_not_started",
    "close_row02",
    "close_row03",
    "close_row04",
    "close_row05",
    "close_row06",
    "close_row07",
    "close_subscription",
];

#[test]
#[ignore = "sanitize"]
fn valgrind_finds_nothing() {
    if !have("valgrind") || !have("gcc") {
        return;
    }
    let folder = scratch("sanitize_valgrind");
    let mut found = Vec::new();
    for (name, source, include) in closing_programs() {
        if NOT_UNDER_VALGRIND.contains(&name.as_str()) {
            continue;
        }
        let binary = compile(&source, Language::C11, include, &folder);
        let mut command = Command::new("valgrind");
        command.args([
            "--error-exitcode=99",
            "--leak-check=full",
            "--fair-sched=yes",
            "--child-silent-after-fork=yes",
        ]);
        // A frame of the library's is a kilobyte deep in a debug build.
        command.args([
            "--errors-for-leak-kinds=definite,indirect",
            "--max-stackframe=8388608",
            "--num-callers=30",
        ]);
        let ran = run_within(command.arg(&binary).current_dir(&folder), LIMIT);
        let left = LEAVE_NOTHING.contains(&name.as_str())
            && !ran.errors.contains("in use at exit: 0 bytes in 0 blocks");
        found.extend(verdict(&name, &ran, left || !ran.errors.contains("ERROR SUMMARY: 0 errors")));
    }
    nothing_found(found);
}

/// A library built by the nightly toolchain with a sanitizer, and the sanitizer's runtime for the executable.
struct Sanitized {
    library: PathBuf,
    runtime: PathBuf,
}

fn nightly(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly"]).args(arguments).current_dir(root());
    for inherited in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(inherited);
    }
    command
}

fn sanitized(kind: &str, build_std: bool) -> Option<Sanitized> {
    let sysroot =
        nightly(&["rustc", "--print", "sysroot"]).output().ok().filter(|output| output.status.success());
    let Some(sysroot) = sysroot else {
        skip("the nightly toolchain is not installed");
        return None;
    };
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot.stdout).trim());
    if build_std && !sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists() {
        skip("the nightly toolchain has no rust-src, which ThreadSanitizer needs");
        return None;
    }
    let short = if kind == "thread" { "tsan" } else { "asan" };
    let runtime = sysroot.join(format!("lib/rustlib/{TARGET}/lib/librustc-nightly_rt.{short}.a"));
    if !runtime.exists() {
        skip(&format!("the nightly toolchain has no runtime of the {kind} sanitizer for {TARGET}"));
        return None;
    }
    let folder = root().join("target/sanitize").join(kind);
    let mut command = nightly(&["cargo", "build", "--lib", "--target", TARGET, "--target-dir"]);
    command.arg(&folder).env("RUSTFLAGS", format!("-Zsanitizer={kind} -Cforce-frame-pointers=yes"));
    if build_std {
        command.arg("-Zbuild-std");
    }
    succeed(&mut command);
    Some(Sanitized { library: folder.join(TARGET).join("debug/libmi.so"), runtime })
}

/// Compiles a program with the sanitizer's runtime in it, which the library then finds there.
fn compile_with(sanitized: &Sanitized, source: &Path, include: bool, folder: &Path) -> PathBuf {
    let binary = folder.join(source.file_stem().expect("a source has a name"));
    let mut command = Command::new("gcc");
    command.args(["-std=gnu11", "-g", "-O1", "-pthread", "-rdynamic"]);
    if include {
        command.arg("-I").arg(root().join("include"));
    }
    command.arg("-o").arg(&binary).arg(source).arg("-Wl,--whole-archive").arg(&sanitized.runtime);
    command.args(["-Wl,--no-whole-archive", "-Wl,--no-as-needed"]).arg(&sanitized.library);
    let libraries = sanitized.library.parent().expect("the library lies in a folder");
    command.arg(format!("-Wl,-rpath,{}", libraries.display())).args(["-ldl", "-lrt", "-lm", "-lgcc_s"]);
    let output = run(&mut command);
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    binary
}

#[test]
#[ignore = "sanitize"]
fn address_and_leak_sanitizer_find_nothing() {
    let Some(sanitized) = have("gcc").then(|| sanitized("address", false)).flatten() else { return };
    let folder = scratch("sanitize_address");
    let mut found = Vec::new();
    for (name, source, include) in closing_programs() {
        // Its children end with everything open: what they leave is theirs.
        let leaks = if name == "close_row12" { "detect_leaks=0" } else { "detect_leaks=1" };
        let binary = compile_with(&sanitized, &source, include, &folder);
        let mut command = Command::new(&binary);
        let ran = run_within(command.current_dir(&folder).env("ASAN_OPTIONS", leaks), LIMIT);
        found.extend(verdict(&name, &ran, ran.errors.contains("Sanitizer")));
    }
    nothing_found(found);
}

/// What ThreadSanitizer cannot run. A child forked from a process of several threads is none of its own; and its own
/// background thread looks like one of the client's, so that row 7 never finds that nobody is left.
const NOT_UNDER_THREAD_SANITIZER: &[&str] = &["close_row07", "close_row09", "close_row12"];

#[test]
#[ignore = "sanitize"]
fn thread_sanitizer_finds_nothing() {
    let Some(sanitized) = have("gcc").then(|| sanitized("thread", true)).flatten() else { return };
    let folder = scratch("sanitize_thread");
    let mut found = Vec::new();
    for (name, source, include) in closing_programs() {
        if NOT_UNDER_THREAD_SANITIZER.contains(&name.as_str()) {
            continue;
        }
        let binary = compile_with(&sanitized, &source, include, &folder);
        // Its shadow memory has fixed addresses, which the randomised ones of newer kernels hit.
        let mut command = Command::new("setarch");
        command.arg("-R").arg(&binary).current_dir(&folder);
        // Where a test counts on row 7, the time-out takes its place.
        command.env("TSAN_OPTIONS", "halt_on_error=0 exitcode=66").env("MI_CLOSE_TIMEOUT_MS", "5000");
        let ran = run_within(&mut command, LIMIT);
        found.extend(verdict(&name, &ran, ran.errors.contains("ThreadSanitizer")));
    }
    nothing_found(found);
}
