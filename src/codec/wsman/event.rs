//! Pushed indications: what is posted to a listener, and what it answers (DSP0226 10.2.9 to 10.7).

use super::envelope::{self, Head, LIMITS, Letter, bad};
use super::header::escape;
use super::instance::{self, Scope, Stop};
use super::node::Node;
use super::{fault, malformed, names, page};
use crate::cim::{Error, Instance};
use crate::codec::xml::Reader;
use std::fmt::Write;

/// Events of one delivery.
const MOST_EVENTS: usize = 10_000;

/// What a delivery says.
#[derive(Debug)]
pub enum Notice {
    /// None for a heartbeat, and for a note that events were dropped.
    Events(Vec<Instance>),
    /// The source has ended the subscription.
    End(Error),
}

/// Reads a delivery, its envelope to its end.
pub fn read(letter: &Letter, scope: &Scope<'_>) -> Result<Notice, Stop> {
    let Some(node) = letter.node()?.filter(|_| letter.head.action != names::HEARTBEAT_ACTION) else {
        return Ok(Notice::Events(Vec::new()));
    };
    if node.is(names::EVENTING, "SubscriptionEnd") {
        return Ok(Notice::End(fault::ended(&node)));
    }
    if node.is(names::WSMAN, "DroppedEvents") {
        return Ok(Notice::Events(Vec::new()));
    }
    if !node.is(names::WSMAN, "Events") {
        return Ok(Notice::Events(vec![page::object(&node, scope)?]));
    }
    let events = node.children.iter().filter(|child| child.is(names::WSMAN, "Event")).take(MOST_EVENTS);
    events.map(|event| one(event, scope)).collect::<Result<_, _>>().map(Notice::Events)
}

/// An event of several: as an element, or as text that is a document of its own (the event log's CDATA).
fn one(event: &Node<'_>, scope: &Scope<'_>) -> Result<Instance, Stop> {
    if let Some(inner) = event.children.first() {
        return page::object(inner, scope);
    }
    let text = event.trimmed();
    if text.is_empty() {
        return Err(malformed("an event is empty").into());
    }
    let mut reader = Reader::new(text, LIMITS);
    let name = reader.root().map_err(bad)?;
    let node = Node::read(&mut reader, name).map_err(bad)?;
    envelope::finish(&mut reader)?;
    instance::instance(&node, scope)
}

/// The envelope that acknowledges a delivery.
pub fn acknowledgement(head: &Head, message_id: &str) -> String {
    reply(head, message_id, names::ACK_ACTION, "")
}

/// The envelope that refuses one.
pub fn refusal(head: &Head, message_id: &str, reason: &str) -> String {
    let mut body = String::from(
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:SchemaValidationError</s:Value></s:Subcode>\
         </s:Code><s:Reason><s:Text xml:lang=\"en-US\">",
    );
    escape(&mut body, reason);
    body.push_str("</s:Text></s:Reason></s:Fault>");
    reply(head, message_id, names::FAULT_ACTION, &body)
}

fn reply(head: &Head, message_id: &str, action: &str, body: &str) -> String {
    let mut out = format!(
        "<s:Envelope xmlns:s=\"{}\" xmlns:a=\"{}\" xmlns:w=\"{}\"><s:Header><a:Action>{action}</a:Action>\
         <a:MessageID>{message_id}</a:MessageID><a:To>{}</a:To>",
        names::SOAP,
        names::ADDRESSING,
        names::WSMAN,
        names::ANONYMOUS
    );
    if let Some(id) = &head.message_id {
        out.push_str("<a:RelatesTo>");
        escape(&mut out, id);
        out.push_str("</a:RelatesTo>");
    }
    let _ = write!(out, "</s:Header><s:Body>{body}</s:Body></s:Envelope>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::wsman::envelope::Opening;
    use crate::codec::wsman::instance::NoClasses;

    fn notice(action: &str, body: &str) -> Result<Notice, Stop> {
        let text = format!(
            "<s:Envelope xmlns:s='{}' xmlns:a='{}' xmlns:w='{}' xmlns:e='{}'><s:Header><a:Action>{action}</a:Action>\
             </s:Header><s:Body>{body}</s:Body></s:Envelope>",
            names::SOAP,
            names::ADDRESSING,
            names::WSMAN,
            names::EVENTING
        );
        let letter = Letter::read(text, &mut Opening::default()).expect("an envelope");
        read(&letter, &Scope { classes: &NoClasses, namespace: "root/a", server: "srv" })
    }

    fn classes(notice: Result<Notice, Stop>) -> Vec<String> {
        match notice.expect("a notice") {
            Notice::Events(all) => all.iter().map(|one| one.view().class_name().into_owned()).collect(),
            Notice::End(error) => panic!("{error:?}"),
        }
    }

    #[test]
    fn one_event_several_and_none_are_told_apart() {
        let one = "<p:E xmlns:p='u'><p:A>1</p:A></p:E>";
        assert_eq!(classes(notice("urn:own", one)), ["E"]);
        let several = format!(
            "<w:Events><w:Event Action='x'>{one}</w:Event><w:Event><![CDATA[<Event><A>1</A></Event>]]></w:Event></w:Events>"
        );
        assert_eq!(classes(notice("urn:own", &several)), ["E", "Event"]);
        assert_eq!(classes(notice(names::HEARTBEAT_ACTION, "<w:Events/>")), [""; 0]);
        assert_eq!(classes(notice("urn:own", "")), [""; 0]);
        assert!(matches!(
            notice("urn:own", "<w:Events><w:Event>no xml</w:Event></w:Events>"),
            Err(Stop::Bad(_))
        ));
        assert!(matches!(notice("urn:own", "<w:Events><w:Event/></w:Events>"), Err(Stop::Bad(_))));
    }

    #[test]
    fn end_of_a_subscription_says_why() {
        let end = format!(
            "<e:SubscriptionEnd><e:Status>{}/SourceShuttingDown</e:Status><e:Reason>going down</e:Reason></e:SubscriptionEnd>",
            names::EVENTING
        );
        let Ok(Notice::End(error)) = notice(names::END_ACTION, &end) else { panic!("an end") };
        assert!(
            error.message.contains("SourceShuttingDown") && error.message.contains("going down"),
            "{error:?}"
        );
    }
}
