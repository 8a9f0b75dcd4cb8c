//! Answers other than pages: what each operation's body becomes.

use super::envelope::{self, Head, Opened};
use super::header::Selector;
use super::instance::{self, Scope, Stop};
use super::node::Node;
use super::{class, fault, malformed, names, page};
use crate::cim::{Class, Error, Instance, Type};

/// The envelope of an answer that may be a fault.
pub enum Answer {
    /// Good so far: the text, to be read as what the operation expects.
    Body(Head, String),
    Fault(Error),
}

/// What the header of an answer must fit.
pub struct Expected<'a> {
    pub message_id: &'a str,
    /// Of the request.
    pub action: &'a str,
}

/// Takes a body of bytes apart far enough to tell answers from faults and from answers to somebody else.
pub fn sorted(bytes: Vec<u8>, expected: Option<&Expected<'_>>) -> Result<Answer, Error> {
    let text = envelope::text_of(bytes)?;
    let opened = envelope::open(&text)?;
    if opened.body.is_some_and(|name| name.local == "Fault") {
        return fault_of(opened).map(Answer::Fault);
    }
    let head = opened.head;
    if let Some(expected) = expected {
        check(&head, expected)?;
    }
    Ok(Answer::Body(head, text))
}

fn fault_of(opened: Opened<'_>) -> Result<Error, Error> {
    let (_, node) = opened.node()?;
    let (fault, sent) = fault::read(&node.unwrap_or_default());
    Ok(fault.into_error(sent))
}

/// RelatesTo must be our request's, where the server sends one; the action must be our action's answer, where it
/// is one of the standard protocols' (for methods, servers differ).
fn check(head: &Head, expected: &Expected<'_>) -> Result<(), Error> {
    if head
        .relates_to
        .as_deref()
        .is_some_and(|id| !id.is_empty() && !id.eq_ignore_ascii_case(expected.message_id))
    {
        return Err(malformed("it relates to another request (wsa:RelatesTo)"));
    }
    let standard = [names::TRANSFER, names::ENUMERATION, names::EVENTING];
    let is_standard = |action: &str| standard.iter().any(|namespace| action.starts_with(namespace));
    let fits = head.action.strip_suffix("Response") == Some(expected.action);
    if is_standard(expected.action) && is_standard(&head.action) && !fits {
        return Err(malformed(format!("it answers another action ({})", head.action)));
    }
    Ok(())
}

fn body(text: &str) -> Result<Option<Node<'_>>, Error> {
    envelope::open(text)?.node().map(|(_, node)| node)
}

fn expected_body<'a>(text: &'a str, what: &str) -> Result<Node<'a>, Error> {
    body(text)?.ok_or_else(|| empty_body(what))
}

fn empty_body(what: &str) -> Error {
    malformed(format!("its body is empty; {what} was expected"))
}

/// The instance of a Get: predicted, where the session has seen one like it.
pub fn get(text: &str, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let Some(mut shapes) = scope.classes.shapes() else {
        return page::object(&expected_body(text, "an instance")?, scope);
    };
    let (_, mut reader) = envelope::enter(text)?;
    shapes.enter(&reader);
    let start = reader.offset();
    if let Some((instance, length)) = shapes.predicted(reader.rest(), scope) {
        reader.advance(length);
        envelope::finish(&mut reader)?;
        return Ok(instance);
    }
    let node = match reader.next_child().map_err(envelope::bad)? {
        Some(name) => Node::read(&mut reader, name).map_err(envelope::bad)?,
        None => {
            envelope::finish(&mut reader)?;
            return Err(empty_body("an instance").into());
        }
    };
    let end = reader.offset();
    let instance = page::object(&node, scope);
    if let Ok(instance) = &instance {
        shapes.learn(&reader, start, end, &node, instance, scope);
    }
    // What is wrong with the envelope comes first.
    envelope::finish(&mut reader)?;
    instance
}

/// The instance of a Put; many servers send none.
pub fn put(text: &str, scope: &Scope<'_>) -> Result<Option<Instance>, Stop> {
    match body(text)? {
        Some(node) => page::object(&node, scope).map(Some),
        None => Ok(None),
    }
}

/// The keys of what was created (`x:ResourceCreated`), or the instance itself.
pub fn create(text: &str, scope: &Scope<'_>) -> Result<Option<Instance>, Stop> {
    let Some(node) = body(text)? else { return Ok(None) };
    if node.local != "ResourceCreated" {
        return page::object(&node, scope).map(Some);
    }
    match instance::as_endpoint(&node) {
        Some(epr) => instance::keyed(epr, scope).map(Some),
        None => Ok(None),
    }
}

/// Nothing is expected, but it must be an envelope to its end.
pub fn empty(text: &str) -> Result<(), Error> {
    body(text).map(|_| ())
}

/// The out parameters of a method; `class` types them.
pub fn invoke(text: &str, method: &str, class: Option<&Class>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let node = expected_body(text, "out parameters")?;
    output(&node, method, class, scope)
}

/// The out parameters of a `Method_OUTPUT` element.
pub fn output(
    node: &Node<'_>,
    method: &str,
    class: Option<&Class>,
    scope: &Scope<'_>,
) -> Result<Instance, Stop> {
    let declared = class.and_then(|class| class.method(method));
    let typed = |name: &str| {
        if name.eq_ignore_ascii_case("ReturnValue") {
            return declared.as_ref().map_or(Some(Type::Uint32), |method| method.return_type);
        }
        declared.as_ref()?.parameters.get(name).map(|parameter| parameter.ty)
    };
    instance::parameters_of(node, "__PARAMETERS", &typed, scope)
}

/// A class declaration.
pub fn get_class(text: &str, scope: &Scope<'_>) -> Result<Class, Stop> {
    class::read(&expected_body(text, "a class")?, scope)
}

/// What a server says of itself (DSP0226 11).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub protocol_version: String,
    pub vendor: String,
    pub version: String,
}

pub fn identify(text: &str) -> Result<Identity, Error> {
    let node = expected_body(text, "an IdentifyResponse")?;
    if node.local != "IdentifyResponse" {
        return Err(malformed(format!("it holds '{}' instead of an IdentifyResponse", node.local)));
    }
    let said = |name| node.named(name).map(|part| part.trimmed().to_owned()).unwrap_or_default();
    Ok(Identity {
        protocol_version: said("ProtocolVersion"),
        vendor: said("ProductVendor"),
        version: said("ProductVersion"),
    })
}

/// A subscription that was made (DSP0226 10), and its manager's reference parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscribed {
    /// With its selectors; None: the resource that was subscribed to.
    pub resource: Option<(String, Vec<Selector>)>,
    pub identifier: Option<String>,
    pub expires: Option<String>,
    pub context: Option<String>,
}

pub fn subscribe(text: &str) -> Result<Subscribed, Error> {
    let node = expected_body(text, "a SubscribeResponse")?;
    if node.local != "SubscribeResponse" {
        return Err(malformed(format!("it holds '{}' instead of a SubscribeResponse", node.local)));
    }
    let found = |name| node.find(name).map(|part| part.trimmed().to_owned()).filter(|text| !text.is_empty());
    let selector = |part: &Node<'_>| Some(Selector::text(part.attribute("Name")?, part.trimmed()));
    let selectors = || {
        let set = node.find("SelectorSet").map_or(&[][..], |set| &set.children);
        set.iter().filter_map(selector).collect()
    };
    Ok(Subscribed {
        resource: found("ResourceURI").map(|uri| (uri, selectors())),
        identifier: found("Identifier"),
        expires: found("Expires"),
        context: found("EnumerationContext"),
    })
}

/// Until when a renewed subscription lives.
pub fn renew(text: &str) -> Result<Option<String>, Error> {
    let node = body(text)?.unwrap_or_default();
    Ok(node.find("Expires").map(|part| part.trimmed().to_owned()).filter(|text| !text.is_empty()))
}
