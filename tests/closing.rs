//! What a program sees that loads the library itself: unloading after the last close, names that the executable defines
//! too, a host with more rights than its user.

#![cfg(target_os = "linux")]

use crate::c_programs::{Ran, compile_loading, run_limited};
use crate::support::{declared, have, library, root, run, scratch, skip, succeed};
use std::fmt::Write;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A group that owns nothing.
const NOGROUP: u32 = 65534;

fn source(name: &str) -> PathBuf {
    root().join("c_tests/loaded").join(name)
}

/// Runs a program on the library; it must end well.
fn run_on(binary: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(binary);
    command.arg(library()).args(arguments).env_remove("MI_LOG").envs(environment.iter().copied());
    let ran = run_limited(&mut command);
    let status = ran.status.unwrap_or_else(|| panic!("{command:?} hung:\n{}{}", ran.output, ran.errors));
    assert!(status.success(), "{command:?}: {status}\n{}{}", ran.output, ran.errors);
    ran
}

#[test]
fn library_after_the_last_close_is_unloaded_again_and_again() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("closing_unload");
    let ran = run_on(&compile_loading(&source("unload.c"), &[], &folder), &["1000"], &[]);
    let expected = "mapped: 1\nused: 0\nthreads: 1\nstill mapped: 0\nused on another thread: 0\nstill mapped: 0\n\
                    closed asynchronously, completions: 20, still mapped: 0\nrounds that failed: 0\n\
                    the memory map has grown: no\nmemory has grown: no\n";
    assert_eq!(ran.output, expected);
}

#[test]
fn thread_that_has_sent_and_read_itself_does_not_keep_the_library_mapped() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("closing_remote");
    let ran = run_on(&compile_loading(&source("remote.c"), &[], &folder), &[], &[]);
    assert_eq!(ran.output, "answered: 10, still mapped: 0\n".repeat(3));
}

#[test]
fn thread_that_waits_for_a_kdc_keeps_the_library_mapped() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("closing_kdc");
    let library_of = |name: &str, source: &Path| {
        let output = folder.join(name);
        succeed(Command::new("gcc").args(["-shared", "-fPIC", "-x", "c", "-o"]).arg(&output).arg(source));
        output
    };
    let constructor = library_of("constructor.so", &source("constructor.c"));
    let constructor = constructor.to_str().expect("a path in UTF-8");
    // Libraries that have nothing of GSS-API: what is left then is our own way.
    for name in ["libgssapi_krb5.so.2", "libgssapi.so.3"] {
        library_of(name, Path::new("/dev/null"));
    }
    let binary = compile_loading(&source("kdc.c"), &["-rdynamic"], &folder);
    let nothing = folder.to_str().expect("a path in UTF-8");
    for path in ["", nothing] {
        let ran = run_on(&binary, &[constructor, nothing], &[("LD_LIBRARY_PATH", path), ("MI_LOG", "off")]);
        let expected = "waiting: 1, mapped: 1\nused: 0\nwaiting: 1, mapped: 1\nwaiting: 0, mapped: 0\n\
                        begun after the unloading, mapped: 1\n";
        assert_eq!(ran.output, expected, "{path}: {}", ran.errors);
    }
}

#[test]
fn names_defined_by_the_executable_are_not_called() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("closing_interposed");
    let mut text = String::from("#include <stdlib.h>\nvoid *mi_clientFT_V1;\n");
    for function in ["include/mi.h", "include/mi_ext.h"].iter().flat_map(|header| declared(header)) {
        writeln!(text, "void {0}(void);\nvoid {0}(void) {{ abort(); }}", function.name).unwrap();
    }
    assert!(text.matches("abort").count() > 100);
    let names = folder.join("names.c");
    std::fs::write(&names, text).expect("the scratch folder is writable");
    let more = [names.to_str().expect("a path in UTF-8"), "-rdynamic"];
    let ran = run_on(&compile_loading(&source("interposed.c"), &more, &folder), &[], &[]);
    assert_eq!(ran.output, "used: 0\nstill mapped: 0\n");
}

#[test]
fn host_with_more_rights_than_its_user_reads_no_variables() {
    if !have("gcc") {
        return;
    }
    let folder = scratch("closing_secure");
    let binary = compile_loading(&source("secure.c"), &[], &folder);
    let plain = run_on(&binary, &[], &[("MI_LOG", "off")]);
    assert_eq!((plain.output.as_str(), plain.errors.as_str()), ("secure: 0\nrefused: 1\n", ""));
    // With another group than its user's the program is what a setuid one is to the loader and the C library.
    let changed = std::os::unix::fs::chown(&binary, None, Some(NOGROUP));
    let marked = std::fs::set_permissions(&binary, Permissions::from_mode(0o2755));
    if changed.is_err() || marked.is_err() {
        return skip("the group of a program cannot be changed here");
    }
    let output = run(Command::new(&binary).arg(library()).env("MI_LOG", "off"));
    if !String::from_utf8_lossy(&output.stdout).contains("secure: 1") {
        return skip("a setgid program is not one here");
    }
    let secure = run_on(&binary, &[], &[("MI_LOG", "off")]);
    assert_eq!(secure.output, "secure: 1\nrefused: 1\n");
    assert!(secure.errors.contains("MI_Application_Close refused"), "{}", secure.errors);
}
