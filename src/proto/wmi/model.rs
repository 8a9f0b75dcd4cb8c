//! WMI's objects as instances and classes, and back; object paths.

use super::failure::Failure;
use super::object::{Context, Member, Object, QualifierText, Services, Stop};
use super::variant::{self, Instances, Raw, type_of};
use crate::abi::*;
use crate::cim::class::{ClassBuilder, Method, Parameter, Property, Qualifier};
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, InstanceRef, Type, Value, ValueRef};
use crate::proto::wql::{KeyValue, ObjectPath};

/// Objects within objects, and references that are keys of what is referred to: this deep.
const MAX_DEPTH: usize = 16;

/// Superclasses; more is no class hierarchy.
const MOST_ANCESTORS: usize = 64;

struct Within(usize);

impl Instances for Within {
    fn of_object(&self, object: &Object) -> Option<Instance> {
        (self.0 < MAX_DEPTH).then(|| instance_within(object, None, None, self.0 + 1).ok())?
    }

    fn of_path(&self, path: &str) -> Option<Instance> {
        (self.0 < MAX_DEPTH).then(|| of_path(path, self.0 + 1).ok())?
    }
}

/// An instance with the elements that the object has, or `only` those. Of `class`, where that is known; otherwise the
/// object's path says which are its keys.
pub fn instance(object: &Object, class: Option<&Class>, only: Option<&[String]>) -> Result<Instance, Error> {
    instance_within(object, class, only, 0)
}

fn instance_within(
    object: &Object,
    class: Option<&Class>,
    only: Option<&[String]>,
    depth: usize,
) -> Result<Instance, Error> {
    let mut instance = match class {
        Some(class) => Instance::new(class)?,
        None => {
            let name = object.text("__CLASS");
            Instance::dynamic(name.as_deref().unwrap_or("__PARAMETERS"))?
        }
    };
    let keys = object.text("__RELPATH").and_then(|path| ObjectPath::parse(&path).ok());
    for member in object.members()? {
        if only.is_some_and(|only| !only.iter().any(|name| eq_ignore_case(name, &member.name))) {
            continue;
        }
        let is_key = keys
            .as_ref()
            .is_some_and(|path| path.keys.iter().any(|(key, _)| eq_ignore_case(key, &member.name)));
        add(&mut instance, &member, if is_key { MI_FLAG_KEY } else { 0 }, depth)?;
    }
    if let Some(namespace) = object.text("__NAMESPACE") {
        instance.set_namespace(&namespace.replace('\\', "/"))?;
    }
    if let Some(server) = object.text("__SERVER") {
        instance.set_server_name(&server)?;
    }
    Ok(instance)
}

/// What came from WMI is a property, and was not modified by the client.
const FROM_WMI: u32 = MI_FLAG_PROPERTY | MI_FLAG_NOT_MODIFIED;

fn add(instance: &mut Instance, member: &Member, flags: u32, depth: usize) -> Result<(), Error> {
    let ty = type_of(member.cim);
    let value = variant::value(&member.value, ty, &Within(depth));
    if instance.view().get(&member.name).is_some() {
        let value = value.as_ref().map(Value::as_ref);
        return instance.set_with_flags(&member.name, value, ty, MI_FLAG_NOT_MODIFIED);
    }
    match value {
        Some(value) => instance.add(&member.name, &value, flags | FROM_WMI),
        None => instance.add_null(&member.name, ty, flags | FROM_WMI),
    }
}

/// An instance with the keys that its path says; with their types, where the object has them as properties too.
pub fn keys_of(object: &Object) -> Result<Instance, Error> {
    let text = object.text("__PATH").or_else(|| object.text("__RELPATH")).unwrap_or_default();
    let named: Vec<String> = ObjectPath::parse(&text)
        .map(|path| path.keys.into_iter().map(|(name, _)| name).collect())
        .unwrap_or_default();
    let keys = instance(object, None, Some(&named))?;
    if keys.view().len() == named.len() { Ok(keys) } else { of_path(&text, 0) }
}

/// What a reference's text refers to: an instance with its keys.
pub fn of_path(text: &str, depth: usize) -> Result<Instance, Error> {
    let path = ObjectPath::parse(text)
        .map_err(|(_, why)| Error::new(MI_RESULT_INVALID_PARAMETER, format!("the path '{text}': {why}")))?;
    let mut instance = Instance::dynamic(&path.class)?;
    for (name, value) in &path.keys {
        let value = match value {
            KeyValue::Text(text) if depth < MAX_DEPTH && is_path(text) => match of_path(text, depth + 1) {
                Ok(inner) => Value::Reference(inner),
                Err(_) => Value::String(text.clone()),
            },
            KeyValue::Text(text) => Value::String(text.clone()),
            KeyValue::Integer(number) => integer(*number),
            KeyValue::Boolean(value) => Value::Boolean(*value),
        };
        let name = if name.is_empty() { "__unnamed" } else { name };
        instance.add(name, &value, MI_FLAG_KEY | FROM_WMI)?;
    }
    if let Some(namespace) = &path.namespace {
        instance.set_namespace(namespace)?;
    }
    if let Some(host) = &path.host {
        instance.set_server_name(host)?;
    }
    Ok(instance)
}

/// A key's text that names an object in full.
fn is_path(text: &str) -> bool {
    text.starts_with("\\\\") && text.contains(':') && text.contains('=')
}

fn integer(number: i128) -> Value {
    match (u32::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => Value::Uint32(number),
        (_, Ok(number)) => Value::Sint64(number),
        _ => Value::Uint64(number as u64),
    }
}

/// The relative path of an instance: its class and its keys; where none is marked as one, all that have a value.
pub fn path(instance: InstanceRef<'_>) -> String {
    relative(instance, 0)
}

fn relative(instance: InstanceRef<'_>, depth: usize) -> String {
    let class = instance.class_name();
    let marked = instance.iter().any(|element| element.is_key());
    let keys: Vec<String> = instance
        .iter()
        .filter(|element| element.is_key() || !marked)
        .filter_map(|element| Some((element.name.to_str_lossy(), key(element.value?, depth)?)))
        .map(|(name, value)| if name == "__unnamed" { value } else { format!("{name}={value}") })
        .collect();
    match keys.first() {
        None => format!("{class}=@"),
        Some(only) if only.starts_with('"') => format!("{class}={only}"),
        Some(_) => format!("{class}.{}", keys.join(",")),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn key(value: ValueRef<'_>, depth: usize) -> Option<String> {
    Some(match value {
        ValueRef::Boolean(value) => if value { "TRUE" } else { "FALSE" }.to_owned(),
        ValueRef::Datetime(value) => quoted(&value.to_string()),
        ValueRef::Reference(inner) | ValueRef::Instance(inner) if depth < MAX_DEPTH => {
            quoted(&full(inner, depth + 1))
        }
        value => match value.as_str() {
            Some(text) => quoted(&text),
            None => value.as_integer()?.to_string(),
        },
    })
}

/// A path with as much of its origin as the instance knows.
fn full(instance: InstanceRef<'_>, depth: usize) -> String {
    let relative = relative(instance, depth);
    let namespace = instance.namespace().map(|namespace| namespace.replace('/', "\\"));
    match (instance.server_name(), namespace) {
        (Some(server), Some(namespace)) => format!("\\\\{server}\\{namespace}:{relative}"),
        (None, Some(namespace)) => format!("{namespace}:{relative}"),
        _ => relative,
    }
}

/// Writes an instance's elements into an object of WMI.
pub struct Writer<'a> {
    pub services: &'a Services,
    pub context: &'a Context,
    pub stop: Stop<'a>,
}

impl Writer<'_> {
    pub fn class(&self, name: &str) -> Result<Object, Error> {
        let found = self.services.object(name, false, self.context, self.stop);
        found.map_err(|failure| {
            let is_unknown = failure.is_not_found();
            let mut error = Error::from(failure);
            if is_unknown {
                error.result = MI_RESULT_INVALID_CLASS;
                error.message = format!("class '{name}': {}", error.message);
            }
            error
        })
    }

    /// All elements, or those that were changed.
    pub fn fill(&self, object: &Object, instance: InstanceRef<'_>, changed_only: bool) -> Result<(), Error> {
        self.fill_within(object, instance, changed_only, 0)
    }

    fn fill_within(
        &self,
        object: &Object,
        instance: InstanceRef<'_>,
        changed_only: bool,
        depth: usize,
    ) -> Result<(), Error> {
        for element in instance.iter() {
            if changed_only && element.flags & MI_FLAG_NOT_MODIFIED != 0 {
                continue;
            }
            let name = element.name.to_str_lossy();
            let cim = object.cim_type(&name).unwrap_or_else(|| variant::number_of(element.ty));
            let raw = element.value.map_or(Ok(Raw::Null), |value| self.raw(value, depth))?;
            object.put(&name, &raw, cim).map_err(|failure| refused(failure, instance, &name))?;
        }
        Ok(())
    }

    fn raw(&self, value: ValueRef<'_>, depth: usize) -> Result<Raw, Error> {
        Ok(match value {
            ValueRef::Reference(inner) => Raw::Text(full(inner, depth)),
            ValueRef::ReferenceArray(all) => {
                Raw::Array(all.iter().map(|inner| Raw::Text(full(inner, depth))).collect())
            }
            ValueRef::Instance(inner) => self.embedded(inner, depth + 1)?,
            ValueRef::InstanceArray(all) => {
                let all: Result<Vec<Raw>, Error> =
                    all.iter().map(|inner| self.embedded(inner, depth + 1)).collect();
                Raw::Array(all?)
            }
            value => variant::raw_of(value),
        })
    }

    fn embedded(&self, instance: InstanceRef<'_>, depth: usize) -> Result<Raw, Error> {
        if depth > MAX_DEPTH {
            return Err(Error::new(MI_RESULT_INVALID_PARAMETER, "instances are embedded too deeply"));
        }
        let object = self.class(&instance.class_name())?.spawn()?;
        self.fill_within(&object, instance, false, depth)?;
        Ok(Raw::Object(object))
    }
}

/// Which property it was that WMI did not take.
fn refused(failure: Failure, instance: InstanceRef<'_>, name: &str) -> Error {
    let class = instance.class_name();
    let is_unknown = failure.is_not_found();
    let mut error = Error::from(failure);
    error.message = format!("property '{name}' of class '{class}': {}", error.message);
    if is_unknown {
        error.result = MI_RESULT_NO_SUCH_PROPERTY;
    }
    error.with_class(class)
}

/// A class with everything that WMI tells of it.
pub fn class(object: &Object) -> Result<Class, Error> {
    let name = object.text("__CLASS").ok_or_else(|| Error::from(Failure::nothing()))?;
    let mut builder = ClassBuilder::new(name);
    if let Some(namespace) = object.text("__NAMESPACE") {
        builder = builder.namespace(namespace.replace('\\', "/"));
    }
    if let Some(server) = object.text("__SERVER") {
        builder = builder.server_name(server);
    }
    if let Some(above) = ancestors(object)? {
        builder = builder.superclass(&above);
    }
    for one in object.qualifiers() {
        builder = builder.qualifier(qualifier(&one));
    }
    for member in object.members()? {
        builder = builder.property(property(object, &member));
    }
    for signature in object.methods() {
        builder = builder.method(method(object, signature)?);
    }
    builder.build()
}

/// The superclasses, of which only names and order are known.
fn ancestors(object: &Object) -> Result<Option<Class>, Error> {
    let Some(Raw::Array(names)) = object.get("__DERIVATION") else { return Ok(None) };
    let mut above: Option<Class> = None;
    for name in names.iter().take(MOST_ANCESTORS).rev() {
        let Raw::Text(name) = name else { continue };
        let builder = ClassBuilder::new(name.as_str());
        above = Some(match &above {
            Some(above) => builder.superclass(above).build()?,
            None => builder.build()?,
        });
    }
    Ok(above)
}

fn qualifier(one: &QualifierText) -> Qualifier<'static> {
    /// WBEM_FLAVOR_*.
    const TO_DERIVED: i32 = 2;
    const NOT_OVERRIDABLE: i32 = 0x10;
    const AMENDED: i32 = 0x80;
    let mut flavor = if one.flavor & TO_DERIVED != 0 { MI_FLAG_TOSUBCLASS } else { MI_FLAG_RESTRICTED };
    flavor |=
        if one.flavor & NOT_OVERRIDABLE != 0 { MI_FLAG_DISABLEOVERRIDE } else { MI_FLAG_ENABLEOVERRIDE };
    if one.flavor & AMENDED != 0 {
        flavor |= MI_FLAG_TRANSLATABLE;
    }
    let ty = qualifier_type(&one.value);
    Qualifier {
        name: one.name.clone().into(),
        ty,
        flavor,
        value: variant::value(&one.value, ty, &Within(MAX_DEPTH)),
    }
}

/// WMI does not say a qualifier's type, but what holds its value does.
fn qualifier_type(value: &Raw) -> Type {
    match value {
        Raw::Bool(_) | Raw::Null => Type::Boolean,
        Raw::Signed(_) | Raw::Unsigned(_) => Type::Sint32,
        Raw::Real32(_) | Raw::Real64(_) => Type::Real64,
        Raw::Text(_) | Raw::Object(_) => Type::String,
        Raw::Array(all) => all.first().map_or(Type::String, qualifier_type).array(),
    }
}

/// `ref:Class` and `object:Class` in the CIMTYPE qualifier.
fn reference_class(qualifiers: &[QualifierText]) -> Option<String> {
    let spelled = qualifiers.iter().find(|one| eq_ignore_case(&one.name, "CIMTYPE"))?;
    let Raw::Text(text) = &spelled.value else { return None };
    let (kind, class) = text.split_once(':')?;
    ["ref", "object"].iter().any(|known| eq_ignore_case(known, kind)).then(|| class.to_owned())
}

fn declared(qualifiers: &[QualifierText]) -> Vec<Qualifier<'static>> {
    qualifiers.iter().filter(|one| !eq_ignore_case(&one.name, "CIMTYPE")).map(qualifier).collect()
}

fn property(object: &Object, member: &Member) -> Property<'static> {
    let qualifiers = object.property_qualifiers(&member.name);
    let ty = type_of(member.cim);
    let mut property = Property::new(member.name.clone(), ty);
    property.reference_class = reference_class(&qualifiers).map(Into::into);
    property.origin = object.property_origin(&member.name).map(Into::into);
    property.default = variant::value(&member.value, ty, &Within(MAX_DEPTH));
    property.qualifiers = declared(&qualifiers);
    property
}

fn method(object: &Object, signature: super::object::Signature) -> Result<Method<'static>, Error> {
    let mut method = Method::new(signature.name.clone(), Type::Uint32);
    method.return_type = None;
    method.qualifiers = declared(&object.method_qualifiers(&signature.name));
    method.origin = object.method_origin(&signature.name).map(Into::into);
    let mut parameters: Vec<(i32, Parameter<'static>)> = Vec::new();
    for (side, flag) in [(&signature.input, MI_FLAG_IN), (&signature.output, MI_FLAG_OUT)] {
        let Some(side) = side else { continue };
        for member in side.members()? {
            if flag == MI_FLAG_OUT && eq_ignore_case(&member.name, "ReturnValue") {
                method.return_type = Some(type_of(member.cim));
                continue;
            }
            let (id, one) = parameter(side, &member, flag);
            match parameters.iter_mut().find(|(_, known)| eq_ignore_case(&known.name, &one.name)) {
                Some((_, known)) => merge(known, one),
                None => parameters.push((id, one)),
            }
        }
    }
    // WMI numbers the parameters by the qualifier ID; the enumeration's order is another.
    parameters.sort_by_key(|(id, _)| *id);
    method.parameters = parameters.into_iter().map(|(_, parameter)| parameter).collect();
    Ok(method)
}

/// A parameter that goes in and out is declared on both sides.
fn merge(known: &mut Parameter<'static>, other: Parameter<'static>) {
    known.flags |= other.flags;
    for qualifier in other.qualifiers {
        if !known.qualifiers.iter().any(|one| eq_ignore_case(&one.name, &qualifier.name)) {
            known.qualifiers.push(qualifier);
        }
    }
}

fn parameter(side: &Object, member: &Member, flag: u32) -> (i32, Parameter<'static>) {
    let qualifiers = side.property_qualifiers(&member.name);
    let id = qualifiers.iter().find(|one| eq_ignore_case(&one.name, "ID")).map(|one| match one.value {
        Raw::Signed(id) => id as i32,
        _ => i32::MAX,
    });
    let mut parameter = Parameter::new(member.name.clone(), type_of(member.cim), flag);
    parameter.reference_class = reference_class(&qualifiers).map(Into::into);
    parameter.qualifiers = declared(&qualifiers);
    (id.unwrap_or(i32::MAX), parameter)
}
