//! From an endpoint to an open byte stream: look-up, TCP (happy eyeballs), proxy, TLS.

use super::driver::Shared;
use super::endpoint::{Endpoint, authority};
use super::exchange::Slot;
use super::failure::{Failure, Phase};
use super::proxy;
use super::socket::Socket;
use super::watch::{Watch, Watched};
use crate::sync::Arc;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Over all addresses of a host, the look-up included.
pub const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// TLS.
pub const TLS_LIMIT: Duration = Duration::from_secs(15);
/// Connecting to a proxy, its log-on and what it takes to connect to the server.
const PROXY_LIMIT: Duration = Duration::from_secs(25);
/// How long sent data may stay unacknowledged before the connection counts as dead.
#[cfg(target_os = "linux")]
const USER_TIMEOUT: Duration = Duration::from_secs(60);
/// The head start of one address over the next (RFC 8305 section 5).
const STAGGER: Duration = Duration::from_millis(250);

/// A connection's bytes, protected or not.
pub enum Stream {
    Plain(Socket),
    Tls(Box<tokio_rustls::client::TlsStream<Socket>>),
}

impl Stream {
    pub fn watched(&self) -> &Arc<Watched> {
        match self {
            Self::Plain(socket) => &socket.watched,
            Self::Tls(stream) => &stream.get_ref().0.watched,
        }
    }
}

/// Opens a stream to the endpoint. The server's certificate comes with a TLS stream.
pub async fn open(
    endpoint: &Endpoint,
    shared: &Shared,
    slot: &Slot,
) -> Result<(Stream, Option<Vec<u8>>), Failure> {
    let late = |after| move |_| Failure::Timeout { phase: slot.current_phase(), after };
    let tcp = match &endpoint.proxy {
        Some(proxy) if proxy.tunnel => {
            let open = || async {
                let opened = within(&proxy.host, proxy.port, shared, slot).await;
                slot.phase(Phase::Proxy);
                opened
            };
            let tunnel = proxy::connect(shared, endpoint, proxy, open);
            timeout(PROXY_LIMIT, tunnel).await.map_err(late(PROXY_LIMIT))??
        }
        Some(proxy) => within(&proxy.host, proxy.port, shared, slot).await?,
        None => within(&endpoint.host, endpoint.port, shared, slot).await?,
    };
    let Some(policy) = &endpoint.tls else { return Ok((Stream::Plain(tcp), None)) };
    slot.phase(Phase::Tls);
    let stream =
        timeout(TLS_LIMIT, shared.tls.connect(endpoint, policy, tcp)).await.map_err(late(TLS_LIMIT))??;
    let certificate =
        stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()).map(|c| c.to_vec());
    Ok((Stream::Tls(Box::new(stream)), certificate))
}

async fn within(host: &str, port: u16, shared: &Shared, slot: &Slot) -> Result<Socket, Failure> {
    let started = Instant::now();
    let late = |_| Failure::Timeout { phase: slot.current_phase(), after: started.elapsed() };
    timeout(CONNECT_LIMIT, tcp(host, port, shared, slot)).await.map_err(late)?
}

async fn tcp(host: &str, port: u16, shared: &Shared, slot: &Slot) -> Result<Socket, Failure> {
    slot.phase(Phase::LookUp);
    let (name, scope) = scoped(host);
    let addresses = shared.lookup.addresses(name).await?;
    slot.phase(Phase::Connect);
    let mut attempts = JoinSet::new();
    let mut remaining = addresses.into_iter().map(|address| with_scope(address, port, scope));
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut more = remaining.next();
    loop {
        if let Some(address) = more.take() {
            attempts.spawn_local(attempt(address, shared.watch.clone()));
        }
        tokio::select! {
            ended = attempts.join_next() => match ended {
                Some(Ok(Ok(stream))) => return Ok(stream),
                Some(Ok(Err(error))) => last = error,
                Some(Err(_)) => {}
                None => return Err(unreachable(host, port, &last)),
            },
            () = sleep(STAGGER), if remaining.len() > 0 => {}
        }
        more = remaining.next();
    }
}

async fn attempt(address: SocketAddr, watch: Arc<Watch>) -> io::Result<Socket> {
    let socket = if address.is_ipv6() { TcpSocket::new_v6()? } else { TcpSocket::new_v4()? };
    socket.set_nodelay(true)?;
    let stream = socket.connect(address).await?;
    let options = socket2::SockRef::from(&stream);
    // Refinements: a kernel without them still serves.
    let _ = options.set_tcp_keepalive(&socket2::TcpKeepalive::new().with_time(Duration::from_secs(30)));
    #[cfg(target_os = "linux")]
    let _ = options.set_tcp_user_timeout(Some(USER_TIMEOUT));
    Socket::new(stream, &watch)
}

fn unreachable(host: &str, port: u16, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Failure::Refused { host: host.into(), port },
        _ => Failure::Unreachable { host: host.into(), port, reason: error.to_string() },
    }
}

/// `fe80::1%2`: the address and its interface index.
fn scoped(host: &str) -> (&str, u32) {
    match host.split_once('%') {
        Some((address, zone)) => (address, zone.parse().unwrap_or(0)),
        None => (host, 0),
    }
}

fn with_scope(address: IpAddr, port: u16, scope: u32) -> SocketAddr {
    match address {
        IpAddr::V4(four) => SocketAddr::new(four.into(), port),
        IpAddr::V6(six) => SocketAddr::V6(std::net::SocketAddrV6::new(six, port, 0, scope)),
    }
}

/// The name errors use for where an endpoint connects to.
pub fn destination(endpoint: &Endpoint) -> String {
    match &endpoint.proxy {
        Some(proxy) => format!("{} through {}", endpoint.authority(), authority(&proxy.host, proxy.port)),
        None => endpoint.authority(),
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(context, parts),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_write_vectored(context, parts),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(context),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
pub mod tests {
    use super::*;
    use crate::proto::http::pool::handshake;
    use crate::proto::http::{NativeThreads, Proxy, TlsPolicy};
    use socket2::{Domain, Type};
    use std::net::TcpListener;
    use tokio::time::advance;

    /// Runs on a clock that jumps to the next timer whenever nothing else is to be done.
    pub fn in_no_time<T>(work: impl Future<Output = T>) -> T {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_io().enable_time().start_paused(true).build().expect("a runtime");
        tokio::task::LocalSet::new().block_on(&runtime, work)
    }

    fn shared() -> Shared {
        Shared::new(Arc::default(), Watch::new().expect("a watch"), Arc::new(NativeThreads))
    }

    /// A socket that listens at this address, its queue full: whoever connects waits.
    fn deaf(address: SocketAddr) -> (u16, Vec<socket2::Socket>) {
        let make =
            || socket2::Socket::new(Domain::for_address(address), Type::STREAM, None).expect("a socket");
        let listener = make();
        listener.bind(&address.into()).expect("a port");
        listener.listen(0).expect("it listens");
        let own = listener.local_addr().expect("an address");
        let mut held = vec![listener];
        for _ in 0..4 {
            let caller = make();
            caller.set_nonblocking(true).expect("set");
            let _ = caller.connect(&own);
            held.push(caller);
        }
        (own.as_socket().expect("an address").port(), held)
    }

    #[test]
    fn all_addresses_of_a_host_have_ten_seconds_together() {
        let (port, _four) = deaf(([127, 0, 0, 1], 0).into());
        let _six = deaf((std::net::Ipv6Addr::LOCALHOST, port).into());
        let shared = shared();
        let failure = in_no_time(async { within("localhost", port, &shared, &Slot::default()).await.err() });
        let Some(Failure::Timeout { phase: Phase::Connect, after }) = failure else { panic!("{failure:?}") };
        assert_eq!(after.as_secs(), 10);
    }

    /// Where a connection fails to be opened, and after how many seconds.
    fn opened(endpoint: &Endpoint) -> (Phase, u64) {
        let shared = shared();
        let slot = Slot::default();
        let (failure, took) = in_no_time(async {
            let started = Instant::now();
            (open(endpoint, &shared, &slot).await.err(), started.elapsed())
        });
        let Some(Failure::Timeout { phase, after }) = failure else { panic!("{failure:?}") };
        assert_eq!(after.as_secs(), took.as_secs(), "it says how long it was waited");
        (phase, took.as_secs())
    }

    #[test]
    fn silent_servers_have_fifteen_seconds_for_tls_and_silent_proxies_twenty_five() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mut endpoint = Endpoint::new("127.0.0.1", port, "/wsman");
        endpoint.tls = Some(TlsPolicy::default());
        assert_eq!(opened(&endpoint), (Phase::Tls, 15));
        let log_on = Vec::new();
        endpoint.proxy = Some(Proxy { host: "127.0.0.1".into(), port, tunnel: true, log_on });
        assert_eq!(opened(&endpoint), (Phase::Proxy, 25));
    }

    #[test]
    fn idle_connections_are_kept_for_a_minute_and_dead_peers_are_noticed_in_one() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = shared();
        in_no_time(async {
            let socket = attempt(address, shared.watch.clone()).await.expect("connects");
            let options = socket.watched.options();
            assert_eq!(options.tcp_user_timeout().expect("read"), Some(USER_TIMEOUT));
            assert_eq!(USER_TIMEOUT.as_secs(), 60);
            assert!(options.keepalive().expect("read") && options.tcp_nodelay().expect("read"));
            let connection = handshake(Stream::Plain(socket), None).await.expect("HTTP");
            shared.pool.put(1, connection);
            advance(Duration::from_secs(59)).await;
            shared.pool.look(None);
            assert!(shared.pool.alarm().is_some());
            let connection = shared.pool.take(1, true).expect("still there");
            shared.pool.put(1, connection);
            advance(Duration::from_secs(60)).await;
            assert!(shared.pool.take(1, true).is_none(), "not for another request");
            let socket = attempt(address, shared.watch.clone()).await.expect("connects");
            shared.pool.put(1, handshake(Stream::Plain(socket), None).await.expect("HTTP"));
            advance(Duration::from_secs(60)).await;
            shared.pool.look(None);
            assert!(shared.pool.alarm().is_none(), "nobody has to ask for it");
        });
    }
}
