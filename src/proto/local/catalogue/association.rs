//! Superclasses of the local classes: the associations (names, types and qualifiers of CIM schema 2.32).

use super::rows::*;

pub(super) const CLASSES: &[ClassRow] = &[DEPENDENCY, RUNNING_OS, COMPONENT, OS_PROCESS];

const DEPENDENCY: ClassRow = ClassRow {
    name: "CIM_Dependency",
    superclass: "",
    qualifiers: &[
        ASSOCIATION,
        ABSTRACT,
        text("Version", "2.10.0"),
        text("UMLPackagePath", "CIM::Core::CoreElements"),
    ],
    properties: &[
        reference("Antecedent", "CIM_ManagedElement", &[KEY]),
        reference("Dependent", "CIM_ManagedElement", &[KEY]),
    ],
    methods: &[],
};

const RUNNING_OS: ClassRow = ClassRow {
    name: "CIM_RunningOS",
    superclass: "CIM_Dependency",
    qualifiers: &[
        ASSOCIATION,
        text("Version", "2.6.0"),
        text("UMLPackagePath", "CIM::System::OperatingSystem"),
    ],
    properties: &[
        reference("Antecedent", "CIM_OperatingSystem", &[overrides("Antecedent"), number("Max", 1)]),
        reference("Dependent", "CIM_ComputerSystem", &[overrides("Dependent"), number("Max", 1)]),
    ],
    methods: &[],
};

const COMPONENT: ClassRow = ClassRow {
    name: "CIM_Component",
    superclass: "",
    qualifiers: &[
        ASSOCIATION,
        ABSTRACT,
        AGGREGATION,
        text("Version", "2.7.0"),
        text("UMLPackagePath", "CIM::Core::CoreElements"),
    ],
    properties: &[
        reference("GroupComponent", "CIM_ManagedElement", &[KEY, AGGREGATE]),
        reference("PartComponent", "CIM_ManagedElement", &[KEY]),
    ],
    methods: &[],
};

const OS_PROCESS: ClassRow = ClassRow {
    name: "CIM_OSProcess",
    superclass: "CIM_Component",
    qualifiers: &[
        ASSOCIATION,
        AGGREGATION,
        COMPOSITION,
        text("Version", "2.7.0"),
        text("UMLPackagePath", "CIM::System::Processing"),
    ],
    properties: &[
        reference(
            "GroupComponent",
            "CIM_OperatingSystem",
            &[AGGREGATE, overrides("GroupComponent"), number("Min", 1), number("Max", 1)],
        ),
        reference("PartComponent", "CIM_Process", &[overrides("PartComponent"), WEAK]),
    ],
    methods: &[],
};
