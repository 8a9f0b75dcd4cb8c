//! The programs that anyone can point at a real host (`make interop`), here at the independent server.

#![cfg(unix)]

use crate::c_programs::{Language, compile, difference, run_limited};
use crate::support::{have, root, scratch};
use crate::wsman::peer_process::Peer;
use std::process::Command;

/// The matrix against the independent server, over HTTP or HTTPS.
fn matrix(transport: &str, port: impl Fn(&Peer) -> u16) {
    if !have("gcc") {
        return;
    }
    let Some(peer) = Peer::start(&["--event-interval", "100000"]) else { return };
    let source = root().join("c_tests/interop/matrix.c");
    let binary = compile(&source, Language::C11, true, &scratch(&format!("interop_{transport}")));
    let ran = run_limited(
        Command::new(binary)
            .env("MI_HOST", "127.0.0.1")
            .env("MI_PORT", port(&peer).to_string())
            .env("MI_TRANSPORT", transport)
            .env("MI_CHECKS", "no")
            .env("MI_USER", "peeruser")
            .env("MI_PASSWORD", "Peer-Pass1")
            .env_remove("MI_LOG"),
    );
    let expected = std::fs::read_to_string(source.with_extension("expected")).unwrap_or_default();
    let difference = difference(&expected, &ran.output);
    assert!(difference.is_empty(), "-expected +printed:\n{difference}\n{}", ran.errors);
    assert!(ran.status.is_some_and(|status| status.success()), "{}{}", ran.output, ran.errors);
}

#[test]
fn every_operation_works_against_the_independent_server() {
    matrix("http", |peer| peer.http);
}

#[test]
fn every_operation_works_over_tls() {
    matrix("https", |peer| peer.https);
}

#[test]
fn program_without_a_destination_says_that_it_skips() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("interop_skipped");
    let binary = compile(&root().join("c_tests/interop/matrix.c"), Language::C11, true, &folder);
    let ran = run_limited(Command::new(binary).env_remove("MI_HOST"));
    assert!(ran.status.is_some_and(|status| status.success()) && ran.output == "skipped: no MI_HOST\n");
}
