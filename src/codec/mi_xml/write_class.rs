//! CLASS: qualifiers, properties, methods.

use super::flags as flag;
use super::write_instance::{array_size, tags};
use super::write_path::{Place, reference};
use super::write_value::{type_attribute, value};
use crate::abi::*;
use crate::cim::{Class, Error, MethodInfo, ParameterInfo, PropertyInfo, QualifierInfo, Type, ValueRef};
use crate::codec::xml::{Sink, escape_name};

/// Writes a class: its own features, or with [`flag::CLASS_DEEP`] the inherited ones too.
pub fn write_class<S: Sink>(out: &mut S, class: &Class, flags: u32) -> Result<(), Error> {
    class_element(out, class, flags)
}

pub(super) fn class_element<S: Sink>(out: &mut S, class: &Class, flags: u32) -> Result<(), Error> {
    let name = class.name();
    out.put("<CLASS");
    attribute(out, " NAME=\"", Some(name));
    attribute(out, " SUPERCLASS=\"", class.superclass_name());
    if flags & flag::HIERARCHY != 0 {
        derivation(out, class);
    }
    out.put(">");
    if flags & flag::QUALIFIERS != 0 {
        qualifiers(out, class.qualifiers().iter(), class.flags(), false, None)?;
    }
    let deep = flags & (flag::CLASS_DEEP | flag::INHERITED) != 0;
    for declared in class.properties().iter() {
        if deep || declared.propagator.is_none_or(|p| p == name) {
            property(out, class, &declared, flags)?;
        }
    }
    for declared in class.methods().iter() {
        if deep || declared.propagator.is_none_or(|p| p == name) {
            method(out, name, &declared, flags)?;
        }
    }
    out.put("</CLASS>");
    Ok(())
}

/// The superclasses' names, nearest first.
fn derivation<S: Sink>(out: &mut S, class: &Class) {
    out.put(" DERIVATION=\"");
    let mut next = class.superclass().cloned();
    if next.is_none()
        && let Some(name) = class.superclass_name()
    {
        escape_name(name, out);
    }
    let mut separator = "";
    while let Some(superclass) = next {
        out.put(separator);
        escape_name(superclass.name(), out);
        separator = ",";
        next = superclass.superclass().cloned();
    }
    out.put("\"");
}

/// One attribute, if there is a value for it. `start` ends with the opening quote.
fn attribute<S: Sink>(out: &mut S, start: &str, text: Option<&str>) {
    if let Some(text) = text {
        out.put(start);
        escape_name(text, out);
        out.put("\"");
    }
}

fn property<S: Sink>(
    out: &mut S,
    class: &Class,
    declared: &PropertyInfo<'_>,
    flags: u32,
) -> Result<(), Error> {
    let (start, end) = tags(declared.ty)?;
    let inherited = declared.propagator.is_some_and(|p| p != class.name());
    out.put(start);
    escape_name(declared.name, out);
    if declared.ty == Type::Reference {
        out.put("\"");
        attribute(out, " REFERENCECLASS=\"", declared.reference_class);
    } else {
        out.put(type_attribute(declared.ty));
    }
    if declared.ty.is_array() && declared.subscript != 0 {
        array_size(out, declared.subscript);
    }
    if flags & flag::CLASS_ORIGIN != 0 {
        attribute(out, " CLASSORIGIN=\"", declared.origin);
    }
    out.put(if inherited { " PROPAGATED=\"true\">" } else { ">" });
    if flags & flag::QUALIFIERS != 0 {
        let embedded = (declared.ty.element() == Type::Instance).then_some(declared.reference_class);
        qualifiers(out, declared.qualifiers.iter(), declared.flags, inherited, embedded)?;
    }
    match declared.default {
        Some(ValueRef::Reference(target)) => {
            let place = Place { namespace: class.namespace(), server: class.server_name() };
            reference(out, target, place, 0)?;
        }
        Some(held) => value(out, held, 0)?,
        None => {}
    }
    out.put(end);
    Ok(())
}

fn method<S: Sink>(out: &mut S, class: &str, declared: &MethodInfo<'_>, flags: u32) -> Result<(), Error> {
    let inherited = declared.propagator.is_some_and(|p| !p.eq_ignore_ascii_case(class));
    out.put("<METHOD NAME=\"");
    escape_name(declared.name, out);
    out.put(type_attribute(declared.return_type.unwrap_or(Type::Boolean)));
    if flags & flag::CLASS_ORIGIN != 0 {
        attribute(out, " CLASSORIGIN=\"", declared.origin);
    }
    out.put(if inherited { " PROPAGATED=\"true\">" } else { ">" });
    if flags & flag::QUALIFIERS != 0 {
        qualifiers(out, declared.qualifiers.iter(), declared.flags, inherited, None)?;
    }
    for declared in declared.parameters.iter() {
        parameter(out, &declared, flags)?;
    }
    out.put("</METHOD>");
    Ok(())
}

fn parameter<S: Sink>(out: &mut S, declared: &ParameterInfo<'_>, flags: u32) -> Result<(), Error> {
    let (start, end) = match declared.ty {
        Type::Reference => ("<PARAMETER.REFERENCE NAME=\"", "</PARAMETER.REFERENCE>"),
        Type::ReferenceArray => ("<PARAMETER.REFARRAY NAME=\"", "</PARAMETER.REFARRAY>"),
        ty if ty.is_array() => ("<PARAMETER.ARRAY NAME=\"", "</PARAMETER.ARRAY>"),
        _ => ("<PARAMETER NAME=\"", "</PARAMETER>"),
    };
    out.put(start);
    escape_name(declared.name, out);
    if declared.ty.element() == Type::Reference {
        out.put("\"");
        attribute(out, " REFERENCECLASS=\"", declared.reference_class);
    } else {
        out.put(type_attribute(declared.ty));
    }
    if declared.ty.is_array() && declared.subscript != 0 {
        array_size(out, declared.subscript);
    }
    out.put(">");
    if flags & flag::QUALIFIERS != 0 {
        let embedded = (declared.ty.element() == Type::Instance).then_some(declared.reference_class);
        qualifiers(out, declared.qualifiers.iter(), declared.flags, false, embedded)?;
    }
    out.put(end);
    Ok(())
}

/// Flags that stand for qualifiers, in the order in which they are written where the qualifier itself is absent.
static FLAGS: [(u32, &str); 11] = [
    (MI_FLAG_KEY, "key"),
    (MI_FLAG_REQUIRED, "required"),
    (MI_FLAG_STATIC, "static"),
    (MI_FLAG_EXPENSIVE, "expensive"),
    (MI_FLAG_READONLY, "read"),
    (MI_FLAG_IN, "in"),
    (MI_FLAG_OUT, "out"),
    (MI_FLAG_ABSTRACT, "abstract"),
    (MI_FLAG_TERMINAL, "terminal"),
    (MI_FLAG_ASSOCIATION, "association"),
    (MI_FLAG_INDICATION, "indication"),
];

/// The qualifiers of one object; then those that only a flag or an embedded instance's class tells of.
/// `embedded` is Some for embedded instances: with their class, where it is declared.
fn qualifiers<'c, S: Sink>(
    out: &mut S,
    declared: impl Iterator<Item = QualifierInfo<'c>>,
    mut flags: u32,
    inherited: bool,
    embedded: Option<Option<&str>>,
) -> Result<(), Error> {
    let fabricated = match embedded {
        Some(Some(_)) => "EmbeddedInstance",
        _ => "EmbeddedObject",
    };
    let mut fabricate = embedded.is_some();
    for one in declared {
        if inherited && one.flavor & MI_FLAG_RESTRICTED != 0 {
            continue;
        }
        if let Some((bit, _)) = FLAGS.iter().find(|(_, name)| name.eq_ignore_ascii_case(one.name)) {
            flags &= !bit;
        }
        fabricate &= !one.name.eq_ignore_ascii_case(fabricated);
        qualifier(out, &one)?;
    }
    if fabricate {
        let text = embedded.flatten();
        let held = text.map_or(ValueRef::Boolean(true), ValueRef::Text);
        qualifier(out, &QualifierInfo { name: fabricated, ty: held.ty(), flavor: 0, value: Some(held) })?;
    }
    for (_, name) in FLAGS.iter().filter(|(bit, _)| flags & bit != 0) {
        let held = Some(ValueRef::Boolean(true));
        qualifier(out, &QualifierInfo { name, ty: Type::Boolean, flavor: 0, value: held })?;
    }
    Ok(())
}

fn qualifier<S: Sink>(out: &mut S, one: &QualifierInfo<'_>) -> Result<(), Error> {
    out.put("<QUALIFIER NAME=\"");
    escape_name(one.name, out);
    out.put(type_attribute(one.ty));
    if one.flavor & MI_FLAG_DISABLEOVERRIDE != 0 {
        out.put(" OVERRIDABLE=\"false\"");
    }
    if one.flavor & MI_FLAG_RESTRICTED != 0 {
        out.put(" TOSUBCLASS=\"false\"");
    }
    if one.flavor & MI_FLAG_TRANSLATABLE != 0 {
        out.put(" TRANSLATABLE=\"true\"");
    }
    out.put(">");
    if let Some(held) = one.value {
        value(out, held, 0)?;
    }
    out.put("</QUALIFIER>");
    Ok(())
}
