//! INSTANCE elements.

use super::MOST_EMBEDDED;
use super::canonical::{self, Canonical};
use super::read::{Problem, Session};
use super::read_path::reference;
use super::read_value::{array_element, named_type, scalar_element, simple_ref};
use crate::abi::MI_FLAG_NOT_MODIFIED;
use crate::cim::{Class, Instance, Type, Value};
use crate::codec::xml::{Error as XmlError, Kind, Reader};
use std::borrow::Cow;

/// After the start of `INSTANCE`.
pub(super) fn instance_element(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
) -> Result<Instance, Problem> {
    let Some(name) = reader.take_attribute("", "CLASSNAME") else {
        return Err(
            XmlError::new(Kind::Unexpected, reader.offset(), "expected the attribute CLASSNAME").into()
        );
    };
    let class = session.class(&name)?;
    let mut instance = match &class {
        Some(class) => Instance::new(class),
        None => Instance::dynamic(&name),
    }?;
    if let Some(namespace) = &session.place.namespace {
        instance.set_namespace(namespace)?;
    }
    if let Some(server) = &session.place.server {
        instance.set_server_name(server)?;
    }
    loop {
        while let Some(found) = canonical::property(reader.rest()) {
            if !canonical_property(&found, reader, &mut instance, class.as_ref())? {
                break;
            }
            reader.advance(found.length);
        }
        let Some(element) = reader.next_child()? else { break };
        match element.local {
            "PROPERTY" => property(reader, session, &mut instance, class.as_ref(), Form::Scalar)?,
            "PROPERTY.ARRAY" => property(reader, session, &mut instance, class.as_ref(), Form::Array)?,
            "PROPERTY.REFERENCE" => {
                property(reader, session, &mut instance, class.as_ref(), Form::Reference)?
            }
            // Instances of the model have no qualifiers.
            "QUALIFIER" => reader.skip_element()?,
            _ => return Err(reader.unexpected_element(element, "a property").into()),
        }
    }
    Ok(instance)
}

/// Sets a property of the simplest form. False: it is not so simple after all.
fn canonical_property(
    found: &Canonical<'_>,
    reader: &Reader<'_>,
    instance: &mut Instance,
    class: Option<&Class>,
) -> Result<bool, Problem> {
    let Some(written) = named_type(found.type_name) else { return Ok(false) };
    let ty = match class {
        Some(class) => declared_type(class, found.name, written)?,
        None => written,
    };
    if ty == Type::Instance {
        return Ok(false);
    }
    let value = match found.text {
        Some(text) => Some(simple_ref(text, ty, reader.offset())?),
        None => None,
    };
    match (class, value) {
        (Some(_), value) => instance.set_with_flags(found.name, value, ty, MI_FLAG_NOT_MODIFIED)?,
        (None, Some(value)) => instance.add(found.name, value, MI_FLAG_NOT_MODIFIED)?,
        (None, None) => instance.add_null(found.name, ty, MI_FLAG_NOT_MODIFIED)?,
    }
    Ok(true)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Scalar,
    Array,
    Reference,
}

fn property(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    instance: &mut Instance,
    class: Option<&Class>,
    form: Form,
) -> Result<(), Problem> {
    let Some(name) = reader.take_attribute("", "NAME") else {
        return Err(XmlError::new(Kind::Unexpected, reader.offset(), "expected the attribute NAME").into());
    };
    let flags = match reader.attribute("", "MODIFIED") {
        Some(word) if word.eq_ignore_ascii_case("true") => 0,
        _ => MI_FLAG_NOT_MODIFIED,
    };
    let written = written_type(reader, form)?;
    let ty = match class {
        Some(class) => declared_type(class, &name, written)?,
        None => written,
    };
    let value = value(reader, session, ty)?;
    match (class, &value) {
        (Some(_), value) => {
            instance.set_with_flags(&name, value.as_ref().map(Value::as_ref), ty, flags)?;
        }
        (None, Some(value)) => instance.add(&name, value, flags)?,
        (None, None) => instance.add_null(&name, ty, flags)?,
    }
    Ok(())
}

/// The class's type of a property: the instance's document may say text where the class says embedded instance.
fn declared_type(class: &Class, name: &str, written: Type) -> Result<Type, Problem> {
    let declared = class.property(name).map(|property| property.ty).ok_or_else(|| {
        let message = format!("The class {} has no property {name}.", class.name());
        crate::cim::Error::new(crate::abi::MI_RESULT_NO_SUCH_PROPERTY, message).with_class(class.name())
    })?;
    let same = declared.is_array() == written.is_array()
        && (declared.element() == Type::Reference) == (written.element() == Type::Reference);
    if same {
        return Ok(declared);
    }
    let message = format!("The property {name} is not of the type that the class {} gives it.", class.name());
    Err(crate::cim::Error::new(crate::abi::MI_RESULT_TYPE_MISMATCH, message).with_class(class.name()).into())
}

/// The type that the element's attributes say.
fn written_type(reader: &Reader<'_>, form: Form) -> Result<Type, XmlError> {
    if form == Form::Reference {
        return Ok(Type::Reference);
    }
    let embedded = reader.attributes().iter().any(|a| a.name.local.eq_ignore_ascii_case("EmbeddedObject"));
    let element = match reader.attribute("", "TYPE") {
        _ if embedded => Type::Instance,
        Some(name) => match named_type(name) {
            Some(ty) => ty,
            None => {
                return Err(XmlError::new(Kind::Unexpected, reader.offset(), format!("the type '{name}'")));
            }
        },
        None => return Err(XmlError::new(Kind::Unexpected, reader.offset(), "expected the attribute TYPE")),
    };
    Ok(if form == Form::Array { element.array() } else { element })
}

/// Up to the end of the property: its value, or None for NULL.
fn value(reader: &mut Reader<'_>, session: &mut Session<'_>, ty: Type) -> Result<Option<Value>, Problem> {
    let mut found = None;
    while let Some(element) = reader.next_child()? {
        let value = match element.local {
            "QUALIFIER" => {
                reader.skip_element()?;
                continue;
            }
            "VALUE" if !ty.is_array() && ty != Type::Reference => scalar_element(reader, session, ty)?,
            "VALUE.ARRAY" if ty.is_array() => array_element(reader, session, ty)?,
            "VALUE.REFERENCE" if ty == Type::Reference => Value::Reference(reference(reader, session, 0)?),
            _ => return Err(reader.unexpected_element(element, "the property's value").into()),
        };
        if found.replace(value).is_some() {
            return Err(reader.unexpected_element(element, "one value").into());
        }
    }
    Ok(found)
}

/// The instance in a text: a document of its own.
pub(super) fn embedded(text: &str, session: &mut Session<'_>, offset: usize) -> Result<Instance, Problem> {
    let at = |message: Cow<'static, str>, kind| Problem::Xml(XmlError::new(kind, offset, message));
    if session.embedded >= MOST_EMBEDDED {
        return Err(at("instances embedded deeper than the limit".into(), Kind::Limit));
    }
    let mut reader = Reader::new(text, session.limits);
    let within = |error: XmlError| {
        let message = format!("in the embedded instance, at byte {}: {}", error.offset(), error.message());
        Problem::Xml(XmlError::new(error.kind(), offset, message))
    };
    let root = reader.root().map_err(within)?;
    if root.local != "INSTANCE" {
        return Err(at(
            format!("expected an embedded INSTANCE, found '{}'", root.local).into(),
            Kind::Unexpected,
        ));
    }
    session.embedded += 1;
    let place = std::mem::take(&mut session.place);
    let read = instance_element(&mut reader, session);
    session.place = place;
    session.embedded -= 1;
    match read {
        Err(Problem::Xml(error)) => Err(within(error)),
        other => other,
    }
}
