//! `mi_clientFT_V1`: the table of tables that existing binaries import.

use super::application::APPLICATION;
use super::deserializer::DESERIALIZER;
use super::destination_options::DESTINATION_OPTIONS;
use super::hosted_provider::HOSTED_PROVIDER;
use super::operation::OPERATION;
use super::operation_options::OPERATION_OPTIONS;
use super::serializer::SERIALIZER;
use super::session::SESSION;
use super::subscription_options::SUBSCRIPTION_DELIVERY_OPTIONS;
use super::utilities::UTILITIES;
use crate::abi::MI_ClientFT_V1;

static TABLES: MI_ClientFT_V1 = MI_ClientFT_V1 {
    applicationFT: &raw const APPLICATION,
    sessionFT: &raw const SESSION,
    operationFT: &raw const OPERATION,
    hostedProviderFT: &raw const HOSTED_PROVIDER,
    serializerFT: &raw const SERIALIZER,
    deserializerFT: &raw const DESERIALIZER,
    subscribeDeliveryOptionsFT: &raw const SUBSCRIPTION_DELIVERY_OPTIONS,
    destinationOptionsFT: &raw const DESTINATION_OPTIONS,
    operationOptionsFT: &raw const OPERATION_OPTIONS,
    utilitiesFT: &raw const UTILITIES,
};

// SAFETY: pointers to immutable statics.
unsafe impl Sync for MI_ClientFT_V1 {}

/// A pointer variable, as the original's: one word of data in the library.
#[repr(transparent)]
pub struct ClientTables(*const MI_ClientFT_V1);

// SAFETY: a pointer to an immutable static.
unsafe impl Sync for ClientTables {}

/// The function tables of the client. Read-only; lives as long as the library.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals)]
pub static mi_clientFT_V1: ClientTables = ClientTables(&raw const TABLES);

/// The tables, for the exports that have no handle to go through. Not by the exported name: an executable may
/// define that itself.
pub fn client_tables() -> *const MI_ClientFT_V1 {
    &raw const TABLES
}
