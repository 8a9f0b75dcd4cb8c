//! The envelope of an answer (SOAP 1.2, WS-Addressing as DSP0226 5 has it): bytes to text, header, start of body.

use super::node::Node;
use super::{malformed, names};
use crate::cim::Error;
use crate::cim::text::checked;
use crate::codec::xml::{self, Limits, Position, Reader, Token};
use std::ops::Range;

/// What a server may not exceed: WS-Man nests flat.
pub const LIMITS: Limits = Limits { depth: 64, attributes: 64, name: 1024, text: 16 << 20, total: 64 << 20 };

/// What the header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub action: String,
    pub relates_to: Option<String>,
    pub message_id: Option<String>,
    pub operation_id: Option<String>,
    /// `p:SequenceId`: the place of an envelope in a full-duplex answer.
    pub sequence: Option<u64>,
    /// The content of `w:Bookmark`, as sent.
    pub bookmark: Option<String>,
    pub machine_id: Option<String>,
    pub ack_requested: bool,
    /// `e:Identifier` and the like: what a listener tells its subscriptions apart by.
    pub identifier: Option<String>,
}

/// An envelope whose header has been read.
#[derive(Debug, Default)]
pub struct Letter {
    pub head: Head,
    text: String,
    /// The beginning of the body's content.
    content: Position,
}

impl Letter {
    /// Reads the header.
    pub fn read(text: String, opening: &mut Opening) -> Result<Letter, Error> {
        if let Some((head, content)) = opening.known.as_ref().and_then(|known| known.pass(&text)) {
            return Ok(Letter { head, text, content });
        }
        opening.read += 1;
        let mut reader = opening.pass(&text)?;
        let (mut head, mut gaps) = (Head::default(), Gaps::default());
        while let Some(part) = reader.next_child().map_err(bad)? {
            match part.local {
                "Header" => read_header(&mut reader, &text, &mut head, &mut gaps)?,
                "Body" => {
                    let content = reader.position();
                    if opening.read >= FIRST_OPENING {
                        opening.known = Known::new(&text[..reader.offset()], gaps, &head, &content);
                    }
                    return Ok(Letter { head, text, content });
                }
                _ => reader.skip_element().map_err(bad)?,
            }
        }
        Err(malformed("the envelope has no body"))
    }

    /// The whole envelope.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A reader at the beginning of the body's content.
    pub fn content(&self) -> Reader<'_> {
        Reader::at(&self.text, LIMITS, &self.content)
    }

    /// Whether the body's first child has this name, in any namespace.
    pub fn holds(&self, local: &str) -> Result<bool, Error> {
        if let Some(name) = xml::peek(self.content.rest(&self.text)) {
            return Ok(name == local);
        }
        Ok(self.content().next_child().map_err(bad)?.is_some_and(|name| name.local == local))
    }

    /// The body's first child as a tree, and the rest of the envelope checked.
    pub fn node(&self) -> Result<Option<Node<'_>>, Error> {
        let mut content = self.content();
        let node = match content.next_child().map_err(bad)? {
            Some(name) => Some(Node::read(&mut content, name).map_err(bad)?),
            None => None,
        };
        finish(&mut content)?;
        Ok(node)
    }
}

/// How an envelope began: with its root element's start tag. Those of one server begin alike, and what begins with the
/// same bytes need not be read again up to there.
#[derive(Debug, Default)]
pub struct Opening {
    /// Envelopes whose header was read.
    read: usize,
    tag: String,
    behind: Position,
    known: Option<Box<Known>>,
}

/// The last envelope, up to its body's content. The next one's is often the same but for identifiers of the same length,
/// and then need not be read.
#[derive(Debug)]
struct Known {
    text: String,
    gaps: Vec<(Gap, Range<usize>)>,
    head: Head,
    content: Position,
}

/// Where the values that differ from answer to answer stand.
#[derive(Default)]
struct Gaps {
    places: Vec<(Gap, Range<usize>)>,
    /// One of them is there twice, or is not just its characters.
    odd: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gap {
    RelatesTo,
    MessageId,
    OperationId,
}

impl Gap {
    fn of(self, head: &mut Head) -> &mut Option<String> {
        match self {
            Gap::RelatesTo => &mut head.relates_to,
            Gap::MessageId => &mut head.message_id,
            Gap::OperationId => &mut head.operation_id,
        }
    }
}

/// An identifier that stands for itself: nothing of it is mark-up, or would be read as something else.
fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'.' | b'_' | b'/'))
}

impl Known {
    fn new(text: &str, gaps: Gaps, head: &Head, content: &Position) -> Option<Box<Known>> {
        let fits = text.len() <= MOST_OPENING && !gaps.odd;
        let known = || Known {
            text: text.to_owned(),
            gaps: gaps.places,
            head: head.clone(),
            content: content.clone(),
        };
        fits.then(|| Box::new(known()))
    }

    fn pass(&self, text: &str) -> Option<(Head, Position)> {
        let mut from = 0;
        for (_, gap) in &self.gaps {
            if text.get(from..gap.start)? != &self.text[from..gap.start] || !is_plain(text.get(gap.clone())?)
            {
                return None;
            }
            from = gap.end;
        }
        if text.get(from..self.text.len())? != &self.text[from..] {
            return None;
        }
        let mut head = self.head.clone();
        for (which, gap) in &self.gaps {
            let value = which.of(&mut head).get_or_insert_default();
            value.clear();
            value.push_str(&text[gap.clone()]);
        }
        Some((head, self.content.clone()))
    }
}

impl Opening {
    /// How many envelopes had to have their header read.
    pub fn read(&self) -> usize {
        self.read
    }

    /// A reader behind the start tag of the envelope.
    fn pass<'t>(&mut self, text: &'t str) -> Result<Reader<'t>, Error> {
        if !self.tag.is_empty() && text.starts_with(&self.tag) {
            return Ok(Reader::at(text, LIMITS, &self.behind));
        }
        let mut reader = Reader::new(text, LIMITS);
        let root = reader.root().map_err(bad)?;
        if root.local != "Envelope" {
            return Err(malformed(format!("the root element is '{}', not a SOAP envelope", root.local)));
        }
        if root.namespace != names::SOAP {
            return Err(malformed(format!("the envelope is not SOAP 1.2 (namespace '{}')", root.namespace)));
        }
        if self.read >= FIRST_OPENING
            && let Some(tag) = text.get(..reader.offset()).filter(|tag| tag.len() <= MOST_OPENING)
        {
            (self.tag, self.behind) = (tag.to_owned(), reader.position());
        }
        Ok(reader)
    }
}

/// Nothing is kept for sessions that ask once: for a class, and for what they want.
const FIRST_OPENING: usize = 3;
/// Longer ones are not remembered.
const MOST_OPENING: usize = 4096;

/// The text of a body of bytes: UTF-8 in place, UTF-16 converted, a byte order mark taken off.
pub fn text_of(bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.is_empty() {
        return Err(malformed("the body is empty"));
    }
    if bytes.first() == Some(&b'<') && bytes.get(1) != Some(&0) {
        return checked(bytes).map_err(|error| {
            malformed(format!("XML, at byte {}: this is not UTF-8", error.utf8_error().valid_up_to()))
        });
    }
    let text = xml::decode(&bytes, &LIMITS).map_err(bad)?;
    Ok(text.as_str().to_owned())
}

pub fn bad(error: xml::Error) -> Error {
    malformed(error.to_string())
}

fn read_header(reader: &mut Reader<'_>, text: &str, head: &mut Head, gaps: &mut Gaps) -> Result<(), Error> {
    while let Some(block) = reader.next_child().map_err(bad)? {
        let start = reader.offset();
        let mut gap = |which: Gap, value: String| {
            let is_all = text[start..].strip_prefix(&value).is_some_and(|rest| rest.starts_with("</"));
            if is_plain(&value) && is_all && gaps.places.iter().all(|(other, _)| *other != which) {
                gaps.places.push((which, start..start + value.len()));
            } else {
                gaps.odd = true;
            }
            Some(value)
        };
        let value =
            |reader: &mut Reader<'_>| reader.read_deep_text().map(|text| text.trim().to_owned()).map_err(bad);
        match (block.namespace, block.local) {
            (names::ADDRESSING, "Action") => head.action = value(reader)?,
            (names::ADDRESSING, "RelatesTo") => head.relates_to = gap(Gap::RelatesTo, value(reader)?),
            (names::ADDRESSING, "MessageID") => head.message_id = gap(Gap::MessageId, value(reader)?),
            (names::MS_WSMAN, "OperationID") => head.operation_id = gap(Gap::OperationId, value(reader)?),
            (names::MS_WSMAN, "SequenceId") => head.sequence = value(reader)?.parse().ok(),
            (names::MACHINE_ID, "MachineID") => head.machine_id = Some(value(reader)?),
            (names::EVENTING, "Identifier") => head.identifier = Some(value(reader)?),
            (names::WSMAN, "Bookmark") => head.bookmark = Some(inner_xml(reader, text)?),
            (names::WSMAN, "AckRequested") => {
                head.ack_requested = true;
                reader.skip_element().map_err(bad)?;
            }
            _ => reader.skip_element().map_err(bad)?,
        }
    }
    Ok(())
}

/// The content of the element just entered, as it stands in the text.
pub fn inner_xml(reader: &mut Reader<'_>, text: &str) -> Result<String, Error> {
    let start = reader.offset();
    reader.skip_element().map_err(bad)?;
    let inner = text.get(start..reader.offset()).unwrap_or_default();
    // The slice ends with the element's own end tag; an empty element has none.
    Ok(inner.rfind("</").map_or("", |end| &inner[..end]).trim().to_owned())
}

/// Reads to the end of the document, so that a truncated one is not taken for a whole one.
pub fn finish(reader: &mut Reader<'_>) -> Result<(), Error> {
    while reader.next().map_err(bad)? != Token::Eof {}
    Ok(())
}
