//! Checks of a server's certificate: chain and name apart, because each has its own opt-out.

use super::raw_key;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;

/// What `MI_DestinationOptions_SetCertCACheck` and `…SetCertCNCheck` left on.
#[derive(Debug)]
pub struct Verifier {
    pub roots: Arc<RootCertStore>,
    pub provider: Arc<CryptoProvider>,
    pub check_chain: bool,
    pub check_name: bool,
}

impl Verifier {
    /// The certificate could not be read (it is of version 1, or not well-formed), and nobody asks who issued it.
    fn reads_key_alone(&self, error: &Error) -> bool {
        let unread = matches!(
            error,
            Error::InvalidCertificate(CertificateError::Other(_) | CertificateError::BadEncoding)
        );
        !self.check_chain && unread
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.check_chain {
            let certificate = ParsedCertificate::try_from(end_entity)?;
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(
                &certificate,
                &self.roots,
                intermediates,
                now,
                algorithms,
            )?;
        }
        if self.check_name {
            // One that cannot be read names nobody.
            let nobody = |_| Error::InvalidCertificate(CertificateError::NotValidForName);
            verify_server_name(&ParsedCertificate::try_from(end_entity).map_err(nobody)?, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        match verify_tls12_signature(message, cert, dss, algorithms) {
            Err(error) if self.reads_key_alone(&error) => {
                raw_key::verify_tls12(message, cert, dss, algorithms)
            }
            result => result,
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        match verify_tls13_signature(message, cert, dss, algorithms) {
            Err(error) if self.reads_key_alone(&error) => {
                raw_key::verify_tls13(message, cert, dss, algorithms)
            }
            result => result,
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
