//! The SOAP header of a request (DSP0226 5, MS-WSMV 2.2.4), in the order Windows' own client writes it.

use super::names;
use crate::codec::scalar;
use std::borrow::Cow;
use std::fmt::Write;
use std::time::Duration;

/// What the requests of a session have in common, as it is written.
pub struct Common {
    to: String,
    max_envelope: String,
    languages: String,
}

impl Common {
    /// `to`: wsa:To, the URL requests are posted to. The locales are the xml:lang of Locale and DataLocale.
    pub fn new(to: &str, max_envelope: u32, locale: Option<&str>, data_locale: Option<&str>) -> Common {
        let mut receiver = String::new();
        element(&mut receiver, "a:To", "", to);
        let mut size = String::new();
        element(&mut size, "w:MaxEnvelopeSize", MUST, &max_envelope.to_string());
        let mut languages = String::new();
        language(&mut languages, "w:Locale", locale);
        language(&mut languages, "p:DataLocale", data_locale);
        Common { to: receiver, max_envelope: size, languages }
    }
}

/// What one request says about itself beside its body.
pub struct Header<'a> {
    pub common: &'a Common,
    pub resource_uri: Option<&'a str>,
    pub action: &'a str,
    pub message_id: &'a str,
    pub session_id: &'a str,
    pub operation_id: &'a str,
    /// The place among the messages of this operation, from 1.
    pub sequence: u64,
    /// The name of this machine, where the client wants requests to carry it (MS-WSMV 2.2.4.20).
    pub machine_id: Option<&'a str>,
    pub timeout: Duration,
    pub selectors: &'a [Selector],
    pub options: &'a Options,
    /// Elements put into the header as they are (a subscription's identifier, an EPR's reference parameters).
    pub extra: &'a str,
}

/// A selector of a resource (DSP0226 5.1.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub name: Cow<'static, str>,
    pub value: SelectorValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectorValue {
    Text(String),
    /// An `EndpointReference` element, complete.
    Epr(String),
}

impl Selector {
    pub fn text(name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: SelectorValue::Text(value.into()) }
    }
}

/// A `w:OptionSet` (DSP0226 6.4) as it is written, option by option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    content: String,
    must_comply: bool,
}

impl Options {
    pub fn flag(&mut self, name: &str) {
        self.add(name, "xs:boolean", Some("true"), false);
    }

    pub fn number(&mut self, name: &str, value: u32) {
        self.add(name, "xs:unsignedInt", Some(scalar::integer(value.into()).as_str()), false);
    }

    /// `ty` is an XML schema type with the prefix `xs:`, as Windows writes it; empty for none.
    pub fn add(&mut self, name: &str, ty: &str, value: Option<&str>, must_comply: bool) {
        let out = &mut self.content;
        if out.is_empty() {
            out.reserve(USUAL);
        }
        out.push_str("<w:Option Name=\"");
        escape(out, name);
        if !ty.is_empty() {
            out.push_str("\" Type=\"");
            out.push_str(ty);
        }
        out.push_str(if must_comply { "\" MustComply=\"true\"" } else { "\"" });
        match value {
            Some(value) => {
                out.push('>');
                escape(out, value);
                out.push_str("</w:Option>");
            }
            None => out.push_str(" xsi:nil=\"true\"/>"),
        }
        self.must_comply |= must_comply;
    }

    fn write(&self, out: &mut String) {
        if self.content.is_empty() {
            return;
        }
        out.push_str("<w:OptionSet xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"");
        out.push_str(names::XSI);
        // MustComply is only obeyed where the set itself must be understood.
        out.push_str(if self.must_comply { "\" s:mustUnderstand=\"true\">" } else { "\">" });
        out.push_str(&self.content);
        out.push_str("</w:OptionSet>");
    }
}

/// The room that the options of most requests take.
const USUAL: usize = 256;

/// Opens the envelope and writes the header; the caller writes the body's content, then [`close`].
pub fn open(header: &Header<'_>) -> String {
    let common = header.common;
    let mut out = String::with_capacity(2048);
    out.push_str(PROLOGUE);
    out.push_str(&common.to);
    if let Some(uri) = header.resource_uri {
        element(&mut out, "w:ResourceURI", MUST, uri);
    }
    out.push_str("<a:ReplyTo><a:Address s:mustUnderstand=\"true\">");
    out.push_str(names::ANONYMOUS);
    out.push_str("</a:Address></a:ReplyTo>");
    element(&mut out, "a:Action", MUST, header.action);
    out.push_str(&common.max_envelope);
    element(&mut out, "a:MessageID", "", header.message_id);
    out.push_str(&common.languages);
    element(&mut out, "p:SessionId", MAY, header.session_id);
    element(&mut out, "p:OperationID", MAY, header.operation_id);
    element(&mut out, "p:SequenceId", MAY, scalar::integer(header.sequence.into()).as_str());
    if let Some(machine) = header.machine_id {
        let _ = write!(out, "<m:MachineID xmlns:m=\"{}\"{MAY}>", names::MACHINE_ID);
        escape(&mut out, machine);
        out.push_str("</m:MachineID>");
    }
    out.push_str(header.extra);
    selector_set(&mut out, header.selectors);
    header.options.write(&mut out);
    let (seconds, rest) = (header.timeout.as_secs(), header.timeout.subsec_millis());
    out.push_str("<w:OperationTimeout>PT");
    out.push_str(scalar::integer(seconds.into()).as_str());
    out.push('.');
    // Three digits.
    out.push_str(&scalar::integer((1000 + rest).into()).as_str()[1..]);
    out.push_str("S</w:OperationTimeout></s:Header><s:Body>");
    out
}

/// Ends what [`open`] began.
pub fn close(mut out: String) -> String {
    out.push_str("</s:Body></s:Envelope>");
    out
}

const MUST: &str = " s:mustUnderstand=\"true\"";
const MAY: &str = " s:mustUnderstand=\"false\"";

const PROLOGUE: &str = concat!(
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"",
    " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\"",
    " xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\"",
    " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"",
    " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"",
    " xmlns:b=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\"><s:Header>",
);

fn element(out: &mut String, tag: &str, attributes: &str, text: &str) {
    for piece in ["<", tag, attributes, ">"] {
        out.push_str(piece);
    }
    escape(out, text);
    for piece in ["</", tag, ">"] {
        out.push_str(piece);
    }
}

fn language(out: &mut String, tag: &str, lang: Option<&str>) {
    if let Some(lang) = lang {
        let _ = write!(out, "<{tag} xml:lang=\"");
        escape(out, lang);
        out.push_str("\" s:mustUnderstand=\"false\"/>");
    }
}

/// Writes a `w:SelectorSet`, or nothing when there is no selector.
pub fn selector_set(out: &mut String, selectors: &[Selector]) {
    if selectors.is_empty() {
        return;
    }
    out.push_str("<w:SelectorSet>");
    for selector in selectors {
        out.push_str("<w:Selector Name=\"");
        escape(out, &selector.name);
        out.push_str("\">");
        match &selector.value {
            SelectorValue::Text(text) => escape(out, text),
            SelectorValue::Epr(xml) => out.push_str(xml),
        }
        out.push_str("</w:Selector>");
    }
    out.push_str("</w:SelectorSet>");
}

/// All that is replaced in a text is one of these bytes, or begins with one. Without branches: many are looked at at
/// once.
#[inline(always)]
const fn is_special(byte: u8) -> bool {
    let mark = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    mark | (byte < 0x20) | (byte == 0xef)
}

static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_special(byte as u8);
        byte += 1;
    }
    table
};

/// Where the first of them stands.
fn special(text: &[u8]) -> Option<usize> {
    let is_plain = |chunk: &&[u8; 16]| !chunk.iter().fold(false, |found, byte| found | is_special(*byte));
    let plain = text.as_chunks().0.iter().take_while(is_plain).count() * 16;
    Some(plain + text[plain..].iter().position(|byte| SPECIAL[*byte as usize])?)
}

/// Appends `text` as XML character data, fit for attribute values too. What XML 1.0 cannot hold becomes `?`
/// (MS-WSMV 3.1.4.1.25).
pub fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    while let Some(length) = special(&text.as_bytes()[plain..]) {
        let at = plain + length;
        let Some(character) = text[at..].chars().next() else { break };
        out.push_str(&text[plain..at]);
        plain = at + character.len_utf8();
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('?'),
            other => out.push(other),
        }
    }
    out.push_str(&text[plain..]);
}
