//! Digest against two servers of other projects: CherryPy's code (MD5, sessions, bodies under the digest, nonces that are
//! too old) and lighttpd (SHA-256, hashed user names).

use super::peer::{keys, number, with};
use super::peer_process::python;
use super::run::{Client, Outcome, run};
use super::server::{Server, THING, answering};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::Authentication;
use mi::proto::Verb;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server in front of ours; killed when dropped.
struct Front {
    child: Child,
    port: u16,
    behind: Server,
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Front {
    fn start(mut command: Command, behind: Server) -> Front {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a port");
        Front { child, port: line.trim().parse().expect("a port"), behind }
    }

    /// Three Gets over one connection, if it is kept: what came of the first that failed, or of the last.
    fn get(&self, user: &str, password: &str) -> Outcome {
        let mut options = with(Authentication::Digest, user, password);
        number(&mut options, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
        let client = Client::default();
        let url = format!("http://127.0.0.1:{}", self.port);
        let connection = client.connect(&url, &options).expect("connects");
        let get = |_| {
            let instance = keys("Thing", &[("Id", Value::Uint32(7))]);
            run(connection.as_ref(), "root/a", Verb::GetInstance { instance })
        };
        let mut all = (0..3).map(get);
        let last = all.next_back().expect("three");
        all.find(|outcome| outcome.error.is_some()).unwrap_or(last)
    }

    fn refused(&self, user: &str, password: &str) {
        let outcome = self.get(user, password);
        let error = outcome.failure();
        let kind = (error.result, error.category);
        assert_eq!(kind, (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR), "{error:?}");
        assert!(error.message.contains("Tried: Digest (the user name or password was refused)"), "{error:?}");
        assert!(!error.message.contains("Pass1"), "{error:?}");
    }

    /// A right password works, every other name and password is refused, and nothing goes past without one.
    fn serves(&self, what: &str) {
        let got = self.get("user", "Digest-Pass1");
        assert!(got.error.is_none() && got.instances.len() == 1, "{what}: {:?}", got.error);
        let passed = || self.behind.received.lock().expect("unpoisoned").len();
        let before = passed();
        self.refused("user", "not-Pass1");
        self.refused("user", "");
        self.refused("nobody", "Digest-Pass1");
        assert_eq!(passed(), before, "{what}");
    }
}

fn script(name: &str) -> PathBuf {
    crate::support::root().join("tests/wsman").join(name)
}

/// CherryPy's; None, with a line that says why, where it is not there.
fn cherrypy(algorithm: &str, quality: &str, stale: usize) -> Option<Front> {
    let can = |python: &String| {
        Command::new(python)
            .args(["-c", "import cherrypy"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|done| done.success())
    };
    let Some(python) = python().filter(can) else {
        crate::support::skip("WSMAN_PEER_PYTHON is not there, or has no cherrypy");
        return None;
    };
    let behind = answering(THING);
    let mut command = Command::new(python);
    command.arg(script("digest_server.py")).args([
        &behind.port.to_string(),
        algorithm,
        quality,
        &stale.to_string(),
    ]);
    Some(Front::start(command, behind))
}

#[test]
fn md5_its_sessions_and_bodies_under_the_digest_are_answered() {
    for (algorithm, quality) in
        [("MD5", "auth"), ("MD5-sess", "auth"), ("MD5", "auth-int"), ("MD5-sess", "auth-int")]
    {
        let Some(front) = cherrypy(algorithm, quality, 0) else { return };
        front.serves(&format!("{algorithm} with {quality}"));
    }
}

#[test]
fn nonce_that_is_too_old_is_renewed_and_one_that_always_is_ends_the_log_on() {
    let Some(front) = cherrypy("MD5", "auth", 2) else { return };
    front.get("user", "Digest-Pass1").ok();
    let Some(front) = cherrypy("MD5", "auth", 1000) else { return };
    let outcome = front.get("user", "Digest-Pass1");
    assert!(outcome.failure().message.contains("the server keeps asking"), "{:?}", outcome.error);
    assert!(front.behind.received.lock().expect("unpoisoned").is_empty());
}

/// lighttpd; None, with a line that says why, where it is not there.
fn lighttpd(test: &str, algorithm: &str, hash: &str, hashed_names: bool) -> Option<Front> {
    let of_environment =
        |python: &String| Some(Path::new(python).parent()?.parent()?.join("lighttpd/usr/sbin/lighttpd"));
    let python = python();
    let program = python.as_ref().and_then(of_environment).filter(|program| program.exists());
    let (Some(python), Some(program)) = (python, program) else {
        crate::support::skip("lighttpd is not there");
        return None;
    };
    let folder = crate::support::scratch(&format!("digest-{test}"));
    let hashed = |text: &str| {
        let name = if hash == "sha512_256" { "hashlib.new('sha512_256'" } else { "hashlib.new('sha256'" };
        let name = if hash == "md5" { "hashlib.new('md5'" } else { name };
        let code = format!("import hashlib, sys; print({name}, sys.argv[1].encode()).hexdigest())");
        crate::support::succeed(Command::new(&python).args(["-c", &code, text])).trim().to_owned()
    };
    let users = folder.join("users");
    let name = if hashed_names { format!(":{}", hashed("user:WSMAN")) } else { String::new() };
    std::fs::write(&users, format!("user:WSMAN:{}{name}\n", hashed("user:WSMAN:Digest-Pass1")))
        .expect("written");
    let behind = answering(THING);
    let configuration = folder.join("configuration");
    let (place, users, port) = (folder.display(), users.display(), behind.port);
    let text = format!(
        "server.document-root = \"{place}\"\nserver.errorlog = \"{place}/errors\"\n\
         server.modules = (\"mod_auth\", \"mod_authn_file\", \"mod_proxy\")\nauth.backend = \"htdigest\"\n\
         auth.backend.htdigest.userfile = \"{users}\"\nauth.require = (\"\" => (\"method\" => \"digest\", \
         \"realm\" => \"WSMAN\", \"require\" => \"valid-user\", \"algorithm\" => \"{algorithm}\", \"userhash\" => \"{}\"))\n\
         proxy.server = (\"\" => ((\"host\" => \"127.0.0.1\", \"port\" => {port})))\n",
        if hashed_names { "enable" } else { "disable" }
    );
    std::fs::write(&configuration, text).expect("written");
    let mut command = Command::new(python);
    command.arg(script("lighttpd.py")).arg(program).arg(configuration);
    Some(Front::start(command, behind))
}

#[test]
fn sha_256_and_hashed_user_names_are_answered_and_the_strongest_of_an_offer_is_taken() {
    for (test, algorithm, hash, hashed_names) in [
        ("md5", "MD5", "md5", false),
        ("sha256", "SHA-256", "sha256", false),
        ("userhash", "SHA-256", "sha256", true),
        ("sha512", "SHA-512-256", "sha512_256", false),
        // It knows the SHA-256 of the password alone.
        ("both", "MD5|SHA-256", "sha256", false),
    ] {
        let Some(front) = lighttpd(test, algorithm, hash, hashed_names) else { return };
        front.serves(test);
    }
}
