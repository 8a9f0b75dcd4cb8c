//! WS-Management end to end: a scripted server byte for byte, the recorded exchanges, the independent server.
//!
//! What is left out on Windows needs a KDC of Debian's, or /proc.

#[cfg(not(windows))]
mod acceptor;
mod ambient;
mod bulk;
#[cfg(target_os = "linux")]
mod by_hand;
#[cfg(not(windows))]
mod credssp;
mod digest;
mod faults;
mod hostile;
mod issuer;
#[cfg(not(windows))]
mod kerberos;
#[cfg(not(windows))]
mod kerberos_http;
mod limits;
mod logon;
#[cfg(target_os = "linux")]
mod memory;
mod operations;
mod peer;
pub mod peer_process;
mod predict;
mod proxy;
mod proxy_logon;
mod pull;
mod push;
mod push_secure;
mod recorded;
mod run;
mod secure;
mod server;
mod speed;
#[cfg(windows)]
mod sspi;
mod streams;
mod tamper;
#[cfg(windows)]
mod trust;
mod warm;
mod wire;
