//! Fuzzes what is posted to a listener: any bytes as a delivery, read and answered. Nothing panics, everything ends.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::wsman::envelope::{Letter, Opening};
use mi::codec::wsman::event::{self, Notice};
use mi::codec::wsman::instance::{NoClasses, Scope};
use mi::codec::wsman::response::{self, Answer};

const ID: &str = "uuid:00000000-0000-4000-8000-000000000000";

fuzz_target!(|data: &[u8]| {
    let Ok(Answer::Body(letter)) = response::sorted(data.to_vec(), None, &mut Opening::default()) else { return };
    let scope = Scope { classes: &NoClasses, namespace: "root/test", server: "host" };
    if let Ok(Notice::End(error)) = event::read(&letter, &scope) {
        assert_ne!(error.result, mi::abi::MI_RESULT_OK);
    }
    // Whatever the head said, what is answered is an envelope that relates to it.
    for reply in [event::acknowledgement(&letter.head, ID), event::refusal(&letter.head, ID, "no <&>")] {
        let read = Letter::read(reply, &mut Opening::default()).expect("an envelope").head;
        assert_eq!(read.message_id.as_deref(), Some(ID));
        assert_eq!(read.relates_to.is_some(), letter.head.message_id.is_some());
    }
});
