//! Session security with extended session security (MS-NLMP 3.4): signing and sealing.

use super::super::Sealed;
use super::checksum::{Mac, SHOWN};
use super::rc4::Rc4;
use super::response::Key;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

/// A signature: version, checksum, sequence number.
const SIGNATURE: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Out,
    In,
}

impl Direction {
    /// Takes these bytes through the cipher, and their plain text to where the checksum is made of it.
    #[inline(always)]
    pub fn pass<T: AsRef<[u8]> + AsMut<[u8]> + ?Sized>(
        self,
        bytes: &mut T,
        plain: &mut T,
        cipher: impl FnOnce(&mut T),
    ) {
        if self == Self::Out {
            plain.as_mut().copy_from_slice((*bytes).as_ref());
        }
        cipher(bytes);
        if self == Self::In {
            plain.as_mut().copy_from_slice((*bytes).as_ref());
        }
    }
}

/// Keys and state of both directions.
pub struct Session {
    out: Half,
    into: Half,
}

struct Half {
    mac: Mac,
    cipher: Rc4,
    sealing_key: Key,
    sequence: u32,
    /// With a key exchange the checksum is encrypted, too.
    exchanged: bool,
}

impl Session {
    /// The client's side of a session with this key.
    pub fn client(key: &Key, exchanged: bool) -> Self {
        Self {
            out: Half::new(key, exchanged, "client-to-server"),
            into: Half::new(key, exchanged, "server-to-client"),
        }
    }

    /// The same session as the server has it: for measurements and tests.
    pub fn server(key: &Key, exchanged: bool) -> Self {
        let Self { out, into } = Self::client(key, exchanged);
        Self { out: into, into: out }
    }

    pub fn seal(&mut self, message: &[u8]) -> Sealed {
        let mut data = message.to_vec();
        Sealed { header: self.out.pass(Direction::Out, &mut data), data, padding: 0 }
    }

    pub fn unseal(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        let mut message = data.to_vec();
        let expected = self.into.pass(Direction::In, &mut message);
        if same(&expected, header) { Ok(message) } else { Err("its NTLM signature is wrong".into()) }
    }

    /// A signature beside the stream of messages: the cipher is afterwards as it was (MS-SPNG 3.3.5.1), the sequence
    /// number is not.
    pub fn sign_apart(&mut self, direction: Direction, message: &[u8]) -> Vec<u8> {
        let half = match direction {
            Direction::Out => &mut self.out,
            Direction::In => &mut self.into,
        };
        let signature = half.signature(half.mac.of(half.sequence, message));
        half.cipher = Rc4::new(&half.sealing_key);
        signature
    }

    #[cfg(test)]
    pub fn client_keys(&self) -> &[u8] {
        &*self.out.sealing_key
    }
}

impl Half {
    fn new(key: &Key, exchanged: bool, direction: &str) -> Self {
        let derived = |purpose: &str| -> Key {
            let constant = ["session key to ", direction, " ", purpose, " key magic constant\0"];
            let digest = constant.iter().fold(Md5::new().chain_update(**key), Md5::chain_update);
            Zeroizing::new(digest.finalize().into())
        };
        let sealing_key = derived("sealing");
        Self {
            mac: Mac::new(&derived("signing")),
            cipher: Rc4::new(&sealing_key),
            sealing_key,
            sequence: 0,
            exchanged,
        }
    }

    /// Seals or unseals a message in place: the signature of its plain text.
    fn pass(&mut self, direction: Direction, message: &mut [u8]) -> Vec<u8> {
        let checksum = self.mac.beside(&mut self.cipher, direction, self.sequence, message);
        self.signature(checksum)
    }

    /// The signature with this checksum; the next one has the next number.
    fn signature(&mut self, checksum: [u8; SHOWN]) -> Vec<u8> {
        let mut signature = vec![0; SIGNATURE];
        signature[0] = 1;
        signature[4..12].copy_from_slice(&checksum);
        if self.exchanged {
            self.cipher.apply(&mut signature[4..12]);
        }
        signature[12..].copy_from_slice(&self.sequence.to_le_bytes());
        self.sequence = self.sequence.wrapping_add(1);
        signature
    }
}

/// RC4K: encryption with a key that is used once.
pub fn rc4_once(key: &Key, data: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    Rc4::new(key).apply(&mut data);
    data
}

/// Compares without telling by the time taken where they differ.
pub fn same(expected: &[u8], found: &[u8]) -> bool {
    expected.len() == found.len()
        && expected.iter().zip(found).fold(0, |different, (left, right)| different | (left ^ right)) == 0
}
