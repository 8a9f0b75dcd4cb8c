//! Destructors of thread-local memory on library threads, without the lock of the dynamic loader.
//!
//! std registers them with the C library's `__cxa_thread_atexit_impl`, which takes that lock to count them for the
//! object they are of. A library thread that waits for it hangs every close inside a constructor or destructor of an
//! object, whose thread holds it (close.md, row 12). So inside this library the name means [`register`]: a library
//! thread has a list of its own, and runs it before it ends. So has a thread of the application's that works for us, until
//! it goes back: its end may be long after the library's. Any other goes to the C library.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

type Destructor = unsafe extern "C" fn(*mut c_void);

struct Entry {
    destructor: Destructor,
    object: *mut c_void,
    next: *mut Entry,
}

thread_local! {
    static IS_OURS: Cell<bool> = const { Cell::new(false) };
    /// The one registered last.
    static LAST: Cell<*mut Entry> = const { Cell::new(null_mut()) };
}

// Hidden: nobody outside may find it. Weak, as std's reference is.
#[cfg(all(target_env = "gnu", target_arch = "x86_64"))]
std::arch::global_asm!(
    ".weak __cxa_thread_atexit_impl",
    ".hidden __cxa_thread_atexit_impl",
    ".type __cxa_thread_atexit_impl, @function",
    "__cxa_thread_atexit_impl:",
    "jmp {register}",
    ".size __cxa_thread_atexit_impl, . - __cxa_thread_atexit_impl",
    register = sym register,
);
#[cfg(all(target_env = "gnu", target_arch = "aarch64"))]
std::arch::global_asm!(
    ".weak __cxa_thread_atexit_impl",
    ".hidden __cxa_thread_atexit_impl",
    ".type __cxa_thread_atexit_impl, %function",
    "__cxa_thread_atexit_impl:",
    "b {register}",
    ".size __cxa_thread_atexit_impl, . - __cxa_thread_atexit_impl",
    register = sym register,
);

unsafe extern "C" fn register(destructor: Destructor, object: *mut c_void, library: *mut c_void) -> c_int {
    if !IS_OURS.get() {
        // SAFETY: passed on as it came.
        return unsafe { register_with_the_system(destructor, object, library) };
    }
    LAST.set(Box::into_raw(Box::new(Entry { destructor, object, next: LAST.get() })));
    0
}

/// The C library's own: it does not unmap the object that `library` points into before the destructor has run, as the
/// last thing of the calling thread. Takes the loader's lock.
///
/// # Safety
///
/// `destructor` may be called with `object` at the end of the calling thread.
unsafe fn register_with_the_system(
    destructor: Destructor,
    object: *mut c_void,
    library: *mut c_void,
) -> c_int {
    // SAFETY: a terminated string.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"__cxa_thread_atexit_impl".as_ptr()) };
    if found.is_null() {
        return -1;
    }
    type Register = unsafe extern "C" fn(Destructor, *mut c_void, *mut c_void) -> c_int;
    // SAFETY: the symbol of this name has this type (the ABI of C++).
    let found = unsafe { std::mem::transmute::<*mut c_void, Register>(found) };
    // SAFETY: the caller's promise.
    unsafe { found(destructor, object, library) }
}

/// Ends what [`around`] has begun, by a panic too.
struct Around;

impl Drop for Around {
    fn drop(&mut self) {
        // Those that destructors register run, too.
        while let Some(last) = std::ptr::NonNull::new(LAST.get()) {
            // SAFETY: `register` made the box, and it is on the list no more once the next one is its head.
            let entry = unsafe { Box::from_raw(last.as_ptr()) };
            LAST.set(entry.next);
            // SAFETY: whoever registered it promised this for the end of the thread.
            unsafe { (entry.destructor)(entry.object) };
        }
        IS_OURS.set(false);
    }
}

/// Runs `body` and then the destructors that were registered meanwhile: all of a library thread, or a part of another
/// one's life. What they destroyed is not made again on the same thread: std says so, and tokio does without.
pub fn around<T>(body: impl FnOnce() -> T) -> T {
    let _outermost = if IS_OURS.replace(true) { None } else { Some(Around) };
    body()
}

unsafe extern "C" fn nothing(_: *mut c_void) {}

/// Keeps the library mapped while the calling thread lives.
pub fn keep_mapped_to_the_end() {
    // SAFETY: the destructor does nothing; its address is one of the library's.
    unsafe { register_with_the_system(nothing, null_mut(), nothing as *mut c_void) };
}

#[cfg(all(test, target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use super::*;
    use std::sync::Mutex;

    static DROPPED: Mutex<Vec<&str>> = Mutex::new(Vec::new());

    struct Said(&'static str);

    impl Drop for Said {
        fn drop(&mut self) {
            DROPPED.lock().expect("nobody panics").push(self.0);
            if self.0 == "second" {
                LATE.with(|_| {});
            }
        }
    }

    thread_local! {
        static FIRST: Said = const { Said("first") };
        static SECOND: Said = const { Said("second") };
        static LATE: Said = const { Said("late") };
    }

    fn touched() {
        FIRST.with(|_| {});
        SECOND.with(|_| {});
    }

    fn dropped() -> Vec<&'static str> {
        std::mem::take(&mut *DROPPED.lock().expect("nobody panics"))
    }

    #[test]
    fn destructors_run_at_the_end_of_our_threads_of_others_and_of_work_for_us() {
        let ours = std::thread::spawn(|| {
            around(touched);
            dropped()
        });
        assert_eq!(ours.join().expect("it ends"), ["second", "late", "first"]);
        std::thread::spawn(touched).join().expect("it ends");
        assert_eq!(dropped(), ["second", "late", "first"]);
        let lent = std::thread::spawn(|| {
            around(|| {
                around(touched);
                assert!(dropped().is_empty(), "it is not over");
            });
            let now = dropped();
            around(|| assert!(FIRST.try_with(|_| {}).is_err(), "it is not made again"));
            now
        });
        assert_eq!(lent.join().expect("it ends"), ["second", "late", "first"]);
        assert!(dropped().is_empty());
    }
}
