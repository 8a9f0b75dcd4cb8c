//! The little of DER (X.690) that certificates and SPNEGO need: elements in, elements out.

/// Content octets and where they are cut off: nothing here reads past what it was given.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many octets are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// The tag of the next element.
    pub fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next element: its tag and its content octets. None where there is none, or its length is not definite,
    /// not the shortest, or longer than what is there.
    pub fn element(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        // Tags of several octets occur nowhere here.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let octets = rest.get(..usize::from(first & 0x7f))?;
                let length = octets.iter().fold(0usize, |length, octet| length << 8 | usize::from(*octet));
                if octets[0] == 0 || length < 0x80 {
                    return None;
                }
                (length, &rest[octets.len()..])
            }
            _ => return None,
        };
        let content = rest.get(..length)?;
        self.0 = &rest[length..];
        Some((tag, content))
    }

    /// The content of the next element, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        match self.peek() {
            Some(found) if found == tag => self.element().map(|(_, content)| content),
            _ => None,
        }
    }

    /// As [`Reader::expect`], where the element may be missing: `Some(None)` then, None where it is damaged.
    pub fn optional(&mut self, tag: u8) -> Option<Option<&'a [u8]>> {
        if self.peek() == Some(tag) { self.expect(tag).map(Some) } else { Some(None) }
    }
}

/// One element with these content octets.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 6);
    bytes.push(tag);
    match content.len() {
        short @ 0..=0x7f => bytes.push(short as u8),
        long => {
            let octets = long.to_be_bytes();
            let skipped = octets.iter().take_while(|octet| **octet == 0).count();
            bytes.push(0x80 | (octets.len() - skipped) as u8);
            bytes.extend_from_slice(&octets[skipped..]);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}

/// An INTEGER, in the fewest octets.
pub fn integer(value: i64) -> Vec<u8> {
    let octets = value.to_be_bytes();
    // An octet is left out where it only repeats the sign of the next one.
    let spare = octets.windows(2).take_while(|pair| pair[0] as i8 == (pair[1] as i8) >> 7).count();
    element(INTEGER, &octets[spare..])
}

/// The value of the INTEGER at the beginning of `bytes`; None where there is none of at most eight octets.
pub fn read_integer(bytes: &[u8]) -> Option<i64> {
    let content = Reader::new(bytes).expect(INTEGER)?;
    let (&first, rest) = content.split_first().filter(|_| content.len() <= 8)?;
    Some(rest.iter().fold(i64::from(first as i8), |value, octet| value << 8 | i64::from(*octet)))
}

pub const INTEGER: u8 = 0x02;
pub const OBJECT_IDENTIFIER: u8 = 0x06;
pub const OCTET_STRING: u8 = 0x04;
pub const BIT_STRING: u8 = 0x03;
pub const ENUMERATED: u8 = 0x0a;
pub const SEQUENCE: u8 = 0x30;

/// `[number]`, explicit.
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_they_were_written() {
        for (value, written) in [
            (0, &[2, 1, 0][..]),
            (127, &[2, 1, 127]),
            (128, &[2, 2, 0, 128]),
            (-1, &[2, 1, 255]),
            (-128, &[2, 1, 128]),
            (-129, &[2, 2, 255, 127]),
            (0xffff_ffff, &[2, 5, 0, 255, 255, 255, 255]),
        ] {
            assert_eq!(integer(value), written);
            assert_eq!(read_integer(written), Some(value));
        }
        for value in [i64::MIN, i64::MAX] {
            assert_eq!(read_integer(&integer(value)), Some(value));
        }
        assert_eq!(read_integer(&[2, 0]), None);
        assert_eq!(read_integer(&[2, 9, 0, 1, 1, 1, 1, 1, 1, 1, 1]), None);
    }

    #[test]
    fn elements_are_read_as_they_were_written() {
        for length in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000] {
            let content = vec![7; length];
            let written = element(OCTET_STRING, &content);
            let mut reader = Reader::new(&written);
            assert_eq!(reader.element(), Some((OCTET_STRING, content.as_slice())));
            assert!(reader.is_empty());
            for cut in [0, 1, written.len() / 2, written.len() - 1] {
                assert_eq!(Reader::new(&written[..cut]).element(), None, "{length} cut at {cut}");
            }
        }
        // Indefinite, not the shortest, too long, a long tag.
        for bad in
            [&[0x04, 0x80, 0, 0][..], &[0x04, 0x81, 0x01, 0], &[0x04, 0x85, 0, 0, 0, 0, 1, 0], &[0x1f, 1, 0]]
        {
            assert_eq!(Reader::new(bad).element(), None, "{bad:?}");
        }
    }
}
