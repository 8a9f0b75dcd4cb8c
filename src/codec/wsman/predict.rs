//! The fast path for instances that look like one before: successive instances of a page have the same tags.
//!
//! A [`Shape`] holds the bytes of an instance's tags. Where they are found again, only the text between them is
//! read, straight into the instance by property index; at the first byte that differs the general reader takes
//! over and a new shape is learnt. Nothing is predicted that the general reader has not read and typed before, in
//! the same namespace bindings, so both paths give the same result.

use super::instance::{Lookup, Scope, Stop, class_name, placed};
use super::node::Node;
use super::shape::{Form, Shape, Slot};
use super::{names, scalar, time};
use crate::abi::MI_FLAG_NOT_MODIFIED;
use crate::cim::{Class, Instance, Type, Value, ValueRef};
use crate::codec::xml::{Reader, find_special, resolve_content};
use std::borrow::Cow;

/// Shapes kept: the classes of a polymorphic enumeration.
const MOST_SHAPES: usize = 8;

struct Known {
    shape: Shape,
    class: Class,
    namespace: String,
    /// The class brings the namespace along.
    named: bool,
}

/// What has been learnt about the shape of an enumeration's instances.
#[derive(Default)]
pub struct Predictor {
    known: Vec<Known>,
    off: bool,
}

impl Predictor {
    /// One that learns nothing: everything goes through the general reader.
    pub fn off() -> Self {
        Self { known: Vec::new(), off: true }
    }

    /// At the start of a page (or a part of one): shapes learnt under other namespace bindings are dropped.
    pub fn enter(&mut self, reader: &Reader<'_>) {
        self.known.retain(|known| known.shape.fits(reader));
    }

    /// The next instance, if it has a known shape; the reader is then behind it.
    pub fn predicted(
        &mut self,
        reader: &mut Reader<'_>,
        scope: &Scope<'_>,
    ) -> Result<Option<Instance>, Stop> {
        if self.known.is_empty() {
            return Ok(None);
        }
        let rest = reader.rest();
        for at in 0..self.known.len() {
            if let Some((instance, length)) = self.known[at].read(rest, scope) {
                reader.advance(length);
                // The one that fits is tried first the next time.
                self.known[..=at].rotate_right(1);
                return Ok(Some(instance));
            }
        }
        Ok(None)
    }

    /// Remembers the shape of an instance that the general reader has read from `start` to `end`.
    pub fn learn(
        &mut self,
        reader: &Reader<'_>,
        start: usize,
        end: usize,
        node: &Node<'_>,
        instance: &Instance,
        scope: &Scope<'_>,
    ) {
        if self.off {
            return;
        }
        let namespace = names::namespace_of_uri(node.namespace).unwrap_or(scope.namespace);
        let Lookup::Known(class) = scope.classes.find(namespace, class_name(node)) else { return };
        let Some(raw) = reader.text().get(start..end) else { return };
        let Some(shape) = Shape::of(reader, raw, node, &class, instance) else { return };
        if let Some(known) = self.known.iter_mut().find(|known| known.shape.is_like(&shape)) {
            known.shape.absorb(shape);
            return;
        }
        let named = class.namespace() == Some(namespace);
        self.known.insert(0, Known { shape, class, namespace: namespace.to_owned(), named });
        self.known.truncate(MOST_SHAPES);
    }
}

impl Known {
    /// The instance at the start of `rest` and its length; None where anything is not as expected.
    fn read(&self, rest: &str, scope: &Scope<'_>) -> Option<(Instance, usize)> {
        let bytes = rest.as_bytes();
        let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut at = after(bytes, blank, &self.shape.head)?;
        let mut instance = Instance::new(&self.class).ok()?;
        for slot in &self.shape.slots {
            // What is not there stays NULL, as with the general reader.
            if let Some(name) = after(bytes, at, &slot.open) {
                at = if slot.ty.is_array() {
                    array(rest, name, slot, &mut instance)?
                } else {
                    scalar_at(rest, name, slot, &mut instance)?
                };
            }
        }
        at = after(bytes, at, &self.shape.tail)?;
        let namespace = if self.named { "" } else { &self.namespace };
        placed(&mut instance, namespace, scope).ok()?;
        Some((instance, at))
    }
}

/// The place behind `expected`, if that is what stands at `at`.
#[inline]
fn after(bytes: &[u8], at: usize, expected: &[u8]) -> Option<usize> {
    bytes.get(at..)?.starts_with(expected).then(|| at + expected.len())
}

/// The text of an element in one of its forms, and where it ends; no text where it is nil.
#[inline]
fn element<'t>(text: &'t str, name: usize, forms: &[Form]) -> Option<(Option<Cow<'t, str>>, usize)> {
    let bytes = text.as_bytes();
    for form in forms {
        let Some(start) = after(bytes, name, &form.open) else { continue };
        if form.nil {
            return Some((None, start));
        }
        let end = find_special(bytes, start);
        let (content, end) = match bytes.get(end)? {
            b'<' => (Cow::Borrowed(&text[start..end]), end),
            _ => {
                let end = end + memchr::memchr(b'<', &bytes[end..])?;
                (Cow::Owned(resolve_content(&text[start..end]).ok()?), end)
            }
        };
        if let Some(behind) = after(bytes, end, &form.close) {
            return Some((Some(content), behind));
        }
    }
    None
}

#[inline]
fn scalar_at(text: &str, name: usize, slot: &Slot, instance: &mut Instance) -> Option<usize> {
    let (content, at) = element(text, name, &slot.forms)?;
    let owned;
    let value = match &content {
        None => None,
        Some(content) => match quick(slot.ty, content) {
            Some(value) => Some(value),
            None => {
                owned = scalar::parse(slot.ty, content)?;
                Some(owned.as_ref())
            }
        },
    };
    instance.set_at_with_flags(slot.index, value, slot.ty, MI_FLAG_NOT_MODIFIED).ok()?;
    Some(at)
}

/// The common cases without an owned value; None leaves the text to the general parser.
#[inline]
fn quick(ty: Type, text: &str) -> Option<ValueRef<'_>> {
    Some(match ty {
        Type::String => ValueRef::Text(text),
        Type::Boolean => ValueRef::Boolean(scalar::boolean(text)?),
        Type::Uint8 => ValueRef::Uint8(number(text)?.try_into().ok()?),
        Type::Uint16 => ValueRef::Uint16(number(text)?.try_into().ok()?),
        Type::Uint32 => ValueRef::Uint32(number(text)?.try_into().ok()?),
        Type::Uint64 => ValueRef::Uint64(number(text)?),
        Type::Sint8 => ValueRef::Sint8(signed(text)?.try_into().ok()?),
        Type::Sint16 => ValueRef::Sint16(signed(text)?.try_into().ok()?),
        Type::Sint32 => ValueRef::Sint32(signed(text)?.try_into().ok()?),
        Type::Sint64 => ValueRef::Sint64(signed(text)?),
        Type::Datetime => ValueRef::Datetime(time::parse(text)?),
        _ => return None,
    })
}

/// Up to 18 decimal digits.
#[inline]
fn number(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    let mut value = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    Some(value)
}

#[inline]
fn signed(text: &str) -> Option<i64> {
    match text.strip_prefix('-') {
        Some(digits) => Some(-(number(digits)? as i64)),
        None => Some(number(text)? as i64),
    }
}

/// One or more elements of the slot's name.
fn array(text: &str, name: usize, slot: &Slot, instance: &mut Instance) -> Option<usize> {
    let bytes = text.as_bytes();
    let (first, mut at) = element(text, name, &slot.forms)?;
    let Some(first) = first else {
        instance.set_at_with_flags(slot.index, None, slot.ty, MI_FLAG_NOT_MODIFIED).ok()?;
        // A nil element among others is the general reader's business.
        return after(bytes, at, &slot.open).is_none().then_some(at);
    };
    let item = slot.ty.element();
    let mut values = Vec::with_capacity(4);
    values.push(scalar::parse(item, &first)?);
    while let Some(next) = after(bytes, at, &slot.open) {
        let (content, behind) = element(text, next, &slot.forms)?;
        values.push(scalar::parse(item, &content?)?);
        at = behind;
    }
    let value: Value = scalar::array(item, values)?;
    instance.set_at_with_flags(slot.index, Some(value.as_ref()), slot.ty, MI_FLAG_NOT_MODIFIED).ok()?;
    Some(at)
}
