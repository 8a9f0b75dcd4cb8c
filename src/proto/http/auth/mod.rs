//! Where a log-on plugs into a connection.
//!
//! A [`LogOn`] is one credential of the destination; it makes an [`Authenticator`] per connection, which writes
//! the Authorization header of each request, answers challenges, and may seal bodies once it is through
//! (Negotiate, NTLM, Kerberos and CredSSP do; Basic and client certificates have one leg and no sealing).

pub mod binding;
pub mod der;
pub mod mechanism;

pub use binding::ChannelBinding;
pub use mechanism::{Mechanism, MechanismFactory, Progress, Sealed, Target};

use std::fmt;
use zeroize::Zeroize;

/// A credential, able to log on.
pub trait LogOn: Send + Sync + fmt::Debug {
    /// The name errors use ("Basic").
    fn name(&self) -> &'static str;

    /// Whether it may be used: secrets in clear are refused here.
    fn permitted(&self, encrypted: bool) -> Result<(), String>;

    /// A fresh authenticator for one connection.
    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String>;
}

/// One `WWW-Authenticate` challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub scheme: String,
    pub token: String,
}

/// What an authenticator does next.
pub enum Step {
    /// Send the request (again) with this Authorization header.
    Authorize(Secret),
    /// Nothing to add: the connection is logged on, or the scheme needs no header on this request.
    Ready,
    /// It did not work; the text says why.
    Failed(String),
}

/// A header value that is zeroed when dropped and never printed.
pub struct Secret(pub Vec<u8>);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("******")
    }
}

/// The log-on of one connection.
pub trait Authenticator: Send {
    /// Before a request: `first` on a fresh connection.
    fn before_request(&mut self) -> Step;

    /// After an answer with HTTP 401; `challenges` as the server sent them.
    fn challenged(&mut self, challenges: &[Challenge]) -> Step;

    /// After an answer that was accepted: a last token (mutual authentication) may have come with it.
    fn accepted(&mut self, _challenges: &[Challenge]) -> Result<(), String> {
        Ok(())
    }

    /// Seals a request's body: the new body and its content type. None: bodies go as they are.
    fn seal(&mut self, _content_type: &str, _body: &[u8]) -> Option<Result<(String, Vec<u8>), String>> {
        None
    }

    /// Opens an answer's body where [`Authenticator::seal`] sealed the request.
    fn unseal(&mut self, _content_type: &str, _body: Vec<u8>) -> Result<(String, Vec<u8>), String> {
        Err("a sealed answer was not expected".into())
    }
}

/// Basic (RFC 7617).
pub struct Basic {
    header: Secret,
    /// The caller turned packet privacy off: without it Basic is refused over plain HTTP.
    pub clear_allowed: bool,
}

impl Basic {
    pub fn new(user: &str, password: &[u8], clear_allowed: bool) -> Self {
        Self { header: basic_header(user, password), clear_allowed }
    }
}

/// `Basic …` for an Authorization or Proxy-Authorization header.
pub fn basic_header(user: &str, password: &[u8]) -> Secret {
    use base64::Engine;
    let mut plain = Secret(Vec::with_capacity(user.len() + password.len() + 1));
    plain.0.extend_from_slice(user.as_bytes());
    plain.0.push(b':');
    plain.0.extend_from_slice(password);
    let mut header = Secret(vec![0; 6 + plain.0.len().div_ceil(3) * 4]);
    header.0[..6].copy_from_slice(b"Basic ");
    // The buffer has exactly the encoded length, so this cannot fail.
    let written = base64::engine::general_purpose::STANDARD.encode_slice(&plain.0, &mut header.0[6..]);
    header.0.truncate(6 + written.unwrap_or(0));
    header
}

impl fmt::Debug for Basic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Basic(******)")
    }
}

impl LogOn for Basic {
    fn name(&self) -> &'static str {
        "Basic"
    }

    fn permitted(&self, encrypted: bool) -> Result<(), String> {
        if encrypted || self.clear_allowed {
            return Ok(());
        }
        Err("Basic authentication would send the password in clear over HTTP: use HTTPS, or turn packet privacy off \
             (MI_DestinationOptions_SetPacketPrivacy)"
            .into())
    }

    fn begin(&self, _target: &Target) -> Result<Box<dyn Authenticator>, String> {
        Ok(Box::new(FixedHeader {
            header: Secret(self.header.0.clone()),
            refused: "the user name or password was refused",
            scheme: schemes::BASIC,
        }))
    }
}

/// A client certificate over TLS (MS-WSMV 2.2.1, the https/mutual profile).
#[derive(Debug)]
pub struct ClientCertificate;

impl LogOn for ClientCertificate {
    fn name(&self) -> &'static str {
        "ClientCerts"
    }

    fn permitted(&self, encrypted: bool) -> Result<(), String> {
        if encrypted { Ok(()) } else { Err("a client certificate needs HTTPS".into()) }
    }

    fn begin(&self, _target: &Target) -> Result<Box<dyn Authenticator>, String> {
        Ok(Box::new(FixedHeader {
            header: Secret(schemes::HTTPS_MUTUAL.as_bytes().to_vec()),
            refused: "the certificate is not mapped to an account",
            scheme: schemes::HTTPS_MUTUAL,
        }))
    }
}

/// Both one-leg schemes: the same header on every request.
struct FixedHeader {
    header: Secret,
    refused: &'static str,
    scheme: &'static str,
}

impl Authenticator for FixedHeader {
    fn before_request(&mut self) -> Step {
        Step::Authorize(Secret(self.header.0.clone()))
    }

    fn challenged(&mut self, challenges: &[Challenge]) -> Step {
        let offered = challenges.iter().any(|challenge| challenge.scheme.eq_ignore_ascii_case(self.scheme));
        Step::Failed(if offered { self.refused.into() } else { "not offered by the server".into() })
    }
}

/// Splits the values of `WWW-Authenticate` headers into challenges (RFC 9110 11.6.1): one per header as Windows
/// sends them, or several in one, separated by commas.
pub fn challenges<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    for part in values.flat_map(split_outside_quotes).take(64) {
        let part = part.trim();
        let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
        if first.is_empty() {
            continue;
        }
        // A part that is `name=value` continues the challenge before it.
        match found.last_mut() {
            Some(last) if first.contains('=') && !first.starts_with("http") => {
                if !last.token.is_empty() {
                    last.token.push_str(", ");
                }
                last.token.push_str(part);
            }
            _ => found.push(Challenge { scheme: first.into(), token: rest.trim().into() }),
        }
    }
    found
}

fn split_outside_quotes(value: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                parts.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&value[start..]);
    parts
}

mod schemes {
    pub const BASIC: &str = "Basic";
    pub const HTTPS_MUTUAL: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";
}
