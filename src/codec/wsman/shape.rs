//! The bytes of an instance's tags, taken from one that the general reader has read.

use super::node::Node;
use super::quick;
use crate::cim::{Class, Instance, Type};
use crate::codec::xml::Reader;

/// Ways one property is written (with a value, nil, as datetime or interval).
const MOST_FORMS: usize = 4;
/// Properties of an instance that is worth predicting.
const MOST_SLOTS: usize = 512;

/// One way an element goes on behind its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// From behind the name to the text (`>`), or to the end of a nil element (` xsi:nil="true"/>`).
    pub open: Vec<u8>,
    /// From behind the text to the end of the element.
    pub close: Vec<u8>,
    pub nil: bool,
}

/// One property.
#[derive(Clone, Debug)]
pub struct Slot {
    /// White space before the element, `<` and the name.
    pub open: Vec<u8>,
    pub index: usize,
    pub ty: Type,
    /// What its text is read as, or that of an element of the array.
    pub reading: quick::Form,
    pub is_array: bool,
    /// Longest first, for one form's beginning may be another's.
    pub forms: Vec<Form>,
    /// The usual form, as it is met: see [`Shape::link`].
    pub usual: Usual,
}

/// What stands around a value in the form that has one, run together with what most probably follows.
#[derive(Clone, Default, Debug)]
pub struct Usual {
    /// From the white space before the element to the text. Empty: there is no such form.
    pub begin: Vec<u8>,
    /// From behind the text to the end of the element.
    pub close: Vec<u8>,
    /// From behind the text to the text of another element of the same name.
    pub again: Vec<u8>,
    /// From behind the text to the text of the next property; as `close` where that has no usual form.
    pub bridge: Vec<u8>,
    pub is_bridged: bool,
}

/// Where a property of another shape belongs.
enum Place {
    Known(usize),
    New(usize),
}

/// An instance's tags.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The start tag.
    pub head: Vec<u8>,
    pub slots: Vec<Slot>,
    /// White space and the end tag.
    pub tail: Vec<u8>,
    /// Prefixes used, and what they were bound to outside of the instance.
    bindings: Vec<(String, Option<String>)>,
}

impl Shape {
    /// The shape of `raw`, which was read as `node` and became `instance` of `class`. None: not worth it, or with
    /// parts that only the general reader understands.
    pub fn of(
        reader: &Reader<'_>,
        raw: &str,
        node: &Node<'_>,
        class: &Class,
        instance: &Instance,
    ) -> Option<Shape> {
        let mut cursor = Cursor { text: raw, at: 0, prefixes: vec![String::new()] };
        let (head, empty) = cursor.tag()?;
        if empty || node.children.is_empty() || node.children.len() > MOST_SLOTS * 8 || node.local == "Item" {
            return None;
        }
        let mut slots: Vec<Slot> = Vec::new();
        for child in &node.children {
            let (open, form) = cursor.property(child)?;
            let (index, ty) = declared(class, instance, child.local)?;
            let again = slots.iter().position(|slot| slot.index == index);
            match again {
                None => slots.push(Slot::new(open, index, ty, form)),
                Some(at) if at + 1 == slots.len() && ty.is_array() && slots[at].open == open => {
                    slots[at].add(&form)
                }
                Some(_) => return None,
            }
        }
        let tail = cursor.rest()?;
        let bindings = cursor.prefixes.into_iter().map(|prefix| {
            let bound = reader.namespace_of(&prefix).map(str::to_owned);
            (prefix, bound)
        });
        let mut shape = Shape { head: head.into(), slots, tail: tail.into(), bindings: bindings.collect() };
        shape.link();
        (shape.slots.len() <= MOST_SLOTS).then_some(shape)
    }

    /// Whether the reader's namespace bindings are those the shape was learnt under.
    pub fn fits(&self, reader: &Reader<'_>) -> bool {
        self.bindings.iter().all(|(prefix, bound)| reader.namespace_of(prefix) == bound.as_deref())
    }

    /// Takes over what another shape has besides: properties that were left out here, other forms. Says no, and changes
    /// nothing, where the two do not go together: other tags, another order.
    pub fn absorb(&mut self, other: &Shape) -> bool {
        let Some(places) = self.places(other) else { return false };
        for (slot, place) in other.slots.iter().zip(places) {
            match place {
                Place::Known(at) => slot.forms.iter().for_each(|form| self.slots[at].add(form)),
                Place::New(at) => self.slots.insert(at, slot.clone()),
            }
        }
        for binding in &other.bindings {
            if !self.bindings.contains(binding) {
                self.bindings.push(binding.clone());
            }
        }
        self.link();
        true
    }

    /// Where another shape's properties are among ours, as they come to be, one after the other.
    fn places(&self, other: &Shape) -> Option<Vec<Place>> {
        if self.head != other.head || self.tail != other.tail {
            return None;
        }
        let (mut at, mut new, mut places) = (0, 0, Vec::with_capacity(other.slots.len()));
        for slot in &other.slots {
            let place = match self.slots.iter().position(|own| own.index == slot.index) {
                None => {
                    new += 1;
                    Place::New(at + new - 1)
                }
                Some(own) if own >= at && self.slots[own].open == slot.open => {
                    at = own + 1;
                    Place::Known(own + new)
                }
                Some(_) => return None,
            };
            places.push(place);
        }
        (self.slots.len() + new <= MOST_SLOTS).then_some(places)
    }

    /// Runs the tags between values together: one comparison for each value.
    fn link(&mut self) {
        let mut next: Vec<u8> = Vec::new();
        for slot in self.slots.iter_mut().rev() {
            let Some(form) = slot.forms.iter().find(|form| !form.nil) else {
                slot.usual = Usual::default();
                next.clear();
                continue;
            };
            let begin = [slot.open.as_slice(), &form.open].concat();
            slot.usual = Usual {
                close: form.close.clone(),
                again: [form.close.as_slice(), &begin].concat(),
                bridge: [form.close.as_slice(), &next].concat(),
                is_bridged: !next.is_empty(),
                begin,
            };
            next.clone_from(&slot.usual.begin);
        }
    }
}

impl Slot {
    fn new(open: Vec<u8>, index: usize, ty: Type, form: Form) -> Self {
        let (reading, is_array) = (quick::Form::of(ty.element()), ty.is_array());
        Self { open, index, ty, reading, is_array, forms: vec![form], usual: Usual::default() }
    }

    fn add(&mut self, form: &Form) {
        if !self.forms.contains(form) && self.forms.len() < MOST_FORMS {
            self.forms.push(form.clone());
            self.forms.sort_by_key(|form| std::cmp::Reverse(form.open.len()));
        }
    }
}

/// Index and type of a property, if the instance really has it as the class declares it.
fn declared(class: &Class, instance: &Instance, name: &str) -> Option<(usize, Type)> {
    let index = class.property_position(name)?;
    let ty = class.properties().at(index)?.ty;
    let simple = !matches!(ty.element(), Type::Reference | Type::Instance) && ty != Type::Uint8Array;
    let element = instance.view().at(index)?;
    (simple && element.ty == ty && element.name.to_str_lossy().eq_ignore_ascii_case(name))
        .then_some((index, ty))
}

/// Walks over text that is known to be well-formed.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    prefixes: Vec<String>,
}

impl<'t> Cursor<'t> {
    /// A start tag at the cursor, and whether it is an empty element.
    fn tag(&mut self) -> Option<(&'t str, bool)> {
        let start = self.at;
        let rest = self.text.get(start..)?;
        if !rest.starts_with('<')
            || rest.starts_with("<!")
            || rest.starts_with("<?")
            || rest.starts_with("</")
        {
            return None;
        }
        let mut quote = None;
        let end = rest.bytes().position(|byte| match (quote, byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), _) if open == byte => {
                quote = None;
                false
            }
            _ => false,
        })?;
        let tag = rest.get(..=end)?;
        self.at = start + end + 1;
        self.note_prefixes(tag);
        Some((tag, tag.ends_with("/>")))
    }

    /// Prefixes of the element's and the attributes' names. Too many does no harm.
    fn note_prefixes(&mut self, tag: &str) {
        for word in
            tag.split(|character: char| character.is_ascii_whitespace() || matches!(character, '<' | '/'))
        {
            let name = word.split('=').next().unwrap_or(word);
            if let Some((prefix, _)) = name.split_once(':')
                && !prefix.contains(['"', '\''])
                && !self.prefixes.iter().any(|known| known == prefix)
            {
                self.prefixes.push(prefix.to_owned());
            }
        }
    }

    /// A property's element: what opens it, and its form.
    fn property(&mut self, child: &Node<'_>) -> Option<(Vec<u8>, Form)> {
        let start = self.at;
        self.blank();
        let element = self.at;
        let (tag, empty) = self.tag()?;
        let name_end =
            tag.find(|character: char| character.is_ascii_whitespace() || matches!(character, '/' | '>'))?;
        let open = self.text.get(start..element + name_end)?.as_bytes().to_vec();
        let mut form = Form { open: tag.as_bytes()[name_end..].to_vec(), close: Vec::new(), nil: child.nil };
        if empty {
            // An empty element that is not nil is an empty string: rare, and left to the general reader.
            return (child.nil && child.children.is_empty()).then_some((open, form));
        }
        if child.nil {
            return None;
        }
        let name = tag.get(1..name_end)?;
        match child.children.as_slice() {
            [] => {}
            [inner] if inner.children.is_empty() => {
                let (tag, empty) = self.tag().filter(|(_, empty)| !empty)?;
                debug_assert!(!empty);
                form.open.extend_from_slice(tag.as_bytes());
            }
            _ => return None,
        }
        let text_end = self.at + self.text.get(self.at..)?.find('<')?;
        let closing = format!("</{name}>");
        let rest = self.text.get(text_end..)?;
        let length = rest.find(&closing)? + closing.len();
        let close = rest.get(..length)?;
        // Nothing but end tags may follow the text: no comment, no CDATA, no second child.
        let tags = close.matches('<').count();
        let expected = child.children.len() + 1;
        if tags != expected || close.matches("</").count() != expected || close.contains("><!") {
            return None;
        }
        form.close = close.as_bytes().to_vec();
        self.at = text_end + length;
        // Text on both sides of a child would be lost.
        if !child.children.is_empty()
            && (!child.trimmed().is_empty() || close.contains("> <") || !plain(close))
        {
            return None;
        }
        Some((open, form))
    }

    fn blank(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    /// White space and one end tag: what is left of an instance.
    fn rest(&self) -> Option<&'t str> {
        let rest = self.text.get(self.at..)?;
        let tag = rest.trim_start();
        (tag.starts_with("</") && tag.matches('<').count() == 1).then_some(rest)
    }
}

/// End tags without anything between them.
fn plain(close: &str) -> bool {
    close.split("</").skip(1).all(|tag| tag.find('>').is_some_and(|end| end + 1 == tag.len()))
}
