//! Where each name of a long list stands. In a short one, looking is cheaper; in a long one, looking for each name makes
//! the time quadratic, and who sends the list chooses its length.

use super::class_view::item;
use super::text::{MiStr, fold, is_declared_name, name_code, units_of};
use crate::abi::*;
use std::borrow::Cow;
use std::collections::HashMap;

/// The longest list that is looked through.
pub(crate) const MANY: usize = 64;

/// The positions of the names of a list, whatever their case; nothing while the list is short.
#[derive(Default)]
#[allow(clippy::box_collection, reason = "one word in each instance")]
pub(crate) struct Names(Option<Box<HashMap<Box<[MI_Char]>, u32>>>);

impl Names {
    /// Of a list of `count`; `name_at` tells the name at a position.
    pub fn of<'a>(count: usize, name_at: impl Fn(usize) -> Cow<'a, [MI_Char]>) -> Names {
        let mut names = Names::default();
        names.grown(count, name_at);
        names
    }

    /// The list has grown: it has `count` names now.
    #[inline]
    pub fn grown<'a>(&mut self, count: usize, name_at: impl Fn(usize) -> Cow<'a, [MI_Char]>) {
        if count > MANY {
            self.fill(count, name_at);
        }
    }

    #[cold]
    #[inline(never)]
    fn fill<'a>(&mut self, count: usize, name_at: impl Fn(usize) -> Cow<'a, [MI_Char]>) {
        let known = if self.0.is_some() { count - 1 } else { 0 };
        let table = self.0.get_or_insert_default();
        for at in known..count {
            // Where a careless declaration has a name twice, the first one counts.
            table.entry(folded(&name_at(at))).or_insert(at as u32);
        }
    }

    /// The position of a name; in a short list, `look` looks for it.
    #[inline]
    pub fn find(&self, name: &[MI_Char], look: impl FnOnce() -> Option<u32>) -> Option<u32> {
        match &self.0 {
            None => look(),
            Some(table) => table.get(&folded(name)).copied(),
        }
    }

    /// Of properties or methods of ours.
    pub fn of_features(list: &[*const MI_FeatureDecl]) -> Names {
        Names::of(list.len(), feature_names(list))
    }

    /// The list of features has one more at its end.
    #[inline]
    pub fn feature_added(&mut self, list: &[*const MI_FeatureDecl]) {
        self.grown(list.len(), feature_names(list));
    }

    /// The position of a feature in a list of ours.
    pub fn feature(&self, list: &[*const MI_FeatureDecl], name: &str) -> Option<usize> {
        let name = &*units_of(name);
        let found = self.find(name, || {
            let code = name_code(name);
            let is_it = |decl: &MI_FeatureDecl| {
                // SAFETY:
                // - a declaration's name is NULL or NUL-terminated
                decl.code == code && unsafe { is_declared_name(decl.name, name) }
            };
            list.iter().position(|decl| is_it(item(*decl))).map(|at| at as u32)
        });
        found.map(|at| at as usize)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

fn feature_names<'a>(list: &'a [*const MI_FeatureDecl]) -> impl Fn(usize) -> Cow<'a, [MI_Char]> {
    |at| {
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        let name = unsafe { MiStr::from_ptr(item(list[at]).name) };
        Cow::Borrowed(name.map_or(&[], MiStr::as_units))
    }
}

fn folded(name: &[MI_Char]) -> Box<[MI_Char]> {
    name.iter().map(|unit| fold(*unit) as MI_Char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cim::class::{ClassBuilder, Method, Property, Qualifier};
    use crate::cim::{Instance, Type, ValueRef};
    use std::cell::Cell;

    /// Names of one code: what tells them apart is in their middle.
    fn name(at: usize) -> String {
        format!("Name{at:05}End")
    }

    fn value(instance: &Instance, name: &str) -> Option<usize> {
        match instance.view().get(name)?.value? {
            ValueRef::Uint32(number) => Some(number as usize),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_long_list_is_not_looked_through() {
        let looked = Cell::new(0);
        let mut names = Names::default();
        for count in 1..=8 * MANY {
            names.grown(count, |at| {
                looked.set(looked.get() + 1);
                Cow::Owned(units_of(&name(at)).into_owned())
            });
        }
        assert_eq!(looked.get(), 8 * MANY, "each name is read once");
        let found = |text: &str| names.find(&units_of(text), || panic!("looked"));
        for at in 0..8 * MANY {
            assert_eq!(found(&name(at).to_uppercase()), Some(at as u32));
        }
        assert_eq!(found(&name(8 * MANY)), None);
    }

    #[test]
    fn a_class_and_its_instances_find_every_name_at_every_length() {
        for count in [1, MANY - 1, MANY, MANY + 1, 40 * MANY] {
            let mut builder = ClassBuilder::new("Long");
            for at in 0..count {
                let property = Property::new(name(at), Type::Uint32).qualifier(Qualifier::flag(name(at)));
                builder = builder.property(property).method(Method::new(name(at), Type::Uint32));
            }
            let parent = builder.build().unwrap();
            let again = Property::new(name(0).to_lowercase(), Type::Uint32);
            let mut child = ClassBuilder::new("Longer").superclass(&parent).property(again);
            child = child.property(Property::new("Own", Type::String));
            let class = child.build().unwrap().with_namespace("elsewhere");
            assert_eq!(class.properties().len(), count + 1);

            let mut instance = Instance::new(&class).unwrap();
            for at in 0..count {
                let upper = name(at).to_uppercase();
                assert_eq!(class.property_position(&upper), Some(at));
                assert_eq!(class.method_position(&upper), Some(at));
                instance.set(&upper, ValueRef::Uint32(at as u32)).unwrap();
            }
            for at in 0..count {
                assert_eq!(value(&instance, &name(at)), Some(at));
            }
            assert_eq!(value(&instance, &name(count)), None);
        }
    }

    #[test]
    fn an_instance_that_grows_refuses_a_name_twice() {
        let mut instance = Instance::dynamic("Grown").unwrap();
        for at in 0..8 * MANY {
            instance.add(&name(at), ValueRef::Uint32(at as u32), 0).unwrap();
            assert!(instance.add(&name(at / 2).to_uppercase(), ValueRef::Uint32(0), 0).is_err());
        }
        let copy = instance.view().to_owned().unwrap();
        for at in 0..8 * MANY {
            assert_eq!(value(&copy, &name(at).to_uppercase()), Some(at));
        }
    }
}
