//! Associations: their own instances, and walking along them.

use super::Shared;
use super::enumerate::{Ask, Instances};
use super::exchange::Events;
use super::fill::{self, Scope};
use super::machine::processes::{Parts, Reader};
use super::namespaces::Namespace;
use super::object_name::ObjectName;
use super::records::{Kind, Record};
use super::writer::{Wanted, index_of};
use crate::abi::*;
use crate::cim::text::eq_ignore_case;
use crate::cim::{Class, Error, Instance, ValueRef};
use crate::proto::Event;
use crate::sync::Arc;

/// A class that links two instances.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Association {
    RunningOs,
    OsProcess,
    ParentProcess,
}

/// One end of an association.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Left,
    Right,
}

impl End {
    const BOTH: [Self; 2] = [Self::Left, Self::Right];

    fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

type Records = Box<dyn Iterator<Item = Record> + Send>;

impl Association {
    pub const ALL: [Self; 3] = [Self::RunningOs, Self::OsProcess, Self::ParentProcess];

    pub fn class(self) -> &'static str {
        match self {
            Self::RunningOs => "Linux_RunningOS",
            Self::OsProcess => "Linux_OSProcess",
            Self::ParentProcess => "Linux_ParentProcess",
        }
    }

    /// The property that holds the reference at that end.
    fn role(self, end: End) -> &'static str {
        match (self, end) {
            (Self::OsProcess, End::Left) => "GroupComponent",
            (Self::OsProcess, End::Right) => "PartComponent",
            (_, End::Left) => "Antecedent",
            (_, End::Right) => "Dependent",
        }
    }

    /// What is at that end.
    fn kind(self, end: End) -> Kind {
        match (self, end) {
            (Self::RunningOs | Self::OsProcess, End::Left) => Kind::OperatingSystem,
            (Self::RunningOs, End::Right) => Kind::Computer,
            (Self::OsProcess, End::Right) | (Self::ParentProcess, _) => Kind::Process,
        }
    }

    /// What is linked with `record`, which stands at `end`.
    fn across(self, end: End, record: &Record, parts: Parts) -> Records {
        match (self, end, record) {
            (Self::ParentProcess, End::Left, Record::Process(parent)) => {
                let number = parent.pid;
                Box::new(Kind::Process.records(parts).filter(move |other| parent_of(other) == Some(number)))
            }
            (Self::ParentProcess, End::Right, child) => {
                let parent = parent_of(child).filter(|number| *number != 0);
                let read = parent.and_then(|number| Reader::default().read(number, parts));
                Box::new(read.map(|process| Record::Process(Box::new(process))).into_iter())
            }
            _ => self.kind(end.other()).records(parts),
        }
    }

    /// All links, left end first.
    fn links(self) -> Box<dyn Iterator<Item = (Record, Record)> + Send> {
        let driving = if self == Self::RunningOs { End::Left } else { End::Right };
        let all = self.kind(driving).records(Parts::NONE);
        Box::new(all.flat_map(move |record| {
            let others = self.across(driving, &record, Parts::NONE);
            others.map(move |other| match driving {
                End::Left => (record.clone(), other),
                End::Right => (other, record.clone()),
            })
        }))
    }

    pub fn instances(self, local: &Arc<Shared>, scope: &Arc<Scope>, ask: &Ask) -> Result<Instances, Error> {
        let maker = LinkMaker::new(local.clone(), scope.clone(), self, ask)?;
        Ok(Box::new(self.links().map(move |(left, right)| maker.make(&left, &right))))
    }

    /// The association instance whose references are those of the name; None where the name's class is none.
    pub fn get(
        local: &Arc<Shared>,
        scope: &Scope,
        namespace: Namespace,
        name: &ObjectName,
    ) -> Result<Option<Instance>, Error> {
        let class = local.class(namespace, &name.class)?;
        if !class.is_association() {
            return Ok(None);
        }
        name.check_keys(&class)?;
        for association in Self::ALL {
            if !local.catalogue.is_a(association.class(), class.name()) {
                continue;
            }
            let ends = End::BOTH.map(|end| {
                let object = name.object(association.role(end))?;
                object.find(local, scope, namespace)
            });
            let [left, right] = ends;
            let (left, right) = (left?, right?);
            let fits =
                left.kind() == association.kind(End::Left) && right.kind() == association.kind(End::Right);
            let mut others = association.across(End::Left, &left, Parts::NONE);
            if fits && others.any(|other| other.identity() == right.identity()) {
                let scope = Arc::new(Scope { host: scope.host.clone() });
                let maker = LinkMaker::new(local.clone(), scope, association, &Ask::All)?;
                return maker.make(&left, &right).map(Some);
            }
        }
        let message = format!("there is no {} between these two", class.name());
        Err(Error::new(MI_RESULT_NOT_FOUND, message).with_category(MI_ERRORCATEGORY_OBJECT_NOT_FOUND))
    }
}

fn parent_of(record: &Record) -> Option<u32> {
    match record {
        Record::Process(process) => Some(process.parent),
        _ => None,
    }
}

/// Makes the instances of an association.
struct LinkMaker {
    local: Arc<Shared>,
    scope: Arc<Scope>,
    class: Class,
    wanted: Wanted,
    left: usize,
    right: usize,
}

impl LinkMaker {
    fn new(
        local: Arc<Shared>,
        scope: Arc<Scope>,
        association: Association,
        ask: &Ask,
    ) -> Result<Self, Error> {
        let class = local.own_class(association.class())?;
        let left = index_of(&class, association.role(End::Left));
        let right = index_of(&class, association.role(End::Right));
        Ok(Self { wanted: ask.wanted(&class), local, scope, class, left, right })
    }

    fn make(&self, left: &Record, right: &Record) -> Result<Instance, Error> {
        let mut instance = Instance::new(&self.class)?;
        for (index, record) in [(self.left, left), (self.right, right)] {
            if self.wanted.has(index) {
                let reference = self.reference(record)?;
                instance.set_at(index, ValueRef::Reference(reference.view()))?;
            }
        }
        self.local.locate(&mut instance, &self.scope)?;
        Ok(instance)
    }

    /// An instance with nothing but its keys.
    fn reference(&self, record: &Record) -> Result<Instance, Error> {
        let class = self.local.own_class(record.kind().class())?;
        fill::instance(&self.local, &self.scope, record, &Wanted::keys(&class))
    }
}

/// What a walk is limited to.
#[derive(Default)]
pub(super) struct Filter {
    pub association_class: Option<String>,
    pub result_class: Option<String>,
    pub role: Option<String>,
    pub result_role: Option<String>,
    pub keys_only: bool,
    /// Qualifiers that the class of what is found, and that of the association, must have.
    pub result_qualifier: Option<String>,
    pub association_qualifier: Option<String>,
}

impl Filter {
    /// An empty text is no filter.
    fn given(text: &Option<String>) -> Option<&str> {
        text.as_deref().filter(|text| !text.is_empty())
    }

    fn check(&self, local: &Shared, namespace: Namespace) -> Result<(), Error> {
        let classes = [Self::given(&self.association_class), Self::given(&self.result_class)];
        classes.into_iter().flatten().try_for_each(|class| local.known(namespace, class))
    }

    fn role_is(wanted: &Option<String>, role: &str) -> bool {
        Self::given(wanted).is_none_or(|wanted| eq_ignore_case(wanted, role))
    }

    fn class_is(local: &Shared, wanted: &Option<String>, class: &str) -> bool {
        Self::given(wanted).is_none_or(|wanted| local.catalogue.is_a(class, wanted))
    }

    /// The associations that lead away from `source`, each with the end at which it stands.
    fn ways(&self, local: &Shared, source: Kind) -> Vec<(Association, End)> {
        let all = Association::ALL.into_iter().flat_map(|way| End::BOTH.map(|end| (way, end)));
        all.filter(|(way, end)| {
            way.kind(*end) == source
                && Self::class_is(local, &self.association_class, way.class())
                && Self::role_is(&self.role, way.role(*end))
                && Self::role_is(&self.result_role, way.role(end.other()))
                && Self::class_is(local, &self.result_class, way.kind(end.other()).class())
                && has_qualifier(local, &self.association_qualifier, way.class())
                && has_qualifier(local, &self.result_qualifier, way.kind(end.other()).class())
        })
        .collect()
    }
}

fn has_qualifier(local: &Shared, wanted: &Option<String>, class: &'static str) -> bool {
    wanted
        .as_ref()
        .is_none_or(|name| local.own_class(class).is_ok_and(|class| class.qualifier(name).is_some()))
}

/// The classes that instances of `class` can be linked with, or those of the links.
pub(super) fn classes(
    local: &Shared,
    namespace: Namespace,
    class: &str,
    filter: &Filter,
    associators: bool,
) -> Result<Vec<String>, Error> {
    local.known(namespace, class)?;
    filter.check(local, namespace)?;
    let mut found: Vec<String> = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| local.catalogue.is_a(kind.class(), class)) {
        for (way, end) in filter.ways(local, kind) {
            let name = if associators { way.kind(end.other()).class() } else { way.class() };
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
    }
    Ok(found)
}

/// What is linked with the object of that name.
pub(super) fn associated(
    local: &Arc<Shared>,
    namespace: Namespace,
    name: &ObjectName,
    filter: &Filter,
) -> Result<Instances, Error> {
    filter.check(local, namespace)?;
    let scope = Arc::new(Scope::now());
    let source = name.find(local, &scope, namespace)?;
    let ways = filter.ways(local, source.kind());
    let (local, ask) = (local.clone(), Ask::keys_only(filter.keys_only));
    Ok(Box::new(ways.into_iter().flat_map(move |(way, end)| {
        across(&local, &scope, way, end, &source, &ask)
            .unwrap_or_else(|error| Box::new(std::iter::once(Err(error))))
    })))
}

fn across(
    local: &Arc<Shared>,
    scope: &Arc<Scope>,
    way: Association,
    end: End,
    source: &Record,
    ask: &Ask,
) -> Result<Instances, Error> {
    let kind = way.kind(end.other());
    let wanted = ask.wanted(&local.own_class(kind.class())?);
    let records = way.across(end, source, fill::parts(local, kind, &wanted));
    let (local, scope) = (local.clone(), scope.clone());
    Ok(Box::new(records.map(move |record| fill::instance(&local, &scope, &record, &wanted))))
}

/// The links themselves of the object of that name.
pub(super) fn referring(
    local: &Arc<Shared>,
    namespace: Namespace,
    name: &ObjectName,
    filter: &Filter,
) -> Result<Instances, Error> {
    filter.check(local, namespace)?;
    let scope = Arc::new(Scope::now());
    let source = name.find(local, &scope, namespace)?;
    let ways = filter.ways(local, source.kind());
    let (local, ask) = (local.clone(), Ask::keys_only(filter.keys_only));
    Ok(Box::new(ways.into_iter().flat_map(move |(way, end)| -> Instances {
        let maker = match LinkMaker::new(local.clone(), scope.clone(), way, &ask) {
            Ok(maker) => maker,
            Err(error) => return Box::new(std::iter::once(Err(error))),
        };
        let source = source.clone();
        Box::new(way.across(end, &source, Parts::NONE).map(move |other| match end {
            End::Left => maker.make(&source, &other),
            End::Right => maker.make(&other, &source),
        }))
    })))
}

pub(super) fn associators(
    local: Arc<Shared>,
    namespace: Namespace,
    instance: &Instance,
    filter: Filter,
) -> Result<Events, Error> {
    let name = ObjectName::of_instance(instance.view());
    let found = associated(&local, namespace, &name, &filter)?;
    Ok(Box::new(found.map(|instance| instance.map(Event::Instance))))
}

pub(super) fn references(
    local: Arc<Shared>,
    namespace: Namespace,
    instance: &Instance,
    filter: Filter,
) -> Result<Events, Error> {
    let name = ObjectName::of_instance(instance.view());
    let found = referring(&local, namespace, &name, &filter)?;
    Ok(Box::new(found.map(|instance| instance.map(Event::Instance))))
}
