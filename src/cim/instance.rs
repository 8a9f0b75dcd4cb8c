//! Instances as Rust uses them.
#![forbid(unsafe_code)]

use super::block::instance::{Instance, new_dynamic, new_of_class};
use super::block::set::{add, clear, set};
use super::block::text::units_of;
use super::block::view::InstanceRef;
use super::class::PropertyInfo;
use super::error::Error;
use super::value::{Type, ValueRef};
use crate::abi::*;
use crate::cim::Class;

impl Instance {
    /// An instance of a class, every element NULL. AddElement can add to it.
    pub fn new(class: &Class) -> Result<Instance, Error> {
        let mut instance = Instance::own(new_of_class(class, true)?);
        if let Some(namespace) = class.namespace() {
            instance.set_namespace(namespace)?;
        }
        Ok(instance)
    }

    /// A dynamic instance of a class that is known by name only.
    pub fn dynamic(class_name: &str) -> Result<Instance, Error> {
        Ok(Instance::own(new_dynamic(&units_of(class_name))?))
    }

    /// Sets an element that is there.
    pub fn set<'v>(&mut self, name: &str, value: impl Into<ValueRef<'v>>) -> Result<(), Error> {
        let index = self.index_of(name)?;
        self.set_at(index, value)
    }

    pub fn set_at<'v>(&mut self, index: usize, value: impl Into<ValueRef<'v>>) -> Result<(), Error> {
        let value = value.into();
        Ok(set(self, index, Some(value), value.ty(), 0)?)
    }

    /// Sets an element with `MI_FLAG_NOT_MODIFIED`, or without.
    pub fn set_with_flags(
        &mut self,
        name: &str,
        value: Option<ValueRef<'_>>,
        ty: Type,
        flags: u32,
    ) -> Result<(), Error> {
        let index = self.index_of(name)?;
        Ok(set(self, index, value, ty, flags)?)
    }

    /// As [`Instance::set_with_flags`], by index.
    pub fn set_at_with_flags(
        &mut self,
        index: usize,
        value: Option<ValueRef<'_>>,
        ty: Type,
        flags: u32,
    ) -> Result<(), Error> {
        Ok(set(self, index, value, ty, flags)?)
    }

    /// Adds an element. `flags`: MI_FLAG_KEY and the like.
    pub fn add<'v>(&mut self, name: &str, value: impl Into<ValueRef<'v>>, flags: u32) -> Result<(), Error> {
        let value = value.into();
        Ok(add(self, name, Some(value), value.ty(), flags)?)
    }

    /// Adds an element that is NULL.
    pub fn add_null(&mut self, name: &str, ty: Type, flags: u32) -> Result<(), Error> {
        Ok(add(self, name, None, ty, flags)?)
    }

    /// Makes an element NULL; a dynamic instance that has none of that name gets one.
    pub fn set_null(&mut self, name: &str, ty: Type) -> Result<(), Error> {
        match self.view().index_of(name) {
            Some(index) => Ok(set(self, index as usize, None, ty, 0)?),
            None => self.add_null(name, ty, 0),
        }
    }

    /// Makes an element NULL, as if it had never been set.
    pub fn clear(&mut self, name: &str) -> Result<(), Error> {
        let index = self.index_of(name)?;
        Ok(clear(self, index)?)
    }

    fn index_of(&self, name: &str) -> Result<usize, Error> {
        match self.view().index_of(name) {
            Some(index) => Ok(index as usize),
            None => {
                let text = format!("class '{}' has no property '{name}'", self.view().class_name());
                Err(Error::new(MI_RESULT_NO_SUCH_PROPERTY, text))
            }
        }
    }
}

impl Clone for Instance {
    /// # Panics
    /// Where there is no memory for it, or a foreign instance refuses; [`InstanceRef::to_owned`] says so instead.
    fn clone(&self) -> Instance {
        match self.view().to_owned() {
            Ok(copy) => copy,
            Err(error) => panic!("an instance cannot be cloned: {error}"),
        }
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.view().fmt(f)
    }
}

impl PartialEq for Instance {
    fn eq(&self, other: &Instance) -> bool {
        self.view() == other.view()
    }
}

/// Of the same class, with the same elements in whatever order.
impl PartialEq for InstanceRef<'_> {
    fn eq(&self, other: &InstanceRef<'_>) -> bool {
        self.len() == other.len()
            && self.class_name().eq_ignore_ascii_case(&other.class_name())
            && self.iter().all(|element| {
                let other = other.get(&element.name.to_str_lossy());
                other.is_some_and(|other| element.ty == other.ty && same(element.value, other.value))
            })
    }
}

fn same(a: Option<ValueRef<'_>>, b: Option<ValueRef<'_>>) -> bool {
    let owned = |value: Option<ValueRef<'_>>| value.map(|value| value.to_owned().ok());
    owned(a) == owned(b)
}

impl InstanceRef<'_> {
    /// Is it of this class, or one derived from it, as far as the instance knows its class?
    pub fn is_a(self, class_name: &str) -> bool {
        self.class_name().eq_ignore_ascii_case(class_name)
            || self.class().is_some_and(|class| class.is_a(class_name))
    }
}

impl PropertyInfo<'_> {
    /// The type in the words of MOF.
    pub fn type_name(&self) -> &'static str {
        self.ty.name()
    }
}
