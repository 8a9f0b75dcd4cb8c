//! Bodies of WS-Man shell resources (MS-WSMV 2.2.4.37 and on): the client's instance in the shell's own namespace.

use crate::cim::{Element, InstanceRef, ValueRef};
use crate::codec::wsman::header::escape;
use crate::codec::wsman::write::plain;
use std::fmt::Write;

const SHELL: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
/// Instances within instances; deeper is somebody's cycle.
const MOST_DEPTH: usize = 16;
/// Of these elements the schema makes attributes.
const ATTRIBUTES: [&str; 4] = ["ShellId", "Name", "CommandId", "Code"];

/// Writes an instance as an element of the resource's namespace (`rsp:Shell`, `rsp:CommandLine`).
pub fn write(out: &mut String, uri: &str, instance: &InstanceRef<'_>) {
    let namespace = if uri.starts_with(SHELL) || uri.contains("/powershell/") { SHELL } else { uri };
    element(out, &instance.class_name(), instance, Some(namespace), 0);
}

fn element(out: &mut String, name: &str, instance: &InstanceRef<'_>, declare: Option<&str>, depth: usize) {
    let _ = write!(out, "<rsp:{name}");
    if let Some(namespace) = declare {
        out.push_str(" xmlns:rsp=\"");
        escape(out, namespace.split('?').next().unwrap_or(namespace));
        out.push('"');
    }
    for attribute in instance.iter().filter(is_attribute) {
        if let Some(text) = attribute.value.as_ref().and_then(plain) {
            let _ = write!(out, " {}=\"", attribute.name.to_str_lossy());
            escape(out, &text);
            out.push('"');
        }
    }
    out.push('>');
    for child in instance.iter().filter(|child| !is_attribute(child)) {
        content(out, &child, depth);
    }
    let _ = write!(out, "</rsp:{name}>");
}

fn is_attribute(element: &Element<'_>) -> bool {
    ATTRIBUTES.iter().any(|name| *name == element.name.to_str_lossy())
}

fn content(out: &mut String, child: &Element<'_>, depth: usize) {
    let name = child.name.to_str_lossy();
    match &child.value {
        None => {}
        Some(ValueRef::Instance(inner)) if depth < MOST_DEPTH => element(out, &name, inner, None, depth + 1),
        Some(ValueRef::InstanceArray(all)) if depth < MOST_DEPTH => {
            all.iter().for_each(|inner| element(out, &name, &inner, None, depth + 1));
        }
        Some(ValueRef::StringArray(all)) => {
            all.iter().for_each(|text| leaf(out, &name, &text.to_str_lossy()));
        }
        Some(value) => leaf(out, &name, &plain(value).unwrap_or_default()),
    }
}

fn leaf(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<rsp:{name}>");
    escape(out, text);
    let _ = write!(out, "</rsp:{name}>");
}
