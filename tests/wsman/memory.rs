//! Passwords in the memory of a process: there while a session is open, gone when it is closed.

use super::credssp::Gateway;
use super::peer::{anonymous, credential, keys, number, text};
use super::peer_process::Peer;
use super::run::{Client, run};
use super::server::{Reply, Server, THING, envelope, http, is_schema};
use base64::Engine;
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet, Secret};
use mi::proto::Verb;
use std::io::{Read, Seek, SeekFrom};
use std::process::Command;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Nothing that is looked for stands in the memory of who looks, but with its bits turned.
const MASK: u8 = 0x5a;

fn masked(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| byte ^ MASK).collect()
}

/// How often something stands in what this process can write to, without the buffer that is read into.
fn count(needle: &[u8]) -> usize {
    const PIECE: usize = 1 << 20;
    let mut memory = std::fs::File::open("/proc/self/mem").expect("its own memory");
    let mut buffer = vec![0; PIECE + needle.len()];
    let own = buffer.as_ptr() as usize..buffer.as_ptr() as usize + buffer.len();
    let mut found = 0;
    for line in std::fs::read_to_string("/proc/self/maps").expect("its own regions").lines() {
        let mut words = line.split(' ');
        let (range, rights) = (words.next().expect("a range"), words.next().expect("rights"));
        let ends: Vec<usize> =
            range.split('-').map(|end| usize::from_str_radix(end, 16).expect("an address")).collect();
        if !rights.starts_with("rw") || line.ends_with("[vvar]") {
            continue;
        }
        for start in (ends[0]..ends[1]).step_by(PIECE) {
            let wanted = (ends[1] - start).min(buffer.len());
            memory.seek(SeekFrom::Start(start as u64)).expect("a place");
            let read = memory.read(&mut buffer[..wanted]).unwrap_or(0);
            let first = memchr::memchr_iter(needle[0] ^ MASK, &buffer[..read.min(PIECE)]);
            let hits = first.filter(|at| {
                let rest = &buffer[*at..read];
                !own.contains(&(start + at))
                    && rest.len() >= needle.len()
                    && rest.iter().zip(needle).all(|(byte, wanted)| byte ^ MASK == *wanted)
            });
            found += hits.count();
        }
    }
    found
}

/// The password in every shape that it takes: as it is, in UTF-16, and behind the user's name in base64.
fn shapes(user: &str, password: &[u8]) -> [(&'static str, Vec<u8>); 3] {
    let wide: Zeroizing<Vec<u8>> = Zeroizing::new(password.iter().flat_map(|byte| [*byte, 0]).collect());
    let mut pair = Zeroizing::new(Vec::with_capacity(64));
    pair.extend_from_slice(user.as_bytes());
    pair.push(b':');
    pair.extend_from_slice(password);
    let mut basic = Zeroizing::new(vec![0; 128]);
    let written =
        base64::engine::general_purpose::STANDARD.encode_slice(&*pair, &mut basic).expect("it fits");
    [("UTF-8", masked(password)), ("UTF-16", masked(&wide)), ("base64", masked(&basic[..written]))]
}

/// What a process of its own does: logs on, closes, and looks for the password before and after.
fn client(case: &str, url: &str, user: &str, password: &str) {
    let hidden: Vec<u8> = (0..password.len() / 2)
        .map(|at| u8::from_str_radix(&password[at * 2..at * 2 + 2], 16).expect("hexadecimal digits"))
        .collect();
    let plain = Zeroizing::new(masked(&hidden));
    let shapes = shapes(user, &plain);
    let option = match case {
        "proxy" => MI_DESTINATIONOPTIONS_PROXY_CREDENTIALS,
        _ => MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS,
    };
    let authentication = match case {
        "digest" => Authentication::Digest,
        "ntlm" | "sealed-ntlm" => Authentication::Ntlm,
        "credssp" | "sealed-credssp" => Authentication::CredSsp,
        "kerberos" => Authentication::Kerberos,
        _ => Authentication::Basic,
    };
    let mut options = if case == "proxy" { anonymous() } else { DestinationOptions::default() };
    let units: Zeroizing<Vec<MI_Char>> = Zeroizing::new(plain.iter().map(|byte| *byte as MI_Char).collect());
    let credential = Credential {
        identity: Identity::User {
            domain: None,
            user: Some(Arc::new(user.into())),
            password: Secret::new(&units).map(Arc::new),
        },
        ..credential(option, authentication, user, "")
    };
    drop((plain, units));
    options.list_mut().add_credential(credential).expect("added");
    number(&mut options, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, case.starts_with("sealed").into());
    number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
    let mut client = Client::default();
    let mut destination = url;
    if case == "proxy" {
        text(&mut options, MI_DESTINATIONOPTIONS_PROXY_TYPE, MI_DESTINATIONOPTIONS_PROXY_TYPE_AUTO);
        client.services.variable =
            |name| (name == "http_proxy").then(|| std::env::var("MI_TEST_PROXY").expect("a proxy"));
        destination = "http://192.0.2.1";
    }
    let connection = client.connect(destination, &options).expect("connects");
    for _ in 0..2 {
        let (namespace, instance) = match case.starts_with("sealed") {
            true => ("root/test", keys("Test_Person", &[("Name", Value::String("Ann".into()))])),
            false => ("root/a", keys("Thing", &[("Id", Value::Uint32(7))])),
        };
        let outcome = run(connection.as_ref(), namespace, Verb::GetInstance { instance });
        let refused = matches!(case, "ntlm" | "credssp" | "kerberos");
        assert_eq!(outcome.error.is_some(), refused, "{:?}", outcome.error);
    }
    assert!(count(&shapes[0].1) > 0, "the password is in the options, so the search finds it");
    drop((connection, options, client));
    for (shape, needle) in &shapes {
        println!("{shape}: {}", count(needle));
    }
}

/// Runs the case in a process of its own, against a server elsewhere.
fn leaves_nothing(test: &str, case: &str, url: &str, (user, password): (&str, &str)) {
    let hidden: String = masked(password.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args(["--exact", &format!("wsman::memory::{test}"), "--nocapture", "--test-threads=1"]);
    command.env("MI_TEST_MEMORY", format!("{case} {url} {user} {hidden}")).env("MI_TEST_PROXY", url);
    let output = command.output().expect("it runs");
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{case}: {out}\n{error}");
    for shape in ["UTF-8", "UTF-16", "base64"] {
        assert!(out.contains(&format!("{shape}: 0\n")), "{case} leaves the password: {out}");
    }
}

/// Whether this is the process of a case: then it has been run.
fn inside() -> bool {
    let Ok(case) = std::env::var("MI_TEST_MEMORY") else { return false };
    let words: Vec<&str> = case.split(' ').collect();
    client(words[0], words[1], words[2], words[3]);
    true
}

/// Nobody else's.
const ACCOUNT: (&str, &str) = ("user", "Memory-49c1a2f07b");

/// Answers, once the request has this in its head; this challenge before.
fn asking(challenge: &'static str, wanted: &'static str) -> Server {
    Server::start(move |_, request| match request.head.contains(wanted) {
        false => Reply::Raw(
            format!("HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n")
                .into_bytes(),
        ),
        true if is_schema(request) => super::server::no_schema(),
        true => Reply::Raw(http(200, &envelope(request, THING))),
    })
}

#[test]
fn closed_session_leaves_no_password_of_basic() {
    if inside() {
        return;
    }
    let server = asking("Basic realm=x", "\r\nAuthorization: Basic dXNlcjpNZW1vcnkt");
    leaves_nothing("closed_session_leaves_no_password_of_basic", "basic", &server.url(), ACCOUNT);
}

#[test]
fn closed_session_leaves_no_password_of_basic_inside_tls() {
    if inside() {
        return;
    }
    let port = super::secure::tls_server(&rustls::version::TLS13, false);
    let url = format!("https://localhost:{port}");
    leaves_nothing("closed_session_leaves_no_password_of_basic_inside_tls", "tls", &url, ACCOUNT);
}

#[test]
fn closed_session_leaves_no_password_of_a_proxy() {
    if inside() {
        return;
    }
    let proxy = asking("Basic realm=x", "\r\nProxy-Authorization: Basic dXNlcjpNZW1vcnkt");
    leaves_nothing("closed_session_leaves_no_password_of_a_proxy", "proxy", &proxy.url(), ACCOUNT);
}

#[test]
fn closed_session_leaves_no_password_of_digest() {
    if inside() {
        return;
    }
    let server =
        asking("Digest realm=r, nonce=n, algorithm=SHA-256, qop=\"auth\"", "\r\nAuthorization: Digest ");
    leaves_nothing("closed_session_leaves_no_password_of_digest", "digest", &server.url(), ACCOUNT);
}

#[test]
fn closed_session_leaves_no_password_of_token_schemes() {
    if inside() {
        return;
    }
    // NTLM's challenge of MS-NLMP 4.2.4.3: what can be computed of the password is, and then the server refuses.
    const NTLM: &str = "NTLM TlRMTVNTUAACAAAADAAMADgAAAAzgoriASNFZ4mrze8AAAAAAAAAACQAJABEAAAABgBwFwAAAA9TAGUAcgB2AGUAcgACAAwARABvAG0AYQBpAG4AAQAMAFMAZQByAHYAZQByAAAAAAA=";
    let server = asking(NTLM, "\r\nAuthorization: nothing");
    for case in ["ntlm", "kerberos", "credssp"] {
        leaves_nothing("closed_session_leaves_no_password_of_token_schemes", case, &server.url(), ACCOUNT);
    }
}

#[test]
fn closed_session_leaves_no_password_of_sealed_sessions() {
    if inside() {
        return;
    }
    let Some(peer) = Peer::start(&["--auth", "negotiate,basic"]) else { return };
    let gateway = Gateway::start(&peer, "CredSSP");
    for (case, port, user) in
        [("sealed-ntlm", peer.http, "peeruser"), ("sealed-credssp", gateway.port, "PEER\\peeruser")]
    {
        let url = format!("http://127.0.0.1:{port}");
        let account = (user, "Peer-Pass1");
        leaves_nothing("closed_session_leaves_no_password_of_sealed_sessions", case, &url, account);
    }
}
