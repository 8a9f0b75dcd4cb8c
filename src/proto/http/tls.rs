//! TLS settings of an application: the system's roots, one configuration per endpoint, errors with a cause.

use super::certificates;
use super::endpoint::{Endpoint, TlsPolicy};
use super::failure::{Failure, TlsCheck};
use super::socket::Socket;
use super::trust;
use super::verify::Verifier;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use rustls::{AlertDescription, CertificateError, ClientConfig, Error, RootCertStore, ServerConfig};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Lives on the I/O thread.
#[derive(Default)]
pub struct Settings {
    roots: OnceCell<Arc<RootCertStore>>,
    /// Per endpoint, so that sessions are resumed within an identity only.
    configurations: RefCell<HashMap<u64, Arc<ClientConfig>>>,
}

impl Settings {
    pub async fn connect(
        &self,
        endpoint: &Endpoint,
        policy: &TlsPolicy,
        tcp: Socket,
    ) -> Result<TlsStream<Socket>, Failure> {
        let configuration = self.configuration(endpoint.id, policy)?;
        let name = endpoint.host.split('%').next().unwrap_or(&endpoint.host);
        let name = ServerName::try_from(name.to_owned()).map_err(|_| Failure::Settings {
            reason: format!("{} is not a host name that TLS can check.", endpoint.host),
        })?;
        TlsConnector::from(configuration)
            .connect(name, tcp)
            .await
            .map_err(|error| failure(&endpoint.host, &error))
    }

    pub fn forget(&self, endpoint: u64) {
        self.configurations.borrow_mut().remove(&endpoint);
    }

    fn configuration(&self, endpoint: u64, policy: &TlsPolicy) -> Result<Arc<ClientConfig>, Failure> {
        if let Some(known) = self.configurations.borrow().get(&endpoint) {
            return Ok(known.clone());
        }
        let made = Arc::new(self.made(policy)?);
        self.configurations.borrow_mut().insert(endpoint, made.clone());
        Ok(made)
    }

    fn made(&self, policy: &TlsPolicy) -> Result<ClientConfig, Failure> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier {
            roots: self.trusted(policy)?,
            provider: provider.clone(),
            check_chain: policy.check_chain,
            check_name: policy.check_name,
        };
        let versions: &[_] = if policy.forbids_tls12 { &[&TLS13] } else { &[&TLS13, &TLS12] };
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(versions)
            .map_err(|error| Failure::Settings { reason: format!("TLS could not be set up: {error}.") })?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let Some(identity) = &policy.identity else { return Ok(builder.with_no_client_auth()) };
        let (chain, key) = certificates::shown(identity, policy.extra_roots.as_deref(), &provider)?;
        let made = builder.with_client_auth_cert(chain, key);
        made.map_err(|error| certificates::unusable(&identity.place, &error.to_string()))
    }

    fn trusted(&self, policy: &TlsPolicy) -> Result<Arc<RootCertStore>, Failure> {
        if !policy.check_chain {
            return Ok(Arc::new(RootCertStore::empty()));
        }
        let system = self.roots.get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(trust::anchors());
            Arc::new(roots)
        });
        let Some(path) = &policy.extra_roots else { return Ok(system.clone()) };
        let mut roots = RootCertStore { roots: system.roots.clone() };
        roots.add_parsable_certificates(certificates::others(path)?);
        Ok(Arc::new(roots))
    }
}

/// What a listener shows: the chain and the key of one file. Clients need no certificate.
pub fn listening(path: &Path) -> Result<Arc<ServerConfig>, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let own = certificates::Identity { place: path.to_owned(), key: None, issuer: None };
    let (chain, key) = certificates::shown(&own, None, &provider)?;
    let made = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
    made.map(Arc::new).map_err(|error| certificates::unusable(path, &error.to_string()))
}

fn failure(host: &str, error: &io::Error) -> Failure {
    let Some(cause) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        let reason = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the server closed the connection".into(),
            _ => error.to_string(),
        };
        return Failure::Tls { host: host.into(), check: TlsCheck::Protocol, reason };
    };
    Failure::Tls { host: host.into(), check: check(cause), reason: cause.to_string() }
}

fn check(error: &Error) -> TlsCheck {
    match error {
        Error::InvalidCertificate(problem) => match problem {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsCheck::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                TlsCheck::NotYetValid
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsCheck::Untrusted,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsCheck::Name
            }
            // A self-signed end entity without CA rights is nobody's root.
            CertificateError::Other(_) => TlsCheck::Untrusted,
            _ => TlsCheck::OtherCertificate,
        },
        Error::PeerIncompatible(_) => TlsCheck::Version,
        Error::AlertReceived(alert) => match alert {
            AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure => TlsCheck::Version,
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnknownCA
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::AccessDenied => TlsCheck::ClientCertificate,
            _ => TlsCheck::Protocol,
        },
        _ => TlsCheck::Protocol,
    }
}
