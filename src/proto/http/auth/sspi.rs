//! The system's own log-on on Windows: whoever is logged on, through Negotiate or Kerberos alone.

use super::{Mechanism, MechanismFactory, Progress, Sealed, Secret, Target, kerberos, spnego};
use crate::sspi::{Context, Credential, Library, Package, Request};
use crate::sync::Arc;
use std::fmt;

/// The credentials of the logged-on user.
pub struct Sspi {
    package: Package,
    delegate: bool,
    credential: Result<Arc<Credential>, String>,
}

impl Sspi {
    /// For the thread that makes a session: the credentials are those of whom it acts as then.
    pub fn of_caller(package: Package, delegate: bool) -> Self {
        match Library::load() {
            Ok(library) => Self::through(&library, package, delegate),
            Err(reason) => Self { package, delegate, credential: Err(reason) },
        }
    }

    /// Through these functions.
    pub fn through(library: &Arc<Library>, package: Package, delegate: bool) -> Self {
        let credential = Credential::of_caller(library, package).map(Arc::new);
        Self { package, delegate, credential }
    }
}

impl fmt::Debug for Sspi {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct(self.package.name()).field("delegate", &self.delegate).finish()
    }
}

fn oid(package: Package) -> &'static [u8] {
    match package {
        Package::Negotiate => spnego::OID,
        Package::Kerberos => kerberos::OID,
    }
}

impl MechanismFactory for Sspi {
    fn name(&self) -> &'static str {
        self.package.name()
    }

    fn oid(&self) -> &'static [u8] {
        oid(self.package)
    }

    fn blocks(&self) -> bool {
        true
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        let request = Request {
            service: &target.service,
            delegate: self.delegate,
            binding: target.binding.as_ref().map(|binding| binding.application_data()),
        };
        let context = Context::new(self.credential.clone()?, &request);
        Ok(Box::new(System { package: self.package, context }))
    }
}

/// A context of the system's.
struct System {
    package: Package,
    context: Context,
}

impl Mechanism for System {
    fn name(&self) -> &'static str {
        self.package.name()
    }

    fn oid(&self) -> &'static [u8] {
        oid(self.package)
    }

    fn blocks(&self) -> bool {
        !self.context.is_established()
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        if self.context.is_established() {
            return Err("the server sent more than the log-on has".into());
        }
        let token = self.context.step(input)?;
        let token = (!token.is_empty()).then_some(Secret(token));
        match (self.context.is_established(), token) {
            (true, token) => Ok(Progress::Done(token)),
            (false, Some(token)) => Ok(Progress::Continue(token)),
            (false, None) => Err("the system has nothing to send".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        kerberos::authenticated(self.context.is_established())
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        let (header, data) = self.context.wrap(message)?;
        Ok(Sealed { header, data, padding: 0 })
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.context.unwrap(header, data)
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.context.mic(message)
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.context.verify_mic(message, mic)
    }
}
