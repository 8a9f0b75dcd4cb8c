//! Writing: where text goes, and how it is escaped.

/// Takes text. What it does with it is its own affair: keep it, copy it into a caller's buffer, count it.
pub trait Sink {
    fn put(&mut self, text: &str);

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
        #[cfg(windows)]
        if let Some(whole) = &mut self.whole {
            whole.push_str(text);
        }
        let end = self.needed + text.len();
        if let Some(room) = self.buffer.get_mut(self.needed..end) {
            room.copy_from_slice(text.as_bytes());
        }
        self.needed = end;
    }
}

/// What stands for a byte, by the byte; empty where it stands for itself.
static REPLACEMENT: [&str; 64] = replacements();

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
