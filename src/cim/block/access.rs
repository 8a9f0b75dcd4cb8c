//! Getting, setting and clearing the elements of an instance of ours.

use super::Outcome;
use super::clone::CloneBudget;
use super::codes::Listed;
use super::field::{Field, MODIFIED, OWNS, with_member};
use super::instance::{Core, Ours};
use super::names::MANY;
use super::payload::{Stored, copy_string, copy_units, disown, store};
use super::release::delete_list;
use super::text::{is_declared_name, name_code};
use crate::abi::*;
use std::ptr;

/// Flags of AddElement and SetElement that say how, not what.
pub(crate) const MEMORY_FLAGS: u32 = MI_FLAG_BORROW | MI_FLAG_ADOPT | MI_FLAG_NULL | MI_FLAG_NOT_MODIFIED;

impl<'a> Ours<'a> {
    /// The index of a property.
    pub fn find(self, name: &[MI_Char]) -> Option<u32> {
        match self.core_ref() {
            Some(core) if !core.codes.is_null() => {
                self.find_code(core, name, name_code(name)).map(|found| found.0)
            }
            _ => self.find_name(name),
        }
    }

    /// The properties, and their codes, where they are ours.
    #[inline(always)]
    pub(super) fn listed(self, core: &Core) -> Listed {
        // SAFETY:
        // - whoever has codes has a declaration
        let decl = unsafe { &*self.head().classDecl.cast::<MI_ObjectDecl>() };
        Listed { codes: core.codes, properties: decl.properties.cast(), count: decl.numProperties }
    }

    /// A property of a declaration of ours.
    #[inline(always)]
    pub(super) fn find_code(
        self,
        core: &Core,
        name: &[MI_Char],
        code: u32,
    ) -> Option<(u32, &'a MI_ParameterDecl)> {
        if code == 0 {
            return None;
        }
        let listed = self.listed(core);
        if listed.count as usize > MANY {
            return self.find_of_many(core, name);
        }
        // SAFETY:
        // - the codes are those of the declaration in use
        unsafe { listed.find(name, code) }
    }

    /// The same in a long list.
    #[cold]
    #[inline(never)]
    fn find_of_many(self, core: &Core, name: &[MI_Char]) -> Option<(u32, &'a MI_ParameterDecl)> {
        let positions = match &core.class {
            Some(class) if core.declaration.is_null() => &class.positions().properties,
            _ => &core.positions,
        };
        let index = positions.find(name, || self.find_name(name))?;
        self.property(index).map(|property| (index, property))
    }

    /// A property of a name, and its field.
    #[inline(always)]
    pub fn lookup(self, name: &[MI_Char]) -> Outcome<(u32, &'a MI_ParameterDecl, Field)> {
        let Some(core) = self.core_ref().filter(|core| !core.codes.is_null()) else {
            return self.lookup_name(name);
        };
        let (index, property) =
            self.find_code(core, name, name_code(name)).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?;
        let at = self.base_of_core().wrapping_add(property.offset as usize);
        // SAFETY:
        // - a declaration of ours says right where its fields are
        let field = unsafe { Field::new(at, property.r#type) }.ok_or(MI_RESULT_FAILED)?;
        Ok((index, property, field))
    }

    /// The same, where the declaration is not ours.
    #[cold]
    fn lookup_name(self, name: &[MI_Char]) -> Outcome<(u32, &'a MI_ParameterDecl, Field)> {
        let index = self.find_name(name).ok_or(MI_RESULT_NO_SUCH_PROPERTY)?;
        let (property, field) = self.element(index)?;
        Ok((index, property, field))
    }

    #[cold]
    fn find_name(self, name: &[MI_Char]) -> Option<u32> {
        let found = self.properties().iter().position(|property| {
            // SAFETY:
            // - entries of a valid declaration's list are valid, or NULL in a careless one
            let Some(property) = (unsafe { property.as_ref() }) else { return false };
            // SAFETY:
            // - a declaration's name is NULL or NUL-terminated
            unsafe { is_declared_name(property.name, name) }
        });
        found.map(|index| index as u32)
    }

    /// A property and its field.
    #[inline]
    pub fn element(self, index: u32) -> Outcome<(&'a MI_ParameterDecl, Field)> {
        let property = self.property(index).ok_or(MI_RESULT_NOT_FOUND)?;
        Ok((property, self.field(property).ok_or(MI_RESULT_FAILED)?))
    }

    /// Sets the value of an element.
    ///
    /// # Safety
    /// As [`store`] has it for `value`, `ty` and `flags`.
    pub unsafe fn set_at(mut self, index: u32, value: *const MI_Value, ty: u32, flags: u32) -> Outcome<()> {
        let (property, field) = self.element(index)?;
        if property.r#type != ty {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        let this = self;
        let is_owner = self.core_ref().is_some_and(|core| core.owning != 0) && field.flags() & OWNS != 0;
        let is_plain = value.is_null() || flags & MI_FLAG_NULL != 0 || ty < MI_STRING.0;
        if is_plain && !is_owner {
            // SAFETY:
            // - by the caller's word
            unsafe { fill_plain(field, value, flags) };
            return Ok(());
        }
        let core = self.core_or_new()?;
        // SAFETY:
        // - by the caller's word
        let stored = unsafe { this.store(core, value, ty, flags) }?;
        this.replace(field, stored);
        Ok(())
    }

    /// Puts a caller's value into a field that holds nothing yet.
    ///
    /// # Safety
    /// As [`store`] has it for `value` and `flags`; the value is of the field's type.
    #[inline(always)]
    pub unsafe fn fill(
        self,
        core: &mut Core,
        field: Field,
        value: *const MI_Value,
        flags: u32,
    ) -> Outcome<()> {
        let ty = field.ty();
        if value.is_null() || flags & MI_FLAG_NULL != 0 || ty < MI_STRING.0 {
            // SAFETY:
            // - by the caller's word
            unsafe { fill_plain(field, value, flags) };
            return Ok(());
        }
        if ty == MI_STRING.0 && flags & (MI_FLAG_BORROW | MI_FLAG_ADOPT) == 0 {
            // SAFETY:
            // - a string value, by the caller's word
            let text = unsafe { value.cast::<*const MI_Char>().read_unaligned() };
            if !text.is_null() {
                // SAFETY:
                // - NUL-terminated, by the caller's word
                let copy = unsafe { copy_string(&mut core.arena, text) }?;
                field.write_pointer(copy.cast(), modified(flags));
                return Ok(());
            }
        }
        // SAFETY:
        // - by the caller's word
        unsafe { self.fill_any(core, field, value, flags) }
    }

    /// The same, for values that do not come by every day.
    ///
    /// # Safety
    /// As [`Ours::fill`].
    #[inline(never)]
    unsafe fn fill_any(
        self,
        core: &mut Core,
        field: Field,
        value: *const MI_Value,
        flags: u32,
    ) -> Outcome<()> {
        // SAFETY:
        // - by the caller's word
        let stored = unsafe { self.store(core, value, field.ty(), flags) }?;
        core.owning += u32::from(stored.flags & OWNS != 0);
        stored.write(field);
        Ok(())
    }

    /// Sets a string from units that are not NUL-terminated.
    #[inline]
    pub fn set_units_at(&mut self, index: u32, units: &[MI_Char], flags: u32) -> Outcome<()> {
        let (property, field) = self.element(index)?;
        if property.r#type != MI_STRING.0 {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        let copy = copy_units(&mut self.core_or_new()?.arena, units)?;
        let stored = Stored { value: Some(with_member(copy)), flags: modified(flags) };
        self.replace(field, stored);
        Ok(())
    }

    /// Sets a value that points to nothing: a number, a boolean, a datetime.
    #[inline]
    pub fn set_plain_at(&mut self, index: u32, value: MI_Value, ty: u32, flags: u32) -> Outcome<()> {
        let (property, field) = self.element(index)?;
        if property.r#type != ty || ty >= MI_STRING.0 {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        self.replace(field, Stored { value: Some(value), flags: modified(flags) });
        Ok(())
    }

    /// Makes of a caller's value what a field will hold.
    ///
    /// # Safety
    /// As [`store`].
    unsafe fn store(self, core: &mut Core, value: *const MI_Value, ty: u32, flags: u32) -> Outcome<Stored> {
        if flags & MI_FLAG_ADOPT != 0
            && flags & MI_FLAG_NULL == 0
            && !value.is_null()
            && matches!(MI_Type(ty), MI_INSTANCE | MI_REFERENCE)
        {
            // SAFETY:
            // - not NULL, and a value of this type
            let adopted = unsafe { value.cast::<*mut MI_Instance>().read_unaligned() };
            if ptr::addr_eq(adopted, self.as_ptr()) {
                return Err(MI_RESULT_INVALID_PARAMETER);
            }
        }
        // SAFETY:
        // - by the caller's word
        unsafe { store(&mut core.arena, ty, value, flags, &mut CloneBudget::new()) }
    }

    /// Overwrites a field, and gives up what it owned.
    pub fn replace(mut self, field: Field, stored: Stored) {
        let mut doomed = None;
        self.take(field, &mut doomed);
        if stored.flags & OWNS != 0
            && let Some(core) = self.core()
        {
            core.owning += 1;
        }
        stored.write(field);
        delete_list(doomed);
    }

    /// Takes what a field owns out of it. The field must be written next.
    fn take(&mut self, field: Field, doomed: &mut Option<Ours<'a>>) {
        let flags = field.flags();
        let Some(core) = self.core() else { return };
        if flags & OWNS == 0 || core.owning == 0 || !field.exists() {
            return;
        }
        core.owning -= 1;
        // SAFETY:
        // - the field's own value and flags, and the field is written next
        unsafe { disown(field.ty(), &field.value(), flags, doomed) };
    }

    /// Makes an element NULL, as if it had never been set.
    pub fn clear_at(self, index: u32) -> Outcome<()> {
        let (_, field) = self.element(index)?;
        self.replace(field, Stored::NULL);
        Ok(())
    }

    /// What GetElement gives back as flags: the declaration's, and the field's state.
    #[inline]
    pub fn flags(property: &MI_ParameterDecl, field: &Field) -> u32 {
        let null = if field.exists() { 0 } else { MI_FLAG_NULL };
        let untouched = if field.flags() & super::field::MODIFIED == 0 { MI_FLAG_NOT_MODIFIED } else { 0 };
        property.flags & !MEMORY_FLAGS | null | untouched
    }

    pub fn set_names(&mut self, server: *const MI_Char, namespace: *const MI_Char) {
        // SAFETY:
        // - within the living head
        unsafe { (*self.as_ptr()).serverName = server };
        // SAFETY:
        // - as above
        unsafe { (*self.as_ptr()).nameSpace = namespace };
        self.copy_head();
    }

    /// Copies a name into the arena; None is NULL.
    pub fn keep_name(&mut self, name: Option<&[MI_Char]>) -> Outcome<*const MI_Char> {
        let Some(name) = name else { return Ok(ptr::null()) };
        Ok(copy_units(&mut self.core_or_new()?.arena, name)?)
    }

    pub fn set_namespace(&mut self, name: Option<&[MI_Char]>) -> Outcome<()> {
        let name = self.keep_name(name)?;
        self.set_names(self.head().serverName, name);
        Ok(())
    }

    pub fn set_server_name(&mut self, name: Option<&[MI_Char]>) -> Outcome<()> {
        let name = self.keep_name(name)?;
        self.set_names(name, self.head().nameSpace);
        Ok(())
    }
}

/// Puts a value that points to nothing, or NULL, into a field that owns nothing.
///
/// # Safety
/// `value` is NULL or holds a value of the field's type.
#[inline(always)]
unsafe fn fill_plain(field: Field, value: *const MI_Value, flags: u32) {
    if value.is_null() || flags & MI_FLAG_NULL != 0 {
        return field.write_null(modified(flags));
    }
    // SAFETY:
    // - by the caller's word
    unsafe { field.write_plain(value, modified(flags)) };
}

/// A field's flag for having been set.
#[inline]
fn modified(flags: u32) -> u8 {
    if flags & MI_FLAG_NOT_MODIFIED == 0 { MODIFIED } else { 0 }
}

/// Makes every element NULL.
pub(crate) fn clear_all<'a>(ours: &mut Ours<'a>, doomed: &mut Option<Ours<'a>>) {
    for index in 0..ours.properties().len() as u32 {
        if let Ok((_, field)) = ours.element(index) {
            ours.take(field, doomed);
            field.write_null(0);
        }
    }
}
