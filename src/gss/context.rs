//! A security context of the library's Kerberos mechanism, as the initiator.

use super::abi::{self, Buffer, ChannelBindings, Iov};
use super::library::Library;
use super::owned::{Bytes, Credential, Name, bytes};
use std::ptr::{null, null_mut};
use std::sync::Arc;

/// What a context is begun with.
pub struct Request<'a> {
    /// `service@host`, with `:port` behind the host where the principal has it.
    pub service: &'a str,
    /// None for whoever has tickets here.
    pub credential: Option<Arc<Credential>>,
    pub delegate: bool,
    /// The application data of the channel bindings.
    pub binding: Option<&'a [u8]>,
}

/// A context and all that it needs. Used by one thread at a time, from changing threads.
pub struct Context {
    library: Arc<Library>,
    handle: abi::Context,
    service: Name,
    credential: Option<Arc<Credential>>,
    binding: Option<Vec<u8>>,
    flags: u32,
    established: bool,
}

// SAFETY: GSS-API's objects may be used from any thread, by one at a time, and `&mut` makes sure of that.
unsafe impl Send for Context {}

impl Context {
    /// May wait for a name server.
    pub fn new(library: Arc<Library>, request: &Request<'_>) -> Result<Self, String> {
        let service = Name::import(&library, request.service, &abi::HOST_BASED_SERVICE)?;
        let wanted = abi::MUTUAL | abi::REPLAY | abi::SEQUENCE | abi::CONFIDENTIALITY | abi::INTEGRITY;
        Ok(Context {
            library,
            handle: null_mut(),
            service,
            credential: request.credential.clone(),
            binding: request.binding.map(<[u8]>::to_vec),
            flags: if request.delegate { wanted | abi::DELEGATE } else { wanted },
            established: false,
        })
    }

    pub fn is_established(&self) -> bool {
        self.established
    }

    /// The next token; empty where there is none to send. May wait for a KDC, for a name server, and for whatever else
    /// the system's configuration asks.
    pub fn step(&mut self, input: &[u8]) -> Result<Vec<u8>, String> {
        let bindings = self.binding.as_ref().map(|data| ChannelBindings {
            initiator_type: 0,
            initiator: Buffer::EMPTY,
            acceptor_type: 0,
            acceptor: Buffer::EMPTY,
            application_data: Buffer::of(data),
        });
        let library = self.library.clone();
        let mut output = Bytes::new(&library);
        let (mut minor, mut granted) = (0, 0);
        let input = Buffer::of(input);
        // SAFETY:
        // - every pointer is to a live local or field, the bindings included
        // - the context is NULL or what the last call left; a failed first call leaves NULL
        let major = unsafe {
            (library.functions.init_sec_context)(
                &mut minor,
                self.credential.as_ref().map_or(null_mut(), |credential| credential.handle),
                &mut self.handle,
                self.service.handle,
                &raw const abi::MECHANISM,
                self.flags,
                0,
                bindings.as_ref().map_or(null(), |bindings| bindings),
                &input,
                null_mut(),
                output.as_mut(),
                &mut granted,
                null_mut(),
            )
        };
        let major = library.check(major, minor)?;
        if major & abi::CONTINUE_NEEDED == 0 {
            let needed = abi::MUTUAL | abi::CONFIDENTIALITY | abi::INTEGRITY;
            if granted & needed != needed {
                return Err("the server was not authenticated, or messages cannot be encrypted".into());
            }
            if self.flags & abi::DELEGATE & !granted != 0 {
                return Err("delegation was asked for, and the ticket cannot be forwarded (kinit -f, or \
                            forwardable = true in krb5.conf)"
                    .into());
            }
            self.established = true;
        }
        Ok(output.to_vec())
    }

    fn ready(&self) -> Result<(), String> {
        if self.established { Ok(()) } else { Err("the log-on is not complete".into()) }
    }

    /// Encrypts a message: the token's header, the data with its padding, and how long that is.
    pub fn wrap(&mut self, message: &[u8]) -> Result<(Vec<u8>, Vec<u8>, usize), String> {
        self.ready()?;
        let mut data = message.to_vec();
        let in_place = Buffer { length: data.len(), value: data.as_mut_ptr().cast() };
        let mut parts = [
            Iov { kind: abi::IOV_HEADER | abi::IOV_ALLOCATE, buffer: Buffer::EMPTY },
            Iov { kind: abi::IOV_DATA, buffer: in_place },
            Iov { kind: abi::IOV_PADDING | abi::IOV_ALLOCATE, buffer: Buffer::EMPTY },
        ];
        let (mut minor, mut sealed) = (0, 0);
        let count = parts.len() as i32;
        let functions = &self.library.functions;
        // SAFETY:
        // - the context is established; `parts` has `count` elements
        // - the data is ours and is written only within its length
        let major = unsafe {
            (functions.wrap_iov)(&mut minor, self.handle, 1, 0, &mut sealed, parts.as_mut_ptr(), count)
        };
        let checked = self.library.check(major, minor);
        let header = bytes(&parts[0].buffer).to_vec();
        let padding = bytes(&parts[2].buffer);
        let length = padding.len();
        data.extend_from_slice(padding);
        // SAFETY: releases what the library allocated of `parts` and nothing else: the flags say which it was.
        unsafe { (functions.release_iov_buffer)(&mut minor, parts.as_mut_ptr(), count) };
        checked?;
        if sealed == 0 {
            return Err("the library would not encrypt the message".into());
        }
        Ok((header, data, length))
    }

    /// Opens a message whose header and data stand behind one another.
    pub fn unwrap(&mut self, token: &[u8]) -> Result<Vec<u8>, String> {
        self.ready()?;
        let mut output = Bytes::new(&self.library);
        let (mut minor, mut sealed, mut quality) = (0, 0, 0);
        let input = Buffer::of(token);
        let unwrap = self.library.functions.unwrap;
        // SAFETY: the context is established; live pointers; the input is only read.
        let major =
            unsafe { unwrap(&mut minor, self.handle, &input, output.as_mut(), &mut sealed, &mut quality) };
        self.library.check(major, minor)?;
        // Late, repeated and lost messages are no errors to GSS-API, and are to us: a connection keeps their order.
        if major != 0 {
            return Err("the message is a repeated one, or one is missing before it".into());
        }
        if sealed == 0 {
            return Err("the message was not encrypted".into());
        }
        Ok(output.to_vec())
    }

    pub fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.ready()?;
        let mut output = Bytes::new(&self.library);
        let mut minor = 0;
        let message = Buffer::of(message);
        let get_mic = self.library.functions.get_mic;
        // SAFETY: the context is established; live pointers; the message is only read.
        let major = unsafe { get_mic(&mut minor, self.handle, 0, &message, output.as_mut()) };
        self.library.check(major, minor)?;
        Ok(output.to_vec())
    }

    pub fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.ready()?;
        let (mut minor, mut quality) = (0, 0);
        let (message, mic) = (Buffer::of(message), Buffer::of(mic));
        let verify_mic = self.library.functions.verify_mic;
        // SAFETY: the context is established; live pointers; both buffers are only read.
        let major = unsafe { verify_mic(&mut minor, self.handle, &message, &mic, &mut quality) };
        self.library.check(major, minor).map(|_| ())
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if self.handle.is_null() {
            return;
        }
        let mut minor = 0;
        // SAFETY: the context is the library's and is used nowhere else; no last token is asked for.
        unsafe { (self.library.functions.delete_sec_context)(&mut minor, &mut self.handle, null_mut()) };
    }
}
