//! Application, session, operation; callback scope; wait-for graph; threads.

pub mod application;
pub mod closer;
pub mod closing;
pub mod config;
pub mod delivery;
pub mod diagnostics;
pub mod log;
mod network;
mod opened;
pub mod operation;
mod orphans;
pub mod pool;
pub mod process;
pub mod report;
pub mod scope;
pub mod session;
pub mod session_note;
mod slab;
pub mod thread;
pub mod timers;
mod waiting;
