//! Pages of an enumeration: items decoded in batches, so that memory follows what is delivered.

use super::envelope::{self, Letter, bad};
use super::instance::{self, Scope, Stop};
use super::node::Node;
use super::predict::Predictor;
use super::{class, malformed, names};
use crate::cim::{Class, Instance};
use crate::codec::xml::{Reader, Token};
use std::collections::VecDeque;

/// Predicted items read at once: so few that the allocator gives each the memory of one just released (the GNU C
/// library keeps seven blocks of a size at hand, and two are with the client).
const FEW: usize = 5;

/// One thing an enumeration yields.
#[derive(Debug)]
pub enum Item {
    Instance(Instance),
    Class(Class),
}

/// What the items of an enumeration are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Instances,
    Classes,
}

/// An EnumerateResponse or PullResponse, partly read.
pub struct Page {
    letter: Letter,
    kind: Kind,
    /// Where the next item starts; None before the first.
    resume: Option<usize>,
    done: bool,
    pub context: Option<String>,
    pub end_of_sequence: bool,
}

impl Page {
    /// What is wrong with the letter's body shows when it is read.
    pub fn new(letter: Letter, kind: Kind) -> Self {
        Self { letter, kind, resume: None, done: false, context: None, end_of_sequence: false }
    }

    /// Whether everything has been read; `context` and `end_of_sequence` are known then.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Reads up to `most` further items into `items`; fewer, where that is as cheap. The predictor is the same for all
    /// of the page.
    pub fn read(
        &mut self,
        predictor: &mut Predictor,
        scope: &Scope<'_>,
        most: usize,
        items: &mut VecDeque<Item>,
    ) -> Result<(), Stop> {
        if self.read_predicted(predictor, scope, most, items) {
            return Ok(());
        }
        let letter = std::mem::take(&mut self.letter);
        let result = self.read_letter(&letter, predictor, scope, most, items);
        self.letter = letter;
        result
    }

    /// Reads on where reading stopped, without the general reader, as long as items look like those before. Whether
    /// it got anything.
    fn read_predicted(
        &mut self,
        predictor: &mut Predictor,
        scope: &Scope<'_>,
        most: usize,
        items: &mut VecDeque<Item>,
    ) -> bool {
        let Some(mut at) = self.resume else { return false };
        let before = items.len();
        let end = before + most.min(FEW);
        while items.len() < end
            && let Some(rest) = self.letter.text().get(at..)
            && let Some((instance, length)) = predictor.predicted(rest, scope)
        {
            items.push_back(Item::Instance(instance));
            at += length;
        }
        self.resume = Some(at);
        items.len() > before
    }

    fn read_letter(
        &mut self,
        letter: &Letter,
        predictor: &mut Predictor,
        scope: &Scope<'_>,
        most: usize,
        items: &mut VecDeque<Item>,
    ) -> Result<(), Stop> {
        let mut reader = letter.content();
        match reader.next_child().map_err(bad)? {
            Some(name) if matches!(name.local, "EnumerateResponse" | "PullResponse") => {}
            Some(name) => {
                return Err(malformed(format!("it holds '{}' instead of a page", name.local)).into());
            }
            None => return Err(malformed("it holds no page").into()),
        }
        while let Some(part) = reader.next_child().map_err(bad)? {
            match part.local {
                "EnumerationContext" => {
                    let context = reader.read_text().map_err(bad)?.trim().to_owned();
                    self.context = (!context.is_empty()).then_some(context);
                }
                "EndOfSequence" => {
                    self.end_of_sequence = true;
                    reader.skip_element().map_err(bad)?;
                }
                "Items" => {
                    if !self.read_items(&mut reader, predictor, scope, most, items)? {
                        return Ok(());
                    }
                }
                _ => reader.skip_element().map_err(bad)?,
            }
        }
        envelope::finish(&mut reader)?;
        self.done = true;
        Ok(())
    }

    /// Reads items; false when `most` were read and there may be more.
    fn read_items(
        &mut self,
        reader: &mut Reader<'_>,
        predictor: &mut Predictor,
        scope: &Scope<'_>,
        most: usize,
        items: &mut VecDeque<Item>,
    ) -> Result<bool, Stop> {
        if let Some(resume) = self.resume {
            reader.advance(resume.saturating_sub(reader.offset()));
        }
        predictor.enter(reader);
        for _ in 0..most {
            if let Some((instance, length)) = predictor.predicted(reader.rest(), scope) {
                items.push_back(Item::Instance(instance));
                reader.advance(length);
                self.resume = Some(reader.offset());
                // The next ones probably need no reader either.
                return Ok(false);
            }
            let start = reader.offset();
            let name = loop {
                match reader.next().map_err(bad)? {
                    Token::Start(name) => break name,
                    Token::End(_) | Token::Eof => return Ok(true),
                    Token::Text(_) => {}
                }
            };
            let node = Node::read(reader, name).map_err(bad)?;
            let end = reader.offset();
            self.resume.get_or_insert(start);
            items.push_back(self.item(&node, scope)?);
            self.resume = Some(end);
            if let Some(Item::Instance(instance)) = items.back() {
                predictor.learn(reader, start, end, &node, instance, scope);
            }
            if items.len() >= most {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn item(&self, node: &Node<'_>, scope: &Scope<'_>) -> Result<Item, Stop> {
        if self.kind == Kind::Classes {
            return Ok(Item::Class(class::read(node, scope)?));
        }
        object(node, scope).map(Item::Instance)
    }
}

/// The instance of an item: the object itself, one wrapped with its EPR, or an EPR alone.
pub fn object(node: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    if node.is(names::WSMAN, "Item") {
        let wanted = node.children.iter().find(|child| child.local != "EndpointReference");
        return match wanted.or(node.children.first()) {
            Some(inner) => object(inner, scope),
            None => Err(malformed("an item is empty").into()),
        };
    }
    if node.is(names::WSMAN, "XmlFragment") {
        return fragment(node, scope);
    }
    match instance::as_endpoint(node) {
        Some(epr) if node.local == "EndpointReference" => instance::keyed(epr, scope),
        _ => instance::instance(node, scope),
    }
}

/// Some properties of an instance (a projected query): the class is in the namespace of the properties.
fn fragment(node: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let mut whole = node.clone();
    if let Some(first) = node.children.first().filter(|first| !first.namespace.is_empty()) {
        whole.namespace = first.namespace;
        whole.local = names::class_of_uri(first.namespace);
    }
    instance::instance(&whole, scope)
}
