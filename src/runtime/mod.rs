//! Application, session, operation; callback scope; wait-for graph; threads.

pub mod log;
pub mod scope;
