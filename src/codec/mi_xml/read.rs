//! Documents: what may stand around a class or an instance, and how much of a buffer one document is.

use super::read_class::class_element;
use super::read_instance::instance_element;
use super::read_path::{Place, namespace_path};
use crate::abi::*;
use crate::cim::{Class, Error, Instance};
use crate::codec::xml::{self, Kind, Limits, Reader};
use std::collections::HashMap;

/// What a document refers to and does not hold.
pub trait Classes {
    /// The class of that name; None where there is none.
    fn class(
        &mut self,
        server: Option<&str>,
        namespace: Option<&str>,
        name: &str,
    ) -> Result<Option<Class>, Error>;
}

/// Knows no class.
pub struct NoClasses;

impl Classes for NoClasses {
    fn class(&mut self, _: Option<&str>, _: Option<&str>, _: &str) -> Result<Option<Class>, Error> {
        Ok(None)
    }
}

/// An object, and how many bytes of the buffer its document took.
#[derive(Debug)]
pub struct Read<T> {
    pub object: T,
    pub consumed: usize,
}

/// The names in a document's first class or instance.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub class: Option<String>,
    /// Of a class: its superclass.
    pub superclass: Option<String>,
    /// Of an instance: its class.
    pub instance: Option<String>,
}

/// Buffers up to this size are decoded at once, even if they hold many documents.
const AT_ONCE: usize = 64 << 10;

/// Reads the class of a document. Classes before it in the document serve as its superclasses.
pub fn read_class(
    buffer: &[u8],
    server: Option<&str>,
    namespace: Option<&str>,
    classes: &mut dyn Classes,
) -> Result<Read<Class>, Error> {
    document(buffer, Place::new(server, namespace), classes, |found| match found.instance {
        None => found.class.ok_or("a CLASS"),
        Some(_) => Err("a CLASS and no INSTANCE"),
    })
}

/// Reads the instance of a document. Classes before it in the document serve it and what is embedded in it.
pub fn read_instance(buffer: &[u8], classes: &mut dyn Classes) -> Result<Read<Instance>, Error> {
    document(buffer, Place::default(), classes, |found| found.instance.ok_or("an INSTANCE"))
}

/// Reads the names only.
pub fn read_names(buffer: &[u8]) -> Result<Names, Error> {
    let text =
        xml::decode(first_document(buffer)?, &Limits::default()).map_err(|error| failure(&error, ""))?;
    scan_names(&mut Reader::new(text.as_str(), Limits::default()))
        .map_err(|error| failure(&error, text.as_str()))
}

fn scan_names(reader: &mut Reader<'_>) -> Result<Names, xml::Error> {
    let mut names = Names::default();
    let mut next = Some(reader.root()?);
    let mut depth = 1;
    while depth > 0 {
        let Some(element) = next else {
            depth -= 1;
            next = if depth > 0 { reader.next_child()? } else { None };
            continue;
        };
        match element.local {
            "CLASS" => {
                names.class = reader.attribute("", "NAME").map(str::to_owned);
                names.superclass = reader.attribute("", "SUPERCLASS").map(str::to_owned);
                reader.skip_element()?;
            }
            "INSTANCE" => {
                names.instance = reader.attribute("", "CLASSNAME").map(str::to_owned);
                return Ok(names);
            }
            name if is_container(name) => depth += 1,
            _ => reader.skip_element()?,
        }
        next = reader.next_child()?;
    }
    Ok(names)
}

fn is_container(name: &str) -> bool {
    const CONTAINERS: [&str; 11] = [
        "CIM",
        "DECLARATION",
        "DECLGROUP",
        "DECLGROUP.WITHNAME",
        "DECLGROUP.WITHPATH",
        "VALUE.OBJECT",
        "VALUE.NAMEDINSTANCE",
        "VALUE.NAMEDOBJECT",
        "VALUE.OBJECTWITHPATH",
        "VALUE.OBJECTWITHLOCALPATH",
        "VALUE.INSTANCEWITHPATH",
    ];
    CONTAINERS.contains(&name)
}

/// What reading one document needs at hand.
pub(super) struct Session<'c> {
    pub classes: &'c mut dyn Classes,
    /// Classes of the document, by name in lower case.
    pub known: HashMap<String, Class>,
    pub place: Place,
    pub embedded: u32,
    pub limits: Limits,
}

impl Session<'_> {
    /// A class of the document, or one that the caller knows.
    pub fn class(&mut self, name: &str) -> Result<Option<Class>, Error> {
        if !self.known.is_empty()
            && let Some(class) = self.known.get(&name.to_ascii_lowercase())
        {
            return Ok(Some(class.clone()));
        }
        self.classes.class(self.place.server.as_deref(), self.place.namespace.as_deref(), name)
    }
}

#[derive(Default)]
struct Found {
    class: Option<Class>,
    instance: Option<Instance>,
}

fn document<T>(
    buffer: &[u8],
    place: Place,
    classes: &mut dyn Classes,
    choose: impl FnOnce(Found) -> Result<T, &'static str>,
) -> Result<Read<T>, Error> {
    let limits = Limits::default();
    let text = xml::decode(first_document(buffer)?, &limits).map_err(|error| failure(&error, ""))?;
    let mut session = Session { classes, known: HashMap::new(), place, embedded: 0, limits };
    let mut reader = Reader::new(text.as_str(), limits);
    let mut found = Found::default();
    let read = containers(&mut reader, &mut session, &mut found);
    read.map_err(|problem| problem.into_error(text.as_str()))?;
    let object = choose(found).map_err(|expected| {
        let message = format!("The document holds no object of the kind that is read: expected {expected}.");
        Error::new(MI_RESULT_INVALID_PARAMETER, message).with_category(MI_ERRORCATEGORY_INVALID_DATA)
    })?;
    Ok(Read { object, consumed: text.source_offset(reader.offset()) })
}

/// Walks through what stands around objects. No recursion: the reader bounds the depth.
fn containers(reader: &mut Reader<'_>, session: &mut Session<'_>, found: &mut Found) -> Result<(), Problem> {
    let mut next = Some(reader.root()?);
    let mut depth = 0;
    loop {
        match next {
            None => depth -= 1,
            Some(element) => match element.local {
                "CLASS" => {
                    let class = class_element(reader, session)?;
                    session.known.insert(class.name().to_ascii_lowercase(), class.clone());
                    found.class = Some(class);
                }
                "INSTANCE" if found.instance.is_none() => {
                    found.instance = Some(instance_element(reader, session)?);
                }
                "NAMESPACEPATH" | "LOCALNAMESPACEPATH" => {
                    session.place = namespace_path(reader, element.local)?
                }
                name if is_container(name) => depth += 1,
                // Paths and names of what follows.
                name if name.ends_with("PATH") || name.ends_with("NAME") => reader.skip_element()?,
                _ => {
                    return Err(reader
                        .unexpected_element(element, "CLASS, INSTANCE or what holds them")
                        .into());
                }
            },
        }
        if depth == 0 {
            return Ok(());
        }
        next = reader.next_child()?;
    }
}

/// The buffer, or in a large one what its first document takes: reading many documents out of one buffer must not
/// look at all of the rest each time.
fn first_document(buffer: &[u8]) -> Result<&[u8], Error> {
    let mut size = AT_ONCE;
    while size < buffer.len() {
        if let Some(part) = buffer.get(..size)
            && let Some(length) = whole(part)
        {
            return Ok(&buffer[..length]);
        }
        size = size.saturating_mul(2);
    }
    Ok(buffer)
}

/// The size of the document at the start of `part`, if it is whole.
fn whole(part: &[u8]) -> Option<usize> {
    let limits = Limits::default();
    // A window may end within a character.
    let text = (0..4).find_map(|cut| xml::decode(&part[..part.len() - cut], &limits).ok())?;
    let mut reader = Reader::new(text.as_str(), limits);
    reader.root().ok()?;
    reader.skip_element().ok()?;
    Some(text.source_offset(reader.offset()))
}

/// Why a document could not be read.
pub(super) enum Problem {
    Xml(xml::Error),
    Model(Error),
}

impl From<xml::Error> for Problem {
    fn from(error: xml::Error) -> Self {
        Problem::Xml(error)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem::Model(error)
    }
}

impl Problem {
    pub fn into_error(self, text: &str) -> Error {
        match self {
            Problem::Xml(error) => failure(&error, text),
            Problem::Model(error) => error,
        }
    }
}

/// The model's error for one of the text.
#[cold]
fn failure(error: &xml::Error, text: &str) -> Error {
    let (line, column) = error.line_and_column(text);
    let message = format!("MI_XML, line {line}, column {column}: {}.", error.message());
    let (result, category) = match error.kind() {
        Kind::Limit => (MI_RESULT_SERVER_LIMITS_EXCEEDED, MI_ERRORCATEGORY_LIMITS_EXCEEDED),
        Kind::Unexpected => (MI_RESULT_FAILED, MI_ERRORCATEGORY_INVALID_DATA),
        _ => (MI_RESULT_FAILED, MI_ERRORCATEGORY_PARSER_ERROR),
    };
    Error::new(result, message).with_category(category)
}
