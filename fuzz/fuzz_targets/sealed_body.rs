//! Fuzzes the reader of encrypted multiparts: any bytes, whole and in pieces, and what the writer makes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::proto::http::auth::Sealed;
use mi::proto::http::auth::multipart::{Reader, sealed};

const CONTENT_TYPE: &str = "multipart/encrypted;protocol=\"p/q\";boundary=\"b\"";

/// The messages up to the first error, and whether there was one.
fn read(content_type: &str, body: &[u8], piece: usize) -> (Vec<(String, Vec<u8>)>, bool) {
    let mut reader = Reader::of(content_type).expect("an encrypted multipart");
    let mut found = Vec::new();
    for bytes in body.chunks(piece) {
        reader.feed(bytes);
        loop {
            match reader.part() {
                Ok(Some(part)) => {
                    found.push((part.content_type.to_owned(), [part.header, part.data].concat()))
                }
                Ok(None) => break,
                Err(_) => return (found, true),
            }
        }
    }
    let failed = reader.end().is_err();
    (found, failed)
}

fuzz_target!(|data: &[u8]| {
    let Some((&piece, body)) = data.split_first() else { return };
    let piece = usize::from(piece).max(1);
    assert_eq!(read(CONTENT_TYPE, body, piece), read(CONTENT_TYPE, body, body.len().max(1)));
    // A message that holds the delimiter itself cannot be told from its end: ciphertext never does.
    if !body.windows(20).any(|window| window == b"--Encrypted Boundary") {
        let wrap = |part: &[u8]| Ok(Sealed { header: vec![7; 16], data: part.to_vec(), padding: 0 });
        let (content_type, written) = sealed("p/q", "a/b", body, piece * 16, wrap).expect("sealed");
        let (parts, failed) = read(&content_type, &written, piece);
        assert!(!failed);
        assert_eq!(parts.iter().flat_map(|(_, part)| &part[16..]).copied().collect::<Vec<u8>>(), body);
    }
    if let Ok(text) = std::str::from_utf8(body) {
        let _ = Reader::of(text);
    }
});
