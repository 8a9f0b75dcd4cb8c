//! Fuzzes the XML reader: any bytes end in an error or in the end of the document, tokens stay within the limits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::xml::{Limits, Reader, Token, decode};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { depth: 16, attributes: 8, name: 64, text: 4096, total: 1 << 16 };
    let Ok(text) = decode(data, &limits) else { return };
    let mut reader = Reader::new(text.as_str(), limits);
    let mut tokens = 0;
    loop {
        match reader.next() {
            Err(_) | Ok(Token::Eof) => break,
            Ok(Token::Text(text)) => assert!(text.len() <= limits.text),
            Ok(_) => assert!(reader.depth() <= limits.depth),
        }
        tokens += 1;
        assert!(tokens <= 2 * text.as_str().len() + 2);
    }
});
