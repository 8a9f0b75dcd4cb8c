//! TLS: which check fails is said, and the option that relaxes it works.

use super::peer::{Peer, number, text, with_credential};
use super::run::{Client, Outcome, run};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet};
use mi::proto::Verb;
use std::sync::Arc;

fn https(peer: &Peer, host: &str, set: impl Fn(&mut DestinationOptions)) -> Outcome {
    let mut options = with_credential("peeruser", "Peer-Pass1");
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
    set(&mut options);
    get(host, &options)
}

fn get(host: &str, options: &DestinationOptions) -> Outcome {
    let client = Client::default();
    let connection = client.connect(host, options).expect("connects");
    let instance = super::peer::keys("Test_Person", &[("Name", Value::String("Ann".into()))]);
    run(connection.as_ref(), "root/test", Verb::GetInstance { instance })
}

fn trust(peer: &Peer, options: &mut DestinationOptions) {
    let file = peer.certificates.join("ca.pem").display().to_string();
    text(options, MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR, &file);
}

#[track_caller]
fn refused(outcome: &Outcome, said: &str) {
    let error = outcome.failure();
    assert_eq!(error.category, MI_ERRORCATEGORY_SECURITY_ERROR, "{error:?}");
    assert!(error.message.contains(said), "{error:?}");
}

#[test]
fn server_certificate_is_checked_by_default_and_the_options_relax_it() {
    let Some(peer) = Peer::start(&[]) else { return };
    let unknown = https(&peer, "localhost", |_| {});
    refused(&unknown, "SetCertCACheck");
    https(&peer, "localhost", |options| trust(&peer, options)).ok();
    https(&peer, "localhost", |options| number(options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0)).ok();
}

#[test]
fn each_certificate_fault_names_its_check() {
    let cases = [
        ("expired", "has expired", "SetCertCACheck"),
        ("future", "not valid yet", "SetCertCACheck"),
        ("wronghost", "not for the host", "SetCertCNCheck"),
    ];
    for (fault, said, option) in cases {
        let Some(peer) = Peer::start(&["--tls-fault", fault]) else { return };
        let failed = https(&peer, "localhost", |options| trust(&peer, options));
        refused(&failed, said);
        refused(&failed, option);
    }
    let Some(peer) = Peer::start(&["--tls-fault", "wronghost"]) else { return };
    https(&peer, "localhost", |options| {
        trust(&peer, options);
        number(options, MI_DESTINATIONOPTIONS_CERT_CN_CHECK, 0);
    })
    .ok();
}

#[test]
fn plain_port_is_not_taken_for_tls() {
    let Some(peer) = Peer::start(&[]) else { return };
    let failed = https(&peer, "localhost", |options| {
        number(options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.http.into());
    });
    assert!(failed.failure().message.contains("Does this port speak TLS?"), "{:?}", failed.error);
}

#[test]
fn client_certificate_logs_on() {
    let Some(peer) = Peer::start(&[]) else { return };
    let certificate = |name: &str| peer.certificates.join(name).display().to_string();
    let mut options = DestinationOptions::default();
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, peer.https.into());
    trust(&peer, &mut options);
    text(&mut options, MI_DESTINATIONOPTIONS_PRIVATE_KEY_FILE, &certificate("client.key"));
    let credential = Credential {
        option: Arc::new(MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS.into()),
        authentication_name: Arc::new(MI_AUTH_TYPE_CLIENT_CERTS.into()),
        authentication: Authentication::ClientCertificate,
        identity: Identity::Certificate {
            thumbprint: Some(Arc::new(certificate("client.pem").as_str().into())),
        },
    };
    options.list_mut().add_credential(credential).expect("added");
    assert_eq!(get("localhost", &options).ok().instances.len(), 1);
}

#[test]
fn wrong_password_says_what_was_offered_and_tried() {
    let Some(peer) = Peer::start(&[]) else { return };
    let failed = get(&format!("http://127.0.0.1:{}", peer.http), &super::peer::basic("peeruser", "wrong"));
    let error = failed.failure();
    assert_eq!(
        (error.result, error.category),
        (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR)
    );
    assert!(error.message.contains("offers: Basic") && error.message.contains("Tried: Basic"), "{error:?}");
    assert!(!error.message.contains("wrong"), "{error:?}");
}
