//! Instances, parameters and references into XML (DSP0230, DSP0227).

use super::header::{Selector, SelectorValue, escape, selector_set};
use super::names;
use crate::abi::{MI_FLAG_KEY, MI_FLAG_NOT_MODIFIED};
use crate::cim::{Element, InstanceRef, Type, ValueRef};
use crate::codec::{elements, scalar};
use std::borrow::Cow;
use std::fmt::Write;

/// Embedded instances within embedded instances; deeper is somebody's cycle.
const MOST_DEPTH: usize = 32;

/// Room for the namespace and the keys of most classes.
pub const USUAL_SELECTORS: usize = 4;

/// How resource URIs are made: the prefix, and for WMI's style the namespace in it.
#[derive(Clone, Debug)]
pub struct Naming {
    prefix: Cow<'static, str>,
    is_wmi: bool,
}

impl Default for Naming {
    fn default() -> Self {
        Self { prefix: Cow::Borrowed(names::CLASS_PREFIX), is_wmi: false }
    }
}

impl Naming {
    /// From the operation option; None is the standard's prefix.
    pub fn new(prefix: Option<&str>) -> Self {
        match prefix {
            Some(prefix) if !prefix.is_empty() => {
                let prefix = format!("{}/", prefix.trim_end_matches('/'));
                let is_wmi = prefix.to_ascii_lowercase().contains("/wbem/wsman/1/wmi/");
                Self { prefix: prefix.into(), is_wmi }
            }
            _ => Self::default(),
        }
    }

    /// The resource URI of a class.
    pub fn uri(&self, namespace: &str, class: &str) -> String {
        if self.is_wmi
            && !self.prefix.to_ascii_lowercase().ends_with(&format!("/{}/", namespace.to_ascii_lowercase()))
        {
            return format!("{}{namespace}/{class}", self.prefix);
        }
        [&self.prefix, class].concat()
    }

    /// The `__cimnamespace` selector where the URI does not say the namespace (MS-WSMV's default is
    /// root\hardware, so it is always sent).
    pub fn namespace_selector(&self, namespace: &str) -> Option<Selector> {
        (!self.is_wmi && !namespace.is_empty()).then(|| Selector::text("__cimnamespace", namespace))
    }

    /// Both, for a class and the keys of an instance of it.
    pub fn selectors(&self, namespace: &str, keys: &InstanceRef<'_>) -> Vec<Selector> {
        let mut selectors = Vec::with_capacity(USUAL_SELECTORS);
        selectors.extend(self.namespace_selector(namespace));
        self.key_selectors(&mut selectors, namespace, keys);
        selectors
    }

    /// Adds the keys of an instance; of one that declares none, everything it holds.
    pub fn key_selectors(&self, out: &mut Vec<Selector>, namespace: &str, keys: &InstanceRef<'_>) {
        let declared = keys.iter().any(|element| element.flags & MI_FLAG_KEY != 0);
        let wanted = |element: &Element<'_>| !declared || element.flags & MI_FLAG_KEY != 0;
        out.extend(keys.iter().filter(wanted).filter_map(|element| {
            let value = self.selector_value(namespace, &element.value?)?;
            Some(Selector { name: element.name.to_str_lossy().into_owned().into(), value })
        }));
    }

    fn selector_value(&self, namespace: &str, value: &ValueRef<'_>) -> Option<SelectorValue> {
        if let ValueRef::Reference(instance) | ValueRef::Instance(instance) = value {
            let mut xml = String::from("<a:EndpointReference>");
            self.epr_content(&mut xml, namespace, instance);
            xml.push_str("</a:EndpointReference>");
            return Some(SelectorValue::Epr(xml));
        }
        plain(value).map(SelectorValue::Text)
    }

    /// The content of an endpoint reference to an instance.
    pub fn epr_content(&self, out: &mut String, namespace: &str, instance: &InstanceRef<'_>) {
        let own = instance.namespace().map(|own| own.into_owned()).filter(|own| !own.is_empty());
        let namespace = own.as_deref().unwrap_or(namespace);
        let class = instance.class_name();
        let _ =
            write!(out, "<a:Address>{}</a:Address><a:ReferenceParameters><w:ResourceURI>", names::ANONYMOUS);
        escape(out, &self.uri(namespace, &class));
        out.push_str("</w:ResourceURI>");
        selector_set(out, &self.selectors(namespace, instance));
        out.push_str("</a:ReferenceParameters>");
    }
}

/// What of an instance goes into a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Select {
    /// Everything that has a value.
    Set,
    /// Only what the client changed (Put).
    Modified,
}

/// Writes an instance as `p:Class` in the namespace of its resource URI.
pub fn instance(
    out: &mut String,
    naming: &Naming,
    namespace: &str,
    instance: &InstanceRef<'_>,
    select: Select,
) {
    let class = instance.class_name().into_owned();
    open(out, &naming.uri(namespace, &class), &class, &class);
    // An instance that came from a server knows what was changed, NULL included; of one the client made, what is
    // NULL was never set.
    let tracked = instance.iter().any(|element| element.flags & MI_FLAG_NOT_MODIFIED != 0);
    for element in instance.iter() {
        let skipped = match select {
            Select::Set => element.value.is_none(),
            Select::Modified if element.flags & MI_FLAG_KEY != 0 => true,
            Select::Modified if tracked => element.flags & MI_FLAG_NOT_MODIFIED != 0,
            Select::Modified => element.value.is_none(),
        };
        if !skipped {
            property(out, "p", naming, namespace, &element, 0);
        }
    }
    let _ = write!(out, "</p:{class}>");
}

/// Writes a method's in parameters as `p:Method_INPUT`.
pub fn parameters(
    out: &mut String,
    naming: &Naming,
    namespace: &str,
    uri: &str,
    method: &str,
    given: Option<&InstanceRef<'_>>,
) {
    let name = format!("{method}_INPUT");
    open(out, uri, &name, &name);
    for element in given.iter().flat_map(|given| given.iter()) {
        if element.value.is_some() {
            property(out, "p", naming, namespace, &element, 0);
        }
    }
    let _ = write!(out, "</p:{name}>");
}

fn open(out: &mut String, uri: &str, name: &str, ty: &str) {
    let _ = write!(out, "<p:{name} xmlns:xsi=\"{}\" xmlns:cim=\"{}\" xmlns:p=\"", names::XSI, names::CIM);
    escape(out, uri.split('?').next().unwrap_or(uri));
    let _ = write!(out, "\" xsi:type=\"p:{ty}_Type\">");
}

fn property(
    out: &mut String,
    prefix: &str,
    naming: &Naming,
    namespace: &str,
    element: &Element<'_>,
    depth: usize,
) {
    let tag = format!("{prefix}:{}", element.name.to_str_lossy());
    match &element.value {
        None => {
            let _ = write!(out, "<{tag} xsi:nil=\"true\"/>");
        }
        Some(value) => {
            let _ = elements(*value, &mut |item| {
                one(out, &tag, naming, namespace, item, depth);
                Ok(())
            });
        }
    }
}

fn one(out: &mut String, tag: &str, naming: &Naming, namespace: &str, value: ValueRef<'_>, depth: usize) {
    match &value {
        ValueRef::Reference(target) => {
            let _ = write!(out, "<{tag}>");
            naming.epr_content(out, namespace, target);
        }
        ValueRef::Instance(inner) if depth < MOST_DEPTH => {
            let class = inner.class_name().into_owned();
            let prefix = format!("e{depth}");
            let _ = write!(out, "<{tag} xmlns:{prefix}=\"");
            escape(out, &naming.uri(namespace, &class));
            let _ = write!(out, "\" xsi:type=\"{prefix}:{class}_Type\">");
            for element in inner.iter().filter(|element| element.value.is_some()) {
                property(out, &prefix, naming, namespace, &element, depth + 1);
            }
        }
        ValueRef::Instance(_) => {
            let _ = write!(out, "<{tag} xsi:nil=\"true\">");
        }
        // CIM's own form (DSP0230 7.2.1) holds every datetime, and OMI's server reads no other.
        ValueRef::Datetime(datetime) => {
            let _ = write!(out, "<{tag}><cim:CIM_DateTime>{datetime}</cim:CIM_DateTime>");
        }
        _ => {
            let _ = write!(out, "<{tag}>");
            escape(out, &plain(&value).unwrap_or_default());
        }
    }
    let _ = write!(out, "</{tag}>");
}

/// A scalar of a simple type as text.
pub fn plain(value: &ValueRef<'_>) -> Option<String> {
    Some(match value {
        ValueRef::Boolean(value) => scalar::boolean(*value).to_owned(),
        ValueRef::Real32(value) => scalar::schema_real(f64::from(*value), value.to_string()),
        ValueRef::Real64(value) => scalar::schema_real(*value, value.to_string()),
        ValueRef::Datetime(value) => value.to_string(),
        _ => match value.as_str() {
            Some(text) => text.into_owned(),
            None => scalar::integer(value.as_integer()?).as_str().to_owned(),
        },
    })
}

/// Whether a type is written as more than text.
pub fn is_structured(ty: Type) -> bool {
    matches!(ty.element(), Type::Reference | Type::Instance)
}
