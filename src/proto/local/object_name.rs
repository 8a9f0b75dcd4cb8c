//! Names of objects, class and keys, and finding what they name.

use super::Shared;
use super::fill::{self, Scope};
use super::machine::processes::Parts;
use super::namespaces::Namespace;
use super::records::{Kind, Record};
use super::writer::Wanted;
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, InstanceRef, ValueRef};
use crate::proto::wql::{KeyValue, ObjectPath};

/// References may be keys of what is referred to: this deep.
const MAX_DEPTH: usize = 4;

/// The name of an object, whether it came as an instance or as a path.
#[derive(Debug)]
pub(super) struct ObjectName {
    pub class: String,
    keys: Vec<(String, KeyPart)>,
}

#[derive(Debug)]
enum KeyPart {
    Text(String),
    Object(Box<ObjectName>),
}

impl ObjectName {
    pub fn of_instance(instance: InstanceRef<'_>) -> Self {
        Self::of_view(instance, 0)
    }

    /// Whatever has a value may be a key: a client's instance need not know which are.
    fn of_view(instance: InstanceRef<'_>, depth: usize) -> Self {
        let mut keys = Vec::new();
        for element in instance.iter() {
            let part = match element.value {
                Some(ValueRef::Reference(inner) | ValueRef::Instance(inner)) if depth < MAX_DEPTH => {
                    KeyPart::Object(Box::new(Self::of_view(inner, depth + 1)))
                }
                Some(value) => match value.as_str() {
                    Some(text) => KeyPart::Text(text.into_owned()),
                    None => match value.as_integer() {
                        Some(number) => KeyPart::Text(number.to_string()),
                        None => continue,
                    },
                },
                None => continue,
            };
            keys.push((element.name.to_str_lossy().into_owned(), part));
        }
        Self { class: instance.class_name().into_owned(), keys }
    }

    pub fn of_path(path: &ObjectPath) -> Self {
        let part = |value: &KeyValue| match value {
            KeyValue::Text(text) => KeyPart::Text(text.clone()),
            KeyValue::Integer(number) => KeyPart::Text(number.to_string()),
            KeyValue::Boolean(value) => KeyPart::Text(u8::from(*value).to_string()),
        };
        let keys = path.keys.iter().map(|(name, value)| (name.clone(), part(value))).collect();
        Self { class: path.class.clone(), keys }
    }

    fn key(&self, name: &str) -> Option<&KeyPart> {
        let unnamed = self.keys.first().filter(|(key, _)| key.is_empty() && self.keys.len() == 1);
        self.keys.iter().find(|(key, _)| eq_ignore_case(key, name)).or(unnamed).map(|(_, part)| part)
    }

    /// A key's value as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.key(name)? {
            KeyPart::Text(text) => Some(text),
            KeyPart::Object(_) => None,
        }
    }

    /// A key that refers to an object, as an instance or as the text of a path.
    pub fn object(&self, name: &str) -> Result<ObjectName, Error> {
        match self.key(name) {
            Some(KeyPart::Object(object)) => Ok(object.copy()),
            Some(KeyPart::Text(text)) => {
                let path = ObjectPath::parse(text).map_err(|(at, reason)| {
                    let message =
                        format!("key {name} of {} is no object path: {reason} (byte {at})", self.class);
                    invalid(self, message)
                })?;
                Ok(Self::of_path(&path))
            }
            None => Err(invalid(self, format!("key {name} of {} is missing", self.class))),
        }
    }

    fn copy(&self) -> Self {
        let part = |part: &KeyPart| match part {
            KeyPart::Text(text) => KeyPart::Text(text.clone()),
            KeyPart::Object(object) => KeyPart::Object(Box::new(object.copy())),
        };
        let keys = self.keys.iter().map(|(name, value)| (name.clone(), part(value))).collect();
        Self { class: self.class.clone(), keys }
    }

    /// INVALID_PARAMETER where a key of the class has no value here.
    pub fn check_keys(&self, class: &Class) -> Result<(), Error> {
        let missing: Vec<&str> =
            class.key_properties().map(|key| key.name).filter(|key| self.key(key).is_none()).collect();
        if !missing.is_empty() {
            let message = format!("keys of {} are missing or NULL: {}", class.name(), missing.join(", "));
            return Err(invalid(self, message));
        }
        if class.key_properties().next().is_none() {
            let message = format!("{} has no keys: name a class that has instances", class.name());
            return Err(invalid(self, message));
        }
        Ok(())
    }

    /// What the name names, among the classes that hold data.
    pub fn find(&self, local: &Shared, scope: &Scope, namespace: Namespace) -> Result<Record, Error> {
        let class = local.class(namespace, &self.class)?;
        self.check_keys(&class)?;
        let candidates =
            Kind::ALL.into_iter().filter(|kind| local.catalogue.is_a(kind.class(), class.name()));
        for kind in candidates {
            let Some(found) = self.text(kind.own_key()).and_then(|key| kind.find(key, Parts::ALL)) else {
                continue;
            };
            if self.has_keys_of(local, scope, &found)? {
                return Ok(found);
            }
        }
        let shown: Vec<&str> = class.key_properties().filter_map(|key| self.text(key.name)).collect();
        let message = format!("there is no {} with the keys {}", class.name(), shown.join(", "));
        Err(Error::new(MI_RESULT_NOT_FOUND, message)
            .with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND)
            .with_class(class.name()))
    }

    /// Whether all keys of what was found by its own key are those of this name: class and host names, without case.
    fn has_keys_of(&self, local: &Shared, scope: &Scope, found: &Record) -> Result<bool, Error> {
        let class = local.own_class(found.kind().class())?;
        let instance = fill::instance(local, scope, found, &Wanted::keys(&class))?;
        let same = |name: &str, value: Option<ValueRef<'_>>| {
            let value = value.and_then(|value| value.as_str());
            eq_ignore_case(name, found.kind().own_key())
                || matches!((value, self.text(name)), (Some(a), Some(b)) if eq_ignore_case(&a, b))
        };
        let view = instance.view();
        let keys = class.key_properties().map(|key| (key.name, view.get(key.name).and_then(|key| key.value)));
        Ok(keys.into_iter().all(|(name, value)| same(name, value)))
    }
}

fn invalid(name: &ObjectName, message: String) -> Error {
    Error::new(MI_RESULT_INVALID_PARAMETER, message)
        .with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
        .with_class(&name.class)
}
