//! One operation, on a worker's thread: from the request to WMI's calls, from their results to events.

use super::failure::Failure;
use super::job::Job;
use super::model::{self, Writer};
use super::object::{Context, List, Listing, Object, Security, Services, is_wine};
use super::variant::{Raw, cim_type, raw_of};
use crate::abi::*;
use crate::cim::{Error, Instance, InstanceRef};
use crate::options::{CustomOption, OperationOptions};
use crate::proto::{Event, Request, Verb};
use crate::sync::{Mutex, lock};
use std::cell::RefCell;
use std::collections::HashMap;

/// Where WMI's classes are, for clients that name no namespace.

/// Where a session goes, and as whom.
pub struct Target {
    /// None is this machine.
    pub host: Option<String>,
    pub security: Security,
}

/// A worker's connections, one for each namespace.
#[derive(Default)]
pub struct Connections(HashMap<String, Services>);

impl Connections {
    fn to(&mut self, target: &Target, namespace: &str) -> Result<Services, Error> {
        let namespace = namespace.trim_matches(['/', '\\']).replace('/', "\\");
        let folded = namespace.to_ascii_lowercase();
        if let Some(services) = self.0.get(&folded) {
            return Ok(services.clone());
        }
        let resource = match &target.host {
            Some(host) => format!("\\\\{host}\\{namespace}"),
            None => namespace,
        };
        let services = Services::connect(&resource, &target.security, target.host.is_some())?;
        self.0.insert(folded, services.clone());
        Ok(services)
    }
}

/// Held for a whole operation where WMI bears no two at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs the operation; its final result.
///
/// Wine's WMI is in the process and shares its tables between threads without a lock: there, operations take turns, and
/// their results are sent when they are complete.
pub fn run(request: Request, target: &Target, connections: &mut Connections, job: &Job) -> Result<(), Error> {
    if !is_wine() || matches!(request.verb, Verb::Subscribe { .. }) {
        return perform(request, target, connections, job, &|event| job.send(event));
    }
    let events = RefCell::new(Vec::new());
    let ended = {
        let _turn = lock(&ALONE);
        perform(request, target, connections, job, &|event| {
            events.borrow_mut().push(event);
            !job.is_stopped()
        })
    };
    let _all_wanted = events.into_inner().into_iter().all(|event| job.send(event));
    ended
}

/// `send` says whether more is wanted.
fn perform(
    request: Request,
    target: &Target,
    connections: &mut Connections,
    job: &Job,
    send: &dyn Fn(Event) -> bool,
) -> Result<(), Error> {
    let stop = || job.is_stopped();
    let namespace = request.place();
    let services = connections.to(target, &namespace)?;
    let context = Context::new(&context_values(&request.options)?)?;
    let shallow = request.flags & MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY
        == MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW;
    let call = Call { services: &services, namespace: &namespace, context: &context, send, stop: &stop };
    match request.verb {
        Verb::GetInstance { instance } => call.get(&model::path(instance.view())),
        Verb::ModifyInstance { instance } => call.modify(instance.view()),
        Verb::CreateInstance { instance } => call.create(instance.view()),
        Verb::DeleteInstance { instance } => {
            Ok(services.delete(&model::path(instance.view()), &context, &stop)?)
        }
        Verb::Invoke { class, method, instance, parameters } => {
            call.invoke(class, &method, instance.as_ref(), parameters.as_ref())
        }
        Verb::EnumerateInstances { class, keys_only: true } => call.keys(&class),
        Verb::EnumerateInstances { class, keys_only: false } => {
            call.instances(&List::Instances { class: &class, shallow })
        }
        Verb::QueryInstances { dialect, expression } => {
            call.instances(&List::Query { language: &dialect, text: &expression })
        }
        Verb::AssociatorInstances {
            instance,
            association_class,
            result_class,
            role,
            result_role,
            keys_only,
        } => {
            let mut words = filters(&[
                ("AssocClass", association_class),
                ("ResultClass", result_class),
                ("Role", role),
                ("ResultRole", result_role),
            ]);
            words.extend(keys_only.then(|| "KeysOnly".to_owned()));
            call.related("ASSOCIATORS", instance.view(), &words)
        }
        Verb::ReferenceInstances { instance, result_class, role, keys_only } => {
            let mut words = filters(&[("ResultClass", result_class), ("Role", role)]);
            words.extend(keys_only.then(|| "KeysOnly".to_owned()));
            call.related("REFERENCES", instance.view(), &words)
        }
        Verb::Subscribe { dialect, expression, .. } => call.notifications(dialect.as_deref(), &expression),
        Verb::GetClass { class } => {
            send(Event::Class(model::class(&services.object(&class, true, &context, &stop)?)?));
            Ok(())
        }
        Verb::EnumerateClasses { class, names_only } => call.classes(class.as_deref(), shallow, names_only),
        Verb::TestConnection => Ok(()),
    }
}

/// The architecture of the provider, and the options of the client's own.
fn context_values(options: &OperationOptions) -> Result<Vec<(String, Raw, i32)>, Error> {
    let mut values = Vec::new();
    if let Some(architecture) = options.provider_architecture() {
        let bits = Raw::Signed(architecture as i64);
        values.push(("__ProviderArchitecture".to_owned(), bits, cim_type::SINT32));
        let required = Raw::Bool(options.architecture_required());
        values.push(("__RequiredArchitecture".to_owned(), required, cim_type::BOOLEAN));
    }
    for (name, option) in options.custom() {
        values.push(context_value(&name, option));
    }
    Ok(values)
}

fn context_value(name: &str, option: &CustomOption) -> (String, Raw, i32) {
    let value = option.value.value();
    let ty = value.map_or(cim_type::STRING, |value| super::variant::number_of(value.ty()));
    (name.to_owned(), value.map_or(Raw::Null, raw_of), ty)
}

fn filters(words: &[(&str, Option<String>)]) -> Vec<String> {
    let given = words.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    given.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name} = {value}")).collect()
}

struct Call<'a> {
    services: &'a Services,
    namespace: &'a str,
    context: &'a Context,
    send: &'a dyn Fn(Event) -> bool,
    stop: &'a dyn Fn() -> bool,
}

impl Call<'_> {
    fn object(&self, path: &str) -> Result<Object, Failure> {
        self.services.object(path, false, self.context, self.stop)
    }

    /// In the namespace as the client spelled it, if it is the same.
    fn instance(&self, object: &Object) -> Result<Instance, Error> {
        let mut instance = model::instance(object)?;
        let same =
            instance.view().namespace().is_some_and(|found| found.eq_ignore_ascii_case(self.namespace));
        if same {
            instance.set_namespace(self.namespace)?;
        }
        Ok(instance)
    }

    fn writer(&self) -> Writer<'_> {
        Writer { services: self.services, context: self.context, stop: self.stop }
    }

    fn get(&self, path: &str) -> Result<(), Error> {
        (self.send)(Event::Instance(self.instance(&self.object(path)?)?));
        Ok(())
    }

    fn modify(&self, instance: InstanceRef<'_>) -> Result<(), Error> {
        let object = self.object(&model::path(instance))?;
        self.writer().fill(&object, instance, true)?;
        self.services.put(&object, false, self.context, self.stop)?;
        Ok(())
    }

    /// The result is the new instance's name, or what the client gave where WMI says none.
    fn create(&self, instance: InstanceRef<'_>) -> Result<(), Error> {
        let object = self.object(&instance.class_name())?.spawn()?;
        self.writer().fill(&object, instance, false)?;
        let path = self.services.put(&object, true, self.context, self.stop)?;
        let named = path.and_then(|path| model::of_path(&path, 0).ok());
        (self.send)(Event::Instance(named.map_or_else(|| instance.to_owned(), Ok)?));
        Ok(())
    }

    fn invoke(
        &self,
        class: Option<String>,
        method: &str,
        instance: Option<&Instance>,
        parameters: Option<&Instance>,
    ) -> Result<(), Error> {
        let own = instance.map(|instance| instance.view().class_name().into_owned());
        let class = class.filter(|class| !class.is_empty()).or(own).ok_or_else(|| {
            Error::new(MI_RESULT_INVALID_PARAMETER, "Invoke needs a class name or an instance")
        })?;
        let path = instance.map_or_else(|| class.clone(), |instance| model::path(instance.view()));
        let input = match self.object(&class)?.input_of(method)? {
            Some(signature) => Some(signature.spawn()?),
            None => None,
        };
        if let (Some(input), Some(parameters)) = (&input, parameters) {
            self.writer().fill(input, parameters.view(), false)?;
        }
        let output = self.services.invoke(&path, method, input.as_ref(), self.context, self.stop)?;
        if let Some(output) = output {
            (self.send)(Event::Instance(self.instance(&output)?));
        }
        Ok(())
    }

    fn each(
        &self,
        listing: &Listing,
        mut each: impl FnMut(Object) -> Result<Event, Error>,
    ) -> Result<(), Error> {
        while let Some(object) = listing.next(self.stop)? {
            if !(self.send)(each(object)?) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn instances(&self, what: &List<'_>) -> Result<(), Error> {
        let listing = self.services.list(what, self.context)?;
        self.each(&listing, |object| Ok(Event::Instance(self.instance(&object)?)))
    }

    /// Of each instance the keys that its path says.
    fn keys(&self, class: &str) -> Result<(), Error> {
        let listing = self.services.list(&List::Instances { class, shallow: false }, self.context)?;
        self.each(&listing, |object| {
            let path = object.text("__PATH").or_else(|| object.text("__RELPATH")).unwrap_or_default();
            Ok(Event::Instance(model::of_path(&path, 0)?))
        })
    }

    fn related(&self, verb: &str, instance: InstanceRef<'_>, words: &[String]) -> Result<(), Error> {
        let condition = if words.is_empty() { String::new() } else { format!(" WHERE {}", words.join(" ")) };
        let text = format!("{verb} OF {{{}}}{condition}", model::path(instance));
        self.instances(&List::Query { language: "WQL", text: &text })
    }

    fn notifications(&self, dialect: Option<&str>, text: &str) -> Result<(), Error> {
        let language = dialect.filter(|dialect| !dialect.is_empty()).unwrap_or("WQL");
        let listing = self.services.list(&List::Notifications { language, text }, self.context)?;
        self.each(&listing, |object| {
            let instance = self.instance(&object)?;
            Ok(Event::Indication { instance, bookmark: None, machine_id: None })
        })
    }

    fn classes(&self, superclass: Option<&str>, shallow: bool, names_only: bool) -> Result<(), Error> {
        let superclass = superclass.unwrap_or_default();
        let listing = self.services.list(&List::Classes { superclass, shallow }, self.context)?;
        self.each(&listing, |object| {
            if !names_only {
                return Ok(Event::Class(model::class(&object)?));
            }
            let name = object.text("__CLASS").unwrap_or_default();
            Ok(Event::Class(crate::cim::class::ClassBuilder::new(name).build()?))
        })
    }
}
