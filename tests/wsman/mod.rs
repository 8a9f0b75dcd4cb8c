//! WS-Management end to end: a scripted server byte for byte, the recorded exchanges, the independent server.

mod faults;
mod hostile;
mod limits;
mod operations;
pub mod peer;
mod predict;
mod proxy;
mod push;
mod recorded;
mod run;
mod secure;
mod server;
mod speed;
mod streams;
mod wire;
