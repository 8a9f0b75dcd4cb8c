//! The one error type inside, and what MI_Result codes mean.
#![forbid(unsafe_code)]

use super::block::instance::Instance;
use crate::abi::*;
use std::fmt;

/// Why something failed: a result code, a sentence for a person, and where it happened.
#[derive(Clone, Debug)]
pub struct Error {
    pub result: MI_Result,
    pub message: String,
    pub category: MI_ErrorCategory,
    /// A CIM_Error that the server sent: it goes to the client as it is.
    pub detail: Option<Instance>,
    context: Option<Box<Context>>,
}

/// What was being done.
#[derive(Clone, Debug, Default)]
struct Context {
    operation: Option<String>,
    class: Option<String>,
    code: Option<(String, u32)>,
}

impl Error {
    pub fn new(result: MI_Result, message: impl Into<String>) -> Error {
        let category = Error::category_of(result);
        Error { result, message: message.into(), category, detail: None, context: None }
    }

    /// Out of memory, or beyond a bound.
    pub fn oom() -> Error {
        Error::from(MI_RESULT_SERVER_LIMITS_EXCEEDED)
    }

    pub fn with_category(mut self, category: MI_ErrorCategory) -> Error {
        self.category = category;
        self
    }

    /// The operation that failed ("EnumerateInstances").
    pub fn with_operation(mut self, operation: impl Into<String>) -> Error {
        self.context.get_or_insert_default().operation = Some(operation.into());
        self
    }

    /// The class that it was about.
    pub fn with_class(mut self, class: impl Into<String>) -> Error {
        self.context.get_or_insert_default().class = Some(class.into());
        self
    }

    /// A code of another kind than MI's ("ERRNO", "WINRM").
    pub fn with_code(mut self, kind: impl Into<String>, code: u32) -> Error {
        self.context.get_or_insert_default().code = Some((kind.into(), code));
        self
    }

    pub fn with_detail(mut self, detail: Instance) -> Error {
        self.detail = Some(detail);
        self
    }

    pub fn operation(&self) -> Option<&str> {
        self.context.as_ref()?.operation.as_deref()
    }

    pub fn class(&self) -> Option<&str> {
        self.context.as_ref()?.class.as_deref()
    }

    /// The code, and the kind that it is of.
    pub fn code(&self) -> (&str, u32) {
        match self.context.as_ref().and_then(|context| context.code.as_ref()) {
            Some((kind, code)) => (kind, *code),
            None => (crate::abi::names::MI_RESULT_TYPE_MI, self.result.0),
        }
    }

    /// A sentence for a result code that comes with none.
    pub fn text_of(result: MI_Result) -> &'static str {
        TEXTS.iter().find(|(code, ..)| *code == result).map_or("the operation failed", |(_, text, _)| text)
    }

    /// The category of a result code, as the original maps it.
    pub fn category_of(result: MI_Result) -> MI_ErrorCategory {
        TEXTS
            .iter()
            .find(|(code, ..)| *code == result)
            .map_or(MI_ERRORCATEGORY_NOT_SPECIFIED, |(.., category)| *category)
    }
}

/// Every code, a sentence, and its category.
const TEXTS: [(MI_Result, &str, MI_ErrorCategory); 27] = [
    (MI_RESULT_OK, "success", MI_ERRORCATEGORY_NOT_SPECIFIED),
    (MI_RESULT_FAILED, "the operation failed", MI_ERRORCATEGORY_NOT_SPECIFIED),
    (MI_RESULT_ACCESS_DENIED, "access is denied", MI_ERRORCATEGORY_ACCESS_DENIED),
    (MI_RESULT_INVALID_NAMESPACE, "there is no such namespace", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_INVALID_PARAMETER, "a parameter is not valid", MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (MI_RESULT_INVALID_CLASS, "there is no such class", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_NOT_FOUND, "what was asked for does not exist", MI_ERRORCATEGORY_OBJECT_NOT_FOUND),
    (MI_RESULT_NOT_SUPPORTED, "this is not supported", MI_ERRORCATEGORY_NOT_IMPLEMENTED),
    (MI_RESULT_CLASS_HAS_CHILDREN, "the class has subclasses", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_CLASS_HAS_INSTANCES, "the class has instances", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_INVALID_SUPERCLASS, "there is no such superclass", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_ALREADY_EXISTS, "it exists already", MI_ERRORCATEGORY_RESOURCE_EXISTS),
    (MI_RESULT_NO_SUCH_PROPERTY, "there is no such property", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_TYPE_MISMATCH, "the value is of another type", MI_ERRORCATEGORY_INVALID_TYPE),
    (
        MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED,
        "the query language is not supported",
        MI_ERRORCATEGORY_NOT_IMPLEMENTED,
    ),
    (MI_RESULT_INVALID_QUERY, "the query is not valid", MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (MI_RESULT_METHOD_NOT_AVAILABLE, "the method is not available", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_METHOD_NOT_FOUND, "there is no such method", MI_ERRORCATEGORY_METADATA_ERROR),
    (MI_RESULT_NAMESPACE_NOT_EMPTY, "the namespace is not empty", MI_ERRORCATEGORY_METADATA_ERROR),
    (
        MI_RESULT_INVALID_ENUMERATION_CONTEXT,
        "the enumeration context is not valid",
        MI_ERRORCATEGORY_METADATA_ERROR,
    ),
    (MI_RESULT_INVALID_OPERATION_TIMEOUT, "the time-out is not valid", MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (MI_RESULT_PULL_HAS_BEEN_ABANDONED, "the pull was abandoned", MI_ERRORCATEGORY_OPERATION_STOPPED),
    (MI_RESULT_PULL_CANNOT_BE_ABANDONED, "the pull cannot be abandoned", MI_ERRORCATEGORY_CLOS_EERROR),
    (
        MI_RESULT_FILTERED_ENUMERATION_NOT_SUPPORTED,
        "filtered enumerations are not supported",
        MI_ERRORCATEGORY_NOT_IMPLEMENTED,
    ),
    (
        MI_RESULT_CONTINUATION_ON_ERROR_NOT_SUPPORTED,
        "going on after an error is not supported",
        MI_ERRORCATEGORY_NOT_IMPLEMENTED,
    ),
    (MI_RESULT_SERVER_LIMITS_EXCEEDED, "a limit is exceeded", MI_ERRORCATEGORY_RESOURCE_BUSY),
    (MI_RESULT_SERVER_IS_SHUTTING_DOWN, "the server is shutting down", MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),
];

impl From<MI_Result> for Error {
    fn from(result: MI_Result) -> Error {
        Error::new(result, Error::text_of(result))
    }
}

impl From<Error> for MI_Result {
    fn from(error: Error) -> MI_Result {
        error.result
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
