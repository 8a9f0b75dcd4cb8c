//! Processes, from `/proc/PID`.
//!
//! A process costs one open, read and close for its `stat`; who owns it, its arguments and its program are one file
//! each and are read only where somebody wants to see them.

use procfs::FromRead;
use procfs::process::Stat;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{CWD, Dir, Mode, OFlags, openat, readlinkat};
use rustix::io::Errno;

/// The longest command line that is read; what is beyond is left out.
const MAX_COMMAND: usize = 256 * 1024;

/// A process as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    pub pid: u32,
    pub name: String,
    /// The letter of `stat`.
    pub state: char,
    pub parent: u32,
    pub group: u32,
    pub session: u32,
    pub terminal: Option<String>,
    pub user_ticks: u64,
    pub system_ticks: u64,
    /// The scheduler's: 20 + nice, negative for real-time processes.
    pub priority: i64,
    pub nice: i64,
    /// Ticks after the boot. Together with the number this is a process's identity.
    pub start_ticks: u64,
    pub resident_pages: u64,
    pub real_user: Option<u32>,
    pub module: Option<String>,
    pub arguments: Option<Vec<String>>,
    /// What it sleeps on, where the kernel tells.
    pub waiting: Option<String>,
}

/// What to read of a process besides its `stat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    pub owner: bool,
    pub arguments: bool,
    pub module: bool,
    pub waiting: bool,
}

impl Parts {
    pub const ALL: Self = Self { owner: true, arguments: true, module: true, waiting: true };
    pub const NONE: Self = Self { owner: false, arguments: false, module: false, waiting: false };
}

/// The numbers of all processes, in the kernel's order.
pub fn numbers() -> std::io::Result<Vec<u32>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut directory = Dir::new(openat(CWD, "/proc", flags, Mode::empty())?)?;
    let mut numbers = Vec::new();
    while let Some(entry) = directory.read() {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name.first().is_some_and(u8::is_ascii_digit) {
            numbers.extend(std::str::from_utf8(name).ok().and_then(|name| name.parse::<u32>().ok()));
        }
    }
    Ok(numbers)
}

/// Reads processes one after the other into the same buffer.
#[derive(Default)]
pub struct Reader {
    buffer: Vec<u8>,
}

impl Reader {
    /// The process of that number; None where there is none (any more), or where it may not be seen.
    pub fn read(&mut self, pid: u32, parts: Parts) -> Option<Process> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        // The files are reached through one descriptor, so that they are of one process even where its number is
        // given to another in between.
        let directory = openat(CWD, format!("/proc/{pid}"), flags, Mode::empty()).ok()?;
        let mut process = self.stat(&directory, pid)?;
        if parts.owner {
            process.real_user = self.real_user(&directory);
        }
        if parts.arguments {
            process.arguments = self.arguments(&directory);
        }
        if parts.module {
            let link = readlinkat(&directory, "exe", Vec::new()).ok();
            process.module = link.map(|path| path.to_string_lossy().into_owned());
        }
        if parts.waiting && matches!(process.state, 'S' | 'D') {
            process.waiting = self.waiting(&directory);
        }
        Some(process)
    }

    fn stat(&mut self, directory: &OwnedFd, pid: u32) -> Option<Process> {
        self.file(directory, "stat", 4096).ok()?;
        let stat = Stat::from_read(&self.buffer[..]).ok()?;
        let number = |value: i32| u32::try_from(value).unwrap_or(0);
        Some(Process {
            pid,
            name: stat.comm,
            state: stat.state,
            parent: number(stat.ppid),
            group: number(stat.pgrp),
            session: number(stat.session),
            terminal: terminal(stat.tty_nr),
            user_ticks: stat.utime,
            system_ticks: stat.stime,
            priority: stat.priority,
            nice: stat.nice,
            start_ticks: stat.starttime,
            resident_pages: stat.rss,
            real_user: None,
            module: None,
            arguments: None,
            waiting: None,
        })
    }

    /// The first number of the `Uid:` line. The rest of `status` is not looked at.
    fn real_user(&mut self, directory: &OwnedFd) -> Option<u32> {
        self.file(directory, "status", 16 * 1024).ok()?;
        let line = self.buffer.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"Uid:"))?;
        std::str::from_utf8(line).ok()?.split_whitespace().next()?.parse().ok()
    }

    /// None for what has no arguments: threads of the kernel, processes that have ended.
    fn arguments(&mut self, directory: &OwnedFd) -> Option<Vec<String>> {
        self.file(directory, "cmdline", MAX_COMMAND).ok()?;
        let text = self.buffer.strip_suffix(b"\0").unwrap_or(&self.buffer);
        let argument = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (!text.is_empty()).then(|| text.split(|byte| *byte == 0).map(argument).collect())
    }

    fn waiting(&mut self, directory: &OwnedFd) -> Option<String> {
        self.file(directory, "wchan", 256).ok()?;
        let name = String::from_utf8_lossy(&self.buffer);
        (!name.is_empty() && name != "0").then(|| name.into_owned())
    }

    /// Reads a file into the buffer, up to a bound.
    fn file(&mut self, directory: &OwnedFd, name: &str, bound: usize) -> Result<(), Errno> {
        let file = openat(directory.as_fd(), name, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        let mut filled = 0;
        loop {
            self.buffer.resize((filled + 4096).min(bound), 0);
            let room = self.buffer.len() - filled;
            let read = if room == 0 { 0 } else { rustix::io::read(&file, &mut self.buffer[filled..])? };
            filled += read;
            // A short read of these files is their end.
            if read < room || room == 0 {
                self.buffer.truncate(filled);
                return Ok(());
            }
        }
    }
}

/// The name of the controlling terminal by its device number (`pts/3`, `tty1`, `ttyS0`).
fn terminal(device: i32) -> Option<String> {
    let device = u32::try_from(device).ok()?;
    let (major, minor) = ((device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00));
    match (major, minor) {
        (0, _) => None,
        (136..=143, minor) => Some(format!("pts/{}", (major - 136) * 256 + minor)),
        (4, minor @ 0..=63) => Some(format!("tty{minor}")),
        (4, minor) => Some(format!("ttyS{}", minor - 64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_device_number_is_named() {
        assert_eq!(terminal(0), None);
        assert_eq!(terminal(136 << 8 | 3).as_deref(), Some("pts/3"));
        assert_eq!(terminal(4 << 8 | 1).as_deref(), Some("tty1"));
        assert_eq!(terminal(4 << 8 | 64).as_deref(), Some("ttyS0"));
        assert_eq!(terminal(-1), None);
    }

    #[test]
    fn own_process_is_read_with_every_part() {
        let own = std::process::id();
        assert!(numbers().unwrap().contains(&own));
        let process = Reader::default().read(own, Parts::ALL).unwrap();
        assert_eq!(process.pid, own);
        assert_eq!(process.parent, std::os::unix::process::parent_id());
        let module = std::env::current_exe().unwrap();
        assert_eq!(process.module.as_deref(), module.to_str());
        assert_eq!(process.arguments.unwrap(), std::env::args().collect::<Vec<_>>());
        assert!(process.real_user.is_some());
    }

    #[test]
    fn process_that_is_not_there_is_none() {
        assert_eq!(Reader::default().read(u32::MAX, Parts::ALL), None);
    }
}
