//! Getting, setting and clearing the elements of an instance of ours.

use super::Outcome;
use super::clone::CloneBudget;
use super::field::{Field, OWNS, with_member};
use super::instance::Ours;
use super::payload::{Stored, copy_units, disown, store};
use super::release::delete_list;
use super::text::{is_declared_name, name_code};
use crate::abi::*;
use std::ptr;

/// Flags of AddElement and SetElement that say how, not what.
pub(crate) const MEMORY_FLAGS: u32 = MI_FLAG_BORROW | MI_FLAG_ADOPT | MI_FLAG_NULL | MI_FLAG_NOT_MODIFIED;

#[inline]
fn modified(flags: u32) -> u8 {
    if flags & MI_FLAG_NOT_MODIFIED == 0 { super::field::MODIFIED } else { 0 }
}

impl<'a> Ours<'a> {
    /// The index of a property.
    #[inline]
    pub fn find(&mut self, name: &[MI_Char]) -> Option<u32> {
        // Codes in a declaration that is not ours may be missing or wrong.
        let code = match self.core() {
            Some(core) if !core.declaration.is_null() || core.class.is_some() => Some(name_code(name)),
            _ => None,
        };
        let found = self.properties().iter().position(|property| {
            // SAFETY:
            // - entries of a valid declaration's list are valid, or NULL in a careless one
            let Some(property) = (unsafe { property.as_ref() }) else { return false };
            // SAFETY:
            // - a declaration's name is NULL or NUL-terminated
            code.is_none_or(|code| code == property.code) && unsafe { is_declared_name(property.name, name) }
        })?;
        Some(found as u32)
    }

    /// A property and its field.
    #[inline]
    pub fn element(&self, index: u32) -> Outcome<(&'a MI_ParameterDecl, Field)> {
        let property = self.property(index).ok_or(MI_RESULT_NOT_FOUND)?;
        Ok((property, self.field(property).ok_or(MI_RESULT_FAILED)?))
    }

    /// Sets the value of an element.
    ///
    /// # Safety
    /// As [`store`] has it for `value`, `ty` and `flags`.
    pub unsafe fn set_at(&mut self, index: u32, value: *const MI_Value, ty: u32, flags: u32) -> Outcome<()> {
        let (property, field) = self.element(index)?;
        if property.r#type != ty {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        // SAFETY:
        // - by the caller's word
        let stored = unsafe { self.store(value, ty, flags) }?;
        self.replace(field, stored);
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
    #[inline]
    pub unsafe fn store(&mut self, value: *const MI_Value, ty: u32, flags: u32) -> Outcome<Stored> {
        let mut budget = CloneBudget::new();
        let is_scalar = ty < MI_STRING.0 || value.is_null() || flags & MI_FLAG_NULL != 0;
        if is_scalar && self.core().is_none() {
            // SAFETY:
            // - by the caller's word
            return unsafe { store(&mut super::arena::Arena::new(), ty, value, flags, &mut budget) };
        }
        if flags & MI_FLAG_ADOPT != 0 && matches!(MI_Type(ty), MI_INSTANCE | MI_REFERENCE) {
            // SAFETY:
            // - not NULL (see above), and a value of this type
            let adopted = unsafe { value.cast::<*mut MI_Instance>().read_unaligned() };
            if ptr::addr_eq(adopted, self.as_ptr()) {
                return Err(MI_RESULT_INVALID_PARAMETER);
            }
        }
        // SAFETY:
        // - by the caller's word
        unsafe { store(&mut self.core_or_new()?.arena, ty, value, flags, &mut budget) }
    }

    /// Overwrites a field, and gives up what it owned.
    #[inline]
    pub fn replace(&mut self, field: Field, stored: Stored) {
        let mut doomed = None;
        self.take(field, &mut doomed);
        if stored.flags & OWNS != 0
            && let Some(core) = self.core()
        {
            core.owning += 1;
        }
        match &stored.value {
            Some(value) => field.write(value, stored.flags),
            None => field.write_null(stored.flags),
        }
        delete_list(doomed);
    }

    /// Takes what a field owns out of it. The field must be written next.
    #[inline]
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
    pub fn clear_at(&mut self, index: u32) -> Outcome<()> {
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

/// Makes every element NULL.
pub(crate) fn clear_all<'a>(ours: &mut Ours<'a>, doomed: &mut Option<Ours<'a>>) {
    for index in 0..ours.properties().len() as u32 {
        if let Ok((_, field)) = ours.element(index) {
            ours.take(field, doomed);
            field.write_null(0);
        }
    }
}
