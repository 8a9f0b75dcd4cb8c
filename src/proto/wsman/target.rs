//! Where a request goes: resource URI, selectors, options, from the client's names and options.

use super::duplex::Registration;
use super::operation::{input, standard_options};
use super::request::Outgoing;
use crate::abi::*;
use crate::cim::{Error, Instance, InstanceRef, Type};
use crate::codec::wsman::body::Polymorphism;
use crate::codec::wsman::header::{Options, Selector};
use crate::codec::wsman::names::{self, Action};
use crate::codec::wsman::write::{self, Naming, Select};
use crate::options::CustomOption;
use crate::proto::{Request, Verb};
use std::borrow::Cow;

/// What a request's options and flags say about where and how.
pub struct Target {
    pub namespace: String,
    pub naming: Naming,
    /// Replaces what would be made of namespace and class.
    pub uri: Option<String>,
    pub options: Options,
    pub polymorphism: Polymorphism,
    pub typed: bool,
    pub registration: Registration,
    action: Option<String>,
    session_id: Option<String>,
    shell: bool,
}

impl Target {
    pub fn of(request: &Request) -> Self {
        let options = &request.options;
        let untyped =
            MI_OPERATIONFLAGS_NO_RTTI | MI_OPERATIONFLAGS_BASIC_RTTI | MI_OPERATIONFLAGS_STANDARD_RTTI;
        let uri = options.resource_uri().map(|uri| uri.into_owned()).filter(|uri| !uri.is_empty());
        let shell = options.is_shell() || uri.as_deref().is_some_and(|uri| !is_cim(uri));
        // Only operations on CIM have callbacks (MS-WSMV 3.2.4.2.3), and a subscription's answers are short.
        let calls_back = !shell && !matches!(request.verb, Verb::Subscribe { .. });
        let registration =
            if calls_back { Registration::of(request.heard, options) } else { Registration::default() };
        Self {
            registration,
            namespace: slashes(request.place()),
            naming: Naming::new(options.resource_uri_prefix().as_deref()),
            uri,
            options: standard_options(request, registration),
            polymorphism: match request.flags & MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY {
                MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW => Polymorphism::Shallow,
                MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY => Polymorphism::BaseProperties,
                _ => Polymorphism::Deep,
            },
            typed: request.flags & untyped == 0 && !shell,
            action: options.action().map(|action| action.into_owned()).filter(|action| !action.is_empty()),
            session_id: options.session_id().map(|id| id.into_owned()).filter(|id| !id.is_empty()),
            shell,
        }
    }

    fn outgoing(&self, action: Action, uri: String, selectors: Vec<Selector>) -> Outgoing {
        let action = match &self.action {
            Some(own) => Cow::Owned(own.clone()),
            None => Cow::Borrowed(action.uri()),
        };
        Outgoing {
            action,
            uri: Some(uri),
            selectors,
            options: self.options.clone(),
            session_id: self.session_id.clone(),
            registration: self.registration,
            ..Outgoing::default()
        }
    }

    /// Selectors beside the keys: none for what is not CIM's.
    fn namespace_selector(&self) -> Option<Selector> {
        match &self.uri {
            Some(uri) if self.shell || names::namespace_of_uri(uri).is_some() => None,
            _ => self.naming.namespace_selector(&self.namespace),
        }
    }

    fn class_uri(&self, class: &str) -> String {
        self.uri.clone().unwrap_or_else(|| self.naming.uri(&self.namespace, class))
    }

    pub fn on_class(&self, action: Action, class: &str) -> Outgoing {
        self.outgoing(action, self.class_uri(class), self.namespace_selector().into_iter().collect())
    }

    /// Every class of the namespace: the filter says which.
    pub fn on_all(&self, action: Action) -> Outgoing {
        let uri = self.uri.clone().unwrap_or_else(|| names::ALL_CLASSES.to_owned());
        self.outgoing(action, uri, self.all_selectors())
    }

    fn all_selectors(&self) -> Vec<Selector> {
        match &self.uri {
            Some(_) => self.namespace_selector().into_iter().collect(),
            None => vec![Selector::text("__cimnamespace", self.namespace.as_str())],
        }
    }

    pub fn on_instance(&self, action: Action, instance: &InstanceRef<'_>) -> Outgoing {
        let class = instance.class_name().into_owned();
        let mut selectors = Vec::with_capacity(write::USUAL_SELECTORS);
        selectors.extend(self.namespace_selector());
        self.naming.key_selectors(&mut selectors, &self.namespace, instance);
        self.outgoing(action, self.class_uri(&class), selectors)
    }

    pub fn write_instance(&self, outgoing: &mut Outgoing, instance: &InstanceRef<'_>, select: Select) {
        if self.shell {
            let uri = outgoing.uri.as_deref().unwrap_or_default();
            super::shell::write(&mut outgoing.body, uri, instance);
            return;
        }
        write::instance(&mut outgoing.body, &self.naming, &self.namespace, instance, select);
    }

    /// A method call, and the class that types its results.
    pub fn invoke(
        &self,
        class: Option<&str>,
        method: &str,
        instance: Option<&Instance>,
        parameters: Option<&Instance>,
    ) -> Result<(Outgoing, String), Error> {
        let own = instance.map(|instance| instance.view().class_name().into_owned());
        let class = class.map(str::to_owned).or(own).filter(|class| !class.is_empty());
        let class = match (class, &self.uri) {
            (Some(class), _) => class,
            (None, Some(uri)) => names::class_of_uri(uri).to_owned(),
            (None, None) => {
                return Err(Error::new(
                    MI_RESULT_INVALID_PARAMETER,
                    "Invoke needs a class name or an instance.",
                )
                .with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT));
            }
        };
        let mut outgoing = match instance {
            Some(instance) => self.on_instance(Action::Get, &instance.view()),
            None => self.on_class(Action::Get, &class),
        };
        let uri = self.class_uri(&class);
        outgoing.uri = Some(uri.clone());
        outgoing.action = match &self.action {
            Some(own) => Cow::Owned(own.clone()),
            None => Cow::Owned(format!("{}/{method}", uri.split('?').next().unwrap_or(&uri))),
        };
        outgoing.body = match (self.shell, parameters) {
            (false, _) => input(self, &uri, method, parameters),
            (true, Some(parameters)) => {
                let mut body = String::new();
                super::shell::write(&mut body, &uri, &parameters.view());
                body
            }
            (true, None) => String::new(),
        };
        Ok((outgoing, class))
    }
}

fn slashes(namespace: String) -> String {
    if namespace.contains('\\') { namespace.replace('\\', "/") } else { namespace }
}

fn is_cim(uri: &str) -> bool {
    let lower = uri.to_ascii_lowercase();
    ["/wscim/1/", "/wsman/1/wmi/", "/cim-xml/2/", "/cim-schema/2/"].iter().any(|part| lower.contains(part))
}

/// A request about class declarations; `whole`: with inherited elements and qualifiers.
pub fn schema(action: Action, namespace: &str, class: Option<&str>, whole: bool) -> Outgoing {
    let mut outgoing = Outgoing::new(action);
    outgoing.uri = Some(names::SCHEMA.to_owned());
    outgoing.selectors.push(Selector::text("__cimnamespace", namespace));
    if let Some(class) = class.filter(|class| !class.is_empty()) {
        outgoing.selectors.push(Selector::text("ClassName", class));
    }
    outgoing.options.flag("IncludeInheritanceHierarchy");
    if whole {
        outgoing.options.flag("IncludeInheritedElements");
        outgoing.options.flag("IncludeQualifiers");
        outgoing.options.flag("IncludeClassOrigin");
    }
    outgoing.options.flag("msftwinrm:UsePreciseArrays");
    outgoing.repeatable = true;
    outgoing
}

pub fn get_class(namespace: &str, class: &str) -> Outgoing {
    schema(Action::Get, namespace, Some(class), true)
}

/// Adds a client's custom option with its type; `must`: all of them must be complied with.
pub fn custom(options: &mut Options, name: &str, custom: &CustomOption, must: bool) {
    let holder = custom.value.holder.view();
    let value = holder.get(crate::options::CustomValue::ELEMENT).and_then(|element| element.value);
    let ty = value.map_or("", |value| schema_type(value.ty()));
    let value = value.and_then(|value| write::plain(&value));
    options.add(name, ty, value.as_deref(), must || custom.must_comply);
}

fn schema_type(ty: Type) -> &'static str {
    match ty {
        Type::Boolean => "xs:boolean",
        Type::Uint8 => "xs:unsignedByte",
        Type::Sint8 => "xs:byte",
        Type::Uint16 | Type::Char16 => "xs:unsignedShort",
        Type::Sint16 => "xs:short",
        Type::Uint32 => "xs:unsignedInt",
        Type::Sint32 => "xs:int",
        Type::Uint64 => "xs:unsignedLong",
        Type::Sint64 => "xs:long",
        Type::Real32 => "xs:float",
        Type::Real64 => "xs:double",
        Type::Datetime => "xs:dateTime",
        _ => "xs:string",
    }
}
