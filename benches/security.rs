//! What log-ons and sealing cost, against their limits: `cargo bench --bench security`.
//!
//! Log-ons go to the independent server, where it is there (`WSMAN_PEER_PYTHON`); the time is this process's alone.

#[allow(dead_code, unused_imports)]
#[path = "../tests/wsman/peer.rs"]
mod peer;
#[allow(dead_code)]
#[path = "../tests/wsman/peer_process.rs"]
mod peer_process;
#[allow(dead_code)]
#[path = "../tests/wsman/run.rs"]
mod run;
#[allow(dead_code)]
#[path = "../tests/support.rs"]
mod support;

use mi::abi::MI_OPERATIONFLAGS_NO_RTTI;
use mi::cim::Value;
use mi::options::Authentication;
use mi::proto::Verb;
use mi::proto::http::auth::kerberos::crypto::{Etype, Key};
use mi::proto::http::auth::kerberos::token::Messages;
use mi::proto::http::auth::multipart::{Reader, sealed};
use mi::proto::http::auth::ntlm::session::Session;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;
use zeroize::Zeroizing;

/// Microseconds of client CPU for an NTLM log-on and a sealed Get.
const LOG_ON_LIMIT: f64 = 400.0;
/// MB/s.
const SEALING_LIMIT: f64 = 250.0;
/// A page of an enumeration, as large as Windows lets it be.
const BODY: usize = 512 * 1024;
const ROUNDS: usize = 200;

fn main() -> ExitCode {
    println!("{:60} | {:>10} | {:>10} |", "operation", "figure", "limit");
    let body: Vec<u8> = b"<p:Name>value</p:Name>".iter().copied().cycle().take(BODY).collect();
    let good = [
        row("sealing a body of 512 KiB, MB/s", best(|| seal(&body)), SEALING_LIMIT, true),
        row("unsealing a body of 512 KiB, MB/s", unseal(&body), SEALING_LIMIT, true),
        row("Kerberos: sealing a body of 512 KiB, MB/s", best(|| kerberos_seal(&body)), SEALING_LIMIT, true),
        row("Kerberos: unsealing a body of 512 KiB, MB/s", kerberos_unseal(&body), SEALING_LIMIT, true),
        log_on().is_none_or(|cost| row("NTLM log-on and a sealed Get, us of CPU", cost, LOG_ON_LIMIT, false)),
    ];
    if good.iter().all(|good| *good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn row(what: &str, figure: f64, limit: f64, at_least: bool) -> bool {
    let good = if at_least { figure >= limit } else { figure <= limit };
    println!("{what:60} | {figure:>10.1} | {limit:>10.1} | {}", if good { "ok" } else { "MISSED" });
    good
}

/// The rate of the fastest round: the others were interrupted.
fn best(mut round: impl FnMut() -> f64) -> f64 {
    (0..ROUNDS).map(|_| BODY as f64 / 1e6 / round()).fold(0.0, f64::max)
}

const PROTOCOL: &str = "application/HTTP-SPNEGO-session-encrypted";

/// Seconds.
fn seal(body: &[u8]) -> f64 {
    let mut session = Session::client(&Zeroizing::new([1; 16]), true);
    let started = Instant::now();
    let made = sealed(PROTOCOL, "application/soap+xml", black_box(body), usize::MAX, |message| {
        Ok(session.seal(message))
    });
    black_box(made).expect("sealed");
    started.elapsed().as_secs_f64()
}

fn unseal(body: &[u8]) -> f64 {
    let mut server = Session::server(&Zeroizing::new([1; 16]), true);
    let made = sealed(PROTOCOL, "application/soap+xml", body, usize::MAX, |message| Ok(server.seal(message)));
    let (content_type, sealed) = made.expect("sealed");
    best(|| {
        let mut client = Session::client(&Zeroizing::new([1; 16]), true);
        let mut reader = Reader::of(&content_type).expect("an encrypted multipart");
        let received = sealed.clone();
        let started = Instant::now();
        reader.whole(black_box(received));
        let part = reader.part().expect("undamaged").expect("a part");
        let opened = client.unseal(part.header, part.data).expect("opened");
        let took = started.elapsed().as_secs_f64();
        assert_eq!(black_box(opened).len(), BODY);
        took
    })
}

fn kerberos_key() -> Key {
    Key::new(Etype::Aes256, &[1; 32]).expect("a key")
}

/// Seconds.
fn kerberos_seal(body: &[u8]) -> f64 {
    let mut session = Messages::new(&kerberos_key(), false, 0, 0);
    let started = Instant::now();
    let made = sealed(PROTOCOL, "application/soap+xml", black_box(body), usize::MAX, |message| {
        session.wrap(message)
    });
    black_box(made).expect("sealed");
    started.elapsed().as_secs_f64()
}

fn kerberos_unseal(body: &[u8]) -> f64 {
    // As Windows rotates it (RFC 4121 4.2.5).
    let mut header = [5, 4, 3, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut cipher = kerberos_key().usage(22).encrypt(&[body, &header]).expect("sealed");
    header[7] = 28;
    cipher.rotate_right(28);
    let data = cipher.split_off(44);
    let header = [&header[..], &cipher].concat();
    best(|| {
        let mut client = Messages::new(&kerberos_key(), false, 0, 0);
        let started = Instant::now();
        let opened = client.unwrap(black_box(&header), black_box(&data)).expect("opened");
        let took = started.elapsed().as_secs_f64();
        assert_eq!(black_box(opened).len(), BODY);
        took
    })
}

/// Microseconds; None where the server is not there.
fn log_on() -> Option<f64> {
    let peer = peer_process::Peer::start(&["--auth", "negotiate", "--require-encryption"])?;
    let client = run::Client::default();
    let url = format!("http://127.0.0.1:{}", peer.http);
    let options = peer::with(Authentication::Ntlm, "peeruser", "Peer-Pass1");
    let instance = peer::keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
    let once = || {
        // A session of its own logs on anew. The class is not asked for.
        let connection = client.connect(&url, &options).expect("connects");
        let mut request = run::request("root/test", Verb::GetInstance { instance: instance.clone() });
        request.flags = MI_OPERATIONFLAGS_NO_RTTI;
        run::finish(connection.start(request)).ok();
    };
    (0..10).for_each(|_| once());
    let costs = (0..10).map(|_| {
        let before = cpu();
        (0..ROUNDS / 10).for_each(|_| once());
        (cpu() - before) / (ROUNDS / 10) as f64
    });
    Some(costs.fold(f64::MAX, f64::min))
}

/// Microseconds of CPU this process has used.
fn cpu() -> f64 {
    let mut used = std::mem::MaybeUninit::<libc::timespec>::uninit();
    // SAFETY: the place is writable.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, used.as_mut_ptr()) };
    assert_eq!(result, 0);
    // SAFETY: filled by the call above.
    let used = unsafe { used.assume_init() };
    used.tv_sec as f64 * 1e6 + used.tv_nsec as f64 / 1e3
}
