//! Link options of the shared library, and the version resource of the Windows one.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if target == "linux" {
        // An executable may define any exported name itself; calls inside the library must not end up there.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-Bsymbolic-functions");
    }
    if target == "windows" {
        println!("cargo:rerun-if-changed=packaging/version.rc");
        match version_resource() {
            Ok(object) => println!("cargo:rustc-cdylib-link-arg={}", object.display()),
            Err(problem) => println!("cargo:warning=no version resource: {problem}"),
        }
    }
}

/// What the properties of the file show.
fn version_resource() -> Result<PathBuf, String> {
    let variable = |name: &str| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let object = Path::new(&variable("OUT_DIR")?).join("version.o");
    let numbers = ["MAJOR", "MINOR", "PATCH"];
    let numbers = numbers.map(|part| variable(&format!("CARGO_PKG_VERSION_{part}")));
    let numbers: Result<Vec<String>, String> = numbers.into_iter().collect();
    let native = cfg!(windows) && variable("HOST")? == variable("TARGET")?;
    let windres = if native { "windres" } else { "x86_64-w64-mingw32-windres" };
    let mut command = Command::new(windres);
    command.arg(format!("-DNUMBERS={},0", numbers?.join(",")));
    command.arg(format!("-DVERSION={}", variable("CARGO_PKG_VERSION")?));
    let made = command.args(["-O", "coff", "packaging/version.rc", "-o"]).arg(&object).status();
    match made {
        Ok(status) if status.success() => Ok(object),
        Ok(status) => Err(format!("{windres}: {status}")),
        Err(error) => Err(format!("{windres}: {error}")),
    }
}
