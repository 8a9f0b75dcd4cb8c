//! Declarations: what generated C code says of classes, properties, methods and qualifiers.

use super::*;
use core::ffi::c_void;

/// What the declarations of classes and methods begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ObjectDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
    pub properties: *const *const MI_PropertyDecl,
    pub numProperties: MI_Uint32,
    pub size: MI_Uint32,
}

/// The declaration of a class; size is the bytes that an instance takes, its head included.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ClassDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
    pub properties: *const *const MI_PropertyDecl,
    pub numProperties: MI_Uint32,
    pub size: MI_Uint32,
    pub superClass: *const MI_Char,
    pub superClassDecl: *const MI_ClassDecl,
    pub methods: *const *const MI_MethodDecl,
    pub numMethods: MI_Uint32,
    pub schema: *const MI_SchemaDecl,
    pub providerFT: *const MI_ProviderFT,
    pub owningClass: *mut MI_Class,
}

/// What the declarations of properties, methods and parameters begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_FeatureDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
}

/// The declaration of a method's parameter.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ParameterDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
    pub r#type: MI_Uint32,
    pub className: *const MI_Char,
    pub subscript: MI_Uint32,
    pub offset: MI_Uint32,
}

/// The declaration of a property; offset is where its field stands in an instance.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_PropertyDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
    pub r#type: MI_Uint32,
    pub className: *const MI_Char,
    pub subscript: MI_Uint32,
    pub offset: MI_Uint32,
    pub origin: *const MI_Char,
    pub propagator: *const MI_Char,
    pub value: *const c_void,
}

/// The declaration of a method.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_MethodDecl {
    pub flags: MI_Uint32,
    pub code: MI_Uint32,
    pub name: *const MI_Char,
    pub qualifiers: *const *const MI_Qualifier,
    pub numQualifiers: MI_Uint32,
    pub parameters: *const *const MI_ParameterDecl,
    pub numParameters: MI_Uint32,
    pub size: MI_Uint32,
    pub returnType: MI_Uint32,
    pub origin: *const MI_Char,
    pub propagator: *const MI_Char,
    pub schema: *const MI_SchemaDecl,
    pub function: MI_MethodDecl_Invoke,
}

/// The declaration of a qualifier: type, where it may stand, how it is inherited, its default.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_QualifierDecl {
    pub name: *const MI_Char,
    pub r#type: MI_Uint32,
    pub scope: MI_Uint32,
    pub flavor: MI_Uint32,
    pub subscript: MI_Uint32,
    pub value: *const c_void,
}

/// A qualifier with its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Qualifier {
    pub name: *const MI_Char,
    pub r#type: MI_Uint32,
    pub flavor: MI_Uint32,
    pub value: *const c_void,
}

/// All declarations of a module.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_SchemaDecl {
    pub qualifierDecls: *const *const MI_QualifierDecl,
    pub numQualifierDecls: MI_Uint32,
    pub classDecls: *const *const MI_ClassDecl,
    pub numClassDecls: MI_Uint32,
}

/// What a provider module's MI_Main gives to the server.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Module {
    pub version: MI_Uint32,
    pub generatorVersion: MI_Uint32,
    pub flags: MI_Uint32,
    pub charSize: MI_Uint32,
    pub schemaDecl: *mut MI_SchemaDecl,
    pub Load: MI_Module_Load,
    pub Unload: MI_Module_Unload,
    pub dynamicProviderFT: *const MI_ProviderFT,
}
