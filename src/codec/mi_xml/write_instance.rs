//! INSTANCE, and the declaration group that carries an instance together with its classes.

use super::write_class::class_element;
use super::write_path::{Place, namespace_path, reference};
use super::write_value::{scalar as scalar_text, type_and_value, type_attribute, value};
use super::{MOST_CLASSES, MOST_EMBEDDED, flags as flag};
use crate::abi::*;
use crate::cim::{Class, Element, Error, InstanceRef, Type, ValueRef};
use crate::codec::xml::{Escaping, Sink, escape_model_name, escape_name};
use crate::codec::{elements, scalar};
use std::collections::HashSet;

/// Writes an instance. With [`flag::INSTANCE_WITH_CLASS`], its classes come before it: every superclass, and the
/// classes of what is embedded in it.
pub fn write_instance<S: Sink>(out: &mut S, instance: InstanceRef<'_>, flags: u32) -> Result<(), Error> {
    if flags & flag::INSTANCE_WITH_CLASS == 0 {
        return instance_element(out, instance, 0);
    }
    let (namespace, server) = (instance.namespace(), instance.server_name());
    let place = Place { namespace: namespace.as_deref(), server: server.as_deref() };
    out.put("<CIM CIMVERSION=\"2.6.0\" DTDVERSION=\"2.3.1\"><DECLARATION><DECLGROUP>");
    namespace_path(out, place);
    let mut written = Written { names: HashSet::new(), flags: flags & !flag::CLASS_DEEP };
    written.instance(out, instance, 0)?;
    out.put("<VALUE.OBJECT>");
    instance_element(out, instance, 0)?;
    out.put("</VALUE.OBJECT></DECLGROUP></DECLARATION></CIM>");
    Ok(())
}

/// The classes that are in the declaration group already.
struct Written {
    names: HashSet<String>,
    flags: u32,
}

impl Written {
    /// The instance's class, then the classes of what its properties hold.
    fn instance<S: Sink>(&mut self, out: &mut S, instance: InstanceRef<'_>, depth: u32) -> Result<(), Error> {
        if depth >= MOST_EMBEDDED {
            return Err(too_deep());
        }
        let class = instance.class().ok_or_else(|| unsupported("an instance without a class"))?;
        self.class(out, &class)?;
        for element in instance.iter() {
            if matches!(element.ty.element(), Type::Instance | Type::Reference)
                && let Some(held) = element.value
            {
                elements(held, &mut |value| match value {
                    ValueRef::Instance(inner) | ValueRef::Reference(inner) => {
                        self.instance(out, inner, depth + 1)
                    }
                    _ => Ok(()),
                })?;
            }
        }
        Ok(())
    }

    /// Superclasses first. A loop, not a recursion: the chain is as long as the caller made it.
    fn class<S: Sink>(&mut self, out: &mut S, class: &Class) -> Result<(), Error> {
        let mut chain = vec![class.clone()];
        while let Some(superclass) = chain.last().and_then(Class::superclass) {
            if chain.len() >= MOST_CLASSES {
                return Err(too_deep());
            }
            chain.push(superclass.clone());
        }
        while let Some(class) = chain.pop() {
            if !self.names.insert(class.name().to_ascii_lowercase()) {
                continue;
            }
            if self.names.len() > MOST_CLASSES {
                return Err(too_deep());
            }
            out.put("<VALUE.OBJECT>");
            class_element(out, &class, self.flags)?;
            out.put("</VALUE.OBJECT>");
        }
        Ok(())
    }
}

/// An instance within a text: one level of escaping more.
pub(super) fn embedded<S: Sink>(out: &mut S, instance: InstanceRef<'_>, depth: u32) -> Result<(), Error> {
    if depth >= MOST_EMBEDDED {
        return Err(too_deep());
    }
    instance_element(&mut Escaping(out), instance, depth + 1)
}

fn instance_element<S: Sink>(out: &mut S, instance: InstanceRef<'_>, depth: u32) -> Result<(), Error> {
    out.put("<INSTANCE CLASSNAME=\"");
    if let Some(name) = instance.class_name_text() {
        escape_model_name(name, out);
    }
    out.put("\">");
    let mut class = None;
    let mut open = false;
    instance.try_each(|index, element| {
        if !element.ty.is_array()
            && (element.ty as u8) < Type::Reference as u8
            && let Some(held) = element.value
        {
            // Most properties: as few pieces as can be. The end of one goes with the start of the next.
            out.put(if open { NEXT } else { START });
            open = true;
            escape_model_name(element.name, out);
            out.put(type_and_value(element.ty));
            return scalar_text(out, held, depth);
        }
        if std::mem::take(&mut open) {
            out.put(END);
        }
        let declared = element.ty.is_array() || element.ty == Type::Instance;
        if declared && class.is_none() {
            class = instance.class();
        }
        let declaration = if declared { class.as_ref().and_then(|c| c.properties().at(index)) } else { None };
        let (subscript, reference_class) = match &declaration {
            Some(property) => (property.subscript, property.reference_class),
            None => (0, None),
        };
        property(out, element, subscript, reference_class, instance, depth)
    })?;
    out.put(if open { "</VALUE></PROPERTY></INSTANCE>" } else { "</INSTANCE>" });
    Ok(())
}

const START: &str = "<PROPERTY NAME=\"";
const END: &str = "</VALUE></PROPERTY>";
const NEXT: &str = "</VALUE></PROPERTY><PROPERTY NAME=\"";

fn property<S: Sink>(
    out: &mut S,
    element: &Element<'_>,
    subscript: u32,
    reference_class: Option<&str>,
    instance: InstanceRef<'_>,
    depth: u32,
) -> Result<(), Error> {
    let (start, end) = tags(element.ty)?;
    out.put(start);
    escape_model_name(element.name, out);
    if element.ty == Type::Reference {
        out.put("\"");
    } else {
        out.put(type_attribute(element.ty));
    }
    if subscript != 0 && element.ty.is_array() {
        array_size(out, subscript);
    }
    if element.ty.element() == Type::Instance {
        match reference_class {
            None => out.put(" EmbeddedObject=\"object\""),
            Some(name) => {
                out.put(" EmbeddedObject=\"instance\" EmbeddedClassName=\"");
                escape_name(name, out);
                out.put("\"");
            }
        }
    }
    // The original has an attribute MODIFIED for a mark that none of its own functions ever sets.
    out.put(">");
    match element.value {
        Some(ValueRef::Reference(target)) => {
            let (namespace, server) = (instance.namespace(), instance.server_name());
            reference(out, target, Place { namespace: namespace.as_deref(), server: server.as_deref() }, 0)?;
        }
        Some(held) => value(out, held, depth)?,
        None => {}
    }
    out.put(end);
    Ok(())
}

/// The tags around a property of a type.
pub(super) fn tags(ty: Type) -> Result<(&'static str, &'static str), Error> {
    match ty {
        Type::Reference => Ok(("<PROPERTY.REFERENCE NAME=\"", "</PROPERTY.REFERENCE>")),
        Type::ReferenceArray => {
            Err(unsupported("a property that is an array of references: CIM-XML has none"))
        }
        _ if ty.is_array() => Ok(("<PROPERTY.ARRAY NAME=\"", "</PROPERTY.ARRAY>")),
        _ => Ok(("<PROPERTY NAME=\"", "</PROPERTY>")),
    }
}

pub(super) fn array_size<S: Sink>(out: &mut S, subscript: u32) {
    out.put(" ARRAYSIZE=\"");
    out.put(scalar::unsigned(subscript.into()).as_str());
    out.put("\"");
}

#[cold]
pub(super) fn unsupported(what: &str) -> Error {
    Error::new(MI_RESULT_NOT_SUPPORTED, format!("MI_XML cannot carry {what}."))
}

#[cold]
fn too_deep() -> Error {
    Error::new(
        MI_RESULT_SERVER_LIMITS_EXCEEDED,
        "The instance holds more or deeper nested instances than allowed.",
    )
}
