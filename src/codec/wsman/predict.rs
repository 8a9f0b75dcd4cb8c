//! The fast path for instances that look like the one before (placeholder until the class is known to have one).

use super::instance::{Scope, Stop};
use super::node::Node;
use crate::cim::Instance;
use crate::codec::xml::Reader;

/// What has been learnt about the shape of an enumeration's instances.
#[derive(Default)]
pub struct Predictor {}

impl Predictor {
    pub fn enter(&mut self, _reader: &Reader<'_>) {}

    pub fn predicted(&mut self, _reader: &mut Reader<'_>, _scope: &Scope<'_>) -> Result<Option<Instance>, Stop> {
        Ok(None)
    }

    pub fn learn(
        &mut self,
        _reader: &Reader<'_>,
        _start: usize,
        _end: usize,
        _node: &Node<'_>,
        _instance: &Instance,
        _scope: &Scope<'_>,
    ) {
    }
}
