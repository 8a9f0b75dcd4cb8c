//! This machine, in-process: a protocol that needs no daemon and no wire.
//!
//! Operations are answered from live data as they are polled, on the library's threads. Only a subscription looks at
//! the machine where it is started, so that nothing that happens after Subscribe has returned is missed.

#![forbid(unsafe_code)]

mod associate;
mod catalogue;
mod enumerate;
mod exchange;
mod fill;
mod invoke;
mod machine;
mod methods;
mod modify;
mod namespaces;
mod object_name;
mod poller;
mod query;
mod records;
mod schema;
mod shapes;
mod subscribe;
mod writer;

use super::{Connection, Exchange, Handler, Request, Services, Verb};
use crate::abi::*;
use crate::cim::{Class, Error, Instance};
use crate::options::DestinationOptions;
use crate::sync::{Arc, OnceLock};
use catalogue::Catalogue;
use exchange::{Context, Produce};
use fill::Scope;
use namespaces::Namespace;
use poller::Hub;
use shapes::ProcessShape;
use std::time::SystemTime;

/// The handler for the protocol names that mean this machine. One for each application: what it shares between
/// sessions (classes, pollers) goes when it goes.
pub struct LocalHandler(Arc<Shared>);

impl Default for LocalHandler {
    fn default() -> Self {
        LocalHandler(Arc::new(Shared::new()))
    }
}

impl Handler for LocalHandler {
    /// The destination and its options are looked at by whoever chose this protocol.
    fn connect(
        &self,
        _destination: Option<&str>,
        _options: &DestinationOptions,
        services: &Services,
    ) -> Result<Box<dyn Connection>, Error> {
        Ok(Box::new(LocalConnection { local: self.0.clone(), services: services.clone() }))
    }
}

struct LocalConnection {
    local: Arc<Shared>,
    services: Services,
}

impl Connection for LocalConnection {
    fn start(&self, request: Request) -> Box<dyn Exchange> {
        let context = Context::of(&request);
        if let Err(error) = comply(&request) {
            return Box::new(Produce::new(context, move || Err(error)));
        }
        if let Verb::Subscribe { dialect, expression, .. } = &request.verb {
            let subscribed = subscribe::subscribe(
                &self.local,
                &self.services,
                request.namespace.as_deref(),
                dialect.as_deref(),
                expression,
            );
            return exchange::started(context, subscribed);
        }
        if let Verb::Invoke { .. } = request.verb {
            let invoked = invoke::invoke(&self.local, request);
            return exchange::started(context, invoked);
        }
        let local = self.local.clone();
        Box::new(Produce::new(context, move || answer(local, request)))
    }
}

/// No custom option has a meaning here: one that must be complied with ends the operation.
fn comply(request: &Request) -> Result<(), Error> {
    let all = request.options.must_understand();
    match request.options.custom().find(|(_, option)| all || option.must_comply) {
        None => Ok(()),
        Some((name, _)) => Err(Error::new(
            MI_RESULT_NOT_SUPPORTED,
            format!("the option {name:?} must be complied with, and this protocol does not know it"),
        )),
    }
}

/// What is answered by a row of instances or classes.
fn answer(local: Arc<Shared>, request: Request) -> Result<exchange::Events, Error> {
    let namespace = Namespace::from_name(request.namespace.as_deref())?;
    let flags = request.flags;
    match request.verb {
        Verb::GetInstance { instance } => enumerate::get(&local, namespace, &instance),
        Verb::ModifyInstance { instance } => modify::modify(&local, namespace, &instance),
        Verb::CreateInstance { instance } => modify::create(&local, namespace, &instance),
        Verb::DeleteInstance { instance } => modify::delete(&local, namespace, &instance),
        Verb::EnumerateInstances { class, keys_only } => {
            enumerate::enumerate(local, namespace, &class, flags, keys_only)
        }
        Verb::QueryInstances { dialect, expression } => {
            query::query(local, namespace, flags, &dialect, &expression)
        }
        Verb::AssociatorInstances {
            instance,
            association_class,
            result_class,
            role,
            result_role,
            keys_only,
        } => {
            let filter = associate::Filter {
                association_class,
                result_class,
                role,
                result_role,
                keys_only,
                ..associate::Filter::default()
            };
            associate::associators(local, namespace, &instance, filter)
        }
        Verb::ReferenceInstances { instance, result_class, role, keys_only } => {
            let filter = associate::Filter {
                association_class: result_class,
                role,
                keys_only,
                ..associate::Filter::default()
            };
            associate::references(local, namespace, &instance, filter)
        }
        Verb::GetClass { class } => schema::get_class(&local, namespace, &class),
        Verb::EnumerateClasses { class, names_only } => {
            schema::enumerate_classes(local, namespace, class.as_deref(), names_only, flags)
        }
        Verb::TestConnection => Ok(Box::new(std::iter::empty())),
        Verb::Invoke { .. } | Verb::Subscribe { .. } => {
            Err(Error::new(MI_RESULT_FAILED, "this operation is not answered by a list"))
        }
    }
}

/// What all sessions share.
pub(super) struct Shared {
    catalogue: Catalogue,
    shapes: shapes::Shapes,
    booted: OnceLock<Option<SystemTime>>,
    hub: Hub,
}

impl Shared {
    fn new() -> Self {
        Self {
            catalogue: Catalogue::new(machine::host::name()),
            shapes: shapes::Shapes::default(),
            booted: OnceLock::new(),
            hub: Hub::default(),
        }
    }

    /// A class of a namespace; INVALID_CLASS where it is not there.
    fn class(&self, namespace: Namespace, name: &str) -> Result<Class, Error> {
        let class = self.catalogue.class(name).filter(|_| namespace.has_class(name));
        let class = class.unwrap_or_else(|| Err(unknown_class(namespace, name)))?;
        Ok(if namespace == Namespace::Cimv2 { class } else { class.with_namespace(namespace.path()) })
    }

    /// The same for a name that only has to be known.
    fn known(&self, namespace: Namespace, name: &str) -> Result<(), Error> {
        let known = namespace.has_class(name) && self.catalogue.contains(name);
        if known { Ok(()) } else { Err(unknown_class(namespace, name)) }
    }

    /// A class of our own tables that has instances.
    fn own_class(&self, name: &'static str) -> Result<Class, Error> {
        self.class(Namespace::Cimv2, name)
    }

    fn process_shape(&self) -> Result<&ProcessShape, Error> {
        self.shapes.process(self)
    }

    /// When the system was started; read once, since a clock that is set would move every process's start.
    fn booted(&self) -> Option<SystemTime> {
        *self.booted.get_or_init(machine::boot_time)
    }

    /// Says where an instance comes from.
    fn locate(&self, instance: &mut Instance, scope: &Scope) -> Result<(), Error> {
        instance.set_namespace(Namespace::Cimv2.path())?;
        instance.set_server_name(&scope.host)
    }
}

fn unknown_class(namespace: Namespace, name: &str) -> Error {
    let shown: String = name.chars().take(120).collect();
    Error::new(MI_RESULT_INVALID_CLASS, format!("there is no class '{shown}' in {}", namespace.path()))
        .with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND)
        .with_class(shown)
}
