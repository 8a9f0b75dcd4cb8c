//! The checksums of a session's messages: HMAC-MD5 (RFC 2104, RFC 1321), made together with RC4.
//!
//! Either algorithm waits for its own last result most of the time. MD5 has as many steps in a block as the block has
//! bytes for RC4: taken in turns, both take hardly longer than MD5 alone. The compiler does not do that to two
//! functions, and the processor does not see far enough ahead. So blocks in the middle of a message are own code; all
//! else is the crate's.

use super::rc4::{Rc4, Running};
use super::response::Key;
use super::session::Direction;
use md5::block_api::compress;
use std::num::Wrapping;
use zeroize::Zeroizing;

const BLOCK: usize = 64;
/// Of a checksum, what a signature shows.
pub const SHOWN: usize = 8;

type Block = [u8; BLOCK];
type Word = Wrapping<u32>;
type State = Zeroizing<[u32; 4]>;

/// The two halves of HMAC, each with the key's block behind it.
pub struct Mac {
    inner: State,
    outer: State,
}

impl Mac {
    pub fn new(key: &Key) -> Self {
        let half = |pad: u8| {
            let mut block = Zeroizing::new([pad; BLOCK]);
            block.iter_mut().zip(key.iter()).for_each(|(byte, key)| *byte ^= key);
            let mut state = Zeroizing::new([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
            compress(&mut state, std::slice::from_ref(&*block));
            state
        };
        Self { inner: half(0x36), outer: half(0x5c) }
    }

    /// The checksum of a message that stays as it is.
    pub fn of(&self, sequence: u32, message: &[u8]) -> [u8; SHOWN] {
        self.finished(self.inner.clone(), BLOCK, &[&sequence.to_le_bytes(), message])
    }

    /// Seals or unseals a message in place; the checksum of its plain text.
    pub fn beside(
        &self,
        cipher: &mut Rc4,
        direction: Direction,
        sequence: u32,
        message: &mut [u8],
    ) -> [u8; SHOWN] {
        let mut state = self.inner.clone();
        let (head, rest) = message.split_at_mut(message.len().min(BLOCK - 4));
        let (blocks, tail) = rest.as_chunks_mut::<BLOCK>();
        // MD5 takes up a block of plain text while the next block goes through the cipher.
        let (mut plain, mut end) = ([0; BLOCK], [0; BLOCK]);
        plain[..4].copy_from_slice(&sequence.to_le_bytes());
        let begun = 4 + head.len();
        direction.pass(head, &mut plain[4..begun], |bytes| cipher.apply(bytes));
        for block in &mut *blocks {
            let before = plain;
            direction.pass(block, &mut plain, |block| compress_beside(&mut state, &before, cipher, block));
        }
        let end = &mut end[..tail.len()];
        direction.pass(tail, end, |bytes| cipher.apply(bytes));
        self.finished(state, BLOCK * (1 + blocks.len()), &[&plain[..begun], end])
    }

    /// What comes of a state that has `done` bytes behind it, and of the bytes that are left.
    fn finished(&self, inner: State, done: usize, rest: &[&[u8]]) -> [u8; SHOWN] {
        let inner = digest(inner, done, rest);
        let outer = digest(self.outer.clone(), BLOCK, &[&inner]);
        std::array::from_fn(|at| outer[at])
    }
}

/// The end of MD5: the bytes that are left, a bit, zeros, and the length in bits.
fn digest(mut state: State, done: usize, rest: &[&[u8]]) -> [u8; 16] {
    let length = rest.iter().map(|part| part.len()).sum::<usize>();
    let padded = (length + 9).next_multiple_of(BLOCK);
    let bits = (done + length) as u64 * 8;
    let mut bytes = Vec::with_capacity(padded);
    rest.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes.push(0x80);
    bytes.resize(padded - 8, 0);
    bytes.extend_from_slice(&bits.to_le_bytes());
    compress(&mut state, bytes.as_chunks().0);
    let mut digest = [0; 16];
    digest.as_chunks_mut().0.iter_mut().zip(*state).for_each(|(octets, word)| *octets = word.to_le_bytes());
    digest
}

/// A block more behind the state, and the next one through the cipher.
fn compress_beside(state: &mut [u32; 4], block: &Block, cipher: &mut Rc4, next: &mut Block) {
    cipher.run(|cipher| {
        let mut steps = Steps { state: state.map(Wrapping), block, cipher, next };
        steps.round(0, (1, 0), [7, 12, 17, 22], |sum, x, y, z| sum + (z ^ (x & (y ^ z))));
        steps.round(16, (5, 1), [5, 9, 14, 20], |sum, x, y, z| sum + (y & !z) + (x & z));
        steps.round(32, (3, 5), [4, 11, 16, 23], |sum, x, y, z| sum + (x ^ (y ^ z)));
        steps.round(48, (7, 0), [6, 10, 15, 21], |sum, x, y, z| sum + (y ^ (x | !z)));
        state.iter_mut().zip(steps.state).for_each(|(word, step)| *word = word.wrapping_add(step.0));
    });
}

/// MD5's 64 steps over a block, each with a byte of the next block. All of it is inlined and without loops, so that
/// the compiler keeps the state in registers and the constants in the instructions.
struct Steps<'a, 'b> {
    state: [Word; 4],
    block: &'a Block,
    cipher: &'a mut Running<'b>,
    next: &'a mut Block,
}

impl Steps<'_, '_> {
    #[inline(always)]
    fn round(&mut self, at: usize, words: (usize, usize), shifts: [u32; 4], mix: impl Mix) {
        self.four(at, words, shifts, mix);
        self.four(at + 4, words, shifts, mix);
        self.four(at + 8, words, shifts, mix);
        self.four(at + 12, words, shifts, mix);
    }

    #[inline(always)]
    fn four(&mut self, at: usize, words: (usize, usize), shifts: [u32; 4], mix: impl Mix) {
        self.step(at, words, shifts[0], mix);
        self.step(at + 1, words, shifts[1], mix);
        self.step(at + 2, words, shifts[2], mix);
        self.step(at + 3, words, shifts[3], mix);
    }

    #[inline(always)]
    fn step(&mut self, at: usize, (factor, first): (usize, usize), shift: u32, mix: impl Mix) {
        let [a, b, c, d] = self.state;
        let word = u32::from_le_bytes(self.block.as_chunks().0[(at * factor + first) % 16]);
        let sum = mix(a + Wrapping(SINES[at]) + Wrapping(word), b, c, d);
        self.state = [d, b + Wrapping(sum.0.rotate_left(shift)), b, c];
        self.next[at] ^= self.cipher.next();
    }
}

/// Adds a round's function of the last three words.
trait Mix: Fn(Word, Word, Word, Word) -> Word + Copy {}

impl<T: Fn(Word, Word, Word, Word) -> Word + Copy> Mix for T {}

/// RFC 1321 3.4: 2 to the 32nd times the sine of 1 to 64.
#[rustfmt::skip]
const SINES: [u32; 64] = [
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
];

#[cfg(test)]
mod tests {
    use super::super::response::hmac_md5;
    use super::*;

    #[test]
    fn both_at_once_give_what_one_after_the_other_does() {
        let (signing, sealing) = (Key::new([3; 16]), Key::new([5; 16]));
        let mac = Mac::new(&signing);
        for length in 0..400 {
            let plain: Vec<u8> = (0..length).map(|at| (at * 7) as u8).collect();
            let expected = &hmac_md5(&*signing, &[&9u32.to_le_bytes(), &plain])[..SHOWN];
            assert_eq!(mac.of(9, &plain), expected, "{length}");
            let mut sealed = plain.clone();
            let mut cipher = Rc4::new(&sealing);
            cipher.apply(&mut sealed);
            let mut next = [0; 8];
            cipher.apply(&mut next);
            for (direction, from, to) in [(Direction::Out, &plain, &sealed), (Direction::In, &sealed, &plain)]
            {
                let (mut cipher, mut message) = (Rc4::new(&sealing), from.clone());
                assert_eq!(mac.beside(&mut cipher, direction, 9, &mut message), expected, "{length}");
                assert_eq!(&message, to, "{length}");
                let mut after = [0; 8];
                cipher.apply(&mut after);
                assert_eq!(after, next, "{length}");
            }
        }
    }
}
