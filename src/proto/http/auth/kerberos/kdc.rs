//! Messages to a realm's KDC over TCP (RFC 4120 7.2.2), and where it is (7.2.3): in krb5.conf, or in DNS.

use super::client::Kdc;
use super::config::Settings;
use crate::proto::http::resolve::Lookup;
use std::cell::RefCell;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// For one address of a KDC: to be reached, and to answer.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
/// Servers that are tried.
const MOST_SERVERS: usize = 8;
/// The longest answer that is read: tickets with many groups in them take some 60 KiB.
const MOST_ANSWER: usize = 1 << 20;

/// The network as a thread of its own sees it: this waits.
pub struct Network<'a> {
    settings: &'a Settings,
    /// KDCs that did not answer: the others are asked before them.
    failed: RefCell<Vec<(String, u16)>>,
}

impl Kdc for Network<'_> {
    fn ask(&self, realm: &str, message: &[u8]) -> Result<Vec<u8>, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| format!("the KDC cannot be asked: {error}"))?;
        runtime.block_on(self.asked(realm, message))
    }
}

impl<'a> Network<'a> {
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings, failed: RefCell::default() }
    }

    async fn asked(&self, realm: &str, message: &[u8]) -> Result<Vec<u8>, String> {
        let lookup = Lookup::default();
        let mut servers = self.servers(&lookup, realm).await?;
        servers.sort_by_key(|server| self.failed.borrow().contains(server));
        let mut reasons = Vec::new();
        for (host, port) in servers.into_iter().take(MOST_SERVERS) {
            match at(&lookup, &host, port, message).await {
                Ok(answer) => return Ok(answer),
                Err(reason) => {
                    reasons.push(format!("{host}:{port} ({reason})"));
                    self.failed.borrow_mut().push((host, port));
                }
            }
        }
        Err(format!("no KDC of {realm} answers: {}", reasons.join(", ")))
    }

    /// In the order they are to be asked.
    async fn servers(&self, lookup: &Lookup, realm: &str) -> Result<Vec<(String, u16)>, String> {
        let mut servers = self.settings.kdcs(realm);
        if servers.is_empty() && !self.settings.dns_lookup_kdc() {
            return Err(format!("no KDC of {realm} is known: krb5.conf has none, and forbids to ask DNS"));
        }
        if servers.is_empty() {
            servers = lookup.servers(&format!("_kerberos._tcp.{}.", realm.to_lowercase())).await;
        }
        // A domain of Active Directory has the addresses of its controllers.
        if servers.is_empty() {
            servers.push((realm.to_lowercase(), 88));
        }
        Ok(servers)
    }
}

async fn at(lookup: &Lookup, host: &str, port: u16, message: &[u8]) -> Result<Vec<u8>, String> {
    let found = timeout(CONNECT_LIMIT, lookup.addresses(host)).await;
    let addresses =
        found.map_err(|_| "its name is not found in time")?.map_err(|failure| failure.to_string())?;
    let mut reason = "it has no address".to_owned();
    for address in addresses {
        match timeout(CONNECT_LIMIT, TcpStream::connect((address, port))).await {
            Ok(Ok(stream)) => {
                let answer = timeout(ANSWER_LIMIT, exchange(stream, message)).await;
                return answer.map_err(|_| "it does not answer")?.map_err(|error| error.to_string());
            }
            Ok(Err(error)) => reason = error.to_string(),
            Err(_) => reason = "it does not answer".into(),
        }
    }
    Err(reason)
}

async fn exchange(mut stream: TcpStream, message: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(message.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), message].concat()).await?;
    let length = stream.read_u32().await? as usize;
    if length > MOST_ANSWER {
        return Err(io::Error::other("its answer is too long"));
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::http::resolve::tests::{Server, lookup_that_knows, wait_for};
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn kdcs_are_in_the_settings_or_in_dns_or_at_the_realms_name() {
        const SERVERS: &[Server] = &[(0, 0, 1088, "dc.realm.test.")];
        let lookup = lookup_that_knows("_kerberos._tcp.realm.test.", SERVERS);
        let found = |settings: &str, realm: &str| {
            let settings = Settings::parsed(settings);
            let found = wait_for(Network::new(&settings).servers(&lookup, realm))?;
            Ok::<_, String>(
                found.into_iter().map(|(host, port)| format!("{host}:{port}")).collect::<Vec<_>>(),
            )
        };
        let none = "[libdefaults]\n dns_lookup_kdc = no\n";
        let one = format!("{none}[realms]\n REALM.TEST = {{\n  kdc = one\n }}");
        assert_eq!(found("", "REALM.TEST").expect("found"), ["dc.realm.test:1088"]);
        assert_eq!(found("", "OTHER.TEST").expect("found"), ["other.test:88"]);
        assert_eq!(found(&one, "REALM.TEST").expect("found"), ["one:88"]);
        let reason = found(none, "REALM.TEST").expect_err("none is known");
        assert_eq!(reason, "no KDC of REALM.TEST is known: krb5.conf has none, and forbids to ask DNS");
    }

    /// Takes connections and does `serve` with each; the port, and how many they were.
    fn kdc(serve: fn(std::net::TcpStream)) -> (u16, &'static AtomicUsize) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let port = listener.local_addr().expect("an address").port();
        let count: &AtomicUsize = Box::leak(Box::default());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                serve(stream.expect("a connection"));
            }
        });
        (port, count)
    }

    #[test]
    fn kdc_that_fails_is_asked_after_the_others_from_then_on() {
        let (hangs_up, asked) = kdc(drop);
        let (too_long, _) = kdc(|mut stream| stream.write_all(&[0xff; 4]).expect("sent"));
        let (answers, answered) = kdc(|mut stream| {
            let mut question = [0; 12];
            stream.read_exact(&mut question).expect("a question");
            assert_eq!(question, *b"\0\0\0\x08question");
            stream.write_all(b"\0\0\0\x06answer").expect("sent");
        });
        let settings = |kdcs: &[u16]| {
            let kdcs: Vec<_> = kdcs.iter().map(|port| format!("kdc = 127.0.0.1:{port}\n")).collect();
            Settings::parsed(&format!("[realms]\nR = {{\n{}}}", kdcs.concat()))
        };
        let all = settings(&[hangs_up, too_long, answers]);
        let network = Network::new(&all);
        for _ in 0..3 {
            assert_eq!(network.ask("R", b"question").expect("an answer"), b"answer");
        }
        assert_eq!((asked.load(Ordering::SeqCst), answered.load(Ordering::SeqCst)), (1, 3));
        let bad = settings(&[hangs_up, too_long]);
        let reason = Network::new(&bad).ask("R", b"question").expect_err("no answer");
        assert!(reason.starts_with(&format!("no KDC of R answers: 127.0.0.1:{hangs_up} (")), "{reason}");
        assert!(reason.ends_with(&format!("127.0.0.1:{too_long} (its answer is too long)")), "{reason}");
    }
}
