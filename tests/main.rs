//! The one integration binary; every module tests one thing through the built library, the headers or the sources.

#[cfg_attr(windows, allow(dead_code))]
mod support;
mod units;

#[cfg(not(windows))]
#[path = "../examples/header/generate.rs"]
mod generate;
#[cfg(not(windows))]
#[path = "../examples/header/rewrite.rs"]
mod rewrite;
#[cfg(not(windows))]
#[path = "../examples/matrix/survey.rs"]
mod survey;

mod class_tables;
mod codec_hostile;
mod codec_round_trip;
mod codec_schema;
mod foreign;
mod heap;
mod instance_model;
mod instance_rules;
mod metadata;
mod sets;
mod wsman;

// What needs a compiler beside it, or /proc. `make test-windows` runs the C programs instead.
#[cfg(not(windows))]
mod c_programs;
#[cfg(not(windows))]
mod c_sources;
#[cfg(not(windows))]
mod closing;
#[cfg(not(windows))]
mod differential;
#[cfg(not(windows))]
mod exports;
#[cfg(not(windows))]
mod forwarding;
#[cfg(not(windows))]
mod header;
#[cfg(not(windows))]
mod house;
#[cfg(not(windows))]
mod install;
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
