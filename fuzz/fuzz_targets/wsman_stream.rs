//! Fuzzes answers in several envelopes: however the bytes are cut, the same envelopes come out; their events are read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::wsman::envelope::Opening;
use mi::codec::wsman::instance::{NoClasses, Scope};
use mi::codec::wsman::interactive;
use mi::codec::wsman::response::{self, Answer};
use mi::codec::wsman::stream::Envelopes;

/// The envelopes, and what is left at the end.
fn cut(data: &[u8], step: usize) -> (Vec<Vec<u8>>, Option<Vec<u8>>) {
    let (mut envelopes, mut found) = (Envelopes::default(), Vec::new());
    for part in data.chunks(step) {
        envelopes.push(part);
        found.extend(envelopes.by_ref());
    }
    (found, envelopes.rest())
}

fuzz_target!(|data: &[u8]| {
    let whole = cut(data, data.len().max(1));
    for step in [1, 7] {
        assert_eq!(cut(data, step), whole);
    }
    let length: usize = whole.0.iter().chain(&whole.1).map(Vec::len).sum();
    assert!(length <= data.len());
    let scope = Scope { classes: &NoClasses, namespace: "root/test", server: "host" };
    let mut opening = Opening::default();
    for one in whole.0.into_iter().chain(whole.1) {
        let alone = response::sorted(one.clone(), None, &mut Opening::default());
        let sorted = response::sorted(one, None, &mut opening);
        assert_eq!(format!("{sorted:?}"), format!("{alone:?}"));
        let Ok(Answer::Body(letter)) = sorted else { continue };
        if let Ok(Some(node)) = letter.node() {
            let _ = interactive::read(&node, &scope);
        }
    }
});
