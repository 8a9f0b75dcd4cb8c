//! Writes down the class that a [`ClassBuilder`] describes.

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

pub(crate) fn build(builder: &ClassBuilder<'_>) -> Outcome<Class> {
    if depth(builder.superclass.as_ref()) >= MAX_DEPTH {
        return Err(NO_MEMORY);
    }
    let mut arena = Arena::new();
    let namespace = builder.namespace.as_deref().map(units_of);
    let server = builder.server_name.as_deref().map(units_of);
    let place = Place { namespace: namespace.as_deref(), server: server.as_deref() };
    match (Draft { writer: Writer::new(&mut arena), builder }).class() {
        Ok(decl) => Class::finish(arena, decl, builder.superclass.clone(), place),
        Err(result) => {
            arena.release();
            Err(result)
        }
    }
}

fn depth(class: Option<&Class>) -> u32 {
    class.map_or(0, |class| 1 + depth(class.superclass()))
}

/// One class on its way.
struct Draft<'a> {
    writer: Writer<'a>,
    builder: &'a ClassBuilder<'a>,
}

type List<T> = (*const *const T, MI_Uint32);

impl Draft<'_> {
    fn class(mut self) -> Outcome<*mut MI_ClassDecl> {
        let builder = self.builder;
        let parent = builder.superclass.as_ref().map(Class::declaration);
        let (name, code) = self.name(&builder.name)?;
        let superclass = builder.superclass.as_ref().map(Class::name).or(builder.superclass_name.as_deref());
        let superClass = self.writer.opt_str(superclass)?;
        let (properties, size) = self.properties(name, parent)?;
        let methods = self.methods(name, parent)?;
        let inherited = parent.map_or((ptr::null(), 0), |parent| (parent.qualifiers, parent.numQualifiers));
        let (qualifiers, numQualifiers) = self.qualifiers(&builder.qualifiers, inherited)?;
        let (properties, numProperties) = self.writer.list(&properties)?;
        let (methods, numMethods) = self.writer.list(&methods)?;
        let kept = MI_FLAG_ASSOCIATION | MI_FLAG_INDICATION;
        let flags = parent.map_or(0, |parent| parent.flags & kept);
        let decl = MI_ClassDecl {
            flags: MI_FLAG_CLASS | builder.flags | flags_of(&builder.qualifiers) | flags,
            code,
            name,
            qualifiers,
            numQualifiers,
            properties,
            numProperties,
            size,
            superClass,
            superClassDecl: ptr::null(),
            methods,
            numMethods,
            schema: ptr::null(),
            providerFT: ptr::null(),
            owningClass: ptr::null_mut(),
        };
        Ok(self.writer.put(decl)?.as_ptr())
    }

    fn name(&mut self, name: &str) -> Outcome<(*const MI_Char, MI_Uint32)> {
        let units = units_of(name);
        if !is_legal(&units) {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        Ok((self.writer.name_text(&units, name)?, name_code(&units)))
    }

    /// The inherited properties, overridden where the class declares them anew, then its own; and an instance's size.
    fn properties(
        &mut self,
        class: *const MI_Char,
        parent: Option<&MI_ClassDecl>,
    ) -> Outcome<(Vec<*const MI_PropertyDecl>, u32)> {
        let inherited = parent.map_or(&[][..], |parent| list(parent.properties, parent.numProperties));
        let mut all = Members::inherited(inherited, self.builder.properties.len());
        let head = size_of::<MI_Instance>() as u32;
        let mut end = parent.map_or(head, |parent| parent.size).next_multiple_of(8);
        for property in &self.builder.properties {
            let size = field_size(property.ty.to_mi().0).ok_or(MI_RESULT_INVALID_PARAMETER)?;
            let index = all.position(&property.name);
            let overridden = index.map(|index| item(all.list[index]));
            let reused = overridden.filter(|decl| decl.r#type == property.ty.to_mi().0);
            let offset = match reused {
                Some(decl) => decl.offset,
                None => {
                    let offset = end;
                    end = u32::try_from(size).ok().and_then(|size| end.checked_add(size)).ok_or(NO_MEMORY)?;
                    offset
                }
            };
            let decl = self.property(class, property, overridden, offset)?;
            all.put(index, decl);
        }
        Ok((all.list, end))
    }

    fn property(
        &mut self,
        class: *const MI_Char,
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
        let className = self.writer.opt_str(property.reference_class.as_deref())?;
        let origin = self.writer.opt_str(property.origin.as_deref())?;
        let propagator = self.writer.opt_str(property.propagator.as_deref())?;
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
            origin: first([origin, overridden.map_or(ptr::null(), |decl| decl.origin), class]),
            propagator: first([propagator, class, class]),
            value,
        };
        Ok(self.writer.put(decl)?.as_ptr())
    }

    fn methods(
        &mut self,
        class: *const MI_Char,
        parent: Option<&MI_ClassDecl>,
    ) -> Outcome<Vec<*const MI_MethodDecl>> {
        let inherited = parent.map_or(&[][..], |parent| list(parent.methods, parent.numMethods));
        let mut all = Members::inherited(inherited, self.builder.methods.len());
        for method in &self.builder.methods {
            let index = all.position(&method.name);
            let overridden = index.map(|index| item(all.list[index]));
            let decl = self.method(class, method, overridden)?;
            all.put(index, decl);
        }
        Ok(all.list)
    }

    fn method(
        &mut self,
        class: *const MI_Char,
        method: &Method<'_>,
        overridden: Option<&MI_MethodDecl>,
    ) -> Outcome<*const MI_MethodDecl> {
        let (name, code) = self.name(&method.name)?;
        let inherited = overridden.map_or((ptr::null(), 0), |decl| (decl.qualifiers, decl.numQualifiers));
        let (qualifiers, numQualifiers) = self.qualifiers(&method.qualifiers, inherited)?;
        let returnType = method.return_type.map_or(u32::MAX, |ty| ty.to_mi().0);
        let (parameters, numParameters, size) =
            self.parameters(&method.parameters, returnType, (qualifiers, numQualifiers))?;
        let origin = self.writer.opt_str(method.origin.as_deref())?;
        let propagator = self.writer.opt_str(method.propagator.as_deref())?;
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
            origin: first([origin, overridden.map_or(ptr::null(), |decl| decl.origin), class]),
            propagator: first([propagator, class, class]),
            schema: ptr::null(),
            function: None,
        };
        Ok(self.writer.put(decl)?.as_ptr())
    }

    fn parameters(
        &mut self,
        parameters: &[Parameter<'_>],
        return_type: u32,
        qualifiers: List<MI_Qualifier>,
    ) -> Outcome<(*const *const MI_ParameterDecl, u32, u32)> {
        let mut all = Vec::with_capacity(1 + parameters.len());
        all.push(self.writer.return_parameter(return_type, ptr::null(), qualifiers)?);
        let returned = field_size(return_type).unwrap_or_default();
        let mut end = size_of::<MI_Instance>() + returned;
        for parameter in parameters {
            let (name, code) = self.name(&parameter.name)?;
            let (qualifiers, numQualifiers) = self.qualifiers(&parameter.qualifiers, (ptr::null(), 0))?;
            let decl = MI_ParameterDecl {
                flags: MI_FLAG_PARAMETER | parameter.flags | flags_of(&parameter.qualifiers),
                code,
                name,
                qualifiers,
                numQualifiers,
                r#type: parameter.ty.to_mi().0,
                className: self.writer.opt_str(parameter.reference_class.as_deref())?,
                subscript: parameter.subscript,
                offset: u32::try_from(end).map_err(|_| NO_MEMORY)?,
            };
            end += field_size(decl.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
            all.push(self.writer.put(decl)?.as_ptr().cast_const());
        }
        let (list, count) = self.writer.list(&all)?;
        Ok((list, count, u32::try_from(end).map_err(|_| NO_MEMORY)?))
    }

    /// Those of `inherited` that reach a subclass, each in its place even where it is declared anew; then the others.
    fn qualifiers(
        &mut self,
        own: &[Qualifier<'_>],
        inherited: List<MI_Qualifier>,
    ) -> Outcome<List<MI_Qualifier>> {
        if own.is_empty() && inherited.1 == 0 {
            return Ok((ptr::null(), 0));
        }
        let mut all = Vec::with_capacity(own.len());
        let mut placed = vec![false; if inherited.1 == 0 { 0 } else { own.len() }];
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
        for (index, qualifier) in own.iter().enumerate() {
            if placed.get(index) != Some(&true) {
                all.push(self.qualifier(qualifier)?);
            }
        }
        self.writer.list(&all)
    }

    fn qualifier(&mut self, qualifier: &Qualifier<'_>) -> Outcome<*const MI_Qualifier> {
        let name = self.writer.str(&qualifier.name)?;
        let value = self.constant(qualifier.ty, qualifier.value.as_ref())?;
        let (ty, flavor) = (qualifier.ty.to_mi().0, qualifier.flavor);
        Ok(self.writer.put(MI_Qualifier { name, r#type: ty, flavor, value })?.as_ptr().cast_const())
    }

    fn constant(&mut self, ty: Type, value: Option<&Value>) -> Outcome<*const c_void> {
        let Some(value) = value else { return Ok(ptr::null()) };
        if value.ty() != ty {
            return Err(MI_RESULT_TYPE_MISMATCH);
        }
        let lowered = Lowered::new(value.as_ref());
        // SAFETY:
        // - lowered from a value of this type, which lives until the copy is made
        unsafe { self.writer.constant(ty.to_mi().0, &lowered.value) }
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
}

impl<T> Members<T> {
    /// With room for `more`.
    fn inherited(inherited: &[*const T], more: usize) -> Members<T> {
        let mut list = Vec::with_capacity(inherited.len() + more);
        list.extend_from_slice(inherited);
        Members { list, names: Names::of_features(features(inherited)) }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.names.feature(features(&self.list), name)
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
