//! How pushed indications are delivered: where it is listened, with which certificate, and who may deliver.

use super::log_on::user_of;
use super::session::Session;
use super::settings::{certificate_of, invalid, listening_place};
use crate::abi::*;
use crate::cim::Error;
use crate::codec::wsman::{body, names};
use crate::options::{Authentication, SubscriptionOptions};
use crate::proto::http::Listen;
use crate::proto::http::auth::basic::Expected;
use crate::proto::http::endpoint::authority;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use zeroize::Zeroizing;

/// What the delivery options come to.
pub struct Way {
    /// The host as the server knows it.
    host: String,
    pub listen: Listen,
    pub retry: Option<(u32, Duration)>,
    pub latency: Option<Duration>,
    pub max_envelope: u32,
    /// Name and password that the server delivers with.
    user: Option<(String, Zeroizing<String>)>,
}

impl Way {
    pub fn of(session: &Session, delivery: &SubscriptionOptions) -> Result<Self, Error> {
        let (user, identity) = credentials(delivery)?;
        let (host, port, tls) = place(session, delivery)?;
        match (tls, &identity) {
            (Some(true), None) => {
                return Err(invalid(
                    "Deliveries over TLS need a certificate: add a delivery credential of the type ClientCerts that \
                     names a PEM file with the certificate of this machine and its key."
                        .into(),
                ));
            }
            (Some(false), Some(_)) => {
                return Err(invalid("Deliveries to an http URL use no certificate.".into()));
            }
            _ => {}
        }
        if user.is_some() {
            protected(session, identity.is_some())?;
        }
        let random = crate::proto::http::listen::unguessable();
        let random = random.map_err(|failure| super::failure::error(&failure))?;
        let max_envelope = session.settings.max_envelope;
        Ok(Self {
            listen: Listen {
                host: host.clone(),
                port,
                path: format!("/wsman/events/{random}"),
                limit: max_envelope as usize * 2,
                identity,
                log_on: user.as_ref().map(|(name, password)| Expected::new(name, password.as_bytes())),
            },
            host,
            retry: retry(delivery),
            latency: delivery.max_latency().filter(|time| !time.is_zero()),
            max_envelope,
            user,
        })
    }

    /// Where it is delivered to, once the port is known. A name stays one: the server may know it by another address.
    pub fn url(&self, port: u16) -> String {
        let scheme = if self.listen.identity.is_some() { "https" } else { "http" };
        format!("{scheme}://{}{}", authority(&self.host, port), self.listen.path)
    }

    /// The security profile, where the server is to log on.
    pub fn profile(&self) -> Option<&'static str> {
        let tls = self.listen.identity.is_some();
        self.user.as_ref().map(|_| if tls { names::PROFILE_HTTPS_BASIC } else { names::PROFILE_HTTP_BASIC })
    }

    /// The header that tells the server its user and password there.
    pub fn issued(&self, url: &str) -> String {
        self.user.as_ref().map_or_else(String::new, |(name, password)| body::issued_user(url, name, password))
    }
}

type Credentials = (Option<(String, Zeroizing<String>)>, Option<PathBuf>);

/// The user who delivers and the file with the listener's certificate: the first of each.
fn credentials(delivery: &SubscriptionOptions) -> Result<Credentials, Error> {
    let (mut user, mut identity) = (None, None);
    for credential in delivery.credentials() {
        match credential.authentication {
            Authentication::None => {}
            Authentication::Basic => {
                user.get_or_insert_with(|| user_of(credential));
            }
            Authentication::ClientCertificate => {
                let path = certificate_of(credential).map(PathBuf::from);
                identity = identity.or(path);
            }
            _ => {
                let name = credential.authentication_name.to_str_lossy();
                return Err(invalid(format!(
                    "Deliveries are authenticated by Basic and protected with a certificate (ClientCerts), not by {name}."
                )));
            }
        }
    }
    Ok((user, identity))
}

/// The password goes to the server, and comes back with each delivery: neither in clear, unless that is allowed.
fn protected(session: &Session, listens_with_tls: bool) -> Result<(), Error> {
    let endpoint = &session.endpoint;
    // Whatever logs on over plain HTTP where bodies must not go in clear seals them.
    let request = endpoint.tls.is_some() || !endpoint.log_on.is_empty();
    if session.settings.clear_allowed || (request && listens_with_tls) {
        return Ok(());
    }
    let text = "The password of the deliveries would go over the network in clear: use HTTPS or a log-on that seals, and \
                a delivery credential with a certificate, or turn packet privacy off.";
    Err(Error::new(MI_RESULT_ACCESS_DENIED, text).with_category(MI_ERRORCATEGORY_SECURITY_ERROR))
}

/// Where to listen: as the options say, or on the loopback interface for a server that is on this machine too.
fn place(session: &Session, delivery: &SubscriptionOptions) -> Result<(String, u16, Option<bool>), Error> {
    let own = delivery.port().map(u16::try_from).transpose();
    let own = own.map_err(|_| invalid("The delivery port is out of range.".into()))?;
    if let Some(text) = delivery.destination().filter(|text| !text.is_empty()) {
        let (host, port, tls) = listening_place(&text).ok_or_else(|| {
            invalid(format!(
                "The delivery destination '{text}' is not a host name, an address or a URL without a path."
            ))
        })?;
        return Ok((host, own.or(port).unwrap_or(0), tls));
    }
    let server = session.endpoint.host.as_str();
    let loopback = match server.parse::<IpAddr>() {
        Ok(address) => address.is_loopback().then(|| server.to_owned()),
        Err(_) => server.eq_ignore_ascii_case("localhost").then(|| "127.0.0.1".to_owned()),
    };
    let host = loopback.ok_or_else(|| {
        invalid(
            "Push delivery needs the name or address by which the server reaches this machine \
             (MI_SubscriptionDeliveryOptions_SetDeliveryDestination)."
                .into(),
        )
    })?;
    Ok((host, own.unwrap_or(0), None))
}

/// Both or neither (MS-WSMV 3.1.4.1.30.2).
fn retry(delivery: &SubscriptionOptions) -> Option<(u32, Duration)> {
    let attempts = delivery.retry_attempts().filter(|attempts| *attempts > 0)?;
    let interval = delivery.retry_interval().filter(|interval| !interval.is_zero())?;
    Some((attempts, interval))
}
