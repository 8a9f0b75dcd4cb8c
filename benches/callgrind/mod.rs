//! Programs under callgrind, which counts their instructions.

use crate::support::{have, library, root, run, skip, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Is it there? Says so where it is not.
pub fn is_there() -> bool {
    if !have("valgrind") {
        return false;
    }
    let found = !run(Command::new("valgrind").args(["--tool=callgrind", "--version"])).stdout.is_empty();
    if !found {
        skip("valgrind has no callgrind here");
    }
    found
}

/// Compiles a C program against the library that was built along; answers where it lies.
pub fn compile(source: &str, folder: &Path) -> PathBuf {
    let library = library();
    let libraries = library.parent().expect("the library lies in a folder").display();
    let source = root().join(source);
    let binary = folder.join(source.file_stem().expect("a source has a name"));
    let mut command = Command::new("gcc");
    command.args(["-std=gnu11", "-O2", "-g", "-pthread", "-I"]).arg(root().join("include"));
    command.arg("-o").arg(&binary).arg(source);
    succeed(command.arg(format!("-Wl,{}", library.display())).arg(format!("-Wl,-rpath,{libraries}")));
    binary
}

/// A command to which only the program and its arguments need be added.
pub fn command(profile: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
    command.env("MI_LOG", "off");
    command
}
