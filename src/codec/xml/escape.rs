//! Writing: where text goes, and how it is escaped.

use crate::cim::MiStr;

/// Takes text. What it does with it is its own affair: keep it, copy it into a caller's buffer, count it.
pub trait Sink {
    fn put(&mut self, text: &str);

    /// Puts bytes that are ASCII: text that needs no check.
    fn put_ascii(&mut self, bytes: &[u8]) {
        self.put(&String::from_utf8_lossy(bytes));
    }

    /// Puts text that no level above escapes any more.
    fn put_raw(&mut self, text: &str) {
        self.put(text);
    }
}

/// A document within a document: whatever is put, is escaped once more on its way.
pub struct Escaping<'a>(pub &'a mut dyn Sink);

impl Sink for Escaping<'_> {
    fn put(&mut self, text: &str) {
        escape_into(text, self.0);
    }

    fn put_raw(&mut self, text: &str) {
        self.0.put_raw(text);
    }
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// A caller's buffer: takes what fits and counts what does not.
pub struct Bounded<'a> {
    buffer: &'a mut [u8],
    needed: usize,
    /// All of it, for a text that is encoded anew afterwards.
    #[cfg(windows)]
    whole: Option<&'a mut String>,
}

impl<'a> Bounded<'a> {
    pub fn new(buffer: &'a mut [u8]) -> Self {
        Bounded {
            buffer,
            needed: 0,
            #[cfg(windows)]
            whole: None,
        }
    }

    /// Takes everything.
    #[cfg(windows)]
    pub fn growing(whole: &'a mut String) -> Self {
        Bounded { buffer: &mut [], needed: 0, whole: Some(whole) }
    }

    /// The size of everything that was put.
    pub fn needed(&self) -> usize {
        self.needed
    }

    /// Did everything fit?
    pub fn is_complete(&self) -> bool {
        self.needed <= self.buffer.len()
    }
}

impl Sink for Bounded<'_> {
    #[inline]
    fn put(&mut self, text: &str) {
        self.put_ascii(text.as_bytes());
    }

    #[inline]
    fn put_ascii(&mut self, bytes: &[u8]) {
        #[cfg(windows)]
        if let Some(whole) = &mut self.whole {
            whole.push_str(&String::from_utf8_lossy(bytes));
        }
        let end = self.needed + bytes.len();
        if let Some(room) = self.buffer.get_mut(self.needed..end) {
            room.copy_from_slice(bytes);
        }
        self.needed = end;
    }
}

/// What stands for a byte, by the byte; empty where it stands for itself.
static REPLACEMENT: [&str; 64] = REPLACEMENT_OF;
const REPLACEMENT_OF: [&str; 64] = replacements();

const fn replacements() -> [&'static str; 64] {
    const CONTROLS: [&str; 32] = [
        "", "&#1;", "&#2;", "&#3;", "&#4;", "&#5;", "&#6;", "&#7;", "&#8;", "&#9;", "&#10;", "&#11;",
        "&#12;", "&#13;", "&#14;", "&#15;", "&#16;", "&#17;", "&#18;", "&#19;", "&#20;", "&#21;", "&#22;",
        "&#23;", "&#24;", "&#25;", "&#26;", "&#27;", "&#28;", "&#29;", "&#30;", "&#31;",
    ];
    let mut table = [""; 64];
    let mut at = 0;
    while at < 32 {
        table[at] = CONTROLS[at];
        at += 1;
    }
    table[b'"' as usize] = "&quot;";
    table[b'&' as usize] = "&amp;";
    table[b'\'' as usize] = "&apos;";
    table[b'<' as usize] = "&lt;";
    table[b'>' as usize] = "&gt;";
    table
}

/// Not 0 for bytes that are not ASCII, or that something else stands for.
static NOT_PLAIN: [u8; 256] = not_plain();

const fn not_plain() -> [u8; 256] {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        let replaced = byte < 64 && !REPLACEMENT_OF[byte].is_empty();
        table[byte] = (byte == 0 || byte >= 128 || replaced) as u8;
        byte += 1;
    }
    table
}

/// Is this ASCII in which every byte stands for itself?
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        // The last sixteen overlap those before.
        return !bytes[..bytes.len() - 1].as_chunks::<16>().0.iter().any(odd) && !odd(last);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let mut both = [0; 16];
            both[..8].copy_from_slice(first);
            both[8..].copy_from_slice(last);
            !odd(&both)
        }
        _ => is_plain_short(bytes),
    }
}

/// Fewer than eight bytes.
#[inline]
fn is_plain_short(bytes: &[u8]) -> bool {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let mut both = [0; 8];
            both[..4].copy_from_slice(first);
            both[4..].copy_from_slice(last);
            !odd(&both)
        }
        _ => bytes.iter().fold(0, |seen, byte| seen | NOT_PLAIN[*byte as usize]) == 0,
    }
}

/// Is one of the bytes not plain? Without branches: the compiler does all at once.
#[inline]
fn odd<const N: usize>(bytes: &[u8; N]) -> bool {
    let mut seen = 0u8;
    for byte in bytes {
        // As a signed number, a byte that is not ASCII is below the blank too.
        let low = (*byte as i8) < 0x20;
        // Two of the five at a time: they differ in one bit.
        seen |= u8::from(low | (*byte == b'"') | (*byte | 1 == b'\'') | (*byte | 2 == b'>'));
    }
    seen != 0
}

/// As [`escape_into`], for text in the model's form: what is not valid is replaced.
#[cfg(not(windows))]
#[inline]
pub fn escape_model_text<S: Sink + ?Sized>(text: &MiStr, sink: &mut S) {
    let bytes = text.as_bytes();
    if is_plain(bytes) {
        sink.put_ascii(bytes);
    } else {
        escape_into(&text.to_str_lossy(), sink);
    }
}

/// As [`escape_into`], for text in the model's form: what is not valid is replaced.
#[cfg(windows)]
pub fn escape_model_text<S: Sink + ?Sized>(text: &MiStr, sink: &mut S) {
    escape_into(&text.to_str_lossy(), sink);
}

/// Writes `text` so that it reads back identical, in an attribute's value as well as between tags: the five
/// predefined entities, and control characters by number.
pub fn escape_into(text: &str, sink: &mut (impl Sink + ?Sized)) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 64 {
            continue;
        }
        let replacement = REPLACEMENT[byte as usize];
        if !replacement.is_empty() {
            sink.put(&text[done..at]);
            sink.put(replacement);
            done = at + 1;
        }
    }
    sink.put(&text[done..]);
}

/// As [`escape_into`], to a string of its own.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    escape_into(text, &mut escaped);
    escaped
}
