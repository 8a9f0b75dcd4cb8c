//! Deep copies of a caller's declarations (MI_ClassDecl and what hangs on it).

#![allow(non_snake_case)] // Declarations are written with the names of the ABI.

use super::declare::Writer;
use super::field::field_size;
use super::text::names_equal;
use super::text::{MiStr, units_of};
use super::value::constant;
use super::{MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use std::ptr;

/// The name of the pseudo-parameter that stands for a method's return value.
pub(crate) const RETURN_NAME: &str = "MIReturn";

/// What a caller's pointer points to.
///
/// # Safety
/// `at` is NULL or points to a `T` that stays as it is for 'a.
pub(crate) unsafe fn pointee<'a, T>(at: *const T) -> Outcome<&'a T> {
    if !at.is_aligned() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - aligned, and by the caller's word NULL or valid
    unsafe { at.as_ref() }.ok_or(MI_RESULT_INVALID_PARAMETER)
}

/// A caller's list of pointers; empty where there is none.
///
/// # Safety
/// `at` is NULL or points to `count` pointers that stay as they are for 'a.
pub(crate) unsafe fn pointers<'a, T>(at: *const *const T, count: u32) -> Outcome<&'a [*const T]> {
    if at.is_null() || count == 0 {
        return Ok(&[]);
    }
    if count > MAX_MEMBERS {
        return Err(NO_MEMORY);
    }
    if !at.is_aligned() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - aligned, and by the caller's word valid
    Ok(unsafe { std::slice::from_raw_parts(at, count as usize) })
}

type List<T> = (*const *const T, MI_Uint32);

impl Writer<'_> {
    /// # Safety
    /// `at` and `count` are a list of qualifiers, as a declaration has it.
    pub(crate) unsafe fn copy_qualifiers(
        &mut self,
        at: *const *const MI_Qualifier,
        count: u32,
    ) -> Outcome<List<MI_Qualifier>> {
        let mut copies = Vec::new();
        // SAFETY:
        // - by the caller's word
        for qualifier in unsafe { pointers(at, count) }? {
            // SAFETY:
            // - by the caller's word
            let qualifier = unsafe { pointee(*qualifier) }?;
            // SAFETY:
            // - a declaration's name is NUL-terminated
            let (name, _) = unsafe { self.name(qualifier.name) }?;
            // SAFETY:
            // - a declaration's value is of its type
            let value = match unsafe { constant(qualifier.r#type, qualifier.value) } {
                // SAFETY:
                // - as above
                Some(value) => unsafe { self.constant(qualifier.r#type, &value) }?,
                None => ptr::null(),
            };
            copies.push(self.put(MI_Qualifier { name, value, ..*qualifier })?.as_ptr().cast_const());
        }
        self.list(&copies)
    }

    /// # Safety
    /// `property` is a valid declaration.
    pub(crate) unsafe fn copy_property(
        &mut self,
        property: &MI_PropertyDecl,
    ) -> Outcome<*mut MI_PropertyDecl> {
        field_size(property.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // SAFETY:
        // - a declaration's name is NUL-terminated
        let (name, code) = unsafe { self.name(property.name) }?;
        // SAFETY:
        // - a declaration's value is of its type
        let value = match unsafe { constant(property.r#type, property.value) } {
            // SAFETY:
            // - as above
            Some(value) => unsafe { self.constant(property.r#type, &value) }?,
            None => ptr::null(),
        };
        // SAFETY:
        // - a valid declaration's list
        let (qualifiers, numQualifiers) =
            unsafe { self.copy_qualifiers(property.qualifiers, property.numQualifiers) }?;
        let copy = MI_PropertyDecl {
            code,
            name,
            qualifiers,
            numQualifiers,
            // SAFETY:
            // - a declaration's strings are NULL or NUL-terminated
            className: unsafe { self.copy_text(property.className) }?,
            // SAFETY:
            // - as above
            origin: unsafe { self.copy_text(property.origin) }?,
            // SAFETY:
            // - as above
            propagator: unsafe { self.copy_text(property.propagator) }?,
            value,
            ..*property
        };
        Ok(self.put(copy)?.as_ptr())
    }

    /// # Safety
    /// `parameter` is a valid declaration.
    unsafe fn copy_parameter(&mut self, parameter: &MI_ParameterDecl) -> Outcome<*const MI_ParameterDecl> {
        field_size(parameter.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // SAFETY:
        // - a declaration's name is NUL-terminated
        let (name, code) = unsafe { self.name(parameter.name) }?;
        // SAFETY:
        // - a valid declaration's list
        let (qualifiers, numQualifiers) =
            unsafe { self.copy_qualifiers(parameter.qualifiers, parameter.numQualifiers) }?;
        // SAFETY:
        // - a declaration's strings are NULL or NUL-terminated
        let className = unsafe { self.copy_text(parameter.className) }?;
        Ok(self
            .put(MI_ParameterDecl { code, name, qualifiers, numQualifiers, className, ..*parameter })?
            .as_ptr())
    }

    /// The return value's pseudo-parameter comes first in the copy, wherever it stood, and is made where it was not.
    ///
    /// # Safety
    /// `method` is a valid declaration.
    unsafe fn copy_parameters(&mut self, method: &MI_MethodDecl) -> Outcome<List<MI_ParameterDecl>> {
        let (mut copies, mut result) = (Vec::new(), None);
        let return_name = units_of(RETURN_NAME);
        // SAFETY:
        // - by the caller's word
        for parameter in unsafe { pointers(method.parameters, method.numParameters) }? {
            // SAFETY:
            // - by the caller's word
            let parameter = unsafe { pointee(*parameter) }?;
            // SAFETY:
            // - a declaration's name is NULL or NUL-terminated
            let is_return = unsafe { MiStr::from_ptr(parameter.name) }
                .is_some_and(|name| names_equal(name.as_units(), &return_name));
            // SAFETY:
            // - by the caller's word
            let copy = unsafe { self.copy_parameter(parameter) }?;
            if is_return && result.is_none() { result = Some(copy) } else { copies.push(copy) }
        }
        let result = match result {
            Some(result) => result,
            None => self.return_parameter(method.returnType, ptr::null(), (ptr::null(), 0))?,
        };
        copies.insert(0, result);
        self.list(&copies)
    }

    /// The pseudo-parameter of a return value; of no type where the method returns nothing.
    pub(crate) fn return_parameter(
        &mut self,
        ty: u32,
        className: *const MI_Char,
        (qualifiers, numQualifiers): List<MI_Qualifier>,
    ) -> Outcome<*const MI_ParameterDecl> {
        let name = self.str(RETURN_NAME)?;
        let parameter = MI_ParameterDecl {
            flags: MI_FLAG_PARAMETER | MI_FLAG_OUT,
            code: super::text::name_code(&units_of(RETURN_NAME)),
            name,
            qualifiers,
            numQualifiers,
            r#type: ty,
            className,
            subscript: 0,
            offset: size_of::<MI_Instance>() as u32,
        };
        Ok(self.put(parameter)?.as_ptr())
    }

    /// # Safety
    /// `method` is a valid declaration.
    pub(crate) unsafe fn copy_method(&mut self, method: &MI_MethodDecl) -> Outcome<*const MI_MethodDecl> {
        // SAFETY:
        // - a declaration's name is NUL-terminated
        let (name, code) = unsafe { self.name(method.name) }?;
        // SAFETY:
        // - a valid declaration's list
        let (qualifiers, numQualifiers) =
            unsafe { self.copy_qualifiers(method.qualifiers, method.numQualifiers) }?;
        // SAFETY:
        // - by the caller's word
        let (parameters, numParameters) = unsafe { self.copy_parameters(method) }?;
        let copy = MI_MethodDecl {
            code,
            name,
            qualifiers,
            numQualifiers,
            parameters,
            numParameters,
            // SAFETY:
            // - a declaration's strings are NULL or NUL-terminated
            origin: unsafe { self.copy_text(method.origin) }?,
            // SAFETY:
            // - as above
            propagator: unsafe { self.copy_text(method.propagator) }?,
            schema: ptr::null(),
            ..*method
        };
        Ok(self.put(copy)?.as_ptr())
    }

    /// All but the superclass's declaration and the owner.
    ///
    /// # Safety
    /// `class` is a valid declaration.
    pub(crate) unsafe fn copy_class(&mut self, class: &MI_ClassDecl) -> Outcome<*mut MI_ClassDecl> {
        // SAFETY:
        // - a declaration's name is NUL-terminated
        let (name, code) = unsafe { self.name(class.name) }?;
        // SAFETY:
        // - a valid declaration's list
        let (qualifiers, numQualifiers) =
            unsafe { self.copy_qualifiers(class.qualifiers, class.numQualifiers) }?;
        let (mut properties, mut methods) = (Vec::new(), Vec::new());
        // SAFETY:
        // - by the caller's word
        for property in unsafe { pointers(class.properties, class.numProperties) }? {
            // SAFETY:
            // - by the caller's word
            let property = unsafe { pointee(*property) }?;
            // SAFETY:
            // - by the caller's word
            properties.push(unsafe { self.copy_property(property) }?);
        }
        // SAFETY:
        // - by the caller's word
        for method in unsafe { pointers(class.methods, class.numMethods) }? {
            // SAFETY:
            // - by the caller's word
            let method = unsafe { pointee(*method) }?;
            // SAFETY:
            // - by the caller's word
            methods.push(unsafe { self.copy_method(method) }?);
        }
        let size = lay_out(class.size, &properties)?;
        let properties: Vec<_> = properties.into_iter().map(|property| property.cast_const()).collect();
        let (properties, numProperties) = self.list(&properties)?;
        let (methods, numMethods) = self.list(&methods)?;
        let copy = MI_ClassDecl {
            flags: class.flags | MI_FLAG_CLASS,
            code,
            name,
            qualifiers,
            numQualifiers,
            properties,
            numProperties,
            size,
            // SAFETY:
            // - a declaration's strings are NULL or NUL-terminated
            superClass: unsafe { self.copy_text(class.superClass) }?,
            superClassDecl: ptr::null(),
            methods,
            numMethods,
            schema: ptr::null(),
            providerFT: class.providerFT,
            owningClass: ptr::null_mut(),
        };
        Ok(self.put(copy)?.as_ptr())
    }
}

/// The size of an instance. Offsets that make sense are kept, for generated code knows them; others (a class written
/// down by hand) are given anew.
fn lay_out(size: u32, properties: &[*mut MI_PropertyDecl]) -> Outcome<u32> {
    let mut spans = Vec::with_capacity(properties.len());
    for property in properties {
        // SAFETY:
        // - just written by us
        let property = unsafe { &**property };
        let value = super::field::value_size(property.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        spans.push((u64::from(property.offset), value as u64 + 2, property.r#type));
    }
    spans.sort_unstable();
    let head = size_of::<MI_Instance>() as u64;
    let mut end = head;
    let sound = spans.iter().all(|(offset, length, ty)| {
        let fits = *offset >= end && offset % alignment(*ty) == 0;
        end = offset + length;
        fits
    });
    if sound && end <= u64::from(size) && size <= 1 << 24 {
        return Ok(size);
    }
    let mut offset = size_of::<MI_Instance>();
    for property in properties {
        // SAFETY:
        // - just written by us, and nobody else knows it yet
        let property = unsafe { &mut **property };
        property.offset = u32::try_from(offset).map_err(|_| NO_MEMORY)?;
        offset += field_size(property.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
    }
    u32::try_from(offset).map_err(|_| NO_MEMORY)
}

fn alignment(ty: u32) -> u64 {
    match MI_Type(ty) {
        MI_BOOLEAN | MI_UINT8 | MI_SINT8 => 1,
        MI_UINT16 | MI_SINT16 | MI_CHAR16 => 2,
        MI_UINT32 | MI_SINT32 | MI_REAL32 | MI_DATETIME => 4,
        MI_UINT64 | MI_SINT64 | MI_REAL64 => 8,
        _ => align_of::<*const u8>() as u64,
    }
}
