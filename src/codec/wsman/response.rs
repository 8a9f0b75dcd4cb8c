//! Answers other than pages: what each operation's body becomes.

use super::envelope::{self, Head, Letter, Opening};
use super::header::Selector;
use super::instance::{self, Scope, Stop};
use super::node::Node;
use super::{class, fault, malformed, names, page};
use crate::cim::{Class, Error, Instance, Type};

/// The envelope of an answer that may be a fault. Short-lived: a box would cost more than the room.
#[derive(Debug)]
#[expect(clippy::large_enum_variant)]
pub enum Answer {
    /// Good so far: to be read as what the operation expects.
    Body(Letter),
    Fault(Error),
}

/// What the header of an answer must fit.
pub struct Expected<'a> {
    pub message_id: &'a str,
    /// Of the request.
    pub action: &'a str,
}

/// Takes a body of bytes apart far enough to tell answers from faults and from answers to somebody else.
/// `opening` is of those that came before from the same place.
pub fn sorted(
    bytes: Vec<u8>,
    expected: Option<&Expected<'_>>,
    opening: &mut Opening,
) -> Result<Answer, Error> {
    let letter = Letter::read(envelope::text_of(bytes)?, opening)?;
    if letter.holds("Fault")? {
        let (fault, sent) = fault::read(&letter.node()?.unwrap_or_default());
        return Ok(Answer::Fault(fault.into_error(sent)));
    }
    if let Some(expected) = expected {
        check(&letter.head, expected)?;
    }
    Ok(Answer::Body(letter))
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

fn expected_body<'a>(letter: &'a Letter, what: &str) -> Result<Node<'a>, Error> {
    letter.node()?.ok_or_else(|| empty_body(what))
}

fn empty_body(what: &str) -> Error {
    malformed(format!("its body is empty; {what} was expected"))
}

/// The instance of a Get: predicted, where the session has seen one like it.
pub fn get(letter: &Letter, scope: &Scope<'_>) -> Result<Instance, Stop> {
    let Some(mut shapes) = scope.classes.shapes() else {
        return page::object(&expected_body(letter, "an instance")?, scope);
    };
    let mut reader = letter.content();
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
pub fn put(letter: &Letter, scope: &Scope<'_>) -> Result<Option<Instance>, Stop> {
    match letter.node()? {
        Some(node) => page::object(&node, scope).map(Some),
        None => Ok(None),
    }
}

/// The keys of what was created (`x:ResourceCreated`), or the instance itself.
pub fn create(letter: &Letter, scope: &Scope<'_>) -> Result<Option<Instance>, Stop> {
    let Some(node) = letter.node()? else { return Ok(None) };
    if node.local != "ResourceCreated" {
        return page::object(&node, scope).map(Some);
    }
    match instance::as_endpoint(&node) {
        Some(epr) => instance::keyed(epr, scope).map(Some),
        None => Ok(None),
    }
}

/// Nothing is expected, but it must be an envelope to its end.
pub fn empty(letter: &Letter) -> Result<(), Error> {
    letter.node().map(|_| ())
}

/// The out parameters of a method; `class` types them.
pub fn invoke(
    letter: &Letter,
    method: &str,
    class: Option<&Class>,
    scope: &Scope<'_>,
) -> Result<Instance, Stop> {
    let node = expected_body(letter, "out parameters")?;
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
pub fn get_class(letter: &Letter, scope: &Scope<'_>) -> Result<Class, Stop> {
    class::read(&expected_body(letter, "a class")?, scope)
}

/// What a server says of itself (DSP0226 11).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub protocol_version: String,
    pub vendor: String,
    pub version: String,
}

pub fn identify(letter: &Letter) -> Result<Identity, Error> {
    let node = expected_body(letter, "an IdentifyResponse")?;
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

pub fn subscribe(letter: &Letter) -> Result<Subscribed, Error> {
    let node = expected_body(letter, "a SubscribeResponse")?;
    if node.local != "SubscribeResponse" {
        return Err(malformed(format!("it holds '{}' instead of a SubscribeResponse", node.local)));
    }
    let found = |name| node.find(name).map(|part| part.trimmed().to_owned()).filter(|text| !text.is_empty());
    let selector = |part: &Node<'_>| Some(Selector::text(part.attribute("Name")?.to_owned(), part.trimmed()));
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
pub fn renew(letter: &Letter) -> Result<Option<String>, Error> {
    let node = letter.node()?.unwrap_or_default();
    Ok(node.find("Expires").map(|part| part.trimmed().to_owned()).filter(|text| !text.is_empty()))
}
