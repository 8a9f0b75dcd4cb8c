//! The classes, as tables; each becomes a [`Class`] when it is first asked for, and is shared from then on.

mod association;
mod core;
mod intrinsic;
mod linux;
mod network;
mod processor;
mod rows;
mod system;

use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, ClassBuilder, Error, Method, Parameter, Property, Qualifier, Type, Value};
use crate::sync::OnceLock;
use rows::{ClassRow, MethodRow, PropertyRow, QualifierRow, QualifierText};
use std::borrow::Cow;

/// Superclasses before the classes made from them.
const TABLES: [&[ClassRow]; 7] = [
    core::CLASSES,
    system::CLASSES,
    processor::CLASSES,
    network::CLASSES,
    association::CLASSES,
    linux::CLASSES,
    intrinsic::CLASSES,
];

/// All classes of this machine.
pub(super) struct Catalogue {
    host: String,
    classes: Vec<Entry>,
}

struct Entry {
    row: &'static ClassRow,
    made: OnceLock<Class>,
}

impl Catalogue {
    pub fn new(host: String) -> Self {
        let rows = TABLES.into_iter().flatten();
        Self { host, classes: rows.map(|row| Entry { row, made: OnceLock::new() }).collect() }
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.classes.iter().map(|entry| entry.row.name)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.classes.iter().find(|entry| eq_ignore_case(entry.row.name, name))
    }

    pub fn contains(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The direct superclass; empty where there is none.
    pub fn superclass(&self, name: &str) -> &'static str {
        self.entry(name).map_or("", |entry| entry.row.superclass)
    }

    /// Whether a class is another or one of its subclasses, by the tables alone.
    pub fn is_a(&self, name: &str, ancestor: &str) -> bool {
        let mut name = name;
        while !name.is_empty() {
            if eq_ignore_case(name, ancestor) {
                return true;
            }
            name = self.superclass(name);
        }
        false
    }

    /// A class in `root/cimv2`; None where there is none of that name.
    pub fn class(&self, name: &str) -> Option<Result<Class, Error>> {
        let entry = self.entry(name)?;
        if let Some(made) = entry.made.get() {
            return Some(Ok(made.clone()));
        }
        Some(self.build(entry.row).map(|class| entry.made.get_or_init(|| class).clone()))
    }

    /// The recursion is as deep as the inheritance in the tables.
    fn build(&self, row: &'static ClassRow) -> Result<Class, Error> {
        let mut builder = ClassBuilder::new(row.name).namespace("root/cimv2").server_name(&self.host);
        if let Some(superclass) = self.class(row.superclass) {
            builder = builder.superclass(&superclass?);
        }
        builder = row.qualifiers.iter().fold(builder, |builder, row| builder.qualifier(qualifier(row)));
        builder = row.properties.iter().fold(builder, |builder, row| builder.property(property(row)));
        builder = row.methods.iter().fold(builder, |builder, row| builder.method(method(row)));
        builder.build()
    }
}

/// What a subclass may do with a qualifier, where it is not the usual (DSP0004 table 5, and qualifiers.mof).
fn flavor(name: &str) -> u32 {
    match name {
        "Association" | "Indication" | "Aggregate" | "Aggregation" | "ArrayType" | "Composition" | "Key"
        | "Propagated" | "Required" | "Weak" | "In" | "Out" | "Static" => {
            MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TOSUBCLASS
        }
        "Abstract" | "Deprecated" | "Override" => MI_FLAG_ENABLEOVERRIDE | MI_FLAG_RESTRICTED,
        "Version" => MI_FLAG_ENABLEOVERRIDE | MI_FLAG_RESTRICTED | MI_FLAG_TRANSLATABLE,
        "Description" | "Values" | "Units" => {
            MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS | MI_FLAG_TRANSLATABLE
        }
        _ => MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS,
    }
}

fn qualifier(row: &QualifierRow) -> Qualifier<'static> {
    let value = match row.value {
        QualifierText::Flag(value) => Value::Boolean(value),
        QualifierText::Number(value) => Value::Uint32(value),
        QualifierText::Text(text) => Value::String(text.to_owned()),
        QualifierText::List(entries) => Value::StringArray(entries.split('|').map(str::to_owned).collect()),
    };
    let mut qualifier = Qualifier::new(row.name, value);
    qualifier.flavor = flavor(row.name);
    qualifier
}

fn qualifiers(rows: &[QualifierRow]) -> Vec<Qualifier<'static>> {
    rows.iter().map(qualifier).collect()
}

fn has_flag(rows: &[QualifierRow], name: &str) -> bool {
    rows.iter().any(|row| row.name == name && matches!(row.value, QualifierText::Flag(true)))
}

fn class_name(row: &PropertyRow) -> Option<Cow<'static, str>> {
    (!row.class.is_empty()).then_some(Cow::Borrowed(row.class))
}

fn property(row: &PropertyRow) -> Property<'static> {
    let mut property = Property::new(row.name, row.ty);
    property.reference_class = class_name(row);
    property.qualifiers = qualifiers(row.qualifiers);
    if !has_flag(row.qualifiers, "Write") {
        property.flags |= MI_FLAG_READONLY;
    }
    // The tables have defaults for one type only.
    property.default = row.default.filter(|_| row.ty == Type::Uint16).map(Value::Uint16);
    property
}

fn method(row: &MethodRow) -> Method<'static> {
    let mut method = Method::new(row.name, row.returns);
    method.qualifiers = qualifiers(row.qualifiers);
    method.parameters = row.parameters.iter().map(parameter).collect();
    method
}

/// A parameter is an input unless it says otherwise (qualifiers.mof: In is true by default).
fn parameter(row: &PropertyRow) -> Parameter<'static> {
    let is_not_in =
        row.qualifiers.iter().any(|q| q.name == "In" && matches!(q.value, QualifierText::Flag(false)));
    let input = if is_not_in { 0 } else { MI_FLAG_IN };
    let output = if has_flag(row.qualifiers, "Out") { MI_FLAG_OUT } else { 0 };
    let mut parameter = Parameter::new(row.name, row.ty, input | output);
    parameter.reference_class = class_name(row);
    parameter.qualifiers = qualifiers(row.qualifiers);
    parameter
}

#[cfg(test)]
mod tests;
