//! One operation, on a worker's thread: from the request to WMI's calls, from their results to events.

use super::failure::Failure;
use super::job::Job;
use super::model::{self, Writer};
use super::object::{Context, List, Listing, Object, Security, Services, is_wines};
use super::variant::{Raw, cim_type, raw_of};
use crate::abi::*;
use crate::cim::{Class, Error, Instance, InstanceRef};
use crate::options::{CustomOption, OperationOptions, ProviderArchitecture};
use crate::proto::{Event, Request, Verb};
use crate::sync::{Mutex, lock};
use std::cell::RefCell;
use std::collections::HashMap;

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
    fn to(&mut self, target: &Target, namespace: &str, cloaked: bool) -> Result<Services, Error> {
        let folded = namespace.to_ascii_lowercase();
        if let Some(services) = self.0.get(&folded) {
            return Ok(services.clone());
        }
        let namespace = namespace.trim_matches(['/', '\\']).replace('/', "\\");
        let resource = match &target.host {
            Some(host) => format!("\\\\{host}\\{namespace}"),
            None => namespace,
        };
        let services = Services::connect(&resource, &target.security, target.host.is_some(), cloaked)?;
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
///
/// `cloaked`: calls go out in the name that the thread acts in.
pub fn run(
    request: Request,
    target: &Target,
    connections: &mut Connections,
    cloaked: bool,
    job: &Job,
) -> Result<(), Error> {
    let namespace = request.place();
    if matches!(request.verb, Verb::TestConnection) {
        // A connection that was good once says nothing.
        *connections = Connections::default();
    }
    let services = connections.to(target, &namespace, cloaked)?;
    if !is_wines() || matches!(request.verb, Verb::Subscribe { .. }) {
        return perform(request, &services, &namespace, job, &|event| job.send(event));
    }
    let events = RefCell::new(Vec::new());
    let ended = {
        let _turn = lock(&ALONE);
        perform(request, &services, &namespace, job, &|event| {
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
    services: &Services,
    namespace: &str,
    job: &Job,
    send: &dyn Fn(Event) -> bool,
) -> Result<(), Error> {
    let stop = || job.is_stopped();
    let context = Context::new(&context_values(&request.options)?)?;
    let depth = request.flags & MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY;
    let shallow = depth == MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW;
    let amended = request.flags & MI_OPERATIONFLAGS_LOCALIZED_QUALIFIERS != 0;
    let typed = request.flags & (MI_OPERATIONFLAGS_STANDARD_RTTI | MI_OPERATIONFLAGS_FULL_RTTI) != 0;
    let classes = typed.then(Classes::default);
    let call = Call { services, namespace, context: &context, send, stop: &stop, amended, classes };
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
        Verb::EnumerateInstances { class, keys_only: true } => call.keys(&class, shallow),
        Verb::EnumerateInstances { class, keys_only: false }
            if depth == MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY =>
        {
            call.base_properties(&class)
        }
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
            ])?;
            words.extend(keys_only.then(|| "KeysOnly".to_owned()));
            call.related("ASSOCIATORS", instance.view(), &words)
        }
        Verb::ReferenceInstances { instance, result_class, role, keys_only } => {
            let mut words = filters(&[("ResultClass", result_class), ("Role", role)])?;
            words.extend(keys_only.then(|| "KeysOnly".to_owned()));
            call.related("REFERENCES", instance.view(), &words)
        }
        Verb::Subscribe { dialect, expression, .. } => call.notifications(dialect.as_deref(), &expression),
        Verb::GetClass { class } => {
            send(Event::Class(model::class(&call.object(&class)?)?));
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
        let bits = Raw::Signed(match architecture {
            ProviderArchitecture::Bits32 => 32,
            ProviderArchitecture::Bits64 => 64,
        });
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

/// Names go into the query as they are, so they have to be names.
fn filters(words: &[(&str, Option<String>)]) -> Result<Vec<String>, Error> {
    let given = words.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let given = given.filter(|(_, value)| !value.is_empty());
    given
        .map(|(name, value)| {
            if value.chars().all(|c| c.is_alphanumeric() || c == '_') {
                return Ok(format!("{name} = {value}"));
            }
            Err(Error::new(MI_RESULT_INVALID_PARAMETER, format!("{name}: '{value}' is not a name")))
        })
        .collect()
}

fn unknown_method(failure: Failure, class: &str, method: &str) -> Error {
    let is_unknown = failure.is_not_found();
    let mut error = Error::from(failure);
    if is_unknown {
        error.result = MI_RESULT_METHOD_NOT_FOUND;
        error.message = format!("method '{method}' of class '{class}': {}", error.message);
    }
    error
}

struct Call<'a> {
    services: &'a Services,
    namespace: &'a str,
    context: &'a Context,
    send: &'a dyn Fn(Event) -> bool,
    stop: &'a dyn Fn() -> bool,
    /// With the qualifiers that are in the locale's language.
    amended: bool,
    /// Of the results, where the client wants to know them.
    classes: Option<Classes>,
}

impl Call<'_> {
    fn object(&self, path: &str) -> Result<Object, Failure> {
        self.services.object(path, self.amended, self.context, self.stop)
    }

    /// In the namespace as the client spelled it, if it is the same.
    fn instance(&self, object: &Object) -> Result<Instance, Error> {
        let class = match &self.classes {
            Some(classes) => classes.of(self, object)?,
            None => None,
        };
        self.placed(model::instance(object, class.as_ref(), None)?)
    }

    fn placed(&self, mut instance: Instance) -> Result<Instance, Error> {
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
        let object = self.writer().class(&instance.class_name())?.spawn()?;
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
        let declared = self.writer().class(&class)?;
        let signature =
            declared.input_of(method).map_err(|failure| unknown_method(failure, &class, method))?;
        let input = signature.map(|signature| signature.spawn()).transpose()?;
        match (&input, parameters) {
            (Some(input), Some(given)) => self.writer().fill(input, given.view(), false)?,
            (None, Some(given)) if given.view().len() > 0 => {
                let text = format!("method '{method}' of class '{class}' takes no parameters");
                return Err(Error::new(MI_RESULT_INVALID_PARAMETER, text));
            }
            _ => {}
        }
        let output = self.services.invoke(&path, method, input.as_ref(), self.context, self.stop)?;
        if let Some(output) = output {
            (self.send)(Event::Instance(self.instance(&output)?));
        }
        Ok(())
    }

    fn each(
        &self,
        mut listing: Listing,
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
        let listing = self.services.list(what, self.amended, self.context)?;
        self.each(listing, |object| Ok(Event::Instance(self.instance(&object)?)))
    }

    /// Of instances of subclasses only what the class itself has.
    fn base_properties(&self, class: &str) -> Result<(), Error> {
        let base = self.object(class)?.members()?;
        let names: Vec<String> = base.into_iter().map(|member| member.name).collect();
        let listing =
            self.services.list(&List::Instances { class, shallow: false }, self.amended, self.context)?;
        self.each(listing, |object| {
            Ok(Event::Instance(self.placed(model::instance(&object, None, Some(&names))?)?))
        })
    }

    /// Of each instance the keys.
    fn keys(&self, class: &str, shallow: bool) -> Result<(), Error> {
        let listing = self.services.list(&List::Instances { class, shallow }, false, self.context)?;
        self.each(listing, |object| Ok(Event::Instance(self.placed(model::keys_of(&object)?)?)))
    }

    fn related(&self, verb: &str, instance: InstanceRef<'_>, words: &[String]) -> Result<(), Error> {
        let condition = if words.is_empty() { String::new() } else { format!(" WHERE {}", words.join(" ")) };
        let text = format!("{verb} OF {{{}}}{condition}", model::path(instance));
        self.instances(&List::Query { language: "WQL", text: &text })
    }

    fn notifications(&self, dialect: Option<&str>, text: &str) -> Result<(), Error> {
        let language = dialect.filter(|dialect| !dialect.is_empty()).unwrap_or("WQL");
        let listing = self.services.list(&List::Notifications { language, text }, false, self.context)?;
        self.each(listing, |object| {
            let instance = self.instance(&object)?;
            Ok(Event::Indication { instance, bookmark: None, machine_id: None })
        })
    }

    fn classes(&self, superclass: Option<&str>, shallow: bool, names_only: bool) -> Result<(), Error> {
        let superclass = superclass.unwrap_or_default();
        let listing =
            self.services.list(&List::Classes { superclass, shallow }, self.amended, self.context)?;
        self.each(listing, |object| {
            if !names_only {
                return Ok(Event::Class(model::class(&object)?));
            }
            let name = object.text("__CLASS").unwrap_or_default();
            Ok(Event::Class(crate::cim::class::ClassBuilder::new(name).build()?))
        })
    }
}

/// The classes of an operation's results, each asked for once.
#[derive(Default)]
struct Classes(RefCell<HashMap<String, Option<Class>>>);

impl Classes {
    /// None for what has no class of its own: a method's parameters, a query's projection.
    fn of(&self, call: &Call<'_>, object: &Object) -> Result<Option<Class>, Error> {
        let Some(name) = object.text("__CLASS") else { return Ok(None) };
        if let Some(known) = self.0.borrow().get(&name) {
            return Ok(known.clone());
        }
        let class = match call.object(&name) {
            Ok(object) => Some(model::class(&object)?),
            Err(failure) if failure.is_of_wmi() => None,
            Err(failure) => return Err(failure.into()),
        };
        self.0.borrow_mut().insert(name, class.clone());
        Ok(class)
    }
}
