//! TLS over bytes that travel in HTTP headers and bodies: the channel of CredSSP.

use super::super::der::{BIT_STRING, Reader, SEQUENCE, context};
use crate::proto::http::verify::Verifier;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::version::TLS12;
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use std::io::{Read, Write};
use std::sync::Arc;

/// The most that one TLS record holds.
pub const RECORD: usize = 16 * 1024;
/// The longest plaintext of one turn that is read.
const MOST: usize = 16 << 20;

pub struct Tunnel(ClientConnection);

impl Tunnel {
    /// Any certificate will do: the log-on inside binds it (MS-CSSP 3.1.5). TLS 1.2, which every server with CredSSP
    /// has; in TLS 1.3 the two ends differ about who speaks after the handshake. No resumption: the certificate must
    /// be seen.
    pub fn new(host: &str) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier {
            roots: Arc::new(RootCertStore::empty()),
            provider: provider.clone(),
            check_chain: false,
            check_name: false,
        };
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS12])
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.resumption = Resumption::disabled();
        let name = host.split('%').next().unwrap_or(host).to_owned();
        let name =
            ServerName::try_from(name).map_err(|_| format!("{host} is not a host name that TLS knows"))?;
        ClientConnection::new(Arc::new(config), name).map(Self).map_err(|error| error.to_string())
    }

    pub fn is_handshaking(&self) -> bool {
        self.0.is_handshaking()
    }

    /// What is to be sent.
    pub fn outgoing(&mut self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        while self.0.wants_write() {
            self.0.write_tls(&mut bytes).map_err(|error| error.to_string())?;
        }
        Ok(bytes)
    }

    /// What came: the plaintext in it.
    pub fn incoming(&mut self, mut bytes: &[u8]) -> Result<Vec<u8>, String> {
        let mut plain = Vec::new();
        while !bytes.is_empty() {
            self.0.read_tls(&mut bytes).map_err(|error| error.to_string())?;
            let state = self.0.process_new_packets().map_err(|error| error.to_string())?;
            let more = state.plaintext_bytes_to_read();
            if plain.len() + more > MOST {
                return Err("a message is too long".into());
            }
            plain.try_reserve(more).map_err(|_| "there is no memory left")?;
            let read = self.0.reader().take(more as u64).read_to_end(&mut plain);
            read.map_err(|error| error.to_string())?;
            if state.peer_has_closed() {
                return Err("the server closed the channel".into());
            }
        }
        Ok(plain)
    }

    /// The records of a message.
    pub fn sealed(&mut self, message: &[u8]) -> Result<Vec<u8>, String> {
        self.0.writer().write_all(message).map_err(|error| error.to_string())?;
        self.outgoing()
    }

    /// The server's public key, as it is bound: the content of subjectPublicKey.
    pub fn public_key(&self) -> Option<Vec<u8>> {
        public_key(self.0.peer_certificates()?.first()?)
    }
}

/// `Certificate { tbsCertificate { [0] version?, serialNumber, signature, issuer, validity, subject,
/// subjectPublicKeyInfo { algorithm, subjectPublicKey } … } … }` (RFC 5280 4.1).
pub fn public_key(certificate: &[u8]) -> Option<Vec<u8>> {
    let mut certificate = Reader::new(Reader::new(certificate).expect(SEQUENCE)?);
    let mut fields = Reader::new(certificate.expect(SEQUENCE)?);
    fields.optional(context(0))?;
    for _ in 0..5 {
        let tag = fields.peek()?;
        fields.expect(tag)?;
    }
    let mut info = Reader::new(fields.expect(SEQUENCE)?);
    info.expect(SEQUENCE)?;
    let (unused, key) = info.expect(BIT_STRING)?.split_first()?;
    (*unused == 0).then(|| key.to_vec())
}
