//! Data symbols that binaries linked inside OMI's tree import: without them they do not load.
//!
//! They stand for a test framework's fault injection, switched off. A loaded binary may write to them.

use std::cell::UnsafeCell;

/// Memory that others may write to, and nothing here reads.
#[repr(C, align(16))]
pub struct Foreign<T>(UnsafeCell<T>);

// SAFETY:
// - nothing in the library reads or writes the contents.
unsafe impl<T> Sync for Foreign<T> {}

/// The framework's table of functions: all of them missing.
#[unsafe(no_mangle)]
pub static NITS_STUB: Foreign<[u8; 256]> = Foreign(UnsafeCell::new([0; 256]));

/// Says that the framework is not there.
#[repr(transparent)]
pub struct Presence(UnsafeCell<u64>);

// SAFETY:
// - nothing in the library reads or writes the contents.
unsafe impl Sync for Presence {}

#[unsafe(no_mangle)]
pub static NITS_PRESENCE_STUB: Presence = Presence(UnsafeCell::new(1));
