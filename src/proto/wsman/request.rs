//! A request as the state machines think of it, and the envelope it becomes.

use super::duplex::Registration;
use super::session::Session;
use crate::codec::wsman::header::{self, Header, Options, Selector};
use crate::codec::wsman::names::Action;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// What is to be sent.
#[derive(Debug, Default)]
pub struct Outgoing {
    pub action: Cow<'static, str>,
    pub uri: Option<String>,
    pub selectors: Vec<Selector>,
    pub options: Options,
    /// Header blocks as they are.
    pub extra: String,
    /// The content of the body.
    pub body: String,
    /// Sending it twice does no harm.
    pub repeatable: bool,
    /// A complete envelope instead of all the above (Identify).
    pub envelope: Option<String>,
    /// What of the client's callbacks the request registered: the answer may then come in several envelopes.
    pub registration: Registration,
    /// How long the server may take; None: a little less than the operation has.
    pub server_time: Option<Duration>,
    /// Another session's identifier, where the client set one.
    pub session_id: Option<String>,
}

impl Outgoing {
    pub fn new(action: Action) -> Self {
        Self { action: Cow::Borrowed(action.uri()), ..Self::default() }
    }
}

/// What tells messages apart.
#[derive(Clone, Debug)]
pub struct Identity {
    pub message: String,
    /// The same in all messages about one request; another request has another (MS-WSMV 2.2.4.45).
    pub operation: String,
    /// The place among them, from 1.
    pub sequence: u64,
    /// Of this machine, where the client wants it sent.
    pub machine: Option<Arc<str>>,
}

/// The name of this machine.
#[cfg(unix)]
pub fn machine_name() -> Arc<str> {
    rustix::system::uname().nodename().to_string_lossy().into()
}

/// The name of this machine.
#[cfg(not(unix))]
pub fn machine_name() -> Arc<str> {
    std::env::var("COMPUTERNAME").unwrap_or_default().into()
}

/// A little shorter than our own time, so that the server's own answer arrives.
pub fn server_time(ours: Duration) -> Duration {
    ours.saturating_sub((ours / 10).min(Duration::from_secs(3))).max(Duration::from_millis(1))
}

/// The bytes of a request, in the session's encoding.
pub fn bytes(session: &Session, outgoing: &Outgoing, identity: &Identity, left: Duration) -> Vec<u8> {
    let text = match &outgoing.envelope {
        Some(envelope) => envelope.clone(),
        None => envelope(session, outgoing, identity, left),
    };
    if session.settings.utf16 { utf16(&text) } else { text.into_bytes() }
}

fn envelope(session: &Session, outgoing: &Outgoing, identity: &Identity, left: Duration) -> String {
    let mut text = header::open(&Header {
        common: &session.common,
        resource_uri: outgoing.uri.as_deref(),
        action: &outgoing.action,
        message_id: &identity.message,
        session_id: outgoing.session_id.as_deref().unwrap_or(&session.id),
        operation_id: &identity.operation,
        sequence: identity.sequence,
        machine_id: identity.machine.as_deref(),
        timeout: outgoing.server_time.unwrap_or_else(|| server_time(left)),
        selectors: &outgoing.selectors,
        options: &outgoing.options,
        extra: &outgoing.extra,
    });
    text.push_str(&outgoing.body);
    header::close(text)
}

/// UTF-16LE with its mark, as Windows' packet encoding has it.
fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 2 + 2);
    bytes.extend_from_slice(&[0xff, 0xfe]);
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// The Content-Type that goes with [`bytes`].
pub fn content_type(session: &Session) -> &'static str {
    if session.settings.utf16 {
        "application/soap+xml;charset=UTF-16"
    } else {
        "application/soap+xml;charset=UTF-8"
    }
}
