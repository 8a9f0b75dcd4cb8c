//! The callback scope: which callbacks are on this thread's stack. Every call out of the library goes through here.
//!
//! The record is a stack in thread-local memory without a destructor (one would keep the library mapped): a callback
//! inside a callback restores the outer one. It carries the fork epoch: a child does not inherit it.
//!
//! **Invariant:** nothing calls the client except inside [`enter`].

use super::closing::Frame;
use super::process::Process;
use crate::handle::Key;
use crate::sync::epoch;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Callbacks deeper than this are counted, not described; a thread that deep may not block at all.
const DEPTH: usize = 24;

/// A callback on this thread's stack.
#[derive(Clone, Copy)]
pub struct Call {
    pub frame: Frame,
    /// Whose pool the thread belongs to; no key where it is not a pool's.
    pub application: Key,
    /// The address of the handle struct the callback was given: closing through it must leave it readable.
    pub handle: usize,
    /// What the report calls it ("instance result of MI_Session_QueryInstances").
    pub name: &'static str,
}

thread_local! {
    static EPOCH_AND_DEPTH: Cell<(u32, usize)> = const { Cell::new((0, 0)) };
    static CALLS: [Cell<Option<Call>>; DEPTH] = const { [const { Cell::new(None) }; DEPTH] };
}

/// How many callbacks are on this thread's stack.
pub fn depth() -> usize {
    let (of, depth) = EPOCH_AND_DEPTH.get();
    if of == epoch() { depth } else { 0 }
}

/// Deeper than is recorded: what is held is not known.
pub fn overflowed() -> bool {
    depth() > DEPTH
}

/// Shows the records of the callbacks on this thread's stack, outermost first.
fn recorded<R>(read: impl FnOnce(&[Cell<Option<Call>>]) -> R) -> R {
    let depth = depth().min(DEPTH);
    CALLS.with(|calls| read(&calls[..depth]))
}

/// The callbacks on the calling thread's stack, outermost first.
pub fn calls() -> Vec<Call> {
    recorded(|calls| calls.iter().filter_map(Cell::get).collect())
}

/// What they hold.
pub fn frames() -> Vec<Frame> {
    recorded(|calls| calls.iter().filter_map(Cell::get).map(|call| call.frame).collect())
}

/// The callback that the calling thread is in.
pub fn innermost() -> Option<Call> {
    recorded(|calls| calls.last().and_then(Cell::get))
}

/// The application whose pool the calling thread belongs to. A callback that is made inline belongs to none; the thread
/// is the one of the callback around it.
pub fn pool_owner() -> Option<Key> {
    let is_owner = |call: &Call| call.application != Key::default();
    recorded(|calls| calls.iter().rev().filter_map(Cell::get).find(is_owner).map(|call| call.application))
}

/// Whether a callback on this stack was given its handle at this address.
pub fn lent_handle(address: usize) -> bool {
    recorded(|calls| calls.iter().filter_map(Cell::get).any(|call| call.handle == address))
}

/// Takes the callback off the stack again, also when a panic passes.
struct Leave {
    epoch: u32,
    depth: usize,
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.epoch == epoch() {
            EPOCH_AND_DEPTH.set((self.epoch, self.depth));
        }
    }
}

/// Calls the client: `body` is the call itself and nothing else.
pub fn enter<R>(call: Call, body: impl FnOnce() -> R) -> R {
    let (epoch, depth) = (epoch(), depth());
    if depth < DEPTH {
        CALLS.with(|calls| calls[depth].set(Some(call)));
    }
    EPOCH_AND_DEPTH.set((epoch, depth + 1));
    let _leave = Leave { epoch, depth };
    body()
}

/// Names the units of inline calls; keys count up from below, these down from above.
static INLINE: AtomicU64 = AtomicU64::new(u64::MAX);

/// A unit that is no operation and no session.
pub(super) fn fresh_unit() -> u64 {
    INLINE.fetch_sub(1, Ordering::Relaxed)
}

/// Calls the client on its own thread, inside a call of its own: an operation that could not start, a completion
/// with nothing to complete. While it runs it is a unit of the process: it can still end somebody's wait.
pub fn inline_call<R>(body: impl FnOnce() -> R) -> R {
    let unit = fresh_unit();
    let frame = Frame { unit, operation: 0, session: None, application: None };
    let _unit = Unit::new();
    enter(Call { frame, application: Key::default(), handle: 0, name: "made inline" }, body)
}

struct Unit(Option<Arc<Process>>);

impl Unit {
    fn new() -> Unit {
        let process = Process::current();
        if let Some(process) = &process {
            process.closing.stir();
        }
        Unit(process)
    }
}

impl Drop for Unit {
    fn drop(&mut self) {
        if let Some(process) = self.0.take().filter(|process| process.epoch == epoch()) {
            process.closing.quiet();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(unit: u64) -> Call {
        let frame = Frame { unit, operation: unit, session: None, application: None };
        Call { frame, application: Key::default(), handle: 0, name: "" }
    }

    fn units() -> Vec<u64> {
        frames().iter().map(|frame| frame.unit).collect()
    }

    #[test]
    fn nested_calls_restore_the_outer_one() {
        enter(call(1), || {
            assert_eq!(units(), [1]);
            enter(call(2), || assert_eq!(units(), [1, 2]));
            assert_eq!(units(), [1]);
        });
        assert!(frames().is_empty());
    }

    #[test]
    fn panic_leaves_the_stack_as_it_was() {
        enter(call(1), || {
            let caught = std::panic::catch_unwind(|| enter(call(2), || panic!("in a callback")));
            assert!(caught.is_err());
            assert_eq!(units(), [1]);
        });
    }

    #[test]
    fn overflow_is_counted() {
        fn down(n: usize) {
            if n == 0 {
                assert!(overflowed());
            } else {
                enter(call(n as u64), || down(n - 1));
            }
        }
        down(DEPTH + 1);
        assert_eq!(depth(), 0);
    }
}
