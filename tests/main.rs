//! The one integration binary; every module tests one thing through the built library, the headers or the sources.

mod support;

#[path = "../examples/header/generate.rs"]
mod generate;
#[path = "../examples/header/rewrite.rs"]
mod rewrite;
#[path = "../examples/matrix/survey.rs"]
mod survey;

mod c_programs;
mod c_sources;
mod class_tables;
mod closing;
mod codec_hostile;
mod codec_round_trip;
mod codec_schema;
mod differential;
mod exports;
mod foreign;
mod forwarding;
mod header;
mod house;
mod install;
mod instance_model;
mod instance_rules;
mod interop;
mod local;
mod matrix;
mod sanitize;
mod scale;
mod sets;
mod wsman;
