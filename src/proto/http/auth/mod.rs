//! Where a log-on plugs into a connection.
//!
//! A [`LogOn`] is one credential of the destination; it makes an [`Authenticator`] per connection, which writes the
//! Authorization header of each request, answers challenges, and covers bodies. Schemes of one leg are in [`basic`],
//! those that carry tokens of a [`Mechanism`] in [`scheme`], Digest in [`digest`].

pub mod basic;
pub mod binding;
pub mod challenge;
pub mod credssp;
pub mod der;
pub mod digest;
pub mod kerberos;
pub mod mechanism;
pub mod multipart;
pub mod ntlm;
pub mod scheme;
pub mod spnego;
#[cfg(windows)]
pub mod sspi;

pub use binding::ChannelBinding;
pub use challenge::{Challenge, challenges};
pub use mechanism::{Mechanism, MechanismFactory, Progress, Sealed, Target};

use bytes::Bytes;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use zeroize::Zeroize;

/// A credential, able to log on.
pub trait LogOn: Send + Sync + fmt::Debug {
    /// The name errors use ("Basic").
    fn name(&self) -> &'static str;

    /// Whether it may be used: secrets in clear are refused here.
    fn permitted(&self, encrypted: bool) -> Result<(), String>;

    /// A fresh authenticator for one connection. Never waits.
    fn begin(&self, target: &Target) -> Result<Box<dyn Authenticator>, String>;
}

/// What happened on the connection.
pub enum Event {
    /// A request is about to be sent.
    Request,
    /// The server answered 401 (a proxy 407) with these challenges.
    Challenged(Vec<Challenge>),
    /// Any other answer; a last token may have come with it (mutual authentication).
    Accepted(Vec<Challenge>),
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

/// How a request's body goes out.
pub enum Cover {
    /// As it is: allowed by the caller, or protected by TLS.
    Clear,
    /// Not yet: an empty body goes in its place while the log-on is under way.
    Withheld,
    /// Sealed; the answer must be sealed too.
    Sealed { content_type: String, body: Vec<u8> },
}

/// The log-on of one connection.
pub trait Authenticator: Send {
    /// Whether the step that this event asks for may wait for anybody: it is then taken on a thread of its own.
    fn blocks(&self, _event: &Event) -> bool {
        false
    }

    /// The body of the request that is about to be sent, before its first step.
    fn body(&mut self, _body: &Bytes) {}

    fn step(&mut self, event: Event) -> Step;

    /// What becomes of a request's body now.
    fn cover(&mut self, _content_type: &str, _body: &[u8]) -> Result<Cover, String> {
        Ok(Cover::Clear)
    }

    /// Opens a sealed part of an answer.
    fn open(&mut self, _part: &multipart::Part<'_>) -> Result<Vec<u8>, String> {
        Err("a sealed answer was not expected".into())
    }
}

/// Random octets from the system.
pub fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut octets = [0; N];
    let filled = SystemRandom::new().fill(&mut octets);
    filled.map(|()| octets).map_err(|_| "the system gives no random numbers".into())
}

/// A secret in bytes (a header value, a token, a key): wiped when dropped and never printed.
pub struct Secret(pub Vec<u8>);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("******")
    }
}
