//! The tables against the DMTF's own schema, where it is at hand beside the project.

use super::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A declaration as MOF has it: type, whether it is an array, the names of its qualifiers.
#[derive(Debug, PartialEq)]
struct Declared {
    name: String,
    ty: String,
    array: bool,
    qualifiers: Vec<String>,
}

/// What is deliberately left out: descriptions are the DMTF's text, and where a property came from before CIM is of
/// no use to a client.
const LEFT_OUT: [&str; 2] = ["description", "mappingstrings"];

#[test]
fn every_table_class_can_be_built() {
    let catalogue = Catalogue::new("host".to_owned());
    for name in catalogue.names() {
        let class = catalogue.class(name).unwrap().unwrap();
        assert_eq!(class.name(), name);
        assert_eq!(class.superclass_name().unwrap_or(""), catalogue.superclass(name));
    }
}

#[test]
fn process_class_has_inherited_keys_and_qualifiers() {
    let catalogue = Catalogue::new("host".to_owned());
    let class = catalogue.class("linux_unixprocess").unwrap().unwrap();
    let keys: Vec<&str> = class.key_properties().map(|key| key.name).collect();
    let expected =
        ["CSCreationClassName", "CSName", "OSCreationClassName", "OSName", "CreationClassName", "Handle"];
    assert_eq!(keys, expected);
    let priority = class.property("Priority").unwrap();
    assert!(priority.qualifiers.get("Write").is_some());
    assert_eq!(priority.origin, Some("CIM_Process"));
    assert!(class.is_a("CIM_ManagedElement") && class.is_a("cim_process") && !class.is_a("CIM_System"));
    let load = catalogue.class("Linux_OperatingSystem").unwrap().unwrap();
    let load = load.method("GetLoad").unwrap();
    assert!(load.parameters.iter().any(|parameter| parameter.name == "Load" && parameter.is_out()));
    assert!(load.parameters.iter().any(|parameter| parameter.name == "Stream" && !parameter.is_out()));
}

#[test]
fn association_class_is_one_and_names_its_ends() {
    let catalogue = Catalogue::new("host".to_owned());
    let class = catalogue.class("Linux_ParentProcess").unwrap().unwrap();
    assert!(class.is_association());
    let parent = class.property("Antecedent").unwrap();
    assert!(parent.is_key(), "Key is inherited by an override");
    assert_eq!((parent.ty, parent.reference_class), (Type::Reference, Some("Linux_UnixProcess")));
}

#[test]
fn superclass_tables_agree_with_the_published_schema() {
    let Some(schema) = unpacked() else {
        println!("skipped: ../shared/mof is not there, or tar cannot unpack it");
        return;
    };
    let files = mof_files(schema.path());
    let mut compared = 0;
    for row in TABLES.into_iter().flatten().filter(|row| row.name.starts_with("CIM_")) {
        let text = String::from_utf8_lossy(&std::fs::read(&files[row.name]).unwrap()).into_owned();
        let (superclass, declared) = properties(&tokens(&text));
        assert_eq!(superclass, row.superclass, "{}", row.name);
        let ours: Vec<Declared> = row.properties.iter().map(declaration).collect();
        assert_eq!(ours, declared, "{}", row.name);
        compared += ours.len();
    }
    assert!(compared > 150, "only {compared} properties were compared");
}

fn declaration(row: &PropertyRow) -> Declared {
    let ty = if row.class.is_empty() { row.ty.name().to_owned() } else { format!("ref {}", row.class) };
    let qualifiers = row.qualifiers.iter().map(|qualifier| qualifier.name.to_lowercase()).collect();
    Declared { name: row.name.to_owned(), ty, array: row.ty.is_array(), qualifiers }
}

/// A directory that goes when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn unpacked() -> Option<Scratch> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mof/cim-schema.tar.xz");
    let archive = archive.canonicalize().ok()?;
    let scratch = Scratch(std::env::temp_dir().join(format!("libmi-mof-{}", std::process::id())));
    std::fs::create_dir_all(scratch.path()).ok()?;
    let unpack = Command::new("tar").arg("-xJf").arg(archive).arg("-C").arg(scratch.path()).status();
    unpack.is_ok_and(|status| status.success()).then_some(scratch)
}

/// By class name.
fn mof_files(root: &Path) -> HashMap<String, PathBuf> {
    let mut files = HashMap::new();
    let mut directories = vec![root.join("omischema/CIM-2.32.0")];
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "mof") {
                files.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), path);
            }
        }
    }
    files
}

/// Words, punctuation, and quoted texts (kept with their quotes).
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            quoted_length(rest)
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let token = &rest[..length];
        if !first.is_whitespace() && !token.starts_with("//") && !token.starts_with("/*") {
            tokens.push(token.to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

fn quoted_length(text: &str) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' if !escaped => escaped = true,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The superclass and the properties of the one class in a file.
fn properties(tokens: &[String]) -> (String, Vec<Declared>) {
    let mut at = skip_qualifiers(tokens, 0).0;
    assert_eq!(tokens[at], "class");
    let superclass = if tokens[at + 2] == ":" { tokens[at + 3].clone() } else { String::new() };
    at += tokens[at..].iter().position(|token| token == "{").unwrap() + 1;
    let mut found = Vec::new();
    while tokens[at] != "}" {
        let (after, mut qualifiers) = skip_qualifiers(tokens, at);
        let end = after + tokens[after..].iter().position(|token| token == ";").unwrap();
        let declaration = &tokens[after..end];
        at = end + 1;
        if declaration.iter().any(|token| token == "(") {
            continue;
        }
        qualifiers.retain(|name| !LEFT_OUT.contains(&name.as_str()));
        let is_reference = declaration[1].eq_ignore_ascii_case("REF");
        let ty = if is_reference { format!("ref {}", declaration[0]) } else { declaration[0].clone() };
        let name = declaration[if is_reference { 2 } else { 1 }].clone();
        let array = declaration.iter().any(|token| token == "[");
        found.push(Declared { name, ty, array, qualifiers });
    }
    (superclass, found)
}

/// Where the list of qualifiers that may stand at `at` ends, and their names.
fn skip_qualifiers(tokens: &[String], at: usize) -> (usize, Vec<String>) {
    let mut names = Vec::new();
    if tokens[at] != "[" {
        return (at, names);
    }
    let (mut depth, mut index, mut expected) = (0, at, false);
    loop {
        match tokens[index].as_str() {
            "[" | "(" | "{" => depth += 1,
            "]" | ")" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (index + 1, names);
        }
        if expected {
            names.push(tokens[index].to_lowercase());
        }
        expected = depth == 1 && matches!(tokens[index].as_str(), "[" | ",");
        index += 1;
    }
}
