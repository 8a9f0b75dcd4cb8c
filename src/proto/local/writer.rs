//! Puts a record's values into an instance by index, leaving out what nobody asked for.

use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, Value, ValueRef};
use crate::sync::Arc;
use std::time::SystemTime;

/// Which properties of a class are asked for, by their index; all where there is no list.
#[derive(Clone)]
pub(super) struct Wanted(Option<Arc<[bool]>>);

impl Wanted {
    pub fn all() -> Self {
        Self(None)
    }

    pub fn keys(class: &Class) -> Self {
        Self(Some(class.properties().iter().map(|property| property.is_key()).collect()))
    }

    /// The properties named, in any case; names that the class does not have are passed over.
    pub fn named(class: &Class, names: &[&str]) -> Self {
        let named = |property: &str| names.iter().any(|name| eq_ignore_case(name, property));
        Self(Some(class.properties().iter().map(|property| named(property.name)).collect()))
    }

    pub fn has(&self, index: usize) -> bool {
        self.0.as_ref().is_none_or(|list| list.get(index).copied().unwrap_or(false))
    }
}

/// Where a property stands in a class; what a class does not have is never written.
pub(super) fn index_of(class: &Class, name: &str) -> usize {
    class.properties().iter().position(|property| eq_ignore_case(property.name, name)).unwrap_or(usize::MAX)
}

/// A class and the places of those of its properties that are filled.
macro_rules! shape {
    ($name:ident { $($field:ident: $property:literal),* $(,)? }) => {
        pub(super) struct $name {
            pub class: $crate::cim::Class,
            $(pub $field: usize,)*
        }

        impl $name {
            pub fn new(class: $crate::cim::Class) -> Self {
                Self { $($field: $crate::proto::local::writer::index_of(&class, $property),)* class }
            }
        }
    };
}
pub(super) use shape;

/// An instance being filled. The first failure is kept and everything after it passed over.
pub(super) struct Writer<'w> {
    instance: Instance,
    wanted: &'w Wanted,
    failure: Option<Error>,
}

impl<'w> Writer<'w> {
    pub fn new(class: &Class, wanted: &'w Wanted) -> Result<Self, Error> {
        Ok(Self { instance: Instance::new(class)?, wanted, failure: None })
    }

    pub fn set(&mut self, index: usize, value: ValueRef<'_>) {
        if self.failure.is_none() && index != usize::MAX && self.wanted.has(index) {
            self.failure = self.instance.set_at(index, value).err();
        }
    }

    pub fn text(&mut self, index: usize, text: &str) {
        self.set(index, ValueRef::Text(text));
    }

    /// Leaves NULL what is not known.
    pub fn maybe(&mut self, index: usize, value: Option<ValueRef<'_>>) {
        if let Some(value) = value {
            self.set(index, value);
        }
    }

    pub fn maybe_text(&mut self, index: usize, text: Option<&str>) {
        self.maybe(index, text.map(ValueRef::Text));
    }

    pub fn time(&mut self, index: usize, time: SystemTime) {
        self.set(index, ValueRef::Datetime(time.into()));
    }

    pub fn texts(&mut self, index: usize, texts: Vec<String>) {
        if self.wanted.has(index) {
            self.set(index, Value::StringArray(texts).as_ref());
        }
    }

    pub fn finish(self) -> Result<Instance, Error> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.instance),
        }
    }
}
