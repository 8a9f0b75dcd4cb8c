//! Hostile input to the codecs: every prefix and every change of one byte of the samples ends in an answer.

use mi::cim::{Class, ClassBuilder, Error, Instance, Method, Parameter, Property, Qualifier, Type, Value};
use mi::codec::mi_xml::{self, Classes, NoClasses, flags};
use mi::codec::mof::{self, NoIncludes, NoSchema, Schema, Settings, Validation};

/// Knows the sample's class.
struct Sample(Class);

impl Classes for Sample {
    fn class(&mut self, _: Option<&str>, _: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        Ok(name.eq_ignore_ascii_case(self.0.name()).then(|| self.0.clone()))
    }
}

impl Schema for Sample {
    fn class(&mut self, _: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        Ok(name.eq_ignore_ascii_case(self.0.name()).then(|| self.0.clone()))
    }
}

/// An instance with one property of each shape: what a corruption can hit, in few bytes.
fn small_instance(class: Option<&Class>) -> Instance {
    let mut instance = match class {
        Some(class) => Instance::new(class).unwrap(),
        None => Instance::dynamic("T_Small").unwrap(),
    };
    let mut target = Instance::dynamic("T_Key").unwrap();
    target.add("K", &Value::Uint8(1), mi::abi::MI_FLAG_KEY).unwrap();
    target.set_namespace("root/x").unwrap();
    let all = [
        ("S", Value::String("a<&\"é\t".into())),
        ("N", Value::Sint16(-7)),
        ("C", Value::Char16(0x20AC)),
        ("A", Value::StringArray(vec!["x".into(), String::new()])),
        ("R", Value::Reference(target.view().to_owned().unwrap())),
        ("E", Value::Instance(target)),
    ];
    for (name, value) in &all {
        match class {
            Some(_) => instance.set(name, value).unwrap(),
            None => instance.add(name, value, 0).unwrap(),
        }
    }
    instance
}

fn small_class() -> Class {
    let mut builder =
        ClassBuilder::new("T_Small").qualifier(Qualifier::new("Description", Value::String("d".into())));
    for (name, ty) in [
        ("S", Type::String),
        ("N", Type::Sint16),
        ("C", Type::Char16),
        ("A", Type::StringArray),
        ("R", Type::Reference),
        ("E", Type::Instance),
    ] {
        builder = builder.property(Property::new(name, ty).qualifier(Qualifier::flag("Read")));
    }
    let mut method = Method::new("M", Type::Uint32);
    method.parameters.push(Parameter::new("P", Type::Uint8Array, mi::abi::MI_FLAG_IN));
    builder.method(method).build().unwrap()
}

/// Hands every prefix and every change of one byte to `attempt`.
fn corrupted(sample: &str, mut attempt: impl FnMut(&[u8])) {
    let sample = sample.as_bytes();
    for end in 0..sample.len() {
        attempt(&sample[..end]);
    }
    let mut changed = sample.to_vec();
    for at in 0..sample.len() {
        for byte in
            [0, 1, b'<', b'>', b'&', b'"', b';', b'/', b'0', b'z', 0x7F, 0x80, 0xC3, 0xFF, !sample[at]]
        {
            changed[at] = byte;
            attempt(&changed);
        }
        changed[at] = sample[at];
    }
}

#[test]
fn mi_xml_instances_corrupted_end_in_an_answer() {
    let class = small_class();
    for instance in [small_instance(None), small_instance(Some(&class))] {
        let mut text = String::new();
        mi_xml::write_instance(&mut text, instance.view(), 0).unwrap();
        corrupted(&text, |bytes| {
            let _ = mi_xml::read_instance(bytes, &mut NoClasses);
            let _ = mi_xml::read_instance(bytes, &mut Sample(class.clone()));
            let _ = mi_xml::read_names(bytes);
        });
    }
}

#[test]
fn mi_xml_documents_corrupted_end_in_an_answer() {
    let class = small_class();
    let mut text = String::new();
    let all = flags::INSTANCE_WITH_CLASS | flags::QUALIFIERS | flags::CLASS_ORIGIN;
    mi_xml::write_instance(&mut text, small_instance(Some(&class)).view(), all).unwrap();
    corrupted(&text, |bytes| {
        let _ = mi_xml::read_instance(bytes, &mut NoClasses);
        let _ = mi_xml::read_class(bytes, None, None, &mut NoClasses);
    });
}

#[test]
fn mof_corrupted_ends_in_an_answer() {
    let class = small_class();
    let mut text =
        "/* c */ #pragma namespace(\"root/x\")\nQualifier Q : uint8[] = {1}, Scope(any);\n".to_owned();
    mof::write_class(&mut text, &class).unwrap();
    mof::write_instance(&mut text, small_instance(Some(&class)).view()).unwrap();
    let levels = [Validation::Default, Validation::IgnoreSchema];
    corrupted(&text, |bytes| {
        for validation in levels {
            let settings = Settings { validation, ..Settings::default() };
            let _ = mof::load_bytes(bytes, &mut NoIncludes, &mut NoSchema, settings);
        }
    });
}

/// What a few lines say must not grow without bounds.
#[test]
fn mof_aliases_that_double_are_refused() {
    let mut text = "instance of A as $a0 { X = 1; };\n".to_owned();
    for level in 1..40 {
        let inner = level - 1;
        text += &format!("instance of A as $a{level} {{ X = $a{inner}; Y = $a{inner}; }};\n");
    }
    let settings = Settings { validation: Validation::IgnoreSchema, ..Settings::default() };
    let error = mof::load(&text, &mut NoIncludes, &mut NoSchema, settings).err().unwrap();
    assert_eq!(error.kind(), mof::Kind::Limit);
}

#[test]
fn mof_instance_within_itself_is_refused() {
    let text = "instance of A as $a { X = $b; }; instance of A as $b { X = $a; };";
    let settings = Settings { validation: Validation::IgnoreSchema, ..Settings::default() };
    let error = mof::load(text, &mut NoIncludes, &mut NoSchema, settings).err().unwrap();
    assert!(error.to_string().contains("not embedded in itself"), "{error}");
}

#[test]
fn mi_xml_embedded_too_deep_is_refused() {
    let mut text = String::new();
    for _ in 0..60 {
        let inner = mi::codec::xml::escape(&text);
        text = format!(
            "<INSTANCE CLASSNAME=\"A\"><PROPERTY NAME=\"X\" TYPE=\"string\" EmbeddedObject=\"object\">{}</PROPERTY></INSTANCE>",
            if inner.is_empty() { String::new() } else { format!("<VALUE>{inner}</VALUE>") }
        );
        if text.len() > 1 << 20 {
            break;
        }
    }
    let error = mi_xml::read_instance(text.as_bytes(), &mut NoClasses);
    if let Err(error) = error {
        assert_eq!(error.result, mi::abi::MI_RESULT_SERVER_LIMITS_EXCEEDED, "{error}");
    }
}
