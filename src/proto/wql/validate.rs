//! A query held against the class it asks for, so that a misspelt property is an error and not an empty answer.

use super::evaluate::SYSTEM_PROPERTIES;
use super::scalar::{boolean, number};
use super::{Condition, Literal, Malformed, ObjectPath, Operand, Path, Select};
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Datetime, Type};

/// Checks every property of a SELECT. `embedded` is the class of the instances that an event carries, if known.
pub fn check(select: &Select, class: &Class, embedded: Option<&Class>) -> Result<(), Malformed> {
    let checker = Checker { class, embedded };
    for column in select.columns.iter().flatten() {
        checker.type_of(column)?;
    }
    select.condition.as_ref().map_or(Ok(()), |condition| checker.condition(condition))
}

struct Checker<'c> {
    class: &'c Class,
    embedded: Option<&'c Class>,
}

fn fault(path: &Path, reason: String) -> Malformed {
    Malformed { column: path.column, found: spelled(path), reason }
}

fn spelled(path: &Path) -> String {
    let names: Vec<&str> = path.segments.iter().map(|segment| segment.name.as_str()).collect();
    names.join(".")
}

impl Checker<'_> {
    fn condition(&self, condition: &Condition) -> Result<(), Malformed> {
        match condition {
            Condition::All(terms) | Condition::Any(terms) => {
                terms.iter().try_for_each(|term| self.condition(term))
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::Compare { left, right, .. } => self.comparison(left, right),
            Condition::Like { path, .. } => match self.type_of(path)? {
                None | Some(Type::String) => Ok(()),
                Some(_) => Err(fault(path, "LIKE needs a string property".to_owned())),
            },
            Condition::IsNull { path, .. } => self.type_of(path).map(drop),
            Condition::Isa { path, .. } => match self.type_of(path)? {
                None | Some(Type::Instance | Type::Reference) => Ok(()),
                Some(_) => Err(fault(path, "ISA needs an embedded instance or a reference".to_owned())),
            },
        }
    }

    fn comparison(&self, left: &Operand, right: &Operand) -> Result<(), Malformed> {
        let (path, literal) = match (left, right) {
            (Operand::Path(path), Operand::Literal(literal, column))
            | (Operand::Literal(literal, column), Operand::Path(path)) => (path, Some((literal, *column))),
            (Operand::Path(path), Operand::Path(other)) => {
                self.comparable(other)?;
                (path, None)
            }
            (Operand::Literal(..), Operand::Literal(..)) => return Ok(()),
        };
        let ty = self.comparable(path)?;
        match (ty, literal) {
            (Some(ty), Some((literal, column))) if !suits(literal, ty) => Err(Malformed {
                column,
                found: literal_text(literal),
                reason: format!("not a value that {} ({}) can be compared with", spelled(path), ty.name()),
            }),
            _ => Ok(()),
        }
    }

    fn comparable(&self, path: &Path) -> Result<Option<Type>, Malformed> {
        match self.type_of(path)? {
            Some(ty) if ty.is_array() => Err(fault(path, "an array cannot be compared".to_owned())),
            ty => Ok(ty),
        }
    }

    /// The type at the end of a path; None where only the instance will tell.
    fn type_of(&self, path: &Path) -> Result<Option<Type>, Malformed> {
        let mut class = Some(self.class);
        let mut ty = Some(Type::Instance);
        for (depth, segment) in path.segments.iter().enumerate() {
            if let Some(found) = ty.filter(|ty| !matches!(ty, Type::Instance | Type::Reference)) {
                return Err(fault(path, format!("nothing can be inside a {}", found.name())));
            }
            let Some(known) = class else { return Ok(None) };
            ty = Some(self.segment_type(known, &segment.name, path)?);
            if let (Some(array), Some(_)) = (ty, segment.index) {
                if !array.is_array() {
                    return Err(fault(path, format!("{} is not an array", segment.name)));
                }
                ty = Some(array.element());
            }
            class = if depth == 0 && self.embedded.is_some() { self.embedded } else { None };
        }
        Ok(ty)
    }

    fn segment_type(&self, class: &Class, name: &str, path: &Path) -> Result<Type, Malformed> {
        if SYSTEM_PROPERTIES.iter().any(|known| eq_ignore_case(known, name)) {
            return Ok(Type::String);
        }
        match class.property(name) {
            Some(property) => Ok(property.ty),
            None => Err(fault(path, format!("class {} has no property {name}", class.name()))),
        }
    }
}

fn suits(literal: &Literal, ty: Type) -> bool {
    match (ty, literal) {
        (Type::Boolean, Literal::Boolean(_)) => true,
        (Type::Boolean, Literal::Integer(value)) => (0..=1).contains(value),
        (Type::Boolean, Literal::Text(text)) => boolean(text).is_some(),
        (Type::Boolean, Literal::Real(_)) => false,
        (Type::String | Type::Char16, literal) => !matches!(literal, Literal::Boolean(_)),
        (Type::Datetime, Literal::Text(text)) => text.trim().parse::<Datetime>().is_ok(),
        (Type::Reference | Type::Instance, Literal::Text(text)) => ObjectPath::parse(text).is_ok(),
        (Type::Datetime | Type::Reference | Type::Instance, _) => false,
        (_, Literal::Integer(_) | Literal::Real(_)) => true,
        (_, Literal::Text(text)) => number(text).is_some(),
        (_, Literal::Boolean(_)) => false,
    }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Integer(value) => value.to_string(),
        Literal::Real(value) => value.to_string(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Text(text) => text.chars().take(40).collect(),
    }
}
