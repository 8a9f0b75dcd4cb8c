//! Kerberos version 5 (RFC 4120, RFC 4121, MS-KILE) as a mechanism: through the system's GSS-API where there is one.

pub mod crypto;
#[cfg(unix)]
mod system;

use super::{Mechanism, MechanismFactory, Secret, Target};
#[cfg(unix)]
use crate::gss::Library;
use crate::sync::Arc;
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
    #[cfg(unix)]
    library: Result<Arc<Library>, String>,
}

impl Kerberos {
    /// For the thread that makes a session: it loads the system's library, if there is one. `delegate`: a ticket that
    /// can be forwarded goes to the server, which may then act as the user.
    pub fn new(identity: Identity, delegate: bool) -> Self {
        Self {
            identity,
            delegate,
            #[cfg(unix)]
            library: Library::load(),
        }
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

    #[cfg(unix)]
    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        let library = self.library.clone()?;
        Ok(Box::new(system::System::begin(library, &self.identity, self.delegate, target)?))
    }

    #[cfg(not(unix))]
    fn begin(&self, _target: &Target) -> Result<Box<dyn Mechanism>, String> {
        Err("this system has no GSSAPI library".into())
    }
}

/// The server must have shown that it is the one it was taken for.
fn authenticated(established: bool) -> Result<(), String> {
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
