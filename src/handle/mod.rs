//! The generational handle table: what stands in the two reserved words of a handle.
//!
//! Any bit pattern may come in, from any thread, at any time, also in a forked child: a look-up takes no lock,
//! touches only the table itself, and answers None for whatever is not a live key of this table.
//!
//! **Invariant:** a generation is given out once while the library is loaded, over all tables; the first one is
//! random. So a copy of a closed handle, a handle of another kind and a forged one all fail.

use crate::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

/// What a handle's reserved words hold.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Key {
    pub generation: u64,
    pub index: u64,
}

/// The slot is out of the table; whoever unpins it last frees it.
const RETIRED: u64 = 1 << 63;

struct Slot<T> {
    /// 0 where the slot is free.
    generation: AtomicU64,
    /// Look-ups under way, and `RETIRED`.
    pins: AtomicU64,
    /// `Arc::into_raw`; the table's own reference.
    value: AtomicPtr<T>,
    /// Free list: index + 1 of the next free slot.
    next: AtomicU32,
}

impl<T> Slot<T> {
    const fn new() -> Self {
        Slot {
            generation: AtomicU64::new(0),
            pins: AtomicU64::new(0),
            value: AtomicPtr::new(std::ptr::null_mut()),
            next: AtomicU32::new(0),
        }
    }
}

/// A table of at most `N` live values. All zero bytes when new, so a static one costs address space only.
pub struct Table<T, const N: usize> {
    slots: [Slot<T>; N],
    /// Head of the free list: a tag against ABA above, index + 1 below.
    free: AtomicU64,
    /// Slots that were ever used.
    used: AtomicU32,
}

/// Pins a slot: its value is not freed meanwhile.
struct Pin<'a, T, const N: usize> {
    table: &'a Table<T, N>,
    index: usize,
}

impl<T, const N: usize> Drop for Pin<'_, T, N> {
    fn drop(&mut self) {
        let pins = &self.table.slots[self.index].pins;
        if pins.fetch_sub(1, Ordering::AcqRel) == RETIRED | 1 {
            self.table.try_reclaim(self.index);
        }
    }
}

impl<T, const N: usize> Default for Table<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> Table<T, N> {
    pub const fn new() -> Self {
        Table { slots: [const { Slot::new() }; N], free: AtomicU64::new(0), used: AtomicU32::new(0) }
    }

    /// Stores a value; None when the table is full.
    pub fn insert(&self, value: Arc<T>) -> Option<Key> {
        let index = self.pop_free().or_else(|| self.fresh())?;
        let slot = &self.slots[index];
        slot.value.store(Arc::into_raw(value).cast_mut(), Ordering::Relaxed);
        let generation = next_generation();
        slot.generation.store(generation, Ordering::Release);
        Some(Key { generation, index: index as u64 })
    }

    /// The value of a live key.
    #[inline]
    pub fn get(&self, key: Key) -> Option<Arc<T>> {
        let pin = self.pin(key)?;
        let raw = self.slots[pin.index].value.load(Ordering::Acquire);
        // SAFETY:
        // - the generation matched after the pin was taken, so `raw` is the table's own `Arc::into_raw`
        // - the pin keeps the table's reference alive until the count is raised
        unsafe { Arc::increment_strong_count(raw) };
        // SAFETY: the reference raised above is the one handed out here.
        Some(unsafe { Arc::from_raw(raw) })
    }

    /// Ends the key: it and its copies answer None from now on. One caller gets the value.
    pub fn remove(&self, key: Key) -> Option<Arc<T>> {
        let value = self.get(key)?;
        let pin = self.pin(key)?;
        let slot = &self.slots[pin.index];
        slot.generation.compare_exchange(key.generation, 0, Ordering::AcqRel, Ordering::Relaxed).ok()?;
        slot.pins.fetch_or(RETIRED, Ordering::AcqRel);
        Some(value)
    }

    #[inline]
    fn pin(&self, key: Key) -> Option<Pin<'_, T, N>> {
        let index = usize::try_from(key.index).ok().filter(|index| *index < N)?;
        let slot = &self.slots[index];
        if key.generation == 0 || slot.generation.load(Ordering::Relaxed) != key.generation {
            return None;
        }
        slot.pins.fetch_add(1, Ordering::AcqRel);
        let pin = Pin { table: self, index };
        (slot.generation.load(Ordering::Acquire) == key.generation).then_some(pin)
    }

    /// A late look-up may pin a retired slot for a moment: whoever finds it retired and without pins frees it.
    #[cold]
    fn try_reclaim(&self, index: usize) {
        let pins = &self.slots[index].pins;
        if pins.compare_exchange(RETIRED, 0, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            self.reclaim(index);
        }
    }

    fn reclaim(&self, index: usize) {
        let raw = self.slots[index].value.swap(std::ptr::null_mut(), Ordering::AcqRel);
        if !raw.is_null() {
            // SAFETY:
            // - `raw` is the table's own reference, and the swap took it exactly once
            // - no look-up is under way: this thread unpinned last, and the generation is 0
            drop(unsafe { Arc::from_raw(raw) });
        }
        self.push_free(index);
    }

    fn fresh(&self) -> Option<usize> {
        self.used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
                ((used as usize) < N).then_some(used + 1)
            })
            .ok()
            .map(|used| used as usize)
    }

    fn pop_free(&self) -> Option<usize> {
        let mut head = self.free.load(Ordering::Acquire);
        loop {
            let index = (head as u32).checked_sub(1)? as usize;
            let next = self.slots[index].next.load(Ordering::Relaxed);
            let new = tagged(head, next);
            match self.free.compare_exchange_weak(head, new, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return Some(index),
                Err(other) => head = other,
            }
        }
    }

    fn push_free(&self, index: usize) {
        let mut head = self.free.load(Ordering::Relaxed);
        loop {
            self.slots[index].next.store(head as u32, Ordering::Relaxed);
            let new = tagged(head, index as u32 + 1);
            match self.free.compare_exchange_weak(head, new, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return,
                Err(other) => head = other,
            }
        }
    }
}

/// A new head of the free list, with the tag of the old one advanced.
fn tagged(old: u64, link: u32) -> u64 {
    ((old >> 32).wrapping_add(1) << 32) | u64::from(link)
}

static GENERATION: AtomicU64 = AtomicU64::new(0);

/// The next generation: never 0, never the same twice.
fn next_generation() -> u64 {
    if GENERATION.load(Ordering::Relaxed) == 0 {
        let _ = GENERATION.compare_exchange(0, random_start(), Ordering::Relaxed, Ordering::Relaxed);
    }
    GENERATION.fetch_add(1, Ordering::Relaxed)
}

/// Random, not 0, and with room to count for the life of any process.
fn random_start() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    (RandomState::new().hash_one(std::process::id()) >> 1) | 1 << 40
}

#[cfg(test)]
mod tests {
    use super::*;

    static TABLE: Table<u32, 8> = Table::new();

    #[test]
    fn key_after_remove_is_dead() {
        let table: Table<u32, 4> = Table::new();
        let key = table.insert(Arc::new(7)).unwrap();
        assert_eq!(table.get(key).as_deref(), Some(&7));
        assert_eq!(table.remove(key).as_deref(), Some(&7));
        assert!(table.get(key).is_none());
        assert!(table.remove(key).is_none());
        let again = table.insert(Arc::new(8)).unwrap();
        assert_eq!(again.index, key.index, "the slot is used again");
        assert!(table.get(key).is_none(), "the old key is not");
    }

    #[test]
    fn garbage_keys_answer_none() {
        let table: Table<u32, 4> = Table::new();
        table.insert(Arc::new(7)).unwrap();
        for index in [0, 1, 3, 4, 5, u64::MAX, 1 << 63] {
            for generation in [0, 1, 2, u64::MAX] {
                assert!(table.get(Key { generation, index }).is_none());
            }
        }
    }

    #[test]
    fn full_table_refuses() {
        let table: Table<u32, 2> = Table::new();
        let keys: Vec<Key> = (0..2).map(|n| table.insert(Arc::new(n)).unwrap()).collect();
        assert!(table.insert(Arc::new(9)).is_none());
        table.remove(keys[0]);
        assert!(table.insert(Arc::new(9)).is_some());
    }

    #[test]
    fn racing_removes_have_one_winner() {
        for _ in 0..2000 {
            let key = TABLE.insert(Arc::new(1)).unwrap();
            let wins: usize = std::thread::scope(|scope| {
                let run = || {
                    TABLE.get(key);
                    usize::from(TABLE.remove(key).is_some())
                };
                let other = scope.spawn(run);
                run() + other.join().unwrap()
            });
            assert_eq!(wins, 1);
        }
    }
}
