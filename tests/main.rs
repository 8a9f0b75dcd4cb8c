//! The one integration binary; every module tests one thing through the built library, the headers or the sources.

#[cfg_attr(windows, allow(dead_code))]
mod support;

#[cfg(not(windows))]
#[path = "../examples/header/generate.rs"]
mod generate;
#[cfg(not(windows))]
#[path = "../examples/header/rewrite.rs"]
mod rewrite;
#[cfg(not(windows))]
#[path = "../examples/matrix/survey.rs"]
mod survey;

mod codec_hostile;
mod codec_round_trip;
mod codec_schema;
mod heap;
mod metadata;
mod wsman;

// What needs a compiler beside it, /proc, or strings of bytes. `make test-windows` runs the C programs instead.
#[cfg(not(windows))]
mod c_programs;
#[cfg(not(windows))]
mod c_sources;
#[cfg(not(windows))]
mod class_tables;
#[cfg(not(windows))]
mod closing;
#[cfg(not(windows))]
mod differential;
#[cfg(not(windows))]
mod exports;
#[cfg(not(windows))]
mod foreign;
#[cfg(not(windows))]
mod forwarding;
#[cfg(not(windows))]
mod header;
#[cfg(not(windows))]
mod house;
#[cfg(not(windows))]
mod install;
#[cfg(not(windows))]
mod instance_model;
#[cfg(not(windows))]
mod instance_rules;
#[cfg(not(windows))]
mod interop;
#[cfg(not(windows))]
mod local;
#[cfg(not(windows))]
mod matrix;
#[cfg(not(windows))]
mod sanitize;
#[cfg(not(windows))]
mod scale;
#[cfg(not(windows))]
mod sets;
