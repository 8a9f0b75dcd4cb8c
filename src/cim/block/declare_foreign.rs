//! Classes that are not ours: read through their own table, and written down anew.

use super::class::{Class, Place, is_block, is_ours};
use super::declare_copy::pointee;
use super::text::MiStr;
use super::value::value_ref;
use super::{MAX_DEPTH, MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::class::{ClassBuilder, Method, Parameter, Property, Qualifier};
use crate::cim::value::{Type, Value};
use std::borrow::Cow;
use std::ptr;

/// # Safety
/// `class` is NULL or points to a living MI_Class, of any library.
pub(crate) unsafe fn class_of(class: *const MI_Class) -> Outcome<Class> {
    // SAFETY:
    // - by the caller's word
    if unsafe { is_block(class) } {
        // SAFETY:
        // - by the caller's word
        return unsafe { Class::share(class) }.ok_or(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - by the caller's word
    let head = unsafe { pointee(class) }?;
    if is_ours(head) {
        // SAFETY:
        // - a bare head of ours over a valid declaration
        return unsafe { Class::copy_decl(head.classDecl, place_of(head), 0) };
    }
    // SAFETY:
    // - by the caller's word
    Foreign { class, ft: unsafe { pointee(head.ft) }? }.read(0)
}

fn place_of(head: &MI_Class) -> Place<'_> {
    // SAFETY:
    // - a head's names are NULL or NUL-terminated
    let namespace = unsafe { MiStr::from_ptr(head.namespaceName) };
    // SAFETY:
    // - as above
    let server = unsafe { MiStr::from_ptr(head.serverName) };
    Place { namespace: namespace.map(MiStr::as_units), server: server.map(MiStr::as_units) }
}

/// A living class of another library.
struct Foreign<'a> {
    class: *const MI_Class,
    ft: &'a MI_ClassFT,
}

/// A slot that must be there.
fn slot<F>(slot: Option<F>) -> Outcome<F> {
    slot.ok_or(MI_RESULT_INVALID_PARAMETER)
}

fn ok(result: MI_Result) -> Outcome<()> {
    if result == MI_RESULT_OK { Ok(()) } else { Err(result) }
}

/// A string that a table gave.
fn text(text: *const MI_Char) -> Option<String> {
    // SAFETY:
    // - a table's answer: NULL or a string that lives with its object
    Some(unsafe { MiStr::from_ptr(text) }?.to_str_lossy().into_owned())
}

/// A value that a table gave.
fn value(ty: Type, value: &MI_Value) -> Option<Value> {
    // SAFETY:
    // - a table's answer, of the type that it named, alive as long as its object
    unsafe { value_ref(ty, value) }?.to_owned().ok()
}

fn type_of(ty: MI_Type) -> Outcome<Type> {
    Type::from_mi(ty).ok_or(MI_RESULT_INVALID_PARAMETER)
}

const NO_QUALIFIERS: MI_QualifierSet = MI_QualifierSet { reserved1: 0, reserved2: 0, ft: ptr::null() };

impl Foreign<'_> {
    fn read(&self, depth: u32) -> Outcome<Class> {
        if depth > MAX_DEPTH {
            return Err(NO_MEMORY);
        }
        let name = self.ask(self.ft.GetClassName).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let mut builder = ClassBuilder::new(name);
        builder.namespace = self.ask(self.ft.GetNameSpace).map(Cow::from);
        builder.server_name = self.ask(self.ft.GetServerName).map(Cow::from);
        builder.superclass_name = self.ask(self.ft.GetParentClassName).map(Cow::from);
        builder.superclass = self.parent(depth)?;
        let mut set = NO_QUALIFIERS;
        if let Some(get) = self.ft.GetClassQualifierSet {
            // SAFETY:
            // - the class's own function, given the class and room for the answer
            ok(unsafe { get(self.class, &mut set) })?;
            builder.qualifiers = qualifiers(&set)?;
        }
        for index in 0..self.count(self.ft.GetElementCount)? {
            builder.properties.push(self.property(index)?);
        }
        for index in 0..self.count(self.ft.GetMethodCount)? {
            builder.methods.push(self.method(index)?);
        }
        super::declare_build::build(&builder)
    }

    fn ask(
        &self,
        slot: Option<unsafe extern "C" fn(*const MI_Class, *mut *const MI_Char) -> MI_Result>,
    ) -> Option<String> {
        let mut answer = ptr::null();
        // SAFETY:
        // - the class's own function, given the class and room for the answer
        ok(unsafe { slot?(self.class, &mut answer) }).ok()?;
        text(answer)
    }

    fn count(
        &self,
        slot: Option<unsafe extern "C" fn(*const MI_Class, *mut MI_Uint32) -> MI_Result>,
    ) -> Outcome<u32> {
        let mut count = 0;
        // SAFETY:
        // - the class's own function, given the class and room for the answer
        ok(unsafe { self::slot(slot)?(self.class, &mut count) })?;
        if count > MAX_MEMBERS { Err(NO_MEMORY) } else { Ok(count) }
    }

    /// The superclass, as far as the other library knows it.
    fn parent(&self, depth: u32) -> Outcome<Option<Class>> {
        let (Some(get), mut parent) = (self.ft.GetParentClass, ptr::null_mut()) else { return Ok(None) };
        // SAFETY:
        // - the class's own function, given the class and room for the answer
        if ok(unsafe { get(self.class, &mut parent) }).is_err() || parent.is_null() {
            return Ok(None);
        }
        // SAFETY:
        // - the answer: a living class that is now ours to delete
        let head = unsafe { pointee(parent) }?;
        // SAFETY:
        // - a living class's table
        let ft = unsafe { pointee(head.ft) }?;
        let copy = match is_ours(head) {
            // SAFETY:
            // - as above
            true => unsafe { class_of(parent) },
            false => Foreign { class: parent, ft }.read(depth + 1),
        };
        if let Some(delete) = ft.Delete {
            // SAFETY:
            // - the class's own function, given the class, which is not used again
            unsafe { delete(parent) };
        }
        copy.map(Some)
    }

    fn property(&self, index: u32) -> Outcome<Property<'static>> {
        let get = slot(self.ft.GetElementAt)?;
        let (mut name, mut default, mut exists, mut ty, mut class) =
            (ptr::null(), super::field::zeroed_value(), 0, MI_Type::default(), ptr::null_mut());
        let (mut set, mut flags) = (NO_QUALIFIERS, 0);
        // SAFETY:
        // - the class's own function, given the class and room for the answers
        let got = unsafe {
            get(
                self.class,
                index,
                &mut name,
                &mut default,
                &mut exists,
                &mut ty,
                &mut class,
                &mut set,
                &mut flags,
            )
        };
        ok(got)?;
        let ty = type_of(ty)?;
        Ok(Property {
            flags,
            reference_class: text(class).map(Cow::from),
            qualifiers: qualifiers(&set)?,
            default: if exists != 0 { value(ty, &default) } else { None },
            ..Property::new(text(name).ok_or(MI_RESULT_INVALID_PARAMETER)?, ty)
        })
    }

    fn method(&self, index: u32) -> Outcome<Method<'static>> {
        let get = slot(self.ft.GetMethodAt)?;
        let (mut name, mut set) = (ptr::null(), NO_QUALIFIERS);
        let mut parameters = MI_ParameterSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
        // SAFETY:
        // - the class's own function, given the class and room for the answers
        ok(unsafe { get(self.class, index, &mut name, &mut set, &mut parameters) })?;
        let mut method = Method::new(text(name).ok_or(MI_RESULT_INVALID_PARAMETER)?, Type::Uint32);
        method.qualifiers = qualifiers(&set)?;
        read_parameters(&parameters, &mut method)?;
        Ok(method)
    }
}

fn read_parameters(set: &MI_ParameterSet, method: &mut Method<'static>) -> Outcome<()> {
    // SAFETY:
    // - a set that a table gave has a table
    let ft = unsafe { pointee(set.ft) }?;
    let (mut ty, mut count, mut qualifier_set) = (MI_Type::default(), 0, NO_QUALIFIERS);
    // SAFETY:
    // - the set's own function, given the set and room for the answers
    let returned = unsafe { slot(ft.GetMethodReturnType)?(set, &mut ty, &mut qualifier_set) };
    method.return_type = ok(returned).ok().and_then(|()| Type::from_mi(ty));
    // SAFETY:
    // - as above
    ok(unsafe { slot(ft.GetParameterCount)?(set, &mut count) })?;
    if count > MAX_MEMBERS {
        return Err(NO_MEMORY);
    }
    let get = slot(ft.GetParameterAt)?;
    for index in 0..count {
        let (mut name, mut class, mut qualifier_set) = (ptr::null(), ptr::null_mut(), NO_QUALIFIERS);
        // SAFETY:
        // - as above
        ok(unsafe { get(set, index, &mut name, &mut ty, &mut class, &mut qualifier_set) })?;
        let name = text(name).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        // In and Out come with the qualifiers: this table gives no flags.
        let mut parameter = Parameter::new(name, type_of(ty)?, 0);
        parameter.reference_class = text(class).map(Cow::from);
        parameter.qualifiers = qualifiers(&qualifier_set)?;
        method.parameters.push(parameter);
    }
    Ok(())
}

fn qualifiers(set: &MI_QualifierSet) -> Outcome<Vec<Qualifier<'static>>> {
    // SAFETY:
    // - a set that a table gave has a table, or is the empty one that it left
    let Some(ft) = (unsafe { set.ft.as_ref() }) else { return Ok(Vec::new()) };
    let mut count = 0;
    // SAFETY:
    // - the set's own function, given the set and room for the answer
    ok(unsafe { slot(ft.GetQualifierCount)?(set, &mut count) })?;
    if count > MAX_MEMBERS {
        return Err(NO_MEMORY);
    }
    let get = slot(ft.GetQualifierAt)?;
    let mut all = Vec::new();
    for index in 0..count {
        let (mut name, mut ty, mut flavor, mut held) =
            (ptr::null(), MI_Type::default(), 0, super::field::zeroed_value());
        // SAFETY:
        // - as above
        ok(unsafe { get(set, index, &mut name, &mut ty, &mut flavor, &mut held) })?;
        let ty = type_of(ty)?;
        let name = text(name).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        all.push(Qualifier { name: name.into(), ty, flavor, value: value(ty, &held) });
    }
    Ok(all)
}
