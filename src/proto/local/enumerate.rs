//! GetInstance and EnumerateInstances.

use super::Shared;
use super::associate::Association;
use super::exchange::{Events, single};
use super::fill::{self, Scope};
use super::namespaces::Namespace;
use super::object_name::ObjectName;
use super::records::Kind;
use super::writer::Wanted;
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, ValueRef};
use crate::proto::Event;
use crate::sync::Arc;

/// Instances as they are produced.
pub(super) type Instances = Box<dyn Iterator<Item = Result<Instance, Error>> + Send>;

/// A class that has instances of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Concrete {
    Kind(Kind),
    Association(Association),
    Namespaces(Namespace),
}

const NAMESPACE_CLASS: &str = "__Namespace";

impl Concrete {
    fn all(namespace: Namespace) -> impl Iterator<Item = Self> {
        let data = namespace == Namespace::Cimv2;
        let kinds = Kind::ALL.into_iter().map(Self::Kind);
        let associations = Association::ALL.into_iter().map(Self::Association);
        kinds.chain(associations).filter(move |_| data).chain([Self::Namespaces(namespace)])
    }

    pub fn class(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.class(),
            Self::Association(association) => association.class(),
            Self::Namespaces(_) => NAMESPACE_CLASS,
        }
    }

    /// A class and, unless `shallow`, the subclasses it has.
    pub fn of_class(local: &Shared, namespace: Namespace, class: &str, shallow: bool) -> Vec<Self> {
        let named = |own: &str| {
            if shallow { eq_ignore_case(own, class) } else { local.catalogue.is_a(own, class) }
        };
        Self::all(namespace).filter(|concrete| named(concrete.class())).collect()
    }

    fn instances(self, local: &Arc<Shared>, scope: &Arc<Scope>, ask: &Ask) -> Result<Instances, Error> {
        match self {
            Self::Kind(kind) => of_kind(local, scope, kind, ask),
            Self::Association(association) => association.instances(local, scope, ask),
            Self::Namespaces(namespace) => namespaces(local, scope, namespace),
        }
    }
}

/// What is asked of each instance.
#[derive(Clone)]
pub(super) enum Ask {
    All,
    Keys,
    Named(Vec<String>),
}

impl Ask {
    pub fn keys_only(keys_only: bool) -> Self {
        if keys_only { Self::Keys } else { Self::All }
    }

    pub fn wanted(&self, class: &Class) -> Wanted {
        match self {
            Self::All => Wanted::all(),
            Self::Keys => Wanted::keys(class),
            Self::Named(names) => Wanted::named(class, &names.iter().map(String::as_str).collect::<Vec<_>>()),
        }
    }
}

/// How far an enumeration goes into subclasses.
pub(super) struct Depth {
    pub shallow: bool,
    pub base_properties_only: bool,
}

impl Depth {
    /// The flag for base properties contains the bit of the shallow one.
    pub fn of_flags(flags: u32) -> Self {
        let bits = flags & MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY;
        Self {
            shallow: bits == MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW,
            base_properties_only: bits == MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY,
        }
    }
}

/// All instances of a class, read and made one by one.
pub(super) fn instances(
    local: &Arc<Shared>,
    namespace: Namespace,
    class: &str,
    depth: &Depth,
    ask: Ask,
) -> Result<Instances, Error> {
    let base = local.class(namespace, class)?;
    let concretes = Concrete::of_class(local, namespace, class, depth.shallow);
    let (local, scope) = (local.clone(), Arc::new(Scope::now()));
    let all = concretes.into_iter().flat_map(move |concrete| {
        concrete.instances(&local, &scope, &ask).unwrap_or_else(|error| Box::new(std::iter::once(Err(error))))
    });
    if !depth.base_properties_only {
        return Ok(Box::new(all));
    }
    Ok(Box::new(all.map(move |instance| {
        let instance = instance?;
        if eq_ignore_case(&instance.view().class_name(), base.name()) {
            return Ok(instance);
        }
        fill::as_base(&instance, &base)
    })))
}

pub(super) fn enumerate(
    local: Arc<Shared>,
    namespace: Namespace,
    class: &str,
    flags: u32,
    keys_only: bool,
) -> Result<Events, Error> {
    let all = instances(&local, namespace, class, &Depth::of_flags(flags), Ask::keys_only(keys_only))?;
    Ok(Box::new(all.map(|instance| instance.map(Event::Instance))))
}

fn of_kind(local: &Arc<Shared>, scope: &Arc<Scope>, kind: Kind, ask: &Ask) -> Result<Instances, Error> {
    let wanted = ask.wanted(&local.own_class(kind.class())?);
    let parts = fill::parts(local, kind, &wanted);
    let (local, scope) = (local.clone(), scope.clone());
    Ok(Box::new(kind.records(parts).map(move |record| fill::instance(&local, &scope, &record, &wanted))))
}

fn namespaces(local: &Arc<Shared>, scope: &Arc<Scope>, namespace: Namespace) -> Result<Instances, Error> {
    let class = local.class(namespace, NAMESPACE_CLASS)?;
    let scope = scope.clone();
    Ok(Box::new(
        namespace.children().iter().map(move |name| namespace_instance(&class, &scope, namespace, name)),
    ))
}

fn namespace_instance(
    class: &Class,
    scope: &Scope,
    namespace: Namespace,
    name: &str,
) -> Result<Instance, Error> {
    let mut instance = Instance::new(class)?;
    instance.set("Name", ValueRef::Text(name))?;
    instance.set_namespace(namespace.path())?;
    instance.set_server_name(&scope.host)?;
    Ok(instance)
}

/// The instance that has the keys of the given one.
pub(super) fn get(local: &Arc<Shared>, namespace: Namespace, instance: &Instance) -> Result<Events, Error> {
    let name = ObjectName::of_instance(instance.view());
    let scope = Scope::now();
    local.known(namespace, &name.class)?;
    if local.catalogue.is_a(&name.class, NAMESPACE_CLASS) {
        return get_namespace(local, &scope, namespace, &name).map(single);
    }
    if let Some(found) = Association::get(local, &scope, namespace, &name)? {
        return Ok(single(found));
    }
    let record = name.find(local, &scope, namespace)?;
    fill::instance(local, &scope, &record, &Wanted::all()).map(single)
}

fn get_namespace(
    local: &Shared,
    scope: &Scope,
    namespace: Namespace,
    name: &ObjectName,
) -> Result<Instance, Error> {
    let class = local.class(namespace, NAMESPACE_CLASS)?;
    name.check_keys(&class)?;
    let wanted = name.text("Name").unwrap_or_default();
    match namespace.children().iter().find(|child| eq_ignore_case(child, wanted)) {
        Some(child) => namespace_instance(&class, scope, namespace, child),
        None => {
            let message = format!("there is no namespace '{wanted}' in {}", namespace.path());
            Err(Error::new(MI_RESULT_NOT_FOUND, message).with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND))
        }
    }
}
