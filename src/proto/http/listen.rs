//! The listener for pushed indications (HTTP/1.1, with TLS or without): one per address while somebody listens there.
//!
//! Whoever knows the path, and the user and password where there are any, is taken for the server. Everybody else costs
//! little: no body is read, the number of connections and the time for a request are limited, and strangers give way to
//! those who knew the path.

use super::auth::basic::Expected;
use super::auth::digest::hex;
use super::auth::random;
use super::driver::Shared;
use super::failure::Failure;
use super::inbox::{Delivery, Inbox, Listen, Reply};
use super::tls;
use crate::sync::Arc;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::rc::{Rc, Weak};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// How long a look-up of the listening address may take.
const OPEN_LIMIT: Duration = Duration::from_secs(10);
/// How long TLS, then a request's head, and then its body, may take.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);
/// Connections at once.
const MOST_CONNECTIONS: usize = 64;
/// Deliveries that wait for one subscription's client, in bytes; more are asked to come later.
const MOST_WAITING: usize = 8 << 20;
/// The pause when the system has no descriptor for a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a connection may still send an answer after its listener has gone.
const GRACE: Duration = Duration::from_millis(250);

/// A name that only whoever is told it knows.
pub fn unguessable() -> Result<String, Failure> {
    let octets = random::<16>();
    let octets = octets.map_err(|_| Failure::Settings { reason: "There is no randomness.".into() })?;
    Ok(hex(&octets))
}

/// The listeners of an application.
#[derive(Default)]
pub struct Listeners {
    /// By the address that was asked for: those who ask for the same share it.
    sites: RefCell<HashMap<Place, Weak<Site>>>,
    /// Who listens, by the number of the request to do so.
    open: RefCell<HashMap<u64, Open>>,
    /// Who waits for an answer, by delivery; with who listens.
    replies: RefCell<HashMap<u64, (u64, oneshot::Sender<Reply>)>>,
    next: Cell<u64>,
}

/// What those have in common who share a listener.
type Place = (IpAddr, u16, Option<PathBuf>);

struct Open {
    sites: Vec<Rc<Site>>,
    path: String,
    inbox: Arc<Inbox>,
    /// The look-up, while it goes on.
    opening: Option<AbortHandle>,
}

/// One listening socket; it is closed with this, and its connections soon after.
struct Site {
    address: SocketAddr,
    paths: RefCell<HashMap<String, Target>>,
    end: Rc<Notify>,
}

#[derive(Clone)]
struct Target {
    id: u64,
    inbox: Arc<Inbox>,
    limit: usize,
    log_on: Option<Expected>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.end.notify_one();
    }
}

/// Begins to listen; the inbox is told where, or why not.
pub fn open(shared: &Rc<Shared>, id: u64, listen: Listen, inbox: Arc<Inbox>) {
    let (context, result) = (shared.clone(), inbox.clone());
    let path = listen.path.clone();
    let opening = tokio::task::spawn_local(async move {
        let found = timeout(OPEN_LIMIT, sites(&context, &listen)).await;
        let found = found.unwrap_or_else(|_| Err(refused(&listen.host, "the name is not found in time")));
        let listeners = &context.listeners;
        match found {
            Ok(sites) => {
                let target = Target { id, inbox: result.clone(), limit: listen.limit, log_on: listen.log_on };
                for site in &sites {
                    site.paths.borrow_mut().insert(listen.path.clone(), target.clone());
                }
                let port = sites.first().map_or(0, |site| site.address.port());
                if let Some(open) = listeners.open.borrow_mut().get_mut(&id) {
                    (open.sites, open.opening) = (sites, None);
                }
                result.opened(Ok(port));
            }
            Err(failure) => {
                listeners.open.borrow_mut().remove(&id);
                result.opened(Err(failure));
            }
        }
    });
    let open = Open { sites: Vec::new(), path, inbox, opening: Some(opening.abort_handle()) };
    // The task has not run yet.
    shared.listeners.open.borrow_mut().insert(id, open);
}

impl Listeners {
    /// Nobody reads this inbox any more.
    pub fn close(&self, id: u64) {
        let Some(open) = self.open.borrow_mut().remove(&id) else { return };
        if let Some(opening) = open.opening {
            opening.abort();
        }
        for site in open.sites {
            site.paths.borrow_mut().remove(&open.path);
        }
        self.replies.borrow_mut().retain(|_, (listener, _)| *listener != id);
    }

    pub fn reply(&self, delivery: u64, reply: Reply) {
        if let Some((_, sender)) = self.replies.borrow_mut().remove(&delivery) {
            // Whoever asked may be gone.
            let _ = sender.send(reply);
        }
    }

    /// Ends all of it; every inbox is told.
    pub fn end(&self, failure: &Failure) {
        let all: Vec<Open> = self.open.borrow_mut().drain().map(|(_, open)| open).collect();
        all.iter().for_each(|open| open.inbox.close(failure.clone()));
        self.replies.borrow_mut().clear();
    }
}

fn refused(host: &str, reason: &str) -> Failure {
    Failure::Settings { reason: format!("Indications cannot be received at {host}: {reason}.") }
}

/// A site at each of the host's addresses that is this machine's, all with one port.
async fn sites(shared: &Rc<Shared>, listen: &Listen) -> Result<Vec<Rc<Site>>, Failure> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let (mut sites, mut port) = (Vec::new(), listen.port);
    let shown = listen.identity.as_deref().map(tls::listening).transpose()?.map(TlsAcceptor::from);
    for address in shared.lookup.addresses(&listen.host).await? {
        match site(shared, (address, port, listen.identity.clone()), shown.clone()).await {
            Ok(site) => {
                port = site.address.port();
                sites.push(site);
            }
            Err(error) => last = error,
        }
    }
    if sites.is_empty() { Err(refused(&listen.host, &last.to_string())) } else { Ok(sites) }
}

async fn site(shared: &Rc<Shared>, asked: Place, tls: Option<TlsAcceptor>) -> io::Result<Rc<Site>> {
    let known = shared.listeners.sites.borrow().get(&asked).and_then(Weak::upgrade);
    match known {
        Some(site) => Ok(site),
        None => {
            let listener = TcpListener::bind((asked.0, asked.1)).await?;
            started(shared, asked, listener, tls)
        }
    }
}

fn started(
    shared: &Rc<Shared>,
    asked: Place,
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
) -> io::Result<Rc<Site>> {
    let site =
        Rc::new(Site { address: listener.local_addr()?, paths: RefCell::default(), end: Rc::default() });
    let (weak, end) = (Rc::downgrade(&site), site.end.clone());
    tokio::task::spawn_local(serve(shared.clone(), weak, (listener, tls), end));
    let mut sites = shared.listeners.sites.borrow_mut();
    sites.retain(|_, site| site.strong_count() > 0);
    sites.insert(asked, Rc::downgrade(&site));
    Ok(site)
}

/// A connection, and whether it has ever known a path.
struct Guest {
    task: AbortHandle,
    known: Rc<Cell<bool>>,
}

async fn serve(
    shared: Rc<Shared>,
    site: Weak<Site>,
    (listener, tls): (TcpListener, Option<TlsAcceptor>),
    end: Rc<Notify>,
) {
    // Dropped with this task, which ends the connections.
    let mut connections = JoinSet::new();
    let mut guests: Vec<Guest> = Vec::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    make_room(&mut guests);
                    let known = Rc::new(Cell::new(false));
                    let work = connection(shared.clone(), site.clone(), (stream, tls.clone()), known.clone());
                    guests.push(Guest { task: connections.spawn_local(work), known });
                }
                Err(_) => sleep(PAUSE).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = end.notified() => break,
        }
        guests.retain(|guest| !guest.task.is_finished());
    }
    drop(listener);
    sleep(GRACE).await;
}

/// The oldest stranger goes, or else the oldest.
fn make_room(guests: &mut Vec<Guest>) {
    guests.retain(|guest| !guest.task.is_finished());
    if guests.len() >= MOST_CONNECTIONS {
        let at = guests.iter().position(|guest| !guest.known.get()).unwrap_or(0);
        guests.remove(at).task.abort();
    }
}

async fn connection(
    shared: Rc<Shared>,
    site: Weak<Site>,
    (stream, tls): (TcpStream, Option<TlsAcceptor>),
    known: Rc<Cell<bool>>,
) {
    let Some(tls) = tls else { return conversation(shared, site, stream, known).await };
    if let Ok(Ok(stream)) = timeout(REQUEST_LIMIT, tls.accept(stream)).await {
        conversation(shared, site, stream, known).await;
    }
}

async fn conversation(
    shared: Rc<Shared>,
    site: Weak<Site>,
    stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
    known: Rc<Cell<bool>>,
) {
    let answer = service_fn(move |request| {
        let (shared, site, known) = (shared.clone(), site.clone(), known.clone());
        async move { Ok::<_, Infallible>(respond(answer(&shared, &site, request, &known).await)) }
    });
    // Its end, good or bad, concerns nobody.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_LIMIT)
        .max_headers(64)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), answer)
        .await;
}

fn respond(reply: Reply) -> Response<Full<Bytes>> {
    // A body that was refused is not read: the connection cannot go on.
    let refused = reply.status >= 400;
    let mut builder = Response::builder().status(reply.status);
    if !reply.content_type.is_empty() {
        builder = builder.header(header::CONTENT_TYPE, reply.content_type);
    }
    if refused {
        builder = builder.header(header::CONNECTION, "close");
    }
    if reply.status == 401 {
        builder = builder.header(header::WWW_AUTHENTICATE, "Basic realm=\"indications\"");
    }
    builder.body(Full::new(Bytes::from(reply.body))).unwrap_or_default()
}

fn bare(status: u16) -> Reply {
    Reply { status, content_type: "", body: Vec::new() }
}

async fn answer(
    shared: &Rc<Shared>,
    site: &Weak<Site>,
    request: Request<Incoming>,
    known: &Cell<bool>,
) -> Reply {
    let target = site.upgrade().and_then(|site| site.paths.borrow().get(request.uri().path()).cloned());
    let Some(target) = target else { return bare(404) };
    if !target.log_on.is_none_or(|expected| expected.is_met(text(request.headers(), header::AUTHORIZATION))) {
        return bare(401);
    }
    known.set(true);
    if request.method() != Method::POST {
        return bare(405);
    }
    let Some(content_type) = acceptable(request.headers()) else { return bare(415) };
    if target.inbox.waiting() > MOST_WAITING {
        return bare(503);
    }
    if request.body().size_hint().lower() > target.limit as u64 {
        return bare(413);
    }
    let body = Limited::new(request.into_body(), target.limit).collect();
    let body = match timeout(REQUEST_LIMIT, body).await {
        Err(_) => return bare(408),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => return bare(413),
        Ok(Err(_)) => return bare(400),
        Ok(Ok(body)) => body.to_bytes().to_vec(),
    };
    let listeners = &shared.listeners;
    let id = listeners.next.get() + 1;
    listeners.next.set(id);
    let (sender, receiver) = oneshot::channel();
    listeners.replies.borrow_mut().insert(id, (target.id, sender));
    let owed = Owed { shared, id };
    target.inbox.put(Delivery { id, content_type, body });
    let reply = receiver.await;
    drop(owed);
    // The subscription has ended.
    reply.unwrap_or_else(|_| bare(410))
}

/// Forgets the answer that is waited for, also where the sender goes before it comes.
struct Owed<'a> {
    shared: &'a Rc<Shared>,
    id: u64,
}

impl Drop for Owed<'_> {
    fn drop(&mut self) {
        self.shared.listeners.replies.borrow_mut().remove(&self.id);
    }
}

/// The content type, where it is XML that is not compressed.
fn acceptable(headers: &HeaderMap) -> Option<String> {
    let content_type = text(headers, header::CONTENT_TYPE).to_ascii_lowercase();
    let xml = content_type.starts_with("application/soap+xml")
        || content_type.starts_with("text/xml")
        || content_type.starts_with("application/xml");
    (xml && matches!(text(headers, header::CONTENT_ENCODING), "" | "identity")).then_some(content_type)
}

/// A header's value, empty where there is none.
fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}
