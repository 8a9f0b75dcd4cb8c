//! The one integration binary; every module tests one thing through the built library, the headers or the sources.

mod support;

#[path = "../examples/header/generate.rs"]
mod generate;
#[path = "../examples/header/rewrite.rs"]
mod rewrite;

mod c_sources;
mod exports;
mod forwarding;
mod header;
mod house;
mod install;
mod matrix;
mod wsman;
