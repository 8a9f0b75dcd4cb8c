//! Declarations of our own, read as Rust.

use super::class::Class;
use super::declare::utf8;
use super::value::{constant, value_ref};
use crate::abi::*;
use crate::cim::class::{MethodInfo, ParameterInfo, PropertyInfo, QualifierInfo};
use crate::cim::value::{Type, ValueRef};
use std::ffi::c_void;
use std::fmt;

/// A declaration's list in an arena of ours. Only [`Class`] hands these out.
pub(super) fn list<'a, T>(at: *const *const T, count: u32) -> &'a [*const T] {
    if at.is_null() {
        return &[];
    }
    // SAFETY:
    // - written by us, with that many entries, in an arena that the class of 'a keeps
    unsafe { std::slice::from_raw_parts(at, count as usize) }
}

pub(super) fn item<'a, T>(at: *const T) -> &'a T {
    // SAFETY:
    // - an entry of a list of ours is never NULL, and lives as long
    unsafe { &*at }
}

pub(super) fn text<'a>(text: *const MI_Char) -> Option<&'a str> {
    // SAFETY:
    // - strings in declarations of ours come from the writer, and live as long
    unsafe { utf8(text) }
}

fn value<'a>(ty: Type, at: *const c_void) -> Option<ValueRef<'a>> {
    // SAFETY:
    // - a constant in a declaration of ours is of its type
    let value = unsafe { constant(ty.to_mi().0, at) }?;
    // SAFETY:
    // - as above, and what it points to lives as long
    unsafe { value_ref(ty, &value) }
}

macro_rules! views {
    ($($(#[$meta:meta])* $List:ident of $Decl:ident as $Info:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $List<'a>(&'a [*const $Decl]);

        impl<'a> $List<'a> {
            pub fn iter(self) -> impl ExactSizeIterator<Item = $Info<'a>> + DoubleEndedIterator {
                self.0.iter().map(|decl| $Info::of(item(*decl)))
            }

            pub fn get(self, name: &str) -> Option<$Info<'a>> {
                let is_it = |decl: &&*const $Decl| {
                    text(item(**decl).name).is_some_and(|declared| declared.eq_ignore_ascii_case(name))
                };
                self.0.iter().find(is_it).map(|decl| $Info::of(item(*decl)))
            }

            pub fn at(self, index: usize) -> Option<$Info<'a>> {
                self.0.get(index).map(|decl| $Info::of(item(*decl)))
            }

            pub fn len(self) -> usize {
                self.0.len()
            }

            pub fn is_empty(self) -> bool {
                self.0.is_empty()
            }
        }

        impl<'a> IntoIterator for $List<'a> {
            type Item = $Info<'a>;
            type IntoIter = std::vec::IntoIter<$Info<'a>>;
            fn into_iter(self) -> Self::IntoIter {
                self.iter().collect::<Vec<_>>().into_iter()
            }
        }

        impl fmt::Debug for $List<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.iter()).finish()
            }
        }
    )*};
}

views! {
    /// Qualifiers, in the order of their declaration.
    Qualifiers of MI_Qualifier as QualifierInfo;
    /// Properties, inherited ones first.
    Properties of MI_PropertyDecl as PropertyInfo;
    /// Methods, inherited ones first.
    Methods of MI_MethodDecl as MethodInfo;
    /// Parameters, without the return value.
    Parameters of MI_ParameterDecl as ParameterInfo;
}

fn ty(number: u32) -> Type {
    Type::from_mi(MI_Type(number)).unwrap_or(Type::String)
}

impl<'a> QualifierInfo<'a> {
    fn of(decl: &'a MI_Qualifier) -> QualifierInfo<'a> {
        QualifierInfo {
            name: text(decl.name).unwrap_or_default(),
            ty: ty(decl.r#type),
            flavor: decl.flavor,
            value: value(ty(decl.r#type), decl.value),
        }
    }
}

impl<'a> PropertyInfo<'a> {
    fn of(decl: &'a MI_PropertyDecl) -> PropertyInfo<'a> {
        PropertyInfo {
            name: text(decl.name).unwrap_or_default(),
            ty: ty(decl.r#type),
            flags: decl.flags,
            reference_class: text(decl.className),
            subscript: decl.subscript,
            origin: text(decl.origin),
            propagator: text(decl.propagator),
            qualifiers: Qualifiers(list(decl.qualifiers, decl.numQualifiers)),
            default: value(ty(decl.r#type), decl.value),
        }
    }
}

impl<'a> ParameterInfo<'a> {
    fn of(decl: &'a MI_ParameterDecl) -> ParameterInfo<'a> {
        ParameterInfo {
            name: text(decl.name).unwrap_or_default(),
            ty: ty(decl.r#type),
            flags: decl.flags,
            reference_class: text(decl.className),
            subscript: decl.subscript,
            qualifiers: Qualifiers(list(decl.qualifiers, decl.numQualifiers)),
        }
    }
}

impl<'a> MethodInfo<'a> {
    fn of(decl: &'a MI_MethodDecl) -> MethodInfo<'a> {
        let parameters = list(decl.parameters, decl.numParameters);
        MethodInfo {
            name: text(decl.name).unwrap_or_default(),
            flags: decl.flags,
            return_type: Type::from_mi(MI_Type(decl.returnType)),
            qualifiers: Qualifiers(list(decl.qualifiers, decl.numQualifiers)),
            parameters: Parameters(parameters.get(1..).unwrap_or_default()),
            origin: text(decl.origin),
            propagator: text(decl.propagator),
        }
    }
}

impl Class {
    pub fn qualifiers(&self) -> Qualifiers<'_> {
        let decl = self.declaration();
        Qualifiers(list(decl.qualifiers, decl.numQualifiers))
    }

    /// Inherited ones first.
    pub fn properties(&self) -> Properties<'_> {
        let decl = self.declaration();
        Properties(list(decl.properties, decl.numProperties))
    }

    /// Inherited ones first.
    pub fn methods(&self) -> Methods<'_> {
        let decl = self.declaration();
        Methods(list(decl.methods, decl.numMethods))
    }

    /// The position of a property, inherited or not.
    pub(crate) fn property_position(&self, name: &str) -> Option<usize> {
        let decl = self.declaration();
        self.positions().properties.feature(list(decl.properties.cast(), decl.numProperties), name)
    }

    /// The position of a method, inherited or not.
    pub(crate) fn method_position(&self, name: &str) -> Option<usize> {
        let decl = self.declaration();
        self.positions().methods.feature(list(decl.methods.cast(), decl.numMethods), name)
    }
}
