//! How fast the whole DMTF schema is read from memory: `cargo bench --bench schema`.
//!
//! Skipped where the schema is not there. Less than 40 MB a second in the best of some rounds ends this with an error.

#[allow(dead_code)]
#[path = "../tests/support.rs"]
mod support;

use mi::codec::mof::{self, Includes, NoSchema, Settings};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

const ROOT: &str = "cim_schema_2.32.0.mof";
const LEAST_MEGABYTES: f64 = 40.0;
const ROUNDS: u32 = 9;

/// The schema's files, by the names that they are included by, and how much of them was read.
struct Files {
    all: HashMap<String, Vec<u8>>,
    bytes: usize,
}

impl Includes for Files {
    fn read(&mut self, name: &str, _from: &str) -> Result<Vec<u8>, String> {
        let content = self.all.get(name).ok_or_else(|| format!("no file {name}"))?;
        self.bytes += content.len();
        Ok(content.clone())
    }
}

/// Reads all files below a folder; their names are relative to it.
fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the schema").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).expect("a file of the schema"));
        }
    }
}

fn main() -> ExitCode {
    let Some(archive) = support::shared("mof/cim-schema.tar.xz") else { return ExitCode::SUCCESS };
    let folder = support::scratch("schema");
    support::succeed(Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&folder));
    let mut files = Files { all: HashMap::new(), bytes: 0 };
    collect(&folder.join("omischema/CIM-2.32.0"), "", &mut files.all);
    let root = files.all.get(ROOT).expect("the schema's root").clone();
    let mut best = f64::MAX;
    let mut classes = Vec::new();
    for _ in 0..ROUNDS {
        files.bytes = root.len();
        let start = Instant::now();
        let (loaded, _) = mof::load_bytes(&root, &mut files, &mut NoSchema, Settings::default())
            .expect("the schema is well-formed");
        best = best.min(start.elapsed().as_secs_f64());
        classes = loaded.classes;
    }
    let bytes = files.bytes;
    let megabytes = bytes as f64 / best / 1e6;
    println!(
        "DMTF schema: {} classes, {bytes} bytes, {megabytes:.0} MB/s, at least {LEAST_MEGABYTES}",
        classes.len()
    );
    if megabytes >= LEAST_MEGABYTES { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
