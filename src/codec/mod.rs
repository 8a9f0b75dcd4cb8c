//! Bytes <-> model: the XML reader and writer, MI_XML, MOF. No I/O, no unsafe code.
#![forbid(unsafe_code)]

pub mod wsman;
pub mod xml;
