//! Asking an HTTP proxy for a tunnel (CONNECT, RFC 9110 9.3.6), with a log-on where it wants one.

use super::auth::{Authenticator, Event, Secret, Step, Target};
use super::driver::Shared;
use super::endpoint::{Endpoint, Proxy, authority};
use super::failure::Failure;
use super::receive::{IGNORED_LIMIT, collect};
use super::request::{of_headers, schemes};
use super::socket::Socket;
use super::withheld::{Wire, Withheld};
use bytes::Bytes;
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{self, HeaderValue};
use hyper::upgrade::{self, Upgraded};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;

/// Answers of a proxy during one log-on.
const MOST_LEGS: usize = 8;

/// What came of one connection to the proxy.
enum Outcome {
    Tunnel(Socket),
    /// The credential was refused, for this reason.
    Refused(String),
    /// The proxy ends the connection between the legs, and asks for credentials: once more with them at once.
    Closed,
}

/// A tunnel to the endpoint through its proxy; `open` opens a connection to the proxy.
pub async fn connect<F>(
    shared: &Shared,
    endpoint: &Endpoint,
    proxy: &Proxy,
    mut open: impl FnMut() -> F,
) -> Result<Socket, Failure>
where
    F: Future<Output = Result<Socket, Failure>>,
{
    let destination = endpoint.authority();
    let failed = |reason: String| Failure::Proxy { proxy: authority(&proxy.host, proxy.port), reason };
    let target = target(proxy, &destination);
    let mut tried = Vec::new();
    if proxy.log_on.is_empty() {
        let asked = ask(shared, endpoint, &destination, open().await?, &mut None).await.map_err(failed)?;
        return match asked {
            Outcome::Tunnel(tunnel) => Ok(tunnel),
            Outcome::Refused(reason) => Err(failed(reason)),
            Outcome::Closed => Err(failed("it closed the connection".into())),
        };
    }
    for log_on in &proxy.log_on {
        let begun = log_on.permitted(false).and_then(|()| log_on.begin(&target));
        let mut authenticator = match begun {
            Ok(authenticator) => Some(authenticator),
            Err(reason) => {
                tried.push(format!("{} ({reason})", log_on.name()));
                continue;
            }
        };
        // A scheme that knows the challenge (Digest) may go on over another connection.
        for last in [false, true] {
            match ask(shared, endpoint, &destination, open().await?, &mut authenticator)
                .await
                .map_err(failed)?
            {
                Outcome::Tunnel(tunnel) => return Ok(tunnel),
                Outcome::Closed if !last => {}
                Outcome::Closed => tried.push(format!("{} (it closed the connection)", log_on.name())),
                Outcome::Refused(reason) => {
                    tried.push(format!("{} ({reason})", log_on.name()));
                    break;
                }
            }
        }
    }
    Err(failed(format!("it wants other credentials (HTTP 407). Tried: {}", tried.join("; "))))
}

/// The proxy that requests of this endpoint are sent to themselves.
pub fn direct(endpoint: &Endpoint) -> Option<&Proxy> {
    endpoint.proxy.as_ref().filter(|proxy| !proxy.tunnel)
}

/// The credentials with which such a proxy takes a request: schemes of one leg only.
pub fn authorization(proxy: &Proxy, endpoint: &Endpoint) -> Result<Option<Secret>, Failure> {
    let Some(log_on) = proxy.log_on.first() else { return Ok(None) };
    let failed = |reason: String| Failure::Proxy { proxy: authority(&proxy.host, proxy.port), reason };
    let mut authenticator = log_on.begin(&target(proxy, &endpoint.authority())).map_err(failed)?;
    match authenticator.step(Event::Request) {
        Step::Authorize(secret) => Ok(Some(secret)),
        Step::Ready => Ok(None),
        Step::Failed(reason) => Err(failed(reason)),
    }
}

/// A refusal of the proxy's (HTTP 407) in place of an answer.
pub fn refusal(proxy: &Proxy, headers: &HeaderMap) -> Failure {
    let wanted = if proxy.log_on.is_empty() { "credentials" } else { "other credentials" };
    let offered = of_headers(headers, header::PROXY_AUTHENTICATE);
    let reason = format!("it wants {wanted} (HTTP 407). It offers: {}", schemes(&offered).join("; "));
    Failure::Proxy { proxy: authority(&proxy.host, proxy.port), reason }
}

/// Nothing that is sent here is sealed: only the log-on matters.
fn target(proxy: &Proxy, destination: &str) -> Target {
    Target {
        host: proxy.host.clone(),
        port: proxy.port,
        service: format!("http/{}", proxy.host),
        method: "CONNECT",
        uri: destination.to_owned(),
        encrypted: false,
        binding: None,
    }
}

type Sender = SendRequest<Empty<Bytes>>;

async fn ask(
    shared: &Shared,
    endpoint: &Endpoint,
    destination: &str,
    stream: Socket,
    authenticator: &mut Option<Box<dyn Authenticator>>,
) -> Result<Outcome, String> {
    let (mut sender, withheld) = handshake(stream).await?;
    let mut event = Event::Request;
    let mut asked = false;
    for _ in 0..=MOST_LEGS {
        let authorization = match advance(shared, endpoint, authenticator, event).await? {
            Step::Authorize(secret) => {
                let place = withheld.put(&header::PROXY_AUTHORIZATION, secret);
                Some(place.map_err(|failure| failure.to_string())?)
            }
            Step::Ready => None,
            Step::Failed(reason) => return Ok(Outcome::Refused(reason)),
        };
        let answer = match send(&mut sender, request(endpoint, destination, authorization)?).await {
            Ok(answer) => answer,
            Err(_) if asked => return Ok(Outcome::Closed),
            Err(error) => return Err(error),
        };
        match answer.status() {
            status if status.is_success() => {
                let challenges = of_headers(answer.headers(), header::PROXY_AUTHENTICATE);
                let step = advance(shared, endpoint, authenticator, Event::Accepted(challenges)).await?;
                if let Step::Failed(reason) = step {
                    return Ok(Outcome::Refused(reason));
                }
                return tunnel(answer).await.map(Outcome::Tunnel);
            }
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                let challenges = of_headers(answer.headers(), header::PROXY_AUTHENTICATE);
                if authenticator.is_none() {
                    let offered = schemes(&challenges).join("; ");
                    let reason = format!("it wants credentials (HTTP 407). It offers: {offered}");
                    return Ok(Outcome::Refused(reason));
                }
                let read = collect(answer.into_body(), IGNORED_LIMIT, 0).await;
                read.map_err(|failure| failure.to_string())?;
                (event, asked) = (Event::Challenged(challenges), true);
            }
            status => {
                let reason = status.canonical_reason().unwrap_or_default();
                return Err(format!("it answered HTTP {} {reason}", status.as_u16()));
            }
        }
    }
    Ok(Outcome::Refused("it keeps asking".into()))
}

async fn advance(
    shared: &Shared,
    endpoint: &Endpoint,
    authenticator: &mut Option<Box<dyn Authenticator>>,
    event: Event,
) -> Result<Step, String> {
    let Some(mut held) = authenticator.take() else { return Ok(Step::Ready) };
    if !held.blocks(&event) {
        let step = held.step(event);
        *authenticator = Some(held);
        return Ok(step);
    }
    let work = move || {
        let step = held.step(event);
        (held, step)
    };
    let (held, step) = shared.aside.run(endpoint.id, work).await.map_err(|failure| failure.to_string())?;
    *authenticator = Some(held);
    Ok(step)
}

fn request(
    endpoint: &Endpoint,
    destination: &str,
    authorization: Option<HeaderValue>,
) -> Result<Request<Empty<Bytes>>, String> {
    let mut builder = Request::builder()
        .method(Method::CONNECT)
        .uri(destination)
        .header(header::HOST, destination)
        .header(header::USER_AGENT, endpoint.user_agent);
    if let Some(value) = authorization {
        builder = builder.header(header::PROXY_AUTHORIZATION, value);
    }
    builder
        .body(Empty::new())
        .map_err(|error| format!("the destination cannot be put into a request: {error}"))
}

async fn handshake(stream: Socket) -> Result<(Sender, Withheld), String> {
    let withheld = Withheld::default();
    let wire = TokioIo::new(Wire::new(stream, withheld.clone()));
    let made = http1::Builder::new().title_case_headers(true).max_headers(64).handshake(wire).await;
    let (sender, connection) = made.map_err(|error| error.to_string())?;
    tokio::task::spawn_local(async move {
        // Its end is seen by the sender, or the tunnel is taken from it.
        let _ = connection.with_upgrades().await;
    });
    Ok((sender, withheld))
}

async fn send(sender: &mut Sender, request: Request<Empty<Bytes>>) -> Result<Response<Incoming>, String> {
    let said = |error: hyper::Error| {
        if error.is_parse() {
            "its answer is not HTTP".to_owned()
        } else {
            format!("it closed the connection ({error})")
        }
    };
    sender.ready().await.map_err(said)?;
    sender.send_request(request).await.map_err(said)
}

/// The socket itself, once HTTP is through with it.
async fn tunnel(answer: Response<Incoming>) -> Result<Socket, String> {
    let upgraded: Upgraded = upgrade::on(answer).await.map_err(|error| error.to_string())?;
    let parts = upgraded.downcast::<TokioIo<Wire<Socket>>>().map_err(|_| "its answer is not a tunnel")?;
    // The server speaks second, in TLS as in HTTP.
    if !parts.read_buf.is_empty() {
        return Err("it sent something before it was asked".into());
    }
    Ok(parts.io.into_inner().into_inner())
}
