//! Kerberos against an acceptor of another project, in a realm with a KDC on loopback: through the system's library
//! and by ourselves.

use super::acceptor::{Acceptor, OtherRealm, Realm, an_hour_fast, in_realm};
use mi::gss::Library;
use mi::proto::http::Endpoint;
use mi::proto::http::auth::kerberos::{Identity, Kerberos};
use mi::proto::http::auth::{ChannelBinding, MechanismFactory, Progress, Target};
use std::ffi::CStr;

fn target(host: &str) -> Target {
    Target {
        host: host.into(),
        port: 5985,
        service: format!("http/{host}"),
        method: "POST",
        uri: "/wsman".into(),
        encrypted: false,
        binding: None,
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn system(identity: Identity) -> Kerberos {
    Kerberos::new(identity, false, variable)
}

fn own(identity: Identity) -> Kerberos {
    Kerberos::own(identity, false, variable, "the test wants it so".into())
}

/// MIT's and Heimdal's.
const LIBRARIES: [&CStr; 2] = [c"libgssapi_krb5.so.2", c"libgssapi.so.3"];

/// Both ways to log on with a password.
const WAYS: [fn(Identity) -> Kerberos; 2] = [system, own];

/// The same, as those who may be acted for.
const DELEGATING: [fn(Identity) -> Kerberos; 2] = [
    |identity| Kerberos::new(identity, true, variable),
    |identity| Kerberos::own(identity, true, variable, "the test wants it so".into()),
];

fn with(password: &str) -> Identity {
    Identity::of(Some("peer.test"), Some("peeruser"), Some(password.as_bytes()))
}

fn logged_on_as(user: &str, factory: &Kerberos) {
    let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
    let mut mechanism = factory.begin(&target("localhost")).expect("begun");
    acceptor.log_on(mechanism.as_mut()).expect("logged on");
    assert_eq!(acceptor.facts(), format!("{user}@PEER.TEST kerberos"));
    acceptor.exchange(mechanism.as_mut());
    acceptor.codes(mechanism.as_mut());
}

fn logged_on(factory: &Kerberos) {
    logged_on_as("peeruser", factory);
}

fn refused(factory: &Kerberos, host: &str) -> String {
    let begun = factory.begin(&target(host));
    begun.and_then(|mut mechanism| mechanism.step(None)).expect_err("it is refused")
}

fn password_logs_on() {
    for way in WAYS {
        let factory = way(with("Peer-Pass1"));
        logged_on(&factory);
        // With the ticket that is there.
        logged_on(&factory);
    }
}

#[test]
fn password_logs_on_with_aes256() {
    in_realm("password_logs_on_with_aes256", &[], password_logs_on);
}

#[test]
fn password_logs_on_with_aes128() {
    let only = [("KRB_ENCTYPES", "aes128-cts-hmac-sha1-96")];
    in_realm("password_logs_on_with_aes128", &only, password_logs_on);
}

#[test]
fn password_logs_on_through_either_library() {
    in_realm("password_logs_on_through_either_library", &[], || {
        for name in LIBRARIES {
            match Library::named(name) {
                Ok(library) => logged_on(&Kerberos::through(library, with("Peer-Pass1"), false)),
                Err(reason) => crate::support::skip(&reason),
            }
        }
    });
}

#[test]
fn library_that_is_not_there_is_said_to_be_missing() {
    let reason = Library::named(c"libgssapi_of_nobody.so.1").expect_err("there is none");
    assert_eq!(reason, "libgssapi_of_nobody.so.1 (not found)");
    let reason = Library::named(c"libc.so.6").expect_err("it is another library");
    assert_eq!(reason, "libc.so.6 (it has no gss_import_name)");
}

#[test]
fn tickets_are_delegated_where_they_can_be() {
    // Only with this line the system's library asks for tickets that can be forwarded.
    let forwardable = [("KRB_WEAK", "false\n forwardable = true")];
    in_realm("tickets_are_delegated_where_they_can_be", &forwardable, || {
        for way in DELEGATING {
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let mut mechanism = way(with("Peer-Pass1")).begin(&target("localhost")).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            assert_eq!(acceptor.facts(), "peeruser@PEER.TEST kerberos delegated");
            acceptor.exchange(mechanism.as_mut());
        }
        Realm::kadmin("modprinc -allow_forwardable peeruser");
        for way in DELEGATING {
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let ended = way(with("Peer-Pass1"))
                .begin(&target("localhost"))
                .and_then(|mut mechanism| acceptor.log_on(mechanism.as_mut()));
            let reason = ended.expect_err("it cannot be forwarded");
            assert!(reason.contains("forwarded") || reason.contains("policy"), "{reason}");
        }
    });
}

#[test]
fn log_on_is_bound_to_its_channel() {
    in_realm("log_on_is_bound_to_its_channel", &[], || {
        let certificate =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let binding = ChannelBinding::of_certificate(certificate.cert.der()).expect("it has one");
        let mut other = binding.application_data().to_vec();
        *other.last_mut().expect("octets") ^= 1;
        let target = Target { binding: Some(binding.clone()), encrypted: true, ..target("localhost") };
        for way in WAYS {
            let factory = way(with("Peer-Pass1"));
            let Some(acceptor) = Acceptor::start("kerberos", Some(binding.application_data())) else {
                return;
            };
            let mut mechanism = factory.begin(&target).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            let Some(acceptor) = Acceptor::start("kerberos", Some(&other)) else { return };
            let mut mechanism = factory.begin(&target).expect("begun");
            let refused = acceptor.log_on(mechanism.as_mut()).expect_err("another channel");
            assert!(refused.starts_with("acceptor: "), "{refused}");
        }
    });
}

#[test]
fn password_logs_on_with_rc4_through_the_systems_library() {
    let only = [("KRB_ENCTYPES", "rc4-hmac"), ("KRB_WEAK", "true\n allow_rc4 = true")];
    in_realm("password_logs_on_with_rc4_through_the_systems_library", &only, || {
        logged_on(&system(with("Peer-Pass1")));
        let reason = refused(&own(with("Peer-Pass1")), "localhost");
        assert!(reason.contains("Aes256"), "{reason}");
    });
}

fn refusals() {
    let named = |user| Identity::of(Some("peer.test"), Some(user), Some(b"Peer-Pass1"));
    for way in WAYS {
        let said = |identity, host, words: &[&str]| {
            let reason = refused(&way(identity), host);
            assert!(words.iter().any(|word| reason.contains(word)), "{reason}");
            assert!(!reason.contains("Pass1"), "{reason}");
        };
        said(with("wrong-Pass1"), "localhost", &["password is wrong"]);
        said(named("nobody"), "localhost", &["no such user", "not found in Kerberos database"]);
        said(with("Peer-Pass1"), "other.host", &["no such service", "not found in Kerberos database"]);
        Realm::kadmin("modprinc -expire 2020-01-01 otheruser");
        said(named("otheruser"), "localhost", &["the account has expired", "entry in database has expired"]);
        Realm::kadmin("modprinc -expire never -pwexpire 2020-01-01 otheruser");
        said(named("otheruser"), "localhost", &["password has expired", "expired"]);
    }
}

#[test]
fn refusals_of_the_kdc_are_told_apart() {
    in_realm("refusals_of_the_kdc_are_told_apart", &[], refusals);
}

#[test]
fn kdc_that_asks_for_proof_of_the_password_gets_it() {
    in_realm("kdc_that_asks_for_proof_of_the_password_gets_it", &[], || {
        Realm::kadmin("modprinc +requires_preauth peeruser");
        password_logs_on();
        refusals();
    });
}

#[test]
fn salt_that_only_the_kdc_knows_makes_the_key() {
    in_realm("salt_that_only_the_kdc_knows_makes_the_key", &[], || {
        for etype in ["aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96"] {
            Realm::kadmin(&format!("cpw -e {etype}:special -pw Peer-Pass1 peeruser"));
            for attribute in ["+requires_preauth", "-requires_preauth"] {
                Realm::kadmin(&format!("modprinc {attribute} peeruser"));
                for way in WAYS {
                    logged_on(&way(with("Peer-Pass1")));
                }
            }
        }
    });
}

#[test]
fn service_of_another_realm_is_found() {
    let host = " other.host = OTHER.TEST\n";
    let known = format!("false\n ignore_acceptor_hostname = true\n[domain_realm]\n{host}");
    in_realm("service_of_another_realm_is_found", &[("KRB_WEAK", &known)], || {
        let _other = OtherRealm::start();
        let reaches = |factory: &Kerberos, host: &str| {
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let mut mechanism = factory.begin(&target(host)).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            assert_eq!(acceptor.facts(), "peeruser@PEER.TEST kerberos");
            acceptor.exchange(mechanism.as_mut());
        };
        for way in WAYS {
            // By what krb5.conf says, and by the name of its domain.
            reaches(&way(with("Peer-Pass1")), "other.host");
            reaches(&way(with("Peer-Pass1")), "www.other.test");
            let reason = refused(&way(with("Peer-Pass1")), "third.host");
            let words = ["no such service", "not found in Kerberos database", "Cannot find KDC"];
            assert!(words.iter().any(|word| reason.contains(word)), "{reason}");
        }
        // By what the KDC alone knows.
        let settings = Realm::folder().join("krb5.conf");
        let text = std::fs::read_to_string(&settings).expect("settings");
        let unaware = text.replace(" other.host = OTHER.TEST\n", "");
        assert_ne!(text, unaware);
        std::fs::write(Realm::folder().join("unaware.conf"), unaware).expect("written");
        let path = |name: &str| {
            let path = format!("{}/unaware.conf", variable("KRB_DIR")?);
            (name == "KRB5_CONFIG").then_some(path)
        };
        reaches(&Kerberos::own(with("Peer-Pass1"), false, path, "the test wants it so".into()), "other.host");
    });
}

#[test]
fn clock_of_the_kdc_serves_where_ours_is_wrong() {
    let Some(fast) = an_hour_fast() else { return };
    in_realm("clock_of_the_kdc_serves_where_ours_is_wrong", &fast, || {
        let Some(fast) = an_hour_fast() else { return };
        // Whether the KDC wants proof of the password, and with it sees our clock, or not.
        for attribute in ["+requires_preauth", "-requires_preauth"] {
            Realm::kadmin(&format!("modprinc {attribute} peeruser"));
            for way in WAYS {
                let Some(acceptor) = Acceptor::start_with("kerberos", None, &fast) else { return };
                let mut mechanism = way(with("Peer-Pass1")).begin(&target("localhost")).expect("begun");
                acceptor.log_on(mechanism.as_mut()).expect("logged on");
                acceptor.exchange(mechanism.as_mut());
            }
        }
    });
}

#[test]
fn server_whose_clock_is_wrong_refuses() {
    in_realm("server_whose_clock_is_wrong_refuses", &[], || {
        let Some(fast) = an_hour_fast() else { return };
        for way in WAYS {
            let Some(acceptor) = Acceptor::start_with("kerberos", None, &fast) else { return };
            let mut mechanism = way(with("Peer-Pass1")).begin(&target("localhost")).expect("begun");
            let refused = acceptor.log_on(mechanism.as_mut()).expect_err("an hour is too much");
            assert!(refused.starts_with("acceptor: "), "{refused}");
        }
    });
}

#[test]
fn tickets_of_kinit_log_on() {
    in_realm("tickets_of_kinit_log_on", &[], || {
        let reason = refused(&system(Identity::default()), "localhost");
        assert!(reason.contains("redentials"), "{reason}");
        Realm::kinit(&["otheruser"], "Other-Pass1");
        logged_on_as("otheruser", &system(Identity::default()));
    });
}

/// MIT's library logs on with KRB5_CLIENT_KTNAME whoever asks; Heimdal's (7.8) with KRB5_KTNAME, and named users alone.
#[test]
fn keytab_of_a_client_logs_on() {
    in_realm("keytab_of_a_client_logs_on", &[], || {
        let [mit, heimdal] = LIBRARIES;
        for (name, keytab, anybody) in [(mit, "client.keytab", true), (heimdal, "http.keytab", false)] {
            let library = match Library::named(name) {
                Ok(library) => library,
                Err(reason) => {
                    crate::support::skip(&reason);
                    continue;
                }
            };
            let through = |identity| Kerberos::through(library.clone(), identity, false);
            let named = |user| Identity::of(Some("peer.test"), Some(user), None);
            refused(&through(named("otheruser")), "localhost");
            refused(&through(Identity::default()), "localhost");
            let keytab = Realm::folder().join(keytab);
            Realm::kadmin(&format!("ktadd -norandkey -k {} otheruser", keytab.display()));
            logged_on_as("otheruser", &through(named("otheruser")));
            if anybody {
                logged_on_as("otheruser", &through(Identity::default()));
            }
            // Whom the keytab does not have.
            refused(&through(named("peeruser")), "localhost");
            let _ = std::fs::remove_file(Realm::folder().join("ccache"));
        }
    });
}

/// Principals of the service with this port, and none without one.
pub fn only_with_the_port(port: u16) {
    for service in ["http", "HTTP"] {
        Realm::kadmin(&format!("delprinc -force {service}/localhost"));
        Realm::kadmin(&format!("addprinc -randkey {service}/localhost:{port}"));
        let keytab = Realm::folder().join("http.keytab");
        Realm::kadmin(&format!("ktadd -k {} {service}/localhost:{port}", keytab.display()));
    }
}

/// What lets an acceptor take tickets for any of its principals.
pub const ANY_OF_ITS_NAMES: [(&str, &str); 1] = [("KRB_WEAK", "false\n ignore_acceptor_hostname = true")];

#[test]
fn principal_with_the_port_is_asked_for() {
    in_realm("principal_with_the_port_is_asked_for", &ANY_OF_ITS_NAMES, || {
        only_with_the_port(15985);
        let mut endpoint = Endpoint::new("localhost", 15985, "/wsman");
        let mut factories: Vec<_> = WAYS.iter().map(|way| way(with("Peer-Pass1"))).collect();
        for name in LIBRARIES {
            match Library::named(name) {
                Ok(library) => factories.push(Kerberos::through(library, with("Peer-Pass1"), false)),
                Err(reason) => crate::support::skip(&reason),
            }
        }
        for factory in factories {
            endpoint.port_in_service = false;
            let begun = factory.begin(&endpoint.target(None));
            let reason = begun.and_then(|mut mechanism| mechanism.step(None)).expect_err("no such service");
            let words = ["no such service", "not found in Kerberos database", "LOOKING_UP_SERVER"];
            assert!(words.iter().any(|word| reason.contains(word)), "{reason}");
            endpoint.port_in_service = true;
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let mut mechanism = factory.begin(&endpoint.target(None)).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            acceptor.exchange(mechanism.as_mut());
        }
    });
}

#[test]
fn damaged_and_repeated_tokens_are_refused() {
    in_realm("damaged_and_repeated_tokens_are_refused", &[], || {
        for way in WAYS {
            let factory = way(with("Peer-Pass1"));
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let mut mechanism = factory.begin(&target("localhost")).expect("begun");
            let Progress::Continue(token) = mechanism.step(None).expect("a token") else {
                panic!("no answer is due")
            };
            let (answer, _) = acceptor.step(&token.0).expect("accepted");
            assert!(mechanism.accepted().is_err(), "the server has not authenticated itself");
            // The server's proof, damaged: the log-on fails, for good.
            let mut damaged = answer.clone();
            *damaged.last_mut().expect("a token") ^= 1;
            mechanism.step(Some(&damaged)).expect_err("it is damaged");
            mechanism.wrap(b"x").expect_err("nobody is there");
            // The proof of another log-on.
            let mut mechanism = factory.begin(&target("localhost")).expect("begun");
            mechanism.step(None).expect("a token");
            mechanism.step(Some(&answer)).expect_err("it is another's");
            for cut in [0, 1, 20, answer.len() - 1] {
                let mut mechanism = factory.begin(&target("localhost")).expect("begun");
                mechanism.step(None).expect("a token");
                mechanism.step(Some(&answer[..cut])).expect_err("it is cut off");
            }
            // The same request a second time.
            let Some(second) = Acceptor::start("kerberos", None) else { return };
            second.step(&token.0).expect_err("it is repeated");
        }
    });
}

#[test]
fn damaged_and_repeated_messages_are_refused() {
    in_realm("damaged_and_repeated_messages_are_refused", &[], || {
        for way in WAYS {
            let Some(acceptor) = Acceptor::start("kerberos", None) else { return };
            let mut mechanism = way(with("Peer-Pass1")).begin(&target("localhost")).expect("begun");
            acceptor.log_on(mechanism.as_mut()).expect("logged on");
            let (header, data) = acceptor.wrap(b"a message");
            for at in [0, 2, 4, 20, header.len() - 1] {
                let mut changed = header.clone();
                changed[at] ^= 0x20;
                mechanism.unwrap(&changed, &data).expect_err("the header is damaged");
            }
            mechanism.unwrap(&header, &data[1..]).expect_err("it is cut off");
            mechanism.unwrap(&header, b"").expect_err("nothing is there");
            assert_eq!(mechanism.unwrap(&header, &data).expect("it is whole"), b"a message");
            mechanism.unwrap(&header, &data).expect_err("it is repeated");
        }
    });
}
