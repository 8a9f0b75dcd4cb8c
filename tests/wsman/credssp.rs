//! CredSSP against an acceptor of another project: with NTLM and with Kerberos inside, alone and over HTTP.

use super::acceptor::{Acceptor, in_realm, users};
use super::peer::{keys, with};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use mi::abi::*;
use mi::cim::Value;
use mi::options::Authentication;
use mi::proto::Verb;
use mi::proto::http::auth::credssp::CredSsp;
use mi::proto::http::auth::kerberos::{Identity, Kerberos};
use mi::proto::http::auth::ntlm::Ntlm;
use mi::proto::http::auth::spnego::Spnego;
use mi::proto::http::auth::{MechanismFactory, Target};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

fn target() -> Target {
    Target {
        host: "localhost".into(),
        port: 5985,
        service: "http/localhost".into(),
        method: "POST",
        uri: "/wsman".into(),
        encrypted: false,
        binding: None,
    }
}

fn with_ntlm(password: &str) -> CredSsp {
    let ntlm = Ntlm::new("PEER", "peeruser", password).expect("a credential");
    CredSsp::new("PEER", "peeruser", password, Arc::new(Spnego::new(vec![Arc::new(ntlm)])))
}

#[test]
fn ntlm_inside_delegates_the_password() {
    let Some(acceptor) = Acceptor::start("credssp", None) else { return };
    let mut mechanism = with_ntlm("Peer-Pass1").begin(&target()).expect("begun");
    acceptor.log_on(mechanism.as_mut()).expect("logged on");
    let facts = acceptor.facts();
    assert!(facts.contains("ntlm version=6 PEER peeruser Peer-Pass1"), "{facts}");
    acceptor.exchange(mechanism.as_mut());
}

#[test]
fn kerberos_inside_delegates_the_password() {
    in_realm("kerberos_inside_delegates_the_password", &[], || {
        let variable = |name: &str| std::env::var(name).ok();
        let identity = || Identity::of(Some("PEER.TEST"), Some("peeruser"), Some(b"Peer-Pass1"));
        let ways = [
            Kerberos::new(identity(), false, variable),
            Kerberos::own(identity(), false, variable, String::new()),
        ];
        for kerberos in ways {
            let Some(acceptor) = Acceptor::start("credssp", None) else { return };
            let spnego = Arc::new(Spnego::new(vec![Arc::new(kerberos)]));
            let credssp = CredSsp::new("PEER.TEST", "peeruser", "Peer-Pass1", spnego);
            let mut mechanism = credssp.begin(&target()).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            assert_eq!(
                acceptor.facts(),
                "peeruser@PEER.TEST kerberos version=6 PEER.TEST peeruser Peer-Pass1"
            );
            acceptor.exchange(mechanism.as_mut());
        }
    });
}

#[test]
fn wrong_password_is_told_by_the_servers_status() {
    let Some(acceptor) = Acceptor::start("credssp", None) else { return };
    let mut mechanism = with_ntlm("wrong").begin(&target()).expect("begun");
    let refused = acceptor.log_on(mechanism.as_mut()).expect_err("refused");
    assert!(refused.starts_with("the server refused"), "{refused}");
    assert!(!acceptor.facts().contains("wrong"));
}

/// The gateway in front of the independent server; killed when dropped.
pub struct Gateway {
    child: Child,
    pub port: u16,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Gateway {
    pub fn start(peer: &Peer, scheme: &str) -> Self {
        let script = crate::support::root().join("tests/wsman/gateway.py");
        let python = super::peer_process::python().expect("the peer runs");
        let mut command = Command::new(python);
        command.arg(script).arg(peer.http.to_string()).args(["peeruser", "Peer-Pass1", scheme]);
        command.env("NTLM_USER_FILE", users()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the gateway starts");
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        said.read_line(&mut line).expect("the gateway says its port");
        Self { child, port: line.trim().parse().expect("a port") }
    }

    fn run(&self, user: &str, password: &str, verbs: impl IntoIterator<Item = Verb>) -> Vec<Outcome> {
        let client = Client::default();
        let options = with(Authentication::CredSsp, user, password);
        let connection =
            client.connect(&format!("http://127.0.0.1:{}", self.port), &options).expect("connects");
        verbs.into_iter().map(|verb| run(connection.as_ref(), "root/test", verb)).collect()
    }
}

fn ann(name: &str) -> Verb {
    Verb::GetInstance { instance: keys("Test_Person", &[("Name", Value::String(name.into()))]) }
}

#[test]
fn sealed_operations_work_over_http() {
    let Some(peer) = Peer::start(&["--instances", "2000", "--page", "500"]) else { return };
    let gateway = Gateway::start(&peer, "CredSSP");
    let all = Verb::EnumerateInstances { class: "Test_Bulk".into(), keys_only: false };
    // More than a record both ways: the server's page, and a name of 40,000 letters.
    let long = "x".repeat(40_000);
    let mut outcomes = gateway.run("PEER\\peeruser", "Peer-Pass1", [ann("Ann"), all, ann(&long), ann("Ann")]);
    assert_eq!(outcomes.pop().expect("four").ok().instances.len(), 1);
    assert_eq!(outcomes.pop().expect("four").failure().result, MI_RESULT_NOT_FOUND);
    assert_eq!(outcomes.pop().expect("four").ok().instances.len(), 2000);
    assert_eq!(outcomes.pop().expect("four").ok().instances.len(), 1);
}

#[test]
fn wrong_password_is_refused_over_http() {
    let Some(peer) = Peer::start(&[]) else { return };
    let gateway = Gateway::start(&peer, "CredSSP");
    let outcomes = gateway.run("PEER\\peeruser", "wrong-Pass1", [ann("Ann")]);
    let error = outcomes[0].failure();
    assert_eq!(
        (error.result, error.category),
        (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
    );
    assert!(error.message.contains("Tried: CredSSP (the server refused"), "{error:?}");
    assert!(!error.message.contains("wrong-Pass1"), "{error:?}");
}
