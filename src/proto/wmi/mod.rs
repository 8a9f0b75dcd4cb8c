//! WMI of this machine and of others, through COM: the protocol `WMIDCOM`.
//!
//! COM's objects stay on the threads that made them: a worker takes an operation, calls WMI semi-synchronously, a
//! slice of time at a go, and hands over events. The client's threads and its apartments are never touched.

mod failure;
mod job;
mod model;
mod object;
mod operation;
mod variant;
mod worker;

use super::{Connection, Exchange, Handler, Request, Services};
use crate::abi::*;
use crate::cim::Error;
use crate::options::{Authentication, Credential, DestinationOptions, Identity, Impersonation};
use crate::sync::Arc;
use job::{Job, WmiExchange};
use object::Security;
use operation::Target;
use worker::{Threads, Workers};

/// The handler for `WMIDCOM`, and for sessions without a destination.
#[derive(Default)]
pub struct WmiHandler {
    threads: Arc<Threads>,
}

impl WmiHandler {
    /// Every session is closed: waits until the threads are gone.
    pub fn close(&self) {
        self.threads.join(true);
    }
}

impl Handler for WmiHandler {
    fn connect(
        &self,
        destination: Option<&str>,
        options: &DestinationOptions,
        services: &Services,
    ) -> Result<Box<dyn Connection>, Error> {
        let target = target(destination, options)?;
        Ok(Box::new(WmiConnection(Workers::new(target, self.threads.clone(), services.threads.clone()))))
    }
}

struct WmiConnection(Arc<Workers>);

impl Connection for WmiConnection {
    fn start(&self, request: Request) -> Box<dyn Exchange> {
        let job = Arc::new(Job::default());
        self.0.start(request, &job);
        Box::new(WmiExchange(job))
    }
}

impl Drop for WmiConnection {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn target(destination: Option<&str>, options: &DestinationOptions) -> Result<Target, Error> {
    let named = destination.filter(|destination| !destination.is_empty());
    let host = named.filter(|host| !super::registry::is_this_machine(host)).map(str::to_owned);
    let locale = options.ui_locale().or_else(|| options.data_locale());
    let mut security = Security {
        level: level(options, host.is_some()),
        impersonation: impersonation(options),
        locale: locale.and_then(|name| object::locale_name(&name)),
        ..Security::default()
    };
    // Several are alternatives; DCOM has no choice of its own.
    let usable = options.credentials().find(|credential| is_of_dcom(credential.authentication));
    match usable {
        Some(credential) => log_on(&mut security, credential, host.as_deref()),
        None if options.credentials().next().is_none() => {}
        None => {
            let text = "WMI logs on by Default, Negotiate, Kerberos or NTLM, and by nothing else";
            return Err(Error::new(MI_RESULT_NOT_SUPPORTED, text));
        }
    }
    if security.user.is_some() && host.is_none() {
        let text = "WMI takes no credentials for this machine: the caller's own identity is used";
        return Err(Error::new(MI_RESULT_INVALID_PARAMETER, text));
    }
    Ok(Target { host, security })
}

fn is_of_dcom(authentication: Authentication) -> bool {
    use Authentication::*;
    match authentication {
        Default | NegotiateWithCredentials | NegotiateNoCredentials | Kerberos | Ntlm => true,
        None | Digest | Basic | ClientCertificate | CredSsp | IssuerCertificate => false,
    }
}

fn log_on(security: &mut Security, credential: &Credential, host: Option<&str>) {
    if let Identity::User { domain, user, password } = &credential.identity {
        let text = |text: &Option<Arc<crate::cim::MiString>>| {
            text.as_ref().map(|text| text.to_str_lossy().into_owned()).filter(|text| !text.is_empty())
        };
        (security.domain, security.user) = (text(domain), text(user));
        security.password = password.as_ref().map(|password| password.expose_text());
    }
    security.authority = match (credential.authentication, host, &security.domain) {
        (Authentication::Kerberos, Some(host), _) => Some(format!("kerberos:host/{host}")),
        (Authentication::Ntlm, Some(_), Some(domain)) => Some(format!("{}{domain}", object::NTLM_DOMAIN)),
        _ => None,
    };
}

/// RPC_C_AUTHN_LEVEL_*: privacy unless the client asks for less, and nothing to hide within a machine.
fn level(options: &DestinationOptions, remote: bool) -> u32 {
    const DEFAULT: u32 = 0;
    const INTEGRITY: u32 = 5;
    const PRIVACY: u32 = 6;
    match remote {
        false => DEFAULT,
        true if options.packet_privacy() => PRIVACY,
        true if options.packet_integrity() => INTEGRITY,
        true => DEFAULT,
    }
}

/// RPC_C_IMP_LEVEL_*: a provider acts in the client's name unless the client says otherwise.
fn impersonation(options: &DestinationOptions) -> u32 {
    match options.impersonation() {
        Impersonation::None => 1,
        Impersonation::Identify => 2,
        Impersonation::Impersonate | Impersonation::Default => 3,
        Impersonation::Delegate => 4,
    }
}
