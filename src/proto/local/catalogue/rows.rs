//! The rows of the class tables, and short names for what stands in them.
//!
//! The tables state facts of the CIM schema: names, types, keys, value maps. Lists are one text with `|` between the
//! entries, which costs the library no relocations when it is loaded.

use crate::cim::Type;

pub(super) struct ClassRow {
    pub name: &'static str,
    /// Empty for a class without one.
    pub superclass: &'static str,
    pub qualifiers: &'static [QualifierRow],
    pub properties: &'static [PropertyRow],
    pub methods: &'static [MethodRow],
}

/// A property, or a parameter of a method.
#[derive(Clone, Copy)]
pub(super) struct PropertyRow {
    pub name: &'static str,
    pub ty: Type,
    /// The class a reference, or an embedded instance, is of. Empty where it is neither or the class is not told.
    pub class: &'static str,
    pub qualifiers: &'static [QualifierRow],
    pub default: Option<u16>,
}

pub(super) struct MethodRow {
    pub name: &'static str,
    pub returns: Type,
    pub qualifiers: &'static [QualifierRow],
    pub parameters: &'static [PropertyRow],
}

#[derive(Clone, Copy)]
pub(super) struct QualifierRow {
    pub name: &'static str,
    pub value: QualifierText,
}

#[derive(Clone, Copy)]
pub(super) enum QualifierText {
    Flag(bool),
    Number(u32),
    Text(&'static str),
    /// Entries with `|` between them.
    List(&'static str),
}

pub(super) const fn property(
    name: &'static str,
    ty: Type,
    qualifiers: &'static [QualifierRow],
) -> PropertyRow {
    PropertyRow { name, ty, class: "", qualifiers, default: None }
}

pub(super) const fn reference(
    name: &'static str,
    class: &'static str,
    qualifiers: &'static [QualifierRow],
) -> PropertyRow {
    PropertyRow { name, ty: Type::Reference, class, qualifiers, default: None }
}

impl PropertyRow {
    pub const fn default(mut self, value: u16) -> Self {
        self.default = Some(value);
        self
    }
}

pub(super) const fn method(
    name: &'static str,
    returns: Type,
    qualifiers: &'static [QualifierRow],
    parameters: &'static [PropertyRow],
) -> MethodRow {
    MethodRow { name, returns, qualifiers, parameters }
}

pub(super) const fn flag(name: &'static str) -> QualifierRow {
    QualifierRow { name, value: QualifierText::Flag(true) }
}

pub(super) const fn number(name: &'static str, value: u32) -> QualifierRow {
    QualifierRow { name, value: QualifierText::Number(value) }
}

pub(super) const fn text(name: &'static str, value: &'static str) -> QualifierRow {
    QualifierRow { name, value: QualifierText::Text(value) }
}

pub(super) const fn list(name: &'static str, values: &'static str) -> QualifierRow {
    QualifierRow { name, value: QualifierText::List(values) }
}

pub(super) const KEY: QualifierRow = flag("Key");
pub(super) const WRITE: QualifierRow = flag("Write");
pub(super) const REQUIRED: QualifierRow = flag("Required");
pub(super) const ABSTRACT: QualifierRow = flag("Abstract");
pub(super) const ASSOCIATION: QualifierRow = flag("Association");
pub(super) const AGGREGATION: QualifierRow = flag("Aggregation");
pub(super) const AGGREGATE: QualifierRow = flag("Aggregate");
pub(super) const COMPOSITION: QualifierRow = flag("Composition");
pub(super) const GAUGE: QualifierRow = flag("Gauge");
pub(super) const COUNTER: QualifierRow = flag("Counter");
pub(super) const WEAK: QualifierRow = flag("Weak");
pub(super) const IN: QualifierRow = flag("In");
pub(super) const OUT: QualifierRow = flag("Out");
pub(super) const NOT_IN: QualifierRow = QualifierRow { name: "In", value: QualifierText::Flag(false) };

pub(super) const fn max_len(length: u32) -> QualifierRow {
    number("MaxLen", length)
}

pub(super) const fn overrides(name: &'static str) -> QualifierRow {
    text("Override", name)
}

pub(super) const fn propagated(from: &'static str) -> QualifierRow {
    text("Propagated", from)
}

pub(super) const fn units(unit: &'static str) -> QualifierRow {
    text("Units", unit)
}

pub(super) const fn value_map(values: &'static str) -> QualifierRow {
    list("ValueMap", values)
}

pub(super) const fn values(names: &'static str) -> QualifierRow {
    list("Values", names)
}
