//! Fuzzes the query languages: any text is read or refused with its place, and what was read can be put to an instance
//! and held against a class.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mi::cim::{Class, ClassBuilder, Instance, Property, Type, Value};
use mi::proto::wql::{Dialect, ObjectPath, Query, check, parse};
use std::sync::OnceLock;

fn class() -> &'static Class {
    static CLASS: OnceLock<Class> = OnceLock::new();
    CLASS.get_or_init(|| {
        let types =
            [Type::String, Type::Uint64, Type::Real64, Type::Boolean, Type::Datetime, Type::Uint32Array];
        let names = ["a", "b", "c", "d", "e", "f"];
        let builder = names
            .into_iter()
            .zip(types)
            .fold(ClassBuilder::new("t"), |builder, (name, ty)| builder.property(Property::new(name, ty)));
        builder.build().expect("the class is sound")
    })
}

fn instance() -> Instance {
    let mut instance = Instance::new(class()).expect("there is memory");
    let values = [
        ("a", Value::String("text".into())),
        ("b", Value::Uint64(u64::MAX)),
        ("f", Value::Uint32Array(vec![1])),
    ];
    for (name, value) in values {
        instance.set(name, value.as_ref()).expect("the type fits");
    }
    instance
}

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let _ = ObjectPath::parse(&text);
    for dialect in [Dialect::Wql, Dialect::Cql] {
        match parse(dialect, &text) {
            Ok(Query::Select(select)) => {
                let _ = check(&select, class(), None);
                let _ = select.matches(instance().view());
            }
            Ok(Query::Walk(walk)) => assert!(!walk.path.class.is_empty()),
            Err(fault) => {
                assert!(fault.column >= 1 && fault.column <= text.chars().count() + 1);
                assert!(!fault.to_string().is_empty());
            }
        }
    }
});
