//! A destination and its options into an endpoint and the settings of a session.

use super::log_on;
use crate::abi::{MI_ERRORCATEGORY_INVALID_ARGUMENT, MI_RESULT_INVALID_PARAMETER};
use crate::cim::Error;
use crate::options::{
    Authentication, Credential, DestinationOptions, Identity, PacketEncoding, ProxyType, Transport,
};
use crate::proto::http::certificates::{self, Issuer};
use crate::proto::http::{Endpoint, Proxy, TlsPolicy};
use std::path::PathBuf;
use std::time::Duration;

/// An operation's time to its next delivery, where the caller set none (or 0).
pub const OPERATION_TIMEOUT: Duration = Duration::from_secs(60);
/// What Windows' own client asks for: it is the server's default limit too.
pub const MAX_ENVELOPE: u32 = 500 * 1024;
/// DSP0226 and Windows refuse less.
const LEAST_ENVELOPE: u32 = 8192;
/// Items a page may hold; Windows' own client asks for as many.
pub const MAX_ELEMENTS: u32 = 32_000;

/// What a session's operations have in common.
#[derive(Clone, Debug)]
pub struct Settings {
    pub timeout: Option<Duration>,
    pub max_envelope: u32,
    pub max_elements: u32,
    pub locale: Option<String>,
    pub data_locale: Option<String>,
    pub utf16: bool,
    /// Bodies may go as they are over plain HTTP.
    pub clear_allowed: bool,
    /// The name instances carry as their server.
    pub server: String,
}

/// Where a destination string points.
#[derive(Debug, PartialEq, Eq, Default)]
struct Place {
    tls: Option<bool>,
    host: String,
    port: Option<u16>,
    path: Option<String>,
}

pub fn endpoint(
    destination: Option<&str>,
    options: &DestinationOptions,
    variable: fn(&str) -> Option<String>,
) -> Result<(Endpoint, Settings), Error> {
    let place = place(destination.unwrap_or("localhost")).ok_or_else(|| {
        invalid(format!(
            "The destination '{}' is not a host name, an address or a URL.",
            destination.unwrap_or("")
        ))
    })?;
    let tls = match options.transport() {
        Some(transport) => transport == Transport::Https,
        None => place.tls.unwrap_or(false),
    };
    let port = match options.port() {
        Some(port) => {
            u16::try_from(port).map_err(|_| invalid(format!("The port {port} is out of range.")))?
        }
        None => place.port.unwrap_or(if tls { 5986 } else { 5985 }),
    };
    let path = match (&place.path, options.url_prefix()) {
        (Some(path), prefix) if prefix == "/wsman" => path.clone(),
        (_, prefix) => format!("/{}", prefix.trim_start_matches('/')),
    };
    let mut endpoint = Endpoint::new(place.host.clone(), port, path);
    endpoint.log_on = log_on::of_destination(options, &place.host, variable)?;
    endpoint.port_in_service = options.port_in_spn();
    endpoint.tls = if tls { Some(tls_policy(options)?) } else { None };
    endpoint.proxy = proxy(options, tls, &place.host, variable)?;
    let settings = Settings {
        timeout: options.timeout().filter(|timeout| !timeout.is_zero()),
        max_envelope: envelope(options.max_envelope_kib()),
        max_elements: options.max_elements().unwrap_or(MAX_ELEMENTS),
        locale: options.ui_locale().map(|text| text.into_owned()),
        data_locale: options.data_locale().map(|text| text.into_owned()),
        clear_allowed: !options.packet_privacy(),
        utf16: options.packet_encoding() == PacketEncoding::Utf16,
        server: place.host,
    };
    Ok((endpoint, settings))
}

fn envelope(kib: Option<u32>) -> u32 {
    kib.map_or(MAX_ENVELOPE, |kib| kib.saturating_mul(1024).max(LEAST_ENVELOPE))
}

pub fn invalid(message: String) -> Error {
    Error::new(MI_RESULT_INVALID_PARAMETER, message).with_category(MI_ERRORCATEGORY_INVALID_ARGUMENT)
}

/// `host`, `host:port`, an IPv6 address with or without brackets, or a URL.
fn place(text: &str) -> Option<Place> {
    let text = text.trim();
    let (tls, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (Some(true), rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (Some(false), rest),
        Some(_) => return None,
        None => (None, text),
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => (&rest[..at], Some(&rest[at..])),
        None => (rest, None),
    };
    let path = path.filter(|path| *path != "/").map(str::to_owned);
    let (host, port) = host_and_port(authority)?;
    Some(Place { tls, host, port, path })
}

/// Host, port and protection of a place to listen at: as a destination, but with no path.
pub fn listening_place(text: &str) -> Option<(String, Option<u16>, Option<bool>)> {
    let place = place(text)?;
    place.path.is_none().then_some((place.host, place.port, place.tls))
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        (host, after.strip_prefix(':'))
    } else if authority.matches(':').count() > 1 {
        (authority, None)
    } else {
        match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        }
    };
    let legal =
        |character: char| character.is_alphanumeric() || matches!(character, '-' | '.' | '_' | ':' | '%');
    if host.is_empty() || host.len() > 253 || !host.chars().all(legal) {
        return None;
    }
    let host = if host == "." { "localhost" } else { host };
    match port.filter(|port| !port.is_empty()) {
        Some(port) => Some((host.to_owned(), Some(port.parse().ok()?))),
        None => Some((host.to_owned(), None)),
    }
}

fn tls_policy(options: &DestinationOptions) -> Result<TlsPolicy, Error> {
    let forbidden = options.ssl_options();
    Ok(TlsPolicy {
        check_chain: options.check_certificate_authority(),
        check_name: options.check_certificate_name(),
        identity: identity(options)?,
        extra_roots: options.trusted_certificates_dir().map(|path| PathBuf::from(path.into_owned())),
        forbids_tls12: forbidden.forbids_tls1_2(),
    })
}

/// The certificate a credential names.
pub fn certificate_of(credential: &Credential) -> Option<String> {
    match &credential.identity {
        Identity::Certificate { thumbprint } => {
            Some(thumbprint.as_ref().map(|name| name.to_str_lossy().into_owned()).unwrap_or_default())
        }
        _ => None,
    }
}

/// The client's certificate: of the options, or the one a credential names by its file.
fn identity(options: &DestinationOptions) -> Result<Option<certificates::Identity>, Error> {
    let of_credential =
        |credential: &Credential| Some((credential.authentication, certificate_of(credential)?));
    let file = options.certificate_file().map(|path| path.into_owned());
    let (place, issuer) = match options.credentials().find_map(of_credential) {
        Some((Authentication::IssuerCertificate, name)) => {
            let issuer = Issuer::named(&name).ok_or_else(|| {
                invalid(
                    "IssuerCert needs the issuer: its certificate's thumbprint, or the path of its PEM file."
                        .into(),
                )
            })?;
            let file = file.ok_or_else(|| {
                invalid("IssuerCert chooses among the client's certificates, which MI_DestinationOptions_SetCertFile names: a PEM file or a directory of them.".into())
            })?;
            (Some(file), Some(issuer))
        }
        Some((_, name)) => (file.or(Some(name)), None),
        None => (file, None),
    };
    let key = options.private_key_file().map(|path| PathBuf::from(path.into_owned()));
    Ok(place.map(|place| certificates::Identity { place: place.into(), key, issuer }))
}

/// The proxy of the environment, where the caller asked for a proxy.
fn proxy(
    options: &DestinationOptions,
    tls: bool,
    host: &str,
    variable: fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, Error> {
    match options.proxy_type() {
        None | Some(ProxyType::None) => return Ok(None),
        Some(_) => {}
    }
    let Some(url) = proxy_of_environment(tls, host, variable) else { return Ok(None) };
    let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let address = address.split('/').next().unwrap_or_default();
    let (user_info, address) =
        address.rsplit_once('@').map_or((None, address), |(user, rest)| (Some(user), rest));
    let (host, port) =
        host_and_port(address).ok_or_else(|| invalid(format!("The proxy '{address}' is not an address.")))?;
    let mut log_on = log_on::of_proxy(options, &host, variable)?;
    if let (true, Some((user, password))) =
        (log_on.is_empty(), user_info.and_then(|info| info.split_once(':')))
    {
        log_on.push(log_on::basic_proxy(&unescaped(user), &unescaped(password)));
    }
    // What logs a connection on needs one of its own: a tunnel, as TLS does.
    let of_connection = |credential: &Credential| {
        !matches!(credential.authentication, Authentication::None | Authentication::Basic)
    };
    let logs_on = options.credentials().next().is_none() || options.credentials().any(of_connection);
    let tunnel = tls || logs_on || options.proxy_credentials().any(of_connection);
    Ok(Some(Proxy { host, port: port.unwrap_or(8080), tunnel, log_on }))
}

/// `%40` and the like in the user and password of a URL (RFC 3986 2.1).
fn unescaped(text: &str) -> zeroize::Zeroizing<String> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    zeroize::Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
}

/// `https_proxy` or `http_proxy`, unless `no_proxy` names the host or a domain of it.
fn proxy_of_environment(tls: bool, host: &str, variable: fn(&str) -> Option<String>) -> Option<String> {
    let either = |lower: &str| variable(lower).or_else(|| variable(&lower.to_ascii_uppercase()));
    let excluded = either("no_proxy").unwrap_or_default();
    let direct = excluded.split(',').map(str::trim).any(|entry| {
        let domain = entry.trim_start_matches('.');
        entry == "*" || (!domain.is_empty() && (host == domain || host.ends_with(&format!(".{domain}"))))
    });
    if direct {
        None
    } else {
        either(if tls { "https_proxy" } else { "http_proxy" }).filter(|url| !url.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_of_the_environment_serve_all_hosts_but_the_excluded() {
        let variable: fn(&str) -> Option<String> = |name| match name {
            "http_proxy" => Some("http://one:1".into()),
            "HTTPS_PROXY" => Some("two".into()),
            "no_proxy" => Some(" own.net, .other.org,alone".into()),
            _ => None,
        };
        for (tls, host, expected) in [
            (false, "server", Some("http://one:1")),
            (true, "server", Some("two")),
            (false, "own.net", None),
            (true, "a.own.net", None),
            (false, "down.net", Some("http://one:1")),
            (false, "x.other.org", None),
            (false, "alone", None),
        ] {
            assert_eq!(proxy_of_environment(tls, host, variable).as_deref(), expected, "{host}");
        }
        assert_eq!(proxy_of_environment(false, "x", |name| (name == "NO_PROXY").then(|| "*".into())), None);
    }

    type Parts = (Option<bool>, String, Option<u16>, Option<String>);

    fn placed(text: &str) -> Option<Parts> {
        place(text).map(|place| (place.tls, place.host, place.port, place.path))
    }

    #[test]
    fn destination_names_host_port_and_path() {
        let bare = |host: &str, port| Some((None, host.to_owned(), port, None));
        assert_eq!(placed("server"), bare("server", None));
        assert_eq!(placed("server:5999"), bare("server", Some(5999)));
        assert_eq!(placed("fe80::1%2"), bare("fe80::1%2", None));
        assert_eq!(placed("[::1]:80"), bare("::1", Some(80)));
        assert_eq!(placed("."), bare("localhost", None));
        let url = Some((Some(true), "host".to_owned(), Some(1), Some("/x/y".to_owned())));
        assert_eq!(placed("https://host:1/x/y"), url);
        for bad in ["", "ftp://host", "a b", "host:99999", "[::1", "a\r\nb", "host:x"] {
            assert_eq!(placed(bad), None, "{bad:?}");
        }
    }
}
