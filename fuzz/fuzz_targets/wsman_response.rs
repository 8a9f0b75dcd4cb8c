//! Fuzzes answers of a WS-Man server: any bytes as the answer of each operation. Nothing panics, everything ends.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::wsman::instance::{NoClasses, Scope};
use mi::codec::wsman::response::{self, Answer};

fuzz_target!(|data: &[u8]| {
    let scope = Scope { classes: &NoClasses, namespace: "root/test", server: "host" };
    let text = match response::sorted(data.to_vec(), None) {
        Ok(Answer::Body(_, text)) => text,
        Ok(Answer::Fault(error)) => {
            assert_ne!(error.result, mi::abi::MI_RESULT_OK);
            return;
        }
        Err(_) => return,
    };
    let _ = response::get(&text, &scope);
    let _ = response::put(&text, &scope);
    let _ = response::create(&text, &scope);
    let _ = response::empty(&text);
    let _ = response::invoke(&text, "Method", None, &scope);
    let _ = response::identify(&text);
    let _ = response::subscribe(&text);
    let _ = response::renew(&text);
    let _ = response::get_class(&text, &scope);
});
