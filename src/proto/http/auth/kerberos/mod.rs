//! Kerberos version 5 (RFC 4120, RFC 4121, MS-KILE) as a mechanism: through the system's GSS-API where there is one,
//! and by ourselves with a password where there is none. On Windows the system has the logged-on user's tickets, and a
//! password is ours.

pub mod client;
pub mod config;
pub mod crypto;
#[cfg(test)]
mod exchanges;
pub mod kdc;
pub mod message;
pub mod own;
pub mod reply;
#[cfg(unix)]
mod system;
pub mod token;

#[cfg(windows)]
use super::sspi::Sspi;
use super::{Mechanism, MechanismFactory, Secret, Target};
#[cfg(unix)]
use crate::gss::Library;
#[cfg(windows)]
use crate::sspi::Package;
#[cfg(unix)]
use crate::sync::Arc;
use config::Settings;
use kdc::Network;
use own::{Own, Source, Tickets};
use std::fmt;

pub const NAME: &str = "Kerberos";
/// 1.2.840.113554.1.2.2
pub const OID: &[u8] = b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";

/// Who logs on.
#[derive(Debug, Default)]
pub struct Identity {
    /// None: whoever the tickets of this process are for.
    pub user: Option<String>,
    /// In capitals, as realms are; None: the system's default one.
    pub realm: Option<String>,
    /// None: tickets or a client keytab of the user's.
    pub password: Option<Secret>,
}

impl Identity {
    /// `DOMAIN\user`, `user@realm`, or both apart. An empty user is none.
    pub fn of(domain: Option<&str>, user: Option<&str>, password: Option<&[u8]>) -> Self {
        let user = user.unwrap_or_default();
        let (apart, user) = user.split_once('\\').map_or((None, user), |(domain, user)| (Some(domain), user));
        let (user, at) = user.rsplit_once('@').map_or((user, None), |(user, realm)| (user, Some(realm)));
        let realm = at.or(apart).or(domain).filter(|realm| !realm.is_empty() && *realm != ".");
        let user = Some(user.to_owned()).filter(|user| !user.is_empty());
        Self {
            realm: realm.filter(|_| user.is_some()).map(str::to_uppercase),
            password: password.filter(|_| user.is_some()).map(|password| Secret(password.to_vec())),
            user,
        }
    }
}

/// A credential for Kerberos.
pub struct Kerberos {
    identity: Identity,
    delegate: bool,
    way: Way,
}

enum Way {
    #[cfg(unix)]
    System(system::Source),
    #[cfg(windows)]
    System(Sspi),
    /// With the password alone; `absent` says why not through the system.
    Own { absent: String, settings: String, tickets: Tickets },
}

/// Where krb5.conf is unless `KRB5_CONFIG` says otherwise.
const SETTINGS: &str = "/etc/krb5.conf";

impl Kerberos {
    /// For the thread that makes a session: it loads the system's library, if there is one. `delegate`: a ticket that
    /// can be forwarded goes to the server, which may then act as the user.
    pub fn new(identity: Identity, delegate: bool, variable: fn(&str) -> Option<String>) -> Self {
        #[cfg(unix)]
        let absent = match Library::load() {
            Ok(library) => return Self::through(library, identity, delegate),
            Err(absent) => absent,
        };
        #[cfg(windows)]
        if identity.user.is_none() {
            let way = Way::System(Sspi::of_caller(Package::Kerberos, delegate));
            return Self { identity, delegate, way };
        }
        #[cfg(windows)]
        let absent =
            "Windows has those of the logged-on user, and they are used where no user is named".to_owned();
        Self::own(identity, delegate, variable, absent)
    }

    /// Through this library.
    #[cfg(unix)]
    pub fn through(library: Arc<Library>, identity: Identity, delegate: bool) -> Self {
        Self { identity, delegate, way: Way::System(system::Source::new(library)) }
    }

    /// Without the system's library, whose absence `absent` explains.
    pub fn own(
        identity: Identity,
        delegate: bool,
        variable: fn(&str) -> Option<String>,
        absent: String,
    ) -> Self {
        let settings = variable("KRB5_CONFIG").unwrap_or_else(|| SETTINGS.into());
        Self { identity, delegate, way: Way::Own { absent, settings, tickets: Tickets::default() } }
    }
}

impl fmt::Debug for Kerberos {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct(NAME).field("identity", &self.identity).field("delegate", &self.delegate).finish()
    }
}

impl MechanismFactory for Kerberos {
    fn name(&self) -> &'static str {
        NAME
    }

    fn oid(&self) -> &'static [u8] {
        OID
    }

    fn blocks(&self) -> bool {
        true
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        let identity = &self.identity;
        match &self.way {
            #[cfg(unix)]
            Way::System(source) => {
                Ok(Box::new(system::System::begin(source, identity, self.delegate, target)?))
            }
            #[cfg(windows)]
            Way::System(source) => source.begin(target),
            Way::Own { absent, .. } if identity.password.is_none() => {
                Err(format!("tickets and keytabs need the system's Kerberos library: {absent}"))
            }
            Way::Own { settings, tickets, .. } => {
                let settings = Settings::read(settings);
                let source = Source {
                    kdc: &Network::new(&settings),
                    identity,
                    settings: &settings,
                    delegate: self.delegate,
                };
                Ok(Box::new(Own::begin(&source, tickets, target)?))
            }
        }
    }
}

/// The server must have shown that it is the one it was taken for.
pub fn authenticated(established: bool) -> Result<(), String> {
    if established { Ok(()) } else { Err("the server accepted, but did not authenticate itself".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_is_read_from_every_spelling() {
        let of = |domain, user| {
            let identity = Identity::of(domain, user, Some(b"secret"));
            assert_eq!(identity.password.is_some(), identity.user.is_some());
            assert!(!format!("{identity:?}").contains("secret"));
            (identity.user, identity.realm)
        };
        let expected = |user: &str, realm: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            (some(user), some(realm))
        };
        assert_eq!(of(Some("example.com"), Some("ann")), expected("ann", "EXAMPLE.COM"));
        assert_eq!(of(None, Some("EXAMPLE\\ann")), expected("ann", "EXAMPLE"));
        assert_eq!(of(Some("other"), Some("ann@example.com")), expected("ann", "EXAMPLE.COM"));
        assert_eq!(of(None, Some("ann")), expected("ann", ""));
        assert_eq!(of(Some("."), Some("ann")), expected("ann", ""));
        assert_eq!(of(Some("example.com"), None), expected("", ""));
        assert_eq!(of(None, Some("")), expected("", ""));
    }
}
