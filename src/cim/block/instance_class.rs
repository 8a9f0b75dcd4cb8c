//! The class of an instance: GetClass and IsA.

#![allow(non_snake_case)] // Declarations are written with the names of the ABI.

use super::Outcome;
use super::class::{Class, Place};
use super::declare::Writer;
use super::instance::{Ours, class_part};
use super::text::{MiStr, is_declared_name, name_code};
use super::{MAX_DEPTH, arena::Arena};
use crate::abi::*;
use std::ptr;

/// The class of an instance, in the instance's namespace.
pub(crate) fn class_of(mut ours: Ours<'_>) -> Outcome<Class> {
    let [server, namespace] = ours.names();
    let place = Place { namespace: namespace.map(MiStr::as_units), server: server.map(MiStr::as_units) };
    if let Some(core) = ours.core()
        && core.declaration.is_null()
        && let Some(class) = core.class.clone()
    {
        return if is_at(&class, ours.names()) { Ok(class) } else { class.at(place) };
    }
    let decl = ours.declaration().ok_or(MI_RESULT_INVALID_PARAMETER)?;
    if ours.class_declaration().is_some() {
        // SAFETY:
        // - the valid declaration of a living instance
        return unsafe { Class::copy_decl(ours.head().classDecl, place, 0) };
    }
    method_class(ours, decl, place)
}

/// Is the class where the instance says it is? An instance that does not say is where its class is.
fn is_at(class: &Class, [server, namespace]: [Option<&MiStr>; 2]) -> bool {
    let same = |name: Option<&MiStr>, of_class: Option<&str>| {
        name.is_none_or(|name| of_class.is_some_and(|of_class| name.to_str_lossy() == of_class))
    };
    same(server, class.server_name()) && same(namespace, class.namespace())
}

/// A method's parameters, as the properties of a class of the method's name.
fn method_class(ours: Ours<'_>, method: &MI_ObjectDecl, place: Place<'_>) -> Outcome<Class> {
    let mut arena = Arena::new();
    match write_method_class(&mut Writer::new(&mut arena), ours, method) {
        Ok(decl) => Class::finish(arena, decl, None, place),
        Err(result) => {
            arena.release();
            Err(result)
        }
    }
}

fn write_method_class(
    writer: &mut Writer<'_>,
    ours: Ours<'_>,
    method: &MI_ObjectDecl,
) -> Outcome<*mut MI_ClassDecl> {
    let mut all = Vec::new();
    for index in 0..ours.properties().len() as u32 {
        let from = ours.property(index).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // SAFETY:
        // - a declaration's name is NUL-terminated
        let (name, code) = unsafe { writer.name(from.name) }?;
        // SAFETY:
        // - a valid declaration's list
        let (qualifiers, numQualifiers) =
            unsafe { writer.copy_qualifiers(from.qualifiers, from.numQualifiers) }?;
        let property = MI_PropertyDecl {
            flags: from.flags,
            code,
            name,
            qualifiers,
            numQualifiers,
            r#type: from.r#type,
            // SAFETY:
            // - a declaration's strings are NULL or NUL-terminated
            className: unsafe { writer.copy_text(from.className) }?,
            subscript: from.subscript,
            offset: from.offset,
            origin: ptr::null(),
            propagator: ptr::null(),
            value: ptr::null(),
        };
        all.push(writer.put(property)?.as_ptr().cast_const());
    }
    let (properties, numProperties) = writer.list(&all)?;
    // SAFETY:
    // - a declaration's name is NULL or NUL-terminated
    let name = unsafe { MiStr::from_ptr(method.name) }.map_or(&[][..], MiStr::as_units);
    let decl = MI_ClassDecl {
        flags: method.flags | MI_FLAG_CLASS,
        code: name_code(name),
        name: writer.text(name)?,
        properties,
        numProperties,
        size: method.size,
        ..super::instance::empty_declaration()
    };
    Ok(writer.put(decl)?.as_ptr())
}

/// Is the instance of this class, or of one derived from it? The same declaration, or one of the same name.
///
/// # Safety
/// `class` points to a valid declaration.
pub(crate) unsafe fn is_a(ours: &Ours<'_>, class: *const MI_ClassDecl) -> bool {
    // SAFETY:
    // - by the caller's word
    let Some(wanted) = (unsafe { class.cast::<MI_ObjectDecl>().as_ref() }) else { return false };
    // SAFETY:
    // - a declaration's name is NULL or NUL-terminated
    let name = unsafe { MiStr::from_ptr(wanted.name) }.map_or(&[][..], MiStr::as_units);
    // SAFETY:
    // - as above
    let is = |declared| !name.is_empty() && unsafe { is_declared_name(declared, name) };
    let Some(own) = ours.declaration() else { return false };
    if ptr::addr_eq(own, class) || is(own.name) {
        return true;
    }
    let mut next = ours.head().classDecl;
    for _ in 0..=MAX_DEPTH {
        // SAFETY:
        // - an instance's declaration, or the superclass of one: NULL or valid
        let Some(decl) = (unsafe { class_part(next) }) else { return false };
        if ptr::addr_eq(next, class) || is(decl.name) || is(decl.superClass) {
            return true;
        }
        next = decl.superClassDecl;
    }
    false
}
