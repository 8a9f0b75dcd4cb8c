//! `cargo run --example matrix` writes MATRIX.md from the sources and the tests; `-- --verify` compares instead.

mod survey;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, text) = (root.join("MATRIX.md"), survey::matrix(root));
    if !std::env::args().any(|argument| argument == "--verify") {
        std::fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
        eprintln!("MATRIX.md does not match the sources: run `make matrix`");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
