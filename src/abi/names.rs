//! String constants that are macros of mi.h and micodec.h, and the option names behind the wrappers.
//!
//! `cargo run --example header` writes every constant of this file as a macro, `MI_T("...")` around it.

pub use super::option_names::*;

pub const MI_QUERY_DIALECT_WQL: &str = "WQL";
pub const MI_QUERY_DIALECT_CQL: &str = "CQL";
pub const MI_QUERY_DIALECT_SELECTOR: &str = "selectorFilter";
pub const MI_RESULT_TYPE_MI: &str = "MI";
pub const MI_RESULT_TYPE_HRESULT: &str = "HRESULT";
pub const MI_RESULT_TYPE_WIN32: &str = "WIN32";
pub const MI_RESULT_TYPE_ERRNO: &str = "ERRNO";
pub const MI_RESULT_TYPE_WINRM: &str = "WINRM";
pub const MI_AUTH_TYPE_DEFAULT: &str = "Default";
pub const MI_AUTH_TYPE_NONE: &str = "None";
pub const MI_AUTH_TYPE_DIGEST: &str = "Digest";
pub const MI_AUTH_TYPE_NEGO_WITH_CREDS: &str = "NegoWithCreds";
pub const MI_AUTH_TYPE_NEGO_NO_CREDS: &str = "NegoNoCreds";
pub const MI_AUTH_TYPE_BASIC: &str = "Basic";
pub const MI_AUTH_TYPE_KERBEROS: &str = "Kerberos";
pub const MI_AUTH_TYPE_CLIENT_CERTS: &str = "ClientCerts";
pub const MI_AUTH_TYPE_NTLM: &str = "Ntlmdomain";
pub const MI_AUTH_TYPE_ISSUER_CERT: &str = "IssuerCert";
pub const MI_DESTINATIONOPTIONS_PACKET_ENCODING_DEFAULT: &str = "default";
pub const MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF8: &str = "UTF8";
pub const MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF16: &str = "UTF16";
pub const MI_DESTINATIONOPTIONS_TRANSPORT_HTTP: &str = "HTTP";
pub const MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS: &str = "HTTPS";
pub const MI_DESTINATIONOPTIONS_PROXY_TYPE_IE: &str = "IE";
pub const MI_DESTINATIONOPTIONS_PROXY_TYPE_WINHTTP: &str = "WinHTTP";
pub const MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO: &str = "Auto";
pub const MI_DESTINATIONOPTIONS_PROXY_TYPE_NONE: &str = "None";
pub const MI_SUBSCRIBE_BOOKMARK_OLDEST: &str = "MI_SUBSCRIBE_BOOKMARK_OLDEST";
pub const MI_SUBSCRIBE_BOOKMARK_NEWEST: &str = "MI_SUBSCRIBE_BOOKMARK_NEWEST";
pub const MOFCODEC_FORMAT_V1: &str = "MI_MOF_CIMV2_EXTV1";
pub const MOFCODEC_FORMAT: &str = "MI_MOF_CIMV2_EXTV1";
pub const MOFCODEC_SCHEMA_VALIDATION_OPTION_NAME: &str = "SchemaValidation";
pub const MOFCODEC_SCHEMA_VALIDATION_OPTION_IGNOREPROPERTYLIST: &str = "SchemaValidationIgnorePropertyList";
pub const MOFCODEC_SCHEMA_VALIDATION_DEFAULT: &str = "Default";
pub const MOFCODEC_SCHEMA_VALIDATION_STRICT: &str = "Strict";
pub const MOFCODEC_SCHEMA_VALIDATION_LOOSE: &str = "Loose";
pub const MOFCODEC_SCHEMA_VALIDATION_IGNORE_PROPERTYTYPE: &str = "IgnorePropertyType";
pub const MOFCODEC_SCHEMA_VALIDATION_IGNORE: &str = "IgnoreSchema";
pub const MOFCODEC_SCHEMA_VALIDATION_DEFAULT_IGNORE_PROPERTIES: &str = "DefaultIgnoreProperties";
pub const MOFCODEC_SCHEMA_VALIDATION_STRICT_IGNORE_PROPERTIES: &str = "StrictIgnoreProperties";
pub const MI_RESULT_TYPE_MOF_PARSER: &str = "MOFPARSER";
pub const MI_AUTH_TYPE_CREDSSP: &str = "CredSSP";
pub const MI_DESTINATIONOPTIONS_TRANPSORT_HTTPS: &str = "HTTPS";
