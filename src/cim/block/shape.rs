//! The shape that the spare block remembers: a dynamic instance that is deleted leaves its declaration in its block,
//! and the next one of the same class finds it there.
//!
//! It is a prediction, no more: each AddElement compares its name, type and flags with the property that the earlier
//! instance had in this place. While they are the same, nothing is declared anew; at the first that is not, the rest
//! of the prediction is dropped, and the instance goes on as any other.

use super::instance::{Core, DYNAMIC_CORE, HEAD, Ours};
use super::spare;
use super::text::{is_exactly, name_code};
use crate::abi::*;
use crate::tables::INSTANCE;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

/// Keeps the block of an instance that owns nothing any more, with its declaration. Says no if it is not to be kept.
pub(super) fn keep(mut ours: Ours<'_>) -> bool {
    let at = ours.as_ptr().cast::<u8>();
    let (is_at_home, core_at) = (ours.base() == at, ours.word(0));
    let Some(core) = ours.core() else { return false };
    let is_whole = core.extensible
        && !core.strayed
        && core.class.is_none()
        && !core.declaration.is_null()
        && core.owning == 0
        && core.positions.is_empty()
        && core.arena.is_small();
    if !is_whole || !is_at_home || core_at != at.wrapping_add(DYNAMIC_CORE) {
        return false;
    }
    // Whoever still holds the pointer meets a head that is nobody's.
    // SAFETY:
    // - the block is still ours
    unsafe { (*ours.as_ptr()).ft = ptr::null() };
    spare::give(at)
}

/// The instance in the spare block, empty again, if it was of this class.
#[inline]
pub(super) fn revive(class_name: &[MI_Char]) -> Option<Ours<'static>> {
    let block = spare::take()?;
    let mut ours = Ours(block.cast::<MI_Instance>(), PhantomData);
    match ours.core() {
        Some(core) if core.is_of(class_name) => core.begin_again(block),
        _ => {
            discard(ours);
            return None;
        }
    }
    // SAFETY:
    // - within the block, which is ours alone
    unsafe { (*ours.as_ptr()).ft = &raw const INSTANCE };
    ours.set_names(ptr::null(), ptr::null());
    Some(ours)
}

/// Frees the block: another class is wanted now.
#[cold]
fn discard(mut ours: Ours<'_>) {
    if let Some(core) = ours.core() {
        core.strayed = true;
    }
    ours.free();
}

impl Core {
    fn is_of(&self, class_name: &[MI_Char]) -> bool {
        // SAFETY:
        // - a kept block has its declaration
        let decl = unsafe { &*self.declaration };
        // SAFETY:
        // - a declaration of ours, of the same code
        !class_name.is_empty()
            && decl.code == name_code(class_name)
            && unsafe { is_exactly(decl.name, class_name) }
    }

    /// No element, and the list of those that there were as the prediction.
    fn begin_again(&mut self, block: NonNull<u8>) {
        // SAFETY:
        // - a kept block has its declaration, and nobody else knows it
        let decl = unsafe { &mut *self.declaration };
        self.predicted = self.predicted.max(decl.numProperties);
        decl.numProperties = 0;
        decl.size = HEAD as u32;
        self.names = 0;
        super::codes::clear(self.codes, self.property_room);
        // SAFETY:
        // - a kept arena is small, and its room ends where the block does
        unsafe { self.arena.forget_values(block.as_ptr().wrapping_add(spare::SIZE)) };
    }

    /// The next property, if it is the one that was predicted.
    ///
    /// # Safety
    /// The own declaration is `decl`, which has `count` properties.
    #[inline(always)]
    pub(super) unsafe fn predict(
        &mut self,
        decl: &MI_ClassDecl,
        name: &[MI_Char],
        code: u32,
        ty: u32,
        flags: u32,
    ) -> Option<*const MI_PropertyDecl> {
        let count = decl.numProperties;
        if count >= self.predicted {
            return None;
        }
        // SAFETY:
        // - the list holds as many properties as are predicted
        let property = unsafe { decl.properties.wrapping_add(count as usize).read() };
        // SAFETY:
        // - written for the earlier instance, and kept
        let found = unsafe { &*property };
        let same = found.code == code
            && found.r#type == ty
            && found.flags == flags
            && found.offset == decl.size
            // SAFETY:
            // - a declaration of ours, of the same code
            && unsafe { is_exactly(found.name, name) };
        if same {
            return Some(property);
        }
        self.predicted = 0;
        self.strayed = true;
        None
    }
}
