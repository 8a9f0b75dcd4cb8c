//! One request on one connection: reuse or open, log on, send, take the answer.

use super::auth::{Challenge, Cover, Event, Secret, Step, challenges};
use super::connect;
use super::driver::Shared;
use super::endpoint::Endpoint;
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase, shortened};
use super::log_on_limit::LogOnLimit;
use super::pool::{Connection, LoggedOn, handshake};
use super::proxy;
use super::receive::{IGNORED_LIMIT, collect, receive};
use super::withheld::Withheld;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, Uri};
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::time::timeout;

/// Answers of a server during one log-on; more means one that never says yes or no.
const MOST_LEGS: usize = 8;

/// How long a server may take to say what it offers, where that is only for the text of an error.
const OFFERS_LIMIT: Duration = Duration::from_secs(2);

/// What was tried with a server that refused.
#[derive(Default)]
struct Attempts {
    offered: Vec<String>,
    tried: Vec<String>,
    /// A credential went to the server.
    sent: bool,
}

impl Attempts {
    fn failed(&mut self, name: &str, reason: &str) {
        let text = format!("{name} ({reason})");
        if !self.tried.contains(&text) {
            self.tried.push(text);
        }
    }

    fn refusal(self) -> Failure {
        Failure::Unauthorized { offered: self.offered, tried: self.tried }
    }
}

/// Posts and returns the body of the answer; status and content type go to the slot.
pub async fn perform(shared: &Shared, post: &Post, slot: &Slot) -> Result<Vec<u8>, Failure> {
    let mut attempts = Attempts::default();
    let endpoint = &post.endpoint;
    let mut first = shared.pool.proven(endpoint.id);
    let mut pooled = true;
    loop {
        // In memory of its own: none of it is needed while the server thinks.
        let mut connection = Box::pin(obtain(shared, post, slot, (first, pooled), &mut attempts)).await?;
        let index = connection.log_on.as_ref().map(|current| current.index);
        let sent = {
            let sent = pin!(on(shared, &mut connection, post, slot));
            if post.streamed { in_time(slot, post, sent).await } else { sent.await }
        };
        match sent {
            Ok(Outcome::Answer { answer, sealed }) => {
                let body = Box::pin(receive(answer, sealed, post, slot, &mut connection)).await?;
                connection.used = true;
                shared.pool.put(endpoint.id, connection);
                return Ok(body);
            }
            Ok(Outcome::Refused { offered, reason }) => {
                if !offered.is_empty() {
                    attempts.offered = offered;
                }
                let Some(index) = index else {
                    attempts.failed("None", &reason);
                    return Err(attempts.refusal());
                };
                attempts.sent = true;
                // A pooled connection may have outlived its log-on: the credential gets one fresh try.
                if connection.used {
                    (first, pooled) = (index, false);
                    continue;
                }
                shared.pool.disproven(endpoint.id);
                attempts.failed(endpoint.log_on[index].name(), &reason);
                (first, pooled) = (index + 1, false);
                if first >= endpoint.log_on.len() {
                    return Err(attempts.refusal());
                }
            }
            Ok(Outcome::Unsent) => {}
            Err(Failure::Lost { .. }) if connection.used && post.repeatable => {}
            Err(failure) => return Err(failure),
        }
    }
}

/// The head of a streamed answer, by its deadline.
async fn in_time<T>(
    slot: &Slot,
    post: &Post,
    wanted: Pin<&mut impl Future<Output = Result<T, Failure>>>,
) -> Result<T, Failure> {
    let deadline = tokio::time::Instant::from_std(post.deadline);
    let left = deadline.saturating_duration_since(tokio::time::Instant::now());
    let late = |_| Failure::Timeout { phase: slot.current_phase(), after: left };
    tokio::time::timeout_at(deadline, wanted).await.map_err(late)?
}

enum Outcome {
    Answer {
        answer: Response<Incoming>,
        /// The request was: the answer must be.
        sealed: bool,
    },
    Refused {
        offered: Vec<String>,
        reason: String,
    },
    /// A kept-alive connection was gone before anything was sent.
    Unsent,
}

/// An idle connection where one may be `pooled`, or a new one with the first permitted credential from `first` on.
async fn obtain(
    shared: &Shared,
    post: &Post,
    slot: &Slot,
    (first, pooled): (usize, bool),
    attempts: &mut Attempts,
) -> Result<Connection, Failure> {
    let endpoint = &post.endpoint;
    let anonymous = post.anonymous || endpoint.log_on.is_empty();
    if pooled && let Some(idle) = shared.pool.take(endpoint.id, anonymous) {
        return Ok(idle);
    }
    let log_on = if anonymous { None } else { permitted(post, first, attempts)? };
    let (stream, certificate) = connect::open(endpoint, shared, slot).await?;
    let log_on = match log_on {
        Some(index) => {
            let target = endpoint.target(certificate.as_deref());
            let begun = endpoint.log_on[index].begin(&target);
            Some(LoggedOn { index, authenticator: begun.map_err(|reason| Failure::Settings { reason })? })
        }
        None => None,
    };
    handshake(stream, log_on).await.map_err(|error| lost(Phase::Connect, &error))
}

fn permitted(post: &Post, first: usize, attempts: &mut Attempts) -> Result<Option<usize>, Failure> {
    let endpoint = &post.endpoint;
    let mut refusal = None;
    for (index, log_on) in endpoint.log_on.iter().enumerate().skip(first) {
        match log_on.permitted(endpoint.tls.is_some()) {
            Ok(()) => return Ok(Some(index)),
            Err(reason) => {
                attempts.failed(log_on.name(), &reason);
                refusal = Some(reason);
            }
        }
    }
    match refusal {
        Some(_) if attempts.sent => Err(std::mem::take(attempts).refusal()),
        Some(reason) => Err(Failure::Unprotected { reason: format!("No request was sent: {reason}.") }),
        None => Ok(None),
    }
}

/// Sends, and answers challenges until the server says yes or no.
async fn on(
    shared: &Shared,
    connection: &mut Connection,
    post: &Post,
    slot: &Slot,
) -> Result<Outcome, Failure> {
    connection.log_on.iter_mut().for_each(|current| current.authenticator.body(&post.body));
    let mut event = Event::Request;
    let (mut offered, mut limit) = (Vec::new(), LogOnLimit::default());
    for leg in 0..=MOST_LEGS {
        let authorization = match advance(shared, connection, post, (slot, &mut limit), event).await? {
            Step::Authorize(secret) => Some(secret),
            Step::Ready => None,
            Step::Failed(reason) if leg == 0 => {
                let asked = Box::pin(timeout(OFFERS_LIMIT, offers(connection, post, slot))).await;
                return Ok(Outcome::Refused { offered: asked.unwrap_or_default(), reason });
            }
            Step::Failed(reason) => return Ok(Outcome::Refused { offered, reason }),
        };
        let cover = cover(connection, post)?;
        let (sealed, withheld) = (matches!(cover, Cover::Sealed { .. }), matches!(cover, Cover::Withheld));
        let request = request(post, cover, authorization, &connection.withheld)?;
        slot.phase(if withheld { Phase::LogOn } else { Phase::Wait });
        let answered = {
            let sent = pin!(send(connection, request, slot));
            if withheld { limit.keep(sent).await? } else { sent.await? }
        };
        let Some(answer) = answered else { return gone(connection) };
        let challenges = of_headers(answer.headers(), header::WWW_AUTHENTICATE);
        if answer.status().as_u16() == 401 {
            offered = schemes(&challenges);
            if connection.log_on.is_none() {
                return Ok(Outcome::Refused { offered, reason: "the server wants a log-on".into() });
            }
            limit.keep(connection.http.during(pin!(collect(answer.into_body(), IGNORED_LIMIT, 0)))).await?;
            event = Event::Challenged(challenges);
            continue;
        }
        let accepted = Event::Accepted(challenges);
        let accepted = advance(shared, connection, post, (slot, &mut limit), accepted).await?;
        match accepted {
            // It came before any log-on (no such URL, a busy service): the status alone is believed.
            Step::Failed(_) if answer.status().as_u16() >= 300 => {
                return Ok(Outcome::Answer { answer, sealed: true });
            }
            Step::Failed(reason) => return Ok(Outcome::Refused { offered, reason }),
            Step::Authorize(_) | Step::Ready => {}
        }
        if let Some(current) = &connection.log_on {
            shared.pool.proves(post.endpoint.id, current.index);
        }
        if !withheld {
            return Ok(Outcome::Answer { answer, sealed });
        }
        // Whatever it says to an empty body is not the answer.
        limit.keep(connection.http.during(pin!(collect(answer.into_body(), IGNORED_LIMIT, 0)))).await?;
        event = Event::Request;
    }
    Ok(Outcome::Refused { offered, reason: "the server keeps asking".into() })
}

/// Sends a request, and waits for the head of its answer. None where the connection was gone before anything was sent.
pub async fn send(
    connection: &mut Connection,
    request: Request<Full<Bytes>>,
    slot: &Slot,
) -> Result<Option<Response<Incoming>>, Failure> {
    let Connection { sender, http, .. } = connection;
    if http.during(pin!(sender.ready())).await.is_err() {
        return Ok(None);
    }
    match http.during(pin!(sender.try_send_request(request))).await {
        Ok(answer) => Ok(Some(answer)),
        Err(mut error) => match error.take_message() {
            Some(_) => Ok(None),
            None => Err(lost(slot.current_phase(), error.error())),
        },
    }
}

/// What the server wants where we have nothing to log on with: the error says both. Nothing of the request goes out.
async fn offers(connection: &mut Connection, post: &Post, slot: &Slot) -> Vec<String> {
    let asked = async {
        let request = request(post, Cover::Withheld, None, &connection.withheld).ok()?;
        send(connection, request, slot).await.ok()?
    };
    let Some(answer) = asked.await else { return Vec::new() };
    match answer.status().as_u16() {
        401 => schemes(&of_headers(answer.headers(), header::WWW_AUTHENTICATE)),
        status => vec![format!("HTTP {status} to a request without a log-on")],
    }
}

/// A step of the connection's log-on, here or on a thread of its own.
async fn advance(
    shared: &Shared,
    connection: &mut Connection,
    post: &Post,
    (slot, limit): (&Slot, &mut LogOnLimit),
    event: Event,
) -> Result<Step, Failure> {
    let Some(current) = &mut connection.log_on else { return Ok(Step::Ready) };
    if !current.authenticator.blocks(&event) {
        return Ok(current.authenticator.step(event));
    }
    slot.phase(Phase::LogOn);
    let Some(LoggedOn { index, mut authenticator }) = connection.log_on.take() else {
        return Ok(Step::Ready);
    };
    let work = move || {
        let step = authenticator.step(event);
        (authenticator, step)
    };
    let (authenticator, step) = limit.keep(shared.aside.run(post.endpoint.id, work)).await?;
    connection.log_on = Some(LoggedOn { index, authenticator });
    Ok(step)
}

fn gone(connection: &Connection) -> Result<Outcome, Failure> {
    if connection.used {
        return Ok(Outcome::Unsent);
    }
    Err(Failure::Lost { phase: Phase::Send, reason: "the server closed the connection".into() })
}

pub fn cover(connection: &mut Connection, post: &Post) -> Result<Cover, Failure> {
    let Some(current) = &mut connection.log_on else { return Ok(Cover::Clear) };
    let covered = current.authenticator.cover(post.content_type, &post.body);
    covered.map_err(|reason| Failure::Unprotected {
        reason: format!("The request could not be sealed and was not sent: {reason}."),
    })
}

/// What all requests to an endpoint have in common.
pub struct Common {
    uri: Uri,
    headers: HeaderMap,
}

impl Common {
    fn new(endpoint: &Endpoint) -> Result<Common, Failure> {
        let builder = match proxy::direct(endpoint) {
            Some(_) => Request::post(endpoint.url()),
            None => Request::post(endpoint.path.as_str()),
        };
        let request = builder
            .header(header::HOST, endpoint.authority())
            .header(header::USER_AGENT, HeaderValue::from_static(endpoint.user_agent))
            .header(header::ACCEPT_ENCODING, "gzip, deflate")
            .header(header::CONTENT_TYPE, "")
            .body(())
            .map_err(unfit)?;
        let (head, ()) = request.into_parts();
        // A clone has no room to spare: there may be many endpoints.
        Ok(Common { uri: head.uri, headers: head.headers.clone() })
    }
}

fn unfit(error: impl std::fmt::Display) -> Failure {
    Failure::Settings { reason: format!("The destination cannot be put into a request: {error}.") }
}

pub fn request(
    post: &Post,
    cover: Cover,
    authorization: Option<Secret>,
    withheld: &Withheld,
) -> Result<Request<Full<Bytes>>, Failure> {
    withheld.clear();
    let endpoint = &*post.endpoint;
    let (content_type, body) = match cover {
        Cover::Clear => (HeaderValue::from_static(post.content_type), post.body.clone()),
        Cover::Withheld => (HeaderValue::from_static(post.content_type), Bytes::new()),
        Cover::Sealed { content_type, body } => {
            (HeaderValue::try_from(content_type).map_err(unfit)?, body.into())
        }
    };
    let common = endpoint.common.get_or_init(|| Common::new(endpoint));
    let common = common.as_ref().map_err(Failure::clone)?;
    let is_empty = body.is_empty();
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = common.uri.clone();
    let mut headers = common.headers.clone();
    headers.insert(header::CONTENT_TYPE, content_type);
    if is_empty {
        // Not sent by itself, and servers insist on it (HTTP 411).
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if post.anonymous {
        headers.insert("WSMANIDENTIFY", HeaderValue::from_static("unauthenticated"));
    }
    let proxy = proxy::direct(endpoint);
    let of_proxy = proxy.map(|proxy| proxy::authorization(proxy, endpoint)).transpose()?.flatten();
    for (name, secret) in [(header::PROXY_AUTHORIZATION, of_proxy), (header::AUTHORIZATION, authorization)] {
        if let Some(secret) = secret {
            let place = withheld.put(&name, secret)?;
            headers.insert(name, place);
        }
    }
    *request.headers_mut() = headers;
    Ok(request)
}

pub fn of_headers(headers: &HeaderMap, name: HeaderName) -> Vec<Challenge> {
    challenges(headers.get_all(name).iter().filter_map(|value| value.to_str().ok()))
}

pub fn schemes(challenges: &[Challenge]) -> Vec<String> {
    challenges.iter().map(|challenge| shortened(&challenge.scheme)).collect()
}

/// What hyper's error means for us.
pub fn lost(phase: Phase, error: &hyper::Error) -> Failure {
    let mut reason = error.to_string();
    if let Some(cause) = std::error::Error::source(error) {
        reason = format!("{reason}: {cause}");
    }
    if error.is_parse() {
        return Failure::Malformed { reason };
    }
    Failure::Lost { phase, reason }
}
