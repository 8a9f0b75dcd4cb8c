//! The local classes themselves: what they add to their CIM superclasses.

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] = &[
    OPERATING_SYSTEM,
    COMPUTER_SYSTEM,
    UNIX_PROCESS,
    leaf("Linux_Processor", "CIM_Processor"),
    leaf("Linux_LocalFileSystem", "CIM_LocalFileSystem"),
    leaf("Linux_EthernetPort", "CIM_EthernetPort"),
    leaf("Linux_IPProtocolEndpoint", "CIM_IPProtocolEndpoint"),
    RUNNING_OS,
    OS_PROCESS,
    PARENT_PROCESS,
];

const VERSION: QualifierRow = text("Version", "1.0.0");

const fn leaf(name: &'static str, superclass: &'static str) -> ClassRow {
    ClassRow { name, superclass, qualifiers: &[VERSION], properties: &[], methods: &[] }
}

const fn description(words: &'static str) -> QualifierRow {
    text("Description", words)
}

/// What the methods that act on a process answer.
const OUTCOMES: &[QualifierRow] =
    &[value_map("0|2"), values("Done|Declined"), description("What became of it")];

const OPERATING_SYSTEM: ClassRow = ClassRow {
    name: "Linux_OperatingSystem",
    superclass: "CIM_OperatingSystem",
    qualifiers: &[VERSION],
    properties: &[],
    methods: &[
        method(
            "GetLoad",
            Type::Uint32,
            &[description("Lengths of the run queue, averaged over spans of time")],
            &[
                property(
                    "Stream",
                    Type::Boolean,
                    &[IN, description("Deliver the arrays as streamed parameters")],
                ),
                property("Minutes", Type::Uint32Array, &[NOT_IN, OUT, description("The spans")]),
                property("Load", Type::Real64Array, &[NOT_IN, OUT, description("One average for each span")]),
            ],
        ),
        method(
            "TerminateProcesses",
            Type::Uint32,
            &[description("Terminates processes one after the other, asking about each")],
            &[
                property(
                    "Handles",
                    Type::StringArray,
                    &[IN, REQUIRED, description("The processes' Handles")],
                ),
                property(
                    "Terminated",
                    Type::StringArray,
                    &[NOT_IN, OUT, flag("Stream"), description("Those that were sent the signal")],
                ),
            ],
        ),
    ],
};

const COMPUTER_SYSTEM: ClassRow = leaf("Linux_ComputerSystem", "CIM_ComputerSystem");

const UNIX_PROCESS: ClassRow = ClassRow {
    name: "Linux_UnixProcess",
    superclass: "CIM_UnixProcess",
    qualifiers: &[VERSION],
    properties: &[property(
        "Priority",
        Type::Uint32,
        &[
            overrides("Priority"),
            WRITE,
            number("MaxValue", 39),
            description("20 + nice value; NULL for a real-time process"),
        ],
    )],
    methods: &[
        method("Terminate", Type::Uint32, OUTCOMES, &[]),
        method(
            "SendSignal",
            Type::Uint32,
            OUTCOMES,
            &[property(
                "Signal",
                Type::Uint32,
                &[
                    IN,
                    REQUIRED,
                    number("MaxValue", 31),
                    description("Number of the signal; 0 only asks whether one could be sent"),
                ],
            )],
        ),
    ],
};

const RUNNING_OS: ClassRow = ClassRow {
    name: "Linux_RunningOS",
    superclass: "CIM_RunningOS",
    qualifiers: &[ASSOCIATION, VERSION],
    properties: &[
        reference("Antecedent", "Linux_OperatingSystem", &[overrides("Antecedent")]),
        reference("Dependent", "Linux_ComputerSystem", &[overrides("Dependent")]),
    ],
    methods: &[],
};

const OS_PROCESS: ClassRow = ClassRow {
    name: "Linux_OSProcess",
    superclass: "CIM_OSProcess",
    qualifiers: &[ASSOCIATION, AGGREGATION, COMPOSITION, VERSION],
    properties: &[
        reference("GroupComponent", "Linux_OperatingSystem", &[AGGREGATE, overrides("GroupComponent")]),
        reference("PartComponent", "Linux_UnixProcess", &[overrides("PartComponent"), WEAK]),
    ],
    methods: &[],
};

const PARENT_PROCESS: ClassRow = ClassRow {
    name: "Linux_ParentProcess",
    superclass: "CIM_Dependency",
    qualifiers: &[ASSOCIATION, VERSION],
    properties: &[
        reference("Antecedent", "Linux_UnixProcess", &[overrides("Antecedent"), description("The parent")]),
        reference("Dependent", "Linux_UnixProcess", &[overrides("Dependent"), description("The child")]),
    ],
    methods: &[],
};
