//! A small element tree: what one item, header or fault consists of. The general reader works on it.

use super::names;
use crate::codec::xml::{Error, Kind, QName, Reader, Token};
use std::borrow::Cow;

/// Elements of one tree: an instance with very large arrays stays below it.
const MOST_NODES: usize = 400_000;

/// An element, its content read.
#[derive(Clone, Debug, Default)]
pub struct Node<'a> {
    pub namespace: &'a str,
    pub local: &'a str,
    /// The local part of xsi:type (`cimUnsignedInt`, `Win32_Process_Type`).
    pub type_hint: Option<String>,
    pub nil: bool,
    /// All other attributes, by local name.
    pub attributes: Vec<(&'a str, String)>,
    pub text: Cow<'a, str>,
    pub children: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    /// After a start token: reads the element to its end.
    pub fn read(reader: &mut Reader<'a>, name: QName<'a>) -> Result<Self, Error> {
        let mut budget = MOST_NODES;
        Self::read_within(reader, name, &mut budget)
    }

    fn read_within(reader: &mut Reader<'a>, name: QName<'a>, budget: &mut usize) -> Result<Self, Error> {
        *budget = budget.checked_sub(1).ok_or_else(|| {
            Error::new(Kind::Limit, reader.offset(), "more elements in one item than the limit")
        })?;
        let mut node = Node { namespace: name.namespace, local: name.local, ..Node::default() };
        node.take_attributes(reader);
        loop {
            match reader.next()? {
                Token::Start(child) => node.children.push(Self::read_within(reader, child, budget)?),
                Token::Text(piece) if node.text.is_empty() => node.text = piece,
                Token::Text(piece) => node.text.to_mut().push_str(&piece),
                Token::End(_) | Token::Eof => return Ok(node),
            }
        }
    }

    fn take_attributes(&mut self, reader: &Reader<'a>) {
        for attribute in reader.attributes() {
            match (attribute.name.namespace, attribute.name.local) {
                (names::XSI, "type") => {
                    let value = attribute.value.trim();
                    self.type_hint = Some(value.rsplit(':').next().unwrap_or(value).to_owned());
                }
                (names::XSI, "nil") => self.nil = matches!(attribute.value.trim(), "true" | "1"),
                (_, local) => self.attributes.push((local, attribute.value.to_string())),
            }
        }
    }

    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }

    pub fn child(&self, namespace: &str, local: &str) -> Option<&Node<'a>> {
        self.children.iter().find(|child| child.is(namespace, local))
    }

    /// A child by local name, whatever its namespace (servers differ).
    pub fn named(&self, local: &str) -> Option<&Node<'a>> {
        self.children.iter().find(|child| child.local == local)
    }

    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == local).map(|(_, value)| value.as_str())
    }

    /// The text without white space around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// All text of this element and those within.
    pub fn deep_text(&self) -> String {
        let mut text = self.text.trim().to_owned();
        for child in &self.children {
            let inner = child.deep_text();
            if !inner.is_empty() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&inner);
            }
        }
        text
    }

    /// Searches this element and those within.
    pub fn find(&self, local: &str) -> Option<&Node<'a>> {
        if self.local == local {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(local))
    }
}
