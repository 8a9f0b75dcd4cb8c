//! Superclasses of the local classes: operating system, computer system, processes and file systems (names, types and qualifiers of CIM schema 2.32).

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] =
    &[OPERATING_SYSTEM, COMPUTER_SYSTEM, PROCESS, UNIX_PROCESS, FILE_SYSTEM, LOCAL_FILE_SYSTEM];

const OPERATING_SYSTEM: ClassRow = ClassRow {
    name: "CIM_OperatingSystem",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[text("Version", "2.23.0"), text("UMLPackagePath", "CIM::System::OperatingSystem")],
    properties: &[
        property(
            "CSCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_ComputerSystem.CreationClassName")],
        ),
        property("CSName", Type::String, &[KEY, max_len(256), propagated("CIM_ComputerSystem.Name")]),
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("Name", Type::String, &[KEY, overrides("Name"), max_len(256)]),
        property(
            "OSType",
            Type::Uint16,
            &[
                value_map(
                    "0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|\
                 30|31|32|33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50|51|52|53|54|55|\
                 56|57|58|59|60|61|62|63|64|65|66|67|68|69|70|71|72|73|74|75|76|77|78|79|80|81|\
                 82|83|84|85|86|87|88|89|90|91|92|93|94|95|96|97|98|99|100|101|102|103|104|105|\
                 106|107|108|109|110|111|112|113",
                ),
                values(
                    "Unknown|Other|MACOS|ATTUNIX|DGUX|DECNT|Tru64 UNIX|OpenVMS|HPUX|AIX|MVS|OS400|\
                 OS/2|JavaVM|MSDOS|WIN3x|WIN95|WIN98|WINNT|WINCE|NCR3000|NetWare|OSF|DC/OS|\
                 Reliant UNIX|SCO UnixWare|SCO OpenServer|Sequent|IRIX|Solaris|SunOS|U6000|\
                 ASERIES|HP NonStop OS|HP NonStop OSS|BS2000|LINUX|Lynx|XENIX|VM|\
                 Interactive UNIX|BSDUNIX|FreeBSD|NetBSD|GNU Hurd|OS9|MACH Kernel|Inferno|QNX|\
                 EPOC|IxWorks|VxWorks|MiNT|BeOS|HP MPE|NextStep|PalmPilot|Rhapsody|Windows 2000|\
                 Dedicated|OS/390|VSE|TPF|Windows (R) Me|Caldera Open UNIX|OpenBSD|\
                 Not Applicable|Windows XP|z/OS|Microsoft Windows Server 2003|\
                 Microsoft Windows Server 2003 64-Bit|Windows XP 64-Bit|Windows XP Embedded|\
                 Windows Vista|Windows Vista 64-Bit|Windows Embedded for Point of Service|\
                 Microsoft Windows Server 2008|Microsoft Windows Server 2008 64-Bit|\
                 FreeBSD 64-Bit|RedHat Enterprise Linux|RedHat Enterprise Linux 64-Bit|\
                 Solaris 64-Bit|SUSE|SUSE 64-Bit|SLES|SLES 64-Bit|Novell OES|\
                 Novell Linux Desktop|Sun Java Desktop System|Mandriva|Mandriva 64-Bit|\
                 TurboLinux|TurboLinux 64-Bit|Ubuntu|Ubuntu 64-Bit|Debian|Debian 64-Bit|\
                 Linux 2.4.x|Linux 2.4.x 64-Bit|Linux 2.6.x|Linux 2.6.x 64-Bit|Linux 64-Bit|\
                 Other 64-Bit|Microsoft Windows Server 2008 R2|VMware ESXi|Microsoft Windows 7|\
                 CentOS 32-bit|CentOS 64-bit|Oracle Enterprise Linux 32-bit|\
                 Oracle Enterprise Linux 64-bit|eComStation 32-bitx|\
                 Microsoft Windows Server 2011|Microsoft Windows Server 2011 64-Bit|\
                 Microsoft Windows Server 8",
                ),
                list(
                    "ModelCorrespondence",
                    "CIM_OperatingSystem.OtherTypeDescription|CIM_SoftwareElement.TargetOperatingSystem",
                ),
            ],
        ),
        property(
            "OtherTypeDescription",
            Type::String,
            &[max_len(64), list("ModelCorrespondence", "CIM_OperatingSystem.OSType")],
        ),
        property("Version", Type::String, &[]),
        property("LastBootUpTime", Type::Datetime, &[]),
        property("LocalDateTime", Type::Datetime, &[]),
        property("CurrentTimeZone", Type::Sint16, &[units("Minutes")]),
        property("NumberOfLicensedUsers", Type::Uint32, &[]),
        property("NumberOfUsers", Type::Uint32, &[GAUGE]),
        property("NumberOfProcesses", Type::Uint32, &[GAUGE]),
        property("MaxNumberOfProcesses", Type::Uint32, &[]),
        property("TotalSwapSpaceSize", Type::Uint64, &[units("KiloBytes")]),
        property("TotalVirtualMemorySize", Type::Uint64, &[units("KiloBytes")]),
        property("FreeVirtualMemory", Type::Uint64, &[units("KiloBytes"), GAUGE]),
        property("FreePhysicalMemory", Type::Uint64, &[units("KiloBytes"), GAUGE]),
        property("TotalVisibleMemorySize", Type::Uint64, &[units("KiloBytes")]),
        property("SizeStoredInPagingFiles", Type::Uint64, &[units("KiloBytes")]),
        property("FreeSpaceInPagingFiles", Type::Uint64, &[units("KiloBytes"), GAUGE]),
        property("MaxProcessMemorySize", Type::Uint64, &[units("KiloBytes")]),
        property("Distributed", Type::Boolean, &[]),
        property("MaxProcessesPerUser", Type::Uint32, &[]),
    ],
    methods: &[method("Reboot", Type::Uint32, &[], &[]), method("Shutdown", Type::Uint32, &[], &[])],
};

const COMPUTER_SYSTEM: ClassRow = ClassRow {
    name: "CIM_ComputerSystem",
    superclass: "CIM_System",
    qualifiers: &[text("Version", "2.28.0"), text("UMLPackagePath", "CIM::System::SystemElements")],
    properties: &[
        property(
            "NameFormat",
            Type::String,
            &[
                overrides("NameFormat"),
                value_map("Other|IP|Dial|HID|NWA|HWA|X25|ISDN|IPX|DCC|ICD|E.164|SNA|OID/OSI|WWN|NAA|UUID"),
            ],
        ),
        property(
            "Dedicated",
            Type::Uint16Array,
            &[
                value_map(
                    "0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|\
                 30|31|32|33|34|35|36|37|38|..|32568..65535",
                ),
                values(
                    "Not Dedicated|Unknown|Other|Storage|Router|Switch|Layer 3 Switch|\
                 Central Office Switch|Hub|Access Server|Firewall|Print|I/O|Web Caching|\
                 Management|Block Server|File Server|Mobile User Device|Repeater|Bridge/Extender|\
                 Gateway|Storage Virtualizer|Media Library|ExtenderNode|NAS Head|\
                 Self-contained NAS|UPS|IP Phone|Management Controller|Chassis Manager|\
                 Host-based RAID controller|Storage Device Enclosure|Desktop|Laptop|\
                 Virtual Tape Library|Virtual Library System|Network PC/Thin Client|FC Switch|\
                 Ethernet Switch|DMTF Reserved|Vendor Reserved",
                ),
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_ComputerSystem.OtherDedicatedDescriptions"),
            ],
        ),
        property(
            "OtherDedicatedDescriptions",
            Type::StringArray,
            &[text("ArrayType", "Indexed"), list("ModelCorrespondence", "CIM_ComputerSystem.Dedicated")],
        ),
        property(
            "ResetCapability",
            Type::Uint16,
            &[value_map("1|2|3|4|5"), values("Other|Unknown|Disabled|Enabled|Not Implemented")],
        ),
        property(
            "PowerManagementCapabilities",
            Type::Uint16Array,
            &[
                list("Deprecated", "CIM_PowerManagementCapabilities.PowerCapabilities"),
                value_map("0|1|2|3|4|5|6|7"),
                values(
                    "Unknown|Not Supported|Disabled|Enabled|Power Saving Modes Entered Automatically|\
                 Power State Settable|Power Cycling Supported|Timed Power On Supported",
                ),
            ],
        ),
    ],
    methods: &[method(
        "SetPowerState",
        Type::Uint32,
        &[list("Deprecated", "CIM_PowerManagementService.SetPowerState")],
        &[
            property(
                "PowerState",
                Type::Uint32,
                &[
                    IN,
                    value_map("1|2|3|4|5|6|7|8"),
                    values(
                        "Full Power|Power Save - Low Power Mode|Power Save - Standby|\
                     Power Save - Other|Power Cycle|Power Off|Hibernate|Soft Off",
                    ),
                ],
            ),
            property("Time", Type::Datetime, &[IN]),
        ],
    )],
};

const PROCESS: ClassRow = ClassRow {
    name: "CIM_Process",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[text("Version", "2.10.0"), text("UMLPackagePath", "CIM::System::Processing")],
    properties: &[
        property(
            "CSCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_OperatingSystem.CSCreationClassName")],
        ),
        property("CSName", Type::String, &[KEY, max_len(256), propagated("CIM_OperatingSystem.CSName")]),
        property(
            "OSCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_OperatingSystem.CreationClassName")],
        ),
        property("OSName", Type::String, &[KEY, max_len(256), propagated("CIM_OperatingSystem.Name")]),
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("Handle", Type::String, &[KEY, max_len(256)]),
        property("Name", Type::String, &[overrides("Name")]),
        property("Priority", Type::Uint32, &[]),
        property(
            "ExecutionState",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|11"),
                values(
                    "Unknown|Other|Ready|Running|Blocked|Suspended Blocked|Suspended Ready|\
                 Terminated|Stopped|Growing|Ready But Relinquished Processor|Hung",
                ),
            ],
        ),
        property("OtherExecutionDescription", Type::String, &[]),
        property("CreationDate", Type::Datetime, &[]),
        property("TerminationDate", Type::Datetime, &[]),
        property("KernelModeTime", Type::Uint64, &[units("MilliSeconds")]),
        property("UserModeTime", Type::Uint64, &[units("MilliSeconds")]),
        property("WorkingSetSize", Type::Uint64, &[units("Bytes"), GAUGE]),
    ],
    methods: &[],
};

const UNIX_PROCESS: ClassRow = ClassRow {
    name: "CIM_UnixProcess",
    superclass: "CIM_Process",
    qualifiers: &[text("Version", "2.6.0"), text("UMLPackagePath", "CIM::System::Unix")],
    properties: &[
        property("ParentProcessID", Type::String, &[REQUIRED]),
        property("RealUserID", Type::Uint64, &[REQUIRED]),
        property("ProcessGroupID", Type::Uint64, &[REQUIRED]),
        property("ProcessSessionID", Type::Uint64, &[]),
        property("ProcessTTY", Type::String, &[]),
        property("ModulePath", Type::String, &[]),
        property("Parameters", Type::StringArray, &[]),
        property("ProcessNiceValue", Type::Uint32, &[]),
        property(
            "ProcessWaitingForEvent",
            Type::String,
            &[list("ModelCorrespondence", "CIM_Process.ExecutionState")],
        ),
    ],
    methods: &[],
};

const FILE_SYSTEM: ClassRow = ClassRow {
    name: "CIM_FileSystem",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[text("Version", "2.7.0"), text("UMLPackagePath", "CIM::System::FileElements")],
    properties: &[
        property(
            "CSCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_System.CreationClassName")],
        ),
        property("CSName", Type::String, &[KEY, max_len(256), propagated("CIM_System.Name")]),
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("Name", Type::String, &[KEY, overrides("Name"), max_len(256)]),
        property("Root", Type::String, &[]),
        property("BlockSize", Type::Uint64, &[units("Bytes")]),
        property("FileSystemSize", Type::Uint64, &[units("Bytes")]),
        property("AvailableSpace", Type::Uint64, &[units("Bytes"), GAUGE]),
        property("ReadOnly", Type::Boolean, &[]),
        property("EncryptionMethod", Type::String, &[]),
        property("CompressionMethod", Type::String, &[]),
        property("CaseSensitive", Type::Boolean, &[]),
        property("CasePreserved", Type::Boolean, &[]),
        property(
            "CodeSet",
            Type::Uint16Array,
            &[
                value_map("0|1|2|3|4|5|6|7|8"),
                values("Unknown|Other|ASCII|Unicode|ISO2022|ISO8859|Extended UNIX Code|UTF-8|UCS-2"),
            ],
        ),
        property("MaxFileNameLength", Type::Uint32, &[]),
        property("ClusterSize", Type::Uint32, &[]),
        property("FileSystemType", Type::String, &[]),
        property(
            "PersistenceType",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4"),
                values("Unknown|Other|Persistent|Temporary|External"),
                list("ModelCorrespondence", "CIM_FileSystem.OtherPersistenceType"),
            ],
        ),
        property(
            "OtherPersistenceType",
            Type::String,
            &[list("ModelCorrespondence", "CIM_FileSystem.PersistenceType")],
        ),
        property("NumberOfFiles", Type::Uint64, &[]),
    ],
    methods: &[],
};

const LOCAL_FILE_SYSTEM: ClassRow = ClassRow {
    name: "CIM_LocalFileSystem",
    superclass: "CIM_FileSystem",
    qualifiers: &[text("Version", "2.6.0"), text("UMLPackagePath", "CIM::System::FileElements")],
    properties: &[],
    methods: &[],
};
