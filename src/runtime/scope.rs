//! The scope of a callback: what this thread is inside of, so that a close in it is refused and not waited for.

/// Runs a callback that an export makes inline, on the calling thread.
pub fn inline_call<R>(call: impl FnOnce() -> R) -> R {
    call()
}
