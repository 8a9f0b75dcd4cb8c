//! What several test modules need: paths, commands, a folder of their own, and one line when something is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The facts about the ABI that lie beside the project on the machine where it is made.
pub fn shared(what: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(what);
    path.exists().then_some(path)
}

/// The shared library that was built along with this test, or the one of `MI_LIBMI`.
pub fn library() -> PathBuf {
    if let Some(given) = std::env::var_os("MI_LIBMI") {
        return given.into();
    }
    let deps = std::env::current_exe().expect("a test knows its own path");
    let deps = deps.parent().expect("a test lies in a folder");
    let name = if cfg!(windows) { "mi.dll" } else { "libmi.so" };
    let places = [deps.join(name), deps.join("..").join(name)];
    let built = places.iter().filter(|path| path.is_file());
    let newest = built.max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    newest.unwrap_or_else(|| panic!("{name} is not built beside {}", deps.display())).clone()
}

/// A folder for one test, empty. Absolute under wine, too: the system that it was built on says it without a drive.
pub fn scratch(test: &str) -> PathBuf {
    let path = std::path::absolute(Path::new(env!("CARGO_TARGET_TMPDIR")).join(test)).expect("a path");
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the scratch folder can be made");
    path
}

pub fn have(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        skip(&format!("{program} is not installed"));
    }
    found
}

pub fn skip(why: &str) {
    eprintln!("skipped: {why}");
}

pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Runs a command that must succeed; what it printed.
pub fn succeed(command: &mut Command) -> String {
    let output = run(command);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}{err}", output.status);
    out.into_owned()
}

/// The text of a file of the project.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file under `folder` (relative to the project) whose name ends in one of `ends`, in a stable order.
pub fn files(folder: &str, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A function that a header of ours declares: its name, and how many parameters it has.
pub struct Declared {
    pub name: String,
    pub returns: String,
    pub parameters: Vec<String>,
}

/// The functions that `header` declares as exported.
pub fn declared(header: &str) -> Vec<Declared> {
    let mut text = read(header);
    while let Some(start) = text.find("/*") {
        let end = start + text[start..].find("*/").expect("a closed comment") + 2;
        text.replace_range(start..end, "");
    }
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join(" ");
    let statements = code.split(';').filter_map(|statement| statement.split_once("MI_IMPORT "));
    statements.filter_map(|(_, statement)| declaration(statement.trim())).collect()
}

fn declaration(statement: &str) -> Option<Declared> {
    let (head, rest) = statement.split_once('(')?;
    let at = head.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')? + 1;
    let rest = &rest[..rest.rfind(')')?];
    let (mut depth, mut parameters, mut current) = (0, Vec::new(), String::new());
    for c in rest.chars() {
        depth += (c == '(') as i32 - (c == ')') as i32;
        if c == ',' && depth == 0 {
            parameters.push(std::mem::take(&mut current).trim().to_string());
        } else {
            current.push(c);
        }
    }
    parameters.push(current.trim().to_string());
    parameters.retain(|parameter| !parameter.is_empty() && parameter != "void");
    let returns = head[..at].replace("MI_MAIN_CALL", "").trim().to_string();
    Some(Declared { name: head[at..].to_string(), returns, parameters })
}
