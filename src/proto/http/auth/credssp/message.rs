//! The structures of MS-CSSP section 2.2, in DER.

use super::super::Secret;
use super::super::der::{OCTET_STRING, Reader, SEQUENCE, context, element, integer, read_integer};

/// The version that is spoken here.
pub const VERSION: i64 = 6;

/// TSRequest (2.2.1): what goes to and fro inside the TLS channel.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub version: i64,
    /// Of the log-on inside.
    pub token: Option<Vec<u8>>,
    pub credentials: Option<Vec<u8>>,
    pub public_key: Option<Vec<u8>>,
    /// An NTSTATUS.
    pub error: Option<u32>,
    pub nonce: Option<Vec<u8>>,
}

/// Elements around secrets leave no copy behind.
fn wiped(tag: u8, content: &Secret) -> Secret {
    Secret(element(tag, &content.0))
}

fn octets(number: u8, content: &[u8]) -> Secret {
    wiped(context(number), &Secret(element(OCTET_STRING, content)))
}

fn number(field: u8, value: i64) -> Secret {
    Secret(element(context(field), &integer(value)))
}

fn sequence(fields: &[Secret]) -> Secret {
    let length = fields.iter().map(|field| field.0.len()).sum();
    let mut content = Secret(Vec::with_capacity(length));
    fields.iter().for_each(|field| content.0.extend_from_slice(&field.0));
    wiped(SEQUENCE, &content)
}

impl Request {
    pub fn written(&self) -> Vec<u8> {
        let mut fields = vec![number(0, self.version)];
        if let Some(token) = &self.token {
            let list = sequence(&[sequence(&[octets(0, token)])]);
            fields.push(wiped(context(1), &list));
        }
        let fixed = [(2, &self.credentials), (3, &self.public_key)];
        fields.extend(fixed.into_iter().filter_map(|(at, value)| Some(octets(at, value.as_ref()?))));
        fields.extend(self.error.map(|error| number(4, i64::from(error as i32))));
        fields.extend(self.nonce.as_ref().map(|nonce| octets(5, nonce)));
        std::mem::take(&mut sequence(&fields).0)
    }

    /// None where it is damaged.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut outer = Reader::new(bytes);
        let mut fields = Reader::new(outer.expect(SEQUENCE)?);
        let mut request = Self { version: read_integer(fields.expect(context(0))?)?, ..Self::default() };
        while let Some(tag) = fields.peek() {
            let content = fields.expect(tag)?;
            let octets = || Reader::new(content).expect(OCTET_STRING).map(<[u8]>::to_vec);
            match tag & 0x1f {
                1 => request.token = Some(token(content)?),
                2 => request.credentials = Some(octets()?),
                3 => request.public_key = Some(octets()?),
                // NTSTATUS, written as a signed or as an unsigned number.
                4 => request.error = Some(read_integer(content)? as u32),
                5 => request.nonce = Some(octets()?),
                _ => {}
            }
        }
        outer.is_empty().then_some(request)
    }
}

/// The first token of NegoData.
fn token(data: &[u8]) -> Option<Vec<u8>> {
    let mut list = Reader::new(Reader::new(data).expect(SEQUENCE)?);
    let mut fields = Reader::new(list.expect(SEQUENCE)?);
    Some(Reader::new(fields.expect(context(0))?).expect(OCTET_STRING)?.to_vec())
}

/// TSCredentials with TSPasswordCreds (2.2.1.2): what the server may act with.
pub fn password_credentials(domain: &str, user: &str, password: &str) -> Secret {
    let field = |at, text: &str| octets(at, &utf16(text).0);
    let password = sequence(&[field(0, domain), field(1, user), field(2, password)]);
    sequence(&[number(0, 1), octets(1, &password.0)])
}

fn utf16(text: &str) -> Secret {
    // Never grows: growing would leave a copy behind.
    let mut octets = Secret(Vec::with_capacity(text.len() * 2));
    text.encode_utf16().for_each(|unit| octets.0.extend_from_slice(&unit.to_le_bytes()));
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_they_were_written() {
        let whole = Request {
            version: 6,
            token: Some(vec![1; 300]),
            credentials: Some(vec![2; 5]),
            public_key: Some(vec![3; 5]),
            error: Some(0xc000_006d),
            nonce: Some(vec![4; 32]),
        };
        let least = Request { version: 2, ..Request::default() };
        for request in [whole, least] {
            let written = request.written();
            for cut in 0..written.len() {
                assert_eq!(Request::read(&written[..cut]), None);
            }
            assert_eq!(Request::read(&written), Some(request));
        }
    }

    /// MS-CSSP section 4 prints TSCredentials with a smart card's; a password's differ in type and content alone.
    #[test]
    fn octets_are_as_published() {
        let first = Request { version: 6, token: Some(vec![0xaa, 0xbb]), ..Request::default() };
        let expected =
            [0x30, 0x11, 0xa0, 3, 2, 1, 6, 0xa1, 0x0a, 0x30, 8, 0x30, 6, 0xa0, 4, 4, 2, 0xaa, 0xbb];
        assert_eq!(first.written(), expected);
        let credentials = password_credentials("d", "u", "pw");
        let expected = [
            0x30, 0x1f, 0xa0, 3, 2, 1, 1, 0xa1, 0x18, 4, 0x16, 0x30, 0x14, 0xa0, 4, 4, 2, b'd', 0, 0xa1, 4,
            4, 2, b'u', 0, 0xa2, 6, 4, 4, b'p', 0, b'w', 0,
        ];
        assert_eq!(credentials.0, expected);
        // The head of the published TSCredentials reads: credType 2, and an OCTET STRING of 262 octets.
        let published =
            [0x30, 0x82, 0x01, 0x0f, 0xa0, 3, 2, 1, 2, 0xa1, 0x82, 0x01, 0x06, 4, 0x82, 0x01, 0x02];
        let written = sequence(&[number(0, 2), octets(1, &[0x30; 0x102])]);
        assert_eq!(written.0[..published.len()], published);
    }
}
