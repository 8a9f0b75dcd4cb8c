//! The end of an instance. A tree of embedded ones is taken down in a loop, however deep it is.

use super::field::OWNS;
use super::instance::Ours;
use super::payload::disown;
use crate::abi::*;

/// Gives up everything that the instance holds. Instances that it owned are put on `doomed`.
fn release<'a>(mut ours: Ours<'a>, doomed: &mut Option<Ours<'a>>) {
    let Some(core) = ours.core() else { return };
    if core.owning != 0 {
        core.owning = 0;
        for index in 0..ours.properties().len() as u32 {
            let Some(field) = ours.property(index).and_then(|property| ours.field(property)) else {
                continue;
            };
            let flags = field.flags();
            if field.exists() && flags & OWNS != 0 {
                let value = field.value();
                field.write_null(0);
                // SAFETY:
                // - the field's own value and flags, and the field is NULL now
                unsafe { disown(field.ty(), &value, flags, doomed) };
            }
        }
    }
    if let Some(core) = ours.core() {
        core.arena.release();
    }
}

/// Deletes an instance of ours: a block is freed, a caller's head let go.
#[inline]
pub(crate) fn delete(mut ours: Ours<'_>) {
    let is_alone = ours.next().is_none();
    match ours.core() {
        Some(core) if is_alone && core.owning == 0 && core.block != 0 => ours.free(),
        _ => delete_tree(ours),
    }
}

fn delete_tree(ours: Ours<'_>) {
    let mut next = Some(ours);
    while let Some(mut ours) = next.take() {
        let mut rest = ours.next();
        if rest.is_some() {
            ours.set_next(None);
        }
        release(ours, &mut rest);
        match ours.core().map(|core| core.block) {
            Some(0) => ours.let_go(),
            Some(_) => ours.free(),
            None => {}
        }
        next = rest;
    }
}

/// Deletes what was taken out of a field.
pub(crate) fn delete_list(doomed: Option<Ours<'_>>) {
    if let Some(first) = doomed {
        delete(first);
    }
}

/// Gives up what an instance holds, and leaves a head that says so: every field NULL. A block's head stays until
/// Delete.
pub(crate) fn destruct(mut ours: Ours<'_>) {
    let mut doomed = None;
    let null_all = |ours: &Ours<'_>| {
        for index in 0..ours.properties().len() as u32 {
            if let Some(field) = ours.property(index).and_then(|property| ours.field(property)) {
                field.write_null(0);
            }
        }
    };
    match ours.core().map(|core| core.block) {
        Some(0) => {
            release(ours, &mut doomed);
            null_all(&ours);
            ours.set_names(std::ptr::null(), std::ptr::null());
            ours.let_go();
        }
        // The declaration of a dynamic instance is in the arena: the whole of it goes with Delete, so only what is
        // outside goes now.
        Some(_) => super::access::clear_all(&mut ours, &mut doomed),
        None => null_all(&ours),
    }
    delete_list(doomed);
}

/// Deletes an instance of any library, through its own table.
///
/// # Safety
/// `instance` is NULL or points to a living heap instance that nobody uses again.
pub(crate) unsafe fn delete_any(instance: *mut MI_Instance) {
    // SAFETY:
    // - by the caller's word
    if let Some(ours) = unsafe { Ours::new(instance) } {
        return delete(ours);
    }
    // SAFETY:
    // - by the caller's word
    let Some(head) = (unsafe { instance.as_ref() }) else { return };
    // SAFETY:
    // - a table lives as long as its instances
    let ft = unsafe { head.ft.as_ref() };
    if let Some(delete) = ft.and_then(|ft| ft.Delete) {
        // SAFETY:
        // - the instance's own function, given the instance
        unsafe { delete(instance) };
    }
}
