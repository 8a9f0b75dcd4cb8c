//! Kept-alive connections, per endpoint: reused, never shared between identities, dropped after a while.
//!
//! Whoever waits for something of a connection moves its bytes meanwhile ([`Http::during`]): the I/O thread, or the
//! thread that asks ([`super::warm`]). While it rests, the I/O thread is told of what happens to it.

use super::auth::{Authenticator, Event};
use super::connect::Stream;
use super::exchange::Post;
use super::io::{Command, Queue};
use super::watch::{Attention, Watched};
use super::withheld::{Wire, Withheld};
use crate::sync::{Arc, Mutex, lock};
use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;
use tokio::time::Instant;

/// How long an unused connection is kept.
pub const IDLE_LIMIT: Duration = Duration::from_secs(60);

/// A connection and the log-on that is bound to it.
pub struct Connection {
    pub sender: SendRequest<Full<Bytes>>,
    pub http: Http,
    pub watched: Arc<Watched>,
    /// The credentials of the request that is sent.
    pub withheld: Withheld,
    /// None for anonymous requests.
    pub log_on: Option<LoggedOn>,
    pub used: bool,
    /// Both sides no longer agree on how many messages were sealed: not for another request.
    pub out_of_step: bool,
    rest: Option<Arc<Rest>>,
}

/// Which of the endpoint's credentials the connection uses.
pub struct LoggedOn {
    pub index: usize,
    pub authenticator: Box<dyn Authenticator>,
}

type Protocol = http1::Connection<TokioIo<Wire<Stream>>, Full<Bytes>>;

/// The half of a connection that moves its bytes. None once it has ended, which the other half shows.
pub struct Http(Option<Box<Protocol>>);

impl Http {
    fn poll(&mut self, context: &mut Context<'_>) {
        if let Some(protocol) = &mut self.0
            && Pin::new(protocol.as_mut()).poll(context).is_ready()
        {
            self.0 = None;
        }
    }

    /// Waits for a part of an exchange on this connection.
    pub async fn during<T>(&mut self, mut part: Pin<&mut impl Future<Output = T>>) -> T {
        let poll = |context: &mut Context<'_>| {
            // A head comes before its body is asked for.
            for _ in 0..2 {
                if let Poll::Ready(done) = part.as_mut().poll(context) {
                    return Poll::Ready(done);
                }
                self.poll(context);
            }
            part.as_mut().poll(context)
        };
        std::future::poll_fn(poll).await
    }
}

/// Opens HTTP on a stream.
pub async fn handshake(stream: Stream, log_on: Option<LoggedOn>) -> hyper::Result<Connection> {
    let (withheld, watched) = (Withheld::default(), stream.watched().clone());
    let (sender, protocol) = http1::Builder::new()
        .title_case_headers(true)
        .max_headers(64)
        .handshake(TokioIo::new(Wire::new(stream, withheld.clone())))
        .await?;
    let http = Http(Some(Box::new(protocol)));
    Ok(Connection { sender, http, watched, withheld, log_on, used: false, out_of_step: false, rest: None })
}

/// Tells the I/O thread when something happens to a connection at rest: its server closes it.
struct Rest {
    endpoint: u64,
    undisturbed: AtomicBool,
    queue: Arc<Queue>,
}

impl Wake for Rest {
    fn wake(self: Arc<Self>) {
        if self.undisturbed.swap(false, Ordering::SeqCst) {
            self.queue.push(Command::Disturbed(self.endpoint));
        }
    }
}

struct Idle {
    connection: Connection,
    since: Instant,
}

impl Idle {
    fn is_undisturbed(&self) -> bool {
        self.connection.rest.as_ref().is_none_or(|rest| rest.undisturbed.load(Ordering::SeqCst))
    }

    fn is_over(&self) -> bool {
        self.since.elapsed() >= IDLE_LIMIT
    }
}

/// Somebody who moves a connection's bytes himself, and is woken at his deadline.
struct Lent {
    /// None once it was rung.
    deadline: Option<Instant>,
    waker: Option<Waker>,
}

#[derive(Default)]
struct State {
    idle: BTreeMap<u64, Vec<Idle>>,
    /// Which of an endpoint's credentials was accepted last: new connections begin with it.
    proven: BTreeMap<u64, usize>,
    lent: HashMap<u64, Lent>,
    /// The I/O thread looks at all of this no later than then.
    alarm: Option<Instant>,
    closed: bool,
}

impl State {
    /// Whether the I/O thread is to be told: it would look too late.
    fn look_by(&mut self, when: Instant) -> bool {
        let late = self.alarm.is_none_or(|alarm| when < alarm);
        if late {
            self.alarm = Some(when);
        }
        late
    }
}

/// The connections of an application.
#[derive(Default)]
pub struct Pool {
    queue: Arc<Queue>,
    state: Mutex<State>,
}

impl Pool {
    pub fn new(queue: Arc<Queue>) -> Self {
        Self { queue, state: Mutex::default() }
    }

    /// The connection that was used last, if it is still open.
    pub fn take(&self, endpoint: u64, anonymous: bool) -> Option<Connection> {
        let fits = |connection: &Connection| connection.log_on.is_none() == anonymous;
        let connection = self.take_if(&mut lock(&self.state), endpoint, fits)?;
        connection.watched.attend(Attention::Wake);
        Some(connection)
    }

    fn take_if(
        &self,
        state: &mut State,
        endpoint: u64,
        fits: impl Fn(&Connection) -> bool,
    ) -> Option<Connection> {
        let idle = state.idle.get_mut(&endpoint)?;
        let usable = |idle: &Idle| fits(&idle.connection) && idle.is_undisturbed() && !idle.is_over();
        let at = idle.iter().rposition(usable)?;
        let connection = idle.swap_remove(at).connection;
        if let Some(rest) = &connection.rest {
            rest.undisturbed.store(false, Ordering::SeqCst);
        }
        Some(connection)
    }

    pub fn put(&self, endpoint: u64, connection: Connection) {
        self.put_since(endpoint, connection, Instant::now());
    }

    fn put_since(&self, endpoint: u64, mut connection: Connection, since: Instant) {
        let made =
            || Arc::new(Rest { endpoint, undisturbed: AtomicBool::new(false), queue: self.queue.clone() });
        let rest = connection.rest.get_or_insert_with(made).clone();
        rest.undisturbed.store(true, Ordering::SeqCst);
        connection.watched.attend(Attention::Rest);
        connection.http.poll(&mut Context::from_waker(&rest.clone().into()));
        if connection.sender.is_closed() || connection.out_of_step {
            return;
        }
        let mut state = lock(&self.state);
        if state.closed {
            drop(state);
            return;
        }
        // Most endpoints have one.
        state.idle.entry(endpoint).or_insert_with(|| Vec::with_capacity(1)).push(Idle { connection, since });
        let late = state.look_by(since + IDLE_LIMIT);
        drop(state);
        if late {
            self.queue.push(Command::Look);
        }
        // It may have happened before the connection could be found.
        if !rest.undisturbed.load(Ordering::SeqCst) {
            self.queue.push(Command::Disturbed(endpoint));
        }
    }

    /// Looks after connections of an endpoint to which something happened.
    pub fn disturbed(&self, endpoint: u64) {
        let mut state = lock(&self.state);
        let Some(idle) = state.idle.get_mut(&endpoint) else { return };
        let disturbed: Vec<Idle> = idle.extract_if(.., |idle| !idle.is_undisturbed()).collect();
        drop(state);
        for Idle { connection, since } in disturbed {
            self.put_since(endpoint, connection, since);
        }
    }

    /// A connection on which whoever asks can perform the request himself, and nobody has to be waited for before it
    /// is sent. He sees to its socket, is woken at the deadline, and gives it back by `take_back`.
    pub fn lend(&self, id: u64, post: &Post) -> Option<Connection> {
        let anonymous = post.anonymous || post.endpoint.log_on.is_empty();
        let is_ready = |connection: &Connection| match &connection.log_on {
            Some(current) => !anonymous && !current.authenticator.blocks(&Event::Request),
            None => anonymous,
        };
        let mut state = lock(&self.state);
        let connection = self.take_if(&mut state, post.endpoint.id, is_ready)?;
        let deadline = Instant::from_std(post.deadline);
        state.lent.insert(id, Lent { deadline: Some(deadline), waker: None });
        let late = state.look_by(deadline);
        drop(state);
        if late {
            self.queue.push(Command::Look);
        }
        connection.watched.attend(Attention::ByHand);
        Some(connection)
    }

    /// Whom to wake at the deadline.
    pub fn wakes(&self, id: u64, waker: &Waker) {
        let mut state = lock(&self.state);
        let Some(lent) = state.lent.get_mut(&id) else { return };
        if lent.deadline.is_some() {
            lent.waker = Some(waker.clone());
            return;
        }
        drop(state);
        waker.wake_by_ref();
    }

    pub fn take_back(&self, id: u64) {
        let _waker = lock(&self.state).lent.remove(&id);
    }

    /// The credential that a new connection begins with.
    pub fn proven(&self, endpoint: u64) -> usize {
        lock(&self.state).proven.get(&endpoint).copied().unwrap_or(0)
    }

    pub fn proves(&self, endpoint: u64, index: usize) {
        lock(&self.state).proven.insert(endpoint, index);
    }

    pub fn disproven(&self, endpoint: u64) {
        lock(&self.state).proven.remove(&endpoint);
    }

    pub fn forget(&self, endpoint: u64) {
        let mut state = lock(&self.state);
        state.proven.remove(&endpoint);
        let _idle = state.idle.remove(&endpoint);
        drop(state);
    }

    /// Drops everything, for good.
    pub fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        let _idle = std::mem::take(&mut state.idle);
        drop(state);
    }

    /// When the I/O thread is to look next.
    pub fn alarm(&self) -> Option<Instant> {
        lock(&self.state).alarm
    }

    /// The I/O thread itself wants to look at something of its own.
    pub fn look_by(&self, when: Instant) {
        lock(&self.state).look_by(when);
    }

    /// Drops connections that are over their time, wakes who is late; sets the next alarm, no later than `other`.
    pub fn look(&self, other: Option<Instant>) {
        let now = Instant::now();
        let mut state = lock(&self.state);
        let (mut over, mut late) = (Vec::new(), Vec::new());
        state.idle.retain(|_, idle| {
            over.extend(idle.extract_if(.., |idle| idle.is_over()));
            !idle.is_empty()
        });
        for lent in state.lent.values_mut().filter(|lent| lent.deadline.is_some_and(|when| when <= now)) {
            lent.deadline = None;
            late.extend(lent.waker.take());
        }
        let rests = state.idle.values().flatten().map(|idle| idle.since + IDLE_LIMIT);
        let deadlines = state.lent.values().filter_map(|lent| lent.deadline);
        let alarm = rests.chain(deadlines).chain(other).min();
        state.alarm = alarm;
        drop(state);
        late.into_iter().for_each(Waker::wake);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::Endpoint;
    use super::super::connect::tests::in_no_time;
    use super::super::socket::Socket;
    use super::super::watch::Watch;
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use tokio::net::TcpStream;
    use tokio::time::advance;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn post(seconds: u64) -> Post {
        Post {
            endpoint: Arc::new(Endpoint::new("127.0.0.1", 1, "/wsman")),
            content_type: "text/plain",
            body: Bytes::new(),
            deadline: (Instant::now() + Duration::from_secs(seconds)).into_std(),
            repeatable: true,
            limit: 1000,
            streamed: false,
            anonymous: false,
        }
    }

    #[test]
    fn who_performs_a_request_himself_is_woken_at_its_deadline() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        in_no_time(async {
            let pool = Pool::default();
            let post = post(30);
            assert!(pool.lend(1, &post).is_none(), "there is no connection");
            let stream = TcpStream::connect(address).await.expect("connects");
            let watch = Watch::new().expect("a watch");
            let stream = Stream::Plain(Socket::new(stream, &watch).expect("watched"));
            pool.put(post.endpoint.id, handshake(stream, None).await.expect("HTTP"));
            let connection = pool.lend(1, &post).expect("it is there");
            assert!(pool.lend(2, &post).is_none(), "nobody else gets it");
            assert_eq!(pool.alarm(), Some(Instant::from_std(post.deadline)), "the I/O thread looks then");
            let woken = Arc::new(Woken::default());
            pool.wakes(1, &woken.clone().into());
            advance(Duration::from_secs(29)).await;
            pool.look(None);
            assert_eq!(woken.0.load(Ordering::SeqCst), 0);
            advance(Duration::from_secs(1)).await;
            pool.look(None);
            assert_eq!(woken.0.load(Ordering::SeqCst), 1);
            // Whoever comes too late to be woken is woken now.
            pool.wakes(1, &woken.clone().into());
            assert_eq!(woken.0.load(Ordering::SeqCst), 2);
            pool.take_back(1);
            pool.look(None);
            assert_eq!((pool.alarm(), woken.0.load(Ordering::SeqCst)), (None, 2));
            drop(connection);
        });
    }

    #[test]
    fn nothing_is_kept_for_a_session_or_an_application_that_is_gone() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        in_no_time(async {
            let pool = Pool::default();
            let watch = Watch::new().expect("a watch");
            let open = async || {
                let stream = TcpStream::connect(address).await.expect("connects");
                let socket = Socket::new(stream, &watch).expect("watched");
                handshake(Stream::Plain(socket), None).await.expect("HTTP")
            };
            pool.put(1, open().await);
            pool.proves(1, 3);
            pool.forget(1);
            assert!(pool.take(1, true).is_none());
            assert_eq!(pool.proven(1), 0);
            pool.put(1, open().await);
            pool.close();
            assert!(pool.take(1, true).is_none());
            pool.put(1, open().await);
            assert!(pool.take(1, true).is_none(), "it came back too late");
        });
    }
}
