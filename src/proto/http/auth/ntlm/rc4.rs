//! RC4, which NTLM's session security is bound to (RFC 6229 has its test vectors).
//!
//! Own code, because the speed of sealing hangs on it: every byte waits for the one before. The word that the next
//! byte begins with is read before the swap that may move it, so that nobody waits for the table.

use super::response::Key;
use zeroize::Zeroize;

/// The state of one direction, wiped when dropped.
pub struct Rc4 {
    /// A permutation of 0 to 255. Words, because tables of bytes are slower.
    table: [u32; 256],
    i: u8,
    j: u8,
}

/// The cipher at work, with what changes from byte to byte in registers.
pub struct Running<'a> {
    table: &'a mut [u32; 256],
    i: u8,
    j: u8,
    /// What the table has behind `i`.
    next: u32,
}

impl Drop for Rc4 {
    fn drop(&mut self) {
        self.table.zeroize();
        (self.i, self.j) = (0, 0);
    }
}

impl Rc4 {
    pub fn new(key: &Key) -> Self {
        let mut table: [u32; 256] = std::array::from_fn(|at| at as u32);
        let mut j = 0;
        for i in 0..256 {
            j = (j + table[i] as usize + usize::from(key[i % key.len()])) & 0xff;
            table.swap(i, j);
        }
        Self { table, i: 0, j: 0 }
    }

    /// Encrypts or decrypts the next bytes of the stream.
    pub fn apply(&mut self, bytes: &mut [u8]) {
        self.run(|running| bytes.iter_mut().for_each(|byte| *byte ^= running.next()));
    }

    /// Lends the cipher to something that takes its bytes one by one.
    #[inline(always)]
    pub fn run(&mut self, work: impl FnOnce(&mut Running<'_>)) {
        let next = self.table[usize::from(self.i.wrapping_add(1))];
        let mut running = Running { table: &mut self.table, i: self.i, j: self.j, next };
        work(&mut running);
        (self.i, self.j) = (running.i, running.j);
    }
}

impl Running<'_> {
    /// The next byte of keystream.
    #[inline(always)]
    pub fn next(&mut self) -> u8 {
        let left = self.next;
        self.i = self.i.wrapping_add(1);
        self.j = self.j.wrapping_add(left as u8);
        let behind = self.i.wrapping_add(1);
        let early = self.table[usize::from(behind)];
        let right = self.table[usize::from(self.j)];
        self.table[usize::from(self.i)] = right;
        self.table[usize::from(self.j)] = left;
        self.next = if self.j == behind { left } else { early };
        self.table[usize::from((left as u8).wrapping_add(right as u8))] as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn keystream_is_the_published_one_in_whatever_pieces() {
        // RFC 6229 section 2, the key of 128 bits.
        let key = Zeroizing::new(std::array::from_fn(|at| at as u8 + 1));
        let mut whole = vec![0; 4096];
        Rc4::new(&key).apply(&mut whole);
        for (offset, expected) in [
            (0, 0x9ac7cc9a609d1ef7b2932899cde41b97),
            (16, 0x5248c4959014126a6e8a84f11d1a9e1c),
            (240, 0x065902e4b620f6cc36c8589f66432f2b),
            (4080, 0xff38265c1642c1abe8d3c2fe5e572bf8),
        ] {
            let found = u128::from_be_bytes(whole[offset..offset + 16].try_into().unwrap());
            assert_eq!(found, expected, "at {offset}");
        }
        for piece in [1, 3, 8, 100] {
            let (mut cipher, mut bytes) = (Rc4::new(&key), vec![0; 4096]);
            bytes.chunks_mut(piece).for_each(|bytes| cipher.apply(bytes));
            assert_eq!(bytes, whole);
        }
    }
}
