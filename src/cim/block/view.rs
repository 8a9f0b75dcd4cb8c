//! Reading an instance, ours or another library's: the latter through its own table only.

use super::class::Class;
use super::clone::{CloneBudget, clone_any};
use super::instance::{Instance, Ours};
use super::text::{MiStr, MiString, units_of};
use super::value::value_ref;
use super::{NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::error::Error;
use crate::cim::value::{Type, ValueRef};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

/// A borrowed instance of any library.
#[derive(Clone, Copy)]
pub struct InstanceRef<'a>(NonNull<MI_Instance>, PhantomData<&'a Instance>);

/// One element of an instance.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    pub name: &'a MiStr,
    pub ty: Type,
    /// The declaration's flags, and MI_FLAG_NULL and MI_FLAG_NOT_MODIFIED.
    pub flags: u32,
    /// None is NULL.
    pub value: Option<ValueRef<'a>>,
}

impl Element<'_> {
    pub fn is_key(&self) -> bool {
        self.flags & MI_FLAG_KEY != 0
    }
}

/// An element as a table gives it.
pub(crate) struct RawElement<'a> {
    pub name: &'a MiStr,
    pub value: MI_Value,
    pub ty: MI_Type,
    pub flags: u32,
}

impl<'a> InstanceRef<'a> {
    /// The instance at `instance`; None for NULL.
    ///
    /// # Safety
    /// `instance` is NULL or points to a living instance, of any library, that lives and stays as it is for 'a.
    pub unsafe fn from_ptr(instance: *const MI_Instance) -> Option<InstanceRef<'a>> {
        NonNull::new(instance.cast_mut()).map(|instance| InstanceRef(instance, PhantomData))
    }

    /// # Safety
    /// As [`InstanceRef::from_ptr`].
    pub(crate) unsafe fn from_non_null(instance: NonNull<MI_Instance>) -> InstanceRef<'a> {
        InstanceRef(instance, PhantomData)
    }

    pub fn as_ptr(&self) -> *const MI_Instance {
        self.0.as_ptr()
    }

    #[inline]
    fn ours(self) -> Option<Ours<'a>> {
        // SAFETY:
        // - alive and unchanged for 'a, by the promise of `from_ptr`
        unsafe { Ours::new(self.0.as_ptr()) }
    }

    /// Does it have our table?
    pub fn is_ours(self) -> bool {
        self.ours().is_some()
    }

    fn ft(self) -> Option<&'a MI_InstanceFT> {
        // SAFETY:
        // - alive for 'a
        let ft = unsafe { (*self.0.as_ptr()).ft };
        // SAFETY:
        // - a living instance's table is alive; a careless one's is NULL
        unsafe { ft.as_ref() }
    }

    /// Asks another library's instance for a string.
    fn ask(
        self,
        slot: impl Fn(
            &MI_InstanceFT,
        )
            -> Option<unsafe extern "C" fn(*const MI_Instance, *mut *const MI_Char) -> MI_Result>,
    ) -> Option<&'a MiStr> {
        let mut text = ptr::null();
        // SAFETY:
        // - the instance's own function, given the instance and room for the answer
        let result = unsafe { slot(self.ft()?)?(self.0.as_ptr(), &mut text) };
        if result != MI_RESULT_OK {
            return None;
        }
        // SAFETY:
        // - the instance's answer: NULL or a string that lives with it
        unsafe { MiStr::from_ptr(text) }
    }

    pub(crate) fn class_name_text(self) -> Option<&'a MiStr> {
        match self.ours() {
            // SAFETY:
            // - a declaration's name is NULL or NUL-terminated, and lives with the instance
            Some(ours) => unsafe { MiStr::from_ptr(ours.declaration()?.name) },
            None => self.ask(|ft| ft.GetClassName),
        }
    }

    pub(crate) fn namespace_text(self) -> Option<&'a MiStr> {
        match self.ours() {
            Some(ours) => ours.names()[1],
            None => self.ask(|ft| ft.GetNameSpace),
        }
    }

    pub(crate) fn server_name_text(self) -> Option<&'a MiStr> {
        match self.ours() {
            Some(ours) => ours.names()[0],
            None => self.ask(|ft| ft.GetServerName),
        }
    }

    /// Empty where the instance does not say.
    pub fn class_name(self) -> Cow<'a, str> {
        self.class_name_text().map(MiStr::to_str_lossy).unwrap_or_default()
    }

    pub fn namespace(self) -> Option<Cow<'a, str>> {
        self.namespace_text().map(MiStr::to_str_lossy)
    }

    pub fn server_name(self) -> Option<Cow<'a, str>> {
        self.server_name_text().map(MiStr::to_str_lossy)
    }

    pub(crate) fn count(self) -> Outcome<u32> {
        if let Some(ours) = self.ours() {
            return Ok(ours.properties().len() as u32);
        }
        let count_of = self.ft().and_then(|ft| ft.GetElementCount).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let mut count = 0;
        // SAFETY:
        // - the instance's own function, given the instance and room for the answer
        match unsafe { count_of(self.0.as_ptr(), &mut count) } {
            MI_RESULT_OK => Ok(count),
            result => Err(result),
        }
    }

    /// The number of elements.
    pub fn len(self) -> usize {
        self.count().unwrap_or_default() as usize
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub(crate) fn raw_at(self, index: u32) -> Outcome<RawElement<'a>> {
        let (mut name, mut value, mut ty, mut flags) =
            (ptr::null(), super::field::zeroed_value(), MI_Type::default(), 0);
        if let Some(ours) = self.ours() {
            let (property, field) = ours.element(index)?;
            (name, value, ty) = (property.name, field.value(), MI_Type(property.r#type));
            flags = Ours::flags(property, &field);
        } else {
            let get = self.ft().and_then(|ft| ft.GetElementAt).ok_or(MI_RESULT_INVALID_PARAMETER)?;
            // SAFETY:
            // - the instance's own function, given the instance and room for the answers
            let result = unsafe { get(self.0.as_ptr(), index, &mut name, &mut value, &mut ty, &mut flags) };
            if result != MI_RESULT_OK {
                return Err(result);
            }
        }
        // SAFETY:
        // - the instance's answer: NULL or a string that lives with it
        let name = unsafe { MiStr::from_ptr(name) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
        Ok(RawElement { name, value, ty, flags })
    }

    /// The element at a position.
    pub fn at(self, index: usize) -> Option<Element<'a>> {
        let RawElement { name, value, ty, flags } = self.raw_at(u32::try_from(index).ok()?).ok()?;
        let ty = Type::from_mi(ty)?;
        let value = match flags & MI_FLAG_NULL {
            // SAFETY:
            // - the value of a living instance's element, of the type that it names
            0 => unsafe { value_ref(ty, &value) },
            _ => None,
        };
        Some(Element { name, ty, flags, value })
    }

    pub(crate) fn index_of(self, name: &str) -> Option<u32> {
        if let Some(ours) = self.ours() {
            return ours.find(&units_of(name));
        }
        let get = self.ft()?.GetElement?;
        let (name, mut index) = (MiString::from(name), 0);
        // SAFETY:
        // - the instance's own function, given the instance, a string, and room for the answer
        let result = unsafe {
            get(self.0.as_ptr(), name.as_ptr(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), &mut index)
        };
        (result == MI_RESULT_OK).then_some(index)
    }

    /// The element of a name.
    pub fn get(self, name: &str) -> Option<Element<'a>> {
        self.at(self.index_of(name)? as usize)
    }

    pub fn iter(self) -> Elements<'a> {
        match self.ours() {
            Some(ours) => {
                let properties = ours.properties();
                Elements { instance: self, ours: Some(ours), properties, next: 0, count: properties.len() }
            }
            None => Elements { instance: self, ours: None, properties: &[], next: 0, count: self.len() },
        }
    }

    /// Calls `visit` with each element and its index, until it fails. One that cannot be read is passed over.
    #[inline]
    pub(crate) fn try_each<E>(
        self,
        mut visit: impl FnMut(usize, &Element<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(ours) = self.ours() else {
            let mut all = (0..self.len()).filter_map(|index| Some((index, self.at(index)?)));
            return all.try_for_each(|(index, element)| visit(index, &element));
        };
        let properties = ours.properties();
        for index in 0..properties.len() {
            if let Some(element) = Element::of(ours, properties, index) {
                visit(index, &element)?;
            }
        }
        Ok(())
    }

    /// The class, as far as the instance knows it.
    pub fn class(self) -> Option<Class> {
        if let Some(ours) = self.ours() {
            return super::instance_class::class_of(ours).ok();
        }
        let get = self.ft()?.GetClass?;
        let mut class = ptr::null_mut();
        // SAFETY:
        // - the instance's own function, given the instance and room for the answer
        let result = unsafe { get(self.0.as_ptr(), &mut class) };
        if result != MI_RESULT_OK {
            return None;
        }
        // SAFETY:
        // - the instance's answer: a living class that is now ours to delete
        let copy = unsafe { Class::copy_of(class) };
        // SAFETY:
        // - as above
        let ft = unsafe { class.as_ref() }.map(|head| head.ft);
        // SAFETY:
        // - a table lives as long as its classes
        let delete = ft.and_then(|ft| unsafe { ft.as_ref() }).and_then(|ft| ft.Delete);
        if let Some(delete) = delete {
            // SAFETY:
            // - the class's own function, given the class, which is not used again
            unsafe { delete(class) };
        }
        copy.ok()
    }

    /// A deep copy, of our own.
    pub fn to_owned(self) -> Result<Instance, Error> {
        // SAFETY:
        // - alive for 'a
        let copy = unsafe { clone_any(self.0.as_ptr(), &mut CloneBudget::new()) }?;
        // SAFETY:
        // - a fresh heap instance of ours
        unsafe { Instance::from_raw(copy) }.ok_or_else(|| Error::from(NO_MEMORY))
    }
}

impl<'a> IntoIterator for InstanceRef<'a> {
    type Item = Element<'a>;
    type IntoIter = Elements<'a>;
    fn into_iter(self) -> Elements<'a> {
        self.iter()
    }
}

/// The elements of an instance, in their order. One that cannot be read is passed over.
#[derive(Clone)]
pub struct Elements<'a> {
    instance: InstanceRef<'a>,
    ours: Option<Ours<'a>>,
    /// Of an instance of ours.
    properties: &'a [*const MI_ParameterDecl],
    next: usize,
    count: usize,
}

impl<'a> Element<'a> {
    /// The element of an instance of ours.
    #[inline(always)]
    fn of(ours: Ours<'a>, properties: &'a [*const MI_ParameterDecl], index: usize) -> Option<Element<'a>> {
        // SAFETY:
        // - entries of a valid declaration's list are valid, or NULL in a careless one
        let property = unsafe { properties.get(index)?.as_ref() }?;
        let field = ours.field(property)?;
        let ty = Type::from_mi(MI_Type(property.r#type))?;
        // SAFETY:
        // - a declaration's name is NULL or NUL-terminated, and lives with the instance
        let name = unsafe { MiStr::from_ptr(property.name) }?;
        let value = match field.exists() {
            // SAFETY:
            // - the value of a living instance's element, of the type that it names
            true => unsafe { value_ref(ty, &field.value()) },
            false => None,
        };
        Some(Element { name, ty, flags: Ours::flags(property, &field), value })
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;
    fn next(&mut self) -> Option<Element<'a>> {
        while self.next < self.count {
            self.next += 1;
            let element = match self.ours {
                Some(ours) => Element::of(ours, self.properties, self.next - 1),
                None => self.instance.at(self.next - 1),
            };
            if let Some(element) = element {
                return Some(element);
            }
        }
        None
    }
}

impl fmt::Debug for InstanceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(&self.class_name());
        for element in self.iter() {
            shown.field(&element.name.to_str_lossy(), &element.value);
        }
        shown.finish()
    }
}
