//! Property sets: names without case, each once, in the order they came.
//!
//! `MI_PropertySet.reserved`: `[0]` the names, `[1]` the head's own address mixed with a constant, `[2]` not NULL where
//! the head itself is ours to free. A zeroed head is an empty set.

use super::text::{MiStr, MiString, names_equal};
use super::{MAX_MEMBERS, NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::error::Error;
use crate::tables::PROPERTY_SET;
use std::ptr::{self, NonNull};

const TAG: usize = 0x4d49_5073;

/// The private part.
struct Names(Vec<MiString>);

/// A living set with our table.
#[derive(Clone, Copy)]
pub(crate) struct OurSet(NonNull<MI_PropertySet>);

impl OurSet {
    /// The set, if it has our table.
    ///
    /// # Safety
    /// `set` is NULL or points to a living set, used by nobody else while the result is.
    pub unsafe fn new(set: *const MI_PropertySet) -> Option<OurSet> {
        // SAFETY:
        // - by the caller's word
        let head = unsafe { set.as_ref() }?;
        if !ptr::addr_eq(head.ft, &raw const PROPERTY_SET) {
            return None;
        }
        NonNull::new(set.cast_mut()).map(OurSet)
    }

    fn words(self) -> *mut [*mut u8; 3] {
        // SAFETY:
        // - within the living head
        unsafe { (&raw mut (*self.0.as_ptr()).reserved).cast() }
    }

    fn read_words(self) -> [*mut u8; 3] {
        // SAFETY:
        // - initialised words of a living head; pointers and integers have the same size
        unsafe { self.words().read() }
    }

    fn set_words(self, words: [*mut u8; 3]) {
        // SAFETY:
        // - within the living head
        unsafe { self.words().write(words) };
    }

    fn is_marked(self) -> bool {
        self.read_words()[1].addr() == self.0.as_ptr().addr() ^ TAG
    }

    fn names_mut<'a>(self) -> Option<&'a mut Names> {
        if !self.is_marked() {
            return None;
        }
        // SAFETY:
        // - our mark stands only beside living names; whoever uses a set is alone
        unsafe { self.read_words()[0].cast::<Names>().as_mut() }
    }

    pub fn names<'a>(self) -> &'a [MiString] {
        self.names_mut().map_or(&[], |names| &names.0)
    }

    pub fn contains(self, name: &[MI_Char]) -> bool {
        self.names().iter().any(|other| names_equal(other.as_units(), name))
    }

    /// Adds a name; one that is there is not added again.
    pub fn add(self, name: &MiStr) -> Outcome<()> {
        if name.is_empty() {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
        if self.contains(name.as_units()) {
            return Ok(());
        }
        if !self.is_marked() {
            let names = Box::into_raw(Box::new(Names(Vec::new())));
            let mark = ptr::without_provenance_mut(self.0.as_ptr().addr() ^ TAG);
            self.set_words([names.cast(), mark, ptr::null_mut()]);
        }
        let names = self.names_mut().ok_or(MI_RESULT_FAILED)?;
        if names.0.len() >= MAX_MEMBERS as usize || names.0.try_reserve(1).is_err() {
            return Err(NO_MEMORY);
        }
        names.0.push(name.to_owned());
        Ok(())
    }

    pub fn clear(self) {
        if let Some(names) = self.names_mut() {
            names.0.clear();
        }
    }

    /// Gives up the names; the head is an empty set then.
    pub fn destruct(self) {
        let [names, _, own] = self.read_words();
        if self.is_marked() {
            let kept =
                if own.is_null() { [ptr::null_mut(); 3] } else { [ptr::null_mut(), ptr::null_mut(), own] };
            self.set_words(kept);
            // SAFETY:
            // - made by `add` or `boxed`, and the head forgot it
            drop(unsafe { Box::from_raw(names.cast::<Names>()) });
        }
    }

    /// Destructs, and frees a head of ours.
    pub fn delete(self) {
        let is_own = self.read_words()[2].addr() == self.0.as_ptr().addr() ^ !TAG;
        self.destruct();
        if is_own {
            // SAFETY:
            // - made by `boxed`
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }

    fn boxed(names: Vec<MiString>) -> OurSet {
        let head = Box::new(MI_PropertySet { ft: &raw const PROPERTY_SET, reserved: [0; 3] });
        let set = OurSet(NonNull::from(Box::leak(head)));
        let names = Box::into_raw(Box::new(Names(names)));
        let at = set.0.as_ptr().addr();
        let mark = ptr::without_provenance_mut;
        set.set_words([names.cast(), mark(at ^ TAG), mark(at ^ !TAG)]);
        set
    }

    pub fn as_ptr(self) -> *mut MI_PropertySet {
        self.0.as_ptr()
    }

    pub fn copy(self) -> OurSet {
        OurSet::boxed(self.names().to_vec())
    }
}

/// A property set that Rust owns.
pub struct PropertySet(OurSet);

// SAFETY:
// - the names have no tie to a thread
unsafe impl Send for PropertySet {}
// SAFETY:
// - reading changes nothing
unsafe impl Sync for PropertySet {}

impl PropertySet {
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<PropertySet, Error> {
        let set = PropertySet(OurSet::boxed(Vec::new()));
        names.into_iter().try_for_each(|name| set.0.add(&MiString::from(name)))?;
        Ok(set)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(&super::text::units_of(name))
    }

    pub fn names(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.0.names::<'_>().iter().map(|name| name.to_str_lossy())
    }

    pub fn as_ptr(&self) -> *mut MI_PropertySet {
        self.0.as_ptr()
    }

    /// What C gets: to be deleted through its own table.
    pub fn into_raw(self) -> *mut MI_PropertySet {
        let raw = self.0.as_ptr();
        std::mem::forget(self);
        raw
    }
}

impl Drop for PropertySet {
    fn drop(&mut self) {
        self.0.delete();
    }
}
