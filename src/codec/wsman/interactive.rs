//! Interactive events of a full-duplex operation and what is said to them (MS-WSMV 2.2.4.47, 2.2.4.48, 3.2.7).

use super::fault;
use super::header::escape;
use super::instance::{self, Classes, Lookup, Scope, Stop};
use super::node::Node;
use super::{malformed, names};
use crate::abi::{MI_RESULT_FAILED, MI_Type};
use crate::cim::{Error, Type, Value};
use std::fmt::Write;

/// What a client has registered for: the bits of `__MI_CallbackRegistration` (MS-WSMV 2.2.10).
pub mod registration {
    pub const MESSAGE: u32 = 1;
    pub const ERROR: u32 = 2;
    pub const STREAM: u32 = 4;
    pub const PROGRESS: u32 = 8;
    pub const PROMPT: u32 = 16;
}

/// An `i:InteractiveEvent`.
#[derive(Debug)]
pub enum Interactive {
    /// `channel`: `MI_WRITEMESSAGE_CHANNEL_*`.
    Message {
        channel: u32,
        text: String,
    },
    Progress {
        activity: String,
        operation: String,
        status: String,
        percent: u32,
        seconds: u32,
    },
    Stream {
        name: String,
        value: Value,
    },
    /// `inquire`: the server waits for an answer.
    Error {
        error: Error,
        inquire: bool,
    },
    Prompt {
        message: String,
        critical: bool,
    },
}

impl Interactive {
    /// The bit of `__MI_CallbackRegistration` that asks for it.
    pub fn registration(&self) -> u32 {
        match self {
            Self::Message { .. } => registration::MESSAGE,
            Self::Error { .. } => registration::ERROR,
            Self::Stream { .. } => registration::STREAM,
            Self::Progress { .. } => registration::PROGRESS,
            Self::Prompt { .. } => registration::PROMPT,
        }
    }
}

/// What has not been looked up is not looked up now: the answer is still under way.
struct KnownClasses<'a>(&'a dyn Classes);

impl Classes for KnownClasses<'_> {
    fn find(&self, namespace: &str, class: &str) -> Lookup {
        match self.0.find(namespace, class) {
            Lookup::NotAsked => Lookup::Untyped,
            other => other,
        }
    }
}

/// Whether a body is an event, not the operation's result.
pub fn is_event(node: &Node<'_>) -> bool {
    node.is(names::INTERACTIVE, "InteractiveEvent")
}

/// Reads an event. What is required and missing, and kinds nobody knows, are errors (MS-WSMV 3.2.7).
pub fn read(event: &Node<'_>, scope: &Scope<'_>) -> Result<Interactive, Error> {
    let kind = event.named("EventType").map_or("", |kind| kind.trimmed());
    let part = |name: &str| {
        event.named(name).ok_or_else(|| malformed(format!("an interactive event ({kind}) has no {name}")))
    };
    let text = |name: &str| part(name).map(|part| part.text.to_string());
    let message = |channel| text("Description").map(|text| Interactive::Message { channel, text });
    // Unknown values are all ones in MI.
    let number = |name: &str| part(name).map(|part| part.trimmed().parse().unwrap_or(u32::MAX));
    match kind {
        "Warning" => message(crate::abi::MI_WRITEMESSAGE_CHANNEL_WARNING),
        "Verbose" => message(crate::abi::MI_WRITEMESSAGE_CHANNEL_VERBOSE),
        "Debug" => message(crate::abi::MI_WRITEMESSAGE_CHANNEL_DEBUG),
        "Progress" => Ok(Interactive::Progress {
            activity: text("Activity")?,
            operation: text("CurrentOperation")?,
            status: text("StatusDescription")?,
            percent: number("PercentComplete")?,
            seconds: number("SecondsRemaining")?,
        }),
        "StreamingOutput" => {
            let ty = event.named("Type").and_then(|ty| ty.trimmed().parse().ok());
            let name = event.named("Name").map_or("", |name| name.trimmed());
            stream(name, ty.and_then(|ty| Type::from_mi(MI_Type(ty))), part("Value")?, scope)
        }
        "ErrorAction" => {
            let inquire = part("ActionType")?.trimmed() == "Inquire";
            Ok(Interactive::Error { error: error(part("Description")?), inquire })
        }
        "Confirm" => {
            let critical = part("PromptType")?.trimmed() == "Critical";
            Ok(Interactive::Prompt { message: text("Description")?, critical })
        }
        other => Err(malformed(format!("an interactive event of an unknown kind ('{other}')"))),
    }
}

/// A part of a streamed parameter: of the type that stands beside it, or of the one its elements say.
fn stream(name: &str, ty: Option<Type>, value: &Node<'_>, scope: &Scope<'_>) -> Result<Interactive, Error> {
    let known = KnownClasses(scope.classes);
    let scope = Scope { classes: &known, ..*scope };
    let holder = match instance::parameters_of(value, "Value", &|_| ty, &scope) {
        Ok(holder) => holder,
        Err(Stop::Bad(error)) => return Err(*error),
        Err(Stop::NeedClass { class, .. }) => return Err(malformed(format!("class {class} is not known"))),
    };
    let view = holder.view();
    let element = view.iter().next();
    let found = element.as_ref().and_then(|element| element.value.as_ref());
    let found = found.ok_or_else(|| malformed(format!("the streamed parameter '{name}' has no value")))?;
    let own = element.as_ref().map(|element| element.name.to_str_lossy().into_owned()).unwrap_or_default();
    Ok(Interactive::Stream {
        name: if name.is_empty() { own } else { name.to_owned() },
        value: found.to_owned()?,
    })
}

/// The error of an ErrorAction: an instance of CIM_Error or a class like it, or only its text.
fn error(description: &Node<'_>) -> Error {
    match description.children.first() {
        Some(sent) => fault::error_of(sent),
        None => Error::new(MI_RESULT_FAILED, description.trimmed()),
    }
}

/// The body of an answer to an event of `kind` (`Confirm`, `ErrorAction`).
pub fn response(out: &mut String, kind: &str, answer: &str) {
    let _ = write!(out, "<i:InteractiveResponse xmlns:i=\"{}\"><i:EventType>", names::INTERACTIVE);
    escape(out, kind);
    let _ = write!(out, "</i:EventType><i:Response>{answer}</i:Response></i:InteractiveResponse>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::wsman::envelope::{Letter, Opening};
    use crate::codec::wsman::instance::NoClasses;

    fn event(content: &str) -> Result<Interactive, Error> {
        let text = format!(
            "<s:Envelope xmlns:s='{}'><s:Body><i:InteractiveEvent xmlns:i='{}'>{content}</i:InteractiveEvent></s:Body></s:Envelope>",
            names::SOAP,
            names::INTERACTIVE
        );
        let letter = Letter::read(text, &mut Opening::default()).expect("an envelope");
        let node = letter.node().expect("a body").expect("an element");
        assert!(is_event(&node));
        read(&node, &Scope { classes: &NoClasses, namespace: "root/a", server: "" })
    }

    #[test]
    fn streamed_values_have_the_type_beside_them_or_their_own() {
        let cim = names::CIM;
        let xsi = names::XSI;
        let typed = |ty: &str, values: &str| {
            let found = event(&format!(
                "<i:EventType>StreamingOutput</i:EventType><i:Name>V</i:Name>{ty}\
                 <i:Value xmlns:cim='{cim}' xmlns:xsi='{xsi}' xmlns:p='u'>{values}</i:Value>"
            ));
            match found.expect("an event") {
                Interactive::Stream { name, value } if name == "V" => value,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(typed("<i:Type>5</i:Type>", "<p:V>1</p:V>"), Value::Uint32(1));
        assert_eq!(typed("<i:Type>21</i:Type>", "<p:V>1</p:V><p:V>2</p:V>"), Value::Uint32Array(vec![1, 2]));
        assert_eq!(typed("", "<p:V xsi:type='cim:cimByte'>-1</p:V>"), Value::Sint8(-1));
        // A type that does not fit: nothing gets lost.
        assert_eq!(typed("<i:Type>5</i:Type>", "<p:V>x</p:V>"), Value::String("x".into()));
        let Value::Instance(inner) =
            typed("<i:Type>15</i:Type>", "<p:V xsi:type='p:C_Type'><p:A>1</p:A></p:V>")
        else {
            panic!("an instance")
        };
        assert_eq!(inner.view().class_name(), "C");
    }

    #[test]
    fn events_without_what_they_need_are_refused() {
        for bad in [
            "",
            "<i:EventType>NoSemantics</i:EventType>",
            "<i:EventType>Warning</i:EventType>",
            "<i:EventType>Progress</i:EventType><i:Activity>a</i:Activity>",
            "<i:EventType>StreamingOutput</i:EventType><i:Name>V</i:Name>",
            "<i:EventType>StreamingOutput</i:EventType><i:Name>V</i:Name><i:Value/>",
            "<i:EventType>Confirm</i:EventType><i:Description>d</i:Description>",
            "<i:EventType>ErrorAction</i:EventType><i:ActionType>Inquire</i:ActionType>",
        ] {
            let error = event(bad).expect_err(bad);
            assert_eq!(error.category, crate::abi::MI_ERRORCATEGORY_PROTOCOL_ERROR, "{bad}");
        }
    }
}
