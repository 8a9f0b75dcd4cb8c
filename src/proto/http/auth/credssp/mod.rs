//! CredSSP (MS-CSSP), versions 5 and 6: TLS, in it a log-on that binds the server's public key, and in that the
//! user's password for the server to act with. Older versions bind the key in a way that can be relayed
//! (CVE-2018-0886) and are refused.

pub mod message;
#[cfg(test)]
mod tests;
pub mod tunnel;

use super::{Mechanism, MechanismFactory, Progress, Sealed, Secret, Target, random};
use message::{Request, VERSION};
use ring::digest::{Context, SHA256};
use std::fmt;
use std::sync::Arc;
use tunnel::{RECORD, Tunnel};
use zeroize::Zeroizing;

const NAME: &str = "CredSSP";
/// How much of a record WS-Management calls its header: what AES-GCM and ChaCha20-Poly1305 add (MS-WSMV 2.2.9.1.3; the
/// server joins the two again).
const TRAILER: usize = 16;
/// NTLM's signature; Kerberos' tokens may be cut anywhere.
const SIGNATURE: usize = 16;
const LEAST_VERSION: i64 = 5;

/// A user who lets the server act as himself.
pub struct CredSsp {
    domain: String,
    user: String,
    password: Zeroizing<String>,
    /// SPNEGO with the same credential.
    inner: Arc<dyn MechanismFactory>,
}

impl CredSsp {
    pub fn new(domain: &str, user: &str, password: &str, inner: Arc<dyn MechanismFactory>) -> Self {
        let password = Zeroizing::new(password.to_owned());
        Self { domain: domain.into(), user: user.into(), password, inner }
    }
}

impl fmt::Debug for CredSsp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct(NAME).field("domain", &self.domain).field("user", &self.user).finish_non_exhaustive()
    }
}

impl MechanismFactory for CredSsp {
    fn name(&self) -> &'static str {
        NAME
    }

    /// SPNEGO does not know it.
    fn oid(&self) -> &'static [u8] {
        &[]
    }

    fn blocks(&self) -> bool {
        self.inner.blocks()
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        Ok(Box::new(Delegation {
            tunnel: Tunnel::new(&target.host)?,
            credentials: message::password_credentials(&self.domain, &self.user, &self.password),
            // The channel inside is bound by the public key.
            target: Target { binding: None, encrypted: false, ..target.clone() },
            factory: self.inner.clone(),
            stage: Stage::Handshake,
        }))
    }
}

enum Stage {
    Handshake,
    Negotiating(Box<dyn Mechanism>),
    /// Our hash of the server's public key is out; the other is what its answer must hold.
    Binding(Box<dyn Mechanism>, [u8; 32]),
    Done,
    Failed,
}

struct Delegation {
    tunnel: Tunnel,
    credentials: Secret,
    target: Target,
    factory: Arc<dyn MechanismFactory>,
    stage: Stage,
}

impl Delegation {
    fn handshake(&mut self, input: &[u8]) -> Result<Progress, String> {
        self.tunnel.incoming(input).map_err(|reason| format!("TLS: {reason}"))?;
        let outgoing = self.tunnel.outgoing()?;
        if self.tunnel.is_handshaking() || !outgoing.is_empty() {
            self.stage = Stage::Handshake;
            return Ok(Progress::Continue(Secret(outgoing)));
        }
        let mut inner = self.factory.begin(&self.target)?;
        match inner.step(None)? {
            Progress::Continue(token) | Progress::Done(Some(token)) => self.negotiate(inner, Some(&token)),
            Progress::Done(None) => Err("the log-on inside has nothing to send".into()),
        }
    }

    /// The next token, and with the last one the binding.
    fn negotiate(
        &mut self,
        mut inner: Box<dyn Mechanism>,
        token: Option<&Secret>,
    ) -> Result<Progress, String> {
        let token = token.map(|token| token.0.clone());
        let mut request = Request { version: VERSION, token, ..Request::default() };
        if !inner.protects() {
            self.stage = Stage::Negotiating(inner);
            return self.send(&request);
        }
        let key = self.tunnel.public_key().ok_or("the server's certificate cannot be read")?;
        let nonce: [u8; 32] = random()?;
        let sealed = inner.wrap(&hash(CLIENT_TO_SERVER, &nonce, &key))?;
        request.public_key = Some([sealed.header, sealed.data].concat());
        request.nonce = Some(nonce.to_vec());
        self.stage = Stage::Binding(inner, hash(SERVER_TO_CLIENT, &nonce, &key));
        self.send(&request)
    }

    fn send(&mut self, request: &Request) -> Result<Progress, String> {
        let written = Secret(request.written());
        Ok(Progress::Continue(Secret(self.tunnel.sealed(&written.0)?)))
    }

    fn receive(&mut self, input: &[u8]) -> Result<Request, String> {
        let plain = self.tunnel.incoming(input).map_err(|reason| format!("TLS: {reason}"))?;
        let request = Request::read(&plain).ok_or("the server's message is damaged")?;
        if let Some(status) = request.error {
            return Err(refused(status));
        }
        if request.version < LEAST_VERSION {
            return Err(format!(
                "the server speaks version {} of CredSSP, which is open to relayed log-ons (CVE-2018-0886); it lacks \
                 the updates of 2018",
                request.version
            ));
        }
        Ok(request)
    }

    fn negotiated(&mut self, mut inner: Box<dyn Mechanism>, input: &[u8]) -> Result<Progress, String> {
        let answer = self.receive(input)?;
        let token = answer.token.ok_or("the server's answer has no token in it")?;
        let token = match inner.step(Some(&token))? {
            Progress::Continue(token) => Some(token),
            Progress::Done(token) => token,
        };
        self.negotiate(inner, token.as_ref())
    }

    /// The server has shown that it has the key of its certificate: only now the password goes to it.
    fn bound(
        &mut self,
        mut inner: Box<dyn Mechanism>,
        expected: &[u8; 32],
        input: &[u8],
    ) -> Result<Progress, String> {
        let answer = self.receive(input)?;
        if let Some(token) = answer.token.filter(|token| !token.is_empty()) {
            let Progress::Done(None) = inner.step(Some(&token))? else {
                return Err("the log-on inside does not come to its end".into());
            };
        }
        let Some(sealed) = answer.public_key else {
            return Err("the server did not bind its public key".into());
        };
        let (header, data) = sealed.split_at_checked(SIGNATURE).ok_or("the server's message is damaged")?;
        if inner.unwrap(header, data)? != expected {
            return Err("the public key is not the server's own: somebody stands between".into());
        }
        inner.accepted()?;
        let sealed = inner.wrap(&self.credentials.0)?;
        let credentials = Some([sealed.header, sealed.data].concat());
        let request = Request { version: VERSION, credentials, ..Request::default() };
        let Progress::Continue(token) = self.send(&request)? else { return Err("nothing to send".into()) };
        self.stage = Stage::Done;
        self.credentials = Secret(Vec::new());
        Ok(Progress::Done(Some(token)))
    }

    fn ready(&self) -> Result<(), String> {
        if matches!(self.stage, Stage::Done) { Ok(()) } else { Err("the log-on is not complete".into()) }
    }
}

const CLIENT_TO_SERVER: &[u8] = b"CredSSP Client-To-Server Binding Hash\0";
const SERVER_TO_CLIENT: &[u8] = b"CredSSP Server-To-Client Binding Hash\0";

/// MS-CSSP 3.1.5, version 5 and later.
fn hash(magic: &[u8], nonce: &[u8], public_key: &[u8]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    [magic, nonce, public_key].into_iter().for_each(|part| context.update(part));
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The NTSTATUS of a refused log-on in words (MS-ERREF 2.3.1).
fn refused(status: u32) -> String {
    let reason = match status {
        0xc000_006d | 0xc000_006a | 0xc000_0064 => "wrong user name or password",
        0xc000_006e => "the account is restricted",
        0xc000_006f => "the account may not log on at this time",
        0xc000_0070 => "the account may not log on from here",
        0xc000_0071 => "the password has expired",
        0xc000_0072 => "the account is disabled",
        0xc000_0193 => "the account has expired",
        0xc000_0224 => "the password must be changed",
        0xc000_0234 => "the account is locked",
        0xc000_015b => "the account may not log on in this way",
        0xc000_0133 => "the clocks are too far apart",
        0xc000_00bb => "the server does not support this version of CredSSP",
        _ => return format!("the server refused with NTSTATUS {status:#010x}"),
    };
    format!("the server refused: {reason}")
}

impl Mechanism for Delegation {
    fn name(&self) -> &'static str {
        NAME
    }

    fn oid(&self) -> &'static [u8] {
        &[]
    }

    fn blocks(&self) -> bool {
        match &self.stage {
            Stage::Handshake => self.factory.blocks(),
            Stage::Negotiating(inner) | Stage::Binding(inner, _) => inner.blocks(),
            Stage::Done | Stage::Failed => false,
        }
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        match (std::mem::replace(&mut self.stage, Stage::Failed), input) {
            (Stage::Handshake, None) => {
                self.stage = Stage::Handshake;
                Ok(Progress::Continue(Secret(self.tunnel.outgoing()?)))
            }
            (Stage::Handshake, Some(input)) => self.handshake(input),
            (Stage::Negotiating(inner), Some(input)) => self.negotiated(inner, input),
            (Stage::Binding(inner, expected), Some(input)) => self.bound(inner, &expected, input),
            _ => Err("CredSSP has no further message".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        self.ready()
    }

    fn description(&self) -> String {
        match &self.stage {
            Stage::Negotiating(inner) | Stage::Binding(inner, _) => {
                format!("{NAME} with {}", inner.description())
            }
            _ => NAME.into(),
        }
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        self.ready()?;
        let mut header = self.tunnel.sealed(message)?;
        let data = header.split_off(TRAILER.min(header.len()));
        Ok(Sealed { header, data, padding: 0 })
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.ready()?;
        self.tunnel.incoming(&[header, data].concat())
    }

    fn most(&self) -> usize {
        RECORD
    }

    fn mic(&mut self, _message: &[u8]) -> Result<Vec<u8>, String> {
        Err("CredSSP signs nothing".into())
    }

    fn verify_mic(&mut self, _message: &[u8], _mic: &[u8]) -> Result<(), String> {
        Err("CredSSP signs nothing".into())
    }
}
