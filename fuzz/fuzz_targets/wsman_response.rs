//! Fuzzes answers of a WS-Man server: any bytes as the answer of each operation. Nothing panics, everything ends.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::wsman::envelope::Opening;
use mi::codec::wsman::instance::{NoClasses, Scope};
use mi::codec::wsman::response::{self, Answer};

/// A session that has seen the same answer, and one that differs a little, reads them as one that has not.
fn seen(data: &[u8]) {
    let mut opening = Opening::default();
    let mut other = data.to_vec();
    // Which byte, and what it becomes, is up to the fuzzer.
    if let [.., at, byte] = *data {
        let at = usize::from(at) * data.len() / 256;
        other[at] = byte;
    }
    for data in [data, data, data, data, &other, data] {
        let read = response::sorted(data.to_vec(), None, &mut opening);
        let alone = response::sorted(data.to_vec(), None, &mut Opening::default());
        match (read, alone) {
            (Ok(Answer::Body(read)), Ok(Answer::Body(alone))) => {
                assert_eq!(read.head, alone.head);
                assert_eq!(format!("{:?}", read.node()), format!("{:?}", alone.node()));
            }
            (read, alone) => assert_eq!(format!("{read:?}"), format!("{alone:?}")),
        }
    }
}

fuzz_target!(|data: &[u8]| {
    seen(data);
    let scope = Scope { classes: &NoClasses, namespace: "root/test", server: "host" };
    let letter = match response::sorted(data.to_vec(), None, &mut Opening::default()) {
        Ok(Answer::Body(letter)) => letter,
        Ok(Answer::Fault(error)) => {
            assert_ne!(error.result, mi::abi::MI_RESULT_OK);
            return;
        }
        Err(_) => return,
    };
    let _ = response::get(&letter, &scope);
    let _ = response::put(&letter, &scope);
    let _ = response::create(&letter, &scope);
    let _ = response::empty(&letter);
    let _ = response::invoke(&letter, "Method", None, &scope);
    let _ = response::identify(&letter);
    let _ = response::subscribe(&letter);
    let _ = response::renew(&letter);
    let _ = response::get_class(&letter, &scope);
});
