//! Fuzzes what of HTTP is read here and not by hyper: compressed bodies and log-on challenges.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::proto::http::auth::challenge::challenges;
use mi::proto::http::body::Coding;

const LIMIT: usize = 1 << 20;

fuzz_target!(|data: &[u8]| {
    for coding in [Coding::Identity, Coding::Gzip, Coding::Deflate] {
        if let Ok(body) = coding.decoded(data.to_vec(), LIMIT) {
            assert!(body.len() <= LIMIT.max(data.len()));
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        assert!(challenges(text.split('\n')).len() <= 64);
    }
});
