//! Operations that could not start: handles that are nobody's child.

use super::operation::OPERATIONS;
use crate::handle::Key;
use crate::sync::ForkCell;
use std::collections::VecDeque;

/// How many of them are kept for a Get that may never come, once nothing else would end them.
const KEPT: usize = 1024;

static ORPHANS: ForkCell<VecDeque<Key>> = ForkCell::new(VecDeque::new());

/// Nobody holds it, so somebody must end it: the client's Close, the last application's, or the bound.
pub(super) fn remember(key: Key) {
    let oldest = ORPHANS.with(|orphans| {
        orphans.push_back(key);
        if orphans.len() > KEPT { orphans.pop_front() } else { None }
    });
    if let Some(oldest) = oldest {
        OPERATIONS.remove(oldest);
    }
}

/// The last application is closed.
pub(super) fn forget_all() {
    for key in ORPHANS.with(std::mem::take) {
        OPERATIONS.remove(key);
    }
}
