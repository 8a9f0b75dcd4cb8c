//! What the codecs write, they read back: every type, through MI_XML and through MOF.

use crate::codec_schema::describe;
use mi::cim::{
    Class, ClassBuilder, Datetime, Error, Instance, Method, Parameter, Property, Qualifier, Type, Value,
};
use mi::codec::mi_xml::{self, Classes, NoClasses, flags};
use mi::codec::mof::{self, NoIncludes, Schema, Settings};

/// A value of each type, and of each array type.
pub fn values() -> Vec<(&'static str, Value)> {
    let timestamp = "20240229235901.000042-330".parse::<Datetime>().unwrap();
    let interval = "12345678010203.123456:000".parse::<Datetime>().unwrap();
    let text = "<a b='c' d=\"e\">&amp;\t\r\n\u{1}\\x41 é€𝄞</a>";
    vec![
        ("Boolean", Value::Boolean(true)),
        ("Uint8", Value::Uint8(255)),
        ("Sint8", Value::Sint8(-128)),
        ("Uint16", Value::Uint16(65535)),
        ("Sint16", Value::Sint16(-32768)),
        ("Uint32", Value::Uint32(u32::MAX)),
        ("Sint32", Value::Sint32(i32::MIN)),
        ("Uint64", Value::Uint64(u64::MAX)),
        ("Sint64", Value::Sint64(i64::MIN)),
        ("Real32", Value::Real32(16777217.0 / 3.0)),
        ("Real64", Value::Real64(-1.0e-300 / 3.0)),
        ("Char16", Value::Char16(0x20AC)),
        ("Char16Lone", Value::Char16(0xD800)),
        ("Char16Less", Value::Char16(0x3C)),
        ("Char16Return", Value::Char16(0x0D)),
        ("Timestamp", Value::Datetime(timestamp)),
        ("Interval", Value::Datetime(interval)),
        ("String", Value::String(text.into())),
        ("Empty", Value::String(String::new())),
        ("Booleans", Value::BooleanArray(vec![true, false])),
        ("Uint8s", Value::Uint8Array(vec![0, 255])),
        ("Sint8s", Value::Sint8Array(vec![-128, 127])),
        ("Uint16s", Value::Uint16Array(vec![0, 65535])),
        ("Sint16s", Value::Sint16Array(vec![-1])),
        ("Uint32s", Value::Uint32Array((0..100).collect())),
        ("Sint32s", Value::Sint32Array(vec![])),
        ("Uint64s", Value::Uint64Array(vec![u64::MAX])),
        ("Sint64s", Value::Sint64Array(vec![i64::MIN, i64::MAX])),
        ("Real32s", Value::Real32Array(vec![0.1, f32::MAX, -0.0])),
        ("Real64s", Value::Real64Array(vec![0.1, f64::MAX, 5e-324])),
        ("Char16s", Value::Char16Array(vec![9, 0x41, 0xDFFF])),
        ("Datetimes", Value::DatetimeArray(vec![timestamp, interval])),
        ("Strings", Value::StringArray(vec![text.into(), String::new(), "x".into()])),
    ]
}

/// A class with a key, a property of each type, defaults, and a method.
pub fn sample_class() -> Class {
    let mut builder = ClassBuilder::new("T_Sample")
        .qualifier(Qualifier::new("Description", Value::String("A long text. ".repeat(12))))
        .property(Property::new("Id", Type::String).qualifier(Qualifier::flag("Key")));
    for (name, value) in values() {
        let mut property = Property::new(name, value.ty());
        if name.len() % 2 == 0 {
            property.default = Some(value);
        }
        builder = builder.property(property);
    }
    let mut reference = Property::new("Reference", Type::Reference);
    reference.reference_class = Some("T_Sample".into());
    let mut embedded = Property::new("Embedded", Type::Instance);
    embedded.reference_class = Some("T_Sample".into());
    embedded.qualifiers.push(Qualifier::new("EmbeddedInstance", Value::String("T_Sample".into())));
    let mut both = Property::new("Both", Type::InstanceArray);
    both.reference_class = Some("T_Sample".into());
    both.qualifiers.push(Qualifier::new("EmbeddedInstance", Value::String("T_Sample".into())));
    let mut method = Method::new("Go", Type::Uint32);
    let mut parameter = Parameter::new("Target", Type::ReferenceArray, 0);
    parameter.reference_class = Some("T_Sample".into());
    parameter.qualifiers.push(Qualifier::flag("In"));
    method.parameters.push(parameter);
    builder.property(reference).property(embedded).property(both).method(method).build().unwrap()
}

/// An instance with a value of each type, references and embedded instances. Dynamic without a class.
pub fn instance_of_everything(class: Option<&Class>) -> Instance {
    let key = |id: &str| {
        let mut instance = match class {
            Some(class) => Instance::new(class).unwrap(),
            None => Instance::dynamic("T_Sample").unwrap(),
        };
        let id = Value::String(id.into());
        match class {
            Some(_) => instance.set("Id", &id).unwrap(),
            None => instance.add("Id", &id, mi::abi::MI_FLAG_KEY).unwrap(),
        }
        instance
    };
    let mut instance = key("a\"b\\c,d=1");
    let mut all = values();
    all.push(("Embedded", Value::Instance(key("<inner>"))));
    all.push(("Both", Value::InstanceArray(vec![key("one"), key("two")])));
    let mut target = key("target");
    target.set_namespace("root/other").unwrap();
    all.push(("Reference", Value::Reference(target)));
    for (name, value) in &all {
        match class {
            Some(_) => instance.set(name, value).unwrap(),
            None => instance.add(name, value, 0).unwrap(),
        }
    }
    instance
}

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

#[test]
fn mi_xml_instance_with_its_class_known_reads_back() {
    let class = sample_class();
    let instance = instance_of_everything(Some(&class));
    let mut text = String::new();
    mi_xml::write_instance(&mut text, instance.view(), 0).unwrap();
    let read = mi_xml::read_instance(text.as_bytes(), &mut Sample(class)).unwrap();
    assert_eq!(read.object, instance, "{text}");
    assert_eq!(read.consumed, text.len());
}

#[test]
fn mi_xml_dynamic_instance_reads_back() {
    let instance = instance_of_everything(None);
    let mut text = String::new();
    mi_xml::write_instance(&mut text, instance.view(), 0).unwrap();
    let read = mi_xml::read_instance(text.as_bytes(), &mut NoClasses).unwrap();
    for element in instance.view().iter() {
        let name = element.name.to_str_lossy();
        if name != "Reference" {
            let again = read.object.view().get(&name).unwrap();
            assert_eq!(
                again.value.map(|v| v.to_owned().unwrap()),
                element.value.map(|v| v.to_owned().unwrap()),
                "{name}"
            );
        }
    }
}

#[test]
fn mi_xml_instance_with_class_needs_nobody() {
    let class = sample_class();
    let instance = instance_of_everything(Some(&class));
    let mut text = String::new();
    mi_xml::write_instance(&mut text, instance.view(), flags::INSTANCE_WITH_CLASS | flags::QUALIFIERS)
        .unwrap();
    let read = mi_xml::read_instance(text.as_bytes(), &mut NoClasses).unwrap();
    assert_eq!(read.object, instance, "{text}");
    let again = read.object.view().class().unwrap();
    assert_eq!(describe(&again), describe(&class));
}

#[test]
fn mi_xml_every_char16_reads_back_from_every_level() {
    let all = Value::Char16Array((0..=u16::MAX).collect());
    let mut instance = Instance::dynamic("T_Characters").unwrap();
    instance.add("All", &all, 0).unwrap();
    for level in 0..3 {
        let mut text = String::new();
        mi_xml::write_instance(&mut text, instance.view(), 0).unwrap();
        let mut read = mi_xml::read_instance(text.as_bytes(), &mut NoClasses).unwrap().object;
        for _ in 0..level {
            let inner = read.view().get("Inner").unwrap().value.unwrap().to_owned().unwrap();
            let Value::Instance(inner) = inner else { panic!("{inner:?} at level {level}") };
            read = inner;
        }
        let found = read.view().get("All").unwrap().value.unwrap().to_owned().unwrap();
        assert!(found == all, "level {level}");
        let mut outer = Instance::dynamic("T_Outer").unwrap();
        outer.add("Inner", &Value::Instance(instance), 0).unwrap();
        instance = outer;
    }
}

#[test]
fn mi_xml_utf16_and_many_documents_in_one_buffer() {
    let mut text = String::new();
    for number in 0..3u32 {
        let mut instance = Instance::dynamic("T_Number").unwrap();
        instance.add("Number", &Value::Uint32(number), 0).unwrap();
        mi_xml::write_instance(&mut text, instance.view(), 0).unwrap();
        text.push('\n');
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for mut rest in [text.as_bytes(), &wide] {
        for number in 0..3u32 {
            let read = mi_xml::read_instance(rest, &mut NoClasses).unwrap();
            let found = read.object.view().get("Number").unwrap().value.unwrap().as_integer();
            assert_eq!(found, Some(number.into()));
            rest = &rest[read.consumed..];
        }
    }
}

#[test]
fn mof_instance_reads_back() {
    let class = sample_class();
    let instance = instance_of_everything(Some(&class));
    let mut text = String::new();
    mof::write_instance(&mut text, instance.view()).unwrap();
    let loaded = mof::load(&text, &mut NoIncludes, &mut Sample(class), Settings::default());
    let loaded = loaded.unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(loaded.instances.len(), 1, "embedded ones are no results of their own");
    assert_eq!(loaded.instances[0], instance, "{text}");
}

#[test]
fn mof_class_reads_back() {
    let class = sample_class();
    let mut text = String::new();
    mof::write_class(&mut text, &class).unwrap();
    let loaded = mof::load(&text, &mut NoIncludes, &mut Sample(class.clone()), Settings::default());
    let loaded = loaded.unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(describe(&loaded.classes[0]), describe(&class), "{text}");
    assert!(text.lines().all(|line| line.len() <= 80 || !line.contains(". ")), "{text}");
}

/// A class, and one whose default values are references to and embedded instances of the first.
fn classes_of_defaults() -> [Class; 2] {
    let embedded = |name, ty| {
        let mut property = Property::new(name, ty);
        property.reference_class = Some("T_Target".into());
        property.qualifier(Qualifier::new("EmbeddedInstance", Value::String("T_Target".into())))
    };
    let target = ClassBuilder::new("T_Target")
        .property(Property::new("Id", Type::String).qualifier(Qualifier::flag("Key")))
        .property(embedded("Inner", Type::Instance))
        .build()
        .unwrap();
    let instance = |id: &str| {
        let mut instance = Instance::new(&target).unwrap();
        instance.set("Id", &Value::String(id.into())).unwrap();
        instance
    };
    let mut nested = instance("a");
    nested.set("Inner", &Value::Instance(instance("b"))).unwrap();
    let both = Value::InstanceArray(vec![instance("c"), instance("d\"")]);
    let mut reference = Property::new("Reference", Type::Reference);
    reference.reference_class = Some("T_Target".into());
    let class = ClassBuilder::new("T_Defaults")
        .property(reference.default_value(Value::Reference(instance("<e>"))))
        .property(embedded("Nested", Type::Instance).default_value(Value::Instance(nested)))
        .property(embedded("Both", Type::InstanceArray).default_value(both))
        .build()
        .unwrap();
    [target, class]
}

#[test]
fn default_values_that_are_instances_read_back() {
    let [target, class] = classes_of_defaults();
    let (mut text, mut again) = (String::new(), String::new());
    mi_xml::write_class(&mut text, &class, flags::QUALIFIERS).unwrap();
    golden("class_of_defaults.xml", &text);
    let read = mi_xml::read_class(text.as_bytes(), None, None, &mut Sample(target.clone())).unwrap();
    mi_xml::write_class(&mut again, &read.object, flags::QUALIFIERS).unwrap();
    assert_eq!(again, text);
    text.clear();
    mof::write_class(&mut text, &class).unwrap();
    golden("class_of_defaults.mof", &text);
    let loaded = mof::load(&text, &mut NoIncludes, &mut Sample(target), Settings::default());
    let loaded = loaded.unwrap_or_else(|error| panic!("{error}\n{text}"));
    again.clear();
    mof::write_class(&mut again, &loaded.classes[0]).unwrap();
    assert_eq!(again, text);
}

/// Compares with `tests/golden/codec/NAME`. With UPDATE_GOLDEN set, writes it.
fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/codec").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{}", path.display());
}

#[test]
fn output_is_that_of_the_golden_files() {
    let class = sample_class();
    let instance = instance_of_everything(Some(&class));
    let all = flags::INSTANCE_WITH_CLASS | flags::QUALIFIERS | flags::CLASS_ORIGIN | flags::HIERARCHY;
    let mut texts = [const { String::new() }; 5];
    mi_xml::write_class(&mut texts[0], &class, all).unwrap();
    mi_xml::write_instance(&mut texts[1], instance.view(), 0).unwrap();
    mi_xml::write_instance(&mut texts[2], instance.view(), all).unwrap();
    mof::write_class(&mut texts[3], &class).unwrap();
    mof::write_instance(&mut texts[4], instance.view()).unwrap();
    let names = ["class.xml", "instance.xml", "instance_with_class.xml", "class.mof", "instance.mof"];
    for (name, text) in names.into_iter().zip(&texts) {
        golden(name, text);
    }
}

#[test]
fn real32_of_any_bits_reads_back() {
    let mut bits = 7u32;
    for _ in 0..5000 {
        bits = bits.wrapping_mul(1664525).wrapping_add(1013904223);
        let value = f32::from_bits(bits);
        if value.is_finite() {
            let text = mi::codec::scalar::real32(value);
            assert_eq!(mi::codec::scalar::parse_real32(text.as_str()), Some(value));
        }
    }
}
