//! Hostile input to the codecs: every prefix and every change of one byte of the samples ends in an answer.

use crate::heap::left_by;
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

/// Reads the sample, every prefix of it and every other text that differs in one byte. Nothing may be left behind.
/// Answers how many prefixes and how many of the others were read without an error.
fn corrupted(sample: &str, mut read: impl FnMut(&[u8]) -> bool) -> (usize, usize) {
    let sample = sample.as_bytes();
    let mut attempt = |bytes: &[u8]| {
        let mut was_read = false;
        // Where another test has an application open, a spare block of an instance goes from thread to thread: what is
        // really left behind is left each time, and fewer than none is that block.
        let left: Vec<isize> =
            (0..3).map(|_| left_by(|| was_read = read(bytes))).take_while(|n| *n > 0).collect();
        assert!(left.len() < 3, "{left:?} left behind by {}", String::from_utf8_lossy(bytes));
        usize::from(was_read)
    };
    assert_eq!(attempt(sample), 1, "the sample itself");
    let prefixes = (0..sample.len()).map(|end| attempt(&sample[..end])).sum();
    let mut changed = sample.to_vec();
    let mut others = 0;
    for at in 0..sample.len() {
        for other in (0..=u8::MAX).filter(|byte| *byte != sample[at]) {
            changed[at] = other;
            others += attempt(&changed);
        }
        changed[at] = sample[at];
    }
    (prefixes, others)
}

/// All but a few of the changes must be noticed where they hit structure; texts and names may be others.
fn mostly_refused(sample: &str, read: usize) {
    let changes = sample.len() * 255;
    assert!(read < changes / 2, "{read} of {changes} changed texts were read");
}

#[test]
fn mi_xml_instance_corrupted_ends_in_an_answer() {
    let mut text = String::new();
    mi_xml::write_instance(&mut text, small_instance(None).view(), 0).unwrap();
    let (prefixes, others) = corrupted(&text, |bytes| {
        let _ = mi_xml::read_names(bytes);
        mi_xml::read_instance(bytes, &mut NoClasses).is_ok()
    });
    assert_eq!(prefixes, 0);
    mostly_refused(&text, others);
}

#[test]
fn mi_xml_instance_of_a_class_corrupted_ends_in_an_answer() {
    let class = small_class();
    let mut text = String::new();
    mi_xml::write_instance(&mut text, small_instance(Some(&class)).view(), 0).unwrap();
    let (prefixes, others) =
        corrupted(&text, |bytes| mi_xml::read_instance(bytes, &mut Sample(class.clone())).is_ok());
    assert_eq!(prefixes, 0);
    mostly_refused(&text, others);
}

#[test]
fn mi_xml_class_corrupted_ends_in_an_answer() {
    let mut text = String::new();
    let all = flags::QUALIFIERS | flags::CLASS_ORIGIN;
    mi_xml::write_class(&mut text, &small_class(), all).unwrap();
    let (prefixes, others) =
        corrupted(&text, |bytes| mi_xml::read_class(bytes, None, None, &mut NoClasses).is_ok());
    assert_eq!(prefixes, 0);
    mostly_refused(&text, others);
}

#[test]
fn mi_xml_instance_with_its_class_corrupted_ends_in_an_answer() {
    let class = ClassBuilder::new("T_Few").property(Property::new("S", Type::String)).build().unwrap();
    let mut instance = Instance::new(&class).unwrap();
    instance.set("S", "s").unwrap();
    let mut text = String::new();
    mi_xml::write_instance(&mut text, instance.view(), flags::INSTANCE_WITH_CLASS).unwrap();
    let (prefixes, others) = corrupted(&text, |bytes| mi_xml::read_instance(bytes, &mut NoClasses).is_ok());
    assert_eq!(prefixes, 0);
    mostly_refused(&text, others);
}

fn load(bytes: &[u8], schema: &mut dyn Schema, validation: Validation) -> Result<mof::Loaded, Error> {
    let settings = Settings { validation, ..Settings::default() };
    mof::load_bytes(bytes, &mut NoIncludes, schema, settings).map(|(loaded, _)| loaded)
}

#[test]
fn mof_class_corrupted_ends_in_an_answer() {
    let start = "/* c */ #pragma namespace(\"root/x\")\nQualifier Q : uint8[] = {1}, Scope(any);\n";
    let mut text = start.to_owned();
    mof::write_class(&mut text, &small_class()).unwrap();
    let (prefixes, others) =
        corrupted(&text, |bytes| load(bytes, &mut NoSchema, Validation::Default).is_ok());
    // Those that end between two declarations, or behind the last one.
    assert!(prefixes < 12, "{prefixes} prefixes were read");
    mostly_refused(&text, others);
}

#[test]
fn mof_instance_corrupted_ends_in_an_answer() {
    let class = small_class();
    let mut text = String::new();
    mof::write_instance(&mut text, small_instance(Some(&class)).view()).unwrap();
    let (prefixes, others) = corrupted(&text, |bytes| {
        let _ = load(bytes, &mut NoSchema, Validation::IgnoreSchema);
        load(bytes, &mut Sample(class.clone()), Validation::IgnoreSchema).is_ok()
    });
    assert!(prefixes < 12, "{prefixes} prefixes were read");
    mostly_refused(&text, others);
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
