//! Fuzzes the MOF reader: what can be read, is written and read again the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::cim::{Class, Error};
use mi::codec::mof::{
    NoIncludes, NoSchema, Schema, Settings, Validation, load, load_bytes, read_names, write_class,
    write_instance,
};

/// Classes that were read before.
struct Known<'a>(&'a [Class]);

impl Schema for Known<'_> {
    fn class(&mut self, _: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        Ok(self.0.iter().find(|class| class.name().eq_ignore_ascii_case(name)).cloned())
    }
}

fuzz_target!(|data: &[u8]| {
    let _ = read_names(data);
    let settings = Settings { validation: Validation::IgnoreSchema, ..Settings::default() };
    let Ok((loaded, _)) = load_bytes(data, &mut NoIncludes, &mut NoSchema, settings.clone()) else { return };
    for class in &loaded.classes {
        let mut text = String::new();
        if write_class(&mut text, class).is_ok() {
            let known = loaded.classes.as_slice();
            let again = load(&text, &mut NoIncludes, &mut Known(known), settings.clone());
            let again = again.unwrap_or_else(|error| panic!("{error}\n{text}"));
            let mut once_more = String::new();
            write_class(&mut once_more, &again.classes[0]).expect("it was written before");
            assert_eq!(text, once_more);
        }
    }
    for instance in &loaded.instances {
        let mut text = String::new();
        let _ = write_instance(&mut text, instance.view());
    }
});
