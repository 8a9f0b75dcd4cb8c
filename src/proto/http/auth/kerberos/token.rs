//! Per-message tokens of Kerberos (RFC 4121 section 4.2), and the frame of context tokens (RFC 2743 section 3.1).

use super::super::Sealed;
use super::super::der::{self, Reader, element};
use super::OID;
use super::crypto::{CODE, CONFOUNDER, CodeKey, Key, OVERHEAD, Usage, code, same};

const HEADER: usize = 16;
/// How far a sealed token is rotated: what encryption puts behind the message comes before it.
const ROTATION: usize = HEADER + CODE;

const SENT_BY_ACCEPTOR: u8 = 1;
const SEALED: u8 = 2;
const ACCEPTOR_SUBKEY: u8 = 4;

const MIC: [u8; 2] = [4, 4];
const WRAP: [u8; 2] = [5, 4];

pub const REQUEST: [u8; 2] = [1, 0];
pub const REPLY: [u8; 2] = [2, 0];
pub const FAULT: [u8; 2] = [3, 0];

/// Frames a message of the context's establishment.
pub fn framed(kind: [u8; 2], message: &[u8]) -> Vec<u8> {
    element(0x60, &[&element(der::OBJECT_IDENTIFIER, OID), &kind[..], message].concat())
}

/// The kind and the message in a frame.
pub fn unframed(token: &[u8]) -> Option<([u8; 2], &[u8])> {
    let mut reader = Reader::new(token);
    let content = reader.expect(0x60).filter(|_| reader.is_empty())?;
    let mut reader = Reader::new(content);
    if reader.expect(der::OBJECT_IDENTIFIER)? != OID {
        return None;
    }
    let (kind, message) = content[content.len() - reader.left()..].split_first_chunk()?;
    Some((*kind, message))
}

/// The initiator's side of an established context.
pub struct Messages {
    seal: Usage,
    open: Usage,
    sign: CodeKey,
    verify: CodeKey,
    /// Of our tokens: [`ACCEPTOR_SUBKEY`] where the acceptor chose the key.
    flags: u8,
    sent: u64,
    received: u64,
}

impl Messages {
    pub fn new(key: &Key, chosen_by_acceptor: bool, sent: u64, received: u64) -> Self {
        Self {
            seal: key.usage(24),
            open: key.usage(22),
            sign: key.checksum_key(25),
            verify: key.checksum_key(23),
            flags: if chosen_by_acceptor { ACCEPTOR_SUBKEY } else { 0 },
            sent,
            received,
        }
    }

    fn header(&mut self, kind: [u8; 2], flags: u8, rest: [u8; 5]) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..2].copy_from_slice(&kind);
        header[2] = self.flags | flags;
        header[3..8].copy_from_slice(&rest);
        header[8..].copy_from_slice(&self.sent.to_be_bytes());
        self.sent = self.sent.wrapping_add(1);
        header
    }

    /// Checks what is the same in both kinds of an acceptor's tokens: the flags and the number in the row.
    fn check(&self, header: &[u8], sealed: u8) -> Result<(), String> {
        if header[2] != self.flags | SENT_BY_ACCEPTOR | sealed {
            return Err("a token is not sealed as it should be, or is one of our own".into());
        }
        let number = header[8..].iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
        if number != self.received {
            return Err("a message is a repeated one, or one is missing before it".into());
        }
        Ok(())
    }

    /// Header and data as Windows splits them: the header has the length that it has for an empty message.
    pub fn wrap(&mut self, message: &[u8]) -> Result<Sealed, String> {
        let mut start = self.header(WRAP, SEALED, [0xff, 0, 0, 0, 0]);
        let mut cipher = self.seal.encrypt(&[message, &start])?;
        start[6..8].copy_from_slice(&(ROTATION as u16).to_be_bytes());
        let end = cipher.split_off(cipher.len() - ROTATION);
        let header = [&start[..], &end, &cipher[..CONFOUNDER]].concat();
        cipher.drain(..CONFOUNDER);
        Ok(Sealed { header, data: cipher, padding: 0 })
    }

    pub fn unwrap(&mut self, header: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
        let damaged = || "a sealed message is damaged".to_owned();
        let (start, rest) = header.split_at_checked(HEADER).ok_or_else(damaged)?;
        if start[..2] != WRAP || start[3] != 0xff {
            return Err(damaged());
        }
        self.check(start, SEALED)?;
        let mut cipher = [rest, data].concat();
        if cipher.len() < HEADER + OVERHEAD {
            return Err(damaged());
        }
        let rotation = usize::from(u16::from_be_bytes([start[6], start[7]])) % cipher.len();
        cipher.rotate_left(rotation);
        let mut plain = self.open.decrypt(cipher).ok_or_else(damaged)?;
        let filler = usize::from(u16::from_be_bytes([start[4], start[5]]));
        let end = plain.len().checked_sub(HEADER).ok_or_else(damaged)?;
        let message = end.checked_sub(filler).ok_or_else(damaged)?;
        // The copy of the header inside is as it was before the rotation.
        let inner = &plain[end..];
        if inner[..6] != start[..6] || inner[6..8] != [0, 0] || inner[8..] != start[8..] {
            return Err(damaged());
        }
        plain.truncate(message);
        self.received = self.received.wrapping_add(1);
        Ok(plain)
    }

    pub fn mic(&mut self, message: &[u8]) -> Vec<u8> {
        let header = self.header(MIC, 0, [0xff; 5]);
        [&header[..], &code(&self.sign, &[message, &header])].concat()
    }

    pub fn verify_mic(&mut self, message: &[u8], mic: &[u8]) -> Result<(), String> {
        let damaged = || "the code over a message is wrong".to_owned();
        let (header, sent) = mic.split_at_checked(HEADER).ok_or_else(damaged)?;
        if header[..2] != MIC || header[3..8] != [0xff; 5] {
            return Err(damaged());
        }
        self.check(header, 0)?;
        if !same(&code(&self.verify, &[message, header]), sent) {
            return Err(damaged());
        }
        self.received = self.received.wrapping_add(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::crypto::Etype;
    use super::*;

    /// What an acceptor seals, built by hand from RFC 4121 4.2.4: no rotation, or any.
    fn from_acceptor(key: &Key, number: u64, message: &[u8], filler: usize, rotation: usize) -> Vec<u8> {
        let mut header =
            [5, 4, SENT_BY_ACCEPTOR | SEALED, 0xff, 0, filler as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header[8..].copy_from_slice(&number.to_be_bytes());
        let padded = [message, &vec![0; filler]].concat();
        let mut cipher = key.usage(22).encrypt(&[&padded, &header]).expect("encrypted");
        let length = cipher.len();
        cipher.rotate_right(rotation % length);
        header[6..8].copy_from_slice(&(rotation as u16).to_be_bytes());
        [&header[..], &cipher].concat()
    }

    fn key() -> Key {
        Key::new(Etype::Aes256, &[7; 32]).expect("a key")
    }

    #[test]
    fn sealed_message_is_split_as_windows_splits_it() {
        let mut ours = Messages::new(&key(), false, 5, 9);
        let sealed = ours.wrap(b"a message").expect("sealed");
        assert_eq!((sealed.header.len(), sealed.data.len()), (60, 9));
        assert_eq!(sealed.header[..16], [5, 4, 2, 0xff, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 5]);
        let mut cipher = [&sealed.header[16..], &sealed.data].concat();
        cipher.rotate_left(28);
        let plain = key().usage(24).decrypt(cipher).expect("opened");
        assert_eq!(plain, [&b"a message"[..], &[5, 4, 2, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]].concat());
    }

    #[test]
    fn every_rotation_and_filler_is_opened() {
        for (filler, rotation) in [(0, 0), (0, 28), (16, 44), (0, 1), (3, 65535), (16, 28)] {
            let mut ours = Messages::new(&key(), false, 0, 1000);
            for number in 1000..1003 {
                let token = from_acceptor(&key(), number, b"an answer", filler, rotation);
                assert_eq!(ours.unwrap(&token[..20], &token[20..]).expect("opened"), b"an answer");
            }
        }
    }

    #[test]
    fn tampered_repeated_and_foreign_tokens_are_refused() {
        let token = from_acceptor(&key(), 4, b"an answer", 0, 28);
        let mut ours = Messages::new(&key(), false, 0, 4);
        for at in 0..token.len() {
            let mut changed = token.clone();
            changed[at] ^= 0x10;
            assert!(ours.unwrap(&changed[..60], &changed[60..]).is_err(), "{at}");
            assert!(ours.unwrap(&token[..at], &[]).is_err(), "{at}");
        }
        ours.unwrap(&token, &[]).expect("opened");
        assert!(ours.unwrap(&token, &[]).is_err(), "a second time");
        let skipped = from_acceptor(&key(), 6, b"an answer", 0, 28);
        assert!(ours.unwrap(&skipped, &[]).is_err());
        let own = ours.wrap(b"").expect("sealed");
        assert!(Messages::new(&key(), false, 0, 0).unwrap(&own.header, &own.data).is_err());
        let mic = ours.mic(b"x");
        assert!(Messages::new(&key(), false, 0, 1).verify_mic(b"x", &mic).is_err());
    }

    #[test]
    fn frames_are_read_as_they_were_written() {
        let token = framed(REPLY, b"message");
        assert_eq!(unframed(&token), Some((REPLY, &b"message"[..])));
        for cut in 0..token.len() {
            assert_eq!(unframed(&token[..cut]), None);
        }
    }
}
