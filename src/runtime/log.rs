//! The log: `MI_LOG=level[,file=PATH]`; by default only refusals and stuck closes, to standard error.
//!
//! It never blocks and never raises a signal in the host: it asks whether the descriptor takes a piece before it
//! writes one, and otherwise drops and counts. No line holds a secret.

#[cfg_attr(unix, path = "log/unix.rs")]
#[cfg_attr(windows, path = "log/windows.rs")]
mod native;

use super::config;
use crate::abi::MI_RESULT_FAILED;
use crate::cim::Error;
use std::any::Any;
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much is said. Each level includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Level {
    Off = 0,
    /// Refused and stuck closes, and panics: the default.
    Refusal = 1,
    Error = 2,
    Info = 3,
    Debug = 4,
    Trace = 5,
}

impl Level {
    pub fn parse(text: &[u8]) -> Option<Level> {
        let names: [(&[u8], Level); 7] = [
            (b"off", Level::Off),
            (b"refusal", Level::Refusal),
            (b"warn", Level::Refusal),
            (b"error", Level::Error),
            (b"info", Level::Info),
            (b"debug", Level::Debug),
            (b"trace", Level::Trace),
        ];
        names.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, level)| *level)
    }
}

/// Pieces that no descriptor would take.
static DROPPED: AtomicU64 = AtomicU64::new(0);

#[inline]
pub fn enabled(level: Level) -> bool {
    config::log_level() >= level as u8
}

/// Writes a text, line by line, each with the library's name before it.
pub fn write(level: Level, text: &str) {
    if !enabled(level) {
        return;
    }
    let mut lines = String::with_capacity(text.len() + 64);
    let dropped = DROPPED.swap(0, Ordering::Relaxed);
    if dropped > 0 {
        lines.push_str(&format!("libmi: {dropped} pieces of log were dropped\n"));
    }
    for line in text.lines() {
        lines.push_str("libmi: ");
        lines.extend(line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
        lines.push('\n');
    }
    match open_file() {
        Some(Ok(mut file)) => drop(file.write_all(lines.as_bytes())),
        Some(Err(_)) => drop(DROPPED.fetch_add(1, Ordering::Relaxed)),
        None if native::write_to_stderr(lines.as_bytes()) => {}
        None => drop(DROPPED.fetch_add(1, Ordering::Relaxed)),
    }
}

/// The file is opened for each text: no descriptor of ours is left open in the host.
fn open_file() -> Option<std::io::Result<File>> {
    let path = config::log_file()?;
    Some(native::append_options().append(true).create(true).open(path).and_then(only_regular))
}

/// A FIFO or a device could block or raise a signal.
fn only_regular(file: File) -> std::io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
}

/// A panic was caught at the boundary.
pub fn panicked(name: &str, panic: Box<dyn Any + Send>) {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    // Dropping a panic's payload can panic again; it is not worth the host's life.
    std::mem::forget(panic);
    write(Level::Refusal, &format!("internal error in {name}: {text}"));
}

/// The same for an operation's own code: what the operation ends with.
pub fn internal_error(verb: &'static str, panic: Box<dyn Any + Send>) -> Error {
    panicked(verb, panic);
    Error::new(MI_RESULT_FAILED, "internal error while the operation ran").with_operation(verb)
}
