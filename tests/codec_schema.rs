//! The whole DMTF schema: read, written, read again, through MOF and through MI_XML.

use crate::heap::most_bytes;
use mi::cim::class::{QualifierInfo, Qualifiers};
use mi::cim::{Class, Error};
use mi::codec::mi_xml::{self, Classes, flags};
use mi::codec::mof::{self, Includes, Loaded, NoIncludes, NoSchema, Schema, Settings};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

pub const ROOT: &str = "cim_schema_2.32.0.mof";

/// Where the schema's files are; None where the archive is not there.
pub fn schema() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(unpack).as_deref()
}

fn unpack() -> Option<PathBuf> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/mof/cim-schema.tar.xz");
    if !archive.exists() || cfg!(windows) {
        println!("skipped: ../shared/mof/cim-schema.tar.xz is not there, or no tar");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cim-schema");
    if !folder.join("omischema/CIM-2.32.0").join(ROOT).exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let done = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&folder).status().unwrap();
        assert!(done.success());
    }
    Some(folder.join("omischema/CIM-2.32.0"))
}

struct Folder<'a> {
    folder: &'a Path,
    files: usize,
    bytes: usize,
}

impl Includes for Folder<'_> {
    fn read(&mut self, name: &str, _from: &str) -> Result<Vec<u8>, String> {
        let content = std::fs::read(self.folder.join(name)).map_err(|error| error.to_string())?;
        self.files += 1;
        self.bytes += content.len();
        Ok(content)
    }
}

/// The schema, how many files it has, and how large they are together.
fn load(folder: &Path) -> (Loaded, usize, usize) {
    let content = std::fs::read(folder.join(ROOT)).unwrap();
    let text = mof::decode(&content).unwrap();
    let mut files = Folder { folder, files: 1, bytes: content.len() };
    let settings = Settings { namespace: Some("root/cimv2".into()), ..Settings::default() };
    let loaded = mof::load(text.as_str(), &mut files, &mut NoSchema, settings).unwrap();
    (loaded, files.files, files.bytes)
}

/// Classes by name, for readers that ask.
struct Known(HashMap<String, Class>);

impl Schema for Known {
    fn class(&mut self, _namespace: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        Ok(self.0.get(&name.to_ascii_lowercase()).cloned())
    }
}

impl Classes for Known {
    fn class(&mut self, _: Option<&str>, _: Option<&str>, name: &str) -> Result<Option<Class>, Error> {
        Ok(self.0.get(&name.to_ascii_lowercase()).cloned())
    }
}

impl Known {
    fn add(&mut self, class: &Class) {
        self.0.insert(class.name().to_ascii_lowercase(), class.clone());
    }
}

fn describe_qualifiers(all: Qualifiers<'_>, out: &mut String) {
    for QualifierInfo { name, ty, flavor, value } in all.iter() {
        *out += &format!("  [{name} {ty:?} {flavor:x} {:?}]\n", value.map(|v| v.to_owned().unwrap()));
    }
}

/// Everything that a class says of itself.
pub fn describe(class: &Class) -> String {
    let mut out = format!(
        "{:?} {:?} {:?} {:?} {:x}\n",
        class.name(),
        class.superclass_name(),
        class.namespace(),
        class.server_name(),
        class.flags()
    );
    describe_qualifiers(class.qualifiers(), &mut out);
    for p in class.properties().iter() {
        out += &format!(
            "{} {:?} {:x} {:?} {} {:?} {:?} {:?}\n",
            p.name,
            p.ty,
            p.flags,
            p.reference_class,
            p.subscript,
            p.origin,
            p.propagator,
            p.default.map(|v| v.to_owned().unwrap())
        );
        describe_qualifiers(p.qualifiers, &mut out);
    }
    for m in class.methods().iter() {
        out += &format!("{}() {:?} {:x} {:?} {:?}\n", m.name, m.return_type, m.flags, m.origin, m.propagator);
        describe_qualifiers(m.qualifiers, &mut out);
        for p in m.parameters.iter() {
            out += &format!(" {} {:?} {:x} {:?} {}\n", p.name, p.ty, p.flags, p.reference_class, p.subscript);
            describe_qualifiers(p.qualifiers, &mut out);
        }
    }
    out
}

#[test]
fn schema_is_read_whole() {
    let Some(folder) = schema() else { return };
    let ((loaded, files, bytes), most) = most_bytes(|| load(folder));
    println!("{} classes from {files} files of {bytes} bytes, {most} bytes of memory", loaded.classes.len());
    assert!(most < 6 * bytes, "{most} bytes of memory for {bytes} of text");
    assert!(files >= 1420, "{files} files");
    assert_eq!(loaded.classes.len(), files - 3, "one class a file, but for the root and two of qualifiers");
}

#[test]
fn schema_written_as_mof_reads_back_identical() {
    let Some(folder) = schema() else { return };
    let (loaded, ..) = load(folder);
    let mut known = Known(HashMap::new());
    for class in &loaded.classes {
        let mut text = String::new();
        mof::write_class(&mut text, class).unwrap();
        let settings = Settings { namespace: Some("root/cimv2".into()), ..Settings::default() };
        let again = mof::load(&text, &mut NoIncludes, &mut known, settings);
        let again = again.unwrap_or_else(|error| panic!("{error}\n{text}")).classes.remove(0);
        assert_eq!(describe(&again), describe(class), "{text}");
        let longest = text.lines().filter(|l| l.contains(' ')).map(str::len).max();
        assert!(longest.unwrap_or(0) < 160, "{longest:?}");
        known.add(&again);
    }
}

#[test]
fn schema_written_as_mi_xml_reads_back_identical() {
    let Some(folder) = schema() else { return };
    let (loaded, ..) = load(folder);
    let mut known = Known(HashMap::new());
    for class in &loaded.classes {
        let mut text = String::new();
        mi_xml::write_class(&mut text, class, flags::QUALIFIERS | flags::CLASS_ORIGIN).unwrap();
        let read = mi_xml::read_class(text.as_bytes(), None, Some("root/cimv2"), &mut known);
        let read = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(read.consumed, text.len());
        assert_eq!(describe(&read.object), describe(class), "{text}");
        known.add(&read.object);
        let mut deep = String::new();
        mi_xml::write_class(&mut deep, class, flags::QUALIFIERS | flags::CLASS_ORIGIN | flags::CLASS_DEEP)
            .unwrap();
        let read = mi_xml::read_class(deep.as_bytes(), None, Some("root/cimv2"), &mut known).unwrap();
        assert_eq!(describe(&read.object), describe(class), "{deep}");
    }
}
