//! Fuzzes what of Kerberos comes from others: KDC's and server's messages, tokens, sealed messages, krb5.conf.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::proto::http::auth::kerberos::config::Settings;
use mi::proto::http::auth::kerberos::crypto::{Etype, Key};
use mi::proto::http::auth::kerberos::token::{Messages, framed, unframed};
use mi::proto::http::auth::kerberos::{message, reply};

/// As a KDC that knows the password would: the fuzzer's bytes are the plaintext, so that what lies behind the seal is
/// read too.
fn sealed(key: &Key, usage: u32, kind: u8, plain: &[u8]) -> Vec<u8> {
    use message::{field, sequence};
    use mi::proto::http::auth::der::{element, integer};
    let part = message::encrypted(key, usage, plain).expect("sealed");
    let name = sequence(&[field(0, &integer(1)), field(1, &sequence(&[element(0x1b, b"user")]))]);
    let fields = match kind {
        15 => vec![field(0, &integer(5)), field(1, &integer(15)), field(2, &part)],
        kind => vec![
            field(0, &integer(5)),
            field(1, &integer(kind.into())),
            field(3, &element(0x1b, b"REALM")),
            field(4, &name),
            field(5, b"ticket"),
            field(6, &part),
        ],
    };
    element(message::application(kind), &sequence(&fields))
}

fuzz_target!(|data: &[u8]| {
    let key = Key::new(Etype::Aes128, &[7; 16]).expect("a key");
    for kind in [11, 13] {
        if let Some(reply) = reply::reply(data, kind) {
            let _ = reply.opened(&key, 3);
            let _ = reply::hints(reply.data);
        }
        let whole = sealed(&key, 3, kind, data);
        let read = reply::reply(&whole, kind).expect("it is whole");
        let _ = read.opened(&key, 3);
    }
    let _ = reply::application_reply(data, &key);
    let _ = reply::application_reply(&sealed(&key, 12, 15, data), &key);
    if let Some(fault) = reply::fault(data) {
        let _ = reply::hints(&fault.data);
    }
    let _ = reply::hints(data);
    if let Some((kind, message)) = unframed(data) {
        assert!(framed(kind, message).len() <= data.len() + 8);
    }
    let mut messages = Messages::new(&key, false, 0, 0);
    let cut = data.first().map_or(0, |at| usize::from(*at).min(data.len()));
    assert!(messages.unwrap(&data[..cut], &data[cut..]).is_err());
    assert!(messages.verify_mic(b"", data).is_err());
    let _ = Settings::parsed(&String::from_utf8_lossy(data)).kdcs("REALM");
});
