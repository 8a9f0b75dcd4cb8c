//! Operations that could not start: handles that are nobody's child.

use super::operation::OPERATIONS;
use crate::handle::Key;
use crate::sync::{ForkCell, epoch};

/// How many that were never closed are kept for a Get that may never come, once nothing else would end them.
const KEPT: usize = 8192;

struct Orphans {
    /// Of the process they belong to.
    epoch: u32,
    /// Oldest first; those that were closed since are still among them.
    keys: Vec<Key>,
}

static ORPHANS: ForkCell<Orphans> = ForkCell::new(Orphans { epoch: 0, keys: Vec::new() });

/// The keys of this process. What a fork left behind may be half changed: it is never looked at.
fn with_keys<R>(body: impl FnOnce(&mut Vec<Key>) -> R) -> R {
    ORPHANS.with(|orphans| {
        if orphans.epoch != epoch() {
            let fresh = Orphans { epoch: epoch(), keys: Vec::new() };
            std::mem::forget(std::mem::replace(orphans, fresh));
        }
        body(&mut orphans.keys)
    })
}

/// Nobody holds it, so somebody must end it: the client's Close, the last application's, or the bound.
pub(super) fn remember(key: Key) {
    let full = with_keys(|keys| {
        keys.push(key);
        (keys.len() > 2 * KEPT).then(|| std::mem::take(keys))
    });
    let Some(mut keys) = full else { return };
    keys.retain(|key| OPERATIONS.get(*key).is_some());
    for oldest in keys.drain(..keys.len().saturating_sub(KEPT)) {
        OPERATIONS.remove(oldest);
    }
    with_keys(|newer| {
        keys.append(newer);
        std::mem::swap(newer, &mut keys);
    });
}

/// The last application is closed.
pub(super) fn forget_all() {
    for key in with_keys(std::mem::take) {
        OPERATIONS.remove(key);
    }
}
