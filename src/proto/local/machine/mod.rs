//! What this machine says about itself, as plain records. Nothing here knows CIM.
//!
//! Everything is read at the moment it is asked for; what the machine does not say stays `None`. The parsers are the
//! procfs crate's, the system calls rustix's (and nix's for the list of interface addresses).

#![forbid(unsafe_code)]

pub mod addresses;
pub mod file_systems;
pub mod host;
pub mod load;
pub mod ports;
pub mod processes;
pub mod processors;

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A short text file of the kernel's or of the distribution's; None where it cannot be read.
fn text_file(path: impl AsRef<Path>) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// A file that holds one number.
fn number_file<T: std::str::FromStr>(path: impl AsRef<Path>) -> Option<T> {
    text_file(path)?.parse().ok()
}

/// When the system was started, to the second as the kernel gives it (so that it is the same at every look).
pub fn boot_time() -> Option<SystemTime> {
    procfs::boot_time_secs().ok().map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A span given in clock ticks.
pub fn ticks(count: u64) -> Duration {
    let per_second = procfs::ticks_per_second().max(1);
    let rest = (count % per_second) * 1_000_000 / per_second;
    Duration::from_secs(count / per_second) + Duration::from_micros(rest)
}
