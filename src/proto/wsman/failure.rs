//! Failures of the connection as CIM errors: the one place where they get a result and a category.

use crate::abi::*;
use crate::cim::Error;
use crate::proto::http::{Failure, TlsCheck};

/// The error a client gets for a failure below the envelope.
pub fn error(failure: &Failure) -> Error {
    let (result, category) = meaning(failure);
    Error::new(result, failure.to_string()).with_category(category)
}

fn meaning(failure: &Failure) -> (MI_Result, MI_ErrorCategory) {
    match failure {
        Failure::NameNotFound { .. }
        | Failure::Refused { .. }
        | Failure::Unreachable { .. }
        | Failure::Proxy { .. }
        | Failure::Lost { .. } => (MI_RESULT_FAILED, MI_ERRORCATEGORY_CONNECTION_ERROR),
        Failure::Tls { check: TlsCheck::Version | TlsCheck::Protocol, .. } => {
            (MI_RESULT_FAILED, MI_ERRORCATEGORY_CONNECTION_ERROR)
        }
        Failure::Tls { check: TlsCheck::ClientCertificate, .. } => {
            (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
        }
        Failure::Tls { .. } => (MI_RESULT_FAILED, MI_ERRORCATEGORY_SECURITY_ERROR),
        Failure::Timeout { .. } => (MI_RESULT_FAILED, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
        Failure::Malformed { .. } | Failure::Redirect { .. } => {
            (MI_RESULT_FAILED, MI_ERRORCATEGORY_PROTOCOL_ERROR)
        }
        Failure::TooLarge { .. } => (MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_LIMITS_EXCEEDED),
        Failure::Unauthorized { .. } => (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR),
        Failure::Unprotected { .. } => (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_SECURITY_ERROR),
        Failure::Settings { .. } => (MI_RESULT_INVALID_PARAMETER, MI_ERRORCATEGORY_INVALID_ARGUMENT),
        Failure::Status { status, .. } => status_meaning(*status),
        Failure::Stopped { .. } => (MI_RESULT_FAILED, MI_ERRORCATEGORY_OPERATION_STOPPED),
    }
}

fn status_meaning(status: u16) -> (MI_Result, MI_ErrorCategory) {
    match status {
        401 | 403 => (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_ACCESS_DENIED),
        404 => (MI_RESULT_FAILED, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),
        408 | 504 => (MI_RESULT_FAILED, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
        413 => (MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_LIMITS_EXCEEDED),
        502 => (MI_RESULT_FAILED, MI_ERRORCATEGORY_CONNECTION_ERROR),
        503 => (MI_RESULT_FAILED, MI_ERRORCATEGORY_RESOURCE_BUSY),
        _ => (MI_RESULT_FAILED, MI_ERRORCATEGORY_PROTOCOL_ERROR),
    }
}

/// An answer without an envelope: what its HTTP status means.
pub fn status(status: u16, content_type: &str, body: &[u8]) -> Failure {
    let reason = match status {
        200..=299 if body.is_empty() => "an empty answer where a SOAP envelope was expected".into(),
        200..=299 => format!("an answer that is not SOAP (content type '{content_type}')"),
        400 => "the server takes the request for malformed (Bad Request)".into(),
        403 => "the account may not use this service (Forbidden)".into(),
        404 => "there is no WS-Management service at this URL; check port and URL prefix (Not Found)".into(),
        413 => "the request is larger than the server allows (see its MaxEnvelopeSizekb)".into(),
        415 => "the server does not take this content type or encoding (see PacketEncoding)".into(),
        500 => "the server failed without saying why (Internal Server Error)".into(),
        502 => "a proxy or gateway got no good answer from the server (Bad Gateway)".into(),
        504 => "a proxy or gateway got no answer from the server in time (Gateway Timeout)".into(),
        503 => "the service is busy or stopped (Service Unavailable)".into(),
        _ => format!("unexpected, content type '{}'", crate::proto::http::failure::shortened(content_type)),
    };
    Failure::Status { status, reason }
}
