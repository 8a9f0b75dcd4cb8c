//! The C programs of `c_tests/`: each is compiled as C11 and as C++17 against our header, linked to the library, run,
//! and its output compared with `c_tests/NAME.expected`. Those of `c_tests/bare/` see no header of ours.

#![cfg(unix)]

use crate::support::{have, library, root, run, scratch};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A program that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(300);

/// The language a program is compiled as.
#[derive(Clone, Copy)]
pub enum Language {
    C11,
    Cpp17,
}

impl Language {
    fn compiler(self) -> Command {
        let (program, arguments): (&str, &[&str]) = match self {
            Language::C11 => ("gcc", &["-std=gnu11"]),
            Language::Cpp17 => ("g++", &["-std=gnu++17", "-x", "c++"]),
        };
        let mut command = Command::new(program);
        command.args(arguments);
        command
    }

    fn name(self) -> &'static str {
        match self {
            Language::C11 => "c11",
            Language::Cpp17 => "cpp17",
        }
    }
}

/// Compiles a program that loads the library itself. `more`: further sources and options.
pub fn compile_loading(source: &Path, more: &[&str], folder: &Path) -> PathBuf {
    let binary = folder.join(source.file_stem().expect("a source has a name"));
    let mut command = Language::C11.compiler();
    command.args(["-Wall", "-Wextra", "-Werror", "-g", "-O1", "-pthread", "-I"]).arg(root().join("include"));
    let output = run(command.arg("-o").arg(&binary).arg(source).args(more).arg("-ldl"));
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{messages}");
    binary
}

/// Compiles a program against a library and answers where it lies. `include`: with our header.
pub fn compile(source: &Path, language: Language, include: bool, folder: &Path) -> PathBuf {
    let stem = source.file_stem().expect("a source has a name").to_string_lossy();
    let binary = folder.join(format!("{stem}-{}", language.name()));
    let library = library();
    let libraries = library.parent().expect("the library lies in a folder");
    let mut command = language.compiler();
    command.args(["-Wall", "-Wextra", "-Werror", "-g", "-O1", "-pthread"]);
    if include {
        command.arg("-I").arg(root().join("include"));
    }
    // -x holds for all inputs that follow, so the library comes as an option of the linker.
    command.arg("-o").arg(&binary).arg(source).args(["-Wl,--no-as-needed", "-ldl"]);
    command.arg(format!("-Wl,{}", library.display()));
    command.arg(format!("-Wl,-rpath,{}", libraries.display()));
    let output = run(&mut command);
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{messages}");
    binary
}

/// What a program did. None: it hung and was killed.
pub struct Ran {
    pub status: Option<ExitStatus>,
    pub output: String,
    pub errors: String,
}

/// Runs a program to its end, or to the time limit.
pub fn run_limited(command: &mut Command) -> Ran {
    run_within(command, LIMIT)
}

/// The same with a limit of its own.
pub fn run_within(command: &mut Command, limit: Duration) -> Ran {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let process = child.id();
    let (done, waiting) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let ran = finish(&mut child);
            let _nobody_waits_after_a_hang = done.send(ran);
        });
        match waiting.recv_timeout(limit) {
            Ok(ran) => ran,
            Err(_) => {
                kill(process);
                let mut ran = waiting.recv().expect("a killed program ends");
                ran.status = None;
                ran
            }
        }
    })
}

fn finish(child: &mut Child) -> Ran {
    let mut errors = child.stderr.take().expect("stderr is a pipe");
    let reader = std::thread::spawn(move || read_all(&mut errors));
    let output = read_all(child.stdout.as_mut().expect("stdout is a pipe"));
    let status = child.wait().expect("the program can be waited for");
    Ran { status: Some(status), output, errors: reader.join().expect("reading does not panic") }
}

fn read_all(pipe: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes).expect("a pipe can be read");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Ends a process that this test started and has not waited for, so the number is still its own.
fn kill(process: u32) {
    run(Command::new("kill").args(["-KILL", &process.to_string()]));
}

/// Compiles and runs one program in one language, and compares what it printed.
fn check(source: &Path, language: Language, include: bool) {
    let stem = source.file_stem().expect("a source has a name").to_string_lossy().into_owned();
    let folder = scratch(&format!("c_{stem}_{}_{include}", language.name()));
    let binary = compile(source, language, include, &folder);
    let ran = run_limited(Command::new(&binary).current_dir(&folder).env_remove("MI_LOG"));
    let what = format!("{stem} as {}", language.name());
    let status =
        ran.status.unwrap_or_else(|| panic!("{what} hung; it had printed:\n{}{}", ran.output, ran.errors));
    assert!(status.success(), "{what}: {status}\n{}{}", ran.output, ran.errors);
    let golden = source.with_extension("expected");
    if let Ok(expected) = std::fs::read_to_string(&golden) {
        let difference = difference(&expected, &ran.output);
        assert!(difference.is_empty(), "{what} printed something else (-expected +printed):\n{difference}");
    }
}

/// The lines in which two outputs differ, with `-` and `+`; empty where they are the same.
pub fn difference(expected: &str, printed: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), printed.lines().collect());
    // common[i][j]: how many lines old[i..] and new[j..] have in common, in order.
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for (i, j) in (0..old.len()).rev().flat_map(|i| (0..new.len()).rev().map(move |j| (i, j))) {
        let skipped = common[i + 1][j].max(common[i][j + 1]);
        common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { skipped };
    }
    let (mut i, mut j, mut lines) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines += &format!("-{}\n", old[i]);
            i += 1;
        } else {
            lines += &format!("+{}\n", new[j]);
            j += 1;
        }
    }
    lines
}

/// The programs of a folder, by name.
pub fn programs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect("the folder of C tests is there");
    let paths = entries.flatten().map(|entry| entry.path());
    let mut sources: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "c")).collect();
    sources.sort();
    sources
}

macro_rules! programs {
    ($($name:ident),* $(,)?) => {
        const LISTED: &[&str] = &[$(stringify!($name)),*];
        $(
            mod $name {
                use super::*;
                #[test]
                fn as_c11_prints_what_is_expected() {
                    if have("gcc") {
                        check(&root().join(concat!("c_tests/", stringify!($name), ".c")), Language::C11, true);
                    }
                }
                #[test]
                fn as_cpp17_prints_what_is_expected() {
                    if have("g++") {
                        check(&root().join(concat!("c_tests/", stringify!($name), ".c")), Language::Cpp17, true);
                    }
                }
            }
        )*
    };
}

// close_rowNN is row NN of the table of closing. Row 13, and row 1 inside a hosted provider's function, have no program
// before there are hosted providers.
programs! {
    application,
    class,
    close_acknowledge,
    close_async,
    close_completion,
    close_handles,
    close_kdc,
    close_not_started,
    close_row01,
    close_row02,
    close_row03,
    close_row04,
    close_row05,
    close_row06,
    close_row07,
    close_row08,
    close_row09,
    close_row10,
    close_row11,
    close_row12,
    close_subscription,
    close_threads,
    deserializer,
    destination_options,
    diagnostics,
    instance,
    instance_static,
    new_session,
    null_handles,
    operation,
    operation_errors,
    operation_options,
    operation_options_custom,
    operation_rules,
    operations,
    option_handles,
    option_threads,
    push,
    random_life,
    reset_peer,
    secret_wipe,
    serializer,
    serializer_classes,
    serializer_differs,
    session,
    session_callbacks,
    side_callbacks,
    subscription_options,
    utilities,
    warm,
}

#[test]
fn every_c_program_is_run() {
    for source in programs("c_tests") {
        let stem = source.file_stem().expect("a source has a name").to_string_lossy().into_owned();
        assert!(LISTED.contains(&stem.as_str()), "c_tests/{stem}.c is not listed in tests/c_programs.rs");
    }
}

#[test]
fn bare_programs_run_without_a_header_of_ours() {
    if have("gcc") {
        for source in programs("c_tests/bare") {
            check(&source, Language::C11, false);
        }
    }
}
