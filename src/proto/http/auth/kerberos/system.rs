//! Kerberos through the system's GSS-API: existing tickets, client keytabs, passwords.

use super::super::{Mechanism, Progress, Sealed, Secret, Target};
use super::Identity;
use crate::gss::{Context, Library, Request};
use crate::sync::Arc;

/// A context of the library's.
pub struct System(Context);

impl System {
    /// May wait for a KDC.
    pub fn begin(
        library: Arc<Library>,
        identity: &Identity,
        delegate: bool,
        target: &Target,
    ) -> Result<Self, String> {
        let user = identity.user.as_ref().map(|user| match &identity.realm {
            Some(realm) => format!("{user}@{realm}"),
            None => user.clone(),
        });
        let request = Request {
            service: &target.service.replacen('/', "@", 1),
            user: user.as_deref(),
            password: identity.password.as_ref().map(|password| password.0.as_slice()),
            delegate,
            binding: target.binding.as_ref().map(|binding| binding.application_data()),
        };
        Ok(Self(Context::new(library, &request)?))
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
