//! Destination, operation and subscription options: plain values, shared between threads as immutable snapshots.
//!
//! All three wrap one ordered list of named options ([`OptionList`]). Names compare without ASCII case. A setter
//! makes a new snapshot; strings, credentials and custom values in it are shared with the old one, so a pointer that
//! a getter handed out lives until its own option is overwritten or the object is deleted.

#![forbid(unsafe_code)]

pub mod credentials;
pub mod destination;
pub mod interval;
pub mod list;
pub mod operation;
pub mod secret;
pub mod subscription;

pub use credentials::{Authentication, Credential, Identity};
pub use destination::{DestinationOptions, Impersonation, PacketEncoding, ProxyType, SslOptions, Transport};
pub use list::{CustomOption, CustomValue, OptionEntry, OptionList, OptionValue};
pub use operation::{CallbackMode, OperationOptions, ProviderArchitecture};
pub use secret::Secret;
pub use subscription::{DeliveryType, Expiration, SubscriptionOptions};

/// What the three kinds of options have in common, for the layer that serves their function tables.
pub trait OptionSet: Clone + Send + Sync + 'static {
    fn list(&self) -> &OptionList;
    fn list_mut(&mut self) -> &mut OptionList;
}
