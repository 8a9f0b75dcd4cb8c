//! Instances, references and embedded instances out of element trees (DSP0230): the general reader.

use super::node::Node;
use super::predict::Predictor;
use super::{malformed, names, scalar};
use crate::abi::{MI_FLAG_KEY, MI_FLAG_NOT_MODIFIED, MI_FLAG_PROPERTY};
use crate::cim::text::is_legal_name;
use crate::cim::{Class, Error, Instance, PropertyInfo, Type, Value};
use crate::sync::MutexGuard;
use std::borrow::Cow;
use std::collections::HashMap;

/// What is known about a class.
pub enum Lookup {
    Known(Class),
    /// The server does not say, or types were not asked for: text stays text.
    Untyped,
    /// Nobody has asked yet.
    NotAsked,
}

/// Where classes are looked up.
pub trait Classes {
    fn find(&self, namespace: &str, class: &str) -> Lookup;

    /// What instances of these classes have looked like so far, where that is kept.
    fn shapes(&self) -> Option<MutexGuard<'_, Predictor>> {
        None
    }
}

/// For results whose types are on the wire, or do not matter.
pub struct NoClasses;

impl Classes for NoClasses {
    fn find(&self, _namespace: &str, _class: &str) -> Lookup {
        Lookup::Untyped
    }
}

/// What decoding needs to know beside the bytes.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    pub classes: &'s dyn Classes,
    /// Of the request; a WMI resource URI or a `__cimnamespace` selector overrules it.
    pub namespace: &'s str,
    pub server: &'s str,
}

/// Why decoding stopped.
#[derive(Debug)]
pub enum Stop {
    /// This class must be looked up first; then decoding is to be tried again.
    NeedClass {
        namespace: String,
        class: String,
    },
    Bad(Box<Error>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Bad(Box::new(error))
    }
}

/// Elements of one name: one for a scalar, several for an array.
struct Group<'n, 'a> {
    name: &'a str,
    nodes: Vec<&'n Node<'a>>,
}

/// The instance an element is (`p:Win32_Process`, a fragment, an embedded instance).
pub fn instance(node: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let name = class_name(node);
    let namespace = names::namespace_of_uri(node.namespace).unwrap_or(scope.namespace);
    let groups = grouped(&node.children);
    match scope.classes.find(namespace, name) {
        Lookup::NotAsked => Err(Stop::NeedClass { namespace: namespace.to_owned(), class: name.to_owned() }),
        Lookup::Untyped => untyped(node, name, namespace, &groups, scope),
        Lookup::Known(class) => match typed(&class, namespace, &groups, scope)? {
            Some(instance) => Ok(instance),
            // It has elements the class has not, or values of other types: nothing may get lost.
            None => untyped(node, name, namespace, &groups, scope),
        },
    }
}

/// The class of an instance element: xsi:type says it best, then the element's own name.
pub fn class_name<'n>(node: &'n Node<'_>) -> &'n str {
    let hinted = node.type_hint.as_deref().and_then(|hint| hint.strip_suffix("_Type"));
    match hinted {
        Some(name) if !name.is_empty() && !name.ends_with("_INPUT") => name,
        _ => node.local,
    }
}

fn grouped<'n, 'a>(children: &'n [Node<'a>]) -> Vec<Group<'n, 'a>> {
    let mut groups: Vec<Group<'n, 'a>> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for child in children {
        let at = match groups.last() {
            Some(last) if last.name == child.local => groups.len() - 1,
            _ => *index.entry(child.local).or_insert(groups.len()),
        };
        match groups.get_mut(at) {
            Some(group) => group.nodes.push(child),
            None => groups.push(Group { name: child.local, nodes: vec![child] }),
        }
    }
    groups
}

/// An instance of a known class; None where the elements do not fit it.
fn typed(
    class: &Class,
    namespace: &str,
    groups: &[Group<'_, '_>],
    scope: &Scope<'_>,
) -> Result<Option<Instance>, Stop> {
    let mut instance = Instance::new(class)?;
    for group in groups {
        let Some(property) = class.property(group.name) else { return Ok(None) };
        let value = match value_of(property.ty, is_octets(&property), group, scope)? {
            Fit::Value(value) => Some(value),
            Fit::Null => None,
            Fit::Other => return Ok(None),
        };
        let value = value.as_ref().map(Value::as_ref);
        instance.set_with_flags(group.name, value, property.ty, MI_FLAG_NOT_MODIFIED)?;
    }
    placed(&mut instance, namespace, scope)?;
    Ok(Some(instance))
}

/// Says where an instance is from.
pub fn placed(instance: &mut Instance, namespace: &str, scope: &Scope<'_>) -> Result<(), Stop> {
    if !namespace.is_empty() {
        instance.set_namespace(namespace)?;
    }
    if !scope.server.is_empty() {
        instance.set_server_name(scope.server)?;
    }
    Ok(())
}

fn is_octets(property: &PropertyInfo<'_>) -> bool {
    property.ty == Type::Uint8Array && property.qualifiers.get("OctetString").is_some()
}

/// An instance without a declared class: types as the wire tells them.
fn untyped(
    node: &Node<'_>,
    name: &str,
    namespace: &str,
    groups: &[Group<'_, '_>],
    scope: &Scope<'_>,
) -> Result<Instance, Stop> {
    let mut instance = Instance::dynamic(&legal(name))?;
    // XML that is not CIM's own (an event of the event log) says things in attributes and mixed text.
    for (name, value) in
        content_attributes(node).filter(|(name, _)| !groups.iter().any(|group| group.name == *name))
    {
        add(&mut instance, name, Type::String, Some(&Value::String(value.to_owned())), MI_FLAG_PROPERTY)?;
    }
    if groups.is_empty() && !node.trimmed().is_empty() {
        let text = Value::String(node.text.to_string());
        add(&mut instance, "Value", Type::String, Some(&text), MI_FLAG_PROPERTY)?;
    }
    for group in groups {
        let (ty, value) = guessed(group, scope)?;
        add(&mut instance, group.name, ty, value.as_ref(), MI_FLAG_PROPERTY | MI_FLAG_NOT_MODIFIED)?;
    }
    placed(&mut instance, namespace, scope)?;
    Ok(instance)
}

/// Adds an element to a dynamic instance, NULL where there is no value.
pub fn add(
    instance: &mut Instance,
    name: &str,
    ty: Type,
    value: Option<&Value>,
    flags: u32,
) -> Result<(), Stop> {
    let mut name = legal(name);
    while instance.view().get(&name).is_some() {
        // Names that differ in case or punctuation only.
        name = Cow::Owned(format!("{name}_"));
    }
    match value {
        Some(value) => instance.add(&name, value.as_ref(), flags)?,
        None => instance.add_null(&name, ty, flags)?,
    }
    Ok(())
}

/// A name of XML as a name of CIM (DSP0004 annex A): hyphens, dots and the like become underscores.
fn legal(name: &str) -> Cow<'_, str> {
    if is_legal_name(name) {
        return Cow::Borrowed(name);
    }
    let letter = |character: char| if character.is_alphanumeric() { character } else { '_' };
    let plain: String = name.chars().take(512).map(letter).collect();
    Cow::Owned(if is_legal_name(&plain) { plain } else { format!("_{plain}") })
}

/// How elements fit a declared type.
pub enum Fit {
    Value(Value),
    Null,
    Other,
}

fn value_of(ty: Type, octets: bool, group: &Group<'_, '_>, scope: &Scope<'_>) -> Result<Fit, Stop> {
    let [first, rest @ ..] = group.nodes.as_slice() else { return Ok(Fit::Null) };
    if rest.is_empty() && first.nil {
        return Ok(Fit::Null);
    }
    let fit = |value: Option<Value>| value.map_or(Fit::Other, Fit::Value);
    if !ty.is_array() {
        return if rest.is_empty() { Ok(fit(scalar_of(ty, first, scope)?)) } else { Ok(Fit::Other) };
    }
    let base64 = octets || first.type_hint.as_deref().and_then(scalar::hinted) == Some(Type::Uint8Array);
    if rest.is_empty() && ty == Type::Uint8Array && base64 {
        return Ok(fit(scalar::octets(first.trimmed())));
    }
    let mut values = Vec::with_capacity(group.nodes.len());
    for node in &group.nodes {
        match scalar_of(ty.element(), node, scope)? {
            Some(value) => values.push(value),
            None => return Ok(Fit::Other),
        }
    }
    Ok(fit(scalar::array(ty.element(), values)))
}

fn scalar_of(ty: Type, node: &Node<'_>, scope: &Scope<'_>) -> Result<Option<Value>, Stop> {
    match ty {
        Type::Reference => {
            Ok(endpoint(node).map(|epr| reference(epr, scope)).transpose()?.map(Value::Reference))
        }
        Type::Instance
            if node.children.is_empty()
                && node.type_hint.is_none()
                && content_attributes(node).next().is_none() =>
        {
            Ok(None)
        }
        Type::Instance => embedded(node, scope).map(|instance| Some(Value::Instance(instance))),
        Type::Datetime => Ok(scalar::datetime(node)),
        _ if !node.children.is_empty() => Ok(None),
        // An element of a string array that is nil has no text: MI has no NULL within arrays.
        _ => Ok(scalar::parse(ty, &node.text)),
    }
}

/// An embedded instance: the properties directly, or one element of the class's name around them.
fn embedded(node: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    match node.children.as_slice() {
        [only]
            if node.type_hint.is_none() && !only.children.is_empty() && only.namespace != node.namespace =>
        {
            instance(only, scope)
        }
        _ => instance(node, scope),
    }
}

/// Without a declaration: the wire's own hints, then the shape of the content.
fn guessed(group: &Group<'_, '_>, scope: &Scope<'_>) -> Result<(Type, Option<Value>), Stop> {
    let [first, ..] = group.nodes.as_slice() else { return Ok((Type::String, None)) };
    let shape = shape(first);
    if group.nodes.len() == 1 && first.nil {
        let array = first.attribute("IsNullArray").is_some_and(|value| matches!(value, "true" | "1"));
        return Ok((if array { shape.array() } else { shape }, None));
    }
    for ty in [shape, Type::String] {
        let ty = if group.nodes.len() > 1 { ty.array() } else { ty };
        if let Fit::Value(value) = value_of(ty, false, group, scope)? {
            return Ok((ty, Some(value)));
        }
    }
    // Elements of several shapes under one name: their text is what can be kept.
    let texts = group.nodes.iter().map(|node| node.deep_text());
    Ok((Type::StringArray, Some(Value::StringArray(texts.collect()))))
}

fn content_attributes<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = (&'a str, &'n str)> {
    let formal = |name: &str| {
        matches!(name, "lang" | "IsNullArray" | "IsCIM_Error" | "mustUnderstand" | "schemaLocation")
    };
    node.attributes.iter().filter(move |(name, _)| !formal(name)).map(|(name, value)| (*name, value.as_str()))
}

fn shape(node: &Node<'_>) -> Type {
    if let Some(ty) = node.type_hint.as_deref().and_then(scalar::hinted) {
        return ty;
    }
    match node.children.first() {
        _ if endpoint(node).is_some() => Type::Reference,
        Some(child) if child.namespace == names::CIM => Type::Datetime,
        Some(_) => Type::Instance,
        None if node.type_hint.as_deref().is_some_and(|hint| hint.ends_with("_Type")) => Type::Instance,
        None if content_attributes(node).next().is_some() => Type::Instance,
        None => Type::String,
    }
}

/// The element that holds an EPR's reference parameters: this one, or an EndpointReference within.
fn endpoint<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Node<'a>> {
    if parameters(node).is_some() {
        return Some(node);
    }
    node.named("EndpointReference").filter(|child| parameters(child).is_some())
}

/// ReferenceParameters, or the ReferenceProperties of older servers.
fn parameters<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Node<'a>> {
    node.named("ReferenceParameters").or_else(|| node.named("ReferenceProperties"))
}

/// The keys-only instance an endpoint reference names (DSP0227 8.3).
pub fn reference(epr: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let parameters = parameters(epr).ok_or_else(|| malformed("an endpoint reference without parameters"))?;
    // By local name: servers before DSP0226 put these into other namespaces.
    let uri = parameters.named("ResourceURI").map_or("", |uri| uri.trimmed());
    let class = names::class_of_uri(uri);
    let mut namespace = names::namespace_of_uri(uri).unwrap_or(scope.namespace).to_owned();
    let mut instance = Instance::dynamic(&legal(if class.is_empty() { "EndpointReference" } else { class }))?;
    let selectors = parameters.named("SelectorSet");
    for selector in selectors.iter().flat_map(|set| &set.children) {
        let Some(name) = selector.attribute("Name") else { continue };
        if name.eq_ignore_ascii_case("__cimnamespace") {
            namespace = selector.trimmed().to_owned();
            continue;
        }
        let value = match endpoint(selector) {
            Some(inner) => Value::Reference(reference(inner, scope)?),
            None => Value::String(selector.text.to_string()),
        };
        add(&mut instance, name, Type::String, Some(&value), MI_FLAG_PROPERTY | MI_FLAG_KEY)?;
    }
    placed(&mut instance, &namespace, scope)?;
    Ok(instance)
}

/// The instance that an EPR alone stands for, its keys typed as its class has them.
pub fn keyed(epr: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let named = reference(epr, scope)?;
    let view = named.view();
    let (namespace, name) = (view.namespace().unwrap_or_default(), view.class_name());
    let class = match scope.classes.find(&namespace, &name) {
        Lookup::Known(class) => class,
        Lookup::Untyped => return Ok(named),
        Lookup::NotAsked => {
            return Err(Stop::NeedClass { namespace: namespace.into_owned(), class: name.into_owned() });
        }
    };
    let mut typed = Instance::dynamic(&name)?;
    for key in view.iter() {
        let name = key.name.to_str_lossy();
        let declared = class.property(&name).map(|property| property.ty);
        let text = key.value.as_ref().and_then(|value| value.as_str());
        match (declared, text, key.value) {
            (Some(ty), Some(text), _) => match scalar::parse(ty, &text) {
                Some(value) => typed.add(&name, value.as_ref(), key.flags)?,
                // It is not of this class: nothing may get lost.
                None => return Ok(named),
            },
            (_, _, Some(value)) => typed.add(&name, value, key.flags)?,
            (_, _, None) => {}
        }
    }
    placed(&mut typed, &namespace, scope)?;
    Ok(typed)
}

/// The EPR within or at an element, if it is one.
pub fn as_endpoint<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Node<'a>> {
    endpoint(node)
}

/// An instance of parameters: each element typed as `declared` says, by name.
pub fn parameters_of(
    node: &Node<'_>,
    name: &str,
    declared: &dyn Fn(&str) -> Option<Type>,
    scope: &Scope<'_>,
) -> Result<Instance, Stop> {
    let mut instance = Instance::dynamic(name)?;
    for group in &grouped(&node.children) {
        let (mut ty, mut value) = (Type::String, None);
        let fit = match declared(group.name) {
            Some(known) => {
                ty = known;
                value_of(known, false, group, scope)?
            }
            None => Fit::Other,
        };
        match fit {
            Fit::Value(found) => value = Some(found),
            Fit::Null => {}
            Fit::Other => (ty, value) = guessed(group, scope)?,
        }
        add(&mut instance, group.name, ty, value.as_ref(), MI_FLAG_PROPERTY)?;
    }
    Ok(instance)
}
