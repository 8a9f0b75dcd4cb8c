//! The independent server as a process of its own; not there without `../shared` and its Python packages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A running server; killed when dropped.
pub struct Peer {
    child: Child,
    pub http: u16,
    pub https: u16,
    pub certificates: PathBuf,
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/wsman/peer")
}

/// The Python that has the server's packages: from the variable that the CI script sets.
pub fn python() -> Option<String> {
    std::env::var("WSMAN_PEER_PYTHON").ok().filter(|path| Path::new(path).exists())
}

/// The server's test certificates, made once.
fn certificates(python: &str, script: &Path) -> PathBuf {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        // A test inside a realm of its own is a process of its own.
        let realm = std::env::var("MI_TEST_REALM").map(|test| format!("-{test}")).unwrap_or_default();
        let folder = crate::support::scratch(&format!("wsman-certificates{realm}"));
        let done = Command::new(python).arg(script).arg("--gen-certs").arg(&folder).status();
        assert!(done.is_ok_and(|status| status.success()), "the certificates are made");
        folder
    });
    made.clone()
}

/// The Python that has the server's packages, and the server; None, with a line that says why.
pub fn available() -> Option<(String, PathBuf)> {
    let script = folder().join("wsman_peer.py");
    let python = python().filter(|_| script.exists());
    if python.is_none() {
        eprintln!("skipped: the independent server or WSMAN_PEER_PYTHON is not there");
    }
    Some((python?, script))
}

impl Peer {
    /// None, with a line that says why, where the server or its packages are not there.
    pub fn start(arguments: &[&str]) -> Option<Peer> {
        let (python, script) = available()?;
        let certificates = certificates(&python, &script);
        let file = |name: &str| certificates.join(name);
        let mut child = Command::new(python)
            .arg(&script)
            .args(["--http", "0", "--https", "0", "--print-port", "--auth", "basic,certificate", "--cert"])
            .arg(file("server.pem"))
            .arg("--key")
            .arg(file("server.key"))
            .arg("--ca")
            .arg(file("ca.pem"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
        let (mut http, mut https) = (0, 0);
        while http == 0 || https == 0 {
            let line = lines.next().expect("the server prints its ports").expect("text");
            let number = |text: &str| {
                text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
            };
            for word in line.split_whitespace() {
                match word.split_once(['=', ':']) {
                    Some((name, port)) if name.eq_ignore_ascii_case("http") => http = number(port),
                    Some((name, port)) if name.eq_ignore_ascii_case("https") => https = number(port),
                    _ => {}
                }
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        Some(Peer { child, http, https, certificates })
    }
}

impl Peer {
    /// A control request of the server's own (`/_peer/…`).
    pub fn control(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.http)).expect("the server listens");
        write!(stream, "GET /_peer/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }
}
