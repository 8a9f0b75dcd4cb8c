//! `MI_DeserializerFT_INTL`: the codec's longer table, which reads many objects at once.

use super::codec_handle::Format;
use super::codec_schema::{Caller, Files, NO_CALLBACKS};
use super::deserializer::{Answer, DESERIALIZER, Input, input};
use super::extended_array::ExtendedArray;
use super::table::guard;
use super::text::{given, text};
use crate::abi::*;
use crate::cim::{Class, Error, Instance, MiString};
use crate::codec::mof::{self, Loaded, Settings, Validation};
use crate::runtime::scope::inline_call;
use std::ptr;

/// What the second word of a MOF deserializer points to.
pub static DESERIALIZER_INTL: MI_DeserializerFT_INTL = MI_DeserializerFT_INTL {
    ft: DESERIALIZER,
    DeserializeClassArray: Some(class_array),
    DeserializeInstanceArray: Some(instance_array),
};

unsafe extern "C" fn class_array(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    callbacks: *mut MI_DeserializerCallbacks,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    classes: *mut MI_ClassA,
    serverName: *const MI_Char,
    namespaceName: *const MI_Char,
    serializedBufferRead: *mut MI_Uint32,
    classObjects: *mut *mut MI_ClassA,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    guard("MI_DeserializerFT_INTL.DeserializeClassArray", || {
        // SAFETY: the slot's contract.
        let input = unsafe { input(deserializer, flags, serializedBuffer, serializedBufferLength) };
        // SAFETY: the slot's contract.
        let call = unsafe { Call::new(input, options, callbacks, classes, [serverName, namespaceName]) };
        let read = call.and_then(Call::load).and_then(|(loaded, callbacks, consumed)| {
            let all: Vec<_> = loaded.classes.into_iter().map(Class::into_raw).collect();
            Ok((report(all, &callbacks)?, consumed))
        });
        Answer(read).give(serializedBufferRead, classObjects, cimErrorDetails)
    })
}

unsafe extern "C" fn instance_array(
    deserializer: *mut MI_Deserializer,
    flags: MI_Uint32,
    options: *mut MI_OperationOptions,
    callbacks: *mut MI_DeserializerCallbacks,
    serializedBuffer: *mut MI_Uint8,
    serializedBufferLength: MI_Uint32,
    classes: *mut MI_ClassA,
    serializedBufferRead: *mut MI_Uint32,
    instanceObjects: *mut *mut MI_InstanceA,
    cimErrorDetails: *mut *mut MI_Instance,
) -> MI_Result {
    guard("MI_DeserializerFT_INTL.DeserializeInstanceArray", || {
        // SAFETY: the slot's contract.
        let input = unsafe { input(deserializer, flags, serializedBuffer, serializedBufferLength) };
        // SAFETY: the slot's contract.
        let call = unsafe { Call::new(input, options, callbacks, classes, [ptr::null(); 2]) };
        let read = call.and_then(Call::load).map(|(loaded, _, consumed)| {
            let all: Vec<_> = loaded.instances.into_iter().map(Instance::into_raw).collect();
            (ExtendedArray::of(all).cast(), consumed)
        });
        Answer(read).give(serializedBufferRead, instanceObjects, cimErrorDetails)
    })
}

/// A caller that wants classes with their numbers gets them so, and no array.
fn report(all: Vec<*mut MI_Class>, callbacks: &MI_DeserializerCallbacks) -> Result<*mut MI_ClassA, Error> {
    let Some(callback) = callbacks.classObjectAndId else { return Ok(ExtendedArray::of(all).cast()) };
    let context = callbacks.classObjectAndIdContext;
    let mut failed = None;
    for (id, class) in all.into_iter().enumerate() {
        if failed.is_some() {
            // SAFETY: made by `into_raw`, and nobody else has it.
            drop(unsafe { Class::from_raw(class) });
            continue;
        }
        // SAFETY: the caller's callback, with its context and a class that it keeps.
        let result = inline_call(|| unsafe { callback(context, id as MI_Uint64, class) });
        if result != MI_RESULT_OK {
            failed = Some(Error::new(result, "The caller's callback refused a class."));
        }
    }
    failed.map_or(Ok(ptr::null_mut()), Err)
}

/// One call of either function.
struct Call<'a> {
    input: Input<'a>,
    callbacks: MI_DeserializerCallbacks,
    caller: Caller,
    settings: Settings,
}

impl<'a> Call<'a> {
    /// # Safety
    /// Every pointer is NULL or what its name says, and living.
    unsafe fn new(
        input: Result<Input<'a>, Error>,
        options: *const MI_OperationOptions,
        callbacks: *const MI_DeserializerCallbacks,
        classes: *const MI_ClassA,
        [server, namespace]: [*const MI_Char; 2],
    ) -> Result<Self, Error> {
        let input = input?;
        if input.format != Format::Mof {
            return Err(Error::new(MI_RESULT_NOT_SUPPORTED, "Only MOF deserializers read arrays."));
        }
        // SAFETY: this function's contract.
        let callbacks = unsafe { callbacks.as_ref() }.copied().unwrap_or(NO_CALLBACKS);
        // SAFETY: this function's contract.
        let (list, count) = match unsafe { classes.as_ref() } {
            Some(classes) => (classes.data.cast_const(), classes.size as usize),
            None => (ptr::null(), 0),
        };
        // SAFETY: this function's contract.
        let mut caller = unsafe { Caller::new(list, count, callbacks) }?;
        // SAFETY: this function's contract.
        unsafe { caller.place(server, namespace) };
        // SAFETY: this function's contract.
        let mut settings = unsafe { settings(options) }?;
        // SAFETY: this function's contract.
        settings.server = unsafe { text(server) };
        // SAFETY: this function's contract.
        settings.namespace = unsafe { text(namespace) };
        Ok(Call { input, callbacks, caller, settings })
    }

    fn load(mut self) -> Result<(Loaded, MI_DeserializerCallbacks, usize), Error> {
        let mut files = Files::new(self.callbacks);
        let (loaded, consumed) =
            mof::load_bytes(self.input.bytes, &mut files, &mut self.caller, self.settings)?;
        Ok((loaded, self.callbacks, consumed))
    }
}

/// What the caller's options say of schema validation.
///
/// # Safety
/// `options` is NULL or living options of any library.
unsafe fn settings(options: *const MI_OperationOptions) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    // SAFETY: this function's contract.
    let Some(head) = (unsafe { options.as_ref() }) else { return Ok(settings) };
    // SAFETY: living options' table is NULL or stays.
    let Some(ft) = (unsafe { head.ft.as_ref() }) else { return Ok(settings) };
    let mut word = ptr::null();
    let name = MiString::from(names::MOFCODEC_SCHEMA_VALIDATION_OPTION_NAME);
    if let Some(get) = ft.GetString {
        // SAFETY: the options' own function, with a name and room for the answer.
        let result = unsafe { get(options, name.as_ptr(), &mut word, ptr::null_mut(), ptr::null_mut()) };
        // SAFETY: the options' answer: NULL or a string that lives with them.
        if let Some(word) = unsafe { given(word) }.filter(|_| result == MI_RESULT_OK) {
            let word = word.to_str_lossy();
            settings.validation = Validation::named(&word).ok_or_else(|| {
                let message = format!("The option SchemaValidation has no value '{word}'.");
                Error::new(MI_RESULT_NOT_SUPPORTED, message)
            })?;
        }
    }
    let Some(get) = ft.GetOption else { return Ok(settings) };
    let name = MiString::from(names::MOFCODEC_SCHEMA_VALIDATION_OPTION_IGNOREPROPERTYLIST);
    let mut value = MI_Value { uint64: 0 };
    let (mut ty, mut flags) = (MI_Type(0), 0);
    // SAFETY: the options' own function, with a name and room for the answers.
    let result = unsafe { get(options, name.as_ptr(), &mut value, &mut ty, ptr::null_mut(), &mut flags) };
    if result == MI_RESULT_OK && ty == MI_STRINGA && flags & MI_FLAG_NULL == 0 {
        // SAFETY: the options' answer is of the type that it names.
        let list = unsafe { value.stringa };
        for index in 0..list.size as usize {
            // SAFETY: an array of that many strings.
            let entry = unsafe { list.data.add(index) };
            // SAFETY: as above.
            let entry = unsafe { entry.read() };
            // SAFETY: a string of the array.
            settings.ignored.extend(unsafe { text(entry) });
        }
    }
    Ok(settings)
}
