//! Error codes of other systems in MI's terms: their category, the nearest MI result, and a sentence for people.
//!
//! Sources: MI results are [`Error`]'s; errno by POSIX; Windows' system error codes and HRESULTs
//! by [MS-ERREF], WMI's by [MS-WMI] 2.2.11, WinRM's by their facility; HTTP by RFC 9110.

#![forbid(unsafe_code)]

use crate::abi::names::*;
use crate::abi::*;
use crate::cim::Error;

type Row = (u32, MI_ErrorCategory);

/// Whose numbers an error code is one of (`MI_RESULT_TYPE_*`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorType {
    Mi,
    Hresult,
    Win32,
    Errno,
    WinRm,
    Http,
    MofParser,
}

impl ErrorType {
    const NAMES: [(&'static str, ErrorType); 7] = [
        (MI_RESULT_TYPE_MI, ErrorType::Mi),
        (MI_RESULT_TYPE_HRESULT, ErrorType::Hresult),
        (MI_RESULT_TYPE_WIN32, ErrorType::Win32),
        (MI_RESULT_TYPE_ERRNO, ErrorType::Errno),
        (MI_RESULT_TYPE_WINRM, ErrorType::WinRm),
        ("HTTP", ErrorType::Http),
        (MI_RESULT_TYPE_MOF_PARSER, ErrorType::MofParser),
    ];

    /// By name, without case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, which)| *which)
    }

    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, which)| *which == self).map_or("", |(name, _)| name)
    }
}

/// The category of an error code; NOT_SPECIFIED for success and for what no table knows.
pub fn category(of: ErrorType, code: u32) -> MI_ErrorCategory {
    match of {
        _ if code == 0 => MI_ERRORCATEGORY_NOT_SPECIFIED,
        ErrorType::Mi => Error::category_of(MI_Result(code)),
        ErrorType::Errno => look_up(ERRNO, code),
        ErrorType::Win32 => look_up(WIN32, code),
        ErrorType::Hresult | ErrorType::WinRm => hresult(code),
        ErrorType::Http => http(code),
        ErrorType::MofParser => MI_ERRORCATEGORY_PARSER_ERROR,
    }
}

fn look_up(table: &[Row], code: u32) -> MI_ErrorCategory {
    let row = table.iter().find(|(known, _)| *known == code);
    row.map_or(MI_ERRORCATEGORY_NOT_SPECIFIED, |(_, category)| *category)
}

/// An HRESULT carries its facility: Windows' own errors are wrapped in one, WinRM's have one of their own.
fn hresult(code: u32) -> MI_ErrorCategory {
    const SUCCESS: u32 = 0;
    const WIN32_FACILITY: u32 = 7;
    const WSMAN_FACILITY: u32 = 0x33;
    if code >> 31 == SUCCESS {
        // Callers also pass bare system error codes under these names.
        return look_up(WIN32, code);
    }
    let known = look_up(HRESULT, code);
    match (code >> 16) & 0x1fff {
        WIN32_FACILITY => look_up(WIN32, code & 0xffff),
        WSMAN_FACILITY if known == MI_ERRORCATEGORY_NOT_SPECIFIED => MI_ERRORCATEGORY_PROTOCOL_ERROR,
        _ => known,
    }
}

fn http(status: u32) -> MI_ErrorCategory {
    match status {
        400 => MI_ERRORCATEGORY_SYNTAX_ERROR,
        401 | 407 => MI_ERRORCATEGORY_AUTHENTICATION_ERROR,
        403 => MI_ERRORCATEGORY_ACCESS_DENIED,
        404 | 410 => MI_ERRORCATEGORY_OBJECT_NOT_FOUND,
        405 | 501 => MI_ERRORCATEGORY_NOT_IMPLEMENTED,
        408 | 504 => MI_ERRORCATEGORY_OPERATION_TIMEOUT,
        409 | 423 => MI_ERRORCATEGORY_RESOURCE_BUSY,
        413 | 414 | 431 => MI_ERRORCATEGORY_LIMITS_EXCEEDED,
        429 => MI_ERRORCATEGORY_QUOTA_EXCEEDED,
        502 => MI_ERRORCATEGORY_CONNECTION_ERROR,
        503 => MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE,
        300..=599 => MI_ERRORCATEGORY_PROTOCOL_ERROR,
        _ => MI_ERRORCATEGORY_NOT_SPECIFIED,
    }
}

/// The nearest MI result, which becomes CIMStatusCode.
pub fn result(of: ErrorType, code: u32) -> MI_Result {
    if of == ErrorType::Mi {
        return MI_Result(code);
    }
    match category(of, code) {
        _ if code == 0 => MI_RESULT_OK,
        MI_ERRORCATEGORY_ACCESS_DENIED | MI_ERRORCATEGORY_AUTHENTICATION_ERROR => MI_RESULT_ACCESS_DENIED,
        MI_ERRORCATEGORY_INVALID_ARGUMENT => MI_RESULT_INVALID_PARAMETER,
        MI_ERRORCATEGORY_OBJECT_NOT_FOUND => MI_RESULT_NOT_FOUND,
        MI_ERRORCATEGORY_NOT_IMPLEMENTED => MI_RESULT_NOT_SUPPORTED,
        MI_ERRORCATEGORY_RESOURCE_EXISTS => MI_RESULT_ALREADY_EXISTS,
        MI_ERRORCATEGORY_INVALID_TYPE => MI_RESULT_TYPE_MISMATCH,
        MI_ERRORCATEGORY_LIMITS_EXCEEDED | MI_ERRORCATEGORY_QUOTA_EXCEEDED => {
            MI_RESULT_SERVER_LIMITS_EXCEEDED
        }
        MI_ERRORCATEGORY_RESOURCE_BUSY if of == ErrorType::Errno && code == ENOMEM => {
            MI_RESULT_SERVER_LIMITS_EXCEEDED
        }
        _ => MI_RESULT_FAILED,
    }
}

/// Identifies the message, as clients of the original know it for its own two types.
fn message_id(of: ErrorType, code: u32) -> String {
    match of {
        ErrorType::Mi => format!("OMI:MI_Result:{code}"),
        ErrorType::Errno => format!("CRT errno {code}"),
        ErrorType::WinRm => format!("OMI:WINRM:{code}"),
        ErrorType::Hresult => format!("HRESULT 0x{code:08x}"),
        ErrorType::Win32 => format!("Windows System Error {code}"),
        ErrorType::Http | ErrorType::MofParser => format!("{} {code}", of.name()),
    }
}

/// What an error code means, for a person.
pub fn describe(of: ErrorType, code: u32) -> String {
    match of {
        ErrorType::Mi => Error::text_of(MI_Result(code)).to_owned(),
        #[cfg(unix)]
        ErrorType::Errno => {
            let text = std::io::Error::from_raw_os_error(code.cast_signed()).to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
        _ => match CATEGORY_TEXTS.iter().find(|(known, _)| *known == category(of, code)) {
            Some((_, text)) => format!("{text} ({})", message_id(of, code)),
            None => format!("error {}", message_id(of, code)),
        },
    }
}

const ENOMEM: u32 = 12;

/// Numbers up to 34 are the same on every system; those above are Linux's.
const ERRNO: &[Row] = &[
    (1, MI_ERRORCATEGORY_ACCESS_DENIED),          // EPERM
    (2, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),       // ENOENT
    (3, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),       // ESRCH
    (4, MI_ERRORCATEGORY_OPERATION_STOPPED),      // EINTR
    (5, MI_ERRORCATEGORY_DEVICE_ERROR),           // EIO
    (6, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),       // ENXIO
    (7, MI_ERRORCATEGORY_LIMITS_EXCEEDED),        // E2BIG
    (8, MI_ERRORCATEGORY_INVALID_DATA),           // ENOEXEC
    (9, MI_ERRORCATEGORY_INVALID_ARGUMENT),       // EBADF
    (10, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),      // ECHILD
    (11, MI_ERRORCATEGORY_RESOURCE_BUSY),         // EAGAIN
    (ENOMEM, MI_ERRORCATEGORY_RESOURCE_BUSY),     // as the original
    (13, MI_ERRORCATEGORY_ACCESS_DENIED),         // EACCES
    (14, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // EFAULT
    (16, MI_ERRORCATEGORY_RESOURCE_BUSY),         // EBUSY
    (17, MI_ERRORCATEGORY_RESOURCE_EXISTS),       // EEXIST
    (18, MI_ERRORCATEGORY_INVALID_OPERATION),     // EXDEV
    (19, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),      // ENODEV
    (20, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // ENOTDIR
    (21, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // EISDIR
    (22, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // EINVAL
    (23, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // ENFILE
    (24, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // EMFILE
    (25, MI_ERRORCATEGORY_INVALID_OPERATION),     // ENOTTY
    (27, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // EFBIG
    (28, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),  // ENOSPC
    (29, MI_ERRORCATEGORY_INVALID_OPERATION),     // ESPIPE
    (30, MI_ERRORCATEGORY_WRITE_ERROR),           // EROFS
    (31, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // EMLINK
    (32, MI_ERRORCATEGORY_WRITE_ERROR),           // EPIPE
    (33, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // EDOM
    (34, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // ERANGE
    (35, MI_ERRORCATEGORY_DEADLOCK_DETECTED),     // EDEADLK
    (36, MI_ERRORCATEGORY_INVALID_ARGUMENT),      // ENAMETOOLONG
    (37, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),  // ENOLCK
    (38, MI_ERRORCATEGORY_NOT_IMPLEMENTED),       // ENOSYS
    (39, MI_ERRORCATEGORY_INVALID_OPERATION),     // ENOTEMPTY
    (40, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // ELOOP
    (71, MI_ERRORCATEGORY_PROTOCOL_ERROR),        // EPROTO
    (74, MI_ERRORCATEGORY_PROTOCOL_ERROR),        // EBADMSG
    (75, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // EOVERFLOW
    (84, MI_ERRORCATEGORY_INVALID_DATA),          // EILSEQ
    (90, MI_ERRORCATEGORY_LIMITS_EXCEEDED),       // EMSGSIZE
    (93, MI_ERRORCATEGORY_NOT_IMPLEMENTED),       // EPROTONOSUPPORT
    (95, MI_ERRORCATEGORY_NOT_IMPLEMENTED),       // EOPNOTSUPP
    (97, MI_ERRORCATEGORY_NOT_IMPLEMENTED),       // EAFNOSUPPORT
    (98, MI_ERRORCATEGORY_RESOURCE_BUSY),         // EADDRINUSE
    (99, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),  // EADDRNOTAVAIL
    (100, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ENETDOWN
    (101, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ENETUNREACH
    (102, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ENETRESET
    (103, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ECONNABORTED
    (104, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ECONNRESET
    (105, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE), // ENOBUFS
    (107, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ENOTCONN
    (110, MI_ERRORCATEGORY_OPERATION_TIMEOUT),    // ETIMEDOUT
    (111, MI_ERRORCATEGORY_CONNECTION_ERROR),     // ECONNREFUSED
    (112, MI_ERRORCATEGORY_CONNECTION_ERROR),     // EHOSTDOWN
    (113, MI_ERRORCATEGORY_CONNECTION_ERROR),     // EHOSTUNREACH
    (114, MI_ERRORCATEGORY_RESOURCE_BUSY),        // EALREADY
    (115, MI_ERRORCATEGORY_RESOURCE_BUSY),        // EINPROGRESS
    (116, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),     // ESTALE
    (122, MI_ERRORCATEGORY_QUOTA_EXCEEDED),       // EDQUOT
    (125, MI_ERRORCATEGORY_OPERATION_STOPPED),    // ECANCELED
];

const WIN32: &[Row] = &[
    (2, MI_ERRORCATEGORY_OBJECT_NOT_FOUND), // the file
    (3, MI_ERRORCATEGORY_OBJECT_NOT_FOUND), // the path
    (4, MI_ERRORCATEGORY_LIMITS_EXCEEDED),  // open files
    (5, MI_ERRORCATEGORY_ACCESS_DENIED),
    (6, MI_ERRORCATEGORY_INVALID_ARGUMENT),     // handle
    (8, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE), // memory
    (13, MI_ERRORCATEGORY_INVALID_DATA),
    (14, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE), // memory
    (19, MI_ERRORCATEGORY_WRITE_ERROR),          // write protection
    (21, MI_ERRORCATEGORY_DEVICE_ERROR),         // not ready
    (29, MI_ERRORCATEGORY_WRITE_ERROR),
    (30, MI_ERRORCATEGORY_READ_ERROR),
    (31, MI_ERRORCATEGORY_DEVICE_ERROR),
    (32, MI_ERRORCATEGORY_RESOURCE_BUSY), // sharing violation
    (33, MI_ERRORCATEGORY_RESOURCE_BUSY), // lock violation
    (38, MI_ERRORCATEGORY_READ_ERROR),    // end of file
    (50, MI_ERRORCATEGORY_NOT_IMPLEMENTED),
    (53, MI_ERRORCATEGORY_CONNECTION_ERROR), // network path
    (64, MI_ERRORCATEGORY_CONNECTION_ERROR), // network name gone
    (67, MI_ERRORCATEGORY_CONNECTION_ERROR), // network name
    (80, MI_ERRORCATEGORY_RESOURCE_EXISTS),
    (86, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // network password
    (87, MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (109, MI_ERRORCATEGORY_WRITE_ERROR),          // broken pipe
    (112, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE), // disk full
    (120, MI_ERRORCATEGORY_NOT_IMPLEMENTED),
    (121, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
    (122, MI_ERRORCATEGORY_LIMITS_EXCEEDED),  // buffer
    (123, MI_ERRORCATEGORY_INVALID_ARGUMENT), // name
    (126, MI_ERRORCATEGORY_NOT_INSTALLED),    // module
    (127, MI_ERRORCATEGORY_NOT_INSTALLED),    // procedure
    (161, MI_ERRORCATEGORY_INVALID_ARGUMENT), // path
    (170, MI_ERRORCATEGORY_RESOURCE_BUSY),
    (183, MI_ERRORCATEGORY_RESOURCE_EXISTS),
    (233, MI_ERRORCATEGORY_CONNECTION_ERROR), // pipe not connected
    (258, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
    (995, MI_ERRORCATEGORY_OPERATION_STOPPED),
    (1053, MI_ERRORCATEGORY_OPERATION_TIMEOUT), // service start
    (1056, MI_ERRORCATEGORY_RESOURCE_EXISTS),   // service runs
    (1058, MI_ERRORCATEGORY_NOT_ENABLED),       // service disabled
    (1060, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),  // service
    (1062, MI_ERRORCATEGORY_NOT_ENABLED),       // service not started
    (1073, MI_ERRORCATEGORY_RESOURCE_EXISTS),   // service
    (1131, MI_ERRORCATEGORY_DEADLOCK_DETECTED),
    (1168, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),
    (1219, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // credential conflict
    (1223, MI_ERRORCATEGORY_OPERATION_STOPPED),
    (1225, MI_ERRORCATEGORY_CONNECTION_ERROR), // refused
    (1231, MI_ERRORCATEGORY_CONNECTION_ERROR), // network unreachable
    (1232, MI_ERRORCATEGORY_CONNECTION_ERROR), // host unreachable
    (1235, MI_ERRORCATEGORY_OPERATION_STOPPED),
    (1236, MI_ERRORCATEGORY_CONNECTION_ERROR), // aborted
    (1244, MI_ERRORCATEGORY_AUTHENTICATION_ERROR),
    (1311, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // no logon server
    (1314, MI_ERRORCATEGORY_ACCESS_DENIED),        // privilege
    (1317, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),     // user
    (1326, MI_ERRORCATEGORY_AUTHENTICATION_ERROR),
    (1327, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // account restriction
    (1330, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // password expired
    (1331, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // account disabled
    (1450, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),
    (1460, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
    (1722, MI_ERRORCATEGORY_CONNECTION_ERROR), // RPC server
    (1723, MI_ERRORCATEGORY_RESOURCE_BUSY),    // RPC server
    (1726, MI_ERRORCATEGORY_CONNECTION_ERROR), // RPC call
    (1816, MI_ERRORCATEGORY_QUOTA_EXCEEDED),
    (1909, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // account locked
    (10013, MI_ERRORCATEGORY_ACCESS_DENIED),       // the socket numbers
    (10048, MI_ERRORCATEGORY_RESOURCE_BUSY),
    (10051, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (10053, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (10054, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (10060, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
    (10061, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (10065, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (11001, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (12002, MI_ERRORCATEGORY_OPERATION_TIMEOUT), // the HTTP client's numbers
    (12007, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (12029, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (12030, MI_ERRORCATEGORY_CONNECTION_ERROR),
    (12175, MI_ERRORCATEGORY_SECURITY_ERROR),
];

const HRESULT: &[Row] = &[
    (0x8000_4001, MI_ERRORCATEGORY_NOT_IMPLEMENTED),
    (0x8000_4002, MI_ERRORCATEGORY_NOT_IMPLEMENTED), // interface
    (0x8000_4003, MI_ERRORCATEGORY_INVALID_ARGUMENT), // pointer
    (0x8000_4004, MI_ERRORCATEGORY_OPERATION_STOPPED),
    (0x8001_0108, MI_ERRORCATEGORY_CONNECTION_ERROR), // RPC disconnected
    (0x8001_011f, MI_ERRORCATEGORY_OPERATION_TIMEOUT), // RPC
    (0x8004_0154, MI_ERRORCATEGORY_NOT_INSTALLED),    // COM class
    (0x8004_1002, MI_ERRORCATEGORY_OBJECT_NOT_FOUND), // from here WMI's
    (0x8004_1003, MI_ERRORCATEGORY_ACCESS_DENIED),
    (0x8004_1005, MI_ERRORCATEGORY_INVALID_TYPE),
    (0x8004_1006, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),
    (0x8004_1007, MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (0x8004_1008, MI_ERRORCATEGORY_INVALID_ARGUMENT),
    (0x8004_1009, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE),
    (0x8004_100c, MI_ERRORCATEGORY_NOT_IMPLEMENTED),
    (0x8004_100d, MI_ERRORCATEGORY_METADATA_ERROR), // superclass
    (0x8004_100e, MI_ERRORCATEGORY_METADATA_ERROR), // namespace
    (0x8004_100f, MI_ERRORCATEGORY_INVALID_DATA),   // object
    (0x8004_1010, MI_ERRORCATEGORY_METADATA_ERROR), // class
    (0x8004_1011, MI_ERRORCATEGORY_NOT_INSTALLED),  // provider
    (0x8004_1012, MI_ERRORCATEGORY_NOT_INSTALLED),  // provider's registration
    (0x8004_1013, MI_ERRORCATEGORY_NOT_INSTALLED),  // provider's load
    (0x8004_1015, MI_ERRORCATEGORY_CONNECTION_ERROR), // transport
    (0x8004_1016, MI_ERRORCATEGORY_INVALID_OPERATION),
    (0x8004_1017, MI_ERRORCATEGORY_INVALID_ARGUMENT), // query
    (0x8004_1018, MI_ERRORCATEGORY_NOT_IMPLEMENTED),  // query language
    (0x8004_1019, MI_ERRORCATEGORY_RESOURCE_EXISTS),
    (0x8004_1031, MI_ERRORCATEGORY_METADATA_ERROR), // property
    (0x8004_1032, MI_ERRORCATEGORY_OPERATION_STOPPED),
    (0x8004_1033, MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE), // shutting down
    (0x8004_103a, MI_ERRORCATEGORY_INVALID_ARGUMENT),     // object path
    (0x8004_1055, MI_ERRORCATEGORY_NOT_IMPLEMENTED),      // method
    (0x8004_1069, MI_ERRORCATEGORY_OPERATION_TIMEOUT),
    (0x8004_106c, MI_ERRORCATEGORY_QUOTA_EXCEEDED),
    (0x8009_030c, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // logon denied
    (0x8009_030e, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // no credentials
    (0x8009_0311, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // no authority
    (0x8009_0322, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), // wrong principal
    (0x8009_0325, MI_ERRORCATEGORY_SECURITY_ERROR),       // untrusted root
    (0x800b_0101, MI_ERRORCATEGORY_SECURITY_ERROR),       // certificate expired
    (0x800b_0109, MI_ERRORCATEGORY_SECURITY_ERROR),       // certificate's root
    (0x800b_010f, MI_ERRORCATEGORY_SECURITY_ERROR),       // certificate's name
    (0x8033_8012, MI_ERRORCATEGORY_CONNECTION_ERROR),     // WinRM: no connection
    (0x8033_8029, MI_ERRORCATEGORY_OPERATION_TIMEOUT),    // WinRM
    (0x8033_8126, MI_ERRORCATEGORY_CONNECTION_ERROR),     // WinRM: no answer
];

const CATEGORY_TEXTS: &[(MI_ErrorCategory, &str)] = &[
    (MI_ERRORCATEGORY_DEVICE_ERROR, "a device failed"),
    (MI_ERRORCATEGORY_DEADLOCK_DETECTED, "going on would have been a deadlock"),
    (MI_ERRORCATEGORY_INVALID_ARGUMENT, "an argument is not valid"),
    (MI_ERRORCATEGORY_INVALID_DATA, "the data is not valid"),
    (MI_ERRORCATEGORY_INVALID_OPERATION, "this cannot be done here"),
    (MI_ERRORCATEGORY_INVALID_TYPE, "the value is of another type"),
    (MI_ERRORCATEGORY_METADATA_ERROR, "the class, namespace or property is not known"),
    (MI_ERRORCATEGORY_NOT_IMPLEMENTED, "this is not supported"),
    (MI_ERRORCATEGORY_NOT_INSTALLED, "a part that is needed is not installed"),
    (MI_ERRORCATEGORY_OBJECT_NOT_FOUND, "the object was not found"),
    (MI_ERRORCATEGORY_OPERATION_STOPPED, "the operation was stopped"),
    (MI_ERRORCATEGORY_OPERATION_TIMEOUT, "the time was up"),
    (MI_ERRORCATEGORY_SYNTAX_ERROR, "the request is not well formed"),
    (MI_ERRORCATEGORY_PARSER_ERROR, "the text could not be read"),
    (MI_ERRORCATEGORY_ACCESS_DENIED, "access was denied"),
    (MI_ERRORCATEGORY_RESOURCE_BUSY, "the resource is busy"),
    (MI_ERRORCATEGORY_RESOURCE_EXISTS, "the object is there already"),
    (MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE, "the resource is not available"),
    (MI_ERRORCATEGORY_READ_ERROR, "reading failed"),
    (MI_ERRORCATEGORY_WRITE_ERROR, "writing failed"),
    (MI_ERRORCATEGORY_SECURITY_ERROR, "the connection is not secure"),
    (MI_ERRORCATEGORY_PROTOCOL_ERROR, "the protocol was not kept"),
    (MI_ERRORCATEGORY_CONNECTION_ERROR, "the connection failed"),
    (MI_ERRORCATEGORY_AUTHENTICATION_ERROR, "authentication failed"),
    (MI_ERRORCATEGORY_LIMITS_EXCEEDED, "a limit was exceeded"),
    (MI_ERRORCATEGORY_QUOTA_EXCEEDED, "a quota was exceeded"),
    (MI_ERRORCATEGORY_NOT_ENABLED, "this is switched off"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_of_mi_results_is_the_originals() {
        assert_eq!(category(ErrorType::Mi, 2).0, 18);
        assert_eq!(category(ErrorType::Mi, 6).0, 13);
        assert_eq!(category(ErrorType::Mi, 0).0, 0);
        assert_eq!(category(ErrorType::Mi, 99).0, 0);
    }

    #[test]
    fn category_of_wrapped_win32_is_that_of_the_bare_code() {
        for code in [2, 5, 87, 1326] {
            assert_eq!(category(ErrorType::Hresult, 0x8007_0000 | code), category(ErrorType::Win32, code));
            assert_ne!(category(ErrorType::Win32, code), MI_ERRORCATEGORY_NOT_SPECIFIED);
        }
        assert_eq!(category(ErrorType::WinRm, 0x8033_8fff), MI_ERRORCATEGORY_PROTOCOL_ERROR);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn errno_numbers_above_the_common_ones_are_linux() {
        assert_eq!(category(ErrorType::Errno, libc::ETIMEDOUT as u32), MI_ERRORCATEGORY_OPERATION_TIMEOUT);
        assert_eq!(category(ErrorType::Errno, libc::ECONNREFUSED as u32), MI_ERRORCATEGORY_CONNECTION_ERROR);
        assert_eq!(category(ErrorType::Errno, libc::ECANCELED as u32), MI_ERRORCATEGORY_OPERATION_STOPPED);
        assert_eq!(category(ErrorType::Errno, libc::EDQUOT as u32), MI_ERRORCATEGORY_QUOTA_EXCEEDED);
    }

    #[test]
    fn tables_name_each_code_once() {
        for table in [ERRNO, WIN32, HRESULT] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }

    #[test]
    fn describe_says_something_about_every_category() {
        for table in [(ErrorType::Win32, WIN32), (ErrorType::Hresult, HRESULT)] {
            assert!(table.1.iter().all(|(code, _)| !describe(table.0, *code).starts_with("error ")));
        }
        assert_eq!(describe(ErrorType::Mi, 6), Error::text_of(MI_RESULT_NOT_FOUND));
    }

    #[test]
    fn result_of_foreign_codes_is_the_nearest() {
        assert_eq!(result(ErrorType::Errno, 2), MI_RESULT_NOT_FOUND);
        assert_eq!(result(ErrorType::Errno, ENOMEM), MI_RESULT_SERVER_LIMITS_EXCEEDED);
        assert_eq!(result(ErrorType::Http, 401), MI_RESULT_ACCESS_DENIED);
        assert_eq!(result(ErrorType::Win32, 87), MI_RESULT_INVALID_PARAMETER);
    }
}
