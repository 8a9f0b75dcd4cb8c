//! Envelopes that follow each other in one answer (MS-WSMV 3.2.4.2.1: full duplex), found as their bytes come.

/// Cuts a stream of bytes into envelopes. Where the bytes are no XML they come out whole, for the reader to refuse.
#[derive(Default)]
pub struct Envelopes {
    buffer: Vec<u8>,
    /// How far the buffer has been looked through.
    scanned: usize,
    place: Place,
    depth: usize,
    /// The last characters of a mark that is being looked for.
    window: u32,
    wide: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Start,
    Content,
    /// After `<`.
    Less,
    /// In a start tag; `slash`: the last character was one.
    Tag {
        slash: bool,
    },
    Quoted {
        quote: u8,
    },
    EndTag,
    Instruction,
    /// After `<!`.
    Mark,
    Comment,
    Cdata,
}

impl Envelopes {
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// How many bytes wait for the end of their envelope.
    pub fn waiting(&self) -> usize {
        self.buffer.len()
    }

    /// Past the white space before an envelope, and which encoding it has; false while that cannot be told.
    fn begin(&mut self) -> bool {
        let mut at = 0;
        while let Some([first, second]) = self.buffer.get(at..at + 2) {
            if !first.is_ascii_whitespace() {
                self.wide = matches!((first, second), (0xff, 0xfe) | (b'<', 0));
                self.place = Place::Content;
                break;
            }
            at += if *second == 0 { 2 } else { 1 };
        }
        self.buffer.drain(..at);
        self.place != Place::Start
    }

    /// What is left when no more bytes come; white space is nothing.
    pub fn rest(&mut self) -> Option<Vec<u8>> {
        let rest = std::mem::take(&mut self.buffer);
        *self = Self::default();
        rest.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0).then_some(rest)
    }

    fn cut(&mut self) -> Vec<u8> {
        let rest = self.buffer.split_off(self.scanned);
        let envelope = std::mem::replace(&mut self.buffer, rest);
        (self.scanned, self.depth) = (0, 0);
        self.place = Place::Start;
        envelope
    }

    /// Takes one character; whether the root element ends with it.
    fn ends(&mut self, byte: u8) -> bool {
        self.window = self.window << 8 | u32::from(byte);
        let seen = |mark: u32, length: u32| self.window & (u32::MAX >> (32 - 8 * length)) == mark;
        match self.place {
            Place::Start | Place::Content => {
                if byte == b'<' {
                    self.place = Place::Less;
                }
            }
            Place::Less => {
                self.place = match byte {
                    b'/' => Place::EndTag,
                    b'?' => Place::Instruction,
                    b'!' => Place::Mark,
                    b'>' => Place::Content,
                    _ => Place::Tag { slash: false },
                };
            }
            Place::Tag { slash } => match byte {
                b'>' if slash => {
                    self.place = Place::Content;
                    return self.depth == 0;
                }
                b'>' => {
                    self.depth += 1;
                    self.place = Place::Content;
                }
                b'"' | b'\'' => self.place = Place::Quoted { quote: byte },
                _ => self.place = Place::Tag { slash: byte == b'/' },
            },
            Place::Quoted { quote } if byte == quote => self.place = Place::Tag { slash: false },
            Place::Quoted { .. } => {}
            Place::EndTag if byte == b'>' => {
                self.place = Place::Content;
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            Place::EndTag => {}
            Place::Mark => match byte {
                b'-' if seen(u32::from_be_bytes(*b"<!--"), 4) => self.enter(Place::Comment),
                b'[' => self.enter(Place::Cdata),
                b'-' => {}
                // A document type: no envelope has one, so this is for the reader to refuse.
                _ => return true,
            },
            Place::Instruction if seen(0x3f3e, 2) => self.place = Place::Content,
            Place::Comment if seen(0x2d_2d3e, 3) => self.place = Place::Content,
            Place::Cdata if seen(0x5d_5d3e, 3) => self.place = Place::Content,
            Place::Instruction | Place::Comment | Place::Cdata => {}
        }
        false
    }

    fn enter(&mut self, place: Place) {
        (self.place, self.window) = (place, 0);
    }
}

/// The whole envelopes that are there: after the last, more bytes may bring another.
impl Iterator for Envelopes {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.place == Place::Start && !self.begin() {
            return None;
        }
        let width = if self.wide { 2 } else { 1 };
        while let Some(unit) = self.buffer.get(self.scanned..self.scanned + width) {
            // What is no ASCII has no meaning here.
            let byte = if unit.get(1).is_some_and(|high| *high != 0) { 0x80 } else { unit[0] };
            self.scanned += width;
            if self.ends(byte) {
                return Some(self.cut());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str =
        "<?xml version=\"1.0\"?><!-- </s:E> --><s:E a='<' b=\"/>\"><x/><![CDATA[</s:E>]]><y></y>€</s:E>";

    fn cut(bytes: &[u8], step: usize) -> (Vec<Vec<u8>>, Option<Vec<u8>>) {
        let (mut envelopes, mut found) = (Envelopes::default(), Vec::new());
        for part in bytes.chunks(step) {
            envelopes.push(part);
            found.extend(envelopes.by_ref());
        }
        (found, envelopes.rest())
    }

    #[test]
    fn envelopes_are_found_however_their_bytes_come() {
        let text = format!("{FIRST}\r\n<e/>{FIRST}<unfinished>");
        for step in [1, 2, 3, 7, 1000] {
            let (found, rest) = cut(text.as_bytes(), step);
            assert_eq!(found, [FIRST.as_bytes(), b"<e/>", FIRST.as_bytes()], "{step}");
            assert_eq!(rest.as_deref(), Some(&b"<unfinished>"[..]), "{step}");
        }
        assert_eq!(cut(b"<e></e>\r\n ", 1), (vec![b"<e></e>".to_vec()], None));
    }

    #[test]
    fn utf16_is_cut_between_its_units() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = [vec![0xff, 0xfe], wide(FIRST)].concat();
        for step in [1, 5, 1000] {
            let (found, rest) = cut(&[marked.clone(), wide("\r\n"), wide(FIRST)].concat(), step);
            assert_eq!((found, rest), (vec![marked.clone(), wide(FIRST)], None), "{step}");
        }
    }

    #[test]
    fn what_is_no_envelope_comes_out_for_the_reader() {
        let (found, rest) = cut(b"<!DOCTYPE x [<!ENTITY a '<b/>'>]><x>&a;</x>", 1);
        assert!(found[0].starts_with(b"<!D") && rest.is_none());
        assert_eq!(cut(b"no xml", 2), (vec![], Some(b"no xml".to_vec())));
        assert_eq!(cut(b"</a>", 1).0, [b"</a>"]);
    }
}
