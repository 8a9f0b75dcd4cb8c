//! Credentials of a destination or a proxy into log-ons: what each `MI_AUTH_TYPE_*` means over HTTP.

use super::settings::invalid;
use crate::cim::Error;
use crate::options::{Authentication, Credential, DestinationOptions, Identity, Impersonation};
use crate::proto::http::LogOn;
use crate::proto::http::auth::MechanismFactory;
use crate::proto::http::auth::basic::{Basic, ClientCertificate};
use crate::proto::http::auth::credssp::CredSsp;
use crate::proto::http::auth::digest::Digest;
use crate::proto::http::auth::kerberos::{self, Kerberos};
use crate::proto::http::auth::ntlm::Ntlm;
use crate::proto::http::auth::scheme::{CREDSSP, KERBEROS, NEGOTIATE, NTLM, TokenLogOn, Way};
use crate::proto::http::auth::spnego::Spnego;
#[cfg(windows)]
use crate::proto::http::auth::sspi::Sspi;
#[cfg(windows)]
use crate::sspi::Package;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What all log-ons of a destination or a proxy have in common.
pub struct Circumstances<'a> {
    pub host: &'a str,
    /// Bodies may go as they are over plain HTTP.
    pub clear_allowed: bool,
    /// The server may act as the user.
    pub delegate: bool,
    pub variable: fn(&str) -> Option<String>,
}

/// In the order they were added, which is the order they are tried in. None was added: the identity of the process.
pub fn of_destination(
    options: &DestinationOptions,
    host: &str,
    variable: fn(&str) -> Option<String>,
) -> Result<Vec<Arc<dyn LogOn>>, Error> {
    let delegate = options.impersonation() == Impersonation::Delegate;
    let circumstances = Circumstances { host, clear_allowed: !options.packet_privacy(), delegate, variable };
    if options.credentials().next().is_none() {
        return Ok(vec![of_process(&circumstances)]);
    }
    let log_on = |credential| log_on(credential, &circumstances).transpose();
    options.credentials().filter_map(log_on).collect()
}

/// Who the process is.
fn of_process(circumstances: &Circumstances<'_>) -> Arc<dyn LogOn> {
    Arc::new(TokenLogOn::of_process(ambient(circumstances).into(), circumstances.clear_allowed))
}

/// Negotiate, and Kerberos as a scheme of its own, as whoever has tickets here.
#[cfg(not(windows))]
fn ambient(circumstances: &Circumstances<'_>) -> [Way; 2] {
    let [kerberos, negotiate] = Account::default().kerberos_ways(circumstances);
    [negotiate, kerberos]
}

/// The same as the logged-on user, where Negotiate is Kerberos or NTLM, as the system sees fit.
#[cfg(windows)]
fn ambient(circumstances: &Circumstances<'_>) -> [Way; 2] {
    let negotiate = Sspi::of_caller(Package::Negotiate, circumstances.delegate);
    [(&NEGOTIATE, Arc::new(negotiate)), (&KERBEROS, Account::default().kerberos(circumstances))]
}

/// Nothing but the log-on itself goes to a proxy, and its passwords go in clear where Basic is asked for: they are
/// not the destination's.
pub fn of_proxy(
    options: &DestinationOptions,
    host: &str,
    variable: fn(&str) -> Option<String>,
) -> Result<Vec<Arc<dyn LogOn>>, Error> {
    let circumstances = Circumstances { host, clear_allowed: true, delegate: false, variable };
    let log_on = |credential| log_on(credential, &circumstances).transpose();
    options.proxy_credentials().filter_map(log_on).collect()
}

pub fn basic_proxy(user: &str, password: &str) -> Arc<dyn LogOn> {
    Arc::new(Basic::new(user, password.as_bytes(), true))
}

/// The user's name in one piece, and the password, of a credential that has them.
pub fn user_of(credential: &Credential) -> (String, Zeroizing<String>) {
    let account = Account::of(credential);
    (account.written(), account.password)
}

fn log_on(
    credential: &Credential,
    circumstances: &Circumstances<'_>,
) -> Result<Option<Arc<dyn LogOn>>, Error> {
    let clear_allowed = circumstances.clear_allowed;
    let account = || Account::of(credential);
    let tokens =
        |name, ways: Vec<Way>| -> Arc<dyn LogOn> { Arc::new(TokenLogOn::new(name, ways, clear_allowed)) };
    Ok(Some(match credential.authentication {
        Authentication::None => return Ok(None),
        Authentication::Basic => {
            let account = account();
            Arc::new(Basic::new(&account.written(), account.password.as_bytes(), clear_allowed))
        }
        Authentication::Digest => {
            let account = account();
            Arc::new(Digest::new(&account.written(), &account.password, clear_allowed))
        }
        Authentication::ClientCertificate => Arc::new(ClientCertificate("ClientCerts")),
        Authentication::IssuerCertificate => Arc::new(ClientCertificate("IssuerCert")),
        Authentication::NegotiateWithCredentials => {
            tokens("Negotiate", vec![(&NEGOTIATE, account().negotiate(circumstances)?)])
        }
        Authentication::CredSsp => {
            let account = account();
            if account.user.is_empty() {
                return Err(invalid("CredSSP needs a user and a password: they go to the server.".into()));
            }
            let inner = account.negotiate(circumstances)?;
            let credssp = CredSsp::new(&account.domain, &account.user, &account.password, inner);
            tokens("CredSSP", vec![(&CREDSSP, Arc::new(credssp))])
        }
        Authentication::Default => of_process(circumstances),
        Authentication::NegotiateNoCredentials => {
            let [negotiate, _] = ambient(circumstances);
            tokens("Negotiate", vec![negotiate])
        }
        Authentication::Kerberos => tokens("Kerberos", account().kerberos_ways(circumstances).into()),
        Authentication::Ntlm => {
            let ntlm = account().ntlm()?;
            let spnego = Spnego::new(vec![ntlm.clone()]);
            tokens("NTLM", vec![(&NEGOTIATE, Arc::new(spnego)), (&NTLM, ntlm)])
        }
    }))
}

/// A user by name and password.
#[derive(Default)]
struct Account {
    /// Empty where the user has none, or is a `user@realm`.
    domain: String,
    user: String,
    password: Zeroizing<String>,
}

impl Account {
    /// The domain is its own, or stands before the user's name: `DOMAIN\user`.
    fn of(credential: &Credential) -> Self {
        let Identity::User { domain, user, password } = &credential.identity else { return Self::default() };
        let text = |value: &Option<Arc<crate::cim::MiString>>| {
            value.as_ref().map(|text| text.to_str_lossy().into_owned()).unwrap_or_default()
        };
        let (mut domain, mut user) = (text(domain), text(user));
        if domain.is_empty()
            && let Some((before, behind)) = user.split_once('\\')
        {
            (domain, user) = (before.to_owned(), behind.to_owned());
        }
        let password = password.as_ref().map(|secret| secret.expose_text()).unwrap_or_default();
        Self { domain, user, password }
    }

    /// The name in one piece.
    fn written(&self) -> String {
        if self.domain.is_empty() { self.user.clone() } else { format!("{}\\{}", self.domain, self.user) }
    }

    /// Of the host: `.\user`.
    fn is_local(&self) -> bool {
        self.domain == "."
    }

    /// Kerberos and NTLM, in this order.
    fn negotiate(&self, circumstances: &Circumstances<'_>) -> Result<Arc<dyn MechanismFactory>, Error> {
        // As Windows does: an address is nobody's principal, and an account of the host itself no realm's.
        let alone = circumstances.host.parse::<std::net::IpAddr>().is_ok() || self.is_local();
        let kerberos = (!alone).then(|| self.kerberos(circumstances));
        Ok(Arc::new(Spnego::new(kerberos.into_iter().chain([self.ntlm()?]).collect())))
    }

    fn kerberos(&self, circumstances: &Circumstances<'_>) -> Arc<dyn MechanismFactory> {
        let password = Some(self.password.as_bytes()).filter(|password| !password.is_empty());
        let identity = kerberos::Identity::of(Some(&self.domain), Some(&self.user), password);
        Arc::new(Kerberos::new(identity, circumstances.delegate, circumstances.variable))
    }

    /// As a scheme of its own, or inside Negotiate.
    fn kerberos_ways(&self, circumstances: &Circumstances<'_>) -> [Way; 2] {
        let kerberos = self.kerberos(circumstances);
        let spnego = Spnego::new(vec![kerberos.clone()]);
        [(&KERBEROS, kerberos), (&NEGOTIATE, Arc::new(spnego))]
    }

    fn ntlm(&self) -> Result<Arc<dyn MechanismFactory>, Error> {
        let made = Ntlm::new(&self.domain, &self.user, &self.password);
        Ok(Arc::new(made.map_err(|reason| invalid(format!("The credential cannot be used: {reason}.")))?))
    }
}
