//! The client's callbacks of an operation: the one place where results, messages and questions leave the library.

use super::custom_option::only_value;
use super::handle::Handle;
use super::operation::OPERATION;
use crate::abi::*;
use crate::cim::{Instance, MiString};
use crate::handle::Key;
use crate::proto::{Heard, Response};
use crate::runtime::delivery::{Answer, Client, Delivery, Kind, Object, Site};
use crate::runtime::scope::{self, Call};
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr;

/// A copy of what the client passed; its own struct may be gone after the call.
pub struct Callbacks {
    given: MI_OperationCallbacks,
    kind: Kind,
    /// Here and not on a stack: the client may read them until it has acknowledged, on whatever thread that is.
    handle: UnsafeCell<MI_Operation>,
    value: UnsafeCell<MI_Value>,
}

// SAFETY: the pointers are the client's own, handed back to it and never followed; the API calls back on any thread.
unsafe impl Send for Callbacks {}
// SAFETY: as above; the cells are written before a call only, and an operation makes one call at a time and none while
// the client may still read what the one before lent it.
unsafe impl Sync for Callbacks {}

impl Callbacks {
    /// # Safety
    /// `callbacks` is NULL or readable.
    pub unsafe fn copy(callbacks: *const MI_OperationCallbacks, kind: Kind) -> Callbacks {
        let given = if callbacks.is_null() {
            NO_CALLBACKS
        } else {
            // SAFETY: readable by this function's contract.
            unsafe { callbacks.read() }
        };
        let handle = UnsafeCell::new(MI_Operation::make(Key::default(), &raw const OPERATION));
        let value = UnsafeCell::new(MI_Value { uint64: 0 });
        Callbacks { given, kind, handle, value }
    }

    /// Calls the client, under the callback scope.
    fn call(&self, site: Site, name: &'static str, call: impl FnOnce(*mut MI_Operation, *mut c_void)) {
        let lent = self.handle.get();
        // SAFETY: nobody reads it now: see `Sync`.
        unsafe { lent.write(MI_Operation::make(site.key, &raw const OPERATION)) };
        let called = Call { frame: site.frame, application: site.application, handle: lent as usize, name };
        scope::enter(called, || call(lent, self.given.callbackContext));
    }

    fn call_instance(&self, site: Site, delivery: &Delivery, parts: &Parts, acknowledge: Acknowledge) {
        let Some(result) = self.given.instanceResult else { return };
        let more = MI_Boolean::from(delivery.more);
        self.call(site, "MI_OperationCallback_Instance", |operation, context| {
            // SAFETY: the client's own function; every pointer is NULL or lives until it is acknowledged.
            unsafe {
                result(
                    operation,
                    context,
                    parts.instance,
                    more,
                    delivery.result,
                    parts.text,
                    parts.details,
                    acknowledge,
                )
            }
        });
    }

    fn call_class(&self, site: Site, delivery: &Delivery, parts: &Parts, acknowledge: Acknowledge) {
        let Some(result) = self.given.classResult else { return };
        let more = MI_Boolean::from(delivery.more);
        self.call(site, "MI_OperationCallback_Class", |operation, context| {
            // SAFETY: the client's own function; every pointer is NULL or lives until it is acknowledged.
            unsafe {
                result(
                    operation,
                    context,
                    parts.class,
                    more,
                    delivery.result,
                    parts.text,
                    parts.details,
                    acknowledge,
                )
            }
        });
    }

    fn call_indication(&self, site: Site, delivery: &Delivery, parts: &Parts, acknowledge: Acknowledge) {
        let Some(result) = self.given.indicationResult else { return };
        let more = MI_Boolean::from(delivery.more);
        let (bookmark, machine) = (parts.bookmark, parts.machine_id);
        let code = delivery.result;
        self.call(site, "MI_OperationCallback_Indication", |operation, context| {
            // SAFETY: the client's own function; every pointer is NULL or lives until it is acknowledged.
            unsafe {
                result(
                    operation,
                    context,
                    parts.instance,
                    bookmark,
                    machine,
                    more,
                    code,
                    parts.text,
                    parts.details,
                    acknowledge,
                )
            }
        });
    }
}

const NO_CALLBACKS: MI_OperationCallbacks = MI_OperationCallbacks {
    callbackContext: ptr::null_mut(),
    promptUser: None,
    writeError: None,
    writeMessage: None,
    writeProgress: None,
    instanceResult: None,
    indicationResult: None,
    classResult: None,
    streamedParameterResult: None,
};

type Acknowledge = Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>;

/// A delivery's parts as C sees them: addresses that are good as long as the delivery.
pub struct Parts {
    pub instance: *const MI_Instance,
    pub class: *const MI_Class,
    pub bookmark: *const MI_Char,
    pub machine_id: *const MI_Char,
    pub text: *const MI_Char,
    pub details: *const MI_Instance,
}

fn text_of(text: &Option<MiString>) -> *const MI_Char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

impl Parts {
    pub fn of(delivery: &Delivery) -> Parts {
        let mut parts = Parts {
            instance: ptr::null(),
            class: ptr::null(),
            bookmark: ptr::null(),
            machine_id: ptr::null(),
            text: text_of(&delivery.message),
            details: delivery.details.as_ref().map_or(ptr::null(), |details| details.as_ptr()),
        };
        match &delivery.object {
            Object::None => {}
            Object::Instance(instance) => parts.instance = instance.as_ptr(),
            Object::Class(class) => parts.class = class.as_ptr(),
            Object::Indication { instance, bookmark, machine_id } => {
                parts.instance = instance.as_ptr();
                parts.bookmark = text_of(bookmark);
                parts.machine_id = text_of(machine_id);
            }
        }
        parts
    }
}

impl Client for Callbacks {
    fn is_asynchronous(&self) -> bool {
        match self.kind {
            Kind::Instance => self.given.instanceResult.is_some(),
            Kind::Class => self.given.classResult.is_some(),
            Kind::Indication => self.given.indicationResult.is_some(),
        }
    }

    fn lent_handle(&self) -> usize {
        self.handle.get() as usize
    }

    fn heard(&self) -> Heard {
        let given = &self.given;
        Heard {
            messages: given.writeMessage.is_some(),
            errors: given.writeError.is_some(),
            streams: given.streamedParameterResult.is_some(),
            progress: given.writeProgress.is_some(),
            prompts: given.promptUser.is_some(),
        }
    }

    fn result(&self, site: Site, delivery: &Delivery, acknowledge: bool) {
        let parts = Parts::of(delivery);
        let acknowledge: Acknowledge = if acknowledge { Some(acknowledged) } else { None };
        match self.kind {
            Kind::Instance => self.call_instance(site, delivery, &parts, acknowledge),
            Kind::Class => self.call_class(site, delivery, &parts, acknowledge),
            Kind::Indication => self.call_indication(site, delivery, &parts, acknowledge),
        }
    }

    fn streamed_parameter(&self, site: Site, name: &MiString, holder: &Instance, acknowledge: bool) -> bool {
        let Some(result) = self.given.streamedParameterResult else { return false };
        let acknowledge: Acknowledge = if acknowledge { Some(acknowledged) } else { None };
        let Some((kind, image)) = only_value(holder) else { return false };
        let value = self.value.get();
        // SAFETY: nobody reads it now: see `Sync`.
        unsafe { value.write(image) };
        self.call(site, "MI_OperationCallback_StreamedParameter", |operation, context| {
            // SAFETY: the client's own function; name and value, and what is in it, live until it is acknowledged.
            unsafe { result(operation, context, name.as_ptr(), kind, value, acknowledge) }
        });
        true
    }

    fn write_message(&self, site: Site, channel: u32, text: &MiString) {
        let Some(write) = self.given.writeMessage else { return };
        self.call(site, "MI_OperationCallback_WriteMessage", |operation, context| {
            // SAFETY: the client's own function; the text lives during the call.
            unsafe { write(operation, context, channel, text.as_ptr()) }
        });
    }

    fn write_progress(&self, site: Site, texts: [&MiString; 3], percent: u32, seconds: u32) {
        let Some(write) = self.given.writeProgress else { return };
        let [activity, current, status] = texts.map(|text| text.as_ptr());
        self.call(site, "MI_OperationCallback_WriteProgress", |operation, context| {
            // SAFETY: the client's own function; the texts live during the call.
            unsafe { write(operation, context, activity, current, status, percent, seconds) }
        });
    }

    fn write_error(&self, site: Site, error: &Instance, respond: bool) -> bool {
        let Some(write) = self.given.writeError else { return false };
        let response: Respond = if respond { Some(responded) } else { None };
        self.call(site, "MI_OperationCallback_WriteError", |operation, context| {
            // SAFETY: the client's own function; the instance lives until it has responded.
            unsafe { write(operation, context, error.as_ptr(), response) }
        });
        true
    }

    fn prompt_user(&self, site: Site, message: &MiString, critical: bool, respond: bool) -> bool {
        let Some(prompt) = self.given.promptUser else { return false };
        let kind = if critical { MI_PROMPTTYPE_CRITICAL } else { MI_PROMPTTYPE_NORMAL };
        let response: Respond = if respond { Some(responded) } else { None };
        self.call(site, "MI_OperationCallback_PromptUser", |operation, context| {
            // SAFETY: the client's own function; the message lives until it has responded.
            unsafe { prompt(operation, context, message.as_ptr(), kind, response) }
        });
        true
    }
}

type Respond =
    Option<unsafe extern "C" fn(*mut MI_Operation, MI_OperationCallback_ResponseType) -> MI_Result>;

/// The acknowledgement that callbacks are given: exactly once a result, from any thread, also after a Close.
unsafe extern "C" fn acknowledged(operation: *mut MI_Operation) -> MI_Result {
    super::table::guard("resultAcknowledgement", || {
        // SAFETY: the client passes NULL or a readable handle.
        unsafe { answer(operation, Answer::Acknowledged) }
    })
}

/// The response function of promptUser and writeError.
unsafe extern "C" fn responded(
    operation: *mut MI_Operation,
    response: MI_OperationCallback_ResponseType,
) -> MI_Result {
    super::table::guard("response", || {
        let response = match response {
            MI_OperationCallback_ResponseType_No => Response::No,
            MI_OperationCallback_ResponseType_Yes => Response::Yes,
            MI_OperationCallback_ResponseType_NoToAll => Response::NoToAll,
            MI_OperationCallback_ResponseType_YesToAll => Response::YesToAll,
            _ => return MI_RESULT_INVALID_PARAMETER,
        };
        // SAFETY: the client passes NULL or a readable handle.
        unsafe { answer(operation, Answer::Responded(response)) }
    })
}

/// # Safety
/// `operation` is NULL or readable.
unsafe fn answer(operation: *const MI_Operation, answer: Answer) -> MI_Result {
    // SAFETY: this function's contract.
    match unsafe { super::handle::operation(operation) } {
        Ok(operation) => operation.answer(answer),
        Err(result) => result,
    }
}
