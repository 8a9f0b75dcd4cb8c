//! An answer's body: read within its limit, decompressed, opened where it is sealed.

use super::auth::multipart::Reader;
use super::body::Coding;
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase, shortened};
use super::pool::{Connection, LoggedOn};
use super::proxy;
use super::request::lost;
use http_body_util::BodyExt;
use hyper::Response;
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use std::pin::pin;
use std::time::Duration;

/// How much of a streamed answer may wait to be read.
const STREAM_WINDOW: usize = 1 << 20;
/// What is copied at once: more, and the C library takes an instruction that is no faster, and that profilers count
/// byte by byte.
const PIECE: usize = 2048;
/// How long after its last part the end of an answer is waited for that nobody reads.
const LINGER: Duration = Duration::from_secs(5);
/// How much is read of a body that nobody looks at, to keep its connection.
pub const IGNORED_LIMIT: usize = 64 * 1024;

/// Checks the head, then reads the body. What answers a sealed request must be sealed.
pub async fn receive(
    answer: Response<Incoming>,
    sealed: bool,
    post: &Post,
    slot: &Slot,
    connection: &mut Connection,
) -> Result<Vec<u8>, Failure> {
    let status = answer.status().as_u16();
    if (300..400).contains(&status) {
        return Err(Failure::Redirect { status, location: shortened(text(&answer, header::LOCATION)) });
    }
    if let Some(proxy) = proxy::direct(&post.endpoint).filter(|_| status == 407) {
        return Err(proxy::refusal(proxy, answer.headers()));
    }
    let coding = Coding::named(text(&answer, header::CONTENT_ENCODING))?;
    let content_type = text(&answer, header::CONTENT_TYPE).to_owned();
    let expected = text(&answer, header::CONTENT_LENGTH).parse().unwrap_or(0);
    slot.phase(Phase::Receive);
    let reader = Reader::of(&content_type);
    let Connection { http, log_on, out_of_step, .. } = connection;
    let streamed = post.streamed && coding == Coding::Identity;
    match reader {
        None if sealed && status < 400 => Err(Failure::Unprotected { reason: CLEAR_ANSWER.into() }),
        // The status alone is believed. It may come from before the service (a proxy, the HTTP stack), where nobody
        // opened the request.
        None if sealed => {
            *out_of_step = true;
            http.during(pin!(collect(answer.into_body(), IGNORED_LIMIT, 0))).await?;
            slot.head(status, String::new());
            Ok(Vec::new())
        }
        None if streamed => {
            slot.head(status, content_type);
            http.during(pin!(stream(answer.into_body(), slot, |bytes| Ok(slot.part(bytes))))).await
        }
        None => {
            let body = http.during(pin!(collect(answer.into_body(), post.limit, expected))).await?;
            let body = coding.decoded(body, post.limit)?;
            slot.head(status, content_type);
            Ok(body)
        }
        Some(reader) if streamed => {
            let mut opener = Opener { reader, log_on, limit: post.limit, content_type: None };
            http.during(pin!(stream(answer.into_body(), slot, |bytes| opener.part(bytes, status, slot))))
                .await?;
            opener.reader.end().map_err(sealed_badly)?;
            Ok(Vec::new())
        }
        Some(mut reader) => {
            // A little more than the message: the lines around it.
            let limit = post.limit.saturating_add(IGNORED_LIMIT);
            let body = http.during(pin!(collect(answer.into_body(), limit, expected))).await?;
            reader.whole(coding.decoded(body, limit)?);
            let mut opener = Opener { reader, log_on, limit: post.limit, content_type: None };
            let body = opener.opened()?;
            opener.reader.end().map_err(sealed_badly)?;
            slot.head(status, opener.content_type.unwrap_or_default());
            Ok(body)
        }
    }
}

const CLEAR_ANSWER: &str =
    "The server answered a sealed request in clear; the answer was not used. Somebody may be between.";

fn text(answer: &Response<Incoming>, name: HeaderName) -> &str {
    answer.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("")
}

fn sealed_badly(reason: String) -> Failure {
    Failure::Malformed { reason: format!("the sealed body cannot be opened: {reason}") }
}

/// Opens messages as they come.
struct Opener<'a> {
    reader: Reader,
    log_on: &'a mut Option<LoggedOn>,
    limit: usize,
    /// Of the first message.
    content_type: Option<String>,
}

impl Opener<'_> {
    /// The messages that are complete, one behind the other.
    fn opened(&mut self) -> Result<Vec<u8>, Failure> {
        let mut opened = Vec::new();
        let authenticator = self
            .log_on
            .as_mut()
            .ok_or_else(|| sealed_badly("nobody logged on".into()))?
            .authenticator
            .as_mut();
        while let Some(part) = self.reader.part().map_err(sealed_badly)? {
            let message = authenticator.open(&part).map_err(sealed_badly)?;
            if opened.len() + message.len() > self.limit {
                return Err(Failure::TooLarge { limit: self.limit });
            }
            self.content_type.get_or_insert_with(|| part.content_type.to_owned());
            if opened.is_empty() {
                opened = message;
            } else {
                opened.extend_from_slice(&message);
            }
        }
        Ok(opened)
    }

    /// Takes bytes as they come; what is whole goes to the slot. False where nobody reads it.
    fn part(&mut self, bytes: &[u8], status: u16, slot: &Slot) -> Result<bool, Failure> {
        if self.reader.waiting() + bytes.len() > self.limit.saturating_add(IGNORED_LIMIT) {
            return Err(Failure::TooLarge { limit: self.limit });
        }
        self.reader.feed(bytes);
        let begun = self.content_type.is_some();
        let opened = self.opened()?;
        if let (false, Some(content_type)) = (begun, &self.content_type) {
            slot.head(status, content_type.clone());
        }
        Ok(if opened.is_empty() { !slot.is_detached() } else { slot.part(&opened) })
    }
}

pub async fn collect(mut body: Incoming, limit: usize, expected: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let full = |_| Failure::TooLarge { limit };
    bytes.try_reserve(expected.min(limit).min(8 << 20)).map_err(full)?;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| lost(Phase::Receive, &error))?;
        let Some(data) = frame.data_ref() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        bytes.try_reserve(data.len()).map_err(full)?;
        data.chunks(PIECE).for_each(|piece| bytes.extend_from_slice(piece));
    }
    Ok(bytes)
}

/// Hands the parts of a body on as they come. `part` answers false where nobody reads them.
async fn stream(
    mut body: Incoming,
    slot: &Slot,
    mut part: impl FnMut(&[u8]) -> Result<bool, Failure>,
) -> Result<Vec<u8>, Failure> {
    let mut unread = 0;
    loop {
        let frame = match tokio::time::timeout(LINGER, body.frame()).await {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(Vec::new()),
            Err(_) if slot.is_detached() => return Err(unwanted()),
            // The asking side has the time limits: a user may think about a question.
            Err(_) => continue,
        };
        let frame = frame.map_err(|error| lost(Phase::Receive, &error))?;
        let Some(data) = frame.data_ref() else { continue };
        if !part(data)? {
            unread += data.len();
            if unread > IGNORED_LIMIT {
                return Err(unwanted());
            }
        }
        // The reader's pace is ours: nothing more is taken from the socket until it has caught up.
        while slot.waiting() > STREAM_WINDOW {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

fn unwanted() -> Failure {
    Failure::Stopped { reason: "Nobody reads the answer any more.".into() }
}
