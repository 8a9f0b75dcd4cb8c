//! Bodies of requests: enumeration, eventing, filters (DSP0226 8 and 10, DSP0227 9).

use super::header::escape;
use super::names;
use super::write::Naming;
use crate::cim::InstanceRef;
use std::fmt::Write;
use std::time::Duration;

/// What an enumeration yields (DSP0226 8.7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Objects,
    References,
}

/// Which classes and properties (DSP0227 9.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Polymorphism {
    Deep,
    /// Instances of the class itself only.
    Shallow,
    /// Instances of subclasses too, with the properties of the class asked for.
    BaseProperties,
}

/// `n:Enumerate`, the first page asked for with it.
pub fn enumerate(out: &mut String, mode: Mode, polymorphism: Polymorphism, most: u32, filter: &str) {
    out.push_str("<n:Enumerate><w:OptimizeEnumeration/>");
    let _ = write!(out, "<w:MaxElements>{most}</w:MaxElements>");
    if mode == Mode::References {
        out.push_str("<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>");
    }
    out.push_str(match polymorphism {
        Polymorphism::Deep => "",
        Polymorphism::Shallow => "<b:PolymorphismMode>None</b:PolymorphismMode>",
        Polymorphism::BaseProperties => "<b:PolymorphismMode>ExcludeSubClassProperties</b:PolymorphismMode>",
    });
    out.push_str(filter);
    out.push_str("</n:Enumerate>");
}

/// A `w:Filter` of text: a query.
pub fn query_filter(dialect: &str, expression: &str) -> String {
    let mut out = String::from("<w:Filter Dialect=\"");
    escape(&mut out, dialect);
    out.push_str("\">");
    escape(&mut out, expression);
    out.push_str("</w:Filter>");
    out
}

/// The URI of a query dialect's short name; URIs go as they are.
pub fn dialect_uri(dialect: &str) -> &str {
    if dialect.eq_ignore_ascii_case("WQL") || dialect.is_empty() {
        names::WQL
    } else if dialect.eq_ignore_ascii_case("CQL") || dialect.eq_ignore_ascii_case("DMTF:CQL") {
        names::CQL
    } else {
        dialect
    }
}

/// The filter of associators and references (DSP0227 9.2).
pub struct AssociationFilter<'a> {
    /// The association instances themselves instead of what they lead to.
    pub references: bool,
    pub object: InstanceRef<'a>,
    pub association_class: Option<&'a str>,
    pub result_class: Option<&'a str>,
    pub role: Option<&'a str>,
    pub result_role: Option<&'a str>,
}

pub fn association_filter(naming: &Naming, namespace: &str, filter: &AssociationFilter<'_>) -> String {
    let name = if filter.references { "b:AssociationInstances" } else { "b:AssociatedInstances" };
    let mut out = format!("<w:Filter Dialect=\"{}\"><{name}><b:Object>", names::ASSOCIATION_FILTER);
    naming.epr_content(&mut out, namespace, &filter.object);
    out.push_str("</b:Object>");
    let parts = [
        ("b:AssociationClassName", filter.association_class),
        ("b:Role", filter.role),
        ("b:ResultClassName", filter.result_class),
        ("b:ResultRole", filter.result_role),
    ];
    for (tag, value) in parts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = write!(out, "<{tag}>");
            escape(&mut out, value);
            let _ = write!(out, "</{tag}>");
        }
    }
    let _ = write!(out, "</{name}></w:Filter>");
    out
}

/// `n:Pull`. `wait`: how long the server may hold an empty answer back (subscriptions).
pub fn pull(out: &mut String, context: &str, most: u32, wait: Option<Duration>) {
    out.push_str("<n:Pull><n:EnumerationContext>");
    escape(out, context);
    out.push_str("</n:EnumerationContext>");
    if let Some(wait) = wait {
        let _ = write!(out, "<n:MaxTime>PT{:.3}S</n:MaxTime>", wait.as_secs_f64());
    }
    let _ = write!(out, "<n:MaxElements>{most}</n:MaxElements></n:Pull>");
}

pub fn release(out: &mut String, context: &str) {
    out.push_str("<n:Release><n:EnumerationContext>");
    escape(out, context);
    out.push_str("</n:EnumerationContext></n:Release>");
}

/// How indications come (DSP0226 10.2.9).
pub enum Delivery<'a> {
    Pull,
    Push(Push<'a>),
}

/// Where pushed indications go, and how.
pub struct Push<'a> {
    pub mode: &'a str,
    pub to: &'a str,
    /// The security profile to deliver with.
    pub auth: Option<&'a str>,
    /// How often the server tries to deliver, and the time between.
    pub retry: Option<(u32, Duration)>,
    /// How long it may collect several (only in the mode for several).
    pub latency: Option<Duration>,
    pub max_envelope: u32,
}

pub struct Subscription<'a> {
    pub delivery: Delivery<'a>,
    pub heartbeat: Option<Duration>,
    pub content_encoding: Option<&'a str>,
    pub locale: Option<&'a str>,
    pub expires: Option<Duration>,
    pub filter: &'a str,
    /// The content of `w:Bookmark`, or the URI for the earliest.
    pub bookmark: Option<&'a str>,
    pub send_bookmarks: bool,
}

pub fn subscribe(out: &mut String, subscription: &Subscription<'_>) {
    out.push_str("<e:Subscribe xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\">");
    if let Delivery::Push(push) = &subscription.delivery {
        out.push_str("<e:EndTo><a:Address>");
        escape(out, push.to);
        out.push_str("</a:Address></e:EndTo>");
    }
    match &subscription.delivery {
        Delivery::Pull => {
            let _ = write!(out, "<e:Delivery Mode=\"{}\">", names::DELIVERY_PULL);
        }
        Delivery::Push(push) => notify_to(out, push),
    }
    if let Some(heartbeat) = subscription.heartbeat {
        let _ = write!(out, "<w:Heartbeats>PT{:.3}S</w:Heartbeats>", heartbeat.as_secs_f64());
    }
    if let Some(locale) = subscription.locale {
        out.push_str("<w:Locale xml:lang=\"");
        escape(out, locale);
        out.push_str("\"/>");
    }
    if let Some(encoding) = subscription.content_encoding {
        out.push_str("<w:ContentEncoding>");
        escape(out, encoding);
        out.push_str("</w:ContentEncoding>");
    }
    out.push_str("</e:Delivery>");
    if let Some(expires) = subscription.expires {
        let _ = write!(out, "<e:Expires>PT{:.3}S</e:Expires>", expires.as_secs_f64());
    }
    out.push_str(subscription.filter);
    if let Some(bookmark) = subscription.bookmark {
        let _ = write!(out, "<w:Bookmark>{bookmark}</w:Bookmark>");
    }
    if subscription.send_bookmarks {
        out.push_str("<w:SendBookmarks/>");
    }
    out.push_str("</e:Subscribe>");
}

fn notify_to(out: &mut String, push: &Push<'_>) {
    let _ = write!(out, "<e:Delivery Mode=\"{}\">", push.mode);
    if let Some((count, every)) = push.retry {
        let every = every.as_secs_f64();
        let _ = write!(out, "<w:ConnectionRetry Total=\"{count}\">PT{every:.3}S</w:ConnectionRetry>");
    }
    out.push_str("<e:NotifyTo><a:Address>");
    escape(out, push.to);
    out.push_str("</a:Address></e:NotifyTo>");
    if let Some(profile) = push.auth {
        let _ = write!(out, "<w:Auth Profile=\"{profile}\"/>");
    }
    if let Some(latency) = push.latency {
        let _ = write!(out, "<w:MaxTime>PT{:.3}S</w:MaxTime>", latency.as_secs_f64());
        let size = push.max_envelope;
        let _ = write!(out, "<w:MaxEnvelopeSize Policy=\"Notify\">{size}</w:MaxEnvelopeSize>");
    }
}

/// The header block with the user that deliveries to this address log on with (DSP0226, WS-Trust).
pub fn issued_user(to: &str, user: &str, password: &str) -> String {
    let mut out = String::from(
        "<t:IssuedTokens xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\" s:mustUnderstand=\"true\">\
         <t:RequestSecurityTokenResponse><t:TokenType>http://docs.oasis-open.org/wss/2004/01/\
         oasis-200401-wss-username-token-profile-1.0#UsernameToken</t:TokenType><t:RequestedSecurityToken>\
         <u:UsernameToken xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/\
         oasis-200401-wss-wssecurity-secext-1.0.xsd\"><u:Username>",
    );
    escape(&mut out, user);
    out.push_str("</u:Username><u:Password>");
    escape(&mut out, password);
    out.push_str(
        "</u:Password></u:UsernameToken></t:RequestedSecurityToken>\
         <l:AppliesTo xmlns:l=\"http://schemas.xmlsoap.org/ws/2004/09/policy\"><a:EndpointReference><a:Address>",
    );
    escape(&mut out, to);
    out.push_str(
        "</a:Address></a:EndpointReference></l:AppliesTo></t:RequestSecurityTokenResponse></t:IssuedTokens>",
    );
    out
}

pub fn renew(out: &mut String, expires: Duration) {
    let _ = write!(
        out,
        "<e:Renew xmlns:e=\"{}\"><e:Expires>PT{:.3}S</e:Expires></e:Renew>",
        names::EVENTING,
        expires.as_secs_f64()
    );
}

pub fn unsubscribe(out: &mut String) {
    let _ = write!(out, "<e:Unsubscribe xmlns:e=\"{}\"/>", names::EVENTING);
}

/// The one body without WS-Addressing (DSP0226 11).
pub fn identify() -> String {
    format!(
        "<s:Envelope xmlns:s=\"{}\" xmlns:i=\"{}\"><s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>",
        names::SOAP,
        names::IDENTITY
    )
}
