//! Where a session's requests go: host, port, path, protection, proxy, log-on.

use super::auth::{LogOn, Secret};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    pub user_agent: String,
}

/// What of a server's certificate is checked, and what we show of our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsPolicy {
    pub check_chain: bool,
    pub check_name: bool,
    /// A PEM file with the client's certificate chain, and its key where `key` names no other file.
    pub identity: Option<PathBuf>,
    pub key: Option<PathBuf>,
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
    pub kind: ProxyKind,
}

#[derive(Clone)]
pub enum ProxyKind {
    Anonymous,
    /// The value of the Proxy-Authorization header.
    Basic(Arc<Secret>),
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
            user_agent: concat!("libmi/", env!("CARGO_PKG_VERSION")).into(),
        }
    }

    /// `host:port`, an IPv6 address in brackets.
    pub fn authority(&self) -> String {
        authority(&self.host, self.port)
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
