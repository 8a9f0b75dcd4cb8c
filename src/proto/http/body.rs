//! Undoing the compression of an answer (RFC 9110 8.4), with a limit on what comes out.

use super::failure::Failure;
use flate2::{Decompress, FlushDecompress, Status};

/// How a body was compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    Identity,
    Gzip,
    Deflate,
}

impl Coding {
    /// From a Content-Encoding header.
    pub fn named(value: &str) -> Result<Self, Failure> {
        match value.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Ok(Self::Identity),
            "gzip" | "x-gzip" => Ok(Self::Gzip),
            "deflate" => Ok(Self::Deflate),
            _ => Err(Failure::Malformed { reason: "an unknown Content-Encoding".into() }),
        }
    }

    /// The plain body, at most `limit` bytes of it.
    pub fn decoded(self, body: Vec<u8>, limit: usize) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Identity => Ok(body),
            Self::Gzip => inflate(gzip_content(&body)?, false, limit),
            // Said to be zlib; some servers send bare deflate.
            Self::Deflate => inflate(&body, zlib_header(&body), limit),
        }
    }
}

fn zlib_header(body: &[u8]) -> bool {
    matches!(body, [method, flags, ..] if method & 0xf == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

fn inflate(input: &[u8], zlib: bool, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut machine = Decompress::new(zlib);
    let mut output = Vec::new();
    loop {
        if output.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        output.try_reserve(64 * 1024).map_err(|_| Failure::TooLarge { limit })?;
        let before = (machine.total_in(), machine.total_out());
        let rest = input.get(before.0 as usize..).unwrap_or_default();
        match machine.decompress_vec(rest, &mut output, FlushDecompress::None) {
            Ok(Status::StreamEnd) if output.len() <= limit => return Ok(output),
            Ok(Status::StreamEnd) => return Err(Failure::TooLarge { limit }),
            Ok(_) if (machine.total_in(), machine.total_out()) != before => {}
            Ok(_) => return Err(corrupt("the compressed body is cut off")),
            Err(_) => return Err(corrupt("the compressed body is damaged")),
        }
    }
}

/// What is between a gzip member's header and its trailer (RFC 1952).
fn gzip_content(body: &[u8]) -> Result<&[u8], Failure> {
    let bad = || corrupt("the gzip header is damaged");
    let [0x1f, 0x8b, 8, flags, ..] = body else { return Err(bad()) };
    let mut rest = body.get(10..).ok_or_else(bad)?;
    if flags & 4 != 0 {
        let [low, high, ..] = rest else { return Err(bad()) };
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        rest = rest.get(2 + length..).ok_or_else(bad)?;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|byte| *byte == 0).ok_or_else(bad)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..).ok_or_else(bad)?;
    }
    Ok(rest)
}

fn corrupt(reason: &str) -> Failure {
    Failure::Malformed { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compress, Compression, FlushCompress};

    fn deflated(content: &[u8], zlib: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(content.len() + 1024);
        let done =
            Compress::new(Compression::best(), zlib).compress_vec(content, &mut out, FlushCompress::Finish);
        assert_eq!(done.expect("compresses"), Status::StreamEnd);
        out
    }

    #[test]
    fn deflate_with_and_without_zlib_header_gives_the_content() {
        let content = b"content ".repeat(100_000);
        for zlib in [false, true] {
            let body = deflated(&content, zlib);
            assert_eq!(Coding::Deflate.decoded(body, 1 << 20).expect("decodes"), content);
        }
    }

    #[test]
    fn gzip_content_is_decoded_and_a_bomb_refused() {
        let content = vec![b'x'; 10 << 20];
        let mut body = b"\x1f\x8b\x08\x08\0\0\0\0\0\0name\0".to_vec();
        body.extend(deflated(&content, false));
        assert_eq!(Coding::Gzip.decoded(body.clone(), 16 << 20).expect("decodes").len(), content.len());
        assert_eq!(Coding::Gzip.decoded(body.clone(), 1 << 20), Err(Failure::TooLarge { limit: 1 << 20 }));
        body.truncate(body.len() / 2);
        assert!(matches!(Coding::Gzip.decoded(body, 16 << 20), Err(Failure::Malformed { .. })));
    }
}
