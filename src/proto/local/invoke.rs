//! Invoke: which method of which object, and its parameters.

use super::Shared;
use super::exchange::Steps;
use super::fill::Scope;
use super::methods;
use super::namespaces::Namespace;
use super::object_name::ObjectName;
use super::records::Record;
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, InstanceRef, MethodInfo, Value};
use crate::proto::{Event, Request, Response, Verb};
use crate::sync::Arc;
use std::task::{Poll, Waker};

/// The object and the parameters are looked at when it is first polled.
pub(super) fn invoke(local: &Arc<Shared>, request: Request) -> Result<Box<dyn Steps>, Error> {
    Ok(Box::new(Invocation { local: local.clone(), request: Some(request), method: None }))
}

struct Invocation {
    local: Arc<Shared>,
    request: Option<Request>,
    method: Option<Box<dyn Steps>>,
}

impl Steps for Invocation {
    fn step(&mut self, answer: Option<Response>, waker: &Waker) -> Poll<Result<Event, Error>> {
        if let Some(request) = self.request.take() {
            match prepare(&self.local, request) {
                Ok(method) => self.method = Some(method),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        match &mut self.method {
            Some(method) => method.step(answer, waker),
            None => Poll::Ready(Ok(Event::Final(Ok(())))),
        }
    }
}

fn prepare(local: &Arc<Shared>, request: Request) -> Result<Box<dyn Steps>, Error> {
    let namespace = Namespace::from_name(request.namespace.as_deref())?;
    let Verb::Invoke { class, method, instance, parameters } = request.verb else {
        return Err(Error::new(MI_RESULT_FAILED, "this is no invocation"));
    };
    let target = instance.map(|instance| ObjectName::of_instance(instance.view()));
    let class_name = target.as_ref().map(|name| name.class.clone()).or(class).unwrap_or_default();
    if class_name.is_empty() {
        return Err(argument("neither a class nor an instance is given"));
    }
    let mut class = local.class(namespace, &class_name)?;
    let record = match &target {
        Some(name) => Some(name.find(local, &Scope::now(), namespace)?),
        None => None,
    };
    if let Some(record) = &record {
        class = local.class(namespace, record.kind().class())?;
    }
    let Some(declared) = class.method(&method) else {
        return Err(Error::new(
            MI_RESULT_METHOD_NOT_FOUND,
            format!("{} has no method '{method}'", class.name()),
        )
        .with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND)
        .with_class(class.name()));
    };
    let given = given(&declared, parameters.as_ref().map(Instance::view))?;
    run(&class, &declared, record, given)
}

/// The in-parameters by name, checked against the declaration.
pub(super) struct Given(Vec<(String, Value)>);

impl Given {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| eq_ignore_case(known, name)).map(|(_, value)| value)
    }
}

fn given(method: &MethodInfo<'_>, parameters: Option<InstanceRef<'_>>) -> Result<Given, Error> {
    let mut given = Vec::new();
    for element in parameters.iter().flat_map(|view| view.iter()) {
        let name = element.name.to_str_lossy();
        let declared = method.parameters.iter().find(|parameter| eq_ignore_case(parameter.name, &name));
        let Some(declared) = declared.filter(|parameter| parameter.is_in()) else {
            if element.value.is_none() {
                continue;
            }
            return Err(argument(format!("method {} has no in-parameter '{name}'", method.name)));
        };
        let Some(value) = element.value else { continue };
        let integers = value.as_integer().is_some() && is_integer(declared.ty);
        if value.ty() != declared.ty && !integers {
            let wanted = format!("{}{}", declared.ty.name(), if declared.ty.is_array() { "[]" } else { "" });
            let message = format!("parameter {} of {} must be of type {wanted}", declared.name, method.name);
            return Err(
                Error::new(MI_RESULT_TYPE_MISMATCH, message).with_category(MI_ERRORCATEGORY_INVALID_TYPE)
            );
        }
        given.push((declared.name.to_owned(), value.to_owned()?));
    }
    let given = Given(given);
    let required = |parameter: &crate::cim::ParameterInfo<'_>| {
        parameter.qualifiers.get("Required").is_some() && given.get(parameter.name).is_none()
    };
    match method.parameters.iter().find(required) {
        Some(missing) => Err(argument(format!("parameter {} of {} is missing", missing.name, method.name))),
        None => Ok(given),
    }
}

fn is_integer(ty: crate::cim::Type) -> bool {
    use crate::cim::Type::{Sint8, Sint16, Sint32, Sint64, Uint8, Uint16, Uint32, Uint64};
    matches!(ty, Uint8 | Uint16 | Uint32 | Uint64 | Sint8 | Sint16 | Sint32 | Sint64)
}

fn run(
    class: &Class,
    method: &MethodInfo<'_>,
    record: Option<Record>,
    given: Given,
) -> Result<Box<dyn Steps>, Error> {
    let Some(record) = record else {
        let message =
            format!("{} of {} is not static: give the instance to call it on", method.name, class.name());
        return Err(argument(message));
    };
    match (&record, method.name) {
        (Record::Process(process), "Terminate") => methods::terminate(process),
        (Record::Process(process), "SendSignal") => methods::send_signal(process, &given),
        (Record::OperatingSystem(_), "GetLoad") => methods::get_load(&given),
        (Record::OperatingSystem(_), "TerminateProcesses") => methods::terminate_processes(&given),
        _ => {
            let origin = method.origin.unwrap_or("its superclass");
            let message = format!(
                "method {} of {} (declared by {origin}) cannot be carried out on this machine",
                method.name,
                class.name()
            );
            Err(Error::new(MI_RESULT_NOT_SUPPORTED, message)
                .with_category(MI_ERRORCATEGORY_NOT_IMPLEMENTED)
                .with_class(class.name()))
        }
    }
}

pub(super) fn argument(message: impl Into<String>) -> Error {
    Error::new(MI_RESULT_INVALID_PARAMETER, message).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
}
