//! Handshake signatures under certificates that webpki does not read: X.509 version 1 (no extensions), which some
//! servers make for themselves. Only where the chain is not checked anyway.

use super::auth::der::Reader;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::{CertificateError, DigitallySignedStruct, Error};

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
/// `[0] EXPLICIT`, the version of those that have one.
const VERSION: u8 = 0xa0;

/// The SubjectPublicKeyInfo of a certificate (RFC 5280 4.1), as it stands there.
fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    let signed = Reader::new(certificate).expect(SEQUENCE)?;
    let content = Reader::new(signed).expect(SEQUENCE)?;
    let mut reader = Reader::new(content);
    reader.optional(VERSION)?;
    // Serial number, algorithm, issuer, validity, subject.
    for _ in 0..5 {
        reader.element()?;
    }
    let start = content.len() - reader.left();
    reader.expect(SEQUENCE)?;
    content.get(start..content.len() - reader.left())
}

/// The algorithm and the bits of a key.
fn parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = Reader::new(Reader::new(key).expect(SEQUENCE)?);
    let algorithm = reader.expect(SEQUENCE)?;
    Some((algorithm, reader.expect(BIT_STRING)?.strip_prefix(&[0])?))
}

fn unreadable() -> Error {
    Error::InvalidCertificate(CertificateError::BadEncoding)
}

pub fn verify_tls12(
    message: &[u8],
    certificate: &[u8],
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let (algorithm, key) = public_key(certificate).and_then(parts).ok_or_else(unreadable)?;
    let usable = algorithms.mapping.iter().filter(|(scheme, _)| *scheme == signed.scheme);
    let fits = usable.flat_map(|(_, all)| all.iter()).any(|one| {
        one.public_key_alg_id().as_ref() == algorithm
            && one.verify_signature(key, message, signed.signature()).is_ok()
    });
    if fits {
        return Ok(HandshakeSignatureValid::assertion());
    }
    Err(Error::InvalidCertificate(CertificateError::BadSignature))
}

pub fn verify_tls13(
    message: &[u8],
    certificate: &[u8],
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let key = SubjectPublicKeyInfoDer::from(public_key(certificate).ok_or_else(unreadable)?);
    verify_tls13_signature_with_raw_key(message, &key, signed, algorithms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_found_with_and_without_a_version_and_nothing_is_read_past_the_end() {
        let rest = [0x02, 1, 1, 0x30, 0, 0x30, 0, 0x30, 0, 0x30, 0, 0x30, 7, 0x30, 1, 9, 0x03, 2, 0, 5];
        let certificate = |version: &[u8]| {
            let content = [version, &rest[..]].concat();
            let signed = [&[0x30, content.len() as u8][..], &content].concat();
            [&[0x30, signed.len() as u8][..], &signed].concat()
        };
        for version in [&[][..], &[0xa0, 3, 2, 1, 2]] {
            let bytes = certificate(version);
            let key = public_key(&bytes).expect("a key");
            assert_eq!((key, parts(key)), (&rest[11..], Some((&[9][..], &[5][..]))));
            assert!((0..bytes.len()).all(|end| public_key(&bytes[..end]).is_none()));
        }
    }
}
