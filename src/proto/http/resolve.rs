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
        let changed = std::fs::metadata("/etc/resolv.conf").and_then(|file| file.modified()).ok();
        let mut cached = self.cached.borrow_mut();
        if let Some((at, resolver)) = &*cached
            && *at == changed
        {
            return resolver.clone();
        }
        let resolver = Rc::new(built());
        *cached = Some((changed, resolver.clone()));
        resolver
    }
}

/// The system's settings, or, where there are none, what the C library does without them: ask this host.
fn built() -> TokioResolver {
    let (config, mut options) = hickory_resolver::system_conf::read_system_conf()
        .unwrap_or_else(|_| (local_only(), ResolverOpts::default()));
    options.ip_strategy = hickory_resolver::config::LookupIpStrategy::Ipv4AndIpv6;
    options.cache_size = 32;
    let mut builder = Resolver::builder_with_config(config, TokioConnectionProvider::default());
    *builder.options_mut() = options;
    builder.build()
}

fn local_only() -> ResolverConfig {
    let servers = NameServerConfigGroup::from_ips_clear(&[Ipv4Addr::LOCALHOST.into()], 53, true);
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
mod tests {
    use super::*;

    #[test]
    fn addresses_of_both_families_alternate() {
        let parsed = |text: &str| text.parse::<IpAddr>().expect("an address");
        let given = ["10.0.0.1", "10.0.0.2", "fe80::1", "10.0.0.3"].map(parsed);
        let expected = ["fe80::1", "10.0.0.1", "10.0.0.2", "10.0.0.3"].map(parsed);
        assert_eq!(interleaved(given.into_iter()), expected);
    }
}
