//! GSS-API's C types and constants (RFC 2744; the iov extension as MIT and Heimdal have it).
#![allow(non_camel_case_types)]

use std::ffi::c_void;
use std::ptr::null_mut;

/// `gss_buffer_desc`.
#[repr(C)]
pub struct Buffer {
    pub length: usize,
    pub value: *mut c_void,
}

impl Buffer {
    pub const EMPTY: Buffer = Buffer { length: 0, value: null_mut() };

    /// Points into `bytes`, which must outlive its use; functions that take a buffer as input only read it.
    pub fn of(bytes: &[u8]) -> Buffer {
        Buffer { length: bytes.len(), value: bytes.as_ptr().cast_mut().cast() }
    }
}

/// `gss_OID_desc`.
#[repr(C)]
pub struct Oid {
    pub length: u32,
    pub elements: *const c_void,
}

// SAFETY: it points to static bytes that nobody writes.
unsafe impl Sync for Oid {}

impl Oid {
    pub const fn of(bytes: &'static [u8]) -> Oid {
        Oid { length: bytes.len() as u32, elements: bytes.as_ptr().cast() }
    }
}

/// `gss_OID_set_desc`.
#[repr(C)]
pub struct OidSet {
    pub count: usize,
    pub elements: *const Oid,
}

/// `struct gss_channel_bindings_struct`.
#[repr(C)]
pub struct ChannelBindings {
    pub initiator_type: u32,
    pub initiator: Buffer,
    pub acceptor_type: u32,
    pub acceptor: Buffer,
    pub application_data: Buffer,
}

/// `gss_iov_buffer_desc`.
#[repr(C)]
pub struct Iov {
    pub kind: u32,
    pub buffer: Buffer,
}

pub type Context = *mut c_void;
pub type Credential = *mut c_void;
pub type Name = *mut c_void;

/// Kerberos, 1.2.840.113554.1.2.2
pub static MECHANISM: Oid = Oid::of(b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02");
/// GSS_C_NT_HOSTBASED_SERVICE, 1.2.840.113554.1.2.1.4
pub static HOST_BASED_SERVICE: Oid = Oid::of(b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04");
/// GSS_KRB5_NT_PRINCIPAL_NAME, 1.2.840.113554.1.2.2.1
pub static PRINCIPAL_NAME: Oid = Oid::of(b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01");

pub const INITIATE: i32 = 1;
/// GSS_C_GSS_CODE and GSS_C_MECH_CODE of gss_display_status.
pub const GSS_CODE: i32 = 1;
pub const MECHANISM_CODE: i32 = 2;
pub const CONTINUE_NEEDED: u32 = 1;
/// The calling and routine errors of a major status; what is below them only informs.
pub const ERRORS: u32 = 0xffff_0000;

pub const DELEGATE: u32 = 1;
pub const MUTUAL: u32 = 2;
pub const REPLAY: u32 = 4;
pub const SEQUENCE: u32 = 8;
pub const CONFIDENTIALITY: u32 = 16;
pub const INTEGRITY: u32 = 32;

pub const IOV_DATA: u32 = 1;
pub const IOV_HEADER: u32 = 2;
pub const IOV_PADDING: u32 = 9;
pub const IOV_ALLOCATE: u32 = 0x1_0000;
