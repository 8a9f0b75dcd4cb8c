//! A security context, as the client.

use super::credential::{Credential, Package, wide};
use super::library::missing;
use super::status::described;
use std::ptr::{from_mut, null_mut};
use std::sync::Arc;
use windows_sys::Win32::Foundation::{
    SEC_E_OK, SEC_I_COMPLETE_AND_CONTINUE, SEC_I_COMPLETE_NEEDED, SEC_I_CONTINUE_NEEDED,
};
use windows_sys::Win32::Security::Authentication::Identity::*;
use windows_sys::Win32::Security::Credentials::SecHandle;

/// What a context is begun with.
pub struct Request<'a> {
    /// The service's principal, `service/host` or `service/host:port`.
    pub service: &'a str,
    pub delegate: bool,
    /// The application data of the channel bindings.
    pub binding: Option<&'a [u8]>,
}

/// A context. Used by one thread at a time, from changing threads.
pub struct Context {
    credential: Arc<Credential>,
    /// None before the first step.
    handle: Option<SecHandle>,
    service: Vec<u16>,
    binding: Option<Vec<u8>>,
    flags: u32,
    /// Once the log-on is complete.
    sizes: Option<SecPkgContext_Sizes>,
}

const NEEDED: u32 = ISC_REQ_CONFIDENTIALITY | ISC_REQ_INTEGRITY;

impl Context {
    pub fn new(credential: Arc<Credential>, request: &Request<'_>) -> Self {
        let wanted = NEEDED | ISC_REQ_MUTUAL_AUTH | ISC_REQ_REPLAY_DETECT | ISC_REQ_SEQUENCE_DETECT;
        Self {
            credential,
            handle: None,
            service: wide(request.service),
            binding: request.binding.map(bindings),
            flags: if request.delegate { wanted | ISC_REQ_DELEGATE } else { wanted },
            sizes: None,
        }
    }

    pub fn is_established(&self) -> bool {
        self.sizes.is_some()
    }

    fn table(&self) -> &SecurityFunctionTableW {
        &self.credential.library.0
    }

    /// The next token; empty where there is none to send. May wait for a domain controller.
    pub fn step(&mut self, input: Option<&[u8]>) -> Result<Vec<u8>, String> {
        let initialize = self.table().InitializeSecurityContextW.ok_or_else(missing)?;
        let mut token = vec![0; self.credential.most as usize];
        let mut output = [buffer(SECBUFFER_TOKEN, &mut token)];
        let mut made = described_buffers(&mut output);
        let (mut input, mut binding) = (input.map(<[u8]>::to_vec), self.binding.clone());
        let mut given = Vec::with_capacity(2);
        given.extend(input.as_mut().map(|input| buffer(SECBUFFER_TOKEN, input)));
        given.extend(binding.as_mut().map(|binding| buffer(SECBUFFER_CHANNEL_BINDINGS, binding)));
        let mut given = described_buffers(&mut given);
        let (mut handle, mut credential) = (self.handle.unwrap_or_default(), self.credential.handle);
        let (mut granted, mut expiry) = (0, 0);
        // SAFETY:
        // - live locals throughout; what is NULL is optional
        // - the context is the one of the last step, or NULL for a new one
        let status = unsafe {
            initialize(
                &mut credential,
                if self.handle.is_some() { from_mut(&mut handle) } else { null_mut() },
                self.service.as_mut_ptr(),
                self.flags,
                0,
                SECURITY_NATIVE_DREP,
                if given.cBuffers == 0 { null_mut() } else { &mut given },
                0,
                &mut handle,
                &mut made,
                &mut granted,
                &mut expiry,
            )
        };
        let (complete, through) = match status {
            SEC_E_OK => (false, true),
            SEC_I_CONTINUE_NEEDED => (false, false),
            SEC_I_COMPLETE_NEEDED => (true, true),
            SEC_I_COMPLETE_AND_CONTINUE => (true, false),
            failed => return Err(described(failed)),
        };
        self.handle = Some(handle);
        if complete {
            self.complete(&mut made)?;
        }
        if through {
            self.established(granted)?;
        }
        token.truncate(output[0].cbBuffer as usize);
        Ok(token)
    }

    /// What some packages want before their token goes out.
    fn complete(&mut self, token: &mut SecBufferDesc) -> Result<(), String> {
        let complete = self.table().CompleteAuthToken.ok_or_else(missing)?;
        // SAFETY: the context is the one that made the token, which is alive.
        let status = unsafe { complete(self.context()?, token) };
        if status == SEC_E_OK { Ok(()) } else { Err(described(status)) }
    }

    fn established(&mut self, granted: u32) -> Result<(), String> {
        if granted & NEEDED != NEEDED {
            return Err("messages cannot be encrypted".into());
        }
        // NTLM knows no such thing, and is what Negotiate may come to.
        if granted & ISC_RET_MUTUAL_AUTH == 0 && !self.is_ntlm() {
            return Err("the server was not authenticated".into());
        }
        if self.flags & ISC_REQ_DELEGATE & !granted != 0 {
            return Err(
                "delegation was asked for, and the domain does not allow it for this server or this user"
                    .into(),
            );
        }
        let mut sizes = SecPkgContext_Sizes::default();
        // SAFETY: the attribute is of this type.
        unsafe { self.query(SECPKG_ATTR_SIZES, from_mut(&mut sizes).cast()) }?;
        self.sizes = Some(sizes);
        Ok(())
    }

    /// # Safety
    ///
    /// `into` points to what the attribute fills.
    unsafe fn query(&mut self, attribute: u32, into: *mut std::ffi::c_void) -> Result<(), String> {
        let query = self.table().QueryContextAttributesW.ok_or_else(missing)?;
        // SAFETY: the context is alive; the rest is the caller's promise.
        let status = unsafe { query(self.context()?, attribute, into) };
        if status == SEC_E_OK { Ok(()) } else { Err(described(status)) }
    }

    fn is_ntlm(&mut self) -> bool {
        if self.credential.package != Package::Negotiate {
            return false;
        }
        let mut chosen = SecPkgContext_NegotiationInfoW::default();
        // SAFETY: the attribute is of this type.
        let asked = unsafe { self.query(SECPKG_ATTR_NEGOTIATION_INFO, from_mut(&mut chosen).cast()) };
        // SAFETY: NULL, or what the call has just made.
        let (Ok(()), Some(package)) = (asked, unsafe { chosen.PackageInfo.cast_const().as_ref() }) else {
            return false;
        };
        let found = is_named(package.Name, "NTLM");
        if let Some(free) = self.table().FreeContextBuffer {
            // SAFETY: the system made it, and nobody looks at it after this.
            unsafe { free(chosen.PackageInfo.cast()) };
        }
        found
    }

    fn context(&mut self) -> Result<*mut SecHandle, String> {
        self.handle.as_mut().map(from_mut).ok_or_else(|| "the log-on was not begun".into())
    }

    fn ready(&self) -> Result<SecPkgContext_Sizes, String> {
        self.sizes.ok_or_else(|| "the log-on is not complete".into())
    }

    /// Encrypts a message: the token's header and the data. In the two buffers that other clients of WinRM use: with a
    /// third one for padding, some packages leave in it what was there before.
    pub fn wrap(&mut self, message: &[u8]) -> Result<(Vec<u8>, Vec<u8>), String> {
        let sizes = self.ready()?;
        let encrypt = self.table().EncryptMessage.ok_or_else(missing)?;
        let (mut header, mut data) = (vec![0; sizes.cbSecurityTrailer as usize], message.to_vec());
        let mut parts = [buffer(SECBUFFER_TOKEN, &mut header), buffer(SECBUFFER_DATA, &mut data)];
        // SAFETY: the context is established; the parts are alive and written within their lengths.
        let status = unsafe { encrypt(self.context()?, 0, &mut described_buffers(&mut parts), 0) };
        if status != SEC_E_OK {
            return Err(described(status));
        }
        header.truncate(parts[0].cbBuffer as usize);
        data.truncate(parts[1].cbBuffer as usize);
        Ok((header, data))
    }

    /// Opens a message.
    pub fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        self.ready()?;
        let decrypt = self.table().DecryptMessage.ok_or_else(missing)?;
        let (mut header, mut data) = (header.to_vec(), data.to_vec());
        let mut parts = [buffer(SECBUFFER_TOKEN, &mut header), buffer(SECBUFFER_DATA, &mut data)];
        let mut quality = 0;
        // SAFETY: the context is established; the parts are alive and written within their lengths.
        let status = unsafe { decrypt(self.context()?, &mut described_buffers(&mut parts), 0, &mut quality) };
        if status != SEC_E_OK {
            return Err(described(status));
        }
        if quality == SECQOP_WRAP_NO_ENCRYPT {
            return Err("the message was not encrypted".into());
        }
        // It lies where the ciphertext did, or further in.
        let start = (parts[1].pvBuffer as usize).checked_sub(data.as_ptr() as usize);
        let within = start.and_then(|start| data.get(start..)?.get(..parts[1].cbBuffer as usize));
        within.map(<[u8]>::to_vec).ok_or_else(|| "the message was opened somewhere else".into())
    }

    pub fn mic(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        let sizes = self.ready()?;
        let sign = self.table().MakeSignature.ok_or_else(missing)?;
        let (mut code, mut message) = (vec![0; sizes.cbMaxSignature as usize], message.to_vec());
        let mut parts = [buffer(SECBUFFER_TOKEN, &mut code), buffer(SECBUFFER_DATA, &mut message)];
        // SAFETY: the context is established; the parts are alive and written within their lengths.
        let status = unsafe { sign(self.context()?, 0, &mut described_buffers(&mut parts), 0) };
        if status != SEC_E_OK {
            return Err(described(status));
        }
        code.truncate(parts[0].cbBuffer as usize);
        Ok(code)
    }

    pub fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        self.ready()?;
        let verify = self.table().VerifySignature.ok_or_else(missing)?;
        let (mut code, mut message) = (mic.to_vec(), message.to_vec());
        let mut parts = [buffer(SECBUFFER_TOKEN, &mut code), buffer(SECBUFFER_DATA, &mut message)];
        let mut quality = 0;
        // SAFETY: the context is established; the parts are alive.
        let status = unsafe { verify(self.context()?, &mut described_buffers(&mut parts), 0, &mut quality) };
        if status == SEC_E_OK { Ok(()) } else { Err(described(status)) }
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        let (Some(handle), Some(delete)) =
            (&mut self.handle, self.credential.library.0.DeleteSecurityContext)
        else {
            return;
        };
        // SAFETY: the context is the system's and is used nowhere else.
        unsafe { delete(handle) };
    }
}

/// Points into `bytes`, which must outlive its use.
fn buffer(kind: u32, bytes: &mut Vec<u8>) -> SecBuffer {
    SecBuffer { cbBuffer: bytes.len() as u32, BufferType: kind, pvBuffer: bytes.as_mut_ptr().cast() }
}

/// Points to the buffers, which must outlive its use.
fn described_buffers(buffers: &mut [SecBuffer]) -> SecBufferDesc {
    SecBufferDesc {
        ulVersion: SECBUFFER_VERSION,
        cBuffers: buffers.len() as u32,
        pBuffers: buffers.as_mut_ptr(),
    }
}

/// SEC_CHANNEL_BINDINGS without addresses: eight numbers, the last two the length and the place of the data.
fn bindings(data: &[u8]) -> Vec<u8> {
    let head = size_of::<SEC_CHANNEL_BINDINGS>() as u32;
    let numbers = [0, 0, 0, 0, 0, 0, data.len() as u32, head];
    let mut bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    bytes.extend_from_slice(data);
    bytes
}

/// Whether a string of the system's is this one.
fn is_named(name: *const u16, expected: &str) -> bool {
    if name.is_null() {
        return false;
    }
    wide(expected).iter().enumerate().all(|(at, unit)| {
        // SAFETY: the string is terminated, and the first unit that differs ends the look.
        let place = unsafe { name.add(at) };
        // SAFETY: as above.
        unsafe { *place == *unit }
    })
}
