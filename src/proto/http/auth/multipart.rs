//! The encrypted multipart of WS-Management over HTTP (MS-WSMV 2.2.9.1), exact to the byte.
//!
//! A sealed message is two MIME parts, the first of which says what the message was and the second holds it: the
//! length of the signature in four octets (little-endian), the signature, the ciphertext, and at once, without a line
//! end, the next delimiter. A body holds one or more messages; a streamed one is several bodies in a row.
//!
//! Servers differ in white space: Windows begins each line with a tab, Exchange puts a space behind the dashes of a
//! delimiter, OMI does neither and takes neither. All are read; what is written is OMI's form, which Windows takes too.

use super::Sealed;
use memchr::memmem;

const BOUNDARY: &str = "Encrypted Boundary";
/// The most that the lines before a message's octets may take.
const MOST_LINES: usize = 4096;
/// The longest signature or token header that is believed.
const MOST_HEADER: usize = 64 * 1024;

/// Seals `body` with `seal`, in messages of at most `most` bytes: the Content-Type and the body.
pub fn sealed(
    protocol: &str,
    content_type: &str,
    body: &[u8],
    most: usize,
    mut seal: impl FnMut(&[u8]) -> Result<Sealed, String>,
) -> Result<(String, Vec<u8>), String> {
    let mut written = Vec::with_capacity(body.len() + 512);
    let mut chunks = body.chunks(most.max(1));
    let mut next = chunks.next().or(Some(&[]));
    while let Some(chunk) = next {
        let Sealed { header, data, padding } = seal(chunk)?;
        let length = u32::try_from(header.len()).map_err(|_| "the signature is too long")?;
        let lines = format!(
            "--{BOUNDARY}\r\nContent-Type: {protocol}\r\nOriginalContent: type={content_type};Length={}\r\n\
             --{BOUNDARY}\r\nContent-Type: application/octet-stream\r\n",
            chunk.len() + padding
        );
        written.extend_from_slice(lines.as_bytes());
        written.extend_from_slice(&length.to_le_bytes());
        written.extend_from_slice(&header);
        written.extend_from_slice(&data);
        next = chunks.next();
    }
    written.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = if body.len() > most { "multipart/x-multi-encrypted" } else { "multipart/encrypted" };
    Ok((format!("{kind};protocol=\"{protocol}\";boundary=\"{BOUNDARY}\""), written))
}

/// One sealed message.
#[derive(Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The media type that names the scheme.
    pub protocol: &'a str,
    /// The Content-Type of the message.
    pub content_type: &'a str,
    /// Its length before it was sealed.
    pub length: usize,
    pub header: &'a [u8],
    pub data: &'a [u8],
}

/// Reads messages from a body as its bytes come.
pub struct Reader {
    boundary: Vec<u8>,
    bytes: Vec<u8>,
    /// Where the next delimiter is to be.
    at: usize,
    /// Up to here no delimiter ends the message at `at`.
    searched: usize,
}

/// Start and end.
type Place = (usize, usize);

/// Where the pieces of a complete message lie.
struct Found {
    protocol: Place,
    content_type: Place,
    length: usize,
    header: Place,
    data: Place,
}

impl Reader {
    /// For a body of this Content-Type; None where it is not an encrypted multipart.
    pub fn of(content_type: &str) -> Option<Self> {
        let mut pieces = content_type.split(';').map(str::trim);
        let kind = pieces.next()?;
        let sealed = ["multipart/encrypted", "multipart/x-multi-encrypted"];
        if !sealed.iter().any(|sealed| kind.eq_ignore_ascii_case(sealed)) {
            return None;
        }
        let boundary = pieces
            .filter_map(|piece| piece.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))
            .map(|(_, value)| value.trim().trim_matches('"'))
            .filter(|boundary| !boundary.is_empty());
        let boundary = boundary.unwrap_or(BOUNDARY).as_bytes().to_vec();
        Some(Self { boundary, bytes: Vec::new(), at: 0, searched: 0 })
    }

    /// More of the body.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.at > self.bytes.len() / 2 {
            self.bytes.drain(..self.at);
            self.searched = self.searched.saturating_sub(self.at);
            self.at = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The whole body at once.
    pub fn whole(&mut self, body: Vec<u8>) {
        (self.bytes, self.at, self.searched) = (body, 0, 0);
    }

    /// How much has come and was not read yet.
    pub fn waiting(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next message; None where more of the body is needed.
    pub fn part(&mut self) -> Result<Option<Part<'_>>, String> {
        let Some(found) = self.found()? else { return Ok(None) };
        let text = |(start, end): (usize, usize)| {
            std::str::from_utf8(&self.bytes[start..end]).map_err(|_| damaged("a line of a part is not text"))
        };
        Ok(Some(Part {
            protocol: text(found.protocol)?,
            content_type: text(found.content_type)?,
            length: found.length,
            header: &self.bytes[found.header.0..found.header.1],
            data: &self.bytes[found.data.0..found.data.1],
        }))
    }

    /// Fails where the body ended within a message.
    pub fn end(&mut self) -> Result<(), String> {
        self.skip_close();
        if self.at == self.bytes.len() { Ok(()) } else { Err(damaged("it ends within a part")) }
    }

    fn found(&mut self) -> Result<Option<Found>, String> {
        self.skip_close();
        let mut lines = Lines { bytes: &self.bytes, at: self.at, end: self.at.saturating_add(MOST_LINES) };
        let Some(opening) = lines.next()? else { return Ok(None) };
        if !self.delimits(opening) {
            return Err(damaged("a part does not begin with the boundary"));
        }
        let (mut protocol, mut original) = (None, None);
        loop {
            let Some(line) = lines.next()? else { return Ok(None) };
            if self.delimits(line) {
                break;
            }
            match lines.field(line) {
                Some((name, value)) if name.eq_ignore_ascii_case("Content-Type") => protocol = Some(value),
                Some((name, value)) if name.eq_ignore_ascii_case("OriginalContent") => original = Some(value),
                _ => {}
            }
        }
        let (content_type, length) = original_content(&self.bytes, original)?;
        let protocol = protocol.ok_or_else(|| damaged("the Content-Type of a part is missing"))?;
        let Some(line) = lines.next()? else { return Ok(None) };
        let octets = lines.field(line).filter(|(name, (start, end))| {
            name.eq_ignore_ascii_case("Content-Type")
                && self.bytes[*start..*end].eq_ignore_ascii_case(b"application/octet-stream")
        });
        octets.ok_or_else(|| damaged("a part is not application/octet-stream"))?;
        let start = lines.at;
        let Some([header, data]) = self.octets(start, length)? else { return Ok(None) };
        Ok(Some(Found { protocol, content_type, length, header, data }))
    }

    /// The octets of a message of `sealed` bytes that begin at `start`, once the delimiter behind them is there.
    fn octets(&mut self, start: usize, sealed: usize) -> Result<Option<[Place; 2]>, String> {
        let Some(length) = self.bytes.get(start..start + 4) else { return Ok(None) };
        let length = length.iter().rev().fold(0, |length, octet| length << 8 | usize::from(*octet));
        if length > MOST_HEADER {
            return Err(damaged("the signature's length is wrong"));
        }
        // No cipher makes a message shorter, so that nothing before is looked at.
        let data = start + 4 + length;
        let from = self.searched.max(data.saturating_add(sealed));
        let Some(end) = self.delimiter_from(from) else {
            // A boundary may have begun at the end.
            self.searched = self.bytes.len().saturating_sub(self.boundary.len() + 3).max(from);
            return Ok(None);
        };
        (self.at, self.searched) = (end, 0);
        Ok(Some([(start + 4, data), (data, end)]))
    }

    /// Where the next delimiter begins, which is not before `start`.
    fn delimiter_from(&self, start: usize) -> Option<usize> {
        let rest = self.bytes.get(start..)?;
        // The octets before it may end in hyphens of their own.
        memchr::memchr_iter(b'-', rest)
            .find(|at| self.behind_delimiter(&rest[*at..]).is_some())
            .map(|at| start + at)
    }

    /// What follows the boundary, where a delimiter begins these bytes.
    fn behind_delimiter<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let rest = bytes.strip_prefix(b"--")?;
        rest.strip_prefix(b" ").unwrap_or(rest).strip_prefix(self.boundary.as_slice())
    }

    fn delimits(&self, (start, end): Place) -> bool {
        self.behind_delimiter(&self.bytes[start..end]).is_some_and(<[u8]>::is_empty)
    }

    /// Steps over a closing delimiter and line ends.
    fn skip_close(&mut self) {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let close = self.behind_delimiter(rest).and_then(|behind| behind.strip_prefix(b"--"));
            match (rest, close) {
                ([b'\r' | b'\n', ..], _) => self.at += 1,
                (_, Some(behind)) => self.at = self.bytes.len() - behind.len(),
                _ => return,
            }
        }
    }
}

/// `type=application/soap+xml;charset=UTF-8;Length=1234`: where the type lies, and the length.
fn original_content(bytes: &[u8], place: Option<Place>) -> Result<(Place, usize), String> {
    let wrong = || damaged("the line OriginalContent is missing or wrong");
    let (start, end) = place.ok_or_else(wrong)?;
    let text = std::str::from_utf8(&bytes[start..end]).map_err(|_| wrong())?;
    let lower = text.to_ascii_lowercase();
    let at = lower.rfind(";length=").ok_or_else(wrong)?;
    let length = text[at + 8..].trim().parse().map_err(|_| wrong())?;
    if !lower.starts_with("type=") || at < 5 {
        return Err(wrong());
    }
    Ok(((start + 5, start + at), length))
}

fn damaged(what: &str) -> String {
    format!("the multipart is damaged: {what}")
}

/// Lines with their white space around taken off.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Option<Place>, String> {
        let within = &self.bytes[self.at..self.bytes.len().min(self.end)];
        let Some(length) = memmem::find(within, b"\r\n") else {
            return if self.bytes.len() >= self.end {
                Err(damaged("its lines are too long"))
            } else {
                Ok(None)
            };
        };
        let place = trimmed(self.bytes, self.at, self.at + length);
        self.at += length + 2;
        Ok(Some(place))
    }

    /// The name of a header field and where its value lies.
    fn field(&self, (start, end): (usize, usize)) -> Option<(&str, (usize, usize))> {
        let line = std::str::from_utf8(&self.bytes[start..end]).ok()?;
        let (name, _) = line.split_once(':')?;
        Some((name.trim_end(), trimmed(self.bytes, start + name.len() + 1, end)))
    }
}

fn trimmed(bytes: &[u8], mut start: usize, mut end: usize) -> (usize, usize) {
    let blank = |byte: u8| byte == b' ' || byte == b'\t';
    while start < end && blank(bytes[start]) {
        start += 1;
    }
    while start < end && blank(bytes[end - 1]) {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPNEGO: &str = "application/HTTP-SPNEGO-session-encrypted";
    const SOAP: &str = "application/soap+xml;charset=UTF-8";

    fn plain(part: &[u8]) -> Result<Sealed, String> {
        Ok(Sealed { header: vec![1, 0, 2], data: part.to_vec(), padding: 0 })
    }

    /// All messages of a body that comes in pieces of this size.
    fn read(content_type: &str, body: &[u8], piece: usize) -> Result<Vec<Vec<u8>>, String> {
        let mut reader = Reader::of(content_type).expect("an encrypted multipart");
        let mut messages = Vec::new();
        for bytes in body.chunks(piece) {
            reader.feed(bytes);
            while let Some(part) = reader.part()? {
                assert_eq!((part.protocol, part.content_type), (SPNEGO, SOAP));
                assert_eq!(part.header, [1, 0, 2]);
                assert_eq!(part.data.len(), part.length);
                messages.push(part.data.to_vec());
            }
        }
        reader.end().map(|()| messages)
    }

    #[test]
    fn sealed_body_is_exact_to_the_byte() {
        let (content_type, body) = sealed(SPNEGO, SOAP, b"<x/>", usize::MAX, plain).expect("sealed");
        assert_eq!(
            content_type,
            "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\""
        );
        let expected = b"--Encrypted Boundary\r\n\
            Content-Type: application/HTTP-SPNEGO-session-encrypted\r\n\
            OriginalContent: type=application/soap+xml;charset=UTF-8;Length=4\r\n\
            --Encrypted Boundary\r\n\
            Content-Type: application/octet-stream\r\n\
            \x03\0\0\0\x01\0\x02<x/>--Encrypted Boundary--\r\n";
        assert_eq!(body, expected);
    }

    #[test]
    fn octets_that_end_in_hyphens_are_read_to_their_end() {
        for tail in ["", "-", "--", "---", "-- ", "--Encrypted", "--Encrypted Boundar"] {
            // A cipher may make a message longer, so that its end is looked for.
            let longer = |part: &[u8]| {
                Ok(Sealed { header: vec![1], data: [part, tail.as_bytes()].concat(), padding: 0 })
            };
            let (content_type, body) = sealed(SPNEGO, SOAP, b"<x/>", usize::MAX, longer).expect("sealed");
            let mut reader = Reader::of(&content_type).expect("an encrypted multipart");
            reader.whole(body);
            let part = reader.part().expect("undamaged").expect("a part");
            assert_eq!(part.data, [b"<x/>", tail.as_bytes()].concat(), "{tail}");
            reader.end().expect("nothing behind it");
        }
    }

    #[test]
    fn several_messages_are_read_whatever_pieces_they_come_in() {
        let message: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let (content_type, body) = sealed(SPNEGO, SOAP, &message, 300, plain).expect("sealed");
        assert!(content_type.starts_with("multipart/x-multi-encrypted;"));
        // Streamed answers are bodies in a row.
        let twice = [body.clone(), body].concat();
        for piece in [1, 2, 7, 100, 5000] {
            let read = read(&content_type, &twice, piece).expect("read");
            assert_eq!(read.len(), 8, "{piece}");
            assert_eq!(read.concat(), [message.clone(), message.clone()].concat(), "{piece}");
        }
    }

    #[test]
    fn other_spellings_of_the_same_are_read() {
        let content_type = "Multipart/Encrypted; Protocol=\"x\"; BOUNDARY=b";
        let body = format!(
            "--b\r\ncontent-type:  {SPNEGO}\r\nORIGINALCONTENT: Type={SOAP};length=1\r\n--b\r\n\
             Content-Type: Application/Octet-Stream\r\n\x03\0\0\0\x01\0\x02x--b--"
        );
        assert_eq!(read(content_type, body.as_bytes(), 3).expect("read"), [b"x"]);
        // As Windows and Exchange write it.
        let (content_type, body) = sealed(SPNEGO, SOAP, b"x--y -- z", usize::MAX, plain).expect("sealed");
        let text = String::from_utf8(body).expect("text");
        let windows = text.replace("\r\nContent", "\r\n\tContent").replace("\r\nOriginal", "\r\n\tOriginal");
        for text in [windows.clone(), windows.replace("--Encrypted", "-- Encrypted")] {
            for piece in [1, 5, 1000] {
                assert_eq!(
                    read(&content_type, text.as_bytes(), piece).expect("read"),
                    [b"x--y -- z"],
                    "{text}"
                );
            }
        }
        assert!(Reader::of("application/soap+xml").is_none() && Reader::of("multipart/mixed").is_none());
    }

    #[test]
    fn damaged_bodies_are_refused() {
        let (content_type, body) = sealed(SPNEGO, SOAP, b"<x/>", usize::MAX, plain).expect("sealed");
        for cut in 1..body.len() - 24 {
            assert!(read(&content_type, &body[..cut], 4096).is_err(), "cut at {cut}");
        }
        let text = String::from_utf8(body).expect("text");
        for (from, to) in [
            ("--Encrypted Boundary\r\nContent-Type: application/H", "--Other\r\nContent-Type: application/H"),
            ("Length=4", "Length=-4"),
            ("Length=4", "Length=99999999999999999999999"),
            (";Length=4", ""),
            ("type=", "kind="),
            ("application/octet-stream", "text/plain"),
            ("Content-Type: application/octet-stream", "X: y"),
            ("\x03\0\0\0", "\x03\0\0\x01"),
            ("\x03\0\0\0", "\x7f\0\0\0"),
            ("Length=4", "Length=40"),
        ] {
            assert!(text.contains(from));
            assert!(
                read(&content_type, text.replacen(from, to, 1).as_bytes(), 4096).is_err(),
                "{from} -> {to}"
            );
        }
        let endless = [b"--Encrypted Boundary\r\n".to_vec(), vec![b'x'; 5000]].concat();
        assert!(read(&content_type, &endless, 4096).is_err());
    }
}
