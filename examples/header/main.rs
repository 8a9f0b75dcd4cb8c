//! `cargo run --example header` writes the C headers from the Rust sources; `-- --verify` compares instead.

mod generate;
mod rewrite;

use std::process::ExitCode;

fn main() -> ExitCode {
    let verify = std::env::args().any(|argument| argument == "--verify");
    let mut stale = false;
    for header in generate::headers() {
        let text = generate::generate(header);
        let path = generate::root().join(header.path);
        if !verify {
            std::fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
            eprintln!("{} does not match the sources: run `make header`", header.path);
            stale = true;
        }
    }
    if stale { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
