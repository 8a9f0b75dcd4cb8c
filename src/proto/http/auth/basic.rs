//! Schemes of one leg: Basic (RFC 7617) and client certificates over TLS (MS-WSMV 2.2.1).

use super::{Authenticator, Event, LogOn, Secret, Step, Target};
use base64::Engine;
use std::fmt;

/// Basic, with the header ready to be sent.
pub struct Basic {
    header: Secret,
    /// The caller turned packet privacy off: without it Basic is refused over plain HTTP.
    clear_allowed: bool,
}

impl Basic {
    pub fn new(user: &str, password: &[u8], clear_allowed: bool) -> Self {
        let mut plain = Secret(Vec::with_capacity(user.len() + password.len() + 1));
        plain.0.extend_from_slice(user.as_bytes());
        plain.0.push(b':');
        plain.0.extend_from_slice(password);
        Self { header: token_header("Basic", &plain.0), clear_allowed }
    }
}

/// `scheme token`, the token in base64, in memory that does not grow.
pub fn token_header(scheme: &str, token: &[u8]) -> Secret {
    let start = scheme.len() + 1;
    let mut header = Secret(vec![b' '; start + token.len().div_ceil(3) * 4]);
    header.0[..scheme.len()].copy_from_slice(scheme.as_bytes());
    // The buffer has exactly the encoded length, so this cannot fail.
    let written = base64::engine::general_purpose::STANDARD.encode_slice(token, &mut header.0[start..]);
    header.0.truncate(start + written.unwrap_or(0));
    header
}

/// What a listener knows of a Basic log-on: enough to tell it from others, not to make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected([u8; 32]);

impl Expected {
    pub fn new(user: &str, password: &[u8]) -> Self {
        let basic = Basic::new(user, password, true);
        Self::of(&basic.header.0["Basic ".len()..])
    }

    fn of(token: &[u8]) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, token).as_ref());
        Self(hash)
    }

    /// Whether an Authorization header is it. Hashes are compared: how long that takes says nothing of the password.
    pub fn is_met(&self, authorization: &str) -> bool {
        let Some((scheme, token)) = authorization.trim().split_once(' ') else { return false };
        scheme.eq_ignore_ascii_case("Basic") && Self::of(token.trim().as_bytes()) == *self
    }
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
            scheme: "Basic",
        }))
    }
}

/// The https/mutual profile, by the name of the credential's type: how the certificate was chosen is TLS's matter.
#[derive(Debug)]
pub struct ClientCertificate(pub &'static str);

const HTTPS_MUTUAL: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

impl LogOn for ClientCertificate {
    fn name(&self) -> &'static str {
        self.0
    }

    fn permitted(&self, encrypted: bool) -> Result<(), String> {
        if encrypted { Ok(()) } else { Err("a client certificate needs HTTPS".into()) }
    }

    fn begin(&self, _target: &Target) -> Result<Box<dyn Authenticator>, String> {
        Ok(Box::new(FixedHeader {
            header: Secret(HTTPS_MUTUAL.as_bytes().to_vec()),
            refused: "the certificate is not mapped to an account",
            scheme: HTTPS_MUTUAL,
        }))
    }
}

/// The same header on every request.
struct FixedHeader {
    header: Secret,
    refused: &'static str,
    scheme: &'static str,
}

impl Authenticator for FixedHeader {
    fn step(&mut self, event: Event) -> Step {
        match event {
            Event::Request => Step::Authorize(Secret(self.header.0.clone())),
            Event::Accepted(_) => Step::Ready,
            Event::Challenged(challenges) => {
                let offered = challenges.iter().any(|challenge| challenge.is(self.scheme));
                Step::Failed(if offered { self.refused } else { "not offered by the server" }.into())
            }
        }
    }
}
