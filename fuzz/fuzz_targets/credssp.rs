//! Fuzzes TSRequest: what can be read, reads the same when it is written; and the public key of any certificate.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::proto::http::auth::credssp::message::Request;
use mi::proto::http::auth::credssp::tunnel::{Tunnel, public_key};

fuzz_target!(|data: &[u8]| {
    if let Some(request) = Request::read(data) {
        assert_eq!(Request::read(&request.written()), Some(request));
    }
    if let Some(key) = public_key(data) {
        assert!(key.len() < data.len());
    }
    let mut tunnel = Tunnel::new("server").expect("a tunnel");
    assert!(!tunnel.outgoing().expect("a greeting").is_empty());
    let _ = tunnel.incoming(data);
    assert!(tunnel.is_handshaking() && tunnel.public_key().is_none());
});
