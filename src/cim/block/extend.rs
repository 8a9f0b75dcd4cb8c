//! AddElement: a dynamic instance, its declaration and the room for its fields grow.

use super::access::MEMORY_FLAGS;
use super::class::Class;
use super::class_view;
use super::codes::LANES;
use super::field::{Field, field_size};
use super::instance::{Core, DYNAMIC_OWNER, HEAD, MAX_SIZE, Ours, empty_declaration};
use super::legal::is_legal;
use super::names::Names;
use super::payload::copy_name;
use super::text::{MiStr, name_code};
use super::{MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use std::ptr;

/// No name of a property is longer.
const MAX_NAME: usize = 1 << 16;

impl Ours<'_> {
    /// Adds an element.
    ///
    /// # Safety
    /// As [`super::payload::store`] has it for `value`, `ty` and `flags`.
    #[inline(always)]
    pub unsafe fn add(self, name: &[MI_Char], value: *const MI_Value, ty: u32, flags: u32) -> Outcome<()> {
        // SAFETY:
        // - by the caller's word
        unsafe { self.add_if(name, value, ty, flags, is_legal) }
    }

    /// The same, for a name that another library let through.
    ///
    /// # Safety
    /// As [`Ours::add`].
    pub unsafe fn add_of_any_name(
        self,
        name: &[MI_Char],
        value: *const MI_Value,
        ty: u32,
        flags: u32,
    ) -> Outcome<()> {
        // SAFETY:
        // - by the caller's word
        unsafe { self.add_if(name, value, ty, flags, |_| true) }
    }

    /// Adds an element if its name pleases.
    ///
    /// # Safety
    /// As [`Ours::add`].
    #[inline(always)]
    unsafe fn add_if(
        mut self,
        name: &[MI_Char],
        value: *const MI_Value,
        ty: u32,
        flags: u32,
        is_fine: impl Fn(&[MI_Char]) -> bool,
    ) -> Outcome<()> {
        let code = name_code(name);
        let this = self;
        let core = self.core().filter(|core| core.extensible).ok_or(MI_RESULT_FAILED)?;
        let kept = flags & !MEMORY_FLAGS;
        if code == 0 {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        if core.declaration.is_null() {
            share_declaration(this, core)?;
        }
        // SAFETY:
        // - our own declaration, which is not changed meanwhile
        let decl = unsafe { &*core.declaration };
        // SAFETY:
        // - as above
        let predicted = unsafe { core.predict(decl, name, code, ty, kept) };
        // The size is always a multiple of 8.
        let offset = decl.size;
        let end = offset + field_size(ty).ok_or(MI_RESULT_INVALID_PARAMETER)? as u32;
        let property = match predicted {
            Some(property) => property,
            None => {
                if !is_fine(name) {
                    return Err(MI_RESULT_INVALID_PARAMETER);
                }
                if core.names & name_bit(code) != 0 && this.find_code(core, name, code).is_some() {
                    return Err(MI_RESULT_ALREADY_EXISTS);
                }
                if end > core.field_room {
                    grow_fields(this, core, end)?;
                }
                grow_list(core)?;
                new_property(core, name, code, ty, kept, offset)?
            }
        };
        let at = this.base_of_core().wrapping_add(offset as usize);
        // SAFETY:
        // - the room reaches to the end of the field, which is written next
        let field = unsafe { Field::new(at, ty) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // SAFETY:
        // - by the caller's word; nothing is in the field yet
        unsafe { this.fill(core, field, value, flags) }?;
        append(core, property, code, end);
        Ok(())
    }
}

/// One of 64 bits for a name's code.
#[inline(always)]
fn name_bit(code: u32) -> u64 {
    1 << (code.wrapping_mul(0x9e37_79b1) >> 26)
}

/// Moves the fields to a larger block.
#[cold]
fn grow_fields(ours: Ours<'_>, core: &mut Core, needed: u32) -> Outcome<()> {
    if needed > MAX_SIZE {
        return Err(NO_MEMORY);
    }
    let used = ours.declaration().ok_or(MI_RESULT_FAILED)?.size as usize;
    let room = needed.max(core.field_room.saturating_mul(2));
    let new = core.arena.alloc(room as usize).ok_or(NO_MEMORY)?.as_ptr();
    core.field_room = room;
    // SAFETY:
    // - both blocks have room for the fields that there are, and do not overlap
    unsafe { ptr::copy_nonoverlapping(ours.base_of_core(), new, used) };
    ours.set_base(new);
    Ok(())
}

/// Room for properties of the own declaration, and for their codes.
pub(super) fn new_list(core: &mut Core, room: u32) -> Outcome<*const *const MI_PropertyDecl> {
    let room = room.next_multiple_of(LANES as u32);
    if room > MAX_MEMBERS {
        return Err(NO_MEMORY);
    }
    let codes = core.arena.alloc(room as usize * size_of::<u32>()).ok_or(NO_MEMORY)?.cast::<u32>();
    super::codes::clear(codes.as_ptr(), room);
    let list = core.arena.alloc(room as usize * size_of::<*const u8>()).ok_or(NO_MEMORY)?;
    core.codes = codes.as_ptr();
    core.property_room = room;
    Ok(list.cast().as_ptr())
}

/// Room for one more property in the list.
#[inline]
fn grow_list(core: &mut Core) -> Outcome<()> {
    // SAFETY:
    // - our own declaration
    let count = unsafe { (*core.declaration).numProperties };
    if count < core.property_room { Ok(()) } else { double_list(core, count) }
}

#[cold]
fn double_list(core: &mut Core, count: u32) -> Outcome<()> {
    let old_codes = core.codes;
    let list = new_list(core, core.property_room.saturating_mul(2))?;
    // SAFETY:
    // - both have room for the codes that there are
    unsafe { ptr::copy_nonoverlapping(old_codes, core.codes, count as usize) };
    // SAFETY:
    // - our own declaration, and nobody changes it meanwhile
    let decl = unsafe { &mut *core.declaration };
    // SAFETY:
    // - both lists have room for the properties that there are
    unsafe { ptr::copy_nonoverlapping(decl.properties, list.cast_mut(), count as usize) };
    decl.properties = list;
    Ok(())
}

#[inline(always)]
fn new_property(
    core: &mut Core,
    name: &[MI_Char],
    code: u32,
    ty: u32,
    flags: u32,
    offset: u32,
) -> Outcome<*const MI_PropertyDecl> {
    const DECLARATION: usize = size_of::<MI_PropertyDecl>();
    const UNIT: usize = size_of::<MI_Char>();
    if name.len() > MAX_NAME {
        return Err(NO_MEMORY);
    }
    let size = (DECLARATION + (name.len() + 1) * UNIT + 7) & !7;
    let room = core.arena.alloc_few(size).ok_or(NO_MEMORY)?.as_ptr();
    let copy = room.wrapping_add(DECLARATION).cast::<MI_Char>();
    // SAFETY:
    // - fresh room for the units and a NUL behind the declaration
    unsafe { super::bytes::copy(name.as_ptr().cast(), copy.cast(), name.len() * UNIT) };
    // SAFETY:
    // - as above
    unsafe { copy.wrapping_add(name.len()).write(0) };
    let decl = MI_PropertyDecl {
        flags,
        code,
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
    let room = room.cast::<MI_PropertyDecl>();
    // SAFETY:
    // - fresh room, aligned to 8
    unsafe { room.write(decl) };
    Ok(room)
}

/// Puts a property, whose field ends at `size`, at the end of our own declaration, which has room for it.
#[inline(always)]
fn append(core: &mut Core, property: *const MI_PropertyDecl, code: u32, size: u32) {
    // SAFETY:
    // - our own declaration, and nobody else uses it meanwhile
    let decl = unsafe { &mut *core.declaration };
    let end = decl.numProperties as usize;
    // SAFETY:
    // - `grow_list` saw to the room
    unsafe { decl.properties.cast_mut().wrapping_add(end).write(property) };
    // SAFETY:
    // - as above
    unsafe { core.codes.wrapping_add(end).write(code) };
    core.names |= name_bit(code);
    decl.numProperties += 1;
    decl.size = size;
    core.positions.feature_added(class_view::list(decl.properties.cast(), decl.numProperties));
}

/// Gives the instance a declaration of its own that lists its class's properties: these stay shared.
#[cold]
fn share_declaration(ours: Ours<'_>, core: &mut Core) -> Outcome<()> {
    let class: Class = core.class.clone().ok_or(MI_RESULT_FAILED)?;
    let source = class.declaration();
    let count = source.numProperties as usize;
    let list = new_list(core, source.numProperties.checked_add(8).ok_or(NO_MEMORY)?)?;
    if count > 0 {
        // SAFETY:
        // - the class has as many properties as it says, the list room for more
        unsafe { ptr::copy_nonoverlapping(source.properties, list.cast_mut(), count) };
        // SAFETY:
        // - as above
        unsafe { ptr::copy_nonoverlapping(class.codes(), core.codes, count) };
    }
    let size = source.size.next_multiple_of(8);
    let decl = MI_ClassDecl { properties: list, size, owningClass: DYNAMIC_OWNER, ..*source };
    // SAFETY:
    // - one readable value
    let decl = unsafe { core.arena.copy(&decl, 1) }.ok_or(NO_MEMORY)?.as_ptr();
    core.declaration = decl;
    core.names = u64::MAX;
    core.positions = Names::of_features(class_view::list(source.properties.cast(), source.numProperties));
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
    let this = ours;
    let core = ours.core().ok_or(MI_RESULT_FAILED)?;
    // SAFETY:
    // - a declaration's name is NULL or NUL-terminated
    let name = unsafe { MiStr::from_ptr(source.name) }.map_or(&[][..], MiStr::as_units);
    let size = source.size.max(HEAD as u32).next_multiple_of(8);
    // What an instance adds to its class leaves superclass, qualifiers and methods as they are.
    let rest = core.class.as_ref().map_or(empty_declaration(), |class| *class.declaration());
    let decl = MI_ClassDecl {
        flags: source.flags,
        code: name_code(name),
        name: copy_name(&mut core.arena, name)?,
        properties: new_list(core, source.numProperties.max(1))?,
        numProperties: 0,
        size,
        owningClass: DYNAMIC_OWNER,
        ..rest
    };
    // SAFETY:
    // - one readable value
    let decl = unsafe { core.arena.copy(&decl, 1) }.ok_or(NO_MEMORY)?.as_ptr();
    core.declaration = decl;
    this.set_declaration(decl);
    for index in 0..source.numProperties {
        // SAFETY:
        // - a valid declaration has as many properties as it says
        let property = unsafe { source.properties.wrapping_add(index as usize).read() };
        // SAFETY:
        // - a valid property or parameter: both begin like this
        let from = unsafe { property.cast::<MI_ParameterDecl>().as_ref() };
        let from = from.ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated
        let name = unsafe { MiStr::from_ptr(from.name) }.map_or(&[][..], MiStr::as_units);
        let code = name_code(name);
        let property = match index < shared {
            true => property,
            false => new_property(core, name, code, from.r#type, from.flags & !MEMORY_FLAGS, from.offset)?,
        };
        append(core, property, code, size);
    }
    Ok(())
}
