//! Scalars, and the enums as transparent newtypes: a caller can put any number into them.

/// MI_TRUE or MI_FALSE; any other number counts as true.
pub type MI_Boolean = u8;
pub type MI_Uint8 = u8;
pub type MI_Sint8 = i8;
pub type MI_Uint16 = u16;
pub type MI_Sint16 = i16;
pub type MI_Uint32 = u32;
pub type MI_Sint32 = i32;
pub type MI_Uint64 = u64;
pub type MI_Sint64 = i64;
pub type MI_Real32 = f32;
pub type MI_Real64 = f64;
pub type MI_Char16 = u16;
/// One code unit of a string: a UTF-8 byte on Linux, a UTF-16 unit on Windows.
#[cfg(not(windows))]
pub type MI_Char = core::ffi::c_char;
#[cfg(windows)]
pub type MI_Char = u16;
pub type MI_ConstStringPtr = *const MI_Char;

/// What a call or an operation came to (DSP0004's status codes, and a few more).
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_Result(pub MI_Uint32);

/// What kind of thing an error is about.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_ErrorCategory(pub MI_Uint32);

/// How urgent a question to the user is.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_PromptType(pub MI_Uint32);

/// What becomes of errors and questions during an operation.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_CallbackMode(pub MI_Uint32);

/// The architecture of a provider.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_ProviderArchitecture(pub MI_Uint32);

/// The type of a value.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_Type(pub MI_Uint32);

/// Which of a request's languages.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_LocaleType(pub MI_Uint32);

/// Why something was cancelled.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_CancellationReason(pub MI_Uint32);

/// The answer to a question.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_OperationCallback_ResponseType(pub MI_Uint32);

/// Whether indications are fetched or sent.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_SubscriptionDeliveryType(pub MI_Uint32);

/// How far a server may act in the client's name.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct MI_DestinationOptions_ImpersonationType(pub MI_Uint32);
