//! The fast path and the general reader give the same on every input.

use mi::cim::class::{ClassBuilder, Property};
use mi::cim::{Class, Type};
use mi::codec::wsman::instance::{Classes, Lookup, Scope, Stop};
use mi::codec::wsman::page::{Item, Kind, Page};
use mi::codec::wsman::predict::Predictor;
use std::collections::VecDeque;
use std::fmt::Write;

struct One(Class);

impl Classes for One {
    fn find(&self, _namespace: &str, class: &str) -> Lookup {
        if class.eq_ignore_ascii_case("Thing") { Lookup::Known(self.0.clone()) } else { Lookup::Untyped }
    }
}

/// A generator of numbers that is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const PROPERTIES: [(&str, Type); 9] = [
    ("Id", Type::Uint32),
    ("Name", Type::String),
    ("NameFormat", Type::String),
    ("Enabled", Type::Boolean),
    ("Size", Type::Uint64),
    ("Delta", Type::Sint16),
    ("Ratio", Type::Real64),
    ("Created", Type::Datetime),
    ("Tags", Type::StringArray),
];

fn class() -> Class {
    let properties = PROPERTIES.iter().map(|(name, ty)| Property::new(*name, *ty));
    properties
        .fold(ClassBuilder::new("Thing").namespace("root/test"), ClassBuilder::property)
        .build()
        .expect("a class")
}

fn text(random: &mut Random, ty: Type) -> String {
    match ty {
        Type::Uint32 | Type::Uint64 => {
            random.of(&["0", "7", "4294967295", " 12 ", "+3", "", "18446744073709551615"]).into()
        }
        Type::Sint16 => random.of(&["-5", "32767", "32768", "0"]).into(),
        Type::Boolean => random.of(&["true", "false", "1", "yes", " true"]).into(),
        Type::Real64 => random.of(&["1.5", "INF", "-1e300", "nan", "NaN"]).into(),
        Type::Datetime => random
            .of(&[
                "<cim:Datetime>2024-01-31T10:20:30Z</cim:Datetime>",
                "<cim:Interval>P1DT2H</cim:Interval>",
                "<cim:Datetime>TIME_NA</cim:Datetime>",
                "20240131102030.000000+060",
                "<cim:Datetime>2024-01-31</cim:Datetime><!-- x -->",
                "x<cim:Datetime>2024-01-31</cim:Datetime>",
            ])
            .into(),
        _ => random
            .of(&[
                "plain",
                "a &lt; b &amp; c",
                "",
                "line\r\nend",
                "tab\t",
                "&#x41;&#10;",
                "<![CDATA[x<y]]>",
                "日本",
                "a<!-- c -->b",
                "&bad;",
                "a\u{1}b",
            ])
            .into(),
    }
}

fn property(random: &mut Random, out: &mut String, name: &str, ty: Type, odd: bool) {
    let space = if odd && random.below(6) == 0 { random.of(&[" ", "\n  ", "<!-- c -->"]) } else { "" };
    out.push_str(space);
    if random.below(5) == 0 {
        let _ = write!(
            out,
            "<p:{name} xsi:nil=\"{}\"/>",
            if odd { random.of(&["true", "1", "false"]) } else { "true" }
        );
        return;
    }
    let ty = if odd || random.below(10) > 0 { ty } else { Type::String };
    let tame = |text: String| {
        if text.contains(['&', '<', '\r', '\u{1}']) && !text.contains("cim:") { "tame".into() } else { text }
    };
    let content = text(random, ty);
    let content = if odd || ty != Type::StringArray { content } else { tame(content) };
    let _ = write!(out, "<p:{name}>{content}</p:{name}>");
}

fn page(random: &mut Random, odd: bool) -> String {
    let mut out = String::from(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\">\
         <s:Header/><s:Body><n:PullResponse><n:Items>",
    );
    let order = random.below(3);
    for _ in 0..random.below(12) + 2 {
        let other = odd && random.below(12) == 0;
        let name = if other { "Other" } else { "Thing" };
        let _ =
            write!(out, "<p:{name} xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/{name}\">");
        for at in 0..PROPERTIES.len() {
            let (name, ty) = PROPERTIES[(at + order) % PROPERTIES.len()];
            if random.below(8) == 0 {
                continue;
            }
            let times = if ty.is_array() {
                random.below(4)
            } else if odd && random.below(30) == 0 {
                2
            } else {
                1
            };
            for _ in 0..times {
                property(random, &mut out, name, ty, odd);
            }
        }
        let _ = write!(out, "</p:{name}>");
    }
    out.push_str("</n:Items><n:EndOfSequence/></n:PullResponse></s:Body></s:Envelope>");
    out
}

fn read(text: &str, mut predictor: Predictor, classes: &One, most: usize) -> String {
    let scope = Scope { classes, namespace: "root/test", server: "host" };
    let mut page = Page::new(text.to_owned(), Kind::Instances);
    let mut out = String::new();
    while !page.is_done() {
        let mut items = VecDeque::new();
        let result = page.read(&mut predictor, &scope, most, &mut items);
        for item in &items {
            let Item::Instance(instance) = item else { continue };
            let view = instance.view();
            let _ = write!(out, "{:?}@{:?} {}:", view.namespace(), view.server_name(), view.class_name());
            for element in view.iter() {
                let owned = element.value.map(|value| format!("{:?}", value.to_owned().expect("owned")));
                let _ = write!(
                    out,
                    " {}:{:?}/{:x}={owned:?}",
                    element.name.to_str_lossy(),
                    element.ty,
                    element.flags
                );
            }
            out.push('\n');
        }
        match result {
            Ok(()) => {}
            Err(Stop::Bad(error)) => {
                let _ = write!(out, "error {error:?}");
                return out;
            }
            Err(Stop::NeedClass { .. }) => unreachable!("every class is known or untyped"),
        }
    }
    out
}

fn same(text: &str, classes: &One) {
    let general = read(text, Predictor::off(), classes, 1000);
    for most in [1000, 3] {
        assert_eq!(read(text, Predictor::default(), classes, most), general, "for {text}");
    }
}

#[test]
fn predicted_and_general_reading_agree_on_every_input() {
    let classes = One(class());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..4000 {
        let text = page(&mut random, round % 2 == 1);
        same(&text, &classes);
        // The same page with bytes changed, doubled or cut.
        let mut broken = text.clone().into_bytes();
        for _ in 0..random.below(3) + 1 {
            let at = random.below(broken.len());
            match random.below(4) {
                0 => broken[at] = b"<>/ax&\"' "[random.below(9)],
                1 => broken.truncate(at.max(1)),
                2 => drop(broken.remove(at)),
                _ => broken.insert(at, b"</p:> "[random.below(6)]),
            }
        }
        if let Ok(broken) = String::from_utf8(broken) {
            same(&broken, &classes);
        }
    }
}
