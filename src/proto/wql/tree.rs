//! What a query says, as a tree.

use super::{ObjectPath, Pattern};
use std::time::Duration;

/// A query of either kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    Select(Select),
    Walk(Walk),
}

/// `SELECT columns FROM class [WITHIN n] [WHERE condition]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// None for `*`.
    pub columns: Option<Vec<Path>>,
    pub class: String,
    /// Where the class name stands (a column, from 1).
    pub class_column: usize,
    /// The polling interval of an event query.
    pub within: Option<Duration>,
    pub condition: Option<Condition>,
}

/// A property, or one of an embedded instance: `a`, `a.b`, `a.b[2]`. Empty: the instance itself (`__this`).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub segments: Vec<Segment>,
    /// Where it stands (a column, from 1).
    pub column: usize,
}

/// One name of a path, with the index of an array's element where one was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub name: String,
    pub index: Option<u32>,
}

/// A WHERE condition. Chains of AND and OR are flat, so the depth is that of the parentheses and NOTs.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare { left: Operand, comparison: Comparison, right: Operand },
    Like { path: Path, pattern: Pattern },
    IsNull { path: Path, expected: bool },
    Isa { path: Path, class: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Path(Path),
    Literal(Literal, usize),
}

/// A constant in a query. A datetime and a reference are written as text and read by the property's type.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Integer(i128),
    Real(f64),
    Boolean(bool),
    Text(String),
}

/// `ASSOCIATORS OF {path}` or `REFERENCES OF {path}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    pub kind: WalkKind,
    pub path: ObjectPath,
    /// Where the path stands (a column, from 1).
    pub path_column: usize,
    pub filter: WalkFilter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkKind {
    Associators,
    References,
}

/// The WHERE clause of a walk; each at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WalkFilter {
    pub association_class: Option<String>,
    pub result_class: Option<String>,
    pub role: Option<String>,
    pub result_role: Option<String>,
    /// A qualifier the result's class (of references: the association) must have.
    pub required_qualifier: Option<String>,
    /// A qualifier the association must have.
    pub required_association_qualifier: Option<String>,
    pub class_definitions_only: bool,
    pub keys_only: bool,
    pub schema_only: bool,
}

impl Condition {
    /// Calls `visit` with every property path in the condition.
    pub fn visit_paths(&self, visit: &mut dyn FnMut(&Path)) {
        match self {
            Self::All(terms) | Self::Any(terms) => terms.iter().for_each(|term| term.visit_paths(visit)),
            Self::Not(inner) => inner.visit_paths(visit),
            Self::Compare { left, right, .. } => {
                for operand in [left, right] {
                    if let Operand::Path(path) = operand {
                        visit(path);
                    }
                }
            }
            Self::Like { path, .. } | Self::IsNull { path, .. } | Self::Isa { path, .. } => visit(path),
        }
    }
}
