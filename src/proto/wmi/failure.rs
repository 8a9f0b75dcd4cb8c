//! What WMI answers when something fails, in MI's terms ([MS-WMI] section 2.2.11).

use crate::abi::*;
use crate::cim::Error;
use crate::cim::category::{self, ErrorType};

/// A status code, and what WMI said with it.
#[derive(Debug)]
pub struct Failure {
    code: u32,
    text: Option<String>,
}

const NOT_FOUND: u32 = 0x8004_1002;
const TYPE_MISMATCH: u32 = 0x8004_1005;
const CANCELLED: u32 = 0x8004_1032;

impl Failure {
    /// Success without a result.
    pub fn nothing() -> Failure {
        Failure { code: NOT_FOUND, text: None }
    }

    /// A value that does not fit its property.
    pub fn mismatch() -> Failure {
        Failure { code: TYPE_MISMATCH, text: None }
    }

    pub fn cancelled() -> Failure {
        Failure { code: CANCELLED, text: None }
    }

    pub fn is_not_found(&self) -> bool {
        self.code == NOT_FOUND
    }

    /// WMI's own codes; the others are COM's and the network's.
    pub fn is_of_wmi(&self) -> bool {
        is_of_wmi(self.code)
    }

    pub fn is_explained(&self) -> bool {
        self.text.is_some()
    }

    pub fn is_same(&self, other: &Failure) -> bool {
        self.code == other.code
    }
}

impl From<windows::core::Error> for Failure {
    fn from(error: windows::core::Error) -> Failure {
        // The error has taken what WMI said off the thread; this puts it back.
        let code = windows::core::HRESULT::from(error).0.cast_unsigned();
        Failure { code, text: super::object::last_description() }
    }
}

/// FACILITY_ITF, of which WMI has these.
fn is_of_wmi(code: u32) -> bool {
    code >> 12 == 0x80041
}

/// Whether it was not WMI that failed, nor the client, but what lies between them.
pub fn is_from_below(error: &Error) -> bool {
    let (kind, code) = error.code();
    kind == HRESULT && !is_of_wmi(code)
}

const HRESULT: &str = "HRESULT";

/// Codes that have an MI result of their own; the others have the nearest of their category.
const RESULTS: [(u32, MI_Result); 26] = [
    (0x8004_1002, MI_RESULT_NOT_FOUND),
    (0x8004_1003, MI_RESULT_ACCESS_DENIED),
    (0x8004_1005, MI_RESULT_TYPE_MISMATCH),
    (0x8004_1006, MI_RESULT_SERVER_LIMITS_EXCEEDED),
    (0x8004_1008, MI_RESULT_INVALID_PARAMETER),
    (0x8004_100c, MI_RESULT_NOT_SUPPORTED),
    (0x8004_100d, MI_RESULT_INVALID_SUPERCLASS),
    (0x8004_100e, MI_RESULT_INVALID_NAMESPACE),
    (0x8004_100f, MI_RESULT_INVALID_PARAMETER),
    (0x8004_1010, MI_RESULT_INVALID_CLASS),
    (0x8004_1017, MI_RESULT_INVALID_QUERY),
    (0x8004_1018, MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED),
    (0x8004_1019, MI_RESULT_ALREADY_EXISTS),
    (0x8004_1024, MI_RESULT_NOT_SUPPORTED),
    (0x8004_1025, MI_RESULT_CLASS_HAS_CHILDREN),
    (0x8004_1026, MI_RESULT_CLASS_HAS_INSTANCES),
    (0x8004_102a, MI_RESULT_TYPE_MISMATCH),
    (0x8004_102e, MI_RESULT_METHOD_NOT_FOUND),
    (0x8004_102f, MI_RESULT_INVALID_PARAMETER),
    (0x8004_1031, MI_RESULT_NO_SUCH_PROPERTY),
    (0x8004_1033, MI_RESULT_SERVER_IS_SHUTTING_DOWN),
    (0x8004_103a, MI_RESULT_INVALID_PARAMETER),
    (0x8004_1055, MI_RESULT_METHOD_NOT_AVAILABLE),
    (0x8004_1056, MI_RESULT_METHOD_NOT_AVAILABLE),
    (0x8004_1058, MI_RESULT_INVALID_QUERY),
    (0x8004_106c, MI_RESULT_SERVER_LIMITS_EXCEEDED),
];

/// The MI result of a status code.
pub fn result(code: u32) -> MI_Result {
    let known = RESULTS.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| category::result(ErrorType::Hresult, code), |(_, result)| *result)
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        let result = result(failure.code);
        let said = failure.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let is_known = RESULTS.iter().any(|(known, _)| *known == failure.code);
        let text = match said.or_else(|| is_known.then(|| Error::text_of(result).to_owned())) {
            Some(text) => format!("{text} (WMI, 0x{:08x})", failure.code),
            None => category::describe(ErrorType::Hresult, failure.code),
        };
        Error::new(result, text)
            .with_category(category::category(ErrorType::Hresult, failure.code))
            .with_code(HRESULT, failure.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_wmi_are_mi_results_and_keep_their_number() {
        let error = Error::from(Failure { code: 0x8004_1010, text: Some("Invalid class \r\n".into()) });
        assert_eq!(error.result, MI_RESULT_INVALID_CLASS);
        assert_eq!(error.category, MI_ERRORCATEGORY_METADATA_ERROR);
        assert_eq!(error.code(), ("HRESULT", 0x8004_1010));
        assert_eq!(error.message, "Invalid class (WMI, 0x80041010)");
        assert_eq!(result(0x8007_0005), MI_RESULT_ACCESS_DENIED);
        assert_eq!(result(0x8000_4005), MI_RESULT_FAILED);
        assert!(RESULTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
