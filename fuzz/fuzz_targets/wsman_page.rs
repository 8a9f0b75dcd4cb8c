//! Fuzzes pages of an enumeration: the fast path and the general reader agree, in one go and in pieces.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::cim::class::{ClassBuilder, Property};
use mi::cim::{Class, Type};
use mi::codec::wsman::envelope::{Letter, Opening};
use mi::codec::wsman::instance::{Classes, Lookup, Scope};
use mi::codec::wsman::page::{Item, Kind, Page};
use mi::codec::wsman::predict::Predictor;
use std::collections::VecDeque;
use std::sync::OnceLock;

struct One(Class);

impl Classes for One {
    fn find(&self, _namespace: &str, _class: &str) -> Lookup {
        Lookup::Known(self.0.clone())
    }
}

static CLASS: OnceLock<Class> = OnceLock::new();

fn class() -> Class {
    let all = [
        ("Name", Type::String),
        ("Id", Type::Uint32),
        ("Created", Type::Datetime),
        ("Tags", Type::StringArray),
        ("Size", Type::Uint64),
        ("Delta", Type::Sint16),
        ("Enabled", Type::Boolean),
        ("Ratio", Type::Real64),
        ("Numbers", Type::Sint32Array),
    ];
    let properties = all.into_iter().map(|(name, ty)| Property::new(name, ty));
    properties.fold(ClassBuilder::new("Thing"), ClassBuilder::property).build().expect("a class")
}

fn read(text: &str, mut predictor: Predictor, classes: &One, most: usize) -> String {
    let scope = Scope { classes, namespace: "root/test", server: "" };
    let letter = match Letter::read(text.to_owned(), &mut Opening::default()) {
        Ok(letter) => letter,
        Err(error) => return format!("{error:?}"),
    };
    let mut page = Page::new(letter, Kind::Instances);
    let mut out = String::new();
    while !page.is_done() {
        let mut items = VecDeque::new();
        let result = page.read(&mut predictor, &scope, most, &mut items);
        for item in &items {
            if let Item::Instance(instance) = item {
                out.push_str(&format!("{instance:?}\n"));
            }
        }
        if let Err(stop) = result {
            return format!("{out}{stop:?}");
        }
    }
    out
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let classes = One(CLASS.get_or_init(class).clone());
    let general = read(text, Predictor::off(), &classes, 4096);
    // Addresses within arrays differ; their number and everything else may not.
    let plain = |text: &str| text.split("0x").map(|part| part.trim_start_matches(|c: char| c.is_ascii_hexdigit())).collect::<String>();
    assert_eq!(plain(&read(text, Predictor::default(), &classes, 4096)), plain(&general));
    let _ = read(text, Predictor::default(), &classes, 2);
});
