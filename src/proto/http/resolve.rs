//! Name look-up that can be cancelled: DNS and the hosts file, in this process, on the I/O thread.
//!
//! getaddrinfo can neither be interrupted nor called without the dynamic loader (it loads NSS modules), and a
//! Close would have to wait for it (close.md, rows 11 and 12). The price: names known only to an NSS module
//! (mDNS, winbind, sssd's host maps) are not found unless the local DNS stub serves them, as systemd-resolved does.

use super::failure::Failure;
use hickory_resolver::config::{NameServerConfigGroup, ResolverConfig, ResolverOpts};
use hickory_resolver::name_server::TokioConnectionProvider;
use hickory_resolver::{Resolver, TokioResolver};
use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::time::SystemTime;

/// The look-up of one application; reads the system's settings again when they change.
#[derive(Default)]
pub struct Lookup {
    cached: RefCell<Option<(Option<SystemTime>, Rc<TokioResolver>)>>,
}

impl Lookup {
    /// The addresses of a host, in the order they are to be tried.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Failure> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![address]);
        }
        let name = host.trim_end_matches('.');
        if name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost") {
            return Ok(vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
        }
        let resolver = self.resolver();
        let found = resolver.lookup_ip(host).await.map_err(|error| Failure::NameNotFound {
            host: host.into(),
            reason: super::failure::shortened(&error.to_string()),
        })?;
        let addresses = interleaved(found.iter().take(64));
        if addresses.is_empty() {
            return Err(Failure::NameNotFound {
                host: host.into(),
                reason: "the name has no address".into(),
            });
        }
        Ok(addresses)
    }

    /// The hosts and ports of a service (RFC 2782), the preferred ones first; none where there are none.
    pub async fn servers(&self, name: &str) -> Vec<(String, u16)> {
        let resolver = self.resolver();
        let Ok(found) = resolver.srv_lookup(name).await else { return Vec::new() };
        let mut found: Vec<_> = found.iter().take(64).collect();
        found.sort_by_key(|server| (server.priority(), u16::MAX - server.weight()));
        let host = |name: String| name.trim_end_matches('.').to_owned();
        found.into_iter().map(|server| (host(server.target().to_utf8()), server.port())).collect()
    }

    fn resolver(&self) -> Rc<TokioResolver> {
        let changed = changed();
        let mut cached = self.cached.borrow_mut();
        if let Some((at, resolver)) = &*cached
            && *at == changed
        {
            return resolver.clone();
        }
        let resolver = Rc::new(built(system()));
        *cached = Some((changed, resolver.clone()));
        resolver
    }
}

/// When the system's settings were written last.
fn changed() -> Option<SystemTime> {
    std::fs::metadata("/etc/resolv.conf").and_then(|file| file.modified()).ok()
}

/// The system's settings, or, where there are none, what the C library does without them: ask this host.
fn system() -> (ResolverConfig, ResolverOpts) {
    hickory_resolver::system_conf::read_system_conf()
        .unwrap_or_else(|_| (ask(Ipv4Addr::LOCALHOST.into(), 53), ResolverOpts::default()))
}

fn built((config, mut options): (ResolverConfig, ResolverOpts)) -> TokioResolver {
    options.ip_strategy = hickory_resolver::config::LookupIpStrategy::Ipv4AndIpv6;
    options.cache_size = 32;
    let mut builder = Resolver::builder_with_config(config, TokioConnectionProvider::default());
    *builder.options_mut() = options;
    builder.build()
}

fn ask(server: IpAddr, port: u16) -> ResolverConfig {
    let servers = NameServerConfigGroup::from_ips_clear(&[server], port, true);
    ResolverConfig::from_parts(None, Vec::new(), servers)
}

/// IPv6 and IPv4 in turn, IPv6 first (RFC 8305 section 4).
fn interleaved(addresses: impl Iterator<Item = IpAddr>) -> Vec<IpAddr> {
    let (six, four): (Vec<_>, Vec<_>) = addresses.partition(IpAddr::is_ipv6);
    let mut six = six.into_iter();
    let mut four = four.into_iter();
    let mut mixed = Vec::new();
    loop {
        let before = mixed.len();
        mixed.extend(six.next());
        mixed.extend(four.next());
        if mixed.len() == before {
            return mixed;
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use hickory_resolver::proto::op::{Message, MessageType, ResponseCode};
    use hickory_resolver::proto::rr::rdata::SRV;
    use hickory_resolver::proto::rr::{Name, RData, Record};
    use std::net::UdpSocket;

    /// Priority, weight, port, host.
    pub type Server = (u16, u16, u16, &'static str);

    /// A look-up that asks a name server of its own, which knows the servers of one service.
    pub fn lookup_that_knows(service: &'static str, servers: &'static [Server]) -> Lookup {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let port = socket.local_addr().expect("an address").port();
        std::thread::spawn(move || {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                let answer = answer(&question[..length], service, servers);
                socket.send_to(&answer, from).expect("sent");
            }
        });
        let options = ResolverOpts::default();
        let resolver = Rc::new(built((ask(Ipv4Addr::LOCALHOST.into(), port), options)));
        Lookup { cached: RefCell::new(Some((changed(), resolver))) }
    }

    fn answer(question: &[u8], service: &str, servers: &[Server]) -> Vec<u8> {
        let mut message = Message::from_vec(question).expect("a question");
        let name = message.queries()[0].name().clone();
        message.set_message_type(MessageType::Response);
        if name.to_utf8() != service {
            message.set_response_code(ResponseCode::NXDomain);
        } else {
            for (priority, weight, port, host) in servers {
                let host = Name::from_utf8(host).expect("a name");
                let data = RData::SRV(SRV::new(*priority, *weight, *port, host));
                message.add_answer(Record::from_rdata(name.clone(), 60, data));
            }
        }
        message.to_vec().expect("an answer")
    }

    pub fn wait_for<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(work)
    }

    #[test]
    fn servers_come_in_the_order_of_their_priority_and_weight() {
        const SERVERS: &[Server] =
            &[(10, 9, 1, "last.test."), (0, 1, 2, "second.test."), (0, 9, 3, "first.test.")];
        let lookup = lookup_that_knows("_kerberos._tcp.realm.test.", SERVERS);
        wait_for(async {
            let found = lookup.servers("_kerberos._tcp.realm.test.").await;
            let expected = [("first.test", 3), ("second.test", 2), ("last.test", 1)];
            assert_eq!(found, expected.map(|(host, port)| (host.to_owned(), port)));
            assert_eq!(lookup.servers("_kerberos._tcp.other.test.").await, []);
        });
    }

    #[test]
    fn addresses_of_both_families_alternate() {
        let parsed = |text: &str| text.parse::<IpAddr>().expect("an address");
        let given = ["10.0.0.1", "10.0.0.2", "fe80::1", "10.0.0.3"].map(parsed);
        let expected = ["fe80::1", "10.0.0.1", "10.0.0.2", "10.0.0.3"].map(parsed);
        assert_eq!(interleaved(given.into_iter()), expected);
    }
}
