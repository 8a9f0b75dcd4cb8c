//! The in-process protocol, driven through its trait: this machine's data held against what /proc says.

mod answers;
mod events;
mod host;
mod methods;
mod queries;
