//! Writes down classes: feature by feature, or all that a [`ClassBuilder`] describes.

#![allow(non_snake_case)] // Declarations are written with the names of the ABI.

use super::arena::Arena;
use super::class::{Class, Place};
use super::class_view::{item, list, text};
use super::declare::Writer;
use super::field::field_size;
use super::legal::is_legal;
use super::names::Names;
use super::text::{name_code, units_of};
use super::value::Lowered;
use super::{MAX_DEPTH, NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::class::{ClassBuilder, Method, Parameter, Property, Qualifier, flags_of, is_inherited};
use crate::cim::value::{Type, Value};
use std::ffi::c_void;
use std::ptr;

/// The same class in another namespace; the class itself where there is no memory for that.
pub(crate) fn with_namespace(class: &Class, namespace: &str) -> Class {
    let server = class.server_name().map(units_of);
    let place = Place { namespace: Some(&units_of(namespace)), server: server.as_deref() };
    class.at(place).unwrap_or_else(|_| class.clone())
}

/// Writes down all of what a builder describes.
pub(crate) fn build(builder: &ClassBuilder<'_>) -> Outcome<Class> {
    let counts = (builder.properties.len(), builder.methods.len());
    let mut draft = ClassDraft::new(&builder.name, builder.superclass.clone(), counts)?;
    builder.properties.iter().try_for_each(|property| draft.property(property))?;
    builder.methods.iter().try_for_each(|method| draft.method(method))?;
    draft.finish(&ClassHead {
        superclass_name: builder.superclass_name.as_deref(),
        namespace: builder.namespace.as_deref(),
        server_name: builder.server_name.as_deref(),
        flags: builder.flags,
        qualifiers: &builder.qualifiers,
    })
}

fn depth(class: Option<&Class>) -> u32 {
    class.map_or(0, |class| 1 + depth(class.superclass()))
}

/// What a class says of itself, besides its features.
#[derive(Clone, Copy, Default)]
pub struct ClassHead<'a> {
    /// Of a superclass of which no more is known.
    pub superclass_name: Option<&'a str>,
    pub namespace: Option<&'a str>,
    pub server_name: Option<&'a str>,
    /// Besides those that its qualifiers stand for.
    pub flags: u32,
    pub qualifiers: &'a [Qualifier<'a>],
}

/// A class whose features are written down one by one as they become known; the inherited ones are there already.
pub struct ClassDraft {
    arena: Arena,
    superclass: Option<Class>,
    name: *const MI_Char,
    code: MI_Uint32,
    properties: Members<MI_PropertyDecl>,
    methods: Members<MI_MethodDecl>,
    /// Where the next property of an instance goes.
    end: u32,
}

impl Drop for ClassDraft {
    fn drop(&mut self) {
        self.arena.release();
    }
}

type List<T> = (*const *const T, MI_Uint32);

impl ClassDraft {
    /// `counts`: how many properties and methods will come, more or less.
    pub(crate) fn new(name: &str, superclass: Option<Class>, counts: (usize, usize)) -> Outcome<ClassDraft> {
        if depth(superclass.as_ref()) >= MAX_DEPTH {
            return Err(NO_MEMORY);
        }
        let parent = superclass.as_ref().map(Class::declaration);
        let properties = parent.map_or(&[][..], |parent| list(parent.properties, parent.numProperties));
        let methods = parent.map_or(&[][..], |parent| list(parent.methods, parent.numMethods));
        let head = size_of::<MI_Instance>() as u32;
        let end = parent.map_or(head, |parent| parent.size).next_multiple_of(8);
        let (properties, methods) =
            (Members::inherited(properties, counts.0), Members::inherited(methods, counts.1));
        let arena = Arena::new();
        let mut draft =
            ClassDraft { arena, superclass, name: ptr::null(), code: 0, properties, methods, end };
        (draft.name, draft.code) = draft.name(name)?;
        Ok(draft)
    }

    pub(crate) fn finish(mut self, head: &ClassHead<'_>) -> Outcome<Class> {
        let parent = self.superclass.take();
        let decl = parent.as_ref().map(Class::declaration);
        let superclass = parent.as_ref().map(Class::name).or(head.superclass_name);
        let superClass = self.writer().opt_str(superclass)?;
        let inherited = decl.map_or((ptr::null(), 0), |decl| (decl.qualifiers, decl.numQualifiers));
        let (qualifiers, numQualifiers) = self.qualifiers(head.qualifiers, inherited)?;
        let mut writer = Writer::new(&mut self.arena);
        let (properties, numProperties) = writer.list(&self.properties.list)?;
        let (methods, numMethods) = writer.list(&self.methods.list)?;
        let flags = decl.map_or(0, |decl| decl.flags & (MI_FLAG_ASSOCIATION | MI_FLAG_INDICATION));
        let decl = writer.put(MI_ClassDecl {
            flags: MI_FLAG_CLASS | head.flags | flags_of(head.qualifiers) | flags,
            code: self.code,
            name: self.name,
            qualifiers,
            numQualifiers,
            properties,
            numProperties,
            size: self.end,
            superClass,
            superClassDecl: ptr::null(),
            methods,
            numMethods,
            schema: ptr::null(),
            providerFT: ptr::null(),
            owningClass: ptr::null_mut(),
        })?;
        let (namespace, server) = (head.namespace.map(units_of), head.server_name.map(units_of));
        let place = Place { namespace: namespace.as_deref(), server: server.as_deref() };
        Class::finish(std::mem::take(&mut self.arena), decl.as_ptr(), parent, place)
    }

    fn writer(&mut self) -> Writer<'_> {
        Writer::new(&mut self.arena)
    }

    fn name(&mut self, name: &str) -> Outcome<(*const MI_Char, MI_Uint32)> {
        let units = units_of(name);
        if !is_legal(&units) {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        Ok((self.writer().name_text(&units, name)?, name_code(&units)))
    }

    /// One property. It takes the place of an inherited one of its name; MI_RESULT_ALREADY_EXISTS for another one of
    /// the class's own.
    pub(crate) fn property(&mut self, property: &Property<'_>) -> Outcome<()> {
        let size = field_size(property.ty.to_mi().0).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let index = self.properties.place_of(&property.name)?;
        let overridden = index.map(|index| item(self.properties.list[index]));
        let reused = overridden.filter(|decl| decl.r#type == property.ty.to_mi().0);
        let offset = match reused {
            Some(decl) => decl.offset,
            None => {
                let offset = self.end;
                let end = u32::try_from(size).ok().and_then(|size| offset.checked_add(size));
                self.end = end.ok_or(NO_MEMORY)?;
                offset
            }
        };
        let decl = self.property_decl(property, overridden, offset)?;
        self.properties.put(index, decl);
        Ok(())
    }

    fn property_decl(
        &mut self,
        property: &Property<'_>,
        overridden: Option<&MI_PropertyDecl>,
        offset: u32,
    ) -> Outcome<*const MI_PropertyDecl> {
        let (name, code) = self.name(&property.name)?;
        let inherited = overridden.map_or((ptr::null(), 0), |decl| (decl.qualifiers, decl.numQualifiers));
        let (qualifiers, numQualifiers) = self.qualifiers(&property.qualifiers, inherited)?;
        let flags = overridden.map_or(0, |decl| decl.flags & (MI_FLAG_KEY | MI_FLAG_REQUIRED));
        // As the original has it: who declares a property anew, declares its default value anew.
        let value = self.constant(property.ty, property.default.as_ref())?;
        let className = self.writer().opt_str(property.reference_class.as_deref())?;
        let origin = self.writer().opt_str(property.origin.as_deref())?;
        let propagator = self.writer().opt_str(property.propagator.as_deref())?;
        let decl = MI_PropertyDecl {
            flags: MI_FLAG_PROPERTY | property.flags | flags_of(&property.qualifiers) | flags,
            code,
            name,
            qualifiers,
            numQualifiers,
            r#type: property.ty.to_mi().0,
            className,
            subscript: property.subscript,
            offset,
            origin: first([origin, overridden.map_or(ptr::null(), |decl| decl.origin), self.name]),
            propagator: first([propagator, self.name, self.name]),
            value,
        };
        Ok(self.writer().put(decl)?.as_ptr())
    }

    /// One method, as [`ClassDraft::property`].
    pub(crate) fn method(&mut self, method: &Method<'_>) -> Outcome<()> {
        let index = self.methods.place_of(&method.name)?;
        let overridden = index.map(|index| item(self.methods.list[index]));
        let decl = self.method_decl(method, overridden)?;
        self.methods.put(index, decl);
        Ok(())
    }

    fn method_decl(
        &mut self,
        method: &Method<'_>,
        overridden: Option<&MI_MethodDecl>,
    ) -> Outcome<*const MI_MethodDecl> {
        let (name, code) = self.name(&method.name)?;
        let inherited = overridden.map_or((ptr::null(), 0), |decl| (decl.qualifiers, decl.numQualifiers));
        let (qualifiers, numQualifiers) = self.qualifiers(&method.qualifiers, inherited)?;
        let returnType = method.return_type.map_or(u32::MAX, |ty| ty.to_mi().0);
        let (parameters, numParameters, size) =
            self.parameters(&method.parameters, returnType, (qualifiers, numQualifiers))?;
        let origin = self.writer().opt_str(method.origin.as_deref())?;
        let propagator = self.writer().opt_str(method.propagator.as_deref())?;
        let decl = MI_MethodDecl {
            flags: MI_FLAG_METHOD | method.flags | flags_of(&method.qualifiers),
            code,
            name,
            qualifiers,
            numQualifiers,
            parameters,
            numParameters,
            size,
            returnType,
            origin: first([origin, overridden.map_or(ptr::null(), |decl| decl.origin), self.name]),
            propagator: first([propagator, self.name, self.name]),
            schema: ptr::null(),
            function: None,
        };
        Ok(self.writer().put(decl)?.as_ptr())
    }

    fn parameters(
        &mut self,
        parameters: &[Parameter<'_>],
        return_type: u32,
        qualifiers: List<MI_Qualifier>,
    ) -> Outcome<(*const *const MI_ParameterDecl, u32, u32)> {
        let returned = field_size(return_type).unwrap_or_default();
        let mut end = size_of::<MI_Instance>() + returned;
        let (list, count) = self.list_of(1 + parameters.len(), |draft, index| {
            let Some(index) = index.checked_sub(1) else {
                return draft.writer().return_parameter(return_type, ptr::null(), qualifiers);
            };
            draft.parameter(&parameters[index], &mut end)
        })?;
        Ok((list, count, u32::try_from(end).map_err(|_| NO_MEMORY)?))
    }

    /// `end`: where it goes among the parameters, and the next one after it.
    fn parameter(&mut self, parameter: &Parameter<'_>, end: &mut usize) -> Outcome<*const MI_ParameterDecl> {
        let (name, code) = self.name(&parameter.name)?;
        let (qualifiers, numQualifiers) = self.qualifiers(&parameter.qualifiers, (ptr::null(), 0))?;
        let decl = MI_ParameterDecl {
            flags: MI_FLAG_PARAMETER | parameter.flags | flags_of(&parameter.qualifiers),
            code,
            name,
            qualifiers,
            numQualifiers,
            r#type: parameter.ty.to_mi().0,
            className: self.writer().opt_str(parameter.reference_class.as_deref())?,
            subscript: parameter.subscript,
            offset: u32::try_from(*end).map_err(|_| NO_MEMORY)?,
        };
        *end += field_size(decl.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        Ok(self.writer().put(decl)?.as_ptr())
    }

    /// A list of `count`, which `make` writes down one after the other.
    fn list_of<T>(
        &mut self,
        count: usize,
        mut make: impl FnMut(&mut Self, usize) -> Outcome<*const T>,
    ) -> Outcome<List<T>> {
        if count == 0 {
            return Ok((ptr::null(), 0));
        }
        let room = self.arena.alloc_zeroed::<*const T>(count).ok_or(NO_MEMORY)?;
        for index in 0..count {
            let made = make(self, index)?;
            // SAFETY:
            // - the room has that many entries, and nobody else knows it yet
            unsafe { room.as_ptr().wrapping_add(index).write(made) };
        }
        Ok((room.as_ptr().cast_const(), u32::try_from(count).map_err(|_| NO_MEMORY)?))
    }

    /// Those of `inherited` that reach a subclass, each in its place even where it is declared anew; then the others.
    fn qualifiers(
        &mut self,
        own: &[Qualifier<'_>],
        inherited: List<MI_Qualifier>,
    ) -> Outcome<List<MI_Qualifier>> {
        if inherited.1 == 0 {
            return self.list_of(own.len(), |draft, index| draft.qualifier(&own[index]));
        }
        let mut all = Vec::with_capacity(own.len());
        let mut placed = vec![false; own.len()];
        let names = Names::of(own.len(), |at| units_of(&own[at].name));
        for qualifier in list(inherited.0, inherited.1) {
            let decl = item(*qualifier);
            let name = text(decl.name).unwrap_or_default();
            if !is_inherited(name, decl.flavor) {
                continue;
            }
            let look = || own.iter().position(|own| own.name.eq_ignore_ascii_case(name)).map(|at| at as u32);
            match names.find(&units_of(name), look) {
                Some(index) => {
                    let index = index as usize;
                    placed[index] = true;
                    all.push(self.qualifier(&own[index])?);
                }
                None => all.push(*qualifier),
            }
        }
        for (qualifier, placed) in own.iter().zip(placed) {
            if !placed {
                all.push(self.qualifier(qualifier)?);
            }
        }
        self.writer().list(&all)
    }

    fn qualifier(&mut self, qualifier: &Qualifier<'_>) -> Outcome<*const MI_Qualifier> {
        let name = self.writer().str(&qualifier.name)?;
        let value = self.constant(qualifier.ty, qualifier.value.as_ref())?;
        let (ty, flavor) = (qualifier.ty.to_mi().0, qualifier.flavor);
        Ok(self.writer().put(MI_Qualifier { name, r#type: ty, flavor, value })?.as_ptr().cast_const())
    }

    fn constant(&mut self, ty: Type, value: Option<&Value>) -> Outcome<*const c_void> {
        let Some(value) = value else { return Ok(ptr::null()) };
        if value.ty() != ty {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        let lowered = Lowered::new(value.as_ref());
        // SAFETY:
        // - lowered from a value of this type, which lives until the copy is made
        unsafe { self.writer().constant(ty.to_mi().0, &lowered.value) }
    }
}

/// The first that is not NULL.
fn first(texts: [*const MI_Char; 3]) -> *const MI_Char {
    texts.into_iter().find(|text| !text.is_null()).unwrap_or(ptr::null())
}

/// The properties or the methods of the class, inherited ones first.
struct Members<T> {
    list: Vec<*const T>,
    names: Names,
    /// The superclass's list, which lives as long as the superclass.
    inherited: List<T>,
}

impl<T> Members<T> {
    /// With room for `more`.
    fn inherited(inherited: &[*const T], more: usize) -> Members<T> {
        let mut list = Vec::with_capacity(inherited.len() + more);
        list.extend_from_slice(inherited);
        let names = Names::of_features(features(inherited));
        Members { list, names, inherited: (inherited.as_ptr(), inherited.len() as u32) }
    }

    /// Where the one is that a new one of that name overrides: it is the superclass's.
    fn place_of(&self, name: &str) -> Outcome<Option<usize>> {
        let Some(at) = self.names.feature(features(&self.list), name) else { return Ok(None) };
        let inherited = list(self.inherited.0, self.inherited.1);
        if inherited.get(at) == Some(&self.list[at]) { Ok(Some(at)) } else { Err(MI_RESULT_ALREADY_EXISTS) }
    }

    /// In the place of the one that it declares anew, or at the end.
    fn put(&mut self, overridden: Option<usize>, decl: *const T) {
        match overridden {
            Some(index) => self.list[index] = decl,
            None => {
                self.list.push(decl);
                self.names.feature_added(features(&self.list));
            }
        }
    }
}

/// What properties and methods have in common.
fn features<T>(all: &[*const T]) -> &[*const MI_FeatureDecl] {
    list(all.as_ptr().cast(), all.len() as u32)
}
