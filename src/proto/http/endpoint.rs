//! Where a session's requests go: host, port, path, protection, proxy, log-on.

use super::auth::{ChannelBinding, LogOn, Target};
use super::certificates::Identity;
use super::failure::Failure;
use super::request::Common;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// One destination with one identity. Connections are pooled per endpoint, so identities never mix.
pub struct Endpoint {
    /// Unique while the library is loaded.
    pub id: u64,
    /// A name or an address; IPv6 without brackets.
    pub host: String,
    pub port: u16,
    pub path: String,
    pub tls: Option<TlsPolicy>,
    pub proxy: Option<Proxy>,
    /// Tried in this order.
    pub log_on: Vec<Arc<dyn LogOn>>,
    /// The service's principal names the port too (`MI_DestinationOptions_SetEncodePortInSPN`).
    pub port_in_service: bool,
    pub user_agent: &'static str,
    /// Made with the first request.
    pub(super) common: OnceLock<Result<Common, Failure>>,
}

/// What of a server's certificate is checked, and what we show of our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsPolicy {
    pub check_chain: bool,
    pub check_name: bool,
    pub identity: Option<Identity>,
    /// A PEM file, or a directory of them, with roots trusted beside the system's.
    pub extra_roots: Option<PathBuf>,
    pub forbids_tls12: bool,
}

/// An HTTP proxy (RFC 9110 7.1, 9.3.6).
#[derive(Clone)]
pub struct Proxy {
    pub host: String,
    pub port: u16,
    /// It is asked to CONNECT; otherwise it gets the requests themselves, with the whole URL.
    pub tunnel: bool,
    /// Tried in this order; none: anonymously. Without a tunnel: Basic or none.
    pub log_on: Vec<Arc<dyn LogOn>>,
}

static NEXT: AtomicU64 = AtomicU64::new(1);

impl Endpoint {
    pub fn new(host: impl Into<String>, port: u16, path: impl Into<String>) -> Self {
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            host: host.into(),
            port,
            path: path.into(),
            tls: None,
            proxy: None,
            log_on: Vec::new(),
            port_in_service: false,
            user_agent: concat!("libmi/", env!("CARGO_PKG_VERSION")),
            common: OnceLock::new(),
        }
    }

    /// `host:port`, an IPv6 address in brackets.
    pub fn authority(&self) -> String {
        authority(&self.host, self.port)
    }

    /// Whom a log-on authenticates to; `certificate` is the server's, over TLS.
    pub fn target(&self, certificate: Option<&[u8]>) -> Target {
        let service = match self.port_in_service {
            true => format!("http/{}", self.authority()),
            false => format!("http/{}", self.host),
        };
        Target {
            host: self.host.clone(),
            port: self.port,
            service,
            method: "POST",
            uri: self.path.clone(),
            encrypted: self.tls.is_some(),
            binding: certificate.and_then(ChannelBinding::of_certificate),
        }
    }

    /// The URL of the service, as it stands in wsa:To.
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}{}", self.authority(), self.path)
    }
}

pub fn authority(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("[{}]:{port}", host.replace('%', "%25"))
    } else {
        format!("{host}:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_names_the_port_where_it_is_asked_for() {
        let mut endpoint = Endpoint::new("fe80::1", 5985, "/wsman");
        assert_eq!(endpoint.target(None).service, "http/fe80::1");
        endpoint.port_in_service = true;
        let target = endpoint.target(None);
        assert_eq!(target.service, "http/[fe80::1]:5985");
        assert_eq!((target.method, target.uri.as_str(), target.encrypted), ("POST", "/wsman", false));
    }
}
