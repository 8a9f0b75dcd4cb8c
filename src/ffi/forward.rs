//! What a flat export does with its arguments: look for the handle's own table, and call the slot or refuse.
//!
//! Exactly what the inline wrappers of the original header do, so that a foreign table works. An empty slot of a
//! foreign table answers as a missing table does.

use crate::abi::*;
use crate::runtime::scope::inline_call;

/// A handle or object that begins with, or holds, the table of its own functions.
pub trait Handle {
    type Table: 'static;
    fn ft(&self) -> *const Self::Table;
}

macro_rules! handles {
    ($($Handle:ident: $Table:ident),* $(,)?) => {
        $(impl Handle for $Handle {
            type Table = $Table;
            #[inline]
            fn ft(&self) -> *const $Table {
                self.ft
            }
        })*
    };
}

handles! {
    MI_Application: MI_ApplicationFT, MI_Session: MI_SessionFT, MI_Operation: MI_OperationFT,
    MI_HostedProvider: MI_HostedProviderFT, MI_Instance: MI_InstanceFT, MI_Class: MI_ClassFT,
    MI_QualifierSet: MI_QualifierSetFT, MI_ParameterSet: MI_ParameterSetFT, MI_PropertySet: MI_PropertySetFT,
    MI_Filter: MI_FilterFT, MI_Context: MI_ContextFT, MI_DestinationOptions: MI_DestinationOptionsFT,
    MI_LifecycleIndicationContext: MI_LifecycleIndicationContextFT, MI_OperationOptions: MI_OperationOptionsFT,
    MI_SubscriptionDeliveryOptions: MI_SubscriptionDeliveryOptionsFT,
}

/// The table of a handle, or None where the handle or its table is NULL.
///
/// # Safety
/// `handle` is NULL or points to a readable handle, whose `ft` is NULL or points to a table that stays.
#[inline]
pub unsafe fn table_of<'a, H: Handle>(handle: *const H) -> Option<&'a H::Table> {
    // SAFETY:
    // - NULL or readable, as the caller promises.
    let handle = unsafe { handle.as_ref() }?;
    // SAFETY:
    // - NULL or a table that stays, as the caller promises.
    unsafe { handle.ft().as_ref() }
}

/// What an export answers where there is no slot to call.
pub trait Refused {
    const REFUSED: Self;
}

impl Refused for MI_Result {
    const REFUSED: Self = MI_RESULT_INVALID_PARAMETER;
}

impl Refused for MI_ErrorCategory {
    const REFUSED: Self = MI_ERRORCATEGORY_NOT_SPECIFIED;
}

impl Refused for () {
    const REFUSED: Self = ();
}

/// `forward!(Table.Slot(handle, args..))` calls the slot of the handle's own table; without one it answers
/// INVALID_PARAMETER, after the function (of this module) that is named behind the slot.
macro_rules! forward {
    ($Table:ident . $slot:ident ( $handle:expr $(, $arg:expr)* $(,)? ) $(, $refuse:ident ( $($given:expr),* ))? $(,)?) => {
        $crate::ffi::table::guard(concat!(stringify!($Table), ".", stringify!($slot), ", exported"), || {
            let handle = $handle;
            // SAFETY:
            // - the caller of the export passes NULL or a handle of this type.
            let table: Option<&$Table> = unsafe { $crate::ffi::forward::table_of(handle) };
            match table.and_then(|table| table.$slot) {
                // SAFETY:
                // - the slot belongs to this handle, and the caller keeps its contract for the other arguments.
                Some(slot) => unsafe { slot(handle $(, $arg)*) },
                None => {
                    $(
                        // SAFETY:
                        // - NULL, or what the caller of the export gave room for.
                        unsafe { $refuse($($given),*) };
                    )?
                    $crate::ffi::forward::Refused::REFUSED
                }
            }
        })
    };
}

/// `through!(member.Slot(args..))` calls a slot of the client's tables: for handles without a table of their own.
macro_rules! through {
    ($member:ident . $slot:ident ( $($arg:expr),* $(,)? )) => {
        $crate::ffi::table::guard(concat!(stringify!($member), ".", stringify!($slot), ", exported"), || {
            // SAFETY:
            // - NULL, or the library's own tables, which are never freed.
            let client = unsafe { $crate::ffi::client_tables().as_ref() };
            // SAFETY:
            // - every member points to a table that is never freed.
            let table = client.and_then(|client| unsafe { client.$member.as_ref() });
            match table.and_then(|table| table.$slot) {
                // SAFETY:
                // - the caller of the export keeps the contract of the slot.
                Some(slot) => unsafe { slot($($arg),*) },
                None => $crate::ffi::forward::Refused::REFUSED,
            }
        })
    };
}

/// `get_number!(Table(handle, NAME) => out)`: a numeric option read into a narrower or an enum type.
macro_rules! get_number {
    ($Table:ident ( $handle:expr, $name:expr ) => $out:expr) => {{
        let mut number: MI_Uint32 = 0;
        let (value, none) = (&raw mut number, std::ptr::null_mut());
        let result: MI_Result = if $out.is_null() {
            MI_RESULT_INVALID_PARAMETER
        } else {
            forward!($Table.GetNumber($handle, text!($name), value, none, none))
        };
        if result == MI_RESULT_OK {
            // SAFETY:
            // - not NULL, and the caller of the export gives room for one value.
            unsafe { $out.write($crate::ffi::forward::FromNumber::from_number(number)) };
        }
        result
    }};
}

/// A name of ours as a NUL-terminated run of MI_Char that stays.
macro_rules! text {
    ($text:expr) => {{
        const UNITS: &[MI_Char; $text.len() + 1] = &$crate::ffi::forward::units($text);
        UNITS.as_ptr()
    }};
}

pub(crate) use {forward, get_number, text, through};

/// ASCII as NUL-terminated MI_Char.
pub const fn units<const N: usize>(text: &str) -> [MI_Char; N] {
    let bytes = text.as_bytes();
    assert!(bytes.len() + 1 == N);
    let mut units = [0 as MI_Char; N];
    let mut i = 0;
    while i < bytes.len() {
        assert!(bytes[i].is_ascii());
        units[i] = bytes[i] as MI_Char;
        i += 1;
    }
    units
}

/// How the wrappers narrow the number of an option.
pub trait FromNumber {
    fn from_number(number: MI_Uint32) -> Self;
}

impl FromNumber for MI_Boolean {
    fn from_number(number: MI_Uint32) -> Self {
        number as MI_Boolean
    }
}

macro_rules! enums_from_number {
    ($($Enum:ident),*) => {
        $(impl FromNumber for $Enum {
            fn from_number(number: MI_Uint32) -> Self {
                $Enum(number)
            }
        })*
    };
}

enums_from_number!(MI_CallbackMode, MI_ProviderArchitecture, MI_DestinationOptions_ImpersonationType);

/// Writes `value` unless the caller gave no room for it.
///
/// # Safety
/// `out` is NULL or has room for one value.
pub unsafe fn give<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY:
        // - not NULL, and room for one value as the caller promises.
        unsafe { out.write(value) };
    }
}

/// Zeroes what the caller gave room for, unless it gave none.
///
/// # Safety
/// `out` is NULL or has room for one value, of a type for which all zeroes is a value.
pub unsafe fn clear<T>(out: *mut T) {
    if !out.is_null() {
        // SAFETY:
        // - not NULL, and room for one value as the caller promises.
        unsafe { out.write_bytes(0, 1) };
    }
}

/// An operation of a session that is not there: its callback hears so at once, on the calling thread.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $callback:ident($($none:expr),*);)*) => {
        $($(#[$doc])*
        ///
        /// # Safety
        /// `callbacks` is NULL or readable, `operation` is NULL or has room for a handle.
        pub unsafe fn $name(callbacks: *const MI_OperationCallbacks, operation: *mut MI_Operation) {
            // SAFETY:
            // - NULL or room for a handle, of which all zeroes is one.
            unsafe { clear(operation) };
            // SAFETY:
            // - NULL or readable, as the caller promises.
            let Some(callbacks) = (unsafe { callbacks.as_ref() }) else { return };
            let Some(callback) = callbacks.$callback else { return };
            let (context, result) = (callbacks.callbackContext, MI_RESULT_INVALID_PARAMETER);
            let (operation, text, object) = (std::ptr::null_mut(), std::ptr::null(), std::ptr::null());
            // SAFETY:
            // - a callback takes NULL for the operation, the object, the texts and the acknowledgement.
            inline_call(|| unsafe {
                callback(operation, context, $($none,)* MI_FALSE, result, text, object, None)
            });
        })*
    };
}

refusals! {
    /// Answers INVALID_PARAMETER to an operation on instances.
    refuse_instances: instanceResult(std::ptr::null());
    /// Answers INVALID_PARAMETER to a subscription.
    refuse_indications: indicationResult(std::ptr::null(), std::ptr::null(), std::ptr::null());
    /// Answers INVALID_PARAMETER to an operation on classes.
    refuse_classes: classResult(std::ptr::null());
}

/// The final result of a synchronous operation that is not there.
///
/// # Safety
/// Both are NULL or have room for their value.
pub unsafe fn no_more(more_results: *mut MI_Boolean, result: *mut MI_Result) {
    // SAFETY:
    // - NULL or room for one value, as the caller promises.
    unsafe { give(more_results, MI_FALSE) };
    // SAFETY:
    // - NULL or room for one value, as the caller promises.
    unsafe { give(result, MI_RESULT_INVALID_PARAMETER) };
}
