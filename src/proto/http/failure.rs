//! What can go wrong between us and a server before an answer is there to be read.

use std::fmt;
use std::time::Duration;

/// What an exchange was doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Phase {
    #[default]
    Queued,
    LookUp,
    Connect,
    Proxy,
    Tls,
    LogOn,
    Send,
    Wait,
    Receive,
}

impl fmt::Display for Phase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Queued => "starting the request",
            Self::LookUp => "looking up the host name",
            Self::Connect => "connecting",
            Self::Proxy => "waiting for the proxy",
            Self::Tls => "negotiating TLS",
            Self::LogOn => "logging on",
            Self::Send => "sending the request",
            Self::Wait => "waiting for the answer",
            Self::Receive => "receiving the answer",
        })
    }
}

/// Which check of TLS failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TlsCheck {
    Expired,
    NotYetValid,
    Untrusted,
    Name,
    OtherCertificate,
    Version,
    /// The server wants a certificate of ours, or refuses the one it got.
    ClientCertificate,
    Protocol,
}

/// The failures, each with its own text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    NameNotFound {
        host: String,
        reason: String,
    },
    Refused {
        host: String,
        port: u16,
    },
    Unreachable {
        host: String,
        port: u16,
        reason: String,
    },
    Proxy {
        proxy: String,
        reason: String,
    },
    Tls {
        host: String,
        check: TlsCheck,
        reason: String,
    },
    /// The connection ended (or was reset) before the answer was complete.
    Lost {
        phase: Phase,
        reason: String,
    },
    Timeout {
        phase: Phase,
        after: Duration,
    },
    /// Not HTTP, or not as RFC 9112 has it.
    Malformed {
        reason: String,
    },
    TooLarge {
        limit: usize,
    },
    Redirect {
        status: u16,
        location: String,
    },
    /// No log-on: what the server offered, what was tried, and why each failed.
    Unauthorized {
        offered: Vec<String>,
        tried: Vec<String>,
    },
    /// Refused by ourselves: a secret would travel in clear.
    Unprotected {
        reason: String,
    },
    /// Settings that cannot be used (an unreadable certificate, no such scheme).
    Settings {
        reason: String,
    },
    Status {
        status: u16,
        reason: String,
    },
    /// The application is closing, or the library is out of threads or descriptors.
    Stopped {
        reason: String,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameNotFound { host, reason } => {
                write!(out, "The host name {host} could not be resolved: {reason}.")
            }
            Self::Refused { host, port } => write!(
                out,
                "{host} refuses connections on port {port}. Is the service running, and is the port right?"
            ),
            Self::Unreachable { host, port, reason } => {
                write!(out, "{host}:{port} could not be reached: {reason}.")
            }
            Self::Proxy { proxy, reason } => {
                write!(out, "The proxy {proxy} did not open a connection: {reason}.")
            }
            Self::Tls { host, check, reason } => write!(out, "{}", tls_text(host, *check, reason)),
            Self::Lost { phase, reason } => write!(out, "The connection was lost while {phase}: {reason}."),
            Self::Timeout { phase, after } => {
                write!(out, "The operation timed out after {:.1} s while {phase}.", after.as_secs_f64())
            }
            Self::Malformed { reason } => write!(out, "The server's answer is not valid HTTP: {reason}."),
            Self::TooLarge { limit } => write!(
                out,
                "The server's answer is larger than the limit of {limit} bytes (see MaxEnvelopeSize of the destination)."
            ),
            Self::Redirect { status, location } => write!(
                out,
                "The server redirects (HTTP {status}) to {location}; redirects are not followed: name that destination instead."
            ),
            Self::Unauthorized { offered, tried } if offered.is_empty() => write!(
                out,
                "The log-on failed before the server said what it offers. Tried: {}.",
                listed(tried)
            ),
            Self::Unauthorized { offered, tried } => write!(
                out,
                "The log-on failed. The server offers: {}. Tried: {}.",
                listed(offered),
                listed(tried)
            ),
            Self::Unprotected { reason } | Self::Settings { reason } | Self::Stopped { reason } => {
                out.write_str(reason)
            }
            Self::Status { status, reason } => write!(out, "The server answered HTTP {status}: {reason}."),
        }
    }
}

fn listed(items: &[String]) -> String {
    if items.is_empty() { "nothing".into() } else { items.join("; ") }
}

fn tls_text(host: &str, check: TlsCheck, reason: &str) -> String {
    const CHAIN: &str = "MI_DestinationOptions_SetCertCACheck(FALSE) turns this check off";
    const NAME: &str = "MI_DestinationOptions_SetCertCNCheck(FALSE) turns this check off";
    match check {
        TlsCheck::Expired => format!("The certificate of {host} has expired ({reason}); {CHAIN}."),
        TlsCheck::NotYetValid => format!("The certificate of {host} is not valid yet ({reason}); {CHAIN}."),
        TlsCheck::Untrusted => {
            format!("The certificate of {host} was not issued by a trusted authority ({reason}); {CHAIN}.")
        }
        TlsCheck::Name => format!("The certificate is not for the host name {host} ({reason}); {NAME}."),
        TlsCheck::OtherCertificate => {
            format!("The certificate of {host} is not acceptable ({reason}); {CHAIN}.")
        }
        TlsCheck::Version => {
            format!(
                "{host} and this client share no TLS version or cipher ({reason}); TLS 1.2 and 1.3 are supported."
            )
        }
        TlsCheck::ClientCertificate => {
            format!("{host} refused the client's certificate or requires one ({reason}).")
        }
        TlsCheck::Protocol => format!("TLS with {host} failed ({reason}). Does this port speak TLS?"),
    }
}

/// A body or header text of a server, made fit for an error message.
pub fn shortened(text: &str) -> String {
    text.chars().take(200).map(|character| if character.is_control() { ' ' } else { character }).collect()
}
