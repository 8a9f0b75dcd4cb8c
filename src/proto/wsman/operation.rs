//! The state machines of everything but subscriptions: one answer, or pages of them.

use super::duplex::Registration;
use super::machine::{Effect, Input, Machine};
use super::request::Outgoing;
use super::session::Session;
use super::target::{self, Target};
use crate::abi::*;
use crate::cim::Error;
use crate::codec::wsman::body::{self, AssociationFilter, Mode};
use crate::codec::wsman::envelope::Letter;
use crate::codec::wsman::header::Options;
use crate::codec::wsman::instance::{Lookup, Scope, Stop};
use crate::codec::wsman::names::Action;
use crate::codec::wsman::page::{Item, Kind, Page};
use crate::codec::wsman::predict::Predictor;
use crate::codec::wsman::response;
use crate::codec::wsman::write::{self, Select};
use crate::options::{CallbackMode, DeliveryType};
use crate::proto::{CancelReason, Event, Request, Verb};
use std::borrow::Cow;
use std::collections::VecDeque;

/// Items decoded at once: enough to make the page's own parts cheap, few enough to stay small.
const BATCH: usize = 512;

/// The machine for a request, and what it sends first.
pub fn machine(request: &Request, session: &Session) -> Result<Box<dyn Machine>, Error> {
    let target = Target::of(request);
    if let Verb::Subscribe { dialect, expression, delivery } = &request.verb {
        let dialect = dialect.as_deref();
        let pushed = delivery.as_deref().filter(|delivery| delivery.delivery_type() == DeliveryType::Push);
        return match pushed {
            Some(delivery) => {
                super::push::machine(session, &target, request, (dialect, expression), delivery)
            }
            None => {
                Ok(super::subscription::machine(&target, request, dialect, expression, delivery.as_deref()))
            }
        };
    }
    if let Some((enumerate, kind)) = enumeration(&target, &request.verb) {
        return Ok(Box::new(Pages::new(enumerate, kind, &target, session.settings.max_elements)));
    }
    let (outgoing, reads) = single(&target, &request.verb)?;
    Ok(Box::new(Single {
        start: Some(outgoing),
        reads,
        letter: None,
        namespace: target.namespace,
        typed: target.typed,
    }))
}

/// What has one answer.
fn single(target: &Target, verb: &Verb) -> Result<(Outgoing, Reads), Error> {
    Ok(match verb {
        Verb::GetInstance { instance } => {
            let mut outgoing = target.on_instance(Action::Get, &instance.view());
            outgoing.repeatable = true;
            (outgoing, Reads::Get)
        }
        Verb::ModifyInstance { instance } => {
            let mut outgoing = target.on_instance(Action::Put, &instance.view());
            target.write_instance(&mut outgoing, &instance.view(), Select::Modified);
            (outgoing, Reads::Put)
        }
        Verb::CreateInstance { instance } => {
            let mut outgoing = target.on_class(Action::Create, &instance.view().class_name());
            target.write_instance(&mut outgoing, &instance.view(), Select::Set);
            (outgoing, Reads::Create)
        }
        Verb::DeleteInstance { instance } => {
            (target.on_instance(Action::Delete, &instance.view()), Reads::Nothing)
        }
        Verb::Invoke { class, method, instance, parameters } => {
            let (outgoing, class) =
                target.invoke(class.as_deref(), method, instance.as_ref(), parameters.as_ref())?;
            (outgoing, Reads::Invoke { class, method: method.clone() })
        }
        Verb::GetClass { class } => (target::get_class(&target.namespace, class), Reads::Class),
        _ => {
            let envelope = Some(body::identify());
            (Outgoing { envelope, repeatable: true, ..Outgoing::default() }, Reads::Identity)
        }
    })
}

/// What has pages of answers.
fn enumeration(target: &Target, verb: &Verb) -> Option<(Enumerate, Kind)> {
    let (outgoing, mode, filter) = match verb {
        Verb::EnumerateInstances { class, keys_only } => {
            (target.on_class(Action::Enumerate, class), mode(*keys_only), String::new())
        }
        Verb::QueryInstances { dialect, expression } => {
            let filter = body::query_filter(body::dialect_uri(dialect), expression);
            (target.on_all(Action::Enumerate), Mode::Objects, filter)
        }
        Verb::AssociatorInstances {
            instance,
            association_class,
            result_class,
            role,
            result_role,
            keys_only,
        } => {
            let filter = AssociationFilter {
                references: false,
                object: instance.view(),
                association_class: association_class.as_deref(),
                result_class: result_class.as_deref(),
                role: role.as_deref(),
                result_role: result_role.as_deref(),
            };
            associations(target, &filter, *keys_only)
        }
        Verb::ReferenceInstances { instance, result_class, role, keys_only } => {
            let filter = AssociationFilter {
                references: true,
                object: instance.view(),
                association_class: None,
                result_class: result_class.as_deref(),
                role: role.as_deref(),
                result_role: None,
            };
            associations(target, &filter, *keys_only)
        }
        Verb::EnumerateClasses { class, names_only } => {
            let outgoing =
                target::schema(Action::Enumerate, &target.namespace, class.as_deref(), !*names_only);
            return Some((Enumerate { outgoing, mode: Mode::Objects, filter: String::new() }, Kind::Classes));
        }
        _ => return None,
    };
    Some((Enumerate { outgoing, mode, filter }, Kind::Instances))
}

fn mode(keys_only: bool) -> Mode {
    if keys_only { Mode::References } else { Mode::Objects }
}

fn associations(
    target: &Target,
    filter: &AssociationFilter<'_>,
    keys_only: bool,
) -> (Outgoing, Mode, String) {
    let filter = body::association_filter(&target.naming, &target.namespace, filter);
    (target.on_all(Action::Enumerate), mode(keys_only), filter)
}

/// What the answer of a [`Single`] is read as.
enum Reads {
    Get,
    Put,
    Create,
    Nothing,
    Invoke { class: String, method: String },
    Class,
    Identity,
}

/// One request, one answer.
struct Single {
    start: Option<Outgoing>,
    reads: Reads,
    /// Kept until the classes it needs are known.
    letter: Option<Letter>,
    namespace: String,
    typed: bool,
}

impl Single {
    fn read(&self, letter: &Letter, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Result<(), Stop> {
        match &self.reads {
            Reads::Get => events.push_back(Event::Instance(response::get(letter, scope)?)),
            Reads::Put => events.extend(response::put(letter, scope)?.map(Event::Instance)),
            Reads::Create => events.extend(response::create(letter, scope)?.map(Event::Instance)),
            Reads::Nothing => response::empty(letter)?,
            Reads::Invoke { class, method } => {
                let found = match scope.classes.find(&self.namespace, class) {
                    Lookup::Known(class) => Some(class),
                    Lookup::Untyped => None,
                    Lookup::NotAsked => {
                        return Err(Stop::NeedClass {
                            namespace: self.namespace.clone(),
                            class: class.clone(),
                        });
                    }
                };
                events.push_back(Event::Instance(response::invoke(letter, method, found.as_ref(), scope)?));
            }
            Reads::Class => events.push_back(Event::Class(response::get_class(letter, scope)?)),
            Reads::Identity => {
                response::identify(letter)?;
            }
        }
        Ok(())
    }
}

impl Machine for Single {
    fn step(&mut self, input: Input, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        match input {
            Input::Failed(error) => return Effect::Final(Err(error)),
            Input::Answer(letter) => self.letter = Some(letter),
            _ => {
                if let Some(start) = self.start.take() {
                    return Effect::Send(Box::new(start));
                }
            }
        }
        let Some(letter) = self.letter.take() else { return Effect::Final(Ok(())) };
        match self.read(&letter, scope, events) {
            Ok(()) => Effect::Final(Ok(())),
            Err(Stop::NeedClass { namespace, class }) => {
                self.letter = Some(letter);
                Effect::NeedClass { namespace, class }
            }
            Err(Stop::Bad(error)) => Effect::Final(Err(*error)),
        }
    }

    fn namespace(&self) -> &str {
        &self.namespace
    }

    fn wants_classes(&self) -> bool {
        self.typed
    }
}

/// How an enumeration begins.
struct Enumerate {
    outgoing: Outgoing,
    mode: Mode,
    filter: String,
}

/// Enumerate, then Pull until the end.
struct Pages {
    start: Option<Outgoing>,
    /// For Pull and Release: the same resource as Enumerate.
    template: Outgoing,
    kind: Kind,
    predictor: Predictor,
    page: Option<Page>,
    /// Empty between steps: only its room is kept.
    items: VecDeque<Item>,
    context: Option<String>,
    max_elements: u32,
    namespace: String,
    typed: bool,
}

impl Pages {
    fn new(enumerate: Enumerate, kind: Kind, target: &Target, max_elements: u32) -> Self {
        let mut start = enumerate.outgoing;
        let template = Outgoing {
            uri: start.uri.clone(),
            selectors: start.selectors.clone(),
            options: start.options.clone(),
            registration: start.registration,
            ..Outgoing::default()
        };
        let polymorphism =
            if kind == Kind::Instances { target.polymorphism } else { body::Polymorphism::Deep };
        body::enumerate(&mut start.body, enumerate.mode, polymorphism, max_elements, &enumerate.filter);
        start.repeatable = true;
        Self {
            start: Some(start),
            template,
            kind,
            predictor: Predictor::default(),
            page: None,
            items: VecDeque::new(),
            context: None,
            max_elements,
            namespace: target.namespace.clone(),
            typed: target.typed,
        }
    }

    fn on_context(&self, action: Action) -> Outgoing {
        Outgoing {
            action: Cow::Borrowed(action.uri()),
            uri: self.template.uri.clone(),
            selectors: self.template.selectors.clone(),
            options: self.template.options.clone(),
            registration: self.template.registration,
            ..Outgoing::default()
        }
    }

    fn pull(&self, context: &str) -> Outgoing {
        let mut outgoing = self.on_context(Action::Pull);
        body::pull(&mut outgoing.body, context, self.max_elements, None);
        outgoing
    }

    /// Reads on in the page; what comes after it when it is done.
    fn read(&mut self, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        let Some(page) = &mut self.page else { return Effect::Final(Ok(())) };
        let items = &mut self.items;
        let result =
            if page.is_done() { Ok(()) } else { page.read(&mut self.predictor, scope, BATCH, items) };
        events.extend(items.drain(..).map(|item| match item {
            Item::Instance(instance) => Event::Instance(instance),
            Item::Class(class) => Event::Class(class),
        }));
        if let Some(context) = page.context.take() {
            self.context = Some(context);
        }
        match result {
            Err(Stop::NeedClass { namespace, class }) => return Effect::NeedClass { namespace, class },
            Err(Stop::Bad(error)) => return Effect::Final(Err(*error)),
            Ok(()) => {}
        }
        if page.is_done() && page.end_of_sequence {
            self.context = None;
        }
        if page.is_done() && self.context.is_none() {
            return Effect::Final(Ok(()));
        }
        if !events.is_empty() {
            return Effect::Deliver;
        }
        match (page.is_done(), &self.context) {
            (true, Some(context)) => {
                let pull = self.pull(context);
                self.page = None;
                Effect::Send(Box::new(pull))
            }
            _ => Effect::Deliver,
        }
    }
}

impl Machine for Pages {
    fn step(&mut self, input: Input, scope: &Scope<'_>, events: &mut VecDeque<Event>) -> Effect {
        match input {
            Input::Failed(error) => {
                // A fault that answers a Pull leaves nothing to release.
                self.context = None;
                return Effect::Final(Err(error));
            }
            Input::Answer(letter) => self.page = Some(Page::new(letter, self.kind)),
            _ => {
                if let Some(start) = self.start.take() {
                    return Effect::Send(Box::new(start));
                }
            }
        }
        self.read(scope, events)
    }

    fn abandon(&mut self, _reason: CancelReason) -> Option<Outgoing> {
        let context = self.context.take()?;
        let mut outgoing = self.on_context(Action::Release);
        outgoing.registration = Registration::default();
        body::release(&mut outgoing.body, &context);
        Some(outgoing)
    }

    fn namespace(&self) -> &str {
        &self.namespace
    }

    fn wants_classes(&self) -> bool {
        self.typed
    }
}

/// Options every CIM request carries.
pub fn standard_options(request: &Request, registration: Registration) -> Options {
    let options = &request.options;
    let (mut wire, must) = (Options::default(), options.must_understand());
    options.custom().for_each(|(name, custom)| target::custom(&mut wire, &name, custom, must));
    if options.is_shell() {
        return wire;
    }
    if request.flags & (MI_OPERATIONFLAGS_STANDARD_RTTI | MI_OPERATIONFLAGS_FULL_RTTI) != 0 {
        wire.flag("IncludeInheritanceHierarchy");
    }
    // The wire has two modes: whoever ignores errors has not registered for them.
    let inquires = options.write_error_mode() == CallbackMode::Inquire;
    wire.number("wmi:__MI_OPERATIONOPTIONS_WRITEERRORMODE", inquires.into());
    if registration.bits != 0 {
        let bits = registration.bits.to_string();
        wire.add("__MI_CallbackRegistration", "xs:int", Some(&bits), false);
    }
    if request.heard.messages {
        for channel in options.enabled_channels() {
            wire.number("wmiarray:__MI_OPERATIONOPTIONS_CHANNELVALUE", *channel);
        }
    }
    if let Some(architecture) = options.provider_architecture() {
        wire.number("wmi:__MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE", architecture as u32);
        let required = options.architecture_required().into();
        wire.number("wmi:__MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE", required);
    }
    let mode = options.prompt_user_mode();
    if request.heard.prompts || mode != CallbackMode::Inquire {
        wire.number("wmi:__MI_OPERATIONOPTIONS_PROMPTUSERMODE", mode as u32);
    }
    if mode == CallbackMode::Ignore {
        let answer = if options.prompt_user_regular_answer() { "true" } else { "false" };
        let name = "wmi:__MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE";
        wire.add(name, "xs:boolean", Some(answer), false);
    }
    wire.flag("msftwinrm:UsePreciseArrays");
    wire
}

/// Writes the content of `write::parameters`; here so that `target` stays about names.
pub fn input(target: &Target, uri: &str, method: &str, given: Option<&crate::cim::Instance>) -> String {
    let mut out = String::new();
    let view = given.map(|given| given.view());
    write::parameters(&mut out, &target.naming, &target.namespace, uri, method, view.as_ref());
    out
}
