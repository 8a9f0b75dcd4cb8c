//! Fuzzes the MI_XML readers: what can be read, is written and read again the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::mi_xml::{NoClasses, read_class, read_instance, read_names, write_class, write_instance};

fuzz_target!(|data: &[u8]| {
    let _ = read_names(data);
    if let Ok(read) = read_instance(data, &mut NoClasses) {
        assert!(read.consumed <= data.len());
        let mut text = String::new();
        if write_instance(&mut text, read.object.view(), 0).is_ok() {
            let again = read_instance(text.as_bytes(), &mut NoClasses).expect("what was written can be read");
            let mut once_more = String::new();
            write_instance(&mut once_more, again.object.view(), 0).expect("it was written before");
            assert_eq!(text, once_more);
        }
    }
    if let Ok(read) = read_class(data, None, Some("root/x"), &mut NoClasses) {
        let mut text = String::new();
        if write_class(&mut text, &read.object, 0xF01).is_ok() {
            let again = read_class(text.as_bytes(), None, Some("root/x"), &mut NoClasses);
            let again = again.expect("what was written can be read");
            let mut once_more = String::new();
            write_class(&mut once_more, &again.object, 0xF01).expect("it was written before");
            assert_eq!(text, once_more);
        }
    }
});
