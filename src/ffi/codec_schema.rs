//! Where a deserializer gets classes, qualifiers and included files: the caller's list, then the caller's callbacks.
//!
//! **Invariant:** every callback is made through the callback scope, as a callback in the sense of the close rules.

use super::text::given;
use crate::abi::*;
use crate::cim::block::value::{constant, value_ref};
use crate::cim::{Class, Error, MiString, Type};
use crate::codec::mi_xml::Classes;
use crate::codec::mof::{Declared, Includes, Schema};
use crate::runtime::scope::inline_call;
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::ptr;

/// The caller's classes and callbacks, for one call.
pub struct Caller {
    known: BTreeMap<String, Class>,
    callbacks: MI_DeserializerCallbacks,
    server: Option<MiString>,
    namespace: Option<MiString>,
}

pub const NO_CALLBACKS: MI_DeserializerCallbacks = MI_DeserializerCallbacks {
    classObjectNeededContext: ptr::null_mut(),
    classObjectNeeded: None,
    includedFileContext: ptr::null_mut(),
    getIncludedFileContent: None,
    freeIncludedFileContent: None,
    instanceResultContext: ptr::null_mut(),
    instanceResult: None,
    classResultContext: ptr::null_mut(),
    classResult: None,
    classObjectNeededOnIdContext: ptr::null_mut(),
    classObjectNeededOnId: None,
    classObjectAndIdContext: ptr::null_mut(),
    classObjectAndId: None,
    qualifierDeclNeededContext: ptr::null_mut(),
    qualifierDeclNeeded: None,
};

impl Caller {
    /// # Safety
    /// `classes` is NULL or holds `count` pointers to living classes (or NULL).
    pub unsafe fn new(
        classes: *const *mut MI_Class,
        count: usize,
        callbacks: MI_DeserializerCallbacks,
    ) -> Result<Caller, Error> {
        let mut known = BTreeMap::new();
        let count = if classes.is_null() { 0 } else { count };
        for index in 0..count {
            // SAFETY: this function's contract: that many pointers.
            let entry = unsafe { classes.add(index) };
            // SAFETY: as above.
            let class = unsafe { entry.read() };
            if !class.is_null() {
                // SAFETY: this function's contract.
                let class = unsafe { Class::copy_of(class) }?;
                known.insert(class.name().to_ascii_lowercase(), class);
            }
        }
        Ok(Caller { known, callbacks, server: None, namespace: None })
    }

    /// The callbacks of the plain functions: one only.
    pub fn needs(
        callback: MI_Deserializer_ClassObjectNeeded,
        context: *mut c_void,
    ) -> MI_DeserializerCallbacks {
        MI_DeserializerCallbacks {
            classObjectNeeded: callback,
            classObjectNeededContext: context,
            ..NO_CALLBACKS
        }
    }

    /// Where the objects are said to lie: what the callback is told where a document says nothing.
    ///
    /// # Safety
    /// Both are NULL or NUL-terminated.
    pub unsafe fn place(&mut self, server: *const MI_Char, namespace: *const MI_Char) {
        // SAFETY: this function's contract.
        self.server = unsafe { given(server) }.map(MiString::from);
        // SAFETY: this function's contract.
        self.namespace = unsafe { given(namespace) }.map(MiString::from);
    }

    fn find(
        &mut self,
        server: Option<&str>,
        namespace: Option<&str>,
        name: &str,
    ) -> Result<Option<Class>, Error> {
        if !self.known.is_empty()
            && let Some(class) = self.known.get(&name.to_ascii_lowercase())
        {
            return Ok(Some(class.clone()));
        }
        let Some(callback) = self.callbacks.classObjectNeeded else { return Ok(None) };
        let server = server.map(MiString::from).or_else(|| self.server.clone());
        let namespace = namespace.map(MiString::from).or_else(|| self.namespace.clone());
        let (name_text, context) = (MiString::from(name), self.callbacks.classObjectNeededContext);
        let at = |text: &Option<MiString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
        let mut class = ptr::null_mut();
        let result = inline_call(|| {
            // SAFETY: the caller's callback, with its context, three strings and room for the answer.
            unsafe { callback(context, at(&server), at(&namespace), name_text.as_ptr(), &mut class) }
        });
        if result != MI_RESULT_OK {
            let message =
                format!("the class {name} is needed, and the caller's callback answers {}", result.0);
            return Err(Error::new(result, message).with_class(name));
        }
        // SAFETY: the callback's answer is NULL or a class that is now ours.
        let found = unsafe { adopt(class) }?;
        let found = found.filter(|class| class.name().eq_ignore_ascii_case(name));
        if let Some(class) = &found {
            self.known.insert(name.to_ascii_lowercase(), class.clone());
        }
        Ok(found)
    }
}

/// A class of our own in exchange for one that the caller gave away.
///
/// # Safety
/// `class` is NULL or a living class that nobody else deletes.
unsafe fn adopt(class: *mut MI_Class) -> Result<Option<Class>, Error> {
    // SAFETY: this function's contract.
    let Some(head) = (unsafe { class.as_ref() }) else { return Ok(None) };
    // SAFETY: this function's contract.
    let copy = unsafe { Class::copy_of(class) };
    // SAFETY: a living class's table is NULL or stays.
    if let Some(delete) = unsafe { head.ft.as_ref() }.and_then(|ft| ft.Delete) {
        // SAFETY: the class's own function; it is not used again.
        unsafe { delete(class) };
    }
    copy.map(Some)
}

impl Classes for Caller {
    fn class(
        &mut self,
        server: Option<&str>,
        namespace: Option<&str>,
        name: &str,
    ) -> Result<Option<Class>, Error> {
        self.find(server, namespace, name)
    }
}

impl Schema for Caller {
    fn class(&mut self, namespace: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        self.find(None, namespace, name)
    }

    fn qualifier(&mut self, name: &str) -> Option<Declared> {
        let callback = self.callbacks.qualifierDeclNeeded?;
        let context = self.callbacks.qualifierDeclNeededContext;
        let text = MiString::from(name);
        let mut decl = MI_QualifierDecl {
            name: text.as_ptr(),
            r#type: MI_STRING.0,
            scope: 0,
            flavor: 0,
            subscript: 0,
            value: ptr::null(),
        };
        // SAFETY: the caller's callback, with its context and the declaration to fill in.
        let result = inline_call(|| unsafe { callback(context, &mut decl) });
        let ty = Type::from_mi(MI_Type(decl.r#type)).filter(|_| result == MI_RESULT_OK)?;
        // SAFETY: the callback's answer: NULL or a constant of the type that it names.
        let constant = unsafe { constant(decl.r#type, decl.value) };
        // SAFETY: as above; what it points to stays until the whole text is read.
        let default = constant.and_then(|value| unsafe { value_ref(ty, &value) }?.to_owned().ok());
        Some(Declared { name: name.to_owned(), ty, flavor: decl.flavor, default })
    }
}

/// The caller's included files.
pub struct Files {
    callbacks: MI_DeserializerCallbacks,
}

impl Files {
    pub fn new(callbacks: MI_DeserializerCallbacks) -> Files {
        Files { callbacks }
    }
}

impl Includes for Files {
    fn read(&mut self, name: &str, _from: &str) -> Result<Vec<u8>, String> {
        let Some(get) = self.callbacks.getIncludedFileContent else {
            return Err("the caller has given no callback for includes".into());
        };
        let (context, name) = (self.callbacks.includedFileContext, MiString::from(name));
        let (mut buffer, mut length) = (ptr::null_mut(), 0);
        // SAFETY: the caller's callback, with its context, a string and room for the answers.
        let result = inline_call(|| unsafe { get(context, name.as_ptr(), &mut buffer, &mut length) });
        if result != MI_RESULT_OK || buffer.is_null() {
            return Err(format!("the caller's callback answers {}", result.0));
        }
        // SAFETY: the callback's answer: that many readable bytes.
        let content = unsafe { std::slice::from_raw_parts(buffer, length as usize) }.to_vec();
        if let Some(free) = self.callbacks.freeIncludedFileContent {
            // SAFETY: the caller's callback, with its context and the buffer that it gave.
            inline_call(|| unsafe { free(context, buffer) });
        }
        Ok(content)
    }
}
