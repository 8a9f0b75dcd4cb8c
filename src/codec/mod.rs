//! Bytes <-> model: the XML reader and writer, MI_XML, MOF. No I/O, no unsafe code.
#![forbid(unsafe_code)]

mod array;
mod distinct;
pub mod mi_xml;
pub mod mof;
pub mod scalar;
pub mod wsman;
pub mod xml;

pub use array::elements;
use distinct::Distinct;
