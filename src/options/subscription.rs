//! Subscription delivery options (`MI_SubscriptionDeliveryOptions`).

use super::OptionSet;
use super::credentials::Credential;
use super::list::OptionList;
use crate::abi::names::*;
use crate::abi::{MI_SubscriptionDeliveryType, MI_SubscriptionDeliveryType_Push, MI_Timestamp};
use std::borrow::Cow;
use std::time::Duration;

/// How indications reach the client.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DeliveryType {
    #[default]
    Pull,
    Push,
}

impl From<MI_SubscriptionDeliveryType> for DeliveryType {
    /// Everything but push is pull: the original library does not look at the number.
    fn from(number: MI_SubscriptionDeliveryType) -> Self {
        if number == MI_SubscriptionDeliveryType_Push { DeliveryType::Push } else { DeliveryType::Pull }
    }
}

/// When a subscription ends by itself.
#[derive(Clone, Copy)]
pub enum Expiration {
    At(MI_Timestamp),
    After(Duration),
}

/// An immutable set of subscription delivery options.
#[derive(Clone, Default, Debug)]
pub struct SubscriptionOptions {
    list: OptionList,
    delivery: DeliveryType,
}

impl OptionSet for SubscriptionOptions {
    fn list(&self) -> &OptionList {
        &self.list
    }
    fn list_mut(&mut self) -> &mut OptionList {
        &mut self.list
    }
}

impl SubscriptionOptions {
    pub fn new(delivery: DeliveryType) -> Self {
        SubscriptionOptions { list: OptionList::default(), delivery }
    }

    pub fn delivery_type(&self) -> DeliveryType {
        self.delivery
    }

    /// Where to go on: a bookmark that an indication carried, or one of the two `MI_SUBSCRIBE_BOOKMARK_*`.
    pub fn bookmark(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_BOOKMARK)
    }

    pub fn max_latency(&self) -> Option<Duration> {
        self.list.duration(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_MAXIMUM_LATENCY)
    }

    pub fn heartbeat(&self) -> Option<Duration> {
        self.list.duration(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_HEARTBEAT_INTERVAL)
    }

    pub fn expiration(&self) -> Option<Expiration> {
        let name = MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_EXPIRATION_TIME;
        let moment = self.list.timestamp(name).map(|when| Expiration::At(*when));
        moment.or_else(|| self.list.duration(name).map(Expiration::After))
    }

    /// Where pushed indications go.
    pub fn destination(&self) -> Option<Cow<'_, str>> {
        self.list.text(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION)
    }

    pub fn port(&self) -> Option<u32> {
        self.list.number(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_PORT_NUMBER).filter(|port| *port != 0)
    }

    pub fn retry_interval(&self) -> Option<Duration> {
        self.list.duration(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_INTERVAL)
    }

    pub fn retry_attempts(&self) -> Option<u32> {
        self.list.number(MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_RETRY_ATTEMPTS)
    }

    pub fn credentials(&self) -> impl Iterator<Item = &Credential> {
        self.list.credentials_of(MI_SUBSCRIPTIONDELIVERYOPTIONS_ADD_DELIVERY_CREDENTIALS)
    }
}
