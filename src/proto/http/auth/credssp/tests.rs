//! CredSSP against a server that does what a test says: what it must prove before the password goes to it.

use super::message::Request;
use super::*;
use rustls::pki_types::PrivateKeyDer;
use rustls::version::TLS12;
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};

/// A log-on of two tokens whose seal is not one: what is bound and sent can be seen.
#[derive(Debug)]
struct Transparent;

struct Open(bool);

impl MechanismFactory for Transparent {
    fn name(&self) -> &'static str {
        "Transparent"
    }

    fn oid(&self) -> &'static [u8] {
        &[]
    }

    fn begin(&self, _target: &Target) -> Result<Box<dyn Mechanism>, String> {
        Ok(Box::new(Open(false)))
    }
}

impl Mechanism for Open {
    fn name(&self) -> &'static str {
        "Transparent"
    }

    fn oid(&self) -> &'static [u8] {
        &[]
    }

    fn step(&mut self, input: Option<&[u8]>) -> Result<Progress, String> {
        match input {
            None => Ok(Progress::Continue(Secret(b"hello".to_vec()))),
            Some(b"welcome") => {
                self.0 = true;
                Ok(Progress::Done(None))
            }
            Some(_) => Err("another word was due".into()),
        }
    }

    fn protects(&self) -> bool {
        self.0
    }

    fn accepted(&mut self) -> Result<(), String> {
        Ok(())
    }

    fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        Ok(Sealed { header: vec![0; SIGNATURE], data: message.to_vec(), padding: 0 })
    }

    fn unwrap(&mut self, _header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        Ok(data.to_vec())
    }

    fn mic(&mut self, _message: &[u8]) -> Result<Vec<u8>, String> {
        Err("none".into())
    }

    fn verify_mic(&mut self, _message: &[u8], _mic: &[u8]) -> Result<(), String> {
        Err("none".into())
    }
}

struct Server {
    tls: ServerConnection,
    key: Vec<u8>,
}

impl Server {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["server".to_owned()]).expect("a certificate");
        let certificate = made.cert.der().clone();
        let key = tunnel::public_key(&certificate).expect("a key");
        let secret = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS12])
            .expect("a version")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], secret)
            .expect("a configuration");
        Self { tls: ServerConnection::new(Arc::new(config)).expect("a server"), key }
    }

    fn take(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        while !bytes.is_empty() {
            self.tls.read_tls(&mut bytes).expect("read");
            let state = self.tls.process_new_packets().expect("records");
            let length = plain.len() + state.plaintext_bytes_to_read();
            plain.resize(length, 0);
            let at = length - state.plaintext_bytes_to_read();
            self.tls.reader().read_exact(&mut plain[at..]).expect("plaintext");
        }
        plain
    }

    fn give(&mut self, plain: &[u8]) -> Vec<u8> {
        self.tls.writer().write_all(plain).expect("written");
        let mut bytes = Vec::new();
        while self.tls.wants_write() {
            self.tls.write_tls(&mut bytes).expect("records");
        }
        bytes
    }
}

fn sealed(message: &[u8]) -> Option<Vec<u8>> {
    Some([&[0; SIGNATURE][..], message].concat())
}

fn token(progress: Progress) -> Vec<u8> {
    match progress {
        Progress::Continue(token) | Progress::Done(Some(token)) => token.0.clone(),
        Progress::Done(None) => panic!("a token is due"),
    }
}

/// Runs a log-on up to the server's proof, which `answer` makes of the nonce and the key; what the client says to it.
fn ended(first: Request, answer: impl Fn(&[u8], &[u8]) -> Request) -> Result<Request, String> {
    let target = Target {
        host: "server".into(),
        port: 5985,
        service: "http/server".into(),
        method: "POST",
        uri: "/wsman".into(),
        encrypted: false,
        binding: None,
    };
    let factory = CredSsp::new("DOM", "user", "secret", Arc::new(Transparent));
    let (mut server, mut client) = (Server::new(), factory.begin(&target)?);
    let mut input = None;
    // The handshake, until something is said in it.
    let said = loop {
        let bytes = token(client.step(input.as_deref())?);
        let plain = server.take(&bytes);
        if !plain.is_empty() {
            break Request::read(&plain).expect("a request");
        }
        input = Some(server.give(b""));
    };
    assert_eq!((said.version, said.token.as_deref()), (VERSION, Some(&b"hello"[..])));
    assert!(said.public_key.is_none() && said.nonce.is_none() && said.credentials.is_none());
    let bytes = token(client.step(Some(&server.give(&first.written())))?);
    let bound = Request::read(&server.take(&bytes)).expect("a request");
    let nonce = bound.nonce.expect("a nonce");
    assert_eq!((nonce.len(), bound.token, bound.credentials), (32, None, None));
    assert_eq!(bound.public_key, sealed(&hash(CLIENT_TO_SERVER, &nonce, &server.key)));
    let proof = answer(&nonce, &server.key).written();
    let last = client.step(Some(&server.give(&proof)));
    assert_eq!(client.accepted().is_ok(), last.is_ok());
    Ok(Request::read(&server.take(&token(last?))).expect("a request"))
}

fn welcome(version: i64) -> Request {
    Request { version, token: Some(b"welcome".to_vec()), ..Request::default() }
}

fn proof(hash: &[u8]) -> Request {
    Request { version: 6, public_key: sealed(hash), ..Request::default() }
}

#[test]
fn server_that_proves_its_key_gets_the_password() {
    for version in [5, 6, 7] {
        let right = |nonce: &[u8], key: &[u8]| proof(&hash(SERVER_TO_CLIENT, nonce, key));
        let last = ended(welcome(version), right).expect("logged on");
        let expected = message::password_credentials("DOM", "user", "secret");
        assert_eq!(last.credentials, sealed(&expected.0));
        assert!(last.token.is_none() && last.public_key.is_none());
    }
}

#[test]
fn server_that_does_not_prove_its_key_gets_nothing() {
    let echoed = ended(welcome(6), |nonce, key| proof(&hash(CLIENT_TO_SERVER, nonce, key)));
    let foreign = ended(welcome(6), |nonce, key| proof(&hash(SERVER_TO_CLIENT, nonce, &key[1..])));
    let old = ended(welcome(6), |nonce, key| proof(&hash(SERVER_TO_CLIENT, &nonce[1..], key)));
    for refused in [echoed, foreign, old] {
        assert!(refused.expect_err("refused").contains("somebody stands between"));
    }
    let silent = ended(welcome(6), |_, _| Request { version: 6, ..Request::default() });
    assert!(silent.expect_err("refused").contains("did not bind"));
    let short = ended(welcome(6), |_, _| Request { public_key: Some(vec![0; 3]), ..proof(&[]) });
    assert!(short.expect_err("refused").contains("damaged"));
}

#[test]
fn servers_that_can_be_relayed_are_refused() {
    for version in [2, 3, 4] {
        let refused = ended(welcome(version), |_, _| panic!("no proof is asked for"));
        assert!(refused.expect_err("refused").contains("CVE-2018-0886"));
    }
}

#[test]
fn status_of_the_server_is_told() {
    for (status, said) in
        [(0xc000_006d, "wrong user name or password"), (0xc000_0234, "locked"), (7, "0x00000007")]
    {
        let refused = Request { version: 6, error: Some(status), ..Request::default() };
        let reason = ended(refused, |_, _| panic!("it is over")).expect_err("refused");
        assert!(reason.contains(said), "{reason}");
    }
}
