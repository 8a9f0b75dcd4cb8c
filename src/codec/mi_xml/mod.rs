//! MI_XML: the CIM-XML elements (DSP0201) of classes and instances, as the original library writes them.
//!
//! What is written equals the original's output byte for byte, except where that is not well-formed or does not
//! tell two values apart (`char16` that is no character of XML, some `real32`).

mod canonical;
mod read;
mod read_class;
mod read_instance;
mod read_path;
mod read_value;
mod write_class;
mod write_instance;
mod write_path;
mod write_value;

pub use read::{Classes, Names, NoClasses, Read, read_class, read_instance, read_names};
pub use write_class::write_class;
pub use write_instance::write_instance;

/// Flags of the serializer. The first two are the API's; the others are accepted as the original accepts them.
pub mod flags {
    pub const CLASS_DEEP: u32 = 1;
    pub const INSTANCE_WITH_CLASS: u32 = 1;
    pub const CLASS_ORIGIN: u32 = 0x100;
    pub const HIERARCHY: u32 = 0x200;
    pub const INHERITED: u32 = 0x400;
    pub const QUALIFIERS: u32 = 0x800;
    pub const ALL: u32 = CLASS_DEEP | CLASS_ORIGIN | HIERARCHY | INHERITED | QUALIFIERS;
}

/// How deep instances may be embedded in each other. Each level escapes all levels within once more.
const MOST_EMBEDDED: u32 = 32;

/// How many classes go with one instance, at most.
const MOST_CLASSES: usize = 4096;
