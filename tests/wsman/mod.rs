//! WS-Management end to end: a scripted server byte for byte, the recorded exchanges, the independent server.

mod acceptor;
mod bulk;
mod credssp;
mod faults;
mod hostile;
mod kerberos;
mod kerberos_http;
mod logon;
mod operations;
mod peer;
mod peer_process;
mod predict;
mod proxy;
mod recorded;
mod run;
mod secure;
mod server;
mod speed;
mod tamper;
