//! Where the log goes on Windows: to standard error where that takes it without blocking.

use std::fs::OpenOptions;
use std::os::windows::fs::OpenOptionsExt;
use std::ptr;
use windows_sys::Wdk::Storage::FileSystem::{FilePipeLocalInformation, NtQueryInformationFile};
use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_FLAG_OPEN_REPARSE_POINT, FILE_TYPE_PIPE, GetFileType, WriteFile,
};
use windows_sys::Win32::System::Console::{GetStdHandle, STD_ERROR_HANDLE};
use windows_sys::Win32::System::IO::IO_STATUS_BLOCK;

/// For a file that is none by another name.
pub fn append_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
    options
}

/// False where it was dropped. A host without standard error loses nothing.
pub fn write_to_stderr(bytes: &[u8]) -> bool {
    // SAFETY: no preconditions.
    let handle = unsafe { GetStdHandle(STD_ERROR_HANDLE) };
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return true;
    }
    takes(handle, bytes.len()) && put(handle, bytes)
}

/// What the system tells of a pipe's end (FILE_PIPE_LOCAL_INFORMATION, MS-FSCC section 2.4.37).
#[repr(C)]
#[derive(Default)]
struct PipeEnd {
    kind: u32,
    configuration: u32,
    maximum_instances: u32,
    current_instances: u32,
    inbound_quota: u32,
    read_data_available: u32,
    outbound_quota: u32,
    write_quota_available: u32,
    state: u32,
    end: u32,
}

/// A pipe takes what it has room for. What a reader waits for takes up room as well, so a pipe that is read in one
/// long piece may look full: the log drops too much then, but never blocks.
fn takes(handle: HANDLE, size: usize) -> bool {
    // SAFETY: any handle may be asked.
    if unsafe { GetFileType(handle) } != FILE_TYPE_PIPE {
        return true;
    }
    let mut end = PipeEnd::default();
    let mut status = IO_STATUS_BLOCK::default();
    let (into, room) = ((&raw mut end).cast(), size_of::<PipeEnd>() as u32);
    // SAFETY: room for the answer and the status, which outlive the call.
    let known = unsafe { NtQueryInformationFile(handle, &mut status, into, room, FilePipeLocalInformation) };
    known < 0 || end.write_quota_available as usize >= size
}

fn put(handle: HANDLE, bytes: &[u8]) -> bool {
    let (size, mut written) = (u32::try_from(bytes.len()).unwrap_or(u32::MAX), 0);
    // SAFETY: `bytes` is live and at least of this length.
    let done = unsafe { WriteFile(handle, bytes.as_ptr(), size, &mut written, ptr::null_mut()) };
    done != 0 && written == size
}
