//! `MI_SessionFT`: sessions, and the operations that are started on them.

use super::application::APPLICATION;
use super::handle::{self, Handle, give_handle};
use super::session_start::{Common, Subject, run};
use crate::abi::*;
use crate::handle::Key;
use crate::proto::Verb;
use crate::runtime::application::CloseEnd;
use crate::runtime::delivery::{Kind, Site};
use crate::runtime::scope::{self, Call};
use std::ffi::c_void;

type Completion = Option<unsafe extern "C" fn(*mut c_void)>;

table! {
    pub static SESSION: MI_SessionFT {
        live fn Close(
            session: *mut MI_Session,
            completionContext: *mut c_void,
            completionCallback: Option<unsafe extern "C" fn(*mut c_void)>,
        ) -> MI_Result {
            // SAFETY: the slot's contract: NULL or a readable handle.
            unsafe { close(session, completionContext, completionCallback) }
        }
        live fn GetApplication(session: *mut MI_Session, application: *mut MI_Application) -> MI_Result {
            // SAFETY: the slot's contract: NULL or readable, NULL or writable.
            unsafe { get_application(session, application) }
        }
        live fn GetInstance(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract, as for every slot below: pointers are NULL or good for the call.
            unsafe { run("MI_Session_GetInstance", Kind::Instance, common, |of: &Subject| {
                Ok(Verb::GetInstance { instance: of.instance(inboundInstance)? })
            }) }
        }
        live fn ModifyInstance(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_ModifyInstance", Kind::Instance, common, |of: &Subject| {
                Ok(Verb::ModifyInstance { instance: of.instance(inboundInstance)? })
            }) }
        }
        live fn CreateInstance(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_CreateInstance", Kind::Instance, common, |of: &Subject| {
                Ok(Verb::CreateInstance { instance: of.instance(inboundInstance)? })
            }) }
        }
        live fn DeleteInstance(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_DeleteInstance", Kind::Instance, common, |of: &Subject| {
                of.no_flags(flags)?;
                Ok(Verb::DeleteInstance { instance: of.instance(inboundInstance)? })
            }) }
        }
        live fn Invoke(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            methodName: *const MI_Char,
            inboundInstance: *const MI_Instance,
            inboundProperties: *const MI_Instance,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_Invoke", Kind::Instance, common, |of: &Subject| Ok(Verb::Invoke {
                class: of.text(className),
                method: of.name(methodName, "a method name")?,
                instance: of.optional_instance(inboundInstance)?,
                parameters: of.optional_instance(inboundProperties)?,
            })) }
        }
        live fn EnumerateInstances(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_EnumerateInstances", Kind::Instance, common, |of: &Subject| {
                let class = of.class_or_uri(className)?;
                Ok(Verb::EnumerateInstances { class, keys_only: keysOnly != 0 })
            }) }
        }
        live fn QueryInstances(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            queryDialect: *const MI_Char,
            queryExpression: *const MI_Char,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_QueryInstances", Kind::Instance, common, |of: &Subject| Ok(Verb::QueryInstances {
                dialect: of.name(queryDialect, "a query dialect")?,
                expression: of.name(queryExpression, "a query")?,
            })) }
        }
        live fn AssociatorInstances(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            instanceKeys: *const MI_Instance,
            assocClass: *const MI_Char,
            resultClass: *const MI_Char,
            role: *const MI_Char,
            resultRole: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_AssociatorInstances", Kind::Instance, common, |of: &Subject| {
                let (classes, roles) = ([assocClass, resultClass], [role, resultRole]);
                of.associators(instanceKeys, classes, roles, keysOnly != 0)
            }) }
        }
        live fn ReferenceInstances(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            instanceKeys: *const MI_Instance,
            resultClass: *const MI_Char,
            role: *const MI_Char,
            keysOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_ReferenceInstances", Kind::Instance, common, |of: &Subject| {
                Ok(Verb::ReferenceInstances {
                    instance: of.instance(instanceKeys)?,
                    result_class: of.text(resultClass),
                    role: of.text(role),
                    keys_only: keysOnly != 0,
                })
            }) }
        }
        live fn Subscribe(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            queryDialect: *const MI_Char,
            queryExpression: *const MI_Char,
            deliverOptions: *const MI_SubscriptionDeliveryOptions,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_Subscribe", Kind::Indication, common, |of: &Subject| Ok(Verb::Subscribe {
                dialect: of.text(queryDialect),
                expression: of.query_or_uri(queryExpression)?,
                delivery: of.delivery(deliverOptions)?,
            })) }
        }
        live fn GetClass(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_GetClass", Kind::Class, common, |of: &Subject| {
                Ok(Verb::GetClass { class: of.name(className, "a class name")? })
            }) }
        }
        live fn EnumerateClasses(
            session: *mut MI_Session,
            flags: MI_Uint32,
            options: *mut MI_OperationOptions,
            namespaceName: *const MI_Char,
            className: *const MI_Char,
            classNamesOnly: MI_Boolean,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_EnumerateClasses", Kind::Class, common, |of: &Subject| {
                Ok(Verb::EnumerateClasses { class: of.text(className), names_only: classNamesOnly != 0 })
            }) }
        }
        live fn TestConnection(
            session: *mut MI_Session,
            flags: MI_Uint32,
            callbacks: *mut MI_OperationCallbacks,
            operation: *mut MI_Operation,
        ) {
            let (options, namespaceName) = (std::ptr::null_mut(), std::ptr::null());
            let common = Common { session, flags, options, namespaceName, callbacks, operation };
            // SAFETY: the slot's contract.
            unsafe { run("MI_Session_TestConnection", Kind::Instance, common, |of: &Subject| {
                of.no_flags(flags)?;
                Ok(Verb::TestConnection)
            }) }
        }
    }
}

/// A completion that is called once, whatever the thread.
struct Due {
    callback: unsafe extern "C" fn(*mut c_void),
    context: *mut c_void,
}

// SAFETY: the context is the client's, handed back to it and never followed; the API calls it on any thread.
unsafe impl Send for Due {}

impl Due {
    fn call(self, site: Site) {
        let (frame, application) = (site.frame, site.application);
        let call = Call { frame, application, handle: 0, name: "completionCallback of MI_Session_Close" };
        // SAFETY: the client's own function with its own context.
        scope::enter(call, || unsafe { (self.callback)(self.context) });
    }
}

/// # Safety
/// `handle` is NULL or readable.
unsafe fn close(handle: *mut MI_Session, context: *mut c_void, completion: Completion) -> MI_Result {
    // SAFETY: this function's contract.
    let key = unsafe { handle::key_of(handle) };
    if key.is_none_or(|key| key == Key::default()) {
        // As the original: nothing to close is closed at once, and the client is told so.
        if let Some(callback) = completion {
            // SAFETY: the client's own function with its own context.
            scope::inline_call(|| unsafe { callback(context) });
        }
        return MI_RESULT_INVALID_PARAMETER;
    }
    // SAFETY: this function's contract.
    let session = match unsafe { handle::session(handle) } {
        Ok(session) => session,
        Err(result) => return result,
    };
    let end = match completion {
        None => session.close(),
        Some(callback) => {
            let due = Due { callback, context };
            session.close_with(Box::new(move |frame| due.call(frame)))
        }
    };
    close_result(end)
}

/// FAILED is the documented code for "anything else": a close that was refused, or gave up.
pub fn close_result(end: CloseEnd) -> MI_Result {
    match end {
        CloseEnd::Closed => MI_RESULT_OK,
        CloseEnd::AlreadyClosing => MI_RESULT_INVALID_PARAMETER,
        CloseEnd::Refused(_) | CloseEnd::TimedOut | CloseEnd::NobodyLeft => MI_RESULT_FAILED,
        CloseEnd::NoThread => MI_RESULT_FAILED,
    }
}

/// # Safety
/// `handle` is NULL or readable, `out` NULL or writable.
unsafe fn get_application(handle: *const MI_Session, out: *mut MI_Application) -> MI_Result {
    // SAFETY: this function's contract.
    match unsafe { handle::session(handle) } {
        Ok(_) if out.is_null() => MI_RESULT_INVALID_PARAMETER,
        Ok(session) => {
            // SAFETY: writable by this function's contract.
            unsafe { give_handle(out, session.application.key(), &APPLICATION) };
            MI_RESULT_OK
        }
        Err(result) => {
            // SAFETY: this function's contract.
            unsafe { super::text::give(out, MI_Application::make(Key::default(), std::ptr::null())) };
            result
        }
    }
}
