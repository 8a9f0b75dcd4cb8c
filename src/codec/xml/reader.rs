//! The pull reader: tokens out of text, names resolved to their namespaces, nothing copied that needs no change.

use super::reference::{Place, control, resolve};
use super::{Error, Kind, Limits, XML_NAMESPACE, scan};
use std::borrow::Cow;

/// Namespace declarations in force at once: looking a prefix up walks over them.
const MOST_BINDINGS: usize = 256;

/// A name with its namespace (empty where there is none).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QName<'a> {
    pub namespace: &'a str,
    pub local: &'a str,
}

/// What [`Reader::next`] found. The attributes of a start tag are with the reader until the next call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    Start(QName<'a>),
    /// Also follows the start of an empty element.
    End(QName<'a>),
    /// Text within the root element, references resolved. One run of text may come in several pieces.
    Text(Cow<'a, str>),
    Eof,
}

/// An attribute that is not a namespace declaration.
#[derive(Clone, Debug)]
pub struct Attribute<'a> {
    pub name: QName<'a>,
    pub value: Cow<'a, str>,
    prefix: &'a str,
    offset: usize,
}

#[derive(Clone, Copy)]
struct Binding<'a> {
    prefix: &'a str,
    namespace: &'a str,
}

#[derive(Clone, Copy)]
struct Open<'a> {
    raw: &'a str,
    name: QName<'a>,
    /// How many bindings there were outside.
    bindings: usize,
}

/// A part of the text that is read: where it starts and ends.
type Span = (usize, usize);

/// Where a reader stands, between two tokens. Good for the same text only.
#[derive(Clone, Debug, Default)]
pub struct Position {
    pos: usize,
    /// The names of the elements that are open, as written, and how many bindings there were outside of each.
    open: Vec<(Span, usize)>,
    /// Prefixes and namespaces.
    bindings: Vec<(Span, Span)>,
    /// See [`Reader`].
    empty: bool,
    root_seen: bool,
}

impl Position {
    /// What lies ahead in the text. Empty while the end of an empty element is still to come.
    pub fn rest<'t>(&self, text: &'t str) -> &'t str {
        if self.empty { "" } else { text.get(self.pos..).unwrap_or_default() }
    }
}

#[derive(Clone, Copy)]
struct RawName<'a> {
    text: &'a str,
    prefix: &'a str,
    local: &'a str,
}

fn bound<'a>(bindings: &[Binding<'a>], prefix: &str) -> Option<&'a str> {
    match prefix {
        "xml" => Some(XML_NAMESPACE),
        _ => bindings.iter().rev().find(|binding| binding.prefix == prefix).map(|binding| binding.namespace),
    }
}

/// A pull reader over decoded text.
#[derive(Clone)]
pub struct Reader<'a> {
    text: &'a str,
    pub(super) pos: usize,
    limits: Limits,
    open: Vec<Open<'a>>,
    bindings: Vec<Binding<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// The last start tag was that of an empty element: its end comes next.
    empty: bool,
    root_seen: bool,
    /// The last prefix that was resolved, while the bindings stay the same.
    last: Option<Binding<'a>>,
}

impl<'a> Reader<'a> {
    /// Reads `text` ([`super::decode`] makes it from bytes and checks the total size).
    pub fn new(text: &'a str, limits: Limits) -> Self {
        Reader {
            text,
            pos: 0,
            limits,
            open: Vec::new(),
            bindings: Vec::new(),
            attributes: Vec::new(),
            empty: false,
            root_seen: false,
            last: None,
        }
    }

    /// A reader that stands where another did, on the same text.
    pub fn at(text: &'a str, limits: Limits, position: &Position) -> Self {
        let part = |(start, end): Span| text.get(start..end).unwrap_or_default();
        let binding = |(prefix, namespace): &(Span, Span)| Binding {
            prefix: part(*prefix),
            namespace: part(*namespace),
        };
        let bindings: Vec<_> = position.bindings.iter().map(binding).collect();
        let mut open = Vec::with_capacity(position.open.len() + 4);
        for (at, (raw, outside)) in position.open.iter().enumerate() {
            let raw = part(*raw);
            let (prefix, local) = raw.split_once(':').unwrap_or(("", raw));
            let within = position.open.get(at + 1).map_or(bindings.len(), |(_, outside)| *outside);
            let namespace = bound(bindings.get(..within).unwrap_or_default(), prefix).unwrap_or_default();
            open.push(Open { raw, name: QName { namespace, local }, bindings: *outside });
        }
        let Position { empty, root_seen, .. } = *position;
        let pos = position.pos.min(text.len());
        Reader { pos, open, bindings, empty, root_seen, ..Reader::new(text, limits) }
    }

    pub fn position(&self) -> Position {
        let span = |part: &str| {
            let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
            // The empty ones need not be parts of the text.
            if part.is_empty() { (0, 0) } else { (start, start + part.len()) }
        };
        Position {
            pos: self.pos,
            open: self.open.iter().map(|open| (span(open.raw), open.bindings)).collect(),
            bindings: self.bindings.iter().map(|one| (span(one.prefix), span(one.namespace))).collect(),
            empty: self.empty,
            root_seen: self.root_seen,
        }
    }

    /// Byte offset of the next token in the text.
    pub fn offset(&self) -> usize {
        self.pos
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many elements are open. The element of a start token counts, that of an end token does not.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The whole text that is read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What lies ahead. Empty while the end of an empty element is still to come.
    pub fn rest(&self) -> &'a str {
        if self.empty { "" } else { &self.text[self.pos..] }
    }

    /// Goes `length` bytes on. The caller has recognised them as whole elements and text (well-formed, balanced,
    /// within the limits), byte by byte equal to what this reader has read before.
    pub fn advance(&mut self, length: usize) {
        debug_assert!(!self.empty && self.text.is_char_boundary(self.pos + length));
        self.pos = (self.pos + length).min(self.text.len());
    }

    /// The attributes of the start tag that was read last, in their order.
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// An attribute of the start tag that was read last. `namespace` is empty for names without a prefix.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found =
            self.attributes.iter().find(|a| a.name.local == local && a.name.namespace == namespace)?;
        Some(&found.value)
    }

    /// As [`Self::attribute`], but moves the value out.
    pub fn take_attribute(&mut self, namespace: &str, local: &str) -> Option<Cow<'a, str>> {
        let found =
            self.attributes.iter_mut().find(|a| a.name.local == local && a.name.namespace == namespace)?;
        Some(std::mem::take(&mut found.value))
    }

    /// The namespace that a prefix is bound to here, for names inside of text (`xsi:type="cim:.."`, dialects).
    pub fn namespace_of(&self, prefix: &str) -> Option<&'a str> {
        bound(&self.bindings, prefix)
    }

    /// The next token. After an error the reader's state is unspecified, but further calls are harmless.
    #[allow(clippy::should_implement_trait)] // An iterator would end at the first error and hide what was wrong.
    pub fn next(&mut self) -> Result<Token<'a>, Error> {
        if self.empty {
            self.empty = false;
            return Ok(self.close());
        }
        loop {
            let bytes = self.text.as_bytes();
            match bytes.get(self.pos) {
                None => return self.finish(),
                Some(b'<') => match bytes.get(self.pos + 1) {
                    Some(b'/') => return self.end_tag(),
                    Some(b'!') => {
                        if let Some(text) = self.declaration()? {
                            return Ok(Token::Text(text));
                        }
                    }
                    Some(b'?') => self.instruction()?,
                    _ => return self.start_tag(),
                },
                Some(_) => {
                    if let Some(text) = self.content()? {
                        return Ok(Token::Text(text));
                    }
                }
            }
        }
    }

    #[cold]
    fn finish(&self) -> Result<Token<'a>, Error> {
        match self.open.last() {
            Some(open) => Err(self.syntax(format!("the text ends within the element '{}'", open.raw))),
            None if self.root_seen => Ok(Token::Eof),
            None => Err(self.syntax("expected an element, found the end of the text")),
        }
    }

    fn content(&mut self) -> Result<Option<Cow<'a, str>>, Error> {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let mut plain = true;
        let mut at = start;
        loop {
            at = scan::find(bytes, at, [b'<', b'&']);
            match bytes.get(at) {
                None | Some(b'<') => break,
                Some(b'\n' | b'\t') => {}
                Some(b'&' | b'\r') => plain = false,
                Some(byte) => return Err(control(*byte, at)),
            }
            at += 1;
        }
        if at - start > self.limits.text {
            return Err(Error::new(Kind::Limit, start, "the text is longer than the limit"));
        }
        self.pos = at;
        let raw = &self.text[start..at];
        if self.open.is_empty() {
            return match raw.bytes().position(|b| !scan::is_space(b)) {
                Some(bad) => Err(Error::new(Kind::Syntax, start + bad, "text outside of the root element")),
                None => Ok(None),
            };
        }
        if plain {
            Ok(Some(Cow::Borrowed(raw)))
        } else {
            resolve(raw, start, Place::Content).map(|t| Some(t.into()))
        }
    }

    fn end_tag(&mut self) -> Result<Token<'a>, Error> {
        let bytes = self.text.as_bytes();
        let name = self.pos + 2;
        let Some(open) = self.open.last() else {
            return Err(self.syntax("an end tag without its start"));
        };
        let end = name + open.raw.len();
        if bytes.get(name..end) != Some(open.raw.as_bytes()) {
            return Err(self.syntax(format!("expected the end tag of '{}'", open.raw)));
        }
        self.pos = end;
        if bytes.get(end) != Some(&b'>') {
            self.skip_space();
            self.expect(b'>', "expected '>' at the end of the end tag")?;
        } else {
            self.pos += 1;
        }
        Ok(self.close())
    }

    fn close(&mut self) -> Token<'a> {
        let none = QName { namespace: "", local: "" };
        let Some(open) = self.open.pop() else { return Token::End(none) };
        if self.bindings.len() != open.bindings {
            self.bindings.truncate(open.bindings);
            self.last = None;
        }
        Token::End(open.name)
    }

    fn start_tag(&mut self) -> Result<Token<'a>, Error> {
        let at = self.pos;
        if self.open.is_empty() && self.root_seen {
            return Err(self.syntax("a second root element"));
        }
        if self.open.len() >= self.limits.depth {
            return Err(Error::new(Kind::Limit, at, "elements are nested deeper than the limit"));
        }
        self.pos += 1;
        let raw = self.name()?;
        let outside = self.bindings.len();
        self.attributes.clear();
        self.tag_rest(outside)?;
        if self.bindings.len() != outside {
            self.last = None;
        }
        let name = QName { namespace: self.resolve_prefix(raw.prefix, at + 1)?, local: raw.local };
        if !self.attributes.is_empty() {
            self.resolve_attributes()?;
        }
        self.root_seen = true;
        self.open.push(Open { raw: raw.text, name, bindings: outside });
        Ok(Token::Start(name))
    }

    /// Attributes and the end of a start tag.
    fn tag_rest(&mut self, outside: usize) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.pos) {
                Some(b'>') => {
                    self.pos += 1;
                    return Ok(());
                }
                Some(b'/') => {
                    self.pos += 1;
                    self.empty = true;
                    return self.expect(b'>', "expected '>' after '/'");
                }
                Some(byte) if scan::is_space(*byte) => {
                    self.skip_space();
                    if bytes.get(self.pos).is_some_and(|b| scan::is_name_start(*b)) {
                        self.attribute_here(outside)?;
                    }
                }
                _ => return Err(self.syntax("expected an attribute, '>' or '/>' in the start tag")),
            }
        }
    }

    fn attribute_here(&mut self, outside: usize) -> Result<(), Error> {
        let offset = self.pos;
        let name = self.name()?;
        let bytes = self.text.as_bytes();
        if bytes.get(self.pos) != Some(&b'=') {
            self.skip_space();
        }
        self.expect(b'=', "expected '=' after the attribute's name")?;
        if bytes.get(self.pos).is_some_and(|b| scan::is_space(*b)) {
            self.skip_space();
        }
        let value = self.quoted()?;
        if self.attributes.len() + self.bindings.len() - outside >= self.limits.attributes {
            return Err(Error::new(Kind::Limit, offset, "more attributes than the limit"));
        }
        if name.prefix == "xmlns" {
            self.declare(name.local, value, offset, outside)
        } else if name.text == "xmlns" {
            self.declare("", value, offset, outside)
        } else {
            let unresolved = QName { namespace: "", local: name.local };
            self.attributes.push(Attribute { name: unresolved, value, prefix: name.prefix, offset });
            Ok(())
        }
    }

    fn quoted(&mut self) -> Result<Cow<'a, str>, Error> {
        let bytes = self.text.as_bytes();
        let quote = match bytes.get(self.pos) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err(self.syntax("expected the attribute's value in quotes")),
        };
        let start = self.pos + 1;
        let mut at = start;
        let mut plain = true;
        loop {
            at = scan::find(bytes, at, [quote, b'&', b'<']);
            match bytes.get(at) {
                Some(byte) if *byte == quote => break,
                Some(b'&' | b'\r' | b'\n' | b'\t') => plain = false,
                Some(b'<') => return Err(Error::new(Kind::Syntax, at, "'<' in an attribute's value")),
                Some(byte) => return Err(control(*byte, at)),
                None => return Err(self.syntax("the text ends within an attribute's value")),
            }
            at += 1;
        }
        if at - start > self.limits.text {
            return Err(Error::new(Kind::Limit, start, "the attribute's value is longer than the limit"));
        }
        self.pos = at + 1;
        let raw = &self.text[start..at];
        if plain { Ok(Cow::Borrowed(raw)) } else { resolve(raw, start, Place::Attribute).map(Cow::Owned) }
    }

    /// A namespace declaration of the element whose outer bindings number `outside`.
    fn declare(
        &mut self,
        prefix: &'a str,
        uri: Cow<'a, str>,
        offset: usize,
        outside: usize,
    ) -> Result<(), Error> {
        let Cow::Borrowed(namespace) = uri else {
            return Err(Error::new(Kind::Forbidden, offset, "references in a namespace name are refused"));
        };
        let reserved = prefix == "xmlns" || (prefix == "xml") != (namespace == XML_NAMESPACE);
        if reserved || (namespace.is_empty() && !prefix.is_empty()) {
            return Err(Error::new(Kind::Syntax, offset, "this prefix cannot be bound to this namespace"));
        }
        if self.bindings[outside..].iter().any(|b| b.prefix == prefix) {
            return Err(Error::new(Kind::Syntax, offset, "the prefix is bound twice"));
        }
        if self.bindings.len() >= MOST_BINDINGS {
            return Err(Error::new(
                Kind::Limit,
                offset,
                "more namespace declarations at once than the limit",
            ));
        }
        self.bindings.push(Binding { prefix, namespace });
        Ok(())
    }

    fn resolve_prefix(&mut self, prefix: &'a str, offset: usize) -> Result<&'a str, Error> {
        if let Some(last) = self.last
            && last.prefix == prefix
        {
            return Ok(last.namespace);
        }
        let namespace = match self.namespace_of(prefix) {
            Some(namespace) => namespace,
            None if prefix.is_empty() => "",
            None => {
                return Err(Error::new(Kind::Syntax, offset, format!("the prefix '{prefix}' is not bound")));
            }
        };
        self.last = Some(Binding { prefix, namespace });
        Ok(namespace)
    }

    fn resolve_attributes(&mut self) -> Result<(), Error> {
        for index in 0..self.attributes.len() {
            let Attribute { prefix, offset, .. } = self.attributes[index];
            if !prefix.is_empty() {
                let namespace = self.namespace_of(prefix);
                self.attributes[index].name.namespace = namespace.ok_or_else(|| {
                    Error::new(Kind::Syntax, offset, format!("the prefix '{prefix}' is not bound"))
                })?;
            }
            let name = self.attributes[index].name;
            if self.attributes[..index].iter().any(|a| a.name == name) {
                return Err(Error::new(
                    Kind::Syntax,
                    offset,
                    format!("the attribute '{}' twice", name.local),
                ));
            }
        }
        Ok(())
    }

    fn name(&mut self) -> Result<RawName<'a>, Error> {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let end = self.plain_name(start)?;
        let name = if bytes.get(end) == Some(&b':') {
            let last = self.plain_name(end + 1)?;
            RawName {
                text: &self.text[start..last],
                prefix: &self.text[start..end],
                local: &self.text[end + 1..last],
            }
        } else {
            let text = &self.text[start..end];
            RawName { text, prefix: "", local: text }
        };
        if name.text.len() > self.limits.name {
            return Err(Error::new(Kind::Limit, start, "the name is longer than the limit"));
        }
        self.pos = start + name.text.len();
        Ok(name)
    }

    /// The end of the name without colons that starts at `start`.
    #[inline]
    fn plain_name(&self, start: usize) -> Result<usize, Error> {
        let bytes = self.text.as_bytes();
        if !bytes.get(start).is_some_and(|b| scan::is_name_start(*b)) {
            return Err(Error::new(Kind::Syntax, start, "expected a name"));
        }
        let mut end = start + 1;
        while bytes.get(end).is_some_and(|b| scan::is_name(*b)) {
            end += 1;
        }
        Ok(end)
    }

    /// `<!`: a comment, a CDATA section, or what is refused.
    #[cold]
    fn declaration(&mut self) -> Result<Option<Cow<'a, str>>, Error> {
        let rest = &self.text[self.pos..];
        if rest.starts_with("<!--") {
            self.skip_comment()?;
            Ok(None)
        } else if rest.starts_with("<![CDATA[") {
            self.cdata().map(Some)
        } else {
            Err(Error::new(Kind::Forbidden, self.pos, "document types and other declarations are refused"))
        }
    }

    fn skip_comment(&mut self) -> Result<(), Error> {
        let start = self.pos + 4;
        let Some(length) = self.text[start..].find("--") else {
            return Err(self.syntax("a comment without its end"));
        };
        self.pos = start + length + 2;
        self.expect(b'>', "'--' within a comment")
    }

    fn cdata(&mut self) -> Result<Cow<'a, str>, Error> {
        let start = self.pos + 9;
        let Some(length) = self.text[start..].find("]]>") else {
            return Err(self.syntax("a CDATA section without its end"));
        };
        if self.open.is_empty() {
            return Err(self.syntax("text outside of the root element"));
        }
        if length > self.limits.text {
            return Err(Error::new(Kind::Limit, start, "the text is longer than the limit"));
        }
        let raw = &self.text[start..start + length];
        let odd = raw.bytes().position(|b| b < 0x20 && !scan::is_space(b));
        if let Some(odd) = odd {
            return Err(control(raw.as_bytes()[odd], start + odd));
        }
        self.pos = start + length + 3;
        if raw.contains('\r') {
            Ok(raw.replace("\r\n", "\n").replace('\r', "\n").into())
        } else {
            Ok(raw.into())
        }
    }

    /// `<?`: skipped. The XML declaration says nothing that the bytes have not said already.
    #[cold]
    fn instruction(&mut self) -> Result<(), Error> {
        let start = self.pos + 2;
        let Some(length) = self.text[start..].find("?>") else {
            return Err(self.syntax("a processing instruction without its end"));
        };
        let inner = &self.text[start..start + length];
        let target = inner.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
        if target.is_empty() || (target.eq_ignore_ascii_case("xml") && self.pos != 0) {
            return Err(
                self.syntax("an XML declaration that is not at the start, or an instruction without a name")
            );
        }
        self.pos = start + length + 2;
        Ok(())
    }

    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.pos).is_some_and(|b| scan::is_space(*b)) {
            self.pos += 1;
        }
    }

    fn expect(&mut self, byte: u8, message: &'static str) -> Result<(), Error> {
        if self.text.as_bytes().get(self.pos) != Some(&byte) {
            return Err(self.syntax(message));
        }
        self.pos += 1;
        Ok(())
    }

    #[cold]
    fn syntax(&self, message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(Kind::Syntax, self.pos, message)
    }
}
