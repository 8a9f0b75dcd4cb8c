//! `MI_HostedProviderFT`: providers in the client's process. Not there yet; as the original, which has none either.

use crate::abi::*;

table! {
    pub static HOSTED_PROVIDER: MI_HostedProviderFT {
        stub fn Close(hostedProvider: *mut MI_HostedProvider) -> MI_Result {}
        stub fn GetApplication(hostedProvider: *mut MI_HostedProvider, application: *mut MI_Application) -> MI_Result {}
    }
}
