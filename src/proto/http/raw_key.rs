//! Handshake signatures under certificates that webpki does not read: X.509 version 1 (no extensions), which some
//! servers make for themselves. Only where the chain is not checked anyway.

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::{CertificateError, DigitallySignedStruct, Error};

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;
/// `[0] EXPLICIT`, the version of those that have one.
const VERSION: u8 = 0xa0;

/// One DER element: tag, content, what follows it.
fn element(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

fn sequence(input: &[u8]) -> Option<&[u8]> {
    element(input).filter(|(tag, ..)| *tag == SEQUENCE).map(|(_, content, _)| content)
}

/// The SubjectPublicKeyInfo of a certificate (RFC 5280 4.1), as it stands there.
fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    let mut rest = sequence(sequence(certificate)?)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.2;
    }
    // Serial number, algorithm, issuer, validity, subject.
    for _ in 0..5 {
        rest = element(rest)?.2;
    }
    let (tag, _, after) = element(rest)?;
    (tag == SEQUENCE).then(|| &rest[..rest.len() - after.len()])
}

/// The algorithm and the bits of a key.
fn parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (tag, algorithm, rest) = element(sequence(key)?)?;
    let (bits, content, _) = element(rest)?;
    let whole = content.strip_prefix(&[0])?;
    (tag == SEQUENCE && bits == BIT_STRING).then_some((algorithm, whole))
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
    fn lengths_that_lie_are_refused() {
        assert_eq!(element(&[0x30, 2, 1, 2, 3]), Some((0x30, &[1, 2][..], &[3][..])));
        assert_eq!(element(&[0x30, 0x81, 1, 9]), Some((0x30, &[9][..], &[][..])));
        for bad in [
            &[][..],
            &[0x30],
            &[0x30, 3, 1],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x82, 1],
            &[0x30, 0x84, 255, 255, 255, 255, 0],
        ] {
            assert_eq!(element(bad), None, "{bad:?}");
        }
        assert_eq!(public_key(&[0x30, 2, 0x30, 0]), None);
    }
}
