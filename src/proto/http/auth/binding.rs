//! Channel bindings: what ties a log-on to the TLS channel that it goes through (RFC 5929 section 4,
//! tls-server-end-point).

use super::der::{self, Reader};
use md5::{Digest, Md5};
use ring::digest::{self, Algorithm, SHA256, SHA384, SHA512};

/// The binding of one TLS connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelBinding(Vec<u8>);

impl ChannelBinding {
    /// Of the certificate the server showed. None where the RFC leaves it undefined: the certificate's signature has
    /// no hash of its own (Ed25519), or is of an unknown kind.
    pub fn of_certificate(certificate: &[u8]) -> Option<Self> {
        let hash = digest::digest(signature_hash(certificate)?, certificate);
        let mut data = b"tls-server-end-point:".to_vec();
        data.extend_from_slice(hash.as_ref());
        Some(Self(data))
    }

    /// The application data of GSS-API's channel bindings: the unique prefix and the hash.
    pub fn application_data(&self) -> &[u8] {
        &self.0
    }

    /// MD5 over GSS-API's structure without addresses (RFC 4121 4.1.1.2): what NTLM and Kerberos put on the wire.
    pub fn md5(&self) -> [u8; 16] {
        let mut hash = Md5::new();
        hash.update([0; 16]);
        hash.update((self.0.len() as u32).to_le_bytes());
        hash.update(&self.0);
        hash.finalize().into()
    }
}

/// The hash of the algorithm the certificate was signed with; MD5 and SHA-1 count as SHA-256.
fn signature_hash(certificate: &[u8]) -> Option<&'static Algorithm> {
    let mut certificate = Reader::new(Reader::new(certificate).expect(der::SEQUENCE)?);
    certificate.expect(der::SEQUENCE)?;
    let mut algorithm = Reader::new(certificate.expect(der::SEQUENCE)?);
    match algorithm.expect(der::OBJECT_IDENTIFIER)? {
        RSA_PSS => match algorithm.expect(der::SEQUENCE) {
            Some(parameters) => pss_hash(parameters),
            None => Some(&SHA256),
        },
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, which] => match which {
            // MD5, SHA-1, SHA-256 with RSA.
            4 | 5 | 11 => Some(&SHA256),
            12 => Some(&SHA384),
            13 => Some(&SHA512),
            _ => None,
        },
        // ECDSA with SHA-1.
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01] => Some(&SHA256),
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, which] => match which {
            2 => Some(&SHA256),
            3 => Some(&SHA384),
            4 => Some(&SHA512),
            _ => None,
        },
        _ => None,
    }
}

const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];

/// RSASSA-PSS names its hash in the parameters; SHA-1 where it does not (RFC 4055 section 3.1).
fn pss_hash(parameters: &[u8]) -> Option<&'static Algorithm> {
    let Some(hash) = Reader::new(parameters).optional(der::context(0))? else { return Some(&SHA256) };
    let mut hash = Reader::new(Reader::new(hash).expect(der::SEQUENCE)?);
    match hash.expect(der::OBJECT_IDENTIFIER)? {
        [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Some(&SHA256),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, which] => match which {
            1 => Some(&SHA256),
            2 => Some(&SHA384),
            3 => Some(&SHA512),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::der::element;
    use super::*;

    /// What is read of a certificate that was signed so.
    fn certificate(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
        let algorithm = [element(der::OBJECT_IDENTIFIER, oid), parameters.to_vec()].concat();
        let parts = [element(der::SEQUENCE, b"to be signed"), element(der::SEQUENCE, &algorithm)];
        element(der::SEQUENCE, &parts.concat())
    }

    fn bound_with(oid: &[u8], parameters: &[u8]) -> Option<&'static Algorithm> {
        let certificate = certificate(oid, parameters);
        let binding = ChannelBinding::of_certificate(&certificate)?;
        let hash = binding.application_data().strip_prefix(b"tls-server-end-point:").expect("the prefix");
        [&SHA256, &SHA384, &SHA512]
            .into_iter()
            .find(|algorithm| digest::digest(algorithm, &certificate).as_ref() == hash)
    }

    #[test]
    fn hash_is_the_signatures_and_at_least_sha256() {
        let rsa = |which: u8| [&RSA_PSS[..8], &[which]].concat();
        let ecdsa = |which: u8| vec![0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, which];
        for (oid, hash) in [
            (rsa(4), Some(&SHA256)),
            (rsa(5), Some(&SHA256)),
            (rsa(11), Some(&SHA256)),
            (rsa(12), Some(&SHA384)),
            (rsa(13), Some(&SHA512)),
            (rsa(14), None),
            (ecdsa(2), Some(&SHA256)),
            (ecdsa(3), Some(&SHA384)),
            (ecdsa(4), Some(&SHA512)),
            (vec![0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01], Some(&SHA256)),
            // Ed25519 has no hash of its own.
            (vec![0x2b, 0x65, 0x70], None),
        ] {
            assert_eq!(bound_with(&oid, &[]), hash, "{oid:?}");
        }
        let pss = |which: u8| {
            let hash =
                element(der::OBJECT_IDENTIFIER, &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, which]);
            element(der::SEQUENCE, &element(der::context(0), &element(der::SEQUENCE, &hash)))
        };
        assert_eq!(bound_with(RSA_PSS, &pss(3)), Some(&SHA512));
        assert_eq!(bound_with(RSA_PSS, &pss(1)), Some(&SHA256));
        assert_eq!(bound_with(RSA_PSS, &element(der::SEQUENCE, &[])), Some(&SHA256));
        assert_eq!(bound_with(RSA_PSS, &pss(9)), None);
        assert_eq!(ChannelBinding::of_certificate(b"no certificate"), None);
    }
}
