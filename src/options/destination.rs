//! Destination options: how to reach a server and who to be there (`MI_DestinationOptions`).

use super::OptionSet;
use super::credentials::Credential;
use super::list::OptionList;
use crate::abi::names::*;
use std::borrow::Cow;
use std::time::Duration;

/// An immutable set of destination options. Settings that a protocol does not know are ignored, not errors.
#[derive(Clone, Default, Debug)]
pub struct DestinationOptions {
    list: OptionList,
}

impl OptionSet for DestinationOptions {
    fn list(&self) -> &OptionList {
        &self.list
    }
    fn list_mut(&mut self) -> &mut OptionList {
        &mut self.list
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transport {
    Http,
    Https,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PacketEncoding {
    #[default]
    Default,
    Utf8,
    Utf16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProxyType {
    InternetExplorer,
    WinHttp,
    Auto,
    None,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Impersonation {
    #[default]
    Default,
    None,
    Identify,
    Impersonate,
    Delegate,
}

/// The bits of `MI_DestinationOptions_SetSslOptions`: what TLS may not do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SslOptions(pub u32);

impl SslOptions {
    pub fn forbids_ssl2(self) -> bool {
        self.0 & 0x01 != 0
    }
    pub fn forbids_ssl3(self) -> bool {
        self.0 & 0x02 != 0
    }
    pub fn forbids_tls1_0(self) -> bool {
        self.0 & 0x04 != 0
    }
    pub fn forbids_tls1_1(self) -> bool {
        self.0 & 0x08 != 0
    }
    pub fn forbids_tls1_2(self) -> bool {
        self.0 & 0x10 != 0
    }
    pub fn forbids_compression(self) -> bool {
        self.0 & 0x20 != 0
    }
}

impl DestinationOptions {
    /// The default time limit of operations; None where there is none.
    pub fn timeout(&self) -> Option<Duration> {
        self.list.duration(MI_DESTINATIONOPTIONS_TIMEOUT)
    }

    /// The port that was asked for. Above 65535 where the caller asked for nonsense.
    pub fn port(&self) -> Option<u32> {
        self.list.number(MI_DESTINATIONOPTIONS_DESTINATION_PORT).filter(|port| *port != 0)
    }

    /// HTTP or HTTPS, where the caller asked for one of them.
    pub fn transport(&self) -> Option<Transport> {
        let name = self.list.text(MI_DESTINATIONOPTIONS_TRANSPORT)?;
        let known = [
            (MI_DESTINATIONOPTIONS_TRANSPORT_HTTP, Transport::Http),
            (MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS, Transport::Https),
        ];
        by_name(&known, &name)
    }

    /// The URL's path, `/wsman` by default.
    pub fn url_prefix(&self) -> Cow<'_, str> {
        self.list.text(MI_DESTINATIONOPTIONS_HTTP_URL_PREFIX).unwrap_or(Cow::Borrowed("/wsman"))
    }

    pub fn packet_encoding(&self) -> PacketEncoding {
        let known = [
            (MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF8, PacketEncoding::Utf8),
            (MI_DESTINATIONOPTIONS_PACKET_ENCODING_UTF16, PacketEncoding::Utf16),
        ];
        let name = self.list.text(MI_DESTINATIONOPTIONS_PACKET_ENCODING);
        name.and_then(|name| by_name(&known, &name)).unwrap_or_default()
    }

    /// Whether messages are to be encrypted; on unless switched off.
    pub fn packet_privacy(&self) -> bool {
        self.list.flag(MI_DESTINATIONOPTIONS_PACKET_PRIVACY).unwrap_or(true)
    }

    /// Whether messages are to be signed; on unless switched off.
    pub fn packet_integrity(&self) -> bool {
        self.list.flag(MI_DESTINATIONOPTIONS_PACKET_INTEGRITY).unwrap_or(true)
    }

    /// Whether the server's certificate must lead to a trusted authority; on unless switched off.
    pub fn check_certificate_authority(&self) -> bool {
        self.list.flag(MI_DESTINATIONOPTIONS_CERT_CA_CHECK).unwrap_or(true)
    }

    /// Whether the server's certificate must bear the server's name; on unless switched off.
    pub fn check_certificate_name(&self) -> bool {
        self.list.flag(MI_DESTINATIONOPTIONS_CERT_CN_CHECK).unwrap_or(true)
    }

    /// Whether the certificate's revocation is to be checked, where the caller said so.
    pub fn check_certificate_revocation(&self) -> Option<bool> {
        self.list.flag(MI_DESTINATIONOPTIONS_CERT_REVOCATION_CHECK)
    }

    pub fn data_locale(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_DESTINATIONOPTIONS_DATA_LOCALE)
    }

    pub fn ui_locale(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_DESTINATIONOPTIONS_UI_LOCALE)
    }

    /// The largest envelope the client accepts, in KiB.
    pub fn max_envelope_kib(&self) -> Option<u32> {
        self.list.number(MI_DESTINATIONOPTIONS_MAX_ENVELOPE_SIZE).filter(|size| *size != 0)
    }

    /// How many elements a response may carry.
    pub fn max_elements(&self) -> Option<u32> {
        self.list.number(MI_DESTINATIONOPTIONS_MAX_ELEMENTS).filter(|count| *count != 0)
    }

    /// Whether the service principal name carries the port; off unless switched on.
    pub fn port_in_spn(&self) -> bool {
        self.list.flag(MI_DESTINATIONOPTIONS_ENCODE_PORT_IN_SPN).unwrap_or(false)
    }

    pub fn trusted_certificates_dir(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR)
    }

    /// The client's own certificate.
    pub fn certificate_file(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_DESTINATIONOPTIONS_CERT_FILE)
    }

    /// The key of the client's own certificate.
    pub fn private_key_file(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_DESTINATIONOPTIONS_PRIVATE_KEY_FILE)
    }

    pub fn ssl_options(&self) -> SslOptions {
        SslOptions(self.list.number(MI_DESTINATIONOPTIONS_SSL_OPTIONS).unwrap_or(0))
    }

    pub fn proxy_type(&self) -> Option<ProxyType> {
        let name = self.list.text(MI_DESTINATIONOPTIONS_PROXY_TYPE)?;
        let known = [
            (MI_DESTINATIONOPTIONS_PROXY_TYPE_IE, ProxyType::InternetExplorer),
            (MI_DESTINATIONOPTIONS_PROXY_TYPE_WINHTTP, ProxyType::WinHttp),
            (MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO, ProxyType::Auto),
            (MI_DESTINATIONOPTIONS_PROXY_TYPE_NONE, ProxyType::None),
        ];
        by_name(&known, &name)
    }

    pub fn impersonation(&self) -> Impersonation {
        match self.list.number(MI_DESTINATIONOPTIONS_IMPERSONATION_TYPE) {
            Some(1) => Impersonation::None,
            Some(2) => Impersonation::Identify,
            Some(3) => Impersonation::Impersonate,
            Some(4) => Impersonation::Delegate,
            _ => Impersonation::Default,
        }
    }

    /// Who to be at the server. Two of them are tried together (dual authentication); none means the thread's or
    /// the process's identity.
    pub fn credentials(&self) -> impl Iterator<Item = &Credential> {
        self.list.credentials_of(MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS)
    }

    pub fn proxy_credentials(&self) -> impl Iterator<Item = &Credential> {
        self.list.credentials_of(MI_DESTINATIONOPTIONS_PROXY_CREDENTIALS)
    }
}

/// A value by its documented name, without case.
fn by_name<T: Copy>(known: &[(&str, T)], name: &str) -> Option<T> {
    known.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cim::MiString;
    use crate::options::OptionValue;
    use std::sync::Arc;

    fn with(settings: &[(&str, OptionValue)]) -> DestinationOptions {
        let mut options = DestinationOptions::default();
        for (name, value) in settings {
            options.list_mut().set(&MiString::from(*name), value.clone()).unwrap();
        }
        options
    }

    fn text(text: &str) -> OptionValue {
        OptionValue::Text(Arc::new(MiString::from(text)))
    }

    #[test]
    fn new_options_have_the_documented_defaults() {
        let options = DestinationOptions::default();
        assert!(options.packet_privacy() && options.packet_integrity());
        assert!(options.check_certificate_authority() && options.check_certificate_name());
        assert!(!options.port_in_spn());
        assert_eq!(options.url_prefix(), "/wsman");
        assert_eq!(options.packet_encoding(), PacketEncoding::Default);
        assert_eq!((options.timeout(), options.port(), options.transport()), (None, None, None));
        assert_eq!(options.impersonation(), Impersonation::Default);
        assert_eq!(options.credentials().count(), 0);
    }

    #[test]
    fn set_options_are_read_without_case_and_unknown_values_are_ignored() {
        let options = with(&[
            ("__mi_destinationoptions_transport", text("https")),
            (MI_DESTINATIONOPTIONS_PACKET_ENCODING, text("utf16")),
            (MI_DESTINATIONOPTIONS_PACKET_PRIVACY, OptionValue::Number(0)),
            (MI_DESTINATIONOPTIONS_DESTINATION_PORT, OptionValue::Number(5986)),
            (MI_DESTINATIONOPTIONS_PROXY_TYPE, text("Carrier pigeon")),
            (MI_DESTINATIONOPTIONS_SSL_OPTIONS, OptionValue::Number(0x0c)),
            (MI_DESTINATIONOPTIONS_IMPERSONATION_TYPE, OptionValue::Number(77)),
        ]);
        assert_eq!(options.transport(), Some(Transport::Https));
        assert_eq!(options.packet_encoding(), PacketEncoding::Utf16);
        assert!(!options.packet_privacy());
        assert_eq!(options.port(), Some(5986));
        assert_eq!(options.proxy_type(), None);
        assert!(options.ssl_options().forbids_tls1_0() && !options.ssl_options().forbids_tls1_2());
        assert_eq!(options.impersonation(), Impersonation::Default);
    }
}
