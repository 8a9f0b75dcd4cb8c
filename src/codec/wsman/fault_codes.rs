//! The table from fault codes to results: WSManFault codes (MS-WSMV, winerror.h), WMI's HRESULTs, SOAP subcodes.
//!
//! docs/wsman-faults.md shows it for users; a test keeps the two alike.

use crate::abi::*;

/// What a fault means to an MI client.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meaning {
    pub result: MI_Result,
    pub category: MI_ErrorCategory,
}

const fn meaning(result: MI_Result, category: MI_ErrorCategory) -> Meaning {
    Meaning { result, category }
}

const NOT_FOUND: Meaning = meaning(MI_RESULT_NOT_FOUND, MI_ERRORCATEGORY_OBJECT_NOT_FOUND);
const DENIED: Meaning = meaning(MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_ACCESS_DENIED);
const BAD_PARAMETER: Meaning = meaning(MI_RESULT_INVALID_PARAMETER, MI_ERRORCATEGORY_INVALID_ARGUMENT);
const BAD_QUERY: Meaning = meaning(MI_RESULT_INVALID_QUERY, MI_ERRORCATEGORY_SYNTAX_ERROR);
const NO_QUERY: Meaning = meaning(MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED, MI_ERRORCATEGORY_NOT_IMPLEMENTED);
const NOT_SUPPORTED: Meaning = meaning(MI_RESULT_NOT_SUPPORTED, MI_ERRORCATEGORY_NOT_IMPLEMENTED);
const TIMED_OUT: Meaning = meaning(MI_RESULT_FAILED, MI_ERRORCATEGORY_OPERATION_TIMEOUT);
const STOPPED: Meaning = meaning(MI_RESULT_FAILED, MI_ERRORCATEGORY_OPERATION_STOPPED);
const BUSY: Meaning = meaning(MI_RESULT_FAILED, MI_ERRORCATEGORY_RESOURCE_BUSY);
const QUOTA: Meaning = meaning(MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_QUOTA_EXCEEDED);
const LIMITS: Meaning = meaning(MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_LIMITS_EXCEEDED);
const EXISTS: Meaning = meaning(MI_RESULT_ALREADY_EXISTS, MI_ERRORCATEGORY_RESOURCE_EXISTS);
const PROTOCOL: Meaning = meaning(MI_RESULT_FAILED, MI_ERRORCATEGORY_PROTOCOL_ERROR);
const FAILED: Meaning = meaning(MI_RESULT_FAILED, MI_ERRORCATEGORY_NOT_SPECIFIED);
const CONTEXT: Meaning = meaning(MI_RESULT_INVALID_ENUMERATION_CONTEXT, MI_ERRORCATEGORY_INVALID_OPERATION);
const NO_METHOD: Meaning = meaning(MI_RESULT_METHOD_NOT_FOUND, MI_ERRORCATEGORY_OBJECT_NOT_FOUND);
const NO_CLASS: Meaning = meaning(MI_RESULT_INVALID_CLASS, MI_ERRORCATEGORY_OBJECT_NOT_FOUND);
const NO_NAMESPACE: Meaning = meaning(MI_RESULT_INVALID_NAMESPACE, MI_ERRORCATEGORY_OBJECT_NOT_FOUND);
const BAD_TIMEOUT: Meaning = meaning(MI_RESULT_INVALID_OPERATION_TIMEOUT, MI_ERRORCATEGORY_INVALID_ARGUMENT);
const NO_FILTER: Meaning =
    meaning(MI_RESULT_FILTERED_ENUMERATION_NOT_SUPPORTED, MI_ERRORCATEGORY_NOT_IMPLEMENTED);
const MISMATCH: Meaning = meaning(MI_RESULT_TYPE_MISMATCH, MI_ERRORCATEGORY_INVALID_TYPE);

/// Codes of a WSManFault or a provider, sorted.
pub const CODES: &[(u32, Meaning, &str)] = &[
    (2, NOT_FOUND, "Win32 file not found"),
    (3, NOT_FOUND, "Win32 path not found"),
    (5, DENIED, "Win32 access denied"),
    (8, LIMITS, "Win32 not enough memory"),
    (14, LIMITS, "Win32 out of memory"),
    (50, NOT_SUPPORTED, "Win32 not supported"),
    (87, BAD_PARAMETER, "Win32 invalid parameter"),
    (170, BUSY, "Win32 busy"),
    (183, EXISTS, "Win32 already exists"),
    (995, STOPPED, "Win32 operation aborted"),
    (1168, NOT_FOUND, "Win32 element not found"),
    (1326, DENIED, "Win32 log-on failure"),
    (1460, TIMED_OUT, "Win32 time-out"),
    (0x8003_3003, NOT_FOUND, "resource not found (Windows 2003)"),
    (0x8004_1001, FAILED, "WBEM_E_FAILED"),
    (0x8004_1002, NOT_FOUND, "WBEM_E_NOT_FOUND"),
    (0x8004_1003, DENIED, "WBEM_E_ACCESS_DENIED"),
    (0x8004_1004, FAILED, "WBEM_E_PROVIDER_FAILURE"),
    (0x8004_1005, MISMATCH, "WBEM_E_TYPE_MISMATCH"),
    (0x8004_1006, LIMITS, "WBEM_E_OUT_OF_MEMORY"),
    (0x8004_1008, BAD_PARAMETER, "WBEM_E_INVALID_PARAMETER"),
    (0x8004_100C, NOT_SUPPORTED, "WBEM_E_NOT_SUPPORTED"),
    (0x8004_100E, NO_NAMESPACE, "WBEM_E_INVALID_NAMESPACE"),
    (0x8004_1010, NO_CLASS, "WBEM_E_INVALID_CLASS"),
    (0x8004_1017, BAD_QUERY, "WBEM_E_INVALID_QUERY"),
    (0x8004_1018, NO_QUERY, "WBEM_E_INVALID_QUERY_TYPE"),
    (0x8004_1019, EXISTS, "WBEM_E_ALREADY_EXISTS"),
    (0x8004_101D, FAILED, "WBEM_E_UNEXPECTED"),
    (0x8004_1024, NOT_SUPPORTED, "WBEM_E_PROVIDER_NOT_CAPABLE"),
    (0x8004_1032, STOPPED, "WBEM_E_CALL_CANCELLED"),
    (0x8004_103A, BAD_PARAMETER, "WBEM_E_INVALID_OBJECT_PATH"),
    (0x8004_1054, BAD_PARAMETER, "WBEM_E_INVALID_METHOD_PARAMETERS"),
    (0x8004_1055, NO_METHOD, "WBEM_E_METHOD_NOT_IMPLEMENTED"),
    (0x8004_1058, BAD_QUERY, "WBEM_E_UNPARSABLE_QUERY"),
    (0x8004_1059, BAD_QUERY, "WBEM_E_NOT_EVENT_CLASS"),
    (0x8004_1069, TIMED_OUT, "WBEM_E_TIMED_OUT"),
    (0x8004_106C, QUOTA, "WBEM_E_QUOTA_VIOLATION"),
    (0x8007_0002, NOT_FOUND, "HRESULT of file not found"),
    (0x8007_0005, DENIED, "E_ACCESSDENIED"),
    (0x8007_000E, LIMITS, "E_OUTOFMEMORY"),
    (0x8007_0032, NOT_SUPPORTED, "HRESULT of not supported"),
    (0x8007_0057, BAD_PARAMETER, "E_INVALIDARG"),
    (0x8007_05B4, TIMED_OUT, "HRESULT of time-out"),
    (0x8033_8001, NOT_SUPPORTED, "WSMAN action not supported"),
    (0x8033_8006, BUSY, "WSMAN pull in progress"),
    (0x8033_8007, CONTEXT, "WSMAN enumeration closed"),
    (0x8033_800D, PROTOCOL, "WSMAN SOAP version"),
    (0x8033_800F, PROTOCOL, "WSMAN invalid header"),
    (0x8033_8010, NOT_SUPPORTED, "WSMAN must understand"),
    (0x8033_8011, PROTOCOL, "WSMAN header required"),
    (0x8033_8018, NO_FILTER, "WSMAN filtering not supported"),
    (0x8033_8019, NO_QUERY, "WSMAN filter dialect not supported"),
    (0x8033_801A, BAD_QUERY, "WSMAN cannot process filter"),
    (0x8033_801B, CONTEXT, "WSMAN invalid enumeration context"),
    (0x8033_801E, NOT_SUPPORTED, "WSMAN delivery mode not supported"),
    (0x8033_801F, BAD_PARAMETER, "WSMAN invalid expiration time"),
    (0x8033_8022, NO_FILTER, "WSMAN event filtering not supported"),
    (0x8033_8025, PROTOCOL, "WSMAN invalid eventing message"),
    (0x8033_8027, PROTOCOL, "WSMAN invalid body"),
    (0x8033_8029, TIMED_OUT, "WSMAN operation time-out"),
    (0x8033_8038, BAD_PARAMETER, "WSMAN invalid bookmark"),
    (0x8033_8039, BAD_PARAMETER, "WSMAN invalid options"),
    (0x8033_803A, BAD_PARAMETER, "WSMAN invalid parameter"),
    (0x8033_803B, BAD_PARAMETER, "WSMAN invalid resource URI"),
    (0x8033_803D, BAD_PARAMETER, "WSMAN invalid selectors"),
    (0x8033_8041, BAD_PARAMETER, "WSMAN schema validation"),
    (0x8033_8042, NOT_SUPPORTED, "WSMAN unsupported feature"),
    (0x8033_8043, PROTOCOL, "WSMAN invalid XML"),
    (0x8033_8048, LIMITS, "WSMAN encoding limit"),
    (0x8033_804A, LIMITS, "WSMAN selector limit"),
    (0x8033_8055, BAD_PARAMETER, "WSMAN invalid parameter name"),
    (0x8033_8056, MISMATCH, "WSMAN invalid value"),
    (0x8033_805A, BAD_PARAMETER, "WSMAN too few selectors"),
    (0x8033_805B, BAD_PARAMETER, "WSMAN unexpected selectors"),
    (0x8033_805C, MISMATCH, "WSMAN selector type"),
    (0x8033_805F, BAD_PARAMETER, "WSMAN duplicate selectors"),
    (0x8033_8063, EXISTS, "WSMAN already exists"),
    (0x8033_8076, NOT_SUPPORTED, "WSMAN addressing mode"),
    (0x8033_807E, LIMITS, "WSMAN envelope too small"),
    (0x8033_8081, BAD_TIMEOUT, "WSMAN invalid time-out"),
    (0x8033_8086, NOT_SUPPORTED, "WSMAN enumeration mode"),
    (0x8033_8087, NOT_SUPPORTED, "WSMAN locale"),
    (0x8033_8090, NOT_SUPPORTED, "WSMAN fragment dialect"),
    (0x8033_8093, BAD_PARAMETER, "WSMAN invalid fragment"),
    (0x8033_80FB, BAD_PARAMETER, "WSMAN all-classes URI without filter"),
    (0x8033_8137, NOT_SUPPORTED, "WSMAN polymorphism mode"),
    (0x8033_813B, BAD_PARAMETER, "WSMAN namespace mismatch"),
    (0x8033_81A6, QUOTA, "WSMAN quota of concurrent operations"),
    (0x8033_81A9, DENIED, "WSMAN context of another user"),
    (0x8033_81AD, BAD_PARAMETER, "WSMAN pull of another resource"),
];

/// SOAP subcodes of DSP0226 14.6, WS-Addressing, WS-Enumeration and WS-Eventing.
pub const SUBCODES: &[(&str, Meaning)] = &[
    ("AccessDenied", DENIED),
    ("ActionNotSupported", NOT_SUPPORTED),
    ("AlreadyExists", EXISTS),
    ("CannotProcessFilter", BAD_QUERY),
    ("Concurrency", BUSY),
    ("DeliveryModeRequestedUnavailable", NOT_SUPPORTED),
    ("DeliveryRefused", DENIED),
    ("DestinationUnreachable", NOT_FOUND),
    ("EncodingLimit", LIMITS),
    ("EndpointUnavailable", BUSY),
    ("EventSourceUnableToProcess", FAILED),
    ("FilterDialectRequestedUnavailable", NO_QUERY),
    ("FilteringNotSupported", NO_FILTER),
    ("FilteringRequestedUnavailable", NO_FILTER),
    ("FragmentDialectNotSupported", NOT_SUPPORTED),
    ("InternalError", FAILED),
    ("InvalidBookmark", BAD_PARAMETER),
    ("InvalidEnumerationContext", CONTEXT),
    ("InvalidExpirationTime", BAD_PARAMETER),
    ("InvalidMessage", PROTOCOL),
    ("InvalidMessageInformationHeader", PROTOCOL),
    ("InvalidOptions", BAD_PARAMETER),
    ("InvalidParameter", BAD_PARAMETER),
    ("InvalidSelectors", BAD_PARAMETER),
    ("InvalidTimeout", BAD_TIMEOUT),
    ("MessageInformationHeaderRequired", PROTOCOL),
    ("NoAck", PROTOCOL),
    ("PolymorphismModeNotSupported", NOT_SUPPORTED),
    ("QuotaLimit", QUOTA),
    ("RenameFailure", FAILED),
    ("SchemaValidationError", BAD_PARAMETER),
    ("TimedOut", TIMED_OUT),
    ("TimeOut", TIMED_OUT),
    ("UnableToRenew", FAILED),
    ("UnsupportedExpirationType", NOT_SUPPORTED),
    ("UnsupportedFeature", NOT_SUPPORTED),
];

pub fn by_code(code: u32) -> Option<Meaning> {
    CODES.binary_search_by_key(&code, |(known, ..)| *known).ok().map(|at| CODES[at].1)
}

/// By subcode; FaultDetail tells a few of them apart.
pub fn by_subcode(subcode: &str, detail: &str) -> Option<Meaning> {
    if subcode == "DestinationUnreachable" && detail.contains("faultDetail/InvalidResourceURI") {
        return Some(NO_CLASS);
    }
    SUBCODES.iter().find(|(known, _)| *known == subcode).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
