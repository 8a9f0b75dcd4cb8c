//! References: paths, names, keys.

use super::read::{Problem, Session};
use super::read_value::{mismatch, named_type, simple};
use crate::abi::MI_FLAG_KEY;
use crate::cim::{Class, Instance, Type, Value};
use crate::codec::scalar;
use crate::codec::xml::{Error as XmlError, Kind, Reader};

/// How deep keys may be references to instances whose keys are references.
const MOST_NESTED: u32 = 32;

/// Where objects lie.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub server: Option<String>,
    pub namespace: Option<String>,
}

impl Place {
    pub fn new(server: Option<&str>, namespace: Option<&str>) -> Place {
        Place { server: server.map(str::to_owned), namespace: namespace.map(str::to_owned) }
    }
}

/// After the start of `NAMESPACEPATH` or `LOCALNAMESPACEPATH`.
pub(super) fn namespace_path(reader: &mut Reader<'_>, element: &str) -> Result<Place, XmlError> {
    let mut place = Place::default();
    if element == "LOCALNAMESPACEPATH" {
        place.namespace = Some(namespaces(reader)?);
        return Ok(place);
    }
    while let Some(element) = reader.next_child()? {
        match element.local {
            "HOST" => place.server = Some(reader.read_text()?.trim().to_owned()),
            "LOCALNAMESPACEPATH" => place.namespace = Some(namespaces(reader)?),
            _ => return Err(reader.unexpected_element(element, "HOST or LOCALNAMESPACEPATH")),
        }
    }
    Ok(place)
}

fn namespaces(reader: &mut Reader<'_>) -> Result<String, XmlError> {
    let mut path = String::new();
    while let Some(element) = reader.next_child()? {
        if element.local != "NAMESPACE" {
            return Err(reader.unexpected_element(element, "NAMESPACE"));
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(reader.attribute("", "NAME").unwrap_or_default());
        reader.skip_element()?;
    }
    Ok(path)
}

/// After the start of `VALUE.REFERENCE`: the instance that it names.
pub(super) fn reference(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    nested: u32,
) -> Result<Instance, Problem> {
    if nested >= MOST_NESTED {
        return Err(
            XmlError::new(Kind::Limit, reader.offset(), "references nested deeper than the limit").into()
        );
    }
    let expected = "INSTANCEPATH, LOCALINSTANCEPATH or INSTANCENAME";
    let mut place = None;
    let mut target = None;
    let mut outer = 1;
    while outer > 0 {
        let Some(element) = reader.next_child()? else {
            outer -= 1;
            continue;
        };
        match element.local {
            "INSTANCEPATH" | "LOCALINSTANCEPATH" if outer == 1 => outer = 2,
            "NAMESPACEPATH" | "LOCALNAMESPACEPATH" => place = Some(namespace_path(reader, element.local)?),
            "INSTANCENAME" if target.is_none() => {
                target = Some(instance_name(reader, session, place.as_ref(), nested)?)
            }
            _ => return Err(reader.unexpected_element(element, expected).into()),
        }
    }
    target.ok_or_else(|| {
        XmlError::new(Kind::Unexpected, reader.offset(), format!("expected {expected}")).into()
    })
}

/// After the start of `INSTANCENAME`.
fn instance_name(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    place: Option<&Place>,
    nested: u32,
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
    while let Some(element) = reader.next_child()? {
        match element.local {
            "KEYBINDING" => {
                let key = reader.take_attribute("", "NAME");
                while let Some(element) = reader.next_child()? {
                    let value =
                        key_value(reader, session, element.local, class.as_ref(), key.as_deref(), nested)?;
                    set_key(&mut instance, class.as_ref(), key.as_deref(), &value)?;
                }
            }
            local => {
                let value = key_value(reader, session, local, class.as_ref(), None, nested)?;
                set_key(&mut instance, class.as_ref(), None, &value)?;
            }
        }
    }
    let place = place.unwrap_or(&session.place);
    if let Some(namespace) = &place.namespace {
        instance.set_namespace(namespace)?;
    }
    if let Some(server) = &place.server {
        instance.set_server_name(server)?;
    }
    Ok(instance)
}

/// After the start of `KEYVALUE` or `VALUE.REFERENCE`.
fn key_value(
    reader: &mut Reader<'_>,
    session: &mut Session<'_>,
    element: &str,
    class: Option<&Class>,
    key: Option<&str>,
    nested: u32,
) -> Result<Value, Problem> {
    if element == "VALUE.REFERENCE" {
        return Ok(Value::Reference(reference(reader, session, nested + 1)?));
    }
    if element != "KEYVALUE" {
        let message = format!("expected KEYVALUE or VALUE.REFERENCE, found the element '{element}'");
        return Err(XmlError::new(Kind::Unexpected, reader.offset(), message).into());
    }
    let declared = class.and_then(|class| match key {
        Some(key) => class.property(key).map(|property| property.ty),
        None => class.key_properties().next().map(|property| property.ty),
    });
    let named = reader.attribute("", "TYPE").and_then(named_type);
    let kind = reader.take_attribute("", "VALUETYPE");
    let offset = reader.offset();
    let text = reader.read_text()?;
    let ty = declared.or(named).unwrap_or_else(|| match kind.as_deref() {
        Some("boolean") => Type::Boolean,
        Some("numeric") if scalar::parse_integer(text.trim()).is_some_and(|n| i64::try_from(n).is_ok()) => {
            Type::Sint64
        }
        Some("numeric") if scalar::parse_integer(text.trim()).is_some() => Type::Uint64,
        Some("numeric") => Type::Real64,
        _ => Type::String,
    });
    if ty.is_array() || ty == Type::Instance {
        return Err(mismatch(&text, ty, offset).into());
    }
    Ok(simple(text, ty, offset)?)
}

fn set_key(
    instance: &mut Instance,
    class: Option<&Class>,
    key: Option<&str>,
    value: &Value,
) -> Result<(), crate::cim::Error> {
    match (class, key) {
        (Some(_), Some(key)) => instance.set(key, value),
        (Some(class), None) => {
            let name = class.key_properties().next().map(|key| key.name.to_owned());
            instance.set(name.as_deref().unwrap_or_default(), value)
        }
        // Without a name and without a class, any name will do: there is one key.
        (None, key) => instance.add(key.unwrap_or("Key"), value, MI_FLAG_KEY),
    }
}
