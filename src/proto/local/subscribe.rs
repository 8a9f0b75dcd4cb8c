//! Subscriptions to what appears, goes and changes on this machine.

use super::enumerate::Concrete;
use super::exchange::Steps;
use super::fill::Scope;
use super::namespaces::Namespace;
use super::poller::{Change, ChangeKind, Membership, Taken};
use super::records::Kind;
use super::writer::Wanted;
use super::{Shared, fill};
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, InstanceRef, ValueRef};
use crate::proto::wql::{self, Condition, Dialect, Malformed, Query, Select};
use crate::proto::{Event, Response, Services};
use crate::sync::Arc;
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The shortest polling interval.
const SHORTEST: Duration = Duration::from_millis(100);
const TARGET: &str = "TargetInstance";
const PREVIOUS: &str = "PreviousInstance";

/// The event query of one or more subscriptions.
pub(super) struct EventQuery {
    select: Select,
    /// What is waited for; all three for `__InstanceOperationEvent`.
    only: Option<ChangeKind>,
    pub kinds: Vec<Kind>,
    pub interval: Duration,
}

impl EventQuery {
    /// Whether a subscription with this query hears of changes in what stays.
    pub fn wants(&self, kind: ChangeKind) -> bool {
        self.only.is_none_or(|only| only == kind)
    }

    /// Whether the event is one that the query is for.
    pub fn matches(&self, kind: ChangeKind, event: InstanceRef<'_>) -> bool {
        self.wants(kind) && self.select.matches(event)
    }

    fn selects(&self, property: &str) -> bool {
        let first =
            |path: &wql::Path| path.segments.first().is_some_and(|s| eq_ignore_case(&s.name, property));
        self.select.columns.as_ref().is_none_or(|columns| columns.iter().any(first))
    }
}

pub(super) fn subscribe(
    local: &Arc<Shared>,
    services: &Services,
    namespace: Option<&str>,
    dialect: Option<&str>,
    expression: &str,
) -> Result<Box<dyn Steps>, Error> {
    let namespace = Namespace::from_name(namespace)?;
    let dialect = dialect.filter(|name| !name.is_empty()).unwrap_or("WQL");
    let Some(known) = Dialect::from_name(dialect) else { return Err(wql::unknown_dialect(dialect)) };
    let query = event_query(local, namespace, known, expression)?;
    let membership = local.hub.join(local, services, query, &format!("{known:?} {expression}"))?;
    Ok(Box::new(Subscription { local: local.clone(), membership }))
}

fn event_query(
    local: &Shared,
    namespace: Namespace,
    dialect: Dialect,
    expression: &str,
) -> Result<EventQuery, Error> {
    let Query::Select(select) = wql::parse(dialect, expression)? else {
        return Err(at_class(1, expression, "a subscription needs SELECT ... FROM an event class").into());
    };
    let class = select.class.clone();
    let named = |error: Error| if error.class().is_some() { error } else { error.with_class(&class) };
    selected(local, namespace, select).map_err(named)
}

fn selected(local: &Shared, namespace: Namespace, select: Select) -> Result<EventQuery, Error> {
    let event = local.class(namespace, &select.class)?;
    if !local.catalogue.is_a(event.name(), "__InstanceOperationEvent") {
        let reason = "not an event that can be waited for; __InstanceCreationEvent, __InstanceDeletionEvent, \
                      __InstanceModificationEvent and __InstanceOperationEvent are";
        return Err(at_class(select.class_column, &select.class, reason).into());
    }
    let interval = interval(&select)?;
    let Some(class) = select.condition.as_ref().and_then(target_class) else {
        let reason = "the WHERE clause must say TargetInstance ISA 'class'";
        return Err(at_class(select.class_column, &select.class, reason).into());
    };
    let target = local.class(namespace, class)?;
    let kinds = kinds(local, namespace, &target)?;
    wql::check(&select, &event, Some(&target))?;
    Ok(EventQuery { only: ChangeKind::of_class(event.name()), select, kinds, interval })
}

fn at_class(column: usize, found: &str, reason: &str) -> Malformed {
    Malformed { column, found: found.chars().take(40).collect(), reason: reason.to_owned() }
}

fn interval(select: &Select) -> Result<Duration, Malformed> {
    match select.within {
        Some(interval) if interval >= SHORTEST => Ok(interval),
        Some(_) => Err(at_class(select.class_column, &select.class, "WITHIN must be at least 0.1 seconds")),
        None => {
            Err(at_class(select.class_column, &select.class, "WITHIN and a number of seconds are missing"))
        }
    }
}

/// The class that every event's TargetInstance is to be of.
fn target_class(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::All(terms) => terms.iter().find_map(target_class),
        Condition::Isa { path, class } => match &path.segments[..] {
            [segment] if eq_ignore_case(&segment.name, TARGET) => Some(class),
            _ => None,
        },
        _ => None,
    }
}

fn kinds(local: &Shared, namespace: Namespace, target: &Class) -> Result<Vec<Kind>, Error> {
    let mut kinds = Vec::new();
    for concrete in Concrete::of_class(local, namespace, target.name(), false) {
        match concrete {
            Concrete::Kind(kind) => kinds.push(kind),
            Concrete::Association(_) | Concrete::Namespaces(_) => {
                let message = format!("changes of {} cannot be waited for", concrete.class());
                return Err(Error::new(MI_RESULT_NOT_SUPPORTED, message)
                    .with_category(MI_ERRORCATEGORY_INVALID_OPERATION)
                    .with_class(concrete.class()));
            }
        }
    }
    Ok(kinds)
}

/// A subscription: takes what the poller found for it.
struct Subscription {
    local: Arc<Shared>,
    membership: Membership,
}

impl Steps for Subscription {
    fn step(&mut self, _answer: Option<Response>, waker: &Waker) -> Poll<Result<Event, Error>> {
        match self.membership.take(&self.local, waker) {
            Taken::Nothing => Poll::Pending,
            Taken::Change(change) => Poll::Ready(self.indication(&change)),
            Taken::Overflow(lost) => {
                let message = format!("{lost} changes or more came while earlier ones were not taken");
                Poll::Ready(Err(Error::new(MI_RESULT_SERVER_LIMITS_EXCEEDED, message)
                    .with_category(MI_ERRORCATEGORY_LIMITS_EXCEEDED)))
            }
        }
    }
}

impl Subscription {
    fn indication(&self, change: &Change) -> Result<Event, Error> {
        let scope = Scope::now();
        let query = self.membership.query();
        let instance = event_instance(&self.local, &scope, change, |name| query.selects(name))?;
        Ok(Event::Indication { instance, bookmark: None, machine_id: Some(scope.host) })
    }
}

/// The event for a change, with the properties that `selects` lets through.
pub(super) fn event_instance(
    local: &Shared,
    scope: &Scope,
    change: &Change,
    selects: impl Fn(&str) -> bool,
) -> Result<Instance, Error> {
    let mut event = Instance::new(&local.own_class(change.kind.class())?)?;
    for (name, record) in [(TARGET, Some(&change.target)), (PREVIOUS, change.previous.as_ref())] {
        if let Some(record) = record.filter(|_| selects(name)) {
            let instance = fill::instance(local, scope, record, &Wanted::all())?;
            event.set(name, ValueRef::Instance(instance.view()))?;
        }
    }
    if selects("TIME_CREATED") {
        event.set("TIME_CREATED", ValueRef::Uint64(since_1601(change.seen)))?;
    }
    local.locate(&mut event, scope)?;
    Ok(event)
}

/// In steps of 100 nanoseconds.
fn since_1601(time: SystemTime) -> u64 {
    const FROM_1601_TO_1970: u64 = 11_644_473_600;
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    (FROM_1601_TO_1970 + since.as_secs()) * 10_000_000 + u64::from(since.subsec_nanos()) / 100
}
