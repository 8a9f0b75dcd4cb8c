//! What a MOF text says, before any of it is looked up: declarations with places (DSP0004 2.x, annex A).
//!
//! Classes go to the model at once and borrow their names from the text. Instances wait for the end of all texts, so
//! what they are made of owns its texts.

use crate::abi::MI_Type;

/// Line and column, both from 1; the column counts characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// One production of a MOF text.
#[derive(Clone, PartialEq, Debug)]
pub enum Declaration<'t> {
    Pragma(Pragma),
    Qualifier(QualifierDeclaration),
    Class(ClassDeclaration<'t>),
    Instance(InstanceDeclaration),
}

/// `#pragma name ("value")`. Includes are followed by the parser and not reported.
#[derive(Clone, PartialEq, Debug)]
pub struct Pragma {
    pub name: String,
    pub value: String,
    pub position: Position,
}

/// `qualifier Name : type = value, scope(..), flavor(..);`
#[derive(Clone, PartialEq, Debug)]
pub struct QualifierDeclaration {
    pub name: String,
    /// With the array bit where it is an array.
    pub ty: MI_Type,
    pub subscript: u32,
    pub value: Option<Initializer>,
    /// `MI_FLAG_CLASS` .. `MI_FLAG_ANY`.
    pub scope: u32,
    /// `MI_FLAG_ENABLEOVERRIDE` .. `MI_FLAG_TOINSTANCE`.
    pub flavor: u32,
    pub position: Position,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ClassDeclaration<'t> {
    pub name: &'t str,
    pub superclass: Option<&'t str>,
    pub qualifiers: Vec<Qualifier<'t>>,
    pub properties: Vec<PropertyDeclaration<'t>>,
    pub methods: Vec<MethodDeclaration<'t>>,
    pub position: Position,
}

/// `Name (value) : flavor ..` in a qualifier list.
#[derive(Clone, PartialEq, Debug)]
pub struct Qualifier<'t> {
    pub name: &'t str,
    pub value: Option<Initializer>,
    pub flavor: u32,
    pub position: Position,
}

/// The type of a property, a parameter or a method's result.
#[derive(Clone, PartialEq, Debug)]
pub struct DataType<'t> {
    /// With the array bit where it is an array.
    pub ty: MI_Type,
    /// The class of a reference.
    pub class: Option<&'t str>,
    /// The size of an array that has one, else 0.
    pub subscript: u32,
}

#[derive(Clone, PartialEq, Debug)]
pub struct PropertyDeclaration<'t> {
    pub name: &'t str,
    pub data_type: DataType<'t>,
    pub qualifiers: Vec<Qualifier<'t>>,
    pub value: Option<Initializer>,
    pub position: Position,
}

#[derive(Clone, PartialEq, Debug)]
pub struct MethodDeclaration<'t> {
    pub name: &'t str,
    /// None for `void`.
    pub returns: Option<DataType<'t>>,
    pub qualifiers: Vec<Qualifier<'t>>,
    pub parameters: Vec<ParameterDeclaration<'t>>,
    pub position: Position,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ParameterDeclaration<'t> {
    pub name: &'t str,
    pub data_type: DataType<'t>,
    pub qualifiers: Vec<Qualifier<'t>>,
    pub position: Position,
}

/// `instance of Class as $alias { .. };`
#[derive(Clone, PartialEq, Debug)]
pub struct InstanceDeclaration {
    pub class: String,
    /// With its `$`.
    pub alias: Option<String>,
    pub values: Vec<PropertyValue>,
    pub position: Position,
}

#[derive(Clone, PartialEq, Debug)]
pub struct PropertyValue {
    pub name: String,
    pub value: Initializer,
    pub position: Position,
}

/// A value as written, with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Initializer {
    pub literal: Literal,
    pub position: Position,
}

/// An integer of any type. Declarations are moved about: a bare `i128` would make each of them larger.
#[derive(Clone, Copy, PartialEq, Debug)]
#[repr(Rust, packed(8))]
pub struct Wide(pub i128);

#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    Null,
    Boolean(bool),
    Integer(Wide),
    Real(f64),
    Character(u16),
    String(String),
    /// With its `$`.
    Alias(String),
    /// `instance of ..` as a value.
    Instance(Box<InstanceDeclaration>),
    Array(Vec<Initializer>),
}
