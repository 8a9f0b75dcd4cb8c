//! The flat exports of destination options.
//!
//! One thread at a time; sessions copy the options.

#![allow(non_snake_case)]

use crate::abi::names;
use crate::abi::*;
use crate::ffi::forward::{forward, get_number, text};

/// Sets the time-out of operations that set none themselves.
///
/// Microsoft: MI_DestinationOptions_SetTimeout function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetTimeout(
    options: *mut MI_DestinationOptions,
    timeout: *const MI_Interval,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetInterval(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TIMEOUT),
        timeout,
        0
    ))
}

/// Reads the time-out of operations that set none themselves.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetTimeout function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetTimeout(
    options: *const MI_DestinationOptions,
    timeout: *mut MI_Interval,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetInterval(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TIMEOUT),
        timeout,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets whether the certificate's issuer is checked.
///
/// Microsoft: MI_DestinationOptions_SetCertCACheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetCertCACheck(
    options: *mut MI_DestinationOptions,
    check: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_CERT_CA_CHECK),
        MI_Uint32::from(check),
        0
    ))
}

/// Reads whether the certificate's issuer is checked.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetCertCACheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCertCACheck(
    options: *const MI_DestinationOptions,
    check: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_CERT_CA_CHECK) => check)
}

/// Sets whether the certificate's name is checked.
///
/// Microsoft: MI_DestinationOptions_SetCertCNCheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetCertCNCheck(
    options: *mut MI_DestinationOptions,
    check: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_CERT_CN_CHECK),
        MI_Uint32::from(check),
        0
    ))
}

/// Reads whether the certificate's name is checked.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetCertCNCheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCertCNCheck(
    options: *const MI_DestinationOptions,
    check: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_CERT_CN_CHECK) => check)
}

/// Sets whether the revocation of certificates is checked.
///
/// Microsoft: MI_DestinationOptions_SetCertRevocationCheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetCertRevocationCheck(
    options: *mut MI_DestinationOptions,
    check: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_CERT_REVOCATION_CHECK),
        MI_Uint32::from(check),
        0
    ))
}

/// Reads whether the revocation of certificates is checked.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetCertRevocationCheck function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCertRevocationCheck(
    options: *const MI_DestinationOptions,
    check: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_CERT_REVOCATION_CHECK) => check)
}

/// Sets whether messages are encrypted.
///
/// Microsoft: MI_DestinationOptions_SetPacketPrivacy function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetPacketPrivacy(
    options: *mut MI_DestinationOptions,
    privacy: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PACKET_PRIVACY),
        MI_Uint32::from(privacy),
        0
    ))
}

/// Reads whether messages are encrypted.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketPrivacy function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetPacketPrivacy(
    options: *const MI_DestinationOptions,
    privacy: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_PACKET_PRIVACY) => privacy)
}

/// Sets whether messages are signed.
///
/// Microsoft: MI_DestinationOptions_SetPacketIntegrity function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetPacketIntegrity(
    options: *mut MI_DestinationOptions,
    integrity: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PACKET_INTEGRITY),
        MI_Uint32::from(integrity),
        0
    ))
}

/// Reads whether messages are signed.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketIntegrity function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetPacketIntegrity(
    options: *const MI_DestinationOptions,
    integrity: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_PACKET_INTEGRITY) => integrity)
}

/// Sets the messages' encoding (MI_DESTINATIONOPTIONS_PACKET_ENCODING_*).
///
/// Microsoft: MI_DestinationOptions_SetPacketEncoding function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetPacketEncoding(
    options: *mut MI_DestinationOptions,
    encoding: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PACKET_ENCODING),
        encoding,
        0
    ))
}

/// Reads the messages' encoding (MI_DESTINATIONOPTIONS_PACKET_ENCODING_*).
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetPacketEncoding function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetPacketEncoding(
    options: *const MI_DestinationOptions,
    encoding: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PACKET_ENCODING),
        encoding,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the language of data.
///
/// Microsoft: MI_DestinationOptions_SetDataLocale function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetDataLocale(
    options: *mut MI_DestinationOptions,
    locale: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_DATA_LOCALE),
        locale,
        0
    ))
}

/// Reads the language of data.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetDataLocale function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetDataLocale(
    options: *const MI_DestinationOptions,
    locale: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_DATA_LOCALE),
        locale,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the language of messages.
///
/// Microsoft: MI_DestinationOptions_SetUILocale function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetUILocale(
    options: *mut MI_DestinationOptions,
    locale: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_UI_LOCALE),
        locale,
        0
    ))
}

/// Reads the language of messages.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetUILocale function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetUILocale(
    options: *const MI_DestinationOptions,
    locale: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_UI_LOCALE),
        locale,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the largest message, in KiB.
///
/// Microsoft: MI_DestinationOptions_SetMaxEnvelopeSize function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetMaxEnvelopeSize(
    options: *mut MI_DestinationOptions,
    sizeInKB: MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_MAX_ENVELOPE_SIZE),
        sizeInKB,
        0
    ))
}

/// Reads the largest message, in KiB.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetMaxEnvelopeSize function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetMaxEnvelopeSize(
    options: *const MI_DestinationOptions,
    sizeInKB: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_MAX_ENVELOPE_SIZE),
        sizeInKB,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets how many results a message may hold.
///
/// OMI: MI.h, MI_DestinationOptions_SetMaxElements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetMaxElements(
    options: *mut MI_DestinationOptions,
    elements: MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_MAX_ELEMENTS),
        elements,
        0
    ))
}

/// Reads how many results a message may hold.
///
/// An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetMaxElements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetMaxElements(
    options: *const MI_DestinationOptions,
    elements: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_MAX_ELEMENTS),
        elements,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets whether the service's principal name holds the port.
///
/// Microsoft: MI_DestinationOptions_SetEncodePortInSPN function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetEncodePortInSPN(
    options: *mut MI_DestinationOptions,
    encodePort: MI_Boolean,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_ENCODE_PORT_IN_SPN),
        MI_Uint32::from(encodePort),
        0
    ))
}

/// Reads whether the service's principal name holds the port.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetEncodePortInSPN function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetEncodePortInSPN(
    options: *const MI_DestinationOptions,
    encodePort: *mut MI_Boolean,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_ENCODE_PORT_IN_SPN) => encodePort)
}

/// Sets the path of the service.
///
/// Microsoft: MI_DestinationOptions_SetHttpUrlPrefix function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetHttpUrlPrefix(
    options: *mut MI_DestinationOptions,
    prefix: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_HTTP_URL_PREFIX),
        prefix,
        0
    ))
}

/// Reads the path of the service.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetHttpUrlPrefix function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetHttpUrlPrefix(
    options: *const MI_DestinationOptions,
    prefix: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_HTTP_URL_PREFIX),
        prefix,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the port of the service.
///
/// Microsoft: MI_DestinationOptions_SetDestinationPort function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetDestinationPort(
    options: *mut MI_DestinationOptions,
    port: MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_DESTINATION_PORT),
        port,
        0
    ))
}

/// Reads the port of the service.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetDestinationPort function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetDestinationPort(
    options: *const MI_DestinationOptions,
    port: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_DESTINATION_PORT),
        port,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the folder of trusted certificates.
///
/// OMI: MI.h, MI_DestinationOptions_SetTrustedCertsDir.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetTrustedCertsDir(
    options: *mut MI_DestinationOptions,
    certsdir: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR),
        certsdir,
        0
    ))
}

/// Reads the folder of trusted certificates.
///
/// An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetTrustedCertsDir.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetTrustedCertsDir(
    options: *const MI_DestinationOptions,
    certsdir: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR),
        certsdir,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the file of the client's certificate.
///
/// OMI: MI.h, MI_DestinationOptions_SetCertFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetCertFile(
    options: *mut MI_DestinationOptions,
    certfile: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_CERT_FILE),
        certfile,
        0
    ))
}

/// Reads the file of the client's certificate.
///
/// An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetCertFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetCertFile(
    options: *const MI_DestinationOptions,
    certfile: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_CERT_FILE),
        certfile,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the file of the client's private key.
///
/// OMI: MI.h, MI_DestinationOptions_SetPrivateKeyFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetPrivateKeyFile(
    options: *mut MI_DestinationOptions,
    keyfile: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PRIVATE_KEY_FILE),
        keyfile,
        0
    ))
}

/// Reads the file of the client's private key.
///
/// An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetPrivateKeyFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetPrivateKeyFile(
    options: *const MI_DestinationOptions,
    keyfile: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PRIVATE_KEY_FILE),
        keyfile,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the transport (MI_DESTINATIONOPTIONS_TRANSPORT_*).
///
/// Microsoft: MI_DestinationOptions_SetTransport function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetTransport(
    options: *mut MI_DestinationOptions,
    transport: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TRANSPORT),
        transport,
        0
    ))
}

/// Reads the transport (MI_DESTINATIONOPTIONS_TRANSPORT_*).
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetTransport function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetTransport(
    options: *const MI_DestinationOptions,
    transport: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_TRANSPORT),
        transport,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets how a proxy is found (MI_DESTINATIONOPTIONS_PROXY_TYPE_*).
///
/// Microsoft: MI_DestinationOptions_SetProxyType function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetProxyType(
    options: *mut MI_DestinationOptions,
    proxyType: *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PROXY_TYPE),
        proxyType,
        0
    ))
}

/// Reads how a proxy is found (MI_DESTINATIONOPTIONS_PROXY_TYPE_*).
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetProxyType function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetProxyType(
    options: *const MI_DestinationOptions,
    proxyType: *mut *const MI_Char,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetString(
        options,
        text!(names::MI_DESTINATIONOPTIONS_PROXY_TYPE),
        proxyType,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets the versions of TLS that are refused.
///
/// OMI: MI.h, MI_DestinationOptions_SetSslOptions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetSslOptions(
    options: *mut MI_DestinationOptions,
    sslOptions: MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_SSL_OPTIONS),
        sslOptions,
        0
    ))
}

/// Reads the versions of TLS that are refused.
///
/// An error where it was never set. OMI: MI.h, MI_DestinationOptions_GetSslOptions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetSslOptions(
    options: *mut MI_DestinationOptions,
    sslOptions: *mut MI_Uint32,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.GetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_SSL_OPTIONS),
        sslOptions,
        std::ptr::null_mut(),
        std::ptr::null_mut()
    ))
}

/// Sets how far the server may act in the name of the client.
///
/// Microsoft: MI_DestinationOptions_SetImpersonationType function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_SetImpersonationType(
    options: *mut MI_DestinationOptions,
    impersonationType: MI_DestinationOptions_ImpersonationType,
) -> MI_Result {
    forward!(MI_DestinationOptionsFT.SetNumber(
        options,
        text!(names::MI_DESTINATIONOPTIONS_IMPERSONATION_TYPE),
        impersonationType.0,
        0
    ))
}

/// Reads how far the server may act in the name of the client.
///
/// An error where it was never set. Microsoft: MI_DestinationOptions_GetImpersonationType function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_DestinationOptions_GetImpersonationType(
    options: *const MI_DestinationOptions,
    impersonationType: *mut MI_DestinationOptions_ImpersonationType,
) -> MI_Result {
    get_number!(MI_DestinationOptionsFT(options, names::MI_DESTINATIONOPTIONS_IMPERSONATION_TYPE) => impersonationType)
}
