//! References: INSTANCENAME and the paths around it.

use super::write_instance::unsupported;
use super::write_value::{scalar, type_attribute};
use crate::abi::MI_FLAG_KEY;
use crate::cim::{Element, Error, InstanceRef, Type, ValueRef};
use crate::codec::xml::{Sink, escape_name};

/// How deep keys may be references to instances whose keys are references.
const MOST_NESTED: u32 = 32;

/// Where an instance lies, as far as it is known.
#[derive(Clone, Copy, Default)]
pub(super) struct Place<'a> {
    pub namespace: Option<&'a str>,
    pub server: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// The parts of `self` that are not the same as those of `outer`.
    pub fn unlike(self, outer: Place<'_>) -> Place<'a> {
        let other = |inner: &&str, outer: Option<&str>| !outer.is_some_and(|o| o.eq_ignore_ascii_case(inner));
        Place {
            namespace: self.namespace.filter(|n| other(n, outer.namespace)),
            server: self.server.filter(|s| other(s, outer.server)),
        }
    }
}

/// `<VALUE.REFERENCE>`: the path as far as it differs from the place of the instance around it.
pub(super) fn reference<S: Sink>(
    out: &mut S,
    target: InstanceRef<'_>,
    outer: Place<'_>,
    nested: u32,
) -> Result<(), Error> {
    if nested >= MOST_NESTED {
        return Err(unsupported("references nested this deep"));
    }
    let (namespace, server) = (target.namespace(), target.server_name());
    let whole = Place { namespace: namespace.as_deref(), server: server.as_deref() };
    let place = whole.unlike(outer);
    out.put("<VALUE.REFERENCE>");
    match place {
        Place { namespace: Some(_), server: Some(_) } => {
            out.put("<INSTANCEPATH>");
            namespace_path(out, place);
            instance_name(out, target, nested)?;
            out.put("</INSTANCEPATH>");
        }
        Place { namespace: Some(_), server: None } => {
            out.put("<LOCALINSTANCEPATH>");
            namespace_path(out, place);
            instance_name(out, target, nested)?;
            out.put("</LOCALINSTANCEPATH>");
        }
        _ => instance_name(out, target, nested)?,
    }
    out.put("</VALUE.REFERENCE>");
    Ok(())
}

/// `<NAMESPACEPATH>` with a server's name, else `<LOCALNAMESPACEPATH>`; nothing without a namespace.
pub(super) fn namespace_path<S: Sink>(out: &mut S, place: Place<'_>) {
    let Some(namespace) = place.namespace else { return };
    if let Some(server) = place.server {
        out.put("<NAMESPACEPATH><HOST>");
        escape_name(server, out);
        out.put("</HOST>");
    }
    out.put("<LOCALNAMESPACEPATH>");
    for part in namespace.split(['/', '\\']).filter(|part| !part.is_empty()) {
        out.put("<NAMESPACE NAME=\"");
        escape_name(part, out);
        out.put("\"/>");
    }
    out.put("</LOCALNAMESPACEPATH>");
    if place.server.is_some() {
        out.put("</NAMESPACEPATH>");
    }
}

/// The class and the keys. One key alone goes without its name.
fn instance_name<S: Sink>(out: &mut S, target: InstanceRef<'_>, nested: u32) -> Result<(), Error> {
    out.put("<INSTANCENAME CLASSNAME=\"");
    escape_name(&target.class_name(), out);
    out.put("\">");
    let is_key = |element: &Element<'_>| element.flags & MI_FLAG_KEY != 0;
    let alone = target.iter().filter(is_key).count() == 1;
    for element in target.iter().filter(is_key) {
        if alone {
            key_value(out, &element, nested)?;
            continue;
        }
        out.put("<KEYBINDING NAME=\"");
        escape_name(&element.name.to_str_lossy(), out);
        out.put("\">");
        key_value(out, &element, nested)?;
        out.put("</KEYBINDING>");
    }
    out.put("</INSTANCENAME>");
    Ok(())
}

fn key_value<S: Sink>(out: &mut S, key: &Element<'_>, nested: u32) -> Result<(), Error> {
    if let Some(ValueRef::Reference(target)) = key.value {
        // The original names the namespace where it is the same and drops it where it is not. Always named, both
        // read back right.
        return reference(out, target, Place::default(), nested + 1);
    }
    out.put(match key.ty {
        Type::Boolean => "<KEYVALUE VALUETYPE=\"boolean",
        Type::Datetime | Type::String | Type::Char16 => "<KEYVALUE VALUETYPE=\"string",
        _ => "<KEYVALUE VALUETYPE=\"numeric",
    });
    out.put(type_attribute(key.ty));
    out.put(">");
    if let Some(value) = key.value {
        scalar(out, value, 0)?;
    }
    out.put("</KEYVALUE>");
    Ok(())
}
