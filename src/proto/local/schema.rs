//! GetClass and EnumerateClasses.

use super::Shared;
use super::enumerate::Depth;
use super::exchange::Events;
use super::namespaces::Namespace;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, ClassBuilder, Error};
use crate::proto::Event;
use crate::sync::Arc;

pub(super) fn get_class(local: &Arc<Shared>, namespace: Namespace, class: &str) -> Result<Events, Error> {
    let class = local.class(namespace, class)?;
    Ok(Box::new(std::iter::once(Ok(Event::Class(class)))))
}

/// The subclasses of a class, or all classes; only the direct ones, or those without a superclass, where `shallow`.
pub(super) fn enumerate_classes(
    local: Arc<Shared>,
    namespace: Namespace,
    class: Option<&str>,
    names_only: bool,
    flags: u32,
) -> Result<Events, Error> {
    let ancestor = class.filter(|name| !name.is_empty());
    if let Some(name) = ancestor {
        local.known(namespace, name)?;
    }
    let shallow = Depth::of_flags(flags).shallow;
    let below = |name: &str| match ancestor {
        Some(ancestor) if shallow => eq_ignore_case(local.catalogue.superclass(name), ancestor),
        Some(ancestor) => local.catalogue.is_a(name, ancestor) && !eq_ignore_case(name, ancestor),
        None => !shallow || local.catalogue.superclass(name).is_empty(),
    };
    let found: Vec<_> =
        local.catalogue.names().filter(|name| namespace.has_class(name) && below(name)).collect();
    Ok(Box::new(found.into_iter().map(move |name| {
        let class = if names_only { bare(namespace, name) } else { local.class(namespace, name) };
        class.map(Event::Class)
    })))
}

/// A class that says no more than its name.
fn bare(namespace: Namespace, name: &str) -> Result<Class, Error> {
    ClassBuilder::new(name).namespace(namespace.path()).build()
}
