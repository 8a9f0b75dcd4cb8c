//! Callback types: what the library calls.

use super::*;
use core::ffi::c_void;

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

pub type MI_ProviderFT_Load = Option<
    unsafe extern "C" fn(this: *mut *mut c_void, selfModule: *mut MI_Module_Self, context: *mut MI_Context),
>;

pub type MI_ProviderFT_Unload = Option<unsafe extern "C" fn(this: *mut c_void, context: *mut MI_Context)>;

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

pub type MI_ProviderFT_CreateInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        newInstance: *const MI_Instance,
    ),
>;

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

pub type MI_ProviderFT_DeleteInstance = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        context: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
        instanceName: *const MI_Instance,
    ),
>;

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

pub type MI_ProviderFT_EnableIndications = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        indicationsContext: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
    ),
>;

pub type MI_ProviderFT_DisableIndications = Option<
    unsafe extern "C" fn(
        this: *mut c_void,
        indicationsContext: *mut MI_Context,
        nameSpace: *const MI_Char,
        className: *const MI_Char,
    ),
>;

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

pub type MI_Module_Load =
    Option<unsafe extern "C" fn(this: *mut *mut MI_Module_Self, context: *mut MI_Context)>;

pub type MI_Module_Unload = Option<unsafe extern "C" fn(this: *mut MI_Module_Self, context: *mut MI_Context)>;

pub type MI_CancelCallback =
    Option<unsafe extern "C" fn(reason: MI_CancellationReason, callbackData: *mut c_void)>;

pub type MI_MainFunction = Option<unsafe extern "C" fn(server: *mut MI_Server) -> *mut MI_Module>;

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

pub type MI_OperationCallback_WriteMessage = Option<
    unsafe extern "C" fn(
        operation: *mut MI_Operation,
        callbackContext: *mut c_void,
        channel: MI_Uint32,
        message: *const MI_Char,
    ),
>;

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

pub type MI_Deserializer_ClassObjectNeeded = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        serverName: *const MI_Char,
        namespaceName: *const MI_Char,
        className: *const MI_Char,
        requestedClassObject: *mut *mut MI_Class,
    ) -> MI_Result,
>;

pub type MI_LifecycleIndicationCallback =
    Option<unsafe extern "C" fn(types: MI_Uint32, callbackData: *mut c_void)>;
