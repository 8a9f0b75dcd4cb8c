//! Kerberos through the system's GSS-API: existing tickets, client keytabs, passwords.

use super::super::{Mechanism, Progress, Sealed, Secret, Target};
use super::Identity;
use crate::gss::{Context, Credential, Library, Request};
use crate::sync::{Arc, Mutex, lock};

/// The library and the credential that it has of an identity, for all connections of a session.
pub struct Source {
    library: Arc<Library>,
    credential: Mutex<Option<Arc<Credential>>>,
}

impl Source {
    pub fn new(library: Arc<Library>) -> Self {
        Self { library, credential: Mutex::default() }
    }

    /// What was got before, or from the KDC: this waits. None: whoever has tickets here.
    fn credential(&self, identity: &Identity) -> Result<Option<Arc<Credential>>, String> {
        let Some(user) = &identity.user else { return Ok(None) };
        let known = lock(&self.credential).clone();
        if let Some(known) = known.filter(|known| known.is_fresh()) {
            return Ok(Some(known));
        }
        let principal = match &identity.realm {
            Some(realm) => format!("{user}@{realm}"),
            None => user.clone(),
        };
        let password = identity.password.as_ref().map(|password| password.0.as_slice());
        let got = Arc::new(Credential::acquire(&self.library, &principal, password)?);
        // Tickets and keytabs are looked at each time: they are the user's to change.
        *lock(&self.credential) = password.is_some().then(|| got.clone());
        Ok(Some(got))
    }
}

/// A context of the library's.
pub struct System(Context);

impl System {
    /// May wait for a KDC.
    pub fn begin(
        source: &Source,
        identity: &Identity,
        delegate: bool,
        target: &Target,
    ) -> Result<Self, String> {
        let request = Request {
            service: &target.service.replacen('/', "@", 1),
            credential: source.credential(identity)?,
            delegate,
            binding: target.binding.as_ref().map(|binding| binding.application_data()),
        };
        Ok(Self(Context::new(source.library.clone(), &request)?))
    }
}

impl Mechanism for System {
    fn name(&self) -> &'static str {
        super::NAME
    }

    fn oid(&self) -> &'static [u8] {
        super::OID
    }

    fn blocks(&self) -> bool {
        !self.0.is_established()
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        if self.0.is_established() {
            return Err("the server sent more than Kerberos has".into());
        }
        let token = self.0.step(input.unwrap_or_default())?;
        let token = (!token.is_empty()).then_some(Secret(token));
        match (self.0.is_established(), token) {
            (true, token) => Ok(Progress::Done(token)),
            (false, Some(token)) => Ok(Progress::Continue(token)),
            (false, None) => Err("the library has nothing to send".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        super::authenticated(self.0.is_established())
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        let (header, data, padding) = self.0.wrap(message)?;
        Ok(Sealed { header, data, padding })
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.0.unwrap(&[header, data].concat())
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.0.mic(message)
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.0.verify_mic(message, mic)
    }
}
