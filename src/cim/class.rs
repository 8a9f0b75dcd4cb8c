//! Classes as Rust sees them: what a class says of itself, and how one is made.
#![forbid(unsafe_code)]

use super::block::class::Class;
pub use super::block::class_view::{Methods, Parameters, Properties, Qualifiers};
use super::block::declare_build;
pub use super::block::declare_build::{ClassDraft, ClassHead};
use super::error::Error;
use super::value::{Type, Value, ValueRef};
use crate::abi::*;
use std::borrow::Cow;

/// A qualifier of a class, property, method or parameter.
#[derive(Clone, Copy, Debug)]
pub struct QualifierInfo<'a> {
    pub name: &'a str,
    pub ty: Type,
    /// `MI_FLAG_TOSUBCLASS`, `MI_FLAG_DISABLEOVERRIDE` and the like.
    pub flavor: u32,
    pub value: Option<ValueRef<'a>>,
}

/// A property, inherited or not.
#[derive(Clone, Copy, Debug)]
pub struct PropertyInfo<'a> {
    pub name: &'a str,
    pub ty: Type,
    pub flags: u32,
    /// The class of a reference or embedded instance, where the declaration says it.
    pub reference_class: Option<&'a str>,
    /// The fixed size of an array, or 0.
    pub subscript: u32,
    /// The class that first declared it.
    pub origin: Option<&'a str>,
    /// The class that declared it last.
    pub propagator: Option<&'a str>,
    pub qualifiers: Qualifiers<'a>,
    pub default: Option<ValueRef<'a>>,
}

impl PropertyInfo<'_> {
    pub fn is_key(&self) -> bool {
        self.flags & MI_FLAG_KEY != 0
    }
}

/// A method, inherited or not.
#[derive(Clone, Copy, Debug)]
pub struct MethodInfo<'a> {
    pub name: &'a str,
    pub flags: u32,
    pub return_type: Option<Type>,
    pub qualifiers: Qualifiers<'a>,
    /// Without the return value.
    pub parameters: Parameters<'a>,
    pub origin: Option<&'a str>,
    pub propagator: Option<&'a str>,
}

impl MethodInfo<'_> {
    pub fn is_static(&self) -> bool {
        self.flags & MI_FLAG_STATIC != 0
    }
}

/// A parameter of a method.
#[derive(Clone, Copy, Debug)]
pub struct ParameterInfo<'a> {
    pub name: &'a str,
    pub ty: Type,
    pub flags: u32,
    pub reference_class: Option<&'a str>,
    pub subscript: u32,
    pub qualifiers: Qualifiers<'a>,
}

impl ParameterInfo<'_> {
    pub fn is_in(&self) -> bool {
        self.flags & MI_FLAG_IN != 0
    }

    pub fn is_out(&self) -> bool {
        self.flags & MI_FLAG_OUT != 0
    }
}

impl Class {
    pub fn flags(&self) -> u32 {
        self.declaration().flags
    }

    pub fn is_association(&self) -> bool {
        self.flags() & MI_FLAG_ASSOCIATION != 0
    }

    pub fn is_indication(&self) -> bool {
        self.flags() & MI_FLAG_INDICATION != 0
    }

    pub fn is_abstract(&self) -> bool {
        self.flags() & MI_FLAG_ABSTRACT != 0
    }

    /// Is this class `name`, or derived from it?
    pub fn is_a(&self, name: &str) -> bool {
        self.is_a_units(&super::block::text::units_of(name))
    }

    /// The one of that name, inherited or not.
    pub fn property(&self, name: &str) -> Option<PropertyInfo<'_>> {
        self.properties().at(self.property_position(name)?)
    }

    pub fn method(&self, name: &str) -> Option<MethodInfo<'_>> {
        self.methods().at(self.method_position(name)?)
    }

    pub fn qualifier(&self, name: &str) -> Option<QualifierInfo<'_>> {
        self.qualifiers().get(name)
    }

    pub fn key_properties(&self) -> impl Iterator<Item = PropertyInfo<'_>> {
        self.properties().iter().filter(PropertyInfo::is_key)
    }

    /// The same class in another namespace.
    pub fn with_namespace(&self, namespace: &str) -> Class {
        declare_build::with_namespace(self, namespace)
    }
}

impl std::fmt::Debug for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Class").field("name", &self.name()).field("namespace", &self.namespace()).finish()
    }
}

/// A qualifier to be declared. As all that is to be declared, it may borrow its names.
#[derive(Clone, Debug, PartialEq)]
pub struct Qualifier<'a> {
    pub name: Cow<'a, str>,
    pub ty: Type,
    pub flavor: u32,
    pub value: Option<Value>,
}

impl<'a> Qualifier<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>, value: Value) -> Qualifier<'a> {
        let flavor = MI_FLAG_TOSUBCLASS | MI_FLAG_ENABLEOVERRIDE;
        Qualifier { name: name.into(), ty: value.ty(), flavor, value: Some(value) }
    }

    /// A boolean qualifier that is there: `Key`, `In` …
    pub fn flag(name: impl Into<Cow<'a, str>>) -> Qualifier<'a> {
        Qualifier::new(name, Value::Boolean(true))
    }
}

/// A property to be declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Property<'a> {
    pub name: Cow<'a, str>,
    pub ty: Type,
    pub flags: u32,
    pub reference_class: Option<Cow<'a, str>>,
    pub subscript: u32,
    /// Where it is not the class itself, or the one that the superclass names.
    pub origin: Option<Cow<'a, str>>,
    pub propagator: Option<Cow<'a, str>>,
    pub qualifiers: Vec<Qualifier<'a>>,
    pub default: Option<Value>,
}

impl<'a> Property<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>, ty: Type) -> Property<'a> {
        Property {
            name: name.into(),
            ty,
            flags: 0,
            reference_class: None,
            subscript: 0,
            origin: None,
            propagator: None,
            qualifiers: Vec::new(),
            default: None,
        }
    }

    pub fn key(mut self) -> Property<'a> {
        self.flags |= MI_FLAG_KEY;
        self
    }

    pub fn qualifier(mut self, qualifier: Qualifier<'a>) -> Property<'a> {
        self.qualifiers.push(qualifier);
        self
    }

    pub fn default_value(mut self, value: Value) -> Property<'a> {
        self.default = Some(value);
        self
    }
}

/// A parameter to be declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<'a> {
    pub name: Cow<'a, str>,
    pub ty: Type,
    pub flags: u32,
    pub reference_class: Option<Cow<'a, str>>,
    pub subscript: u32,
    pub qualifiers: Vec<Qualifier<'a>>,
}

impl<'a> Parameter<'a> {
    /// `flags`: MI_FLAG_IN, MI_FLAG_OUT or both.
    pub fn new(name: impl Into<Cow<'a, str>>, ty: Type, flags: u32) -> Parameter<'a> {
        Parameter {
            name: name.into(),
            ty,
            flags,
            reference_class: None,
            subscript: 0,
            qualifiers: Vec::new(),
        }
    }
}

/// A method to be declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Method<'a> {
    pub name: Cow<'a, str>,
    pub flags: u32,
    pub return_type: Option<Type>,
    pub qualifiers: Vec<Qualifier<'a>>,
    pub parameters: Vec<Parameter<'a>>,
    pub origin: Option<Cow<'a, str>>,
    pub propagator: Option<Cow<'a, str>>,
}

impl<'a> Method<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>, return_type: Type) -> Method<'a> {
        Method {
            name: name.into(),
            flags: 0,
            return_type: Some(return_type),
            qualifiers: Vec::new(),
            parameters: Vec::new(),
            origin: None,
            propagator: None,
        }
    }

    pub fn parameter(mut self, parameter: Parameter<'a>) -> Method<'a> {
        self.parameters.push(parameter);
        self
    }

    pub fn qualifier(mut self, qualifier: Qualifier<'a>) -> Method<'a> {
        self.qualifiers.push(qualifier);
        self
    }
}

/// Makes a class. What it does not declare itself it inherits; what has the name of something inherited overrides it.
#[derive(Clone, Debug)]
pub struct ClassBuilder<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) superclass: Option<Class>,
    pub(crate) superclass_name: Option<Cow<'a, str>>,
    pub(crate) namespace: Option<Cow<'a, str>>,
    pub(crate) server_name: Option<Cow<'a, str>>,
    pub(crate) flags: u32,
    pub(crate) qualifiers: Vec<Qualifier<'a>>,
    pub(crate) properties: Vec<Property<'a>>,
    pub(crate) methods: Vec<Method<'a>>,
}

impl<'a> ClassBuilder<'a> {
    pub fn new(name: impl Into<Cow<'a, str>>) -> ClassBuilder<'a> {
        ClassBuilder {
            name: name.into(),
            superclass: None,
            superclass_name: None,
            namespace: None,
            server_name: None,
            flags: 0,
            qualifiers: Vec::new(),
            properties: Vec::new(),
            methods: Vec::new(),
        }
    }

    pub fn superclass(mut self, superclass: &Class) -> ClassBuilder<'a> {
        self.superclass = Some(superclass.clone());
        self
    }

    /// Of a superclass of which no more is known.
    pub fn superclass_name(mut self, name: impl Into<Cow<'a, str>>) -> ClassBuilder<'a> {
        self.superclass_name = Some(name.into());
        self
    }

    pub fn namespace(mut self, namespace: impl Into<Cow<'a, str>>) -> ClassBuilder<'a> {
        self.namespace = Some(namespace.into());
        self
    }

    pub fn server_name(mut self, name: impl Into<Cow<'a, str>>) -> ClassBuilder<'a> {
        self.server_name = Some(name.into());
        self
    }

    /// MI_FLAG_ABSTRACT, MI_FLAG_ASSOCIATION and the like, besides what the qualifiers say.
    pub fn flags(mut self, flags: u32) -> ClassBuilder<'a> {
        self.flags |= flags;
        self
    }

    pub fn qualifier(mut self, qualifier: Qualifier<'a>) -> ClassBuilder<'a> {
        self.qualifiers.push(qualifier);
        self
    }

    pub fn property(mut self, property: Property<'a>) -> ClassBuilder<'a> {
        self.properties.push(property);
        self
    }

    pub fn method(mut self, method: Method<'a>) -> ClassBuilder<'a> {
        self.methods.push(method);
        self
    }

    pub fn build(self) -> Result<Class, Error> {
        declare_build::build(&self).map_err(|result| undeclarable(&self.name, result))
    }
}

/// Why a class of that name cannot be.
#[cold]
pub(crate) fn undeclarable(name: &str, result: MI_Result) -> Error {
    Error::new(result, format!("class '{name}' cannot be declared: {}", Error::text_of(result)))
}

/// The flags that boolean qualifiers stand for (DSP0004 section 5.6.3).
pub(crate) fn flags_of(qualifiers: &[Qualifier<'_>]) -> u32 {
    const FLAGS: [(&str, u32); 12] = [
        ("Key", MI_FLAG_KEY),
        ("Required", MI_FLAG_REQUIRED),
        ("In", MI_FLAG_IN),
        ("Out", MI_FLAG_OUT),
        ("Static", MI_FLAG_STATIC),
        ("Abstract", MI_FLAG_ABSTRACT),
        ("Association", MI_FLAG_ASSOCIATION),
        ("Indication", MI_FLAG_INDICATION),
        ("Terminal", MI_FLAG_TERMINAL),
        ("Expensive", MI_FLAG_EXPENSIVE),
        ("Stream", MI_FLAG_STREAM),
        ("Read", 0),
    ];
    let set = |qualifier: &&Qualifier<'_>| matches!(qualifier.value, None | Some(Value::Boolean(true)));
    qualifiers.iter().filter(set).fold(0, |flags, qualifier| {
        let flag = FLAGS.iter().find(|(name, _)| qualifier.name.eq_ignore_ascii_case(name));
        flags | flag.map_or(0, |(_, flag)| *flag)
    })
}

/// Does a subclass get this qualifier (DSP0004 section 5.6.2; some are of one class whatever their flavor says)?
pub(crate) fn is_inherited(name: &str, flavor: u32) -> bool {
    const OWN: [&str; 6] = ["Abstract", "Deprecated", "Experimental", "Override", "Version", "ClassVersion"];
    flavor & MI_FLAG_TOSUBCLASS != 0
        && flavor & MI_FLAG_RESTRICTED == 0
        && !OWN.iter().any(|own| name.eq_ignore_ascii_case(own))
}
