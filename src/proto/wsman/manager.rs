//! What both kinds of subscription share: what is asked for, and the manager they renew and end it with.

use super::request::Outgoing;
use super::target::Target;
use crate::abi::MI_Timestamp;
use crate::cim::{Datetime, Error};
use crate::codec::wsman::body::{self, Delivery};
use crate::codec::wsman::fault::subcode_of;
use crate::codec::wsman::header::escape;
use crate::codec::wsman::names::{self, Action};
use crate::codec::wsman::response::Subscribed;
use crate::codec::wsman::time;
use crate::options::{Expiration, SubscriptionOptions};
use crate::proto::Request;
use std::borrow::Cow;
use std::time::{Duration, Instant, SystemTime};

/// A subscription's life where the client does not say: long enough for a slow network, short enough to be
/// forgotten soon by a server whose client died.
const LIFE: Duration = Duration::from_secs(600);

/// What a client asks for.
pub struct Wanted {
    filter: String,
    /// As it goes out.
    pub bookmark: Option<String>,
    locale: Option<&'static str>,
    pub heartbeat: Option<Duration>,
    life: Option<Duration>,
}

impl Wanted {
    pub fn of(
        request: &Request,
        dialect: Option<&str>,
        expression: &str,
        delivery: Option<&SubscriptionOptions>,
    ) -> Self {
        let filter = if expression.is_empty() {
            String::new()
        } else {
            body::query_filter(body::dialect_uri(dialect.unwrap_or("WQL")), expression)
        };
        Self {
            filter,
            bookmark: delivery.and_then(|delivery| delivery.bookmark()).and_then(|text| bookmark(&text)),
            locale: request.options.resource_uri().is_some().then_some("en-US"),
            heartbeat: delivery.and_then(|delivery| delivery.heartbeat()).filter(|time| !time.is_zero()),
            life: delivery.and_then(|delivery| delivery.expiration()).map_or(Some(LIFE), life),
        }
    }

    /// The body of Subscribe.
    pub fn write(&self, out: &mut String, delivery: Delivery<'_>) {
        body::subscribe(
            out,
            &body::Subscription {
                delivery,
                heartbeat: self.heartbeat,
                content_encoding: None,
                locale: self.locale,
                expires: self.life,
                filter: &self.filter,
                bookmark: self.bookmark.as_deref(),
                send_bookmarks: true,
            },
        );
    }
}

fn life(expiration: Expiration) -> Option<Duration> {
    match expiration {
        Expiration::After(time) if !time.is_zero() => Some(time),
        Expiration::At(when) => Some(
            moment(&when)
                .to_system_time()
                .and_then(|when| when.duration_since(SystemTime::now()).ok())
                .unwrap_or(Duration::from_secs(1)),
        ),
        Expiration::After(_) => None,
    }
}

fn moment(when: &MI_Timestamp) -> Datetime {
    Datetime::Timestamp {
        year: when.year,
        month: when.month,
        day: when.day,
        hour: when.hour,
        minute: when.minute,
        second: when.second,
        microseconds: when.microseconds,
        utc: when.utc,
    }
}

/// `MI_SUBSCRIBE_BOOKMARK_OLDEST` asks for everything, `…_NEWEST` for what comes from now on.
fn bookmark(text: &str) -> Option<String> {
    if text.eq_ignore_ascii_case("MI_SUBSCRIBE_BOOKMARK_OLDEST") {
        return Some(names::BOOKMARK_EARLIEST.to_owned());
    }
    if text.is_empty() || text.eq_ignore_ascii_case("MI_SUBSCRIBE_BOOKMARK_NEWEST") {
        return None;
    }
    if text.trim_start().starts_with('<') {
        return Some(text.to_owned());
    }
    let mut escaped = String::new();
    escape(&mut escaped, text);
    Some(escaped)
}

/// A subscription as the server knows it.
pub struct Manager {
    template: Outgoing,
    made: Subscribed,
    life: Option<Duration>,
    /// What the server granted.
    span: Option<Duration>,
    renew_at: Option<Instant>,
    /// The server does not renew: it is replaced instead.
    replaced: bool,
}

/// What it is time for.
pub enum Due {
    Renew(Box<Outgoing>),
    /// Another subscription in its place.
    Replace,
}

impl Manager {
    pub fn new(target: &Target, wanted: &Wanted) -> Self {
        Self {
            template: target.on_all(Action::Subscribe),
            made: Subscribed::default(),
            life: wanted.life,
            span: None,
            renew_at: None,
            replaced: false,
        }
    }

    /// A request about the same resource.
    pub fn about(&self, action: Action) -> Outgoing {
        Outgoing {
            action: Cow::Borrowed(action.uri()),
            uri: self.template.uri.clone(),
            selectors: self.template.selectors.clone(),
            options: self.template.options.clone(),
            session_id: self.template.session_id.clone(),
            ..Outgoing::default()
        }
    }

    /// The request that makes it.
    pub fn subscribe(&self) -> Outgoing {
        Outgoing { action: self.template.action.clone(), ..self.about(Action::Subscribe) }
    }

    /// Renew and Unsubscribe carry what the manager's EPR said.
    fn to_manager(&self, action: Action) -> Outgoing {
        let mut outgoing = self.about(action);
        if let Some((uri, selectors)) = &self.made.resource {
            (outgoing.uri, outgoing.selectors) = (Some(uri.clone()), selectors.clone());
        }
        if let Some(identifier) = &self.made.identifier {
            outgoing.extra = format!("<e:Identifier xmlns:e=\"{}\">", names::EVENTING);
            escape(&mut outgoing.extra, identifier);
            outgoing.extra.push_str("</e:Identifier>");
        }
        outgoing
    }

    pub fn made(&mut self, made: Subscribed) {
        self.schedule(made.expires.as_deref());
        self.made = made;
    }

    /// When to renew: at half of what the server granted, or to replace it, after five sixths. Zero, or nothing asked,
    /// is for ever.
    pub fn schedule(&mut self, granted: Option<&str>) {
        let granted = granted.and_then(time::parse).and_then(|granted| match granted.to_duration() {
            Some(span) => Some(span),
            None => granted.to_system_time()?.duration_since(SystemTime::now()).ok(),
        });
        self.span = granted.or(self.life).filter(|span| !span.is_zero());
        self.renew_at =
            self.span.map(|span| Instant::now() + if self.replaced { span / 6 * 5 } else { span / 2 });
    }

    /// Renew has failed. Whether the subscription goes on: servers that do not renew (Windows, MS-WSMV 3.1.4.1.30.4)
    /// keep it for the half of its life that is left.
    pub fn goes_on(&mut self, error: &Error) -> bool {
        let subcode = subcode_of(error).unwrap_or_default();
        let goes_on =
            matches!(subcode.as_str(), "UnableToRenew" | "ActionNotSupported" | "UnsupportedFeature");
        if goes_on {
            self.replaced = true;
            self.renew_at = self.span.map(|span| Instant::now() + span / 3);
        }
        goes_on
    }

    pub fn renew_at(&self) -> Option<Instant> {
        self.life.and(self.renew_at)
    }

    /// What is to be done for it to live on, where it is time.
    pub fn due(&self) -> Option<Due> {
        let life = self.life?;
        if self.renew_at.is_none_or(|at| Instant::now() < at) {
            return None;
        }
        if self.replaced {
            return Some(Due::Replace);
        }
        let mut outgoing = self.to_manager(Action::Renew);
        body::renew(&mut outgoing.body, life);
        Some(Due::Renew(Box::new(outgoing)))
    }

    pub fn unsubscription(&self) -> Outgoing {
        let mut outgoing = self.to_manager(Action::Unsubscribe);
        body::unsubscribe(&mut outgoing.body);
        outgoing
    }
}
