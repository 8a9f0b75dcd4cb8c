//! Records to instances.

use super::Shared;
use super::machine::addresses::Address;
use super::machine::file_systems::FileSystem;
use super::machine::host::{Computer, OperatingSystem};
use super::machine::ports::Port;
use super::machine::processes::{Parts, Process};
use super::machine::processors::Processor;
use super::machine::ticks;
use super::records::{Kind, OS_NAME, Record};
use super::shapes::*;
use super::writer::{Wanted, Writer};
use crate::cim::{Class, Error, Instance, ValueRef};
use std::net::IpAddr;

/// Values of EnabledState.
const ENABLED: u16 = 2;
const DISABLED: u16 = 3;

/// What is the same for all instances of one operation.
pub(super) struct Scope {
    pub host: String,
}

impl Scope {
    pub fn now() -> Self {
        Self { host: super::machine::host::name() }
    }
}

/// Which files of a process have to be read for what is asked for.
pub(super) fn parts(local: &Shared, kind: Kind, wanted: &Wanted) -> Parts {
    if kind != Kind::Process {
        return Parts::NONE;
    }
    let Ok(shape) = local.process_shape() else { return Parts::NONE };
    Parts {
        owner: wanted.has(shape.real_user),
        arguments: wanted.has(shape.arguments),
        module: wanted.has(shape.module),
        waiting: wanted.has(shape.waiting),
    }
}

/// The instance of a record, with what is wanted of it.
pub(super) fn instance(
    local: &Shared,
    scope: &Scope,
    record: &Record,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    let mut instance = match record {
        Record::Process(process) => fill_process(local, scope, process, wanted),
        Record::OperatingSystem(system) => {
            operating_system(local.shapes.operating_system(local)?, scope, system, wanted)
        }
        Record::Computer(machine) => computer(local.shapes.computer(local)?, machine, wanted),
        Record::Processor(one) => processor(local.shapes.processor(local)?, scope, one, wanted),
        Record::FileSystem(system) => file_system(local.shapes.file_system(local)?, scope, system, wanted),
        Record::Port(one) => port(local.shapes.port(local)?, scope, one, wanted),
        Record::Endpoint(address) => endpoint(local.shapes.endpoint(local)?, scope, address, wanted),
    }?;
    local.locate(&mut instance, scope)?;
    Ok(instance)
}

fn fill_process(
    local: &Shared,
    scope: &Scope,
    process: &Process,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    let shape = local.process_shape()?;
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.cs_class, Kind::Computer.class());
    out.text(shape.cs_name, &scope.host);
    out.text(shape.os_class, Kind::OperatingSystem.class());
    out.text(shape.os_name, OS_NAME);
    out.text(shape.creation_class, Kind::Process.class());
    out.text(shape.handle, decimal(&mut [0; 10], process.pid));
    for names in [shape.name, shape.caption, shape.element_name] {
        out.text(names, &process.name);
    }
    if process.priority >= 0 {
        out.maybe(shape.priority, u32::try_from(process.priority).ok().map(ValueRef::Uint32));
    }
    let (state, other) = execution_state(process.state);
    out.set(shape.state, ValueRef::Uint16(state));
    out.maybe_text(shape.other_state, other);
    if let Some(booted) = local.booted().filter(|_| wanted.has(shape.created)) {
        out.time(shape.created, booted + ticks(process.start_ticks));
    }
    let milliseconds = |count: u64| ValueRef::Uint64(ticks(count).as_millis() as u64);
    out.set(shape.kernel_time, milliseconds(process.system_ticks));
    out.set(shape.user_time, milliseconds(process.user_ticks));
    let resident = process.resident_pages.saturating_mul(procfs::page_size());
    out.set(shape.working_set, ValueRef::Uint64(resident));
    out.text(shape.parent, decimal(&mut [0; 10], process.parent));
    out.maybe(shape.real_user, process.real_user.map(|user| ValueRef::Uint64(user.into())));
    out.set(shape.group, ValueRef::Uint64(process.group.into()));
    out.set(shape.session, ValueRef::Uint64(process.session.into()));
    out.maybe_text(shape.terminal, process.terminal.as_deref());
    out.maybe_text(shape.module, process.module.as_deref());
    if let Some(arguments) = process.arguments.as_ref().filter(|_| wanted.has(shape.arguments)) {
        out.set(shape.arguments, ValueRef::StringArray(crate::cim::StringsRef::Text(arguments)));
    }
    // The property is unsigned: a negative nice value cannot be said.
    out.maybe(shape.nice, u32::try_from(process.nice).ok().map(ValueRef::Uint32));
    out.maybe_text(shape.waiting, process.waiting.as_deref());
    out.finish()
}

/// A number in decimal digits, without an allocation.
fn decimal(buffer: &mut [u8; 10], mut number: u32) -> &str {
    let mut at = buffer.len();
    loop {
        at -= 1;
        buffer[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return std::str::from_utf8(&buffer[at..]).unwrap_or("");
        }
    }
}

/// ExecutionState for the letter of `stat`, and a word where it is 1 (Other).
fn execution_state(letter: char) -> (u16, Option<&'static str>) {
    match letter {
        'R' => (3, None),
        'S' | 'D' | 'I' => (4, None),
        'Z' | 'X' | 'x' => (7, None),
        'T' | 't' => (8, None),
        'W' => (1, Some("Paging or waking")),
        'K' => (1, Some("Wakekill")),
        'P' => (1, Some("Parked")),
        _ => (0, None),
    }
}

fn operating_system(
    shape: &OperatingSystemShape,
    scope: &Scope,
    system: &OperatingSystem,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    const LINUX: u16 = 36;
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.cs_class, Kind::Computer.class());
    out.text(shape.cs_name, &scope.host);
    out.text(shape.creation_class, Kind::OperatingSystem.class());
    out.text(shape.name, OS_NAME);
    out.maybe_text(shape.caption, system.caption.as_deref());
    out.text(shape.element_name, &scope.host);
    out.set(shape.enabled, ValueRef::Uint16(ENABLED));
    out.set(shape.kind, ValueRef::Uint16(LINUX));
    out.text(shape.version, &system.version);
    if let Some(booted) = system.booted {
        out.time(shape.booted, booted);
    }
    out.time(shape.now, system.now);
    out.maybe(shape.processes, system.processes.map(ValueRef::Uint32));
    out.maybe(shape.max_processes, system.max_processes.map(ValueRef::Uint32));
    out.maybe(shape.max_per_user, system.max_processes_per_user.map(ValueRef::Uint32));
    out.set(shape.distributed, ValueRef::Boolean(false));
    if let Some(memory) = system.memory {
        // Linux swaps pages only: the swap space is the paging files.
        out.set(shape.swap, ValueRef::Uint64(memory.swap_total));
        out.set(shape.paging_total, ValueRef::Uint64(memory.swap_total));
        out.set(shape.paging_free, ValueRef::Uint64(memory.swap_free));
        out.set(shape.physical_total, ValueRef::Uint64(memory.total));
        out.set(shape.virtual_total, ValueRef::Uint64(memory.total + memory.swap_total));
        out.maybe(shape.physical_free, memory.available.map(ValueRef::Uint64));
        let free = memory.available.map(|available| available + memory.swap_free);
        out.maybe(shape.virtual_free, free.map(ValueRef::Uint64));
    }
    out.finish()
}

fn computer(shape: &ComputerShape, computer: &Computer, wanted: &Wanted) -> Result<Instance, Error> {
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.creation_class, Kind::Computer.class());
    out.text(shape.name, &computer.host);
    out.text(shape.name_format, "Other");
    out.maybe_text(shape.caption, computer.caption.as_deref());
    out.text(shape.element_name, &computer.host);
    out.set(shape.enabled, ValueRef::Uint16(ENABLED));
    out.finish()
}

fn processor(
    shape: &ProcessorShape,
    scope: &Scope,
    processor: &Processor,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    const CPU_ENABLED: u16 = 1;
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.system_class, Kind::Computer.class());
    out.text(shape.system_name, &scope.host);
    out.text(shape.creation_class, Kind::Processor.class());
    let device = format!("CPU{}", processor.number);
    for names in [shape.device, shape.name, shape.element_name] {
        out.text(names, &device);
    }
    out.maybe_text(shape.caption, processor.model.as_deref());
    out.set(shape.enabled, ValueRef::Uint16(ENABLED));
    out.set(shape.status, ValueRef::Uint16(CPU_ENABLED));
    out.text(shape.role, "Central Processor");
    out.maybe_text(shape.stepping, processor.stepping.as_deref());
    out.maybe(shape.max_speed, processor.max_mhz.map(ValueRef::Uint32));
    out.maybe(shape.current_speed, processor.current_mhz.map(ValueRef::Uint32));
    out.maybe(shape.data_width, processor.address_bits.map(ValueRef::Uint16));
    out.maybe(shape.address_width, processor.address_bits.map(ValueRef::Uint16));
    if processor.has_flags {
        let known = [
            (processor.address_bits == Some(64), 2),
            (processor.virtualization, 4),
            (processor.no_execute, 6),
        ];
        let characteristics: Vec<u16> =
            known.iter().filter(|(has, _)| *has).map(|(_, value)| *value).collect();
        out.set(shape.characteristics, ValueRef::Uint16Array(&characteristics));
    }
    out.finish()
}

fn file_system(
    shape: &FileSystemShape,
    scope: &Scope,
    system: &FileSystem,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    const PERSISTENT: u16 = 2;
    const TEMPORARY: u16 = 3;
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.cs_class, Kind::Computer.class());
    out.text(shape.cs_name, &scope.host);
    out.text(shape.creation_class, Kind::FileSystem.class());
    for names in [shape.name, shape.root, shape.element_name] {
        out.text(names, &system.path);
    }
    out.maybe_text(shape.caption, system.source.as_deref());
    out.set(shape.enabled, ValueRef::Uint16(ENABLED));
    out.text(shape.kind, &system.kind);
    out.set(shape.read_only, ValueRef::Boolean(system.read_only));
    out.set(shape.persistence, ValueRef::Uint16(if system.persistent { PERSISTENT } else { TEMPORARY }));
    if let Some(usage) = system.usage {
        out.set(shape.block, ValueRef::Uint64(usage.block_size));
        out.set(shape.size, ValueRef::Uint64(usage.size));
        out.set(shape.available, ValueRef::Uint64(usage.available));
        out.set(shape.files, ValueRef::Uint64(usage.files));
        out.maybe(shape.max_name, u32::try_from(usage.max_name).ok().map(ValueRef::Uint32));
    }
    out.finish()
}

fn port(shape: &PortShape, scope: &Scope, port: &Port, wanted: &Wanted) -> Result<Instance, Error> {
    const ETHERNET: u16 = 2;
    let mut out = Writer::new(&shape.class, wanted)?;
    out.text(shape.system_class, Kind::Computer.class());
    out.text(shape.system_name, &scope.host);
    out.text(shape.creation_class, Kind::Port.class());
    for names in [shape.device, shape.name, shape.caption, shape.element_name] {
        out.text(names, &port.name);
    }
    out.maybe(shape.enabled, port.up.map(|up| ValueRef::Uint16(if up { ENABLED } else { DISABLED })));
    if let Some(status) = operational_status(port.state.as_deref()) {
        out.set(shape.operational, ValueRef::Uint16Array(&[status]));
    }
    out.maybe_text(shape.permanent, port.address.as_deref().filter(|_| port.permanent));
    if let Some(address) = &port.address {
        out.texts(shape.addresses, vec![address.clone()]);
    }
    out.maybe(shape.speed, port.bits_per_second.map(ValueRef::Uint64));
    out.maybe(shape.full_duplex, port.full_duplex.map(ValueRef::Boolean));
    out.maybe(shape.mtu, port.mtu.map(ValueRef::Uint64));
    out.set(shape.technology, ValueRef::Uint16(ETHERNET));
    out.finish()
}

/// OperationalStatus for the kernel's word (RFC 2863).
fn operational_status(word: Option<&str>) -> Option<u16> {
    match word? {
        "up" => Some(2),
        "down" | "lowerlayerdown" | "notpresent" => Some(10),
        "dormant" => Some(15),
        _ => None,
    }
}

fn endpoint(
    shape: &EndpointShape,
    scope: &Scope,
    address: &Address,
    wanted: &Wanted,
) -> Result<Instance, Error> {
    let mut out = Writer::new(&shape.class, wanted)?;
    let text = address.address.to_string();
    out.text(shape.system_class, Kind::Computer.class());
    out.text(shape.system_name, &scope.host);
    out.text(shape.creation_class, Kind::Endpoint.class());
    out.text(shape.name, &format!("{}:{text}", address.interface));
    out.text(shape.name_format, "Other");
    out.text(shape.caption, &address.interface);
    out.text(shape.element_name, &address.interface);
    out.set(shape.enabled, ValueRef::Uint16(if address.up { ENABLED } else { DISABLED }));
    out.text(shape.address, &text);
    let mask = address.mask.map(|mask| mask.to_string());
    match address.address {
        IpAddr::V4(_) => {
            out.text(shape.v4, &text);
            out.maybe_text(shape.mask, mask.as_deref());
            family(&mut out, shape, 1, 4096);
        }
        IpAddr::V6(v6) => {
            out.text(shape.v6, &text);
            let prefix = address.prefix_length();
            out.maybe(shape.prefix, prefix.map(ValueRef::Uint8));
            out.maybe(shape.v6_prefix, prefix.map(|prefix| ValueRef::Uint16(prefix.into())));
            out.set(shape.v6_kind, ValueRef::Uint16(v6_kind(v6)));
            family(&mut out, shape, 2, 4097);
        }
    }
    out.finish()
}

fn family(out: &mut Writer<'_>, shape: &EndpointShape, version: u16, protocol: u16) {
    out.set(shape.address_kind, ValueRef::Uint16(version));
    out.set(shape.versions, ValueRef::Uint16(version));
    out.set(shape.protocol, ValueRef::Uint16(protocol));
}

/// IPv6AddressType.
fn v6_kind(address: std::net::Ipv6Addr) -> u16 {
    match address.segments()[0] {
        _ if address.is_unspecified() => 2,
        _ if address.is_loopback() => 3,
        _ if address.to_ipv4_mapped().is_some() => 7,
        first if first >> 8 == 0xff => 4,
        first if first & 0xffc0 == 0xfe80 => 5,
        first if first & 0xffc0 == 0xfec0 => 8,
        _ => 6,
    }
}

/// The instance as one of `class`, a superclass of its own, with that class's properties only.
pub(super) fn as_base(instance: &Instance, class: &Class) -> Result<Instance, Error> {
    let mut base = Instance::new(class)?;
    for (index, property) in class.properties().iter().enumerate() {
        if let Some(value) = instance.view().get(property.name).and_then(|element| element.value) {
            base.set_at(index, value)?;
        }
    }
    Ok(base)
}
