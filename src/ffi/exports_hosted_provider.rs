//! The flat exports of hosted providers.
//!
//! Any thread.

#![allow(non_snake_case)]

use crate::abi::*;
use crate::ffi::forward::{clear, forward};

/// Stops serving and waits until no call into the provider runs.
///
/// The handle is dead afterwards. Microsoft: MI_HostedProvider_Close function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_HostedProvider_Close(hostedProvider: *mut MI_HostedProvider) -> MI_Result {
    forward!(MI_HostedProviderFT.Close(hostedProvider))
}

/// The application of the hosted provider.
///
/// A copy of its handle, not to be closed in its place. Microsoft: MI_HostedProvider_GetApplication
/// function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MI_HostedProvider_GetApplication(
    hostedProvider: *mut MI_HostedProvider,
    application: *mut MI_Application,
) -> MI_Result {
    forward!(MI_HostedProviderFT.GetApplication(hostedProvider, application), clear(application))
}
