//! Push delivery that is protected: a user who delivers, TLS with a certificate of ours, and what is refused of both.

use super::peer::{anonymous, number};
use super::push::{
    Sink, answer, answer_meanwhile, asked, connect, delivery, event, granting, indication, nothing_yet,
    post_with, pushed, set, subscribed, text,
};
use super::run::{Client, finish, next, request};
use mi::abi::names::*;
use mi::abi::*;
use mi::options::{
    Authentication, Credential, DestinationOptions, Identity, OptionSet, Secret, SubscriptionOptions,
};
use mi::proto::Event;
use rustls::pki_types::ServerName;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

/// `deliverer:<pass>`.
const AUTHORIZATION: &str = "Authorization: Basic ZGVsaXZlcmVyOjxwYXNzPg==\r\n";

fn add(options: &mut SubscriptionOptions, authentication: Authentication, identity: Identity) {
    let credential = Credential {
        option: Arc::new(MI_SUBSCRIPTIONDELIVERYOPTIONS_ADD_DELIVERY_CREDENTIALS.into()),
        authentication_name: Arc::new(format!("{authentication:?}").as_str().into()),
        authentication,
        identity,
    };
    options.list_mut().add_credential(credential).expect("added");
}

fn add_user(options: &mut SubscriptionOptions, authentication: Authentication) {
    let units: Vec<MI_Char> = "<pass>".bytes().map(|byte| byte as MI_Char).collect();
    let password = Secret::new(&units).map(Arc::new);
    let user = Some(Arc::new("deliverer".into()));
    add(options, authentication, Identity::User { domain: None, user, password });
}

fn add_certificate(options: &mut SubscriptionOptions, file: &str) {
    let thumbprint = Some(Arc::new(file.into()));
    add(options, Authentication::ClientCertificate, Identity::Certificate { thumbprint });
}

/// A certificate for localhost with its key in a file of this name, and what trusts it.
fn certificate(name: &str) -> (PathBuf, Arc<rustls::ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let file = crate::support::scratch(name).join("own.pem");
    std::fs::write(&file, made.cert.pem() + &made.signing_key.serialize_pem()).expect("written");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    (file, Arc::new(config))
}

/// Delivers over TLS on a thread of its own: the status, once it is there.
fn deliver(config: &Arc<rustls::ClientConfig>, sink: &Sink, header: &str) -> std::thread::JoinHandle<String> {
    let name = ServerName::try_from("localhost").expect("a name");
    let mut tls = rustls::ClientConnection::new(config.clone(), name).expect("a connection");
    let mut tcp = TcpStream::connect(&sink.address).expect("the listener is there");
    let request = delivery(sink, header, &event("1"));
    std::thread::spawn(move || {
        let mut stream = rustls::Stream::new(&mut tls, &mut tcp);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        text.lines().next().unwrap_or_default().to_owned()
    })
}

fn private(client: &Client, url: &str) -> Box<dyn mi::proto::Connection> {
    client.connect(url, &anonymous()).expect("connects")
}

#[test]
fn deliveries_log_on_as_the_user_that_the_subscription_names() {
    let server = granting("PT600S");
    let client = Client::default();
    let mut open = DestinationOptions::default();
    number(&mut open, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
    let connection = client.connect(&server.url(), &open).expect("connects");
    let verb = pushed(|options| add_user(options, Authentication::Basic));
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, verb);
    let body = asked(exchange.as_mut(), &server, "Subscribe").body;
    let url = format!("http://{}{}", sink.address, sink.path);
    for expected in [
        "<w:Auth Profile=\"http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic\"/>",
        "200401-wss-username-token-profile-1.0#UsernameToken</t:TokenType>",
        "<u:Username>deliverer</u:Username><u:Password>&lt;pass&gt;</u:Password>",
        &format!("<a:EndpointReference><a:Address>{url}</a:Address></a:EndpointReference></l:AppliesTo>"),
    ] {
        assert!(body.contains(expected), "{expected} in {body}");
    }
    for wrong in ["", "Authorization: Basic ZGVsaXZlcmVyOg==\r\n", "Authorization: Negotiate YQ==\r\n"] {
        let (status, answer) = answer(post_with(&sink, wrong, &event("1")));
        assert_eq!(status, 401, "{wrong}");
        assert!(answer.to_ascii_lowercase().contains("www-authenticate: basic realm="), "{answer}");
    }
    nothing_yet(exchange.as_mut());
    let good = post_with(&sink, AUTHORIZATION, &event("1"));
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    assert_eq!(answer_meanwhile(exchange.as_mut(), good).0, 200);
}

#[test]
fn deliveries_come_over_tls_where_there_is_a_certificate() {
    let (file, config) = certificate("push-tls");
    let server = granting("PT600S");
    let client = Client::default();
    let connection = connect(&client, &server);
    let verb = pushed(|options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION, text("https://localhost"));
        add_certificate(options, &file.display().to_string());
    });
    let (mut exchange, sink) = subscribed(connection.as_ref(), &server, verb);
    let body = asked(exchange.as_mut(), &server, "Subscribe").body;
    let url = format!("https://{}{}", sink.address, sink.path);
    assert!(sink.address.starts_with("localhost:"), "{sink:?}");
    assert!(body.contains(&format!("<e:NotifyTo><a:Address>{url}</a:Address></e:NotifyTo>")), "{body}");
    assert!(!body.contains("IssuedTokens") && !body.contains("w:Auth"), "{body}");
    // Whoever speaks in clear gets no answer in HTTP.
    assert_eq!(answer(post_with(&sink, "", &event("1"))).0, 0);
    let waiting = deliver(&config, &sink, "");
    assert_eq!(indication(exchange.as_mut()).0, "Alarm");
    nothing_yet(exchange.as_mut());
    assert_eq!(waiting.join().expect("an answer"), "HTTP/1.1 200 OK");

    // Another one at the same address, without TLS, has a port of its own.
    let verb = pushed(|options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION, text("localhost"));
    });
    let other = granting("PT600S");
    let other_connection = connect(&client, &other);
    let (_clear, clear_sink) = subscribed(other_connection.as_ref(), &other, verb);
    assert_ne!(clear_sink.address, sink.address);
    // Its end closes the first one's port.
    drop(exchange);
    super::run::until("the end", || TcpStream::connect(&sink.address).err());
}

#[test]
fn passwords_of_deliveries_go_nowhere_in_clear() {
    let (file, _) = certificate("push-clear");
    let file = file.display().to_string();
    let server = granting("PT600S");
    let client = Client::default();
    let refused = |connection: &dyn mi::proto::Connection, set: &dyn Fn(&mut SubscriptionOptions)| {
        finish(connection.start(request("root/a", pushed(set)))).failure().clone()
    };
    let connection = private(&client, &server.url());
    // Neither there nor back, not there alone, and not back alone.
    let with_tls = |options: &mut SubscriptionOptions| {
        add_user(options, Authentication::Basic);
        add_certificate(options, &file);
    };
    let sealed = super::peer::with(Authentication::Ntlm, "user", "secret");
    let sealed = client.connect(&server.url(), &sealed).expect("connects");
    let user = |options: &mut SubscriptionOptions| add_user(options, Authentication::Basic);
    for error in [
        refused(connection.as_ref(), &user),
        refused(connection.as_ref(), &with_tls),
        refused(sealed.as_ref(), &user),
    ] {
        assert_eq!(error.result, MI_RESULT_ACCESS_DENIED, "{error:?}");
        assert_eq!(error.category, MI_ERRORCATEGORY_SECURITY_ERROR, "{error:?}");
        assert!(error.message.contains("in clear") && !error.message.contains("<pass>"), "{error:?}");
    }
    assert!(server.received.lock().expect("unpoisoned").is_empty(), "nothing was sent");
}

#[test]
fn credentials_and_certificates_that_cannot_serve_are_named() {
    let (file, _) = certificate("push-wrong");
    let file = file.display().to_string();
    let server = granting("PT600S");
    let client = Client::default();
    let connection = private(&client, &server.url());
    let refused = |said: &str, set: &dyn Fn(&mut SubscriptionOptions)| {
        let mut exchange = connection.start(request("root/a", pushed(set)));
        let Event::Final(Err(error)) = next(exchange.as_mut()) else { panic!("{said}") };
        assert_eq!(error.result, MI_RESULT_INVALID_PARAMETER, "{error:?}");
        assert!(error.message.contains(said), "{said}: {error:?}");
    };
    refused("not by Kerberos", &|options| add_user(options, Authentication::Kerberos));
    refused("use no certificate", &|options| {
        set(options, MI_SUBSCRIPTIONDELIVERYOPTIONS_SET_DELIVERY_DESTINATION, text("http://localhost"));
        add_certificate(options, &file);
    });
    refused("cannot be used", &|options| add_certificate(options, "/nowhere/own.pem"));
    refused("not absolute", &|options| add_certificate(options, "own.pem"));
    assert!(server.received.lock().expect("unpoisoned").is_empty(), "nothing was sent");
}
