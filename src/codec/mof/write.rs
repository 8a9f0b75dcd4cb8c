//! The model to MOF: text that reads back to the same model. Long texts are wrapped.

use super::names;
use super::qualifiers::undeclared;
use super::write_value::Writer;
use crate::abi::*;
use crate::cim::class::Qualifiers;
use crate::cim::{Class, Error, MethodInfo, ParameterInfo, PropertyInfo, QualifierInfo, Type, ValueRef};
use crate::codec::xml::Sink;

/// Writes a class: its own features, not the inherited ones. In front of it, declarations of those qualifiers whose
/// type a reader could not guess.
pub fn write_class(out: &mut dyn Sink, class: &Class) -> Result<(), Error> {
    let mut writer = Writer::new(out);
    declarations(&mut writer, class);
    qualifiers(&mut writer, class.qualifiers().iter(), 0)?;
    writer.put("class ");
    writer.put(class.name());
    if let Some(superclass) = class.superclass_name() {
        writer.put(" : ");
        writer.put(superclass);
    }
    writer.put("\n{\n");
    let own = |propagator: Option<&str>| propagator.is_none_or(|p| p.eq_ignore_ascii_case(class.name()));
    for declared in class.properties().iter().filter(|p| own(p.propagator)) {
        property(&mut writer, &declared)?;
    }
    for declared in class.methods().iter().filter(|m| own(m.propagator)) {
        method(&mut writer, &declared)?;
    }
    writer.put("};\n");
    Ok(())
}

const INDENT: usize = 4;

fn property(writer: &mut Writer<'_>, declared: &PropertyInfo<'_>) -> Result<(), Error> {
    qualifiers(writer, with_embedded(declared.qualifiers, declared.ty, declared.reference_class), INDENT)?;
    writer.indent(INDENT);
    type_and_name(writer, declared.ty, declared.reference_class, declared.name);
    subscript(writer, declared.ty, declared.subscript);
    if let Some(value) = declared.default {
        writer.put(" = ");
        writer.value(value, INDENT)?;
    }
    writer.put(";\n");
    Ok(())
}

fn method(writer: &mut Writer<'_>, declared: &MethodInfo<'_>) -> Result<(), Error> {
    qualifiers(writer, declared.qualifiers.iter(), INDENT)?;
    writer.indent(INDENT);
    match declared.return_type {
        None => writer.put("void"),
        Some(ty) => {
            writer.put(names::SIMPLE_TYPES.get(ty.element() as usize).copied().unwrap_or("string"));
            if ty.is_array() {
                writer.put("[]");
            }
        }
    }
    writer.put(" ");
    writer.put(declared.name);
    writer.put("(");
    let mut separator = "\n";
    for declared in declared.parameters.iter() {
        writer.put(separator);
        separator = ",\n";
        parameter(writer, &declared)?;
    }
    writer.put(");\n");
    Ok(())
}

fn parameter(writer: &mut Writer<'_>, declared: &ParameterInfo<'_>) -> Result<(), Error> {
    qualifiers(
        writer,
        with_embedded(declared.qualifiers, declared.ty, declared.reference_class),
        2 * INDENT,
    )?;
    writer.indent(2 * INDENT);
    type_and_name(writer, declared.ty, declared.reference_class, declared.name);
    subscript(writer, declared.ty, declared.subscript);
    Ok(())
}

/// The qualifiers, and the one that says of a text that it is an embedded instance, where it is missing.
fn with_embedded<'q>(
    all: Qualifiers<'q>,
    ty: Type,
    class: Option<&'q str>,
) -> impl Iterator<Item = QualifierInfo<'q>> {
    let missing = ty.element() == Type::Instance
        && all.get("EmbeddedInstance").is_none()
        && all.get("EmbeddedObject").is_none();
    let extra = missing.then(|| {
        let (name, value) = match class {
            Some(class) => ("EmbeddedInstance", ValueRef::Text(class)),
            None => ("EmbeddedObject", ValueRef::Boolean(true)),
        };
        QualifierInfo { name, ty: value.ty(), flavor: 0, value: Some(value) }
    });
    all.iter().chain(extra)
}

/// Embedded instances are texts, by their qualifiers.
fn type_and_name(writer: &mut Writer<'_>, ty: Type, class: Option<&str>, name: &str) {
    if ty.element() == Type::Reference {
        writer.put(class.unwrap_or("CIM_ManagedElement"));
        writer.put(" ref ");
    } else {
        writer.put(names::SIMPLE_TYPES.get(ty.element() as usize).copied().unwrap_or("string"));
        writer.put(" ");
    }
    writer.put(name);
}

fn subscript(writer: &mut Writer<'_>, ty: Type, size: u32) {
    match (ty.is_array(), size) {
        (false, _) => {}
        (true, 0) => writer.put("[]"),
        (true, size) => writer.put(&format!("[{size}]")),
    }
}

/// `[A, B (1)]` on lines of their own; nothing where there are none.
fn qualifiers<'q>(
    writer: &mut Writer<'_>,
    all: impl Iterator<Item = QualifierInfo<'q>>,
    indent: usize,
) -> Result<(), Error> {
    let mut separator = "[";
    for one in all {
        if separator == "[" {
            writer.indent(indent);
        }
        writer.put(separator);
        separator = ",";
        if writer.column() > indent + 1 {
            writer.put("\n");
            writer.indent(indent + 1);
        }
        qualifier(writer, &one, indent)?;
    }
    if separator == "," {
        writer.put("]\n");
    }
    Ok(())
}

fn qualifier(writer: &mut Writer<'_>, one: &QualifierInfo<'_>, indent: usize) -> Result<(), Error> {
    writer.put(one.name);
    match one.value {
        Some(ValueRef::Boolean(true)) => {}
        Some(value) if one.ty.is_array() => {
            writer.put(" ");
            writer.value(value, indent + INDENT)?;
        }
        Some(value) => {
            writer.put(" (");
            writer.value(value, indent + INDENT)?;
            writer.put(")");
        }
        None => writer.put(" (null)"),
    }
    let said = said(one, writer.declares(one.name));
    if said != 0 {
        writer.put(":");
        for word in names::flavor_words(said) {
            writer.put(" ");
            writer.put(word);
        }
    }
    Ok(())
}

const OVERRIDE: u32 = MI_FLAG_ENABLEOVERRIDE | MI_FLAG_DISABLEOVERRIDE;
const REACH: u32 = MI_FLAG_TOSUBCLASS | MI_FLAG_RESTRICTED;

/// The bits of a flavor that must be written: what is not the default, as the standard or as no one declares it.
fn said(one: &QualifierInfo<'_>, declared: bool) -> u32 {
    let standard =
        if declared { MI_FLAG_ENABLEOVERRIDE | MI_FLAG_TOSUBCLASS } else { undeclared(one.name).1 };
    let mut said = one.flavor & (MI_FLAG_TRANSLATABLE | MI_FLAG_TOINSTANCE) & !standard;
    for (pair, plain) in [(OVERRIDE, MI_FLAG_ENABLEOVERRIDE), (REACH, MI_FLAG_TOSUBCLASS)] {
        let bits = one.flavor & pair;
        if bits != 0 && (bits != standard & pair || (bits != plain && standard & pair == plain)) {
            said |= bits;
        }
    }
    said
}

/// Declarations of the class's qualifiers that read differently without: those of a type that cannot be guessed, and
/// those that the standard has translatable (a use cannot say that it is not).
fn declarations(writer: &mut Writer<'_>, class: &Class) {
    let mut declare = |one: QualifierInfo<'_>| {
        let (ty, flavor) = undeclared(one.name);
        let guessed = ty.unwrap_or_else(|| guess(&one));
        let translatable = flavor & !one.flavor & MI_FLAG_TRANSLATABLE != 0;
        if (guessed == one.ty && !translatable) || writer.declares(one.name) {
            return;
        }
        writer.declare(one.name);
        let element = names::SIMPLE_TYPES.get(one.ty.element() as usize).copied().unwrap_or("string");
        let array = if one.ty.is_array() { "[]" } else { "" };
        writer.put(&format!("Qualifier {} : {element}{array}, Scope(any);\n", one.name));
    };
    class.qualifiers().iter().for_each(&mut declare);
    for property in class.properties().iter() {
        property.qualifiers.iter().for_each(&mut declare);
    }
    for method in class.methods().iter() {
        method.qualifiers.iter().for_each(&mut declare);
        for parameter in method.parameters.iter() {
            parameter.qualifiers.iter().for_each(&mut declare);
        }
    }
}

/// The type that a reader takes an undeclared qualifier to have, by its value. What no value tells is no type.
fn guess(one: &QualifierInfo<'_>) -> Type {
    const NONE: Type = Type::Reference;
    match (one.value, one.ty) {
        (None, _) => Type::String,
        (Some(_), Type::Boolean | Type::String | Type::Real64 | Type::Char16 | Type::Sint64) => one.ty,
        (Some(ValueRef::StringArray(_)), _) => Type::StringArray,
        (Some(ValueRef::BooleanArray(all)), _) if !all.is_empty() => Type::BooleanArray,
        (Some(ValueRef::Sint64Array(all)), _) if !all.is_empty() => Type::Sint64Array,
        (Some(ValueRef::Real64Array(all)), _) if !all.is_empty() => Type::Real64Array,
        _ => NONE,
    }
}
