//! Deep copies of instances: ours field by field, others through their own table.

use super::field::{Field, MODIFIED, OWNS};
use super::instance::{
    DYNAMIC_ROOM, Ours, STATIC_ROOM, is_lasting, new_block, new_dynamic_of_any_name, new_of_class,
};
use super::payload::{Stored, store};
use super::text::MiStr;
use super::view::InstanceRef;
use super::{MAX_DEPTH, MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use std::ptr::{self, NonNull};

/// How many instances one copy may be made of, embedded ones and all.
const MAX_INSTANCES: u32 = 1 << 18;

/// What is left of the bounds while a tree of instances is copied.
pub(crate) struct CloneBudget {
    depth: u32,
    instances: u32,
}

impl CloneBudget {
    pub fn new() -> CloneBudget {
        CloneBudget { depth: 0, instances: 0 }
    }

    fn enter(&mut self) -> Outcome<()> {
        self.depth += 1;
        self.instances += 1;
        if self.depth > MAX_DEPTH || self.instances > MAX_INSTANCES { Err(NO_MEMORY) } else { Ok(()) }
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }
}

/// A copy of our own of an instance of any library.
///
/// # Safety
/// `instance` is NULL or points to a living instance.
pub(crate) unsafe fn clone_any(
    instance: *const MI_Instance,
    budget: &mut CloneBudget,
) -> Outcome<*mut MI_Instance> {
    budget.enter()?;
    // SAFETY:
    // - by the caller's word
    let clone = match unsafe { Ours::new(instance) } {
        Some(ours) => clone_ours(ours, budget),
        None => {
            let instance = NonNull::new(instance.cast_mut()).ok_or(MI_RESULT_INVALID_PARAMETER)?;
            // SAFETY:
            // - a living instance, by the caller's word
            clone_foreign(unsafe { InstanceRef::from_non_null(instance) }, budget)
        }
    };
    budget.leave();
    clone.map(Ours::as_ptr)
}

/// Gives up a half-made copy.
fn or_delete(copy: Ours<'static>, outcome: Outcome<()>) -> Outcome<Ours<'static>> {
    match outcome {
        Ok(()) => Ok(copy),
        Err(result) => {
            super::release::delete(copy);
            Err(result)
        }
    }
}

fn clone_ours(ours: Ours<'_>, budget: &mut CloneBudget) -> Outcome<Ours<'static>> {
    let copy = same_shape(ours)?;
    or_delete(copy, copy_contents(ours, copy, budget))
}

/// An instance of the same class, every element NULL.
fn same_shape(mut ours: Ours<'_>) -> Outcome<Ours<'static>> {
    let decl = ours.declaration().ok_or(MI_RESULT_INVALID_PARAMETER)?;
    let class = ours.core().and_then(|core| core.class.clone());
    let is_own = ours.core().is_some_and(|core| !core.declaration.is_null());
    let extensible = ours.core().is_some_and(|core| core.extensible);
    match class {
        Some(class) if !is_own => new_of_class(&class, extensible),
        None if !is_own && ours.class_declaration().is_some_and(is_lasting) => {
            let copy = new_block(decl.size as usize, STATIC_ROOM)?;
            copy.set_declaration(ours.head().classDecl);
            Ok(copy)
        }
        class => {
            let mut copy = new_block(decl.size as usize, DYNAMIC_ROOM)?;
            let shared = class.as_ref().map_or(0, |class| class.declaration().numProperties);
            if let Some(core) = copy.core() {
                core.class = class;
                core.extensible = extensible;
            }
            // SAFETY:
            // - the declaration of a living instance, whose class the copy keeps
            or_delete(copy, unsafe { super::extend::copy_declaration(copy, decl, shared) })
        }
    }
}

fn copy_contents(ours: Ours<'_>, mut copy: Ours<'static>, budget: &mut CloneBudget) -> Outcome<()> {
    let [server, namespace] = ours.names();
    let server = copy.keep_name(server.map(MiStr::as_units))?;
    let namespace = copy.keep_name(namespace.map(MiStr::as_units))?;
    copy.set_names(server, namespace);
    for index in 0..ours.properties().len() as u32 {
        let (_, from) = ours.element(index)?;
        let (_, to) = copy.element(index)?;
        let stored = copy_field(&mut copy, from, budget)?;
        if let Some(core) = copy.core() {
            core.owning += u32::from(stored.flags & OWNS != 0);
        }
        stored.write(to);
    }
    Ok(())
}

fn copy_field(copy: &mut Ours<'_>, from: Field, budget: &mut CloneBudget) -> Outcome<Stored> {
    let modified = from.flags() & MODIFIED;
    if !from.exists() {
        return Ok(Stored { value: None, flags: modified });
    }
    let arena = &mut copy.core().ok_or(MI_RESULT_FAILED)?.arena;
    // SAFETY:
    // - the value of a living instance's field
    let stored = unsafe { store(arena, from.ty(), &from.value(), MI_FLAG_NOT_MODIFIED, budget) }?;
    Ok(Stored { flags: stored.flags | modified, ..stored })
}

/// A dynamic instance with what the other one's table says is in it.
fn clone_foreign(source: InstanceRef<'_>, budget: &mut CloneBudget) -> Outcome<Ours<'static>> {
    let name = source.class_name_text().ok_or(MI_RESULT_INVALID_PARAMETER)?;
    let copy = new_dynamic_of_any_name(name.as_units())?;
    or_delete(copy, copy_foreign(source, copy, budget))
}

fn copy_foreign(source: InstanceRef<'_>, mut copy: Ours<'static>, budget: &mut CloneBudget) -> Outcome<()> {
    let server = copy.keep_name(source.server_name_text().map(MiStr::as_units))?;
    let namespace = copy.keep_name(source.namespace_text().map(MiStr::as_units))?;
    copy.set_names(server, namespace);
    let count = source.count()?;
    if count > MAX_MEMBERS {
        return Err(NO_MEMORY);
    }
    for index in 0..count {
        let element = source.raw_at(index)?;
        let (ty, flags) = (element.ty.0, element.flags & !(MI_FLAG_BORROW | MI_FLAG_ADOPT));
        if flags & MI_FLAG_NULL == 0 && ty >= MI_STRING.0 {
            // The value is copied here, where the bounds are known, and adopted.
            let arena = &mut copy.core().ok_or(MI_RESULT_FAILED)?.arena;
            // SAFETY:
            // - a value that the living instance lent, of the type that it named
            let stored = unsafe { store(arena, ty, &element.value, flags, budget) }?;
            add_stored(&mut copy, &element, flags, stored)?;
        } else {
            // SAFETY:
            // - as above; it points to nothing
            unsafe { copy.add_of_any_name(element.name.as_units(), &element.value, ty, flags) }?;
        }
    }
    Ok(())
}

/// Adds an element, and then puts in what was made for it.
fn add_stored(
    copy: &mut Ours<'static>,
    element: &super::view::RawElement<'_>,
    flags: u32,
    stored: Stored,
) -> Outcome<()> {
    let name = element.name.as_units();
    // SAFETY:
    // - a NULL value points to nothing
    let added = unsafe { copy.add_of_any_name(name, ptr::null(), element.ty.0, flags | MI_FLAG_NULL) };
    let last = copy.properties().len().saturating_sub(1) as u32;
    match added.and_then(|()| copy.element(last)) {
        Ok((_, field)) => {
            copy.replace(field, stored);
            Ok(())
        }
        Err(result) => {
            let mut doomed = None;
            if let Some(value) = &stored.value {
                // SAFETY:
                // - made by `store`, and in no field
                unsafe { super::payload::disown(element.ty.0, value, stored.flags, &mut doomed) };
            }
            super::release::delete_list(doomed);
            Err(result)
        }
    }
}
