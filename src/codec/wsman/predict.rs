//! The fast path for instances that look like one before: successive instances of a page have the same tags.
//!
//! A [`Shape`] holds the bytes of an instance's tags. Where they are found again, only the text between them is
//! read, straight into the instance's block; at the first byte that differs the general reader takes over and a new
//! shape is learnt. Nothing is predicted that the general reader has not read and typed before, in the same namespace
//! bindings, so both paths give the same result.

use super::instance::{Lookup, Scope, class_name};
use super::node::Node;
use super::quick;
use super::shape::{Form, Shape, Slot};
use super::{names, scalar};
use crate::cim::block::template::{Draft, Template};
use crate::cim::{Instance, Value};
use crate::codec::xml::{Reader, find_special, resolve_content};
use std::borrow::Cow;
use std::ops::Range;

/// Shapes kept: the classes of a polymorphic enumeration.
const MOST_SHAPES: usize = 8;
/// An instance of more bytes is left to the general reader, which counts elements and sizes against its limits. None
/// of those is reached below this size.
const MOST_BYTES: usize = 1 << 20;

struct Known {
    shape: Shape,
    template: Template,
    /// The request's; instances that do not say their namespace have this one.
    namespace: String,
    /// The page that was entered last has the namespace bindings that the shape was learnt under.
    fits: bool,
}

/// What has been learnt about the shape of an enumeration's instances.
#[derive(Default)]
pub struct Predictor {
    known: Vec<Known>,
    scratch: Scratch,
    off: bool,
}

/// Elements of one array on their way.
#[derive(Default)]
struct Scratch {
    bits: Vec<u64>,
    texts: Vec<Range<usize>>,
}

impl Predictor {
    /// One that learns nothing: everything goes through the general reader.
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// At the start of a page: shapes learnt under other namespace bindings are left out of it.
    pub fn enter(&mut self, reader: &Reader<'_>) {
        self.known.iter_mut().for_each(|known| known.fits = known.shape.fits(reader));
    }

    /// The instance at the start of `rest`, if it has a known shape, and its length. `rest` is part of the page that
    /// was entered last, between items.
    pub fn predicted(&mut self, rest: &str, scope: &Scope<'_>) -> Option<(Instance, usize)> {
        for at in 0..self.known.len() {
            let known = &self.known[at];
            if known.is_for(scope)
                && let Some(found) = known.read(rest, &mut self.scratch)
            {
                // The one that fits is tried first the next time.
                self.known[..=at].rotate_right(1);
                return Some(found);
            }
        }
        None
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
        let Some(shape) = Shape::of(reader, raw.trim_ascii_start(), node, &class, instance) else { return };
        let absorbs = |known: &mut Known| known.is_for(scope) && known.shape.absorb(&shape);
        if let Some(at) = self.known.iter_mut().position(absorbs) {
            self.known[..=at].rotate_right(1);
            return;
        }
        let template = Template::new(&class, namespace, scope.server);
        let namespace = scope.namespace.to_owned();
        self.known.insert(0, Known { shape, template, namespace, fits: true });
        self.known.truncate(MOST_SHAPES);
    }
}

impl Known {
    fn is_for(&self, scope: &Scope<'_>) -> bool {
        self.fits && self.namespace == scope.namespace
    }

    /// The instance at the start of `rest` and its length; None where anything is not as expected.
    fn read(&self, rest: &str, scratch: &mut Scratch) -> Option<(Instance, usize)> {
        let bytes = rest.as_bytes();
        let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let at = after(bytes, blank, &self.shape.head)?;
        let mut walk = Walk { text: rest, at, draft: self.template.begin().ok()?, scratch };
        walk.properties(&self.shape.slots)?;
        let end = after(bytes, walk.at, &self.shape.tail).filter(|end| *end <= MOST_BYTES)?;
        Some((walk.draft.finish(), end))
    }
}

/// The place behind `expected`, if that is what stands at `at`.
#[inline(always)]
fn after(bytes: &[u8], at: usize, expected: &[u8]) -> Option<usize> {
    let end = at.checked_add(expected.len())?;
    same(bytes.get(at..end)?, expected).then_some(end)
}

/// Whether these, which are of one length, are the same: tags between two values are short, and a call would cost as
/// much as they do.
#[inline(always)]
fn same(text: &[u8], tags: &[u8]) -> bool {
    match tags.len() {
        8..=16 => ends_are_same::<8>(text, tags),
        17..=32 => ends_are_same::<16>(text, tags),
        33..=64 => ends_are_same::<32>(text, tags),
        _ => text == tags,
    }
}

#[inline(always)]
fn ends_are_same<const N: usize>(text: &[u8], tags: &[u8]) -> bool {
    text.first_chunk::<N>() == tags.first_chunk() && text.last_chunk::<N>() == tags.last_chunk()
}

/// On the way through an instance.
struct Walk<'t, 'd> {
    text: &'t str,
    at: usize,
    draft: Draft<'d>,
    scratch: &'t mut Scratch,
}

impl<'t> Walk<'t, '_> {
    #[inline(always)]
    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn properties(&mut self, slots: &[Slot]) -> Option<()> {
        let mut next = 0;
        while let Some(slot) = slots.get(next) {
            let usual = &slot.usual;
            let begin =
                if usual.begin.is_empty() { None } else { after(self.bytes(), self.at, &usual.begin) };
            match begin {
                Some(text) => next = self.run(slots, next, text)?,
                None => {
                    self.any_form(slot)?;
                    next += 1;
                }
            }
        }
        Some(())
    }

    /// From the text of a property on, as long as each follows the other in its usual form. Answers the slot that is
    /// to be looked for next.
    fn run(&mut self, slots: &[Slot], mut next: usize, mut text: usize) -> Option<usize> {
        loop {
            let slot = slots.get(next)?;
            let usual = &slot.usual;
            let Some(end) = self.value(slot, text) else {
                self.at = text - usual.begin.len();
                self.any_form(slot)?;
                return Some(next + 1);
            };
            next += 1;
            match after(self.bytes(), end, &usual.bridge) {
                Some(behind) if usual.is_bridged => text = behind,
                Some(behind) => {
                    self.at = behind;
                    return Some(next);
                }
                None => match after(self.bytes(), end, &usual.close) {
                    Some(behind) => {
                        self.at = behind;
                        return Some(next);
                    }
                    None => {
                        self.at = text - usual.begin.len();
                        self.any_form(slot)?;
                        return Some(next);
                    }
                },
            }
        }
    }

    /// Reads the text of a property in its usual form, and in an array those of the elements that follow. Answers
    /// where it ends; None: it is not one of the simple cases.
    #[inline(always)]
    fn value(&mut self, slot: &Slot, text: usize) -> Option<usize> {
        let bytes = self.bytes();
        let (done, end) = match slot.reading {
            quick::Form::Text if slot.is_array => self.texts(slot, text)?,
            quick::Form::Text => {
                let end = find_special(bytes, text);
                if bytes.get(end)? == &b'<' {
                    (self.draft.text(slot.index, self.text.get(text..end)?), end)
                } else {
                    self.special_text(slot, text, end)?
                }
            }
            quick::Form::Datetime if !slot.is_array => {
                let (value, end) = quick::datetime(bytes, text)?;
                (self.draft.datetime(slot.index, &value), end)
            }
            _ if slot.is_array => self.array_of_bits(slot, text)?,
            reading => {
                let (bits, end) = quick::bits(reading, self.text, text)?;
                (self.draft.bits(slot.index, bits), end)
            }
        };
        done.then_some(end)
    }

    /// Text with references or white space in it.
    fn special_text(&mut self, slot: &Slot, text: usize, special: usize) -> Option<(bool, usize)> {
        let end = special + memchr::memchr(b'<', &self.bytes()[special..])?;
        let mut pieces = self.draft.pieces(slot.index, end - text)?;
        resolve_content(&mut pieces, self.text.get(text..end)?).ok()?;
        pieces.finish();
        Some((true, end))
    }

    #[inline]
    fn array_of_bits(&mut self, slot: &Slot, mut text: usize) -> Option<(bool, usize)> {
        self.scratch.bits.clear();
        loop {
            let (bits, end) = quick::bits(slot.reading, self.text, text)?;
            self.scratch.bits.push(bits);
            match after(self.bytes(), end, &slot.usual.again) {
                Some(next) => text = next,
                None => return Some((self.draft.array_of_bits(slot.index, &self.scratch.bits), end)),
            }
        }
    }

    #[inline]
    fn texts(&mut self, slot: &Slot, mut text: usize) -> Option<(bool, usize)> {
        self.scratch.texts.clear();
        loop {
            let end = find_special(self.bytes(), text);
            if self.bytes().get(end)? != &b'<' {
                return None;
            }
            self.scratch.texts.push(text..end);
            match after(self.bytes(), end, &slot.usual.again) {
                Some(next) => text = next,
                None => {
                    let texts = self.scratch.texts.iter().map(|range| &self.text[range.clone()]);
                    return Some((self.draft.texts(slot.index, texts), end));
                }
            }
        }
    }

    /// A property in any of its forms, or not there at all: it stays NULL then, as with the general reader.
    fn any_form(&mut self, slot: &Slot) -> Option<()> {
        if let Some(name) = after(self.bytes(), self.at, &slot.open) {
            self.at = if slot.ty.is_array() { self.array(name, slot)? } else { self.scalar(name, slot)? };
        }
        Some(())
    }

    fn scalar(&mut self, name: usize, slot: &Slot) -> Option<usize> {
        let (content, at) = element(self.text, name, &slot.forms)?;
        let value = match content {
            None => None,
            Some(content) => Some(scalar::parse(slot.ty, &content)?),
        };
        self.draft.set(slot.index, value.as_ref().map(Value::as_ref), slot.ty).then_some(at)
    }

    /// One or more elements of the slot's name.
    fn array(&mut self, name: usize, slot: &Slot) -> Option<usize> {
        let (first, mut at) = element(self.text, name, &slot.forms)?;
        let Some(first) = first else {
            // A nil element among others is the general reader's business.
            let is_alone = after(self.bytes(), at, &slot.open).is_none();
            return (is_alone && self.draft.set(slot.index, None, slot.ty)).then_some(at);
        };
        let item = slot.ty.element();
        let mut values = Vec::with_capacity(4);
        values.push(scalar::parse(item, &first)?);
        while let Some(next) = after(self.bytes(), at, &slot.open) {
            let (content, behind) = element(self.text, next, &slot.forms)?;
            values.push(scalar::parse(item, &content?)?);
            at = behind;
        }
        let value: Value = scalar::array(item, values)?;
        self.draft.set(slot.index, Some(value.as_ref()), slot.ty).then_some(at)
    }
}

/// The text of an element in one of its forms, and where it ends; no text where it is nil.
fn element<'t>(text: &'t str, name: usize, forms: &[Form]) -> Option<(Option<Cow<'t, str>>, usize)> {
    let bytes = text.as_bytes();
    for form in forms {
        let Some(start) = after(bytes, name, &form.open) else { continue };
        if form.nil {
            return Some((None, start));
        }
        let end = find_special(bytes, start);
        let (content, end) = match bytes.get(end)? {
            b'<' => (Cow::Borrowed(text.get(start..end)?), end),
            _ => {
                let end = end + memchr::memchr(b'<', &bytes[end..])?;
                let mut content = String::new();
                resolve_content(&mut content, text.get(start..end)?).ok()?;
                (Cow::Owned(content), end)
            }
        };
        if let Some(behind) = after(bytes, end, &form.close) {
            return Some((Some(content), behind));
        }
    }
    None
}
