//! Fuzzes what a server sends during a log-on: tokens of NTLM and SPNEGO, Digest's challenges, its certificate.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::proto::http::auth::digest::Digest;
use mi::proto::http::auth::ntlm::Ntlm;
use mi::proto::http::auth::spnego::Spnego;
use mi::proto::http::auth::{ChannelBinding, Event, LogOn, MechanismFactory, Step, Target, challenges};
use std::sync::Arc;

fn target(binding: Option<ChannelBinding>) -> Target {
    Target {
        host: "server".into(),
        port: 5986,
        service: "http/server".into(),
        method: "POST",
        uri: "/wsman".into(),
        encrypted: true,
        binding,
    }
}

fuzz_target!(|data: &[u8]| {
    let target = target(ChannelBinding::of_certificate(data));
    let ntlm = Arc::new(Ntlm::new("DOMAIN", "user", "password").expect("an account"));
    let spnego = Spnego::new(vec![ntlm.clone()]);
    let factories: [&dyn MechanismFactory; 2] = [ntlm.as_ref(), &spnego];
    for factory in factories {
        let mut mechanism = factory.begin(&target).expect("begun");
        mechanism.step(None).expect("a first token");
        // Tokens follow one another, each with its length before it.
        let mut rest = data;
        while let Some((&length, bytes)) = rest.split_first() {
            let (token, behind) = bytes.split_at(bytes.len().min(usize::from(length) * 2));
            if mechanism.step(Some(token)).is_err() {
                break;
            }
            rest = behind;
        }
        if mechanism.accepted().is_ok() {
            let _ = mechanism.verify_mic(b"list", data);
            assert!(data.len() < 16 || mechanism.unwrap(&data[..16], &data[16..]).is_err());
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let mut digest = Digest::new("user", "pa55w0rd-of-nobody", true).begin(&target).expect("begun");
        if let Step::Authorize(header) = digest.step(Event::Challenged(challenges(text.split('\n')))) {
            assert!(header.0.starts_with(b"Digest ") && !header.0.windows(18).any(|word| word == b"pa55w0rd-of-nobody"));
        }
    }
});
