//! Threads of Windows: born by `CreateThread`, joined by their handles; a census by a snapshot of the system's threads.

use crate::runtime::closing::ThreadId;
use std::ffi::{CStr, c_void};
use std::io::{Error, Result};
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr;
use windows_sys::Win32::Foundation::{ERROR_INVALID_PARAMETER, GetLastError, HMODULE, WAIT_OBJECT_0};
use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Security::{GetTokenInformation, TOKEN_QUERY, TOKEN_STATISTICS, TokenStatistics};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, TH32CS_SNAPTHREAD, THREADENTRY32, Thread32First, Thread32Next,
};
use windows_sys::Win32::System::LibraryLoader::{
    FreeLibraryAndExitThread, GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GetModuleHandleExW,
};
use windows_sys::Win32::System::Threading::{
    CreateThread, GetCurrentProcess, GetCurrentProcessId, GetCurrentThread, GetCurrentThreadId,
    GetCurrentThreadStackLimits, INFINITE, OpenProcessToken, OpenThread, OpenThreadToken, THREAD_SYNCHRONIZE,
    WaitForSingleObject,
};

/// What a thread runs. It does not unwind.
pub type Body = Box<dyn FnOnce() + Send>;

/// The system's number of the calling thread.
pub fn current_id() -> ThreadId {
    // SAFETY: no preconditions.
    ThreadId::from(unsafe { GetCurrentThreadId() })
}

/// Runs `body` on a thread of the application's. What thread-local memory it leaves to be destroyed does not keep the
/// library loaded here.
pub fn at_work<T>(body: impl FnOnce() -> T) -> T {
    body()
}

/// The thread's body, and the library itself where the thread has to keep it loaded.
struct Start {
    body: Body,
    library: HMODULE,
}

unsafe extern "system" fn main(start: *mut c_void) -> u32 {
    // SAFETY: `create` passes a `Box<Start>` and gives it up.
    let Start { body, library } = *unsafe { Box::from_raw(start.cast::<Start>()) };
    body();
    if !library.is_null() {
        // SAFETY: the reference is this thread's own, and nothing of ours is left on its stack.
        unsafe { FreeLibraryAndExitThread(library, 0) };
    }
    0
}

fn create(body: Body, library: HMODULE) -> Result<OwnedHandle> {
    let start = Box::into_raw(Box::new(Start { body, library }));
    // SAFETY: default attributes and stack; `main` takes the box over.
    let handle = unsafe { CreateThread(ptr::null(), 0, Some(main), start.cast(), 0, ptr::null_mut()) };
    if handle.is_null() {
        let error = Error::last_os_error();
        // SAFETY: no thread was made, so the box is still ours.
        drop(unsafe { Box::from_raw(start) });
        return Err(error);
    }
    // SAFETY: a fresh handle that nobody else has.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

/// A thread that has not been joined.
pub struct Thread(OwnedHandle);

impl Thread {
    /// Threads stay without a name: the call that gives one is not there on every Windows.
    pub fn new(_name: &'static CStr, body: Body) -> Result<Thread> {
        create(body, ptr::null_mut()).map(Thread)
    }

    /// Waits until the thread is gone: its handle is signalled after the last instruction of any library on it.
    pub fn join(self, _id: impl FnOnce() -> Option<ThreadId>) {
        // SAFETY: the handle is open.
        unsafe { WaitForSingleObject(self.0.as_raw_handle(), INFINITE) };
    }
}

/// Starts a thread that nobody joins: it holds a reference to the library, and gives it up as it ends.
pub fn start_apart(_name: &'static CStr, body: Body) -> Result<()> {
    let mut library: HMODULE = ptr::null_mut();
    // With this flag the name is an address inside of the module.
    let here = (main as *const c_void).cast();
    // SAFETY: `library` outlives the call.
    if unsafe { GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, here, &mut library) } == 0 {
        return Err(Error::last_os_error());
    }
    let made = create(body, library);
    if made.is_err() {
        // SAFETY: the reference was taken above.
        unsafe { windows_sys::Win32::Foundation::FreeLibrary(library) };
    }
    made.map(drop)
}

/// A new thread has its reference to the library from birth.
pub fn keep_mapped() {}

/// Whether more than `unborn` threads of the process are left that are neither among `ours` nor among `waiting`; None
/// where the system does not tell. A thread that has ended does not count, though somebody may hold its handle.
pub fn more_alive(ours: &[ThreadId], waiting: &[ThreadId], unborn: usize) -> Option<bool> {
    // SAFETY: no preconditions.
    let snapshot = unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0) };
    if snapshot == INVALID_HANDLE_VALUE {
        return None;
    }
    // SAFETY: a fresh handle that nobody else has.
    let snapshot = unsafe { OwnedHandle::from_raw_handle(snapshot) };
    // SAFETY: no preconditions.
    let process = unsafe { GetCurrentProcessId() };
    let mut entry = THREADENTRY32 { dwSize: size_of::<THREADENTRY32>() as u32, ..THREADENTRY32::default() };
    let mut others = 0;
    // SAFETY: an open snapshot, and room for an entry of the size that it says.
    let mut found = unsafe { Thread32First(snapshot.as_raw_handle(), &mut entry) };
    while found != 0 {
        let id = ThreadId::from(entry.th32ThreadID);
        if entry.th32OwnerProcessID == process
            && !ours.contains(&id)
            && !waiting.contains(&id)
            && alive(entry.th32ThreadID)?
        {
            others += 1;
        }
        if others > unborn {
            return Some(true);
        }
        // SAFETY: as above.
        found = unsafe { Thread32Next(snapshot.as_raw_handle(), &mut entry) };
    }
    Some(false)
}

/// Where the calling thread's stack begins and ends.
pub fn stack() -> (usize, usize) {
    let (mut lowest, mut end) = (0, 0);
    // SAFETY: both outlive the call.
    unsafe { GetCurrentThreadStackLimits(&mut lowest, &mut end) };
    (lowest, end)
}

/// None where it cannot be told.
fn alive(id: u32) -> Option<bool> {
    // SAFETY: no preconditions.
    let thread = unsafe { OpenThread(THREAD_SYNCHRONIZE, 0, id) };
    if thread.is_null() {
        // SAFETY: no preconditions.
        return (unsafe { GetLastError() } == ERROR_INVALID_PARAMETER).then_some(false);
    }
    // SAFETY: a fresh handle that nobody else has.
    let thread = unsafe { OwnedHandle::from_raw_handle(thread) };
    // SAFETY: the handle is open; nothing is waited for.
    Some(unsafe { WaitForSingleObject(thread.as_raw_handle(), 0) } != WAIT_OBJECT_0)
}

/// The log-on session in whose name the thread acts: its own where it impersonates somebody, else the process's.
pub fn effective_identity() -> (u32, u32) {
    let mut token: HANDLE = ptr::null_mut();
    // SAFETY: no preconditions.
    let thread = unsafe { GetCurrentThread() };
    // SAFETY: `token` outlives the call.
    let mut opened = unsafe { OpenThreadToken(thread, TOKEN_QUERY, 1, &mut token) };
    if opened == 0 {
        // SAFETY: no preconditions.
        let process = unsafe { GetCurrentProcess() };
        // SAFETY: `token` outlives the call.
        opened = unsafe { OpenProcessToken(process, TOKEN_QUERY, &mut token) };
    }
    if opened == 0 {
        return (0, 0);
    }
    // SAFETY: a fresh handle that nobody else has.
    let token = unsafe { OwnedHandle::from_raw_handle(token) };
    let mut about = TOKEN_STATISTICS::default();
    let (room, mut used) = (size_of::<TOKEN_STATISTICS>() as u32, 0);
    let into = (&raw mut about).cast();
    // SAFETY: an open token, and room of the size that is told.
    unsafe { GetTokenInformation(token.as_raw_handle(), TokenStatistics, into, room, &mut used) };
    (about.AuthenticationId.HighPart.cast_unsigned(), about.AuthenticationId.LowPart)
}

#[link(name = "ntdll")]
unsafe extern "system" {
    /// Not 0 from the moment on at which a process that ends has ended its other threads.
    fn RtlDllShutdownInProgress() -> u8;
}

/// A thread that ends needs the loader's lock, so a thread that holds it must not wait for one. The system has no call
/// that says who holds it; every debugger finds it where this does.
pub fn loader() -> super::Loader {
    // SAFETY: no preconditions.
    if unsafe { RtlDllShutdownInProgress() } != 0 {
        return super::Loader::Ending;
    }
    match loader_lock_owner() {
        Some(owner) if owner == current_id() => super::Loader::Held,
        _ => super::Loader::Free,
    }
}

/// The thread in the critical section that the process environment block names `LoaderLock`.
#[cfg(target_arch = "x86_64")]
fn loader_lock_owner() -> Option<ThreadId> {
    use windows_sys::Win32::System::Threading::CRITICAL_SECTION;
    /// PEB.LoaderLock, the same in every Windows of 64 bits.
    const LOADER_LOCK: usize = 0x110;
    let block: *const u8;
    // SAFETY: the thread environment block holds the address there; memory and flags are left alone.
    unsafe {
        core::arch::asm!("mov {}, gs:[0x60]", out(reg) block, options(nostack, readonly, preserves_flags))
    };
    // SAFETY: the block is larger, aligned, and lives as long as the process.
    let lock = unsafe { block.add(LOADER_LOCK).cast::<*const CRITICAL_SECTION>().read() };
    if lock.is_null() {
        return None;
    }
    // SAFETY: the loader's own critical section; its owner changes at any time, except to and from this thread.
    let owner = unsafe { (&raw const (*lock).OwningThread).read_volatile() };
    Some(owner as usize as ThreadId)
}

#[cfg(not(target_arch = "x86_64"))]
fn loader_lock_owner() -> Option<ThreadId> {
    None
}
