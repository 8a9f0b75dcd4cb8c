//! A condition put to an instance, with three values: what compares with NULL is neither true nor false.

use super::scalar::{Scalar, compare};
use super::{Comparison, Condition, Operand, Path, Select};
use crate::cim::text::eq_ignore_case;
use crate::cim::{InstanceRef, ValueRef};
use std::cmp::Ordering;

impl Select {
    /// Whether the WHERE condition holds for the instance (it does where there is none).
    pub fn matches(&self, instance: InstanceRef<'_>) -> bool {
        self.condition.as_ref().is_none_or(|condition| holds(condition, instance) == Some(true))
    }
}

/// The recursion is as deep as the condition, which the parser bounds.
fn holds(condition: &Condition, instance: InstanceRef<'_>) -> Option<bool> {
    match condition {
        Condition::All(terms) => combine(terms, instance, false),
        Condition::Any(terms) => combine(terms, instance, true),
        Condition::Not(inner) => holds(inner, instance).map(|held| !held),
        Condition::Compare { left, comparison, right } => {
            let order = compare(&operand(left, instance)?, &operand(right, instance)?)?;
            Some(comparison.accepts(order))
        }
        Condition::Like { path, pattern } => match value(path, instance)? {
            Scalar::Text(text) => Some(pattern.matches(&text)),
            _ => None,
        },
        Condition::IsNull { path, expected } => Some(is_null(path, instance) == *expected),
        Condition::Isa { path, class } => is_a(path, class, instance),
    }
}

/// AND and OR: `decisive` is the outcome that one term alone can bring about.
fn combine(terms: &[Condition], instance: InstanceRef<'_>, decisive: bool) -> Option<bool> {
    let mut outcome = Some(!decisive);
    for term in terms {
        match holds(term, instance) {
            Some(held) if held == decisive => return Some(decisive),
            Some(_) => {}
            None => outcome = None,
        }
    }
    outcome
}

impl Comparison {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

fn operand<'a>(operand: &'a Operand, instance: InstanceRef<'a>) -> Option<Scalar<'a>> {
    match operand {
        Operand::Literal(literal, _) => Some(Scalar::from_literal(literal)),
        Operand::Path(path) => value(path, instance),
    }
}

/// The instance in which the last name of the path stands.
fn owner<'a>(path: &Path, instance: InstanceRef<'a>) -> Option<InstanceRef<'a>> {
    let (_, outer) = path.segments.split_last()?;
    let mut owner = instance;
    for segment in outer {
        let value = owner.get(&segment.name)?.value?;
        let scalar = match segment.index {
            Some(index) => Scalar::from_array(value, index),
            None => Scalar::from_value(value),
        };
        let Some(Scalar::Object(inner)) = scalar else { return None };
        owner = inner;
    }
    Some(owner)
}

fn value<'a>(path: &Path, instance: InstanceRef<'a>) -> Option<Scalar<'a>> {
    let Some(last) = path.segments.last() else { return Some(Scalar::Object(instance)) };
    let owner = owner(path, instance)?;
    match owner.get(&last.name) {
        Some(element) => match last.index {
            Some(index) => Scalar::from_array(element.value?, index),
            None => Scalar::from_value(element.value?),
        },
        None => system_property(&last.name, owner),
    }
}

/// Names that WMI gives every object.
pub(super) const SYSTEM_PROPERTIES: [&str; 3] = ["__CLASS", "__NAMESPACE", "__SERVER"];

fn system_property<'a>(name: &str, owner: InstanceRef<'a>) -> Option<Scalar<'a>> {
    let known = SYSTEM_PROPERTIES.iter().position(|known| eq_ignore_case(known, name))?;
    let text = match known {
        0 => Some(owner.class_name()),
        1 => owner.namespace(),
        _ => owner.server_name(),
    };
    text.map(Scalar::Text)
}

fn is_null(path: &Path, instance: InstanceRef<'_>) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let Some(owner) = owner(path, instance) else { return true };
    match owner.get(&last.name).map(|element| element.value) {
        Some(Some(value)) => last.index.is_some_and(|index| Scalar::from_array(value, index).is_none()),
        Some(None) => true,
        None => system_property(&last.name, owner).is_none(),
    }
}

fn is_a(path: &Path, class: &str, instance: InstanceRef<'_>) -> Option<bool> {
    let object = match path.segments.last() {
        None => instance,
        Some(last) => match owner(path, instance)?.get(&last.name)?.value? {
            ValueRef::Instance(object) | ValueRef::Reference(object) => object,
            _ => return None,
        },
    };
    Some(object.is_a(class))
}
