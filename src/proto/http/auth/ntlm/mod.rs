//! NTLMv2 (MS-NLMP), the client's side, connection-oriented: 128-bit extended session security and nothing weaker.

mod checksum;
mod message;
mod rc4;
mod response;
pub mod session;
#[cfg(test)]
mod vectors;

use super::{Mechanism, MechanismFactory, Progress, Sealed, Secret, Target};
use message::{Authenticate, Challenge, Flags, Version, negotiate};
use response::{Key, NtlmHash, Response, hmac_md5};
use ring::rand::{SecureRandom, SystemRandom};
use session::{Direction, Session};
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// 1.3.6.1.4.1.311.2.2.10
pub const OID: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];

/// An account: the password itself is not kept, only its hash for this user and domain.
pub struct Ntlm {
    user: String,
    domain: String,
    hash: NtlmHash,
}

impl Ntlm {
    /// `domain` may be empty: a local account, or a `user@realm`. An empty user would be anonymous: refused.
    pub fn new(domain: &str, user: &str, password: &str) -> Result<Self, String> {
        if user.is_empty() {
            return Err("NTLM needs a user name; anonymous log-on is not supported".into());
        }
        if domain.len() > 1024 || user.len() > 1024 {
            return Err("the user name is too long".into());
        }
        Ok(Self { hash: NtlmHash::new(domain, user, password), user: user.into(), domain: domain.into() })
    }
}

impl fmt::Debug for Ntlm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Ntlm")
            .field("domain", &self.domain)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl MechanismFactory for Ntlm {
    fn name(&self) -> &'static str {
        "NTLM"
    }

    fn oid(&self) -> &'static [u8] {
        OID
    }

    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String> {
        Ok(Box::new(Context {
            user: self.user.clone(),
            domain: self.domain.clone(),
            hash: self.hash.clone(),
            service: target.service.clone(),
            binding: target.binding.as_ref().map(|binding| binding.md5()),
            made: Made::now(workstation())?,
            state: State::Begun,
        }))
    }
}

/// What a log-on makes up for itself.
struct Made {
    client_challenge: [u8; 8],
    session_key: Key,
    /// 100 ns since 1601.
    now: u64,
    workstation: String,
    version: Version,
}

impl Made {
    fn now(workstation: String) -> Result<Self, String> {
        // All at once: each time is a system call.
        let mut octets = Zeroizing::new([0; 24]);
        SystemRandom::new().fill(&mut *octets).map_err(|_| "the system gives no random numbers")?;
        let client_challenge = std::array::from_fn(|at| octets[at]);
        let session_key = Zeroizing::new(std::array::from_fn(|at| octets[8 + at]));
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = (since.as_nanos() / 100) as u64 + 116_444_736_000_000_000;
        Ok(Self { client_challenge, session_key, now, workstation, version: Version::OURS })
    }
}

/// The first label of the host's name.
fn workstation() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name.split('.').next().unwrap_or_default().chars().take(64).collect::<String>().to_uppercase()
}

enum State {
    Begun,
    /// The NEGOTIATE_MESSAGE as it went.
    Negotiating(Vec<u8>),
    LoggedOn {
        session: Box<Session>,
        /// The AUTHENTICATE_MESSAGE had a MIC.
        with_mic: bool,
    },
    Failed,
}

struct Context {
    user: String,
    domain: String,
    hash: NtlmHash,
    service: String,
    binding: Option<[u8; 16]>,
    made: Made,
    state: State,
}

impl Context {
    /// The AUTHENTICATE_MESSAGE to a CHALLENGE_MESSAGE (MS-NLMP 3.1.5.1.2), and the session it makes.
    fn authenticate(&self, negotiate: &[u8], input: &[u8]) -> Result<(Vec<u8>, Session, bool), String> {
        let challenge = Challenge::read(input).ok_or("the server's NTLM challenge is damaged")?;
        let flags = challenge.flags.agreed()?;
        let info = challenge.info.for_response(self.binding.as_ref(), &self.service);
        let with_mic = challenge.info.timestamp().is_some();
        let response = Response {
            hash: &self.hash,
            server_challenge: challenge.nonce,
            client_challenge: self.made.client_challenge,
            time: challenge.info.timestamp().unwrap_or(self.made.now),
            info: &info,
        };
        let (nt, base_key) = response.nt();
        let exchanged = flags.has(Flags::KEY_EXCHANGE);
        let (session_key, encrypted_key) = if exchanged {
            let encrypted = session::rc4_once(&base_key, &*self.made.session_key);
            (self.made.session_key.clone(), encrypted)
        } else {
            (base_key, Vec::new())
        };
        let message = Authenticate {
            domain: &self.domain,
            user: &self.user,
            workstation: &self.made.workstation,
            // Nothing checks it where the server's time is in the other one.
            lm: if with_mic { [0; 24] } else { response.lm() },
            nt: &nt,
            encrypted_key: &encrypted_key,
            flags,
            version: &self.made.version,
        };
        let mut bytes = message.bytes(with_mic);
        if with_mic {
            let mic = hmac_md5(&*session_key, &[negotiate, input, &bytes]);
            bytes[Authenticate::MIC].copy_from_slice(&*mic);
        }
        Ok((bytes, Session::client(&session_key, exchanged), with_mic))
    }

    fn session(&mut self) -> Result<&mut Session, String> {
        match &mut self.state {
            State::LoggedOn { session, .. } => Ok(session),
            _ => Err("the NTLM log-on is not complete".into()),
        }
    }
}

impl Mechanism for Context {
    fn name(&self) -> &'static str {
        "NTLM"
    }

    fn oid(&self) -> &'static [u8] {
        OID
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        match (std::mem::replace(&mut self.state, State::Failed), input) {
            (State::Begun, None) => {
                let message = negotiate(&self.made.version);
                self.state = State::Negotiating(message.clone());
                Ok(Progress::Continue(Secret(message)))
            }
            (State::Negotiating(sent), Some(input)) => {
                let (message, session, with_mic) = self.authenticate(&sent, input)?;
                self.state = State::LoggedOn { session: Box::new(session), with_mic };
                Ok(Progress::Done(Some(Secret(message))))
            }
            _ => Err("NTLM has no further message".into()),
        }
    }

    fn accepted(&mut self) -> Result<(), String> {
        self.session().map(drop)
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        Ok(self.session()?.seal(message))
    }

    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.session()?.unseal(header, data)
    }

    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        Ok(self.session()?.sign_apart(Direction::Out, message))
    }

    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        let expected = self.session()?.sign_apart(Direction::In, message);
        if session::same(&expected, mic) {
            Ok(())
        } else {
            Err("the server's NTLM signature is wrong".into())
        }
    }

    fn wants_mic(&self) -> bool {
        matches!(self.state, State::LoggedOn { with_mic: true, .. })
    }
}
