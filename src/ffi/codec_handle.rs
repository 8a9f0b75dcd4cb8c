//! The two words of serializers and deserializers: a key for MI_XML; for MOF the codec's mark and our table.
//!
//! Callers that were compiled with micodec.h look at the mark and reach the table through the second word, so a MOF
//! handle cannot be a key. It has no state behind it: nothing can go stale.

use crate::abi::*;
use crate::handle::{Key, Table};
use std::sync::Arc;

/// What a serializer writes, a deserializer reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Xml,
    Mof,
}

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        match name {
            "MI_XML" => Some(Format::Xml),
            _ if name.eq_ignore_ascii_case(names::MOFCODEC_FORMAT_V1) => Some(Format::Mof),
            _ => None,
        }
    }
}

/// As many of each kind may be open at once.
const MOST_OPEN: usize = 1 << 16;

/// The open MI_XML handles of one kind. There is nothing behind a key.
pub struct Open {
    keys: Table<(), MOST_OPEN>,
}

/// The two words of a handle.
pub type Words = (MI_Uint64, isize);

impl Open {
    pub const fn new() -> Open {
        Open { keys: Table::new() }
    }

    /// The words of a new handle. `table` is what MOF handles lead to.
    pub fn open(&self, format: Format, table: *const ()) -> Result<Words, MI_Result> {
        match format {
            Format::Mof => Ok((C_CODEC_MAGIC, table.addr() as isize)),
            Format::Xml => {
                let key = self.keys.insert(Arc::new(())).ok_or(MI_RESULT_SERVER_LIMITS_EXCEEDED)?;
                Ok((key.generation, key.index as isize))
            }
        }
    }

    /// The format of an open handle; None for whatever is none.
    pub fn format(&self, words: Words, table: *const ()) -> Option<Format> {
        if words.0 == C_CODEC_MAGIC {
            return (words.1 == table.addr() as isize).then_some(Format::Mof);
        }
        self.keys.get(key(words)).map(|_| Format::Xml)
    }

    /// Ends a handle and its copies; false for whatever is none.
    pub fn close(&self, words: Words, table: *const ()) -> bool {
        match self.format(words, table) {
            Some(Format::Mof) => true,
            Some(Format::Xml) => self.keys.remove(key(words)).is_some(),
            None => false,
        }
    }
}

fn key((generation, index): Words) -> Key {
    Key { generation, index: index as u64 }
}
