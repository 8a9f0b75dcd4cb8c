//! Values as MOF writes them.

use super::path;
use crate::abi::*;
use crate::cim::{Error, InstanceRef, Type, ValueRef};
use crate::codec::scalar;
use crate::codec::xml::Sink;
use std::collections::{HashMap, HashSet};

/// Lines are wrapped where they would become longer.
const WIDTH: usize = 80;

/// How deep declarations in quotes may be in each other. Each level escapes all within once more.
const MOST_QUOTED: u32 = 8;

/// Text on its way out, with the column that it has reached.
pub(super) struct Writer<'a> {
    out: &'a mut dyn Sink,
    column: usize,
    /// The aliases of instances that were written already, for values that embed them.
    pub aliases: HashMap<*const MI_Instance, String>,
    /// Qualifiers that were declared, in lower case.
    declared: HashSet<String>,
    /// How many declarations in quotes this is within.
    quoted: u32,
}

impl<'a> Writer<'a> {
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Writer { out, column: 0, aliases: HashMap::new(), declared: HashSet::new(), quoted: 0 }
    }

    pub fn declare(&mut self, qualifier: &str) {
        self.declared.insert(qualifier.to_ascii_lowercase());
    }

    pub fn declares(&self, qualifier: &str) -> bool {
        !self.declared.is_empty() && self.declared.contains(&qualifier.to_ascii_lowercase())
    }

    pub fn column(&self) -> usize {
        self.column
    }

    /// Puts text that has line ends at its own end only.
    pub fn put(&mut self, text: &str) {
        self.out.put(text);
        match text.ends_with('\n') {
            true => self.column = 0,
            false => self.column += text.len(),
        }
    }

    pub fn indent(&mut self, width: usize) {
        const SPACES: &str = "                ";
        self.put(&SPACES[..width.min(SPACES.len())]);
    }

    /// A value. Lines that follow are indented by `indent`.
    pub fn value(&mut self, value: ValueRef<'_>, indent: usize) -> Result<(), Error> {
        if !value.ty().is_array() {
            return self.scalar(value, indent);
        }
        self.put("{");
        let mut separator = "";
        crate::codec::elements(value, &mut |element| {
            self.put(separator);
            separator = ",";
            if self.column + 20 > WIDTH {
                self.put("\n");
                self.indent(indent);
            } else {
                self.put(" ");
            }
            self.scalar(element, indent)
        })?;
        self.put(" }");
        Ok(())
    }

    fn scalar(&mut self, value: ValueRef<'_>, indent: usize) -> Result<(), Error> {
        match value {
            ValueRef::Boolean(v) => self.put(scalar::boolean(v)),
            ValueRef::Real32(v) => self.real(scalar::shortest(format!("{v:?}")))?,
            ValueRef::Real64(v) => self.real(scalar::shortest(format!("{v:?}")))?,
            ValueRef::Char16(unit) => self.character(unit),
            ValueRef::Datetime(v) => self.put(&format!("\"{v}\"")),
            ValueRef::String(v) => self.text(&v.to_str_lossy(), indent),
            ValueRef::Text(v) => self.text(v, indent),
            ValueRef::Reference(target) => {
                let path = path::write(target, 0)?;
                self.text(&path, indent);
            }
            ValueRef::Instance(instance) => self.instance(instance, indent)?,
            _ => match value.as_integer() {
                Some(number) => self.put(&number.to_string()),
                None => return Err(unsupported("an array within an array")),
            },
        }
        Ok(())
    }

    fn real(&mut self, text: Option<String>) -> Result<(), Error> {
        match text {
            Some(text) => self.put(&text),
            None => return Err(unsupported("a real that is not a number")),
        }
        Ok(())
    }

    fn character(&mut self, unit: u16) {
        match unit {
            0x27 | 0x5C => self.put(&format!("'\\{}'", char::from(unit as u8))),
            0x20..0x7F => self.put(&format!("'{}'", char::from(unit as u8))),
            _ => self.put(&format!("'\\x{unit:04X}'")),
        }
    }

    /// An alias, or where none can come before (a default value), the declaration in quotes.
    fn instance(&mut self, instance: InstanceRef<'_>, indent: usize) -> Result<(), Error> {
        if let Some(alias) = self.aliases.get(&instance.as_ptr()).cloned() {
            self.put(&alias);
            return Ok(());
        }
        if self.quoted >= MOST_QUOTED {
            return Err(unsupported("instances embedded this deep in a default value"));
        }
        let mut text = String::new();
        let mut inner = Writer { quoted: self.quoted + 1, ..Writer::new(&mut text) };
        super::write_instance::declaration(&mut inner, instance, None)?;
        self.text(&text, indent);
        Ok(())
    }

    /// A text, wrapped after blanks into pieces that read as one.
    pub fn text(&mut self, text: &str, indent: usize) {
        self.put("\"");
        let mut piece = String::new();
        for word in text.split_inclusive(' ') {
            piece.clear();
            path::escape(word, &mut piece);
            if self.column + piece.len() >= WIDTH && self.column > indent + 1 {
                self.put("\"\n");
                self.indent(indent);
                self.put("\"");
            }
            self.put(&piece);
        }
        self.put("\"");
    }
}

#[cold]
pub(super) fn unsupported(what: &str) -> Error {
    Error::new(MI_RESULT_NOT_SUPPORTED, format!("MOF cannot carry {what}."))
}

/// May a value of this type hold instances that must be declared before?
pub(super) fn embeds(ty: Type) -> bool {
    ty.element() == Type::Instance
}
