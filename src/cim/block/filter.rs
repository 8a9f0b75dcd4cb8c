//! Filters: an expression of a query language, and who evaluates it.

use super::text::{MiStr, MiString};
use super::view::InstanceRef;
use crate::abi::*;
use crate::cim::error::Error;
use crate::tables::FILTER;
use std::ptr;

const TAG: usize = 0x4d49_466c;

/// Says of an instance whether the expression holds.
pub type Evaluate = Box<dyn Fn(InstanceRef<'_>) -> Result<bool, Error> + Send + Sync>;

/// What an `MI_Filter*` of ours points to. `reserved[0]` is the head's own address mixed with a constant.
#[repr(C)]
struct Block {
    head: MI_Filter,
    language: MiString,
    expression: MiString,
    evaluate: Evaluate,
}

/// A filter that Rust owns. Providers are lent it; its table has no Delete.
pub struct Filter(ptr::NonNull<Block>);

// SAFETY:
// - the closure may be used from anywhere, the strings do not change
unsafe impl Send for Filter {}
// SAFETY:
// - as above
unsafe impl Sync for Filter {}

impl Filter {
    pub fn new(language: &str, expression: &str, evaluate: Evaluate) -> Filter {
        let head = MI_Filter { ft: &raw const FILTER, reserved: [0; 3] };
        let (language, expression) = (MiString::from(language), MiString::from(expression));
        let block = Box::leak(Box::new(Block { head, language, expression, evaluate }));
        block.head.reserved[0] = (ptr::from_ref(block).addr() ^ TAG) as isize;
        Filter(ptr::NonNull::from(block))
    }

    fn block(&self) -> &Block {
        // SAFETY:
        // - owned
        unsafe { self.0.as_ref() }
    }

    pub fn language(&self) -> &MiStr {
        &self.block().language
    }

    pub fn expression(&self) -> &MiStr {
        &self.block().expression
    }

    pub fn evaluate(&self, instance: InstanceRef<'_>) -> Result<bool, Error> {
        (self.block().evaluate)(instance)
    }

    pub fn as_ptr(&self) -> *const MI_Filter {
        self.0.as_ptr().cast()
    }

    /// The filter behind a pointer of C, if it is one of ours.
    ///
    /// # Safety
    /// `filter` is NULL or points to a living filter, alive while the result is used.
    pub(crate) unsafe fn lent(filter: *const MI_Filter) -> Option<std::mem::ManuallyDrop<Filter>> {
        // SAFETY:
        // - by the caller's word
        let head = unsafe { filter.as_ref() }?;
        let is_ours =
            ptr::addr_eq(head.ft, &raw const FILTER) && head.reserved[0] as usize == filter.addr() ^ TAG;
        let block = ptr::NonNull::new(filter.cast_mut().cast::<Block>()).filter(|_| is_ours)?;
        Some(std::mem::ManuallyDrop::new(Filter(block)))
    }
}

impl Drop for Filter {
    fn drop(&mut self) {
        // SAFETY:
        // - made by `new`, and not used again
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}
