//! QueryInstances: SELECT, ASSOCIATORS OF and REFERENCES OF.

use super::Shared;
use super::associate::{self, Filter};
use super::enumerate::{Ask, Concrete, Depth, Instances, instances};
use super::exchange::Events;
use super::fill::{self, Scope};
use super::namespaces::Namespace;
use super::object_name::ObjectName;
use super::records::Kind;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Error, Instance};
use crate::proto::Event;
use crate::proto::wql::{
    self, Comparison, Condition, Dialect, Literal, Malformed, Operand, Path, Query, Select, Walk, WalkKind,
};
use crate::sync::Arc;
use std::collections::HashSet;

pub(super) fn query(
    local: Arc<Shared>,
    namespace: Namespace,
    flags: u32,
    dialect: &str,
    expression: &str,
) -> Result<Events, Error> {
    let Some(known) = Dialect::from_name(dialect) else { return Err(wql::unknown_dialect(dialect)) };
    let found = match wql::parse(known, expression)? {
        Query::Select(query) => select(&local, namespace, flags, query)?,
        Query::Walk(query) => walk(&local, namespace, query)?,
    };
    Ok(Box::new(found.map(|instance| instance.map(Event::Instance))))
}

fn select(local: &Arc<Shared>, namespace: Namespace, flags: u32, query: Select) -> Result<Instances, Error> {
    let class = local.class(namespace, &query.class)?;
    if query.within.is_some() || class.is_indication() {
        let reason = "this is a query for events: subscribe with it".to_owned();
        return Err(Malformed { column: query.class_column, found: query.class, reason }.into());
    }
    wql::check(&query, &class, None).map_err(|fault| Error::from(fault).with_class(class.name()))?;
    let (ask, surplus) = asked(&query);
    let depth = Depth::of_flags(flags);
    let all = match one_process(local, namespace, &query, &depth, &ask) {
        Some(found) => found?,
        None => instances(local, namespace, &query.class, &depth, ask)?,
    };
    Ok(Box::new(all.filter_map(move |instance| match instance {
        Ok(instance) if !query.matches(instance.view()) => None,
        Ok(instance) => Some(without(instance, &surplus)),
        Err(error) => Some(Err(error)),
    })))
}

/// What must be read for a query, and which of it is only for its condition.
fn asked(query: &Select) -> (Ask, Vec<String>) {
    let Some(columns) = &query.columns else { return (Ask::All, Vec::new()) };
    let mut names: Vec<String> = columns.iter().filter_map(first_name).collect();
    let selected = names.len();
    if let Some(condition) = &query.condition {
        condition.visit_paths(&mut |path| {
            let new = first_name(path).filter(|name| !names.iter().any(|known| eq_ignore_case(known, name)));
            names.extend(new);
        });
    }
    let surplus = names[selected..].to_vec();
    (Ask::Named(names), surplus)
}

fn first_name(path: &Path) -> Option<String> {
    path.segments.first().map(|segment| segment.name.clone())
}

fn without(mut instance: Instance, surplus: &[String]) -> Result<Instance, Error> {
    for name in surplus {
        if instance.view().get(name).is_some() {
            instance.clear(name)?;
        }
    }
    Ok(instance)
}

/// A query that names the process by its Handle does not go through all of them.
fn one_process(
    local: &Arc<Shared>,
    namespace: Namespace,
    query: &Select,
    depth: &Depth,
    ask: &Ask,
) -> Option<Result<Instances, Error>> {
    let concretes = Concrete::of_class(local, namespace, &query.class, depth.shallow);
    if !matches!(concretes[..], [Concrete::Kind(Kind::Process)]) || depth.base_properties_only {
        return None;
    }
    let handle = query.condition.as_ref().and_then(handle_of)?.to_owned();
    let read = || {
        let wanted = ask.wanted(&local.own_class(Kind::Process.class())?);
        let found = Kind::Process.find(&handle, fill::parts(local, Kind::Process, &wanted));
        let scope = Scope::now();
        let found = found.map(|record| fill::instance(local, &scope, &record, &wanted));
        let found: Instances = Box::new(found.into_iter());
        Ok(found)
    };
    Some(read())
}

fn handle_of(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::All(terms) => terms.iter().find_map(handle_of),
        Condition::Compare { left: Operand::Path(path), comparison, right: Operand::Literal(literal, _) }
        | Condition::Compare { left: Operand::Literal(literal, _), comparison, right: Operand::Path(path) } =>
        {
            let [segment] = &path.segments[..] else { return None };
            let is_handle = eq_ignore_case(&segment.name, "Handle") && *comparison == Comparison::Equal;
            match literal {
                Literal::Text(text) if is_handle => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}

fn walk(local: &Arc<Shared>, namespace: Namespace, query: Walk) -> Result<Instances, Error> {
    let namespace = match &query.path.namespace {
        Some(given) => Namespace::from_name(Some(given))?,
        None => namespace,
    };
    let clauses = query.filter;
    let classes_only = clauses.class_definitions_only || clauses.schema_only;
    let associators = query.kind == WalkKind::Associators;
    let filter = Filter {
        association_class: if associators { clauses.association_class } else { clauses.result_class.clone() },
        result_class: clauses.result_class.filter(|_| associators),
        role: clauses.role,
        result_role: clauses.result_role,
        keys_only: clauses.keys_only || classes_only,
        result_qualifier: clauses.required_qualifier.clone().filter(|_| associators),
        association_qualifier: if associators {
            clauses.required_association_qualifier
        } else {
            clauses.required_qualifier
        },
    };
    if clauses.schema_only {
        let classes = associate::classes(local, namespace, &query.path.class, &filter, associators)?;
        return Ok(definitions(local, classes));
    }
    let name = ObjectName::of_path(&query.path);
    let found = if associators {
        associate::associated(local, namespace, &name, &filter)?
    } else {
        associate::referring(local, namespace, &name, &filter)?
    };
    if !clauses.class_definitions_only {
        return Ok(found);
    }
    let mut seen = HashSet::new();
    let mut classes = Vec::new();
    for instance in found {
        let class = instance?.view().class_name().into_owned();
        if seen.insert(class.clone()) {
            classes.push(class);
        }
    }
    Ok(definitions(local, classes))
}

/// A query answers with instances: a class definition is one whose properties are all NULL, and whose class can be
/// asked for.
fn definitions(local: &Arc<Shared>, classes: Vec<String>) -> Instances {
    let local = local.clone();
    Box::new(classes.into_iter().map(move |name| {
        let mut instance = Instance::new(&local.class(Namespace::Cimv2, &name)?)?;
        local.locate(&mut instance, &Scope::now())?;
        Ok(instance)
    }))
}
