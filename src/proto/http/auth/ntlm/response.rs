//! The response to a challenge (MS-NLMP 3.3.2).

use super::message::utf16;
use hmac::{Hmac, KeyInit, Mac};
use md4::{Digest, Md4};
use md5::Md5;
use zeroize::Zeroizing;

/// 128 bits, wiped when dropped.
pub type Key = Zeroizing<[u8; 16]>;

pub fn hmac_md5(key: &[u8], parts: &[&[u8]]) -> Key {
    let mut mac = mac(key);
    parts.iter().for_each(|part| mac.update(part));
    Zeroizing::new(mac.finalize().into_bytes().into())
}

pub fn mac(key: &[u8]) -> Hmac<Md5> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// NTOWFv2: what stands for the password of one user in one domain. As good as the password itself.
#[derive(Clone)]
pub struct NtlmHash(Key);

impl NtlmHash {
    pub fn new(domain: &str, user: &str, password: &str) -> Self {
        // No character takes more than twice its bytes: the buffer does not grow, which would leave a copy behind.
        let mut units = Zeroizing::new(Vec::with_capacity(password.len() * 2));
        units.extend(password.encode_utf16().flat_map(u16::to_le_bytes));
        let hash: Key = Zeroizing::new(Md4::digest(&*units).into());
        Self(hmac_md5(&*hash, &[&utf16(&upper(user)), &utf16(domain)]))
    }

    #[cfg(test)]
    pub fn expose(&self) -> &[u8] {
        &*self.0
    }
}

/// Upper case as Windows has it: one character for one.
fn upper(text: &str) -> String {
    let single = |character: char| {
        let mut upper = character.to_uppercase();
        match (upper.next(), upper.next()) {
            (Some(one), None) => one,
            _ => character,
        }
    };
    text.chars().map(single).collect()
}

/// What a response is computed from.
pub struct Response<'a> {
    pub hash: &'a NtlmHash,
    pub server_challenge: [u8; 8],
    pub client_challenge: [u8; 8],
    pub time: u64,
    /// The target's attributes, ours among them.
    pub info: &'a [u8],
}

impl Response<'_> {
    /// NtChallengeResponse, and the SessionBaseKey (which is the KeyExchangeKey).
    pub fn nt(&self) -> (Vec<u8>, Key) {
        let mut temp = vec![1, 1, 0, 0, 0, 0, 0, 0];
        temp.extend_from_slice(&self.time.to_le_bytes());
        temp.extend_from_slice(&self.client_challenge);
        temp.extend_from_slice(&[0; 4]);
        temp.extend_from_slice(self.info);
        temp.extend_from_slice(&[0; 4]);
        let proof = hmac_md5(&*self.hash.0, &[&self.server_challenge, &temp]);
        let key = hmac_md5(&*self.hash.0, &[&*proof]);
        ([&*proof, &temp[..]].concat(), key)
    }

    /// LmChallengeResponse.
    pub fn lm(&self) -> [u8; 24] {
        let mut response = [0; 24];
        let proof = hmac_md5(&*self.hash.0, &[&self.server_challenge, &self.client_challenge]);
        response[..16].copy_from_slice(&*proof);
        response[16..].copy_from_slice(&self.client_challenge);
        response
    }
}
