//! The SOAP header of a request (DSP0226 5, MS-WSMV 2.2.4), in the order Windows' own client writes it.

use super::names;
use std::fmt::Write;
use std::time::Duration;

/// What one request says about itself beside its body.
pub struct Header<'a> {
    /// wsa:To, the URL the request is posted to.
    pub to: &'a str,
    pub resource_uri: Option<&'a str>,
    pub action: &'a str,
    pub message_id: &'a str,
    pub session_id: &'a str,
    pub operation_id: &'a str,
    /// The place among the messages of this operation, from 1.
    pub sequence: u64,
    /// The name of this machine, where the client wants requests to carry it (MS-WSMV 2.2.4.20).
    pub machine_id: Option<&'a str>,
    pub max_envelope: u32,
    /// xml:lang of Locale and DataLocale.
    pub locale: Option<&'a str>,
    pub data_locale: Option<&'a str>,
    pub timeout: Duration,
    pub selectors: &'a [Selector],
    pub options: &'a [WireOption],
    /// Elements put into the header as they are (a subscription's identifier, an EPR's reference parameters).
    pub extra: &'a str,
}

/// A selector of a resource (DSP0226 5.1.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub name: String,
    pub value: SelectorValue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectorValue {
    Text(String),
    /// An `EndpointReference` element, complete.
    Epr(String),
}

impl Selector {
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: SelectorValue::Text(value.into()) }
    }
}

/// One `w:Option` (DSP0226 6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireOption {
    pub name: String,
    /// An XML schema type with the prefix `xs:`, as Windows writes it; empty for none.
    pub ty: String,
    pub value: Option<String>,
    pub must_comply: bool,
}

impl WireOption {
    pub fn flag(name: &str) -> Self {
        Self::new(name, "xs:boolean", "true")
    }

    pub fn new(name: &str, ty: &str, value: impl Into<String>) -> Self {
        Self { name: name.into(), ty: ty.into(), value: Some(value.into()), must_comply: false }
    }
}

/// Opens the envelope and writes the header; the caller writes the body's content, then [`close`].
pub fn open(header: &Header<'_>) -> String {
    let mut out = String::with_capacity(2048);
    out.push_str(PROLOGUE);
    element(&mut out, "a:To", "", header.to);
    if let Some(uri) = header.resource_uri {
        element(&mut out, "w:ResourceURI", MUST, uri);
    }
    out.push_str("<a:ReplyTo><a:Address s:mustUnderstand=\"true\">");
    out.push_str(names::ANONYMOUS);
    out.push_str("</a:Address></a:ReplyTo>");
    element(&mut out, "a:Action", MUST, header.action);
    let _ = write!(
        out,
        "<w:MaxEnvelopeSize s:mustUnderstand=\"true\">{}</w:MaxEnvelopeSize>",
        header.max_envelope
    );
    element(&mut out, "a:MessageID", "", header.message_id);
    language(&mut out, "w:Locale", header.locale);
    language(&mut out, "p:DataLocale", header.data_locale);
    element(&mut out, "p:SessionId", MAY, header.session_id);
    element(&mut out, "p:OperationID", MAY, header.operation_id);
    let _ = write!(out, "<p:SequenceId{MAY}>{}</p:SequenceId>", header.sequence);
    if let Some(machine) = header.machine_id {
        let _ = write!(out, "<m:MachineID xmlns:m=\"{}\"{MAY}>", names::MACHINE_ID);
        escape(&mut out, machine);
        out.push_str("</m:MachineID>");
    }
    out.push_str(header.extra);
    selector_set(&mut out, header.selectors);
    option_set(&mut out, header.options);
    let milliseconds = header.timeout.as_millis();
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let _ = write!(out, "<w:OperationTimeout>PT{seconds}.{rest:03}S</w:OperationTimeout>");
    out.push_str("</s:Header><s:Body>");
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

fn option_set(out: &mut String, options: &[WireOption]) {
    if options.is_empty() {
        return;
    }
    out.push_str("<w:OptionSet xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"");
    out.push_str(names::XSI);
    // MustComply is only obeyed where the set itself must be understood.
    let must = options.iter().any(|option| option.must_comply);
    out.push_str(if must { "\" s:mustUnderstand=\"true\">" } else { "\">" });
    for option in options {
        out.push_str("<w:Option Name=\"");
        escape(out, &option.name);
        if !option.ty.is_empty() {
            out.push_str("\" Type=\"");
            escape(out, &option.ty);
        }
        out.push_str(if option.must_comply { "\" MustComply=\"true\"" } else { "\"" });
        match &option.value {
            Some(value) => {
                out.push('>');
                escape(out, value);
                out.push_str("</w:Option>");
            }
            None => out.push_str(" xsi:nil=\"true\"/>"),
        }
    }
    out.push_str("</w:OptionSet>");
}

/// All that is replaced in a text is one of these bytes, or begins with one.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, 0..=0x1f | b'&' | b'<' | b'>' | b'"' | b'\'' | 0xef);
        byte += 1;
    }
    table
};

/// Appends `text` as XML character data, fit for attribute values too. What XML 1.0 cannot hold becomes `?`
/// (MS-WSMV 3.1.4.1.25).
pub fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    while let Some(length) = text.as_bytes()[plain..].iter().position(|byte| SPECIAL[*byte as usize]) {
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
