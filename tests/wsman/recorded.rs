//! What real products said (`../shared/wsman/recorded`): every answer is decoded, or answered with a named error.
//!
//! The golden file says what each became. `GOLDEN=write` makes it anew.

use mi::cim::{Error, Instance};
use mi::codec::wsman::envelope::{Letter, Opening};
use mi::codec::wsman::instance::{NoClasses, Scope, Stop};
use mi::codec::wsman::page::{Item, Kind, Page};
use mi::codec::wsman::predict::Predictor;
use mi::codec::wsman::response::{self, Answer};
use std::collections::VecDeque;
use std::fmt::Write;
use std::path::Path;

const SCOPE: Scope<'static> = Scope { classes: &NoClasses, namespace: "root/test", server: "" };

fn said(error: &Error) -> String {
    format!("result {} category {}: {}", error.result.0, error.category.0, error.message)
}

fn stopped(stop: Stop) -> String {
    match stop {
        Stop::Bad(error) => format!("refused: {}", said(&error)),
        Stop::NeedClass { .. } => "refused: it needs a class".into(),
    }
}

/// Class, number of elements, and how many of them are NULL.
fn shown(instance: &Instance) -> String {
    let view = instance.view();
    let nulls = view.iter().filter(|element| element.value.is_none()).count();
    format!("{}[{}, {nulls} null]", view.class_name(), view.len())
}

/// The page read in one go, and again in pieces: both must give the same.
fn whole_page(text: String) -> String {
    let mut out = String::new();
    let mut items = VecDeque::new();
    let mut reader = Page::new(letter(text.clone()), Kind::Instances);
    if let Err(stop) = reader.read(&mut Predictor::default(), &SCOPE, usize::MAX, &mut items) {
        return stopped(stop);
    }
    let instance = |item: &Item| match item {
        Item::Instance(instance) => shown(instance),
        Item::Class(class) => class.name().to_owned(),
    };
    let all: Vec<String> = items.iter().map(instance).collect();
    let _ = write!(out, "{} items", all.len());
    let mut last = "";
    for one in &all {
        if one != last {
            let _ = write!(out, " {one}");
            last = one;
        }
    }
    let (context, end) = (reader.context.is_some(), reader.end_of_sequence);
    let _ = write!(out, "; context {context}, end {end}");
    assert_eq!(pieces(text), all, "a page read in pieces");
    out
}

fn letter(text: String) -> Letter {
    Letter::read(text, &mut Opening::default()).expect("its header was read before")
}

fn pieces(text: String) -> Vec<String> {
    let mut page = Page::new(letter(text), Kind::Instances);
    let (mut all, mut predictor) = (Vec::new(), Predictor::default());
    while !page.is_done() {
        let mut items = VecDeque::new();
        page.read(&mut predictor, &SCOPE, 3, &mut items).expect("reads in pieces");
        all.extend(items.iter().map(|item| match item {
            Item::Instance(instance) => shown(instance),
            Item::Class(class) => class.name().to_owned(),
        }));
    }
    all
}

/// What one answer becomes.
fn became(bytes: Vec<u8>) -> String {
    let letter = match response::sorted(bytes, None, &mut Opening::default()) {
        Ok(Answer::Fault(error)) => return format!("fault: {}", said(&error)),
        Ok(Answer::Body(letter)) => letter,
        Err(error) => return format!("refused: {}", said(&error)),
    };
    let first = letter.content().next_child().ok().flatten();
    let body = first.map(|name| name.local.to_owned());
    let result = match body.as_deref() {
        None => response::empty(&letter).map(|()| "empty".into()).map_err(Stop::from),
        Some("EnumerateResponse" | "PullResponse") => return whole_page(letter.text().to_owned()),
        Some("IdentifyResponse") => response::identify(&letter)
            .map(|identity| format!("identity of {} {}", identity.vendor, identity.version))
            .map_err(Stop::from),
        Some("SubscribeResponse") => response::subscribe(&letter)
            .map(|made| {
                format!(
                    "subscription, context {}, identifier {}",
                    made.context.is_some(),
                    made.identifier.is_some()
                )
            })
            .map_err(Stop::from),
        Some("CLASS") => response::get_class(&letter, &SCOPE).map(|class| {
            format!(
                "class {} with {} properties, {} methods",
                class.name(),
                class.properties().len(),
                class.methods().len()
            )
        }),
        Some("ResourceCreated") => response::create(&letter, &SCOPE)
            .map(|made| made.map_or("created, no keys".into(), |made| format!("created {}", shown(&made)))),
        Some(output) if output.ends_with("_OUTPUT") => {
            response::invoke(&letter, output.trim_end_matches("_OUTPUT"), None, &SCOPE)
                .map(|output| format!("out parameters {}", shown(&output)))
        }
        Some(_) => response::get(&letter, &SCOPE).map(|instance| shown(&instance)),
    };
    result.unwrap_or_else(stopped)
}

#[test]
fn recorded_answers_become_what_the_golden_file_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(index) = std::fs::read_to_string(root.join("../shared/wsman/recorded/INDEX.tsv")) else {
        eprintln!("skipped: ../shared/wsman/recorded is not there");
        return;
    };
    let (mut lines, mut decoded, mut refused) = (String::new(), 0, 0);
    for line in index.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(file), Some(kind)) = (columns.next(), columns.next()) else { continue };
        if kind == "request" {
            continue;
        }
        let bytes = std::fs::read(root.join("../shared/wsman/recorded").join(file)).expect("a recorded file");
        let became = became(bytes);
        if became.starts_with("refused") {
            refused += 1
        } else {
            decoded += 1
        }
        let _ = writeln!(lines, "{file}: {became}");
    }
    println!("{decoded} recorded answers decoded, {refused} answered with a named error");
    let golden = root.join("tests/wsman/recorded.golden");
    if std::env::var("GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(&golden, &lines).expect("the golden file is written");
    }
    let expected = std::fs::read_to_string(&golden).expect("the golden file");
    for (now, then) in lines.lines().zip(expected.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(lines.lines().count(), expected.lines().count());
}
