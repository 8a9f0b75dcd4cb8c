//! Fuzzes class declarations in CIM-XML: whatever is accepted is a class that can be asked everything.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::codec::wsman::envelope::{Letter, Opening};
use mi::codec::wsman::instance::{NoClasses, Scope};
use mi::codec::wsman::response;

fuzz_target!(|data: &[u8]| {
    let Ok(inner) = std::str::from_utf8(data) else { return };
    let text = format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{inner}</s:Body></s:Envelope>"
    );
    let Ok(letter) = Letter::read(text, &mut Opening::default()) else { return };
    let scope = Scope { classes: &NoClasses, namespace: "root/test", server: "" };
    let Ok(class) = response::get_class(&letter, &scope) else { return };
    assert!(!class.name().is_empty());
    for property in class.properties().iter() {
        let _ = (property.is_key(), property.default, property.qualifiers.len());
    }
    for method in class.methods().iter() {
        let _ = (method.is_static(), method.parameters.len());
    }
});
