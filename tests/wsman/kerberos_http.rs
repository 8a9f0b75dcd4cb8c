//! Kerberos over HTTP against the independent server, in a realm with a KDC on loopback.

use super::acceptor::{Realm, in_realm};
use super::credssp::Gateway;
use super::kerberos::{ANY_OF_ITS_NAMES, only_with_the_port};
use super::peer::{keys, number, text, with};
use super::peer_process::Peer;
use super::run::{Client, Outcome, run};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions, OptionSet};
use mi::proto::Verb;

const SEALED: [&str; 3] = ["--auth", "kerberos", "--require-encryption"];

fn get(peer: &Peer, options: &DestinationOptions) -> Outcome {
    get_from(peer.http, options)
}

fn get_from(port: u16, options: &DestinationOptions) -> Outcome {
    // The realm's variables are this process's own.
    let mut client = Client::default();
    client.services.variable = |name| std::env::var(name).ok();
    let connection = client.connect(&format!("http://localhost:{port}"), options).expect("connects");
    let ann =
        || Verb::GetInstance { instance: keys("Test_Person", &[("Name", Value::String("Ann".into()))]) };
    run(connection.as_ref(), "root/test", ann());
    run(connection.as_ref(), "root/test", ann())
}

/// A credential without a name.
fn ambient(authentication: Authentication) -> DestinationOptions {
    let mut options = DestinationOptions::default();
    let credential = super::peer::ambient(authentication, MI_AUTH_TYPE_DEFAULT);
    options.list_mut().add_credential(credential).expect("added");
    options
}

fn works(peer: &Peer, options: &DestinationOptions) {
    assert_eq!(get(peer, options).ok().instances.len(), 1);
}

/// Which mechanism the server took last.
fn taken(log: &std::path::Path) -> String {
    let text = std::fs::read_to_string(log).expect("a log");
    let line = text.lines().rfind(|line| line.contains("AUTH") && line.contains(" ok "));
    line.unwrap_or_else(|| panic!("a log-on in {text}")).to_owned()
}

#[test]
fn sealed_operations_work_with_a_password() {
    in_realm("sealed_operations_work_with_a_password", &[], || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        works(&peer, &with(Authentication::Kerberos, "peeruser@PEER.TEST", "Peer-Pass1"));
        works(&peer, &with(Authentication::Kerberos, "peer.test\\peeruser", "Peer-Pass1"));
        works(&peer, &with(Authentication::NegotiateWithCredentials, "peeruser@peer.test", "Peer-Pass1"));
        let wrong = get(&peer, &with(Authentication::Kerberos, "peeruser@PEER.TEST", "wrong"));
        let error = wrong.failure();
        assert_eq!(
            (error.result, error.category),
            (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
        );
        assert!(
            error.message.contains("Kerberos") && error.message.contains("the password is wrong"),
            "{error:?}"
        );
    });
}

#[test]
fn sealed_operations_work_with_rc4() {
    // The one cipher that pads: a length on the wire counts an octet that the message has not.
    let only = [("KRB_ENCTYPES", "rc4-hmac"), ("KRB_WEAK", "true\n allow_rc4 = true")];
    in_realm("sealed_operations_work_with_rc4", &only, || {
        let Some(peer) = Peer::start(&[]) else { return };
        let gateway = Gateway::start(&peer, "Kerberos");
        let options = with(Authentication::Kerberos, "peeruser@PEER.TEST", "Peer-Pass1");
        assert_eq!(get_from(gateway.port, &options).ok().instances.len(), 1);
    });
}

#[test]
fn expired_accounts_and_passwords_are_told_from_wrong_ones() {
    in_realm("expired_accounts_and_passwords_are_told_from_wrong_ones", &[], || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        for (change, said) in [
            ("modprinc -expire 2020-01-01 peeruser", "expired"),
            ("modprinc -expire never -pwexpire 2020-01-01 peeruser", "assword has expired"),
            ("modprinc -pwexpire never -allow_tix peeruser", "revoked"),
        ] {
            Realm::kadmin(change);
            let refused = get(&peer, &with(Authentication::Kerberos, "peeruser@PEER.TEST", "Peer-Pass1"));
            let error = refused.failure();
            assert_eq!(error.category, MI_ERRORCATEGORY_AUTHENTICATION_ERROR, "{change}: {error:?}");
            for said in [said, "offers: Negotiate; Kerberos. ", "Tried: Kerberos ("] {
                assert!(error.message.contains(said), "{change}: {said:?} in {error:?}");
            }
        }
        Realm::kadmin("modprinc +allow_tix peeruser");
        works(&peer, &with(Authentication::Kerberos, "peeruser@PEER.TEST", "Peer-Pass1"));
    });
}

#[test]
fn sealed_operations_work_with_tickets() {
    in_realm("sealed_operations_work_with_tickets", &[], || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        let authentications =
            [Authentication::Default, Authentication::NegotiateNoCredentials, Authentication::Kerberos];
        for authentication in authentications {
            let message = get(&peer, &ambient(authentication)).failure().message.clone();
            assert!(message.contains("redentials"), "{message}");
        }
        Realm::kinit(&["peeruser"], "Peer-Pass1");
        for authentication in authentications {
            works(&peer, &ambient(authentication));
        }
    });
}

#[test]
fn without_a_credential_the_tickets_of_the_process_log_on() {
    in_realm("without_a_credential_the_tickets_of_the_process_log_on", &[], || {
        let Some(peer) = Peer::start(&["--auth", "kerberos", "--require-encryption"]) else { return };
        let nobody = DestinationOptions::default();
        let failed = get(&peer, &nobody);
        let error = failed.failure();
        assert_eq!(
            (error.result, error.category),
            (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
        );
        for said in [
            "offers: Negotiate; Kerberos. ",
            "Tried: Default (Kerberos: ",
            "kinit",
            "AddDestinationCredentials",
        ] {
            assert!(error.message.contains(said), "{said:?} in {error:?}");
        }
        Realm::kinit(&["peeruser"], "Peer-Pass1");
        works(&peer, &nobody);
        // In clear the first request goes without a log-on, and only then with one.
        let Some(peer) = Peer::start(&["--auth", "kerberos"]) else { return };
        let mut clear = DestinationOptions::default();
        number(&mut clear, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
        works(&peer, &clear);
    });
}

#[test]
fn negotiate_prefers_kerberos_and_falls_back_to_ntlm() {
    in_realm("negotiate_prefers_kerberos_and_falls_back_to_ntlm", &[], || {
        let log = crate::support::scratch("negotiate-log").join("log");
        let path = log.display().to_string();
        let arguments = ["--auth", "negotiate", "--require-encryption", "--log", &path];
        let Some(peer) = Peer::start(&arguments) else { return };
        works(&peer, &with(Authentication::NegotiateWithCredentials, "peeruser@peer.test", "Peer-Pass1"));
        assert!(taken(&log).contains("kerberos"), "{}", taken(&log));
        // No realm of the KDC's.
        works(&peer, &with(Authentication::NegotiateWithCredentials, ".\\peeruser", "Peer-Pass1"));
        assert!(taken(&log).contains("ntlm"), "{}", taken(&log));
        Realm::kadmin("modprinc -expire 2020-01-01 peeruser");
        works(&peer, &with(Authentication::NegotiateWithCredentials, "peeruser", "Peer-Pass1"));
        assert!(taken(&log).contains("ntlm"), "{}", taken(&log));
    });
}

#[test]
fn channel_binding_is_right_over_tls() {
    in_realm("channel_binding_is_right_over_tls", &[], || {
        for authentication in [Authentication::Kerberos, Authentication::NegotiateWithCredentials] {
            let Some(peer) = Peer::start(&["--auth", "kerberos", "--cbt", "strict"]) else { return };
            let mut options = with(authentication, "peeruser@PEER.TEST", "Peer-Pass1");
            text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
            number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
            let roots = peer.certificates.join("ca.pem").display().to_string();
            text(&mut options, MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR, &roots);
            let mut client = Client::default();
            client.services.variable = |name| std::env::var(name).ok();
            let connection = client.connect("localhost", &options).expect("connects");
            let instance = keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
            run(connection.as_ref(), "root/test", Verb::GetInstance { instance }).ok();
        }
    });
}

#[test]
fn principal_names_the_port_where_the_client_asks_for_it() {
    let test = "principal_names_the_port_where_the_client_asks_for_it";
    in_realm(test, &ANY_OF_ITS_NAMES, || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        only_with_the_port(peer.http);
        for authentication in [Authentication::Kerberos, Authentication::NegotiateWithCredentials] {
            let mut options = with(authentication, "peeruser@PEER.TEST", "Peer-Pass1");
            let message = get(&peer, &options).failure().message.clone();
            assert!(message.contains("not found in Kerberos database"), "{message}");
            number(&mut options, MI_DESTINATIONOPTIONS_ENCODE_PORT_IN_SPN, 1);
            works(&peer, &options);
        }
    });
}

/// The numbers of `MI_DestinationOptions_ImpersonationType`.
const IMPERSONATE: u32 = 3;
const DELEGATE: u32 = 4;

#[test]
fn ticket_is_given_away_where_the_client_asks_for_it() {
    let forwardable = [("KRB_WEAK", "false\n forwardable = true")];
    in_realm("ticket_is_given_away_where_the_client_asks_for_it", &forwardable, || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        let options = |authentication, kind| {
            let mut options = with(authentication, "peeruser@PEER.TEST", "Peer-Pass1");
            number(&mut options, MI_DESTINATIONOPTIONS_IMPERSONATION_TYPE, kind);
            options
        };
        let forwarded = || {
            let log = std::fs::read_to_string(Realm::folder().join("kdc.log")).expect("a log");
            let granted = |line: &&str| line.contains("TGS_REQ") && line.contains("ISSUE");
            log.lines().filter(granted).filter(|line| line.contains(" for krbtgt/PEER.TEST@")).count()
        };
        for authentication in [Authentication::Kerberos, Authentication::NegotiateWithCredentials] {
            let before = forwarded();
            works(&peer, &options(authentication, IMPERSONATE));
            assert_eq!(forwarded(), before);
            works(&peer, &options(authentication, DELEGATE));
            assert!(forwarded() > before);
        }
        Realm::kadmin("modprinc -allow_forwardable peeruser");
        works(&peer, &options(Authentication::Kerberos, IMPERSONATE));
        let message = get(&peer, &options(Authentication::Kerberos, DELEGATE)).failure().message.clone();
        assert!(message.contains("cannot be forwarded"), "{message}");
    });
}

#[test]
fn server_that_does_not_authenticate_itself_is_refused() {
    in_realm("server_that_does_not_authenticate_itself_is_refused", &[], || {
        for authentication in [Authentication::Kerberos, Authentication::NegotiateWithCredentials] {
            let Some(peer) = Peer::start(&SEALED) else { return };
            peer.control("fault?set=no-mutual");
            let refused = get(&peer, &with(authentication, "peeruser@PEER.TEST", "Peer-Pass1"));
            assert_eq!(
                refused.failure().category,
                MI_ERRORCATEGORY_AUTHENTICATION_ERROR,
                "{:?}",
                refused.error
            );
        }
    });
}

#[test]
fn damaged_seals_of_the_server_are_refused() {
    in_realm("damaged_seals_of_the_server_are_refused", &[], || {
        let Some(peer) = Peer::start(&SEALED) else { return };
        for fault in ["bad-seal", "bad-seal-length", "plaintext-reply"] {
            peer.control(&format!("fault?set={fault}"));
            let refused = get(&peer, &with(Authentication::Kerberos, "peeruser@PEER.TEST", "Peer-Pass1"));
            assert!(refused.error.is_some(), "{fault}");
        }
    });
}
