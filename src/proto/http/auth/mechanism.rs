//! A security mechanism (NTLM, Kerberos, SPNEGO over them): tokens to and fro, then protected messages.
//!
//! The shape is that of GSS-API (RFC 2743) cut down to what HTTP needs. A mechanism knows nothing of HTTP: the scheme,
//! base64 and the multipart bodies are the HTTP authenticator's.
//!
//! # Threads
//!
//! Where [`MechanismFactory::blocks`] or [`Mechanism::blocks`] says so, `begin` and `step` run on a thread of their own,
//! one at a time and never on the I/O thread: they may wait for a KDC as long as they like. Nobody waits for that
//! thread: where the operation ends first (its time is up, it was cancelled, the application closes), the result is
//! dropped on it when it comes. Everything else runs on the I/O thread and only computes.

use super::Secret;
use super::binding::ChannelBinding;
use std::fmt;

/// Whom a mechanism authenticates to, over which connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A name or an address as the client gave it; IPv6 without brackets.
    pub host: String,
    pub port: u16,
    /// The service's principal: `http/host`, or `http/host:port` where the client asked for the port in it.
    pub service: String,
    /// What the requests of the connection ask for (Digest covers it).
    pub method: &'static str,
    pub uri: String,
    /// The connection is TLS: messages need no sealing of their own.
    pub encrypted: bool,
    /// The TLS channel below; None over plain TCP, and where the certificate allows none.
    pub binding: Option<ChannelBinding>,
}

/// Where the exchange of tokens stands after a step.
#[derive(Debug)]
pub enum Progress {
    /// This token goes to the server, whose answer is the next step's input.
    Continue(Secret),
    /// Our side is through: messages can be protected. A token that comes with it still goes to the server.
    Done(Option<Secret>),
}

/// A protected message in its two parts, as the encrypted multipart carries them (MS-WSMV 2.2.9.1).
#[derive(Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The signature or token header.
    pub header: Vec<u8>,
    /// The ciphertext. Its length may differ from the message's.
    pub data: Vec<u8>,
    /// How much longer the message was made before it was encrypted; what is told as its length counts it
    /// (Kerberos with RC4: one).
    pub padding: usize,
}

/// One security context: of one connection, of one identity. Errors are texts for a person, without secrets.
pub trait Mechanism: Send {
    /// The name errors use ("NTLM").
    fn name(&self) -> &'static str;

    /// The object identifier's content octets, as they stand in SPNEGO's list (without tag and length).
    fn oid(&self) -> &'static [u8];

    /// Whether the next step may wait for anybody.
    fn blocks(&self) -> bool {
        false
    }

    /// The next token. `None` begins; a server's token that comes after [`Progress::Done`] (mutual authentication)
    /// is a step too.
    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String>;

    /// The server accepted the log-on and sent no further token: fails where one was due (mutual authentication).
    fn accepted(&mut self) -> Result<(), String>;

    /// What an error says of the way taken: the name, and for SPNEGO what was left out and why.
    fn description(&self) -> String {
        self.name().into()
    }

    /// Whether messages can be protected although the exchange of tokens may go on (SPNEGO's last codes): what CredSSP
    /// waits for.
    fn protects(&self) -> bool {
        false
    }

    /// Protects a message for confidentiality. After [`Progress::Done`].
    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String>;

    /// Opens a protected message. After [`Progress::Done`].
    fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String>;

    /// The largest message that [`Mechanism::wrap`] takes: more goes into several parts.
    fn most(&self) -> usize {
        usize::MAX
    }

    /// An integrity code over SPNEGO's list of mechanisms. After [`Progress::Done`].
    fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String>;

    /// Checks the server's code over the same.
    fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String>;

    /// Whether SPNEGO must exchange these codes even where the server did not ask (MS-SPNG 3.1.5.1: NTLM with a MIC).
    fn wants_mic(&self) -> bool {
        false
    }
}

/// A credential that can begin contexts.
pub trait MechanismFactory: Send + Sync + fmt::Debug {
    /// The name errors use ("NTLM").
    fn name(&self) -> &'static str;

    /// As [`Mechanism::oid`].
    fn oid(&self) -> &'static [u8];

    /// Whether [`MechanismFactory::begin`] or a first step may wait for anybody.
    fn blocks(&self) -> bool {
        false
    }

    /// A fresh context. The error says why there can be none (no ticket, no such library).
    fn begin(&self, target: &Target) -> Result<Box<dyn Mechanism>, String>;
}
