//! Kerberos against an acceptor of another project, in a realm with a KDC on loopback.

use super::acceptor::{Acceptor, Realm, in_realm};
use mi::proto::http::auth::kerberos::{Identity, Kerberos};
use mi::proto::http::auth::{Mechanism, MechanismFactory, Target};

fn target(host: &str) -> Target {
    let service = format!("http/{host}");
    Target { host: host.into(), port: 5985, service, encrypted: false, binding: None }
}

fn user() -> Identity {
    Identity::of(Some("peer.test"), Some("peeruser"), Some(b"Peer-Pass1"))
}

fn begin(identity: Identity) -> Result<Box<dyn Mechanism>, String> {
    Kerberos::new(identity, false).begin(&target("localhost"))
}

#[test]
fn password_logs_on_through_the_systems_library() {
    in_realm("password_logs_on_through_the_systems_library", &[], || {
        let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
        let mut mechanism = begin(user()).expect("begun");
        acceptor.log_on(mechanism.as_mut()).expect("logged on");
        assert_eq!(acceptor.facts(), "peeruser@PEER.TEST kerberos");
        acceptor.exchange(mechanism.as_mut());
        acceptor.codes(mechanism.as_mut());
    });
}

#[test]
fn tickets_of_kinit_log_on() {
    in_realm("tickets_of_kinit_log_on", &[], || {
        let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
        let nobody = begin(Identity::default()).and_then(|mut mechanism| mechanism.step(None));
        assert!(nobody.expect_err("no ticket").contains("redentials"));
        Realm::kinit(&["otheruser"], "Other-Pass1");
        let mut mechanism = begin(Identity::default()).expect("begun");
        acceptor.log_on(mechanism.as_mut()).expect("logged on");
        assert_eq!(acceptor.facts(), "otheruser@PEER.TEST kerberos");
        acceptor.exchange(mechanism.as_mut());
    });
}
