//! WS-Management end to end: a scripted server byte for byte, the recorded exchanges, the independent server.

mod acceptor;
mod bulk;
mod credssp;
mod faults;
mod hostile;
mod kerberos;
mod kerberos_http;
mod limits;
mod logon;
mod operations;
mod peer;
pub mod peer_process;
mod predict;
mod proxy;
mod proxy_logon;
mod push;
mod recorded;
mod run;
mod secure;
mod server;
mod speed;
mod streams;
mod tamper;
mod wire;
