//! The last diagnostics of each thread: why a close was refused, or what it was waiting for.
//!
//! Kept in a bounded ring of the process, not in thread-local memory, and gone with the last application.

use super::closing::{Refusal, ThreadId};
use std::collections::VecDeque;

/// How many diagnostics are remembered, over all threads.
const REMEMBERED: usize = 64;

/// What became of the call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Refused(Refusal),
    TimedOut,
    /// Row 7, found out during the wait.
    NobodyLeft,
}

/// What a line of a report is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    Headline,
    Application,
    Session,
    Operation,
    Callback,
    RefusedClose,
    OwnWork,
    Remedy,
}

/// A line of a report, in the order and depth of the tree.
#[derive(Clone, Debug)]
pub struct Entry {
    pub depth: usize,
    pub subject: Subject,
    /// The thread it concerns; 0 where there is none.
    pub thread: ThreadId,
    pub age_ms: u64,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub thread: ThreadId,
    pub call: &'static str,
    pub outcome: Outcome,
    pub entries: Vec<Entry>,
}

impl Diagnostic {
    /// The tree as text, a line an entry.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for entry in &self.entries {
            text.push_str(&"  ".repeat(entry.depth));
            text.push_str(&entry.text);
            text.push('\n');
        }
        text
    }
}

#[derive(Default)]
pub struct Ring(VecDeque<Diagnostic>);

impl Ring {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.retain(|other| other.thread != diagnostic.thread);
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(diagnostic);
    }

    /// The thread's last one.
    pub fn last(&self, thread: ThreadId) -> Option<&Diagnostic> {
        self.0.iter().rev().find(|diagnostic| diagnostic.thread == thread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(thread: ThreadId, call: &'static str) -> Diagnostic {
        Diagnostic { thread, call, outcome: Outcome::TimedOut, entries: Vec::new() }
    }

    #[test]
    fn ring_keeps_the_last_of_each_thread_and_is_bounded() {
        let mut ring = Ring::default();
        ring.push(diagnostic(1, "first"));
        ring.push(diagnostic(1, "second"));
        assert_eq!(ring.last(1).map(|d| d.call), Some("second"));
        for thread in 2..200 {
            ring.push(diagnostic(thread, "other"));
        }
        assert!(ring.last(1).is_none());
        assert_eq!(ring.0.len(), REMEMBERED);
    }
}
