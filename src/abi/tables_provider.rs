//! Function tables of the provider side: context, provider, server, lifecycle.

use super::*;
use core::ffi::c_void;

/// The functions of a server that belong to no request.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ServerFT {
    pub GetVersion: Option<unsafe extern "C" fn(version: *mut MI_Uint32) -> MI_Result>,
    pub GetSystemName: Option<unsafe extern "C" fn(systemName: *mut *const MI_Char) -> MI_Result>,
}

/// The functions of a provider; NULL where it does not support one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ProviderFT {
    pub Load: Option<
        unsafe extern "C" fn(
            this: *mut *mut c_void,
            selfModule: *mut MI_Module_Self,
            context: *mut MI_Context,
        ),
    >,
    pub Unload: Option<unsafe extern "C" fn(this: *mut c_void, context: *mut MI_Context)>,
    pub GetInstance: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            instanceName: *const MI_Instance,
            propertySet: *const MI_PropertySet,
        ),
    >,
    pub EnumerateInstances: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            propertySet: *const MI_PropertySet,
            keysOnly: MI_Boolean,
            filter: *const MI_Filter,
        ),
    >,
    pub CreateInstance: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            newInstance: *const MI_Instance,
        ),
    >,
    pub ModifyInstance: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            modifiedInstance: *const MI_Instance,
            propertySet: *const MI_PropertySet,
        ),
    >,
    pub DeleteInstance: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            instanceName: *const MI_Instance,
        ),
    >,
    pub AssociatorInstances: Option<
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
    >,
    pub ReferenceInstances: Option<
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
    >,
    pub EnableIndications: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            indicationsContext: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
        ),
    >,
    pub DisableIndications: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            indicationsContext: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
        ),
    >,
    pub Subscribe: Option<
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
    >,
    pub Unsubscribe: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            subscriptionID: MI_Uint64,
            subscriptionSelf: *mut c_void,
        ),
    >,
    pub Invoke: Option<
        unsafe extern "C" fn(
            this: *mut c_void,
            context: *mut MI_Context,
            nameSpace: *const MI_Char,
            className: *const MI_Char,
            methodName: *const MI_Char,
            instanceName: *const MI_Instance,
            inputParameters: *const MI_Instance,
        ),
    >,
}

/// The functions of requests.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ContextFT {
    pub PostResult: Option<unsafe extern "C" fn(context: *mut MI_Context, result: MI_Result) -> MI_Result>,
    pub PostInstance:
        Option<unsafe extern "C" fn(context: *mut MI_Context, instance: *const MI_Instance) -> MI_Result>,
    pub PostIndication: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            indication: *const MI_Instance,
            subscriptionIDCount: MI_Uint32,
            bookmark: *const MI_Char,
        ) -> MI_Result,
    >,
    pub ConstructInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            classDecl: *const MI_ClassDecl,
            instance: *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub ConstructParameters: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            methodDecl: *const MI_MethodDecl,
            instance: *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            classDecl: *const MI_ClassDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewDynamicInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            className: *const MI_Char,
            flags: MI_Uint32,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewParameters: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            methodDecl: *const MI_MethodDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub Canceled:
        Option<unsafe extern "C" fn(context: *const MI_Context, flag: *mut MI_Boolean) -> MI_Result>,
    pub GetLocale: Option<
        unsafe extern "C" fn(
            context: *const MI_Context,
            localeType: MI_LocaleType,
            locale: *mut MI_Char,
        ) -> MI_Result,
    >,
    pub RegisterCancel: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            callback: MI_CancelCallback,
            callbackData: *mut c_void,
        ) -> MI_Result,
    >,
    pub RequestUnload: Option<unsafe extern "C" fn(context: *mut MI_Context) -> MI_Result>,
    pub RefuseUnload: Option<unsafe extern "C" fn(context: *mut MI_Context) -> MI_Result>,
    pub GetLocalSession:
        Option<unsafe extern "C" fn(context: *const MI_Context, session: *mut MI_Session) -> MI_Result>,
    pub SetStringOption: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            name: *const MI_Char,
            value: *const MI_Char,
        ) -> MI_Result,
    >,
    pub GetStringOption: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            name: *const MI_Char,
            value: *mut *const MI_Char,
        ) -> MI_Result,
    >,
    pub GetNumberOption: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            name: *const MI_Char,
            value: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetCustomOption: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            name: *const MI_Char,
            valueType: *mut MI_Type,
            value: *mut MI_Value,
        ) -> MI_Result,
    >,
    pub GetCustomOptionCount:
        Option<unsafe extern "C" fn(context: *mut MI_Context, count: *mut MI_Uint32) -> MI_Result>,
    pub GetCustomOptionAt: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            valueType: *mut MI_Type,
            value: *mut MI_Value,
        ) -> MI_Result,
    >,
    pub WriteMessage: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            channel: MI_Uint32,
            message: *const MI_Char,
        ) -> MI_Result,
    >,
    pub WriteProgress: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            activity: *const MI_Char,
            currentOperation: *const MI_Char,
            statusDescription: *const MI_Char,
            percentComplete: MI_Uint32,
            secondsRemaining: MI_Uint32,
        ) -> MI_Result,
    >,
    pub WriteStreamParameter: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            name: *const MI_Char,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result,
    >,
    pub WriteCimError: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            error: *const MI_Instance,
            flag: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub PromptUser: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            message: *const MI_Char,
            promptType: MI_PromptType,
            result: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub ShouldProcess: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            target: *const MI_Char,
            action: *const MI_Char,
            result: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub ShouldContinue: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            message: *const MI_Char,
            result: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub PostError: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            resultCode: MI_Uint32,
            resultType: *const MI_Char,
            errorMessage: *const MI_Char,
        ) -> MI_Result,
    >,
    pub PostCimError:
        Option<unsafe extern "C" fn(context: *mut MI_Context, error: *const MI_Instance) -> MI_Result>,
    pub WriteError: Option<
        unsafe extern "C" fn(
            context: *mut MI_Context,
            resultCode: MI_Uint32,
            resultType: *const MI_Char,
            errorMessage: *const MI_Char,
            flag: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub GetLifecycleIndicationContext: Option<
        unsafe extern "C" fn(
            context: *const MI_Context,
            lifecycleContext: *mut *mut MI_LifecycleIndicationContext,
        ) -> MI_Result,
    >,
}

/// The functions of lifecycle indications.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_LifecycleIndicationContextFT {
    pub PostCreate: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            instance: *const MI_Instance,
        ) -> MI_Result,
    >,
    pub PostModify: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            orginalInstance: *const MI_Instance,
            instance: *const MI_Instance,
        ) -> MI_Result,
    >,
    pub PostDelete: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            orginalInstance: *const MI_Instance,
        ) -> MI_Result,
    >,
    pub PostRead: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            instance: *const MI_Instance,
        ) -> MI_Result,
    >,
    pub PostMethodCall: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            instance: *const MI_Instance,
            methodName: *const MI_Char,
            precall: MI_Boolean,
            parameter: *const MI_Instance,
            returnvalue: *const MI_Char,
        ) -> MI_Result,
    >,
    pub PostResult: Option<
        unsafe extern "C" fn(context: *mut MI_LifecycleIndicationContext, result: MI_Result) -> MI_Result,
    >,
    pub ConstructInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            classDecl: *const MI_ClassDecl,
            instance: *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub ConstructParameters: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            methodDecl: *const MI_MethodDecl,
            instance: *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            classDecl: *const MI_ClassDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewDynamicInstance: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            className: *const MI_Char,
            flags: MI_Uint32,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub NewParameters: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            methodDecl: *const MI_MethodDecl,
            instance: *mut *mut MI_Instance,
        ) -> MI_Result,
    >,
    pub SetSupportedTypes: Option<
        unsafe extern "C" fn(context: *mut MI_LifecycleIndicationContext, types: MI_Uint32) -> MI_Result,
    >,
    pub GetTypes: Option<
        unsafe extern "C" fn(context: *mut MI_LifecycleIndicationContext, types: *mut MI_Uint32) -> MI_Result,
    >,
    pub RegisterCallback: Option<
        unsafe extern "C" fn(
            context: *mut MI_LifecycleIndicationContext,
            callback: MI_LifecycleIndicationCallback,
            callbackData: *mut c_void,
        ) -> MI_Result,
    >,
}
