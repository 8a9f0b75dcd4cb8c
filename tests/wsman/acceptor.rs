//! Log-ons without HTTP: a mechanism of ours against an acceptor of another project, and a throw-away Kerberos realm.

use mi::proto::http::auth::{Mechanism, Progress};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running acceptor; killed when dropped.
pub struct Acceptor {
    child: Child,
    pipes: RefCell<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Drop for Acceptor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hex(octets: &[u8]) -> String {
    if octets.is_empty() {
        return "-".into();
    }
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn octets(text: &str) -> Vec<u8> {
    let digits = text.trim_start_matches('-').as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("text"), 16).expect("hex"))
        .collect()
}

/// What a log-on came to.
pub type Ended = Result<(), String>;

impl Acceptor {
    /// None, with a line that says why, where its packages are not there.
    pub fn start(protocol: &str, binding: Option<&[u8]>) -> Option<Self> {
        Self::start_with(protocol, binding, &[])
    }

    /// With variables of its own.
    pub fn start_with(protocol: &str, binding: Option<&[u8]>, more: &[(&str, &str)]) -> Option<Self> {
        let python = super::peer_process::python();
        let Some(python) = python.filter(|python| can(python, protocol)) else {
            crate::support::skip(&format!("WSMAN_PEER_PYTHON is not there, or cannot accept {protocol}"));
            return None;
        };
        let mut command = Command::new(python);
        command.arg(crate::support::root().join("tests/wsman/acceptor.py")).arg(protocol);
        command
            .args(binding.map(hex))
            .env("NTLM_USER_FILE", users())
            .envs(more.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the acceptor starts");
        let answers = BufReader::new(child.stdout.take().expect("a pipe"));
        let pipes = RefCell::new((child.stdin.take().expect("a pipe"), answers));
        Some(Self { child, pipes })
    }

    /// A line and its answer.
    pub fn ask(&self, line: &str) -> Result<String, String> {
        let (questions, answers) = &mut *self.pipes.borrow_mut();
        writeln!(questions, "{line}").expect("the acceptor listens");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("the acceptor answers");
        let answer = answer.trim_end();
        match answer.strip_prefix("error ") {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer.to_owned()),
        }
    }

    /// The server's token, and whether it is through.
    pub fn step(&self, token: &[u8]) -> Result<(Vec<u8>, bool), String> {
        let answer = self.ask(&format!("step {}", hex(token)))?;
        let (token, state) = answer.split_once(' ').expect("two words");
        Ok((octets(token), state == "done"))
    }

    /// Tokens to and fro until both sides are through.
    pub fn log_on(&self, mechanism: &mut dyn Mechanism) -> Ended {
        let mut input: Option<Vec<u8>> = None;
        for _ in 0..12 {
            let progress = mechanism.step(input.as_deref())?;
            let (token, ours) = match progress {
                Progress::Continue(token) => (token, false),
                Progress::Done(Some(token)) => (token, true),
                Progress::Done(None) => return mechanism.accepted(),
            };
            let (answer, theirs) = self.step(&token.0).map_err(|error| format!("acceptor: {error}"))?;
            if answer.is_empty() && theirs {
                return mechanism.accepted();
            }
            if answer.is_empty() && ours {
                return Err("the acceptor wants more".into());
            }
            input = Some(answer);
        }
        Err("the log-on has no end".into())
    }

    pub fn facts(&self) -> String {
        self.ask("facts").expect("facts")
    }

    /// A message of the acceptor's.
    pub fn wrap(&self, message: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let answer = self.ask(&format!("wrap {}", hex(message))).expect("sealed");
        let (header, data) = answer.split_once(' ').expect("two words");
        (octets(header), octets(data))
    }

    /// Messages and codes both ways, of several lengths.
    pub fn exchange(&self, mechanism: &mut dyn Mechanism) {
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 1000, 16000] {
            let message: Vec<u8> = (0..length).map(|at| (at * 7) as u8).collect();
            let sealed = mechanism.wrap(&message).expect("sealed");
            let line = format!("unwrap {} {}", hex(&sealed.header), hex(&sealed.data));
            let mut opened = octets(&self.ask(&line).expect("opened"));
            assert_eq!(opened.len(), length + sealed.padding);
            opened.truncate(length);
            assert_eq!(opened, message, "{length}");
            let answer = self.ask(&format!("wrap {}", hex(&message))).expect("sealed");
            let (header, data) = answer.split_once(' ').expect("two words");
            assert_eq!(
                mechanism.unwrap(&octets(header), &octets(data)).expect("opened"),
                message,
                "{length}"
            );
        }
    }

    /// Integrity codes both ways.
    pub fn codes(&self, mechanism: &mut dyn Mechanism) {
        let mic = mechanism.mic(b"a message").expect("a code");
        self.ask(&format!("verify {} {}", hex(b"a message"), hex(&mic))).expect("it is right");
        let mic = octets(&self.ask(&format!("mic {}", hex(b"an answer"))).expect("a code"));
        mechanism.verify_mic(b"an answer", &mic).expect("it is right");
        let mic = octets(&self.ask(&format!("mic {}", hex(b"an answer"))).expect("a code"));
        mechanism.verify_mic(b"another", &mic).expect_err("it is another message's");
    }
}

/// A file with the accounts that NTLM knows.
pub fn users() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (path, mine) = (folder.join("ntlm-users"), folder.join(format!("ntlm-users-{}", std::process::id())));
    // Other tests read it meanwhile: it is there whole, or not at all.
    static MADE: std::sync::Once = std::sync::Once::new();
    MADE.call_once(|| {
        std::fs::write(&mine, "PEER:peeruser:Peer-Pass1\n").expect("written");
        std::fs::rename(&mine, &path).expect("in its place");
    });
    path
}

fn can(python: &str, protocol: &str) -> bool {
    let needed = if protocol == "kerberos" { "import spnego, krb5, gssapi" } else { "import spnego" };
    let tried = Command::new(python).args(["-c", needed]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

/// What makes a process's clock an hour fast; None, with a line that says why, where the library for it is not there.
pub fn an_hour_fast() -> Option<[(&'static str, &'static str); 2]> {
    let places = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
    let there = |place: &&str| PathBuf::from(place).join("faketime/libfaketime.so.1").exists();
    let Some(place) = places.into_iter().find(there) else {
        crate::support::skip("libfaketime is not there");
        return None;
    };
    Some([
        ("LD_PRELOAD", Box::leak(format!("{place}/faketime/libfaketime.so.1").into_boxed_str())),
        ("FAKETIME", "+1h"),
    ])
}

/// Where the tools of a KDC are.
fn sbin() -> String {
    format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default())
}

/// A realm of its own with a KDC on loopback, ended when dropped.
pub struct Realm {
    folder: PathBuf,
    script: PathBuf,
    /// What a process needs to be in it.
    pub variables: Vec<(String, String)>,
}

impl Drop for Realm {
    fn drop(&mut self) {
        let _ = Command::new(&self.script).arg("stop").arg(&self.folder).status();
    }
}

impl Realm {
    /// None, with a line that says why, where there is no KDC to be had.
    pub fn start(test: &str, more: &[(&str, &str)]) -> Option<Self> {
        let path = sbin();
        let there =
            |program: &str| path.split(':').any(|folder| PathBuf::from(folder).join(program).exists());
        let script = crate::support::shared("wsman/peer/krb_realm.sh");
        let Some(script) = script.filter(|_| there("krb5kdc") && there("kadmin.local")) else {
            crate::support::skip("krb5kdc, kadmin.local or the script that makes a realm is not there");
            return None;
        };
        let folder = crate::support::scratch(&format!("realm-{test}"));
        let mut command = Command::new(&script);
        command.arg("start").arg(&folder).env("PATH", path).envs(more.iter().copied()).stdin(Stdio::null());
        let said = crate::support::succeed(&mut command);
        let said = said.trim().trim_start_matches("export ").split(' ');
        let pair = |word: &str| word.split_once('=').map(|(name, value)| (name.into(), value.into()));
        let mut variables: Vec<_> = said.filter_map(pair).collect();
        // Not there until a test makes it.
        variables.push(("KRB5_CLIENT_KTNAME".into(), format!("FILE:{}/client.keytab", folder.display())));
        Some(Self { folder, script, variables })
    }

    /// Where what is this process's realm's lies.
    pub fn folder() -> PathBuf {
        std::env::var("KRB_DIR").expect("a realm").into()
    }

    /// A command to the database of the realm that this process is in.
    pub fn kadmin(query: &str) {
        let mut command = Command::new("kadmin.local");
        command.env("PATH", sbin()).env("KRB5_KDC_PROFILE", Self::folder().join("kdc.conf"));
        crate::support::succeed(command.args(["-r", "PEER.TEST", "-q", query]));
    }

    /// Puts settings into a file of a folder that the realm's krb5.conf includes from now on.
    pub fn include(name: &str, settings: &str) {
        let (main, parts) = (Self::folder().join("krb5.conf"), Self::folder().join("krb5.conf.d"));
        std::fs::create_dir(&parts).expect("a folder");
        std::fs::write(parts.join(name), settings).expect("written");
        let text = std::fs::read_to_string(&main).expect("settings");
        std::fs::write(&main, format!("includedir {}\n{text}", parts.display())).expect("written");
    }

    /// What kinit with this password brings into the ticket cache.
    pub fn kinit(arguments: &[&str], password: &str) {
        let mut child = Command::new("kinit")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("kinit is there");
        writeln!(child.stdin.take().expect("a pipe"), "{password}").expect("kinit listens");
        assert!(child.wait().expect("kinit ends").success());
    }
}

/// A second realm, OTHER.TEST, whose KDC takes tickets of the first one's; ended when dropped.
pub struct OtherRealm {
    kdc: Child,
}

impl Drop for OtherRealm {
    fn drop(&mut self) {
        let _ = self.kdc.kill();
        let _ = self.kdc.wait();
    }
}

impl OtherRealm {
    pub fn start() -> Self {
        let folder = Realm::folder().join("other");
        std::fs::create_dir(&folder).expect("a folder");
        // Nobody else is given the port soon.
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|bound| bound.local_addr());
        let port = port.expect("a port").port();
        Realm::include("other", &format!("[realms]\n OTHER.TEST = {{\n  kdc = 127.0.0.1:{port}\n }}\n"));
        let profile = format!(
            "[kdcdefaults]\n kdc_listen = 127.0.0.1:{port}\n kdc_tcp_listen = 127.0.0.1:{port}\n[realms]\n \
             OTHER.TEST = {{\n  database_name = {0}/principal\n  key_stash_file = {0}/stash\n  \
             acl_file = {0}/kadm5.acl\n }}\n",
            folder.display()
        );
        std::fs::write(folder.join("kdc.conf"), profile).expect("written");
        let tool = |program: &str| {
            let mut command = Command::new(program);
            command.env("PATH", sbin()).env("KRB5_KDC_PROFILE", folder.join("kdc.conf"));
            command.args(["-r", "OTHER.TEST"]);
            command
        };
        crate::support::succeed(tool("kdb5_util").args(["create", "-s", "-P", "a master's password"]));
        let between = "addprinc -pw between-the-realms krbtgt/OTHER.TEST@PEER.TEST";
        Realm::kadmin(between);
        for query in [
            between,
            "addprinc -randkey http/other.host",
            "addprinc -randkey http/www.other.test",
            &format!(
                "ktadd -k {}/http.keytab http/other.host http/www.other.test",
                Realm::folder().display()
            ),
        ] {
            crate::support::succeed(tool("kadmin.local").args(["-q", query]));
        }
        let mut kdc = tool("krb5kdc");
        kdc.arg("-n").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut other = Self { kdc: kdc.spawn().expect("the KDC starts") };
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(other.kdc.try_wait().expect("it is ours").is_none(), "the KDC has ended");
            std::thread::yield_now();
        }
        other
    }
}

/// Runs `body` inside a new realm: in a process of its own, because the libraries take the realm from variables.
pub fn in_realm(test: &str, more: &[(&str, &str)], body: fn()) {
    if std::env::var("MI_TEST_REALM").is_ok_and(|inside| inside == test) {
        return body();
    }
    let Some(realm) = Realm::start(test, more) else { return };
    let thread = std::thread::current();
    let name = thread.name().expect("a test's thread has its name").to_owned();
    assert!(name.ends_with(test), "{name}");
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args(["--exact", &name, "--nocapture"]);
    command.env("MI_TEST_REALM", test);
    let output = command.envs(realm.variables.iter().cloned()).output().expect("it runs");
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}\n{error}");
    for line in error.lines().filter(|line| line.starts_with("skipped:")) {
        crate::support::skip(line.trim_start_matches("skipped: "));
    }
}
