//! The classes whose names begin with two underscores: namespaces, and the events that queries can wait for.

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] = &[
    SYSTEM_CLASS,
    NAMESPACE,
    INDICATION_RELATED,
    EVENT,
    INSTANCE_OPERATION,
    INSTANCE_CREATION,
    INSTANCE_DELETION,
    INSTANCE_MODIFICATION,
];

const INDICATION: QualifierRow = flag("Indication");

const SYSTEM_CLASS: ClassRow = ClassRow {
    name: "__SystemClass",
    superclass: "",
    qualifiers: &[ABSTRACT],
    properties: &[],
    methods: &[],
};

const NAMESPACE: ClassRow = ClassRow {
    name: "__Namespace",
    superclass: "__SystemClass",
    qualifiers: &[],
    properties: &[property("Name", Type::String, &[KEY])],
    methods: &[],
};

const INDICATION_RELATED: ClassRow = ClassRow {
    name: "__IndicationRelated",
    superclass: "__SystemClass",
    qualifiers: &[ABSTRACT],
    properties: &[],
    methods: &[],
};

/// TIME_CREATED counts 100-nanosecond steps from the year 1601.
const EVENT: ClassRow = ClassRow {
    name: "__Event",
    superclass: "__IndicationRelated",
    qualifiers: &[ABSTRACT, INDICATION],
    properties: &[
        property("SECURITY_DESCRIPTOR", Type::Uint8Array, &[]),
        property("TIME_CREATED", Type::Uint64, &[]),
    ],
    methods: &[],
};

const INSTANCE_OPERATION: ClassRow = ClassRow {
    name: "__InstanceOperationEvent",
    superclass: "__Event",
    qualifiers: &[INDICATION],
    properties: &[property("TargetInstance", Type::Instance, &[])],
    methods: &[],
};

const fn change(name: &'static str, properties: &'static [PropertyRow]) -> ClassRow {
    ClassRow {
        name,
        superclass: "__InstanceOperationEvent",
        qualifiers: &[INDICATION],
        properties,
        methods: &[],
    }
}

const INSTANCE_CREATION: ClassRow = change("__InstanceCreationEvent", &[]);
const INSTANCE_DELETION: ClassRow = change("__InstanceDeletionEvent", &[]);
const INSTANCE_MODIFICATION: ClassRow =
    change("__InstanceModificationEvent", &[property("PreviousInstance", Type::Instance, &[])]);
