//! What SSPI answers, in words.

use windows_sys::Win32::Foundation::*;
use windows_sys::core::HRESULT;

/// A status that is an error, or that nobody expects here.
pub fn described(status: HRESULT) -> String {
    let words = match status {
        SEC_E_NO_CREDENTIALS | SEC_E_UNKNOWN_CREDENTIALS => "there are no credentials of the logged-on user",
        SEC_E_SECPKG_NOT_FOUND => "the system has no such security package",
        SEC_E_TARGET_UNKNOWN | SEC_E_WRONG_PRINCIPAL => {
            "there is no such service in the domain (see setspn -L)"
        }
        SEC_E_NO_AUTHENTICATING_AUTHORITY => "no domain controller answers",
        SEC_E_LOGON_DENIED => "the log-on was refused",
        SEC_E_TIME_SKEW => {
            "the clocks of the domain controller, the server and this machine are too far apart"
        }
        SEC_E_INVALID_TOKEN => "the server's token is damaged",
        SEC_E_BAD_BINDINGS => "the server's channel is another one",
        SEC_E_MESSAGE_ALTERED | SEC_E_DECRYPT_FAILURE => "the message is damaged",
        SEC_E_OUT_OF_SEQUENCE => "the message is a repeated one, or one is missing before it",
        SEC_E_CONTEXT_EXPIRED => "the log-on has expired",
        SEC_E_DELEGATION_POLICY | SEC_E_DELEGATION_REQUIRED => "the domain does not allow the delegation",
        SEC_E_DOWNGRADE_DETECTED => "somebody between tries to weaken the log-on",
        _ => return format!("SSPI answers {status:#010x}"),
    };
    format!("{words} ({status:#010x})")
}
