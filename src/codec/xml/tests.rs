//! The reader and the writer by themselves.

use super::*;

fn trace(document: &str) -> Result<String, Error> {
    let decoded = decode(document.as_bytes(), &Limits::default())?;
    let mut reader = Reader::new(decoded.as_str(), Limits::default());
    let mut out = String::new();
    loop {
        match reader.next()? {
            Token::Start(name) => {
                out += &format!("<{{{}}}{}", name.namespace, name.local);
                for a in reader.attributes() {
                    out += &format!(" {{{}}}{}={:?}", a.name.namespace, a.name.local, a.value);
                }
                out += ">";
            }
            Token::End(name) => out += &format!("</{}>", name.local),
            Token::Text(text) => out += &format!("{text:?}"),
            Token::Eof => return Ok(out),
        }
    }
}

fn message(document: &str) -> String {
    trace(document).unwrap_err().to_string()
}

#[test]
fn names_are_resolved_in_their_scope() {
    let document = r#"<?xml version="1.0"?><a xmlns="u" xmlns:p='v'><p:b p:x="1" y='2' xmlns:p="w"/><p:c xmlns=""><d/></p:c></a>"#;
    let expected = r#"<{u}a><{w}b {w}x="1" {}y="2"></b><{v}c><{}d></d></c></a>"#;
    assert_eq!(trace(document).unwrap(), expected);
}

#[test]
fn reader_goes_on_where_another_stood() {
    let document = r#"<a xmlns="u" xmlns:p='v'><p:b p:x="1" y='2' xmlns:p="w"><p:c/><!-- --><e xmlns=""/>é</p:b><p:d/></a> "#;
    let mut reader = Reader::new(document, Limits::default());
    loop {
        let mut other = Reader::at(document, Limits::default(), &reader.position());
        assert_eq!(
            (other.offset(), other.depth(), other.rest()),
            (reader.offset(), reader.depth(), reader.rest())
        );
        let mut behind = reader.clone();
        while let Ok(token) = behind.next() {
            assert_eq!(other.next(), Ok(token.clone()));
            if token == Token::Eof {
                break;
            }
        }
        if reader.next().expect("a good document") == Token::Eof {
            break;
        }
    }
}

#[test]
fn text_is_resolved_and_normalised() {
    let document =
        "<a b='x\t&lt;&#10;y'>1 &amp; 2\r\n3\r4 &#x20AC;<![CDATA[<&]]><!-- c --></a>\n<!-- end -->";
    let expected = "<{}a {}b=\"x <\\ny\">\"1 & 2\\n3\\n4 €\"\"<&\"</a>";
    assert_eq!(trace(document).unwrap(), expected);
}

#[test]
fn broken_documents_are_refused_with_the_reason() {
    for (document, reason) in [
        ("", "expected an element"),
        ("<a>", "ends within the element 'a'"),
        ("<a></b>", "expected the end tag of 'a'"),
        ("<a/><b/>", "second root"),
        ("x<a/>", "outside of the root"),
        ("<a b=1/>", "in quotes"),
        ("<a b='<'/>", "'<' in an attribute"),
        ("<a b='1' b='2'/>", "'b' twice"),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "'b' twice"),
        ("<p:a/>", "'p' is not bound"),
        ("<a>&foo;</a>", "'foo' is not declared"),
        ("<a>&#0;</a>", "'&#0;' is not a character"),
        ("<a>&#+5;</a>", "is not a character"),
        ("<a>&lt</a>", "expected a reference"),
        ("<a>\u{1}</a>", "control character 0x01"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "document types"),
        ("<a><!ENTITY x 'y'></a>", "other declarations"),
        ("<a xmlns:p=''/>", "cannot be bound"),
        ("<a xmlns:p='u' xmlns:p='v'/>", "bound twice"),
        ("<a><!-- -- --></a>", "'--' within"),
        ("<a ?>", "expected an attribute"),
    ] {
        let found = message(document);
        assert!(found.contains(reason), "{document}: {found}");
    }
}

#[test]
fn limits_hold() {
    let deep = "<a>".repeat(200);
    assert_eq!(trace(&deep).unwrap_err().kind(), Kind::Limit);
    let wide: String = (0..80).map(|n| format!(" a{n}='1'")).collect();
    assert_eq!(trace(&format!("<a{wide}/>")).unwrap_err().kind(), Kind::Limit);
    assert_eq!(trace(&format!("<{}/>", "n".repeat(2000))).unwrap_err().kind(), Kind::Limit);
    let limits = Limits { total: 10, ..Limits::default() };
    assert_eq!(decode(b"<abcdefghij/>", &limits).err().unwrap().kind(), Kind::Limit);
    let mut reader = Reader::new("<a>0123456789</a>", Limits { text: 5, ..Limits::default() });
    reader.root().unwrap();
    assert_eq!(reader.read_text().unwrap_err().kind(), Kind::Limit);
}

#[test]
fn utf16_is_read_with_and_without_a_mark() {
    let document = "<a>é€𝄞</a>";
    let units: Vec<u16> = document.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
    for bytes in [&little, &big, &[&[0xFF, 0xFE], &little[..]].concat(), &[&[0xFE, 0xFF], &big[..]].concat()]
    {
        let decoded = decode(bytes, &Limits::default()).unwrap();
        assert_eq!(decoded.as_str(), document);
        assert_eq!(decoded.source_offset(document.len()), bytes.len());
    }
    assert_eq!(decode(&little[..3], &Limits::default()).err().unwrap().kind(), Kind::Encoding);
    assert_eq!(decode(b"<a>\xFF</a>", &Limits::default()).err().unwrap().offset(), 3);
}

#[test]
fn navigation_reads_what_it_says() {
    let mut reader = Reader::new("<r> <a>1<!-- x -->2</a><b><c>3</c>4</b><d/></r>", Limits::default());
    assert_eq!(reader.root().unwrap().local, "r");
    assert_eq!(reader.next_child().unwrap().unwrap().local, "a");
    assert_eq!(reader.read_text().unwrap(), "12");
    assert_eq!(reader.next_child().unwrap().unwrap().local, "b");
    assert_eq!(reader.read_deep_text().unwrap(), "34");
    assert_eq!(reader.next_child().unwrap().unwrap().local, "d");
    reader.skip_element().unwrap();
    assert_eq!(reader.next_child().unwrap(), None);
    assert_eq!(reader.next().unwrap(), Token::Eof);
}

#[test]
fn escaped_text_reads_back() {
    let text: String = (1u8..=127).map(char::from).chain("é€𝄞".chars()).collect();
    assert_eq!(
        trace(&format!("<a b=\"{0}\">{0}</a>", escape(&text))).unwrap(),
        format!("<{{}}a {{}}b={text:?}>{text:?}</a>")
    );
}

#[test]
fn bounded_counts_what_does_not_fit() {
    let mut buffer = [0u8; 4];
    let mut sink = Bounded::new(&mut buffer);
    escape_into("a<b", &mut sink);
    assert_eq!((sink.needed(), sink.is_complete()), (6, false));
    assert_eq!(&buffer, b"a\0\0\0");
}

/// Every prefix and every change of one byte ends in an answer.
#[test]
fn corrupted_documents_never_panic() {
    let sample =
        br#"<?xml version="1.0"?><p:a xmlns:p="u" b='1&lt;2'>t&#65;<![CDATA[x]]><!-- c --><e/></p:a>"#;
    let attempt = |bytes: &[u8]| {
        if let Ok(decoded) = decode(bytes, &Limits::default()) {
            let mut reader = Reader::new(decoded.as_str(), Limits::default());
            while !matches!(reader.next(), Err(_) | Ok(Token::Eof)) {}
        }
    };
    for end in 0..sample.len() {
        attempt(&sample[..end]);
    }
    for at in 0..sample.len() {
        for byte in 0..=255 {
            let mut changed = sample.to_vec();
            changed[at] = byte;
            attempt(&changed);
        }
    }
}
