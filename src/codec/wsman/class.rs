//! Class declarations in CIM-XML (DSP0201), as Windows and OMI send them in WS-Man bodies.

use super::instance::{Scope, Stop};
use super::malformed;
use super::node::Node;
use super::scalar;
use crate::abi::{
    MI_FLAG_DISABLEOVERRIDE, MI_FLAG_ENABLEOVERRIDE, MI_FLAG_IN, MI_FLAG_OUT, MI_FLAG_RESTRICTED,
    MI_FLAG_TOSUBCLASS, MI_FLAG_TRANSLATABLE,
};
use crate::cim::class::{ClassBuilder, Method, Parameter, Property, Qualifier};
use crate::cim::{Class, Error, Type, Value};
use std::borrow::Cow;

/// Superclasses in DERIVATION; more is no class hierarchy.
const MOST_ANCESTORS: usize = 64;

/// Reads a `CLASS` element, or the one within (`XmlFragment`, `VALUE.NAMEDOBJECT` and other wrappings).
pub fn read(node: &Node<'_>, scope: &Scope<'_>) -> Result<Class, Stop> {
    let Some(class) = node.find("CLASS") else {
        return Err(malformed(format!("expected a class, found '{}'", node.local)).into());
    };
    declared(class, scope).map_err(Stop::from)
}

fn declared(node: &Node<'_>, scope: &Scope<'_>) -> Result<Class, Error> {
    let name = node.attribute("NAME").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| malformed("a class without a name"))?;
    let mut builder = ClassBuilder::new(name);
    if !scope.namespace.is_empty() {
        builder = builder.namespace(scope.namespace);
    }
    if !scope.server.is_empty() {
        builder = builder.server_name(scope.server);
    }
    if let Some(parent) = node.attribute("SUPERCLASS").filter(|parent| !parent.is_empty()) {
        builder = match ancestors(parent, node.attribute("DERIVATION").unwrap_or_default())? {
            Some(ancestor) => builder.superclass(&ancestor),
            None => builder.superclass_name(parent),
        };
    }
    for child in &node.children {
        builder = match child.local {
            "QUALIFIER" => builder.qualifier(qualifier(child)?),
            "PROPERTY" | "PROPERTY.ARRAY" | "PROPERTY.REFERENCE" | "PROPERTY.REFARRAY" => {
                builder.property(property(child)?)
            }
            "METHOD" => builder.method(method(child)?),
            _ => builder,
        };
    }
    builder.build()
}

/// The superclasses, of which only names and order are known.
fn ancestors(parent: &str, derivation: &str) -> Result<Option<Class>, Error> {
    let names: Vec<&str> = derivation.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    if names.len() < 2 || names.len() > MOST_ANCESTORS || !names[0].eq_ignore_ascii_case(parent) {
        return Ok(None);
    }
    let mut above: Option<Class> = None;
    for name in names.iter().rev() {
        let builder = ClassBuilder::new(*name);
        above = Some(match &above {
            Some(above) => builder.superclass(above).build()?,
            None => builder.build()?,
        });
    }
    Ok(above)
}

fn named<'n>(node: &'n Node<'_>) -> Result<&'n str, Error> {
    let name = node.attribute("NAME").filter(|name| !name.is_empty());
    name.ok_or_else(|| malformed(format!("a {} without a name", node.local)))
}

fn type_named(name: &str) -> Option<Type> {
    (0..16)
        .filter_map(|number| Type::from_mi(crate::abi::MI_Type(number)))
        .find(|ty| ty.name().eq_ignore_ascii_case(name))
}

/// A property's or parameter's type: embedded instances hide behind strings.
fn declared_type(node: &Node<'_>, qualifiers: &[Qualifier<'_>]) -> Result<Type, Error> {
    let array = node.local.ends_with("ARRAY");
    let ty = if node.local.contains(".REF") {
        Type::Reference
    } else {
        let name = node.attribute("TYPE").unwrap_or("string");
        type_named(name).ok_or_else(|| malformed(format!("the unknown type '{name}'")))?
    };
    let embedded = node.attributes.iter().any(|(name, _)| name.eq_ignore_ascii_case("EmbeddedObject"))
        || qualifiers.iter().any(|qualifier| {
            qualifier.name.eq_ignore_ascii_case("EmbeddedInstance")
                || (qualifier.name.eq_ignore_ascii_case("EmbeddedObject")
                    && qualifier.value != Some(Value::Boolean(false)))
        });
    let ty = if ty == Type::String && embedded { Type::Instance } else { ty };
    Ok(if array { ty.array() } else { ty })
}

fn reference_class<'n>(node: &'n Node<'_>, qualifiers: &[Qualifier<'_>]) -> Option<Cow<'n, str>> {
    let declared = node.attribute("REFERENCECLASS").filter(|name| !name.is_empty()).map(Cow::from);
    declared.or_else(|| {
        let found =
            qualifiers.iter().find(|qualifier| qualifier.name.eq_ignore_ascii_case("EmbeddedInstance"))?;
        match &found.value {
            Some(Value::String(name)) if !name.is_empty() => Some(name.clone().into()),
            _ => None,
        }
    })
}

fn subscript(node: &Node<'_>) -> u32 {
    node.attribute("ARRAYSIZE").and_then(|size| size.parse().ok()).unwrap_or(0)
}

fn qualifiers<'n>(node: &'n Node<'_>) -> Result<Vec<Qualifier<'n>>, Error> {
    node.children.iter().filter(|child| child.local == "QUALIFIER").map(qualifier).collect()
}

fn property<'n>(node: &'n Node<'_>) -> Result<Property<'n>, Error> {
    let qualifiers = qualifiers(node)?;
    let ty = declared_type(node, &qualifiers)?;
    let mut property = Property::new(named(node)?, ty);
    property.reference_class = reference_class(node, &qualifiers);
    property.subscript = subscript(node);
    property.origin = node.attribute("CLASSORIGIN").map(Cow::from);
    property.default = value(node, ty);
    property.qualifiers = qualifiers;
    Ok(property)
}

fn method<'n>(node: &'n Node<'_>) -> Result<Method<'n>, Error> {
    let returns = node.attribute("TYPE").and_then(type_named);
    let mut method = Method::new(named(node)?, returns.unwrap_or(Type::Uint32));
    method.return_type = returns;
    method.qualifiers = qualifiers(node)?;
    method.origin = node.attribute("CLASSORIGIN").map(Cow::from);
    for child in node.children.iter().filter(|child| child.local.starts_with("PARAMETER")) {
        method.parameters.push(parameter(child)?);
    }
    Ok(method)
}

fn parameter<'n>(node: &'n Node<'_>) -> Result<Parameter<'n>, Error> {
    let qualifiers = qualifiers(node)?;
    let ty = declared_type(node, &qualifiers)?;
    let says = |name: &str| {
        let found = qualifiers.iter().find(|qualifier| qualifier.name.eq_ignore_ascii_case(name));
        found.map(|qualifier| qualifier.value != Some(Value::Boolean(false)))
    };
    // Parameters are for input unless they say otherwise (DSP0004 5.6.3.25).
    let input = if says("In").unwrap_or(says("Out") != Some(true)) { MI_FLAG_IN } else { 0 };
    let output = if says("Out").unwrap_or(false) { MI_FLAG_OUT } else { 0 };
    let mut parameter = Parameter::new(named(node)?, ty, input | output);
    parameter.reference_class = reference_class(node, &qualifiers);
    parameter.subscript = subscript(node);
    parameter.qualifiers = qualifiers;
    Ok(parameter)
}

fn qualifier<'n>(node: &'n Node<'_>) -> Result<Qualifier<'n>, Error> {
    let scalar = node.attribute("TYPE").and_then(type_named).unwrap_or(Type::String);
    let ty = if node.named("VALUE.ARRAY").is_some() { scalar.array() } else { scalar };
    let says = |name: &str, default: bool| {
        node.attribute(name).and_then(|value| scalar::boolean(value.trim())).unwrap_or(default)
    };
    let mut flavor = if says("TOSUBCLASS", true) { MI_FLAG_TOSUBCLASS } else { MI_FLAG_RESTRICTED };
    flavor |= if says("OVERRIDABLE", true) { MI_FLAG_ENABLEOVERRIDE } else { MI_FLAG_DISABLEOVERRIDE };
    if says("TRANSLATABLE", false) {
        flavor |= MI_FLAG_TRANSLATABLE;
    }
    Ok(Qualifier { name: named(node)?.into(), ty, flavor, value: value(node, ty) })
}

/// `VALUE` or `VALUE.ARRAY`; what does not parse as its type is left out.
fn value(node: &Node<'_>, ty: Type) -> Option<Value> {
    if !ty.is_array() {
        return scalar::parse(ty, &node.named("VALUE")?.text);
    }
    let items = node.named("VALUE.ARRAY")?.children.iter().filter(|child| child.local == "VALUE");
    let values: Option<Vec<Value>> = items.map(|item| scalar::parse(ty.element(), &item.text)).collect();
    scalar::array(ty.element(), values?)
}
