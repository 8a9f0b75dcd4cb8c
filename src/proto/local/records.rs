//! The kinds of things this machine has, and where their records come from.

use super::machine::addresses::{self, Address};
use super::machine::file_systems::{self, FileSystem};
use super::machine::host::{self, Computer, OperatingSystem};
use super::machine::ports::{self, Port};
use super::machine::processes::{self, Parts, Process, Reader};
use super::machine::processors::{self, Processor};
use crate::cim::text::eq_ignore_case;

/// A class of which this machine has instances.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    OperatingSystem,
    Computer,
    Process,
    Processor,
    FileSystem,
    Port,
    Endpoint,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::OperatingSystem,
        Self::Computer,
        Self::Process,
        Self::Processor,
        Self::FileSystem,
        Self::Port,
        Self::Endpoint,
    ];

    pub fn class(self) -> &'static str {
        match self {
            Self::OperatingSystem => "Linux_OperatingSystem",
            Self::Computer => "Linux_ComputerSystem",
            Self::Process => "Linux_UnixProcess",
            Self::Processor => "Linux_Processor",
            Self::FileSystem => "Linux_LocalFileSystem",
            Self::Port => "Linux_EthernetPort",
            Self::Endpoint => "Linux_IPProtocolEndpoint",
        }
    }

    /// The key that tells this kind's instances apart; the others are the same for all of them.
    pub fn own_key(self) -> &'static str {
        match self {
            Self::OperatingSystem | Self::Computer | Self::FileSystem | Self::Endpoint => "Name",
            Self::Process => "Handle",
            Self::Processor | Self::Port => "DeviceID",
        }
    }

    /// Everything of this kind, read one by one as the iterator is advanced where there can be many.
    pub fn records(self, parts: Parts) -> Box<dyn Iterator<Item = Record> + Send> {
        match self {
            Self::OperatingSystem => one(Record::OperatingSystem(Box::new(host::operating_system()))),
            Self::Computer => one(Record::Computer(Box::new(host::computer()))),
            Self::Process => {
                let mut reader = Reader::default();
                let numbers = processes::numbers().unwrap_or_default().into_iter();
                let read =
                    move |pid| reader.read(pid, parts).map(|process| Record::Process(Box::new(process)));
                Box::new(numbers.filter_map(read))
            }
            Self::Processor => many(processors::all(), Record::Processor),
            Self::FileSystem => {
                Box::new(file_systems::all().map(|system| Record::FileSystem(Box::new(system))))
            }
            Self::Port => many(ports::all(), Record::Port),
            Self::Endpoint => many(addresses::all(), Record::Endpoint),
        }
    }

    /// The one whose own key has that value. Whoever asks compares the other keys.
    pub fn find(self, key: &str, parts: Parts) -> Option<Record> {
        match self {
            Self::Process => process(key, parts),
            _ => self.records(parts).find(|record| record.own_key_is(key)),
        }
    }
}

fn process(handle: &str, parts: Parts) -> Option<Record> {
    // The number as the system writes it: no sign, no leading zeros.
    let pid: u32 = handle.parse().ok().filter(|pid: &u32| *pid > 0 && pid.to_string() == handle)?;
    // The number of a thread has a directory in /proc too, though it is not listed there.
    let process = Reader::default().read(pid, parts)?;
    is_leader(pid).then(|| Record::Process(Box::new(process)))
}

fn is_leader(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let group = status.lines().find_map(|line| line.strip_prefix("Tgid:"));
    group.and_then(|text| text.trim().parse().ok()) == Some(pid)
}

fn one(record: Record) -> Box<dyn Iterator<Item = Record> + Send> {
    Box::new(std::iter::once(record))
}

fn many<T: Send + 'static>(
    list: Vec<T>,
    wrap: fn(Box<T>) -> Record,
) -> Box<dyn Iterator<Item = Record> + Send> {
    Box::new(list.into_iter().map(move |item| wrap(Box::new(item))))
}

/// Something this machine has, as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Record {
    OperatingSystem(Box<OperatingSystem>),
    Computer(Box<Computer>),
    Process(Box<Process>),
    Processor(Box<Processor>),
    FileSystem(Box<FileSystem>),
    Port(Box<Port>),
    Endpoint(Box<Address>),
}

/// What makes a record the same thing at two moments.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Identity {
    /// Number and start: a number is given to another process some time.
    Process(u32, u64),
    Named(String),
}

/// The operating system's Name. The distribution's name may change while a client keeps the path.
pub(super) const OS_NAME: &str = "Linux";

impl Record {
    pub fn kind(&self) -> Kind {
        match self {
            Self::OperatingSystem(_) => Kind::OperatingSystem,
            Self::Computer(_) => Kind::Computer,
            Self::Process(_) => Kind::Process,
            Self::Processor(_) => Kind::Processor,
            Self::FileSystem(_) => Kind::FileSystem,
            Self::Port(_) => Kind::Port,
            Self::Endpoint(_) => Kind::Endpoint,
        }
    }

    /// The value of [`Kind::own_key`].
    pub fn own_key(&self) -> String {
        match self {
            Self::OperatingSystem(_) => OS_NAME.to_owned(),
            Self::Computer(computer) => computer.host.clone(),
            Self::Process(process) => process.pid.to_string(),
            Self::Processor(processor) => format!("CPU{}", processor.number),
            Self::FileSystem(system) => system.path.clone(),
            Self::Port(port) => port.name.clone(),
            Self::Endpoint(address) => format!("{}:{}", address.interface, address.address),
        }
    }

    fn own_key_is(&self, key: &str) -> bool {
        match self {
            // The names of computers and systems have no case; a path's and a device's do.
            Self::Computer(_) | Self::OperatingSystem(_) => eq_ignore_case(&self.own_key(), key),
            _ => self.own_key() == key,
        }
    }

    pub fn identity(&self) -> Identity {
        match self {
            Self::Process(process) => Identity::Process(process.pid, process.start_ticks),
            other => Identity::Named(other.own_key()),
        }
    }
}
