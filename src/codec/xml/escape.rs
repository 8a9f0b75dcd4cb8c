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

/// Is this ASCII in which every byte stands for itself? Eight bytes at a time, the last overlapping those before.
#[inline(always)]
fn is_plain(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else { return is_plain_short(bytes) };
    let before = bytes[..bytes.len() - 1].as_chunks::<8>().0;
    is_plain_word(u64::from_le_bytes(*last))
        && before.iter().all(|eight| is_plain_word(u64::from_le_bytes(*eight)))
}

/// Fewer than eight bytes.
#[inline]
fn is_plain_short(bytes: &[u8]) -> bool {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let both = u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
            is_plain_word(both)
        }
        _ => bytes.iter().fold(0, |seen, byte| seen | NOT_PLAIN[*byte as usize]) == 0,
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Are all of eight bytes plain?
#[inline]
fn is_plain_word(eight: u64) -> bool {
    // Letters, which names are made of, lie in the upper half of ASCII; all that is not plain in the lower.
    if eight & (ONES * 0xC0) == ONES * 0x40 {
        return true;
    }
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(eight ^ (ONES * 0x22));
    // Two of the five at a time: they differ in one bit.
    let amp_or_apos = zero((eight | ONES) ^ (ONES * 0x27));
    let less_or_greater = zero((eight | (ONES * 2)) ^ (ONES * 0x3E));
    let control = eight.wrapping_sub(ONES * 0x20) & !eight;
    (quote | amp_or_apos | less_or_greater | control | eight) & (ONES * 0x80) == 0
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
    let text = text.to_str_lossy();
    if is_plain(text.as_bytes()) {
        sink.put_ascii(text.as_bytes());
    } else {
        escape_into(&text, sink);
    }
}

/// As [`escape_name`], for a name in the model's form: what is not valid is replaced.
#[inline]
pub fn escape_model_name<S: Sink + ?Sized>(name: &MiStr, sink: &mut S) {
    #[cfg(not(windows))]
    if is_plain(name.as_bytes()) {
        return sink.put_ascii(name.as_bytes());
    }
    escape_name(&name.to_str_lossy(), sink);
}

/// Writes `text` so that it reads back identical, in an attribute's value as well as between tags: the five
/// predefined entities, and control characters by number.
pub fn escape_into(text: &str, sink: &mut (impl Sink + ?Sized)) {
    escape_except(text, sink, b"");
}

/// Writes a name as an attribute's value in double quotes: the two that need no entity there stay as they are. The
/// original escapes no name at all, so this is what it writes wherever that can be read.
pub fn escape_name(name: &str, sink: &mut (impl Sink + ?Sized)) {
    escape_except(name, sink, b"'>");
}

fn escape_except(text: &str, sink: &mut (impl Sink + ?Sized), kept: &[u8]) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 64 || kept.contains(&byte) {
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
