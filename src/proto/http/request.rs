//! One request on one connection: reuse or open, log on, send, read the answer within its limits.

use super::auth::{Challenge, Step, challenges};
use super::body::Coding;
use super::connect;
use super::driver::Shared;
use super::endpoint::ProxyKind;
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase, shortened};
use super::pool::{Connection, LoggedOn, handshake};
use super::proxy;
use super::sealed::Sealed;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::{Request, Response};
use std::time::Duration;

/// Legs of one log-on; more means a server that never says yes or no.
const MOST_LEGS: usize = 8;
/// How much of a streamed answer may wait to be read.
const STREAM_WINDOW: usize = 1 << 20;
/// How much is read of a streamed answer that nobody wants any more, to keep its connection.
const DETACHED_LIMIT: usize = 64 * 1024;
/// How long after its last part the end of such an answer is waited for.
const LINGER: Duration = Duration::from_secs(5);
/// How much of a refusal's body is read.
const REFUSAL_LIMIT: usize = 64 * 1024;

/// Posts and returns the body of the answer; status and content type go to the slot.
pub async fn perform(shared: &Shared, post: &Post, slot: &Slot) -> Result<Vec<u8>, Failure> {
    let mut tried = Vec::new();
    let mut first = 0;
    loop {
        let mut connection = obtain(shared, post, slot, first, &mut tried).await?;
        let sent = if post.streamed {
            in_time(slot, post, on(&mut connection, post, slot)).await
        } else {
            on(&mut connection, post, slot).await
        };
        match sent {
            Ok(Outcome::Answer(answer)) => {
                let body = receive(answer, post, slot, &mut connection).await?;
                connection.used = true;
                shared.pool.put(post.endpoint.id, connection);
                return Ok(body);
            }
            Ok(Outcome::Refused { offered, reason }) => {
                let Some(current) = &connection.log_on else {
                    return Err(Failure::Unauthorized { offered, tried });
                };
                // A pooled connection may have outlived its log-on: the credential gets one fresh try.
                if connection.used {
                    first = current.index;
                    continue;
                }
                tried.push(format!("{} ({reason})", post.endpoint.log_on[current.index].name()));
                first = current.index + 1;
                if first >= post.endpoint.log_on.len() {
                    return Err(Failure::Unauthorized { offered, tried });
                }
            }
            Ok(Outcome::Unsent) => first = connection.log_on.as_ref().map_or(0, |current| current.index),
            Err(Failure::Lost { .. }) if connection.used && post.repeatable => {
                first = connection.log_on.as_ref().map_or(0, |current| current.index);
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// The head of a streamed answer, by its deadline.
async fn in_time<T>(
    slot: &Slot,
    post: &Post,
    wanted: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::from_std(post.deadline);
    let left = deadline.saturating_duration_since(tokio::time::Instant::now());
    let late = |_| Failure::Timeout { phase: slot.current_phase(), after: left };
    tokio::time::timeout_at(deadline, wanted).await.map_err(late)?
}

enum Outcome {
    Answer(Response<Incoming>),
    Refused {
        offered: Vec<String>,
        reason: String,
    },
    /// A kept-alive connection was gone before anything was sent.
    Unsent,
}

/// An idle connection, or a new one with the first permitted credential from `first` on.
async fn obtain(
    shared: &Shared,
    post: &Post,
    slot: &Slot,
    first: usize,
    tried: &mut Vec<String>,
) -> Result<Connection, Failure> {
    let endpoint = &post.endpoint;
    if first == 0
        && let Some(idle) = shared.pool.take(endpoint.id, post.anonymous || endpoint.log_on.is_empty())
    {
        return Ok(idle);
    }
    let log_on = if post.anonymous { None } else { permitted(post, first, tried)? };
    let (stream, certificate) = connect::open(endpoint, &shared.lookup, &shared.tls, slot).await?;
    slot.phase(Phase::LogOn);
    let log_on = log_on.map(|index| {
        let mut authenticator = endpoint.log_on[index].begin(&endpoint.host);
        if let Some(certificate) = &certificate {
            authenticator.bind_channel(certificate);
        }
        LoggedOn { index, authenticator }
    });
    let sender = handshake(stream).await.map_err(|error| lost(Phase::Connect, &error))?;
    Ok(Connection { sender, log_on, used: false })
}

fn permitted(post: &Post, first: usize, tried: &mut Vec<String>) -> Result<Option<usize>, Failure> {
    let endpoint = &post.endpoint;
    let mut refusal = None;
    for (index, log_on) in endpoint.log_on.iter().enumerate().skip(first) {
        match log_on.permitted(endpoint.tls.is_some()) {
            Ok(()) => return Ok(Some(index)),
            Err(reason) => {
                tried.push(format!("{} ({reason})", log_on.name()));
                refusal = Some(reason);
            }
        }
    }
    match refusal {
        Some(reason) => Err(Failure::Unprotected { reason: format!("No request was sent: {reason}.") }),
        None => Ok(None),
    }
}

/// Sends, and answers challenges until the server says yes or no.
async fn on(connection: &mut Connection, post: &Post, slot: &Slot) -> Result<Outcome, Failure> {
    let mut authorization = match &mut connection.log_on {
        Some(current) => match current.authenticator.before_request() {
            Step::Authorize(secret) => Some(secret),
            Step::Ready => None,
            Step::Failed(reason) => return Ok(Outcome::Refused { offered: Vec::new(), reason }),
        },
        None => None,
    };
    for _ in 0..MOST_LEGS {
        let request = request(post, connection, authorization.take())?;
        if connection.sender.ready().await.is_err() {
            return gone(connection);
        }
        slot.phase(Phase::Wait);
        let answer = match connection.sender.try_send_request(request).await {
            Ok(answer) => answer,
            Err(mut error) => match error.take_message() {
                Some(_) => return gone(connection),
                None => return Err(lost(Phase::Wait, error.error())),
            },
        };
        let challenges = challenged(&answer);
        if answer.status().as_u16() != 401 {
            if let Some(current) = &mut connection.log_on
                && let Err(reason) = current.authenticator.accepted(&challenges)
            {
                return Ok(Outcome::Refused { offered: schemes(&challenges), reason });
            }
            return Ok(Outcome::Answer(answer));
        }
        let offered = schemes(&challenges);
        let Some(current) = &mut connection.log_on else {
            return Ok(Outcome::Refused { offered, reason: "no credentials were given".into() });
        };
        match current.authenticator.challenged(&challenges) {
            Step::Failed(reason) => return Ok(Outcome::Refused { offered, reason }),
            Step::Authorize(secret) => authorization = Some(secret),
            Step::Ready => {}
        }
        collect(answer.into_body(), REFUSAL_LIMIT, 0).await?;
    }
    Ok(Outcome::Refused { offered: Vec::new(), reason: "the server keeps asking".into() })
}

fn gone(connection: &Connection) -> Result<Outcome, Failure> {
    if connection.used {
        return Ok(Outcome::Unsent);
    }
    Err(Failure::Lost { phase: Phase::Send, reason: "the server closed the connection".into() })
}

fn request(
    post: &Post,
    connection: &mut Connection,
    authorization: Option<super::auth::Secret>,
) -> Result<Request<Full<Bytes>>, Failure> {
    let endpoint = &post.endpoint;
    let sealed =
        connection.log_on.as_mut().and_then(|on| on.authenticator.seal(post.content_type, &post.body));
    let (content_type, body) = match sealed {
        None => (post.content_type.to_owned(), post.body.clone()),
        Some(Ok(sealed)) => sealed,
        Some(Err(reason)) => return Err(Failure::Settings { reason }),
    };
    let proxy = proxy::direct(endpoint);
    let mut builder = match proxy {
        Some(_) => Request::post(endpoint.url()),
        None => Request::post(endpoint.path.as_str()),
    };
    builder = builder
        .header(header::HOST, endpoint.authority())
        .header(header::USER_AGENT, endpoint.user_agent.as_str())
        .header(header::ACCEPT_ENCODING, "gzip, deflate")
        .header(header::CONTENT_TYPE, content_type);
    if post.anonymous {
        builder = builder.header("WSMANIDENTIFY", "unauthenticated");
    }
    if let Some(ProxyKind::Basic(secret)) = proxy.map(|proxy| &proxy.kind) {
        builder = builder.header(header::PROXY_AUTHORIZATION, sensitive(secret)?);
    }
    if let Some(secret) = authorization {
        builder = builder.header(header::AUTHORIZATION, sensitive(&secret)?);
    }
    builder.body(Full::new(Bytes::from(body))).map_err(|error| Failure::Settings {
        reason: format!("The destination cannot be put into a request: {error}."),
    })
}

fn sensitive(secret: &super::auth::Secret) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::from_bytes(&secret.0)
        .map_err(|_| Failure::Settings { reason: "The credentials do not fit into a header.".into() })?;
    value.set_sensitive(true);
    Ok(value)
}

fn challenged(answer: &Response<Incoming>) -> Vec<Challenge> {
    let values = answer.headers().get_all(header::WWW_AUTHENTICATE);
    challenges(values.iter().filter_map(|value| value.to_str().ok()))
}

fn schemes(challenges: &[Challenge]) -> Vec<String> {
    challenges.iter().map(|challenge| shortened(&challenge.scheme)).collect()
}

/// Checks the head, then reads the body.
async fn receive(
    answer: Response<Incoming>,
    post: &Post,
    slot: &Slot,
    connection: &mut Connection,
) -> Result<Vec<u8>, Failure> {
    let status = answer.status().as_u16();
    let text =
        |name| answer.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("");
    if (300..400).contains(&status) {
        return Err(Failure::Redirect { status, location: shortened(text(header::LOCATION)) });
    }
    if let Some(proxy) = proxy::direct(&post.endpoint).filter(|_| status == 407) {
        return Err(proxy::refusal(proxy, status));
    }
    let coding = Coding::named(text(header::CONTENT_ENCODING))?;
    let content_type = text(header::CONTENT_TYPE).to_owned();
    let expected = text(header::CONTENT_LENGTH).parse().unwrap_or(0);
    slot.phase(Phase::Receive);
    if post.streamed && coding == Coding::Identity {
        return match &mut connection.log_on {
            Some(on) if content_type.starts_with("multipart/encrypted") => {
                let mut sealed = Sealed::new(on.authenticator.as_mut(), status, content_type, post.limit);
                stream(answer.into_body(), slot, |bytes| sealed.opened(bytes, slot)).await
            }
            _ => {
                slot.head(status, content_type);
                stream(answer.into_body(), slot, |bytes| Ok(slot.part(bytes))).await
            }
        };
    }
    let body = coding.decoded(collect(answer.into_body(), post.limit, expected).await?, post.limit)?;
    let (content_type, body) = match &mut connection.log_on {
        Some(on) if content_type.starts_with("multipart/encrypted") => {
            on.authenticator.unseal(&content_type, body).map_err(|reason| Failure::Malformed {
                reason: format!("the sealed body cannot be opened: {reason}"),
            })?
        }
        _ => (content_type, body),
    };
    slot.head(status, content_type);
    Ok(body)
}

async fn collect(mut body: Incoming, limit: usize, expected: usize) -> Result<Vec<u8>, Failure> {
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
        bytes.extend_from_slice(data);
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
            if unread > DETACHED_LIMIT {
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

/// What hyper's error means for us.
fn lost(phase: Phase, error: &hyper::Error) -> Failure {
    let mut reason = error.to_string();
    if let Some(cause) = std::error::Error::source(error) {
        reason = format!("{reason}: {cause}");
    }
    if error.is_parse() {
        return Failure::Malformed { reason };
    }
    Failure::Lost { phase, reason }
}
