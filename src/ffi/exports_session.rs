//! The flat exports of sessions: what starts operations.
//!
//! Any thread. A result callback runs on a thread of the library, one result at a time and in order; without one the
//! caller fetches the results (MI_Operation_Get*). Each operation has exactly one final result. What is given is copied
//! before the call returns, and the caller closes the operation with MI_Operation_Close.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::{clear, forward, refuse_classes, refuse_indications, refuse_instances, table_of};
use crate::ffi::table::guard;
use crate::runtime::scope::inline_call;
use core::ffi::c_void;

/// Ends a session: operations that still run are cancelled and end first.
///
/// With a callback it returns at once, and `completionCallback(completionContext)` runs when all is done;
/// without one it waits. A wait for its own callback is refused. A NULL session is closed already: the
/// callback runs inline. Microsoft: MI_Session_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_Close(
    session: *mut MI_Session,
    completionContext: *mut c_void,
    completionCallback: Option<unsafe extern "C" fn(*mut c_void)>,
) -> MI_Result {
    // SAFETY:
    // - NULL, or a session handle.
    let table = unsafe { table_of(session) };
    guard("MI_SessionFT.Close, exported", || {
        match (table.and_then(|table| table.Close), completionCallback) {
            // SAFETY:
            // - the slot belongs to this handle.
            (Some(slot), _) => unsafe { slot(session, completionContext, completionCallback) },
            (None, Some(callback)) => {
                // SAFETY:
                // - the caller's callback takes the caller's context.
                inline_call(|| unsafe { callback(completionContext) });
                MI_RESULT_OK
            }
            (None, None) => MI_RESULT_INVALID_PARAMETER,
        }
    })
}

/// The application of the session.
///
/// A copy of its handle, not to be closed in its place. Microsoft: MI_Session_GetApplication function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_GetApplication(
    session: *mut MI_Session,
    application: *mut MI_Application,
) -> MI_Result {
    forward!(MI_SessionFT.GetApplication(session, application), clear(application))
}

/// Starts reading one instance, named by the keys of `inboundInstance`.
///
/// Microsoft: MI_Session_GetInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_GetInstance(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    inboundInstance: *const MI_Instance,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.GetInstance(
            session,
            flags,
            options,
            namespaceName,
            inboundInstance,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts writing the properties of `inboundInstance` to the instance with its keys.
///
/// Microsoft: MI_Session_ModifyInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_ModifyInstance(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    inboundInstance: *const MI_Instance,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.ModifyInstance(
            session,
            flags,
            options,
            namespaceName,
            inboundInstance,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts creating `inboundInstance`; the result holds its keys.
///
/// Microsoft: MI_Session_CreateInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_CreateInstance(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    inboundInstance: *const MI_Instance,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.CreateInstance(
            session,
            flags,
            options,
            namespaceName,
            inboundInstance,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts deleting the instance with the keys of `inboundInstance`.
///
/// Microsoft: MI_Session_DeleteInstance function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_DeleteInstance(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    inboundInstance: *const MI_Instance,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.DeleteInstance(
            session,
            flags,
            options,
            namespaceName,
            inboundInstance,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts a method: of a class, or of the instance with the keys of `inboundInstance`.
///
/// The result's element ReturnValue and the output parameters come as one instance. Microsoft:
/// MI_Session_Invoke function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_Invoke(
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
    forward!(
        MI_SessionFT.Invoke(
            session,
            flags,
            options,
            namespaceName,
            className,
            methodName,
            inboundInstance,
            inboundProperties,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts enumerating the instances of a class and its subclasses; `keysOnly` leaves the other properties
/// out.
///
/// Microsoft: MI_Session_EnumerateInstances function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_EnumerateInstances(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    className: *const MI_Char,
    keysOnly: MI_Boolean,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.EnumerateInstances(
            session,
            flags,
            options,
            namespaceName,
            className,
            keysOnly,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts a query.
///
/// Microsoft: MI_Session_QueryInstances function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_QueryInstances(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    queryDialect: *const MI_Char,
    queryExpression: *const MI_Char,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.QueryInstances(
            session,
            flags,
            options,
            namespaceName,
            queryDialect,
            queryExpression,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts walking from an instance to those associated with it; each filter may be NULL.
///
/// Microsoft: MI_Session_AssociatorInstances function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_AssociatorInstances(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    instanceKey: *const MI_Instance,
    assocClass: *const MI_Char,
    resultClass: *const MI_Char,
    role: *const MI_Char,
    resultRole: *const MI_Char,
    keysOnly: MI_Boolean,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.AssociatorInstances(
            session,
            flags,
            options,
            namespaceName,
            instanceKey,
            assocClass,
            resultClass,
            role,
            resultRole,
            keysOnly,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts enumerating the associations that refer to an instance; each filter may be NULL.
///
/// Microsoft: MI_Session_ReferenceInstances function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_ReferenceInstances(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    instanceKey: *const MI_Instance,
    resultClass: *const MI_Char,
    role: *const MI_Char,
    keysOnly: MI_Boolean,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.ReferenceInstances(
            session,
            flags,
            options,
            namespaceName,
            instanceKey,
            resultClass,
            role,
            keysOnly,
            callbacks,
            operation
        ),
        refuse_instances(callbacks, operation)
    )
}

/// Starts a subscription to indications; it ends when it is cancelled or fails.
///
/// Microsoft: MI_Session_Subscribe function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_Subscribe(
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
    forward!(
        MI_SessionFT.Subscribe(
            session,
            flags,
            options,
            namespaceName,
            queryDialect,
            queryExpression,
            deliverOptions,
            callbacks,
            operation
        ),
        refuse_indications(callbacks, operation)
    )
}

/// Starts reading one class.
///
/// Microsoft: MI_Session_GetClass function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_GetClass(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    className: *const MI_Char,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.GetClass(session, flags, options, namespaceName, className, callbacks, operation),
        refuse_classes(callbacks, operation)
    )
}

/// Starts enumerating the subclasses of a class (all, where it is NULL).
///
/// Microsoft: MI_Session_EnumerateClasses function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_EnumerateClasses(
    session: *mut MI_Session,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    namespaceName: *const MI_Char,
    className: *const MI_Char,
    classNamesOnly: MI_Boolean,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.EnumerateClasses(
            session,
            flags,
            options,
            namespaceName,
            className,
            classNamesOnly,
            callbacks,
            operation
        ),
        refuse_classes(callbacks, operation)
    )
}

/// Starts asking whether the destination answers.
///
/// Microsoft: MI_Session_TestConnection function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_Session_TestConnection(
    session: *mut MI_Session,
    flags: MI_Uint32,
    callbacks: *mut MI_OperationCallbacks,
    operation: *mut MI_Operation,
) {
    forward!(
        MI_SessionFT.TestConnection(session, flags, callbacks, operation),
        refuse_instances(callbacks, operation)
    )
}
