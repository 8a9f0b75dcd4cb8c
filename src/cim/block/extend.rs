//! AddElement: a dynamic instance, its declaration and the room for its fields grow.

use super::access::MEMORY_FLAGS;
use super::class::Class;
use super::field::{Field, OWNS};
use super::instance::{DYNAMIC_OWNER, HEAD, Ours, empty_declaration, field_end};
use super::payload::copy_units;
use super::text::{MiStr, is_legal, name_code};
use super::{MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use std::ptr;

impl Ours<'_> {
    /// Adds an element.
    ///
    /// # Safety
    /// As [`super::payload::store`] has it for `value`, `ty` and `flags`.
    pub unsafe fn add(
        &mut self,
        name: &[MI_Char],
        value: *const MI_Value,
        ty: u32,
        flags: u32,
    ) -> Outcome<()> {
        if !is_legal(name) {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        // SAFETY:
        // - by the caller's word
        unsafe { self.add_of_any_name(name, value, ty, flags) }
    }

    /// The same, for a name that another library let through.
    ///
    /// # Safety
    /// As [`Ours::add`].
    #[inline]
    pub unsafe fn add_of_any_name(
        &mut self,
        name: &[MI_Char],
        value: *const MI_Value,
        ty: u32,
        flags: u32,
    ) -> Outcome<()> {
        if !self.core().is_some_and(|core| core.extensible) {
            return Err(MI_RESULT_FAILED);
        }
        if self.find(name).is_some() {
            return Err(MI_RESULT_ALREADY_EXISTS);
        }
        let (decl, room) = self.own_declaration()?;
        // SAFETY:
        // - our own declaration
        let (offset, end) = field_end(unsafe { (*decl).size }, ty)?;
        if end > room {
            self.grow_fields(end)?;
        }
        self.grow_list()?;
        let property = self.new_property(name, ty, flags & !MEMORY_FLAGS, offset)?;
        // SAFETY:
        // - by the caller's word
        let stored = unsafe { self.store(value, ty, flags) }?;
        // SAFETY:
        // - the room reaches to the end of the field
        let at = unsafe { self.base().add(offset as usize) };
        // SAFETY:
        // - as above; written next
        let field = unsafe { Field::new(at, ty) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
        match &stored.value {
            Some(value) => field.write(value, stored.flags),
            None => field.write_null(stored.flags),
        }
        if let Some(core) = self.core() {
            core.owning += u32::from(stored.flags & OWNS != 0);
        }
        append(decl, property, end);
        Ok(())
    }

    /// The instance's own declaration, made of its class's where it has none yet; and the room for fields.
    #[inline]
    fn own_declaration(&mut self) -> Outcome<(*mut MI_ClassDecl, u32)> {
        let core = self.core().ok_or(MI_RESULT_FAILED)?;
        if core.declaration.is_null() {
            let class = core.class.clone().ok_or(MI_RESULT_FAILED)?;
            share_declaration(self, &class)?;
        }
        let core = self.core().ok_or(MI_RESULT_FAILED)?;
        Ok((core.declaration, core.field_room))
    }

    /// Moves the fields to a larger block.
    #[cold]
    fn grow_fields(&mut self, needed: u32) -> Outcome<()> {
        let used = self.declaration().ok_or(MI_RESULT_FAILED)?.size as usize;
        let old = self.base();
        let core = self.core().ok_or(MI_RESULT_FAILED)?;
        let room = needed.max(core.field_room.saturating_mul(2));
        let new = core.arena.alloc(room as usize).ok_or(NO_MEMORY)?.as_ptr();
        core.field_room = room;
        // SAFETY:
        // - both blocks have room for the fields that there are, and do not overlap
        unsafe { ptr::copy_nonoverlapping(old, new, used) };
        self.set_base(new);
        Ok(())
    }

    /// Room for one more property in the list.
    #[inline]
    fn grow_list(&mut self) -> Outcome<()> {
        let core = self.core().ok_or(MI_RESULT_FAILED)?;
        // SAFETY:
        // - our own declaration, and nobody changes it meanwhile
        let decl = unsafe { &mut *core.declaration };
        if decl.numProperties < core.property_room {
            return Ok(());
        }
        let room = core.property_room.saturating_mul(2);
        if room > MAX_MEMBERS {
            return Err(NO_MEMORY);
        }
        let list = core.arena.alloc(room as usize * size_of::<*const u8>()).ok_or(NO_MEMORY)?.cast();
        // SAFETY:
        // - both lists have room for the properties that there are
        unsafe { ptr::copy_nonoverlapping(decl.properties, list.as_ptr(), decl.numProperties as usize) };
        decl.properties = list.as_ptr();
        core.property_room = room;
        Ok(())
    }

    #[inline]
    fn new_property(
        &mut self,
        name: &[MI_Char],
        ty: u32,
        flags: u32,
        offset: u32,
    ) -> Outcome<*const MI_PropertyDecl> {
        let core = self.core().ok_or(MI_RESULT_FAILED)?;
        let copy = copy_units(&mut core.arena, name)?;
        let property = core.arena.alloc(size_of::<MI_PropertyDecl>()).ok_or(NO_MEMORY)?.cast();
        let decl = MI_PropertyDecl {
            flags,
            code: name_code(name),
            name: copy,
            qualifiers: ptr::null(),
            numQualifiers: 0,
            r#type: ty,
            className: ptr::null(),
            subscript: 0,
            offset,
            origin: ptr::null(),
            propagator: ptr::null(),
            value: ptr::null(),
        };
        // SAFETY:
        // - fresh room of that size
        unsafe { property.write(decl) };
        Ok(property.as_ptr())
    }
}

/// Puts a property, whose field ends at `size`, at the end of our own declaration, which has room for it.
#[inline]
fn append(decl: *mut MI_ClassDecl, property: *const MI_PropertyDecl, size: u32) {
    // SAFETY:
    // - our own declaration, and nobody else uses it meanwhile
    let decl = unsafe { &mut *decl };
    // SAFETY:
    // - `grow_list` saw to the room
    unsafe { decl.properties.cast_mut().wrapping_add(decl.numProperties as usize).write(property) };
    decl.numProperties += 1;
    decl.size = size;
}

/// Gives the instance a declaration of its own that lists its class's properties: these stay shared.
pub(crate) fn share_declaration(ours: &mut Ours<'_>, class: &Class) -> Outcome<()> {
    let source = class.declaration();
    let core = ours.core().ok_or(MI_RESULT_FAILED)?;
    let room = source.numProperties.checked_add(8).ok_or(NO_MEMORY)?;
    let list = core.arena.alloc(room as usize * size_of::<*const u8>()).ok_or(NO_MEMORY)?.cast();
    if source.numProperties > 0 {
        // SAFETY:
        // - the class has as many properties as it says, the list room for more
        unsafe { ptr::copy_nonoverlapping(source.properties, list.as_ptr(), source.numProperties as usize) };
    }
    let decl = MI_ClassDecl { properties: list.as_ptr(), owningClass: DYNAMIC_OWNER, ..*source };
    // SAFETY:
    // - one readable value
    let decl = unsafe { core.arena.copy(&decl, 1) }.ok_or(NO_MEMORY)?.as_ptr();
    core.declaration = decl;
    core.property_room = room;
    ours.set_declaration(decl);
    Ok(())
}

/// Gives the instance a declaration of its own with the names, types, flags and offsets of another's. The first
/// `shared` properties are only listed: they belong to a class that the instance keeps.
///
/// # Safety
/// `source` is a valid declaration of a class or a method.
pub(crate) unsafe fn copy_declaration(
    mut ours: Ours<'_>,
    source: &MI_ObjectDecl,
    shared: u32,
) -> Outcome<()> {
    let core = ours.core().ok_or(MI_RESULT_FAILED)?;
    // SAFETY:
    // - a declaration's name is NULL or NUL-terminated
    let name = unsafe { MiStr::from_ptr(source.name) }.map_or(&[][..], MiStr::as_units);
    let room = source.numProperties.max(8);
    let list = core.arena.alloc(room as usize * size_of::<*const u8>()).ok_or(NO_MEMORY)?.cast();
    let decl = MI_ClassDecl {
        flags: source.flags,
        code: name_code(name),
        name: copy_units(&mut core.arena, name)?,
        properties: list.as_ptr(),
        size: source.size.max(HEAD as u32),
        owningClass: DYNAMIC_OWNER,
        ..empty_declaration()
    };
    // SAFETY:
    // - one readable value
    let decl = unsafe { core.arena.copy(&decl, 1) }.ok_or(NO_MEMORY)?.as_ptr();
    core.declaration = decl;
    core.property_room = room;
    ours.set_declaration(decl);
    for index in 0..source.numProperties {
        // SAFETY:
        // - a valid declaration has as many properties as it says
        let property = unsafe { source.properties.wrapping_add(index as usize).read() };
        let property = if index < shared {
            property
        } else {
            // SAFETY:
            // - a valid property, or parameter, which has the same beginning
            let from =
                unsafe { property.cast::<MI_ParameterDecl>().as_ref() }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
            // SAFETY:
            // - a declaration's name is NULL or NUL-terminated
            let name = unsafe { MiStr::from_ptr(from.name) }.map_or(&[][..], MiStr::as_units);
            ours.new_property(name, from.r#type, from.flags & !MEMORY_FLAGS, from.offset)?
        };
        append(decl, property, source.size.max(HEAD as u32));
    }
    Ok(())
}
