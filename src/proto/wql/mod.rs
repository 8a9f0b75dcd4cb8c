//! The query languages WQL and CQL (DSP0202): text to tree, and tree against instance. No I/O.
//!
//! A query is bounded before it is read ([`MAX_LENGTH`], [`MAX_DEPTH`]), so that neither parsing, evaluating nor
//! dropping one can exhaust the stack. What is wrong is said with its column ([`Malformed`]).

#![forbid(unsafe_code)]

mod evaluate;
mod lexer;
mod object_path;
mod parser;
mod pattern;
mod scalar;
mod tree;
mod validate;

pub use object_path::{KeyValue, ObjectPath};
pub use pattern::Pattern;
pub use tree::{
    Comparison, Condition, Literal, Operand, Path, Query, Segment, Select, Walk, WalkFilter, WalkKind,
};
pub use validate::check;

use crate::abi::{
    MI_ERRORCATEGORY_PARSER_ERROR, MI_RESULT_INVALID_QUERY, MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED,
};
use crate::cim::text::eq_ignore_case;
use crate::cim::{Error, InstanceRef};
use std::fmt;

/// The longest query text that is read, in bytes.
pub const MAX_LENGTH: usize = 65_536;
/// How deep parentheses and NOT may nest.
pub const MAX_DEPTH: usize = 64;

/// A query language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    Wql,
    Cql,
}

impl Dialect {
    /// By the short name or by the URI that WS-Management uses for it, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        const WQL: [&str; 2] = ["WQL", "http://schemas.microsoft.com/wbem/wsman/1/WQL"];
        const CQL: [&str; 4] = [
            "CQL",
            "DMTF:CQL",
            "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf",
            "http://schemas.dmtf.org/wsman/cql/1/dsp0202.pdf",
        ];
        let named = |names: &[&str]| names.iter().any(|known| eq_ignore_case(known, name.trim()));
        if named(&WQL) {
            Some(Self::Wql)
        } else if named(&CQL) {
            Some(Self::Cql)
        } else {
            None
        }
    }
}

/// Why a text is no query: where (a column counted in characters from 1), what stands there, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Malformed {
    pub column: usize,
    pub found: String,
    pub reason: String,
}

impl Malformed {
    /// The fault at byte `at` of `text`; what stands there is quoted up to a bound.
    pub(crate) fn at(text: &str, at: usize, end: usize, reason: impl Into<String>) -> Self {
        const QUOTED: usize = 40;
        let at = boundary(text, at);
        let end = boundary(text, end.max(at));
        let column = text[..at].chars().count() + 1;
        let found: String = text[at..end].chars().take(QUOTED).collect();
        Self { column, found, reason: reason.into() }
    }
}

/// The byte where the character begins that `at` is in.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl fmt::Display for Malformed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.found.is_empty() {
            write!(out, "column {}: {} (at the end)", self.column, self.reason)
        } else {
            write!(out, "column {}: {} (at '{}')", self.column, self.reason, self.found)
        }
    }
}

impl From<Malformed> for Error {
    fn from(fault: Malformed) -> Self {
        Error::new(MI_RESULT_INVALID_QUERY, format!("malformed query, {fault}"))
            .with_category(MI_ERRORCATEGORY_PARSER_ERROR)
    }
}

/// Reads a query.
pub fn parse(dialect: Dialect, text: &str) -> Result<Query, Malformed> {
    parser::parse(dialect, text)
}

/// A parsed SELECT whose condition is put to instances one by one (MI_Filter).
#[derive(Clone, Debug)]
pub struct Filter {
    select: Select,
}

impl Filter {
    /// Fails with QUERY_LANGUAGE_NOT_SUPPORTED or INVALID_QUERY.
    pub fn new(dialect: &str, text: &str) -> Result<Self, Error> {
        let Some(known) = Dialect::from_name(dialect) else { return Err(unknown_dialect(dialect)) };
        match parse(known, text)? {
            Query::Select(select) => Ok(Self { select }),
            Query::Walk(_) => Err(Malformed::at(text, 0, text.len(), "a filter must be a SELECT").into()),
        }
    }

    /// Whether the condition holds. A property that the instance does not have counts as NULL.
    pub fn matches(&self, instance: InstanceRef<'_>) -> bool {
        self.select.matches(instance)
    }

    pub fn select(&self) -> &Select {
        &self.select
    }
}

/// The error for a dialect that is neither WQL nor CQL.
pub fn unknown_dialect(dialect: &str) -> Error {
    let shown: String = dialect.chars().take(80).collect();
    Error::new(
        MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED,
        format!("query dialect '{shown}' is not known; 'WQL' and 'CQL' are"),
    )
}

#[cfg(test)]
mod tests;
