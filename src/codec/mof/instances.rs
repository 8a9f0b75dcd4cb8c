//! Instance declarations to instances: aliases in any order, embedded values, references, validation.

use super::ast::*;
use super::convert;
use super::error::{Error, Kind};
use super::load::{Loader, Validation, model};
use super::parser::MOST_NESTED;
use super::path::{Key, Path};
use super::source::{Consumer, NoIncludes, read};
use crate::abi::*;
use crate::cim::{Class, Datetime, Instance, Type, Value};
use crate::codec::Distinct;
use std::collections::HashMap;
use std::rc::Rc;

/// An instance of the text that waits for its end.
pub(super) struct Pending {
    pub declaration: Rc<InstanceDeclaration>,
    pub file: String,
    pub namespace: Option<String>,
}

enum State {
    Waiting,
    /// On the way: who needs it now, is part of itself.
    Building,
    Built(Instance),
}

/// All instances of a text.
pub(super) struct Instances<'l, 's> {
    loader: &'l mut Loader<'s>,
    pending: Vec<Pending>,
    states: Vec<State>,
    /// Served as an embedded value: not a result of its own.
    used: Vec<bool>,
    aliases: HashMap<String, usize>,
    depth: u32,
    /// Instances made so far, copies of embedded ones included; and how many of them went into each.
    nodes: usize,
    sizes: Vec<usize>,
}

/// Instances within instances, copies included: aliases of aliases double what a few lines say.
const MOST_NODES: usize = 1 << 20;

impl<'l, 's> Instances<'l, 's> {
    pub fn build(loader: &'l mut Loader<'s>, pending: Vec<Pending>) -> Result<Vec<Instance>, Error> {
        let mut all = Instances::over(loader, pending)?;
        let mut results = Vec::new();
        for index in 0..all.pending.len() {
            all.at(index)?;
        }
        let Instances { states, used, pending, loader, .. } = all;
        for ((state, used), pending) in states.into_iter().zip(used).zip(pending) {
            match state {
                State::Built(instance) if !used && !loader.leaves_out(&pending.declaration.class) => {
                    results.push(instance);
                }
                _ => {}
            }
        }
        Ok(results)
    }

    /// A reference or an embedded instance as a default value: no alias can be meant.
    pub fn constant(
        loader: &'l mut Loader<'s>,
        initializer: &Initializer,
        ty: Type,
    ) -> Result<Option<Value>, Error> {
        let namespace = loader.namespace.clone();
        Instances::over(loader, Vec::new())?.value(initializer, ty, namespace.as_deref())
    }

    fn over(loader: &'l mut Loader<'s>, pending: Vec<Pending>) -> Result<Self, Error> {
        let mut aliases = HashMap::new();
        for (index, Pending { declaration, file, .. }) in pending.iter().enumerate() {
            if let Some(alias) = &declaration.alias
                && aliases.insert(alias.to_ascii_lowercase(), index).is_some()
            {
                let error = Error::new(Kind::Duplicate, declaration.position, alias, "each alias once");
                return Err(error.in_file(file));
            }
        }
        let states = pending.iter().map(|_| State::Waiting).collect();
        let used = vec![false; pending.len()];
        let sizes = vec![0; pending.len()];
        Ok(Instances { loader, pending, states, used, aliases, depth: 0, nodes: 0, sizes })
    }

    /// The instance of that number, built now if need be.
    fn at(&mut self, index: usize) -> Result<&Instance, Error> {
        if matches!(self.states[index], State::Waiting) {
            self.states[index] = State::Building;
            let Pending { declaration, namespace, .. } = &self.pending[index];
            let (declaration, namespace) = (Rc::clone(declaration), namespace.clone());
            let before = self.nodes;
            let built = self.instance(&declaration, namespace.as_deref());
            let file = &self.pending[index].file;
            self.sizes[index] = self.nodes - before;
            self.states[index] = State::Built(built.map_err(|error| error.in_file(file))?);
        }
        match &self.states[index] {
            State::Built(instance) => Ok(instance),
            _ => {
                let position = self.pending[index].declaration.position;
                let alias = self.pending[index].declaration.alias.clone().unwrap_or_default();
                Err(Error::new(Kind::Limit, position, &alias, "an instance that is not embedded in itself"))
            }
        }
    }

    fn instance(
        &mut self,
        declaration: &InstanceDeclaration,
        namespace: Option<&str>,
    ) -> Result<Instance, Error> {
        if self.depth >= MOST_NESTED {
            let found = &declaration.class;
            return Err(Error::new(Kind::Limit, declaration.position, found, "values nested less deep"));
        }
        self.count(1, declaration.position, &declaration.class)?;
        self.depth += 1;
        let built = self.instance_here(declaration, namespace);
        self.depth -= 1;
        built
    }

    fn instance_here(
        &mut self,
        declaration: &InstanceDeclaration,
        namespace: Option<&str>,
    ) -> Result<Instance, Error> {
        let position = declaration.position;
        let name = declaration.class.as_str();
        let found = self.loader.find(namespace, name).map_err(|error| model(&error, position, name))?;
        if found.is_none() && !self.loader.settings.validation.may_lack_class() {
            return Err(Error::new(Kind::UnknownClass, position, name, "a class that is declared"));
        }
        let mut typed = Vec::with_capacity(declaration.values.len());
        let mut dynamic = found.is_none();
        let mut names = Distinct::default();
        for (index, one) in declaration.values.iter().enumerate() {
            if self.loader.ignores(name, &one.name) {
                continue;
            }
            if !names.is_new(&declaration.values[..index], |other| &other.name, &one.name) {
                return Err(Error::new(Kind::Duplicate, one.position, &one.name, "each property once"));
            }
            let (ty, value, declared) = self.element(one, found.as_ref(), namespace)?;
            dynamic |= !declared;
            typed.push((one, ty, value));
        }
        let class = found.filter(|_| !dynamic);
        let mut instance = match &class {
            Some(class) => Instance::new(class),
            None => Instance::dynamic(name),
        }
        .map_err(|error| model(&error, position, name))?;
        for (one, ty, value) in typed {
            let set = match (&value, &class) {
                (Some(value), Some(_)) => instance.set(&one.name, value),
                (None, Some(_)) => instance.set_null(&one.name, ty),
                (Some(value), None) => instance.add(&one.name, value, 0),
                (None, None) => instance.add_null(&one.name, ty, 0),
            };
            set.map_err(|error| model(&error, one.position, &one.name))?;
        }
        self.place(&mut instance, namespace, position)?;
        Ok(instance)
    }

    fn place(
        &self,
        instance: &mut Instance,
        namespace: Option<&str>,
        position: Position,
    ) -> Result<(), Error> {
        let server = self.loader.settings.server.as_deref();
        let placed = match namespace {
            Some(namespace) => instance.set_namespace(namespace),
            None => Ok(()),
        };
        placed
            .and_then(|()| server.map_or(Ok(()), |server| instance.set_server_name(server)))
            .map_err(|error| model(&error, position, server.unwrap_or_default()))
    }

    /// A property's type and value, and whether they follow the class.
    fn element(
        &mut self,
        one: &PropertyValue,
        class: Option<&Class>,
        namespace: Option<&str>,
    ) -> Result<(Type, Option<Value>, bool), Error> {
        let validation = self.loader.settings.validation;
        let own = convert::own_type(&one.value.literal);
        let Some(class) = class else {
            return Ok((own, self.value(&one.value, own, namespace)?, true));
        };
        let Some(declared) = class.property(&one.name) else {
            if validation.may_lack_property() {
                return Ok((own, self.value(&one.value, own, namespace)?, false));
            }
            let expected = format!("a property of the class {}", class.name());
            return Err(Error::new(Kind::UnknownName, one.position, &one.name, expected));
        };
        match self.value(&one.value, declared.ty, namespace) {
            Ok(value) => Ok((declared.ty, value, true)),
            Err(error)
                if validation == Validation::IgnorePropertyType && error.kind() == Kind::TypeMismatch =>
            {
                Ok((own, self.value(&one.value, own, namespace)?, false))
            }
            Err(error) => Err(error),
        }
    }

    /// The value that `initializer` means as a `ty`; None for NULL.
    fn value(
        &mut self,
        initializer: &Initializer,
        ty: Type,
        namespace: Option<&str>,
    ) -> Result<Option<Value>, Error> {
        if matches!(initializer.literal, Literal::Null)
            || !matches!(ty.element(), Type::Reference | Type::Instance)
        {
            return convert::simple(initializer, ty);
        }
        let value = match (ty, &initializer.literal) {
            (Type::Reference, _) => Value::Reference(self.reference(initializer, namespace)?),
            (Type::Instance, _) => Value::Instance(self.embedded(initializer, namespace)?),
            (Type::ReferenceArray, Literal::Array(all)) => {
                let all = all.iter().map(|one| self.reference(one, namespace));
                Value::ReferenceArray(all.collect::<Result<_, _>>()?)
            }
            (_, Literal::Array(all)) => {
                let all = all.iter().map(|one| self.embedded(one, namespace));
                Value::InstanceArray(all.collect::<Result<_, _>>()?)
            }
            _ => return Err(mismatch(initializer, "an array of instances")),
        };
        Ok(Some(value))
    }

    /// An alias, `instance of ..`, or a text that holds such a declaration.
    fn embedded(&mut self, initializer: &Initializer, namespace: Option<&str>) -> Result<Instance, Error> {
        match &initializer.literal {
            Literal::Alias(alias) => {
                let index = self.alias(alias, initializer.position)?;
                self.used[index] = true;
                self.copy(index, initializer.position)
            }
            Literal::Instance(declaration) => self.instance(declaration, namespace),
            Literal::String(text) => {
                let wrong = |error| mismatch(initializer, &format!("MOF of an instance ({error})"));
                let mut inner = Inner::default();
                read(text, &mut NoIncludes, &mut inner).map_err(wrong)?;
                match inner {
                    Inner { instance: Some(instance), declarations: 1 } => {
                        self.instance(&instance, namespace).map_err(wrong)
                    }
                    _ => Err(mismatch(initializer, "MOF of one instance")),
                }
            }
            _ => Err(mismatch(initializer, "an instance: an alias, instance of .., or MOF of one in quotes")),
        }
    }

    /// An object path, or an alias: the keys of the instance that it names.
    fn reference(&mut self, initializer: &Initializer, namespace: Option<&str>) -> Result<Instance, Error> {
        match &initializer.literal {
            Literal::String(text) => {
                let expected = "an object path (Class.Key=value)";
                let path = Path::parse(text).ok_or_else(|| mismatch(initializer, expected))?;
                self.named(&path, namespace, initializer.position, 0)
            }
            Literal::Alias(alias) => {
                let index = self.alias(alias, initializer.position)?;
                self.keys_of(index, initializer.position)
            }
            Literal::Instance(declaration) => self.instance(declaration, namespace),
            _ => Err(mismatch(initializer, "a reference: an object path in quotes or an alias")),
        }
    }

    fn alias(&self, alias: &str, position: Position) -> Result<usize, Error> {
        let index = self.aliases.get(&alias.to_ascii_lowercase()).copied();
        index.ok_or_else(|| {
            Error::new(Kind::UnknownName, position, alias, "an alias that an instance declares")
        })
    }

    /// The instance of that number with its keys alone: instances may refer to each other in a circle.
    fn keys_of(&mut self, index: usize, position: Position) -> Result<Instance, Error> {
        let Pending { declaration, namespace, .. } = &self.pending[index];
        let (declaration, namespace) = (Rc::clone(declaration), namespace.clone());
        let name = declaration.class.as_str();
        let found =
            self.loader.find(namespace.as_deref(), name).map_err(|error| model(&error, position, name))?;
        let Some(class) = found.filter(|class| class.key_properties().next().is_some()) else {
            return self.copy(index, position);
        };
        let is_key = |one: &&PropertyValue| class.property(&one.name).is_some_and(|p| p.is_key());
        let values = declaration.values.iter().filter(is_key).cloned().collect();
        let keys = InstanceDeclaration { class: name.into(), alias: None, values, position };
        self.instance(&keys, namespace.as_deref())
    }

    fn copy(&mut self, index: usize, position: Position) -> Result<Instance, Error> {
        if self.depth >= MOST_NESTED {
            return Err(Error::new(Kind::Limit, position, "", "values nested less deep"));
        }
        self.at(index)?;
        self.count(self.sizes[index], position, "")?;
        let copy = self.at(index)?.view().to_owned();
        copy.map_err(|error| {
            Error::new(Kind::Limit, position, "", format!("fewer instances within instances ({error})"))
        })
    }

    fn count(&mut self, more: usize, position: Position, found: &str) -> Result<(), Error> {
        self.nodes += more;
        if self.nodes > MOST_NODES {
            return Err(Error::new(Kind::Limit, position, found, "fewer instances within instances"));
        }
        Ok(())
    }

    /// The instance with the keys of a path.
    fn named(
        &mut self,
        path: &Path,
        namespace: Option<&str>,
        position: Position,
        depth: u32,
    ) -> Result<Instance, Error> {
        let namespace = path.namespace.as_deref().or(namespace);
        let name = path.class.as_str();
        let failed = |error: &crate::cim::Error| model(error, position, name);
        let class = self.loader.find(namespace, name).map_err(|error| failed(&error))?;
        let mut instance = match &class {
            Some(class) => Instance::new(class),
            None => Instance::dynamic(name),
        }
        .map_err(|error| failed(&error))?;
        for (key, value) in &path.keys {
            let declared = match (key, &class) {
                (Some(key), Some(class)) => class.property(key),
                (None, Some(class)) => class.key_properties().next(),
                _ => None,
            };
            let set = match (declared, &class) {
                (Some(declared), _) => {
                    let value = self.key(value, declared.ty, namespace, position, depth)?;
                    instance.set(declared.name, &value)
                }
                (None, Some(class)) => {
                    let found = key.as_deref().unwrap_or(name);
                    let expected = format!("a key of the class {}", class.name());
                    return Err(Error::new(Kind::UnknownName, position, found, expected));
                }
                (None, None) => {
                    let value = untyped(value);
                    instance.add(key.as_deref().unwrap_or("Key"), &value, MI_FLAG_KEY)
                }
            };
            set.map_err(|error| failed(&error))?;
        }
        if let Some(namespace) = path.namespace.as_deref() {
            instance.set_namespace(namespace).map_err(|error| failed(&error))?;
        }
        if let Some(server) = path.server.as_deref() {
            instance.set_server_name(server).map_err(|error| failed(&error))?;
        }
        Ok(instance)
    }

    fn key(
        &mut self,
        key: &Key,
        ty: Type,
        namespace: Option<&str>,
        position: Position,
        depth: u32,
    ) -> Result<Value, Error> {
        let literal = match key {
            Key::Text(text) if ty == Type::Reference => {
                let inner = Path::parse(text).filter(|_| depth < MOST_NESTED);
                let inner =
                    inner.ok_or_else(|| Error::new(Kind::TypeMismatch, position, text, "an object path"))?;
                return self.named(&inner, namespace, position, depth + 1).map(Value::Reference);
            }
            Key::Text(text) => Literal::String(text.clone()),
            Key::Integer(value) => Literal::Integer(Wide(*value)),
            Key::Real(value) => Literal::Real(*value),
            Key::Boolean(value) => Literal::Boolean(*value),
            Key::Character(unit) => Literal::Character(*unit),
        };
        let initializer = Initializer { literal, position };
        match convert::simple(&initializer, ty)? {
            Some(value) => Ok(value),
            None => Err(mismatch(&initializer, "a key's value")),
        }
    }
}

/// A key's value where no class declares its type.
fn untyped(key: &Key) -> Value {
    match key {
        Key::Text(text) => match text.parse::<Datetime>() {
            Ok(value) => Value::Datetime(value),
            Err(_) => Value::String(text.clone()),
        },
        Key::Integer(value) => match i64::try_from(*value) {
            Ok(value) => Value::Sint64(value),
            Err(_) => Value::Uint64(*value as u64),
        },
        Key::Real(value) => Value::Real64(*value),
        Key::Boolean(value) => Value::Boolean(*value),
        Key::Character(unit) => Value::Char16(*unit),
    }
}

#[cold]
fn mismatch(initializer: &Initializer, expected: &str) -> Error {
    let found = convert::describe(&initializer.literal);
    Error::new(Kind::TypeMismatch, initializer.position, &found, expected)
}

impl Validation {
    fn may_lack_class(self) -> bool {
        matches!(
            self,
            Validation::IgnoreSchema
                | Validation::DefaultIgnoreProperties
                | Validation::StrictIgnoreProperties
        )
    }

    fn may_lack_property(self) -> bool {
        matches!(self, Validation::Loose | Validation::IgnoreSchema)
    }
}

impl Loader<'_> {
    /// `Class:*` in the list of what is ignored.
    fn leaves_out(&self, class: &str) -> bool {
        self.ignored(class).is_some_and(|properties| properties.starts_with('*'))
    }

    fn ignores(&self, class: &str, property: &str) -> bool {
        self.ignored(class)
            .is_some_and(|properties| properties.split(':').any(|one| one.eq_ignore_ascii_case(property)))
    }

    fn ignored(&self, class: &str) -> Option<&str> {
        let validation = self.settings.validation;
        if !matches!(validation, Validation::DefaultIgnoreProperties | Validation::StrictIgnoreProperties) {
            return None;
        }
        let mut entries = self.settings.ignored.iter().filter_map(|entry| entry.split_once(':'));
        entries.find(|(name, _)| name.eq_ignore_ascii_case(class)).map(|(_, properties)| properties)
    }
}

/// What a text that stands for an embedded instance declares.
#[derive(Default)]
struct Inner {
    instance: Option<InstanceDeclaration>,
    declarations: u32,
}

impl Consumer for Inner {
    fn declaration(&mut self, declaration: Declaration<'_>, _file: &str) -> Result<(), Error> {
        self.declarations += 1;
        if let Declaration::Instance(instance) = declaration {
            self.instance = Some(instance);
        }
        Ok(())
    }
}
