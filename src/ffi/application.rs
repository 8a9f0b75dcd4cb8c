//! `MI_ApplicationFT`, and `MI_Application_InitializeV1`: where everything begins and ends.

use super::handle::{self, give_handle, zero};
use super::place;
use super::session::{SESSION, close_result};
use super::session_callbacks::SessionCallbacks;
use super::text::{give, text};
use super::{
    deserializer, destination_options, instance, operation_options, option_object, serializer,
    subscription_options,
};
use crate::abi::*;
use crate::cim::Error;
use crate::handle::Key;
use crate::runtime::application::Application;
use crate::runtime::log::{self, Level};
use crate::runtime::session::{NewSession, Session, closing_error};
use crate::runtime::session_note::Note;
use std::sync::Arc;

table! {
    static SLOTS: MI_ApplicationFT {
        live fn Close(application: *mut MI_Application) -> MI_Result {
            // SAFETY: the slot's contract: NULL or a writable handle.
            unsafe { close(application) }
        }
        live fn NewSession(
            application: *mut MI_Application,
            protocol: *const MI_Char,
            destination: *const MI_Char,
            options: *mut MI_DestinationOptions,
            callbacks: *mut MI_SessionCallbacks,
            extendedError: *mut *mut MI_Instance,
            session: *mut MI_Session,
        ) -> MI_Result {
            let wanted = Wanted { protocol, destination, options, callbacks };
            // SAFETY: the slot's contract: pointers are NULL or good for the call.
            unsafe { new_session(application, &wanted, extendedError, session) }
        }
        stub fn NewHostedProvider(
            application: *mut MI_Application,
            namespaceName: *const MI_Char,
            providerName: *const MI_Char,
            mi_Main: MI_MainFunction,
            extendedError: *mut *mut MI_Instance,
            provider: *mut MI_HostedProvider,
        ) -> MI_Result {}
        live fn NewInstance(
            application: *mut MI_Application,
            className: *const MI_Char,
            classRTTI: *const MI_ClassDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { instance::new_instance(className, classRTTI, instance) })
        }
        live fn NewDestinationOptions(
            application: *mut MI_Application,
            options: *mut MI_DestinationOptions,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { destination_options::new(options) })
        }
        live fn NewOperationOptions(
            application: *mut MI_Application,
            customOptionsMustUnderstand: MI_Boolean,
            options: *mut MI_OperationOptions,
        ) -> MI_Result {
            let must = customOptionsMustUnderstand != 0;
            // SAFETY: the slot's contract.
            checked(application, || unsafe { operation_options::new(options, must) })
        }
        live fn NewSubscriptionDeliveryOptions(
            application: *mut MI_Application,
            deliveryType: MI_SubscriptionDeliveryType,
            deliveryOptions: *mut MI_SubscriptionDeliveryOptions,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { subscription_options::new(deliveryOptions, deliveryType) })
        }
        live fn NewSerializer(
            application: *mut MI_Application,
            flags: MI_Uint32,
            format: *mut MI_Char,
            serializer: *mut MI_Serializer,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { serializer::new(flags, format, serializer) })
        }
        live fn NewDeserializer(
            application: *mut MI_Application,
            flags: MI_Uint32,
            format: *mut MI_Char,
            deserializer: *mut MI_Deserializer,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { deserializer::new(flags, format, deserializer) })
        }
        live fn NewInstanceFromClass(
            application: *mut MI_Application,
            className: *const MI_Char,
            classObject: *const MI_Class,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { instance::new_instance_from_class(className, classObject, instance) })
        }
        live fn NewClass(
            application: *mut MI_Application,
            classDecl: *const MI_ClassDecl,
            namespaceName: *const MI_Char,
            serverName: *const MI_Char,
            classObject: *mut *mut MI_Class,
        ) -> MI_Result {
            // SAFETY: the slot's contract.
            checked(application, || unsafe { super::class::new_class(classDecl, namespaceName, serverName, classObject) })
        }
    }
}

/// The application's table. NewSession goes through an entry that notes the place it was called from.
pub static APPLICATION: MI_ApplicationFT =
    MI_ApplicationFT { NewSession: Some(place::new_session_entry), ..SLOTS };

/// For the entry.
pub fn new_session_slot() -> NewSessionSlot {
    const { SLOTS.NewSession.unwrap() }
}

type NewSessionSlot = unsafe extern "C" fn(
    *mut MI_Application,
    *const MI_Char,
    *const MI_Char,
    *mut MI_DestinationOptions,
    *mut MI_SessionCallbacks,
    *mut *mut MI_Instance,
    *mut MI_Session,
) -> MI_Result;

/// Runs `body` for a handle that may make things. Objects, options and codecs work in a forked child too.
fn checked(application: *const MI_Application, body: impl FnOnce() -> MI_Result) -> MI_Result {
    // SAFETY: the slot's contract: NULL or a readable handle.
    match unsafe { handle::application(application) } {
        Ok(_) | Err(MI_RESULT_FAILED) => body(),
        Err(result) => result,
    }
}

/// Opens an application: the root of everything else. `flags` must be 0; `applicationID` (optional) names it in
/// reports. On failure `extendedError` (optional) receives a CIM_Error that the caller frees with
/// MI_Instance_Delete, and the handle is one whose every call answers an error. Any thread, any number of times;
/// each success is ended by MI_Application_Close. Microsoft: MI_Application_InitializeV1 function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Application_InitializeV1(
    flags: MI_Uint32,
    applicationID: *const MI_Char,
    extendedError: *mut *mut MI_Instance,
    application: *mut MI_Application,
) -> MI_Result {
    super::table::guard("MI_Application_InitializeV1", || {
        // SAFETY: the function's contract: pointers are NULL or good for the call.
        unsafe { initialize(flags, applicationID, extendedError, application) }
    })
}

/// # Safety
/// Pointers are NULL or good for the call.
unsafe fn initialize(
    flags: MI_Uint32,
    id: *const MI_Char,
    extended_error: *mut *mut MI_Instance,
    out: *mut MI_Application,
) -> MI_Result {
    // SAFETY: this function's contract.
    unsafe { give(extended_error, std::ptr::null_mut()) };
    // SAFETY: this function's contract.
    unsafe { give_handle(out, Key::default(), &APPLICATION) };
    let opened = if out.is_null() {
        Err(bad_argument("no place for the application's handle was given"))
    } else if flags != 0 {
        Err(bad_argument("flags must be 0"))
    } else {
        // SAFETY: this function's contract.
        Application::open(unsafe { text(id) }.unwrap_or_default(), 0)
    };
    match opened {
        Ok(key) => {
            // SAFETY: this function's contract.
            unsafe { give_handle(out, key, &APPLICATION) };
            MI_RESULT_OK
        }
        // SAFETY: this function's contract.
        Err(error) => unsafe { give_error(extended_error, error, "MI_Application_InitializeV1") },
    }
}

fn bad_argument(text: &str) -> Error {
    Error::new(MI_RESULT_INVALID_PARAMETER, text).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
}

/// An application handle that names none, or one of the parent process.
fn not_usable(result: MI_Result) -> Error {
    let text = match result {
        MI_RESULT_FAILED => "the application was opened before a fork, in the parent process",
        _ => "the application handle is not valid: closed, or never opened",
    };
    Error::new(result, text).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
}

/// Hands an error out as an instance that the caller deletes, and answers its result.
///
/// # Safety
/// `out` is NULL or writable.
unsafe fn give_error(out: *mut *mut MI_Instance, error: Error, call: &'static str) -> MI_Result {
    let result = error.result;
    log::write(Level::Error, &format!("{call}: {}", error.message));
    if !out.is_null()
        && let Ok(instance) = error.with_operation(call).to_instance()
    {
        // SAFETY: writable by this function's contract.
        unsafe { out.write(instance.into_raw()) };
    }
    result
}

/// # Safety
/// `handle` is NULL or writable.
unsafe fn close(handle: *mut MI_Application) -> MI_Result {
    // SAFETY: this function's contract.
    let application = match unsafe { handle::application(handle) } {
        Ok(application) => application,
        Err(result) => return result,
    };
    let result = close_result(application.close());
    if result == MI_RESULT_OK {
        // SAFETY: not NULL, as it was found; writable by this function's contract.
        unsafe { zero(handle) };
    }
    result
}

/// What a session is asked for.
struct Wanted {
    protocol: *const MI_Char,
    destination: *const MI_Char,
    options: *const MI_DestinationOptions,
    callbacks: *const MI_SessionCallbacks,
}

/// # Safety
/// Pointers are NULL or good for the call.
unsafe fn new_session(
    handle: *const MI_Application,
    wanted: &Wanted,
    extended_error: *mut *mut MI_Instance,
    out: *mut MI_Session,
) -> MI_Result {
    // SAFETY: this function's contract.
    unsafe { give(extended_error, std::ptr::null_mut()) };
    // SAFETY: this function's contract.
    unsafe { give_handle(out, Key::default(), &SESSION) };
    let opened = if out.is_null() {
        Err(bad_argument("no place for the session's handle was given"))
    } else {
        // SAFETY: this function's contract.
        unsafe { handle::application(handle) }
            .map_err(not_usable)
            // SAFETY: this function's contract.
            .and_then(|application| unsafe { open_session(&application, wanted) })
    };
    match opened {
        Ok(session) => {
            // SAFETY: this function's contract.
            unsafe { give_handle(out, session.key(), &SESSION) };
            // Only now: its callbacks may look at the handle.
            greet(&session);
            MI_RESULT_OK
        }
        // SAFETY: this function's contract.
        Err(error) => unsafe { give_error(extended_error, error, "MI_Application_NewSession") },
    }
}

/// # Safety
/// As [`new_session`].
unsafe fn open_session(application: &Arc<Application>, wanted: &Wanted) -> Result<Arc<Session>, Error> {
    // SAFETY: this function's contract.
    let protocol = unsafe { text(wanted.protocol) };
    // SAFETY: this function's contract.
    let destination = unsafe { text(wanted.destination) };
    // SAFETY: this function's contract.
    let options = unsafe { option_object::given(wanted.options) }
        .map_err(|result| Error::new(result, "the destination options are not valid"))?
        .unwrap_or_default();
    if application.is_closing() {
        return Err(closing_error("the application"));
    }
    let (name, handler) = application.handlers.choose(protocol.as_deref(), destination.as_deref())?;
    let connection = handler.connect(destination.as_deref(), &options, &application.services)?;
    let new = NewSession {
        protocol: name,
        destination,
        timeout: options.timeout(),
        // SAFETY: this function's contract.
        client: unsafe { SessionCallbacks::copy(wanted.callbacks) },
        connection,
        place: place::take(),
    };
    Session::open(application, new)
}

/// Tells a client that asked for another protocol of this machine who serves it.
fn greet(session: &Arc<Session>) {
    // On Windows it is WMI itself.
    if cfg!(not(windows)) && matches!(session.protocol.as_str(), "WMIDCOM" | "OMI_SOCKETS") {
        let text = format!("protocol {} for this machine is served in-process", session.protocol);
        session.note(Note::Message { channel: MI_WRITEMESSAGE_CHANNEL_VERBOSE, text });
    }
}
