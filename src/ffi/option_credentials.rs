//! The credential slots, shared by destination and subscription delivery options.
//!
//! A password is copied from the caller's memory into a [`Secret`] and from there into a caller's buffer, and
//! nowhere else on the way.

use super::option_calls::kept;
use super::option_object::{OptionHandle, object};
use super::text::{give, given};
use crate::abi::*;
use crate::cim::{MiStr, MiString};
use crate::options::credentials::Requirement;
use crate::options::operation::fits;
use crate::options::{Authentication, Credential, Identity, OptionSet, Secret};
use crate::sync::Arc;

/// What a listed password reads as.
static MASK: [MI_Char; 7] = [b'*' as MI_Char, MASKED, MASKED, MASKED, MASKED, MASKED, 0];
const MASKED: MI_Char = b'*' as MI_Char;

/// # Safety
/// The slot's contract.
pub unsafe fn add<H: OptionHandle>(
    options: *mut H,
    name: *const MI_Char,
    credentials: *const MI_UserCredentials,
    flags: u32,
) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let object = unsafe { object(options.cast_const()) }?;
    // SAFETY: the slot's contract.
    let name = unsafe { given(name) };
    // SAFETY: the slot's contract.
    let credentials = unsafe { credentials.as_ref() };
    let (Some(name), Some(credentials), 0) = (name, credentials, flags) else {
        return Err(MI_RESULT_INVALID_PARAMETER);
    };
    // SAFETY: the slot's contract.
    let credential = unsafe { read(name, credentials) }?;
    object.update(|data| {
        let mut next = data.clone();
        next.list_mut().add_credential(credential.clone())?;
        Ok(next)
    })
}

/// Reads a caller's credentials as their type says.
///
/// # Safety
/// The slot's contract.
unsafe fn read(name: &MiStr, credentials: &MI_UserCredentials) -> Result<Credential, MI_Result> {
    // SAFETY: the slot's contract.
    let spelling = unsafe { given(credentials.authenticationType) }.ok_or(MI_RESULT_INVALID_PARAMETER)?;
    let authentication =
        Authentication::from_name(&spelling.to_str_lossy()).ok_or(MI_RESULT_INVALID_PARAMETER)?;
    let identity = match authentication.requirement() {
        Requirement::Nothing => Identity::Ambient,
        Requirement::Thumbprint => {
            // SAFETY: the type says that this is the member the caller filled.
            let thumbprint = unsafe { credentials.credentials.certificateThumbprint };
            // SAFETY: the slot's contract.
            Identity::Certificate { thumbprint: unsafe { given(thumbprint) }.map(kept) }
        }
        needs => {
            // SAFETY: the type says that this is the member the caller filled.
            let user = unsafe { credentials.credentials.usernamePassword };
            // SAFETY: the slot's contract.
            unsafe { read_user(&user, needs == Requirement::User) }?
        }
    };
    Ok(Credential { option: kept(name), authentication_name: kept(spelling), authentication, identity })
}

/// # Safety
/// The slot's contract.
unsafe fn read_user(from: &MI_UsernamePasswordCreds, name_required: bool) -> Result<Identity, MI_Result> {
    // SAFETY: the slot's contract.
    let user = unsafe { given(from.username) }.map(kept);
    if name_required && user.is_none() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    let domain = unsafe { given(from.domain) }.map(kept);
    // SAFETY: the slot's contract.
    let password = match unsafe { given(from.password) } {
        None => None,
        Some(text) => Some(Arc::new(Secret::new(text.as_units()).ok_or(MI_RESULT_SERVER_LIMITS_EXCEEDED)?)),
    };
    Ok(Identity::User { domain, user, password })
}

/// # Safety
/// The slot's contract.
pub unsafe fn count<H: OptionHandle>(options: *const H, count: *mut u32) -> Result<(), MI_Result> {
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    if count.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    unsafe { give(count, snapshot.list().credentials().len() as u32) };
    Ok(())
}

/// One credential by its index. As the original: where there are none at all, asking for one is wrong.
///
/// # Safety
/// The slot's contract.
unsafe fn at<H: OptionHandle>(options: *const H, index: u32) -> Result<Arc<Credential>, MI_Result> {
    // SAFETY: the slot's contract.
    let snapshot = unsafe { object(options) }?.snapshot();
    let credentials = snapshot.list().credentials();
    if credentials.is_empty() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    credentials.get(index as usize).cloned().ok_or(MI_RESULT_NO_SUCH_PROPERTY)
}

/// Lists a credential, its password masked.
///
/// # Safety
/// The slot's contract.
pub unsafe fn get_at<H: OptionHandle>(
    options: *const H,
    index: u32,
    name: *mut *const MI_Char,
    credentials: *mut MI_UserCredentials,
    flags: *mut u32,
) -> Result<(), MI_Result> {
    if name.is_null() || credentials.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    let credential = unsafe { at(options, index) }?;
    // SAFETY: the slot's contract.
    unsafe { give(name, credential.option.as_ptr()) };
    // SAFETY: the slot's contract.
    unsafe { give(credentials, image(&credential)) };
    // SAFETY: the slot's contract.
    unsafe { give(flags, 0) };
    Ok(())
}

/// A credential as C reads it. Pointers in it belong to the credential.
fn image(credential: &Credential) -> MI_UserCredentials {
    let pointer = |text: &Option<Arc<MiString>>| text.as_ref().map_or(std::ptr::null(), |text| text.as_ptr());
    let mut user = MI_UsernamePasswordCreds {
        domain: std::ptr::null(),
        username: std::ptr::null(),
        password: std::ptr::null(),
    };
    match &credential.identity {
        Identity::Ambient => {}
        Identity::User { domain, user: name, .. } => {
            user.domain = pointer(domain);
            user.username = pointer(name);
            user.password = MASK.as_ptr();
        }
        // The thumbprint lies where the domain does; the rest of the union is NULL, as in the original.
        Identity::Certificate { thumbprint } => user.domain = pointer(thumbprint),
    }
    MI_UserCredentials {
        authenticationType: credential.authentication_name.as_ptr(),
        credentials: MI_CredentialsValue { usernamePassword: user },
    }
}

/// Where a password goes.
pub struct PasswordBuffer {
    pub start: *mut MI_Char,
    pub length: u32,
    /// Receives the length with its terminator, also when the buffer is too short.
    pub needed: *mut u32,
}

/// Gives a password out. An empty buffer asks for the length; a short one fails.
///
/// # Safety
/// The slot's contract.
pub unsafe fn get_password_at<H: OptionHandle>(
    options: *const H,
    index: u32,
    name: *mut *const MI_Char,
    buffer: PasswordBuffer,
    flags: *mut u32,
) -> Result<(), MI_Result> {
    if name.is_null() || buffer.needed.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    let credential = unsafe { at(options, index) }?;
    if !matches!(credential.identity, Identity::User { .. }) {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY: the slot's contract.
    unsafe { copy_password(credential.password(), &buffer) }?;
    // SAFETY: the slot's contract.
    unsafe { give(name, credential.option.as_ptr()) };
    // SAFETY: the slot's contract.
    unsafe { give(flags, 0) };
    Ok(())
}

/// # Safety
/// The slot's contract.
unsafe fn copy_password(password: Option<&Secret>, buffer: &PasswordBuffer) -> Result<(), MI_Result> {
    // No password at all is a length of 0, not an empty one.
    let needed = password.map_or(0, |password| password.expose().len() + 1);
    // SAFETY: the slot's contract.
    unsafe { give(buffer.needed, needed as u32) };
    let Some(password) = password else { return Ok(()) };
    if !fits(buffer.length, needed)? {
        return Ok(());
    }
    if buffer.start.is_null() {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    let units = password.expose();
    // SAFETY:
    // - the buffer has room for `needed` units (checked above) and is the caller's own memory
    // - the secret is ours, so the two do not overlap
    unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), buffer.start, units.len()) };
    // SAFETY: the terminator is the last of the `needed` units.
    let terminator = unsafe { buffer.start.add(units.len()) };
    // SAFETY: as above.
    unsafe { terminator.write(0) };
    Ok(())
}
