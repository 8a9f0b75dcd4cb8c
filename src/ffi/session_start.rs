//! Starting an operation: arguments in, handle out, and the error of one that could not start.

use super::callbacks::Callbacks;
use super::handle::{self, give_handle};
use super::operation::OPERATION;
use super::option_object;
use super::text::text;
use crate::abi::*;
use crate::cim::{Error, Instance};
use crate::handle::Key;
use crate::options::{OperationOptions, SubscriptionOptions};
use crate::proto::{Request, Verb};
use crate::runtime::delivery::Kind;
use crate::runtime::operation::Label;
use crate::runtime::session::{NewOperation, Session, start_failed};
use std::borrow::Cow;
use std::sync::Arc;

/// The arguments that every operation has.
#[derive(Clone, Copy)]
pub struct Common {
    pub session: *mut MI_Session,
    pub flags: MI_Uint32,
    pub options: *mut MI_OperationOptions,
    pub namespaceName: *const MI_Char,
    pub callbacks: *mut MI_OperationCallbacks,
    pub operation: *mut MI_Operation,
}

/// Longer labels are cut in reports.
const LABEL: usize = 200;

/// What the arguments are read for; makes the errors of bad ones.
pub struct Subject {
    options: Arc<OperationOptions>,
}

impl Subject {
    fn missing(&self, what: &str) -> Error {
        Error::new(MI_RESULT_INVALID_PARAMETER, format!("{what} is missing"))
            .with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
    }

    /// A copy of an instance that must be given.
    pub fn instance(&self, instance: *const MI_Instance) -> Result<Instance, Error> {
        self.optional_instance(instance)?.ok_or_else(|| self.missing("an instance"))
    }

    pub fn optional_instance(&self, instance: *const MI_Instance) -> Result<Option<Instance>, Error> {
        if instance.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's instance, good for the call; read through its own table.
        unsafe { Instance::copy_of(instance) }.map(Some)
    }

    /// A string that may be left out.
    pub fn text(&self, given: *const MI_Char) -> Option<String> {
        // SAFETY: the caller's string, good for the call.
        unsafe { text(given) }
    }

    pub fn name(&self, name: *const MI_Char, what: &str) -> Result<String, Error> {
        // SAFETY: the caller's string, good for the call.
        unsafe { text(name) }.filter(|name| !name.is_empty()).ok_or_else(|| self.missing(what))
    }

    /// A resource URI in the options stands for the class.
    pub fn class_or_uri(&self, class: *const MI_Char) -> Result<String, Error> {
        self.name(class, "a class name").or_else(|missing| match self.options.resource_uri() {
            Some(_) => Ok(String::new()),
            None => Err(missing),
        })
    }

    /// The same for a subscription's query.
    pub fn query_or_uri(&self, query: *const MI_Char) -> Result<String, Error> {
        self.name(query, "a query").or_else(|missing| match self.options.resource_uri() {
            Some(_) => Ok(String::new()),
            None => Err(missing),
        })
    }

    /// `classes`: of the association, of the result; `roles`: of the instance, of the result. NULL leaves them open.
    pub fn associators(
        &self,
        instance: *const MI_Instance,
        classes: [*const MI_Char; 2],
        roles: [*const MI_Char; 2],
        keys_only: bool,
    ) -> Result<Verb, Error> {
        // SAFETY: the caller's strings, good for the call.
        let [association_class, result_class] = classes.map(|name| unsafe { text(name) });
        // SAFETY: the caller's strings, good for the call.
        let [role, result_role] = roles.map(|name| unsafe { text(name) });
        let instance = self.instance(instance)?;
        Ok(Verb::AssociatorInstances {
            instance,
            association_class,
            result_class,
            role,
            result_role,
            keys_only,
        })
    }

    pub fn no_flags(&self, flags: MI_Uint32) -> Result<(), Error> {
        if flags & !MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS == 0 {
            return Ok(());
        }
        Err(Error::new(MI_RESULT_INVALID_PARAMETER, format!("flags {flags:#x} must be 0 for this operation"))
            .with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT))
    }

    pub fn delivery(
        &self,
        options: *const MI_SubscriptionDeliveryOptions,
    ) -> Result<Option<Arc<SubscriptionOptions>>, Error> {
        // SAFETY: the caller's handle, good for the call.
        unsafe { option_object::given(options) }
            .map_err(|result| Error::new(result, "the subscription delivery options are not valid"))
    }
}

/// Starts one. `verb` reads the arguments of its own.
///
/// # Safety
/// The pointers in `common` are NULL or good for the call.
pub unsafe fn run(
    name: &'static str,
    kind: Kind,
    common: Common,
    verb: impl FnOnce(&Subject) -> Result<Verb, Error>,
) {
    // SAFETY: writable or NULL by this function's contract; zeroed before anything can fail.
    unsafe { give_handle(common.operation, Key::default(), &OPERATION) };
    // SAFETY: readable or NULL by this function's contract.
    let client = unsafe { Callbacks::copy(common.callbacks, kind) };
    let mut new = NewOperation {
        kind,
        verb: name,
        label: Label::new(name, "", "", 0),
        manual: common.flags & MI_OPERATIONFLAGS_MANUAL_ACK_RESULTS != 0,
        client: Box::new(client),
        timeout: None,
        options: None,
    };
    // SAFETY: this function's contract.
    let give = |key| unsafe { give_handle(common.operation, key, &OPERATION) };
    // SAFETY: this function's contract.
    let prepared = unsafe { prepare(&mut new, common, verb) };
    let failed = match prepared {
        Ok((session, request)) => session.start(new, request, give).err(),
        Err(error) => Some(Box::new((error, new))),
    };
    if let Some(failed) = failed {
        let (error, new) = *failed;
        start_failed(new, &error, give, common.operation.is_null());
    }
}

/// # Safety
/// As [`run`].
unsafe fn prepare(
    new: &mut NewOperation,
    common: Common,
    verb: impl FnOnce(&Subject) -> Result<Verb, Error>,
) -> Result<(Arc<Session>, Request), Error> {
    // SAFETY: this function's contract.
    let session = unsafe { handle::session(common.session) }.map_err(|result| {
        let text = match result {
            MI_RESULT_FAILED => "the session was opened before a fork, in the parent process",
            _ => "the session handle is not valid: closed, or never opened",
        };
        Error::new(result, text).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
    })?;
    if common.operation.is_null() {
        return Err(Error::new(MI_RESULT_INVALID_PARAMETER, "no place for the operation's handle was given")
            .with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT));
    }
    // SAFETY: this function's contract.
    new.options = unsafe { option_object::given(common.options) }
        .map_err(|result| Error::new(result, "the operation options are not valid"))?;
    let options = new.options.clone().unwrap_or_else(|| session.application.default_options());
    new.timeout = options.timeout();
    // SAFETY: this function's contract.
    let namespace = unsafe { text(common.namespaceName) };
    let verb = verb(&Subject { options: options.clone() })?;
    new.label = label(new.verb, namespace.as_deref(), &verb);
    let heard = new.client.heard();
    Ok((session, Request { namespace, flags: common.flags, options, heard, verb }))
}

/// What reports call an operation.
fn label(name: &'static str, namespace: Option<&str>, verb: &Verb) -> Label {
    let subject = subject(verb);
    let end = subject.char_indices().nth(LABEL).map_or(subject.len(), |(end, _)| end);
    let class = match verb {
        Verb::QueryInstances { .. } | Verb::Subscribe { .. } => 0,
        Verb::Invoke { .. } => subject.find('.').unwrap_or(0),
        _ => end,
    };
    Label::new(name, namespace.unwrap_or_default(), &subject[..end], class)
}

/// What an operation is about: a class, a method or a query.
fn subject(verb: &Verb) -> Cow<'_, str> {
    match verb {
        Verb::GetInstance { instance }
        | Verb::ModifyInstance { instance }
        | Verb::CreateInstance { instance }
        | Verb::DeleteInstance { instance }
        | Verb::AssociatorInstances { instance, .. }
        | Verb::ReferenceInstances { instance, .. } => instance.view().class_name(),
        Verb::Invoke { class: Some(class), method, .. } => format!("{class}.{method}").into(),
        Verb::Invoke { class: None, instance: Some(instance), method, .. } => {
            format!("{}.{method}", instance.view().class_name()).into()
        }
        Verb::Invoke { class: None, instance: None, method, .. } => format!(".{method}").into(),
        Verb::EnumerateInstances { class, .. } | Verb::GetClass { class } => class.into(),
        Verb::EnumerateClasses { class, .. } => class.as_deref().unwrap_or_default().into(),
        Verb::QueryInstances { expression, .. } | Verb::Subscribe { expression, .. } => expression.into(),
        Verb::TestConnection => "".into(),
    }
}
