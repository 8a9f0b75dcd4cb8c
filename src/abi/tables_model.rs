//! Function tables of the model: instances, classes, sets, filters.

use super::*;

/// The functions of filters.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_FilterFT {
    pub Evaluate: Option<
        unsafe extern "C" fn(
            this: *const MI_Filter,
            instance: *const MI_Instance,
            result: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub GetExpression: Option<
        unsafe extern "C" fn(
            this: *const MI_Filter,
            queryLang: *mut *const MI_Char,
            queryExpr: *mut *const MI_Char,
        ) -> MI_Result,
    >,
}

/// The functions of property sets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_PropertySetFT {
    pub GetElementCount:
        Option<unsafe extern "C" fn(this: *const MI_PropertySet, count: *mut MI_Uint32) -> MI_Result>,
    pub ContainsElement: Option<
        unsafe extern "C" fn(
            this: *const MI_PropertySet,
            name: *const MI_Char,
            flag: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub AddElement:
        Option<unsafe extern "C" fn(this: *mut MI_PropertySet, name: *const MI_Char) -> MI_Result>,
    pub GetElementAt: Option<
        unsafe extern "C" fn(
            this: *const MI_PropertySet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
        ) -> MI_Result,
    >,
    pub Clear: Option<unsafe extern "C" fn(this: *mut MI_PropertySet) -> MI_Result>,
    pub Destruct: Option<unsafe extern "C" fn(this: *mut MI_PropertySet) -> MI_Result>,
    pub Delete: Option<unsafe extern "C" fn(this: *mut MI_PropertySet) -> MI_Result>,
    pub Clone: Option<
        unsafe extern "C" fn(
            this: *const MI_PropertySet,
            newPropertySet: *mut *mut MI_PropertySet,
        ) -> MI_Result,
    >,
}

/// The functions of instances; whoever makes an instance sets its table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_InstanceFT {
    pub Clone: Option<
        unsafe extern "C" fn(this: *const MI_Instance, newInstance: *mut *mut MI_Instance) -> MI_Result,
    >,
    pub Destruct: Option<unsafe extern "C" fn(this: *mut MI_Instance) -> MI_Result>,
    pub Delete: Option<unsafe extern "C" fn(this: *mut MI_Instance) -> MI_Result>,
    pub IsA: Option<
        unsafe extern "C" fn(
            this: *const MI_Instance,
            classDecl: *const MI_ClassDecl,
            flag: *mut MI_Boolean,
        ) -> MI_Result,
    >,
    pub GetClassName:
        Option<unsafe extern "C" fn(this: *const MI_Instance, className: *mut *const MI_Char) -> MI_Result>,
    pub SetNameSpace:
        Option<unsafe extern "C" fn(this: *mut MI_Instance, nameSpace: *const MI_Char) -> MI_Result>,
    pub GetNameSpace:
        Option<unsafe extern "C" fn(this: *const MI_Instance, nameSpace: *mut *const MI_Char) -> MI_Result>,
    pub GetElementCount:
        Option<unsafe extern "C" fn(this: *const MI_Instance, count: *mut MI_Uint32) -> MI_Result>,
    pub AddElement: Option<
        unsafe extern "C" fn(
            this: *mut MI_Instance,
            name: *const MI_Char,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result,
    >,
    pub SetElement: Option<
        unsafe extern "C" fn(
            this: *mut MI_Instance,
            name: *const MI_Char,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result,
    >,
    pub SetElementAt: Option<
        unsafe extern "C" fn(
            this: *mut MI_Instance,
            index: MI_Uint32,
            value: *const MI_Value,
            r#type: MI_Type,
            flags: MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetElement: Option<
        unsafe extern "C" fn(
            this: *const MI_Instance,
            name: *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            flags: *mut MI_Uint32,
            index: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetElementAt: Option<
        unsafe extern "C" fn(
            this: *const MI_Instance,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            value: *mut MI_Value,
            r#type: *mut MI_Type,
            flags: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub ClearElement: Option<unsafe extern "C" fn(this: *mut MI_Instance, name: *const MI_Char) -> MI_Result>,
    pub ClearElementAt: Option<unsafe extern "C" fn(this: *mut MI_Instance, index: MI_Uint32) -> MI_Result>,
    pub GetServerName:
        Option<unsafe extern "C" fn(this: *const MI_Instance, name: *mut *const MI_Char) -> MI_Result>,
    pub SetServerName:
        Option<unsafe extern "C" fn(this: *mut MI_Instance, name: *const MI_Char) -> MI_Result>,
    pub GetClass: Option<
        unsafe extern "C" fn(this: *const MI_Instance, instanceClass: *mut *mut MI_Class) -> MI_Result,
    >,
}

/// The functions of qualifier sets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_QualifierSetFT {
    pub GetQualifierCount:
        Option<unsafe extern "C" fn(this: *const MI_QualifierSet, count: *mut MI_Uint32) -> MI_Result>,
    pub GetQualifierAt: Option<
        unsafe extern "C" fn(
            this: *const MI_QualifierSet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            qualifierType: *mut MI_Type,
            qualifierFlags: *mut MI_Uint32,
            qualifierValue: *mut MI_Value,
        ) -> MI_Result,
    >,
    pub GetQualifier: Option<
        unsafe extern "C" fn(
            this: *const MI_QualifierSet,
            name: *const MI_Char,
            qualifierType: *mut MI_Type,
            qualifierFlags: *mut MI_Uint32,
            qualifierValue: *mut MI_Value,
            index: *mut MI_Uint32,
        ) -> MI_Result,
    >,
}

/// The functions of parameter sets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ParameterSetFT {
    pub GetMethodReturnType: Option<
        unsafe extern "C" fn(
            this: *const MI_ParameterSet,
            returnType: *mut MI_Type,
            qualifierSet: *mut MI_QualifierSet,
        ) -> MI_Result,
    >,
    pub GetParameterCount:
        Option<unsafe extern "C" fn(this: *const MI_ParameterSet, count: *mut MI_Uint32) -> MI_Result>,
    pub GetParameterAt: Option<
        unsafe extern "C" fn(
            this: *const MI_ParameterSet,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            parameterType: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
        ) -> MI_Result,
    >,
    pub GetParameter: Option<
        unsafe extern "C" fn(
            this: *const MI_ParameterSet,
            name: *const MI_Char,
            parameterType: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            index: *mut MI_Uint32,
        ) -> MI_Result,
    >,
}

/// The functions of classes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ClassFT {
    pub GetClassName:
        Option<unsafe extern "C" fn(this: *const MI_Class, className: *mut *const MI_Char) -> MI_Result>,
    pub GetNameSpace:
        Option<unsafe extern "C" fn(this: *const MI_Class, nameSpace: *mut *const MI_Char) -> MI_Result>,
    pub GetServerName:
        Option<unsafe extern "C" fn(this: *const MI_Class, serverName: *mut *const MI_Char) -> MI_Result>,
    pub GetElementCount:
        Option<unsafe extern "C" fn(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result>,
    pub GetElement: Option<
        unsafe extern "C" fn(
            this: *const MI_Class,
            name: *const MI_Char,
            value: *mut MI_Value,
            valueExists: *mut MI_Boolean,
            r#type: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            flags: *mut MI_Uint32,
            index: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetElementAt: Option<
        unsafe extern "C" fn(
            this: *const MI_Class,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            value: *mut MI_Value,
            valueExists: *mut MI_Boolean,
            r#type: *mut MI_Type,
            referenceClass: *mut *mut MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            flags: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetClassQualifierSet:
        Option<unsafe extern "C" fn(this: *const MI_Class, qualifierSet: *mut MI_QualifierSet) -> MI_Result>,
    pub GetMethodCount:
        Option<unsafe extern "C" fn(this: *const MI_Class, count: *mut MI_Uint32) -> MI_Result>,
    pub GetMethodAt: Option<
        unsafe extern "C" fn(
            this: *const MI_Class,
            index: MI_Uint32,
            name: *mut *const MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            parameterSet: *mut MI_ParameterSet,
        ) -> MI_Result,
    >,
    pub GetMethod: Option<
        unsafe extern "C" fn(
            this: *const MI_Class,
            name: *const MI_Char,
            qualifierSet: *mut MI_QualifierSet,
            parameterSet: *mut MI_ParameterSet,
            index: *mut MI_Uint32,
        ) -> MI_Result,
    >,
    pub GetParentClassName:
        Option<unsafe extern "C" fn(this: *const MI_Class, name: *mut *const MI_Char) -> MI_Result>,
    pub GetParentClass:
        Option<unsafe extern "C" fn(this: *const MI_Class, parentClass: *mut *mut MI_Class) -> MI_Result>,
    pub Delete: Option<unsafe extern "C" fn(this: *mut MI_Class) -> MI_Result>,
    pub Clone: Option<unsafe extern "C" fn(this: *const MI_Class, newClass: *mut *mut MI_Class) -> MI_Result>,
}

/// The table of an instance whose class has MI_FLAG_EXTENDED.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_InstanceExFT {
    pub parent: MI_InstanceFT,
    pub Normalize: Option<unsafe extern "C" fn(this: *mut *mut MI_Instance) -> MI_Result>,
}
