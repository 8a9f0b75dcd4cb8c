//! The properties that this machine can fill, class by class.

use super::Shared;
use super::records::Kind;
use super::writer::shape;
use crate::cim::Error;
use crate::sync::OnceLock;

/// Each made when it is first needed.
#[derive(Default)]
pub(super) struct Shapes {
    process: OnceLock<ProcessShape>,
    operating_system: OnceLock<OperatingSystemShape>,
    computer: OnceLock<ComputerShape>,
    processor: OnceLock<ProcessorShape>,
    file_system: OnceLock<FileSystemShape>,
    port: OnceLock<PortShape>,
    endpoint: OnceLock<EndpointShape>,
}

macro_rules! made_once {
    ($($field:ident: $shape:ident = $kind:ident;)*) => {
        impl Shapes {
            $(pub fn $field(&self, local: &Shared) -> Result<&$shape, Error> {
                if let Some(made) = self.$field.get() {
                    return Ok(made);
                }
                let class = local.own_class(Kind::$kind.class())?;
                Ok(self.$field.get_or_init(|| $shape::new(class)))
            })*
        }
    };
}

made_once! {
    process: ProcessShape = Process;
    operating_system: OperatingSystemShape = OperatingSystem;
    computer: ComputerShape = Computer;
    processor: ProcessorShape = Processor;
    file_system: FileSystemShape = FileSystem;
    port: PortShape = Port;
    endpoint: EndpointShape = Endpoint;
}

shape!(ProcessShape {
    cs_class: "CSCreationClassName",
    cs_name: "CSName",
    os_class: "OSCreationClassName",
    os_name: "OSName",
    creation_class: "CreationClassName",
    handle: "Handle",
    name: "Name",
    caption: "Caption",
    element_name: "ElementName",
    priority: "Priority",
    state: "ExecutionState",
    other_state: "OtherExecutionDescription",
    created: "CreationDate",
    kernel_time: "KernelModeTime",
    user_time: "UserModeTime",
    working_set: "WorkingSetSize",
    parent: "ParentProcessID",
    real_user: "RealUserID",
    group: "ProcessGroupID",
    session: "ProcessSessionID",
    terminal: "ProcessTTY",
    module: "ModulePath",
    arguments: "Parameters",
    nice: "ProcessNiceValue",
    waiting: "ProcessWaitingForEvent",
});

shape!(OperatingSystemShape {
    cs_class: "CSCreationClassName",
    cs_name: "CSName",
    creation_class: "CreationClassName",
    name: "Name",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
    kind: "OSType",
    version: "Version",
    booted: "LastBootUpTime",
    now: "LocalDateTime",
    processes: "NumberOfProcesses",
    max_processes: "MaxNumberOfProcesses",
    max_per_user: "MaxProcessesPerUser",
    swap: "TotalSwapSpaceSize",
    virtual_total: "TotalVirtualMemorySize",
    virtual_free: "FreeVirtualMemory",
    physical_free: "FreePhysicalMemory",
    physical_total: "TotalVisibleMemorySize",
    paging_total: "SizeStoredInPagingFiles",
    paging_free: "FreeSpaceInPagingFiles",
    distributed: "Distributed",
});

shape!(ComputerShape {
    creation_class: "CreationClassName",
    name: "Name",
    name_format: "NameFormat",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
});

shape!(ProcessorShape {
    system_class: "SystemCreationClassName",
    system_name: "SystemName",
    creation_class: "CreationClassName",
    device: "DeviceID",
    name: "Name",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
    role: "Role",
    stepping: "Stepping",
    status: "CPUStatus",
    max_speed: "MaxClockSpeed",
    current_speed: "CurrentClockSpeed",
    data_width: "DataWidth",
    address_width: "AddressWidth",
    characteristics: "Characteristics",
});

shape!(FileSystemShape {
    cs_class: "CSCreationClassName",
    cs_name: "CSName",
    creation_class: "CreationClassName",
    name: "Name",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
    root: "Root",
    kind: "FileSystemType",
    read_only: "ReadOnly",
    persistence: "PersistenceType",
    block: "BlockSize",
    size: "FileSystemSize",
    available: "AvailableSpace",
    files: "NumberOfFiles",
    max_name: "MaxFileNameLength",
});

shape!(PortShape {
    system_class: "SystemCreationClassName",
    system_name: "SystemName",
    creation_class: "CreationClassName",
    device: "DeviceID",
    name: "Name",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
    operational: "OperationalStatus",
    permanent: "PermanentAddress",
    addresses: "NetworkAddresses",
    speed: "Speed",
    full_duplex: "FullDuplex",
    mtu: "ActiveMaximumTransmissionUnit",
    technology: "LinkTechnology",
});

shape!(EndpointShape {
    system_class: "SystemCreationClassName",
    system_name: "SystemName",
    creation_class: "CreationClassName",
    name: "Name",
    name_format: "NameFormat",
    caption: "Caption",
    element_name: "ElementName",
    enabled: "EnabledState",
    v4: "IPv4Address",
    v6: "IPv6Address",
    address: "Address",
    mask: "SubnetMask",
    prefix: "PrefixLength",
    address_kind: "AddressType",
    versions: "IPVersionSupport",
    protocol: "ProtocolIFType",
    v6_kind: "IPv6AddressType",
    v6_prefix: "IPv6SubnetPrefixLength",
});
