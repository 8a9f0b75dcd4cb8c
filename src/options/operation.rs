//! Operation options (`MI_OperationOptions`).

use super::OptionSet;
use super::list::{CustomOption, OptionList, OptionValue};
use crate::abi::names::*;
use crate::abi::{
    MI_RESULT_FAILED, MI_RESULT_INVALID_PARAMETER, MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_Result,
    MI_WRITEMESSAGE_CHANNEL_DEBUG, MI_WRITEMESSAGE_CHANNEL_VERBOSE, MI_WRITEMESSAGE_CHANNEL_WARNING,
};
use crate::cim::{MiStr, MiString};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// More channels than this are somebody's loop gone wild.
const MAX_CHANNELS: usize = 65_536;

/// An immutable set of operation options. The default has the three standard channels enabled, as a new one has.
#[derive(Clone, Debug)]
pub struct OperationOptions {
    list: OptionList,
    must_understand: bool,
}

impl OptionSet for OperationOptions {
    fn list(&self) -> &OptionList {
        &self.list
    }
    fn list_mut(&mut self) -> &mut OptionList {
        &mut self.list
    }
}

impl Default for OperationOptions {
    fn default() -> Self {
        Self::new(false)
    }
}

/// What becomes of a prompt or a non-terminating error (`MI_CallbackMode`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallbackMode {
    /// The client is told, the answer is automatic.
    Report,
    /// The client is asked.
    Inquire,
    /// Nobody is told, the answer is automatic.
    Ignore,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProviderArchitecture {
    Bits32,
    Bits64,
}

impl OperationOptions {
    /// `must_understand`: the server must refuse custom options that it does not know.
    pub fn new(must_understand: bool) -> Self {
        let standard =
            [MI_WRITEMESSAGE_CHANNEL_WARNING, MI_WRITEMESSAGE_CHANNEL_VERBOSE, MI_WRITEMESSAGE_CHANNEL_DEBUG];
        let mut options = OperationOptions { list: OptionList::default(), must_understand };
        let name = MiString::from(MI_OPERATIONOPTIONS_CHANNEL);
        let _new_name = options.list.set(&name, OptionValue::Channels(Arc::new(standard)));
        options
    }

    pub fn must_understand(&self) -> bool {
        self.must_understand
    }

    /// Enables or disables a channel (`SetNumber` of the channel option). Twice is once.
    pub fn set_channel(&mut self, channel: u32, enabled: bool) -> Result<(), MI_Result> {
        let now = self.enabled_channels();
        if now.contains(&channel) == enabled {
            return Ok(());
        }
        if enabled && now.len() >= MAX_CHANNELS {
            return Err(MI_RESULT_SERVER_LIMITS_EXCEEDED);
        }
        let kept = now.iter().copied().filter(|other| *other != channel);
        let channels: Arc<[u32]> = kept.chain(enabled.then_some(channel)).collect();
        let name = MiString::from(MI_OPERATIONOPTIONS_CHANNEL);
        self.list.set(&name, OptionValue::Channels(channels))
    }

    /// Whether writeMessage is called for a channel.
    pub fn channel_enabled(&self, channel: u32) -> bool {
        self.enabled_channels().contains(&channel)
    }

    pub fn enabled_channels(&self) -> &[u32] {
        self.list.channels(MI_OPERATIONOPTIONS_CHANNEL).unwrap_or(&[])
    }

    pub fn timeout(&self) -> Option<Duration> {
        self.list.duration(MI_OPERATIONOPTIONS_TIMEOUT)
    }

    /// The resource URI that replaces the one made from namespace and class.
    pub fn resource_uri(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_OPERATIONOPTIONS_RESOURCE_URI)
    }

    pub fn resource_uri_prefix(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_OPERATIONOPTIONS_RESOURCE_URI_PREFIX)
    }

    /// What becomes of a prompt: the client is asked, unless it said otherwise.
    pub fn prompt_user_mode(&self) -> CallbackMode {
        self.mode(MI_OPERATIONOPTIONS_PROMPTUSERMODE).unwrap_or(CallbackMode::Inquire)
    }

    /// The automatic answer to a regular prompt; yes, unless the client said otherwise.
    pub fn prompt_user_regular_answer(&self) -> bool {
        self.list.flag(MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE).unwrap_or(true)
    }

    /// What becomes of a non-terminating error: the client is told, unless it said otherwise.
    pub fn write_error_mode(&self) -> CallbackMode {
        self.mode(MI_OPERATIONOPTIONS_WRITEERRORMODE).unwrap_or(CallbackMode::Report)
    }

    fn mode(&self, name: &str) -> Option<CallbackMode> {
        match self.list.number(name)? {
            0 => Some(CallbackMode::Report),
            1 => Some(CallbackMode::Inquire),
            2 => Some(CallbackMode::Ignore),
            _ => None,
        }
    }

    pub fn provider_architecture(&self) -> Option<ProviderArchitecture> {
        match self.list.number(MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE)? {
            0 => Some(ProviderArchitecture::Bits32),
            1 => Some(ProviderArchitecture::Bits64),
            _ => None,
        }
    }

    /// Whether the operation must fail rather than use a provider of another architecture.
    pub fn architecture_required(&self) -> bool {
        self.list.flag(MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE).unwrap_or(false)
    }

    /// Whether indications carry the machine's identifier.
    pub fn use_machine_id(&self) -> bool {
        self.list.flag(MI_OPERATIONOPTIONS_USE_MACHINE_ID).unwrap_or(false)
    }

    /// The WS-Addressing action that replaces the verb's own (PowerShell's remoting sets it).
    pub fn action(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_OPERATIONOPTIONS_ACTION)
    }

    /// The WS-Man session identifier (PowerShell's remoting sets it).
    pub fn session_id(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_OPERATIONOPTIONS_SESSIONID)
    }

    /// Whether bodies are those of the remote shell rather than of CIM.
    pub fn is_shell(&self) -> bool {
        self.list.number(MI_OPERATIONOPTIONS_ISSHELL).is_some_and(|number| number != 0)
    }

    /// The custom options, in the order they were set.
    pub fn custom(&self) -> impl Iterator<Item = (Cow<'_, str>, &CustomOption)> {
        self.list.entries().iter().filter_map(|entry| match &entry.value {
            OptionValue::Custom(custom) => Some((entry.name.to_str_lossy(), custom)),
            _ => None,
        })
    }

    /// The channels under a name, as `GetEnabledChannels` gives them: nothing where the name is not set.
    pub fn channels_named(&self, name: &MiStr) -> Result<Arc<[u32]>, MI_Result> {
        match self.list.find(name).map(|(_, entry)| &entry.value) {
            None => Ok(Arc::new([])),
            Some(OptionValue::Channels(channels)) => Ok(channels.clone()),
            Some(_) => Err(crate::abi::MI_RESULT_TYPE_MISMATCH),
        }
    }

    /// `SetNumber`: the channel option's flags say enable or disable, every other option has none.
    pub fn set_number(&mut self, name: &MiStr, value: u32, flags: u32) -> Result<(), MI_Result> {
        let is_channel = super::list::is_named(name.as_units(), MI_OPERATIONOPTIONS_CHANNEL);
        match flags {
            0 if is_channel => self.set_channel(value, true),
            1 if is_channel => self.set_channel(value, false),
            0 => self.list.set(name, OptionValue::Number(value)),
            _ => Err(MI_RESULT_INVALID_PARAMETER),
        }
    }
}

/// What a caller's buffer for a counted list is answered with: the count always, the data where it fits.
/// An empty buffer asks for the count.
pub fn fits(buffer: u32, needed: usize) -> Result<bool, MI_Result> {
    match buffer as usize {
        0 => Ok(false),
        length if length < needed => Err(MI_RESULT_FAILED),
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_enable_once_and_keep_their_order() {
        let mut options = OperationOptions::default();
        assert_eq!(options.enabled_channels(), [0, 1, 2]);
        options.set_channel(1, false).unwrap();
        options.set_channel(9, true).unwrap();
        options.set_channel(0, true).unwrap();
        assert_eq!(options.enabled_channels(), [0, 2, 9]);
        assert!(options.channel_enabled(9) && !options.channel_enabled(1));
        for channel in [0, 2, 9] {
            options.set_channel(channel, false).unwrap();
        }
        assert_eq!(options.enabled_channels(), [0; 0]);
        assert_eq!(options.list().entries().len(), 1);
    }

    #[test]
    fn channel_option_has_two_flags_and_others_none() {
        let mut options = OperationOptions::default();
        let channel = MiString::from("__mi_operationoptions_CHANNEL");
        options.set_number(&channel, 5, 0).unwrap();
        options.set_number(&channel, 0, 1).unwrap();
        assert_eq!(options.enabled_channels(), [1, 2, 5]);
        assert_eq!(options.set_number(&channel, 6, 2), Err(MI_RESULT_INVALID_PARAMETER));
        let other = MiString::from("other");
        assert_eq!(options.set_number(&other, 6, 1), Err(MI_RESULT_INVALID_PARAMETER));
    }

    #[test]
    fn modes_default_as_documented_and_ignore_nonsense() {
        let mut options = OperationOptions::default();
        assert_eq!(options.write_error_mode(), CallbackMode::Report);
        assert_eq!(options.prompt_user_mode(), CallbackMode::Inquire);
        assert!(options.prompt_user_regular_answer());
        let mode = MiString::from(MI_OPERATIONOPTIONS_WRITEERRORMODE);
        options.set_number(&mode, 1, 0).unwrap();
        assert_eq!(options.write_error_mode(), CallbackMode::Inquire);
        options.set_number(&mode, 3, 0).unwrap();
        assert_eq!(options.write_error_mode(), CallbackMode::Report);
    }

    #[test]
    fn short_buffer_fails_and_empty_one_asks() {
        assert_eq!(fits(0, 3), Ok(false));
        assert_eq!(fits(2, 3), Err(MI_RESULT_FAILED));
        assert_eq!(fits(3, 3), Ok(true));
    }
}
