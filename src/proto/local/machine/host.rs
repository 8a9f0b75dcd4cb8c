//! The computer and its operating system.

use super::{boot_time, number_file, text_file};
use procfs::{Current, Meminfo};
use std::time::SystemTime;

/// The name this machine gives itself.
pub fn name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The operating system as it was seen at one moment. Sizes are in KiB.
#[derive(Clone, Debug, PartialEq)]
pub struct OperatingSystem {
    pub host: String,
    /// The distribution's own name for itself (`PRETTY_NAME` of os-release).
    pub caption: Option<String>,
    /// Release of the kernel.
    pub version: String,
    pub booted: Option<SystemTime>,
    pub now: SystemTime,
    pub processes: Option<u32>,
    pub max_processes: Option<u32>,
    pub max_processes_per_user: Option<u32>,
    pub memory: Option<Memory>,
}

/// Of `/proc/meminfo`, in KiB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    pub total: u64,
    pub available: Option<u64>,
    pub swap_total: u64,
    pub swap_free: u64,
}

/// The computer as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Computer {
    pub host: String,
    /// Maker and model, where the firmware tells.
    pub caption: Option<String>,
}

pub fn operating_system() -> OperatingSystem {
    let system = rustix::system::uname();
    OperatingSystem {
        host: system.nodename().to_string_lossy().into_owned(),
        caption: distribution(),
        version: system.release().to_string_lossy().into_owned(),
        booted: boot_time(),
        now: SystemTime::now(),
        processes: super::processes::numbers().ok().and_then(|list| u32::try_from(list.len()).ok()),
        max_processes: number_file("/proc/sys/kernel/pid_max"),
        max_processes_per_user: process_limit(),
        memory: memory(),
    }
}

pub fn computer() -> Computer {
    let told = |file: &str| text_file(format!("/sys/class/dmi/id/{file}")).filter(|text| !text.is_empty());
    let caption = match (told("sys_vendor"), told("product_name")) {
        (Some(maker), Some(model)) => Some(format!("{maker} {model}")),
        (maker, model) => maker.or(model),
    };
    Computer { host: name(), caption }
}

fn distribution() -> Option<String> {
    let text = text_file("/etc/os-release").or_else(|| text_file("/usr/lib/os-release"))?;
    let value = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim_matches(['"', '\'']).to_owned())
}

fn memory() -> Option<Memory> {
    const KIB: u64 = 1024;
    let seen = Meminfo::current().ok()?;
    Some(Memory {
        total: seen.mem_total / KIB,
        available: seen.mem_available.map(|bytes| bytes / KIB),
        swap_total: seen.swap_total / KIB,
        swap_free: seen.swap_free / KIB,
    })
}

fn process_limit() -> Option<u32> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nproc).current?;
    u32::try_from(limit).ok()
}
