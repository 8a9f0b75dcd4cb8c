//! Credentials: an authentication type and what it needs (`MI_UserCredentials`).

use super::secret::Secret;
use crate::abi::names;
use crate::cim::MiString;
use std::fmt;
use std::sync::Arc;

/// The authentication types of mi.h; others are refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authentication {
    Default,
    None,
    Digest,
    NegotiateWithCredentials,
    NegotiateNoCredentials,
    Basic,
    Kerberos,
    ClientCertificate,
    Ntlm,
    CredSsp,
    IssuerCertificate,
}

/// What an authentication type is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Requirement {
    Nothing,
    /// A user name, with a domain and a password where there are any.
    User,
    /// The same, but the thread's identity serves where no user is named.
    OptionalUser,
    Thumbprint,
}

impl Authentication {
    const NAMES: [(&'static str, Authentication); 11] = [
        (names::MI_AUTH_TYPE_DEFAULT, Authentication::Default),
        (names::MI_AUTH_TYPE_NONE, Authentication::None),
        (names::MI_AUTH_TYPE_DIGEST, Authentication::Digest),
        (names::MI_AUTH_TYPE_NEGO_WITH_CREDS, Authentication::NegotiateWithCredentials),
        (names::MI_AUTH_TYPE_NEGO_NO_CREDS, Authentication::NegotiateNoCredentials),
        (names::MI_AUTH_TYPE_BASIC, Authentication::Basic),
        (names::MI_AUTH_TYPE_KERBEROS, Authentication::Kerberos),
        (names::MI_AUTH_TYPE_CLIENT_CERTS, Authentication::ClientCertificate),
        (names::MI_AUTH_TYPE_NTLM, Authentication::Ntlm),
        (names::MI_AUTH_TYPE_CREDSSP, Authentication::CredSsp),
        (names::MI_AUTH_TYPE_ISSUER_CERT, Authentication::IssuerCertificate),
    ];

    /// By name, without case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, which)| *which)
    }

    pub fn requirement(self) -> Requirement {
        use Authentication::*;
        match self {
            Default | None | NegotiateNoCredentials => Requirement::Nothing,
            Digest | NegotiateWithCredentials | Basic => Requirement::User,
            Kerberos | Ntlm | CredSsp => Requirement::OptionalUser,
            ClientCertificate | IssuerCertificate => Requirement::Thumbprint,
        }
    }
}

/// Who authenticates.
#[derive(Clone)]
pub enum Identity {
    /// The identity of the thread or the process.
    Ambient,
    User {
        domain: Option<Arc<MiString>>,
        user: Option<Arc<MiString>>,
        password: Option<Arc<Secret>>,
    },
    Certificate {
        thumbprint: Option<Arc<MiString>>,
    },
}

/// One credential as it was added. Its strings live as long as any options that hold it.
#[derive(Clone)]
pub struct Credential {
    /// The option it was added under: destination, proxy or delivery.
    pub option: Arc<MiString>,
    /// The caller's spelling of the authentication type.
    pub authentication_name: Arc<MiString>,
    pub authentication: Authentication,
    pub identity: Identity,
}

impl Credential {
    pub fn password(&self) -> Option<&Secret> {
        match &self.identity {
            Identity::User { password, .. } => password.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credential");
        shown.field("authentication", &self.authentication);
        match &self.identity {
            Identity::Ambient => {}
            Identity::User { domain, user, password } => {
                shown.field("domain", &domain.as_ref().map(|text| text.to_str_lossy().into_owned()));
                shown.field("user", &user.as_ref().map(|text| text.to_str_lossy().into_owned()));
                shown.field("password", password);
            }
            Identity::Certificate { thumbprint } => {
                shown.field("thumbprint", &thumbprint.as_ref().map(|text| text.to_str_lossy().into_owned()));
            }
        }
        shown.finish()
    }
}
