//! CLASS elements.

use super::read::{Problem, Session};
use super::read_path::reference;
use super::read_value::{array_element, named_type, scalar_element};
use crate::abi::*;
use crate::cim::{Class, ClassBuilder, Error, Method, Parameter, Property, Qualifier, Type, Value};
use crate::codec::Distinct;
use crate::codec::xml::{Error as XmlError, Kind, Reader};
use std::borrow::Cow;

/// The names that a class has declared so far.
#[derive(Default)]
struct Names {
    properties: Distinct,
    methods: Distinct,
}

/// After the start of `CLASS`.
pub(super) fn class_element(reader: &mut Reader<'_>, session: &mut Session<'_>) -> Result<Class, Problem> {
    let name = required(reader, "NAME")?;
    let superclass = reader.take_attribute("", "SUPERCLASS").map(|name| name.into_owned());
    let parent = match &superclass {
        Some(superclass) => session.class(superclass)?,
        None => None,
    };
    let mut builder = ClassBuilder::new(name);
    builder.namespace = session.place.namespace.clone().map(Cow::from);
    builder.server_name = session.place.server.clone().map(Cow::from);
    builder.superclass_name = superclass.map(Cow::from);
    builder.superclass = parent;
    let mut names = Names::default();
    while let Some(element) = reader.next_child()? {
        match element.local {
            "QUALIFIER" => builder.qualifiers.push(qualifier(reader, session)?),
            "PROPERTY" | "PROPERTY.ARRAY" | "PROPERTY.REFERENCE" => {
                property(reader, session, element.local, &mut builder, &mut names.properties)?;
            }
            "METHOD" => method(reader, session, &mut builder, &mut names.methods)?,
            _ => {
                return Err(reader.unexpected_element(element, "a qualifier, a property or a method").into());
            }
        }
    }
    Ok(builder.build()?)
}

fn required(reader: &mut Reader<'_>, name: &str) -> Result<String, XmlError> {
    match reader.take_attribute("", name) {
        Some(value) => Ok(value.into_owned()),
        None => {
            Err(XmlError::new(Kind::Unexpected, reader.offset(), format!("expected the attribute {name}")))
        }
    }
}

fn is_true(reader: &Reader<'_>, name: &str) -> Option<bool> {
    reader.attribute("", name).map(|word| word.eq_ignore_ascii_case("true"))
}

/// The attribute `TYPE`.
fn element_type(reader: &Reader<'_>) -> Result<Type, XmlError> {
    let name = reader.attribute("", "TYPE").unwrap_or_default();
    named_type(name).ok_or_else(|| {
        XmlError::new(Kind::Unexpected, reader.offset(), format!("expected a type, found '{name}'"))
    })
}

fn array_size(reader: &Reader<'_>) -> Result<u32, XmlError> {
    match reader.attribute("", "ARRAYSIZE") {
        None => Ok(0),
        Some(size) => size.parse().map_err(|_| {
            XmlError::new(
                Kind::Unexpected,
                reader.offset(),
                format!("expected an array size, found '{size}'"),
            )
        }),
    }
}

fn qualifier(reader: &mut Reader<'_>, session: &mut Session<'_>) -> Result<Qualifier<'static>, Problem> {
    let mut ty = element_type(reader)?;
    let mut flavor = match is_true(reader, "OVERRIDABLE") {
        Some(false) => MI_FLAG_DISABLEOVERRIDE,
        _ => MI_FLAG_ENABLEOVERRIDE,
    };
    flavor |= match is_true(reader, "TOSUBCLASS") {
        Some(false) => MI_FLAG_RESTRICTED,
        _ => MI_FLAG_TOSUBCLASS,
    };
    if is_true(reader, "TRANSLATABLE") == Some(true) {
        flavor |= MI_FLAG_TRANSLATABLE;
    }
    if is_true(reader, "TOINSTANCE") == Some(true) {
        flavor |= MI_FLAG_TOINSTANCE;
    }
    let name = required(reader, "NAME")?;
    let mut value = None;
    while let Some(element) = reader.next_child()? {
        match element.local {
            "VALUE" => value = Some(scalar_element(reader, session, ty)?),
            "VALUE.ARRAY" => {
                ty = ty.array();
                value = Some(array_element(reader, session, ty)?);
            }
            _ => return Err(reader.unexpected_element(element, "the qualifier's value").into()),
        }
    }
    Ok(Qualifier { name: name.into(), ty, flavor, value })
}

/// Is a feature that is said to be inherited one that the known superclass has?
fn inherited(reader: &Reader<'_>, known: bool) -> bool {
    known && is_true(reader, "PROPAGATED") == Some(true)
}

fn property(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    form: &str,
    builder: &mut ClassBuilder<'static>,
    names: &mut Distinct,
) -> Result<(), Problem> {
    let name = required(reader, "NAME")?;
    let known = builder.superclass.as_ref().is_some_and(|class| class.property(&name).is_some());
    if inherited(reader, known) {
        return Ok(reader.skip_element()?);
    }
    let propagated = is_true(reader, "PROPAGATED") == Some(true);
    let mut ty = match form {
        "PROPERTY.REFERENCE" => Type::Reference,
        "PROPERTY.ARRAY" => element_type(reader)?.array(),
        _ => element_type(reader)?,
    };
    let mut property = Property::new(name, ty);
    property.reference_class = reader.take_attribute("", "REFERENCECLASS").map(owned);
    property.subscript = array_size(reader)?;
    property.origin = reader.take_attribute("", "CLASSORIGIN").map(owned);
    if propagated {
        property.propagator = property.origin.clone().or_else(|| builder.superclass_name.clone());
    }
    let mut default = None;
    while let Some(element) = reader.next_child()? {
        match element.local {
            "QUALIFIER" => {
                let qualifier = qualifier(reader, session)?;
                embedded_by(&qualifier, &mut ty, &mut property.reference_class);
                property.qualifiers.push(qualifier);
            }
            "VALUE" if !ty.is_array() => default = Some(scalar_element(reader, session, ty)?),
            "VALUE.ARRAY" if ty.is_array() => default = Some(array_element(reader, session, ty)?),
            "VALUE.REFERENCE" if ty == Type::Reference => {
                default = Some(Value::Reference(reference(reader, session, 0)?));
            }
            _ => return Err(reader.unexpected_element(element, "a qualifier or the default value").into()),
        }
    }
    (property.ty, property.default) = (ty, default);
    if !names.is_new(&builder.properties, |p| &p.name, &property.name) {
        return Err(declared_twice(&property.name).into());
    }
    builder.properties.push(property);
    Ok(())
}

/// Texts with one of these qualifiers are instances.
fn embedded_by(qualifier: &Qualifier<'_>, ty: &mut Type, class: &mut Option<Cow<'_, str>>) {
    let instance = if ty.is_array() { Type::InstanceArray } else { Type::Instance };
    if ty.element() != Type::String {
        return;
    }
    match &qualifier.value {
        Some(Value::String(name)) if qualifier.name.eq_ignore_ascii_case("EmbeddedInstance") => {
            *ty = instance;
            *class = Some(name.clone().into());
        }
        Some(Value::Boolean(true)) if qualifier.name.eq_ignore_ascii_case("EmbeddedObject") => *ty = instance,
        _ => {}
    }
}

/// A name that outlives the reader's place.
fn owned(name: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(name.into_owned())
}

#[cold]
fn declared_twice(name: &str) -> Error {
    Error::new(MI_RESULT_FAILED, format!("MI_XML declares {name} twice."))
}

fn method(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    builder: &mut ClassBuilder<'static>,
    names: &mut Distinct,
) -> Result<(), Problem> {
    let name = required(reader, "NAME")?;
    let known = builder.superclass.as_ref().is_some_and(|class| class.method(&name).is_some());
    if inherited(reader, known) {
        return Ok(reader.skip_element()?);
    }
    let returns = if reader.attribute("", "TYPE").is_some() { Some(element_type(reader)?) } else { None };
    let propagated = is_true(reader, "PROPAGATED") == Some(true);
    let mut method = Method::new(name, Type::Uint32);
    method.return_type = returns;
    method.origin = reader.take_attribute("", "CLASSORIGIN").map(owned);
    if propagated {
        method.propagator = method.origin.clone().or_else(|| builder.superclass_name.clone());
    }
    let mut parameters = Distinct::default();
    while let Some(element) = reader.next_child()? {
        match element.local {
            "QUALIFIER" => method.qualifiers.push(qualifier(reader, session)?),
            "PARAMETER" | "PARAMETER.ARRAY" | "PARAMETER.REFERENCE" | "PARAMETER.REFARRAY" => {
                let parameter = parameter(reader, session, element.local)?;
                if !parameters.is_new(&method.parameters, |p| &p.name, &parameter.name) {
                    return Err(declared_twice(&parameter.name).into());
                }
                method.parameters.push(parameter);
            }
            _ => return Err(reader.unexpected_element(element, "a qualifier or a parameter").into()),
        }
    }
    if !names.is_new(&builder.methods, |m| &m.name, &method.name) {
        return Err(declared_twice(&method.name).into());
    }
    builder.methods.push(method);
    Ok(())
}

fn parameter(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    form: &str,
) -> Result<Parameter<'static>, Problem> {
    let mut ty = match form {
        "PARAMETER.REFERENCE" => Type::Reference,
        "PARAMETER.REFARRAY" => Type::ReferenceArray,
        "PARAMETER.ARRAY" => element_type(reader)?.array(),
        _ => element_type(reader)?,
    };
    let mut parameter = Parameter::new(required(reader, "NAME")?, ty, 0);
    parameter.reference_class = reader.take_attribute("", "REFERENCECLASS").map(owned);
    parameter.subscript = array_size(reader)?;
    while let Some(element) = reader.next_child()? {
        if element.local != "QUALIFIER" {
            return Err(reader.unexpected_element(element, "a qualifier").into());
        }
        let qualifier = qualifier(reader, session)?;
        embedded_by(&qualifier, &mut ty, &mut parameter.reference_class);
        parameter.qualifiers.push(qualifier);
    }
    parameter.ty = ty;
    Ok(parameter)
}
