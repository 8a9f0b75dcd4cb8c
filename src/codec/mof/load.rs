//! Declarations to classes of the model. Instances wait for the end of the text (see [`super::instances`]).

use super::ast::*;
use super::convert;
use super::error::{Error, Kind};
use super::instances::{Instances, Pending};
use super::qualifiers::{Declared, Qualifiers, standard};
use super::source::Consumer;
use crate::abi::MI_RESULT_ALREADY_EXISTS;
use crate::cim::class::{ClassDraft, ClassHead, undeclarable};
use crate::cim::{self, Class, Type, Value};
use crate::codec::Distinct;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the text refers to and does not declare.
pub trait Schema {
    /// The class of that name; None where there is none.
    fn class(&mut self, namespace: Option<&str>, name: &str) -> Result<Option<Class>, cim::Error>;

    /// The declaration of a qualifier that neither the text nor the standard declares.
    fn qualifier(&mut self, _name: &str) -> Option<Declared> {
        None
    }
}

/// Knows nothing.
pub struct NoSchema;

impl Schema for NoSchema {
    fn class(&mut self, _namespace: Option<&str>, _name: &str) -> Result<Option<Class>, cim::Error> {
        Ok(None)
    }
}

/// How strictly instances must follow their classes (the codec's option `SchemaValidation`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Validation {
    /// Class and properties must be declared, values must be of the declared types.
    #[default]
    Default,
    Strict,
    /// Undeclared properties are kept: the instance is then dynamic.
    Loose,
    /// So are values of other types.
    IgnorePropertyType,
    /// Neither the class nor its properties need be declared.
    IgnoreSchema,
    /// As Default, but for what [`Settings::ignored`] lists.
    DefaultIgnoreProperties,
    StrictIgnoreProperties,
}

impl Validation {
    /// The level of that name, as the codec's option has it.
    pub fn named(word: &str) -> Option<Validation> {
        let levels = [
            (crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_DEFAULT, Validation::Default),
            (crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_STRICT, Validation::Strict),
            (crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_LOOSE, Validation::Loose),
            (
                crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_IGNORE_PROPERTYTYPE,
                Validation::IgnorePropertyType,
            ),
            (crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_IGNORE, Validation::IgnoreSchema),
            (
                crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_DEFAULT_IGNORE_PROPERTIES,
                Validation::DefaultIgnoreProperties,
            ),
            (
                crate::abi::names::MOFCODEC_SCHEMA_VALIDATION_STRICT_IGNORE_PROPERTIES,
                Validation::StrictIgnoreProperties,
            ),
        ];
        levels.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, level)| level)
    }
}

/// What a caller says about a text.
#[derive(Clone, Default)]
pub struct Settings {
    pub namespace: Option<String>,
    pub server: Option<String>,
    pub validation: Validation,
    /// `Class:*` leaves instances of the class out, `Class:Property:Property` these properties of it.
    pub ignored: Vec<String>,
}

/// What a text holds, in its order.
#[derive(Default)]
pub struct Loaded {
    pub classes: Vec<Class>,
    /// Without those that only served as values of others.
    pub instances: Vec<cim::Instance>,
}

/// Turns declarations into the model as they come.
pub struct Loader<'a> {
    pub(super) schema: &'a mut dyn Schema,
    pub(super) settings: Settings,
    pub(super) namespace: Option<String>,
    qualifiers: Qualifiers,
    known: Known,
    classes: Vec<Class>,
    pending: Vec<Pending>,
}

impl<'a> Loader<'a> {
    pub fn new(schema: &'a mut dyn Schema, settings: Settings) -> Self {
        Loader {
            schema,
            namespace: settings.namespace.clone(),
            settings,
            qualifiers: Qualifiers::default(),
            known: Known { few: Vec::with_capacity(1), many: BTreeMap::new() },
            // Callers often hand in one at a time.
            classes: Vec::with_capacity(1),
            pending: Vec::new(),
        }
    }

    /// A class that the text may refer to, wherever it is.
    pub fn know(&mut self, class: Class) {
        self.known.insert(None, class);
    }

    /// The end of the text: looks up what could only be looked up now.
    pub fn finish(mut self) -> Result<Loaded, Error> {
        let pending = std::mem::take(&mut self.pending);
        let instances = if pending.is_empty() { Vec::new() } else { Instances::build(&mut self, pending)? };
        Ok(Loaded { classes: self.classes, instances })
    }

    /// The class of that name, from the text, the caller's list or the caller's schema.
    pub(super) fn find(&mut self, namespace: Option<&str>, name: &str) -> Result<Option<Class>, cim::Error> {
        let anywhere = || namespace.and_then(|_| self.known.get(None, name));
        if let Some(class) = self.known.get(namespace, name).or_else(anywhere) {
            return Ok(Some(class.clone()));
        }
        let found = self.schema.class(namespace, name)?;
        if let Some(class) = &found {
            self.known.insert(namespace, class.clone());
        }
        Ok(found)
    }

    fn class(&mut self, declaration: ClassDeclaration<'_>) -> Result<(), Error> {
        let ClassDeclaration { name, superclass, qualifiers, properties, methods, position } = declaration;
        let namespace = self.namespace.clone();
        if self.known.get(namespace.as_deref(), name).is_some() {
            return Err(Error::new(Kind::Duplicate, position, name, "a class that is not declared already"));
        }
        let superclass = superclass.map(|superclass| self.superclass(superclass, position)).transpose()?;
        let superclass = superclass.as_ref();
        let qualifiers = self.qualifiers(qualifiers, superclass.map(Class::qualifiers))?;
        let refused = |result| model(&undeclarable(name, result), position, name);
        let feature_refused = |result, name: &str, once| match result {
            MI_RESULT_ALREADY_EXISTS => Error::new(Kind::Duplicate, position, name, once),
            _ => refused(result),
        };
        let counts = (properties.len(), methods.len());
        let mut draft = ClassDraft::new(name, superclass.cloned(), counts).map_err(refused)?;
        for property in properties {
            let name = property.name;
            let added = draft.property(&self.property(property, superclass)?);
            added.map_err(|result| feature_refused(result, name, "each property once"))?;
        }
        for method in methods {
            let name = method.name;
            let added = draft.method(&self.method(method, superclass)?);
            added.map_err(|result| feature_refused(result, name, "each method once"))?;
        }
        let head = ClassHead {
            namespace: namespace.as_deref(),
            server_name: self.settings.server.as_deref(),
            qualifiers: &qualifiers,
            ..ClassHead::default()
        };
        let class = draft.finish(&head).map_err(refused)?;
        self.known.insert(namespace.as_deref(), class.clone());
        self.classes.push(class);
        Ok(())
    }

    fn superclass(&mut self, name: &str, position: Position) -> Result<Class, Error> {
        let namespace = self.namespace.clone();
        match self.find(namespace.as_deref(), name) {
            Ok(Some(class)) => Ok(class),
            Ok(None) => {
                Err(Error::new(Kind::UnknownClass, position, name, "a superclass that is declared before"))
            }
            Err(error) => Err(model(&error, position, name)),
        }
    }

    #[inline]
    fn qualifiers<'t>(
        &mut self,
        used: Vec<Qualifier<'t>>,
        inherited: Option<cim::class::Qualifiers<'_>>,
    ) -> Result<Vec<cim::Qualifier<'t>>, Error> {
        // Most features have none.
        if used.is_empty() { Ok(Vec::new()) } else { self.some_qualifiers(used, inherited) }
    }

    fn some_qualifiers<'t>(
        &mut self,
        used: Vec<Qualifier<'t>>,
        inherited: Option<cim::class::Qualifiers<'_>>,
    ) -> Result<Vec<cim::Qualifier<'t>>, Error> {
        let mut all: Vec<cim::Qualifier<'t>> = Vec::with_capacity(used.len());
        let mut names = Distinct::default();
        for qualifier in used {
            if !names.is_new(&all, |q| &q.name, qualifier.name) {
                return Err(Error::new(
                    Kind::Duplicate,
                    qualifier.position,
                    qualifier.name,
                    "each qualifier once",
                ));
            }
            let standard = standard(qualifier.name);
            if standard.is_none()
                && !self.qualifiers.declares(qualifier.name)
                && let Some(declared) = self.schema.qualifier(qualifier.name)
            {
                self.qualifiers.declare_as(declared);
            }
            all.push(self.qualifiers.apply(qualifier, standard, inherited)?);
        }
        Ok(all)
    }

    fn property<'t>(
        &mut self,
        declaration: PropertyDeclaration<'t>,
        superclass: Option<&Class>,
    ) -> Result<cim::Property<'t>, Error> {
        let PropertyDeclaration { name, data_type, qualifiers, value, position } = declaration;
        let inherited = superclass.and_then(|class| class.property(name));
        let qualifiers = self.qualifiers(qualifiers, inherited.map(|property| property.qualifiers))?;
        let (mut ty, mut reference_class) = effective(&data_type, &qualifiers);
        // An override need not repeat that the text it redeclares is an embedded instance.
        if let Some(inherited) = inherited
            && inherited.ty.element() == Type::Instance
            && ty.element() == Type::String
            && ty.is_array() == inherited.ty.is_array()
        {
            ty = inherited.ty;
            reference_class = inherited.reference_class.map(|name| name.to_owned().into());
        }
        let default = match &value {
            None => None,
            Some(initializer) => self.default(initializer, ty, position)?,
        };
        let mut property = cim::Property::new(name, ty);
        property.reference_class = reference_class;
        property.subscript = data_type.subscript;
        property.qualifiers = qualifiers;
        property.default = default;
        Ok(property)
    }

    fn default(
        &mut self,
        initializer: &Initializer,
        ty: Type,
        position: Position,
    ) -> Result<Option<Value>, Error> {
        match ty.element() {
            Type::Reference | Type::Instance => Instances::constant(self, initializer, ty),
            _ => convert::simple(initializer, ty),
        }
        .map_err(|error| if error.position() == Position::default() { error.at(position) } else { error })
    }

    fn method<'t>(
        &mut self,
        declaration: MethodDeclaration<'t>,
        superclass: Option<&Class>,
    ) -> Result<cim::Method<'t>, Error> {
        let MethodDeclaration { name, returns, qualifiers, parameters, .. } = declaration;
        let inherited = superclass.and_then(|class| class.method(name));
        let qualifiers = self.qualifiers(qualifiers, inherited.map(|method| method.qualifiers))?;
        let returns = returns.map(|data_type| effective(&data_type, &qualifiers).0);
        let mut method = cim::Method::new(name, returns.unwrap_or(Type::Uint32));
        method.return_type = returns;
        method.qualifiers = qualifiers;
        method.parameters.reserve_exact(parameters.len());
        let mut names = Distinct::default();
        for parameter in parameters {
            let ParameterDeclaration { name, data_type, qualifiers, position } = parameter;
            if !names.is_new(&method.parameters, |p| &p.name, name) {
                return Err(Error::new(Kind::Duplicate, position, name, "each parameter once"));
            }
            let qualifiers = self.qualifiers(qualifiers, None)?;
            let (ty, reference_class) = effective(&data_type, &qualifiers);
            let mut parameter = cim::Parameter::new(name, ty, 0);
            parameter.reference_class = reference_class;
            parameter.subscript = data_type.subscript;
            parameter.qualifiers = qualifiers;
            method.parameters.push(parameter);
        }
        Ok(method)
    }
}

impl Consumer for Loader<'_> {
    fn declaration(&mut self, declaration: Declaration<'_>, file: &str) -> Result<(), Error> {
        match declaration {
            Declaration::Pragma(pragma) if pragma.name.eq_ignore_ascii_case("namespace") => {
                self.namespace = Some(namespace(&pragma.value));
                Ok(())
            }
            // Locales and what tools of their own note down.
            Declaration::Pragma(_) => Ok(()),
            Declaration::Qualifier(declaration) => self.qualifiers.declare(&declaration),
            Declaration::Class(declaration) => self.class(declaration),
            Declaration::Instance(declaration) => {
                let namespace = self.namespace.clone();
                let declaration = std::rc::Rc::new(declaration);
                self.pending.push(Pending { declaration, file: file.to_owned(), namespace });
                Ok(())
            }
        }
    }
}

/// Up to so many classes, looking through them is cheaper than a table.
const FEW: usize = 8;

/// Classes by namespace and name.
struct Known {
    few: Vec<(Option<String>, Class)>,
    /// By their [`key`].
    many: BTreeMap<String, Class>,
}

impl Known {
    fn get(&self, namespace: Option<&str>, name: &str) -> Option<&Class> {
        if !self.many.is_empty() {
            return self.many.get(&key(namespace, name));
        }
        let mut few = self.few.iter();
        few.find(|known| is_at(known, namespace, name)).map(|(_, class)| class)
    }

    /// The last one of a name holds.
    fn insert(&mut self, namespace: Option<&str>, class: Class) {
        if self.many.is_empty() && self.few.len() < FEW {
            self.few.retain(|known| !is_at(known, namespace, class.name()));
            return self.few.push((namespace.map(str::to_owned), class));
        }
        let few = self.few.drain(..);
        self.many.extend(few.map(|(namespace, class)| (key(namespace.as_deref(), class.name()), class)));
        self.many.insert(key(namespace, class.name()), class);
    }
}

fn is_at((at, class): &(Option<String>, Class), namespace: Option<&str>, name: &str) -> bool {
    let is_there = match (at, namespace) {
        (Some(at), Some(namespace)) => at.eq_ignore_ascii_case(namespace),
        (at, namespace) => at.is_none() && namespace.is_none(),
    };
    is_there && class.name().eq_ignore_ascii_case(name)
}

/// `#pragma namespace("//./root/cimv2")`: without the machine, with forward slashes.
fn namespace(value: &str) -> String {
    let value = value.replace('\\', "/");
    let path = match value.strip_prefix("//") {
        Some(rest) => rest.split_once('/').map_or("", |(_, path)| path),
        None => &value,
    };
    path.trim_matches('/').to_owned()
}

fn key(namespace: Option<&str>, name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 1 + namespace.map_or(0, str::len));
    if let Some(namespace) = namespace {
        key.push_str(namespace);
        key.push(':');
    }
    key.push_str(name);
    key.make_ascii_lowercase();
    key
}

/// The model's type: texts with the qualifiers EmbeddedInstance and EmbeddedObject are instances.
fn effective<'t>(
    data_type: &DataType<'t>,
    qualifiers: &[cim::Qualifier<'_>],
) -> (Type, Option<Cow<'t, str>>) {
    let ty = Type::from_mi(data_type.ty).unwrap_or(Type::String);
    if ty.element() != Type::String {
        return (ty, data_type.class.map(Cow::from));
    }
    let instance = if ty.is_array() { Type::InstanceArray } else { Type::Instance };
    for qualifier in qualifiers {
        match &qualifier.value {
            Some(Value::String(class)) if qualifier.name.eq_ignore_ascii_case("EmbeddedInstance") => {
                return (instance, Some(class.clone().into()));
            }
            Some(Value::Boolean(true)) if qualifier.name.eq_ignore_ascii_case("EmbeddedObject") => {
                return (instance, None);
            }
            _ => {}
        }
    }
    (ty, None)
}

/// An error of the model, at a place of the text.
pub(super) fn model(error: &cim::Error, position: Position, found: &str) -> Error {
    Error::new(Kind::Model, position, found, format!("what the model accepts ({error})"))
}
