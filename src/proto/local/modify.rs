//! ModifyInstance, and why CreateInstance and DeleteInstance are refused.

use super::Shared;
use super::exchange::{Events, nothing};
use super::fill::{self, Scope};
use super::namespaces::Namespace;
use super::object_name::ObjectName;
use super::records::Record;
use super::writer::Wanted;
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Element, Error, Instance, InstanceRef, ValueRef};
use crate::sync::Arc;
use rustix::process::{Pid, setpriority_process};

/// What changes by itself between a Get and the Modify that follows it.
const VOLATILE: [&str; 7] = [
    "ExecutionState",
    "OtherExecutionDescription",
    "KernelModeTime",
    "UserModeTime",
    "WorkingSetSize",
    "ProcessNiceValue",
    "ProcessWaitingForEvent",
];

/// What can be changed is a process's Priority. Other properties may be there as they are.
pub(super) fn modify(
    local: &Arc<Shared>,
    namespace: Namespace,
    instance: &Instance,
) -> Result<Events, Error> {
    let view = instance.view();
    let name = ObjectName::of_instance(view);
    let scope = Scope::now();
    let record = name.find(local, &scope, namespace)?;
    let current = fill::instance(local, &scope, &record, &Wanted::all())?;
    let mut priority = None;
    for element in view.iter().filter(|element| !is_untouched(element)) {
        let property = element.name.to_str_lossy();
        let Some(value) = element.value else { continue };
        if is_same(current.view(), &property, value)? {
            continue;
        }
        let is_process = matches!(record, Record::Process(_));
        if is_process && eq_ignore_case(&property, "Priority") {
            priority = Some(value);
        } else if !(is_process && VOLATILE.iter().any(|volatile| eq_ignore_case(volatile, &property))) {
            return Err(not_writable(&record, &property));
        }
    }
    if let (Record::Process(process), Some(value)) = (&record, priority) {
        set_priority(process.pid, value)?;
    }
    Ok(nothing())
}

fn is_untouched(element: &Element<'_>) -> bool {
    element.flags & (MI_FLAG_NOT_MODIFIED | MI_FLAG_KEY) != 0
}

/// Keys were compared when the instance was looked up; everything else must be what it is.
fn is_same(current: InstanceRef<'_>, property: &str, given: ValueRef<'_>) -> Result<bool, Error> {
    let Some(element) = current.get(property) else {
        let message = format!("there is no property {property}");
        return Err(Error::new(MI_RESULT_NO_SUCH_PROPERTY, message));
    };
    if element.flags & MI_FLAG_KEY != 0 {
        return Ok(true);
    }
    let Some(value) = element.value else { return Ok(false) };
    Ok(match (value.as_integer(), given.as_integer()) {
        (Some(value), Some(given)) => value == given,
        _ => value.to_owned()? == given.to_owned()?,
    })
}

fn not_writable(record: &Record, property: &str) -> Error {
    let class = record.kind().class();
    let writable = match record {
        Record::Process(_) => "; only Priority can be",
        _ => "",
    };
    let message = format!("property {property} of {class} cannot be changed{writable}");
    Error::new(MI_RESULT_NOT_SUPPORTED, message)
        .with_category(MI_ERRORCATEGORY_INVALID_OPERATION)
        .with_class(class)
}

/// Priority is 20 + nice: 0 for the most favourable, 39 for the least.
fn set_priority(pid: u32, value: ValueRef<'_>) -> Result<(), Error> {
    let wanted = value.as_integer().filter(|wanted| (0..=39).contains(wanted));
    let (Some(wanted), Some(pid)) = (wanted, i32::try_from(pid).ok().and_then(Pid::from_raw)) else {
        let message = "Priority must be a number from 0 (most favourable) to 39";
        return Err(
            Error::new(MI_RESULT_INVALID_PARAMETER, message).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
        );
    };
    setpriority_process(Some(pid), wanted as i32 - 20).map_err(|reason| {
        super::methods::refused(reason, &format!("the priority of process {}", pid.as_raw_pid()))
    })
}

pub(super) fn create(
    local: &Arc<Shared>,
    namespace: Namespace,
    instance: &Instance,
) -> Result<Events, Error> {
    let class = instance.view().class_name().into_owned();
    local.known(namespace, &class)?;
    let message = format!("instances of {class} cannot be created: they are what this machine has");
    Err(unsupported(message))
}

pub(super) fn delete(
    local: &Arc<Shared>,
    namespace: Namespace,
    instance: &Instance,
) -> Result<Events, Error> {
    let class = instance.view().class_name().into_owned();
    local.known(namespace, &class)?;
    let instead =
        if local.catalogue.is_a(&class, "CIM_Process") || local.catalogue.is_a("Linux_UnixProcess", &class) {
            "; invoke Linux_UnixProcess.Terminate to end a process"
        } else {
            ""
        };
    let message = format!("instances of {class} cannot be deleted: they are what this machine has{instead}");
    Err(unsupported(message))
}

fn unsupported(message: String) -> Error {
    Error::new(MI_RESULT_NOT_SUPPORTED, message).with_category(MI_ERRORCATEGORY_INVALID_OPERATION)
}
