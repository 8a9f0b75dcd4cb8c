//! aes128-cts-hmac-sha1-96 and aes256-cts-hmac-sha1-96 (RFC 3961's simplified profile, RFC 3962).

use super::super::{Secret, random};
use aes::cipher::typenum::U16;
use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt,
    BlockSizeUser, KeyInit,
};
use hmac::{Hmac, Mac};
use ring::pbkdf2;
use sha1::Sha1;
use std::num::NonZeroU32;

const BLOCK: usize = 16;
/// The confounder in front of every plaintext.
pub const CONFOUNDER: usize = BLOCK;
/// The part of HMAC-SHA1 that is sent.
pub const CODE: usize = 12;
/// What encryption adds.
pub const OVERHEAD: usize = CONFOUNDER + CODE;
/// RFC 3962 section 4.
const ITERATIONS: u32 = 4096;
/// A server that asks for more wants our time (Active Directory and MIT ask for 4096).
const MOST_ITERATIONS: u32 = 1 << 20;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Etype {
    Aes128 = 17,
    Aes256 = 18,
}

/// The best first: what we ask a KDC for.
pub const ETYPES: [Etype; 2] = [Etype::Aes256, Etype::Aes128];

impl Etype {
    pub fn of(number: i64) -> Option<Self> {
        ETYPES.into_iter().find(|etype| *etype as i64 == number)
    }

    pub fn key_length(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }

    /// hmac-sha1-96-aes128 and -aes256.
    pub fn checksum_type(self) -> i64 {
        match self {
            Self::Aes128 => 15,
            Self::Aes256 => 16,
        }
    }

    /// A user's key from the password (RFC 3962 section 4). `parameters`: the number of iterations, as a KDC gives it.
    pub fn key_of_password(
        self,
        password: &[u8],
        salt: &[u8],
        parameters: Option<&[u8]>,
    ) -> Result<Key, String> {
        let iterations = match parameters {
            None => ITERATIONS,
            Some(octets) => match <[u8; 4]>::try_from(octets).map(u32::from_be_bytes) {
                Ok(number @ 1..=MOST_ITERATIONS) => number,
                _ => return Err("the KDC asks for a number of iterations out of all measure".into()),
            },
        };
        let mut intermediate = Secret(vec![0; self.key_length()]);
        let iterations = NonZeroU32::new(iterations).unwrap_or(NonZeroU32::MIN);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA1, iterations, salt, password, &mut intermediate.0);
        Ok(Key { etype: self, value: derived(self, &intermediate.0, b"kerberos") })
    }
}

/// A protocol key.
#[derive(Debug)]
pub struct Key {
    pub etype: Etype,
    value: Secret,
}

impl Key {
    pub fn new(etype: Etype, value: &[u8]) -> Option<Self> {
        (value.len() == etype.key_length()).then(|| Self { etype, value: Secret(value.to_vec()) })
    }

    pub fn random(etype: Etype) -> Result<Self, String> {
        let octets: [u8; 32] = random()?;
        let octets = Secret(octets.to_vec());
        Ok(Self { etype, value: Secret(octets.0[..etype.key_length()].to_vec()) })
    }

    pub fn copy(&self) -> Self {
        Self { etype: self.etype, value: Secret(self.value.0.clone()) }
    }

    pub fn value(&self) -> &[u8] {
        &self.value.0
    }

    /// The keys for one purpose (RFC 4120 7.5.1 numbers them).
    pub fn usage(&self, usage: u32) -> Usage {
        let part = |kind: u8| {
            let [a, b, c, d] = usage.to_be_bytes();
            derived(self.etype, &self.value.0, &[a, b, c, d, kind])
        };
        Usage { cipher: Aes::new(&part(0xaa).0), integrity: code_key(&part(0x55)) }
    }

    pub fn encrypt(&self, usage: u32, plain: &[u8]) -> Result<Vec<u8>, String> {
        self.usage(usage).encrypt(&[plain])
    }

    pub fn decrypt(&self, usage: u32, cipher: &[u8]) -> Option<Secret> {
        self.usage(usage).decrypt(cipher.to_vec()).map(Secret)
    }

    /// The keyed checksum of this key's type.
    pub fn checksum(&self, usage: u32, data: &[&[u8]]) -> [u8; CODE] {
        code(&self.checksum_key(usage), data)
    }

    /// For many checksums of one purpose.
    pub fn checksum_key(&self, usage: u32) -> CodeKey {
        let [a, b, c, d] = usage.to_be_bytes();
        code_key(&derived(self.etype, &self.value.0, &[a, b, c, d, 0x99]))
    }
}

/// Encryption for one purpose.
pub struct Usage {
    cipher: Aes,
    integrity: CodeKey,
}

impl Usage {
    /// The confounder, the parts, encrypted as one, and the code.
    pub fn encrypt(&self, parts: &[&[u8]]) -> Result<Vec<u8>, String> {
        self.encrypt_with(random()?, parts)
    }

    fn encrypt_with(&self, confounder: [u8; CONFOUNDER], parts: &[&[u8]]) -> Result<Vec<u8>, String> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length + OVERHEAD).map_err(|_| "there is no memory left")?;
        bytes.extend_from_slice(&confounder);
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        let code = code(&self.integrity, &[&bytes]);
        self.cipher.encrypt(&mut bytes);
        bytes.extend_from_slice(&code);
        Ok(bytes)
    }

    /// The plaintext without confounder; None where the code is wrong.
    pub fn decrypt(&self, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let end = bytes.len().checked_sub(CODE).filter(|end| *end >= CONFOUNDER)?;
        self.cipher.decrypt(&mut bytes[..end]);
        let (plain, sent) = bytes.split_at(end);
        if !same(&code(&self.integrity, &[plain]), sent) {
            return None;
        }
        bytes.truncate(end);
        bytes.drain(..CONFOUNDER);
        Some(bytes)
    }
}

/// Compares in a time that does not tell where the difference is.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    let difference = one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b));
    one.len() == other.len() && std::hint::black_box(difference) == 0
}

/// A key of HMAC-SHA1. Not ring's: its SHA-1 leaves the processor's own instructions unused.
pub type CodeKey = Hmac<Sha1>;

fn code_key(key: &Secret) -> CodeKey {
    CodeKey::new_from_slice(&key.0).expect("HMAC takes keys of any length")
}

/// HMAC-SHA1, cut.
pub fn code(key: &CodeKey, data: &[&[u8]]) -> [u8; CODE] {
    let mut context = key.clone();
    data.iter().for_each(|part| context.update(part));
    let tag = context.finalize().into_bytes();
    std::array::from_fn(|at| tag[at])
}

/// DK of RFC 3961 section 5.1; a random octet string is a key as it is (RFC 3962 section 6).
fn derived(etype: Etype, key: &[u8], constant: &[u8]) -> Secret {
    let cipher = Aes::new(key);
    let mut block = n_fold::<BLOCK>(constant);
    let mut derived = Secret(Vec::with_capacity(32));
    while derived.0.len() < etype.key_length() {
        cipher.encrypt(&mut block);
        derived.0.extend_from_slice(&block);
    }
    derived
}

/// Stretches or folds to N octets: copies of the input, each rotated by 13 bits more than the one before, are laid out
/// in a row and added up with end-around carry (RFC 3961 section 5.1).
fn n_fold<const N: usize>(input: &[u8]) -> [u8; N] {
    let length = input.len();
    let (mut a, mut b) = (N, length);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let common = N * length / a;
    let mut sums = [0u32; N];
    for at in 0..common {
        // The octet at this place of a copy that is rotated right by 13 bits for each copy before it.
        let (copy, place) = (at / length, at % length);
        let bits = length * 8;
        let from = (place * 8 + bits - 13 * copy % bits) % bits;
        let (octet, shift) = (from / 8, from % 8);
        let pair = u16::from_be_bytes([input[octet], input[(octet + 1) % length]]);
        sums[at % N] += u32::from((pair >> (8 - shift)) as u8);
    }
    let mut folded = [0; N];
    let mut carry = 0;
    // The carry out of the first octet comes in again at the last one, until there is none.
    loop {
        for (out, sum) in folded.iter_mut().zip(&mut sums).rev() {
            let total = *sum + carry;
            (*out, carry) = (total as u8, total >> 8);
            *sum = u32::from(*out);
        }
        if carry == 0 {
            return folded;
        }
    }
}

enum Aes {
    Short(Box<aes::Aes128>),
    Long(Box<aes::Aes256>),
}

type Block = Array<u8, U16>;

impl Aes {
    fn new(key: &[u8]) -> Self {
        match <[u8; 16]>::try_from(key) {
            Ok(key) => Self::Short(Box::new(aes::Aes128::new(&key.into()))),
            // Keys have one of two lengths; a wrong one would be a key of zeros, which no peer has.
            Err(_) => {
                Self::Long(Box::new(aes::Aes256::new(&<[u8; 32]>::try_from(key).unwrap_or_default().into())))
            }
        }
    }

    /// CBC with ciphertext stealing and an initial vector of zeros (RFC 3962 section 5); at least one block.
    fn encrypt(&self, bytes: &mut [u8]) {
        match self {
            Self::Short(cipher) => encrypt(&**cipher, bytes),
            Self::Long(cipher) => encrypt(&**cipher, bytes),
        }
    }

    fn decrypt(&self, bytes: &mut [u8]) {
        match self {
            Self::Short(cipher) => decrypt(&**cipher, bytes),
            Self::Long(cipher) => decrypt(&**cipher, bytes),
        }
    }
}

/// How much stands before the last two blocks, the last of which may be short.
fn before_last_two(length: usize) -> usize {
    length.div_ceil(BLOCK).saturating_sub(2) * BLOCK
}

fn xor(block: &mut [u8], with: &[u8]) {
    block.iter_mut().zip(with).for_each(|(byte, other)| *byte ^= other);
}

/// CBC over whole blocks, in one go: the processor's AES is looked for once and not at each block.
struct Chain<'a> {
    blocks: &'a mut [Block],
    chain: &'a mut Block,
}

impl BlockSizeUser for Chain<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Chain<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        for block in self.blocks {
            xor(block, self.chain);
            backend.encrypt_block_inplace(block);
            *self.chain = *block;
        }
    }
}

fn encrypt(cipher: &impl BlockCipherEncrypt<BlockSize = U16>, bytes: &mut [u8]) {
    let mut chain = Block::default();
    let (head, tail) = bytes.split_at_mut(before_last_two(bytes.len()));
    let blocks = Block::slice_as_chunks_mut(head).0;
    cipher.encrypt_with_backend(Chain { blocks, chain: &mut chain });
    let Some((first, last)) = tail.split_at_mut_checked(BLOCK) else { return };
    xor(&mut chain, first);
    cipher.encrypt_block(&mut chain);
    if last.is_empty() {
        first.copy_from_slice(&chain);
        return;
    }
    // The last block is encrypted filled up with zeros and goes first; of the one before it the rest is not sent.
    let mut swapped = chain;
    xor(&mut swapped, last);
    cipher.encrypt_block(&mut swapped);
    last.copy_from_slice(&chain[..last.len()]);
    first.copy_from_slice(&swapped);
}

fn decrypt(cipher: &impl BlockCipherDecrypt<BlockSize = U16>, bytes: &mut [u8]) {
    let (head, tail) = bytes.split_at_mut(before_last_two(bytes.len()));
    let mut chain = Block::default();
    // In pieces that fit the processor's pipeline: blocks do not depend on each other here.
    for blocks in Block::slice_as_chunks_mut(head).0.chunks_mut(64) {
        let mut sent = [Block::default(); 64];
        sent[..blocks.len()].copy_from_slice(blocks);
        cipher.decrypt_blocks(blocks);
        for (block, before) in blocks.iter_mut().zip(std::iter::once(&chain).chain(&sent)) {
            xor(block, before);
        }
        chain = sent[blocks.len() - 1];
    }
    let Some((first, last)) = tail.split_at_mut_checked(BLOCK) else { return };
    let mut opened = Block::default();
    opened.copy_from_slice(first);
    cipher.decrypt_block(&mut opened);
    if last.is_empty() {
        xor(&mut opened, &chain);
        first.copy_from_slice(&opened);
        return;
    }
    let mut stolen = opened;
    stolen[..last.len()].copy_from_slice(last);
    xor(last, &opened);
    cipher.decrypt_block(&mut stolen);
    xor(&mut stolen, &chain);
    // What was the last block's ciphertext is now the last plaintext; both sides keep their length.
    first.copy_from_slice(&stolen);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("text"), 16);
        digits.chunks(2).map(|digits| pair(digits).expect("hex")).collect()
    }

    /// RFC 3961 A.1.
    #[test]
    fn n_fold_is_as_published() {
        assert_eq!(n_fold::<8>(b"012345").to_vec(), hex("be072631276b1955"));
        assert_eq!(n_fold::<7>(b"password").to_vec(), hex("78a07b6caf85fa"));
        assert_eq!(n_fold::<8>(b"Rough Consensus, and Running Code").to_vec(), hex("bb6ed30870b7f0e0"));
        assert_eq!(n_fold::<21>(b"password").to_vec(), hex("59e4a8ca7c0385c3c37b3f6d2000247cb6e6bd5b3e"));
        assert_eq!(
            n_fold::<24>(b"MASSACHVSETTS INSTITVTE OF TECHNOLOGY").to_vec(),
            hex("db3b0d8f0b061e603282b308a50841229ad798fab9540c1b")
        );
        assert_eq!(n_fold::<21>(b"Q").to_vec(), hex("518a54a2 15a8452a 518a54a2 15a8452a 518a54a2 15"));
        assert_eq!(n_fold::<21>(b"ba").to_vec(), hex("fb25d531 ae897449 9f52fd92 ea9857c4 ba24cf29 7e"));
        assert_eq!(n_fold::<8>(b"kerberos").to_vec(), hex("6b65726265726f73"));
        assert_eq!(n_fold::<16>(b"kerberos").to_vec(), hex("6b65726265726f737b9b5b2b93132b93"));
        assert_eq!(
            n_fold::<21>(b"kerberos").to_vec(),
            hex("8372c236 344e5f15 50cd0747 e15d62ca 7a5a3bce a4")
        );
        assert_eq!(
            n_fold::<32>(b"kerberos").to_vec(),
            hex("6b65726265726f73 7b9b5b2b93132b93 5c9bdcdad95c9899 c4cae4dee6d6cae4")
        );
    }

    /// Iterations, password, salt, and the keys of both lengths.
    type PasswordCase = (u32, &'static [u8], &'static [u8], &'static str, &'static str);

    /// RFC 3962 appendix B.
    #[test]
    fn keys_of_passwords_are_as_published() {
        let cases: [PasswordCase; 7] = [
            (
                1,
                b"password",
                b"ATHENA.MIT.EDUraeburn",
                "42263c6e89f4fc28b8df68ee09799f15",
                "fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161",
            ),
            (
                2,
                b"password",
                b"ATHENA.MIT.EDUraeburn",
                "c651bf29e2300ac27fa469d693bdda13",
                "a2e16d16b36069c135d5e9d2e25f896102685618b95914b467c67622225824ff",
            ),
            (
                1200,
                b"password",
                b"ATHENA.MIT.EDUraeburn",
                "4c01cd46d632d01e6dbe230a01ed642a",
                "55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a",
            ),
            (
                5,
                b"password",
                b"\x12\x34\x56\x78\x78\x56\x34\x12",
                "e9b23d52273747dd5c35cb55be619d8e",
                "97a4e786be20d81a382d5ebc96d5909cabcdadc87ca48f574504159f16c36e31",
            ),
            (
                1200,
                &[b'X'; 64],
                b"pass phrase equals block size",
                "59d1bb789a828b1aa54ef9c2883f69ed",
                "89adee3608db8bc71f1bfbfe459486b05618b70cbae22092534e56c553ba4b34",
            ),
            (
                1200,
                &[b'X'; 65],
                b"pass phrase exceeds block size",
                "cb8005dc5f90179a7f02104c0018751d",
                "d78c5c9cb872a8c9dad4697f0bb5b2d21496c82beb2caeda2112fceea057401b",
            ),
            (
                50,
                b"\xf0\x9d\x84\x9e",
                b"EXAMPLE.COMpianist",
                "f149c1f2e154a73452d43e7fe62a56e5",
                "4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e",
            ),
        ];
        for (iterations, password, salt, short, long) in cases {
            let parameters = iterations.to_be_bytes();
            let key = |etype: Etype| {
                etype.key_of_password(password, salt, Some(&parameters)).expect("a key").value().to_vec()
            };
            assert_eq!(key(Etype::Aes128), hex(short), "{iterations}");
            assert_eq!(key(Etype::Aes256), hex(long), "{iterations}");
        }
        for wrong in [&[0u8, 0, 0, 0][..], &[0xff; 4], &[1], &[]] {
            assert!(Etype::Aes256.key_of_password(b"", b"", Some(wrong)).is_err());
        }
    }

    /// RFC 3962 appendix B: CBC with ciphertext stealing.
    #[test]
    fn ciphertext_stealing_is_as_published() {
        let plain = b"I would like the General Gau's Chicken, please, and wonton soup.";
        let cases = [
            (17, "c6353568f2bf8cb4d8a580362da7ff7f97"),
            (31, "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5"),
            (32, "39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584"),
            (
                47,
                "97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5",
            ),
            (
                48,
                "97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcbcc98ebf5a8",
            ),
            (
                64,
                "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a84807efe836ee89a526730dbc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8",
            ),
        ];
        let cipher = Aes::new(b"chicken teriyaki");
        for (length, expected) in cases {
            let mut bytes = plain[..length].to_vec();
            cipher.encrypt(&mut bytes);
            assert_eq!(bytes, hex(expected), "{length}");
            cipher.decrypt(&mut bytes);
            assert_eq!(bytes, &plain[..length], "{length}");
        }
    }

    #[test]
    fn what_is_encrypted_is_decrypted_and_nothing_else() {
        for etype in ETYPES {
            let key = Key::random(etype).expect("random");
            for length in (0..70).chain([1023, 1024, 1025, 4096]) {
                let plain: Vec<u8> = (0..length).map(|at| at as u8).collect();
                let cipher = key.encrypt(7, &plain).expect("encrypted");
                assert_eq!(cipher.len(), length + OVERHEAD);
                assert_eq!(key.decrypt(7, &cipher).expect("right").0, plain, "{length}");
                assert!(key.decrypt(8, &cipher).is_none());
                for at in [0, length / 2, cipher.len() - 1] {
                    let mut changed = cipher.clone();
                    changed[at] ^= 1;
                    assert!(key.decrypt(7, &changed).is_none(), "{length} at {at}");
                }
                assert!(key.decrypt(7, &cipher[1..]).is_none());
            }
            for short in 0..OVERHEAD {
                assert!(key.decrypt(7, &vec![0; short]).is_none());
            }
        }
    }
}
