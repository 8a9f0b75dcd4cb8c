//! Callback types: what the library calls.

use super::*;
use core::ffi::c_void;

/// A provider's function for one method.
pub type MI_MethodDecl_Invoke = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        methodName: *const MI_Char,
        instanceName: *const MI_Instance,
        parameters: *const MI_Instance,
    ),
>;

/// A provider is about to serve; *self is its own from now on.
pub type MI_ProviderFT_Load = Option<
    unsafe extern "C" fn(this: *mut *mut c_void, selfModule: *mut MI_Module_Self, context: *mut MI_Context),
>;

/// A provider is not needed any more.
pub type MI_ProviderFT_Unload = Option<unsafe extern "C" fn(this: *mut c_void, context: *mut MI_Context)>;

/// A client reads one instance.
pub type MI_ProviderFT_GetInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        instanceName: *const MI_Instance,
        propertySet: *const MI_PropertySet,
    ),
>;

/// A client enumerates instances.
pub type MI_ProviderFT_EnumerateInstances = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        propertySet: *const MI_PropertySet,
        keysOnly: MI_Boolean,
        filter: *const MI_Filter,
    ),
>;

/// A client creates an instance.
pub type MI_ProviderFT_CreateInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        newInstance: *const MI_Instance,
    ),
>;

/// A client changes an instance.
pub type MI_ProviderFT_ModifyInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        modifiedInstance: *const MI_Instance,
        propertySet: *const MI_PropertySet,
    ),
>;

/// A client deletes an instance.
pub type MI_ProviderFT_DeleteInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        instanceName: *const MI_Instance,
    ),
>;

/// A client walks to associated instances.
pub type MI_ProviderFT_AssociatorInstances = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        instanceName: *const MI_Instance,
        resultClass: *const MI_Char,
        role: *const MI_Char,
        resultRole: *const MI_Char,
        propertySet: *const MI_PropertySet,
        keysOnly: MI_Boolean,
        filter: *const MI_Filter,
    ),
>;

/// A client enumerates associations of an instance.
pub type MI_ProviderFT_ReferenceInstances = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        instanceName: *const MI_Instance,
        role: *const MI_Char,
        propertySet: *const MI_PropertySet,
        keysOnly: MI_Boolean,
        filter: *const MI_Filter,
    ),
>;

/// Someone may subscribe from now on.
pub type MI_ProviderFT_EnableIndications = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        indicationsContext: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
    ),
>;

/// Nobody is subscribed any more.
pub type MI_ProviderFT_DisableIndications = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        indicationsContext: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
    ),
>;

/// A client subscribes.
pub type MI_ProviderFT_Subscribe = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        filter: *const MI_Filter,
        bookmark: *const MI_Char,
        subscriptionID: MI_Uint64,
        subscriptionSelf: *mut *mut c_void,
    ),
>;

/// A subscription ends.
pub type MI_ProviderFT_Unsubscribe = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        subscriptionID: MI_Uint64,
        subscriptionSelf: *mut c_void,
    ),
>;

/// A client calls a method.
pub type MI_ProviderFT_Invoke = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        methodName: *const MI_Char,
        instanceName: *const MI_Instance,
        inputParameters: *const MI_Instance,
    ),
>;

/// A module was loaded.
pub type MI_Module_Load =
    Option<unsafe extern "C" fn(this: *mut *mut MI_Module_Self, context: *mut MI_Context)>;

/// A module is about to be unloaded.
pub type MI_Module_Unload = Option<unsafe extern "C" fn(this: *mut MI_Module_Self, context: *mut MI_Context)>;

/// A request was cancelled; on any thread.
pub type MI_CancelCallback =
    Option<unsafe extern "C" fn(reason: MI_CancellationReason, callbackData: *mut c_void)>;

/// The entry of a provider module.
pub type MI_MainFunction = Option<unsafe extern "C" fn(server: *mut MI_Server) -> *mut MI_Module>;

/// The server asks the user. Call promptUserResult, now or later and once, unless it is NULL.
pub type MI_OperationCallback_PromptUser = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        message: *const MI_Char,
        promptType: MI_PromptType,
        promptUserResult: Option<
            unsafe extern "C" fn(*mut MI_Operation, MI_OperationCallback_ResponseType) -> MI_Result,
        >,
    ),
>;

/// An error that does not end the operation. Call writeErrorResult, now or later and once, unless it is NULL;
/// the instance is good until this returns or, where an answer is asked for, until it is given.
pub type MI_OperationCallback_WriteError = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        instance: *mut MI_Instance,
        writeErrorResult: Option<
            unsafe extern "C" fn(*mut MI_Operation, MI_OperationCallback_ResponseType) -> MI_Result,
        >,
    ),
>;

/// A message of the server, good until this returns.
pub type MI_OperationCallback_WriteMessage = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        channel: MI_Uint32,
        message: *const MI_Char,
    ),
>;

/// Progress; percentageComplete and secondsRemaining may be unknown (all ones).
pub type MI_OperationCallback_WriteProgress = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        activity: *const MI_Char,
        currentOperation: *const MI_Char,
        statusDescription: *const MI_Char,
        percentageComplete: MI_Uint32,
        secondsRemaining: MI_Uint32,
    ),
>;

/// A result, on a thread of the library, one at a time and in order. The last one has moreResults == MI_FALSE
/// and the outcome of the operation. What it points to is good until this returns or, with manual
/// acknowledgement, until resultAcknowledgement is called. A close that would wait for this very callback is
/// refused.
pub type MI_OperationCallback_Instance = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        instance: *const MI_Instance,
        moreResults: MI_Boolean,
        resultCode: MI_Result,
        errorString: *const MI_Char,
        errorDetails: *const MI_Instance,
        resultAcknowledgement: Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>,
    ),
>;

/// A part of a method's streamed output parameter; good as a result is.
pub type MI_OperationCallback_StreamedParameter = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        parameterName: *const MI_Char,
        resultType: MI_Type,
        result: *const MI_Value,
        resultAcknowledgement: Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>,
    ),
>;

/// An indication, or (moreResults == MI_FALSE) the end of the subscription; good as a result is.
pub type MI_OperationCallback_Indication = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        instance: *const MI_Instance,
        bookmark: *const MI_Char,
        machineID: *const MI_Char,
        moreResults: MI_Boolean,
        resultCode: MI_Result,
        errorString: *const MI_Char,
        errorDetails: *const MI_Instance,
        resultAcknowledgement: Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>,
    ),
>;

/// A class as a result; as MI_OperationCallback_Instance.
pub type MI_OperationCallback_Class = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        classResult: *const MI_Class,
        moreResults: MI_Boolean,
        resultCode: MI_Result,
        errorString: *const MI_Char,
        errorDetails: *const MI_Instance,
        resultAcknowledgement: Option<unsafe extern "C" fn(*mut MI_Operation) -> MI_Result>,
    ),
>;

/// A deserializer needs a class; the class that this gives stays the caller's.
pub type MI_Deserializer_ClassObjectNeeded = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        serverName: *const MI_Char,
        namespaceName: *const MI_Char,
        className: *const MI_Char,
        requestedClassObject: *mut *mut MI_Class,
    ) -> MI_Result,
>;

/// The subscribed lifecycle events are others than before.
pub type MI_LifecycleIndicationCallback =
    Option<unsafe extern "C" fn(types: MI_Uint32, callbackData: *mut c_void)>;
