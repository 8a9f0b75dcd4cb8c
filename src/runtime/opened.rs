//! Where and when an object was opened, and which of its closes were refused: what the report tells.

use super::closing::{Refusal, ThreadId};
use super::thread::current_id;
use crate::sync::lock;
use std::sync::Mutex;
use std::time::Instant;

/// How many refused closes of one object are remembered.
const REMEMBERED: usize = 8;

pub struct Opened {
    pub when: Instant,
    pub thread: ThreadId,
    /// The address that the opening call returns to; 0 where it is not known.
    pub place: usize,
}

impl Opened {
    pub fn here(place: usize) -> Opened {
        Opened { when: Instant::now(), thread: current_id(), place }
    }

    pub fn age_ms(&self) -> u64 {
        self.when.elapsed().as_millis() as u64
    }
}

/// A close that was refused and has not been repeated. Destructors lose these: nobody looks at their result.
#[derive(Clone)]
pub struct RefusedClose {
    pub when: Instant,
    pub thread: ThreadId,
    pub call: &'static str,
    pub why: Refusal,
    /// The callback it was made in, if any.
    pub callback: Option<&'static str>,
}

#[derive(Default)]
pub struct Refusals(Mutex<Vec<RefusedClose>>);

impl Refusals {
    pub fn add(&self, refused: RefusedClose) {
        let mut all = lock(&self.0);
        if all.len() == REMEMBERED {
            all.remove(0);
        }
        all.push(refused);
    }

    /// The close has been repeated and accepted.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    pub fn all(&self) -> Vec<RefusedClose> {
        lock(&self.0).clone()
    }
}
